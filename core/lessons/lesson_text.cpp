// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_text.h"

#include "core/io/utf8.h"
#include "core/lessons/lesson_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace layernorm {

namespace {

constexpr int usualDigits = 4;
constexpr int mostDigits = 17;

/// What follows the last bar, when it is a form of numbers and the bar is no half of "||".
Result<LessonNumber> parseNumberPiece(std::string_view inside, int line)
{
    LessonNumber number;
    number.formula = {std::string(trimmed(inside)), line};
    const std::size_t bar = inside.rfind('|');
    if (bar == std::string_view::npos || (bar > 0 && inside[bar - 1] == '|'))
        return number;
    std::string_view form = trimmed(inside.substr(bar + 1));
    const std::string_view whole = form;
    number.formula.text = std::string(trimmed(inside.substr(0, bar)));
    number.scientific = form.starts_with('e');
    form.remove_prefix(number.scientific ? 1 : 0);
    const bool digits = !form.empty() && form.size() <= 2 &&
                        std::ranges::all_of(form, [](char c) { return c >= '0' && c <= '9'; });
    if (digits)
        number.digits = std::stoi(std::string(form));
    if (!digits || *number.digits > mostDigits)
        return failure(LAYERNORM_SENTENCE("Core", "After the bar in {%1} stands \"%2\"; write digits after "
                                                  "the point, 0 to %3, or e and digits"),
                       {std::string(inside), std::string(whole), std::to_string(mostDigits)});
    return number;
}

void addWords(LessonText& text, std::string_view words)
{
    if (words.empty())
        return;
    if (text.empty() || text.back().number)
        text.emplace_back();
    text.back().words += words;
}

std::string superscript(int exponent)
{
    constexpr std::array digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string raised = exponent < 0 ? "⁻" : "";
    for (const char digit : std::to_string(std::abs(exponent)))
        raised += digits[static_cast<std::size_t>(digit - '0')];
    return raised;
}

std::string printed(const char* form, int digits, double value)
{
    std::array<char, 400> text{};
    std::snprintf(text.data(), text.size(), form, digits, value);
    return text.data();
}

/// A true minus sign, which Markdown does not take for a list either.
std::string withMinus(std::string text)
{
    if (text.starts_with('-'))
        text.replace(0, 1, "−");
    return text;
}

std::string scientificText(double value, int digits)
{
    const std::string text = printed("%.*e", digits, value);
    const std::size_t e = text.find('e');
    return withMinus(text.substr(0, e)) + " × 10" + superscript(std::stoi(text.substr(e + 1)));
}

bool isZeroText(const std::string& text)
{
    return text.find_first_of("123456789") == std::string::npos;
}

} // namespace

Result<LessonText> parseLessonText(std::string_view text, int& line)
{
    LessonText pieces;
    while (!text.empty()) {
        const std::size_t brace = text.find('{');
        const std::string_view words = text.substr(0, brace);
        line += static_cast<int>(std::ranges::count(words, '\n'));
        if (brace == std::string_view::npos) {
            addWords(pieces, words);
            break;
        }
        if (words.ends_with('\\')) {
            addWords(pieces, words.substr(0, words.size() - 1));
            addWords(pieces, "{");
            text.remove_prefix(brace + 1);
            continue;
        }
        addWords(pieces, words);
        const std::size_t end = text.find_first_of("}\n", brace);
        if (end == std::string_view::npos || text[end] == '\n')
            return failure(LAYERNORM_SENTENCE("Core", "The brace before \"%1\" is not closed on its line; "
                                                      "close it, or write \\{ for a brace itself"),
                           {excerpt(text.substr(brace + 1))});
        const Result<LessonNumber> number = parseNumberPiece(text.substr(brace + 1, end - brace - 1), line);
        if (!number)
            return tl::unexpected(number.error());
        if (const auto good = checkFormula(number->formula.text); !good)
            return tl::unexpected(good.error());
        pieces.push_back({"", *number});
        text.remove_prefix(end + 1);
    }
    return pieces;
}

std::string shownNumber(double value, const LessonNumber& number)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value < 0 ? "−∞" : "∞";
    if (value == 0)
        return printed("%.*f", number.scientific ? 0 : number.digits.value_or(0), 0.0);
    if (number.scientific)
        return scientificText(value, *number.digits);
    constexpr double longest = 1e9;
    const bool whole = value == std::floor(value);
    const int digits = number.digits.value_or(whole ? 0 : usualDigits);
    const std::string text = printed("%.*f", digits, value);
    // Rather in another form than as if it were nothing.
    if (std::abs(value) >= longest || (isZeroText(text) && digits > 0))
        return scientificText(value, 2);
    return isZeroText(text) ? "0" : withMinus(text);
}

std::string shownText(const LessonText& text, const LessonMoment& moment, std::vector<Error>* errors)
{
    std::string shown;
    for (const LessonPiece& piece : text) {
        shown += piece.words;
        if (!piece.number)
            continue;
        const Result<double> value = evaluated(piece.number->formula.text, moment);
        shown += value ? shownNumber(*value, *piece.number) : "?";
        if (!value && errors)
            errors->push_back(value.error());
    }
    return shown;
}

} // namespace layernorm
