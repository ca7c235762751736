// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_parser.h"

#include "core/io/utf8.h"
#include "core/lessons/lesson_formula.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/lesson_words.h"

#include <algorithm>
#include <charconv>

namespace layernorm {

namespace {

constexpr std::string_view stepMark = "===";
constexpr std::string_view wideColon = "："; // what a Chinese keyboard types

/// Without what is empty at its end.
std::string_view withoutEnd(std::string_view text)
{
    return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

bool isLowerCase(std::string_view word)
{
    return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

} // namespace

const LessonParser::Keyword LessonParser::keywords[] = {
    {"title", Keyword::Head, false, &LessonParser::takeTitle},
    {"about", Keyword::Head, false, &LessonParser::takeAbout},
    {"order", Keyword::Head, false, &LessonParser::takeOrder},
    {"id", Keyword::Head, false, &LessonParser::takeId},
    {"do", Keyword::Step, false, &LessonParser::takeDo},
    {"mark", Keyword::Step, false, &LessonParser::takeMark},
    {"show", Keyword::Step, false, &LessonParser::takeShow},
    {"check", Keyword::Step, false, &LessonParser::takeCheck},
    {"ask", Keyword::Step, false, &LessonParser::takeAsk},
    {"choice", Keyword::Question, false, &LessonParser::takeChoice},
    {"number", Keyword::Question, false, &LessonParser::takeNumber},
    {"then", Keyword::Question, false, &LessonParser::takeThen},
    {"explain", Keyword::Question, true, &LessonParser::takeExplain},
};

LessonParser::LessonParser(const std::string& file, const LessonWorld& world) : m_world(world)
{
    m_reading.lesson.file = file;
    m_reading.lesson.id = file.substr(0, file.find('.'));
}

void LessonParser::complain(int line, const char* sentence, std::vector<std::string> arguments)
{
    complain(line, Error{sentence, std::move(arguments)});
}

void LessonParser::complain(int line, const Error& error)
{
    m_reading.problems.push_back({m_reading.lesson.file, line, error});
}

// Lines

const LessonParser::Keyword* LessonParser::find(std::string_view name)
{
    const auto* found =
        std::ranges::find_if(keywords, [name](const Keyword& keyword) { return name == keyword.name; });
    return found == std::end(keywords) ? nullptr : found;
}

void LessonParser::take(std::string_view line)
{
    ++m_line;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.starts_with("//"))
        return;
    if (line.starts_with(stepMark)) {
        beginStep(trimmed(line.substr(stepMark.size())));
        return;
    }
    const std::size_t colon = line.find(':');
    const Keyword* keyword = colon == std::string_view::npos ? nullptr : find(line.substr(0, colon));
    if (keyword)
        takeKeyword(*keyword, trimmed(line.substr(colon + 1)));
    else if (!looksLikeKeyword(line))
        takeText(line);
}

bool LessonParser::looksLikeKeyword(std::string_view line)
{
    if (const std::size_t wide = line.find(wideColon); wide != std::string_view::npos)
        if (const Keyword* keyword = find(trimmed(line.substr(0, wide)))) {
            complain(m_line,
                     LAYERNORM_SENTENCE("Core", "After \"%1\" stands the wide colon of Chinese texts; write "
                                                "the narrow one (:)"),
                     {keyword->name});
            return true;
        }
    const std::size_t colon = line.find(':');
    const std::string_view word = line.substr(0, colon);
    if (colon == std::string_view::npos || !isLowerCase(word))
        return false;
    for (const Keyword& keyword : keywords)
        if (isMisspelt(word, keyword.name)) {
            complain(m_line,
                     LAYERNORM_SENTENCE("Core", "There is no keyword \"%1\"; write \"%2\", or put a "
                                                "backslash before the line if it is text"),
                     {std::string(word), keyword.name});
            return true;
        }
    return false;
}

void LessonParser::takeKeyword(const Keyword& keyword, std::string_view value)
{
    const bool inHead = m_part == Part::Head;
    if (inHead != (keyword.place == Keyword::Head)) {
        complain(m_line,
                 inHead ? LAYERNORM_SENTENCE("Core", "\"%1:\" stands before the first step; begin one with a "
                                                     "line \"=== Title\"")
                        : LAYERNORM_SENTENCE("Core", "\"%1:\" stands inside a step; it belongs before the "
                                                     "first one, or put a backslash before it"),
                 {keyword.name});
        return;
    }
    if (keyword.place == Keyword::Question && !step().question) {
        complain(m_line,
                 LAYERNORM_SENTENCE("Core", "\"%1:\" stands without a question; write \"ask:\" first"),
                 {keyword.name});
        return;
    }
    if (value.empty() && !keyword.mayBeEmpty) {
        complain(m_line, LAYERNORM_SENTENCE("Core", "After \"%1:\" stands nothing; write its value there"),
                 {keyword.name});
        return;
    }
    (this->*keyword.take)(value);
}

void LessonParser::takeText(std::string_view line)
{
    const bool empty = trimmed(line).empty();
    if (m_part == Part::Head || m_part == Part::Answers) {
        if (!empty)
            complain(m_line,
                     m_part == Part::Head
                         ? LAYERNORM_SENTENCE("Core", "\"%1\" is text before the first step; begin one with "
                                                      "a line \"=== Title\"")
                         : LAYERNORM_SENTENCE("Core", "\"%1\" is text after the answers; put it before "
                                                      "\"ask:\" or after \"explain:\""),
                     {excerpt(line)});
        return;
    }
    // What only looks like a keyword or a comment.
    if (line.starts_with('\\') && !line.starts_with("\\{"))
        line.remove_prefix(1);
    if (m_text.empty() && empty)
        return;
    m_textLines.push_back(m_line);
    m_text += line;
    m_text += '\n';
}

// Parts

LessonText LessonParser::textOf(std::string_view text, const std::vector<int>& lines)
{
    int line = 0;
    Result<LessonText> pieces = parseLessonText(text, line);
    if (!pieces) {
        complain(lines.at(static_cast<std::size_t>(line)), pieces.error());
        return {{std::string(text), {}}}; // it is there, although it is wrong
    }
    for (LessonPiece& piece : *pieces)
        if (piece.number)
            piece.number->formula.line = lines.at(static_cast<std::size_t>(piece.number->formula.line));
    return std::move(*pieces);
}

void LessonParser::endText()
{
    const std::string text = std::exchange(m_text, {});
    const std::vector<int> lines = std::exchange(m_textLines, {});
    const std::string_view words = withoutEnd(text);
    if (words.empty())
        return;
    if (m_part == Part::Text)
        step().text = textOf(words, lines);
    else if (m_part == Part::Question)
        step().question->text = textOf(words, lines);
    else if (m_part == Part::Explanation)
        step().question->explanation = textOf(words, lines);
}

void LessonParser::beginStep(std::string_view title)
{
    endStep();
    if (title.empty())
        complain(m_line, LAYERNORM_SENTENCE("Core", "The step has no title; write it after \"===\""));
    else if (!m_titles.emplace(title).second)
        complain(m_line, LAYERNORM_SENTENCE("Core", "Another step has the title \"%1\"; change one of them"),
                 {std::string(title)});
    m_reading.lesson.steps.emplace_back();
    step().line = m_line;
    step().title = title;
    m_part = Part::Text;
}

void LessonParser::endQuestion()
{
    const LessonQuestion& question = *step().question;
    if (question.choices.empty() && !question.number)
        complain(question.line,
                 LAYERNORM_SENTENCE("Core", "The question has no answer; write two to five \"choice:\" lines "
                                            "or a \"number:\" line after it"));
    constexpr std::size_t mostChoices = 5;
    if (question.choices.size() == 1 || question.choices.size() > mostChoices)
        complain(question.line,
                 LAYERNORM_SENTENCE("Core", "The question has %1 choice(s); give it two to five"),
                 {std::to_string(question.choices.size())});
    if (question.explanation.empty())
        complain(question.line,
                 LAYERNORM_SENTENCE("Core", "The question has no explanation; write it after \"explain:\""));
}

void LessonParser::endStep()
{
    if (m_part == Part::Head)
        return;
    endText();
    if (step().text.empty())
        complain(step().line, LAYERNORM_SENTENCE("Core", "The step \"%1\" has no text; write some below it"),
                 {step().title});
    if (step().question)
        endQuestion();
}

LessonReading LessonParser::finish()
{
    endStep();
    const Lesson& lesson = m_reading.lesson;
    if (lesson.title.empty())
        complain(
            1, LAYERNORM_SENTENCE("Core", "The lesson has no title; write \"title: ...\" before its steps"));
    if (lesson.about.empty())
        complain(1, LAYERNORM_SENTENCE("Core", "The lesson does not say what it is about; write \"about: "
                                               "...\" before its steps"));
    if (lesson.steps.empty())
        complain(1,
                 LAYERNORM_SENTENCE("Core", "The lesson has no step; begin one with a line \"=== Title\""));
    std::ranges::stable_sort(m_reading.problems, {}, &LessonProblem::line);
    return std::move(m_reading);
}

// Keywords of the head

void LessonParser::setOnce(std::string& place, std::string_view value, const char* name)
{
    if (!place.empty())
        complain(m_line, LAYERNORM_SENTENCE("Core", "\"%1:\" is given twice; leave one out"), {name});
    place = value;
}

void LessonParser::takeTitle(std::string_view value)
{
    setOnce(m_reading.lesson.title, value, "title");
}

void LessonParser::takeAbout(std::string_view value)
{
    setOnce(m_reading.lesson.about, value, "about");
}

void LessonParser::takeId(std::string_view value)
{
    m_reading.lesson.id = value;
}

void LessonParser::takeOrder(std::string_view value)
{
    int& order = m_reading.lesson.order;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), order);
    if (error != std::errc() || end != value.data() + value.size())
        complain(m_line,
                 LAYERNORM_SENTENCE("Core", "\"order:\" does not take \"%1\"; give it a whole number"),
                 {std::string(value)});
}

// Keywords of a step

void LessonParser::addCommand(std::vector<LessonCommand>& commands, std::string_view value)
{
    Result<LessonCommand> command = parseLessonCommand(value, m_world);
    if (!command) {
        complain(m_line, command.error());
        return;
    }
    command->line = m_line;
    commands.push_back(std::move(*command));
}

std::vector<std::string> LessonParser::namesOf(std::string_view value, std::span<const char* const> known)
{
    std::vector<std::string> names = wordsOf(value);
    for (const std::string& name : names)
        if (std::ranges::find_if(known, [&](const char* one) { return name == one; }) == known.end())
            complain(m_line, LAYERNORM_SENTENCE("Core", "There is no \"%1\" here; take some of %2"),
                     {name, listed(known)});
    return names;
}

LessonFormula LessonParser::formulaOf(std::string_view text)
{
    LessonFormula formula{std::string(trimmed(text)), m_line};
    if (const auto good = checkFormula(formula.text); !good)
        complain(m_line, good.error());
    return formula;
}

void LessonParser::takeDo(std::string_view value)
{
    addCommand(step().commands, value);
}

void LessonParser::takeMark(std::string_view value)
{
    std::ranges::move(namesOf(value, lessonPlaces()), std::back_inserter(step().marks));
}

void LessonParser::takeShow(std::string_view value)
{
    if (value == "all") {
        step().controls.reset();
        return;
    }
    step().controls.emplace();
    if (value != "none")
        step().controls = namesOf(value, lessonControls());
}

void LessonParser::takeCheck(std::string_view value)
{
    LessonFormula claim = formulaOf(value);
    (step().question ? step().question->claims : step().claims).push_back(std::move(claim));
}

void LessonParser::takeAsk(std::string_view value)
{
    if (step().question) {
        complain(m_line, LAYERNORM_SENTENCE("Core", "A step asks one question; begin another step for the "
                                                    "next"));
        return;
    }
    endText();
    step().question.emplace();
    step().question->line = m_line;
    m_part = Part::Question;
    takeText(value);
}

// Keywords of a question

std::pair<std::string_view, std::string_view> LessonParser::halves(const char* keyword,
                                                                   std::string_view value)
{
    const std::size_t sign = value.rfind("::");
    const std::string_view left = trimmed(value.substr(0, sign));
    const std::string_view right =
        sign == std::string_view::npos ? std::string_view() : trimmed(value.substr(sign + 2));
    if (left.empty() || right.empty())
        complain(m_line,
                 LAYERNORM_SENTENCE("Core", "\"%1:\" has no two parts; write them with \" :: \" in between"),
                 {keyword});
    return {left, right};
}

void LessonParser::takeChoice(std::string_view value)
{
    endText();
    m_part = Part::Answers;
    if (step().question->number)
        complain(m_line, LAYERNORM_SENTENCE("Core", "The question takes a number already; leave its choices "
                                                    "or its number out"));
    const auto [text, formula] = halves("choice", value);
    if (!formula.empty())
        step().question->choices.push_back({textOf(text, {m_line}), formulaOf(formula)});
}

void LessonParser::takeNumber(std::string_view value)
{
    endText();
    m_part = Part::Answers;
    if (step().question->number || !step().question->choices.empty())
        complain(m_line, LAYERNORM_SENTENCE("Core", "The question has answers already; leave its choices or "
                                                    "its number out"));
    const auto [number, tolerance] = halves("number", value);
    if (!tolerance.empty())
        step().question->number = {formulaOf(number), formulaOf(tolerance)};
}

void LessonParser::takeThen(std::string_view value)
{
    endText();
    if (m_part == Part::Question)
        m_part = Part::Answers;
    addCommand(step().question->then, value);
}

void LessonParser::takeExplain(std::string_view value)
{
    if (m_part == Part::Explanation) {
        complain(m_line, LAYERNORM_SENTENCE("Core", "\"%1:\" is given twice; leave one out"), {"explain"});
        return;
    }
    endText();
    m_part = Part::Explanation;
    takeText(value);
}

} // namespace layernorm
