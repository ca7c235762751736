// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/eps_scale.h"

#include "core/io/number_text.h"

#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace layernorm {
namespace {

TEST(EpsScale, HasTheWholeDecadesExactly)
{
    const std::vector<double> decades{1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6,
                                      1e-5,  1e-4,  1e-3,  1e-2, 1e-1, 1e0,  1e1};
    for (std::size_t i = 0; i < decades.size(); ++i) {
        const int position = 1 + static_cast<int>(i) * epsStepsPerDecade;
        EXPECT_EQ(epsAtPosition(position), decades[i]) << position;
        EXPECT_EQ(positionOfEps(decades[i]), position) << decades[i];
    }
    EXPECT_EQ(epsLastPosition, 1 + 13 * epsStepsPerDecade);
}

TEST(EpsScale, BeginsWithZeroAndEndsWithTen)
{
    EXPECT_EQ(epsAtPosition(0), 0);
    EXPECT_EQ(epsAtPosition(epsLastPosition), 10);
    for (const int below : {-1, -1000, std::numeric_limits<int>::min()})
        EXPECT_EQ(epsAtPosition(below), 0);
    for (const int above : {epsLastPosition + 1, epsLastPosition + 1000, std::numeric_limits<int>::max()})
        EXPECT_EQ(epsAtPosition(above), 10);
}

TEST(EpsScale, ComesBackToEveryPosition)
{
    for (int position = 0; position <= epsLastPosition; ++position)
        ASSERT_EQ(positionOfEps(epsAtPosition(position)), position) << epsAtPosition(position);
}

TEST(EpsScale, Rises)
{
    for (int position = 0; position < epsLastPosition; ++position)
        ASSERT_LT(epsAtPosition(position), epsAtPosition(position + 1)) << position;
}

TEST(EpsScale, IsLogarithmic)
{
    const double step = std::pow(10.0, 1.0 / epsStepsPerDecade);
    // Each of the two is rounded to three digits: half of 0.01 in 1.
    constexpr double rounding = 2 * 0.005;
    for (int position = 1; position < epsLastPosition; ++position)
        ASSERT_NEAR(epsAtPosition(position + 1) / epsAtPosition(position) / step, 1, rounding) << position;
}

TEST(EpsScale, HasThreeDigitsAtMost)
{
    for (int position = 1; position <= epsLastPosition; ++position) {
        const std::string text = exactText(epsAtPosition(position), DType::Float64);
        std::string digits;
        for (const char character : text.substr(0, text.find('e')))
            if (character != '.' && (character != '0' || !digits.empty()))
                digits += character;
        digits.erase(digits.find_last_not_of('0') + 1);
        ASSERT_LE(digits.size(), 3U) << text;
    }
}

TEST(PositionOfEps, GivesTheEndBeyondTheEnds)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(positionOfEps(0), 0);
    EXPECT_EQ(positionOfEps(-0.0), 0);
    EXPECT_EQ(positionOfEps(-1), 0);
    EXPECT_EQ(positionOfEps(-infinity), 0);
    EXPECT_EQ(positionOfEps(std::nan("")), 0);
    EXPECT_EQ(positionOfEps(1e-13), 1);
    EXPECT_EQ(positionOfEps(std::numeric_limits<double>::denorm_min()), 1);
    EXPECT_EQ(positionOfEps(11), epsLastPosition);
    EXPECT_EQ(positionOfEps(std::numeric_limits<double>::max()), epsLastPosition);
    EXPECT_EQ(positionOfEps(infinity), epsLastPosition);
}

TEST(PositionOfEps, IsTheNearest)
{
    for (int position = 1; position < epsLastPosition; ++position) {
        const double below = epsAtPosition(position);
        const double above = epsAtPosition(position + 1);
        // A third and two thirds of the way, well off the middle that the three digits blur.
        ASSERT_EQ(positionOfEps(below * std::cbrt(above / below)), position);
        ASSERT_EQ(positionOfEps(above / std::cbrt(above / below)), position + 1);
    }
}

TEST(EpsPresets, AreOnTheScaleAndNameTheirUsers)
{
    std::set<std::string> users;
    for (const EpsPreset& preset : epsPresets()) {
        users.insert(preset.user);
        EXPECT_EQ(epsAtPosition(positionOfEps(preset.eps)), preset.eps) << preset.user;
        if (std::string(preset.user) == "PyTorch") {
            EXPECT_EQ(preset.eps, 1e-5);
        }
    }
    EXPECT_EQ(users.size(), epsPresets().size());
    EXPECT_EQ(users.count("PyTorch"), 1U);
}

} // namespace
} // namespace layernorm
