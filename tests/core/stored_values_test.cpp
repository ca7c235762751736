// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_values.h"

#include "core/io/npy.h"
#include "core/norm/number_formats.h"
#include "tests/support/process_use.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace layernorm {
namespace {

namespace fs = std::filesystem;
using layernorm::testing::bytesRead;
using layernorm::testing::peakKilobytes;

using Extents = std::vector<std::int64_t>;

class StoredValues : public ::testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = (fs::path(::testing::TempDir()) / "values-XXXXXX").string();
        m_folder = ::mkdtemp(name.data());
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path file() const { return m_folder / "values"; }

    /// With `offset` other bytes before them.
    [[nodiscard]] SourceFile holding(const std::string& bytes, std::size_t offset = 0) const
    {
        fs::remove(file()); // some file systems write one to the disk whose content is replaced
        std::ofstream(file(), std::ios::binary) << std::string(offset, '#') << bytes;
        return *SourceFile::open(file(), "");
    }

    /// One value of `type` from its little-endian bytes, read from both byte orders.
    [[nodiscard]] double single(StoredType type, std::string bytes) const
    {
        const double little = read(holding(bytes), {"", {1}, type}, {0, false, false}).tensor.at(0);
        std::reverse(bytes.begin(), bytes.end());
        const double big = read(holding(bytes), {"", {1}, type}, {0, true, false}).tensor.at(0);
        EXPECT_EQ(std::bit_cast<std::uint64_t>(little), std::bit_cast<std::uint64_t>(big)) << name(type);
        return little;
    }

    static LabelledTensor read(const SourceFile& source, const StoredTensor& tensor,
                               const ValueLayout& layout, const std::vector<IndexRange>& ranges = {})
    {
        const Result<LabelledTensor> result = readStoredValues(source, tensor, layout, ranges);
        EXPECT_TRUE(result) << result.error().text();
        return result.value_or(LabelledTensor());
    }

private:
    fs::path m_folder;
};

std::size_t elementsOf(const Extents& extents)
{
    return static_cast<std::size_t>(
        std::accumulate(extents.begin(), extents.end(), std::int64_t{1}, std::multiplies<>()));
}

/// An int32 at every place: its number, so that any value read from elsewhere is found out.
std::string numbered(std::size_t count)
{
    std::vector<std::int32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    std::string bytes(count * sizeof(std::int32_t), '\0');
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    return bytes;
}

/// How far apart in a file neighbours along each axis are.
std::vector<std::int64_t> stridesOf(const Extents& extents, bool fortranOrder)
{
    std::vector<std::int64_t> strides(extents.size());
    std::int64_t stride = 1;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        const std::size_t axis = fortranOrder ? i : extents.size() - 1 - i;
        strides[axis] = stride;
        stride *= extents[axis];
    }
    return strides;
}

/// `tensor` is what `ranges` leave of a file of `numbered` values.
void expectPlaces(const Tensor& tensor, const Extents& extents, bool fortranOrder,
                  const std::vector<IndexRange>& ranges)
{
    const Extents strides = stridesOf(extents, fortranOrder);
    std::int64_t wrong = 0;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        std::int64_t place = 0;
        std::int64_t rest = i;
        for (std::size_t axis = extents.size(); axis-- > 0;) {
            const std::int64_t extent = tensor.shape().extents()[axis];
            place += (rest % extent + (axis < ranges.size() ? ranges[axis].first : 0)) * strides[axis];
            rest /= extent;
        }
        wrong += tensor.at(i) != static_cast<double>(place) ? 1 : 0;
    }
    EXPECT_EQ(wrong, 0) << tensor.shape().text() << " fortran " << fortranOrder;
}

std::vector<IndexRange> anyRanges(const Extents& extents, std::mt19937& random)
{
    std::vector<IndexRange> ranges;
    for (std::size_t axis = 0; axis < random() % (extents.size() + 1); ++axis) {
        const auto first = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(extents[axis]));
        const auto most = static_cast<std::uint64_t>(extents[axis] - first);
        const auto count = static_cast<std::int64_t>(random() % (most + 1)); // 0: to the end
        ranges.push_back(random() % 3 == 0 ? IndexRange{} : IndexRange{first, count});
    }
    return ranges;
}

// ------------------------------------------------------------------------------------------- which values

TEST_F(StoredValues, AnyPartOfAnyShapeInEitherOrderIsTheRightOne)
{
    std::mt19937 random(1);
    for (int i = 0; i < 400; ++i) {
        Extents extents(1 + random() % 8);
        for (std::int64_t& extent : extents)
            extent = 1 + static_cast<std::int64_t>(random() % (extents.size() > 4 ? 4 : 12));
        const std::vector<IndexRange> ranges = anyRanges(extents, random);
        const bool fortran = random() % 2 != 0;
        const std::size_t offset = random() % 200;
        const SourceFile source = holding(numbered(elementsOf(extents)), offset);
        const LabelledTensor part =
            read(source, {"", extents, StoredType::Int32}, {offset, false, fortran}, ranges);
        EXPECT_EQ(part.tensor.shape().extents(), *selectedExtents(extents, ranges));
        expectPlaces(part.tensor, extents, fortran, ranges);
    }
}

/// Larger than a block, a window and a slab, with runs on both sides of the limits between them.
TEST_F(StoredValues, PartsOfLargeTensorsAreTheRightOnes)
{
    struct Case {
        Extents extents;
        std::vector<IndexRange> ranges;
    };
    for (const Case& part : {
             Case{{3'000'000}, {}}, Case{{3'000'000}, {{1'234'567, 1'000'001}}}, Case{{1000, 2000}, {}},
             Case{{1000, 2000}, {{7, 0}, {0, 1999}}}, Case{{1000, 2000}, {{}, {1999, 1}}},
             Case{{1000, 2000}, {{999, 1}, {}}}, Case{{4, 40'000, 12}, {{1, 2}, {3, 39'000}, {2, 3}}},
             Case{{2, 700, 1500}, {}}, Case{{1, 1'500'000, 1, 2}, {{}, {1, 1'400'000}}},
             Case{{2, 1'500'000}, {}}, Case{{10, 3, 100'000}, {{}, {1, 1}, {5, 99'000}}},
             Case{{300, 1, 10'000}, {{}, {}, {9'999, 1}}}, // gaps too wide for a window
         }) {
        const SourceFile source = holding(numbered(elementsOf(part.extents)));
        for (const bool fortran : {false, true}) {
            const LabelledTensor values =
                read(source, {"", part.extents, StoredType::Int32}, {0, false, fortran}, part.ranges);
            expectPlaces(values.tensor, part.extents, fortran, part.ranges);
        }
    }
}

// ---------------------------------------------------------------------------------------------- their types

TEST_F(StoredValues, Float16AndBFloat16AreTheirNumbersExactly)
{
    for (const auto& [type, format] : {std::pair(StoredType::Float16, NumberFormat::Float16),
                                       std::pair(StoredType::BFloat16, NumberFormat::BFloat16)}) {
        std::string little;
        std::string big;
        for (unsigned bits = 0; bits < 65536; ++bits) {
            little += {static_cast<char>(bits & 0xff), static_cast<char>(bits >> 8)};
            big += {static_cast<char>(bits >> 8), static_cast<char>(bits & 0xff)};
        }
        const Tensor numbers = read(holding(little), {"", {65536}, type}, {}).tensor;
        ASSERT_EQ(numbers.dtype(), DType::Float32);
        EXPECT_TRUE(sameBits(read(holding(big), {"", {65536}, type}, {0, true, false}).tensor, numbers));
        for (unsigned bits = 0; bits < 65536; ++bits) {
            const double expected = numberOf(static_cast<std::uint16_t>(bits), format);
            const double value = numbers.at(bits);
            EXPECT_EQ(std::signbit(value), std::signbit(expected)) << bits;
            EXPECT_TRUE(value == expected || (std::isnan(value) && std::isnan(expected))) << bits;
        }
    }
}

TEST_F(StoredValues, NansKeepTheirPayload)
{
    const auto bitsOfSingle = [&](StoredType type, const std::string& bytes) {
        const Tensor tensor = read(holding(bytes), {"", {1}, type}, {}).tensor;
        return std::bit_cast<std::uint32_t>(tensor.values<float>()[0]);
    };
    EXPECT_EQ(bitsOfSingle(StoredType::Float32, "\x01\x02\x83\x7f"), 0x7f830201U); // a signalling one
    EXPECT_EQ(bitsOfSingle(StoredType::Float16, "\x01\xfe"), 0xffc02000U);
    EXPECT_EQ(bitsOfSingle(StoredType::BFloat16, "\xc1\x7f"), 0x7fc10000U);
}

TEST_F(StoredValues, IntegersAreTheirNumbers)
{
    EXPECT_EQ(single(StoredType::Int8, "\x80"), -128);
    EXPECT_EQ(single(StoredType::UInt8, "\x80"), 128);
    EXPECT_EQ(single(StoredType::Int16, {"\x00\x80", 2}), -32768);
    EXPECT_EQ(single(StoredType::UInt16, {"\x00\x80", 2}), 32768);
    EXPECT_EQ(single(StoredType::Int32, "\xfe\xff\xff\xff"), -2);
    EXPECT_EQ(single(StoredType::UInt32, "\xfe\xff\xff\xff"), 0x1p32 - 2);
    EXPECT_EQ(single(StoredType::Int64, "\xfe\xff\xff\xff\xff\xff\xff\xff"), -2);
    EXPECT_EQ(single(StoredType::UInt64, {"\x00\x00\x00\x00\x00\x00\x00\x80", 8}), 0x1p63);
    EXPECT_EQ(single(StoredType::Float32, {"\x00\x00\x80\xbf", 4}), -1);
    EXPECT_EQ(single(StoredType::Float64, {"\x00\x00\x00\x00\x00\x00\xf0\xbf", 8}), -1);
}

TEST_F(StoredValues, TheTypesOfTheResultHoldEveryValue)
{
    EXPECT_EQ(readAs(StoredType::UInt16), DType::Float32);
    EXPECT_EQ(readAs(StoredType::Int32), DType::Float64);
    for (const StoredType type : {StoredType::Bool, StoredType::Float8E4M3, StoredType::Float8E5M2}) {
        EXPECT_EQ(readAs(type), std::nullopt);
        const Result<LabelledTensor> refused = readStoredValues(holding("x"), {"w", {1}, type}, {}, {});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().text(), file().string() + ", \"w\": values of the type " + name(type) +
                                              " are not read; convert them to float32 and save that");
    }
}

TEST_F(StoredValues, CountsRoundedIntegersOverAllBlocks)
{
    std::vector<std::uint64_t> numbers(200'000); // several blocks
    std::size_t rounded = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = (std::uint64_t{1} << 60) + i;
        rounded += i % 256 != 0 ? 1 : 0; // doubles of this size are 256 apart
    }
    std::string bytes(numbers.size() * sizeof numbers[0], '\0');
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    const LabelledTensor result = read(holding(bytes), {"ids", {200'000}, StoredType::UInt64}, {});
    ASSERT_TRUE(result.notice);
    EXPECT_EQ(result.notice->text(), "The uint64 values of values \"ids\" became float64, which rounded " +
                                         std::to_string(rounded) +
                                         " of them: not every integer beyond 2^53 is a float64");
}

// ------------------------------------------------------------------------------------------ what is refused

TEST_F(StoredValues, SaysWhatCannotBeTaken)
{
    const auto text = [](const Extents& extents, const std::vector<IndexRange>& ranges = {}) {
        const Result<Shape> shape = readableShape("x.npy", {"", extents, StoredType::Float32}, ranges);
        return shape ? shape->text() : shape.error().text();
    };
    EXPECT_EQ(text({2, 3}), "2x3");
    EXPECT_EQ(text({}), "x.npy: a single number without a dimension leaves nothing to normalise; save "
                        "array.reshape(1)");
    EXPECT_EQ(text({1, 1, 1, 1, 1, 1, 1, 1, 1}),
              "x.npy: there are 9 dimensions, and at most 8 are read; merge some with array.reshape and save "
              "that");
    EXPECT_EQ(text({2, 0}), "x.npy: the shape 2x0 has no elements, so there is nothing to normalise; save an "
                            "array with at least one in every dimension");
    EXPECT_EQ(text({6'510'416, 768}),
              "x.npy: the shape 6510416x768 has more than 64 million elements; open a "
              "part of it with --batches and --tokens, such as --tokens 0:1000");
    EXPECT_EQ(text({64'000'001}), "x.npy: the shape 64000001 has more than 64 million elements; save a part "
                                  "of it");
    EXPECT_EQ(text({std::int64_t{1} << 32, std::int64_t{1} << 32}).find("x.npy: the shape 4294967296x"), 0U);
    EXPECT_EQ(text({6'510'416, 768}, {{0, 1000}}), "1000x768");
    EXPECT_EQ(text({6'510'416, 768}, {{6'510'000, 0}}), "416x768");
}

TEST_F(StoredValues, SaysWhichRangeIsBeyondItsAxis)
{
    const auto text = [](const Extents& extents, const std::vector<IndexRange>& ranges) {
        const auto selected = selectedExtents(extents, ranges);
        return selected ? "" : selected.error().text();
    };
    const std::string remedy = " are not all within it; choose fewer, or an earlier start";
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(text({4, 5}, {{0, 4}, {4, 1}}), "");
    EXPECT_EQ(text({4, 5}, {{}, {5, 0}}), "axis 1 has the size 5, and 1 indices from 5 on" + remedy);
    EXPECT_EQ(text({4, 5}, {{1, 4}}), "axis 0 has the size 4, and 4 indices from 1 on" + remedy);
    for (const IndexRange& range : {IndexRange{-1, 1}, IndexRange{0, -1}, IndexRange{0, most},
                                    IndexRange{most, most}, IndexRange{1, most}, IndexRange{most, 0}})
        EXPECT_NE(text({4, 5}, {range}), "") << range.first << " " << range.count;
    EXPECT_EQ(text({4}, {{}, {}}), "ranges are given for 2 axes, but there are 1; leave the others out");
}

TEST_F(StoredValues, AFileThatBecomesShorterIsRefused)
{
    const Extents extents{1000, 1000};
    const SourceFile source = holding(numbered(elementsOf(extents)));
    fs::resize_file(file(), 3'000'000); // in the middle of the blocks
    for (const bool fortran : {false, true}) {
        for (const StoredType type : {StoredType::Float32, StoredType::Int32}) {
            const Result<LabelledTensor> whole =
                readStoredValues(source, {"", extents, type}, {0, false, fortran}, {});
            ASSERT_FALSE(whole);
            EXPECT_NE(whole.error().text().find("became shorter while it was read, it had 4000000 bytes"),
                      std::string::npos);
        }
    }
    // Short runs, through the window.
    EXPECT_FALSE(readStoredValues(source, {"", extents, StoredType::Int32}, {}, {{}, {1, 2}}));
    EXPECT_TRUE(readStoredValues(source, {"", extents, StoredType::Int32}, {}, {{0, 700}}));
}

// ------------------------------------------------------------------------------------------------ large
// files

/// A .npy of float32 that is all hole but for its header and the number 7 at one place.
void writeHoles(const fs::path& file, const Extents& extents, bool fortran, const Extents& seven)
{
    std::string shape;
    for (const std::int64_t extent : extents)
        shape += std::to_string(extent) + ", ";
    const std::string header = std::string("{'descr': '<f4', 'fortran_order': ") +
                               (fortran ? "True" : "False") + ", 'shape': (" + shape + ")}\n";
    std::ofstream stream(file, std::ios::binary);
    stream << "\x93NUMPY\x01" << '\0' << static_cast<char>(header.size()) << '\0' << header;
    const auto start = static_cast<std::uintmax_t>(stream.tellp());
    const float number = 7;
    const Extents strides = stridesOf(extents, fortran);
    const std::int64_t place =
        std::inner_product(seven.begin(), seven.end(), strides.begin(), std::int64_t{0});
    stream.seekp(static_cast<std::streamoff>(start) + 4 * place);
    stream.write(reinterpret_cast<const char*>(&number), sizeof number);
    stream.close();
    fs::resize_file(file, start + 4 * elementsOf(extents));
}

/// 20 GB of tokens of 768 numbers, as one batch and as many: the first 1000 of the tokens.
TEST_F(StoredValues, OpensTheFirstTokensOfTwentyGigabytesAtOnce)
{
    struct Case {
        Extents extents;
        std::vector<IndexRange> ranges;
        Extents seven;
    };
    for (const Case& large : {
             Case{{6'510'417, 768}, {{0, 1000}}, {999, 767}},
             Case{{1, 6'510'417, 768}, {{}, {0, 1000}}, {0, 999, 5}},
             Case{{64, 101'726, 768}, {{3, 1}, {0, 1000}}, {3, 999, 767}},
         }) {
        for (const bool fortran : {false, true}) {
            writeHoles(file(), large.extents, fortran, large.seven);
            ASSERT_GT(fs::file_size(file()), 20'000'000'000U);
            const long before = peakKilobytes();
            const std::uint64_t readBefore = bytesRead();
            const Result<LabelledTensor> read = readNpy(file(), {"", large.ranges, {}});
            const std::uint64_t bytes = bytesRead() - readBefore;
            ASSERT_TRUE(read) << read.error().text();
            // In Fortran order the values of one sentence lie between those of the other 63.
            const std::uint64_t sentences =
                fortran && large.extents.size() == 3 ? static_cast<std::uint64_t>(large.extents.front()) : 1;
            EXPECT_LT(bytes, sentences * (4U << 20)) << large.extents.size() << " axes, fortran " << fortran;
            EXPECT_LT(peakKilobytes() - before, 50 * 1024);
            EXPECT_EQ(read->tensor.elements(), 1000 * 768);
            const auto values = read->tensor.values<float>();
            EXPECT_EQ(std::ranges::count(values, 0.0F), 1000 * 768 - 1);
            const std::size_t place = 999 * 768 + static_cast<std::size_t>(large.seven.back());
            EXPECT_EQ(values[place], 7) << large.extents.size() << " axes, fortran " << fortran;
        }
    }
}

TEST_F(StoredValues, TwentyGigabytesAreRefusedUnreadWithoutARange)
{
    writeHoles(file(), {1, 6'510'417, 768}, false, {0, 0, 0});
    const long before = peakKilobytes();
    const Result<LabelledTensor> whole = readNpy(file());
    ASSERT_FALSE(whole);
    EXPECT_NE(whole.error().text().find("such as --tokens 0:1000"), std::string::npos);
    EXPECT_LT(peakKilobytes() - before, 10 * 1024);
}

/// Shows the memory only where no earlier test of the process took more.
TEST_F(StoredValues, TakesTheTensorAndFiftyMegabytesAtMost)
{
    const Extents extents{250, 40'000, 3}; // 120 MB
    for (const bool fortran : {false, true}) {
        writeHoles(file(), extents, fortran, {1, 2, 1});
        const long before = peakKilobytes();
        const Result<LabelledTensor> whole = readNpy(file());
        ASSERT_TRUE(whole);
        EXPECT_EQ(whole->tensor.at((1 * 40'000 + 2) * 3 + 1), 7);
        EXPECT_LT(peakKilobytes() - before, (120 + 50) * 1000);
    }
}

} // namespace
} // namespace layernorm
