// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/experiments.h"

#include "core/explore/walkthrough.h"
#include "core/io/number_text.h"
#include "core/io/tensor_file.h"
#include "core/tensor/random_tensor.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace layernorm {
namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

TEST(Experiments, AreFoundByTheirNames)
{
    std::set<std::string> names;
    for (const Experiment& experiment : experiments()) {
        names.insert(experiment.name);
        EXPECT_EQ(findExperiment(experiment.name), &experiment);
        EXPECT_FALSE(std::string_view(experiment.purpose).empty());
        EXPECT_EQ(std::string_view(experiment.purpose).find('\n'), std::string_view::npos);
    }
    EXPECT_EQ(names.size(), experiments().size());
    EXPECT_EQ(names.count("walkthrough"), 1U);
    for (const char* name : {"", "walk", "Walkthrough", "walkthrough "})
        EXPECT_EQ(findExperiment(name), nullptr) << name;
}

/// The right output for torch.manual_seed(0); torch.randn(2, 3, 4): a file, for the experiments that want
/// one.
std::optional<std::string> candidateFor(const Experiment& experiment)
{
    if (!experiment.takesCandidate)
        return std::nullopt;
    const std::string file =
        ::testing::TempDir() + "experiments_test_candidate_" + std::to_string(::getpid()) + ".npy";
    EXPECT_TRUE(writeTensor(file, layerNorm(randn(Shape::of({2, 3, 4}), 0), {})->output));
    return file;
}

TEST(Experiments, GiveWholeTablesOfNamedColumns)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0);
    for (const Experiment& experiment : experiments()) {
        const Result<ExperimentTable> table = experiment.run({input, {}, nullptr, candidateFor(experiment)});
        ASSERT_TRUE(table) << experiment.name << ": " << table.error().text();
        EXPECT_FALSE(table->rows.empty()) << experiment.name;
        const std::set<std::string> columns(table->columns.begin(), table->columns.end());
        EXPECT_EQ(columns.size(), table->columns.size()) << experiment.name;
        for (const auto& row : table->rows)
            ASSERT_EQ(row.size(), table->columns.size()) << experiment.name;
    }
}

TEST(Experiments, RefuseBadParameters)
{
    LayerNormParameters parameters;
    parameters.normalizedDims = 2;
    const Tensor input = randn(Shape::of({4}), 0);
    for (const Experiment& experiment : experiments()) {
        const Result<ExperimentTable> table =
            experiment.run({input, parameters, nullptr, candidateFor(experiment)});
        ASSERT_FALSE(table) << experiment.name;
        EXPECT_FALSE(table.error().text().empty());
    }
}

Json rowsOf(const ExperimentTable& table)
{
    return Json::parse(toJson("name", table))["rows"];
}

/// RFC 4180 read back, lines ended by LF or CRLF.
Rows readCsv(std::string_view text)
{
    Rows rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted) {
            if (text[i] != '"')
                row.back() += text[i];
            else if (i + 1 < text.size() && text[i + 1] == '"')
                row.back() += text[++i];
            else
                quoted = false;
        } else if (text[i] == '"') {
            EXPECT_TRUE(row.back().empty()) << "a quote within a cell at " << i;
            quoted = true;
        } else if (text[i] == ',') {
            row.emplace_back();
        } else if (text[i] == '\n') {
            rows.push_back(std::move(row));
            row.assign(1, {});
        } else if (text[i] != '\r') {
            row.back() += text[i];
        }
    }
    EXPECT_FALSE(quoted) << "a quote without an end";
    EXPECT_EQ(row, std::vector<std::string>(1)) << "the last line has no end";
    return rows;
}

TEST(ToCsv, QuotesOnlyWhatNeedsIt)
{
    const ExperimentTable table{{"plain", "a,b"},
                                {{"1.5", "say \"no\""}, {"two words", "line\nline"}, {"", "\r"}}};
    const std::string csv = toCsv(table);
    EXPECT_NE(csv.find("plain,\"a,b\""), std::string::npos);
    EXPECT_NE(csv.find("1.5,\"say \"\"no\"\"\""), std::string::npos);
    EXPECT_NE(csv.find("two words,\"line\nline\""), std::string::npos);
    EXPECT_NE(csv.find(",\"\r\""), std::string::npos);
}

TEST(ToCsv, ReadsBackWhateverTheCellsHold)
{
    std::mt19937 random(4);
    const std::string characters = "ab1 ,\"\n\r;'\t";
    const auto anyText = [&] {
        std::string text(random() % 6, ' ');
        for (char& character : text)
            character = characters[random() % characters.size()];
        return text;
    };
    for (int i = 0; i < 2000; ++i) {
        const std::size_t width = 2 + random() % 3;
        Rows lines(1 + random() % 4, std::vector<std::string>(width));
        for (auto& line : lines)
            for (std::string& cell : line)
                cell = anyText();
        const ExperimentTable table{lines.front(), Rows(lines.begin() + 1, lines.end())};
        ASSERT_EQ(readCsv(toCsv(table)), lines) << toCsv(table);
    }
}

TEST(ToJson, KeepsTheOrderOfColumnsAndRows)
{
    const ExperimentTable table{{"zeta", "alpha", "mid"}, {{"1", "x", "-0.5"}, {"2", "y", "1e-05"}}};
    const Json json = rowsOf(table);
    ASSERT_EQ(json.size(), 2U);
    std::vector<std::string> keys;
    for (const auto& [key, value] : json[0].items())
        keys.push_back(key);
    EXPECT_EQ(keys, table.columns);
    EXPECT_EQ(json[0]["zeta"], 1);
    EXPECT_EQ(json[0]["alpha"], "x");
    EXPECT_EQ(json[1]["mid"], 1e-5);
    EXPECT_EQ(json[1]["alpha"], "y");
}

TEST(ToJson, OfNoRowsIsAnEmptyArray)
{
    EXPECT_EQ(rowsOf({{"a"}, {}}), Json::array());
    EXPECT_EQ(rowsOf({}), Json::array());
}

TEST(ToJson, WritesFiniteNumbersAsNumbersAndTheRestAsStrings)
{
    for (const char* number :
         {"0", "-0", "7", "-12", "0.5", "1e-05", "3.4028235e+38", "123456789012345678901"})
        EXPECT_TRUE(rowsOf({{"x"}, {{number}}})[0]["x"].is_number()) << number;
    // Of these some look like numbers, and none is JSON.
    for (const char* text : {"nan", "inf",   "-inf", "NaN", "Infinity", "1e999",  "01",          "1.",
                             ".5",  "+1",    "0x10", "1 2", "1,2",      "true",   "null",        "[1]",
                             "{}",  "\"1\"", "a\"b", "\\",  "\n",       "\t\x01", "\u4e2d\u6587"}) {
        const Json value = rowsOf({{"x"}, {{text}}})[0]["x"];
        ASSERT_TRUE(value.is_string()) << text;
        EXPECT_EQ(value, text);
    }
}

TEST(ToJson, NamesTheExperimentThenTheFactsThenTheRows)
{
    const ExperimentTable table{{"x"}, {{"1"}}, {{"verdict", "\"none\""}, {"list", "[1, 2]"}}};
    const Json json = Json::parse(toJson("a \"name\"", table));
    EXPECT_EQ(json.dump(), R"({"experiment":"a \"name\"","verdict":"none","list":[1,2],"rows":[{"x":1}]})");
}

TEST(ToJson, WritesNoValueAsNull)
{
    EXPECT_TRUE(rowsOf({{"x", "y"}, {{"", "1"}}})[0]["x"].is_null());
}

TEST(ToJson, EscapesColumnNames)
{
    const std::string name = "a \"quoted\"\n\\ name";
    EXPECT_EQ(rowsOf({{name}, {{"1"}}})[0][name], 1);
}

template <typename Float, typename Bits>
void numbersReadBack(DType dtype)
{
    std::mt19937_64 random(6);
    ExperimentTable table{{"x"}, {}};
    std::vector<Float> values{0,
                              Float(-0.0),
                              1,
                              Float(0.1),
                              std::numeric_limits<Float>::denorm_min(),
                              std::numeric_limits<Float>::max()};
    while (values.size() < 5000)
        if (const auto value = std::bit_cast<Float>(static_cast<Bits>(random())); std::isfinite(value))
            values.push_back(value);
    for (const Float value : values)
        table.rows.push_back({exactText(static_cast<double>(value), dtype)});

    const Json json = rowsOf(table);
    const Rows csv = readCsv(toCsv(table));
    ASSERT_EQ(json.size(), values.size());
    ASSERT_EQ(csv.size(), values.size() + 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto expected = std::bit_cast<Bits>(values[i]);
        // An integer has no -0; every other number is a double to JSON's readers.
        if (values[i] != 0) {
            ASSERT_EQ(std::bit_cast<Bits>(static_cast<Float>(json[i]["x"].get<double>())), expected)
                << json[i];
        }
        ASSERT_EQ(std::bit_cast<Bits>(static_cast<Float>(*parseNumber(csv[i + 1][0], dtype))), expected)
            << csv[i + 1][0];
    }
}

TEST(ExperimentNumbers, ReadBackToTheSameBits)
{
    numbersReadBack<float, std::uint32_t>(DType::Float32);
    numbersReadBack<double, std::uint64_t>(DType::Float64);
}

TEST(ExperimentNumbers, OfTheWalkthroughReadBackToTheResults)
{
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        Tensor input = randn(Shape::of({2, 3, 4}), 42, dtype);
        input.set(5, std::nan(""));
        const LayerNormResult result = *layerNorm(input, {});
        const Json json = rowsOf(*findExperiment("walkthrough")->run({input, {}}));
        ASSERT_EQ(json.size(), 24U);
        for (std::int64_t i = 0; i < 24; ++i) {
            const Json& row = json[static_cast<std::size_t>(i)];
            EXPECT_EQ(row["token"], i / 4);
            EXPECT_EQ(row["index"], i % 4);
            if (i / 4 == 1) {
                EXPECT_EQ(row["output"], "nan");
                continue;
            }
            Tensor read(Shape::of({3}), dtype);
            read.set(0, row["x"].get<double>());
            read.set(1, row["mean"].get<double>());
            read.set(2, row["output"].get<double>());
            EXPECT_EQ(read.at(0), input.at(i));
            EXPECT_EQ(read.at(1), result.mean.at(i / 4));
            EXPECT_EQ(read.at(2), result.output.at(i));
        }
    }
}

} // namespace
} // namespace layernorm
