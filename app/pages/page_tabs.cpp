// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_tabs.h"

#include "app/export/whole_file.h"
#include "app/pages/experiment_page.h"
#include "app/pages/page.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QTabBar>

namespace layernorm {

namespace {

/// A way to write a table down.
struct TableFormat {
    const char* extension;
    const char* description;
    std::string (*write)(const std::string& name, const ExperimentTable& table);
};

constexpr TableFormat tableFormats[] = {
    {".csv", QT_TRANSLATE_NOOP("layernorm::PageTabs", "Table with commas"),
     [](const std::string&, const ExperimentTable& table) { return toCsv(table); }},
    {".json", QT_TRANSLATE_NOOP("layernorm::PageTabs", "JSON"), toJson},
};

/// CSV unless the file's name says otherwise.
const TableFormat& formatOf(const QString& file)
{
    for (const TableFormat& format : tableFormats)
        if (file.endsWith(QLatin1String(format.extension), Qt::CaseInsensitive))
            return format;
    return tableFormats[0];
}

} // namespace

PageTabs::PageTabs(Session& session, Reference& reference, Dialogs& dialogs, QWidget* parent)
    : QTabWidget(parent),
      m_session(session),
      m_reference(reference),
      m_dialogs(dialogs)
{
    setObjectName(QStringLiteral("pages"));
    setAccessibleName(tr("Pages"));
    tabBar()->setAccessibleName(accessibleName());
    setDocumentMode(true);
    tabBar()->setDrawBase(false);
    setUsesScrollButtons(true); // in a narrow window, which they do not keep from being so
    for (const PageEntry& entry : pageTable())
        addPlace(entry.id, entry.title);
    setupExportButton();
    connect(this, &QTabWidget::currentChanged, this, &PageTabs::makeCurrentPage);
    makeCurrentPage();
}

void PageTabs::addPlace(const char* id, const char* title)
{
    // A page that is higher than its half scrolls; it does not push the window off the screen.
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setProperty("pageId", QLatin1String(id));
    addTab(scroll, QCoreApplication::translate("Pages", title));
}

void PageTabs::setupExportButton()
{
    auto* button = new QPushButton(tr("E&xport"));
    button->setObjectName(QStringLiteral("exportButton"));
    button->setToolTip(tr("Copy or save what this page shows"));
    auto* menu = new QMenu(button);
    menu->addAction(tr("&Copy as table"), this, &PageTabs::copyTable)
        ->setObjectName(QStringLiteral("copyPageTableHere"));
    menu->addAction(tr("Save the &table…"), this, &PageTabs::saveTable)
        ->setObjectName(QStringLiteral("savePageTableHere"));
    menu->addAction(tr("Save a &picture…"), this, &PageTabs::pictureWanted)
        ->setObjectName(QStringLiteral("savePagePictureHere"));
    button->setMenu(menu);
    setCornerWidget(button, Qt::TopRightCorner);
}

void PageTabs::makeCurrentPage()
{
    auto* place = qobject_cast<QScrollArea*>(currentWidget());
    if (!place || place->widget())
        return;
    QWidget* page =
        pageTable()[static_cast<std::size_t>(currentIndex())].make(m_session, m_reference, nullptr);
    if (auto* experiment = qobject_cast<ExperimentPage*>(page)) {
        connect(experiment, &ExperimentPage::refused, this, &PageTabs::refused);
        connect(experiment, &ExperimentPage::fileWanted, experiment,
                [this, experiment](const QString& filter) {
                    if (const QString file = m_dialogs.fileToOpen(this, filter); !file.isEmpty())
                        experiment->openFile(file);
                });
    }
    place->setWidget(page);
}

void PageTabs::showPage(const QString& id)
{
    for (int i = 0; i < count(); ++i)
        if (widget(i)->property("pageId").toString() == id)
            setCurrentIndex(i);
}

QString PageTabs::currentPage() const
{
    return currentWidget()->property("pageId").toString();
}

ExportablePage* PageTabs::current() const
{
    const auto* place = qobject_cast<QScrollArea*>(currentWidget());
    return place ? dynamic_cast<ExportablePage*>(place->widget()) : nullptr;
}

bool PageTabs::isCurrent() const
{
    const ExportablePage* page = current();
    return page && page->isCurrent();
}

std::optional<ExperimentTable> PageTabs::currentTable()
{
    std::optional<ExperimentTable> table = current()->table();
    if (!table)
        emit refused(tr("This page has no numbers yet; try again when it shows some"));
    return table;
}

void PageTabs::copyTable()
{
    const std::optional<ExperimentTable> table = currentTable();
    if (!table)
        return;
    QApplication::clipboard()->setText(QString::fromStdString(toTsv(*table)));
    emit told(
        tr("%n row(s) copied; paste them into a spreadsheet", nullptr, static_cast<int>(table->rows.size())));
}

void PageTabs::saveTable()
{
    const std::optional<ExperimentTable> table = currentTable();
    if (!table)
        return;
    QStringList filters;
    for (const TableFormat& format : tableFormats)
        filters << QStringLiteral("%1 (*%2)").arg(tr(format.description), QLatin1String(format.extension));
    const QString name = current()->experiment();
    const QString file = m_dialogs.fileToSave(
        this, tr("Save the page's table"), name + QStringLiteral(".csv"), filters.join(QStringLiteral(";;")));
    if (file.isEmpty())
        return;
    const std::string text = formatOf(file).write(name.toStdString(), *table);
    if (const std::error_code reason = writeWholeFile(file, QByteArray::fromStdString(text)))
        m_dialogs.error(this, tr("The table cannot be written to %1: %2; choose another place")
                                  .arg(file, QString::fromLocal8Bit(reason.message().c_str())));
    else
        emit told(tr("Saved %1").arg(file));
}

QWidget* PageTabs::pictured() const
{
    ExportablePage* page = current();
    return page ? page->pictured() : nullptr;
}

} // namespace layernorm
