// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_file.h"

#include <set>

namespace layernorm {

/// Private to lesson_file.cpp: takes a lesson's lines one after the other.
class LessonParser
{
public:
    LessonParser(const std::string& file, const LessonWorld& world);

    void take(std::string_view line);
    /// After the last line.
    LessonReading finish();

private:
    /// A line "name: value", and where it may stand.
    struct Keyword {
        const char* name;
        enum Place { Head, Step, Question } place;
        bool mayBeEmpty;
        void (LessonParser::*take)(std::string_view value);
    };
    static const Keyword keywords[];
    /// Where plain text goes.
    enum class Part { Head, Text, Question, Answers, Explanation };

    [[nodiscard]] static const Keyword* find(std::string_view name);
    void takeKeyword(const Keyword& keyword, std::string_view value);
    void takeText(std::string_view line);
    [[nodiscard]] bool looksLikeKeyword(std::string_view line);
    void beginStep(std::string_view title);
    void endText();
    void endQuestion();
    void endStep();

    // The keywords
    void takeTitle(std::string_view value);
    void takeAbout(std::string_view value);
    void takeOrder(std::string_view value);
    void takeId(std::string_view value);
    void takeDo(std::string_view value);
    void takeMark(std::string_view value);
    void takeShow(std::string_view value);
    void takeCheck(std::string_view value);
    void takeAsk(std::string_view value);
    void takeChoice(std::string_view value);
    void takeNumber(std::string_view value);
    void takeThen(std::string_view value);
    void takeExplain(std::string_view value);

    void setOnce(std::string& place, std::string_view value, const char* name);
    void addCommand(std::vector<LessonCommand>& commands, std::string_view value);
    /// `lines`: where each of the text's lines stands in the file.
    [[nodiscard]] LessonText textOf(std::string_view text, const std::vector<int>& lines);
    [[nodiscard]] LessonFormula formulaOf(std::string_view text);
    [[nodiscard]] std::vector<std::string> namesOf(std::string_view value,
                                                   std::span<const char* const> known);
    /// "LEFT :: RIGHT"; an empty right side, told, where there is none.
    [[nodiscard]] std::pair<std::string_view, std::string_view> halves(const char* keyword,
                                                                       std::string_view value);
    void complain(int line, const char* sentence, std::vector<std::string> arguments = {});
    void complain(int line, const Error& error);
    [[nodiscard]] LessonStep& step() { return m_reading.lesson.steps.back(); }

    LessonReading m_reading;
    const LessonWorld& m_world;
    int m_line = 0;
    Part m_part = Part::Head;
    std::string m_text;           ///< of the part, as far as it has come
    std::vector<int> m_textLines; ///< where each of its lines stands
    std::set<std::string, std::less<>> m_titles;
};

} // namespace layernorm
