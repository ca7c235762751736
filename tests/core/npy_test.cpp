// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include "core/io/tensor_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;

const fs::path samples = LAYERNORM_SAMPLES_DIR;
const fs::path golden = LAYERNORM_GOLDEN_DIR;

/// A folder of its own for every test, gone afterwards.
class Npy : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        m_folder = fs::path(testing::TempDir()) /
                   (std::string("layernorm-") + test->name() + "-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path path(const std::string& name) const { return m_folder / name; }

    [[nodiscard]] fs::path holding(const std::string& bytes, const std::string& name = "array.npy") const
    {
        fs::remove(path(name)); // some file systems write one to the disk whose content is replaced
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

    [[nodiscard]] std::size_t fileCount() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_folder), {}));
    }

    /// The sentence that refuses a file of these bytes; it must name the file.
    [[nodiscard]] std::string refusal(const std::string& bytes) const
    {
        const fs::path file = holding(bytes);
        const Result<LabelledTensor> read = readNpy(file);
        EXPECT_FALSE(read.has_value());
        const std::string text = read ? "" : read.error().text();
        EXPECT_EQ(text.rfind(file.string(), 0), 0U) << text;
        return text;
    }

private:
    fs::path m_folder;
};

using NpyDeath = Npy;
using TensorFile = Npy;

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A .npy by hand: any dictionary, any version, any data.
std::string npy(const std::string& dictionary, const std::string& data, int version = 1)
{
    std::string bytes = "\x93NUMPY";
    bytes += {static_cast<char>(version), '\0'};
    for (std::size_t i = 0, size = dictionary.size(); i < (version == 1 ? 2U : 4U); ++i, size >>= 8)
        bytes += static_cast<char>(size & 0xff);
    return bytes + dictionary + data;
}

std::string dictionary(const std::string& descr, const std::string& shape, bool fortranOrder = false)
{
    return "{'descr': '" + descr + "', 'fortran_order': " + (fortranOrder ? "True" : "False") +
           ", 'shape': " + shape + ", }\n";
}

template <typename T>
std::string raw(std::vector<T> values, bool bigEndian = false)
{
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    for (std::size_t i = 0; bigEndian && i < bytes.size(); i += sizeof(T))
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + sizeof(T)));
    return bytes;
}

std::string zeros(std::size_t count)
{
    return std::string(count, '\0');
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

#define EXPECT_CONTAINS(text, part) EXPECT_PRED2(contains, text, part)

Tensor accepted(const Result<Tensor>& tensor)
{
    EXPECT_TRUE(tensor.has_value()) << tensor.error().text();
    return tensor.value_or(Tensor());
}

Tensor accepted(const Result<LabelledTensor>& read)
{
    EXPECT_TRUE(read.has_value()) << read.error().text();
    return read.value_or(LabelledTensor()).tensor;
}

/// What reading says it has changed; empty where nothing.
std::string noticeOf(const fs::path& file)
{
    const Result<LabelledTensor> read = readNpy(file);
    EXPECT_TRUE(read.has_value()) << read.error().text();
    return read && read->notice ? read->notice->text() : "";
}

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

// ---------------------------------------------------------------------------------------- what numpy itself
// wrote

/// write_npy.py: the element at row-major place i is i * 0.5 - 3.
void expectNumbers(const std::string& name, const Shape& shape, DType dtype)
{
    const Tensor tensor = accepted(readNpy(golden / ("numpy-" + name + ".npy")));
    EXPECT_EQ(tensor.shape(), shape);
    EXPECT_EQ(tensor.dtype(), dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        EXPECT_EQ(tensor.at(i), static_cast<double>(i) * 0.5 - 3) << name << " element " << i;
}

TEST_F(Npy, ReadsWhatNumpyWrote)
{
    expectNumbers("float32-c-v1", Shape::of({2, 3, 4}), DType::Float32);
    expectNumbers("float32-fortran-v1", Shape::of({2, 3, 4}), DType::Float32);
    expectNumbers("float64-big-endian-v2", Shape::of({5, 2}), DType::Float64);
    expectNumbers("float32-big-endian-fortran-v3", Shape::of({3, 2, 2, 1}), DType::Float32);
    expectNumbers("float64-rank8-fortran", Shape::of({2, 1, 3, 1, 2, 1, 1, 2}), DType::Float64);
    expectNumbers("float16", Shape::of({2, 3}), DType::Float32);
    expectNumbers("float16-big-endian-fortran", Shape::of({2, 3, 4}), DType::Float32);
}

TEST_F(Npy, ReadsTheSpecialValuesNumpyWrote)
{
    const Tensor tensor = accepted(readNpy(golden / "numpy-float32-special.npy"));
    ASSERT_EQ(tensor.shape(), Shape::of({5}));
    EXPECT_TRUE(std::isnan(tensor.at(0)));
    EXPECT_EQ(tensor.at(1), HUGE_VAL);
    EXPECT_EQ(tensor.at(2), -HUGE_VAL);
    EXPECT_TRUE(tensor.at(3) == 0 && std::signbit(tensor.at(3)));
    EXPECT_EQ(tensor.at(4), 0x1p-149);

    const Tensor half = accepted(readNpy(golden / "numpy-float16-special.npy"));
    ASSERT_EQ(half.shape(), Shape::of({6}));
    EXPECT_TRUE(std::isnan(half.at(0)));
    EXPECT_EQ(half.at(1), HUGE_VAL);
    EXPECT_EQ(half.at(2), -HUGE_VAL);
    EXPECT_TRUE(half.at(3) == 0 && std::signbit(half.at(3)));
    EXPECT_EQ(half.at(4), 0x1p-24);
    EXPECT_EQ(half.at(5), 65504);
}

TEST_F(Npy, ReadsTheIntegersNumpyWrote)
{
    struct Written {
        const char* name;
        DType dtype;
        std::vector<double> values;
    };
    for (const Written& written : {
             Written{"int8", DType::Float32, {-128, -1, 0, 1, 2, 127}},
             Written{"int16", DType::Float32, {-32768, -1, 0, 1, 2, 32767}},
             Written{"int32", DType::Float64, {-0x1p31, -1, 0, 1, 2, 0x1p31 - 1}},
             Written{"int64", DType::Float64, {-0x1p63, -1, 0, 1, 2, 0x1p63}},
             Written{"uint8", DType::Float32, {0, 1, 2, 3, 4, 255}},
             Written{"uint16", DType::Float32, {0, 1, 2, 3, 4, 65535}},
             Written{"uint32", DType::Float64, {0, 1, 2, 3, 4, 0x1p32 - 1}},
             Written{"uint64", DType::Float64, {0, 1, 2, 3, 4, 0x1p64}},
         }) {
        for (const char* kind : {"-limits", "-limits-big-endian-fortran"}) {
            const std::string name = "numpy-" + std::string(written.name) + kind + ".npy";
            const Tensor tensor = accepted(readNpy(golden / name));
            EXPECT_EQ(tensor.shape(), Shape::of({2, 3})) << name;
            EXPECT_EQ(tensor.dtype(), written.dtype) << name;
            for (std::int64_t i = 0; i < tensor.elements(); ++i)
                EXPECT_EQ(tensor.at(i), written.values[static_cast<std::size_t>(i)]) << name << " " << i;
        }
    }
}

TEST_F(Npy, SaysWhatReadingHasChanged)
{
    EXPECT_EQ(noticeOf(golden / "numpy-float32-c-v1.npy"), "");
    EXPECT_EQ(noticeOf(golden / "numpy-float64-big-endian-v2.npy"), "");
    EXPECT_EQ(noticeOf(golden / "numpy-float16.npy"),
              "The float16 values of numpy-float16.npy became float32");
    EXPECT_EQ(noticeOf(golden / "numpy-uint8-limits.npy"),
              "The uint8 values of numpy-uint8-limits.npy became float32");
    EXPECT_EQ(noticeOf(golden / "numpy-int64.npy"), "The int64 values of numpy-int64.npy became float64");
    EXPECT_EQ(noticeOf(golden / "numpy-uint32-limits.npy"),
              "The uint32 values of numpy-uint32-limits.npy became float64");
}

/// 2^53, 2^53 + 1, 2^53 + 2, -2^53 - 1 and 2^62, of which the second and the fourth are no doubles.
TEST_F(Npy, CountsTheIntegersThatWereRounded)
{
    const fs::path file = golden / "numpy-int64-beyond-float64.npy";
    EXPECT_EQ(noticeOf(file), "The int64 values of numpy-int64-beyond-float64.npy became float64, which "
                              "rounded 2 of them: not every integer beyond 2^53 is a float64");
    EXPECT_CONTAINS(noticeOf(golden / "numpy-uint64-limits.npy"), "which rounded 1 of them");
    EXPECT_CONTAINS(noticeOf(golden / "numpy-int64-limits.npy"), "which rounded 1 of them"); // not -2^63
    const Tensor tensor = accepted(readNpy(file));
    EXPECT_EQ(tensor.at(1), 0x1p53); // a tie: to the even one
    EXPECT_EQ(tensor.at(3), -0x1p53);
    EXPECT_EQ(tensor.at(4), 0x1p62);
}

TEST_F(Npy, ListsWhatTheHeaderTells)
{
    const auto list = [](const std::string& name) {
        const Result<StoredTensors> tensors = listNpy(golden / ("numpy-" + name + ".npy"));
        EXPECT_TRUE(tensors && tensors->size() == 1) << name;
        return tensors && !tensors->empty() ? tensors->front() : StoredTensor();
    };
    EXPECT_EQ(list("float16").type, StoredType::Float16);
    EXPECT_EQ(list("float16").extents, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(list("float16").name, "");
    EXPECT_EQ(list("uint16-limits-big-endian-fortran").type, StoredType::UInt16);
    EXPECT_EQ(list("scalar").extents, (std::vector<std::int64_t>{}));
    EXPECT_EQ(list("no-elements").extents, (std::vector<std::int64_t>{0, 3}));
    EXPECT_EQ(list("rank9").extents.size(), 9U);
}

TEST_F(Npy, ReadsAPartOfWhatNumpyWrote)
{
    for (const char* name : {"float32-c-v1", "float32-fortran-v1", "float16-big-endian-fortran"}) {
        const fs::path file = golden / ("numpy-" + std::string(name) + ".npy");
        const Tensor tensor = accepted(readNpy(file, {{}, {{1, 1}, {1, 0}, {2, 1}}, {}}));
        EXPECT_EQ(tensor.shape(), Shape::of({1, 2, 1})) << name;
        EXPECT_EQ(tensor.at(0), 18 * 0.5 - 3) << name; // at 1, 1, 2
        EXPECT_EQ(tensor.at(1), 22 * 0.5 - 3) << name; // at 1, 2, 2
    }
}

TEST_F(Npy, RefusesAPartThatIsNotThereAndANameItCannotHave)
{
    const fs::path file = golden / "numpy-float32-c-v1.npy";
    EXPECT_EQ(readNpy(file, {{}, {{}, {2, 2}}, {}}).error().text(),
              file.string() +
                  ", axis 1 has the size 3, and 2 indices from 2 on are not all within it; choose "
                  "fewer, or an earlier start");
    EXPECT_EQ(readNpy(file, {"embedding", {}, {}}).error().text(),
              file.string() + " holds one array, which has no name; leave the name \"embedding\" out");
}

TEST_F(Npy, ReadsTheShippedSample)
{
    const Tensor tensor = accepted(readNpy(samples / "torch-seed0-2x3x4.npy"));
    EXPECT_EQ(tensor.shape(), Shape::of({2, 3, 4}));
    EXPECT_EQ(tensor.dtype(), DType::Float32);
    EXPECT_EQ(tensor.at(0), static_cast<double>(-1.1258398F));
    EXPECT_NEAR(tensor.at(23), -2.3160, 5e-5); // as printed: four decimals
}

TEST_F(Npy, WritesTheBytesNumpyWrites)
{
    for (const char* name : {"numpy-float32-c-v1.npy", "numpy-float32-special.npy"}) {
        const Tensor tensor = accepted(readNpy(golden / name));
        ASSERT_TRUE(writeNpy(path("copy.npy"), tensor));
        EXPECT_EQ(contents(path("copy.npy")), contents(golden / name)) << name;
    }
}

TEST_F(Npy, RefusesTheOtherTypesNumpyWroteWithTheRemedy)
{
    struct Refused {
        const char* name;
        const char* type;
        const char* remedy;
    };
    for (const Refused& refused : {Refused{"datetime64", "datetime64", "save array.astype(\"float32\")"},
                                   Refused{"bool", "bool", "save array.astype(\"float32\")"},
                                   Refused{"complex64", "complex64", "save array.real.astype(\"float32\")"},
                                   Refused{"str", "str", "save array.astype(\"float32\")"},
                                   Refused{"object", "object", "save array.astype(\"float32\")"},
                                   Refused{"structured", "structured", "save array[\"field\"]"}}) {
        const fs::path file = golden / ("numpy-" + std::string(refused.name) + ".npy");
        const Result<LabelledTensor> read = readNpy(file);
        ASSERT_FALSE(read) << refused.name;
        EXPECT_FALSE(listNpy(file)) << refused.name;
        const std::string text = read.error().text();
        EXPECT_CONTAINS(text, file.string() + ", header: the values have the type " + refused.type + ", ");
        EXPECT_CONTAINS(text, refused.remedy);
    }
}

TEST_F(Npy, RefusesTheShapesThatCannotBeNormalised)
{
    const auto text = [](const std::string& name) {
        const fs::path file = golden / ("numpy-" + name + ".npy");
        const Result<LabelledTensor> read = readNpy(file);
        EXPECT_FALSE(read) << name;
        EXPECT_TRUE(read || contains(read.error().text(), file.string() + ": ")) << name;
        return read ? "" : read.error().text();
    };
    EXPECT_CONTAINS(text("scalar"), "leaves nothing to normalise; save array.reshape(1)");
    EXPECT_CONTAINS(text("no-elements"), "the shape 0x3 has no elements, so there is nothing to normalise");
    EXPECT_CONTAINS(text("rank9"), "there are 9 dimensions, and at most 8 are read");
}

// -------------------------------------------------------------------------------------------------
// properties

TEST_F(Npy, WhatIsWrittenReadsBackToTheSameBits)
{
    std::mt19937 random(1);
    for (int i = 0; i < 60; ++i) {
        const Tensor tensor = anyBits(anyShape(random), i % 2 ? DType::Float32 : DType::Float64, random);
        ASSERT_TRUE(writeNpy(path("any.npy"), tensor));
        EXPECT_EQ(contents(path("any.npy")).size() % 4, 0U);
        EXPECT_TRUE(sameBits(accepted(readNpy(path("any.npy"))), tensor)) << tensor.shape().text();
    }
    EXPECT_EQ(fileCount(), 1U);
}

TEST_F(Npy, TheValuesBeginAtAMultipleOf64)
{
    std::mt19937 random(2);
    for (int i = 0; i < 20; ++i) {
        const Tensor tensor = anyBits(anyShape(random), DType::Float32, random);
        ASSERT_TRUE(writeNpy(path("any.npy"), tensor));
        EXPECT_EQ((contents(path("any.npy")).size() - tensor.bytes().size()) % 64, 0U);
    }
}

/// Row-major values in the order in which Fortran keeps them: the first index runs fastest.
template <typename T>
std::vector<T> columnMajor(std::span<const T> values, const std::vector<std::int64_t>& extents)
{
    std::vector<T> ordered(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t rest = i;
        std::size_t place = 0;
        for (std::size_t axis = extents.size(); axis-- > 0;) {
            const auto extent = static_cast<std::size_t>(extents[axis]);
            std::size_t stride = 1;
            for (std::size_t before = 0; before < axis; ++before)
                stride *= static_cast<std::size_t>(extents[before]);
            place += rest % extent * stride;
            rest /= extent;
        }
        ordered[place] = values[i];
    }
    return ordered;
}

std::string pythonTuple(const Shape& shape)
{
    std::string text = "(";
    for (const std::int64_t extent : shape.extents())
        text += std::to_string(extent) + ",";
    return text + ")";
}

template <typename T>
std::string foreignNpy(const Tensor& tensor, bool fortranOrder, bool bigEndian, int version)
{
    const std::span<const T> values = tensor.values<T>();
    const std::vector<T> data = fortranOrder ? columnMajor(values, tensor.shape().extents())
                                             : std::vector<T>(values.begin(), values.end());
    const std::string descr = (bigEndian ? ">f" : "<f") + std::to_string(sizeof(T));
    return npy(dictionary(descr, pythonTuple(tensor.shape()), fortranOrder), raw(data, bigEndian), version);
}

TEST_F(Npy, ReadsEveryVersionOrderAndEndianOfAnyShape)
{
    std::mt19937 random(3);
    for (int version = 1; version <= 3; ++version) {
        for (int variant = 0; variant < 40; ++variant) {
            const bool fortran = variant & 1;
            const bool big = variant & 2;
            const Tensor tensor =
                anyBits(anyShape(random), variant & 4 ? DType::Float32 : DType::Float64, random);
            const std::string bytes = tensor.dtype() == DType::Float32
                                          ? foreignNpy<float>(tensor, fortran, big, version)
                                          : foreignNpy<double>(tensor, fortran, big, version);
            EXPECT_TRUE(sameBits(accepted(readNpy(holding(bytes))), tensor))
                << tensor.shape().text() << " fortran " << fortran << " big " << big << " version "
                << version;
        }
    }
}

TEST_F(Npy, TakesTheDictionaryAsPythonDoes)
{
    const std::string data = raw<float>({1, 2, 3, 4, 5, 6});
    for (const char* text : {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
                             "{'shape':(2,3,),'fortran_order':False,'descr':'<f4'}",
                             "{ 'fortran_order' : False ,\n 'shape' : ( 2 , 3 ) , "
                             "\"descr\" : \"<f4\" , } \n  ",
                             "  {'shape': (2L, 3L), 'descr': '<f4', 'fortran_order': False, }\n",
                             "{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3)}"}) {
        const Tensor tensor = accepted(readNpy(holding(npy(text, data))));
        EXPECT_EQ(tensor.shape(), Shape::of({2, 3})) << text;
        EXPECT_EQ(tensor.at(5), 6) << text;
    }
}

// ---------------------------------------------------------------------------------------------- what is
// refused

TEST_F(Npy, RefusesWhatCannotBeOpened)
{
    const auto text = [](const fs::path& file) { return readNpy(file).error().text(); };
    EXPECT_EQ(text(path("none.npy")),
              path("none.npy").string() + " does not exist; check the name and the folder");
    EXPECT_EQ(text(path("")), path("").string() + " is a folder; name a file in it");
    EXPECT_CONTAINS(text(holding("x", "file") / "inside.npy"), "does not exist");
    EXPECT_CONTAINS(text("/dev/null"), "/dev/null is no ordinary file");
    EXPECT_CONTAINS(text(path(std::string(5000, 'n'))), "cannot be read: ");
    ASSERT_EQ(::mkfifo(path("pipe.npy").c_str(), 0600), 0);
    EXPECT_CONTAINS(text(path("pipe.npy")), "no ordinary file"); // and does not wait for a writer
}

TEST_F(Npy, RefusesWhatIsNoNpy)
{
    EXPECT_CONTAINS(refusal(""), "is empty");
    EXPECT_CONTAINS(refusal("1,2,3\n4,5,6\n"), "byte 0: this does not begin as a .npy file");
    EXPECT_CONTAINS(refusal("x"), "byte 0");
    EXPECT_CONTAINS(refusal("PK\x03\x04 an npz archive"), "byte 0");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f4", "(1,)"), zeros(4), 4)), "byte 6: version 4.0");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f4", "(1,)"), zeros(4), 0)), "byte 6: version 0.0");
    std::string minor = npy(dictionary("<f4", "(1,)"), zeros(4));
    minor[7] = 9;
    EXPECT_CONTAINS(refusal(minor), "byte 6: version 1.9");
}

TEST_F(Npy, RefusesAHeaderThatIsCutShortOrLies)
{
    const std::string whole = npy(dictionary("<f4", "(1,)"), zeros(4));
    for (const std::size_t size : {1U, 5U, 6U, 7U, 8U, 9U, 10U, 30U})
        EXPECT_CONTAINS(refusal(whole.substr(0, size)),
                        "ends at byte " + std::to_string(size) + ", inside its header");
    std::string huge = npy(dictionary("<f4", "(1,)"), zeros(4), 2);
    huge.replace(8, 4, "\xff\xff\xff\xff");
    EXPECT_CONTAINS(refusal(huge), "byte 8: a header of 4294967295 bytes");
    EXPECT_CONTAINS(refusal(npy("", "")), "header, byte 10: { belongs here");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f4", "(1,)") + std::string(10000, ' '), zeros(4))),
                    "byte 8: a header of 10058 bytes");
    const std::string blanks(10000 - dictionary("<f4", "(1,)").size(), ' '); // as long as NumPy takes
    EXPECT_TRUE(readNpy(holding(npy(dictionary("<f4", "(1,)") + blanks, zeros(4)))));
    for (const char* size : {"\x00\x00\x00\x80", "\xff\xff\xff\x7f", "\x11\x27\x00\x00"}) {
        huge.replace(8, 4, size, 4);
        EXPECT_CONTAINS(refusal(huge), "byte 8: a header of ");
    }
}

TEST_F(Npy, RefusesADictionaryThatIsNotTheFormats)
{
    struct Wrong {
        const char* text;
        const char* place;
    };
    for (const Wrong& wrong : {
             Wrong{"['descr']", "byte 10: { belongs here"},
             Wrong{"{'descr': '<f4'", "byte 25: } belongs here"},
             Wrong{"{'descr' '<f4'}", "byte 19: : belongs here"},
             Wrong{"{'descr': <f4}", "byte 20: '<f4' belongs here"},
             Wrong{"{'descr': '<f4}", "byte 20: '<f4' belongs here"},
             Wrong{"{'descr': 4}", "byte 20: '<f4' belongs here"},
             Wrong{"{'descr': [('a', '<f4')}", "byte 34: ] belongs here"},
             Wrong{"{'descr': ['a}", "byte 21: ] belongs here"},
             Wrong{"{descr: '<f4'}", "byte 11: 'descr' / 'fortran_order' / 'shape' belongs here"},
             Wrong{"{'kind': '<f4'}", "byte 11: 'descr' / 'fortran_order' / 'shape' belongs here"},
             Wrong{"{'descr': '<f4', 'descr': '<f8'}",
                   "byte 27: 'descr' / 'fortran_order' / 'shape' belongs here"},
             Wrong{"{'descr': '<f4' 'shape': (1,)}", "byte 26: } belongs here"},
             Wrong{"{'descr': '<f4', 'shape': (1,)}", "byte 40: 'fortran_order' belongs here"},
             Wrong{"{}", "byte 11: 'descr' belongs here"},
             Wrong{"{'fortran_order': false}", "byte 28: True / False belongs here"},
             Wrong{"{'fortran_order': 0}", "byte 28: True / False belongs here"},
             Wrong{"{'shape': [2, 3]}", "byte 20: (2, 3, 4) belongs here"},
             Wrong{"{'shape': (3)}", "byte 22: , belongs here"},
             Wrong{"{'shape': (2 3)}", "byte 23: , belongs here"},
             Wrong{"{'shape': (2, 3 4)}", "byte 26: , belongs here"},
             Wrong{"{'shape': (2, x)}", "byte 24: (2, 3, 4) belongs here"},
             Wrong{"{'shape': (,)}", "byte 21: (2, 3, 4) belongs here"},
             Wrong{"{'shape': (2.0,)}", "byte 22: , belongs here"},
             Wrong{"{'shape': (2", "byte 22: , belongs here"},
             Wrong{"{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x", "byte 66: \\n belongs here"},
         })
        EXPECT_CONTAINS(refusal(npy(wrong.text, zeros(4))), std::string("header, ") + wrong.place);
}

TEST_F(Npy, TakesEveryMarkOfByteOrderOfSingleBytes)
{
    for (const char* descr : {"|i1", "<i1", ">i1", "=i1"})
        EXPECT_EQ(accepted(readNpy(holding(npy(dictionary(descr, "(1,)"), "\xfe")))).at(0), -2) << descr;
}

TEST_F(Npy, RefusesTypesNumpyNeverWritesForTheseNumbers)
{
    for (const char* descr : {"|f4", "|i2", "f4", "<F4", "float32", "f", "<", "<f", "<f44", "<i3", ""})
        EXPECT_CONTAINS(refusal(npy(dictionary(descr, "(1,)"), zeros(4))),
                        "type '" + std::string(descr) +
                            "', which is not read; save array.astype(\"float32\")");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f16", "(1,)"), zeros(16))),
                    "type longdouble, which is not read; save array.astype(\"float64\")");
    EXPECT_CONTAINS(refusal(npy(dictionary("|V2", "(1,)"), zeros(2))), "type void");
    EXPECT_CONTAINS(refusal(npy(dictionary("<M8[ns]", "(1,)"), zeros(8))), "type datetime64");
    EXPECT_CONTAINS(refusal(npy(dictionary("|b1", "(1,)"), zeros(1))), "type bool");
}

TEST_F(Npy, RefusesShapesBeyondTheLimitsWithoutAllocating)
{
    const auto text = [&](const std::string& shape) {
        return refusal(npy(dictionary("<f4", shape), zeros(4)));
    };
    EXPECT_CONTAINS(text("(1, 1, 1, 1, 1, 1, 1, 1, 1)"), "there are 9 dimensions");
    EXPECT_CONTAINS(text("(-1,)"), "header: the shape (-1,) has a negative size");
    EXPECT_CONTAINS(text("(2, -3)"), "header: the shape (2, -3) has a negative size");
    EXPECT_CONTAINS(text("(-99999999999999999999, 0)"), "has a negative size");
    EXPECT_CONTAINS(text("(4294967296, 4294967296)"), "takes more bytes than any file has");
    EXPECT_CONTAINS(text("(99999999999999999999,)"), "takes more bytes than any file has");
    EXPECT_CONTAINS(text("(2305843009213693952, 2)"), "takes more bytes than any file has"); // wraps to 0
    EXPECT_CONTAINS(text("(2305843009213693952,)"), "after 4 of the 9223372036854775808 bytes");
    EXPECT_CONTAINS(text("(64000000,)"), "after 4 of the 256000000 bytes");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f4", "(2, 0)"), "")), "nothing to normalise");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f4", "(4294967296, 4294967296, 0)"), "")),
                    "nothing to normalise");
    EXPECT_CONTAINS(refusal(npy(dictionary("<f4", "(0,)"), zeros(4))), "more bytes follow (4)");
}

TEST_F(Npy, RefusesMoreOrFewerValuesThanPromised)
{
    const std::string header = dictionary("<f8", "(2,)");
    const std::size_t start = 10 + header.size();
    EXPECT_CONTAINS(refusal(npy(header, zeros(15))),
                    "ends at byte " + std::to_string(start + 15) +
                        ", after 15 of the 16 bytes of values its header promises");
    EXPECT_CONTAINS(refusal(npy(header, "")), "after 0 of the 16 bytes");
    EXPECT_CONTAINS(refusal(npy(header, zeros(17))),
                    "byte " + std::to_string(start + 16) +
                        ": after the values that its header promises more bytes follow (1)");
}

/// Damage never crashes, and never gives a tensor of other than the file's own size.
TEST_F(Npy, AnyDamagedByteGivesATensorOrASentence)
{
    const std::string whole = contents(golden / "numpy-float32-big-endian-fortran-v3.npy");
    const auto survives = [&](const std::string& bytes) {
        const Result<LabelledTensor> read = readNpy(holding(bytes));
        if (read) // the widest step is from int8 to float32
            EXPECT_LT(read->tensor.bytes().size(), 4 * bytes.size());
        else
            EXPECT_FALSE(read.error().text().empty());
    };
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(readNpy(holding(whole.substr(0, size)))) << size;
        std::string damaged = whole;
        for (const int bit : {0, 1, 2, 3, 4, 5, 6, 7}) {
            damaged[size] = static_cast<char>(whole[size] ^ (1 << bit));
            survives(damaged);
        }
        for (const char byte : {'\0', '\xff', '(', ')', '[', '\'', ',', '9', ' '}) {
            damaged[size] = byte;
            survives(damaged);
        }
        damaged = whole;
        survives(damaged.erase(size, 1));
        damaged = whole;
        survives(damaged.insert(size, 1, whole[size]));
    }
}

// ------------------------------------------------------------------------------------------------- writing

const Tensor small(Shape::of({2}), std::vector<float>{1, 2});

TEST_F(Npy, ReplacesAFileAndKeepsItsPermissions)
{
    const fs::path file = holding("old");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    const fs::perms before = fs::status(file).permissions();
    ASSERT_TRUE(writeNpy(file, small));
    EXPECT_TRUE(sameBits(accepted(readNpy(file)), small));
    EXPECT_EQ(fs::status(file).permissions(), before);
    EXPECT_EQ(fileCount(), 1U);
}

TEST_F(Npy, GivesANewFileThePermissionsOfAnyOtherNewFile)
{
    ASSERT_TRUE(writeNpy(path("ours.npy"), small));
    EXPECT_EQ(fs::status(path("ours.npy")).permissions(), fs::status(holding("x", "plain")).permissions());
}

TEST_F(Npy, WritesThroughALink)
{
    const fs::path file = holding("old");
    fs::create_symlink(file, path("link.npy"));
    ASSERT_TRUE(writeNpy(path("link.npy"), small));
    EXPECT_TRUE(fs::is_symlink(path("link.npy")));
    EXPECT_TRUE(sameBits(accepted(readNpy(file)), small));
}

TEST_F(Npy, WritesANameAsLongAsNamesCanBe)
{
    const fs::path file = path(std::string(251, 'n') + ".npy");
    ASSERT_TRUE(writeNpy(file, small));
    EXPECT_TRUE(sameBits(accepted(readNpy(file)), small));
}

TEST_F(Npy, SaysWhyItCannotBeWritten)
{
    const auto refusalOf = [](const fs::path& file) {
        const Result<void> written = writeNpy(file, small);
        EXPECT_FALSE(written) << file;
        return written ? "" : written.error().text();
    };
    EXPECT_CONTAINS(refusalOf(path("missing/out.npy")),
                    "out.npy cannot be written: No such file or directory");
    EXPECT_CONTAINS(refusalOf(holding("a file", "file") / "out.npy"), "cannot be written: Not a directory");
    EXPECT_CONTAINS(refusalOf(path("")), "cannot be written: Is a directory");
    EXPECT_CONTAINS(refusalOf("/proc/out.npy"), "cannot be written: No such file or directory");
    EXPECT_EQ(fileCount(), 1U);
}

/// On a pipe of its own: on a real device, a failure run as root would replace the device.
TEST_F(Npy, NeverPutsAFileWhereAPipeOrADeviceWas)
{
    ASSERT_EQ(::mkfifo(path("pipe.npy").c_str(), 0600), 0);
    EXPECT_FALSE(writeNpy(path("pipe.npy"), small));
    EXPECT_TRUE(fs::is_fifo(path("pipe.npy")));
    EXPECT_EQ(fileCount(), 1U);
}

TEST_F(Npy, AWriteProtectedFileStays)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everything";
    const fs::path file = holding("old");
    fs::permissions(file, fs::perms::owner_read);
    const Result<void> written = writeNpy(file, small);
    ASSERT_FALSE(written);
    EXPECT_CONTAINS(written.error().text(), "cannot be written: Permission denied");
    EXPECT_EQ(contents(file), "old");
    EXPECT_EQ(fileCount(), 1U);
}

/// A limit on the size of files stands in for the full disk, which only root could arrange.
void writeUnderALimit(const fs::path& file, rlim_t limit)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{limit, limit};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const Result<void> written = writeNpy(file, Tensor(Shape::of({4096}), DType::Float64));
    const bool refused = !written && contains(written.error().text(), "cannot be written: File too large");
    std::_Exit(refused ? 0 : 1);
}

TEST_F(NpyDeath, AFullDiskLeavesTheOldFileAndNothingBeside)
{
    const fs::path file = holding("the old content");
    for (const rlim_t limit : {rlim_t{0}, rlim_t{64}, rlim_t{128}, rlim_t{1000}})
        EXPECT_EXIT(writeUnderALimit(file, limit), testing::ExitedWithCode(0), "");
    EXPECT_EQ(contents(file), "the old content");
    EXPECT_EQ(fileCount(), 1U);
    EXPECT_EXIT(writeUnderALimit(path("new.npy"), 64), testing::ExitedWithCode(0), "");
    EXPECT_EQ(fileCount(), 1U);
}

// --------------------------------------------------------------------------------- the table of tensor files

TEST_F(TensorFile, ChoosesTheFormatByTheEndingInAnyCase)
{
    for (const char* name : {"a.npy", "b.NPY", "c.x.Npy"}) {
        ASSERT_TRUE(writeTensor(path(name), small)) << name;
        EXPECT_TRUE(sameBits(accepted(readTensor(path(name))), small)) << name;
    }
}

TEST_F(TensorFile, NamesTheKnownEndingsWhenItKnowsNoBetter)
{
    for (const char* name : {"array", "array.txt", ".npy", "array.npy.gz"}) {
        const Result<Tensor> tensor = readTensor(path(name));
        ASSERT_FALSE(tensor) << name;
        EXPECT_CONTAINS(tensor.error().text(), path(name).string());
        EXPECT_CONTAINS(tensor.error().text(), "use one of: .npy .safetensors .csv .tsv");
        EXPECT_FALSE(tensorFormatOf(path(name)));
        EXPECT_FALSE(writeTensor(path(name), small));
    }
    EXPECT_EQ(fileCount(), 0U);
}

/// Two batches of two tokens, with values that no short text is.
const Tensor written(Shape::of({2, 2, 3}), std::vector<float>{0.1F, -1e-30F, 3, 1 / 3.0F, -0.0F, 65537, 1e30F,
                                                              7, 8, 9, 10, 0x1p-149F});
const std::vector<std::string> words{"the", "cat", "a, b", "\xe7\x8c\xab"};

TEST_F(TensorFile, EveryFormatInTheTableReadsBackWhatItWrites)
{
    ASSERT_EQ(tensorFormats().size(), 4U);
    for (const TensorFormat& format : tensorFormats()) {
        const fs::path file = path("any" + std::string(format.extension));
        EXPECT_EQ(tensorFormatOf(file)->description, format.description);
        ASSERT_TRUE(writeTensor(file, written, words)) << format.description;
        const Result<LabelledTensor> read = readTensorFile(file);
        ASSERT_TRUE(read) << read.error().text();
        EXPECT_TRUE(sameBits(read->tensor, written)) << format.description;
        const bool hasPlace = std::string(format.extension) != ".npy";
        EXPECT_EQ(read->labels, hasPlace ? words : std::vector<std::string>()) << format.description;
        EXPECT_TRUE(sameBits(accepted(readTensor(file)), written)) << format.description;
    }
}

TEST_F(TensorFile, TheTablesListersTellTheShape)
{
    for (const TensorFormat& format : tensorFormats()) {
        const fs::path file = path("any" + std::string(format.extension));
        ASSERT_TRUE(writeTensor(file, written)) << format.description;
        if (format.list == nullptr)
            continue;
        const Result<StoredTensors> listed = format.list(file);
        ASSERT_TRUE(listed && listed->size() == 1) << format.description;
        EXPECT_EQ(listed->front().extents, written.shape().extents()) << format.description;
        EXPECT_EQ(listed->front().type, StoredType::Float32) << format.description;
    }
}

TEST_F(TensorFile, EveryFormatRefusesWhatIsNoFile)
{
    for (const TensorFormat& format : tensorFormats()) {
        const std::string extension(format.extension);
        const auto text = [&](const std::string& name) {
            const Result<LabelledTensor> read = readTensorFile(path(name + extension));
            EXPECT_FALSE(read) << name << extension;
            return read ? "" : read.error().text();
        };
        EXPECT_CONTAINS(text("none"), "does not exist");
        fs::create_directory(path("folder" + extension));
        EXPECT_CONTAINS(text("folder"), "is a folder");
        ASSERT_EQ(::mkfifo(path("pipe" + extension).c_str(), 0600), 0);
        EXPECT_CONTAINS(text("pipe"), "is no ordinary file");
        fs::create_symlink("/dev/zero", path("device" + extension));
        EXPECT_CONTAINS(text("device"), "is no ordinary file");
        EXPECT_CONTAINS(readTensorFile(holding("", "empty" + extension)).error().text(), "is empty");
    }
}

} // namespace
} // namespace layernorm
