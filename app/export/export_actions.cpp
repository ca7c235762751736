// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/export_actions.h"

#include "app/error_text.h"
#include "app/export/print_view.h"
#include "app/export/view_picture.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMimeData>
#include <algorithm>

namespace layernorm {

ExportActions::ExportActions(QWidget& window, SettingsStore& settings, Dialogs& dialogs)
    : QObject(&window),
      m_window(window),
      m_settings(settings),
      m_dialogs(dialogs)
{
}

void ExportActions::addView(const QString& title, const QString& id, std::function<QWidget*()> view)
{
    m_views.append({title, id, std::move(view)});
}

void ExportActions::fillMenu(QMenu* menu)
{
    addViews(menu->addMenu(tr("Save a &picture of")), QStringLiteral("savePicture"),
             &ExportActions::savePicture, true);
    addViews(menu->addMenu(tr("&Copy a picture of")), QStringLiteral("copyPicture"),
             &ExportActions::copyPicture, false);
    addScales(menu->addMenu(tr("Pi&xels of PNG pictures")));
    menu->addSeparator();
    addViews(menu->addMenu(tr("Pri&nt")), QStringLiteral("printView"), &ExportActions::print, true);
}

void ExportActions::addViews(QMenu* menu, const QString& action, void (ExportActions::*run)(const QString&),
                             bool asksMore)
{
    menu->setObjectName(action + QStringLiteral("Menu"));
    for (const View& view : m_views)
        menu->addAction(asksMore ? tr("%1…").arg(view.title) : view.title, this,
                        [this, run, id = view.id] { (this->*run)(id); })
            ->setObjectName(action + u':' + view.id);
}

void ExportActions::addScales(QMenu* menu)
{
    menu->setObjectName(QStringLiteral("pictureScaleMenu"));
    auto* group = new QActionGroup(menu);
    for (int scale = 1; scale <= largestPictureScale; ++scale) {
        QAction* action = menu->addAction(scale == 1 ? tr("as on the screen") : tr("%1 times").arg(scale));
        action->setObjectName(QStringLiteral("pictureScale:%1").arg(scale));
        action->setCheckable(true);
        action->setChecked(m_settings.value(settings::pictureScale).toInt() == scale);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, scale] { m_settings.set(settings::pictureScale, scale); });
    }
}

const ExportActions::View* ExportActions::find(const QString& id) const
{
    const auto found = std::ranges::find(m_views, id, &View::id);
    return found == m_views.end() ? nullptr : &*found;
}

QWidget* ExportActions::widgetOf(const View* view)
{
    QWidget* widget = view ? view->widget() : nullptr;
    if (view && (!widget || widget->size().isEmpty())) {
        emit refused(tr("%1 shows nothing yet; try again when it does").arg(view->title));
        return nullptr;
    }
    return widget;
}

void ExportActions::savePicture(const QString& id)
{
    const View* view = find(id);
    if (!widgetOf(view))
        return;
    const QString file = m_dialogs.fileToSave(
        &m_window, tr("Save a picture: %1").arg(view->title),
        QStringLiteral("layernorm-%1%2").arg(id, QLatin1String(pictureEncodings().front().extension)),
        pictureFilter());
    // The dialog takes its time: the view may have gone meanwhile.
    QWidget* widget = file.isEmpty() ? nullptr : widgetOf(view);
    if (!widget)
        return;
    if (const auto written = writePicture(*widget, file, m_settings.value(settings::pictureScale).toInt()))
        emit told(tr("Saved %1").arg(file));
    else
        m_dialogs.error(&m_window, errorText(written.error()));
}

void ExportActions::copyPicture(const QString& id)
{
    constexpr int scale = 2;
    const View* view = find(id);
    QWidget* widget = widgetOf(view);
    if (!widget)
        return;
    auto* data = new QMimeData;
    data->setImageData(pixelPicture(*widget, scale));
    data->setData(QStringLiteral("image/svg+xml"), svgPicture(*widget));
    QApplication::clipboard()->setMimeData(data);
    emit told(tr("Copied a picture: %1").arg(view->title));
}

void ExportActions::print(const QString& id)
{
    const View* view = find(id);
    if (QWidget* widget = widgetOf(view))
        previewView(*widget, view->title, &m_window, m_dialogs);
}

} // namespace layernorm
