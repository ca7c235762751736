// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_file.h"

#include "core/io/source_file.h"
#include "core/io/utf8.h"
#include "core/lessons/lesson_parser.h"

#include <algorithm>
#include <array>

namespace layernorm {

namespace {

constexpr std::uint64_t longestFile = 1'000'000;

} // namespace

std::span<const char* const> lessonPlaces()
{
    static constexpr std::array places{"input",     "statistics", "output", "library", "difference",
                                       "verdict",   "page",       "shape",  "seed",    "eps",
                                       "normalise", "affine",     "dtype"};
    return places;
}

std::span<const char* const> lessonControls()
{
    static constexpr std::array controls{"shape", "seed", "eps", "normalise", "affine", "library", "dtype"};
    return controls;
}

LessonReading parseLesson(std::string_view text, const std::string& file, const LessonWorld& world)
{
    if (const std::size_t bad = firstNoUtf8(text); bad < text.size()) {
        LessonReading reading;
        reading.lesson.file = file;
        const auto line = 1 + std::ranges::count(text.substr(0, bad), '\n');
        reading.problems.push_back(
            {file, static_cast<int>(line),
             Error{LAYERNORM_SENTENCE("Core", "The text is no UTF-8 from here on; save the file as UTF-8"),
                   {}}});
        return reading;
    }
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    LessonParser parser(file, world);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        parser.take(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parser.finish();
}

LessonReading readLesson(const std::filesystem::path& file, const LessonWorld& world)
{
    const Result<std::string> text =
        readWholeFile(file, LAYERNORM_SENTENCE("Core", "write the lesson into it"), longestFile);
    const std::string name = file.filename().string();
    if (text)
        return parseLesson(*text, name, world);
    LessonReading reading;
    reading.lesson.file = name;
    reading.problems.push_back({name, 0, text.error()});
    return reading;
}

} // namespace layernorm
