// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/workers/block_requests.h"

#include "core/reference/workers/request_fields.h"

#include <array>
#include <string_view>
#include <utility>

namespace layernorm::worker {

namespace {

using protocol::JsonFields;

constexpr std::uint64_t largestFeedForward = 65536;
constexpr std::uint64_t largestDepth = 96;

/// What both operations say about their blocks.
struct BlockLine {
    Shape shape;
    DType dtype = DType::Float32;
    BlockOptions options;

    [[nodiscard]] std::int64_t dimension() const { return shape[-1]; }
};

Result<Shape> readBlockShape(const JsonFields& line)
{
    Result<Shape> shape = line.shape();
    if (shape && shape->rank() != 3)
        return failure(LAYERNORM_SENTENCE("Core", "The request's shape %1 is not that of a batch of "
                                                  "sequences; send [batch, sequence, dimension]"),
                       {shape->text()});
    return shape;
}

Result<int> readHeads(const JsonFields& line, std::int64_t dimension)
{
    const Result<std::uint64_t> heads = line.wholeNumber("heads");
    if (!heads || *heads < 1)
        return line.badField("heads", "a whole number of at least 1");
    if (static_cast<std::uint64_t>(dimension) % *heads != 0)
        return failure(LAYERNORM_SENTENCE("Core", "The request asks for %1 heads of a dimension of %2; send "
                                                  "a number that divides it"),
                       {std::to_string(*heads), std::to_string(dimension)});
    return static_cast<int>(*heads); // at most 64 million now
}

Result<NormPlacement> readNorm(const JsonFields& line)
{
    const Result<std::string> text = line.text("norm");
    for (const NormPlacement norm : {NormPlacement::None, NormPlacement::Post, NormPlacement::Pre})
        if (text && *text == name(norm))
            return norm;
    return line.badField("norm", "none, post or pre");
}

Result<std::int64_t> readFeedForward(const JsonFields& line)
{
    const Result<std::uint64_t> size = line.wholeNumber("feed_forward");
    if (!size || *size > largestFeedForward)
        return line.badField("feed_forward", "a whole number from 0 to 65536");
    return static_cast<std::int64_t>(*size);
}

Result<BlockOptions> readOptions(const JsonFields& line, std::int64_t dimension)
{
    const Result<double> eps = readEps(line);
    if (!eps)
        return tl::unexpected(eps.error());
    const Result<int> heads = readHeads(line, dimension);
    if (!heads)
        return tl::unexpected(heads.error());
    const Result<bool> causal = line.truth("causal");
    if (!causal)
        return tl::unexpected(causal.error());
    const Result<bool> residual = line.truth("residual");
    if (!residual)
        return tl::unexpected(residual.error());
    const Result<NormPlacement> norm = readNorm(line);
    if (!norm)
        return tl::unexpected(norm.error());
    const Result<std::int64_t> feedForward = readFeedForward(line);
    if (!feedForward)
        return tl::unexpected(feedForward.error());
    return BlockOptions{.attention = {.heads = *heads, .causal = *causal},
                        .residual = *residual,
                        .norm = *norm,
                        .layerNorm = {.eps = *eps, .normalizedDims = 1, .gamma = {}, .beta = {}},
                        .feedForward = *feedForward};
}

Result<BlockLine> readBlockLine(const JsonFields& line)
{
    Result<Shape> shape = readBlockShape(line);
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<DType> dtype = line.dtype();
    if (!dtype)
        return tl::unexpected(dtype.error());
    return readOptions(line, (*shape)[-1]).map([&](BlockOptions options) {
        return BlockLine{std::move(*shape), *dtype, std::move(options)};
    });
}

/// The attention weights of all heads: at most 64 million squared, far below what the type holds.
std::int64_t attentionElements(const BlockLine& line)
{
    return line.shape.elements() / line.dimension() * line.options.attention.heads * line.shape[1];
}

/// For gradient_flow as well: attention weights that no tensor could hold are none to differentiate.
Result<void> expectSize(const BlockLine& line)
{
    return expectAnswerOf(attentionElements(line) + 3 * line.shape.elements());
}

/// Of each weight, in the order in which they come. Errors: as `Shape::make`.
Result<std::vector<Shape>> weightShapes(const BlockLine& line)
{
    const std::int64_t dimension = line.dimension();
    const std::int64_t hidden = line.options.feedForward;
    const Result<Shape> square = Shape::make({dimension, dimension});
    if (!square)
        return tl::unexpected(square.error());
    std::vector<Shape> shapes(4, *square);
    if (hidden == 0)
        return shapes;
    const Result<Shape> expand = Shape::make({hidden, dimension});
    if (!expand)
        return tl::unexpected(expand.error());
    shapes.push_back(*expand);
    shapes.push_back(Shape::of({dimension, hidden}));
    return shapes;
}

std::uint64_t elementsOf(const std::vector<Shape>& shapes)
{
    std::uint64_t elements = 0; // of six shapes at most: no overflow
    for (const Shape& shape : shapes)
        elements += static_cast<std::uint64_t>(shape.elements());
    return elements;
}

Result<BlockWeights> readWeights(RequestData& data, const std::vector<Shape>& shapes, DType dtype)
{
    BlockWeights weights;
    const std::array places{&weights.attention.query,  &weights.attention.key, &weights.attention.value,
                            &weights.attention.output, &weights.expand,        &weights.contract};
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        Result<Tensor> weight = readTensor(data, shapes[i], dtype);
        if (!weight)
            return tl::unexpected(weight.error());
        *places[i] = std::move(*weight);
    }
    return weights;
}

Result<void> readAffine(RequestData& data, BlockLine& line)
{
    const Shape shape = line.shape.trailing(1);
    for (std::optional<Tensor>* parameter : {&line.options.layerNorm.gamma, &line.options.layerNorm.beta}) {
        Result<Tensor> values = readTensor(data, shape, line.dtype);
        if (!values)
            return tl::unexpected(values.error());
        *parameter = std::move(*values);
    }
    return {};
}

/// The data of add_and_norm, whose length is right.
Result<BlockQuestion> readBlockData(RequestData& data, BlockLine& line, const std::vector<Shape>& shapes,
                                    bool affine)
{
    Result<Tensor> input = readTensor(data, line.shape, line.dtype);
    if (!input)
        return tl::unexpected(input.error());
    Result<BlockWeights> weights = readWeights(data, shapes, line.dtype);
    if (!weights)
        return tl::unexpected(weights.error());
    if (affine)
        if (const Result<void> read = readAffine(data, line); !read)
            return tl::unexpected(read.error());
    return BlockQuestion{std::move(*input), std::move(*weights), std::move(line.options)};
}

Result<int> readDepth(const JsonFields& line, std::uint64_t weightsOfBlock)
{
    const Result<std::uint64_t> depth = line.wholeNumber("depth");
    if (!depth || *depth < 1 || *depth > largestDepth)
        return line.badField("depth", "a whole number from 1 to 96");
    if (weightsOfBlock > static_cast<std::uint64_t>(Shape::maxElements) / *depth)
        return failure(
            LAYERNORM_SENTENCE("Core", "The request's %1 blocks have %2 weights each, more than "
                                       "%3 in all; send fewer or smaller ones"),
            {std::to_string(*depth), std::to_string(weightsOfBlock), std::to_string(Shape::maxElements)});
    return static_cast<int>(*depth);
}

/// The data of gradient_flow, whose length is right.
Result<FlowQuestion> readFlowData(RequestData& data, BlockLine& line, const std::vector<Shape>& shapes,
                                  int depth)
{
    Result<Tensor> input = readTensor(data, line.shape, line.dtype);
    if (!input)
        return tl::unexpected(input.error());
    Result<Tensor> upstream = readTensor(data, line.shape, line.dtype);
    if (!upstream)
        return tl::unexpected(upstream.error());
    FlowQuestion question{std::move(*input), std::move(*upstream), {}, std::move(line.options)};
    for (int block = 0; block < depth; ++block) {
        Result<BlockWeights> weights = readWeights(data, shapes, line.dtype);
        if (!weights)
            return tl::unexpected(weights.error());
        question.blocks.push_back(std::move(*weights));
    }
    return question;
}

} // namespace

Result<Tensor> answerAddAndNorm(const Library& library, const JsonFields& fields, RequestData& data)
{
    Result<BlockLine> line = readBlockLine(fields);
    if (!line)
        return tl::unexpected(line.error());
    const Result<bool> affine = fields.truth("affine");
    if (!affine)
        return tl::unexpected(affine.error());
    if (const Result<void> size = expectSize(*line); !size)
        return tl::unexpected(size.error());
    const Result<std::vector<Shape>> shapes = weightShapes(*line);
    if (!shapes)
        return tl::unexpected(shapes.error());
    const auto ends =
        static_cast<std::uint64_t>(line->shape.elements() + (*affine ? 2 * line->dimension() : 0));
    if (const Result<void> bytes =
            expectBytes(data.left(), (ends + elementsOf(*shapes)) * sizeOf(line->dtype));
        !bytes)
        return tl::unexpected(bytes.error());
    const Result<BlockQuestion> question = readBlockData(data, *line, *shapes, *affine);
    return question ? library.addAndNorm(*question) : tl::unexpected(question.error());
}

Result<Tensor> answerGradientFlow(const Library& library, const JsonFields& fields, RequestData& data)
{
    Result<BlockLine> line = readBlockLine(fields);
    if (!line)
        return tl::unexpected(line.error());
    if (const Result<void> size = expectSize(*line); !size)
        return tl::unexpected(size.error());
    const Result<std::vector<Shape>> shapes = weightShapes(*line);
    if (!shapes)
        return tl::unexpected(shapes.error());
    const Result<int> depth = readDepth(fields, elementsOf(*shapes));
    if (!depth)
        return tl::unexpected(depth.error());
    const auto ends = static_cast<std::uint64_t>(2 * line->shape.elements());
    const std::uint64_t weights = static_cast<std::uint64_t>(*depth) * elementsOf(*shapes);
    if (const Result<void> bytes = expectBytes(data.left(), (ends + weights) * sizeOf(line->dtype)); !bytes)
        return tl::unexpected(bytes.error());
    const Result<FlowQuestion> question = readFlowData(data, *line, *shapes, *depth);
    return question ? library.gradientFlow(*question) : tl::unexpected(question.error());
}

} // namespace layernorm::worker
