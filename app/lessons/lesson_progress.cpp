// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_progress.h"

#include <QStringList>
#include <algorithm>

namespace layernorm {

namespace {

/// An id has no blanks: it is the beginning of a file's name, or one word of the lesson.
QString keyOf(const QString& id)
{
    return QString(id).replace(u' ', u'_');
}

} // namespace

LessonProgress::Entry LessonProgress::entry(const QString& id) const
{
    for (const QString& text : m_settings.value(settings::lessonProgress).toStringList())
        if (const QStringList words = text.split(u' '); words.size() == 3 && words[0] == keyOf(id))
            return {std::max(0, words[1].toInt()), words[2] == u"1"};
    return {};
}

void LessonProgress::put(const QString& id, const Entry& entry)
{
    QStringList entries;
    for (const QString& text : m_settings.value(settings::lessonProgress).toStringList())
        if (!text.isEmpty() && text.section(u' ', 0, 0) != keyOf(id))
            entries << text;
    entries << QStringLiteral("%1 %2 %3").arg(keyOf(id)).arg(entry.step).arg(entry.finished ? 1 : 0);
    m_settings.set(settings::lessonProgress, entries);
}

void LessonProgress::setStep(const QString& id, int step)
{
    Entry changed = entry(id);
    changed.step = step;
    put(id, changed);
}

void LessonProgress::setFinished(const QString& id)
{
    Entry changed = entry(id);
    changed.finished = true;
    put(id, changed);
}

} // namespace layernorm
