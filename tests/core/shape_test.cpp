// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/shape.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using Extents = std::vector<std::int64_t>;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::string refusal(const Result<Shape>& shape)
{
    EXPECT_FALSE(shape.has_value()) << (shape ? shape->text() : "");
    return shape ? "" : shape.error().text();
}

Extents parsed(const std::string& text)
{
    const Result<Shape> shape = Shape::parse(text);
    EXPECT_TRUE(shape.has_value()) << '"' << text << "\": " << (shape ? "" : shape.error().text());
    return shape ? shape->extents() : Extents{};
}

TEST(Shape, IsASingleElementAtFirst)
{
    EXPECT_EQ(Shape().extents(), Extents{1});
    EXPECT_EQ(Shape().elements(), 1);
}

TEST(Shape, TakesRankOneToEight)
{
    Extents extents;
    for (int rank = 1; rank <= Shape::maxRank; ++rank) {
        extents.push_back(rank);
        const Result<Shape> shape = Shape::make(extents);
        ASSERT_TRUE(shape) << shape.error().text();
        EXPECT_EQ(shape->rank(), rank);
        EXPECT_EQ(shape->extents(), extents);
    }
}

TEST(Shape, RefusesRankZeroAndNine)
{
    EXPECT_EQ(refusal(Shape::make({})), "The shape has 0 dimensions; give 1 to 8 of them, such as 2,3,4");
    EXPECT_EQ(refusal(Shape::make(Extents(9, 1))),
              "The shape has 9 dimensions; give 1 to 8 of them, such as 2,3,4");
    refusal(Shape::make(Extents(1000, 1)));
}

TEST(Shape, RefusesEmptyAndNegativeExtentsAndNamesThem)
{
    EXPECT_EQ(refusal(Shape::make({2, 0, 4})),
              "The shape 2x0x4 has a dimension of size 0; every size must be at least 1");
    EXPECT_EQ(refusal(Shape::make({-3})),
              "The shape -3 has a dimension of size -3; every size must be at least 1");
    refusal(Shape::make({1, std::numeric_limits<std::int64_t>::min()}));
    // Two negative extents would make a positive number of elements.
    refusal(Shape::make({-2, -3}));
}

TEST(Shape, EndsAtTheLargestNumberOfElements)
{
    EXPECT_TRUE(Shape::make({Shape::maxElements}));
    EXPECT_TRUE(Shape::make({8000, 8000}));
    EXPECT_EQ(refusal(Shape::make({Shape::maxElements + 1})),
              "The shape 64000001 has more than 64 million elements; choose a smaller one");
    EXPECT_EQ(refusal(Shape::make({8000, 8001})),
              "The shape 8000x8001 has more than 64 million elements; choose a smaller one");
}

TEST(Shape, IsNotDeceivedByOverflow)
{
    refusal(Shape::make({largest}));
    refusal(Shape::make({largest, largest, largest}));
    // Products that wrap around to 0, -2 and 2.
    refusal(Shape::make({4, std::int64_t{1} << 62}));
    refusal(Shape::make({2, largest}));
    refusal(Shape::make({3, 6'148'914'691'236'517'206}));
    // What follows a product too large is looked at no more, but a 0 before it is.
    EXPECT_NE(refusal(Shape::make({0, largest})).find("size 0"), std::string::npos);
}

TEST(Shape, OfThrowsWhatMakeRefuses)
{
    EXPECT_EQ(Shape::of({2, 3, 4}).extents(), (Extents{2, 3, 4}));
    EXPECT_THROW(static_cast<void>(Shape::of({})), std::logic_error);
    EXPECT_THROW(static_cast<void>(Shape::of({2, 0})), std::logic_error);
    EXPECT_THROW(static_cast<void>(Shape::of({1, 1, 1, 1, 1, 1, 1, 1, 1})), std::logic_error);
}

TEST(Shape, CountsAxesFromEitherEnd)
{
    const Shape shape = Shape::of({2, 3, 5, 7});
    for (int axis = 0; axis < 4; ++axis) {
        EXPECT_EQ(shape[axis], shape.extents()[static_cast<std::size_t>(axis)]);
        EXPECT_EQ(shape[axis - 4], shape[axis]);
    }
    EXPECT_THROW(static_cast<void>(shape[4]), std::out_of_range);
    EXPECT_THROW(static_cast<void>(shape[-5]), std::out_of_range);
}

TEST(Shape, SplitsIntoTokensAndWhatTheyHold)
{
    std::mt19937 random(1);
    for (int i = 0; i < 1000; ++i) {
        Extents extents(1 + random() % 8);
        for (std::int64_t& extent : extents)
            extent = 1 + static_cast<std::int64_t>(random() % 6);
        const Shape shape = *Shape::make(extents);
        for (int dims = 1; dims <= shape.rank(); ++dims) {
            const Shape trailing = shape.trailing(dims);
            const Shape reduced = shape.reduced(dims);
            ASSERT_EQ(trailing.rank(), dims);
            ASSERT_EQ(reduced.rank(), shape.rank());
            ASSERT_EQ(trailing.elements(), shape.trailingElements(dims));
            ASSERT_EQ(reduced.elements() * trailing.elements(), shape.elements());
            for (int axis = 1; axis <= shape.rank(); ++axis)
                ASSERT_EQ(reduced[-axis], axis <= dims ? 1 : shape[-axis]);
            for (int axis = 1; axis <= dims; ++axis)
                ASSERT_EQ(trailing[-axis], shape[-axis]);
        }
        std::int64_t product = 1;
        for (const std::int64_t extent : extents)
            product *= extent;
        ASSERT_EQ(shape.elements(), product);
    }
}

TEST(Shape, PutsOnesBeforeForAHigherRank)
{
    EXPECT_EQ(Shape::of({4}).withRankAtLeast(3), Shape::of({1, 1, 4}));
    EXPECT_EQ(Shape::of({2, 4}).withRankAtLeast(3), Shape::of({1, 2, 4}));
    EXPECT_EQ(Shape::of({2, 3, 4}).withRankAtLeast(3), Shape::of({2, 3, 4}));
    EXPECT_EQ(Shape::of({5, 2, 3, 4}).withRankAtLeast(3), Shape::of({5, 2, 3, 4}));
    EXPECT_NE(Shape::of({1, 4}), Shape::of({4}));
}

TEST(Shape, WritesItselfWithCrosses)
{
    EXPECT_EQ(Shape::of({7}).text(), "7");
    EXPECT_EQ(Shape::of({2, 3, 4}).text(), "2x3x4");
}

TEST(ShapeParse, ReadsListsOfWholeNumbers)
{
    EXPECT_EQ(parsed("4"), Extents{4});
    EXPECT_EQ(parsed("2,3,4"), (Extents{2, 3, 4}));
    EXPECT_EQ(parsed("  2 ,\t3, 4 "), (Extents{2, 3, 4}));
    EXPECT_EQ(parsed("1,1,1,1,1,1,1,1"), Extents(8, 1));
    EXPECT_EQ(parsed("007"), Extents{7});
    EXPECT_EQ(parsed("64000000"), Extents{64'000'000});
}

TEST(ShapeParse, RefusesRubbishAndQuotesIt)
{
    EXPECT_EQ(refusal(Shape::parse("2,x,4")),
              "The shape \"2,x,4\" has \"x\" where a whole number belongs; write it like 2,3,4");
    for (const char* text :
         {"",    " ",    ",",  "2,",  ",2",  "2,,4",  "2;3",  "2x3x4", "2 3", "2.0",    "2.5,1",
          "1e3", "0x10", "+2", "--2", "- 2", "[2,3]", "2,3)", "two",   "nan", "\u0662", "2\u00a0"}) {
        const std::string sentence = refusal(Shape::parse(text));
        EXPECT_EQ(sentence.find("The shape \"" + std::string(text) + "\" has \""), 0U) << sentence;
    }
    refusal(Shape::parse(std::string("2\0,3", 4)));
    refusal(Shape::parse(std::string("2,3\0", 4)));
    refusal(Shape::parse("2,\n3"));
}

TEST(ShapeParse, RefusesWhatMakeRefuses)
{
    EXPECT_NE(refusal(Shape::parse("2,0")).find("size 0"), std::string::npos);
    EXPECT_NE(refusal(Shape::parse("-2,3")).find("size -2"), std::string::npos);
    EXPECT_NE(refusal(Shape::parse("1,1,1,1,1,1,1,1,1")).find("9 dimensions"), std::string::npos);
    EXPECT_NE(refusal(Shape::parse("8000,8001")).find("8000x8001 has more than 64 million"),
              std::string::npos);
}

TEST(ShapeParse, RefusesNumbersBeyondSixtyFourBits)
{
    EXPECT_EQ(refusal(Shape::parse("2,9223372036854775808")),
              "The shape 2,9223372036854775808 has more than 64 million elements; choose a smaller one");
    refusal(Shape::parse("9223372036854775807,9223372036854775807"));
    refusal(Shape::parse(std::string(1000, '9')));
    refusal(Shape::parse("-9223372036854775809"));
}

TEST(ShapeParse, ReadsItsOwnTextWithCommas)
{
    std::mt19937 random(2);
    for (int i = 0; i < 500; ++i) {
        Extents extents(1 + random() % 8);
        std::string text;
        for (std::int64_t& extent : extents) {
            extent = 1 + static_cast<std::int64_t>(random() % 9);
            text += (text.empty() ? "" : ",") + std::to_string(extent);
        }
        // Nine to the eighth is below 64 million.
        ASSERT_EQ(parsed(text), extents);
    }
}

} // namespace
} // namespace layernorm
