// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pasted_text.h"

#include "core/io/candidate_text.h"
#include "core/io/csv_table.h"

#include "tests/support/spawned_process.h"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;
using layernorm::testing::SpawnedProcess;

LabelledTensor accepted(std::string_view text, DType dtype = DType::Float64)
{
    const Result<LabelledTensor> pasted = parsePastedText(text, dtype);
    EXPECT_TRUE(pasted.has_value()) << text << '\n' << (pasted ? "" : pasted.error().text());
    return pasted.value_or(LabelledTensor{});
}

std::string refusal(std::string_view text, DType dtype = DType::Float64)
{
    const Result<LabelledTensor> pasted = parsePastedText(text, dtype);
    EXPECT_FALSE(pasted.has_value()) << text;
    return pasted ? "" : pasted.error().text();
}

std::vector<double> numbers(const Tensor& tensor)
{
    std::vector<double> found;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        found.push_back(tensor.at(i));
    return found;
}

const std::vector<double> oneToSix{1, 2, 3, 4, 5, 6};

void expectNumbers(std::string_view text, const Shape& shape, const std::vector<double>& values = oneToSix,
                   const Words& labels = {})
{
    SCOPED_TRACE(text);
    const LabelledTensor pasted = accepted(text);
    EXPECT_EQ(pasted.tensor.shape(), shape);
    EXPECT_EQ(numbers(pasted.tensor), values);
    EXPECT_EQ(pasted.labels, labels);
}

// ------------------------------------------------------------------------------------------- print-outs

struct Printout {
    std::string name;
    Shape shape = Shape::of({1});
    std::string text;
};

std::vector<std::int64_t> integers(const std::string& line)
{
    std::istringstream stream(line);
    return {std::istream_iterator<std::int64_t>(stream), {}};
}

std::vector<Printout> printouts()
{
    std::vector<Printout> all;
    for (const char* file : {"printouts.txt", "libtorch-printouts.txt"}) {
        std::ifstream stream(fs::path(LAYERNORM_GOLDEN_DIR) / file);
        for (std::string line; std::getline(stream, line);) {
            if (!line.starts_with("=== ")) {
                all.back().text += line + '\n';
                continue;
            }
            const std::string name = line.substr(4);
            std::getline(stream, line);
            all.push_back({name, *Shape::make(integers(line)), {}});
            std::getline(stream, line); // the exact values
        }
    }
    return all;
}

TEST(PastedText, ReadsEveryPrintoutWithItsShape)
{
    const std::vector<Printout> all = printouts();
    ASSERT_GT(all.size(), 40U);
    for (const Printout& printout : all) {
        SCOPED_TRACE(printout.name);
        const Candidate known = *parseCandidate(printout.text, printout.shape);
        const LabelledTensor pasted = accepted(printout.text);
        ASSERT_EQ(pasted.tensor.shape(), printout.shape);
        EXPECT_TRUE(pasted.labels.empty());
        // Under a common factor ("1e-05 *") the candidate's numbers are products.
        for (std::int64_t i = 0; i < pasted.tensor.elements(); ++i) {
            const double value = known.values[static_cast<std::size_t>(i)];
            const double read = pasted.tensor.at(i);
            ASSERT_TRUE(read == value || std::abs(read - value) <= 0x1p-52 * std::abs(value) ||
                        (std::isnan(read) && std::isnan(value)))
                << i;
        }
        const LabelledTensor single = accepted(printout.text, DType::Float32);
        EXPECT_EQ(single.tensor.dtype(), DType::Float32);
        EXPECT_EQ(single.tensor.shape(), printout.shape);
    }
}

TEST(PastedText, EveryNumberIsRoundedOnce)
{
    // Just above the middle of two float32, where float64 first and float32 then comes out below.
    const char* number = "1.00000005960464477540";
    for (const std::string& text : {std::string(number), "[" + std::string(number) + "]",
                                    "tensor([" + std::string(number) + "])", "\t" + std::string(number)})
        EXPECT_EQ(accepted(text, DType::Float32).tensor.at(0), static_cast<double>(1 + 0x1p-23F)) << text;
    const LabelledTensor scaled = accepted("1e-05 *\n 1.2345 -7.0001\n-0.0003 0.1000\n[ CPUFloatType{2,2} ]");
    EXPECT_EQ(numbers(scaled.tensor), (std::vector<double>{1.2345e-05, -7.0001e-05, -0.0003e-05, 0.1e-05}));
}

TEST(PastedText, BracketsTellTheShape)
{
    expectNumbers("[1, 2, 3, 4, 5, 6]", Shape::of({6}));
    expectNumbers("[[1, 2, 3], [4, 5, 6]]", Shape::of({2, 3}));
    expectNumbers("[\n\t[1, 2, 3],\n\t[4, 5, 6],\n]\n", Shape::of({2, 3}));
    expectNumbers("((1, 2), (3, 4), (5, 6))", Shape::of({3, 2}));
    expectNumbers("tensor([[[1., 2., 3.],\n         [4., 5., 6.]]], device='cuda:0')", Shape::of({1, 2, 3}));
    expectNumbers("array([[1, 2, 3],\n       [4, 5, 6]], dtype=int64)", Shape::of({2, 3}));
    expectNumbers("[[1 2 3]\n [4 5 6]]", Shape::of({2, 3}));
    expectNumbers("[[[[[[[[1]]]]]]]]", Shape::of({1, 1, 1, 1, 1, 1, 1, 1}), {1});
    expectNumbers("tensor(0.5000)", Shape::of({1}), {0.5});
    expectNumbers("(1,.,.) = \n 1 2 3\n 4 5 6\n[ CPUFloatType{1,2,3} ]", Shape::of({1, 2, 3}));
}

TEST(PastedText, RowsAndBlocksTellTheShape)
{
    expectNumbers("1 2 3 4 5 6", Shape::of({6}));
    expectNumbers("1, 2, 3, 4, 5, 6,\n", Shape::of({6}));
    expectNumbers("1\n2\n3\n4\n5\n6\n", Shape::of({6, 1}));
    expectNumbers("1 2 3\n4 5 6\n", Shape::of({2, 3}));
    expectNumbers("# saved by numpy\n1 2 3\n4 5 6\n", Shape::of({2, 3}));
    expectNumbers("1;2;3\r\n4;5;6", Shape::of({2, 3}));
    expectNumbers("1 2\n3 4\n\n5 6\n1 2\n", Shape::of({2, 2, 2}), {1, 2, 3, 4, 5, 6, 1, 2});
    expectNumbers("\xEF\xBB\xBF"
                  "7",
                  Shape::of({1}), {7});
    expectNumbers("\u22121.5 0x1p-1", Shape::of({2}), {-1.5, 0.5});
}

TEST(PastedText, CellsOfASpreadsheetMayHaveAHeaderAndLabels)
{
    const Shape shape = Shape::of({2, 3});
    expectNumbers("1\t2\t3\r\n4\t5\t6\r\n", shape);
    expectNumbers("1\t2\t3\t4\t5\t6\r\n", Shape::of({6}));
    expectNumbers("d0\td1\td2\n1\t2\t3\n4\t5\t6", shape);
    expectNumbers("the\t1\t2\t3\ncat\t4\t5\t6\n", shape, oneToSix, {"the", "cat"});
    expectNumbers("\td0\td1\td2\nthe\t1\t2\t3\ncat\t4\t5\t6\n", shape, oneToSix, {"the", "cat"});
    expectNumbers("[CLS]\t1\t2\t3\n(\t4\t5\t6\n", shape, oneToSix, {"[CLS]", "("});
    expectNumbers("*\t1\t2\t3\n\"a\nb\"\t4\t5\t6\n", shape, oneToSix, {"*", "a\nb"});
    expectNumbers("the\t1\t2\t3\n\t\t\t\ncat\t4\t5\t6\n", Shape::of({2, 1, 3}), oneToSix, {"the", "cat"});
    expectNumbers("the\t1\t2\t3\t4\t5\t6", Shape::of({6}), oneToSix, {"the"});
    // Margins that were selected with the numbers.
    expectNumbers("\t1\t2\t3\n\t4\t5\t6\n", shape);
    expectNumbers("1,\t2,\t3\n4,\t5,\t6", shape);
    expectNumbers("0x1\t2\t3\n4\t5\t6", shape);
    const LabelledTensor labelled = accepted("token\td0\nthe\t1");
    ASSERT_TRUE(labelled.notice);
    EXPECT_EQ(labelled.notice->text(), "The numbers were read as float64, the first line as names of columns "
                                       "and the first column as labels");
    EXPECT_FALSE(accepted("1\t2").notice);
}

TEST(PastedText, SoMayLinesOfACsvFile)
{
    const Shape shape = Shape::of({2, 3});
    expectNumbers("token,d0,d1,d2\nthe,1,2,3\n\"c,t\",4,5,6\n", shape, oneToSix, {"the", "c,t"});
    expectNumbers("[CLS];1;2;3\n[SEP];4;5;6\n", shape, oneToSix, {"[CLS]", "[SEP]"});
    expectNumbers("x\n1\n2\n3\n4\n5\n6", Shape::of({6, 1}));
}

// ---------------------------------------------------------------------------------------------- refusals

TEST(PastedText, ErrorsNameThePlaceAndTheRemedy)
{
    struct Case {
        const char* text;
        const char* error;
    };
    for (const Case& refused : {
             Case{"", "line 1, column 1: the text ends without a number; copy cells, a list or a print-out"},
             Case{" \n ",
                  "line 2, column 2: the text ends without a number; copy cells, a list or a print-out"},
             Case{"hello",
                  "line 1, column 1: \"hello\" is not a number; leave only the numbers, with a point "
                  "for the decimals"},
             Case{"1\t2\n3\tx\n",
                  "line 2, column 2: \"x\" is not a number; write one like -1.5 or 2e-3, or nan "
                  "for one that is missing"},
             Case{"0,5\t1,2", "line 1, column 1: \"0,5\" has a decimal comma or one between thousands; write "
                              "decimals with a point and thousands without a mark"},
             Case{"0,5;1,2", "line 1, column 1: \"0,5\" has a decimal comma or one between thousands; write "
                             "decimals with a point and thousands without a mark"},
             Case{"the\t1\t2\ncat\t3\n", "line 2, column 3: the line ends after 2 of the 3 cells that the "
                                         "first line has; give every line equally many"},
             Case{"1\t2\n3\t\n",
                  "line 2, column 2: this cell is empty; write a number, or nan for one that is "
                  "missing, or take out the separator (tab) before it"},
             Case{"1\t1e400", "line 1, column 2: 1e400 is beyond the largest float64; write inf to mean "
                              "infinity"},
             Case{"1 2 3\n4 five 6",
                  "line 2, column 3: \"five\" is not a number; leave only the numbers, with "
                  "a point for the decimals"},
             Case{"1 2 3\n4 5", "line 2, column 1: this row is of length 2, the one before it of length 3; "
                                "give all rows the same length"},
             Case{"[[1, 2], [3]]",
                  "line 1, column 10: this row is of length 1, the one before it of length 2; "
                  "give all rows the same length"},
             Case{"[[1, 2, x], [4, 5, 6]]",
                  "line 1, column 9: \"x\" is not a number; leave only the numbers, "
                  "with a point for the decimals"},
             Case{"tensor([[ 0.5851, -1.1560,  ..., -0.8739]])",
                  "line 1, column 29: the print-out was cut short here; print all of it after "
                  "torch.set_printoptions(profile=\"full\") or "
                  "numpy.set_printoptions(threshold=sys.maxsize)"},
             Case{"[[[[[[[[[1]]]]]]]]]", "line 1, column 9: this is the ninth bracket around one number; a "
                                         "tensor has at most 8"},
         })
        EXPECT_EQ(refusal(refused.text), refused.error);
    EXPECT_EQ(
        refusal("[1, 1e39]", DType::Float32),
        "line 1, column 5: 1e39 is beyond the largest float32; change the type to float64, or write inf "
        "to mean infinity");
    EXPECT_EQ(refusal(std::string_view("1 2\0", 4)).substr(0, 35), "line 1, column 4: there is a byte 0");
    EXPECT_NE(refusal("[[[[[[[[1]]]]]]]] [[[[[[[[1]]]]]]]]").find("8"), std::string::npos); // of rank 9
}

TEST(PastedText, NothingIsHalfRead)
{
    for (const char* text : {"[1, 2, 3", "[1\t2\t3", "[x, 1, 2", "1, 2, 3]", "[[1, 2], [3, 4]", "array([1, 2",
                             "[1, 2\n3, 4\n", "(1,2\n(3,4", "[nan, 1", "tensor([[1, 2],\n        [3, 4]"})
        EXPECT_FALSE(refusal(text).empty()) << text;
}

// -------------------------------------------------------------------------------------------- the libraries

constexpr const char* printEverything = R"(
import sys
try:
    import numpy, torch
except ImportError:
    sys.exit(77)
array = numpy.frombuffer(sys.stdin.buffer.read(), dtype="float32").reshape(2, 3, 4)
numpy.set_printoptions(floatmode="unique", threshold=sys.maxsize)
torch.set_printoptions(precision=9, sci_mode=True)
for text in (repr(array), str(array), repr(array.tolist()), repr(torch.tensor(array))):
    data = text.encode()
    sys.stdout.buffer.write(b"%d\n" % len(data) + data)
)";

TEST(PastedText, WhatPythonPrintsInFullComesBackToTheSameBits)
{
    if (!fs::exists("/usr/bin/python3"))
        GTEST_SKIP() << "no Python";
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    std::vector<float> values(24);
    for (float& value : values)
        value = normal(random);
    values[5] = 1e-30F;
    values[6] = 3.4e38F;
    const Tensor tensor(Shape::of({2, 3, 4}), values);
    SpawnedProcess python({"/usr/bin/python3", "-c", printEverything});
    const auto bytes = tensor.bytes();
    ASSERT_TRUE(python.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    python.closeInput();
    int texts = 0;
    while (const std::optional<std::string> size = python.readLine()) {
        const std::string text = python.readBytes(std::stoul(*size)).value_or("");
        EXPECT_TRUE(sameBits(accepted(text, DType::Float32).tensor, tensor)) << text;
        ++texts;
    }
    const std::optional<SpawnedProcess::End> end = python.wait();
    ASSERT_TRUE(end);
    if (end->code == 77)
        GTEST_SKIP() << "no NumPy or no PyTorch";
    EXPECT_EQ(end->code, 0) << python.errorText();
    EXPECT_EQ(texts, 4);
}

// -------------------------------------------------------------------------------------------------- fuzz

TEST(PastedText, WhateverIsInTheTextItIsReadOrRefusedInOneSentence)
{
    static const std::string favourites = "[](),;=.*#eE+-{}<>'\"\t\r\n 019nxCT\xC2\xA0\xE2\x88\x92\xFF";
    std::vector<Printout> all = printouts();
    for (const char* text : {"the\t1\t2\ncat\t3\t4\n", "token,d0\nthe,1\ncat,2\n"})
        all.push_back({"table", Shape::of({2, 2}), text});
    std::mt19937_64 random(4);
    int read = 0;
    constexpr int rounds = 6000;
    for (int round = 0; round < rounds; ++round) {
        std::string text = all[random() % all.size()].text;
        for (auto times = random() % 4; times-- > 0;) {
            const std::size_t at = random() % (text.size() + 1);
            if (random() % 2)
                text.insert(at, 1, favourites[random() % favourites.size()]);
            else
                text.erase(at, random() % 20);
        }
        const Result<LabelledTensor> pasted = parsePastedText(text, DType::Float32);
        if (pasted) {
            ++read;
            const std::int64_t tokens = pasted->tensor.elements() / pasted->tensor.shape()[-1];
            ASSERT_TRUE(pasted->labels.empty() || pasted->labels.size() == static_cast<std::size_t>(tokens));
        } else {
            ASSERT_EQ(pasted.error().text().find('\n'), std::string::npos) << pasted.error().text();
        }
    }
    EXPECT_GT(read, rounds / 4);
    EXPECT_LT(read, rounds);
}

} // namespace
} // namespace layernorm
