// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/code_snippets.h"

#include "core/io/latex_number.h"
#include "core/reference/comparison.h"
#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"
#include "tests/support/spawned_process.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace layernorm {
namespace {

using layernorm::testing::infinity;
using layernorm::testing::nan;
using layernorm::testing::Question;
using layernorm::testing::Random;
using layernorm::testing::SpawnedProcess;

const char* const python = "/usr/bin/python3";

Result<std::string> snippet(const std::string& id, const Question& question, std::int64_t token = 0)
{
    for (const CodeLanguage& language : codeLanguages())
        if (language.id == id)
            return language.write({question.input, question.parameters, token});
    ADD_FAILURE() << "no language " << id;
    return "";
}

std::string code(const std::string& id, const Question& question, std::int64_t token = 0)
{
    const Result<std::string> text = snippet(id, question, token);
    EXPECT_TRUE(text) << id;
    return text.value_or("");
}

std::string refusal(const std::string& id, const Question& question)
{
    const Result<std::string> text = snippet(id, question);
    EXPECT_FALSE(text) << id;
    return text ? "" : text.error().text();
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

#define EXPECT_CONTAINS(text, part) EXPECT_PRED2(contains, text, part)

Tensor floats(const Shape& shape, std::vector<float> values)
{
    return {shape, std::move(values)};
}

Tensor doubles(const Shape& shape, std::vector<double> values)
{
    return {shape, std::move(values)};
}

Question over(int normalizedDims, Tensor input, double eps = 1e-5)
{
    Question question{std::move(input), {}};
    question.parameters.normalizedDims = normalizedDims;
    question.parameters.eps = eps;
    return question;
}

/// Two tokens of two values, with gamma and beta.
Question smallQuestion()
{
    Question question = over(1, floats(Shape::of({2, 1, 2}), {1, -0.5F, 0.1F, -0.0F}));
    question.parameters.gamma = floats(Shape::of({2}), {2, -1});
    question.parameters.beta = floats(Shape::of({2}), {0, 0.25F});
    return question;
}

// ------------------------------------------------------------------------------------------------- the text

TEST(CodeSnippets, LanguagesHaveNamesOfTheirOwn)
{
    std::set<std::string> ids;
    for (const CodeLanguage& language : codeLanguages()) {
        ids.insert(language.id);
        EXPECT_FALSE(std::string(language.title).empty());
    }
    EXPECT_EQ(ids, (std::set<std::string>{"pytorch", "numpy", "libtorch", "latex"}));
    EXPECT_EQ(codeLanguages().size(), ids.size());
}

TEST(CodeSnippets, PyTorch)
{
    EXPECT_EQ(code("pytorch", smallQuestion()), R"(import torch

x = torch.tensor([[[1.0, -0.5]],
                  [[0.1, -0.0]]], dtype=torch.float32)
gamma = torch.tensor([2.0, -1.0], dtype=torch.float32)
beta = torch.tensor([0.0, 0.25], dtype=torch.float32)
eps = 1e-05

y = torch.nn.functional.layer_norm(x, (2,), weight=gamma, bias=beta, eps=eps)

# The same by hand. The variance is biased: divided by D, not D - 1.
mean = x.mean(dim=-1, keepdim=True)
variance = x.var(dim=-1, unbiased=False, keepdim=True)
by_hand = (x - mean) / torch.sqrt(variance + eps) * gamma + beta

torch.set_printoptions(precision=9, threshold=x.numel(), linewidth=120)
print("layer_norm:", y, sep="\n")
print("by hand:", by_hand, sep="\n")
)");
}

TEST(CodeSnippets, NumPyOverTwoDimensions)
{
    const Question question = over(2, doubles(Shape::of({2, 2}), {1, nan, -infinity, 1e30}), 0);
    EXPECT_EQ(code("numpy", question), R"(import numpy as np

x = np.array([[1.0, np.nan],
              [-np.inf, 1e+30]], dtype=np.float64)
eps = np.float64(0.0)

mean = x.mean(axis=(-2, -1), keepdims=True)
# Biased: divided by D, not D - 1.
variance = ((x - mean) ** 2).mean(axis=(-2, -1), keepdims=True)
y = (x - mean) / np.sqrt(variance + eps)

np.set_printoptions(floatmode="unique", threshold=x.size, linewidth=120)
print(y)
)");
}

TEST(CodeSnippets, LibTorch)
{
    EXPECT_EQ(code("libtorch", smallQuestion()), R"(// On Debian, with libtorch-dev:
// g++ -std=c++17 layer_norm.cpp -o layer_norm -I/usr/include/torch/csrc/api/include -ltorch -ltorch_cpu -lc10
#include <torch/torch.h>

#include <cstdint>
#include <iomanip>
#include <iostream>
#include <limits>
#include <vector>

int main()
{
    std::vector<float> xValues{
        1.0f, -0.5f,
        0.1f, -0.0f,
    };
    const torch::Tensor x = torch::from_blob(xValues.data(), {2, 1, 2}, torch::kFloat32);
    std::vector<float> gammaValues{
        2.0f, -1.0f,
    };
    const torch::Tensor gamma = torch::from_blob(gammaValues.data(), {2}, torch::kFloat32);
    std::vector<float> betaValues{
        0.0f, 0.25f,
    };
    const torch::Tensor beta = torch::from_blob(betaValues.data(), {2}, torch::kFloat32);
    const double eps = 1e-05;

    const torch::Tensor y = torch::layer_norm(x, {2}, gamma, beta, eps);

    const float* output = y.data_ptr<float>();
    std::cout << std::setprecision(std::numeric_limits<float>::max_digits10);
    for (std::int64_t i = 0; i < y.numel(); ++i)
        std::cout << output[i] << ((i + 1) % 2 == 0 ? '\n' : ' ');
}
)");
}

TEST(CodeSnippets, LibTorchOfFloat64WithoutGammaAndBeta)
{
    const std::string text =
        code("libtorch", over(2, doubles(Shape::of({1, 2, 2}), {0.1, nan, -infinity, 2})));
    EXPECT_CONTAINS(text,
                    "std::vector<double> xValues{\n        0.1, std::numeric_limits<double>::quiet_NaN(),\n"
                    "        -std::numeric_limits<double>::infinity(), 2.0,\n    };");
    EXPECT_CONTAINS(text, "{1, 2, 2}, torch::kFloat64);");
    EXPECT_CONTAINS(text, "torch::layer_norm(x, {2, 2}, /*weight*/ {}, /*bias*/ {}, eps);");
    EXPECT_CONTAINS(text, "const double* output = y.data_ptr<double>();");
}

/// Its shortest text is the double in the middle between two float32.
TEST(CodeSnippets, AFloat32SurvivesBeingReadAsADouble)
{
    const Question question = over(1, floats(Shape::of({1}), {7.038531e-26F}));
    EXPECT_CONTAINS(code("numpy", question), "[7.038530691851209e-26]");
    EXPECT_CONTAINS(code("libtorch", question), " 7.038531e-26f,"); // read as a float32 at once
}

TEST(CodeSnippets, EpsIsWrittenAsItWasGiven)
{
    const Question question = over(1, floats(Shape::of({2}), {1, 2}), 1e300);
    EXPECT_CONTAINS(code("pytorch", question), "eps = 1e+300\n");
    EXPECT_CONTAINS(code("numpy", question), "eps = np.float32(1e+300)\n");
    EXPECT_CONTAINS(code("libtorch", question), "eps = 1e+300;");
    EXPECT_CONTAINS(code("latex", question), "\\varepsilon = 10^{300}$");
}

TEST(CodeSnippets, LongRowsAreBroken)
{
    Random random(4);
    const Question question =
        over(1, layernorm::testing::anyNumbers(Shape::of({3, 200}), DType::Float64, random));
    for (const char* id : {"pytorch", "numpy", "libtorch"}) {
        const std::string text = code(id, question);
        for (std::size_t start = text.find("Values{") == std::string::npos ? 0 : text.find("Values{");
             start < text.size();) {
            const std::size_t end = std::min(text.find('\n', start), text.size());
            EXPECT_LE(end - start, 120U) << text.substr(start, end - start);
            EXPECT_NE(text[end - 1], ' ') << text.substr(start, end - start);
            start = end + 1;
        }
    }
}

TEST(CodeSnippets, RefusesWhatIsTooLargeForCode)
{
    const Question largest = over(1, Tensor(Shape::of({200, 50}), DType::Float32));
    const Question tooLarge = over(1, Tensor(Shape::of({73, 137}), DType::Float32));
    for (const char* id : {"pytorch", "numpy", "libtorch"}) {
        EXPECT_TRUE(snippet(id, largest)) << id;
        EXPECT_EQ(refusal(id, tooLarge),
                  "The tensor's 10001 values are too many to write down as code, where at most 10000 go; "
                  "save it as a file and load that");
    }
}

TEST(CodeSnippets, RefusesTokensTooLongForAFormula)
{
    EXPECT_TRUE(snippet("latex", over(1, Tensor(Shape::of({1000, 64}), DType::Float64))));
    EXPECT_TRUE(snippet("latex", over(2, Tensor(Shape::of({1000, 8, 8}), DType::Float64))));
    EXPECT_EQ(refusal("latex", over(2, Tensor(Shape::of({5, 13}), DType::Float64))),
              "The token's 65 values are too many for a formula with numbers, where at most 64 go; normalise "
              "over fewer dimensions or make the last dimension shorter");
}

// --------------------------------------------------------------------------------------- Python runs the
// code

std::string bytesOf(const std::string& hexadecimal)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hexadecimal.substr(i, 2), nullptr, 16));
    return bytes;
}

/// Zeros where there are fewer or more bytes than the tensor has.
Tensor tensorOf(const std::string& hexadecimal, const Shape& shape, DType dtype)
{
    Tensor tensor(shape, dtype);
    const std::string bytes = bytesOf(hexadecimal);
    EXPECT_EQ(bytes.size(), tensor.bytes().size());
    if (bytes.size() == tensor.bytes().size())
        std::memcpy(tensor.bytes().data(), bytes.data(), bytes.size());
    return tensor;
}

std::vector<double> numbersOf(const std::string& hexadecimal)
{
    const std::string bytes = bytesOf(hexadecimal);
    std::vector<double> numbers(bytes.size() / sizeof(double));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(double));
    return numbers;
}

/// What a snippet made in Python.
struct Outcome {
    std::string x;
    std::string y;
    std::string byHand;
    std::string printed;
    std::string error;
};

/// One Python for all the snippets of a test, because torch takes long to load.
class SnippetRun : public ::testing::Test
{
protected:
    void SetUp() override
    {
        const std::string greeting = m_process.readLine().value_or("no Python");
        if (greeting != "ready")
            GTEST_SKIP() << "numpy and torch are needed in " << python << ": " << greeting;
    }

    Outcome run(const std::string& source)
    {
        EXPECT_TRUE(m_process.write(std::to_string(source.size()) + "\n" + source));
        Outcome outcome;
        for (std::string* line : {&outcome.x, &outcome.y, &outcome.byHand, &outcome.printed, &outcome.error})
            *line = m_process.readLine().value_or("");
        EXPECT_EQ(outcome.error, "") << source << m_process.errorText();
        return outcome;
    }

    void expectInput(const char* id, const Question& question)
    {
        const Outcome outcome = run(code(id, question));
        const Tensor x = tensorOf(outcome.x, question.input.shape(), question.input.dtype());
        EXPECT_TRUE(sameBits(x, question.input)) << code(id, question);
    }

    void expectOurNumbers(const char* id, const Question& question);

private:
    SpawnedProcess m_process{{python, LAYERNORM_SUPPORT_DIR "/run_snippets.py"}};
};

void expectClose(const std::vector<double>& theirs, const Tensor& ours, Tolerance tolerance)
{
    for (std::int64_t i = 0; i < ours.elements(); ++i)
        EXPECT_TRUE(isClose(ours.at(i), theirs[static_cast<std::size_t>(i)], tolerance))
            << "value " << i << ": ours " << ours.at(i) << ", theirs " << theirs[static_cast<std::size_t>(i)];
}

/// The numbers from `first` on, as many as `ours` has, in its type.
std::vector<double> rounded(const std::vector<double>& numbers, std::size_t first, const Tensor& ours)
{
    std::vector<double> values;
    for (std::size_t i = first; values.size() < static_cast<std::size_t>(ours.elements()); ++i)
        values.push_back(ours.dtype() == DType::Float32 ? static_cast<double>(static_cast<float>(numbers[i]))
                                                        : numbers[i]);
    return values;
}

/// A step of the type, or the digits after the point that the snippet asks for: torch counts none else.
Tolerance printedBy(DType dtype)
{
    return dtype == DType::Float32 ? Tolerance{0x1p-23, 1e-9} : Tolerance{0x1p-52, 1e-17};
}

/// PyTorch subtracts mean * rstd from x * rstd. For a token of one value these are equal but for their
/// rounding, and rstd is 316 with the usual eps.
Tolerance toleranceOf(const Question& question)
{
    Tolerance tolerance = toleranceFor(question.input.dtype());
    if (question.dimension() == 1)
        tolerance.atol = 2000 * layernorm::testing::roundoffOf(question.input.dtype());
    return tolerance;
}

std::vector<double> widened(const Tensor& tensor)
{
    std::vector<double> values;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        values.push_back(tensor.at(i));
    return values;
}

void SnippetRun::expectOurNumbers(const char* id, const Question& question)
{
    const std::string source = code(id, question);
    SCOPED_TRACE(source.substr(0, 3000));
    const Outcome outcome = run(source);
    const Tensor ours = question.result().output;
    const auto theirs = [&](const std::string& text) { return tensorOf(text, ours.shape(), ours.dtype()); };
    EXPECT_TRUE(sameBits(theirs(outcome.x), question.input));
    const Tolerance tolerance = toleranceOf(question);
    expectClose(widened(theirs(outcome.y)), ours, tolerance);
    expectClose(widened(theirs(outcome.byHand)), ours, tolerance);

    // Everything is printed, PyTorch's own output and that by hand.
    const bool isPyTorch = std::string(id) == "pytorch";
    const std::vector<double> printed = numbersOf(outcome.printed);
    const auto count = static_cast<std::size_t>(ours.elements());
    ASSERT_EQ(printed.size(), isPyTorch ? 2 * count : count);
    const Tolerance digits = isPyTorch ? printedBy(ours.dtype()) : Tolerance{0, 0};
    expectClose(rounded(printed, 0, ours), theirs(outcome.y), digits);
    expectClose(rounded(printed, printed.size() - count, ours), theirs(outcome.byHand), digits);
    expectClose(rounded(printed, 0, ours), ours, tolerance);
}

constexpr std::array pythonLibraries{"pytorch", "numpy"};

/// Gamma where `variant` has the first bit, beta where it has the second.
void addAffine(Question& question, unsigned variant, Random& random)
{
    const Shape shape = question.input.shape().trailing(question.parameters.normalizedDims);
    const DType dtype = question.input.dtype();
    if ((variant & 1U) != 0)
        question.parameters.gamma = layernorm::testing::anyNumbers(shape, dtype, random);
    if ((variant & 2U) != 0)
        question.parameters.beta = layernorm::testing::anyNumbers(shape, dtype, random);
}

TEST_F(SnippetRun, GivesOurNumbersForEveryShapeTypeAndParameter)
{
    Random random(5);
    unsigned variant = 0;
    const auto compareAll = [&](const Shape& shape, int normalizedDims, DType dtype, double eps) {
        Question question = over(normalizedDims, layernorm::testing::anyNumbers(shape, dtype, random), eps);
        // A counter of an odd period, so that every combination meets every type and eps.
        addAffine(question, variant++ % 5, random);
        for (const char* library : pythonLibraries)
            expectOurNumbers(library, question);
    };
    for (const Shape& shape :
         {Shape::of({1}), Shape::of({7}), Shape::of({2, 5}), Shape::of({2, 3, 4}), Shape::of({2, 1, 3, 4}),
          Shape::of({3, 100}), Shape::of({1, 2, 1, 2, 1, 2, 1, 3})})
        for (int normalizedDims = 1; normalizedDims <= std::min(shape.rank(), 2); ++normalizedDims)
            for (const DType dtype : {DType::Float32, DType::Float64})
                for (const double eps : {0.0, 1e-5})
                    compareAll(shape, normalizedDims, dtype, eps);
    compareAll(Shape::of({10, 1000}), 1, DType::Float32, 1e-5); // the largest, printed in full
    compareAll(Shape::of({2, 3}), 1, DType::Float32, 1e300);    // more than a float32 can be
}

/// NaN and infinities, -0, subnormal numbers, constant tokens (NaN for eps 0).
TEST_F(SnippetRun, GivesOurNumbersForSpecialValues)
{
    const std::vector<double> values{1, nan,  -2,    3,   1, infinity, -2, 3, -infinity, 1, -0.0, 3,
                                     1, -0.0, 1e-42, 0.5, 2, 2,        2,  2, -0.0,      0, 0,    -0.0};
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const double eps : {0.0, 1e-5}) {
            Question question = over(1, doubles(Shape::of({6, 4}), values).converted(dtype), eps);
            question.parameters.beta = doubles(Shape::of({4}), {-0.0, 1e30, -1e-30, 0.5}).converted(dtype);
            for (const char* library : pythonLibraries)
                expectOurNumbers(library, question);
        }
    const Question huge = over(1, doubles(Shape::of({1, 3}), {1e30, -1e30, 5e-324}));
    for (const char* library : pythonLibraries)
        expectOurNumbers(library, huge);
}

/// Any bits but those of NaN, of which Python writes one only.
template <typename T, typename Bits>
Tensor anyBits(Random& random)
{
    std::vector<T> values(1000);
    for (T& value : values) {
        const auto bits = static_cast<Bits>(random());
        std::memcpy(&value, &bits, sizeof value);
        if (std::isnan(value))
            value = std::numeric_limits<T>::denorm_min();
    }
    return {Shape::of({40, 25}), std::move(values)};
}

/// The input only: the square of 1e30 is beyond float32, in theirs but not in ours.
TEST_F(SnippetRun, EveryValueArrivesToTheLastBit)
{
    Random random(7);
    const Tensor special = floats(Shape::of({2, 4}), {1e30F, -0.0F, 1e-45F, 7.038531e-26F, 3.4028235e38F,
                                                      16777216, 1.17549435e-38F, static_cast<float>(nan)});
    for (const Tensor& tensor :
         {special, anyBits<float, std::uint32_t>(random), anyBits<double, std::uint64_t>(random)})
        for (const char* library : pythonLibraries)
            expectInput(library, over(1, tensor));
}

// ---------------------------------------------------------------------------------------------------- LaTeX

std::string latexText(double value, int digits)
{
    return latex::leading(latex::rounded(value, digits));
}

TEST(LatexNumber, RoundsToSignificantDigits)
{
    EXPECT_EQ(latexText(1, 5), "1");
    EXPECT_EQ(latexText(-0.0, 5), "0");
    EXPECT_EQ(latexText(-0.5, 5), "-0.5");
    EXPECT_EQ(latexText(1.23456789, 5), "1.2346");
    EXPECT_EQ(latexText(9.99996, 5), "10");
    EXPECT_EQ(latexText(0.0999996, 5), "0.1");
    EXPECT_EQ(latexText(2.5, 1), "3");
    EXPECT_EQ(latexText(123456.7, 5), "123460");
    EXPECT_EQ(latexText(1000000.25, 9), "1000000.25");
    EXPECT_EQ(latexText(1234567, 5), "1.2346 \\cdot 10^{6}");
    EXPECT_EQ(latexText(-1e30, 5), "-10^{30}");
    EXPECT_EQ(latexText(0.00012345, 3), "0.000123");
    EXPECT_EQ(latexText(0.000012345, 3), "1.23 \\cdot 10^{-5}");
    EXPECT_EQ(latexText(5e-324, 5), "4.9407 \\cdot 10^{-324}");
    EXPECT_EQ(latexText(1.7976931348623157e308, 5), "1.7977 \\cdot 10^{308}");
    EXPECT_EQ(latexText(nan, 5), "\\mathrm{NaN}");
    EXPECT_EQ(latexText(-nan, 5), "\\mathrm{NaN}");
    EXPECT_EQ(latexText(-infinity, 5), "-\\infty");
}

TEST(LatexNumber, KnowsWhatItSays)
{
    EXPECT_EQ(*latex::rounded(-0.1, 5).shown, latex::Exact(-1, 10));
    EXPECT_EQ(*latex::rounded(0.375, 5).shown, latex::Exact(3, 8));
    EXPECT_FALSE(latex::rounded(nan, 5).isFinite());
}

TEST(LatexNumber, IsAddedAndSubtractedWithOneSign)
{
    const latex::Number negative = latex::rounded(-0.5, 5);
    EXPECT_EQ(latex::added(negative), " - 0.5");
    EXPECT_EQ(latex::subtracted(negative), " + 0.5");
    EXPECT_EQ(latex::added(latex::rounded(2.0, 5)), " + 2");
    EXPECT_EQ(latex::subtracted(latex::rounded(-infinity, 5)), " + \\infty");
}

TEST(LatexNumber, ShortestHasAllDigits)
{
    for (const auto& [value, text] : std::vector<std::pair<double, const char*>>{
             {0, "0"},
             {1e-5, "10^{-5}"},
             {0.1, "0.1"},
             {120, "120"},
             {1.5e-12, "1.5 \\cdot 10^{-12}"},
             {9.999999747378752e-06, "9.999999747378752 \\cdot 10^{-6}"},
             {5e-324, "5 \\cdot 10^{-324}"}})
        EXPECT_EQ(latex::leading(latex::shortest(value)), text);
}

TEST(LatexSnippet, SaysEqualWhereItIs)
{
    Question question = over(1, floats(Shape::of({2, 4}), {0, 0, 0, 0, -1, 1, -1, 1}), 0);
    question.parameters.gamma = floats(Shape::of({4}), {-2, 1, 1, 0.1F});
    question.parameters.beta = floats(Shape::of({4}), {-0.5F, 0, 1, 0});
    EXPECT_EQ(code("latex", question, 1), R"(\documentclass{article}
\usepackage{amsmath}
\allowdisplaybreaks
\begin{document}
% The body can go into any document that uses amsmath.
\noindent LayerNorm with $D = 4$ and $\varepsilon = 0$:
\begin{align*}
\mu &= \frac{1}{D} \sum_{i=1}^{D} x_i \\
\sigma^2 &= \frac{1}{D} \sum_{i=1}^{D} (x_i - \mu)^2 \\
y_i &= \gamma_i \cdot \frac{x_i - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta_i
\end{align*}
Token 1 (counted from 0) of a tensor of shape $2 \times 4$:
\begin{align*}
x &= ({-1},\; 1,\; {-1},\; 1) \\
\mu &= \frac{1}{4} \sum_{i=1}^{4} x_i \\
&= \frac{1}{4} \bigl(-1 + 1 - 1 + 1\bigr) \\
&= 0 \\
\sigma^2 &= \frac{1}{4} \sum_{i=1}^{4} (x_i - \mu)^2 \\
&= \frac{1}{4} \bigl((-1 - 0)^2 + (1 - 0)^2 + (-1 - 0)^2 + (1 - 0)^2\bigr) \\
&= 1 \\
y_{1} &= -2 \cdot \frac{-1 - 0}{\sqrt{1 + 0}} - 0.5 = 1.5 \\
y_{2} &= 1 \cdot \frac{1 - 0}{\sqrt{1 + 0}} + 0 = 1 \\
y_{3} &= 1 \cdot \frac{-1 - 0}{\sqrt{1 + 0}} + 1 = 0 \\
y_{4} &\approx 0.1 \cdot \frac{1 - 0}{\sqrt{1 + 0}} + 0 = 0.1
\end{align*}
\end{document}
)");
}

TEST(LatexSnippet, SaysNearlyWhereItIsRounded)
{
    const std::string text = code("latex", over(1, floats(Shape::of({2}), {0.1F, -1.0F / 3})));
    EXPECT_CONTAINS(text, "x &\\approx (0.1,\\; {-0.333333}) \\\\\n");
    EXPECT_CONTAINS(text,
                    "&\\approx \\frac{1}{2} \\bigl(0.1 - 0.333333\\bigr) \\\\\n&\\approx -0.116667 \\\\\n");
    EXPECT_CONTAINS(
        text, "y_{2} &\\approx \\frac{-0.333333 + 0.116667}{\\sqrt{0.046944 + 10^{-5}}} \\approx -0.99989");
}

/// Five digits would make every value, and the mean, the same.
TEST(LatexSnippet, ShowsTheDigitsInWhichValuesDiffer)
{
    const std::string text = code("latex", over(1, floats(Shape::of({2}), {1000000.25F, 1000001.25F})));
    EXPECT_CONTAINS(text, "\\frac{1000000.25 - 1000000.75}{\\sqrt{0.25 + 10^{-5}}} \\approx -0.99998");
}

TEST(LatexSnippet, ShowsWhatIsNotFinite)
{
    const std::string text = code("latex", over(1, floats(Shape::of({3}), {1, 2, -INFINITY})));
    EXPECT_CONTAINS(text, "\\bigl(1 + 2 - \\infty\\bigr) \\\\\n&= -\\infty \\\\\n");
    EXPECT_CONTAINS(text, "y_{1} &= \\frac{1 + \\infty}{\\sqrt{\\mathrm{NaN} + 10^{-5}}} = \\mathrm{NaN}");
    EXPECT_CONTAINS(code("latex", over(1, floats(Shape::of({2}), {2, 2}), 0)),
                    "\\frac{2 - 2}{\\sqrt{0 + 0}} = \\mathrm{NaN}");
}

/// Reads the snippet as LaTeX does, and works out what it says.
class LatexCheck
{
public:
    void expectRight(const Question& question, std::int64_t token = 0) const
    {
        const std::string text = code("latex", question, token);
        SpawnedProcess process({python, LAYERNORM_SUPPORT_DIR "/check_latex.py"});
        EXPECT_TRUE(process.write(text));
        process.closeInput();
        const std::string found = process.readRest();
        EXPECT_EQ(found, std::to_string(relations(question, token)) + "\n") << text << process.errorText();
    }

private:
    /// Between two numbers: of the mean, the variance and each value; none in a token that is not finite.
    static std::int64_t relations(const Question& question, std::int64_t token)
    {
        const std::int64_t count = question.dimension();
        for (std::int64_t i = 0; i < count; ++i)
            if (!std::isfinite(question.input.at(token * count + i)))
                return 0;
        return count + 2;
    }
};

TEST(LatexSnippet, IsWellFormedAndStatesWhatIsTrue)
{
    Random random(9);
    const LatexCheck check;
    for (int variant = 0; variant < 24; ++variant) {
        const double mean = std::array{0.0, -3.0, 1e3, 1e6}[static_cast<std::size_t>(variant) % 4];
        const DType dtype = variant % 3 == 0 ? DType::Float64 : DType::Float32;
        const Shape shape = *Shape::make({2, 1 + variant % 3, 1 + variant % 7});
        Question question = over(1 + variant % 2, layernorm::testing::anyNumbers(shape, dtype, random, mean),
                                 variant % 5 == 0 ? 0.001 : 1e-5);
        addAffine(question, static_cast<unsigned>(variant / 6), random);
        check.expectRight(question, 1);
    }
}

TEST(LatexSnippet, StatesWhatIsTrueOfSpecialTokens)
{
    const LatexCheck check;
    Random random(10);
    const double step = std::numeric_limits<double>::epsilon();
    check.expectRight(over(1, layernorm::testing::anyNumbers(Shape::of({64}), DType::Float32, random)));
    check.expectRight(
        over(2, layernorm::testing::anyNumbers(Shape::of({8, 8}), DType::Float64, random, -500)));
    check.expectRight(over(1, doubles(Shape::of({4}), {1, 2, 3, 4})));
    check.expectRight(over(1, doubles(Shape::of({3}), {1, 1, 1 + step}), 0));
    check.expectRight(over(1, floats(Shape::of({3}), {0.1F, 0.1F, 0.1F})));
    check.expectRight(over(1, floats(Shape::of({4}), {1e30F, -0.0F, 1e-45F, -7.038531e-26F})));
    check.expectRight(over(1, doubles(Shape::of({3}), {1e30, -5e-324, 1e-30})));
    check.expectRight(over(1, doubles(Shape::of({3}), {1e150, -1e150, 0})));
    check.expectRight(over(1, floats(Shape::of({3}), {1, static_cast<float>(nan), -INFINITY})));
}

} // namespace
} // namespace layernorm
