// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/latex_token.h"
#include "core/io/snippet_text.h"

#include <utility>

namespace layernorm::snippet {

namespace {

using latex::added;
using latex::leading;
using latex::Number;
using latex::ShownToken;
using latex::subtracted;

constexpr std::int64_t longestToken = 64;
constexpr std::size_t sourceWidth = 64; // of source; what is printed is shorter

std::string relation(bool exact)
{
    return exact ? "= " : "\\approx ";
}

/// Terms one after the other, in lines that fit a page.
class TermWriter
{
public:
    TermWriter(std::string start, const char* newLine) : m_text(std::move(start)), m_newLine(newLine) {}

    void write(const std::string& term)
    {
        if (m_used > 0 && m_used + term.size() > sourceWidth) {
            m_text += m_newLine;
            m_used = 0;
        }
        m_text += term;
        m_used += term.size();
    }
    [[nodiscard]] std::string endedBy(const char* end) const { return m_text + end; }

private:
    std::string m_text;
    const char* m_newLine;
    std::size_t m_used = 0; ///< of the current line
};

// The empty group makes a sign at the start of the line one between two terms.
constexpr const char* continuedSum = " \\\\\n&\\quad {}";
constexpr const char* continuedList = " \\\\\n&\\quad";

std::string definitions(const ShownToken& token)
{
    return std::string("\\begin{align*}\n"
                       "\\mu &= \\frac{1}{D} \\sum_{i=1}^{D} x_i \\\\\n"
                       "\\sigma^2 &= \\frac{1}{D} \\sum_{i=1}^{D} (x_i - \\mu)^2 \\\\\n"
                       "y_i &= ") +
           (token.gamma.empty() ? "" : "\\gamma_i \\cdot ") +
           "\\frac{x_i - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}}" +
           (token.beta.empty() ? "" : " + \\beta_i") + "\n\\end{align*}\n";
}

/// In braces, a minus is the number's own wherever the line begins.
std::string listed(const Number& number)
{
    return number.negative ? "{" + leading(number) + "}" : leading(number);
}

std::string valueLines(const ShownToken& token)
{
    TermWriter writer("x &" + relation(token.areValuesExact()) + "(", continuedList);
    for (std::size_t i = 0; i < token.x.size(); ++i)
        writer.write((i == 0 ? "" : " ") + listed(token.x[i]) + (i + 1 == token.x.size() ? "" : ",\\;"));
    return writer.endedBy(") \\\\\n");
}

/// "= \frac{1}{4} \sum_{i=1}^{4} x_i" and, on the next line, what comes before its terms.
std::string meanStart(std::size_t count, const char* summand, bool exact)
{
    const std::string number = std::to_string(count);
    return "&= \\frac{1}{" + number + "} \\sum_{i=1}^{" + number + "} " + summand + " \\\\\n&" +
           relation(exact) + "\\frac{1}{" + number + "} \\bigl(";
}

std::string meanEnd(bool exact, const Number& mean)
{
    return "&" + relation(exact) + leading(mean) + " \\\\\n";
}

std::string meanLines(const ShownToken& token)
{
    TermWriter writer("\\mu " + meanStart(token.x.size(), "x_i", token.areValuesExact()), continuedSum);
    for (std::size_t i = 0; i < token.x.size(); ++i)
        writer.write(i == 0 ? leading(token.x[i]) : added(token.x[i]));
    return writer.endedBy("\\bigr) \\\\\n") + meanEnd(token.isMeanOfValues(), token.mean);
}

std::string varianceLines(const ShownToken& token)
{
    TermWriter writer("\\sigma^2 " + meanStart(token.x.size(), "(x_i - \\mu)^2", token.isMeanExact()),
                      continuedSum);
    for (std::size_t i = 0; i < token.x.size(); ++i)
        writer.write((i == 0 ? "(" : " + (") + leading(token.x[i]) + subtracted(token.mean) + ")^2");
    return writer.endedBy("\\bigr) \\\\\n") + meanEnd(token.isMeanOfSquares(), token.variance);
}

std::string outputLine(const ShownToken& token, std::size_t i, bool exact)
{
    return "y_{" + std::to_string(i + 1) + "} &" + relation(exact && token.isAffineExact(i)) +
           (token.gamma.empty() ? "" : leading(token.gamma[i]) + " \\cdot ") + "\\frac{" +
           leading(token.x[i]) + subtracted(token.mean) + "}{\\sqrt{" + leading(token.variance) +
           added(token.eps) + "}}" + (token.beta.empty() ? "" : added(token.beta[i])) + " " +
           relation(token.isOutput(i)) + leading(token.y[i]);
}

std::string outputLines(const ShownToken& token)
{
    const bool exact = token.isVarianceExact();
    std::string text;
    for (std::size_t i = 0; i < token.y.size(); ++i)
        text += (i == 0 ? "" : " \\\\\n") + outputLine(token, i, exact);
    return text + "\n";
}

/// "2 \times 3 \times 4"
std::string shapeText(const Shape& shape)
{
    std::string text;
    for (const std::int64_t extent : shape.extents())
        text += (text.empty() ? "" : " \\times ") + std::to_string(extent);
    return text;
}

std::string document(const SnippetRequest& request, const ShownToken& token)
{
    return "\\documentclass{article}\n"
           "\\usepackage{amsmath}\n"
           "\\allowdisplaybreaks\n"
           "\\begin{document}\n"
           "% The body can go into any document that uses amsmath.\n"
           "\\noindent LayerNorm with $D = " +
           std::to_string(token.x.size()) + "$ and $\\varepsilon = " + leading(token.eps) + "$:\n" +
           definitions(token) + "Token " + std::to_string(request.token) +
           " (counted from 0) of a tensor of shape $" + shapeText(request.input.shape()) + "$:\n" +
           "\\begin{align*}\n" + valueLines(token) + meanLines(token) + varianceLines(token) +
           outputLines(token) + "\\end{align*}\n\\end{document}\n";
}

} // namespace

Result<std::string> writeLatex(const SnippetRequest& request)
{
    const std::int64_t count = request.input.shape().trailingElements(request.parameters.normalizedDims);
    if (count > longestToken)
        return failure(LAYERNORM_SENTENCE("Core", "The token's %1 values are too many for a formula with "
                                                  "numbers, where at most %2 go; normalise over fewer "
                                                  "dimensions or make the last dimension shorter"),
                       {std::to_string(count), std::to_string(longestToken)});
    const Result<ShownToken> token = latex::shownToken(request);
    if (!token)
        return tl::unexpected(token.error());
    return document(request, *token);
}

} // namespace layernorm::snippet
