// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv_table.h"

#include "tests/support/process_use.h"
#include "tests/support/spawned_process.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;
using layernorm::testing::peakKilobytes;
using Words = std::vector<std::string>;
using layernorm::testing::SpawnedProcess;

/// A folder of its own for every test, gone afterwards.
class CsvFile : public ::testing::Test
{
protected:
    void SetUp() override
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        m_folder = fs::path(::testing::TempDir()) /
                   (std::string("layernorm-csv-") + test->name() + "-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path path(const std::string& name) const { return m_folder / name; }

    [[nodiscard]] fs::path holding(std::string_view bytes, const std::string& name = "table.csv") const
    {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

private:
    fs::path m_folder;
};

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

LabelledTensor accepted(const Result<LabelledTensor>& read)
{
    EXPECT_TRUE(read.has_value()) << read.error().text();
    return read.value_or(LabelledTensor{});
}

LabelledTensor parsed(std::string_view text, const ReadRequest& request = {})
{
    SCOPED_TRACE(text.substr(0, 200));
    return accepted(parseTable(text, "", request));
}

std::string refusal(std::string_view text, const ReadRequest& request = {}, char separator = '\0')
{
    const Result<LabelledTensor> read = parseTable(text, "", request, separator);
    EXPECT_FALSE(read.has_value()) << text.substr(0, 200);
    return read ? "" : read.error().text();
}

std::vector<double> numbers(const Tensor& tensor)
{
    std::vector<double> found;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        found.push_back(tensor.at(i));
    return found;
}

void expectTable(std::string_view text, const Shape& shape, const std::vector<double>& values,
                 const Words& labels = {})
{
    SCOPED_TRACE(text);
    const LabelledTensor table = parsed(text);
    EXPECT_EQ(table.tensor.shape(), shape);
    EXPECT_EQ(numbers(table.tensor), values);
    EXPECT_EQ(table.labels, labels);
}

const std::vector<double> oneToSix{1, 2, 3, 4, 5, 6};
const std::vector<double> oneToFour{1, 2, 3, 4};
const ReadRequest asFloat32{.tensor = {}, .ranges = {}, .dtype = DType::Float32};
const ReadRequest asFloat64{.tensor = {}, .ranges = {}, .dtype = DType::Float64};

// --------------------------------------------------------------------------------------- what it looks like

TEST(CsvTable, ReadsEverySeparatorAndLineEnd)
{
    for (const char* text : {"1,2,3\n4,5,6\n", "1,2,3\r\n4,5,6", "1,2,3\r4,5,6\r", "1;2;3\n4;5;6\n",
                             "1\t2\t3\n4\t5\t6\n", " 1 , 2 ,3\n4,  5,6 \n",
                             "\xEF\xBB\xBF"
                             "1,2,3\n4,5,6\n",
                             "\n\n1,2,3\n4,5,6\n \n\n", "\"1\",\"2\",\"3\"\n\"4\",\"5\",\"6\"\n",
                             "+1,2.,3e0\n4,.5e1,6.00\n", "1,2,3\n4,5,\"6\""})
        expectTable(text, Shape::of({2, 3}), oneToSix);
    expectTable("7", Shape::of({1, 1}), {7});
    expectTable("1\n2\n3\n", Shape::of({3, 1}), {1, 2, 3});
    expectTable("\u22121.5,\u2212.5", Shape::of({1, 2}), {-1.5, -0.5});
}

TEST(CsvTable, BlankLinesPartBatches)
{
    expectTable("1,2\n3,4\n\n5,6\n7,8\n", Shape::of({2, 2, 2}), {1, 2, 3, 4, 5, 6, 7, 8});
    expectTable("1,2,3\r\n\r\n4,5,6\r\n", Shape::of({2, 1, 3}), oneToSix);
    expectTable("1\r\r2\r\r\r3", Shape::of({3, 1, 1}), {1, 2, 3});
    expectTable("1;2;3\n \t \n\n4;5;6\n\n", Shape::of({2, 1, 3}), oneToSix);
    // As a spreadsheet saves a blank line.
    expectTable("1,2,3\n,,\n4,5,6\n,,\n,,\n", Shape::of({2, 1, 3}), oneToSix);
    expectTable("the,1,2\n,,\ncat,3,4\n", Shape::of({2, 1, 2}), oneToFour, {"the", "cat"});
}

TEST(CsvTable, TellsHeadersAndLabels)
{
    const Words words{"the", "cat"};
    const Shape two = Shape::of({2, 2});
    expectTable("d0,d1\n1,2\n3,4", two, oneToFour);
    expectTable("token,d0,d1\nthe,1,2\ncat,3,4", two, oneToFour, words);
    expectTable(",d0,d1\nthe,1,2\ncat,3,4", two, oneToFour, words);
    expectTable("the,1,2\ncat,3,4", two, oneToFour, words);
    expectTable("\"token\",\"d0\",\"d1\"\n\"the\",1,2\n\"cat\",3,4", two, oneToFour, words);
    expectTable("d0,d1\n\n1,2\n\n3,4", Shape::of({2, 1, 2}), oneToFour);
    expectTable("x\n1\n2\n", Shape::of({2, 1}), {1, 2});
    expectTable("word,x\na,1\nb,2\n", Shape::of({2, 1}), {1, 2}, {"a", "b"});
    expectTable("a,1\nb,2\n", Shape::of({2, 1}), {1, 2}, {"a", "b"});
    // As pandas writes a table whose columns, or columns and lines, have no names.
    expectTable(",0,1\nthe,1,2\ncat,3,4", two, oneToFour, words);
    expectTable(",0,1\n0,1,2\n1,3,4", two, oneToFour, {"0", "1"});
}

TEST(CsvTable, NumbersAreNoHeaderAndNoLabels)
{
    expectTable("0,1,2\n3,4,5", Shape::of({2, 3}), {0, 1, 2, 3, 4, 5});
    const LabelledTensor nan = parsed("nan,1\nnan,2\nINF,-Infinity\n");
    EXPECT_EQ(nan.tensor.shape(), Shape::of({3, 2}));
    EXPECT_TRUE(nan.labels.empty());
    EXPECT_TRUE(std::isnan(nan.tensor.at(0)));
    EXPECT_EQ(nan.tensor.at(4), HUGE_VAL);
    EXPECT_EQ(nan.tensor.at(5), -HUGE_VAL);
    // Unless another cell of the column is no number.
    expectTable("nan,1\nthe,2\n4,3\n", Shape::of({3, 1}), {1, 2, 3}, {"nan", "the", "4"});
}

TEST(CsvTable, LabelsMayBeAnything)
{
    const Shape two = Shape::of({2, 1});
    expectTable("\"a,b\",1\n\"c\"\"d\"\"\",2\n", two, {1, 2}, {"a,b", "c\"d\""});
    expectTable("\"two\nlines\",1\n\"\r\n\",2\n", two, {1, 2}, {"two\nlines", "\r\n"});
    expectTable("\"1\",1\n\"nan\",2\n", two, {1, 2}, {"1", "nan"}); // quoted, but the numbers are not
    expectTable("\"\",1\n\"\",2\n", two, {1, 2}, {"", ""});
    expectTable("the,1\n,2\n", two, {1, 2}, {"the", ""});
    expectTable("猫,1\n  on the mat ,2\n", two, {1, 2}, {"猫", "on the mat"});
    expectTable("[CLS],1\n5\" pipe,2\n", two, {1, 2}, {"[CLS]", "5\" pipe"});
    expectTable("1990s,1\ncat,2\n", two, {1, 2}, {"1990s", "cat"});
    // A word may be a separator of other tables.
    expectTable(";,1,2\nthe,3,4\ncat,5,6", Shape::of({3, 2}), oneToSix, {";", "the", "cat"});
    expectTable(".\t1\t2\n,\t3\t4\n", Shape::of({2, 2}), oneToFour, {".", ","});
}

// -------------------------------------------------------------------------------------------------- types

TEST(CsvTable, TheNumbersTellTheirTypeAndTheNoticeSaysIt)
{
    struct Case {
        const char* text;
        DType dtype;
        const char* notice;
    };
    for (const Case& expected :
         {Case{"0.5,1", DType::Float32, "The numbers were read as float32"},
          Case{"1.23456789,1", DType::Float32, "The numbers were read as float32"},
          Case{"1e-45,3.4e38", DType::Float32, "The numbers were read as float32"},
          Case{"0.0000000000001234,00000000000001", DType::Float32, "The numbers were read as float32"},
          Case{"1.50000000000000000e+00,1.000000014901161194e-01,10995116277760", DType::Float32,
               "The numbers were read as float32"},
          Case{"0.5,1\n2,1.234567891", DType::Float64, "The numbers were read as float64"},
          Case{"0.5,1e39", DType::Float64, "The numbers were read as float64"},
          Case{"0.5,1e-50", DType::Float64, "The numbers were read as float64"},
          Case{"a,b\n1,2", DType::Float32,
               "The numbers were read as float32, the first line as names of columns"},
          Case{"a,1", DType::Float32, "The numbers were read as float32, the first column as labels"},
          Case{"a,b\nc,1", DType::Float32,
               "The numbers were read as float32, the first line as names of columns and the first column as "
               "labels"}}) {
        const LabelledTensor table = parsed(expected.text);
        EXPECT_EQ(table.tensor.dtype(), expected.dtype) << expected.text;
        ASSERT_TRUE(table.notice) << expected.text;
        EXPECT_EQ(table.notice->text(), expected.notice);
    }
    EXPECT_FALSE(parsed("1,2", asFloat64).notice);
    EXPECT_TRUE(parsed("a,2", asFloat64).notice);
}

TEST(CsvTable, EveryNumberIsRoundedOnce)
{
    // Just above the middle of two float32, where float64 first and float32 then comes out below.
    const char* text = "1.00000005960464477540,1e-50,-0";
    const LabelledTensor once = parsed(text, asFloat32);
    EXPECT_EQ(once.tensor.dtype(), DType::Float32);
    EXPECT_EQ(once.tensor.at(0), static_cast<double>(1 + 0x1p-23F));
    EXPECT_EQ(once.tensor.at(1), 0);
    EXPECT_TRUE(std::signbit(once.tensor.at(2)));
    EXPECT_EQ(parsed(text, asFloat64).tensor.at(0), 1.00000005960464477540);
}

// ----------------------------------------------------------------------------------------------- a part

TEST(CsvTable, ReadsThePartThatIsAskedFor)
{
    const char* text = "a,1,2,3\nb,4,5,6\n\nc,7,8,9\nd,10,11,12\n\ne,13,14,15\nf,16,17,18\n";
    const LabelledTensor part =
        parsed(text, {.tensor = {}, .ranges = {{1, 0}, {1, 1}, {0, 2}}, .dtype = std::nullopt});
    EXPECT_EQ(part.tensor.shape(), Shape::of({2, 1, 2}));
    EXPECT_EQ(numbers(part.tensor), (std::vector<double>{10, 11, 16, 17}));
    EXPECT_EQ(part.labels, (Words{"d", "f"}));
    const LabelledTensor lines = parsed("1,2\n3,4\n5,6\n", {.tensor = {}, .ranges = {{1, 2}}, .dtype = {}});
    EXPECT_EQ(numbers(lines.tensor), (std::vector<double>{3, 4, 5, 6}));
    EXPECT_EQ(refusal("1,2\n3,x\n", {.tensor = {}, .ranges = {{0, 1}}, .dtype = {}}).substr(0, 22),
              "line 2, column 2: \"x\" "); // also what is left out is checked
    EXPECT_NE(refusal("1,2\n3,4\n", {.tensor = {}, .ranges = {{2, 1}}, .dtype = {}}).find("axis 0"),
              std::string::npos);
}

// ---------------------------------------------------------------------------------------------- refusals

TEST(CsvTable, SaysWhatIsWrongWithACellAndHowToMendIt)
{
    struct Case {
        const char* text;
        const char* error;
    };
    for (const Case& refused : {
             Case{"1,2\n3,", "line 2, column 2: this cell is empty; write a number, or nan for one that is "
                             "missing, or take out the separator (,) before it"},
             Case{"1,2\n3,1e400", "line 2, column 2: 1e400 is beyond the largest float64; write inf to mean "
                                  "infinity"},
             Case{"1e400,1", "line 1, column 1: 1e400 is beyond the largest float64; write inf to mean "
                             "infinity"},
             Case{"1,0x10", "line 1, column 2: \"0x10\" is a hexadecimal number; write decimal numbers"},
             Case{"-0X1p3,1", "line 1, column 1: \"-0X1p3\" is a hexadecimal number; write decimal numbers"},
             Case{"1;2\n0,5;1,2", "line 2, column 1: \"0,5\" has a decimal comma or one between thousands; "
                                  "write decimals with a point and thousands without a mark"},
             Case{"0,5;1,2", "line 1, column 1: \"0,5\" has a decimal comma or one between thousands; write "
                             "decimals with a point and thousands without a mark"},
             Case{"0,5\t-1,2e3\n", "line 1, column 1: \"0,5\" has a decimal comma or one between thousands; "
                                   "write decimals with a point and thousands without a mark"},
             Case{"1.5;,5", "line 1, column 2: \",5\" has a decimal comma or one between thousands; write "
                            "decimals with a point and thousands without a mark"},
             Case{"1,\"1,234,567.8\"", "line 1, column 2: \"1,234,567.8\" has its digits in groups; write it "
                                       "without marks between thousands, with a point for the decimals"},
             Case{"1,1'234", "line 1, column 2: \"1'234\" has its digits in groups; write it without marks "
                             "between thousands, with a point for the decimals"},
             Case{"1;1.234,5", "line 1, column 2: \"1.234,5\" has its digits in groups; write it without "
                               "marks between thousands, with a point for the decimals"},
             Case{"1 2 3\n4 5 6", "line 1, column 1: \"1 2 3\" are several numbers with blanks between them; "
                                  "separate them by commas"},
             Case{"1,2\n3,four",
                  "line 2, column 2: \"four\" is not a number; write one like -1.5 or 2e-3, or "
                  "nan for one that is missing"},
             Case{"1,x,3\n4,5,6", "line 1, column 2: \"x\" is not a number; write one like -1.5 or 2e-3, or "
                                  "nan for one that is missing"},
             Case{"a,b\nc,d", "line 2, column 2: \"d\" is not a number; write one like -1.5 or 2e-3, or nan "
                              "for one that is missing"},
             Case{"1,x", "line 1, column 2: \"x\" is not a number; write one like -1.5 or 2e-3, or nan for "
                         "one that is missing"},
             Case{",1,2\n,3,4", "line 2, column 1: this cell is empty, though the first line counts the "
                                "columns after it as if it were a label; fill it in, or take the first "
                                "column out"},
             Case{"1st,2nd\n1,2",
                  "line 1, column 1: \"1st\" is not a number; write one like -1.5 or 2e-3, or "
                  "nan for one that is missing"},
             Case{"1,nan(1)", "line 1, column 2: \"nan(1)\" is not a number; write one like -1.5 or 2e-3, or "
                              "nan for one that is missing"},
             Case{"1,2\n3,\xFF\x01",
                  "line 2, column 2: \"\uFFFD\uFFFD\" is not a number; write one like -1.5 or "
                  "2e-3, or nan for one that is missing"},
             Case{"caf\xE9,1", "line 1, column 1: the label \"caf\uFFFD\" is not written in UTF-8; save the "
                               "table as UTF-8"},
         })
        EXPECT_EQ(refusal(refused.text), refused.error);
    EXPECT_EQ(refusal("1,1e39", asFloat32),
              "line 1, column 2: 1e39 is beyond the largest float32; read it as "
              "float64, or write inf to mean infinity");
}

TEST(CsvTable, SaysWhereLinesAndBatchesAreNotAlike)
{
    EXPECT_EQ(refusal("1,2,3\r\n4,5\r\n"), "line 2, column 3: the line ends after 2 of the 3 cells that the "
                                           "first line has; give every line equally many");
    EXPECT_EQ(refusal("1,2\r3,4,5"),
              "line 2, column 3: here is a cell more than the 2 of the first line; give "
              "every line equally many, and write decimals with a point");
    EXPECT_EQ(refusal("d0,d1,d2\n1,2\n").substr(0, 18), "line 2, column 3: ");
    EXPECT_EQ(refusal("1,2\n3,4\n\n5,6\n"),
              "line 4, column 1: the batch that begins here has 1 lines, the first has 2; make them equally "
              "long, or take the blank lines out");
    EXPECT_EQ(refusal("1,2\n,,\n3,4\n").substr(0, 18), "line 2, column 3: ");
    EXPECT_EQ(refusal("\"a\nb\",1\nc,1,2\n").substr(0, 18), "line 3, column 3: ");
}

TEST(CsvTable, SaysWhereAQuoteBegan)
{
    EXPECT_EQ(refusal("the,1\n\"cat,2\nsat,3\n"),
              "line 2, column 1: the quote that begins here does not end; close it, or write a quote that is "
              "meant as such as \"\"\"\"");
    EXPECT_EQ(refusal("1,\"").substr(0, 50), "line 1, column 2: the quote that begins here does ");
    EXPECT_EQ(refusal("1,\"\"\"").substr(0, 50), "line 1, column 2: the quote that begins here does ");
    EXPECT_EQ(refusal("1,2\n3,\"4\"5\n"),
              "line 2, column 2: text follows behind the quote that ends here; put "
              "all of the cell into quotes and double the quotes inside");
}

TEST(CsvTable, RefusesWhatIsNoTable)
{
    EXPECT_EQ(refusal(""), "line 1, column 1: the table ends without a number; give a token a line, with "
                           "commas or tabs between its numbers");
    EXPECT_EQ(refusal(" \n\n").substr(0, 51), "line 2, column 1: the table ends without a number; ");
    EXPECT_EQ(refusal("\xEF\xBB\xBF").substr(0, 51), "line 1, column 1: the table ends without a number; ");
    EXPECT_EQ(refusal("d0,d1\n").substr(0, 51), "line 1, column 2: the table ends without a number; ");
    EXPECT_EQ(refusal(",,\n1,2,3").substr(0, 66),
              "line 1, column 1: the table begins with a line of empty cells; beg");
    EXPECT_EQ(refusal("1,2", {.tensor = "weight", .ranges = {}, .dtype = {}}),
              "The table: a table holds one tensor without a name, not \"weight\"; leave the name out");
}

TEST(CsvTable, RefusesUtf16AndZeros)
{
    using std::string_view_literals::operator""sv;
    for (const std::string_view text : {"\xFF\xFE\x31\0,\0\x32\0"sv, "\xFE\xFF\0\x31\0,\0\x32"sv,
                                        "1\0,\0002\0\n\0"sv, "\0001\0,\0002\0\n"sv})
        EXPECT_EQ(refusal(text), "line 1, column 1: the text is written in UTF-16, not in UTF-8; save it as "
                                 "UTF-8 (in Excel: CSV UTF-8)");
    EXPECT_EQ(refusal("1,2\n3,4\0005\n"sv),
              "line 2, column 2: there is a byte 0, which no text has; save the "
              "table as text in UTF-8");
    EXPECT_EQ(refusal("1,2\n\0"sv).substr(0, 35), "line 2, column 1: there is a byte 0");
    EXPECT_EQ(refusal("1,\0"sv).substr(0, 35), "line 1, column 2: there is a byte 0");
}

TEST_F(CsvFile, RefusesFilesThatAreNone)
{
    const auto refused = [](const fs::path& file) {
        const Result<LabelledTensor> read = readCsv(file, {});
        EXPECT_FALSE(read) << file;
        const std::string text = read ? "" : read.error().text();
        EXPECT_TRUE(text.starts_with(file.string())) << text;
        return text.substr(std::min(file.string().size(), text.size()));
    };
    EXPECT_EQ(refused(path("none.csv")), " does not exist; check the name and the folder");
    EXPECT_EQ(refused(path("")).substr(0, 13), " is a folder;");
    EXPECT_EQ(refused(holding("")), " is empty; save the table into it again");
    ASSERT_EQ(::mkfifo(path("pipe.csv").c_str(), 0600), 0);
    EXPECT_EQ(refused(path("pipe.csv")).substr(0, 20), " is no ordinary file");
    EXPECT_EQ(refused("/dev/full").substr(0, 20), " is no ordinary file");
    EXPECT_EQ(refused(holding("1,2\n3,x")).substr(0, 40), ", line 2, column 2: \"x\" is not a number;");
    const ReadRequest named{.tensor = "weight", .ranges = {}, .dtype = {}};
    EXPECT_EQ(readCsv(holding("1,2"), named).error().text(),
              path("table.csv").string() + ": a table holds one tensor without a name, not \"weight\"; leave "
                                           "the name out");
}

TEST_F(CsvFile, AFileOfTabsIsReadByItsEnding)
{
    EXPECT_EQ(accepted(readCsv(holding("1\t2\n", "t.tsv"), {})).tensor.shape(), Shape::of({1, 2}));
    EXPECT_EQ(accepted(readCsv(holding("1\t2\n", "t.csv"), {})).tensor.shape(), Shape::of({1, 2}));
    const Result<LabelledTensor> commas = readCsv(holding("0,5\n", "t.TSV"), {});
    ASSERT_FALSE(commas);
    EXPECT_NE(commas.error().text().find("has a decimal comma"), std::string::npos);
}

TEST(CsvTable, RefusesHundredMegabytesOfCommasAtOnce)
{
    constexpr std::size_t size = 100'000'000;
    struct Case {
        const char* beginning;
        char filling;
        const char* error;
    };
    std::string text(size + 100, ' ');
    const long before = peakKilobytes();
    for (const Case& refused :
         {Case{"", ',', "line 1, column 1: the table begins with a line of empty cells"},
          Case{"1,2\n", ',', "line 2, column 3: here is a cell more than the 2"},
          Case{"\"", ',', "line 1, column 1: the quote that begins here does not end"},
          Case{"1,2\n3,", 'w', "line 2, column 2: \"wwwwwwwwwwwwwwwwwwwwwwww\u2026\" is not a number"},
          Case{"1,2\n3,", '7', "line 2, column 2: \"777777777777777777777777\u2026\" is not a number"}}) {
        text.assign(refused.beginning).append(size, refused.filling);
        EXPECT_EQ(refusal(text).substr(0, std::strlen(refused.error)), refused.error);
    }
    EXPECT_LT(peakKilobytes() - before, 20 * 1024);
}

TEST(CsvTable, ABadLastCellIsFoundBeforeTheNumbersGetTheirRoom)
{
    std::string text;
    for (int line = 0; line < 500'000; ++line)
        text += "1,1,1,1\n";
    text += "1,1,1,1e400\n"; // 8 MB as float32, 16 as float64
    const long before = peakKilobytes();
    EXPECT_NE(refusal(text).find("line 500001, column 4"), std::string::npos);
    EXPECT_LT(peakKilobytes() - before, 4 * 1024);
    text.resize(text.size() - 5);
    text += "\n2,3,4,5\n";
    EXPECT_EQ(parseTable(text, "", {}, '\0').value().tensor.elements(), 2'000'008);
}

// ----------------------------------------------------------------------------------------------- writing

TEST_F(CsvFile, WritesPlainNumbers)
{
    const Tensor tensor(Shape::of({2, 1, 3}), std::vector<float>{0.1F, -0.0F, 1e-45F, INFINITY, 3, 1e30F});
    ASSERT_TRUE(writeCsv(path("plain.csv"), tensor, {}));
    EXPECT_EQ(contents(path("plain.csv")), "0.1,-0,1e-45\n\ninf,3,1e+30\n");
    ASSERT_TRUE(writeTsv(path("plain.tsv"), tensor, {"the", "1,5"}));
    EXPECT_EQ(contents(path("plain.tsv")), "the\t0.1\t-0\t1e-45\n\n\"1,5\"\tinf\t3\t1e+30\n");
    ASSERT_TRUE(writeCsv(path("one.csv"), Tensor(Shape::of({2}), std::vector<double>{0.1, 2}), {""}));
    EXPECT_EQ(contents(path("one.csv")), "\"\",0.1,2\n");
}

TEST_F(CsvFile, SaysWhyItCannotBeWritten)
{
    const Tensor tensor(Shape::of({2, 2}), DType::Float32);
    EXPECT_EQ(writeCsv(path("none/x.csv"), tensor, {}).error().text(),
              path("none/x.csv").string() +
                  " cannot be written: No such file or directory; nothing was changed, "
                  "choose another place or mend this one");
    EXPECT_EQ(writeCsv(path("x.csv"), tensor, {"one"}).error().text(),
              path("x.csv").string() + " cannot be written: there are 1 labels for 2 tokens; give each token "
                                       "one, or none at all");
    EXPECT_FALSE(fs::exists(path("x.csv")));
}

/// Any bits of the type, but one NaN only: text has no other.
template <typename T, typename Bits>
std::vector<T> anyValues(std::size_t count, std::mt19937_64& random)
{
    std::vector<T> values(count);
    for (T& value : values) {
        const Bits bits = static_cast<Bits>(random());
        std::memcpy(&value, &bits, sizeof value);
        const T special[] = {std::numeric_limits<T>::quiet_NaN(),
                             std::numeric_limits<T>::infinity(),
                             T(-0.0),
                             std::numeric_limits<T>::denorm_min(),
                             std::numeric_limits<T>::max(),
                             std::numeric_limits<T>::lowest(),
                             std::numeric_limits<T>::min()};
        if (std::isnan(value) || random() % 8 == 0)
            value = special[random() % std::size(special)];
    }
    return values;
}

Tensor anyTensor(const Shape& shape, DType dtype, std::mt19937_64& random)
{
    const auto count = static_cast<std::size_t>(shape.elements());
    if (dtype == DType::Float32)
        return {shape, anyValues<float, std::uint32_t>(count, random)};
    return {shape, anyValues<double, std::uint64_t>(count, random)};
}

/// Shapes that a table tells: [S, D], or [B, S, D] with more than one batch.
Shape anyShape(std::mt19937_64& random)
{
    const auto upTo = [&](unsigned most) { return 1 + static_cast<std::int64_t>(random() % most); };
    return random() % 2 ? Shape::of({upTo(5), upTo(6)}) : Shape::of({1 + upTo(3), upTo(4), upTo(5)});
}

Words anyLabels(std::int64_t count, std::mt19937_64& random)
{
    static const Words pieces{"the", "猫",    "\"", ",",    ";",    "\t",     "\n",     "\r\n",
                              "\r",  " ",     "1",  "-0.5", "nan",  "",       "inf",    "[CLS]",
                              "0x1", "1,5",   "é",  "#",    "1st",  "\u00A0", "\u2212", "\xEF\xBB\xBF",
                              "'",   "1e400", "+",  "d0",   "\"\"", "0"};
    Words labels(static_cast<std::size_t>(count));
    for (std::string& label : labels)
        for (auto length = random() % 4; length-- > 0;)
            label += pieces[random() % pieces.size()];
    return labels;
}

TEST_F(CsvFile, WhatIsWrittenReadsBackToTheSameBitsShapeAndLabels)
{
    std::mt19937_64 random(20240611);
    for (int round = 0; round < 150; ++round) {
        const DType dtype = random() % 2 ? DType::Float32 : DType::Float64;
        const Tensor tensor = anyTensor(anyShape(random), dtype, random);
        const std::int64_t tokens = tensor.elements() / tensor.shape()[-1];
        const Words labels = random() % 3 ? anyLabels(tokens, random) : Words{};
        const bool tabs = random() % 2;
        const fs::path file = path(tabs ? "any.tsv" : "any.csv");
        ASSERT_TRUE(tabs ? writeTsv(file, tensor, labels) : writeCsv(file, tensor, labels));
        const LabelledTensor read = accepted(readCsv(file, {.tensor = {}, .ranges = {}, .dtype = dtype}));
        ASSERT_TRUE(sameBits(read.tensor, tensor)) << contents(file);
        ASSERT_EQ(read.labels, labels) << contents(file);
    }
}

TEST_F(CsvFile, OtherRanksComeBackAsTheShapesATableKnows)
{
    std::mt19937_64 random(9);
    struct Case {
        Shape written;
        Shape read;
    };
    for (const Case& shapes :
         {Case{Shape::of({4}), Shape::of({1, 4})}, Case{Shape::of({1, 3, 4}), Shape::of({3, 4})},
          Case{Shape::of({2, 3, 4, 5}), Shape::of({6, 4, 5})}}) {
        const Tensor tensor = anyTensor(shapes.written, DType::Float32, random);
        ASSERT_TRUE(writeCsv(path("any.csv"), tensor, {}));
        const LabelledTensor read = accepted(readCsv(path("any.csv"), {}));
        EXPECT_TRUE(sameBits(read.tensor, tensor.reshaped(shapes.read))) << shapes.written.text();
    }
}

TEST_F(CsvFile, Float32ComesBackWithoutBeingAskedFor)
{
    std::mt19937_64 random(5);
    const Tensor tensor = anyTensor(Shape::of({20, 30}), DType::Float32, random);
    ASSERT_TRUE(writeCsv(path("any.csv"), tensor, {}));
    EXPECT_TRUE(sameBits(accepted(readCsv(path("any.csv"), {})).tensor, tensor));
}

TEST_F(CsvFile, LargeTablesAreWrittenInPieces)
{
    std::mt19937_64 random(6);
    const Tensor tensor = anyTensor(Shape::of({3, 500, 64}), DType::Float64, random);
    ASSERT_TRUE(writeCsv(path("large.csv"), tensor, {}));
    EXPECT_GT(fs::file_size(path("large.csv")), std::uintmax_t{1} << 20);
    EXPECT_TRUE(sameBits(accepted(readCsv(path("large.csv"), asFloat64)).tensor, tensor));
}

// ------------------------------------------------------------------------------------------------- NumPy

constexpr const char* readWithNumpy = R"(
import sys
try:
    import numpy
except ImportError:
    sys.exit(77)
dtype, files = sys.argv[1], sys.argv[2:]
for file in files:
    for read in (numpy.loadtxt, numpy.genfromtxt):
        array = read(file, delimiter="\t" if file.endswith(".tsv") else ",", dtype=dtype)
        sys.stdout.buffer.write(array.tobytes())
)";

TEST_F(CsvFile, NumpyReadsBackTheSameBits)
{
    if (!fs::exists("/usr/bin/python3"))
        GTEST_SKIP() << "no Python";
    std::mt19937_64 random(7);
    for (const DType dtype : {DType::Float32, DType::Float64}) {
        const Tensor tensor = anyTensor(Shape::of({3, 40, 8}), dtype, random);
        ASSERT_TRUE(writeCsv(path("any.csv"), tensor, {}));
        ASSERT_TRUE(writeTsv(path("any.tsv"), tensor, {}));
        SpawnedProcess python({"/usr/bin/python3", "-c", readWithNumpy, name(dtype), path("any.csv").string(),
                               path("any.tsv").string()});
        python.closeInput();
        const std::string bytes = python.readRest();
        const std::optional<SpawnedProcess::End> end = python.wait();
        ASSERT_TRUE(end);
        if (end->code == 77)
            GTEST_SKIP() << "no NumPy";
        ASSERT_EQ(end->code, 0) << python.errorText();
        const std::size_t size = tensor.bytes().size();
        ASSERT_EQ(bytes.size(), 4 * size);
        for (std::size_t reading = 0; reading < 4; ++reading)
            EXPECT_EQ(std::memcmp(bytes.data() + reading * size, tensor.bytes().data(), size), 0)
                << name(dtype) << ' ' << reading;
    }
}

TEST_F(CsvFile, ReadsWhatNumpyAndPythonWrite)
{
    constexpr const char* write = R"(
import csv, sys
try:
    import numpy
except ImportError:
    sys.exit(77)
array = numpy.frombuffer(sys.stdin.buffer.read(), dtype="float64").reshape(-1, 4)
numpy.savetxt(sys.argv[1], array, delimiter=",")
with open(sys.argv[2], "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["token", "d0", "d1", "d2", "d3"])
    for i, row in enumerate(array):
        writer.writerow(['say "%d", twice\n' % i] + row.tolist())
)";
    if (!fs::exists("/usr/bin/python3"))
        GTEST_SKIP() << "no Python";
    std::mt19937_64 random(8);
    const Tensor tensor = anyTensor(Shape::of({50, 4}), DType::Float64, random);
    SpawnedProcess python(
        {"/usr/bin/python3", "-c", write, path("numpy.csv").string(), path("csv.csv").string()});
    const auto bytes = tensor.bytes();
    ASSERT_TRUE(python.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    python.closeInput();
    (void)python.readRest();
    const std::optional<SpawnedProcess::End> end = python.wait();
    ASSERT_TRUE(end);
    if (end->code == 77)
        GTEST_SKIP() << "no NumPy";
    ASSERT_EQ(end->code, 0) << python.errorText();
    EXPECT_TRUE(sameBits(accepted(readCsv(path("numpy.csv"), {})).tensor, tensor));
    const LabelledTensor labelled = accepted(readCsv(path("csv.csv"), {}));
    EXPECT_TRUE(sameBits(labelled.tensor, tensor));
    ASSERT_EQ(labelled.labels.size(), 50U);
    EXPECT_EQ(labelled.labels[7], "say \"7\", twice\n");
}

// -------------------------------------------------------------------------------------------------- fuzz

TEST(CsvTable, WhateverIsInTheTextItIsReadOrRefusedInOneSentence)
{
    static const std::string favourites = "\",;\t\r\n 0159-+.eExnaif#\xEF\xBB\xBF\xE2\x88\x92\xFF";
    const Words tables{"1,2,3\n4,5,6\n\n7,8,9\n1,2,3\n", "token;d0;d1\n\"a\";1;2\nb;3;4\n",
                       "the\t1.5\t-2\n\"c\"\"at\"\t3e5\tnan\n", ",0,1\na,1,2\nb,3,4"};
    std::mt19937_64 random(99);
    int read = 0;
    constexpr int rounds = 20000;
    for (int round = 0; round < rounds; ++round) {
        std::string text = tables[random() % tables.size()];
        for (auto times = random() % 5; times-- > 0;) {
            const std::size_t at = random() % (text.size() + 1);
            if (random() % 2)
                text.insert(at, 1, favourites[random() % favourites.size()]);
            else
                text.erase(at, random() % 4);
        }
        const Result<LabelledTensor> table = parseTable(text, "", {});
        if (table) {
            ++read;
            const std::int64_t tokens = table->tensor.elements() / table->tensor.shape()[-1];
            ASSERT_TRUE(table->labels.empty() || table->labels.size() == static_cast<std::size_t>(tokens));
        } else {
            ASSERT_TRUE(table.error().text().starts_with("line ")) << table.error().text();
            ASSERT_EQ(table.error().text().find('\n'), std::string::npos) << table.error().text();
        }
    }
    EXPECT_GT(read, rounds / 5);
    EXPECT_LT(read, rounds);
}

} // namespace
} // namespace layernorm
