// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_library.h"

#include "app/error_text.h"
#include "app/files/file_actions.h"
#include "app/language.h"
#include "app/pages/page.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <set>

namespace layernorm {

namespace {

/// NAME of "NAME.en.lesson".
QString nameOf(const QString& file)
{
    return file.section(u'.', 0, 0);
}

/// NAME.zh_CN.lesson where the language has one, otherwise NAME.en.lesson.
QStringList filesIn(const QDir& directory)
{
    const QStringList all = directory.entryList({QStringLiteral("*.lesson")}, QDir::Files, QDir::Name);
    QStringList chosen;
    for (const QString& file : all) {
        const QString spoken = nameOf(file) + u'.' + lessonLanguage() + QStringLiteral(".lesson");
        const QString english = nameOf(file) + QStringLiteral(".en.lesson");
        const QString wanted = all.contains(spoken) ? spoken : all.contains(english) ? english : file;
        if (!chosen.contains(wanted))
            chosen << wanted;
    }
    return chosen;
}

void complainOfTwins(std::vector<ShippedLesson>& lessons)
{
    std::set<std::string> ids;
    for (ShippedLesson& lesson : lessons)
        if (!ids.insert(lesson.reading.lesson.id).second)
            lesson.reading.problems.push_back(
                {lesson.reading.lesson.file, 1,
                 Error{LAYERNORM_SENTENCE("Core",
                                          "Another lesson has the id \"%1\"; give this one another by "
                                          "\"id: ...\""),
                       {lesson.reading.lesson.id}}});
}

} // namespace

bool isLessonFile(const QString& file)
{
    return file.endsWith(QLatin1String(lessonEnding.data(), int(lessonEnding.size())), Qt::CaseInsensitive);
}

LessonWorld lessonWorld()
{
    LessonWorld world{samplesDirectory().toStdString(), {}};
    for (const PageEntry& page : pageTable())
        world.pages.emplace_back(page.id);
    return world;
}

QString lessonsDirectory()
{
    const QDir data(samplesDirectory() + QStringLiteral("/../lessons"));
    return data.exists() ? data.canonicalPath() : QString();
}

QString lessonLanguage()
{
    return QLatin1String(Speech::current().id);
}

std::vector<ShippedLesson> shippedLessons(const QString& directory)
{
    std::vector<ShippedLesson> lessons;
    if (directory.isEmpty())
        return lessons;
    const LessonWorld world = lessonWorld();
    for (const QString& file : filesIn(QDir(directory))) {
        const QString path = directory + u'/' + file;
        lessons.push_back({path, readLesson(path.toStdString(), world)});
    }
    std::ranges::stable_sort(lessons, {}, [](const ShippedLesson& lesson) {
        // What is too broken to have a place comes last.
        const int order = lesson.reading.lesson.order;
        return std::pair(order == 0, order);
    });
    complainOfTwins(lessons);
    return lessons;
}

QString lessonFileInPresentLanguage(const QString& file)
{
    const QFileInfo info(file);
    const QString spoken =
        info.path() + u'/' + nameOf(info.fileName()) + u'.' + lessonLanguage() + QStringLiteral(".lesson");
    return QFileInfo::exists(spoken) ? spoken : file;
}

QString lessonTitle(const QString& file, const QString& title)
{
    const QString spoken = lessonFileInPresentLanguage(file);
    if (spoken == file)
        return title;
    const LessonReading reading = readLesson(spoken.toStdString(), lessonWorld());
    return reading.problems.empty() ? QString::fromStdString(reading.lesson.title) : title;
}

QString shippedLessonFile(const QString& id, const QString& directory)
{
    for (const ShippedLesson& lesson : shippedLessons(directory))
        if (lesson.reading.lesson.id == id.toStdString())
            return lesson.file;
    return {};
}

QString problemText(const LessonProblem& problem)
{
    if (problem.line == 0)
        return errorText(problem.what);
    return QCoreApplication::translate("Lessons", "%1, line %2: %3")
        .arg(QString::fromStdString(problem.file))
        .arg(problem.line)
        .arg(errorText(problem.what));
}

} // namespace layernorm
