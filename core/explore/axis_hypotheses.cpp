// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/axis_hypotheses.h"

#include "core/io/number_text.h"
#include "core/reference/comparison.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace layernorm {

namespace {

LibraryQuestion questionOf(Operation operation, double eps, int normalizedDims = 1)
{
    LibraryQuestion question;
    question.operation = operation;
    question.parameters.eps = eps;
    question.parameters.normalizedDims = normalizedDims;
    return question;
}

Shape arrangedShape(const Block& block, BlockArrangement arrangement)
{
    switch (arrangement) {
    case BlockArrangement::Flattened:
        return Shape::of({block.batch, block.sequence * block.dimension});
    case BlockArrangement::Swapped:
        return Shape::of({block.batch, block.dimension, block.sequence});
    case BlockArrangement::AsItIs:
        break;
    }
    return block.shape();
}

/// [batch, rows, columns] becomes [batch, columns, rows].
Tensor swapped(const Tensor& tensor, std::int64_t batch, std::int64_t rows, std::int64_t columns)
{
    return tensor.visit([=]<typename T>(std::span<const T> from) {
        TensorValues<T> to(from.size());
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t column = 0; column < columns; ++column)
                for (std::int64_t row = 0; row < rows; ++row)
                    to[static_cast<std::size_t>((b * columns + column) * rows + row)] =
                        from[static_cast<std::size_t>((b * rows + row) * columns + column)];
        return Tensor(Shape::of({batch, columns, rows}), std::move(to));
    });
}

/// The larger one; a NaN is larger than any number.
double larger(double a, double b)
{
    return std::isnan(a) || a >= b ? a : b;
}

template <typename T>
bool sameValue(T a, T b)
{
    return std::memcmp(&a, &b, sizeof(T)) == 0 || (std::isnan(a) && std::isnan(b));
}

/// Of the rows that both have; `edited` is passed over.
RowMovement movementOf(const Tensor& before, const Tensor& after, std::int64_t dimension,
                       std::int64_t edited = -1)
{
    return before.visit([&](const auto& old) {
        using T = typename std::decay_t<decltype(old)>::value_type;
        const std::span<const T> now = after.values<T>();
        const auto rows = static_cast<std::int64_t>(old.size()) / dimension;
        RowMovement movement;
        movement.moved.resize(static_cast<std::size_t>(rows));
        for (std::int64_t row = 0; row < rows; ++row) {
            if (row == edited)
                continue;
            bool moved = false;
            for (std::int64_t i = row * dimension; i < (row + 1) * dimension; ++i) {
                const T a = old[static_cast<std::size_t>(i)];
                const T b = now[static_cast<std::size_t>(i)];
                if (sameValue(a, b))
                    continue;
                moved = true;
                movement.largest = larger(absoluteDifference(static_cast<double>(a), static_cast<double>(b)),
                                          movement.largest);
            }
            movement.moved[static_cast<std::size_t>(row)] = moved;
            movement.movedRows += moved ? 1 : 0;
        }
        return movement;
    });
}

std::optional<Tensor> askedOf(const AskableLibrary* library, const Tensor& input,
                              const NamedOperation& operation)
{
    if (!library)
        return std::nullopt;
    std::optional<Tensor> answer = library->ask(arranged(input, operation.arrangement), operation.question);
    return answer ? arrangedBack(std::move(*answer), operation.arrangement, input) : std::nullopt;
}

std::string whatIsUnusual(AxisSet axes)
{
    if (axes == AxisSet{Axis::Batch})
        return " on the flattened sentence";
    if (axes == AxisSet{Axis::Batch, Axis::Dimension})
        return " with the axes not swapped";
    return {};
}

} // namespace

NamedOperation namedOperation(AxisSet axes, const Block& block, double eps)
{
    const auto text = [](std::int64_t extent) { return std::to_string(extent); };
    const std::string sequence = text(block.sequence);
    const std::string dimension = text(block.dimension);
    if (axes == AxisSet{Axis::Dimension})
        return {"LayerNorm(" + dimension + ")", BlockArrangement::AsItIs,
                questionOf(Operation::LayerNorm, eps, 1)};
    if (axes == AxisSet{Axis::Sequence})
        return {"InstanceNorm1d(" + dimension + ")", BlockArrangement::AsItIs,
                questionOf(Operation::InstanceNorm, eps)};
    if (axes == AxisSet{Axis::Batch})
        return {"BatchNorm1d(" + text(block.sequence * block.dimension) + ")", BlockArrangement::Flattened,
                questionOf(Operation::BatchNorm, eps)};
    if (axes == AxisSet{Axis::Sequence, Axis::Dimension})
        return {"LayerNorm([" + sequence + "," + dimension + "])", BlockArrangement::AsItIs,
                questionOf(Operation::LayerNorm, eps, 2)};
    if (axes == AxisSet{Axis::Batch, Axis::Dimension})
        return {"BatchNorm1d(" + sequence + ")", BlockArrangement::Swapped,
                questionOf(Operation::BatchNorm, eps)};
    if (axes == AxisSet{Axis::Batch, Axis::Sequence})
        return {"BatchNorm1d(" + dimension + ")", BlockArrangement::AsItIs,
                questionOf(Operation::BatchNorm, eps)};
    return {"LayerNorm([" + text(block.batch) + "," + sequence + "," + dimension + "])",
            BlockArrangement::AsItIs, questionOf(Operation::LayerNorm, eps, 3)};
}

NamedOperation groupNormOfOneGroup(const Block& block, double eps)
{
    return {"GroupNorm(1, " + std::to_string(block.dimension) + ")", BlockArrangement::AsItIs,
            questionOf(Operation::GroupNorm, eps)};
}

Tensor arranged(const Tensor& input, BlockArrangement arrangement)
{
    const Block block = Block::of(input.shape());
    if (arrangement == BlockArrangement::Swapped)
        return swapped(input, block.batch, block.sequence, block.dimension);
    return input.reshaped(arrangedShape(block, arrangement));
}

std::optional<Tensor> arrangedBack(Tensor answer, BlockArrangement arrangement, const Tensor& input)
{
    const Block block = Block::of(input.shape());
    if (answer.dtype() != input.dtype() || answer.shape() != arrangedShape(block, arrangement))
        return std::nullopt;
    if (arrangement == BlockArrangement::Swapped)
        answer = swapped(answer, block.batch, block.dimension, block.sequence);
    return std::move(answer).reshaped(input.shape());
}

AxisHypothesis hypothesisOf(AxisSet axes, const Block& block)
{
    AxisHypothesis hypothesis;
    hypothesis.axes = axes;
    hypothesis.name = namedOperation(axes, block, 0).name + whatIsUnusual(axes);
    hypothesis.groups = Grouping(block, axes).groups();
    return hypothesis;
}

Distance distanceBetween(const Tensor& ours, const Tensor& theirs)
{
    const Tolerance tolerance = toleranceFor(ours.dtype());
    return ours.visit([&](const auto& first) {
        using T = typename std::decay_t<decltype(first)>::value_type;
        const std::span<const T> second = theirs.values<T>();
        Distance distance;
        for (std::size_t i = 0; i < first.size(); ++i) {
            const auto a = static_cast<double>(first[i]);
            const auto b = static_cast<double>(second[i]);
            distance.largest = larger(absoluteDifference(a, b), distance.largest);
            distance.agrees = distance.agrees && isClose(a, b, tolerance);
        }
        return distance;
    });
}

ExperimentTable axesTable(std::span<const AxisHypothesis> hypotheses, const std::string& library)
{
    const auto text = [](double value) { return exactText(value, DType::Float64); };
    ExperimentTable table;
    table.columns = {"axes", "name", "groups", "max_abs_difference", "library", "library_max_abs_difference"};
    for (const AxisHypothesis& hypothesis : hypotheses)
        table.rows.push_back({name(hypothesis.axes), hypothesis.name, std::to_string(hypothesis.groups),
                              text(hypothesis.toLayerNorm.largest), library,
                              hypothesis.toLibrary ? text(hypothesis.toLibrary->largest) : std::string()});
    return table;
}

Result<ExperimentTable> axesTable(const ExperimentRequest& request)
{
    const Tensor& input = request.input;
    if (auto checked = checkParameters(input, request.parameters); !checked)
        return tl::unexpected(checked.error());
    const double eps = request.parameters.eps;
    const Block block = Block::of(input.shape());
    std::optional<Tensor> layerNormOutput;
    std::vector<AxisHypothesis> hypotheses;
    for (const AxisSet axes : axisSubsets) {
        Result<AxisNormResult> ours = axisNorm(input, axes, eps);
        if (!ours)
            return tl::unexpected(ours.error());
        std::optional<Tensor> theirs = askedOf(request.library, input, namedOperation(axes, block, eps));
        AxisHypothesis hypothesis = hypothesisOf(axes, block);
        if (theirs)
            hypothesis.toLibrary = distanceBetween(ours->output, *theirs);
        if (!layerNormOutput) // the dimension comes first
            layerNormOutput = theirs ? std::move(*theirs) : ours->output;
        hypothesis.toLayerNorm = distanceBetween(ours->output, *layerNormOutput);
        hypotheses.push_back(std::move(hypothesis));
    }
    return axesTable(hypotheses, request.library ? request.library->title : std::string());
}

double conspicuousEdit(double x, DType dtype)
{
    if (!std::isfinite(x))
        return 1;
    const double largest = dtype == DType::Float32 ? static_cast<double>(std::numeric_limits<float>::max())
                                                   : std::numeric_limits<double>::max();
    const double edited = x + std::max(1.0, std::abs(x));
    return std::abs(edited) <= largest ? edited : x / 2;
}

Result<EditProof> proveEdit(const Tensor& input, const Tensor& output, std::int64_t cell, double value,
                            AxisSet axes, double eps, const Execution& execution)
{
    Tensor edited = input;
    edited.set(cell, value);
    const Result<AxisNormResult> after = axisNorm(edited, axes, eps, execution);
    if (!after)
        return tl::unexpected(after.error());
    const std::int64_t dimension = Block::of(input.shape()).dimension;
    const std::int64_t row = cell / dimension;
    EditProof proof;
    proof.others = movementOf(output, after->output, dimension, row);
    for (std::int64_t i = row * dimension; i < (row + 1) * dimension; ++i)
        proof.editedRowMoved = proof.editedRowMoved || !sameValue(output.at(i), after->output.at(i));
    return proof;
}

Result<Tensor> drawnSentence(const Tensor& input, std::uint64_t seed)
{
    const Block block = Block::of(input.shape());
    const Result<Shape> longer = Shape::make({block.batch + 1, block.sequence, block.dimension});
    if (!longer)
        return tl::unexpected(longer.error());
    const std::int64_t values = block.sequence * block.dimension;
    const Tensor drawn = randn(*longer, seed, input.dtype());
    return drawn.visit([&]<typename T>(std::span<const T> numbers) {
        return Tensor(Shape::of({block.sequence, block.dimension}),
                      TensorValues<T>(numbers.end() - values, numbers.end()));
    });
}

Result<Tensor> withSentence(const Tensor& input, const Tensor& sentence)
{
    const Block block = Block::of(input.shape());
    if (sentence.elements() != block.sequence * block.dimension)
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "The sentence has the shape %1; to follow a batch of shape %2 it must be %3"),
            {sentence.shape().text(), block.shape().text(),
             Shape::of({block.sequence, block.dimension}).text()});
    const Result<Shape> shape = Shape::make({block.batch + 1, block.sequence, block.dimension});
    if (!shape)
        return tl::unexpected(shape.error());
    Tensor longer(*shape, input.dtype());
    const Tensor last = sentence.converted(input.dtype());
    const std::span<std::byte> to = longer.bytes();
    std::ranges::copy(input.bytes(), to.begin());
    std::ranges::copy(last.bytes(), to.begin() + static_cast<std::ptrdiff_t>(input.bytes().size()));
    return longer;
}

Result<RowMovement> proveAppend(const Tensor& output, const Tensor& longer, AxisSet axes, double eps,
                                const Execution& execution)
{
    const Result<AxisNormResult> after = axisNorm(longer, axes, eps, execution);
    if (!after)
        return tl::unexpected(after.error());
    return movementOf(output, after->output, Block::of(longer.shape()).dimension);
}

} // namespace layernorm
