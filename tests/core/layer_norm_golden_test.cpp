// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm.h"

#include "core/tensor/random_tensor.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

// --------------------------------------------------------------------------------------------------------------
// Golden numbers of torch

struct Golden {
    std::string head; ///< the line it was read from
    DType dtype = DType::Float32;
    Shape shape;
    LayerNormParameters parameters;
    double offset = 0;
    std::uint64_t seed = 0;
    std::vector<double> output;
    std::vector<double> mean;
    std::vector<double> rstd;
};

/// As `numbers` of write_layer_norm.py.
Tensor goldenNumbers(const Shape& shape, std::uint64_t seed, double offset, DType dtype)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        std::uint64_t bits = (static_cast<std::uint64_t>(i) + (seed << 32) + 1) * 0x9E3779B97F4A7C15U;
        bits = (bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9U;
        const double uniform = static_cast<double>(bits >> 40) * 0x1p-22 - 2;
        tensor.set(i, static_cast<double>(static_cast<float>(uniform + offset)));
    }
    return tensor;
}

/// The hexadecimal floats of a line, after its name.
std::vector<double> goldenLine(std::ifstream& file, const std::string& name)
{
    std::string line;
    std::getline(file, line);
    std::istringstream words(line);
    std::string word;
    words >> word;
    EXPECT_EQ(word, name);
    std::vector<double> numbers;
    while (words >> word)
        numbers.push_back(std::strtod(word.c_str(), nullptr));
    return numbers;
}

std::vector<Golden> goldenCases()
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-layer-norm.txt");
    std::vector<Golden> cases;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string word, dtype, shape, eps;
        bool gamma = false;
        bool beta = false;
        Golden golden;
        words >> word >> dtype >> shape >> golden.parameters.normalizedDims >> eps >> gamma >> beta >>
            golden.offset >> golden.seed;
        EXPECT_EQ(word, "case");
        golden.head = line;
        golden.dtype = *parseDType(dtype);
        golden.shape = *Shape::parse(shape);
        golden.parameters.eps = std::strtod(eps.c_str(), nullptr);
        const Shape trailing = golden.shape.trailing(golden.parameters.normalizedDims);
        if (gamma)
            golden.parameters.gamma = goldenNumbers(trailing, golden.seed + 1000, 0, golden.dtype);
        if (beta)
            golden.parameters.beta = goldenNumbers(trailing, golden.seed + 2000, 0, golden.dtype);
        golden.output = goldenLine(file, "output");
        golden.mean = goldenLine(file, "mean");
        golden.rstd = goldenLine(file, "rstd");
        cases.push_back(std::move(golden));
    }
    return cases;
}

/// |ours - theirs| <= atol + rtol * |theirs|, NaN for NaN and infinity for infinity.
void expectClose(const Tensor& ours, const std::vector<double>& theirs, double rtol, double atol,
                 const char* what)
{
    ASSERT_EQ(static_cast<std::size_t>(ours.elements()), theirs.size()) << what;
    for (std::int64_t i = 0; i < ours.elements(); ++i) {
        const double expected = theirs[static_cast<std::size_t>(i)];
        if (std::isnan(expected)) {
            EXPECT_TRUE(std::isnan(ours.at(i))) << what << ' ' << i << " is " << ours.at(i);
        } else if (std::isinf(expected)) {
            EXPECT_EQ(ours.at(i), expected) << what << ' ' << i;
        } else {
            EXPECT_LE(std::abs(ours.at(i) - expected), atol + rtol * std::abs(expected))
                << what << ' ' << i << " is " << ours.at(i) << " and torch has " << expected;
        }
    }
}

/// The finite magnitudes only.
double largestOf(const std::vector<double>& values)
{
    double largest = 0;
    for (const double value : values)
        largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
    return largest;
}

class GoldenNumbers : public ::testing::Test
{
protected:
    const std::vector<Golden> cases = goldenCases();
};

TEST_F(GoldenNumbers, CoverEveryRankAndNumberOfNormalizedDimensions)
{
    std::array<std::array<int, 9>, 9> seen{};
    for (const Golden& golden : cases)
        ++seen[static_cast<std::size_t>(golden.shape.rank())]
              [static_cast<std::size_t>(golden.parameters.normalizedDims)];
    for (std::size_t rank = 1; rank <= 8; ++rank)
        for (std::size_t dims = 1; dims <= rank; ++dims)
            EXPECT_GE(seen[rank][dims], 2) << rank << " " << dims;
    EXPECT_EQ(cases.size(), 138U);
}

TEST_F(GoldenNumbers, AreOursInFloat64)
{
    for (const Golden& golden : cases) {
        if (golden.dtype != DType::Float64)
            continue;
        SCOPED_TRACE(golden.head);
        const Tensor input = goldenNumbers(golden.shape, golden.seed, golden.offset, golden.dtype);
        const LayerNormResult ours = *layerNorm(input, golden.parameters);
        // torch takes x * rstd * gamma - mean * rstd * gamma and loses there what both have in common: some
        // roundings of numbers up to 2 * (2 + offset) * rstd.
        const double common = 4 * (2 + golden.offset) * std::max(1.0, largestOf(golden.rstd));
        const double some = 4 * roundoff<double>;
        expectClose(ours.output, golden.output, some, some * common, "output");
        expectClose(ours.mean, golden.mean, some, some * (2 + golden.offset), "mean");
        // Its variance drifts with the mean; the rounding of each deviation is one of numbers up to 2 +
        // offset.
        expectClose(ours.reciprocalStd, golden.rstd, some * (2 + golden.offset), 0, "rstd");
    }
}

TEST_F(GoldenNumbers, AreOursInFloat32WithinTheTolerancePeopleUse)
{
    for (const Golden& golden : cases) {
        if (golden.dtype != DType::Float32 || golden.offset > 100)
            continue;
        SCOPED_TRACE(golden.head);
        const Tensor input = goldenNumbers(golden.shape, golden.seed, golden.offset, golden.dtype);
        const LayerNormResult ours = *layerNorm(input, golden.parameters);
        // torch takes x * rstd - mean * rstd, where a constant token with a tiny eps leaves roundings of x *
        // rstd.
        const double lost =
            largestOf(golden.rstd) > 1e3 ? 2 * roundoff<float> * 2 * largestOf(golden.rstd) : 0;
        expectClose(ours.output, golden.output, 1e-5, 1e-6 + lost, "output");
        expectClose(ours.mean, golden.mean, 1e-5, 1e-6, "mean");
        expectClose(ours.reciprocalStd, golden.rstd, 1e-5, 1e-6, "rstd");
    }
}

TEST_F(GoldenNumbers, OfFloat64AreOursInFloat32)
{
    for (const Golden& golden : cases) {
        if (golden.dtype != DType::Float64)
            continue;
        SCOPED_TRACE(golden.head);
        // The numbers are float32 in both types, so this is the same question.
        LayerNormParameters parameters = golden.parameters;
        for (std::optional<Tensor>* values : {&parameters.gamma, &parameters.beta})
            if (*values)
                *values = (*values)->converted(DType::Float32);
        const Tensor input = goldenNumbers(golden.shape, golden.seed, golden.offset, DType::Float32);
        const LayerNormResult ours = *layerNorm(input, parameters);
        // 5 roundings of the normalised value (see fewRoundings), one of the product with gamma (2 at
        // most) and one of the sum with beta (2 at most); eps is rounded, too, which is half a rounding of
        // rstd.
        const double normalized = golden.parameters.gamma || golden.parameters.beta
                                      ? 2 * std::sqrt(static_cast<double>(input.shape().trailingElements(
                                                golden.parameters.normalizedDims)))
                                      : 0;
        const double largest = std::min(largestOf(golden.output) + normalized, 20.0);
        expectClose(ours.output, golden.output, 0, 7 * roundoff<float> * largest, "output");
        // A mean near 0 is as good as the largest deviation from it, 4, is rounded.
        expectClose(ours.mean, golden.mean, roundoff<float>, 4 * roundoff<float>, "mean");
        expectClose(ours.reciprocalStd, golden.rstd, 4 * roundoff<float>, 0, "rstd");
    }
}

// --------------------------------------------------------------------------------------------------------------
// Published worked examples

Tensor rowsOf(const Shape& shape, const std::vector<double>& values, DType dtype)
{
    return Tensor(shape, values).converted(dtype);
}

void expectValues(const Tensor& tensor, const std::vector<double>& expected, double tolerance)
{
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(tensor.at(static_cast<std::int64_t>(i)), expected[i], tolerance) << "element " << i;
}

class WorkedExamples : public ::testing::TestWithParam<DType>
{
protected:
    // As many digits as the examples print, and the roundings of the type.
    [[nodiscard]] static double digits(int count)
    {
        return 0.51 * std::pow(10, -count) + 8 * roundoffOf(GetParam());
    }
};

INSTANTIATE_TEST_SUITE_P(Types, WorkedExamples, ::testing::Values(DType::Float32, DType::Float64),
                         [](const auto& instance) { return std::string(name(instance.param)); });

// The numbers of torch.manual_seed(42); torch.randn(2, 3, 4) as far as they are printed.
const std::vector<double> seed42{1.9269,  1.4873,  0.9007, -2.1055, 0.6784,  -1.2345,
                                 -0.0431, -1.6047, 0.3559, -0.6866, -0.4934, 0.2415};

TEST_P(WorkedExamples, Seed42OverTheLastDimension)
{
    const Tensor input = rowsOf(Shape::of({3, 4}), seed42, GetParam());
    const LayerNormResult result = *layerNorm(input, {});
    EXPECT_NEAR(result.mean.at(0), 0.55235, digits(6));
    EXPECT_NEAR(result.variance.at(0), 2.487258388, digits(9) * 2);
    expectValues(result.output, {0.87156387, 0.59282575, 0.22087903, -1.68526865}, digits(8));
}

TEST_P(WorkedExamples, Seed42OverTheLastTwoDimensions)
{
    LayerNormParameters parameters;
    parameters.normalizedDims = 2;
    const LayerNormResult result = *layerNorm(rowsOf(Shape::of({3, 4}), seed42, GetParam()), parameters);
    EXPECT_EQ(result.mean.elements(), 1);
    EXPECT_NEAR(result.mean.at(0), -0.04809167, digits(8));
    EXPECT_NEAR(result.variance.at(0), 1.38355239, digits(8));
}

TEST_P(WorkedExamples, Seed0)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0).converted(GetParam());
    expectValues(layerNorm(input, {})->output, {-0.9539, -1.0196, 1.2137, 0.7598}, digits(4));
}

TEST_P(WorkedExamples, SmallWholeNumbers)
{
    const Tensor input = rowsOf(Shape::of({3, 4}), {1, 2, 4, 1, 6, 3, 2, 4, 2, 4, 6, 1}, GetParam());
    expectValues(
        layerNorm(input, {})->output,
        {-0.8165, 0, 1.6330, -0.8165, 1.5213, -0.5071, -1.1832, 0.1690, -0.6509, 0.3906, 1.4321, -1.1717},
        digits(4));
}

TEST_P(WorkedExamples, OneHotAgainstTheWrongFormula)
{
    const LayerNormResult result = *layerNorm(rowsOf(Shape::of({4}), {1, 0, 0, 0}, GetParam()), {});
    // 1.5 and -0.5 would be the unbiased standard deviation with eps added to it.
    expectValues(result.output, {1.7320, -0.5773, -0.5773, -0.5773}, digits(4));
    EXPECT_NEAR(result.variance.at(0), 0.1875, digits(9));
}

} // namespace
} // namespace layernorm
