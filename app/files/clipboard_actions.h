// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/table_text.h"
#include "app/session/session.h"

#include <functional>

class QMenu;

namespace layernorm {

class NumberTable;

/// What the Edit menu does with the clipboard.
class ClipboardActions : public QObject
{
    Q_OBJECT

public:
    /// `table` gives the table that is copied from: the one with the focus, or else the input.
    ClipboardActions(Session& session, std::function<NumberTable*()> table, QWidget& window);

    void fillMenu(QMenu& menu);

signals:
    /// For the status bar.
    void told(const QString& message);
    /// Something could not be done; one sentence.
    void refused(const QString& message);

private:
    /// The selected cells, where there are several; otherwise the selected token.
    void copy(bool names);
    void copyTable();
    void copyBlock(const NumberTable& table, const CellBlock& block, bool names);
    void copyCode(const char* language);
    void paste();
    void pasteAsNewTensor();

    Session& m_session;
    std::function<NumberTable*()> m_table;
};

} // namespace layernorm
