// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;

namespace layernorm {

/// A plot with its notes beside it, or below it where the plot would become too narrow to be read.
class NotedPlot : public QWidget
{
    Q_OBJECT

public:
    /// `notesWidth` in pixels, of notes that stand beside it.
    NotedPlot(QWidget* plot, QWidget* notes, int notesWidth, QWidget* parent = nullptr);

    void setNotesWidth(int pixels);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    QWidget* m_notes;
    int m_notesWidth;
    QBoxLayout* m_layout;
};

} // namespace layernorm
