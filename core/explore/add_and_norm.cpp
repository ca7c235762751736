// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/add_and_norm.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace layernorm {

namespace {

/// The next values of a flat answer.
class Pieces
{
public:
    explicit Pieces(const Tensor& answer) : m_answer(answer) {}

    Tensor take(const Shape& shape)
    {
        Tensor piece(shape, m_answer.dtype());
        for (std::int64_t i = 0; i < shape.elements(); ++i)
            piece.set(i, m_answer.at(m_next++));
        return piece;
    }

private:
    const Tensor& m_answer;
    std::int64_t m_next = 0;
};

Shape attentionShape(const Tensor& input, const BlockOptions& options)
{
    const Shape& shape = input.shape();
    return Shape::of({shape[0], options.attention.heads, shape[1], shape[1]});
}

/// NaN where any value is.
double largestMagnitude(const Tensor& tensor)
{
    double largest = 0;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const double magnitude = std::abs(tensor.at(i));
        if (magnitude > largest || std::isnan(magnitude))
            largest = magnitude;
        if (std::isnan(largest))
            break;
    }
    return largest;
}

double largestDifference(const Tensor& ours, const Tensor& theirs)
{
    double largest = 0;
    for (std::int64_t i = 0; i < ours.elements(); ++i) {
        const double a = ours.at(i);
        const double b = theirs.at(i);
        // Equal infinities and two NaN agree.
        if (a == b || (std::isnan(a) && std::isnan(b)))
            continue;
        const double difference = std::abs(a - b);
        if (difference > largest || std::isnan(difference))
            largest = difference;
        if (std::isnan(largest))
            break;
    }
    return largest;
}

struct Stage {
    const char* name;
    const Tensor& ours;
    const Tensor* theirs; ///< nullptr without a library
};

std::vector<std::string> row(const Stage& stage)
{
    return {stage.name, exactText(largestMagnitude(stage.ours), DType::Float64),
            stage.theirs ? exactText(largestDifference(stage.ours, *stage.theirs), DType::Float64)
                         : std::string()};
}

std::optional<LibraryStages> askLibrary(const ExperimentRequest& request, const Tensor& input,
                                        const BlockWeights& weights, const BlockOptions& options)
{
    if (!request.library)
        return std::nullopt;
    const std::optional<Tensor> answer = request.library->ask(input, addAndNormQuestion(weights, options));
    return answer ? libraryStages(*answer, input, options) : std::nullopt;
}

} // namespace

Tensor blockInput(const Tensor& input)
{
    return input.reshaped(blockShape(input.shape()));
}

Shape blockShape(const Shape& input)
{
    const Shape shape = input.withRankAtLeast(3);
    return Shape::of({shape.elements() / (shape[-1] * shape[-2]), shape[-2], shape[-1]});
}

LibraryQuestion addAndNormQuestion(const BlockWeights& weights, const BlockOptions& options)
{
    LibraryQuestion question;
    question.operation = Operation::AddAndNorm;
    question.block = options;
    for (const Tensor* weight : {&weights.attention.query, &weights.attention.key, &weights.attention.value,
                                 &weights.attention.output})
        question.further.push_back(std::make_shared<const Tensor>(*weight));
    if (options.feedForward > 0)
        for (const Tensor* weight : {&weights.expand, &weights.contract})
            question.further.push_back(std::make_shared<const Tensor>(*weight));
    return question;
}

std::optional<LibraryStages> libraryStages(const Tensor& answer, const Tensor& input,
                                           const BlockOptions& options)
{
    const Shape attention = attentionShape(input, options);
    if (answer.elements() != attention.elements() + 3 * input.elements() || answer.dtype() != input.dtype())
        return std::nullopt;
    Pieces pieces(answer);
    LibraryStages stages;
    stages.attentionWeights = pieces.take(attention);
    stages.attention = pieces.take(input.shape());
    stages.sum = pieces.take(input.shape());
    stages.output = pieces.take(input.shape());
    return stages;
}

Result<ExperimentTable> addAndNormTable(const ExperimentRequest& request)
{
    const Tensor input = blockInput(request.input);
    BlockOptions options;
    options.attention = {.heads = request.heads, .causal = request.causal};
    options.layerNorm = request.parameters;
    if (const auto checked = checkBlockOptions(input, options); !checked)
        return tl::unexpected(checked.error());
    const BlockWeights weights = drawBlockWeights(input.shape()[-1], 0, addAndNormSeed, input.dtype());
    const Result<BlockStages> ours = blockForward(input, weights, options);
    if (!ours)
        return tl::unexpected(ours.error());
    const std::optional<LibraryStages> theirs = askLibrary(request, input, weights, options);
    const auto of = [&](const Tensor LibraryStages::*stage) { return theirs ? &(*theirs.*stage) : nullptr; };
    ExperimentTable table{{"stage", "max_abs_value", "max_abs_difference"}, {}};
    for (const Stage& stage :
         {Stage{"input", input, theirs ? &input : nullptr},
          Stage{"attention_weights", ours->attentionWeights, of(&LibraryStages::attentionWeights)},
          Stage{"attention", ours->attention, of(&LibraryStages::attention)},
          Stage{"sum", ours->sum, of(&LibraryStages::sum)},
          Stage{"output", ours->output, of(&LibraryStages::output)}})
        table.rows.push_back(row(stage));
    return table;
}

} // namespace layernorm
