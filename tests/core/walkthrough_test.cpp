// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walkthrough.h"

#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"

#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

namespace layernorm {
namespace {

struct Question {
    Tensor input;
    LayerNormParameters parameters;
};

std::vector<Question> questions()
{
    std::vector<Question> all;
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const Shape& shape : {Shape::of({5}), Shape::of({2, 3, 4}), Shape::of({1, 2, 3, 1, 2, 2, 3, 7})})
            for (int dims = 1; dims <= shape.rank(); ++dims)
                for (const bool affine : {false, true}) {
                    Question question{randn(shape, 11 + all.size(), dtype), {}};
                    for (std::int64_t i = 0; i < question.input.elements(); ++i)
                        question.input.set(i, 100 + question.input.at(i));
                    question.parameters.normalizedDims = dims;
                    question.parameters.eps = dims == 1 ? 1e-5 : 0.1;
                    if (affine) {
                        question.parameters.gamma = randn(shape.trailing(dims), 1, dtype);
                        question.parameters.beta = randn(shape.trailing(dims), 2, dtype);
                    }
                    all.push_back(std::move(question));
                }
    return all;
}

std::vector<double> part(const Tensor& tensor, std::int64_t first, std::int64_t count)
{
    std::vector<double> values;
    for (std::int64_t i = first; i < first + count; ++i)
        values.push_back(tensor.at(i));
    return values;
}

TEST(Walkthrough, EndsWithTheResultsBitForBit)
{
    for (const auto& [input, parameters] : questions()) {
        const LayerNormResult result = *layerNorm(input, parameters);
        const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
        for (std::int64_t token = 0; token < result.mean.elements(); ++token) {
            const Walkthrough steps = walkthrough(input, parameters, result, token);
            EXPECT_EQ(steps.dtype, input.dtype());
            EXPECT_EQ(steps.values, part(input, token * dimension, dimension));
            EXPECT_EQ(steps.output, part(result.output, token * dimension, dimension));
            EXPECT_EQ(steps.mean, result.mean.at(token));
            EXPECT_EQ(steps.variance, result.variance.at(token));
            EXPECT_EQ(steps.reciprocalStd, result.reciprocalStd.at(token));
            EXPECT_EQ(steps.gamma,
                      parameters.gamma ? part(*parameters.gamma, 0, dimension) : std::vector<double>{});
            EXPECT_EQ(steps.beta,
                      parameters.beta ? part(*parameters.beta, 0, dimension) : std::vector<double>{});
        }
    }
}

/// Each step from the one before, as far as the tensor's own type shows it: every number is rounded once, and
/// a step recomputed from rounded numbers has their roundings and its own.
template <typename T>
void expectEachStepFollows(const Walkthrough& steps)
{
    const auto mean = static_cast<T>(steps.mean);
    const auto rstd = static_cast<T>(steps.reciprocalStd);
    ASSERT_EQ(steps.deviations.size(), steps.values.size());
    ASSERT_EQ(steps.squares.size(), steps.values.size());
    ASSERT_EQ(steps.normalized.size(), steps.values.size());
    for (std::size_t i = 0; i < steps.values.size(); ++i) {
        const auto deviation = static_cast<T>(steps.deviations[i]);
        // What rounding took from the mean is half a step of the mean at most.
        ASSERT_NEAR(deviation, static_cast<T>(steps.values[i]) - mean,
                    std::abs(mean) * std::numeric_limits<T>::epsilon());
        constexpr double step = std::numeric_limits<T>::epsilon();
        ASSERT_NEAR(steps.squares[i], deviation * deviation, 2 * step * steps.squares[i]);
        const T normalized = deviation * rstd;
        ASSERT_NEAR(steps.normalized[i], normalized, 2 * step * std::abs(normalized));
        const auto gamma = steps.gamma.empty() ? T(1) : static_cast<T>(steps.gamma[i]);
        const auto beta = steps.beta.empty() ? T(0) : static_cast<T>(steps.beta[i]);
        const T scaled = normalized * gamma;
        ASSERT_NEAR(steps.output[i], scaled + beta, 3 * step * (std::abs(scaled) + std::abs(beta)));
    }
    const T sum = static_cast<T>(steps.variance) + static_cast<T>(steps.eps);
    EXPECT_EQ(steps.variancePlusEps, static_cast<double>(sum));
    EXPECT_EQ(steps.root, static_cast<double>(std::sqrt(sum)));
    EXPECT_NEAR(steps.reciprocalStd * steps.root, 1, 2 * std::numeric_limits<T>::epsilon());
}

void expectSumsAreOfTheirTerms(const Walkthrough& steps)
{
    const auto count = static_cast<double>(steps.values.size());
    double sum = 0;
    double sumOfSquares = 0;
    double deviations = 0;
    for (std::size_t i = 0; i < steps.values.size(); ++i) {
        sum += steps.values[i];
        sumOfSquares += steps.squares[i];
        deviations += steps.deviations[i];
    }
    EXPECT_EQ(steps.sum, sum);
    EXPECT_EQ(steps.sumOfSquares, sumOfSquares);
    // The results have passed some ten roundings of the tensor's type, these sums one of double a term.
    const double rounding = 10 * (steps.dtype == DType::Float32 ? 0x1p-24 : 0x1p-53) + count * 0x1p-53;
    EXPECT_NEAR(steps.sum / count, steps.mean, rounding * std::abs(steps.mean));
    EXPECT_NEAR(steps.sumOfSquares / count, steps.variance, rounding * steps.variance);
    // Around a mean of 100 only deviations without the mean's rounding add up to 0 like this.
    EXPECT_NEAR(deviations / count, 0, rounding * std::sqrt(steps.variance));
}

TEST(Walkthrough, EachStepFollowsFromTheOneBefore)
{
    for (const auto& [input, parameters] : questions()) {
        const LayerNormResult result = *layerNorm(input, parameters);
        for (std::int64_t token = 0; token < result.mean.elements(); ++token) {
            const Walkthrough steps = walkthrough(input, parameters, result, token);
            expectSumsAreOfTheirTerms(steps);
            if (input.dtype() == DType::Float32) {
                EXPECT_EQ(steps.eps, static_cast<double>(static_cast<float>(parameters.eps)));
                expectEachStepFollows<float>(steps);
            } else {
                EXPECT_EQ(steps.eps, parameters.eps);
                expectEachStepFollows<double>(steps);
            }
        }
    }
}

TEST(Walkthrough, TellsTheArticlesExample)
{
    const Tensor input(Shape::of({1, 4}), std::vector<double>{1.9269, 1.4873, 0.9007, -2.1055});
    const LayerNormParameters parameters;
    const Walkthrough steps = walkthrough(input, parameters, *layerNorm(input, parameters), 0);
    // Printed to as many digits as given.
    EXPECT_NEAR(steps.sum, 2.2094, 1e-12);
    EXPECT_NEAR(steps.mean, 0.55235, 1e-12);
    EXPECT_NEAR(steps.deviations[3], -2.65785, 1e-12);
    EXPECT_NEAR(steps.squares[3], 7.0641666, 1e-7);
    EXPECT_NEAR(steps.variance, 2.487258388, 5.1e-10);
    EXPECT_NEAR(steps.variancePlusEps, 2.487268388, 5.1e-10);
    EXPECT_NEAR(steps.root, 1.5771076, 1e-7);
    EXPECT_NEAR(steps.normalized[3], -1.68526865, 5e-9);
    EXPECT_EQ(steps.normalized, steps.output);
}

TEST(Walkthrough, ShowsTheNanOfAConstantTokenWithoutEps)
{
    const Tensor input(Shape::of({2, 3}), std::vector<float>{5, 5, 5, 1, 2, 3});
    LayerNormParameters parameters;
    parameters.eps = 0;
    const LayerNormResult result = *layerNorm(input, parameters);
    const Walkthrough steps = walkthrough(input, parameters, result, 0);
    EXPECT_EQ(steps.deviations, std::vector<double>(3, 0));
    EXPECT_EQ(steps.root, 0);
    EXPECT_EQ(steps.reciprocalStd, std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(std::isnan(steps.normalized[i]));
        EXPECT_TRUE(std::isnan(steps.output[i]));
    }
    EXPECT_TRUE(std::isfinite(walkthrough(input, parameters, result, 1).output[0]));
}

TEST(WalkthroughTable, HasARowForEveryValueThatReadsBack)
{
    const std::vector<std::string> columns{"token",  "index",    "x",    "mean",       "deviation",
                                           "square", "variance", "root", "normalized", "output"};
    for (const auto& [input, parameters] : questions()) {
        const Result<ExperimentTable> table = walkthroughTable({input, parameters});
        ASSERT_TRUE(table) << table.error().text();
        ASSERT_EQ(table->columns, columns);
        ASSERT_EQ(table->rows.size(), static_cast<std::size_t>(input.elements()));
        const LayerNormResult result = *layerNorm(input, parameters);
        const std::int64_t dimension = input.shape().trailingElements(parameters.normalizedDims);
        for (std::size_t row = 0; row < table->rows.size(); ++row) {
            const std::vector<std::string>& cells = table->rows[row];
            const std::int64_t token = static_cast<std::int64_t>(row) / dimension;
            const std::size_t index = row % static_cast<std::size_t>(dimension);
            const Walkthrough steps = walkthrough(input, parameters, result, token);
            ASSERT_EQ(cells.size(), columns.size());
            EXPECT_EQ(cells[0], std::to_string(token));
            EXPECT_EQ(cells[1], std::to_string(index));
            const std::vector<double> numbers{
                steps.values[index], steps.mean, steps.deviations[index], steps.squares[index],
                steps.variance,      steps.root, steps.normalized[index], steps.output[index]};
            for (std::size_t i = 0; i < numbers.size(); ++i)
                EXPECT_EQ(parseNumber(cells[i + 2], input.dtype()).value_or(std::nan("")), numbers[i])
                    << cells[i + 2];
        }
    }
}

TEST(WalkthroughTable, SpellsWhatIsNotFinite)
{
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const Tensor input(Shape::of({2, 2}), std::vector<float>{1, std::nanf(""), -infinity, 2});
    const ExperimentTable table = *walkthroughTable({input, {}});
    EXPECT_EQ(table.rows[1][2], "nan");
    EXPECT_EQ(table.rows[2][2], "-inf");
    for (const auto& row : table.rows)
        EXPECT_EQ(row.back(), "nan");
}

TEST(WalkthroughTable, RefusesMoreThanAMillionValuesAndSaysHowMany)
{
    const Result<ExperimentTable> table =
        walkthroughTable({Tensor(Shape::of({1001, 1000}), DType::Float32), {}});
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().text(),
              "The walkthrough of 1001000 values is too long to print; give a tensor of at most one million");
}

TEST(WalkthroughTable, PassesTheErrorsOfLayerNormOn)
{
    LayerNormParameters parameters;
    parameters.eps = -1;
    const Result<ExperimentTable> table = walkthroughTable({Tensor(), parameters});
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().text(), checkEps(-1).error().text());
}

} // namespace
} // namespace layernorm
