// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "tests/support/process_use.h"
#include "tests/support/spawned_process.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;
using layernorm::testing::peakKilobytes;
using layernorm::testing::SpawnedProcess;

const fs::path samples = LAYERNORM_SAMPLES_DIR;

/// The 8 bytes, the header and the values.
std::string safetensors(const std::string& header, const std::string& values = {})
{
    std::string bytes;
    for (std::size_t i = 0, length = header.size(); i < 8; ++i, length >>= 8)
        bytes += static_cast<char>(length & 0xff);
    return bytes + header + values;
}

std::string zeros(std::size_t count)
{
    return std::string(count, '\0');
}

/// "name":{...} of the header.
std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                  const std::string& offsets)
{
    return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" +
           offsets + "}";
}

template <typename T>
std::string raw(const std::vector<T>& values)
{
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

std::string hex(std::span<const std::byte> bytes)
{
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4];
        text += digits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

#define EXPECT_CONTAINS(text, part) EXPECT_PRED2(contains, text, part)

LabelledTensor accepted(const Result<LabelledTensor>& read)
{
    EXPECT_TRUE(read.has_value()) << read.error().text();
    return read.value_or(LabelledTensor{});
}

std::string sentence(const Result<LabelledTensor>& read)
{
    EXPECT_FALSE(read.has_value());
    return read ? "" : read.error().text();
}

/// A folder of its own for every test, gone afterwards.
class Safetensors : public ::testing::Test
{
protected:
    void SetUp() override
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        m_folder = fs::path(::testing::TempDir()) /
                   (std::string("layernorm-st-") + test->name() + "-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path path(const std::string& name) const { return m_folder / name; }

    [[nodiscard]] fs::path holding(const std::string& bytes) const
    {
        std::ofstream(path("a.safetensors"), std::ios::binary) << bytes;
        return path("a.safetensors");
    }

    [[nodiscard]] std::size_t fileCount() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_folder), {}));
    }

    [[nodiscard]] LabelledTensor read(const std::string& bytes, const ReadRequest& request = {}) const
    {
        return accepted(readSafetensors(holding(bytes), request));
    }

    [[nodiscard]] std::string readRefusal(const std::string& bytes, const ReadRequest& request = {}) const
    {
        return sentence(readSafetensors(holding(bytes), request));
    }

    [[nodiscard]] StoredTensors list(const std::string& bytes) const
    {
        const Result<StoredTensors> tensors = listSafetensors(holding(bytes));
        EXPECT_TRUE(tensors.has_value()) << tensors.error().text();
        return tensors.value_or(StoredTensors{});
    }

    /// What follows the file's name in the sentence that refuses a file of these bytes, listed or read.
    [[nodiscard]] std::string refusal(const std::string& bytes) const
    {
        const fs::path file = holding(bytes);
        const Result<StoredTensors> tensors = listSafetensors(file);
        EXPECT_FALSE(tensors.has_value());
        const std::string text = tensors ? "" : tensors.error().text();
        EXPECT_EQ(sentence(readSafetensors(file, {})), text);
        EXPECT_EQ(text.rfind(file.string(), 0), 0U) << text;
        return text.substr(std::min(text.size(), file.string().size()));
    }

    /// ... of a header with a file of one float32 behind it.
    [[nodiscard]] std::string headerRefusal(const std::string& header) const
    {
        return refusal(safetensors(header, zeros(4)));
    }

    void expectRefused(const std::string& header, const std::string& beginning,
                       const std::string& remedy = "save the tensors again with save_file of safetensors")
    {
        const std::string text = headerRefusal(header);
        EXPECT_EQ(text.rfind(", header: " + beginning, 0), 0U) << text;
        EXPECT_CONTAINS(text, remedy);
    }

private:
    fs::path m_folder;
};

using SafetensorsDeath = Safetensors;
using SafetensorsPython = Safetensors;

const std::string one = entry("a", "F32", "[1]", "[0,4]");

// ------------------------------------------------------------------------------------------------ what is
// read

TEST_F(Safetensors, ReadsATensorByTheRules)
{
    const LabelledTensor read = this->read(
        safetensors("{" + entry("x", "F32", "[2,3]", "[0,24]") + "}   ", raw<float>({1, 2, 3, -4, 5, 6})));
    EXPECT_TRUE(sameBits(read.tensor, Tensor(Shape::of({2, 3}), std::vector<float>{1, 2, 3, -4, 5, 6})));
    EXPECT_TRUE(read.labels.empty());
    EXPECT_FALSE(read.notice);
}

TEST_F(Safetensors, ListsEveryTypeOfTheFormatWithShapeAndName)
{
    struct Listed {
        const char* format;
        StoredType type;
        std::size_t size;
    };
    constexpr std::array all{Listed{"BOOL", StoredType::Bool, 1},
                             Listed{"U8", StoredType::UInt8, 1},
                             Listed{"I8", StoredType::Int8, 1},
                             Listed{"F8_E5M2", StoredType::Float8E5M2, 1},
                             Listed{"F8_E4M3", StoredType::Float8E4M3, 1},
                             Listed{"I16", StoredType::Int16, 2},
                             Listed{"U16", StoredType::UInt16, 2},
                             Listed{"F16", StoredType::Float16, 2},
                             Listed{"BF16", StoredType::BFloat16, 2},
                             Listed{"I32", StoredType::Int32, 4},
                             Listed{"U32", StoredType::UInt32, 4},
                             Listed{"F32", StoredType::Float32, 4},
                             Listed{"I64", StoredType::Int64, 8},
                             Listed{"U64", StoredType::UInt64, 8},
                             Listed{"F64", StoredType::Float64, 8}};
    for (const Listed& listed : all) {
        const std::string bytes = std::to_string(6 * listed.size);
        const std::string file = safetensors(
            "{" + entry("t", listed.format, "[2,3]", "[0," + bytes + "]") + "}", zeros(6 * listed.size));
        const StoredTensors tensors = list(file);
        ASSERT_EQ(tensors.size(), 1U);
        EXPECT_EQ(tensors[0].name, "t");
        EXPECT_EQ(tensors[0].type, listed.type) << listed.format;
        EXPECT_EQ(tensors[0].extents, (std::vector<std::int64_t>{2, 3}));
        if (readAs(listed.type))
            EXPECT_EQ(read(file).tensor.dtype(), *readAs(listed.type)) << listed.format;
        else
            EXPECT_CONTAINS(readRefusal(file), "convert them to float32");
    }
}

TEST_F(Safetensors, ReadsNothingButTheTensorAskedFor)
{
    const std::string file =
        safetensors("{" + entry("second", "F64", "[2]", "[8,24]") + "," +
                        entry("first", "F32", "[2]", "[0,8]") + R"(,"__metadata__":{"format":"pt"}})",
                    raw<float>({1, 2}) + raw<double>({3, 4}));
    EXPECT_EQ(list(file)[0].name, "second") << "in the order of the header";
    ReadRequest request;
    request.tensor = "first";
    EXPECT_TRUE(sameBits(read(file, request).tensor, Tensor(Shape::of({2}), std::vector<float>{1, 2})));
    request.tensor = "second";
    EXPECT_TRUE(sameBits(read(file, request).tensor, Tensor(Shape::of({2}), std::vector<double>{3, 4})));
}

TEST_F(Safetensors, ListsWithoutReadingTheValues)
{
    const fs::path file =
        holding(safetensors("{" + entry("x", "F32", "[5000000,1000]", "[0,20000000000]") + "}"));
    fs::resize_file(file, fs::file_size(file) + 20'000'000'000); // sparse
    const Result<StoredTensors> tensors = listSafetensors(file);
    ASSERT_TRUE(tensors) << tensors.error().text();
    EXPECT_EQ(tensors->front().extents, (std::vector<std::int64_t>{5'000'000, 1000}));
    ReadRequest request;
    request.ranges = {{.first = 4'999'998, .count = 2}};
    EXPECT_EQ(accepted(readSafetensors(file, request)).tensor.shape(), Shape::of({2, 1000}));
    EXPECT_CONTAINS(sentence(readSafetensors(file, {})), "more than 64 million elements");
}

TEST_F(Safetensors, WhatHasNoElementsOrNoDimensionIsListedAndRefusedWhenChosen)
{
    const std::string file = safetensors("{" + entry("none", "F32", "[2,0,3]", "[0,0]") + "," +
                                             entry("scalar", "F32", "[]", "[0,4]") + "," +
                                             entry("row", "F32", "[1]", "[4,8]") + "}",
                                         zeros(8));
    ASSERT_EQ(list(file).size(), 3U);
    EXPECT_EQ(list(file)[0].extents, (std::vector<std::int64_t>{2, 0, 3}));
    EXPECT_TRUE(list(file)[1].extents.empty());
    EXPECT_EQ(read(file).tensor.shape(), Shape::of({1})) << "the only one that can be normalised";
    ReadRequest request;
    for (const char* name : {"none", "scalar"}) {
        request.tensor = name;
        EXPECT_CONTAINS(readRefusal(file, request), "nothing to normalise");
    }
    EXPECT_CONTAINS(readRefusal(safetensors("{" + entry("none", "F32", "[0]", "[0,0]") + "}")),
                    "nothing to normalise");
}

TEST_F(Safetensors, BlanksAfterTheJsonAreBlanks)
{
    for (const char* padding : {"", " ", "       ", "\n", " \t\r\n "})
        EXPECT_EQ(list(safetensors("{" + one + "}" + padding, zeros(4))).size(), 1U);
}

TEST_F(Safetensors, NamesMayBeInAnyScriptAndEscaped)
{
    const StoredTensors tensors = list(safetensors(
        "{" + entry("\xE5\xB5\x8C\xE5\x85\xA5 \\u00e9\\\"", "F32", "[1]", "[0,4]") + "}", zeros(4)));
    EXPECT_EQ(tensors[0].name, "\xE5\xB5\x8C\xE5\x85\xA5 \xC3\xA9\"");
}

TEST_F(Safetensors, AFileWithoutATensorIsAListOfNone)
{
    EXPECT_TRUE(list(safetensors("{}")).empty());
    EXPECT_TRUE(list(safetensors(R"({"__metadata__":{}})")).empty());
    EXPECT_CONTAINS(readRefusal(safetensors("{}")), "holds no tensor; save one into it");
}

// ------------------------------------------------------------------------------------------------- the
// choosing

/// A header with `count` tensors t0, t1, ... of one float32 each.
std::string many(std::size_t count)
{
    std::string header = "{";
    for (std::size_t i = 0; i < count; ++i)
        header +=
            (i == 0 ? "" : ",") + entry("t" + std::to_string(i), "F32", "[1]",
                                        "[" + std::to_string(4 * i) + "," + std::to_string(4 * i + 4) + "]");
    return safetensors(header + "}", zeros(4 * count));
}

TEST_F(Safetensors, AsksForANameWhereThereAreSeveral)
{
    EXPECT_CONTAINS(readRefusal(many(2)),
                    "a.safetensors holds 2 tensors to choose from; name one with --tensor: "
                    "\"t0\" F32 [1], \"t1\" F32 [1]");
    ReadRequest request;
    request.tensor = "t7";
    EXPECT_CONTAINS(readRefusal(many(2), request),
                    "holds no tensor \"t7\" among its 2; name one of those that "
                    "can be normalised: \"t0\" F32 [1], \"t1\" F32 [1]");
}

TEST_F(Safetensors, NamesAtMostTen)
{
    EXPECT_CONTAINS(readRefusal(many(10)), "\"t9\" F32 [1]");
    EXPECT_FALSE(contains(readRefusal(many(10)), "..."));
    const std::string text = readRefusal(many(11));
    EXPECT_CONTAINS(text, "\"t9\" F32 [1], ...");
    EXPECT_FALSE(contains(text, "\"t10\""));
}

TEST_F(Safetensors, ALongNameIsCutWhereItIsShown)
{
    std::string name;
    for (int i = 0; i < 1000; ++i)
        name += "\xC3\xA9";
    const std::string text = readRefusal(safetensors("{" + entry(name, "F32", "[1]", "[0,4]") + "," +
                                                         entry("a\\nb", "F32", "[1]", "[4,8]") + "}",
                                                     zeros(8)));
    EXPECT_CONTAINS(text, "\xC3\xA9...\" F32");
    EXPECT_CONTAINS(text, "\"a?b\"");
    EXPECT_LT(text.size(), 400U);
}

TEST_F(Safetensors, SaysSoWhereNoneOfSeveralCanBeNormalised)
{
    EXPECT_CONTAINS(readRefusal(safetensors("{" + entry("a", "BOOL", "[1]", "[0,1]") + "," +
                                                entry("b", "F32", "[]", "[1,5]") + "}",
                                            zeros(5))),
                    "none of its 2 tensors can be normalised");
}

// Comparing each with each would take minutes: ctest would end it.
TEST_F(Safetensors, AHundredThousandTensorsOpen)
{
    const fs::path file = holding(many(100'000));
    const Result<StoredTensors> tensors = listSafetensors(file);
    ASSERT_TRUE(tensors) << tensors.error().text();
    EXPECT_EQ(tensors->size(), 100'000U);
    ReadRequest request;
    request.tensor = "t99999";
    EXPECT_EQ(accepted(readSafetensors(file, request)).tensor.elements(), 1);
    EXPECT_LT(sentence(readSafetensors(file, {})).size(), 500U);
}

// ---------------------------------------------------------------------------------------------------- the
// words

std::string withTokens(const std::string& tokens, const std::string& shape, std::size_t elements)
{
    const std::string end = std::to_string(4 * elements);
    return safetensors(R"({"__metadata__":{"tokens":")" + tokens + R"("},)" +
                           entry("e", "F32", shape, "[0," + end + "]") + "}",
                       zeros(4 * elements));
}

using Words = std::vector<std::string>;

TEST_F(Safetensors, TheWordsOfTheMetadataBecomeLabels)
{
    EXPECT_EQ(read(withTokens(R"([[\"a\",\"b\"],[\"c\",\"d\"]])", "[2,2,3]", 12)).labels,
              (Words{"a", "b", "c", "d"}));
    EXPECT_EQ(read(withTokens(R"([\"a\",\"b\"])", "[2,3]", 6)).labels, (Words{"a", "b"}));
    EXPECT_EQ(read(withTokens(R"([\"a\"])", "[3]", 3)).labels, (Words{"a"})) << "all of it is one token";
    EXPECT_EQ(read(withTokens(R"([[[\"\\u00e9\"],[\"\"]]])", "[1,2,1,3]", 6)).labels,
              (Words{"\xC3\xA9", ""}));
}

TEST_F(Safetensors, WordsThatDoNotFitAreNoLabels)
{
    for (const char* tokens :
         {"", "a", "[", R"(\"a\")", "{}", "[]", "[[],[]]", R"([\"a\",\"b\",\"c\",\"d\"])",
          R"([[\"a\",\"b\"]])", R"([[\"a\",\"b\"],[\"c\"]])", R"([[\"a\",\"b\"],[\"c\",\"d\",\"e\"]])",
          R"([[\"a\",\"b\"],\"c\"])", R"([[\"a\",\"b\"],[\"c\",\"d\"],[\"e\",\"f\"]])",
          R"([[[\"a\"],[\"b\"]],[[\"c\"],[\"d\"]]])", R"([[\"a\",\"b\"],[\"c\",1]])",
          R"([[\"a\",\"b\"],[\"c\",null]])", R"([[\"a\",\"b\"],[\"c\",\"d\"]]x)",
          R"([[\"a\",\"b\"],[\"c\",\"d\"]]\u0000x)"})
        EXPECT_TRUE(read(withTokens(tokens, "[2,2,3]", 12)).labels.empty()) << tokens;
    EXPECT_TRUE(read(withTokens(R"([\"a\",\"b\"])", "[3]", 3)).labels.empty());
}

TEST_F(Safetensors, TheRangesTakeTheirWords)
{
    const std::string file = withTokens(R"([[\"a\",\"b\",\"c\"],[\"d\",\"e\",\"f\"]])", "[2,3,2]", 12);
    ReadRequest request;
    request.ranges = {{.first = 1, .count = 1}};
    EXPECT_EQ(read(file, request).labels, (Words{"d", "e", "f"}));
    request.ranges = {{}, {.first = 1, .count = 0}};
    EXPECT_EQ(read(file, request).labels, (Words{"b", "c", "e", "f"}));
    request.ranges = {{}, {.first = 0, .count = 1}, {.first = 1, .count = 1}};
    EXPECT_EQ(read(file, request).labels, (Words{"a", "d"}));
    request.ranges = {{.first = 1, .count = 2}};
    EXPECT_EQ(read(withTokens(R"([\"a\"])", "[3]", 3), request).labels, (Words{"a"}));
}

TEST_F(Safetensors, TheWordsGoToTheTensorTheyFit)
{
    const std::string file =
        safetensors(R"({"__metadata__":{"tokens":"[\"a\",\"b\"]"},)" + entry("x", "F32", "[2,1]", "[0,8]") +
                        "," + entry("gamma", "F32", "[1]", "[8,12]") + "}",
                    zeros(12));
    ReadRequest request;
    request.tensor = "x";
    EXPECT_EQ(read(file, request).labels, (Words{"a", "b"}));
    request.tensor = "gamma";
    EXPECT_TRUE(read(file, request).labels.empty());
}

TEST_F(Safetensors, WordsNestedAHundredThousandDeepAreNoLabels)
{
    EXPECT_TRUE(read(withTokens(std::string(100'000, '['), "[2,2,3]", 12)).labels.empty());
}

// ------------------------------------------------------------------------------------------------- real
// tensors

TEST_F(Safetensors, ReadsTheSentencesSample)
{
    const LabelledTensor read = accepted(readSafetensors(samples / "glove-sentences.safetensors", {}));
    ASSERT_EQ(read.tensor.shape(), Shape::of({4, 6, 100}));
    EXPECT_EQ(read.tensor.dtype(), DType::Float32);
    ASSERT_EQ(read.labels.size(), 24U);
    EXPECT_EQ(read.labels[1], "cat");
    const auto row = [&](std::size_t token) { return read.tensor.values<float>().subspan(100 * token, 100); };
    // "the cat sat on the mat", and "bank" by the river and for the money.
    ASSERT_EQ(read.labels[0], "the");
    ASSERT_EQ(read.labels[4], "the");
    EXPECT_TRUE(std::ranges::equal(row(0), row(4)));
    EXPECT_FALSE(std::ranges::equal(row(0), row(1)));
    EXPECT_EQ(std::ranges::count(read.labels, "bank"), 2);
}

TEST_F(Safetensors, ReadsTheCommonWordsSample)
{
    const LabelledTensor read = accepted(readSafetensors(samples / "glove-common-words.safetensors", {}));
    EXPECT_EQ(read.tensor.shape(), Shape::of({8, 128, 100}));
    ASSERT_EQ(read.labels.size(), 1024U);
    EXPECT_EQ(read.labels[0], "the");
    ReadRequest request;
    request.ranges = {{.first = 7, .count = 1}, {.first = 120, .count = 8}};
    const LabelledTensor part =
        accepted(readSafetensors(samples / "glove-common-words.safetensors", request));
    EXPECT_EQ(part.tensor.shape(), Shape::of({1, 8, 100}));
    EXPECT_EQ(part.labels, Words(read.labels.end() - 8, read.labels.end()));
    EXPECT_EQ(hex(part.tensor.bytes()), hex(read.tensor.bytes().last(8 * 400)));
}

// ------------------------------------------------------------------------------------------- bad: the length

TEST_F(Safetensors, RefusesAFileShorterThanItsFirstNumber)
{
    for (const std::size_t size : {1U, 4U, 7U})
        EXPECT_EQ(refusal(zeros(size)), " ends at byte " + std::to_string(size) +
                                            ", before the 8 bytes with the length of its header; copy or "
                                            "download it again, it is cut short");
    EXPECT_EQ(refusal(""), " is empty; save the tensors into it again with save_file of safetensors");
}

std::string length(std::uint64_t value)
{
    return raw(std::vector<std::uint64_t>{value});
}

TEST_F(Safetensors, RefusesALengthThatCannotBe)
{
    EXPECT_CONTAINS(refusal(length(0) + "{}"),
                    ", byte 0: the header has the length 0, so this is no .safetensors "
                    "file; save the tensors with save_file of safetensors");
    for (const std::uint64_t bytes :
         {std::uint64_t{100'000'001}, ~std::uint64_t{0}, ~std::uint64_t{7}, std::uint64_t{1} << 63})
        EXPECT_CONTAINS(refusal(length(bytes) + "{" + one + "}" + zeros(4)),
                        ", byte 0: a header of " + std::to_string(bytes) +
                            " bytes is longer than the 100 MB the format allows");
    EXPECT_CONTAINS(refusal(length(100'000'000) + "{}"),
                    " ends at byte 10, inside its header of 100000000 bytes; "
                    "copy or download it again, it is cut short");
    EXPECT_CONTAINS(refusal(length(3) + "{}"), " ends at byte 10, inside its header of 3 bytes");
    EXPECT_CONTAINS(refusal("\x93NUMPY\x01" + zeros(100)), "so this is no .safetensors file");
}

TEST_F(Safetensors, TakesNoMemoryForWhatTheLengthPromises)
{
    const long before = peakKilobytes();
    EXPECT_CONTAINS(refusal(length(100'000'000) + "{}"), "inside its header");
    EXPECT_LT(peakKilobytes() - before, 20'000);
}

// --------------------------------------------------------------------------------------------- bad: the text

TEST_F(Safetensors, RefusesAHeaderThatDoesNotBeginWithABrace)
{
    for (const char* header : {" {}", "[]", "\xEF\xBB\xBF{}", "\n{}", "}", "\"{\""})
        EXPECT_CONTAINS(refusal(safetensors(header)),
                        ", byte 8: the header does not begin with {, so this is no "
                        ".safetensors file; save the tensors with save_file");
}

TEST_F(Safetensors, RefusesBytesThatAreNoUtf8AtTheirPlace)
{
    for (const char* bad : {"\xFF", "\x80", "\xC3", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                            "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
        const std::string text =
            headerRefusal("{" + entry("a" + std::string(bad), "F32", "[1]", "[0,4]") + "}");
        EXPECT_EQ(text, ", byte 11: the header is not UTF-8 there; save the tensors again with save_file of "
                        "safetensors")
            << hex(std::as_bytes(std::span(bad, std::strlen(bad))));
    }
    EXPECT_CONTAINS(refusal(safetensors("{}\xE2\x82")), ", byte 10: the header is not UTF-8 there");
    for (const char* good :
         {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_EQ(list(safetensors("{" + entry(good, "F32", "[1]", "[0,4]") + "}", zeros(4)))[0].name, good);
}

TEST_F(Safetensors, RefusesWhatIsNoJsonAtItsPlace)
{
    const auto expectBelongs = [this](const std::string& header, std::size_t byte,
                                      const std::string& expected) {
        const std::string text = refusal(safetensors(header));
        EXPECT_EQ(text.rfind(", byte " + std::to_string(byte) + ": " + expected + " belongs here", 0), 0U)
            << header << text;
        EXPECT_TRUE(contains(text, "; save the tensors again with save_file of safetensors") ||
                    contains(text, "; the file is damaged or cut short, open another copy of it"))
            << text;
    };
    const std::string value = "0 / \"\" / [] / {} / true / false / null";
    expectBelongs("{", 9, "\"");
    expectBelongs("{a", 9, "\"");
    expectBelongs("{'a'", 9, "\"");
    expectBelongs("{/**/}", 9, "\"");
    expectBelongs("{,}", 9, "\"");
    expectBelongs("{\"a", 11, "\"");
    expectBelongs("{\"a\" 1", 13, ":");
    expectBelongs("{\"a\":}", 13, value);
    expectBelongs("{\"a\":NaN}", 13, value);
    expectBelongs("{\"__metadata__\":{},}", 27, "\"");
    expectBelongs("{\"__metadata__\":{} \"a\"", 27, ", / }");
    expectBelongs("{\"__metadata__\":{}", 26, ", / }");
    expectBelongs("{\"a\":{\"shape\":[01", 23 + 1, ", / ]");
    expectBelongs("{\"a\":{\"shape\":[1,]", 25, value);
    expectBelongs("{\"a\":tru}", 13, "true / false");
    EXPECT_CONTAINS(refusal(safetensors("{\"\\x\":1}")), ", byte 11: ");
    EXPECT_CONTAINS(refusal(safetensors("{\"\\ud800\":1}")), ", byte 16: ");
    EXPECT_CONTAINS(refusal(safetensors("{\"a\nb\":1}")), ", byte 11: ");
    for (std::size_t size = 1; size < one.size() + 1; ++size) // cut anywhere
        EXPECT_CONTAINS(headerRefusal(("{" + one).substr(0, size)), " belongs here");
}

TEST_F(Safetensors, RefusesJunkBehindTheJson)
{
    const std::string remedy =
        ": something stands behind the header's JSON, where only blanks may follow; save the "
        "tensors again with save_file of safetensors";
    EXPECT_EQ(refusal(safetensors("{}x")), ", byte 10" + remedy);
    EXPECT_EQ(refusal(safetensors("{}  {}")), ", byte 12" + remedy);
    EXPECT_EQ(refusal(safetensors("{}]")), ", byte 10" + remedy);
    EXPECT_EQ(headerRefusal("{" + one + "},"), ", byte " + std::to_string(8 + one.size() + 2) + remedy);
}

TEST_F(Safetensors, AZeroByteIsNoEnd)
{
    EXPECT_CONTAINS(refusal(safetensors("{}" + zeros(1))),
                    ", byte 10: something stands behind the header's JSON");
    EXPECT_CONTAINS(refusal(safetensors("{}" + zeros(1) + "junk")), ", byte 10: something stands behind");
    EXPECT_CONTAINS(headerRefusal("{\"a" + zeros(1) + "\":1}"), ", byte 11: ");
    EXPECT_CONTAINS(headerRefusal("{" + zeros(1) + one + "}"), ", byte 9: \" belongs here");
}

/// Where a reader that keeps each piece of JSON as it goes would take the header's size again, and more.
TEST_F(Safetensors, RefusesWithoutMoreMemoryThanTheHeader)
{
    constexpr std::size_t megabytes = 30;
    const std::string filler[] = {"{",        " ", R"({"a":{"dtype":"F32","shape":[)", "1",
                                  R"({"a":)", "[", R"({"__metadata__":{"k":")",        "v"};
    for (std::size_t i = 0; i < std::size(filler); i += 2) {
        const fs::path file = path("large.safetensors");
        std::ofstream stream(file, std::ios::binary);
        stream << length(filler[i].size() + (megabytes << 20)) << filler[i];
        const std::string megabyte(1 << 20, filler[i + 1].front());
        for (std::size_t written = 0; written < megabytes; ++written)
            stream << megabyte;
        stream.close();
        const long before = peakKilobytes();
        EXPECT_CONTAINS(sentence(readSafetensors(file, {})), "large.safetensors, ");
        EXPECT_LT(peakKilobytes() - before, static_cast<long>(megabytes + 10) << 10) << filler[i];
    }
}

TEST_F(Safetensors, RefusesKeysGivenTwiceAtEveryLevel)
{
    expectRefused("{" + one + "," + one + "}", "the name \"a\" is there twice", "give each tensor its own");
    expectRefused("{" + entry("a", "F32", "[0]", "[0,0]") + "," + one + "," +
                      entry("z", "F32", "[0]", "[4,4]") + "," + entry("\\u0061", "F32", "[0]", "[4,4]") + "}",
                  "the name \"a\" is there twice", "give each tensor its own");
    expectRefused(R"({"__metadata__":{},"__metadata__":{},)" + one + "}",
                  "the name \"__metadata__\" is there twice", "save them again");
    expectRefused(R"({"__metadata__":{"k":"1","l":"2","k":"1"},)" + one + "}",
                  "the metadata has the key \"k\" twice", "leave one of them out");
    for (const char* field : {R"("dtype":"F32")", R"("shape":[1])", R"("data_offsets":[0,4])"})
        expectRefused(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],)" + std::string(field) + "}}",
                      "the tensor \"a\" has the field \"", "twice; leave one of them out");
}

TEST_F(Safetensors, RefusesDeepNestingAtOnce)
{
    constexpr std::size_t depth = 100'000;
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i)
        objects += R"({"a":)";
    const long before = peakKilobytes();
    expectRefused(objects, "the tensor \"a\" has a field \"a\" besides dtype, shape and data_offsets",
                  "leave it out");
    expectRefused(R"({"a":)" + std::string(depth, '['),
                  "the tensor \"a\" is [...], not an object with dtype, shape");
    expectRefused(R"({"a":{"shape":)" + std::string(depth, '['), "the shape of the tensor \"a\" holds [...]");
    expectRefused(R"({"a":{"dtype":)" + objects, "the dtype of the tensor \"a\" is {...}, not a text");
    expectRefused(R"({"__metadata__":)" + objects, "\"a\" in the metadata is {...}, not a text",
                  "write it as one, with quotes around it");
    EXPECT_LT(peakKilobytes() - before, 20'000);
}

// ------------------------------------------------------------------------------------------- bad: the fields

TEST_F(Safetensors, RefusesMetadataThatIsNoText)
{
    for (const char* value : {"1", "-1", "1.5", "true", "false", "null", "[...]", "{...}"}) {
        const std::string json = value == std::string("[...]")   ? "[]"
                                 : value == std::string("{...}") ? "{}"
                                                                 : value;
        expectRefused(R"({"__metadata__":{"n":)" + json + "}," + one + "}",
                      "\"n\" in the metadata is " + std::string(value) + ", not a text", "write it as one");
        expectRefused(R"({"a":)" + (json == "{}" ? "[]" : json) + "}",
                      "the tensor \"a\" is " + std::string(json == "{}" ? "[...]" : value) +
                          ", not an object");
    }
    expectRefused(R"({"__metadata__":["a"],)" + one + "}",
                  "\"__metadata__\" is [...], not an object of texts");
    expectRefused(R"({"__metadata__":"a",)" + one + "}", "\"__metadata__\" is \"a\", not an object of texts");
}

TEST_F(Safetensors, RefusesMissingAndUnknownFields)
{
    expectRefused(R"({"a":{}})", "the tensor \"a\" lacks the field \"dtype\"");
    expectRefused(R"({"a":{"shape":[1],"data_offsets":[0,4]}})",
                  "the tensor \"a\" lacks the field \"dtype\"");
    expectRefused(R"({"a":{"dtype":"F32","data_offsets":[0,4]}})",
                  "the tensor \"a\" lacks the field \"shape\"");
    expectRefused(R"({"a":{"dtype":"F32","shape":[1]}})",
                  "the tensor \"a\" lacks the field \"data_offsets\"");
    expectRefused("{" + one + R"(,"b":{"dtype":"F32","shape":[0]}})",
                  "the tensor \"b\" lacks the field \"data_offsets\"");
    expectRefused(R"({"a":{"dtype":"F32","shape":[1],"offsets":[0,4]}})",
                  "the tensor \"a\" has a field \"offsets\" besides dtype, shape and data_offsets",
                  "leave it out");
}

TEST_F(Safetensors, RefusesAnUnknownTypeAndNamesTheKnown)
{
    for (const char* type : {"F31", "f32", "float32", "", "F32 ", "F4", "C64"})
        expectRefused(
            "{" + entry("a", type, "[1]", "[0,4]") + "}",
            "the dtype \"" + std::string(type) + "\" of the tensor \"a\" is unknown",
            "save it as one of: BOOL U8 I8 F8_E5M2 F8_E4M3 I16 U16 F16 BF16 I32 U32 F32 I64 U64 F64");
    for (const char* type : {"1", "null", "true", "-3", "2.5"})
        expectRefused(R"({"a":{"dtype":)" + std::string(type) + "}}", "the dtype of the tensor \"a\" is " +
                                                                          std::string(type) +
                                                                          ", not a text such as \"F32\"");
    expectRefused(R"({"a":{"dtype":["F32"]}})", "the dtype of the tensor \"a\" is [...], not a text");
}

TEST_F(Safetensors, RefusesWhatIsNoWholeNumberInAShape)
{
    for (const char* value : {"-1", "1.0", "1e0", "1E2", "1e400", "0.5", "true", "null", "\"1\"",
                              "9223372036854775808", "18446744073709551616", "-9223372036854775809"}) {
        expectRefused("{" + entry("a", "F32", "[" + std::string(value) + "]", "[0,4]") + "}",
                      "the shape of the tensor \"a\" holds " + std::string(value) +
                          ", where only whole numbers from 0 to 2^63-1 belong, in one list");
        expectRefused("{" + entry("a", "F32", value, "[0,4]") + "}",
                      "the shape of the tensor \"a\" holds " + std::string(value) + ", where");
    }
    expectRefused("{" + entry("a", "F32", "[-0]", "[0,4]") + "}",
                  "the shape of the tensor \"a\" holds -0, where");
    expectRefused("{" + entry("a", "F32", "[[1]]", "[0,4]") + "}",
                  "the shape of the tensor \"a\" holds [...]");
    expectRefused("{" + entry("a", "F32", "{}", "[0,4]") + "}", "the shape of the tensor \"a\" holds {...}");
}

TEST_F(Safetensors, RefusesWhatIsNoPairOfWholeNumbersInOffsets)
{
    const std::string where = "the data_offsets of the tensor \"a\" hold ";
    const std::string rule = ", where exactly two whole numbers from 0 belong, in one list";
    for (const char* value : {"-1", "4.0", "4e0", "null", "false", "\"4\"", "18446744073709551616"}) {
        expectRefused("{" + entry("a", "F32", "[1]", "[0," + std::string(value) + "]") + "}",
                      where + value + rule);
        expectRefused("{" + entry("a", "F32", "[1]", "[" + std::string(value) + ",4]") + "}",
                      where + value + rule);
        expectRefused("{" + entry("a", "F32", "[1]", value) + "}", where + value + rule);
    }
    expectRefused("{" + entry("a", "F32", "[1]", "4") + "}", where + "4" + rule);
    expectRefused("{" + entry("a", "F32", "[1]", "[]") + "}", where + "[]" + rule);
    expectRefused("{" + entry("a", "F32", "[1]", "[4]") + "}", where + "[4]" + rule);
    expectRefused("{" + entry("a", "F32", "[1]", "[0,4,8]") + "}", where + "8" + rule);
    expectRefused("{" + entry("a", "F32", "[1]", "[[0,4]]") + "}", where + "[...]" + rule);
}

// ------------------------------------------------------------------------------------------- bad: the
// offsets

TEST_F(Safetensors, RefusesReversedOffsets)
{
    expectRefused("{" + entry("a", "F32", "[1]", "[4,0]") + "}",
                  "the data_offsets of the tensor \"a\" end at 0, before they begin at 4");
    // The difference of these would wrap to the four bytes the shape takes.
    expectRefused("{" + entry("a", "F32", "[1]", "[18446744073709551615,3]") + "}",
                  "the data_offsets of the tensor \"a\" end at 3, before they begin at 18446744073709551615");
}

TEST_F(Safetensors, RefusesASpanThatIsNotShapeTimesSize)
{
    expectRefused("{" + entry("a", "F32", "[2]", "[0,4]") + "}",
                  "the tensor \"a\" has the shape [2] of F32, which takes 8 bytes, and data_offsets of 4");
    expectRefused("{" + entry("a", "F64", "[]", "[0,4]") + "}",
                  "the tensor \"a\" has the shape [] of F64, which takes 8 bytes, and data_offsets of 4");
    expectRefused(
        "{" + entry("a", "F32", "[2,0,3]", "[0,4]") + "}",
        "the tensor \"a\" has the shape [2,0,3] of F32, which takes 0 bytes, and data_offsets of 4");
}

TEST_F(Safetensors, RefusesAProductThatWraps)
{
    const std::string sentence = " of the tensor \"a\" is larger than any file";
    for (const char* shape : {"[4294967296,4294967296]", "[4611686018427387904]", "[9223372036854775807,2]",
                              "[0,9223372036854775807,9223372036854775807]",
                              "[9223372036854775807,9223372036854775807,0]", "[65536,65536,65536,65536]"}) {
        if (shape != std::string("[0,9223372036854775807,9223372036854775807]")) // 0 from the start: no wrap
            expectRefused("{" + entry("a", "F32", shape, "[0,0]") + "}",
                          "the shape " + std::string(shape) + sentence);
        EXPECT_FALSE(headerRefusal("{" + entry("a", "F32", shape, "[0,4]") + "}").empty());
    }
}

TEST_F(Safetensors, RefusesMoreDimensionsThanAnythingHas)
{
    const auto shape = [](std::size_t rank) {
        std::string text = "[1";
        for (std::size_t axis = 1; axis < rank; ++axis)
            text += ",1";
        return text + "]";
    };
    EXPECT_EQ(
        list(safetensors("{" + entry("a", "F32", shape(64), "[0,4]") + "}", zeros(4)))[0].extents.size(),
        64U);
    EXPECT_CONTAINS(readRefusal(safetensors("{" + entry("a", "F32", shape(9), "[0,4]") + "}", zeros(4))),
                    "at most 8 are read");
    const long before = peakKilobytes();
    for (const std::size_t rank : {65U, 1'000'000U})
        expectRefused("{" + entry("a", "F32", shape(rank), "[0,4]") + "}",
                      "the shape of the tensor \"a\" has more than 64 dimensions", "save it with at most 8");
    EXPECT_LT(peakKilobytes() - before, 30'000);
}

TEST_F(Safetensors, RefusesOffsetsPastTheEnd)
{
    EXPECT_EQ(refusal(safetensors("{" + one + "}", zeros(3))),
              " has 3 bytes of values, and those of the tensor \"a\" end at 4; copy or download it again, it "
              "is cut "
              "short");
    EXPECT_CONTAINS(
        refusal(safetensors("{" + entry("a", "U8", "[9223372036854775807]", "[1,9223372036854775808]") + "}",
                            "x")),
        " has 1 bytes of values, and those of the tensor \"a\" end at 9223372036854775808");
}

TEST_F(Safetensors, RefusesOverlapsGapsAndLeftOvers)
{
    const auto pair = [](const std::string& first, const std::string& second) {
        return safetensors(
            "{" + entry("a", "F32", "[2]", first) + "," + entry("b", "F32", "[1]", second) + "}", zeros(12));
    };
    EXPECT_EQ(list(pair("[0,8]", "[8,12]")).size(), 2U);
    EXPECT_EQ(list(pair("[4,12]", "[0,4]")).size(), 2U);
    const std::string remedy = "; save the tensors again with save_file of safetensors";
    EXPECT_EQ(refusal(pair("[0,8]", "[4,8]")),
              ", header: the values of the tensors \"a\" and \"b\" overlap at byte 4" + remedy);
    EXPECT_EQ(refusal(pair("[0,8]", "[0,4]")),
              ", header: the values of the tensors \"b\" and \"a\" overlap at byte 0" + remedy);
    EXPECT_EQ(
        refusal(pair("[2,10]", "[10,14]")),
        " has 12 bytes of values, and those of the tensor \"b\" end at 14; copy or download it again, it is "
        "cut short");
    EXPECT_EQ(refusal(pair("[4,12]", "[4,8]")),
              ", header: the 4 bytes before the values of the tensor \"b\" belong "
              "to no tensor" +
                  remedy);
    const std::string gap = safetensors(
        "{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("b", "F32", "[1]", "[8,12]") + "}", zeros(12));
    EXPECT_EQ(refusal(gap),
              ", header: the 4 bytes before the values of the tensor \"b\" belong to no tensor" + remedy);
    EXPECT_EQ(refusal(safetensors("{" + one + "}", zeros(7))),
              ": 3 bytes follow behind the values of the last tensor" + remedy);
    EXPECT_EQ(refusal(safetensors("{}", "x")),
              ": 1 bytes follow behind the values of the last tensor" + remedy);
    EXPECT_EQ(refusal(safetensors("{" + one + "," + entry("none", "F32", "[0]", "[2,2]") + "}", zeros(4))),
              ", header: the values of the tensors \"a\" and \"none\" overlap at byte 2" + remedy);
}

TEST_F(Safetensors, RefusesWhatIsNoFile)
{
    EXPECT_CONTAINS(sentence(readSafetensors(path("none.safetensors"), {})), "does not exist");
    EXPECT_CONTAINS(sentence(readSafetensors(path(""), {})), "is a folder");
    ASSERT_EQ(::mkfifo(path("pipe.safetensors").c_str(), 0600), 0);
    EXPECT_CONTAINS(sentence(readSafetensors(path("pipe.safetensors"), {})), "no ordinary file");
    EXPECT_CONTAINS(sentence(readSafetensors("/dev/zero", {})), "no ordinary file");
}

// A name of any bytes reaches the system unchanged and comes back in the sentence.
TEST_F(Safetensors, TakesAFileNameThatIsNoUtf8)
{
    const fs::path file = path("\xFF\xFE.safetensors");
    const Tensor tensor(Shape::of({2}), std::vector<float>{1, 2});
    ASSERT_TRUE(writeSafetensors(file, tensor, {}));
    EXPECT_TRUE(sameBits(accepted(readSafetensors(file, {})).tensor, tensor));
}

/// Whatever bytes come: a sentence or tensors, and no end of the process.
TEST_F(Safetensors, DamagedBytesNeverDoHarm)
{
    const std::string sound = contents(samples / "glove-sentences.safetensors");
    std::mt19937 random(7);
    int refused = 0;
    for (int round = 0; round < 1000; ++round) {
        std::string damaged = sound.substr(0, random() % 8 == 0 ? random() % 600 : sound.size());
        for (std::size_t changes = random() % 4; changes-- > 0 && !damaged.empty();)
            damaged[random() % std::min<std::size_t>(damaged.size(), 489)] = static_cast<char>(random());
        const Result<LabelledTensor> read = readSafetensors(holding(damaged), {});
        if (!read) {
            ++refused;
            EXPECT_EQ(read.error().text().rfind(path("a.safetensors").string(), 0), 0U);
        }
    }
    EXPECT_GT(refused, 150);
    EXPECT_LT(refused, 950);
}

// ------------------------------------------------------------------------------------------------- the
// writing

/// Any bits whatever, so that every NaN and subnormal turns up.
Tensor anyBits(const Shape& shape, DType dtype, std::mt19937& random)
{
    Tensor tensor(shape, dtype);
    for (std::byte& byte : tensor.bytes())
        byte = static_cast<std::byte>(random());
    return tensor;
}

Shape anyShape(std::mt19937& random)
{
    std::vector<std::int64_t> extents(1 + random() % 8);
    for (std::int64_t& extent : extents)
        extent = 1 + static_cast<std::int64_t>(random() % 4);
    return *Shape::make(extents);
}

Tensor specials()
{
    const auto nan = std::bit_cast<float>(0x7f812345U); // a signalling one with a payload
    return {Shape::of({2, 4}), std::vector<float>{nan, -std::numeric_limits<float>::quiet_NaN(), -0.0F, 0,
                                                  std::numeric_limits<float>::infinity(),
                                                  -std::numeric_limits<float>::infinity(), 0x1p-149F,
                                                  std::numeric_limits<float>::max()}};
}

TEST_F(Safetensors, WhatIsWrittenReadsBackToTheSameBitsAndWords)
{
    std::mt19937 random(1);
    for (int i = 0; i < 60; ++i) {
        const Tensor tensor = anyBits(anyShape(random), i % 2 ? DType::Float32 : DType::Float64, random);
        Words labels;
        for (std::int64_t token = 0; token < tensor.elements() / tensor.shape()[-1]; ++token)
            labels.push_back("word " + std::to_string(token));
        if (i % 3 == 0)
            labels.clear();
        ASSERT_TRUE(writeSafetensors(path("any.safetensors"), tensor, labels));
        const LabelledTensor read = accepted(readSafetensors(path("any.safetensors"), {}));
        EXPECT_TRUE(sameBits(read.tensor, tensor)) << tensor.shape().text();
        EXPECT_EQ(read.labels, labels) << tensor.shape().text();
        EXPECT_EQ((contents(path("any.safetensors")).size() - tensor.bytes().size()) % 8, 0U);
    }
    EXPECT_EQ(fileCount(), 1U);
    ASSERT_TRUE(writeSafetensors(path("any.safetensors"), specials(), {}));
    EXPECT_TRUE(sameBits(accepted(readSafetensors(path("any.safetensors"), {})).tensor, specials()));
}

TEST_F(Safetensors, WritesTheHeaderTheFormatShows)
{
    ASSERT_TRUE(writeSafetensors(path("a.safetensors"),
                                 Tensor(Shape::of({1, 2, 1}), std::vector<float>{1, 2}), {"the", "\"cat\""}));
    const std::string header = R"({"__metadata__":{"tokens":"[[\"the\",\"\\\"cat\\\"\"]]"},)"
                               R"("embedding":{"dtype":"F32","shape":[1,2,1],"data_offsets":[0,8]}})";
    const std::string padding((8 - header.size() % 8) % 8, ' ');
    EXPECT_EQ(contents(path("a.safetensors")), safetensors(header + padding, raw<float>({1, 2})));
}

TEST_F(Safetensors, WordsOfAnyBytesCanBeWritten)
{
    const Tensor tensor(Shape::of({6, 1}), DType::Float32);
    const Words labels{"\xE7\x9A\x84", "\n\t", std::string("a\0b", 3), "\"\\/", "", "\xFF"};
    ASSERT_TRUE(writeSafetensors(path("a.safetensors"), tensor, labels));
    Words kept = labels;
    kept.back() = "\xEF\xBF\xBD"; // JSON has no room for what is no text
    EXPECT_EQ(accepted(readSafetensors(path("a.safetensors"), {})).labels, kept);
}

TEST_F(Safetensors, LabelsOfAnotherNumberAreLeftOut)
{
    const Tensor tensor(Shape::of({2, 2}), DType::Float32);
    ASSERT_TRUE(writeSafetensors(path("a.safetensors"), tensor, {"one"}));
    EXPECT_FALSE(contains(contents(path("a.safetensors")), "tokens"));
}

TEST_F(Safetensors, SaysWhyItCannotWrite)
{
    const Result<void> written = writeSafetensors(path("no/such/a.safetensors"), specials(), {});
    ASSERT_FALSE(written);
    EXPECT_CONTAINS(written.error().text(),
                    "a.safetensors cannot be written: No such file or directory; nothing "
                    "was changed");
    EXPECT_FALSE(writeSafetensors("/dev/full", specials(), {}));
}

/// In a child: files may grow to `limit` bytes only, as on a full disk.
void writeUnderALimit(const fs::path& file, rlim_t limit)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{limit, limit};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const Result<void> written = writeSafetensors(file, Tensor(Shape::of({4096}), DType::Float64), {});
    const bool refused = !written && contains(written.error().text(), "cannot be written: File too large");
    std::_Exit(refused ? 0 : 1);
}

TEST_F(SafetensorsDeath, AFullDiskLeavesTheOldFileAndNothingBeside)
{
    const fs::path file = holding("the old content");
    for (const rlim_t limit : {rlim_t{0}, rlim_t{64}, rlim_t{1000}})
        EXPECT_EXIT(writeUnderALimit(file, limit), ::testing::ExitedWithCode(0), "");
    EXPECT_EQ(contents(file), "the old content");
    EXPECT_EQ(fileCount(), 1U);
}

// ------------------------------------------------------------------------------ against the rules, in Python

constexpr const char* python = "/usr/bin/python3";

bool canImport(const std::string& module)
{
    SpawnedProcess process({python, "-c", "import " + module});
    const auto end = process.wait();
    return end && !end->bySignal && end->code == 0;
}

/// All that `script` prints; its argument is the file.
std::string runPython(const char* script, const fs::path& file)
{
    SpawnedProcess process({python, "-c", script, file.string()});
    process.closeInput();
    const std::string printed = process.readRest();
    const auto end = process.wait();
    EXPECT_TRUE(end && end->code == 0) << process.errorText();
    return printed;
}

/// Prints dtype, shape, tokens and the values' bytes of the only tensor of a file, once it has passed the
/// rules.
constexpr const char* readingScript = R"(
import json, struct, sys
import numpy
data = open(sys.argv[1], "rb").read()
def unique(pairs):
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)
length, = struct.unpack("<Q", data[:8])
assert length <= 100_000_000 and (8 + length) % 8 == 0 and data[8:9] == b"{"
header = json.loads(data[8:8 + length].decode("utf-8"), object_pairs_hook=unique)
metadata = header.pop("__metadata__", {})
assert all(type(value) is str for value in metadata.values())
(name, tensor), = header.items()
assert set(tensor) == {"dtype", "shape", "data_offsets"} and name == "embedding"
begin, end = tensor["data_offsets"]
assert begin == 0 and end == len(data) - 8 - length
values = numpy.frombuffer(data[8 + length:], {"F32": "<f4", "F64": "<f8"}[tensor["dtype"]])
values = values.reshape(tensor["shape"])
tokens = numpy.array(json.loads(metadata["tokens"])) if "tokens" in metadata else None
assert tokens is None or tokens.shape == values.shape[:-1]
print(tensor["dtype"], values.shape, values.tobytes().hex(), None if tokens is None else tokens.tolist())
)";

TEST_F(SafetensorsPython, ReadsWhatWeWrite)
{
    if (!canImport("numpy"))
        GTEST_SKIP() << "no numpy";
    const fs::path file = path("ours.safetensors");
    ASSERT_TRUE(writeSafetensors(file, specials(), {}));
    EXPECT_EQ(runPython(readingScript, file), "F32 (2, 4) " + hex(specials().bytes()) + " None\n");
    std::mt19937 random(3);
    const Tensor tensor = anyBits(Shape::of({2, 3, 4}), DType::Float64, random);
    ASSERT_TRUE(writeSafetensors(file, tensor, {"the", "it's", "on", "a", "\xC3\xA9", "b"}));
    EXPECT_EQ(runPython(readingScript, file), "F64 (2, 3, 4) " + hex(tensor.bytes()) +
                                                  " [['the', \"it's\", 'on'], ['a', '\xC3\xA9', 'b']]\n");
}

/// Writes one tensor of each type that is read, and prints name and the bytes of its values as we promise
/// them.
constexpr const char* writingScript = R"(
import json, struct, sys
import numpy
random = numpy.random.default_rng(5)
half = numpy.arange(65536, dtype="<u2")
kinds = {"F16": half.view("<f2"), "F32": random.integers(0, 2**32, 64, dtype="<u4").view("<f4"),
         "F64": random.integers(0, 2**64, 64, dtype="<u8").view("<f8")}
for kind in "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8":
    limits = numpy.iinfo("<" + kind)
    kinds[kind[0].upper() + str(8 * int(kind[1]))] = numpy.concatenate(
        [random.integers(limits.min, limits.max, 62, dtype="<" + kind, endpoint=True),
         numpy.array([limits.min, limits.max], "<" + kind)])
expected = {kind: values.astype("<f8" if values.itemsize >= 4 and kind != "F32" else "<f4")
            for kind, values in kinds.items()}
kinds["BF16"] = half
expected["BF16"] = (half.astype("<u4") << 16).view("<f4")
header, blob = {"__metadata__": {"format": "np", "tokens": "free text"}}, b""
for kind, values in kinds.items():
    header["of " + kind] = {"dtype": kind, "shape": [2, values.size // 2],
                            "data_offsets": [len(blob), len(blob) + values.nbytes]}
    blob += values.tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
open(sys.argv[1], "wb").write(struct.pack("<Q", len(text)) + text + blob)
for kind, values in expected.items():
    print("of " + kind, values.tobytes().hex(), sep="\t")
)";

/// To the bit, but for NaNs: which bits those of 16 become in more is up to the processor, in numpy as here.
bool sameValues(const Tensor& tensor, const std::string& expected)
{
    const std::size_t width = sizeOf(tensor.dtype());
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const std::size_t begin = static_cast<std::size_t>(i) * width;
        if (!std::isnan(tensor.at(i)) &&
            hex(tensor.bytes().subspan(begin, width)) != expected.substr(2 * begin, 2 * width))
            return false;
    }
    return true;
}

TEST_F(SafetensorsPython, WritesWhatWeRead)
{
    if (!canImport("numpy"))
        GTEST_SKIP() << "no numpy";
    const fs::path file = path("theirs.safetensors");
    std::istringstream lines(runPython(writingScript, file));
    int tensors = 0;
    ReadRequest request;
    for (std::string expected; std::getline(lines, request.tensor, '\t') && std::getline(lines, expected);
         ++tensors) {
        const LabelledTensor read = accepted(readSafetensors(file, request));
        EXPECT_EQ(read.tensor.shape()[0], 2);
        EXPECT_EQ(2 * read.tensor.bytes().size(), expected.size()) << request.tensor;
        EXPECT_TRUE(sameValues(read.tensor, expected)) << request.tensor;
        EXPECT_TRUE(read.labels.empty());
    }
    EXPECT_EQ(tensors, 12);
}

/// Reads the file into a PyTorch tensor, writes it again as half of each kind, and prints the bytes of the
/// tensor and of what PyTorch makes of the halves.
constexpr const char* torchScript = R"(
import json, struct, sys
import torch
data = open(sys.argv[1], "rb").read()
length, = struct.unpack("<Q", data[:8])
entry = json.loads(data[8:8 + length])["embedding"]
kinds = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16}
tensor = torch.frombuffer(bytearray(data[8 + length:]), dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
print(tensor.numpy().tobytes().hex())
header, blob = {}, b""
for kind in "F16", "BF16":
    half = tensor.to(kinds[kind])
    stored = half.view(torch.int16).numpy().tobytes()
    header[kind] = {"dtype": kind, "shape": list(half.shape), "data_offsets": [len(blob), len(blob) + len(stored)]}
    blob += stored
    print(half.float().numpy().tobytes().hex())
text = json.dumps(header).encode()
open(sys.argv[1], "wb").write(struct.pack("<Q", len(text)) + text + blob)
)";

TEST_F(SafetensorsPython, TorchReadsWhatWeWriteAndWeItsHalves)
{
    if (!canImport("torch"))
        GTEST_SKIP() << "no torch";
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const fs::path file = path("embedding.safetensors");
        Tensor tensor(Shape::of({2, 3, 5}), dtype);
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            tensor.set(i, std::ldexp(1.0 + static_cast<double>(i) / 7, static_cast<int>(i) - 20) *
                              (i % 2 ? -1 : 1));
        ASSERT_TRUE(writeSafetensors(file, tensor, {}));
        std::istringstream lines(runPython(torchScript, file));
        std::string bytes;
        ASSERT_TRUE(std::getline(lines, bytes));
        EXPECT_EQ(bytes, hex(tensor.bytes()));
        ReadRequest request;
        for (const char* kind : {"F16", "BF16"}) {
            request.tensor = kind;
            ASSERT_TRUE(std::getline(lines, bytes));
            const LabelledTensor read = accepted(readSafetensors(file, request));
            EXPECT_EQ(read.tensor.shape(), tensor.shape());
            EXPECT_EQ(hex(read.tensor.bytes()), bytes) << kind;
        }
    }
}

} // namespace
} // namespace layernorm
