// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/samples.h"

#include "core/io/safetensors.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace layernorm {

namespace {

using Directory = std::filesystem::path;

/// float32, row-major; `labels` one a row or none.
LabelledTensor table(std::initializer_list<std::int64_t> extents, std::vector<float> values,
                     std::vector<std::string> labels = {})
{
    return {.tensor = Tensor(Shape::of(extents), std::move(values)),
            .labels = std::move(labels),
            .notice = std::nullopt};
}

Result<LabelledTensor> article(const Directory&)
{
    return LabelledTensor{.tensor = randn(Shape::of({2, 3, 4}), 0), .labels = {}, .notice = std::nullopt};
}

Result<LabelledTensor> sentences(const Directory& directory)
{
    return readSafetensors(directory / "glove-sentences.safetensors", {});
}

Result<LabelledTensor> commonWords(const Directory& directory)
{
    return readSafetensors(directory / "glove-common-words.safetensors", {});
}

Result<LabelledTensor> constantToken(const Directory&)
{
    // 0.1 has no exact float32: a mean that were rounded on the way would leave deviations.
    return table({2, 3, 4}, {0.1F,  0.1F,  0.1F, 0.1F,  //
                             1.0F,  -0.5F, 2.0F, 0.25F, //
                             -1.5F, 0.5F,  1.0F, 3.0F,  //
                             0.5F,  -2.0F, 1.5F, -1.0F, //
                             2.0F,  2.5F,  3.0F, -0.5F, //
                             -1.0F, 0.75F, 0.0F, 1.25F});
}

Result<LabelledTensor> outlier(const Directory&)
{
    return table({1, 3, 8}, {0.5F,  -1.0F, 0.25F, 1.5F,    -0.75F, 1.0F,  -0.5F, 0.0F, //
                             0.5F,  -1.0F, 0.25F, 1000.0F, -0.75F, 1.0F,  -0.5F, 0.0F, //
                             -0.5F, 1.0F,  -1.5F, 0.75F,   0.0F,   -1.0F, 0.5F,  0.25F});
}

Result<LabelledTensor> offset(const Directory&)
{
    constexpr std::array deviations{-1.5F, -0.75F, 0.25F, 0.5F, 0.5F, 1.0F};
    // Powers of two small enough for the deviations to stay exact in float32.
    constexpr std::array means{0.0F, 1024.0F, 1048576.0F};
    std::vector<float> values;
    for (const float mean : means)
        std::transform(deviations.begin(), deviations.end(), std::back_inserter(values),
                       [mean](float deviation) { return mean + deviation; });
    return table({1, 3, 6}, std::move(values));
}

Result<LabelledTensor> padding(const Directory&)
{
    constexpr const char* pad = "<pad>";
    std::vector<std::string> labels{"the", "cat", "sat", pad, "birds", "sing", pad, pad};
    Tensor tensor = randn(Shape::of({2, 4, 6}), 1);
    const std::span<float> values = tensor.values<float>();
    const auto dimension = static_cast<std::ptrdiff_t>(tensor.shape()[-1]);
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (labels[row] == pad)
            std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(row) * dimension, dimension, 0.0F);
    }
    return LabelledTensor{.tensor = std::move(tensor), .labels = std::move(labels), .notice = std::nullopt};
}

Result<LabelledTensor> dimensionOne(const Directory&)
{
    return table({2, 3, 1}, {3.0F, -0.5F, 1000.0F, 0.0F, -2.25F, 0.1F});
}

Result<LabelledTensor> dimensionTwo(const Directory&)
{
    return table({2, 3, 2}, {1.0F, 3.0F, 5.0F, -5.0F, 0.0F, 1000.0F, //
                             -1.0F, 1.0F, 2.0F, 2.0F, 0.5F, 0.51F});
}

Result<LabelledTensor> dimensionThree(const Directory&)
{
    return table({2, 3, 3}, {1.0F, 2.0F, 3.0F, 0.0F, 0.0F, 1.0F, -4.0F, 1.0F, 2.5F, //
                             3.0F, 3.0F, 0.0F, 100.0F, 0.5F, -50.0F, -1.0F, 0.0F, 1.0F});
}

Result<LabelledTensor> ones(const Directory&)
{
    return table({2, 3, 4}, std::vector<float>(24, 1.0F));
}

} // namespace

std::span<const Sample> samples()
{
    static constexpr std::array table{
        Sample{"article", LAYERNORM_SENTENCE("Core", "The article's tensor"),
               LAYERNORM_SENTENCE("Core", "Two sentences of three tokens with four numbers each, as "
                                          "torch.manual_seed(0) and torch.randn(2, 3, 4) draw them"),
               article},
        Sample{"sentences", LAYERNORM_SENTENCE("Core", "Four sentences"),
               LAYERNORM_SENTENCE("Core",
                                  "GloVe embeddings of four sentences: a word that comes twice, such as "
                                  "\"the\", has equal rows in the input and in the output, whatever "
                                  "stands around it"),
               sentences},
        Sample{"common-words", LAYERNORM_SENTENCE("Core", "1024 common words"),
               LAYERNORM_SENTENCE("Core",
                                  "GloVe embeddings of the 1024 most common words in blocks of 128, the "
                                  "most common first: real data at the size of a small model"),
               commonWords},
        Sample{"constant-token", LAYERNORM_SENTENCE("Core", "A constant token"),
               LAYERNORM_SENTENCE("Core",
                                  "The first token is 0.1 four times: its variance is exactly 0 and its "
                                  "output 0, or NaN once eps is 0"),
               constantToken},
        Sample{"outlier", LAYERNORM_SENTENCE("Core", "One outlier"),
               LAYERNORM_SENTENCE("Core",
                                  "A single 1000 takes nearly all the variance of the middle token: its "
                                  "output comes close to the square root of 7, the most that 8 numbers "
                                  "allow, and the other seven become nearly equal"),
               outlier},
        Sample{"offset", LAYERNORM_SENTENCE("Core", "A huge offset"),
               LAYERNORM_SENTENCE("Core",
                                  "Three tokens deviate alike from means of 0, 1024 and 1048576: their "
                                  "outputs are equal, because the mean is taken off first"),
               offset},
        Sample{"padding", LAYERNORM_SENTENCE("Core", "Padding"),
               LAYERNORM_SENTENCE("Core",
                                  "Two sentences of random numbers, filled up with rows of zeros: these "
                                  "rows stay 0 with any eps above 0, and the other tokens take no notice of "
                                  "them"),
               padding},
        Sample{"dimension-1", LAYERNORM_SENTENCE("Core", "Dimension 1"),
               LAYERNORM_SENTENCE("Core",
                                  "Every token is a single number, which is its own mean: all outputs are "
                                  "0, whichever numbers stand there, as long as eps is not 0"),
               dimensionOne},
        Sample{"dimension-2", LAYERNORM_SENTENCE("Core", "Dimension 2"),
               LAYERNORM_SENTENCE("Core",
                                  "Of two numbers only the order remains: the outputs are close to -1 and "
                                  "1, except where eps counts because the two are nearly or quite equal"),
               dimensionTwo},
        Sample{"dimension-3", LAYERNORM_SENTENCE("Core", "Dimension 3"),
               LAYERNORM_SENTENCE("Core",
                                  "Three outputs add up to 0 and their squares to 3, but for rounding and "
                                  "eps: of every token there remains one angle"),
               dimensionThree},
        Sample{"ones", LAYERNORM_SENTENCE("Core", "All ones"),
               LAYERNORM_SENTENCE("Core",
                                  "The textbook's first exercise: where every number is 1, every variance "
                                  "is exactly 0 and every output 0, or NaN once eps is 0"),
               ones},
    };
    return table;
}

const Sample* findSample(std::string_view name)
{
    const auto all = samples();
    const auto found =
        std::find_if(all.begin(), all.end(), [name](const Sample& sample) { return name == sample.name; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace layernorm
