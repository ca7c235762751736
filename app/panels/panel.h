// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace layernorm {

/// A rounded surface with a title, a remark beside it, and content below.
class Panel : public QFrame
{
    Q_OBJECT

public:
    explicit Panel(const QString& title, const QString& note, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setNote(const QString& note);
    /// The title's and the note's; 0: the usual.
    void setTitlePixels(int pixels);

protected:
    [[nodiscard]] QVBoxLayout* content() { return m_content; }
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitNote();

    QLabel* m_title;
    QLabel* m_note;
    QVBoxLayout* m_content;
};

} // namespace layernorm
