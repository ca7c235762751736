// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/walkthrough_model.h"
#include "app/pages/exportable_page.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace layernorm {

class FormulaView;
class NumberTable;
class QuietLabel;

/// The article's steps with the numbers of the selected token, and the active cell's formula.
class StepByStepPage : public QWidget, public ExportablePage
{
    Q_OBJECT

public:
    StepByStepPage(Session& session, Reference& reference, QWidget* parent = nullptr);

    [[nodiscard]] QString experiment() const override { return QStringLiteral("walkthrough"); }
    /// The steps of the selected token alone.
    [[nodiscard]] std::optional<ExperimentTable> table() const override;
    [[nodiscard]] QWidget* pictured() override { return this; }
    [[nodiscard]] bool isCurrent() const override { return m_session.isCurrent(); }

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setupTable();
    QWidget* makeSteps();
    /// What the remarks beside the steps take.
    [[nodiscard]] int notesWidth() const;
    /// Gives the steps the room that they need, beside a drawing that can be smaller.
    void shareRoom(int names, int narrowest);
    void refresh();
    void refreshNotes();
    void refreshFormula();
    void fitTable();

    Session& m_session;
    WalkthroughModel m_model;
    NumberTable* m_table;
    QWidget* m_steps = nullptr;
    QWidget* m_notes;
    QVBoxLayout* m_notesLayout;
    QList<QuietLabel*> m_noteLabels;
    FormulaView* m_formula;
    QLabel* m_message;
};

} // namespace layernorm
