// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mismatch_diagnosis.h"

#include "core/explore/mismatch_hypotheses.h"
#include "core/explore/mistake_text.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <sstream>
#include <stop_token>
#include <string>
#include <unistd.h>
#include <vector>

namespace layernorm {
namespace {

// --------------------------------------------------------------------------------------------------------------
// Mistakes made on purpose, in loops of their own

/// A number rounded to so many significant bits, by the definition; for numbers that are normal in the
/// format.
double toBits(double value, int bits)
{
    if (value == 0 || !std::isfinite(value))
        return value;
    int exponent = 0;
    const double fraction = std::frexp(value, &exponent);
    return std::ldexp(std::nearbyint(std::ldexp(fraction, bits)), exponent - bits);
}

/// One way to get it wrong. What is not set is right.
struct Recipe {
    std::vector<std::string> names;
    std::vector<int> axes{2}; ///< of batch 0, sequence 1, dimension 2
    bool bessel = false;
    bool rms = false;
    bool keepMean = false;
    int form = 0; ///< 0 sqrt(v + eps), 1 sqrt(v) + eps, 2 sqrt(v^2 + eps), 3 v + eps
    double eps = 1e-5;
    int gammas = 1;
    int betas = 1;
    int bits = 0; ///< of the 16-bit format
    bool shuffled = false;
    bool transposed = false;
    bool transposedMemory = false;
    bool transposedInput = false; ///< and normalised over what is last then; without gamma and beta
};

/// The tensor of a test, rank 3, normalised over its last dimension.
struct Problem {
    Tensor input;
    LayerNormParameters parameters;
    std::vector<std::size_t> order; ///< of the tokens, for recipes that shuffle

    [[nodiscard]] std::size_t extent(int axis) const { return static_cast<std::size_t>(input.shape()[axis]); }
};

Problem problem(const Shape& shape, bool affine, std::uint64_t seed, double scale = 1, double offset = 0.3)
{
    Problem made{randn(shape, seed), {}, {}};
    for (std::int64_t i = 0; i < made.input.elements(); ++i)
        made.input.set(i, scale * (made.input.at(i) + offset));
    if (affine) {
        made.parameters.gamma = randn(shape.trailing(1), seed + 1000);
        made.parameters.beta = randn(shape.trailing(1), seed + 2000);
    }
    made.order.resize(made.extent(0) * made.extent(1));
    std::iota(made.order.begin(), made.order.end(), std::size_t(0));
    std::mt19937_64 random(seed);
    while (made.order.size() > 1 && std::is_sorted(made.order.begin(), made.order.end()))
        std::shuffle(made.order.begin(), made.order.end(), random);
    return made;
}

std::vector<double> transposedValues(const std::vector<double>& values, std::size_t batch, std::size_t rows,
                                     std::size_t columns)
{
    std::vector<double> result;
    for (std::size_t b = 0; b < batch; ++b)
        for (std::size_t c = 0; c < columns; ++c)
            for (std::size_t r = 0; r < rows; ++r)
                result.push_back(values[(b * rows + r) * columns + c]);
    return result;
}

std::vector<double> plant(const Problem& problem, const Recipe& recipe)
{
    std::size_t extents[3] = {problem.extent(0), problem.extent(1), problem.extent(2)};
    const std::size_t count = extents[0] * extents[1] * extents[2];
    std::vector<double> x;
    for (std::size_t i = 0; i < count; ++i) {
        const double value = problem.input.at(static_cast<std::int64_t>(i));
        x.push_back(recipe.bits > 0 ? toBits(value, recipe.bits) : value);
    }
    if (recipe.transposedInput)
        std::swap(extents[1], extents[2]);
    if (recipe.transposedMemory || recipe.transposedInput)
        x = transposedValues(x, problem.extent(0), problem.extent(1), problem.extent(2));

    const auto shares = [&](int axis) {
        return std::find(recipe.axes.begin(), recipe.axes.end(), axis) != recipe.axes.end();
    };
    const auto groupOf = [&](std::size_t i) {
        const std::size_t place[3] = {i / (extents[1] * extents[2]), i / extents[2] % extents[1],
                                      i % extents[2]};
        std::size_t group = 0;
        for (int axis = 0; axis < 3; ++axis)
            group = group * extents[axis] + (shares(axis) ? 0 : place[axis]);
        return group;
    };
    std::vector<double> n(count);
    std::vector<double> mean(count);
    std::vector<double> variance(count);
    for (std::size_t i = 0; i < count; ++i) {
        n[groupOf(i)] += 1;
        mean[groupOf(i)] += x[i];
    }
    for (std::size_t g = 0; g < count; ++g)
        mean[g] = recipe.rms || n[g] == 0 ? 0 : mean[g] / n[g];
    for (std::size_t i = 0; i < count; ++i)
        variance[groupOf(i)] += std::pow(x[i] - mean[groupOf(i)], 2);

    const auto& [gamma, beta] = std::pair(problem.parameters.gamma, problem.parameters.beta);
    std::vector<double> y(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t g = groupOf(i);
        const double v = variance[g] / (recipe.bessel ? n[g] - 1 : n[g]);
        double divisor = std::sqrt(v + recipe.eps);
        if (recipe.form == 1)
            divisor = std::sqrt(v) + recipe.eps;
        if (recipe.form == 2)
            divisor = std::sqrt(v * v + recipe.eps);
        if (recipe.form == 3)
            divisor = v + recipe.eps;
        const auto d = static_cast<std::int64_t>(i % extents[2]);
        const auto inFormat = [&](double value) {
            return recipe.bits > 0 ? toBits(value, recipe.bits) : value;
        };
        const double scale = gamma ? inFormat(gamma->at(d)) : 1;
        const double shift = beta ? inFormat(beta->at(d)) : 0;
        y[i] = (recipe.keepMean ? x[i] : x[i] - mean[g]) / divisor;
        for (int time = 0; time < 2; ++time) {
            y[i] *= time < recipe.gammas ? scale : 1;
            y[i] += time < recipe.betas ? shift : 0;
        }
        y[i] = inFormat(y[i]);
    }
    if (recipe.transposed)
        y = transposedValues(y, extents[0], extents[1], extents[2]);
    if (recipe.shuffled) {
        const std::vector<double> straight = y;
        const std::size_t width = problem.extent(2);
        for (std::size_t i = 0; i < count; ++i)
            y[i] = straight[problem.order[i / width] * width + i % width];
    }
    return y;
}

struct Slip {
    std::string name;
    std::string what; ///< slips about the same thing do not go together
    std::function<void(Recipe&)> make;
};

std::vector<Slip> slips(const Problem& problem)
{
    std::vector<Slip> all{
        {"unbiased_variance", "n", [](Recipe& r) { r.bessel = true; }},
        {"eps_outside_root", "form", [](Recipe& r) { r.form = 1; }},
        {"eps_outside_root", "form", [](Recipe& r) { r.form = 2; }},
        {"eps_outside_root", "form", [](Recipe& r) { r.form = 3; }},
        {"eps_missing", "eps", [](Recipe& r) { r.eps = 0; }},
        {"rms_norm", "mean", [](Recipe& r) { r.rms = true; }},
        {"not_centred", "mean", [](Recipe& r) { r.keepMean = true; }},
        {"float16", "format", [](Recipe& r) { r.bits = 11; }},
        {"bfloat16", "format", [](Recipe& r) { r.bits = 8; }},
    };
    for (const double eps : {1e-2, 1e-3, 1e-4, 1e-6, 1e-7, 1e-8, 1e-12})
        all.push_back({"eps_other", "eps", [eps](Recipe& r) { r.eps = eps; }});
    std::vector<std::vector<int>> axes;
    if (problem.extent(1) > 1)
        axes.insert(axes.end(), {{1}, {1, 2}});
    if (problem.extent(0) > 1)
        axes.insert(axes.end(), {{0}, {0, 2}});
    if (problem.extent(0) > 1 && problem.extent(1) > 1)
        axes.insert(axes.end(), {{0, 1}, {0, 1, 2}});
    for (const std::vector<int>& some : axes)
        all.push_back({"wrong_axes", "axes", [some](Recipe& r) { r.axes = some; }});
    if (problem.parameters.gamma) {
        all.push_back({"gamma_missing", "gamma", [](Recipe& r) { r.gammas = 0; }});
        all.push_back({"beta_missing", "beta", [](Recipe& r) { r.betas = 0; }});
        all.push_back({"affine_twice", "gamma", [](Recipe& r) { r.gammas = r.betas = 2; }});
    }
    if (problem.order.size() > 1)
        all.push_back({"rows_reordered", "order", [](Recipe& r) { r.shuffled = true; }});
    if (problem.extent(1) > 1) {
        all.push_back({"input_transposed", "transposed", [](Recipe& r) { r.transposed = true; }});
        if (!problem.parameters.gamma)
            all.push_back({"input_transposed", "transposed", [](Recipe& r) { r.transposedInput = true; }});
        if (problem.extent(1) != problem.extent(2))
            all.push_back({"input_transposed", "transposed", [](Recipe& r) { r.transposedMemory = true; }});
    }
    return all;
}

/// The right one, all with one slip and all with two.
std::vector<Recipe> recipes(const Problem& problem)
{
    const std::vector<Slip> all = slips(problem);
    std::vector<Recipe> made(1);
    const auto add = [&](std::vector<const Slip*> some) {
        Recipe recipe;
        for (const Slip* slip : some) {
            slip->make(recipe);
            recipe.names.push_back(slip->name);
        }
        std::sort(recipe.names.begin(), recipe.names.end());
        made.push_back(std::move(recipe));
    };
    for (const Slip& slip : all)
        add({&slip});
    for (std::size_t a = 0; a < all.size(); ++a)
        for (std::size_t b = a + 1; b < all.size(); ++b) {
            const auto is = [&](const char* one, const char* other) {
                return (all[a].name == one && all[b].name == other) ||
                       (all[a].name == other && all[b].name == one);
            };
            // An eps that is missing has no place; beta cannot be left out and applied twice.
            if (all[a].what != all[b].what && !is("eps_missing", "eps_outside_root") &&
                !is("affine_twice", "beta_missing"))
                add({&all[a], &all[b]});
        }
    return made;
}

// --------------------------------------------------------------------------------------------------------------
// What is printed of it

enum class Print { FourDecimals, SixDecimals, TwoDecimalsCut, FourDecimalsCut, Float32, Exact };

Candidate printed(const std::vector<double>& values, Print print)
{
    Candidate candidate;
    for (const double value : values) {
        double shown = value;
        double uncertainty = 0;
        if (print == Print::Float32) {
            const float nearest = static_cast<float>(value);
            shown = static_cast<double>(nearest);
            uncertainty = std::abs(shown - static_cast<double>(std::nextafter(nearest, 0.0F))) / 2;
        } else if (print != Print::Exact) {
            const double steps = print == Print::SixDecimals      ? 1e6
                                 : print == Print::TwoDecimalsCut ? 100
                                                                  : 1e4;
            const bool cut = print == Print::TwoDecimalsCut || print == Print::FourDecimalsCut;
            shown = (cut ? std::trunc(value * steps) : std::nearbyint(value * steps)) / steps;
            uncertainty = 0.5 / steps;
        }
        candidate.values.push_back(shown);
        candidate.uncertainty.push_back(uncertainty);
    }
    return candidate;
}

/// Whether the other output could have been printed alike, if float32 arithmetic is allowed its errors.
bool looksAlike(const std::vector<double>& other, const Candidate& candidate, Print print)
{
    const bool cut = print == Print::TwoDecimalsCut || print == Print::FourDecimalsCut;
    const double arithmetic = print == Print::Exact ? 1e-10 : 3e-6;
    for (std::size_t i = 0; i < other.size(); ++i) {
        const double room = (cut ? 2 : 1) * candidate.uncertainty[i] + arithmetic * (1 + std::abs(other[i]));
        if (!(std::abs(other[i] - candidate.values[i]) <= room))
            return false;
    }
    return true;
}

std::vector<std::string> namesOf(const Explanation& explanation)
{
    std::vector<std::string> names;
    for (const Mistake mistake : explanation.mistakes)
        names.emplace_back(idOf(mistake));
    std::sort(names.begin(), names.end());
    return names;
}

std::string textOf(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& each : names)
        text += (text.empty() ? "" : "+") + each;
    return text.empty() ? "none" : text;
}

struct Score {
    int telling = 0; ///< plants that the printed digits tell from all that is no more complicated
    int right = 0;
    std::string misses;
};

/// Plants every `every`th recipe.
void score(const Problem& problem, Print print, std::size_t every, Score& score)
{
    const std::vector<Recipe> all = recipes(problem);
    std::vector<std::vector<double>> outputs;
    for (const Recipe& recipe : all)
        outputs.push_back(plant(problem, recipe));
    for (std::size_t planted = 0; planted < all.size(); planted += every) {
        const Candidate candidate = printed(outputs[planted], print);
        bool tells = true;
        for (std::size_t other = 0; other < all.size() && tells; ++other)
            tells = all[other].names == all[planted].names ||
                    all[other].names.size() > all[planted].names.size() ||
                    !looksAlike(outputs[other], candidate, print);
        if (!tells)
            continue;
        ++score.telling;
        const Result<Diagnosis> diagnosis = diagnose(problem.input, problem.parameters, candidate);
        ASSERT_TRUE(diagnosis) << diagnosis.error().text();
        const std::string got =
            diagnosis->explanations.empty() ? "nothing" : textOf(namesOf(diagnosis->explanations.front()));
        if (got == textOf(all[planted].names))
            ++score.right;
        else
            score.misses += problem.input.shape().text() + ": planted " + textOf(all[planted].names) +
                            ", found " + got + "\n";
    }
}

void expectNearlyAll(const Score& score)
{
    EXPECT_GT(score.telling, 100);
    EXPECT_GE(score.right, 0.99 * score.telling) << score.misses;
    ::testing::Test::RecordProperty("told",
                                    std::to_string(score.right) + " of " + std::to_string(score.telling));
}

TEST(MismatchDiagnosis, NamesEveryMistakeAndEveryPairOnTheArticlesShape)
{
    for (const Print print : {Print::FourDecimals, Print::SixDecimals, Print::Float32, Print::Exact}) {
        Score total;
        for (const bool affine : {false, true})
            score(problem(Shape::of({2, 3, 4}), affine, affine ? 5 : 4), print, 1, total);
        expectNearlyAll(total);
    }
}

TEST(MismatchDiagnosis, NamesMistakesAndPairsOnOtherShapes)
{
    Score total;
    std::uint64_t seed = 20;
    for (const Shape& shape : {Shape::of({1, 5, 3}), Shape::of({2, 4, 4}), Shape::of({3, 1, 8}),
                               Shape::of({2, 6, 5}), Shape::of({1, 2, 64}), Shape::of({4, 3, 16})})
        for (const bool affine : {false, true})
            for (const Print print : {Print::FourDecimals, Print::SixDecimals, Print::Float32})
                score(problem(shape, affine, ++seed), print, 7, total);
    expectNearlyAll(total);
}

TEST(MismatchDiagnosis, NamesMistakesWhereEpsMatters)
{
    Score total;
    for (const double scale : {1e-1, 1e-2, 1e-3})
        for (const bool affine : {false, true})
            score(problem(Shape::of({2, 3, 4}), affine, affine ? 52 : 51, scale), Print::SixDecimals, 5,
                  total);
    expectNearlyAll(total);
}

TEST(MismatchDiagnosis, NamesMistakesBehindDigitsThatWereCutOff)
{
    Score total;
    for (const bool affine : {false, true}) {
        score(problem(Shape::of({2, 3, 8}), affine, 61), Print::FourDecimalsCut, 3, total);
        score(problem(Shape::of({2, 6, 8}), affine, 62), Print::TwoDecimalsCut, 3, total);
    }
    expectNearlyAll(total);
}

TEST(MismatchDiagnosis, FindsNothingWrongWithWhatIsRight)
{
    std::uint64_t seed = 70;
    for (const Shape& shape : {Shape::of({1, 1, 1}), Shape::of({2, 3, 1}), Shape::of({2, 3, 2}),
                               Shape::of({2, 3, 4}), Shape::of({1, 4, 7}), Shape::of({3, 2, 100})})
        for (const bool affine : {false, true})
            for (const Print print : {Print::TwoDecimalsCut, Print::FourDecimals, Print::FourDecimalsCut,
                                      Print::SixDecimals, Print::Float32, Print::Exact})
                for (const double scale : {1.0, 1e-3, 1e4}) {
                    const Problem right = problem(shape, affine, ++seed, scale);
                    const Diagnosis diagnosis =
                        *diagnose(right.input, right.parameters, printed(plant(right, {}), print));
                    ASSERT_EQ(diagnosis.verdict, Verdict::Explained) << shape.text();
                    ASSERT_EQ(diagnosis.explanations.size(), 1U);
                    EXPECT_EQ(name(diagnosis.explanations[0].mistakes), "none");
                    EXPECT_FALSE(diagnosis.tellingInput);
                }
}

/// The library's float32 results carry roundings that the plants of this test do not.
TEST(MismatchDiagnosis, FindsNothingWrongWithTheCoresOwnResult)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const int dims : {1, 2, 3, 4})
            for (const double offset : {0.0, 100.0}) {
                Tensor input = randn(Shape::of({2, 2, 3, 4}), 5, dtype);
                for (std::int64_t i = 0; i < input.elements(); ++i)
                    input.set(i, input.at(i) + offset);
                LayerNormParameters parameters;
                parameters.normalizedDims = dims;
                parameters.gamma = randn(input.shape().trailing(dims), 6, dtype);
                const Tensor output = layerNorm(input, parameters)->output;
                std::vector<double> values;
                for (std::int64_t i = 0; i < output.elements(); ++i)
                    values.push_back(output.at(i));
                const Diagnosis diagnosis = *diagnose(input, parameters, printed(values, Print::Exact));
                ASSERT_EQ(diagnosis.verdict, Verdict::Explained) << dims;
                EXPECT_TRUE(diagnosis.explanations[0].mistakes.empty())
                    << name(diagnosis.explanations[0].mistakes);
            }
}

TEST(MismatchDiagnosis, ExplainsNoRandomNumbers)
{
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Problem asked = problem(Shape::of({2, 3, 4}), seed % 2 == 0, 80 + seed);
        const Tensor garbage = randn(asked.input.shape(), 500 + seed);
        std::vector<double> values;
        for (std::int64_t i = 0; i < garbage.elements(); ++i)
            values.push_back(garbage.at(i));
        const Diagnosis diagnosis =
            *diagnose(asked.input, asked.parameters, printed(values, Print::TwoDecimalsCut));
        EXPECT_EQ(diagnosis.verdict, Verdict::Unexplained);
        EXPECT_TRUE(diagnosis.explanations.empty());
        EXPECT_EQ(diagnosis.nearest.size(), 3U);
    }
}

/// One wrong number among right ones is no mistake of the formula.
TEST(MismatchDiagnosis, DoesNotExplainASlipOfOneCell)
{
    const Problem asked = problem(Shape::of({8, 16, 16}), false, 90);
    Candidate candidate = printed(plant(asked, {}), Print::FourDecimals);
    candidate.values[1234] += 0.001;
    const Diagnosis diagnosis = *diagnose(asked.input, asked.parameters, candidate);
    EXPECT_EQ(diagnosis.verdict, Verdict::Unexplained);
    ASSERT_FALSE(diagnosis.nearest.empty());
    EXPECT_NEAR(diagnosis.nearest[0].maxResidual, 0.001, 0.0001);
}

// --------------------------------------------------------------------------------------------------------------
// Worked examples

Candidate digits(std::vector<double> values, double uncertainty)
{
    const std::size_t count = values.size();
    return {std::move(values), std::vector<double>(count, uncertainty), {}};
}

TEST(MismatchDiagnosis, KnowsTheUnbiasedStandardDeviationWithEpsAdded)
{
    const Tensor input(Shape::of({1, 4}), std::vector<float>{1, 0, 0, 0});
    const Diagnosis few = *diagnose(input, {}, digits({1.5, -0.5, -0.5, -0.5}, 5e-5));
    ASSERT_FALSE(few.explanations.empty());
    // Four decimals do not show eps outside the root: one mistake is enough.
    EXPECT_EQ(few.explanations[0].mistakes, std::vector{Mistake::UnbiasedVariance});
    const double y = 0.75 / (0.5 + 1e-5);
    const Diagnosis many = *diagnose(input, {}, digits({y, -y / 3, -y / 3, -y / 3}, 5e-13));
    ASSERT_EQ(many.verdict, Verdict::Explained);
    EXPECT_EQ(name(many.explanations[0].mistakes), "unbiased_variance+eps_outside_root");
    EXPECT_EQ(mistakenLine(many.explanations[0].formula, input, {}),
              "(x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-05)");
    const Diagnosis right = *diagnose(input, {}, digits({1.7320, -0.5773, -0.5773, -0.5773}, 5e-5));
    EXPECT_EQ(name(right.explanations.at(0).mistakes), "none"); // cut, not rounded
}

struct GoldenCase {
    std::string mistakes;
    std::string line;
    std::vector<double> output;
};

std::vector<double> numbersOf(const std::string& text)
{
    std::istringstream words(text);
    std::vector<double> numbers;
    for (std::string word; words >> word;)
        numbers.push_back(std::strtod(word.c_str(), nullptr));
    return numbers;
}

Tensor tensorOf(const Shape& shape, const std::vector<double>& values)
{
    Tensor tensor(shape, DType::Float32);
    for (std::size_t i = 0; i < values.size(); ++i)
        tensor.set(static_cast<std::int64_t>(i), values[i]);
    return tensor;
}

TEST(MismatchDiagnosis, NamesMistakesMadeInPyTorch)
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-mistakes.txt");
    ASSERT_TRUE(file);
    Tensor input;
    LayerNormParameters affine;
    GoldenCase golden;
    int cases = 0;
    for (std::string word, rest; file >> word && std::getline(file >> std::ws, rest);) {
        if (word == "x")
            input = tensorOf(Shape::of({2, 3, 4}), numbersOf(rest));
        else if (word == "gamma")
            affine.gamma = tensorOf(Shape::of({4}), numbersOf(rest));
        else if (word == "beta")
            affine.beta = tensorOf(Shape::of({4}), numbersOf(rest));
        else if (word == "case")
            golden.mistakes = rest;
        else if (word == "line")
            golden.line = rest;
        else {
            const bool plain = golden.mistakes.ends_with('*');
            const std::string wanted = golden.mistakes.substr(0, golden.mistakes.size() - (plain ? 1 : 0));
            const LayerNormParameters parameters = plain ? LayerNormParameters{} : affine;
            // Of lines that differ in eps only six digits tell.
            const bool shows = wanted.find("eps") != std::string::npos;
            for (const Print print :
                 {Print::SixDecimals, Print::Float32, Print::Exact, Print::FourDecimals}) {
                if (print == Print::FourDecimals && shows)
                    continue;
                const Diagnosis diagnosis = *diagnose(input, parameters, printed(numbersOf(rest), print));
                ASSERT_FALSE(diagnosis.explanations.empty()) << golden.line;
                const Explanation& first = diagnosis.explanations[0];
                EXPECT_EQ(name(first.mistakes), wanted) << golden.line;
                EXPECT_EQ(diagnosis.verdict, Verdict::Explained) << golden.line;
                if (golden.line[0] != '|' && wanted != "none") {
                    EXPECT_EQ(mistakenLine(first.formula, input, parameters), golden.line);
                }
            }
            ++cases;
        }
    }
    EXPECT_GT(cases, 25);
}

// --------------------------------------------------------------------------------------------------------------
// Inputs that do not tell

/// Plants on the offered input each of the explanations: now each is found.
void expectInputTells(const Tensor& input, const LayerNormParameters& parameters, const Diagnosis& diagnosis,
                      Print print)
{
    ASSERT_EQ(diagnosis.verdict, Verdict::Ambiguous);
    ASSERT_GE(diagnosis.explanations.size(), 2U);
    ASSERT_TRUE(diagnosis.tellingInput);
    ASSERT_EQ(diagnosis.tellingInput->shape(), input.shape());
    ASSERT_EQ(diagnosis.tellingInput->dtype(), input.dtype());
    for (const Explanation& explanation : diagnosis.explanations) {
        const Tensor output = *mistakenOutput(*diagnosis.tellingInput, parameters, explanation.formula);
        std::vector<double> values;
        for (std::int64_t i = 0; i < output.elements(); ++i)
            values.push_back(output.at(i));
        const Diagnosis now = *diagnose(*diagnosis.tellingInput, parameters, printed(values, print));
        ASSERT_FALSE(now.explanations.empty());
        EXPECT_EQ(now.verdict, Verdict::Explained) << name(explanation.mistakes);
        EXPECT_EQ(name(now.explanations[0].mistakes), name(explanation.mistakes));
        EXPECT_EQ(now.explanations[0].formula.axes, explanation.formula.axes);
    }
}

TEST(MismatchDiagnosis, OffersAnInputWhereRowsAreConstant)
{
    Problem asked = problem(Shape::of({2, 3, 4}), false, 1);
    for (std::int64_t i = 0; i < asked.input.elements(); ++i)
        asked.input.set(i, static_cast<double>((i / 4 * 7) % 5));
    Recipe recipe;
    recipe.axes = {1};
    const Candidate candidate = printed(plant(asked, recipe), Print::FourDecimals);
    const Diagnosis diagnosis = *diagnose(asked.input, {}, candidate);
    expectInputTells(asked.input, {}, diagnosis, Print::FourDecimals);
    for (const Explanation& each : diagnosis.explanations)
        EXPECT_EQ(each.mistakes, std::vector{Mistake::WrongAxes}); // over the sequence, or dimension as well
}

TEST(MismatchDiagnosis, OffersAnInputWhereTokensHaveTwoValues)
{
    // Plus and minus one: over the sequence, or transposed?
    const Tensor input(Shape::of({1, 2, 2}), std::vector<float>{1, 3, 5, 7});
    const Diagnosis diagnosis = *diagnose(input, {}, digits({-1, -1, 1, 1}, 5e-4));
    expectInputTells(input, {}, diagnosis, Print::FourDecimals);
}

TEST(MismatchDiagnosis, OffersAnInputWhereValuesAreEquallySpaced)
{
    Problem asked = problem(Shape::of({1, 4, 4}), false, 1);
    for (std::int64_t i = 0; i < asked.input.elements(); ++i)
        asked.input.set(i, static_cast<double>(i));
    Recipe recipe;
    recipe.axes = {1};
    recipe.eps = 1e-5;
    const Diagnosis diagnosis =
        *diagnose(asked.input, {}, printed(plant(asked, recipe), Print::FourDecimals));
    expectInputTells(asked.input, {}, diagnosis, Print::FourDecimals);
}

/// An eps that cannot be told from none is told as none; what is right on any account is right.
TEST(MismatchDiagnosis, DoesNotOfferWhatMakesNoDifference)
{
    Problem asked = problem(Shape::of({2, 3, 4}), true, 3);
    for (std::int64_t i = 0; i < 4; ++i) {
        asked.parameters.gamma->set(i, 1);
        asked.parameters.beta->set(i, 0);
    }
    const Diagnosis right =
        *diagnose(asked.input, asked.parameters, printed(plant(asked, {}), Print::SixDecimals));
    EXPECT_EQ(right.verdict, Verdict::Explained);
    Recipe recipe;
    recipe.bessel = true;
    const Diagnosis one =
        *diagnose(asked.input, asked.parameters, printed(plant(asked, recipe), Print::SixDecimals));
    ASSERT_EQ(one.verdict, Verdict::Explained);
    EXPECT_EQ(name(one.explanations[0].mistakes), "unbiased_variance");
    recipe = {};
    recipe.eps = 1e-12;
    const Diagnosis missing =
        *diagnose(asked.input, asked.parameters, printed(plant(asked, recipe), Print::SixDecimals));
    ASSERT_EQ(missing.verdict, Verdict::Explained);
    EXPECT_EQ(name(missing.explanations[0].mistakes), "eps_missing");
    // Where the variance is as small, the same eps has its own name.
    const Problem tiny = problem(Shape::of({2, 3, 4}), false, 3, 1e-6, 0);
    const Diagnosis named = *diagnose(tiny.input, {}, printed(plant(tiny, recipe), Print::SixDecimals));
    ASSERT_EQ(named.verdict, Verdict::Explained);
    EXPECT_EQ(named.explanations[0].formula.eps, 1e-12);
    EXPECT_EQ(parametersText(named.explanations[0]), "eps 1e-12 (BERT)");
}

TEST(MismatchDiagnosis, KnowsTheNanOfAConstantTokenWithoutEps)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Tensor input(Shape::of({2, 4}), std::vector<float>{5, 5, 5, 5, 1, 2, 3, 4});
    const Diagnosis diagnosis =
        *diagnose(input, {}, digits({nan, nan, nan, nan, -1.341641, -0.447214, 0.447214, 1.341641}, 5e-7));
    ASSERT_EQ(diagnosis.verdict, Verdict::Explained);
    EXPECT_EQ(diagnosis.explanations[0].mistakes, std::vector{Mistake::EpsMissing});
}

// --------------------------------------------------------------------------------------------------------------
// Orders, limits, errors

TEST(MismatchDiagnosis, FindsTheOrderOfManyTokens)
{
    const Problem asked = problem(Shape::of({20, 25, 6}), true, 4);
    Recipe recipe;
    recipe.shuffled = true;
    recipe.bessel = true;
    const Diagnosis diagnosis =
        *diagnose(asked.input, asked.parameters, printed(plant(asked, recipe), Print::FourDecimals));
    ASSERT_EQ(diagnosis.verdict, Verdict::Explained);
    EXPECT_EQ(name(diagnosis.explanations[0].mistakes), "unbiased_variance+rows_reordered");
    const std::vector<std::int64_t>& order = diagnosis.explanations[0].formula.order;
    EXPECT_EQ(std::vector<std::size_t>(order.begin(), order.end()), asked.order);
}

TEST(MismatchDiagnosis, DoesNotTakeARepeatedRowForAnOrder)
{
    const Problem asked = problem(Shape::of({2, 3, 6}), false, 4);
    std::vector<double> values = plant(asked, {});
    std::copy(values.begin(), values.begin() + 6, values.begin() + 6);
    const Diagnosis diagnosis = *diagnose(asked.input, {}, printed(values, Print::FourDecimals));
    EXPECT_EQ(diagnosis.verdict, Verdict::Unexplained);
}

TEST(MismatchDiagnosis, StopsAndTellsHowFarItIs)
{
    const Problem asked = problem(Shape::of({2, 3, 4}), true, 4);
    const Candidate candidate = printed(std::vector<double>(24, 0.123), Print::FourDecimals);
    std::vector<double> parts;
    Execution execution;
    execution.progress = [&](double part) { parts.push_back(part); };
    EXPECT_EQ(diagnose(asked.input, asked.parameters, candidate, execution)->completion,
              Completion::Finished);
    ASSERT_GT(parts.size(), 4U);
    EXPECT_TRUE(std::is_sorted(parts.begin(), parts.end()));
    EXPECT_GE(parts.front(), 0);
    EXPECT_EQ(parts.back(), 1);

    std::stop_source source;
    execution.stop = source.get_token();
    execution.progress = [&](double part) {
        if (part > 0.3)
            source.request_stop();
    };
    EXPECT_EQ(diagnose(asked.input, asked.parameters, candidate, execution)->completion, Completion::Stopped);
}

TEST(MismatchDiagnosis, RefusesAnotherNumberOfValues)
{
    const Result<Diagnosis> diagnosis =
        diagnose(Tensor(Shape::of({2, 3}), DType::Float32), {}, digits({1, 2}, 0));
    ASSERT_FALSE(diagnosis);
    EXPECT_EQ(diagnosis.error().text(), "The candidate has 2 values and the input 6; print the whole output");
    LayerNormParameters parameters;
    parameters.eps = -1;
    EXPECT_EQ(diagnose(Tensor(), parameters, digits({1}, 0)).error().text(), checkEps(-1).error().text());
}

TEST(MistakenOutput, IsTheRightOneWithoutAMistake)
{
    for (const int dims : {1, 2, 3, 4}) {
        const Tensor input = randn(Shape::of({2, 3, 2, 5}), 8, DType::Float64);
        LayerNormParameters parameters;
        parameters.normalizedDims = dims;
        parameters.gamma = randn(input.shape().trailing(dims), 9, DType::Float64);
        parameters.beta = randn(input.shape().trailing(dims), 10, DType::Float64);
        const MistakenFormula right = rightFormula(input, parameters);
        EXPECT_TRUE(mistakesOf(right, input, parameters).empty());
        const Tensor output = *mistakenOutput(input, parameters, right);
        const Tensor wanted = layerNorm(input, parameters)->output;
        for (std::int64_t i = 0; i < input.elements(); ++i)
            EXPECT_NEAR(output.at(i), wanted.at(i), 1e-13);
    }
}

TEST(MistakenOutput, RefusesWhatIsNotPossible)
{
    const Problem asked = problem(Shape::of({2, 3, 4}), true, 4);
    MistakenFormula formula = rightFormula(asked.input, asked.parameters);
    formula.arrangement = Arrangement::Input;
    EXPECT_FALSE(mistakenOutput(asked.input, asked.parameters, formula));
    formula.arrangement = Arrangement::Output;
    EXPECT_TRUE(mistakenOutput(asked.input, asked.parameters, formula));
    formula.order = {0, 1, 2, 3, 4, 4};
    EXPECT_FALSE(mistakenOutput(asked.input, asked.parameters, formula));
}

TEST(MistakeText, HasASentenceForEveryHypothesis)
{
    const Problem asked = problem(Shape::of({2, 3, 4}), true, 4);
    for (const Hypothesis& hypothesis : hypotheses(asked.input, asked.parameters, 1)) {
        ASSERT_EQ(hypothesis.mistakes.size(), 1U);
        const Sentence sentence =
            sentenceOn(hypothesis.mistakes[0], hypothesis.formula, asked.input, asked.parameters);
        EXPECT_GT(sentence.text().size(), 15U);
        EXPECT_EQ(sentence.text().find('%'), std::string::npos) << sentence.text();
    }
}

TEST(MistakeText, WritesTheLibrarysLine)
{
    const Problem asked = problem(Shape::of({2, 3, 4}), true, 4);
    EXPECT_EQ(rightLine(asked.input, {}), "torch.nn.functional.layer_norm(x, (4,), eps=1e-05)");
    EXPECT_EQ(rightLine(asked.input, asked.parameters),
              "torch.nn.functional.layer_norm(x, (4,), gamma, beta, eps=1e-05)");
}

TEST(MismatchTable, PrintsTheContract)
{
    const Problem asked = problem(Shape::of({2, 3, 4}), false, 4);
    Recipe recipe;
    recipe.shuffled = true;
    recipe.eps = 1e-3;
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("layernorm-candidate-" + std::to_string(::getpid()));
    std::ofstream text(file);
    const std::vector<double> values = plant(asked, recipe);
    for (std::size_t i = 0; i < values.size(); ++i)
        text << std::fixed << values[i] << (i % 4 == 3 ? '\n' : '\t');
    text.close();
    const Result<ExperimentTable> table =
        mismatchTable({.input = asked.input, .parameters = asked.parameters, .candidate = file.string()});
    std::filesystem::remove(file);
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->columns, (std::vector<std::string>{"rank", "mistakes", "parameters", "max_residual"}));
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0][1], "eps_other+rows_reordered");
    const nlohmann::json json = nlohmann::json::parse(toJson("mismatch", *table));
    EXPECT_EQ(json["experiment"], "mismatch");
    EXPECT_EQ(json["verdict"], "explained");
    ASSERT_EQ(json["explanations"].size(), 1U);
    const nlohmann::json& explanation = json["explanations"][0];
    EXPECT_EQ(explanation["mistakes"], (nlohmann::json{"eps_other", "rows_reordered"}));
    EXPECT_EQ(explanation["parameters"]["eps"], 1e-3);
    EXPECT_EQ(explanation["parameters"]["order"], nlohmann::json(asked.order));
    EXPECT_EQ(explanation["parameters"].size(), 2U);
    EXPECT_LE(explanation["max_residual"], 5.1e-7);
}

TEST(MismatchTable, AsksForACandidate)
{
    const Tensor input;
    const LayerNormParameters parameters;
    const Result<ExperimentTable> table = mismatchTable({.input = input, .parameters = parameters});
    ASSERT_FALSE(table);
    EXPECT_NE(table.error().text().find("--candidate FILE"), std::string::npos);
}

} // namespace
} // namespace layernorm
