// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_room.h"

#include "app/look/theme.h"

#include <QMenuBar>
#include <QResizeEvent>
#include <QSplitter>
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace layernorm {

namespace {

/// Of all of them at 100 %: from here on four columns of each are seen.
constexpr int enoughWidth = 1200;

/// A place of lessons' marks, and a widget inside its panel.
constexpr std::array tables{std::pair("statistics", "meanPlot"), std::pair("library", "libraryView"),
                            std::pair("difference", "differenceView")};

} // namespace

LessonRoom::LessonRoom(QMainWindow& window)
    : QObject(&window),
      m_window(window),
      m_tables(window.findChild<QSplitter*>(QStringLiteral("columns")))
{
    if (m_tables)
        m_tables->installEventFilter(this);
}

void LessonRoom::make(const std::vector<std::string>& marks)
{
    m_lesson = true;
    m_marks = marks;
    showTables();
}

void LessonRoom::giveBack()
{
    if (std::exchange(m_lesson, false))
        showTables();
}

void LessonRoom::showTables()
{
    // A presentation, which shows no menu, arranges them by itself.
    if (!m_tables || m_window.menuBar()->isHidden())
        return;
    const bool narrow = m_tables->width() < Theme::scaled(enoughWidth);
    const auto isPointedAt = [this](std::string_view place) {
        return std::ranges::find(m_marks, place) != m_marks.end();
    };
    for (const auto& [place, view] : tables) {
        // Mean and variance stay unless their room is wanted, too.
        const bool pointedAt = isPointedAt(place) || (std::string_view(place) == "statistics" &&
                                                      !isPointedAt("library") && !isPointedAt("difference"));
        for (int i = 0; i < m_tables->count(); ++i)
            if (m_tables->widget(i)->findChild<QWidget*>(QLatin1String(view)))
                m_tables->widget(i)->setVisible(!m_lesson || !narrow || pointedAt);
    }
}

bool LessonRoom::eventFilter(QObject* watched, QEvent* event)
{
    if (m_lesson && watched == m_tables && event->type() == QEvent::Resize)
        showTables();
    return QObject::eventFilter(watched, event);
}

} // namespace layernorm
