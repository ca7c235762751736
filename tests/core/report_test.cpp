// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/report.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using Json = nlohmann::ordered_json;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

#define EXPECT_CONTAINS(text, part) EXPECT_PRED2(contains, text, part)

Tensor anyNumbers(const Shape& shape, DType dtype, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, normal(random));
    return tensor;
}

/// The report prints tensors and does not ask where they come from, so these need not belong together.
struct Printed
{
    explicit Printed(const Shape& shape, DType dtype = DType::Float32) : input(anyNumbers(shape, dtype, 1))
    {
        result.output = anyNumbers(shape, dtype, 2);
        result.mean = anyNumbers(shape.reduced(1), dtype, 3);
        result.variance = anyNumbers(shape.reduced(1), dtype, 4);
        result.reciprocalStd = anyNumbers(shape.reduced(1), dtype, 5);
    }

    void compareWith(const Tensor& theirs)
    {
        const Result<Comparison> comparison = compare(result.output, theirs, toleranceFor(theirs.dtype()));
        ASSERT_TRUE(comparison) << comparison.error().text();
        reference = ReferenceReport{"LibTorch", "1.13.1", theirs, *comparison};
    }
    [[nodiscard]] Report report() const { return {input, parameters, result, reference, referenceError}; }
    [[nodiscard]] std::string text() const { return textReport(report()); }
    [[nodiscard]] Json json() const { return Json::parse(jsonReport(report())); }

    Tensor input;
    LayerNormParameters parameters;
    LayerNormResult result;
    std::optional<ReferenceReport> reference;
    std::string referenceError;
};

/// A tensor as the JSON has it; the bits must survive.
Tensor tensorOf(const Json& json, DType dtype)
{
    Tensor tensor(*Shape::make(json["shape"].get<std::vector<std::int64_t>>()), dtype);
    const Json& values = json["values"];
    EXPECT_EQ(values.size(), static_cast<std::size_t>(tensor.elements()));
    for (std::size_t i = 0; i < values.size(); ++i)
        tensor.set(static_cast<std::int64_t>(i), values[i].is_string()
                                                     ? *parseNumber(values[i].get<std::string>(), dtype)
                                                     : values[i].get<double>());
    return tensor;
}

const std::vector<std::string> headings{"embedding:", "layer_norm:", "mean:", "var:", "y_custom:"};

/// The lines between a heading and the next one (or the verdict).
std::string section(const std::string& text, const std::string& heading)
{
    std::istringstream lines(text);
    std::string line;
    std::string found;
    bool inside = false;
    while (std::getline(lines, line)) {
        const bool isHeading = std::find(headings.begin(), headings.end(), line) != headings.end();
        if (isHeading)
            inside = line == heading;
        else if (inside)
            found += line + "\n";
    }
    return found;
}

/// The numbers of a listing, row-major.
std::vector<double> numbersOf(const std::string& listing, DType dtype)
{
    std::string spaced = listing.substr(0, listing.find(')'));
    spaced.erase(0, spaced.find('['));
    for (char& c : spaced)
        c = c == '[' || c == ']' || c == ',' ? ' ' : c;
    std::istringstream words(spaced);
    std::vector<double> numbers;
    for (std::string word; words >> word;)
        numbers.push_back(parseNumber(word, dtype).value_or(nan));
    return numbers;
}

std::string lastLine(const std::string& text)
{
    EXPECT_TRUE(text.ends_with('\n'));
    const auto start = text.rfind('\n', text.size() - 2);
    return text.substr(start + 1, text.size() - start - 2);
}

// ------------------------------------------------------------------------------------------------------ text

TEST(TextReport, HasTheArticlesHeadingsInItsOrder)
{
    Printed printed(Shape::of({2, 3, 4}));
    printed.compareWith(printed.result.output);
    std::istringstream lines(printed.text());
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);) {
        if (std::find(headings.begin(), headings.end(), line) != headings.end())
            found.push_back(line);
    }
    EXPECT_EQ(found, headings);
    EXPECT_EQ(printed.text().rfind("embedding:\n", 0), 0U);
}

/// A script that looks for the first "var" must find the heading.
void expectWordsStartAtTheirHeadings(const std::string& text)
{
    const std::string lines = "\n" + text;
    for (const std::string& heading : headings) {
        const std::string word = heading.substr(0, heading.size() - 1);
        EXPECT_EQ(lines.find(word), lines.find("\n" + heading + "\n") + 1) << word;
    }
}

TEST(TextReport, ItsWordsDoNotOccurBeforeTheirHeadings)
{
    Printed printed(Shape::of({2, 3, 4}));
    printed.compareWith(printed.result.output);
    expectWordsStartAtTheirHeadings(printed.text());
    printed.reference.reset();
    expectWordsStartAtTheirHeadings(printed.text());
    printed.referenceError = "/var/lib/torch means nothing here";
    expectWordsStartAtTheirHeadings(printed.text());
    EXPECT_EQ(lastLine(printed.text()), "not compared: /var/lib/torch means nothing here");
}

TEST(TextReport, EveryNumberReadsBackToItsBits)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Printed printed(Shape::of({2, 3, 40}), dtype);
        printed.compareWith(anyNumbers(printed.input.shape(), dtype, 9));
        const std::string text = printed.text();
        const LayerNormResult& result = printed.result;
        const std::array<const Tensor*, 5> tensors{&printed.input, &printed.reference->output, &result.mean,
                                                   &result.variance, &result.output};
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const std::vector<double> numbers = numbersOf(section(text, headings[i]), dtype);
            ASSERT_EQ(numbers.size(), static_cast<std::size_t>(tensors[i]->elements())) << headings[i];
            for (std::size_t n = 0; n < numbers.size(); ++n)
                EXPECT_EQ(numbers[n], tensors[i]->at(static_cast<std::int64_t>(n))) << headings[i];
        }
    }
}

TEST(TextReport, AlignsTheColumnsInTorchsBrackets)
{
    Printed printed(Shape::of({2, 2, 2}));
    printed.input =
        Tensor(Shape::of({2, 2, 2}), std::vector<float>{-1.1258398F, 0.5F, 1, -0.0F, 0.1F, 2, 3, 1e-9F});
    EXPECT_EQ(section(printed.text(), "embedding:"), "tensor([[[-1.1258398,        0.5],\n"
                                                     "         [         1,         -0]],\n"
                                                     "\n"
                                                     "        [[       0.1,          2],\n"
                                                     "         [         3,      1e-09]]])\n");
}

/// 1, 2, 3, ... plus an offset; whole numbers, because torch prints those with all their digits too.
Tensor counting(const Shape& shape, double offset)
{
    Tensor tensor(shape, DType::Float64);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, static_cast<double>(i + 1) + offset);
    return tensor;
}

// The next three texts are what PyTorch 1.13.1 printed.

TEST(TextReport, SummarizesAsTorchDoes)
{
    Printed printed(Shape::of({1}));
    printed.input = counting(Shape::of({2, 8, 63}), 0); // torch.arange(1, 1009).reshape(2, 8, 63)
    EXPECT_EQ(section(printed.text(), "embedding:"),
              "tensor([[[   1,    2,    3,  ...,   61,   62,   63],\n"
              "         [  64,   65,   66,  ...,  124,  125,  126],\n"
              "         [ 127,  128,  129,  ...,  187,  188,  189],\n"
              "         ...,\n"
              "         [ 316,  317,  318,  ...,  376,  377,  378],\n"
              "         [ 379,  380,  381,  ...,  439,  440,  441],\n"
              "         [ 442,  443,  444,  ...,  502,  503,  504]],\n"
              "\n"
              "        [[ 505,  506,  507,  ...,  565,  566,  567],\n"
              "         [ 568,  569,  570,  ...,  628,  629,  630],\n"
              "         [ 631,  632,  633,  ...,  691,  692,  693],\n"
              "         ...,\n"
              "         [ 820,  821,  822,  ...,  880,  881,  882],\n"
              "         [ 883,  884,  885,  ...,  943,  944,  945],\n"
              "         [ 946,  947,  948,  ..., 1006, 1007, 1008]]])\n");
}

TEST(TextReport, SummarizesOneAxisAsTorchDoes)
{
    Printed printed(Shape::of({1}));
    printed.input = counting(Shape::of({1001}), 0);
    EXPECT_EQ(section(printed.text(), "embedding:"), "tensor([   1,    2,    3,  ...,  999, 1000, 1001])\n");
    printed.input = counting(Shape::of({1000}), 0);
    EXPECT_EQ(numbersOf(section(printed.text(), "embedding:"), DType::Float64).size(), 1000U);
}

TEST(TextReport, WrapsLinesWhereTorchDoes)
{
    Printed printed(Shape::of({1}));
    printed.input = counting(Shape::of({2, 12}), 1000000); // torch.arange(1, 25).reshape(2, 12) + 1000000
    EXPECT_EQ(section(printed.text(), "embedding:"),
              "tensor([[1000001, 1000002, 1000003, 1000004, 1000005, 1000006, 1000007, 1000008,\n"
              "         1000009, 1000010, 1000011, 1000012],\n"
              "        [1000013, 1000014, 1000015, 1000016, 1000017, 1000018, 1000019, 1000020,\n"
              "         1000021, 1000022, 1000023, 1000024]])\n");
}

TEST(TextReport, ShowsNaNAndInfinities)
{
    Printed printed(Shape::of({3}));
    printed.input = Tensor(Shape::of({3}), std::vector<double>{nan, infinity, -infinity});
    EXPECT_EQ(section(printed.text(), "embedding:"), "tensor([ nan,  inf, -inf])\n");
}

TEST(TextReport, ATallTensorOfRank8IsShort)
{
    Printed printed(Shape::of({1, 2, 1, 3, 1, 2, 300, 300}));
    EXPECT_LT(printed.text().size(), 100000U);
}

TEST(TextReport, AgreementIsTheLastLine)
{
    Printed printed(Shape::of({2, 3, 4}));
    printed.compareWith(printed.result.output);
    EXPECT_EQ(lastLine(printed.text()),
              "agrees: LibTorch 1.13.1 and LayerNorm Explorer differ by at most 0 (0 ULP) "
              "in 24 values; allclose(rtol 1e-05, atol 1e-06)");
}

TEST(TextReport, AgreementNamesTheLargestDifference)
{
    Printed printed(Shape::of({2}));
    printed.result.output = Tensor(Shape::of({2}), std::vector<float>{1, 2});
    printed.compareWith(Tensor(Shape::of({2}), std::vector<float>{0x1.000002p0F, 2}));
    EXPECT_CONTAINS(lastLine(printed.text()), "differ by at most 1.2e-07 (1 ULP) in 2 values");
}

TEST(TextReport, DisagreementNamesTheWorstPlaceAndBothValues)
{
    Printed printed(Shape::of({2, 3, 4}));
    Tensor theirs = printed.result.output;
    printed.result.output.set(6, 0.5);
    printed.result.output.set(7, 1);
    theirs.set(6, 0.75);
    theirs.set(7, 1.125);
    printed.compareWith(theirs);
    EXPECT_EQ(
        lastLine(printed.text()),
        "differs: LibTorch 1.13.1 and LayerNorm Explorer differ by at most 2.5e-01 (4194304 ULP), beyond the "
        "tolerance in 2 of 24 values, worst at [0, 1, 2]: ours 0.5, LibTorch 0.75; allclose(rtol 1e-05, atol "
        "1e-06)");
}

TEST(TextReport, NaNOnOneSideIsSaidInWords)
{
    Printed printed(Shape::of({2}), DType::Float64);
    printed.result.output = Tensor(Shape::of({2}), std::vector<double>{1, 2});
    printed.compareWith(Tensor(Shape::of({2}), std::vector<double>{1, nan}));
    EXPECT_CONTAINS(lastLine(printed.text()),
                    "at most nan (NaN on one side only), beyond the tolerance in 1 of 2 "
                    "values, worst at [1]: ours 2, LibTorch nan; allclose(rtol 1e-12, atol "
                    "1e-12)");
}

TEST(TextReport, OneValueIsSingular)
{
    Printed printed(Shape::of({1}));
    printed.compareWith(printed.result.output);
    EXPECT_CONTAINS(lastLine(printed.text()), "in 1 value; ");
}

TEST(TextReport, WithoutAReferenceSaysWhyInBothPlaces)
{
    Printed printed(Shape::of({2, 3}));
    EXPECT_EQ(section(printed.text(), "layer_norm:"), "(no library was asked for)\n");
    EXPECT_EQ(lastLine(printed.text()), "not compared: no library was asked for");
    printed.referenceError = "LibTorch is not installed;\ninstall libtorch-dev";
    EXPECT_EQ(section(printed.text(), "layer_norm:"), "(LibTorch is not installed; install libtorch-dev)\n");
    EXPECT_EQ(lastLine(printed.text()), "not compared: LibTorch is not installed; install libtorch-dev");
}

// ------------------------------------------------------------------------------------------------------ JSON

std::vector<std::string> keys(const Json& object)
{
    std::vector<std::string> names;
    for (const auto& item : object.items())
        names.push_back(item.key());
    return names;
}

TEST(JsonReport, HasExactlyTheContractsFieldsInItsOrder)
{
    Printed printed(Shape::of({2, 3, 4}));
    const std::vector<std::string> common{"shape",          "dtype",  "eps",      "normalized_dims",
                                          "affine",         "input",  "mean",     "variance",
                                          "reciprocal_std", "output", "reference"};
    std::vector<std::string> withError = common;
    withError.push_back("reference_error");
    EXPECT_EQ(keys(printed.json()), withError);
    printed.compareWith(printed.result.output);
    EXPECT_EQ(keys(printed.json()), common);
    EXPECT_EQ(keys(printed.json()["reference"]),
              (std::vector<std::string>{"name", "version", "output", "max_abs_difference",
                                        "max_ulp_difference", "agrees"}));
    EXPECT_EQ(keys(printed.json()["input"]), (std::vector<std::string>{"shape", "values"}));
    EXPECT_TRUE(jsonReport(printed.report()).ends_with("}\n"));
}

TEST(JsonReport, TheParametersReadBack)
{
    Printed printed(Shape::of({2, 3, 4}));
    EXPECT_EQ(printed.json()["shape"], Json::parse("[2,3,4]"));
    EXPECT_EQ(printed.json()["dtype"], "float32");
    EXPECT_EQ(printed.json()["normalized_dims"], 1);
    EXPECT_EQ(printed.json()["affine"], false);
    for (const double eps : {1e-5, 0.0, 1.0, 0.1, 1e-12, 5e-324, 1.7976931348623157e308}) {
        printed.parameters.eps = eps;
        EXPECT_EQ(printed.json()["eps"].get<double>(), eps);
        EXPECT_TRUE(printed.json()["eps"].is_number_float());
    }
    printed.parameters.normalizedDims = 3;
    printed.parameters.beta = Tensor(Shape::of({2, 3, 4}), DType::Float32);
    EXPECT_EQ(printed.json()["normalized_dims"], 3);
    EXPECT_EQ(printed.json()["affine"], true);
    EXPECT_EQ(Printed(Shape::of({1}), DType::Float64).json()["dtype"], "float64");
}

TEST(JsonReport, EveryTensorReadsBackToItsBits)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Printed printed(Shape::of({3, 5, 7}), dtype);
        printed.compareWith(anyNumbers(printed.input.shape(), dtype, 9));
        const Json json = printed.json();
        EXPECT_TRUE(sameBits(tensorOf(json["input"], dtype), printed.input));
        EXPECT_TRUE(sameBits(tensorOf(json["mean"], dtype), printed.result.mean));
        EXPECT_TRUE(sameBits(tensorOf(json["variance"], dtype), printed.result.variance));
        EXPECT_TRUE(sameBits(tensorOf(json["reciprocal_std"], dtype), printed.result.reciprocalStd));
        EXPECT_TRUE(sameBits(tensorOf(json["output"], dtype), printed.result.output));
        EXPECT_TRUE(sameBits(tensorOf(json["reference"]["output"], dtype), printed.reference->output));
        EXPECT_EQ(json["mean"]["shape"], Json::parse("[3,5,1]"));
    }
}

TEST(JsonReport, ExtremesKeepTheirBits)
{
    Printed printed(Shape::of({7}));
    printed.input =
        Tensor(Shape::of({7}), std::vector<float>{-0.0F, 0, 1e-45F, -3.4028235e38F, 16777216, 1, -100000});
    EXPECT_TRUE(sameBits(tensorOf(printed.json()["input"], DType::Float32), printed.input));
    printed.input =
        Tensor(Shape::of({6}), std::vector<double>{-0.0, 5e-324, 1.7976931348623157e308, 9007199254740994.0,
                                                   18446744073709551616.0, 1e22});
    EXPECT_TRUE(sameBits(tensorOf(printed.json()["input"], DType::Float64), printed.input));
}

TEST(JsonReport, WhatIsNotFiniteIsAString)
{
    Printed printed(Shape::of({3}));
    printed.result.output = Tensor(Shape::of({4}), std::vector<float>{NAN, INFINITY, -INFINITY, -NAN});
    EXPECT_EQ(printed.json()["output"]["values"], Json::parse(R"(["nan","inf","-inf","nan"])"));
}

TEST(JsonReport, TheComparisonReadsBack)
{
    Printed printed(Shape::of({2}));
    printed.result.output = Tensor(Shape::of({2}), std::vector<float>{1, 2});
    printed.compareWith(Tensor(Shape::of({2}), std::vector<float>{0x1.000002p0F, 2}));
    Json reference = printed.json()["reference"];
    EXPECT_EQ(reference["name"], "LibTorch");
    EXPECT_EQ(reference["version"], "1.13.1");
    EXPECT_EQ(reference["max_abs_difference"].get<double>(), 0x1p-23);
    EXPECT_EQ(reference["max_ulp_difference"], 1);
    EXPECT_EQ(reference["agrees"], true);

    printed.compareWith(Tensor(Shape::of({2}), std::vector<float>{-1, 2}));
    reference = printed.json()["reference"];
    EXPECT_EQ(reference["max_abs_difference"], 2.0);
    EXPECT_EQ(reference["max_ulp_difference"].get<std::uint64_t>(),
              printed.reference->comparison.maxUlpDifference);
    EXPECT_EQ(reference["agrees"], false);
}

TEST(JsonReport, NaNOnOneSideMakesBothDifferencesNaN)
{
    Printed printed(Shape::of({2}));
    printed.result.output = Tensor(Shape::of({2}), std::vector<float>{1, NAN});
    printed.compareWith(Tensor(Shape::of({2}), std::vector<float>{1, 2}));
    const Json reference = printed.json()["reference"];
    EXPECT_EQ(reference["max_abs_difference"], "nan");
    EXPECT_EQ(reference["max_ulp_difference"], "nan");
    EXPECT_EQ(reference["agrees"], false);
}

TEST(JsonReport, WithoutAReferenceGivesTheReason)
{
    Printed printed(Shape::of({2}));
    EXPECT_TRUE(printed.json()["reference"].is_null());
    EXPECT_TRUE(printed.json()["reference_error"].is_null());
    printed.referenceError = "no \"torch\" in C:\\python\n\x01 \u4e2d";
    EXPECT_EQ(printed.json()["reference_error"], printed.referenceError);
    printed.referenceError = "cut in a character: \xe4\xb8";
    EXPECT_CONTAINS(printed.json()["reference_error"].get<std::string>(), "cut in a character: \ufffd");
}

TEST(JsonReport, ValuesAreNullAboveAHundredThousandElements)
{
    Printed printed(Shape::of({100000}));
    EXPECT_EQ(printed.json()["input"]["values"].size(), 100000U);
    printed.input = Tensor(Shape::of({100001}), DType::Float32);
    const Json json = printed.json();
    EXPECT_TRUE(json["input"]["values"].is_null());
    EXPECT_EQ(json["input"]["shape"], Json::parse("[100001]"));
    EXPECT_EQ(json["output"]["values"].size(), 100000U);
}

} // namespace
} // namespace layernorm
