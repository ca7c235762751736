// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/project_file.h"

#include "tests/support/process_use.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* fileName = "lesson.lnx";

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

#define EXPECT_CONTAINS(text, part) EXPECT_PRED2(contains, text, part)

// ------------------------------------------------------------------------------------------- some documents

Tensor filled(const Shape& shape, DType dtype, double value)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, value);
    return tensor;
}

Project projectOf(Tensor input, int normalizedDims = 1)
{
    Project project;
    const Shape affine = input.shape().trailing(normalizedDims);
    project.gamma = filled(affine, input.dtype(), 1);
    project.beta = filled(affine, input.dtype(), 0);
    project.input = std::move(input);
    project.normalizedDims = normalizedDims;
    project.library = "torch";
    return project;
}

/// Every key with a value that is not the one it has by default.
Project fullProject()
{
    Project project =
        projectOf(Tensor(Shape::of({1, 2, 3}), std::vector<float>{1, 2.5F, -3, 0.1F, 1e-30F, 7}));
    project.labels = {"the", "\u8bed\u8a00"};
    project.gamma.set(1, 0.5);
    project.beta.set(2, -2);
    project.affine = true;
    project.eps = 1e-3;
    project.seed = std::numeric_limits<std::uint64_t>::max();
    project.source = "/home/anna/vectors.npy";
    project.library = "onednn";
    project.page = "eps";
    project.row = 1;
    project.column = 2;
    project.notes = "Look at \"the\".\n\t\u7b2c\u4e8c\u884c \U0001F600 \\ / \x01 \x7f end";
    return project;
}

Project accepted(const Result<Project>& project)
{
    EXPECT_TRUE(project.has_value()) << project.error().text();
    return project.value_or(Project());
}

void expectSame(const Project& a, const Project& b)
{
    EXPECT_TRUE(sameBits(a.input, b.input));
    EXPECT_TRUE(sameBits(a.gamma, b.gamma));
    EXPECT_TRUE(sameBits(a.beta, b.beta));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(a.eps), std::bit_cast<std::uint64_t>(b.eps));
    EXPECT_EQ(std::tie(a.labels, a.affine, a.normalizedDims, a.seed, a.source),
              std::tie(b.labels, b.affine, b.normalizedDims, b.seed, b.source));
    EXPECT_EQ(std::tie(a.library, a.page, a.row, a.column, a.notes),
              std::tie(b.library, b.page, b.row, b.column, b.notes));
}

void expectReadsBack(const Project& project)
{
    expectSame(accepted(parseProject(projectText(project), fileName)), project);
}

ordered_json sound()
{
    return ordered_json::parse(projectText(fullProject()));
}

// -------------------------------------------------------------------------------------------- round trips

TEST(ProjectFile, EverythingReadsBack)
{
    expectReadsBack(fullProject());
    expectReadsBack(projectOf(filled(Shape::of({1}), DType::Float64, 4)));
}

/// Any bits whatever: quiet and signalling NaNs, infinities and subnormals all turn up.
Tensor anyBits(const Shape& shape, DType dtype, std::mt19937& random)
{
    Tensor tensor(shape, dtype);
    for (std::byte& byte : tensor.bytes())
        byte = static_cast<std::byte>(random());
    return tensor;
}

template <typename T, typename Bits>
Tensor specialValues(std::initializer_list<Bits> patterns)
{
    std::vector<T> values;
    for (const Bits bits : patterns)
        values.push_back(std::bit_cast<T>(bits));
    const Shape shape = Shape::of({static_cast<std::int64_t>(values.size())});
    return Tensor(shape, std::move(values));
}

const Tensor specialFloats = specialValues<float, std::uint32_t>(
    {0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007fffff, 0x00800000, 0x7f7fffff, 0x7f800000,
     0xff800000, 0x7fc00000, 0xffc00000, 0x7fc00001, 0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff,
     0x3f800000, 0x3f800001});
const Tensor specialDoubles = specialValues<double, std::uint64_t>(
    {0x0000000000000000, 0x8000000000000000, 0x0000000000000001, 0x800fffffffffffff, 0x7fefffffffffffff,
     0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0xfff8000000000000, 0x7ff8000000000001,
     0x7ff0000000000001, 0xfff0000000000001, 0xffffffffffffffff, 0x3ff0000000000001});

TEST(ProjectFile, SpecialValuesKeepTheirBits)
{
    expectReadsBack(projectOf(specialFloats));
    expectReadsBack(projectOf(specialDoubles));
    const std::string text = projectText(projectOf(specialFloats));
    EXPECT_CONTAINS(text, "[0,-0.0,1e-45,-1e-45,");
    EXPECT_CONTAINS(text, R"(,"inf","-inf","nan","nan:ffc00000","nan:7fc00001","nan:7f800001",)");
    EXPECT_CONTAINS(projectText(projectOf(specialDoubles)), R"("nan:7ff0000000000001")");
}

std::string anyText(std::mt19937& random)
{
    static const std::vector<std::string> pieces{"the",
                                                 "\u8bcd",
                                                 "\U0001F600",
                                                 "\n",
                                                 "\"",
                                                 "\\",
                                                 "\t",
                                                 "\r\n",
                                                 "/",
                                                 "\x01",
                                                 "\u00e9",
                                                 "\u2028",
                                                 "\x7f",
                                                 "</script>",
                                                 " ",
                                                 "\\u0041",
                                                 std::string(1, '\0')};
    std::string text;
    for (auto count = random() % 8; count > 0; --count)
        text += pieces[random() % pieces.size()];
    return text;
}

Project anyProject(std::mt19937& random)
{
    std::vector<std::int64_t> extents(1 + random() % Shape::maxRank);
    for (std::int64_t& extent : extents)
        extent = 1 + static_cast<std::int64_t>(random() % 3);
    const DType dtype = random() % 2 ? DType::Float32 : DType::Float64;
    const Shape shape = *Shape::make(extents);
    Project project =
        projectOf(anyBits(shape, dtype, random), 1 + static_cast<int>(random() % extents.size()));
    project.gamma = anyBits(project.gamma.shape(), dtype, random);
    project.beta = anyBits(project.beta.shape(), dtype, random);
    if (random() % 2) {
        project.labels.resize(static_cast<std::size_t>(shape.elements() / shape[-1]));
        std::generate(project.labels.begin(), project.labels.end(), [&] { return anyText(random); });
    }
    project.affine = random() % 2;
    project.eps = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 1000) - 1070);
    project.seed = std::uint64_t{random()} << 32 | random();
    project.library = random() % 2 ? "none" : "python";
    project.row = static_cast<std::int64_t>(random()) % (shape.elements() / shape[-1]);
    project.column = static_cast<std::int64_t>(random()) % shape[-1];
    for (std::string* text : {&project.source, &project.page, &project.notes})
        *text = anyText(random);
    return project;
}

TEST(ProjectFile, AnyProjectReadsBackToTheSameBits)
{
    std::mt19937 random(1);
    for (int i = 0; i < 400 && !::testing::Test::HasFailure(); ++i)
        expectReadsBack(anyProject(random));
}

TEST(ProjectFile, Above100000ElementsTheBytesAreBase64)
{
    std::mt19937 random(2);
    for (const std::int64_t elements : {99'999, 100'000, 100'001, 100'002, 100'003, 400'000}) {
        for (const DType dtype : {DType::Float32, DType::Float64}) {
            const Project project = projectOf(anyBits(Shape::of({elements}), dtype, random));
            const std::string text = projectText(project);
            EXPECT_EQ(contains(text, "\"base64\":\""), elements > 100'000) << elements;
            EXPECT_EQ(contains(text, "\"values\":["), elements <= 100'000) << elements;
            expectSame(accepted(parseProject(text, fileName)), project);
        }
    }
}

TEST(ProjectFile, IsJsonThatOtherProgramsRead)
{
    const ordered_json json = sound();
    EXPECT_EQ(json["format"], "layernorm-explorer");
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["input"]["shape"], ordered_json({1, 2, 3}));
    EXPECT_EQ(json["input"]["values"][3].get<float>(), 0.1F);
    EXPECT_EQ(json["labels"][1], "\u8bed\u8a00");
    EXPECT_EQ(json["seed"], std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(json["selection"], ordered_json({1, 2}));
    EXPECT_EQ(json["notes"], fullProject().notes);
}

// --------------------------------------------------------------------------------------- what else is read

TEST(ProjectFile, TheOrderOfKeysAndBlanksDoNotMatter)
{
    const ordered_json json = sound();
    std::vector<std::string> keys;
    for (const auto& item : json.items())
        keys.push_back(item.key());
    std::mt19937 random(3);
    for (int i = 0; i < 20; ++i) {
        std::shuffle(keys.begin(), keys.end(), random);
        ordered_json shuffled;
        for (const std::string& key : keys)
            shuffled[key] = json[key];
        expectSame(accepted(parseProject(shuffled.dump(i % 5), fileName)), fullProject());
    }
    expectSame(accepted(parseProject("\xEF\xBB\xBF \r\n" + json.dump() + " \n\t", fileName)), fullProject());
    // Nothing but ASCII, as some programs write it.
    expectSame(accepted(parseProject(json.dump(-1, ' ', true), fileName)), fullProject());
}

TEST(ProjectFile, KeysThatAreNotRequiredMayBeMissing)
{
    ordered_json json = sound();
    for (const char* key : {"labels", "source", "page", "selection", "notes"})
        json.erase(key);
    const Project project = accepted(parseProject(json.dump(), fileName));
    EXPECT_TRUE(project.labels.empty() && project.source.empty() && project.page.empty());
    EXPECT_TRUE(project.notes.empty() && project.row == 0 && project.column == 0);
}

TEST(ProjectFile, UnknownKeysAreIgnoredWhateverTheyHold)
{
    ordered_json json = sound();
    for (const char* unknown : {"null", "true", "-1.5e+300", "\"text\"", "[]", "{}",
                                R"([1,[2,{"a":[],"b":{"a":null,"a":false}}]])"}) {
        json["colours"] = ordered_json::parse(unknown);
        json["input"]["colours"] = json["colours"];
        expectSame(accepted(parseProject(json.dump(), fileName)), fullProject());
    }
    std::string text = json.dump();
    text.insert(1, R"("huge":1e999999,"deep":)" + std::string(63, '[') + std::string(63, ']') + ",");
    expectSame(accepted(parseProject(text, fileName)), fullProject());
}

/// 0x1.000001p0 + 2^-60: rounding to double first would land on a tie and fall to the even side.
TEST(ProjectFile, NumbersAreRoundedOnce)
{
    ordered_json json = sound();
    std::string text = json.dump();
    const auto place = text.find("\"values\":[");
    ASSERT_NE(place, std::string::npos);
    const auto end = text.find(']', place);
    text.replace(place, end - place, "\"values\":[1.00000005960464477626, -0, 10e-1, 1E+2, 16777217, 1e-60");
    const Project project = accepted(parseProject(text, fileName));
    const auto read = project.input.values<float>();
    EXPECT_EQ(read[0], 0x1.000002p0F);
    EXPECT_TRUE(read[1] == 0 && std::signbit(read[1]));
    EXPECT_EQ(read[2], 1);
    EXPECT_EQ(read[3], 100);
    EXPECT_EQ(read[4], 16777216);
    EXPECT_EQ(read[5], 0);
}

// ------------------------------------------------------------------------------------------ what is refused

/// The sentence that refuses a text: it names the file and the byte first, and ends with the remedy.
std::string refusal(const std::string& text)
{
    const Result<Project> project = parseProject(text, fileName);
    EXPECT_FALSE(project.has_value()) << text;
    if (project)
        return "";
    const std::string sentence = project.error().text();
    EXPECT_EQ(sentence.rfind(std::string(fileName) + ", byte ", 0), 0U) << sentence;
    EXPECT_NE(sentence.find_first_of(";,", sentence.find(": ")), std::string::npos) << sentence;
    return sentence;
}

std::size_t byteOf(const std::string& sentence)
{
    return std::stoull(sentence.substr(sentence.find("byte ") + 5));
}

/// A sound document in which the value at `pointer` is this JSON text; it must be refused at that value.
std::string refusalOf(const std::string& pointer, const std::string& value)
{
    constexpr const char* place = "@@";
    ordered_json json = sound();
    json[ordered_json::json_pointer(pointer)] = place;
    std::string text = json.dump();
    const std::size_t at = text.find(ordered_json(place).dump());
    text.replace(at, ordered_json(place).dump().size(), value);
    const std::string sentence = refusal(text);
    EXPECT_GE(byteOf(sentence), at) << pointer << " " << value;
    EXPECT_LE(byteOf(sentence), at + value.size()) << pointer << " " << value;
    return sentence;
}

TEST(ProjectFile, ABadLastValueIsFoundBeforeTheNumbersGetTheirRoom)
{
    std::string values = "[";
    for (int i = 1; i < 2'000'000; ++i)
        values += "1,";
    values += "\"one\"]"; // 16 MB as float64
    ordered_json json = sound();
    json["input"]["dtype"] = "float64";
    json["input"]["shape"] = {1, 2, 1'000'000};
    json["input"]["values"] = "@@";
    std::string text = json.dump();
    text.replace(text.find("\"@@\""), 4, values);
    const long before = layernorm::testing::peakKilobytes();
    const Result<Project> project = parseProject(text, "big.lnx");
    ASSERT_FALSE(project);
    EXPECT_CONTAINS(project.error().text(), "0.5");
    EXPECT_LT(layernorm::testing::peakKilobytes() - before, 8 * 1024);
}

TEST(ProjectFile, RefusesWhatIsNoDocument)
{
    const std::string noDocument =
        "no document of this program begins here; open a .lnx file that it has saved";
    for (const char* text : {"", " ", "[]", "1", "\"{}\"", "null", "the cat sat", "\x93NUMPY", "\xFF{}"})
        EXPECT_CONTAINS(refusal(text), noDocument);
    EXPECT_CONTAINS(refusal("{}"),
                    "byte 0: the key \"format\" is missing in the object that begins here; add it");
    EXPECT_CONTAINS(refusalOf("/format", "\"other\""),
                    "the value of \"format\" must be like \"layernorm-explorer\"; correct it");
    EXPECT_CONTAINS(refusalOf("/format", "1"), "the value of \"format\" must be like");
}

TEST(ProjectFile, ANewerVersionIsNamedBeforeAnythingElse)
{
    ordered_json json = sound();
    json["version"] = 2;
    json["input"] = "in another form";
    json.erase("eps");
    const std::string newer =
        "a newer version of this program has saved the document in version 2 of its format, and "
        "this one reads up to 1; open it with a newer LayerNorm Explorer";
    EXPECT_CONTAINS(refusal(json.dump()), newer);
    ordered_json reversed;
    for (auto item = json.rbegin(); item != json.rend(); ++item)
        reversed[item.key()] = *item;
    EXPECT_CONTAINS(refusal(reversed.dump()), newer);
    for (const char* value : {"0", "-1", "1.0", "1e0", "\"1\"", "null", "[1]", "99999999999999999999"})
        EXPECT_CONTAINS(refusalOf("/version", value), "the value of \"version\" must be like 1; correct it");
}

TEST(ProjectFile, RefusesAMissingKey)
{
    for (const char* key : {"format", "version", "input", "gamma", "beta", "affine", "eps", "normalized_dims",
                            "seed", "library"}) {
        ordered_json json = sound();
        json.erase(key);
        EXPECT_CONTAINS(refusal(json.dump()), "byte 0: the key \"" + std::string(key) +
                                                  "\" is missing in the object that begins here");
    }
    for (const char* key : {"dtype", "shape", "values"}) {
        ordered_json json = sound();
        json["gamma"].erase(key);
        EXPECT_CONTAINS(refusal(json.dump()), "the key \"gamma." + std::string(key) + "\" is missing");
    }
}

TEST(ProjectFile, RefusesAKeyGivenTwice)
{
    const std::string text = sound().dump();
    for (const std::string key : {"\"eps\":", "\"input\":", "\"notes\":", "\"dtype\":", "\"values\":"}) {
        std::string twice = text;
        twice.insert(twice.find(key), key + "0,");
        EXPECT_CONTAINS(refusal(twice), "the key " + key.substr(0, key.size() - 1) +
                                            " is given twice; remove one of the two in a text editor");
        EXPECT_EQ(byteOf(refusal(twice)), twice.find(key) + 2 * key.size() + 2);
    }
    // However it is written.
    std::string escaped = text;
    escaped.insert(1, R"("\u0065ps":1,)");
    EXPECT_CONTAINS(refusal(escaped), "the key \"eps\" is given twice");
}

TEST(ProjectFile, RefusesValuesOfAnotherKind)
{
    struct Wrong {
        const char* key;
        const char* example;
        std::vector<const char*> values;
    };
    const std::vector<Wrong> all{
        {"input",
         R"({"dtype": "float32", "shape": [2], "values": [0.5, -1.0]})",
         {"[]", "0", "null", "\"\""}},
        {"labels", R"(["the", "cat"])", {"{}", "\"the\"", "[1,2]", "[\"the\",null]", "[[],\"cat\"]"}},
        {"affine", "true / false", {"0", "\"true\"", "null", "[]"}},
        {"eps", "1e-05", {"\"nan\"", "\"1e-5\"", "null", "true", "[1e-5]"}},
        {"normalized_dims", "1", {"1.0", "\"1\"", "1e0", "null", "99999999999"}},
        {"seed", "0 ... 18446744073709551615", {"-1", "-0", "1.0", "1e3", "18446744073709551616", "\"0\""}},
        {"source", "\"\"", {"0", "null", "[]"}},
        {"library", R"("torch" / "onednn" / "python" / "none")", {"\"numpy\"", "0", "null"}},
        {"page", "\"\"", {"1", "null", "{}"}},
        {"selection",
         "[0, 0]",
         {"0", "[0]", "[0,0,0]", "[0,0.5]", "[\"a\",0]", "{}", "[0,99999999999999999999]"}},
        {"notes", "\"\"", {"0", "null", "[\"a\"]"}},
    };
    for (const Wrong& wrong : all) {
        for (const char* value : wrong.values)
            EXPECT_CONTAINS(refusalOf(std::string("/") + wrong.key, value),
                            "the value of \"" + std::string(wrong.key) + "\" must be like " + wrong.example +
                                "; correct it in a text editor or open another copy");
    }
}

TEST(ProjectFile, RefusesNumbersOutOfRange)
{
    EXPECT_CONTAINS(refusalOf("/eps", "-1e-5"), "\"eps\": eps is -1e-05; it must be a finite number");
    EXPECT_CONTAINS(refusalOf("/eps", "1e400"), "\"eps\": 1e400 is beyond the largest float64");
    for (const char* value : {"0", "4", "9", "-1"})
        EXPECT_CONTAINS(refusalOf("/normalized_dims", value),
                        "\"normalized_dims\" is " + std::string(value) +
                            ", which does not fit the shape 1x2x3; write 1 to 3");
    EXPECT_CONTAINS(
        refusalOf("/selection", "[2,0]"),
        "the selected cell [2, 0] lies outside of the 2 rows and 3 columns of the input; write [0, 0]");
    for (const char* value : {"[0,3]", "[-1,0]", "[0,-1]", "[9223372036854775807,9223372036854775807]"})
        EXPECT_CONTAINS(refusalOf("/selection", value), "lies outside of the 2 rows");
    EXPECT_CONTAINS(refusalOf("/labels", "[\"the\"]"),
                    "there are 1 labels for 2 tokens; give one a token or none");
    EXPECT_CONTAINS(refusalOf("/labels", "[\"a\",\"b\",\"c\"]"), "there are 3 labels for 2 tokens");
}

TEST(ProjectFile, RefusesShapesThatCannotBe)
{
    const auto of = [](const std::string& shape) { return refusalOf("/input/shape", shape); };
    EXPECT_CONTAINS(of("[]"), "\"input.shape\": The shape has 0 dimensions; give 1 to 8 of them");
    EXPECT_CONTAINS(of("[2,0,3]"), "\"input.shape\": The shape 2x0x3 has a dimension of size 0");
    EXPECT_CONTAINS(of("[-2,3]"), "a dimension of size -2");
    EXPECT_CONTAINS(of("[-99999999999999999999]"), "a dimension of size -1");
    EXPECT_CONTAINS(of("[4294967296,4294967296]"), "more than 64 million elements; choose a smaller one");
    EXPECT_CONTAINS(of("[9223372036854775807,9223372036854775807,2]"), "more than 64 million elements");
    EXPECT_CONTAINS(of("[99999999999999999999]"), "more than 64 million elements");
    EXPECT_CONTAINS(of("[1,1,1,1,1,1,1,1,6]"),
                    "the value of \"input.shape\" must be like [1, 2, 3, 4, 5, 6, 7, 8]; correct it");
    for (const char* value :
         {"6", "\"1x2x3\"", "[1.0,2,3]", "[\"1\",2,3]", "[[1],2,3]", "[null]", "{}", "[1e1]"})
        EXPECT_CONTAINS(of(value), "the value of \"input.shape\" must be like [2, 3, 4]; correct it");
    for (const char* value : {"\"float16\"", "\"Float32\"", "\"\"", "4", "null"})
        EXPECT_CONTAINS(refusalOf("/input/dtype", value),
                        "the value of \"input.dtype\" must be like \"float32\" / \"float64\"; correct it");
}

/// No tensor of the promised size is made: 64 million values would take 256 MB.
TEST(ProjectFile, RefusesAnotherNumberOfValuesThanTheShapeHas)
{
    EXPECT_CONTAINS(refusalOf("/input/values", "[1,2,3,4,5]"),
                    "\"input.values\" has 5 values, and the shape 1x2x3 takes 6; correct one of them");
    EXPECT_CONTAINS(refusalOf("/input/values", "[]"), "has 0 values");
    EXPECT_CONTAINS(refusalOf("/gamma/values", "[1,2,3,4]"), "\"gamma.values\" has 4 values");
    ordered_json json = sound();
    json["input"]["shape"] = {64'000'000};
    EXPECT_CONTAINS(refusal(json.dump()), "has 6 values, and the shape 64000000 takes 64000000");
}

TEST(ProjectFile, RefusesValuesThatTheTypeCannotHold)
{
    const auto of = [](const std::string& value) {
        return refusalOf("/input/values", "[0,0,0,0,0," + value + "]");
    };
    EXPECT_CONTAINS(of("1e39"),
                    "\"input.values\": 1e39 is beyond the largest float32, 3.4028235e+38; write a smaller");
    EXPECT_CONTAINS(of("-3.5e38"), "beyond the largest float32");
    EXPECT_CONTAINS(of("1" + std::string(400, '0')), "beyond the largest float32");
    for (const char* value :
         {"\"NaN\"", "\"-nan\"", "\"Infinity\"", "\"+inf\"", "\"1.5\"", "\"\"", "null", "true", "[1]", "{}",
          "\"nan:\"", "\"nan:7fc0000\"", "\"nan:7fc000010\"", "\"nan:3f800000\"", "\"nan:7f800000\"",
          "\"nan:0x7fc001\"", "\"nan:-7fc0001\"", "\"nan:7ff8000000000001\""})
        EXPECT_CONTAINS(of(value),
                        "the value of \"input.values\" must be like 0.5 / \"nan\" / \"inf\" / \"-inf\" / "
                        "\"nan:7fc00001\"; correct it");
    for (const char* value : {"NaN", "Infinity", "inf", "nan"})
        EXPECT_CONTAINS(of(value), "belongs here; the file is damaged or cut short, open another copy of it");
    EXPECT_CONTAINS(refusalOf("/input/values", "\"AAAA\""), "must be like [0.5, -1.0]; correct it");
}

TEST(ProjectFile, AWrongValueIsNamedByItsByte)
{
    std::string text = sound().dump();
    const std::size_t at = text.find("2.5");
    text.replace(at, 3, "1e9999");
    EXPECT_EQ(byteOf(refusal(text)), at);
}

TEST(ProjectFile, RefusesGammaAndBetaOfAnotherShapeOrType)
{
    const std::string wrongShape = R"({"dtype":"float32","shape":[1,3],"values":[1,2,3]})";
    const std::string wrongType = R"({"dtype":"float64","shape":[3],"values":[1,2,3]})";
    for (const std::string key : {"gamma", "beta"}) {
        EXPECT_CONTAINS(refusalOf("/" + key, wrongShape),
                        "\"" + key + "\" is 1x3 in float32, and the input takes 3 in float32; correct it");
        EXPECT_CONTAINS(refusalOf("/" + key, wrongType),
                        "\"" + key + "\" is 3 in float64, and the input takes 3 in float32; correct it");
    }
}

TEST(ProjectFile, RefusesBadBase64)
{
    const auto of = [](const std::string& base64) {
        return refusalOf("/input", R"({"dtype":"float32","shape":[2],"base64":)" + base64 + "}");
    };
    EXPECT_CONTAINS(of("\"AAAA\""),
                    "\"input.base64\" has 4 characters, and the shape 2 in float32 takes 12; ");
    EXPECT_CONTAINS(of("\"\""), "has 0 characters");
    EXPECT_CONTAINS(of("\"AAAAAAAAAAA=\\n\""), "has 14 characters");
    EXPECT_CONTAINS(of("[1,2]"), "the value of \"input.base64\" must be like \"AAAAPwAAgL8=\"; correct it");
    for (const char* wrong : {"AAAAAAAAAA-=", "AAAAAAAAA =A", "AAAAAAAAAAAA", "AAAAAAAAAA==", "=AAAAAAAAAA=",
                              "AAAA=AAAAAA=", "AAAAAAAAAA\u00e9", "AAAAAAAAAAB="})
        EXPECT_CONTAINS(of("\"" + std::string(wrong) + "\""),
                        "the base64 of \"input.base64\" is damaged here; open");
    EXPECT_CONTAINS(
        refusalOf("/input", R"({"dtype":"float32","shape":[1],"base64":"AAAAAA==","values":[0]})"),
        "\"input\" has both \"values\" and \"base64\"; remove one of the two");
    ordered_json json = sound();
    json["input"] = {{"dtype", "float32"}, {"shape", {1, 1, 1}}, {"base64", "AA*AAA=="}};
    const std::string text = json.dump();
    EXPECT_EQ(byteOf(refusal(text)), text.find('*'));
}

TEST(ProjectFile, RefusesNestingThatNoDocumentHasWithoutRecursing)
{
    const std::string text = sound().dump();
    for (const std::string bracket : {"[", "{\"a\":"}) {
        std::string deep;
        for (int i = 0; i < 100'000; ++i)
            deep += bracket;
        const std::string tooMany =
            "more than 64 brackets are open here, which no document has; open another copy";
        for (const std::string& wrong : {deep, "{\"a\":" + deep, R"({"input":)" + deep,
                                         text.substr(0, text.size() - 1) + ",\"a\":" + deep})
            EXPECT_CONTAINS(refusal(wrong), wrong.front() == '{' ? tooMany : "no document");
    }
}

TEST(ProjectFile, RefusesWhatIsNotJson)
{
    struct Wrong {
        const char* part; ///< follows `"notes":`
        const char* expected;
    };
    for (const Wrong& wrong : {Wrong{"\"\"", ", / }"},
                               Wrong{"\"\" 1", ", / }"},
                               Wrong{"\"\",}", "\""},
                               Wrong{"\"\",a", "\""},
                               Wrong{"\"\",\"a\"}", ":"},
                               Wrong{"[1 2]", ", / ]"},
                               Wrong{"[1,]", "0 / \"\" / [] / {} / true / false / null"},
                               Wrong{"}", "0 / \"\" / "},
                               Wrong{"+1", "0 / \"\" / "},
                               Wrong{"-a", "0"},
                               Wrong{"1.", "0"},
                               Wrong{".5", "0 / \"\""},
                               Wrong{"1e", "0"},
                               Wrong{"1e+", "0"},
                               Wrong{"01", ", / }"},
                               Wrong{"0x1p3", ", / }"},
                               Wrong{"tru", "true / false"},
                               Wrong{"nul", "null"},
                               Wrong{"'a'", "0 / \"\""},
                               Wrong{"\"a", "\""},
                               Wrong{R"("\a")", R"(\" / \\ / \/)"},
                               Wrong{R"("\u12g4")", "u0000 ... uffff"},
                               Wrong{R"("\u-123")", "u0000 ... uffff"},
                               Wrong{R"("\u12")", "u0000 ... uffff"},
                               Wrong{R"("\udc00")", R"(\ud800 ... \udbff)"},
                               Wrong{R"("\ud800")", R"(\udc00 ... \udfff)"},
                               Wrong{R"("\ud800\u0041")", R"(\udc00 ... \udfff)"},
                               Wrong{R"("\ud800\n")", "u0000 ... uffff"}})
        EXPECT_CONTAINS(refusal(std::string("{\"notes\":") + wrong.part), ": " + std::string(wrong.expected))
            << wrong.part;
    for (const std::string& junk : std::vector<std::string>{"x", "{}", ",", std::string(1, '\0')})
        EXPECT_CONTAINS(refusal(sound().dump() + junk), "something follows after the last }; remove it");
}

TEST(ProjectFile, RefusesTextsThatAreNoUtf8)
{
    for (const char* bytes : {"\x80", "\xC0\xAF", "\xC3", "\xE4\xB8", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                              "\xFF\xFE", "good \u00e9 then \xE9t\xE9"}) {
        for (const char* key : {"notes", "unknown", "\xC3\xA9"})
            EXPECT_CONTAINS(refusal(std::string("{\"") + key + "\":\"" + bytes + "\"}"),
                            "no UTF-8 character begins here; save the file as UTF-8 in the editor");
        EXPECT_CONTAINS(refusal(std::string("{\"") + bytes + "\":0}"), "no UTF-8 character begins here");
    }
    EXPECT_EQ(byteOf(refusal("{\"notes\":\"ab\xFF\"}")), 12U);
    for (const char control : {'\0', '\n', '\t', '\x1f'})
        EXPECT_CONTAINS(refusal("{\"notes\":\"a" + std::string(1, control) + "\"}"),
                        "byte 11: a line break or control character stands inside a text; write it as \\n");
}

TEST(ProjectFile, CutAnywhereItIsRefusedAtItsEndOrBefore)
{
    const std::string text = projectText(fullProject());
    const std::size_t whole = text.rfind('}') + 1;
    for (std::size_t size = 0; size < whole; ++size) {
        const std::string sentence = refusal(text.substr(0, size));
        EXPECT_LE(byteOf(sentence), size);
        EXPECT_EQ(contains(sentence, "belongs here; the file is damaged or cut short, open another copy"),
                  size > 0)
            << sentence;
    }
}

/// Damage never crashes, and never gives a document that could not be.
TEST(ProjectFile, AnyDamagedByteGivesADocumentOrASentence)
{
    const std::string whole = projectText(fullProject());
    const auto survives = [](const std::string& text) {
        const Result<Project> project = parseProject(text, fileName);
        if (project)
            expectReadsBack(*project);
        else
            EXPECT_FALSE(project.error().text().empty());
    };
    for (std::size_t at = 0; at < whole.size() && !::testing::Test::HasFailure(); ++at) {
        std::string damaged = whole;
        for (const char byte : {'\0', '\xff', '"', '\\', '[', ']', '{', '}', ',', ':', '9', '-', 'e', ' '}) {
            damaged[at] = byte;
            survives(damaged);
        }
        damaged = whole;
        survives(damaged.erase(at, 1));
        damaged = whole;
        survives(damaged.insert(at, 1, whole[at]));
    }
}

// ---------------------------------------------------------------------------------------------------- files

/// A folder of its own for every test, gone afterwards.
class ProjectOnDisk : public ::testing::Test
{
protected:
    void SetUp() override
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        m_folder = fs::path(::testing::TempDir()) /
                   (std::string("layernorm-") + test->name() + "-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path path(const std::string& name) const { return m_folder / name; }

    [[nodiscard]] fs::path holding(const std::string& bytes) const
    {
        std::ofstream(path(fileName), std::ios::binary) << bytes;
        return path(fileName);
    }

private:
    fs::path m_folder;
};

TEST_F(ProjectOnDisk, WhatIsWrittenIsTheText)
{
    std::mt19937 random(4);
    Project project = projectOf(anyBits(Shape::of({1000, 400}), DType::Float32, random));
    project.notes = std::string(3'000'000, 'n');
    for (const Project& written : {fullProject(), project}) {
        ASSERT_TRUE(writeProject(path(fileName), written));
        std::ifstream stream(path(fileName), std::ios::binary);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), projectText(written));
        expectSame(accepted(readProject(path(fileName))), written);
    }
}

TEST_F(ProjectOnDisk, ANameThatIsNoUtf8IsKeptReadable)
{
    Project project = fullProject();
    project.source = "/data/caf\xE9.npy";
    const fs::path file = path("caf\xE9.lnx");
    ASSERT_TRUE(writeProject(file, project));
    EXPECT_EQ(accepted(readProject(file)).source, "/data/caf\uFFFD.npy");
}

TEST(ProjectFile, ASelectionOutsideIsSavedAsTheNearestCell)
{
    Project project = fullProject();
    project.row = 7;
    project.column = -1;
    const Project read = accepted(parseProject(projectText(project), fileName));
    EXPECT_EQ(read.row, 1);
    EXPECT_EQ(read.column, 0);
}

TEST_F(ProjectOnDisk, RefusesWhatCannotBeOpened)
{
    const auto text = [](const fs::path& file) { return readProject(file).error().text(); };
    EXPECT_EQ(text(path("none.lnx")),
              path("none.lnx").string() + " does not exist; check the name and the folder");
    EXPECT_CONTAINS(text(path("")), "is a folder");
    EXPECT_EQ(text(holding("")), path(fileName).string() + " is empty; open another copy of it");
    EXPECT_CONTAINS(text("/dev/full"), "no ordinary file");
    ASSERT_EQ(::mkfifo(path("pipe.lnx").c_str(), 0600), 0);
    EXPECT_CONTAINS(text(path("pipe.lnx")), "no ordinary file"); // and does not wait for a writer
    EXPECT_EQ(text(holding("{")).rfind(path(fileName).string() + ", byte 1: ", 0), 0U);
}

TEST_F(ProjectOnDisk, RefusesAFileTooLargeUnread)
{
    const fs::path file = holding("{");
    fs::resize_file(file, 4'000'000'001); // sparse
    EXPECT_CONTAINS(readProject(file).error().text(), "has 4000000001 bytes, more than the 4000000000");
}

TEST_F(ProjectOnDisk, WritesNothingThatCouldNotBeOpenedAgain)
{
    const std::vector<std::pair<void (*)(Project&), const char*>> wrongs{
        {[](Project& project) { project.labels.pop_back(); }, "There are 1 labels for 2 tokens; give one"},
        {[](Project& project) { project.eps = std::nan(""); }, "eps is nan; it must be"},
        {[](Project& project) { project.normalizedDims = 4; }, "4 normalised dimensions do not fit"},
        {[](Project& project) { project.library = "numpy"; },
         "There is no library \"numpy\" to compare with; "},
        {[](Project& project) { project.gamma = Tensor(); }, "gamma"},
        {[](Project& project) { project.beta = project.beta.converted(DType::Float64); }, "beta"},
    };
    for (const auto& [spoil, sentence] : wrongs) {
        Project project = fullProject();
        spoil(project);
        const Result<void> written = writeProject(path(fileName), project);
        ASSERT_FALSE(written);
        EXPECT_CONTAINS(written.error().text(), sentence);
        EXPECT_FALSE(fs::exists(path(fileName)));
    }
}

} // namespace
} // namespace layernorm
