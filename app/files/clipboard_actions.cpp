// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/clipboard_actions.h"

#include "app/error_text.h"
#include "app/menu_action.h"
#include "app/panels/tensor_view.h"
#include "core/io/code_snippets.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QMenu>
#include <QMimeData>
#include <algorithm>

namespace layernorm {

namespace {

/// More than a spreadsheet takes; above it the text alone would be tens of megabytes.
constexpr qint64 largestCopy = 1'000'000;

CellBlock wholeTable(const NumberTable& table)
{
    return {0, table.model()->rowCount(), 0, table.model()->columnCount()};
}

CellBlock selectedBlock(const NumberTable& table)
{
    const QItemSelection selection = table.selectionModel()->selection();
    const QModelIndex current = table.currentIndex();
    if (selection.isEmpty() || (selection.size() == 1 && selection[0].width() * selection[0].height() <= 1))
        return current.isValid() ? CellBlock{current.row(), 1, 0, table.model()->columnCount()} : CellBlock{};
    const QItemSelectionRange& range = selection[0];
    return {range.top(), range.height(), range.left(), range.width()};
}

} // namespace

ClipboardActions::ClipboardActions(Session& session, std::function<NumberTable*()> table, QWidget& window)
    : QObject(&window),
      m_session(session),
      m_table(std::move(table))
{
}

void ClipboardActions::fillMenu(QMenu& menu)
{
    addMenuAction(menu, *this, tr("&Copy token or selected cells"), QKeySequence::Copy,
                  QStringLiteral("copyTokenAction"), [this] { copy(false); });
    addMenuAction(menu, *this, tr("Copy with &names of rows and columns"),
                  QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C), QStringLiteral("copyNamedAction"),
                  [this] { copy(true); });
    addMenuAction(menu, *this, tr("Copy &table"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                  QStringLiteral("copyTableAction"), [this] { copyTable(); });
    QMenu* code = menu.addMenu(tr("Copy as c&ode"));
    code->setObjectName(QStringLiteral("copyCodeMenu"));
    for (const CodeLanguage& language : codeLanguages())
        addMenuAction(*code, *this, QCoreApplication::translate("Core", language.title), {},
                      QStringLiteral("copyCode:") + QLatin1String(language.id),
                      [this, id = language.id] { copyCode(id); });
    menu.addSeparator();
    addMenuAction(menu, *this, tr("&Paste into input"), QKeySequence::Paste, QStringLiteral("pasteAction"),
                  [this] { paste(); });
    addMenuAction(menu, *this, tr("Paste as ne&w tensor"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V),
                  QStringLiteral("pasteNewAction"), [this] { pasteAsNewTensor(); });
}

void ClipboardActions::copy(bool names)
{
    const NumberTable* table = m_table();
    copyBlock(*table, selectedBlock(*table), names);
}

void ClipboardActions::copyTable()
{
    const NumberTable* table = m_table();
    copyBlock(*table, wholeTable(*table), false);
}

void ClipboardActions::copyBlock(const NumberTable& table, const CellBlock& block, bool names)
{
    if (block.cells() == 0)
        return;
    if (block.cells() > largestCopy) {
        emit refused(
            tr("%L1 values are too many for the clipboard; save the tensor as a file").arg(block.cells()));
        return;
    }
    auto* data = new QMimeData;
    data->setText(tabbedText(*table.model(), block, names));
    data->setHtml(htmlTable(*table.model(), block, names));
    QApplication::clipboard()->setMimeData(data);
    emit told(tr("%n value(s) copied", nullptr, static_cast<int>(block.cells())));
}

void ClipboardActions::copyCode(const char* id)
{
    const auto languages = codeLanguages();
    const auto language = std::ranges::find_if(
        languages, [id](const CodeLanguage& known) { return std::string_view(known.id) == id; });
    const LayerNormParameters parameters = m_session.parameters();
    const std::int64_t token = m_session.groupOfRow(m_session.selection().current().row);
    const Result<std::string> code = language->write({m_session.input(), parameters, token});
    if (!code) {
        emit refused(errorText(code.error()));
        return;
    }
    QApplication::clipboard()->setText(QString::fromStdString(*code));
    emit told(
        tr("%1 copied; paste it into an editor").arg(QCoreApplication::translate("Core", language->title)));
}

void ClipboardActions::paste()
{
    const Result<Pasted> pasted =
        m_session.pasteCells(m_session.selection().current(), QApplication::clipboard()->text());
    if (!pasted)
        emit refused(errorText(pasted.error()));
    else if (pasted->leftOut > 0)
        emit told(tr("%L1 of the pasted values lie beyond the tensor and are left out; Paste as new tensor "
                     "takes all")
                      .arg(pasted->leftOut));
}

void ClipboardActions::pasteAsNewTensor()
{
    if (const auto pasted = m_session.pasteTensor(QApplication::clipboard()->text()); !pasted)
        emit refused(errorText(pasted.error()));
}

} // namespace layernorm
