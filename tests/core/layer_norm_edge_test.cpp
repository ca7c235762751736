// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/exact_layer_norm.h"
#include "core/norm/layer_norm.h"

#include "core/tensor/random_tensor.h"
#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

// --------------------------------------------------------------------------------------------------------------
// Edges

template <typename T>
class Edges : public ::testing::Test
{
public:
    static constexpr DType dtype = dtypeOf<T>;

    [[nodiscard]] static Question constant(double value, std::int64_t dimension, double eps)
    {
        Question question{Tensor(Shape::of({2, dimension}), dtype), {}};
        question.input = mapped(question.input, [value](double) { return value; });
        question.parameters.eps = eps;
        return question;
    }
};

using Floats = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Edges, Floats);

constexpr std::array<double, 16> constants{0,    -0.0,   1,     0.1,   -0.3,  3.14,    1e6,        -1e6,
                                           1e-3, 1.0e10, 1e-20, 1e-30, 1e-38, 1.0 / 3, 123456.789, 16777215};
constexpr std::array<std::int64_t, 12> lengths{1, 2, 3, 5, 7, 15, 16, 17, 100, 769, 1000, 100'000};

TYPED_TEST(Edges, AConstantTokenGivesBetaExactly)
{
    for (const double value : constants)
        for (const std::int64_t dimension : lengths)
            for (const double eps : {1e-12, 1e-5, 10.0}) {
                Question question = this->constant(value, dimension, eps);
                SCOPED_TRACE("constant " + std::to_string(value) + ", " + describe(question));
                const LayerNormResult plain = question.result();
                ASSERT_EQ(largestMagnitude(plain.output), 0);
                ASSERT_EQ(largestMagnitude(plain.variance), 0);
                ASSERT_EQ(plain.mean.at(1), question.input.at(0));
                if (dimension > 1000)
                    continue;
                question.parameters.gamma = randn(Shape::of({dimension}), 1, question.input.dtype());
                question.parameters.beta = randn(Shape::of({dimension}), 2, question.input.dtype());
                const LayerNormResult affine = question.result();
                for (std::int64_t j = 0; j < 2 * dimension; ++j)
                    ASSERT_EQ(affine.output.at(j), question.parameters.beta->at(j % dimension));
            }
}

TYPED_TEST(Edges, AConstantTokenWithoutEpsGivesNan)
{
    for (const double value : constants)
        for (const std::int64_t dimension : lengths) {
            const Question question = this->constant(value, dimension, 0);
            const LayerNormResult result = question.result();
            SCOPED_TRACE("constant " + std::to_string(value) + ", " + describe(question));
            ASSERT_EQ(result.reciprocalStd.at(0), infinity);
            for (std::int64_t j = 0; j < 2 * dimension; ++j)
                ASSERT_TRUE(std::isnan(result.output.at(j))) << j;
        }
}

TYPED_TEST(Edges, AnEpsTooSmallForTheTypeIsZero)
{
    // 1e-46 is no float32 but 0, for the library as for us.
    const LayerNormResult result = this->constant(5, 4, 1e-46).result();
    EXPECT_EQ(std::isnan(result.output.at(0)), sizeof(TypeParam) == 4);
}

TYPED_TEST(Edges, ManyConstantsAreEachTheirOwnMean)
{
    Random random(14);
    for (int i = 0; i < 3000; ++i) {
        const double value = std::exp2(static_cast<double>(random() % 200) - 100) * normal(random);
        const Question question = this->constant(value, 1 + static_cast<std::int64_t>(random() % 2000), 1e-5);
        const LayerNormResult result = question.result();
        ASSERT_EQ(result.mean.at(0), question.input.at(0)) << value << ", " << describe(question);
        ASSERT_EQ(result.variance.at(0), 0) << value << ", " << describe(question);
        ASSERT_EQ(largestMagnitude(result.output), 0) << value << ", " << describe(question);
    }
}

TYPED_TEST(Edges, OneDimensionGivesBeta)
{
    Random random(15);
    Question question{anyNumbers(Shape::of({50, 1}), this->dtype, random, 7), {}};
    EXPECT_EQ(largestMagnitude(question.result().output), 0);
    question.parameters.gamma = Tensor(Shape::of({1}), std::vector<double>{3}).converted(this->dtype);
    question.parameters.beta = Tensor(Shape::of({1}), std::vector<double>{-2.5}).converted(this->dtype);
    const LayerNormResult result = question.result();
    for (std::int64_t j = 0; j < 50; ++j)
        EXPECT_EQ(result.output.at(j), -2.5);
    EXPECT_TRUE(sameBits(result.mean, question.input));
}

TYPED_TEST(Edges, TwoDimensionsGivePlusAndMinusTheSameNumber)
{
    Random random(16);
    for (const double eps : {0.0, 1e-5, 1.0}) {
        Question question{anyNumbers(Shape::of({500, 2}), this->dtype, random), {}};
        question.parameters.eps = eps;
        const LayerNormResult result = question.result();
        for (std::int64_t token = 0; token < 500; ++token) {
            const double difference = question.input.at(2 * token) - question.input.at(2 * token + 1);
            const double variance = difference * difference / 4;
            const double expected = std::copysign(std::sqrt(variance / (variance + eps)), difference);
            // The expectation has roundings of its own: four, half of them under the root.
            const double tolerance =
                (oneRounding * roundoff<TypeParam> + 4 * roundoff<double>)*std::abs(expected);
            ASSERT_NEAR(result.output.at(2 * token), expected, tolerance);
            ASSERT_NEAR(result.output.at(2 * token + 1), -expected, tolerance);
        }
    }
}

TYPED_TEST(Edges, NanAndInfinityMakeTheirTokenNan)
{
    for (const double spoiler : {nan, infinity, -infinity})
        for (const std::int64_t dimension : {1, 2, 15, 16, 17, 33, 2000})
            for (const std::int64_t place : {std::int64_t{0}, dimension / 2, dimension - 1}) {
                Question question{randn(Shape::of({3, dimension}), 1, this->dtype), {}};
                question.input.set(dimension + place, spoiler);
                const LayerNormResult result = question.result();
                SCOPED_TRACE(describe(question) + ", place " + std::to_string(place));
                ASSERT_TRUE(std::isnan(result.variance.at(1)));
                ASSERT_TRUE(std::isnan(result.reciprocalStd.at(1)));
                for (std::int64_t j = 0; j < 3 * dimension; ++j)
                    ASSERT_EQ(std::isnan(result.output.at(j)), j / dimension == 1) << j;
            }
}

TYPED_TEST(Edges, SquaresBeyondTheTypeAreNoSquaresBeyondTheArithmetic)
{
    // 1e30 squared is no float32. In float64 1e120 squared is a float64; 1e200 squared is not, see below.
    const double huge = sizeof(TypeParam) == 4 ? 1e30 : 1e120;
    const double tiny = sizeof(TypeParam) == 4 ? 1e-30 : 1e-120;
    for (const double scale : {huge, tiny, 1.0})
        for (const std::int64_t dimension : {2, 5, 12, 13, 100}) {
            Question question{randn(Shape::of({4, dimension}), 7, this->dtype), {}};
            const Question plain = question;
            question.input = mapped(question.input, [scale](double value) { return value * scale; });
            question.parameters.eps = 0;
            const LayerNormResult result = question.result();
            for (std::int64_t j = 0; j < 4 * dimension; ++j)
                ASSERT_EQ(result.output.at(j), static_cast<double>(static_cast<TypeParam>(
                                                   exactOutput(question.input, question.parameters, j))))
                    << scale << ", " << describe(question);
        }
}

TEST(EdgesOfFloat64, SquaresBeyondFloat64GiveZeroAsTheLibraryDoes)
{
    for (const std::int64_t dimension : {4, 12, 13, 100, 200'000}) {
        Question question{randn(Shape::of({2, dimension}), 7, DType::Float64), {}};
        question.input = mapped(question.input, [](double value) { return value * 1e200; });
        const LayerNormResult result = question.result();
        EXPECT_EQ(result.variance.at(0), infinity);
        EXPECT_EQ(result.reciprocalStd.at(0), 0);
        EXPECT_EQ(largestMagnitude(result.output), 0) << dimension;
    }
}

TYPED_TEST(Edges, SubnormalNumbersAreNormalizedWithoutEps)
{
    if (sizeof(TypeParam) == 8)
        GTEST_SKIP() << "the squares of float64 subnormals are 0";
    for (const std::int64_t dimension : {4, 13, 1000}) {
        Question question{randn(Shape::of({2, dimension}), 7, this->dtype), {}};
        question.input = mapped(question.input, [](double value) { return value * 1e-42; });
        question.parameters.eps = 0;
        const LayerNormResult result = question.result();
        for (std::int64_t j = 0; j < 2 * dimension; ++j)
            ASSERT_EQ(result.output.at(j), static_cast<double>(static_cast<float>(
                                               exactOutput(question.input, question.parameters, j))));
    }
}

TYPED_TEST(Edges, NanInGammaOrBetaReachesItsOwnPlacesOnly)
{
    Question question{randn(Shape::of({3, 4}), 1, this->dtype), {}};
    question.parameters.gamma = randn(Shape::of({4}), 2, this->dtype);
    question.parameters.beta = randn(Shape::of({4}), 3, this->dtype);
    question.parameters.gamma->set(1, nan);
    question.parameters.beta->set(2, infinity);
    const LayerNormResult result = question.result();
    for (std::int64_t j = 0; j < 12; ++j) {
        EXPECT_EQ(std::isnan(result.output.at(j)), j % 4 == 1) << j;
        EXPECT_EQ(std::isinf(result.output.at(j)), j % 4 == 2) << j;
    }
}

// --------------------------------------------------------------------------------------------------------------
// Errors

std::string refusal(const Tensor& input, const LayerNormParameters& parameters)
{
    const Result<LayerNormResult> result = layerNorm(input, parameters);
    EXPECT_FALSE(result.has_value());
    if (result)
        return "";
    const Result<void> checked = checkParameters(input, parameters);
    EXPECT_FALSE(checked.has_value());
    EXPECT_EQ(checked ? "" : checked.error().text(), result.error().text());
    return result.error().text();
}

class Refusal : public ::testing::Test
{
protected:
    const Tensor input{Shape::of({2, 3, 4}), DType::Float32};
    LayerNormParameters parameters;
};

TEST_F(Refusal, OfAnEpsThatIsNegativeOrNotFinite)
{
    const std::vector<std::pair<double, std::string>> refused{
        {-1e-5, "-1e-05"},
        {-std::numeric_limits<double>::denorm_min(), "-5e-324"},
        {nan, "nan"},
        {infinity, "inf"},
        {-infinity, "-inf"}};
    for (const auto& [eps, text] : refused) {
        parameters.eps = eps;
        const std::string sentence =
            "eps is " + text + "; it must be a finite number that is not negative, such as 1e-5";
        EXPECT_EQ(refusal(input, parameters), sentence);
        ASSERT_FALSE(checkEps(eps));
        EXPECT_EQ(checkEps(eps).error().text(), sentence);
    }
    for (const double eps : {0.0, -0.0, 1e-300, 1e300}) {
        EXPECT_TRUE(checkEps(eps)) << eps;
        parameters.eps = eps;
        EXPECT_TRUE(layerNorm(input, parameters)) << eps;
    }
}

TEST_F(Refusal, OfNormalizedDimensionsThatDoNotFit)
{
    for (const int dims : {0, -1, 4, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
        parameters.normalizedDims = dims;
        EXPECT_EQ(refusal(input, parameters),
                  std::to_string(dims) + " normalised dimensions do not fit the shape 2x3x4; choose 1 to 3");
    }
    for (const int dims : {1, 2, 3}) {
        parameters.normalizedDims = dims;
        EXPECT_TRUE(layerNorm(input, parameters));
    }
}

TEST_F(Refusal, OfGammaAndBetaOfAnotherShape)
{
    for (const Shape& shape : {Shape::of({3}), Shape::of({1, 4}), Shape::of({3, 4}), Shape::of({1})}) {
        parameters = {};
        parameters.gamma = Tensor(shape, DType::Float32);
        EXPECT_EQ(refusal(input, parameters), "gamma has the shape " + shape.text() +
                                                  "; it must be 4, the shape of the normalised dimensions");
        parameters = {};
        parameters.beta = Tensor(shape, DType::Float32);
        EXPECT_EQ(refusal(input, parameters), "beta has the shape " + shape.text() +
                                                  "; it must be 4, the shape of the normalised dimensions");
    }
    parameters.normalizedDims = 2;
    parameters.gamma = Tensor(Shape::of({3, 4}), DType::Float32);
    parameters.beta = Tensor(Shape::of({12}), DType::Float32);
    EXPECT_EQ(refusal(input, parameters),
              "beta has the shape 12; it must be 3x4, the shape of the normalised dimensions");
}

TEST_F(Refusal, OfGammaAndBetaOfAnotherType)
{
    parameters.gamma = Tensor(Shape::of({4}), DType::Float64);
    EXPECT_EQ(refusal(input, parameters), "gamma is float64 and the input is float32; convert one of them");
    parameters.gamma.reset();
    parameters.beta = Tensor(Shape::of({4}), DType::Float32);
    EXPECT_EQ(refusal(input.converted(DType::Float64), parameters),
              "beta is float32 and the input is float64; convert one of them");
}

} // namespace
} // namespace layernorm
