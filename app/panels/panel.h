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

protected:
    [[nodiscard]] QVBoxLayout* content() { return m_content; }

private:
    QLabel* m_title;
    QLabel* m_note;
    QVBoxLayout* m_content;
};

} // namespace layernorm
