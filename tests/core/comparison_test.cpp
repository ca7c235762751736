// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/comparison.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <vector>

namespace layernorm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Tolerance exactly{0, 0};

template <typename T>
Tensor tensorOf(std::vector<T> values)
{
    const auto count = static_cast<std::int64_t>(values.size());
    return Tensor(Shape::of({count}), std::move(values));
}

template <typename T>
Comparison compared(std::vector<T> ours, std::vector<T> theirs, Tolerance tolerance = exactly)
{
    const Result<Comparison> comparison =
        compare(tensorOf(std::move(ours)), tensorOf(std::move(theirs)), tolerance);
    EXPECT_TRUE(comparison) << comparison.error().text();
    return comparison.value_or(Comparison{});
}

template <typename T>
std::uint64_t ulpBetween(T a, T b)
{
    const std::uint64_t forth = compared<T>({a}, {b}).ulp.at(0);
    EXPECT_EQ(compared<T>({b}, {a}).ulp.at(0), forth) << a << " and " << b;
    return forth;
}

/// How many representable numbers two of one type are apart, whatever the type.
template <typename T>
class UlpDistance : public testing::Test
{
public:
    using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

    /// The bits of infinity: the number of representable magnitudes below it, 0 included.
    static constexpr std::uint64_t finiteMagnitudes = std::bit_cast<Bits>(std::numeric_limits<T>::infinity());
};

using Floats = testing::Types<float, double>;
TYPED_TEST_SUITE(UlpDistance, Floats);

TYPED_TEST(UlpDistance, IsOneForNeighbours)
{
    using T = TypeParam;
    using Limits = std::numeric_limits<T>;
    for (const T value : {T(0), T(1), T(-1), T(0.1), T(1e-30), Limits::min(), -Limits::min(),
                          Limits::denorm_min(), -Limits::denorm_min(), Limits::max(), Limits::lowest()}) {
        EXPECT_EQ(ulpBetween(value, std::nextafter(value, Limits::infinity())), 1U) << value;
        EXPECT_EQ(ulpBetween(value, std::nextafter(value, -Limits::infinity())), 1U) << value;
        EXPECT_EQ(ulpBetween(value, value), 0U) << value;
    }
}

TYPED_TEST(UlpDistance, CountsAcrossBinadesAndAcrossZero)
{
    using T = TypeParam;
    using Limits = std::numeric_limits<T>;
    constexpr std::uint64_t perBinade = std::uint64_t{1} << (Limits::digits - 1);
    EXPECT_EQ(ulpBetween(T(1), T(2)), perBinade);
    EXPECT_EQ(ulpBetween(T(-4), T(-0.5)), 3 * perBinade);
    EXPECT_EQ(ulpBetween(Limits::denorm_min(), -Limits::denorm_min()), 2U);
    EXPECT_EQ(ulpBetween(3 * Limits::denorm_min(), -2 * Limits::denorm_min()), 5U);
    EXPECT_EQ(ulpBetween(Limits::min(), -Limits::min()), 2 * perBinade);
}

TYPED_TEST(UlpDistance, TakesBothZerosForOne)
{
    using T = TypeParam;
    using Limits = std::numeric_limits<T>;
    EXPECT_EQ(ulpBetween(T(0), T(-0.0)), 0U);
    EXPECT_EQ(ulpBetween(T(-0.0), Limits::denorm_min()), 1U);
    EXPECT_EQ(ulpBetween(T(-0.0), -Limits::denorm_min()), 1U);
}

TYPED_TEST(UlpDistance, ReachesFromEndToEnd)
{
    using T = TypeParam;
    using Limits = std::numeric_limits<T>;
    EXPECT_EQ(ulpBetween(Limits::max(), Limits::infinity()), 1U);
    EXPECT_EQ(ulpBetween(Limits::infinity(), Limits::infinity()), 0U);
    EXPECT_EQ(ulpBetween(T(0), Limits::infinity()), this->finiteMagnitudes);
    EXPECT_EQ(ulpBetween(-Limits::infinity(), Limits::infinity()), 2 * this->finiteMagnitudes);
    EXPECT_EQ(ulpBetween(Limits::lowest(), Limits::max()), 2 * this->finiteMagnitudes - 2);
}

TYPED_TEST(UlpDistance, OfNanIsNoNumber)
{
    using T = TypeParam;
    using Limits = std::numeric_limits<T>;
    const T positive = Limits::quiet_NaN();
    EXPECT_EQ(ulpBetween(positive, std::copysign(positive, T(-1))), 0U);
    for (const T value : {T(0), T(-1), Limits::infinity(), -Limits::infinity()}) {
        EXPECT_EQ(ulpBetween(positive, value), Comparison::incomparable);
        EXPECT_EQ(ulpBetween(-positive, value), Comparison::incomparable);
    }
}

TYPED_TEST(UlpDistance, IsTheNumberOfStepsTaken)
{
    using T = TypeParam;
    std::mt19937_64 random(3);
    for (int i = 0; i < 2000; ++i) {
        // Near zero, so that many of the walks cross it.
        const T start =
            std::numeric_limits<T>::denorm_min() * static_cast<T>(static_cast<int>(random() % 60) - 30);
        const std::uint64_t steps = random() % 50;
        T end = start;
        for (std::uint64_t step = 0; step < steps; ++step)
            end = std::nextafter(end, std::numeric_limits<T>::infinity());
        ASSERT_EQ(ulpBetween(start, end), steps) << start << " to " << end;
    }
}

TEST(IsClose, HoldsOnTheEdgeAndNotBeyond)
{
    // Powers of two: |ours - theirs| and atol + rtol * |theirs| are exact.
    const Tolerance tolerance{0x1p-10, 0x1p-12};
    const double edge = 4 + 0x1p-8 + 0x1p-12;
    EXPECT_TRUE(isClose(edge, 4, tolerance));
    EXPECT_FALSE(isClose(std::nextafter(edge, 5), 4, tolerance));
    EXPECT_TRUE(isClose(-edge, -4, tolerance));
    EXPECT_FALSE(isClose(std::nextafter(-edge, -5), -4, tolerance));
    EXPECT_TRUE(isClose(0x1p-12, 0, tolerance));
    EXPECT_FALSE(isClose(std::nextafter(0x1p-12, 1), 0, tolerance));
}

TEST(IsClose, MeasuresByTheirsAsNumpyDoes)
{
    const Tolerance half{0.5, 0};
    EXPECT_TRUE(isClose(1, 2, half));
    EXPECT_FALSE(isClose(2, 1, half));
}

TEST(IsClose, KnowsWhatIsNotFinite)
{
    const Tolerance generous{1e300, 1e300};
    EXPECT_TRUE(isClose(nan, -nan, exactly));
    EXPECT_TRUE(isClose(infinity, infinity, exactly));
    EXPECT_TRUE(isClose(-infinity, -infinity, exactly));
    EXPECT_FALSE(isClose(nan, 1, generous));
    EXPECT_FALSE(isClose(1, nan, generous));
    EXPECT_FALSE(isClose(infinity, -infinity, generous));
    EXPECT_FALSE(isClose(1, infinity, generous));
    EXPECT_FALSE(isClose(infinity, 1, generous));
    EXPECT_FALSE(isClose(nan, infinity, generous));
}

TEST(ToleranceFor, IsTheContracts)
{
    EXPECT_EQ(toleranceFor(DType::Float32).rtol, 1e-5);
    EXPECT_EQ(toleranceFor(DType::Float32).atol, 1e-6);
    EXPECT_EQ(toleranceFor(DType::Float64).rtol, 1e-12);
    EXPECT_EQ(toleranceFor(DType::Float64).atol, 1e-12);
}

TEST(AbsoluteDifference, CountsEqualInfinitiesAndTwoNanAsNothing)
{
    EXPECT_EQ(absoluteDifference(1.5, -2), 3.5);
    EXPECT_EQ(absoluteDifference(0, -0.0), 0);
    EXPECT_EQ(absoluteDifference(infinity, infinity), 0);
    EXPECT_EQ(absoluteDifference(infinity, -infinity), infinity);
    EXPECT_EQ(absoluteDifference(nan, nan), 0);
    EXPECT_TRUE(std::isnan(absoluteDifference(nan, infinity)));
}

TEST(Compare, AgreesOnTheEdgeAndCountsWhatIsBeyond)
{
    const double edge = 0x1p-12;
    const Tolerance tolerance{0, edge};
    const double beyond = std::nextafter(edge, 1);
    EXPECT_TRUE(compared<double>({0, edge, -edge}, {0, 0, 0}, tolerance).agrees());
    const Comparison comparison = compared<double>({0, beyond, edge, -beyond}, {0, 0, 0, 0}, tolerance);
    EXPECT_FALSE(comparison.agrees());
    EXPECT_EQ(comparison.disagreeing, 2);
    EXPECT_EQ(comparison.tolerance.atol, edge);
    EXPECT_EQ(comparison.tolerance.rtol, 0);
}

TEST(Compare, ComputesFloat32WithoutRoundingAgain)
{
    // In float32 the difference of 2^-25 would still be exact, but rtol * |theirs| would be rounded up to it.
    const float theirs = 0x1.000002p0F;
    const float ours = 1;
    const Tolerance tolerance{0x1.fffffep-24, 0};
    EXPECT_GT(tolerance.rtol * static_cast<double>(theirs), 0x1p-23);
    EXPECT_TRUE(compared<float>({ours}, {theirs}, tolerance).agrees());
    EXPECT_FALSE(compared<float>({ours}, {theirs}, {0x1.fffff8p-24, 0}).agrees());
}

TEST(Compare, FindsTheFirstOfTheWorst)
{
    const Comparison comparison = compared<float>({1, 5, 2, 7, 9}, {1, 2, 3, 4, 8});
    EXPECT_EQ(comparison.maxAbsDifference, 3);
    EXPECT_EQ(comparison.worstIndex, 1);
    EXPECT_EQ(comparison.disagreeing, 4);
    EXPECT_EQ(comparison.ulp.size(), 5U);
    EXPECT_EQ(comparison.ulp[0], 0U);
}

TEST(Compare, TakesTheLargestUlpDistanceFromWhereverItIs)
{
    // The last pair is closer than the first by far, and further in steps.
    const Comparison comparison = compared<float>({1000, 1e-30F}, {1001, 2e-30F});
    EXPECT_EQ(comparison.maxAbsDifference, 1);
    EXPECT_EQ(comparison.worstIndex, 0);
    EXPECT_EQ(comparison.maxUlpDifference, comparison.ulp[1]);
    EXPECT_GT(comparison.ulp[1], comparison.ulp[0]);
}

TEST(Compare, OfEqualTensorsIsZeroAtTheFirst)
{
    const Comparison comparison = compared<double>({nan, infinity, -0.0, 3}, {nan, infinity, 0.0, 3});
    EXPECT_TRUE(comparison.agrees());
    EXPECT_EQ(comparison.maxAbsDifference, 0);
    EXPECT_EQ(comparison.maxUlpDifference, 0U);
    EXPECT_EQ(comparison.worstIndex, 0);
    EXPECT_EQ(comparison.ulp, std::vector<std::uint64_t>(4, 0));
}

TEST(Compare, HoldsANanOnOneSideForTheWorst)
{
    const Tolerance generous{1, 1e6};
    const Comparison comparison =
        compared<float>({1, 2, std::nanf(""), 4}, {HUGE_VALF, 9, 3, std::nanf("")}, generous);
    EXPECT_TRUE(std::isnan(comparison.maxAbsDifference));
    EXPECT_EQ(comparison.worstIndex, 2);
    EXPECT_EQ(comparison.maxUlpDifference, Comparison::incomparable);
    EXPECT_EQ(comparison.disagreeing, 3);
}

TEST(Compare, RefusesOtherShapesAndTypesAndNamesBoth)
{
    const Tensor row(Shape::of({2, 3}), DType::Float32);
    const auto refusal = [&row](const Tensor& theirs) {
        const Result<Comparison> comparison = compare(row, theirs, exactly);
        EXPECT_FALSE(comparison);
        return comparison ? "" : comparison.error().text();
    };
    EXPECT_EQ(refusal(Tensor(Shape::of({3, 2}), DType::Float32)),
              "The library's result is float32 of shape 3x2 and ours is float32 of shape 2x3; only equal "
              "shapes and "
              "types can be compared");
    EXPECT_NE(refusal(Tensor(Shape::of({2, 3}), DType::Float64)).find("float64 of shape 2x3"),
              std::string::npos);
    refusal(Tensor(Shape::of({6}), DType::Float32));
    refusal(Tensor(Shape::of({1, 2, 3}), DType::Float32));
}

} // namespace
} // namespace layernorm
