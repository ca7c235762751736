// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/candidate_text.h"

#include "core/io/npy.h"
#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/process_use.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;
using layernorm::testing::bytesRead;
using layernorm::testing::peakKilobytes;
using Extents = std::vector<std::int64_t>;

Candidate accepted(std::string_view text, const Shape& shape)
{
    const Result<Candidate> candidate = parseCandidate(text, shape);
    EXPECT_TRUE(candidate.has_value()) << text << '\n' << (candidate ? "" : candidate.error().text());
    return candidate.value_or(Candidate{});
}

std::string refusal(std::string_view text, const Shape& shape = Shape::of({2, 3}))
{
    const Result<Candidate> candidate = parseCandidate(text, shape);
    EXPECT_FALSE(candidate.has_value()) << text;
    return candidate ? "" : candidate.error().text();
}

void expectRefusal(std::string_view text, const std::string& beginning,
                   const Shape& shape = Shape::of({2, 3}))
{
    EXPECT_EQ(refusal(text, shape).substr(0, beginning.size()), beginning) << text;
}

const std::vector<double> oneToSix{1, 2, 3, 4, 5, 6};

// ------------------------------------------------------------------------------------------- print-outs

struct Printout {
    std::string name;
    Shape shape;
    std::vector<double> exact;
    std::string text;
};

std::vector<std::string> words(const std::string& line)
{
    std::istringstream stream(line);
    std::vector<std::string> found;
    for (std::string word; stream >> word;)
        found.push_back(word);
    return found;
}

std::vector<Printout> printoutsOf(const std::string& file)
{
    std::ifstream stream(fs::path(LAYERNORM_GOLDEN_DIR) / file);
    std::vector<Printout> printouts;
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with("=== ")) {
            printouts.back().text += line + '\n';
            continue;
        }
        Printout printout;
        printout.name = line.substr(4);
        std::getline(stream, line);
        Extents extents;
        for (const std::string& word : words(line))
            extents.push_back(std::stoll(word));
        printout.shape = *Shape::make(extents);
        std::getline(stream, line);
        for (const std::string& word : words(line))
            printout.exact.push_back(*parseNumber(word, DType::Float64));
        printouts.push_back(std::move(printout));
    }
    return printouts;
}

std::vector<Printout> printouts()
{
    std::vector<Printout> all = printoutsOf("printouts.txt");
    for (Printout& printout : printoutsOf("libtorch-printouts.txt"))
        all.push_back(std::move(printout));
    return all;
}

Printout printoutNamed(const std::string& name)
{
    for (Printout& printout : printouts())
        if (printout.name == name)
            return printout;
    throw std::logic_error("no print-out " + name);
}

TEST(CandidateText, ReadsEveryPrintoutToItsDigits)
{
    const std::vector<Printout> all = printouts();
    ASSERT_GT(all.size(), 40U);
    for (const Printout& printout : all) {
        SCOPED_TRACE(printout.name);
        const Candidate candidate = accepted(printout.text, printout.shape);
        ASSERT_EQ(candidate.values.size(), printout.exact.size());
        ASSERT_EQ(candidate.uncertainty.size(), printout.exact.size());
        EXPECT_EQ(candidate.extents, printout.shape.extents());
        for (std::size_t i = 0; i < printout.exact.size(); ++i) {
            // A half of the last digit, reached by ties such as 0.90625, and what reading and scaling round.
            const double allowed =
                candidate.uncertainty[i] * (1 + 1e-9) + 4 * 0x1p-53 * std::abs(printout.exact[i]);
            ASSERT_NEAR(candidate.values[i], printout.exact[i], allowed) << i;
        }
    }
}

/// The largest uncertainty, as a part of the largest value.
double largestUncertainty(const std::string& name)
{
    const Printout printout = printoutNamed(name);
    const Candidate candidate = accepted(printout.text, printout.shape);
    return *std::max_element(candidate.uncertainty.begin(), candidate.uncertainty.end());
}

TEST(CandidateText, KnowsNoLessThanWhatIsPrinted)
{
    EXPECT_DOUBLE_EQ(largestUncertainty("torch"), 5e-5);
    EXPECT_DOUBLE_EQ(largestUncertainty("libtorch"), 5e-5);
    EXPECT_DOUBLE_EQ(largestUncertainty("libtorch factor"), 5e-10);
    EXPECT_DOUBLE_EQ(largestUncertainty("torch scientific"), 5e-10);
    EXPECT_DOUBLE_EQ(largestUncertainty("numpy three digits"), 5e-4);
    EXPECT_DOUBLE_EQ(largestUncertainty("std::cout"), 5e-6);
    // Float32 in full: half of the 2.4e-7 between numbers from 2 to 4, of 1.2e-7 below.
    EXPECT_LE(largestUncertainty("numpy repr"), 6e-8);
    EXPECT_LE(largestUncertainty("numpy"), 6e-8);
    EXPECT_LE(largestUncertainty("python list"), 1e-15);
    EXPECT_LE(largestUncertainty("numpy savetxt"), 1e-18);
    // 0.954 stands for 0.9540 but might have been a float16.
    EXPECT_LE(largestUncertainty("python list rounded"), 5e-4);
    EXPECT_DOUBLE_EQ(largestUncertainty("numpy zeros left out"), 0x1p-23); // of -2.25, were it float32
}

TEST(CandidateText, TellsHowFarEachNumberIsKnown)
{
    struct Case {
        const char* text;
        std::vector<double> uncertainty;
    };
    const std::vector<Case> cases{
        {"0.8715 -1.0001 0.5000", {5e-5, 5e-5, 5e-5}},
        // Zeros at the end left out: the neighbours' decimals, but no more significant digits than they show.
        {"0.123456789012 0.5 12.25", {5e-13, 5e-13, 5e-11}},
        {"0.123456789012 10 0", {5e-13, 5e-11, 5e-13}},
        // As std::cout prints: six significant digits each.
        {"0.0123457 1.23457 123.457", {5e-8, 5e-6, 5e-4}},
        // The small one alone in another notation, as tables for people have it.
        {"0.0123 1.2346 4.5678e-07", {5e-5, 5e-5, 5e-12}},
        // Exponents shift the digits.
        {"1.5000e-05 2.5e3 nan", {5e-10, 0.5 * 0x1p1, 0}},
        {"inf -inf 0.25", {0, 0, 5e-3}},
        // Every bit.
        {"0x1.8p+1 0x1p-3 0x1.999999999999ap-4", {0, 0, 0}},
    };
    for (const Case& expected : cases) {
        const Candidate candidate = accepted(expected.text, Shape::of({3}));
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_NEAR(candidate.uncertainty[i], expected.uncertainty[i], 1e-12 * expected.uncertainty[i])
                << expected.text << ' ' << i;
    }
}

TEST(CandidateText, ABarePointMeansFourDecimalsOrTheNeighbours)
{
    // Of 1 the float16 have a spacing of 2^-10.
    EXPECT_EQ(accepted("[ 1. -1.]", Shape::of({2})).uncertainty, std::vector<double>(2, 0x1p-11));
    EXPECT_EQ(accepted("[0. 0.]", Shape::of({2})).uncertainty, std::vector<double>(2, 5e-5));
    const Candidate candidate = accepted("[1. 0.12345678]", Shape::of({2}));
    EXPECT_DOUBLE_EQ(candidate.uncertainty[0], 0x1p-24);
    EXPECT_DOUBLE_EQ(candidate.uncertainty[1], 5e-9);
}

TEST(CandidateText, ShortestFloat32ReadsBackWithinItsSpacing)
{
    const Tensor tensor = randn(Shape::of({40, 50}), 3);
    std::string text;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        text += exactText(tensor.at(i), DType::Float32) + (i % 50 == 49 ? "\n" : ",");
    const Candidate candidate = accepted(text, tensor.shape());
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        ASSERT_LE(std::abs(candidate.values[at] - tensor.at(i)), candidate.uncertainty[at]) << tensor.at(i);
        ASSERT_LE(candidate.uncertainty[at], 0x1p-24 * std::max(1.0, 2 * std::abs(tensor.at(i))));
    }
}

TEST(CandidateText, ReadsCudaTensorsAndNewNumpyScalars)
{
    EXPECT_EQ(accepted("tensor([[1., 2., 3.],\n        [4., 5., 6.]], device='cuda:0', dtype=torch.float64,\n"
                       "       grad_fn=<NativeLayerNormBackward0>)",
                       Shape::of({2, 3}))
                  .values,
              oneToSix);
    EXPECT_EQ(
        accepted("[np.float32(1.0), np.float32(2.0), np.float64(3.0), 4.0, 5.0, 6.0]", Shape::of({6})).values,
        oneToSix);
    EXPECT_EQ(
        accepted("Array([[1., 2., 3.],\n       [4., 5., 6.]], dtype=float32)", Shape::of({2, 3})).values,
        oneToSix);
}

// ------------------------------------------------------------------------------------------------ tables

TEST(CandidateText, ReadsTablesWithEverySeparator)
{
    for (const char* text :
         {"1\t2\t3\n4\t5\t6\n", "1\t2\t3\r\n4\t5\t6\r\n", "1,2,3\n4,5,6", "1, 2, 3,\n4, 5, 6,\n",
          "1;2;3\r4;5;6", "1 2 3\n4 5 6\n", "  1   2 3  \n\n\t\n 4 5\u00A06", "# y\n1 2 3\n# more\n4 5 6\n",
          "1,\t2,\t3\n4,\t5,\t6",
          "\xEF\xBB\xBF"
          "1 2 3\n4 5 6",
          "1.0 ; 2e0 ; +3\n0x4 ; 5. ; 6"}) {
        const Candidate candidate = accepted(text, Shape::of({2, 3}));
        EXPECT_EQ(candidate.values, oneToSix) << text;
        EXPECT_EQ(candidate.extents, (Extents{2, 3})) << text;
    }
    EXPECT_EQ(accepted("\u22121.5\t2", Shape::of({2})).values, (std::vector<double>{-1.5, 2}));
}

TEST(CandidateText, TellsTheShapeFromRowsAndBlocks)
{
    const Shape shape = Shape::of({2, 3});
    EXPECT_EQ(accepted("1 2 3 4 5 6", shape).extents, Extents{6});
    EXPECT_EQ(accepted("1\n2\n3\n4\n5\n6\n", shape).extents, Extents{6});
    EXPECT_EQ(accepted("1 2\n3 4\n5 6\n", shape).extents, (Extents{3, 2}));
    EXPECT_EQ(accepted("1 2 3\n\n4 5 6\n", shape).extents, (Extents{2, 3}));
    EXPECT_EQ(accepted("1 2\n3 4\n\n5 6\n7 8", Shape::of({8})).extents, (Extents{2, 2, 2}));
    EXPECT_EQ(accepted("1 2\n\n3 4\n5 6\n7 8", Shape::of({8})).extents, (Extents{4, 2}));
    EXPECT_EQ(accepted("[[[1, 2], [3, 4], [5, 6]]]", shape).extents, (Extents{1, 3, 2}));
    EXPECT_EQ(accepted("[1, 2, 3]\n[4, 5, 6]", shape).extents, (Extents{2, 3}));
    EXPECT_EQ(accepted("[[1, 2, 3,], [4, 5, 6],]", shape).extents, (Extents{2, 3}));
    EXPECT_EQ(accepted("tensor(0.5000)", Shape::of({1})).extents, Extents{1});
}

TEST(CandidateText, ReadsLibTorchWithoutItsLastLineAndOfOld)
{
    const Shape shape = Shape::of({8});
    const std::vector<double> oneToEight{1, 2, 3, 4, 5, 6, 7, 8};
    struct Case {
        const char* text;
        Extents extents;
    };
    for (const Case& expected :
         {Case{"(1,.,.) = \n 1 2\n 3 4\n\n(2,.,.) = \n 5 6\n 7 8\n", {2, 2, 2}},
          Case{"(2,.,.) = \n 5 6\n 7 8\n\n(1,.,.) = \n 1 2\n 3 4\n", {2, 2, 2}},
          Case{"(0 ,.,.) = \n 1 2 3 4\n 5 6 7 8\n[torch.FloatTensor of size 1x2x4]\n", {1, 2, 4}},
          Case{"\n 1 2 3 4\n 5 6 7 8\n[torch.FloatTensor of size 2x4]\n", {2, 4}},
          Case{"Columns 1 to 2\n 1 2\n 5 6\n\nColumns 3 to 4\n 3 4\n 7 8\n", {2, 4}},
          Case{"1e-01 *\n 10 20 30 40 50 60 70 80\n", {8}}}) {
        const Candidate candidate = accepted(expected.text, shape);
        EXPECT_EQ(candidate.values, oneToEight) << expected.text;
        EXPECT_EQ(candidate.extents, expected.extents) << expected.text;
    }
}

TEST(CandidateText, ReadsNanAndInfinitiesInAnyCase)
{
    const Candidate candidate = accepted("tensor([nan, inf, -inf, NaN, Infinity, 0.5000])", Shape::of({6}));
    EXPECT_TRUE(std::isnan(candidate.values[0]));
    EXPECT_EQ(candidate.values[1], std::numeric_limits<double>::infinity());
    EXPECT_EQ(candidate.values[2], -std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::isnan(candidate.values[3]));
    EXPECT_EQ(candidate.values[4], std::numeric_limits<double>::infinity());
}

// ---------------------------------------------------------------------------------------------- refusals

TEST(CandidateText, RefusesTextWithoutNumbers)
{
    EXPECT_EQ(refusal(""),
              "line 1, column 1: the text ends without a number; give the output your own code computed "
              "for this input");
    expectRefusal(" \n\t\n ", "line 3, column 2: the text ends without a number");
    expectRefusal("# nothing\n", "line 1, column 10: the text ends without a number");
    expectRefusal("array([], shape=(0, 3), dtype=float64)",
                  "line 1, column 8: there is no number in these brackets");
    expectRefusal("[ CPUFloatType{0} ]", "line 1, column 20: the text ends without a number");
}

TEST(CandidateText, RefusesWordsAndSaysWhere)
{
    EXPECT_EQ(refusal("1 2 3\n4 five 6"),
              "line 2, column 3: \"five\" is not a number; leave only the numbers, with a "
              "point for the decimals");
    expectRefusal("y_custom: tensor([[1., 2., 3.]])", "line 1, column 1: \"y_custom:\" is not a number");
    expectRefusal("[[1, 2, x], [4, 5, 6]]", "line 1, column 9: \"x\" is not a number");
    expectRefusal("tensor([True, False])", "line 1, column 9: \"True\" is not a number");
    expectRefusal("tensor([1.+2.j])", "line 1, column 9: \"1.+2.j\" is not a number");
    expectRefusal("tensor(indices=tensor([[0, 1]]))", "line 1, column 8: \"indices\" is not a number");
    expectRefusal("d0\td1\td2\n1\t2\t3", "line 1, column 1: \"d0\" is not a number");
    expectRefusal("Columns one to 3\n1 2 3", "line 1, column 1: \"Columns\" is not a number");
    expectRefusal("é 1", "line 1, column 1: \"é\" is not a number");
    expectRefusal("ééé\t1", "line 1, column 1: \"ééé\" is not a number");
    expectRefusal("1\té", "line 1, column 3: \"é\" is not a number");
    expectRefusal("1 \xFF\x01 2", "line 1, column 3: \"\uFFFD\uFFFD\" is not a number");
    expectRefusal(std::string(500, 'a'), "line 1, column 1: \"" + std::string(24, 'a') + "\u2026\" is not");
    expectRefusal("1 2e999 3", "line 1, column 3: 2e999 is beyond the largest float64; write inf");
    expectRefusal("1 2 * 3", "line 1, column 5: \"*\" is not a number");
    expectRefusal("x *\n1 2 3", "line 1, column 1: \"x *\" is no factor such as 1e-05 *");
    expectRefusal(std::string_view("1\0\0\0", 4), "line 1, column 2: there is a byte 0");
}

TEST(CandidateText, RefusesRaggedRows)
{
    EXPECT_EQ(refusal("1 2 3\n4 5\n6"),
              "line 2, column 1: this row is of length 2, the one before it of length 3; "
              "give all rows the same length");
    expectRefusal("[[1, 2, 3],\n [4, 5]]",
                  "line 2, column 2: this row is of length 2, the one before it of length 3");
    expectRefusal("1\t2\n3\t4\t5\n", "line 2, column 1: this row is of length 3");
    expectRefusal("[[[1, 2]], [[3], [4, 5]]]", "line 1, column 13: this row is of length 1");
    expectRefusal("(1,.,.) = \n 1 2\n 3\n", "line 3, column 2: this row is of length 1");
    expectRefusal("Columns 1 to 2 1 2\n 3 4\nColumns 3 to 3 5\n",
                  "line 3, column 17: the columns before this have 1 rows");
    expectRefusal("[1, [2, 3]]", "line 1, column 5: a number and a list stand side by side");
    expectRefusal("[[1, 2], 3]", "line 1, column 10: a number and a list stand side by side");
    expectRefusal("1;;3", "line 1, column 3: this cell is empty");
}

TEST(CandidateText, RefusesBracketsThatDoNotMatch)
{
    expectRefusal("[[1, 2, 3], [4, 5, 6]", "line 1, column 1: this bracket is never closed");
    expectRefusal("[1, 2, 3]]", "line 1, column 10: no bracket is open that \"]\" could close");
    expectRefusal("[1, 2, 3)", "line 1, column 9: no bracket is open that \")\" could close");
    expectRefusal("tensor([1, 2, 3", "line 1, column 8: this bracket is never closed");
    expectRefusal("tensor([1, 2, 3], dtype=(", "line 1, column 7: this bracket is never closed");
    expectRefusal("[[[[[[[[[1]]]]]]]]]", "line 1, column 9: this is the ninth bracket");
    expectRefusal("[1, , 2]", "line 1, column 5: there is no number before this comma");
    expectRefusal("[, 2]", "line 1, column 2: there is no number before this comma");
    expectRefusal("[1, 2 3]", "line 1, column 7: some numbers are separated by commas and some by blanks");
    expectRefusal("[1 2, 3]", "line 1, column 7: some numbers are separated by commas and some by blanks");
    expectRefusal("[" + std::string(1000000, '['), "line 1, column 9: this is the ninth bracket");
}

TEST(CandidateText, RefusesCommasThatMayBeDecimal)
{
    EXPECT_EQ(refusal("0,5;1,2;-3,4"),
              "line 1, column 1: \"0,5\" is one number with a decimal comma or two numbers; "
              "write decimals with a point");
    expectRefusal("1.5\t2\n0,25\t3", "line 2, column 1: \"0,25\" is one number with a decimal comma");
    expectRefusal("1,5 2,5 3,5", "line 1, column 3: \"5 2\" is not a number");
    expectRefusal("0,1\n0,2\n0,3\n0,4\n", "line 4, column 1: here begins one number more than the 6 of the "
                                          "input 2x3; if the commas are decimal");
    expectRefusal("[1,5 2,5 3,5]",
                  "line 1, column 6: some numbers are separated by commas and some by blanks");
}

TEST(CandidateText, RefusesPrintoutsCutShortAndSaysHowToPrintAll)
{
    const std::string torch =
        "tensor([[ 0.5851, -1.1560, -0.1434,  ..., -0.8739,  0.1076, -1.0715],\n        ...,\n";
    EXPECT_EQ(refusal(torch, Shape::of({30, 50})),
              "line 1, column 38: the print-out was cut short here; print all of it after "
              "torch.set_printoptions(profile=\"full\") or numpy.set_printoptions(threshold=sys.maxsize)");
    expectRefusal("[[ 1.76405235  0.40015721 ... -0.59377745]]",
                  "line 1, column 27: the print-out was cut short");
    expectRefusal("[[1 2 3]\n ...\n [4 5 6]]", "line 2, column 2: the print-out was cut short");
    expectRefusal("1 2 …", "line 1, column 5: the print-out was cut short");
}

TEST(CandidateText, RefusesAnotherNumberOfNumbers)
{
    EXPECT_EQ(refusal("1 2\n3 4\n5"),
              "line 3, column 1: this row is of length 1, the one before it of length 2; give "
              "all rows the same length");
    EXPECT_EQ(refusal("1 2\n3 4\n"),
              "line 2, column 4: the text ends after 4 of the 6 numbers that the input 2x3 has; "
              "give the whole output for this input");
    EXPECT_EQ(refusal("1 2 3\n4 5 6\n7 8 9"),
              "line 3, column 1: here begins one number more than the 6 of the input "
              "2x3; give only the output for this input");
    expectRefusal("[[1.0, 2.0, 3.0], [4, 5, 6], [7, 8, 9]]",
                  "line 1, column 31: here begins one number more");
}

class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string name = (fs::temp_directory_path() / "candidate-XXXXXX").string();
        m_path = mkdtemp(name.data());
    }
    ~TemporaryFolder() { fs::remove_all(m_path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] fs::path write(const std::string& name, std::string_view text) const
    {
        std::ofstream(m_path / name, std::ios::binary) << text;
        return m_path / name;
    }
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

TEST(CandidateText, RefusesAGigabyteUnread)
{
    const TemporaryFolder folder;
    for (const char* name : {"huge.txt", "huge.npy"}) {
        const fs::path file = folder.write(name, "\x93NUMPY");
        fs::resize_file(file, std::uintmax_t{1} << 30); // a file with a hole takes no space
        const long before = peakKilobytes();
        const std::uint64_t readBefore = bytesRead();
        const Result<Candidate> candidate = readCandidate(file, Shape::of({2, 3, 4}));
        EXPECT_LT(bytesRead() - readBefore, 4U << 20);
        EXPECT_LT(peakKilobytes() - before, 100 * 1024);
        ASSERT_FALSE(candidate);
        EXPECT_EQ(candidate.error().text(), file.string() +
                                                ", line 1, column 1: more than 1050112 bytes begin here, "
                                                "far more than the 24 numbers of the input 2x3x4 take; "
                                                "give only the output for this input");
    }
    const std::string text(std::size_t{1} << 26, ' ');
    expectRefusal(text, "line 1, column 1: more than 1048960 bytes begin here");
}

TEST(CandidateText, StopsAtTheFirstNumberTooMany)
{
    std::string text;
    while (text.size() + 4 < candidateTextLimit(Shape::of({6})))
        text += "0.5 ";
    expectRefusal(text, "line 1, column 25: here begins one number more than the 6", Shape::of({6}));
}

// ------------------------------------------------------------------------------------------------- files

TEST(CandidateFile, ReadsTextAndNamesTheFileInErrors)
{
    const TemporaryFolder folder;
    EXPECT_EQ(readCandidate(folder.write("y.tsv", "1\t2\t3\n4\t5\t6\n"), Shape::of({2, 3}))->values,
              oneToSix);
    const fs::path words = folder.write("words.txt", "1 2 3\n4 no 6");
    EXPECT_EQ(readCandidate(words, Shape::of({2, 3})).error().text(),
              words.string() +
                  ", line 2, column 3: \"no\" is not a number; leave only the numbers, with a point for "
                  "the decimals");
    const fs::path missing = folder.path() / "none.txt";
    EXPECT_EQ(readCandidate(missing, Shape::of({2, 3})).error().text(),
              missing.string() +
                  " cannot be read: No such file or directory; check the name and that you may open it");
    EXPECT_EQ(readCandidate(folder.path(), Shape::of({2, 3})).error().text(),
              folder.path().string() +
                  " cannot be read: Is a directory; check the name and that you may open it");
    EXPECT_FALSE(readCandidate(folder.path() / "none.npy", Shape::of({2, 3})));
}

TEST(CandidateFile, ReadsArraysByTheirValues)
{
    const TemporaryFolder folder;
    const Tensor tensor(Shape::of({2, 2}), std::vector<float>{1, -0.1F, 0, std::nanf("")});
    const fs::path file = folder.path() / "y.npy";
    ASSERT_TRUE(writeNpy(file, tensor));
    fs::copy_file(file, folder.path() / "y.dat");
    for (const char* name : {"y.npy", "y.dat"}) {
        const Candidate candidate = *readCandidate(folder.path() / name, Shape::of({4}));
        EXPECT_EQ(candidate.extents, (Extents{2, 2}));
        EXPECT_EQ(candidate.values[1], static_cast<double>(-0.1F));
        EXPECT_EQ(candidate.uncertainty, (std::vector<double>{0x1p-24, 0x1p-28, 0x1p-150, 0}));
    }
    ASSERT_TRUE(writeNpy(file, tensor.converted(DType::Float64)));
    EXPECT_EQ(readCandidate(file, Shape::of({4}))->uncertainty, std::vector<double>(4, 0));
    EXPECT_EQ(readCandidate(file, Shape::of({2, 3})).error().text(),
              file.string() +
                  " holds 4 numbers (2x2), but the input 2x3 has 6; save the output for this input");
}

TEST(CandidateFile, AFloat16ArrayIsKnownToHalfAnUlpOfFloat16AndIntegersExactly)
{
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "y.npy";
    const auto read = [&](const std::string& descr, const std::string& values) {
        const std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (4,), }\n";
        std::ofstream(file, std::ios::binary)
            << "\x93NUMPY\x01" << '\0' << static_cast<char>(header.size()) << '\0' << header << values;
        return *readCandidate(file, Shape::of({4}));
    };
    // 1, -65504, the smallest subnormal, inf
    const Candidate halves = read("<f2", {"\x00\x3c\xff\xfb\x01\x00\x00\x7c", 8});
    EXPECT_EQ(halves.values, (std::vector<double>{1, -65504, 0x1p-24, HUGE_VAL}));
    EXPECT_EQ(halves.uncertainty, (std::vector<double>{0x1p-11, 16, 0x1p-25, 0}));
    const Candidate integers = read("|i1", "\x01\x02\x03\xff");
    EXPECT_EQ(integers.values, (std::vector<double>{1, 2, 3, -1}));
    EXPECT_EQ(integers.uncertainty, std::vector<double>(4, 0));
}

// -------------------------------------------------------------------------------------------------- fuzz

/// One byte, line or piece changed, doubled, moved or left out.
std::string mutated(const std::string& text, const std::string& other, std::mt19937_64& random)
{
    const auto upTo = [&](std::size_t count) { return static_cast<std::size_t>(random() % (count + 1)); };
    static const std::string favourites = "[](),;=.*#eE+-{}<>'\"\t\r\n 019nxCT\xC2\xA0\xE2\x88\x92\xFF";
    std::string result = text;
    const std::size_t at = upTo(text.size());
    const std::size_t length = std::min(upTo(20), text.size() - at);
    switch (random() % 6) {
    case 0:
        result.erase(at, length);
        break;
    case 1:
        result.insert(at, 1, favourites[random() % favourites.size()]);
        break;
    case 2:
        result.insert(upTo(text.size()), text.substr(at, length));
        break;
    case 3:
        result.replace(at, length, other.substr(upTo(other.size()), upTo(40)));
        break;
    case 4:
        if (at < result.size())
            result[at] = static_cast<char>(random());
        break;
    default:
        result.resize(at);
    }
    return result;
}

TEST(CandidateText, WhateverIsInTheTextItIsReadOrRefusedInOneSentence)
{
    const std::vector<Printout> all = printouts();
    std::mt19937_64 random(20240607);
    int read = 0;
    constexpr int rounds = 6000;
    for (int round = 0; round < rounds; ++round) {
        const Printout& printout = all[random() % all.size()];
        std::string text = printout.text;
        for (auto times = random() % 4; times-- > 0;)
            text = mutated(text, all[random() % all.size()].text, random);
        const Result<Candidate> candidate = parseCandidate(text, printout.shape);
        if (candidate) {
            ++read;
            const auto elements = static_cast<std::size_t>(printout.shape.elements());
            ASSERT_EQ(candidate->values.size(), elements);
            ASSERT_EQ(candidate->uncertainty.size(), elements);
            std::int64_t product = 1;
            for (const std::int64_t extent : candidate->extents)
                product *= extent;
            ASSERT_EQ(product, printout.shape.elements()) << text;
            for (const double uncertainty : candidate->uncertainty)
                ASSERT_TRUE(uncertainty >= 0) << text;
        } else {
            const std::string sentence = candidate.error().text();
            ASSERT_TRUE(sentence.starts_with("line ")) << sentence;
            ASSERT_EQ(sentence.find('\n'), std::string::npos) << sentence;
        }
    }
    EXPECT_GT(read, rounds / 4); // the unchanged ones alone
    EXPECT_LT(read, rounds);
}

} // namespace
} // namespace layernorm
