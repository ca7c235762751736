// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>
#include <string>
#include <vector>

namespace layernorm {

/// A thick outline, with a pointer above it, around a place of the window; it lets the mouse through and
/// follows what it is around. Its shape tells as much as its colour.
class LessonMark : public QWidget
{
    Q_OBJECT

public:
    /// `targets`: widgets whose common outline it is; `window` what they lie in.
    LessonMark(const QString& place, QList<QPointer<QWidget>> targets, QWidget& window);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();

    QList<QPointer<QWidget>> m_targets;
    QWidget& m_window;
};

/// The places of a window that a lesson can mark, by the names of `lessonPlaces`.
class LessonMarks
{
public:
    explicit LessonMarks(QWidget& window) : m_window(window) {}
    ~LessonMarks();

    /// In the place of what was marked before.
    void mark(const std::vector<std::string>& places);
    /// The widgets that a name stands for; none for a name that is not known.
    [[nodiscard]] static QList<QPointer<QWidget>> widgetsOf(const std::string& place, const QWidget& window);

private:
    QWidget& m_window;
    QList<QPointer<LessonMark>> m_marks;
};

} // namespace layernorm
