// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/axis_norm.h"

#include "core/explore/axis_hypotheses.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
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
    Block block;
    double eps = 0;
    double offset = 0;
    std::uint64_t seed = 0;
    struct Answer {
        std::string axes;
        std::string module;
        std::optional<std::vector<double>> values; ///< none where torch refuses
    };
    std::vector<Answer> answers;
};

/// As `numbers` of write_axis_norm.py.
Tensor goldenNumbers(const Golden& golden)
{
    Tensor tensor(golden.block.shape(), golden.dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        std::uint64_t bits = (static_cast<std::uint64_t>(i) + (golden.seed << 32) + 1) * 0x9E3779B97F4A7C15U;
        bits = (bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9U;
        const double uniform = static_cast<double>(bits >> 40) * 0x1p-22 - 2;
        tensor.set(i, static_cast<double>(static_cast<float>(uniform + golden.offset)));
    }
    return tensor;
}

Golden::Answer answerOf(std::istringstream& words)
{
    Golden::Answer answer;
    words >> answer.axes >> answer.module;
    std::vector<double> values;
    for (std::string word; words >> word && word != "refused";)
        values.push_back(std::strtod(word.c_str(), nullptr));
    if (!values.empty())
        answer.values = std::move(values);
    return answer;
}

std::vector<Golden> goldenCases()
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-axis-norm.txt");
    std::vector<Golden> cases;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        if (line.rfind("case ", 0) != 0) {
            cases.back().answers.push_back(answerOf(words));
            continue;
        }
        std::string word, dtype, shape, eps;
        Golden golden;
        words >> word >> dtype >> shape >> eps >> golden.offset >> golden.seed;
        golden.head = line;
        golden.dtype = *parseDType(dtype);
        golden.block = Block::of(*Shape::parse(shape));
        golden.eps = std::strtod(eps.c_str(), nullptr);
        cases.push_back(std::move(golden));
    }
    return cases;
}

AxisSet axesNamed(const std::string& text)
{
    const auto found = std::ranges::find_if(axisSubsets, [&](AxisSet axes) { return name(axes) == text; });
    EXPECT_NE(found, axisSubsets.end()) << text;
    return *found;
}

std::string withoutBlanks(std::string text)
{
    std::erase(text, ' ');
    return text;
}

void expectClose(const Tensor& ours, const std::vector<double>& theirs, double tolerance)
{
    ASSERT_EQ(static_cast<std::size_t>(ours.elements()), theirs.size());
    for (std::int64_t i = 0; i < ours.elements(); ++i)
        EXPECT_NEAR(ours.at(i), theirs[static_cast<std::size_t>(i)], tolerance) << "value " << i;
}

TEST(AxisNormGolden, TorchsModulesGiveOurNumbers)
{
    int compared = 0;
    for (const Golden& golden : goldenCases()) {
        const Tensor input = goldenNumbers(golden);
        ASSERT_EQ(golden.answers.size(), 9U) << golden.head;
        for (const auto& [axes, module, values] : golden.answers) {
            if (!values || module == "RMSNorm")
                continue;
            SCOPED_TRACE(golden.head + ": " + module);
            const AxisNormResult ours = *axisNorm(input, axesNamed(axes), golden.eps);
            // torch takes x * rstd - mean * rstd in the tensor's type and loses there what both have in
            // common: some roundings of numbers up to (2 + offset) * rstd.
            const double common = (2 + std::abs(golden.offset)) * largestMagnitude(ours.reciprocalStd);
            expectClose(ours.output, *values, 8 * roundoffOf(golden.dtype) * std::max(1.0, common));
            ++compared;
        }
    }
    EXPECT_EQ(compared, 2 * 8 * 8 - 20);
}

TEST(AxisNormGolden, TorchsModulesHaveTheNamesWeGiveThem)
{
    for (const Golden& golden : goldenCases()) {
        for (std::size_t i = 0; i < axisSubsets.size(); ++i) {
            const NamedOperation operation = namedOperation(axisSubsets[i], golden.block, golden.eps);
            EXPECT_EQ(withoutBlanks(operation.name), golden.answers[i].module);
            EXPECT_EQ(name(axisSubsets[i]), golden.answers[i].axes);
        }
        EXPECT_EQ(withoutBlanks(groupNormOfOneGroup(golden.block, golden.eps).name),
                  golden.answers[7].module);
    }
}

TEST(AxisNormGolden, TorchsFormulaOfRmsNormGivesOurNumbers)
{
    for (const Golden& golden : goldenCases()) {
        SCOPED_TRACE(golden.head);
        const Golden::Answer& answer = golden.answers.back();
        ASSERT_EQ(answer.module, "RMSNorm");
        const RmsNormResult ours = *rmsNorm(goldenNumbers(golden), {Axis::Dimension}, golden.eps);
        // No number is larger than the root of D; torch's passes some five roundings.
        expectClose(ours.output, *answer.values, 6 * roundoffOf(golden.dtype) * 3);
    }
}

// --------------------------------------------------------------------------------------------------------------
// Properties

TEST(AxisSet, IsNamedInTheOrderOfTheAxes)
{
    EXPECT_EQ(name(AxisSet{}), "");
    EXPECT_EQ(name(AxisSet{Axis::Dimension}), "dimension");
    EXPECT_EQ(name(AxisSet{Axis::Sequence, Axis::Batch}), "batch+sequence");
    EXPECT_EQ(name(AxisSet{Axis::Dimension, Axis::Batch, Axis::Sequence}), "batch+sequence+dimension");
}

TEST(Block, IsOfRankThreeWhateverTheTensorIs)
{
    EXPECT_EQ(Block::of(Shape::of({5})), (Block{1, 1, 5}));
    EXPECT_EQ(Block::of(Shape::of({4, 5})), (Block{1, 4, 5}));
    EXPECT_EQ(Block::of(Shape::of({3, 4, 5})), (Block{3, 4, 5}));
    EXPECT_EQ(Block::of(Shape::of({2, 3, 4, 5})), (Block{6, 4, 5}));
    EXPECT_EQ(Block::of(Shape::of({2, 1, 2, 3, 1, 2, 4, 5})), (Block{24, 4, 5}));
}

struct Input {
    Tensor tensor;
    Block block;
    double eps;
};

/// Any rank and type, extents of 1 and beyond a tile among them.
std::vector<Input> inputs()
{
    Random random(7);
    std::vector<Input> all;
    for (int i = 0; i < 60; ++i) {
        std::vector<std::int64_t> extents(1 + random() % 5);
        for (std::int64_t& extent : extents)
            extent = 1 + static_cast<std::int64_t>(random() % (extents.size() < 4 ? 40 : 4));
        const Shape shape = *Shape::make(extents);
        const DType dtype = i % 2 == 0 ? DType::Float32 : DType::Float64;
        const double mean = i % 3 == 0 ? 100 : 0;
        all.push_back({anyNumbers(shape, dtype, random, mean), Block::of(shape), i % 5 == 0 ? 0.1 : 1e-5});
    }
    return all;
}

/// Which cells lie in each group, told by their coordinates: those that agree outside of the axes.
std::vector<std::vector<std::int64_t>> cellsByGroup(const Block& block, AxisSet axes)
{
    std::map<std::vector<std::int64_t>, std::vector<std::int64_t>> cells;
    std::int64_t cell = 0;
    for (std::int64_t b = 0; b < block.batch; ++b)
        for (std::int64_t s = 0; s < block.sequence; ++s)
            for (std::int64_t d = 0; d < block.dimension; ++d)
                cells[{axes.has(Axis::Batch) ? 0 : b, axes.has(Axis::Sequence) ? 0 : s,
                       axes.has(Axis::Dimension) ? 0 : d}]
                    .push_back(cell++);
    std::vector<std::vector<std::int64_t>> groups;
    for (auto& [place, members] : cells)
        groups.push_back(std::move(members));
    return groups;
}

TEST(Grouping, PutsTogetherTheCellsThatDifferInTheAxesOnly)
{
    for (const Block& block : {Block{2, 3, 4}, Block{1, 1, 1}, Block{1, 5, 1}, Block{3, 1, 2}})
        for (const AxisSet axes : axisSubsets) {
            const auto groups = cellsByGroup(block, axes);
            const Grouping grouping(block, axes);
            ASSERT_EQ(grouping.groups(), static_cast<std::int64_t>(groups.size()));
            EXPECT_EQ(grouping.valuesPerGroup(), static_cast<std::int64_t>(groups[0].size()));
            for (std::size_t group = 0; group < groups.size(); ++group)
                for (const std::int64_t cell : groups[group])
                    EXPECT_EQ(grouping.groupOf(cell), static_cast<std::int64_t>(group)) << name(axes) << cell;
        }
}

TEST(Grouping, CountsTheMeansOfTheTextbookSlip)
{
    EXPECT_EQ(Grouping({2, 3, 4}, {Axis::Sequence, Axis::Dimension}).groups(), 2);
    EXPECT_EQ(Grouping({2, 3, 4}, {Axis::Dimension}).groups(), 6);
}

/// The values of a group as the only token of a tensor.
Tensor tokenOf(const Tensor& tensor, const std::vector<std::int64_t>& cells)
{
    Tensor token(*Shape::make({static_cast<std::int64_t>(cells.size())}), tensor.dtype());
    for (std::size_t i = 0; i < cells.size(); ++i)
        token.set(static_cast<std::int64_t>(i), tensor.at(cells[i]));
    return token;
}

TEST(AxisNorm, IsTheCoresLayerNormOfEveryGroupBitForBit)
{
    for (const auto& [tensor, block, eps] : inputs())
        for (const AxisSet axes : axisSubsets) {
            SCOPED_TRACE(tensor.shape().text() + " over " + name(axes));
            const AxisNormResult result = *axisNorm(tensor, axes, eps);
            EXPECT_EQ(result.completion, Completion::Finished);
            EXPECT_EQ(result.output.shape(), tensor.shape());
            const auto groups = cellsByGroup(block, axes);
            ASSERT_EQ(result.mean.elements(), static_cast<std::int64_t>(groups.size()));
            for (std::size_t i = 0; i < groups.size(); ++i) {
                LayerNormParameters parameters;
                parameters.eps = eps;
                const LayerNormResult expected = *layerNorm(tokenOf(tensor, groups[i]), parameters);
                const auto group = static_cast<std::int64_t>(i);
                ASSERT_TRUE(sameBits(tokenOf(result.output, groups[i]), expected.output)) << "group " << i;
                ASSERT_EQ(result.mean.at(group), expected.mean.at(0));
                ASSERT_EQ(result.variance.at(group), expected.variance.at(0));
                ASSERT_EQ(result.reciprocalStd.at(group), expected.reciprocalStd.at(0));
            }
        }
}

TEST(AxisNorm, OverTrailingAxesIsLayerNorm)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    LayerNormParameters parameters;
    for (const AxisSet axes : {axisSubsets[0], axisSubsets[3], axisSubsets[6]}) {
        EXPECT_TRUE(sameBits(axisNorm(input, axes, 1e-5)->output, layerNorm(input, parameters)->output));
        EXPECT_TRUE(sameBits(axisNorm(input, axes, 1e-5)->mean, layerNorm(input, parameters)->mean));
        ++parameters.normalizedDims;
    }
}

TEST(AxisNorm, StatisticsHaveOneForTheAxesNormalisedOver)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    EXPECT_EQ(axisNorm(input, {Axis::Sequence}, 0)->mean.shape(), Shape::of({2, 1, 4}));
    EXPECT_EQ(axisNorm(input, {Axis::Batch, Axis::Dimension}, 0)->variance.shape(), Shape::of({1, 3, 1}));
    EXPECT_EQ(rmsNorm(input, {Axis::Batch}, 0)->meanSquare.shape(), Shape::of({1, 3, 4}));
}

TEST(AxisNorm, NanAndInfinityStayInTheirGroup)
{
    const Block block{3, 4, 5};
    for (const double intruder : {nan, infinity, -infinity})
        for (const AxisSet axes : axisSubsets) {
            Tensor input = randn(block.shape(), 3);
            const Tensor before = axisNorm(input, axes, 1e-5)->output;
            const Tensor rmsBefore = rmsNorm(input, axes, 1e-5)->output;
            input.set(27, intruder);
            const Tensor after = axisNorm(input, axes, 1e-5)->output;
            const Tensor rmsAfter = rmsNorm(input, axes, 1e-5)->output;
            const Grouping grouping(block, axes);
            for (std::int64_t cell = 0; cell < input.elements(); ++cell) {
                const bool touched = grouping.groupOf(cell) == grouping.groupOf(27);
                EXPECT_EQ(std::isnan(after.at(cell)), touched) << name(axes) << ' ' << cell;
                EXPECT_EQ(std::isnan(rmsAfter.at(cell)), touched) << name(axes) << ' ' << cell;
                if (!touched) {
                    EXPECT_EQ(after.at(cell), before.at(cell));
                    EXPECT_EQ(rmsAfter.at(cell), rmsBefore.at(cell));
                }
            }
        }
}

TEST(AxisNorm, OfASingleValueIsZeroAndWithoutEpsNan)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const AxisSet axes : axisSubsets) {
            const Tensor one = Tensor(Shape::of({1, 1, 1}), std::vector<double>{3}).converted(dtype);
            EXPECT_EQ(axisNorm(one, axes, 1e-5)->output.at(0), 0);
            EXPECT_EQ(axisNorm(one, axes, 1e-5)->mean.at(0), 3);
            EXPECT_TRUE(std::isnan(axisNorm(one, axes, 0)->output.at(0)));
            EXPECT_EQ(rmsNorm(one, axes, 0)->output.at(0), 1);
        }
}

TEST(AxisNorm, RefusesNoAxesAndABadEps)
{
    const Tensor input = randn(Shape::of({2, 3}), 0);
    EXPECT_EQ(axisNorm(input, {}, 1e-5).error().text(),
              "There is no axis to normalise over; choose at least one of batch, sequence and dimension");
    EXPECT_EQ(rmsNorm(input, {}, 1e-5).error().text(), axisNorm(input, {}, 1e-5).error().text());
    EXPECT_EQ(axisNorm(input, {Axis::Batch}, -1).error().text(), checkEps(-1).error().text());
    EXPECT_EQ(rmsNorm(input, {Axis::Batch}, nan).error().text(), checkEps(nan).error().text());
}

TEST(AxisNorm, StopsAndTellsProgress)
{
    const Tensor input = randn(Shape::of({8, 64, 96}), 0);
    std::stop_source stop;
    stop.request_stop();
    for (const AxisSet axes : axisSubsets) {
        EXPECT_EQ(axisNorm(input, axes, 1e-5, {.stop = stop.get_token()})->completion, Completion::Stopped);
        EXPECT_EQ(rmsNorm(input, axes, 1e-5, {.stop = stop.get_token()})->completion, Completion::Stopped);
        double last = 0;
        Execution execution;
        execution.progress = [&last](double part) { last = part; };
        EXPECT_EQ(axisNorm(input, axes, 1e-5, execution)->completion, Completion::Finished);
        EXPECT_EQ(last, 1);
        last = 0;
        EXPECT_EQ(rmsNorm(input, axes, 1e-5, execution)->completion, Completion::Finished);
        EXPECT_EQ(last, 1);
    }
}

TEST(RmsNorm, DividesByTheRootOfTheMeanSquare)
{
    for (const auto& [tensor, block, eps] : inputs())
        for (const AxisSet axes : axisSubsets) {
            SCOPED_TRACE(tensor.shape().text() + " over " + name(axes));
            const RmsNormResult result = *rmsNorm(tensor, axes, eps);
            const auto groups = cellsByGroup(block, axes);
            for (std::size_t i = 0; i < groups.size(); ++i) {
                long double squares = 0;
                for (const std::int64_t cell : groups[i])
                    squares +=
                        static_cast<long double>(tensor.at(cell)) * static_cast<long double>(tensor.at(cell));
                const long double meanSquare = squares / static_cast<long double>(groups[i].size());
                const double rounding = roundoffOf(tensor.dtype());
                ASSERT_NEAR(result.meanSquare.at(static_cast<std::int64_t>(i)),
                            static_cast<double>(meanSquare), 2 * rounding * static_cast<double>(meanSquare));
                for (const std::int64_t cell : groups[i]) {
                    const auto expected =
                        static_cast<double>(static_cast<long double>(tensor.at(cell)) /
                                            std::sqrt(meanSquare + static_cast<long double>(eps)));
                    // eps is rounded to the type, then the result; the expected value is rounded, too.
                    ASSERT_NEAR(result.output.at(cell), expected, 3 * rounding * std::abs(expected));
                }
            }
        }
}

TEST(RmsNorm, OfZerosIsZeroAndWithoutEpsNan)
{
    const Tensor zeros(Shape::of({2, 3, 4}), DType::Float32);
    EXPECT_EQ(largestMagnitude(rmsNorm(zeros, {Axis::Dimension}, 1e-5)->output), 0);
    EXPECT_TRUE(std::isnan(rmsNorm(zeros, {Axis::Dimension}, 0)->output.at(5)));
}

TEST(RmsNorm, OfGroupsWithMeanZeroIsLayerNorm)
{
    const Tensor input(Shape::of({2, 4}), std::vector<double>{1, -1, 3, -3, 2, -5, 4, -1});
    EXPECT_LE(
        largestDifference(rmsNorm(input, {Axis::Dimension}, 1e-5)->output, layerNorm(input, {})->output),
        2 * roundoff<double>);
}

TEST(RmsNorm, TakesManyGroupsAndLongOnes)
{
    // More groups than are mirrored at a time, and a group longer than that.
    for (const Shape& shape : {Shape::of({1, 70000, 3}), Shape::of({1, 2, 70000})}) {
        const Tensor input = randn(shape, 1);
        const RmsNormResult result = *rmsNorm(input, {Axis::Dimension}, 0);
        const std::int64_t dimension = shape[-1];
        for (std::int64_t row = 0; row < shape[-2]; row += shape[-2] - 1) {
            double squares = 0;
            for (std::int64_t i = row * dimension; i < (row + 1) * dimension; ++i)
                squares += result.output.at(i) * result.output.at(i);
            // Each value is rounded to float32 once.
            EXPECT_NEAR(squares / static_cast<double>(dimension), 1, 4 * roundoff<float>) << row;
        }
    }
}

} // namespace
} // namespace layernorm
