// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor.h"

#include "core/explore/value_range.h"
#include "core/tensor/tensor_edit.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <stdexcept>
#include <variant>
#include <vector>

namespace layernorm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(DType, HasANameThatReadsBack)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Result<DType> parsed = parseDType(name(dtype));
        ASSERT_TRUE(parsed) << parsed.error().text();
        EXPECT_EQ(*parsed, dtype);
    }
    EXPECT_EQ(sizeOf(DType::Float32), 4U);
    EXPECT_EQ(sizeOf(DType::Float64), 8U);
}

TEST(DType, RefusesOtherTextAndQuotesIt)
{
    for (const char* text : {"", "float", "float16", "Float32", "float32 ", "double"}) {
        const Result<DType> parsed = parseDType(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().text(),
                  "The type \"" + std::string(text) + "\" is unknown; use float32 or float64");
    }
}

TEST(Tensor, BeginsWithZeros)
{
    EXPECT_EQ(Tensor().shape(), Shape());
    EXPECT_EQ(Tensor().dtype(), DType::Float32);
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor tensor(Shape::of({3, 5}), dtype);
        EXPECT_EQ(tensor.dtype(), dtype);
        EXPECT_EQ(tensor.elements(), 15);
        EXPECT_EQ(tensor.bytes().size(), 15 * sizeOf(dtype));
        EXPECT_TRUE(std::all_of(tensor.bytes().begin(), tensor.bytes().end(),
                                [](std::byte byte) { return byte == std::byte{0}; }));
    }
}

TEST(Tensor, TakesItsTypeFromTheValues)
{
    EXPECT_EQ(Tensor(Shape::of({2}), std::vector<float>{1, 2}).dtype(), DType::Float32);
    EXPECT_EQ(Tensor(Shape::of({2}), std::vector<double>{1, 2}).dtype(), DType::Float64);
}

TEST(Tensor, ThrowsUnlessThereAreAsManyValuesAsElements)
{
    EXPECT_THROW(Tensor(Shape::of({2, 2}), std::vector<float>(3)), std::logic_error);
    EXPECT_THROW(Tensor(Shape::of({2, 2}), std::vector<double>(5)), std::logic_error);
    EXPECT_THROW(Tensor(Shape(), std::vector<float>{}), std::logic_error);
    EXPECT_NO_THROW(Tensor(Shape::of({2, 2}), std::vector<double>(4)));
}

TEST(Tensor, ThrowsWhenReadAsTheOtherType)
{
    const Tensor single(Shape::of({2}), DType::Float32);
    Tensor twofold(Shape::of({2}), DType::Float64);
    EXPECT_THROW(static_cast<void>(single.values<double>()), std::bad_variant_access);
    EXPECT_THROW(static_cast<void>(twofold.values<float>()), std::bad_variant_access);
}

TEST(Tensor, SetRoundsToItsTypeAndAtWidensExactly)
{
    Tensor single(Shape::of({3}), DType::Float32);
    single.set(1, 0.1);
    EXPECT_EQ(single.at(1), static_cast<double>(0.1F));
    EXPECT_EQ(single.at(0), 0);
    EXPECT_EQ(single.at(2), 0);
    single.set(2, 1 + 0x1p-24); // the middle of two floats goes to the even one
    EXPECT_EQ(single.at(2), 1);
    single.set(2, 1e300);
    EXPECT_EQ(single.at(2), infinity);
    Tensor twofold(Shape::of({1}), DType::Float64);
    twofold.set(0, 0.1);
    EXPECT_EQ(twofold.at(0), 0.1);
}

TEST(Tensor, ShowsItsBytesInRowMajorOrder)
{
    Tensor tensor(Shape::of({2, 2}), std::vector<float>{1, 2, 3, 4});
    float third = 0;
    std::memcpy(&third, tensor.bytes().data() + 2 * sizeof(float), sizeof third);
    EXPECT_EQ(third, 3);
    const double other = -7.5;
    Tensor twofold(Shape::of({3}), DType::Float64);
    std::memcpy(twofold.bytes().data() + sizeof other, &other, sizeof other);
    EXPECT_EQ(twofold.at(1), other);
    EXPECT_EQ(twofold.at(0), 0);
}

TEST(Tensor, IsCopiedWithItsValues)
{
    const Tensor original(Shape::of({2}), std::vector<float>{1, 2});
    Tensor copy = original;
    copy.set(0, 9);
    EXPECT_EQ(original.at(0), 1);
}

TEST(Tensor, ReshapedKeepsTheValues)
{
    const Tensor tensor(Shape::of({2, 3}), std::vector<double>{1, 2, 3, 4, 5, 6});
    const Tensor flat = tensor.reshaped(Shape::of({6}));
    EXPECT_EQ(flat.shape(), Shape::of({6}));
    EXPECT_EQ(flat.at(4), 5);
    EXPECT_TRUE(sameBits(flat.reshaped(Shape::of({2, 3})), tensor));

    Tensor moved = tensor;
    const double* values = moved.values<double>().data();
    const Tensor column = std::move(moved).reshaped(Shape::of({6, 1}));
    EXPECT_EQ(column.values<double>().data(), values); // no copy
    EXPECT_THROW(static_cast<void>(tensor.reshaped(Shape::of({5}))), std::logic_error);
    EXPECT_THROW(static_cast<void>(Tensor(tensor).reshaped(Shape::of({7}))), std::logic_error);
}

TEST(Tensor, ConvertedWidensExactlyAndRoundsToNearest)
{
    const Tensor single(Shape::of({6}),
                        std::vector<float>{0.1F, -0.0F, 1e-45F, 3.4e38F, -HUGE_VALF, std::nanf("")});
    const Tensor widened = single.converted(DType::Float64);
    for (std::int64_t i = 0; i < 5; ++i)
        EXPECT_EQ(widened.at(i), single.at(i));
    EXPECT_TRUE(std::signbit(widened.at(1)));
    EXPECT_TRUE(std::isnan(widened.at(5)));
    EXPECT_TRUE(sameBits(widened.converted(DType::Float32), single));
    EXPECT_TRUE(sameBits(widened.converted(DType::Float64), widened));

    const Tensor twofold(Shape::of({4}), std::vector<double>{0.1, 1e-46, 1e39, 1 + 0x1.8p-24});
    const std::vector<float> rounded{0.1F, 0, HUGE_VALF, 1 + 0x1p-23F};
    EXPECT_TRUE(sameBits(twofold.converted(DType::Float32), Tensor(Shape::of({4}), rounded)));
}

TEST(SameBits, TellsWhatEqualityDoesNot)
{
    const auto one = [](double value, DType dtype = DType::Float64) {
        Tensor tensor(Shape(), dtype);
        tensor.set(0, value);
        return tensor;
    };
    EXPECT_TRUE(sameBits(one(1), one(1)));
    EXPECT_FALSE(sameBits(one(0), one(-0.0)));
    EXPECT_TRUE(sameBits(one(nan), one(nan)));
    const double other = std::bit_cast<double>(std::bit_cast<std::uint64_t>(nan) + 1);
    EXPECT_FALSE(sameBits(one(nan), one(other)));
    EXPECT_FALSE(sameBits(one(1), one(1, DType::Float32)));
    EXPECT_FALSE(sameBits(one(1), one(std::nextafter(1.0, 2.0))));
    EXPECT_FALSE(sameBits(one(1), one(1).reshaped(Shape::of({1, 1}))));
}

/// 1, 2, 3, ... and the type's own rounding of 0.1 added, so that a value out of place shows.
Tensor counted(const Shape& shape, DType dtype, double first)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, first + static_cast<double>(i) + 0.1);
    return tensor;
}

using Indices = std::vector<std::int64_t>;

Indices indicesOf(std::int64_t place, const Shape& shape)
{
    Indices indices(static_cast<std::size_t>(shape.rank()));
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
        indices[static_cast<std::size_t>(axis)] = place % shape[axis];
        place /= shape[axis];
    }
    return indices;
}

/// -1 for an element outside.
std::int64_t placeOf(const Indices& indices, const Shape& shape)
{
    std::int64_t place = 0;
    for (int axis = 0; axis < shape.rank(); ++axis) {
        const std::int64_t index = indices[static_cast<std::size_t>(axis)];
        if (index >= shape[axis])
            return -1;
        place = place * shape[axis] + index;
    }
    return place;
}

void expectKept(const Tensor& old, const Tensor& fill)
{
    const Tensor kept = keepingValues(old, fill);
    ASSERT_EQ(kept.shape(), fill.shape());
    ASSERT_EQ(kept.dtype(), fill.dtype());
    for (std::int64_t i = 0; i < kept.elements(); ++i) {
        const std::int64_t before = placeOf(indicesOf(i, kept.shape()), old.shape());
        Tensor expected(Shape(), fill.dtype());
        expected.set(0, before < 0 ? fill.at(i) : old.at(before));
        ASSERT_EQ(kept.at(i), expected.at(0))
            << old.shape().text() << " in " << kept.shape().text() << ", element " << i;
    }
}

TEST(KeepingValues, GrowsAndShrinksAlongEachAxis)
{
    const Tensor old(Shape::of({2, 3}), std::vector<float>{1, 2, 3, 4, 5, 6});
    const auto kept = [&old](const Shape& shape) {
        const Tensor fill(shape, std::vector<float>(static_cast<std::size_t>(shape.elements()), -1.0F));
        const Tensor result = keepingValues(old, fill);
        const auto values = result.values<float>();
        return std::vector<float>(values.begin(), values.end());
    };
    EXPECT_EQ(kept(Shape::of({2, 3})), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(kept(Shape::of({3, 3})), (std::vector<float>{1, 2, 3, 4, 5, 6, -1, -1, -1}));
    EXPECT_EQ(kept(Shape::of({2, 4})), (std::vector<float>{1, 2, 3, -1, 4, 5, 6, -1}));
    EXPECT_EQ(kept(Shape::of({1, 3})), (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(kept(Shape::of({2, 2})), (std::vector<float>{1, 2, 4, 5}));
    EXPECT_EQ(kept(Shape::of({3, 2})), (std::vector<float>{1, 2, 4, 5, -1, -1}));
    EXPECT_EQ(kept(Shape::of({1, 1})), (std::vector<float>{1}));
}

TEST(KeepingValues, IsWhatALoopOverTheIndicesGives)
{
    std::mt19937 random(5);
    const auto anyShape = [&random](std::size_t rank) {
        std::vector<std::int64_t> extents(rank);
        for (std::int64_t& extent : extents)
            extent = 1 + static_cast<std::int64_t>(random() % 4);
        return *Shape::make(extents);
    };
    for (int i = 0; i < 2000 && !HasFatalFailure(); ++i) {
        const std::size_t rank = 1 + random() % 5;
        const DType from = random() % 2 == 0 ? DType::Float32 : DType::Float64;
        const DType to = random() % 2 == 0 ? DType::Float32 : DType::Float64;
        expectKept(counted(anyShape(rank), from, 1000), counted(anyShape(rank), to, -1000));
    }
}

TEST(KeepingValues, ReachesRankEight)
{
    expectKept(counted(Shape::of({2, 1, 2, 1, 3, 1, 2, 2}), DType::Float64, 100),
               counted(Shape::of({1, 2, 2, 2, 2, 1, 3, 1}), DType::Float32, -100));
}

TEST(KeepingValues, ThrowsForAnotherRank)
{
    const Tensor row(Shape::of({4}), DType::Float32);
    EXPECT_THROW(static_cast<void>(keepingValues(row, row.reshaped(Shape::of({1, 4})))), std::logic_error);
    EXPECT_THROW(static_cast<void>(keepingValues(row.reshaped(Shape::of({1, 4})), row)), std::logic_error);
}

template <typename T>
ValueRange rangeOf(std::vector<T> values)
{
    const auto count = static_cast<std::int64_t>(values.size());
    return finiteRange(Tensor(Shape::of({count}), std::move(values)));
}

TEST(FiniteRange, PassesOverWhatIsNotFinite)
{
    const ValueRange range = rangeOf<double>({nan, -3, infinity, 2, -infinity, 0.5, nan});
    EXPECT_EQ(range.minimum, -3);
    EXPECT_EQ(range.maximum, 2);
    EXPECT_EQ(range.magnitude, 3);
    const ValueRange positive = rangeOf<float>({4, std::nanf(""), 7});
    EXPECT_EQ(positive.minimum, 4);
    EXPECT_EQ(positive.maximum, 7);
    EXPECT_EQ(positive.magnitude, 7);
}

TEST(FiniteRange, IsZeroWhenNothingIsFinite)
{
    const ValueRange range = rangeOf<double>({nan, infinity, -infinity});
    EXPECT_EQ(range.minimum, 0);
    EXPECT_EQ(range.maximum, 0);
    EXPECT_EQ(range.magnitude, 0);
}

} // namespace
} // namespace layernorm
