// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <string>
#include <vector>

class QSplitter;

namespace layernorm {

/// With a lesson beside them, not all tables have room in a narrow window. There the library's two give
/// theirs to the others in steps that do not point at them, as mean and variance do to those; the verdict
/// below still says what the library's would show.
class LessonRoom : public QObject
{
    Q_OBJECT

public:
    explicit LessonRoom(QMainWindow& window);

    /// For a step that points at these places, as the window is now and whenever its size changes.
    void make(const std::vector<std::string>& marks);
    /// As without a lesson.
    void giveBack();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showTables();

    QMainWindow& m_window;
    QSplitter* m_tables;
    bool m_lesson = false;
    std::vector<std::string> m_marks;
};

} // namespace layernorm
