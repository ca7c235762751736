// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/axis_hypotheses.h"

#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"
#include "core/tensor/tensor_edit.h"
#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

constexpr AxisSet layerNormAxes{Axis::Dimension};
constexpr AxisSet batchNormAxes{Axis::Batch, Axis::Sequence};

/// Answers with the core's own arithmetic, written without `axisNorm`: channels last, as a worker does.
class PlainLibrary
{
public:
    std::vector<LibraryQuestion> questions;
    std::vector<Shape> shapes;
    bool refusesSingleValues = true;
    double error = 0; ///< added to the first value of each answer
    std::set<Operation> offered{Operation::LayerNorm, Operation::BatchNorm, Operation::InstanceNorm,
                                Operation::GroupNorm};

    AskableLibrary askable()
    {
        return {"Plain 1.0", [this](const Tensor& input, const LibraryQuestion& question) {
                    questions.push_back(question);
                    shapes.push_back(input.shape());
                    return answer(input, question);
                }};
    }

private:
    /// The cells that share statistics with a channel-last cell have the same key.
    static std::int64_t keyOf(const Tensor& input, const LibraryQuestion& question, std::int64_t cell)
    {
        const std::int64_t channels = input.shape()[-1];
        const std::int64_t sample = cell / (input.elements() / input.shape()[0]);
        switch (question.operation) {
        case Operation::LayerNorm:
            return cell / input.shape().trailingElements(question.parameters.normalizedDims);
        case Operation::BatchNorm:
            return cell % channels;
        case Operation::InstanceNorm:
            return sample * channels + cell % channels;
        default:
            break; // GroupNorm: no other has groups
        }
        return sample * question.groups + cell % channels / (channels / question.groups);
    }

    std::optional<Tensor> answer(const Tensor& input, const LibraryQuestion& question)
    {
        if (!offered.contains(question.operation))
            return std::nullopt;
        std::map<std::int64_t, std::vector<std::int64_t>> groups;
        for (std::int64_t cell = 0; cell < input.elements(); ++cell)
            groups[keyOf(input, question, cell)].push_back(cell);
        Tensor output(input.shape(), input.dtype());
        for (const auto& [key, cells] : groups) {
            if (refusesSingleValues && cells.size() == 1 && question.operation != Operation::LayerNorm)
                return std::nullopt;
            double mean = 0;
            for (const std::int64_t cell : cells)
                mean += input.at(cell) / static_cast<double>(cells.size());
            double variance = 0;
            for (const std::int64_t cell : cells)
                variance += std::pow(input.at(cell) - mean, 2) / static_cast<double>(cells.size());
            for (const std::int64_t cell : cells)
                output.set(cell, (input.at(cell) - mean) / std::sqrt(variance + question.parameters.eps));
        }
        output.set(0, output.at(0) + error);
        return output;
    }
};

ExperimentTable tableOf(const Tensor& input, const LayerNormParameters& parameters = {},
                        const AskableLibrary* library = nullptr)
{
    const Result<ExperimentTable> table =
        axesTable({.input = input, .parameters = parameters, .library = library});
    EXPECT_TRUE(table) << table.error().text();
    return *table;
}

std::vector<std::string> columnOf(const ExperimentTable& table, std::size_t column)
{
    std::vector<std::string> cells;
    for (const auto& row : table.rows)
        cells.push_back(row.at(column));
    return cells;
}

// --------------------------------------------------------------------------------------------------------------
// The table

TEST(AxesTable, NamesTheSevenSubsets)
{
    const ExperimentTable table = tableOf(randn(Shape::of({2, 3, 4}), 0));
    EXPECT_EQ(table.columns, (std::vector<std::string>{"axes", "name", "groups", "max_abs_difference",
                                                       "library", "library_max_abs_difference"}));
    EXPECT_EQ(columnOf(table, 0),
              (std::vector<std::string>{"dimension", "sequence", "batch", "sequence+dimension",
                                        "batch+dimension", "batch+sequence", "batch+sequence+dimension"}));
    EXPECT_EQ(columnOf(table, 1),
              (std::vector<std::string>{"LayerNorm(4)", "InstanceNorm1d(4)",
                                        "BatchNorm1d(12) on the flattened sentence", "LayerNorm([3,4])",
                                        "BatchNorm1d(3) with the axes not swapped", "BatchNorm1d(4)",
                                        "LayerNorm([2,3,4])"}));
    EXPECT_EQ(columnOf(table, 2), (std::vector<std::string>{"6", "8", "12", "2", "3", "4", "1"}));
    EXPECT_EQ(columnOf(table, 4), std::vector<std::string>(7));
    EXPECT_EQ(columnOf(table, 5), std::vector<std::string>(7));
}

TEST(AxesTable, WithoutALibraryMeasuresAgainstOurLayerNorm)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    const ExperimentTable table = tableOf(input);
    EXPECT_EQ(table.rows[0][3], "0");
    const Tensor layerNormed = layerNorm(input, {})->output;
    for (std::size_t i = 1; i < axisSubsets.size(); ++i) {
        const double difference =
            distanceBetween(axisNorm(input, axisSubsets[i], 1e-5)->output, layerNormed).largest;
        EXPECT_EQ(*parseNumber(table.rows[i][3], DType::Float64), difference);
        EXPECT_GT(difference, 0.1) << table.rows[i][0];
    }
}

/// What the plain library's double precision may lose: some roundings of numbers up to 5 times the largest
/// rstd, and the rounding of its answer and of ours to the type.
double plainTolerance(const Tensor& input, AxisSet axes)
{
    const Tensor reciprocalStd = axisNorm(input, axes, 1e-5)->reciprocalStd;
    return 8 * roundoff<double> * std::max(1.0, 5 * largestMagnitude(reciprocalStd)) +
           8 * roundoffOf(input.dtype());
}

TEST(AxesTable, EveryNamedOperationOfALibraryIsTheHypothesis)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const Shape& shape : {Shape::of({2, 3, 4}), Shape::of({5, 2, 3, 7}), Shape::of({3, 9, 2})}) {
            const Tensor input = randn(shape, 1, dtype);
            PlainLibrary plain;
            const AskableLibrary library = plain.askable();
            const ExperimentTable table = tableOf(input, {}, &library);
            EXPECT_EQ(columnOf(table, 4), std::vector<std::string>(7, "Plain 1.0"));
            for (std::size_t i = 0; i < table.rows.size(); ++i) {
                ASSERT_NE(table.rows[i][5], "") << table.rows[i][0];
                EXPECT_LE(*parseNumber(table.rows[i][5], DType::Float64),
                          plainTolerance(input, axisSubsets[i]))
                    << table.rows[i][0];
            }
            EXPECT_EQ(table.rows[0][3], table.rows[0][5]);
        }
}

TEST(AxesTable, MeasuresAgainstTheLibrarysLayerNormWhereThereIsOne)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0, DType::Float64);
    PlainLibrary plain;
    plain.error = 1000;
    const AskableLibrary library = plain.askable();
    const ExperimentTable table = tableOf(input, {}, &library);
    for (const auto& row : table.rows) {
        EXPECT_NEAR(*parseNumber(row[3], DType::Float64), 1000, 5) << row[0];
        EXPECT_NEAR(*parseNumber(row[5], DType::Float64), 1000, 1e-9) << row[0];
    }
}

TEST(AxesTable, LeavesEmptyWhatTheLibraryDoesNotAnswer)
{
    PlainLibrary plain;
    const AskableLibrary library = plain.askable();
    // One value a channel for each BatchNorm and InstanceNorm.
    EXPECT_EQ(columnOf(tableOf(randn(Shape::of({1, 1, 1}), 0), {}, &library), 5),
              (std::vector<std::string>{"0", "", "", "0", "", "", "0"}));
    plain.offered = {Operation::BatchNorm};
    const ExperimentTable table = tableOf(randn(Shape::of({2, 3, 4}), 0), {}, &library);
    const std::vector<std::string> answers = columnOf(table, 5);
    for (const std::size_t i : {0U, 1U, 3U, 6U})
        EXPECT_EQ(answers[i], "");
    for (const std::size_t i : {2U, 4U, 5U})
        EXPECT_NE(answers[i], "");
    EXPECT_EQ(table.rows[0][3], "0");
    EXPECT_EQ(table.rows[0][4], "Plain 1.0");
}

TEST(AxesTable, DoesNotTakeAnAnswerOfAnotherShapeOrType)
{
    const AskableLibrary other{"Other", [](const Tensor& input, const LibraryQuestion&) {
                                   return std::optional(input.reshaped(Shape::of({input.elements()})));
                               }};
    EXPECT_EQ(columnOf(tableOf(randn(Shape::of({2, 3, 4}), 0), {}, &other), 5), std::vector<std::string>(7));
    const AskableLibrary wide{"Wide", [](const Tensor& input, const LibraryQuestion&) {
                                  return std::optional(input.converted(DType::Float64));
                              }};
    EXPECT_EQ(columnOf(tableOf(randn(Shape::of({2, 3, 4}), 0), {}, &wide), 5), std::vector<std::string>(7));
}

TEST(AxesTable, TakesEpsAndNeitherGammaNorBetaNorNormalizedDims)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    LayerNormParameters parameters;
    parameters.normalizedDims = 2;
    parameters.gamma = randn(Shape::of({3, 4}), 1);
    parameters.beta = randn(Shape::of({3, 4}), 2);
    PlainLibrary plain;
    const AskableLibrary library = plain.askable();
    EXPECT_EQ(tableOf(input, parameters, &library).rows, tableOf(input, {}, &library).rows);
    parameters.eps = 0.5;
    plain.questions.clear();
    const ExperimentTable table = tableOf(input, parameters, &library);
    EXPECT_NE(table.rows, tableOf(input, {}, &library).rows);
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_EQ(plain.questions[i].parameters.eps, 0.5);
        EXPECT_FALSE(plain.questions[i].parameters.gamma);
        EXPECT_LE(*parseNumber(table.rows[i][5], DType::Float64), 32 * roundoff<float>);
    }
}

TEST(AxesTable, SaysNanWhereOnlyOneIsANumber)
{
    Tensor input = randn(Shape::of({2, 3, 4}), 0);
    input.set(5, nan);
    const std::vector<std::string> differences = columnOf(tableOf(input), 3);
    EXPECT_EQ(differences[0], "0");
    for (std::size_t i = 1; i < 7; ++i)
        EXPECT_EQ(differences[i], "nan");
}

TEST(AxesTable, PassesTheErrorsOfLayerNormOn)
{
    LayerNormParameters parameters;
    parameters.eps = -1;
    const Tensor input = randn(Shape::of({4}), 0);
    EXPECT_EQ(axesTable({.input = input, .parameters = parameters}).error().text(),
              checkEps(-1).error().text());
    parameters = {};
    parameters.normalizedDims = 2;
    EXPECT_FALSE(axesTable({.input = input, .parameters = parameters}));
}

TEST(NamedOperations, AskForWhatTheyAreCalled)
{
    const Block block{2, 3, 4};
    const Tensor input = randn(block.shape(), 0);
    const auto questionsOf = [&](AxisSet axes) {
        const NamedOperation operation = namedOperation(axes, block, 1e-3);
        EXPECT_EQ(operation.question.parameters.eps, 1e-3);
        return std::pair(name(operation.question.operation), arranged(input, operation.arrangement).shape());
    };
    using Asked = std::pair<const char*, Shape>;
    const auto expect = [&](AxisSet axes, const Asked& asked) {
        EXPECT_STREQ(questionsOf(axes).first, asked.first) << name(axes);
        EXPECT_EQ(questionsOf(axes).second, asked.second) << name(axes);
    };
    expect({Axis::Dimension}, {"layer_norm", Shape::of({2, 3, 4})});
    expect({Axis::Sequence}, {"instance_norm", Shape::of({2, 3, 4})});
    expect({Axis::Batch}, {"batch_norm", Shape::of({2, 12})});
    expect({Axis::Batch, Axis::Dimension}, {"batch_norm", Shape::of({2, 4, 3})});
    expect({Axis::Batch, Axis::Sequence}, {"batch_norm", Shape::of({2, 3, 4})});
}

TEST(NamedOperations, GroupNormOfOneGroupIsLayerNormOfTheSentence)
{
    for (const Shape& shape : {Shape::of({2, 3, 4}), Shape::of({3, 5, 1}), Shape::of({1, 7, 6})}) {
        const Tensor input = randn(shape, 4, DType::Float64);
        PlainLibrary plain;
        const NamedOperation group = groupNormOfOneGroup(Block::of(shape), 1e-5);
        EXPECT_EQ(group.name, "GroupNorm(1, " + std::to_string(shape[-1]) + ")");
        const auto theirs = plain.askable().ask(arranged(input, group.arrangement), group.question);
        ASSERT_TRUE(theirs);
        const Tensor ours = axisNorm(input, {Axis::Sequence, Axis::Dimension}, 1e-5)->output;
        EXPECT_LE(distanceBetween(ours, *theirs).largest, 32 * roundoff<double>);
        EXPECT_TRUE(distanceBetween(ours, *theirs).agrees);
    }
}

TEST(Arrangements, ComeBackToTheInput)
{
    for (const Shape& shape :
         {Shape::of({2, 3, 4}), Shape::of({5}), Shape::of({2, 2, 3, 5}), Shape::of({1, 40, 37})})
        for (const BlockArrangement arrangement :
             {BlockArrangement::AsItIs, BlockArrangement::Flattened, BlockArrangement::Swapped}) {
            const Tensor input = randn(shape, 2);
            const auto back = arrangedBack(arranged(input, arrangement), arrangement, input);
            ASSERT_TRUE(back);
            EXPECT_TRUE(sameBits(*back, input));
        }
    const Tensor input(Shape::of({1, 2, 3}), std::vector<double>{1, 2, 3, 4, 5, 6});
    EXPECT_TRUE(sameBits(arranged(input, BlockArrangement::Swapped),
                         Tensor(Shape::of({1, 3, 2}), std::vector<double>{1, 4, 2, 5, 3, 6})));
}

// --------------------------------------------------------------------------------------------------------------
// The proofs

constexpr double eps = 1e-5;

EditProof editOf(const Tensor& input, std::int64_t cell, double value, AxisSet axes)
{
    return *proveEdit(input, axisNorm(input, axes, eps)->output, cell, value, axes, eps);
}

RowMovement appendTo(const Tensor& input, AxisSet axes, std::uint64_t seed)
{
    const Tensor longer = *withSentence(input, *drawnSentence(input, seed));
    return *proveAppend(axisNorm(input, axes, eps)->output, longer, axes, eps);
}

TEST(EditProof, OnlyTheTokensOwnRowChangesInLayerNorm)
{
    Random random(3);
    for (int i = 0; i < 40; ++i) {
        const Block block{1 + static_cast<std::int64_t>(random() % 4),
                          1 + static_cast<std::int64_t>(random() % 5),
                          2 + static_cast<std::int64_t>(random() % 20)};
        const DType dtype = i % 2 == 0 ? DType::Float32 : DType::Float64;
        const Tensor input = anyNumbers(block.shape(), dtype, random);
        const auto cell = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(input.elements()));
        const double value = conspicuousEdit(input.at(cell), dtype);
        const EditProof proof = editOf(input, cell, value, layerNormAxes);
        EXPECT_TRUE(proof.editedRowMoved);
        EXPECT_EQ(proof.others.movedRows, 0);
        EXPECT_EQ(proof.others.largest, 0);
        EXPECT_EQ(proof.others.moved, std::vector<bool>(static_cast<std::size_t>(block.rows())));
    }
}

TEST(EditProof, EveryRowChangesInBatchNorm)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    const EditProof proof = editOf(input, 5, input.at(5) + 1, batchNormAxes);
    EXPECT_TRUE(proof.editedRowMoved);
    EXPECT_EQ(proof.others.movedRows, 5);
    EXPECT_EQ(proof.others.moved, (std::vector<bool>{true, false, true, true, true, true}));
    // By hand: the four numbers of column d1 before and after.
    double largest = 0;
    Tensor edited = input;
    edited.set(5, input.at(5) + 1);
    const auto normalized = [](const Tensor& tensor, std::int64_t row) {
        double mean = 0;
        double variance = 0;
        for (std::int64_t i = 0; i < 6; ++i)
            mean += tensor.at(i * 4 + 1) / 6;
        for (std::int64_t i = 0; i < 6; ++i)
            variance += std::pow(tensor.at(i * 4 + 1) - mean, 2) / 6;
        return (tensor.at(row * 4 + 1) - mean) / std::sqrt(variance + eps);
    };
    for (const std::int64_t row : {0, 2, 3, 4, 5})
        largest = std::max(largest, std::abs(normalized(input, row) - normalized(edited, row)));
    EXPECT_NEAR(proof.others.largest, largest, 8 * roundoff<float>);
}

TEST(EditProof, TheSameValueMovesNothingAndNanStaysInItsGroup)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    for (const AxisSet axes : axisSubsets) {
        const EditProof same = editOf(input, 5, input.at(5), axes);
        EXPECT_FALSE(same.editedRowMoved);
        EXPECT_EQ(same.others.movedRows, 0);
    }
    EXPECT_EQ(editOf(input, 5, nan, layerNormAxes).others.movedRows, 0);
    EXPECT_TRUE(std::isnan(editOf(input, 5, nan, batchNormAxes).others.largest));
    Tensor broken = input;
    broken.set(5, nan);
    EXPECT_FALSE(editOf(broken, 5, nan, batchNormAxes).editedRowMoved) << "NaN is as NaN as before";
}

TEST(EditProof, ChangesValuesThatAreEasyToSee)
{
    EXPECT_EQ(conspicuousEdit(0.25, DType::Float32), 1.25);
    EXPECT_EQ(conspicuousEdit(-5, DType::Float32), 0);
    EXPECT_EQ(conspicuousEdit(1e20, DType::Float32), 2e20);
    EXPECT_EQ(conspicuousEdit(3e38, DType::Float32), 1.5e38);
    EXPECT_EQ(conspicuousEdit(3e38, DType::Float64), 6e38);
    EXPECT_EQ(conspicuousEdit(nan, DType::Float32), 1);
    EXPECT_EQ(conspicuousEdit(-infinity, DType::Float64), 1);
}

TEST(AppendProof, OldRowsMoveOnlyWhereTheBatchIsNormalisedOver)
{
    for (const DType dtype : {DType::Float32, DType::Float64})
        for (const Shape& shape : {Shape::of({2, 3, 4}), Shape::of({1, 5, 6}), Shape::of({2, 2, 3, 4})}) {
            const Tensor input = randn(shape, 9, dtype);
            for (const AxisSet axes : axisSubsets) {
                const RowMovement movement = appendTo(input, axes, 9);
                const std::int64_t rows = Block::of(shape).rows();
                EXPECT_EQ(static_cast<std::int64_t>(movement.moved.size()), rows);
                EXPECT_EQ(movement.movedRows, axes.has(Axis::Batch) ? rows : 0) << name(axes);
                EXPECT_EQ(movement.largest > 0, axes.has(Axis::Batch));
            }
        }
}

TEST(AppendProof, HowFarRowsMoveIsTheDifferenceOfTheTwoResults)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    const Tensor longer = *withSentence(input, *drawnSentence(input, 0));
    const Tensor before = axisNorm(input, batchNormAxes, eps)->output;
    const Tensor after = axisNorm(longer, batchNormAxes, eps)->output;
    double largest = 0;
    for (std::int64_t i = 0; i < input.elements(); ++i)
        largest = std::max(largest, std::abs(before.at(i) - after.at(i)));
    EXPECT_EQ(appendTo(input, batchNormAxes, 0).largest, largest);
}

TEST(Sentence, IsDrawnAsALongerBatchWouldHaveIt)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 5);
    const Tensor longer = randn(Shape::of({3, 3, 4}), 5);
    const Tensor appended = *withSentence(input, *drawnSentence(input, 5));
    EXPECT_TRUE(sameBits(appended, keepingValues(input, longer)));
}

TEST(Sentence, MayBeGivenAndHasToFit)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 5);
    const Tensor given = randn(Shape::of({3, 4}), 6, DType::Float64);
    const Tensor longer = *withSentence(input, given);
    EXPECT_EQ(longer.shape(), Shape::of({3, 3, 4}));
    EXPECT_EQ(longer.dtype(), DType::Float32);
    EXPECT_EQ(longer.at(24), given.converted(DType::Float32).at(0));
    EXPECT_EQ(longer.at(23), input.at(23));
    EXPECT_EQ(withSentence(input, randn(Shape::of({4}), 0)).error().text(),
              "The sentence has the shape 4; to follow a batch of shape 2x3x4 it must be 3x4");
    const Tensor full(Shape::of({1, 1, Shape::maxElements}), DType::Float32);
    EXPECT_FALSE(drawnSentence(full, 0));
    EXPECT_FALSE(withSentence(full, full));
}

TEST(Distance, CountsANanOnOneSideAsTheWorst)
{
    const auto between = [](std::vector<float> ours, std::vector<float> theirs) {
        return distanceBetween(Tensor(Shape::of({3}), std::move(ours)),
                               Tensor(Shape::of({3}), std::move(theirs)));
    };
    const float notANumber = std::nanf("");
    EXPECT_EQ(between({1, 2, 3}, {1, 4, 2}).largest, 2);
    EXPECT_FALSE(between({1, 2, 3}, {1, 4, 2}).agrees);
    EXPECT_TRUE(std::isnan(between({notANumber, 2, 3}, {1, 4, 2}).largest));
    EXPECT_TRUE(std::isnan(between({1, 2, 3}, {1, 4, notANumber}).largest));
    EXPECT_FALSE(between({1, 2, 3}, {1, 2, notANumber}).agrees);
    EXPECT_EQ(between({notANumber, 2, 3}, {notANumber, 2, 3.5}).largest, 0.5);
    EXPECT_TRUE(between({notANumber, 2, 3}, {notANumber, 2, 3.000001F}).agrees);
}

} // namespace
} // namespace layernorm
