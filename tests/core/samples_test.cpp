// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/samples.h"

#include "core/io/tensor_file.h"
#include "core/norm/layer_norm.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace layernorm {
namespace {

const std::filesystem::path directory = LAYERNORM_SAMPLES_DIR;

LabelledTensor made(const char* name)
{
    const Sample* sample = findSample(name);
    EXPECT_NE(sample, nullptr) << name;
    const Result<LabelledTensor> tensor = sample->make(directory);
    EXPECT_TRUE(tensor.has_value()) << tensor.error().text();
    return tensor.value_or(LabelledTensor());
}

LayerNormResult normalised(const Tensor& tensor, double eps = 1e-5)
{
    return *layerNorm(tensor, {.eps = eps, .normalizedDims = 1, .gamma = {}, .beta = {}});
}

std::vector<float> row(const Tensor& tensor, std::int64_t index)
{
    const auto dimension = static_cast<std::size_t>(tensor.shape()[-1]);
    const auto values =
        tensor.values<float>().subspan(static_cast<std::size_t>(index) * dimension, dimension);
    return {values.begin(), values.end()};
}

bool isAll(const std::vector<float>& values, float value)
{
    return std::all_of(values.begin(), values.end(), [value](float v) { return v == value; });
}

bool isAllNan(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isnan(v); });
}

std::vector<std::int64_t> rowsOf(const LabelledTensor& sample, const std::string& label)
{
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < sample.labels.size(); ++i) {
        if (sample.labels[i] == label)
            rows.push_back(static_cast<std::int64_t>(i));
    }
    return rows;
}

// ------------------------------------------------------------------------------------------------- the table

TEST(Samples, AreTheOnesThatAreDocumented)
{
    std::vector<std::string> names;
    for (const Sample& sample : samples())
        names.emplace_back(sample.name);
    const std::vector<std::string> documented{"article",     "sentences",   "common-words", "constant-token",
                                              "outlier",     "offset",      "padding",      "dimension-1",
                                              "dimension-2", "dimension-3", "ones"};
    EXPECT_EQ(names, documented);
    EXPECT_EQ(findSample("Article"), nullptr);
    EXPECT_EQ(findSample(""), nullptr);
}

TEST(Samples, EachCanBeNormalisedAndItsLabelsFit)
{
    for (const Sample& sample : samples()) {
        const LabelledTensor tensor = made(sample.name);
        EXPECT_EQ(tensor.tensor.dtype(), DType::Float32) << sample.name;
        EXPECT_EQ(tensor.tensor.shape().rank(), 3) << sample.name;
        EXPECT_FALSE(tensor.notice) << sample.name;
        const std::int64_t rows = tensor.tensor.elements() / tensor.tensor.shape()[-1];
        EXPECT_TRUE(tensor.labels.empty() || tensor.labels.size() == static_cast<std::size_t>(rows))
            << sample.name;
        const LayerNormResult result = normalised(tensor.tensor);
        for (const float value : result.output.values<float>())
            ASSERT_TRUE(std::isfinite(value)) << sample.name;
    }
}

TEST(Samples, TitlesAndSentencesAreFitForAMenu)
{
    std::set<std::string> titles;
    for (const Sample& sample : samples()) {
        const std::string title = sample.title;
        const std::string description = sample.description;
        EXPECT_TRUE(titles.insert(title).second) << title;
        EXPECT_TRUE(title.size() >= 4 && title.size() <= 24) << title;
        EXPECT_TRUE(description.size() >= 40 && description.size() <= 200) << description;
        EXPECT_EQ(description.find_first_of("\n%"), std::string::npos) << description;
        EXPECT_NE(description.back(), '.') << description;
    }
}

TEST(Samples, NameTheFileThatIsMissing)
{
    for (const char* name : {"sentences", "common-words"}) {
        const Result<LabelledTensor> tensor = findSample(name)->make("/nowhere");
        ASSERT_FALSE(tensor);
        EXPECT_EQ(tensor.error().text().rfind("/nowhere/glove-" + std::string(name) + ".safetensors ", 0),
                  0U);
    }
}

// --------------------------------------------------------------------- what each sentence says, and no more

TEST(Samples, ArticleIsWhatPyTorchDraws)
{
    const Tensor input = made("article").tensor;
    const Result<Tensor> torch = readTensor(directory / "torch-seed0-2x3x4.npy");
    ASSERT_TRUE(torch);
    ASSERT_EQ(input.shape(), torch->shape());
    // What random_tensor.h promises: PyTorch's own last bits depend on the processor.
    for (std::int64_t i = 0; i < 24; ++i)
        EXPECT_NEAR(input.at(i), torch->at(i), 1e-6) << i;
}

TEST(Samples, SentencesHaveEqualRowsForEqualWords)
{
    const LabelledTensor sample = made("sentences");
    const LayerNormResult result = normalised(sample.tensor);
    EXPECT_EQ(sample.tensor.shape(), Shape::of({4, 6, 100}));
    int repeated = 0;
    for (std::int64_t i = 0; i < 24; ++i) {
        for (const std::int64_t j : rowsOf(sample, sample.labels[static_cast<std::size_t>(i)])) {
            EXPECT_EQ(row(sample.tensor, i), row(sample.tensor, j)) << i << " " << j;
            EXPECT_EQ(row(result.output, i), row(result.output, j)) << i << " " << j;
            repeated += i < j ? 1 : 0;
        }
    }
    EXPECT_GE(repeated, 2);
    const std::vector<std::int64_t> the = rowsOf(sample, "the");
    EXPECT_TRUE(std::adjacent_find(the.begin(), the.end(), [](auto a, auto b) { return a / 6 == b / 6; }) !=
                the.end());
}

TEST(Samples, CommonWordsAre1024DifferentOnes)
{
    const LabelledTensor sample = made("common-words");
    EXPECT_EQ(sample.tensor.shape(), Shape::of({8, 128, 100}));
    EXPECT_EQ(std::set<std::string>(sample.labels.begin(), sample.labels.end()).size(), 1024U);
    EXPECT_EQ(sample.labels.front(), "the");
}

TEST(Samples, TheConstantTokenHasNoVarianceAtAll)
{
    const Tensor input = made("constant-token").tensor;
    const LayerNormResult result = normalised(input);
    EXPECT_TRUE(isAll(row(input, 0), 0.1F));
    EXPECT_EQ(result.variance.at(0), 0);
    EXPECT_TRUE(isAll(row(result.output, 0), 0));
    const LayerNormResult withoutEps = normalised(input, 0);
    EXPECT_TRUE(isAllNan(row(withoutEps.output, 0)));
    for (std::int64_t token = 1; token < 6; ++token) {
        EXPECT_GT(result.variance.at(token), 0.1);
        EXPECT_FALSE(std::isnan(row(withoutEps.output, token)[0]));
    }
}

TEST(Samples, TheOutlierTakesNearlyAllTheVariance)
{
    const Tensor input = made("outlier").tensor;
    const LayerNormResult result = normalised(input);
    const std::vector<float> token = row(input, 1);
    std::vector<float> output = row(result.output, 1);
    EXPECT_EQ(token[3], 1000);
    const double mean = result.mean.at(1);
    EXPECT_GT((1000 - mean) * (1000 - mean) / 8 / result.variance.at(1),
              0.87); // 7/8: the others lie at -mean
    EXPECT_GT(output[3], std::sqrt(7.0) - 1e-4);
    EXPECT_LE(output[3], static_cast<float>(std::sqrt(7.0)));
    output.erase(output.begin() + 3);
    const auto [least, most] = std::minmax_element(output.begin(), output.end());
    EXPECT_LT(*most - *least, 0.01F);
    // The same numbers without it are spread as usual.
    EXPECT_GT(row(result.output, 0)[3] - row(result.output, 0)[1], 1);
}

TEST(Samples, AnOffsetChangesNothing)
{
    const LayerNormResult result = normalised(made("offset").tensor);
    const std::vector<double> means{0, 1024, 1048576};
    for (std::int64_t token = 0; token < 3; ++token) {
        EXPECT_EQ(result.mean.at(token), means[static_cast<std::size_t>(token)]);
        EXPECT_EQ(row(result.output, token), row(result.output, 0));
        EXPECT_EQ(result.variance.at(token), result.variance.at(0));
    }
}

TEST(Samples, PaddingStays0AndTheOthersTakeNoNotice)
{
    const LabelledTensor sample = made("padding");
    const LayerNormResult result = normalised(sample.tensor);
    const std::vector<std::int64_t> pads = rowsOf(sample, "<pad>");
    EXPECT_EQ(pads, (std::vector<std::int64_t>{3, 6, 7}));
    Tensor filled = sample.tensor;
    for (const std::int64_t pad : pads) {
        EXPECT_TRUE(isAll(row(sample.tensor, pad), 0));
        EXPECT_TRUE(isAll(row(result.output, pad), 0));
        for (std::int64_t i = 0; i < 6; ++i)
            filled.set(pad * 6 + i, static_cast<double>(i * i));
    }
    const LayerNormResult other = normalised(filled);
    for (const std::int64_t token : {0, 1, 2, 4, 5})
        EXPECT_EQ(row(result.output, token), row(other.output, token));
}

TEST(Samples, OneNumberIsItsOwnMean)
{
    const Tensor input = made("dimension-1").tensor;
    const LayerNormResult result = normalised(input);
    EXPECT_EQ(input.shape()[-1], 1);
    EXPECT_TRUE(sameBits(result.mean, input));
    EXPECT_TRUE(std::all_of(result.output.values<float>().begin(), result.output.values<float>().end(),
                            [](float value) { return value == 0; }));
    EXPECT_TRUE(std::isnan(normalised(input, 0).output.at(0)));
}

TEST(Samples, OfTwoNumbersOnlyTheOrderRemains)
{
    const Tensor input = made("dimension-2").tensor;
    const Tensor output = normalised(input).output;
    int nearlyEqual = 0;
    for (std::int64_t token = 0; token < 6; ++token) {
        const std::vector<float> x = row(input, token);
        const std::vector<float> y = row(output, token);
        EXPECT_EQ(y[0], -y[1]);
        EXPECT_EQ(y[0] < y[1], x[0] < x[1]);
        const bool clear = std::abs(x[0] - x[1]) >= 1;
        nearlyEqual += clear ? 0 : 1;
        EXPECT_EQ(std::abs(y[0]) > 0.9999F, clear) << token;
        EXPECT_EQ(std::abs(y[0]) < 0.9F, !clear) << token;
    }
    EXPECT_EQ(nearlyEqual, 2);
}

TEST(Samples, OfThreeNumbersOneAngleRemains)
{
    const Tensor output = normalised(made("dimension-3").tensor).output;
    for (std::int64_t token = 0; token < 6; ++token) {
        const std::vector<float> y = row(output, token);
        EXPECT_NEAR(y[0] + y[1] + y[2], 0, 5e-7); // three roundings of numbers below 2
        // 3 v/(v + 1e-5), and no token's variance is below 0.2
        EXPECT_NEAR(y[0] * y[0] + y[1] * y[1] + y[2] * y[2], 3, 2e-4);
    }
}

TEST(Samples, OnesHaveNoVariance)
{
    const Tensor input = made("ones").tensor;
    const LayerNormResult result = normalised(input);
    const LayerNormResult withoutEps = normalised(input, 0);
    for (std::int64_t token = 0; token < 6; ++token) {
        EXPECT_TRUE(isAll(row(input, token), 1));
        EXPECT_EQ(result.variance.at(token), 0);
        EXPECT_TRUE(isAll(row(result.output, token), 0));
        EXPECT_TRUE(isAllNan(row(withoutEps.output, token)));
    }
}

} // namespace
} // namespace layernorm
