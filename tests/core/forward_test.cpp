// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/exact_layer_norm.h"
#include "core/norm/forward.h"
#include "core/tensor/tensor.h"

#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <gtest/gtest.h>
#include <initializer_list>
#include <limits>
#include <new>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <vector>

// The address sanitizer has an operator new of its own, which is worth more than this count.
#ifndef __SANITIZE_ADDRESS__
namespace {
thread_local std::int64_t allocations = 0;
}

void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(std::max<std::size_t>(size, 1)))
        return memory;
    throw std::bad_alloc();
}

// Not inline: beside a new that it does not look into, GCC 12 warns of the free.
[[gnu::noinline]] void operator delete(void* memory) noexcept
{
    std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
#endif

namespace layernorm {
namespace {

using namespace layernorm::testing;

/// From here on a token is computed by chunks, and steps of one token are shared among threads.
constexpr std::int64_t firstChunked = std::int64_t{1} << 17;

std::int64_t below(Random& random, std::int64_t end)
{
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end));
}

std::int64_t between(Random& random, std::int64_t first, std::int64_t last)
{
    return first + below(random, last - first + 1);
}

bool perhaps(Random& random)
{
    return random() % 2 == 0;
}

std::size_t asSize(std::int64_t value)
{
    return static_cast<std::size_t>(value);
}

/// Payload and sign of a NaN are not promised.
template <typename T>
bool same(T a, T b)
{
    return std::memcmp(&a, &b, sizeof(T)) == 0 || (std::isnan(a) && std::isnan(b));
}

template <typename T>
bool sameBits(const std::vector<T>& a, const std::vector<T>& b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

// ---------------------------------------------------------------------------------------------------------------
// Memory to compute in

/// No result of these tests.
template <typename T>
T canary()
{
    if constexpr (sizeof(T) == 4)
        return std::bit_cast<T>(0xA5A5'A5A5U);
    else
        return std::bit_cast<T>(0xA5A5'A5A5'A5A5'A5A5U);
}

/// Rows of values, `offset` values behind a multiple of 64 bytes. Before, between and after them are
/// canaries, as are the values to begin with.
template <typename T>
class Guarded
{
public:
    Guarded() = default;

    Guarded(std::int64_t rows, std::int64_t width, std::int64_t stride, std::int64_t offset)
        : m_rows(rows),
          m_width(width),
          m_stride(stride),
          m_values(asSize(rows * stride + offset) + 3 * margin, canary<T>())
    {
        const std::size_t beyond = reinterpret_cast<std::uintptr_t>(m_values.data()) % 64 / sizeof(T);
        m_first = margin + (margin - beyond) % margin + asSize(offset);
    }

    [[nodiscard]] T* start() { return m_values.data() + m_first; }

    void fill(const std::vector<T>& dense)
    {
        for (std::int64_t row = 0; row < m_rows; ++row)
            std::copy_n(dense.data() + row * m_width, m_width, start() + row * m_stride);
    }

    [[nodiscard]] std::vector<T> dense() const
    {
        std::vector<T> values;
        values.reserve(asSize(m_rows * m_width));
        for (std::int64_t row = 0; row < m_rows; ++row) {
            const T* first = m_values.data() + m_first + row * m_stride;
            values.insert(values.end(), first, first + m_width);
        }
        return values;
    }

    [[nodiscard]] bool gapsUntouched() const
    {
        const auto first = static_cast<std::int64_t>(m_first);
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(m_values.size()); ++i) {
            const std::int64_t place = i - first;
            if (place >= 0 && place < m_rows * m_stride && place % m_stride < m_width)
                continue;
            if (!same(m_values[asSize(i)], canary<T>()))
                return false;
        }
        return true;
    }

    [[nodiscard]] bool untouched() const
    {
        return std::all_of(m_values.begin(), m_values.end(),
                           [](T value) { return same(value, canary<T>()); });
    }

private:
    static constexpr std::size_t margin = 64 / sizeof(T);

    std::int64_t m_rows = 0;
    std::int64_t m_width = 1;
    std::int64_t m_stride = 1;
    std::size_t m_first = 0;
    std::vector<T> m_values;
};

/// Tokens, and what they are to be computed with.
template <typename T>
struct Tokens {
    std::int64_t count = 1;
    std::int64_t dimension = 1;
    std::vector<T> values; ///< without gaps
    std::vector<T> gamma;  ///< empty for none
    std::vector<T> beta;   ///< empty for none
    double eps = 1e-5;

    [[nodiscard]] Tokens alone(std::int64_t token) const
    {
        const auto first = values.begin() + token * dimension;
        return {1, dimension, std::vector<T>(first, first + dimension), gamma, beta, eps};
    }
};

template <typename T>
struct Results {
    std::vector<T> output;
    std::vector<T> mean;
    std::vector<T> variance;
    std::vector<T> reciprocalStd;
    std::vector<double> moments;

    void append(const Results& more)
    {
        output.insert(output.end(), more.output.begin(), more.output.end());
        mean.insert(mean.end(), more.mean.begin(), more.mean.end());
        variance.insert(variance.end(), more.variance.begin(), more.variance.end());
        reciprocalStd.insert(reciprocalStd.end(), more.reciprocalStd.begin(), more.reciprocalStd.end());
        moments.insert(moments.end(), more.moments.begin(), more.moments.end());
    }
};

/// All that a call works on, each array among canaries of its own.
template <typename T>
class Placed
{
public:
    /// Without gaps and on multiples of 64 bytes.
    explicit Placed(const Tokens<T>& tokens)
        : Placed(tokens, tokens.dimension, tokens.dimension, [] { return std::int64_t{0}; })
    {
    }

    /// Anywhere, with any gaps, and with no memory for some of what is optional.
    Placed(const Tokens<T>& tokens, Random& random)
        : Placed(tokens, tokens.dimension + (perhaps(random) ? 0 : below(random, 37)),
                 tokens.dimension + (perhaps(random) ? 0 : below(random, 37)),
                 [&random] { return below(random, 16); })
    {
        if (perhaps(random))
            memory.mean = nullptr;
        if (perhaps(random))
            memory.variance = nullptr;
        if (perhaps(random))
            memory.reciprocalStd = nullptr;
        if (perhaps(random))
            memory.moments = nullptr;
        if (memory.inputStride == tokens.dimension && perhaps(random))
            memory.inputStride = 0;
        if (memory.outputStride == tokens.dimension && perhaps(random))
            memory.outputStride = 0;
    }

    Placed(const Placed&) = delete;
    Placed& operator=(const Placed&) = delete;

    void computeInPlace()
    {
        memory.output = input.start();
        memory.outputStride = memory.inputStride;
    }

    [[nodiscard]] bool inPlace() const { return memory.output == memory.input; }

    [[nodiscard]] Results<T> results() const
    {
        return {(inPlace() ? input : output).dense(), mean.dense(), variance.dense(), reciprocalStd.dense(),
                moments.dense()};
    }

    /// What is not as it should be after a computation of everything, if anything.
    [[nodiscard]] std::string fault(const Results<T>& expected) const
    {
        std::string fault =
            wrong("output", inPlace() ? input : output, true, expected.output) +
            wrong("mean", mean, memory.mean, expected.mean) +
            wrong("variance", variance, memory.variance, expected.variance) +
            wrong("reciprocalStd", reciprocalStd, memory.reciprocalStd, expected.reciprocalStd) +
            wrong("moments", moments, memory.moments, expected.moments);
        for (const Guarded<T>* read : {&input, &gamma, &beta})
            if (!read->gapsUntouched())
                fault += "something beside what is read was written; ";
        if (inPlace() && !output.untouched())
            fault += "the output out of place was written; ";
        if (!inPlace() && !sameBits(input.dense(), m_input))
            fault += "the input was written; ";
        return fault;
    }

    [[nodiscard]] bool nothingWritten() const
    {
        return output.untouched() && mean.untouched() && variance.untouched() && reciprocalStd.untouched() &&
               moments.untouched() && sameBits(input.dense(), m_input) && input.gapsUntouched();
    }

    Guarded<T> input;
    Guarded<T> output;
    Guarded<T> gamma;
    Guarded<T> beta;
    Guarded<T> mean;
    Guarded<T> variance;
    Guarded<T> reciprocalStd;
    Guarded<double> moments;
    ForwardMemory<T> memory;

private:
    template <typename Offset>
    Placed(const Tokens<T>& tokens, std::int64_t inputStride, std::int64_t outputStride, Offset&& offset)
        : input(tokens.count, tokens.dimension, inputStride, offset()),
          output(tokens.count, tokens.dimension, outputStride, offset()),
          gamma(1, tokens.dimension, tokens.dimension, offset()),
          beta(1, tokens.dimension, tokens.dimension, offset()),
          mean(tokens.count, 1, 1, offset()),
          variance(tokens.count, 1, 1, offset()),
          reciprocalStd(tokens.count, 1, 1, offset()),
          moments(tokens.count, momentDoubles<T>, momentDoubles<T>, offset()),
          m_input(tokens.values)
    {
        input.fill(tokens.values);
        if (!tokens.gamma.empty())
            gamma.fill(tokens.gamma);
        if (!tokens.beta.empty())
            beta.fill(tokens.beta);
        memory.tokens = tokens.count;
        memory.dimension = tokens.dimension;
        memory.input = input.start();
        memory.inputStride = inputStride;
        memory.output = output.start();
        memory.outputStride = outputStride;
        memory.gamma = tokens.gamma.empty() ? nullptr : gamma.start();
        memory.beta = tokens.beta.empty() ? nullptr : beta.start();
        memory.eps = tokens.eps;
        memory.mean = mean.start();
        memory.variance = variance.start();
        memory.reciprocalStd = reciprocalStd.start();
        memory.moments = moments.start();
    }

    template <typename V>
    static std::string wrong(const char* name, const Guarded<V>& found, bool wanted,
                             const std::vector<V>& expected)
    {
        if (!wanted)
            return found.untouched() ? "" : std::string(name) + " was written, unasked; ";
        if (!found.gapsUntouched())
            return std::string("something beside ") + name + " was written; ";
        const std::vector<V> values = found.dense();
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!same(values[i], expected[i]))
                return std::string(name) + " differs at " + std::to_string(i) + ": " +
                       ::testing::PrintToString(values[i]) + " instead of " +
                       ::testing::PrintToString(expected[i]) + "; ";
        return "";
    }

    std::vector<T> m_input;
};

// ---------------------------------------------------------------------------------------------------------------
// What to compute

/// Values of every kind that goes another way through the arithmetic.
template <typename T>
void fillToken(std::span<T> token, Random& random)
{
    const std::uint64_t kind = random() % 8;
    const double mean = kind == 1 ? 1e6 : 0;
    const double constant = normal(random);
    for (T& value : token)
        value = static_cast<T>(kind == 2 ? constant : mean + normal(random));
    if (kind == 3)
        token[0] = static_cast<T>(1e6);
    if (kind == 4)
        for (T& value : token)
            value = std::ldexp(value, static_cast<int>(between(random, -120, 120)));
    if (kind == 5 && random() % 4 == 0)
        token[random() % token.size()] = std::numeric_limits<T>::infinity();
    if (kind == 6 && random() % 4 == 0)
        token[random() % token.size()] = std::numeric_limits<T>::quiet_NaN();
}

template <typename T>
std::vector<T> normals(std::int64_t count, Random& random)
{
    std::vector<T> values(asSize(count));
    for (T& value : values)
        value = static_cast<T>(normal(random));
    return values;
}

template <typename T>
Tokens<T> anyTokens(std::int64_t count, std::int64_t dimension, Random& random)
{
    constexpr std::array<double, 4> epsilons{1e-12, 1e-5, 0.1, 0};
    Tokens<T> tokens{count, dimension, std::vector<T>(asSize(count * dimension)), {}, {}, 0};
    for (std::int64_t token = 0; token < count; ++token)
        fillToken(std::span(tokens.values).subspan(asSize(token * dimension), asSize(dimension)), random);
    if (perhaps(random))
        tokens.gamma = normals<T>(dimension, random);
    if (perhaps(random))
        tokens.beta = normals<T>(dimension, random);
    tokens.eps = epsilons[random() % epsilons.size()];
    return tokens;
}

/// Many values that are made fast.
template <typename T>
std::vector<T> manyValues(std::int64_t count, std::uint64_t seed)
{
    std::vector<T> values(asSize(count));
    std::uint64_t state = seed;
    for (T& value : values) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        value = static_cast<T>(static_cast<double>(state >> 11) * 0x1p-52 - 1);
    }
    return values;
}

/// Ordinary numbers with gamma and beta: no NaN, so that memory can be compared.
template <typename T>
Tokens<T> manyTokens(std::int64_t count, std::int64_t dimension, std::uint64_t seed)
{
    return {count,
            dimension,
            manyValues<T>(count * dimension, seed),
            manyValues<T>(dimension, seed + 1),
            manyValues<T>(dimension, seed + 2),
            1e-5};
}

/// The dimension of a random shape: below, at and above every length from which on another way is taken.
std::int64_t anyDimension(Random& random)
{
    switch (random() % 8) {
    case 0:
        return between(random, 60, 70);
    case 1:
        return between(random, 97, 103);
    case 2:
        return between(random, 760, 770);
    default:
        return between(random, 1, 20);
    }
}

template <typename T>
std::string describe(const ForwardMemory<T>& memory)
{
    return std::to_string(memory.tokens) + " tokens of " + std::to_string(memory.dimension) + ", strides " +
           std::to_string(memory.inputStride) + " and " + std::to_string(memory.outputStride) +
           (memory.gamma ? ", gamma" : "") + (memory.beta ? ", beta" : "") + ", eps " +
           ::testing::PrintToString(memory.eps);
}

template <typename T>
void compute(const ForwardMemory<T>& memory, const Execution& execution = {})
{
    const Result<Completion> completion = forward(memory, execution);
    ASSERT_TRUE(completion) << completion.error().text();
    ASSERT_EQ(*completion, Completion::Finished);
}

template <typename T>
void computeOutputs(const ForwardMemory<T>& memory, const Execution& execution = {})
{
    const Result<Completion> completion = forwardOutputs(memory, execution);
    ASSERT_TRUE(completion) << completion.error().text();
    ASSERT_EQ(*completion, Completion::Finished);
}

Execution withThreads(int threads)
{
    return {.threads = threads, .stop = {}, .progress = {}};
}

/// Without gaps and aligned, all tokens at once.
template <typename T>
Results<T> computed(const Tokens<T>& tokens, const Execution& execution = {})
{
    Placed<T> placed(tokens);
    compute(placed.memory, execution);
    return placed.results();
}

/// Without gaps and aligned, one token at a time: what every other way to compute is compared with.
template <typename T>
Results<T> oneByOne(const Tokens<T>& tokens)
{
    Results<T> results;
    for (std::int64_t token = 0; token < tokens.count; ++token)
        results.append(computed(tokens.alone(token), withThreads(1)));
    return results;
}

/// The first difference, for a message.
template <typename T>
std::string difference(const Results<T>& a, const Results<T>& b)
{
    const auto compared = [](const char* name, const auto& left, const auto& right) -> std::string {
        if (sameBits(left, right))
            return "";
        for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i)
            if (std::memcmp(&left[i], &right[i], sizeof(left[i])) != 0)
                return std::string(name) + " at " + std::to_string(i) + "; ";
        return std::string("the size of ") + name + "; ";
    };
    return compared("output", a.output, b.output) + compared("mean", a.mean, b.mean) +
           compared("variance", a.variance, b.variance) +
           compared("reciprocalStd", a.reciprocalStd, b.reciprocalStd) +
           compared("moments", a.moments, b.moments);
}

template <typename T>
class ForwardTest : public ::testing::Test
{
};

using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ForwardTest, Types);

// ---------------------------------------------------------------------------------------------------------------
// Where the memory lies

#ifdef LAYERNORM_SANITIZED
constexpr int shapeCount = 500;
#else
constexpr int shapeCount = 2500;
#endif

/// Every so many shapes is one of a token that fills a chunk or more.
constexpr int longEvery = 250;

template <typename T>
Tokens<T> anyShape(int i, Random& random)
{
    if (i == longEvery - 1)
        return anyTokens<T>(2, 200'000, random);
    if (i % longEvery == 0)
        return anyTokens<T>(between(random, 1, 2), between(random, firstChunked - 16, 140'000), random);
    return anyTokens<T>(between(random, 1, 40), anyDimension(random), random);
}

TYPED_TEST(ForwardTest, NeitherPlaceNorGapsNorOtherTokensChangeABit)
{
    Random random(1);
    for (int i = 0; i < shapeCount; ++i) {
        const Tokens<TypeParam> tokens = anyShape<TypeParam>(i, random);
        Placed<TypeParam> placed(tokens, random);
        compute(placed.memory);
        ASSERT_EQ(placed.fault(oneByOne(tokens)), "") << "shape " << i << ": " << describe(placed.memory);
    }
}

TYPED_TEST(ForwardTest, InPlaceGivesTheSameBits)
{
    Random random(2);
    for (int i = 0; i < shapeCount; ++i) {
        const Tokens<TypeParam> tokens = anyShape<TypeParam>(i, random);
        Placed<TypeParam> placed(tokens, random);
        placed.computeInPlace();
        compute(placed.memory);
        ASSERT_EQ(placed.fault(oneByOne(tokens)), "") << "shape " << i << ": " << describe(placed.memory);
    }
}

TYPED_TEST(ForwardTest, MemoryThatIsOnlyReadMayBeTheSame)
{
    const Tokens<TypeParam> tokens{1, 19, manyValues<TypeParam>(19, 3), {}, {}, 1e-5};
    Tokens<TypeParam> apart = tokens;
    apart.gamma = tokens.values;
    apart.beta = tokens.values;
    Placed<TypeParam> placed(tokens);
    placed.memory.gamma = placed.memory.input;
    placed.memory.beta = placed.memory.input;
    compute(placed.memory);
    EXPECT_EQ(placed.fault(computed(apart)), "");
}

TYPED_TEST(ForwardTest, MemoryMayFollowOtherMemoryAtOnce)
{
    using T = TypeParam;
    constexpr std::int64_t count = 5;
    constexpr std::int64_t dimension = 13;
    const Tokens<T> tokens{count, dimension, manyValues<T>(count * dimension, 4), {}, {}, 1e-5};
    std::vector<T> memory = tokens.values;
    memory.resize(asSize(2 * count * dimension + 3 * count));
    ForwardMemory<T> call;
    call.tokens = count;
    call.dimension = dimension;
    call.input = memory.data();
    call.output = memory.data() + count * dimension;
    call.mean = call.output + count * dimension;
    call.variance = call.mean + count;
    call.reciprocalStd = call.variance + count;
    compute(call);
    const Results<T> expected = computed(tokens);
    EXPECT_TRUE(std::equal(expected.output.begin(), expected.output.end(), call.output));
    EXPECT_TRUE(std::equal(expected.mean.begin(), expected.mean.end(), call.mean));
    EXPECT_TRUE(std::equal(expected.variance.begin(), expected.variance.end(), call.variance));
    EXPECT_TRUE(std::equal(expected.reciprocalStd.begin(), expected.reciprocalStd.end(), call.reciprocalStd));
}

#ifndef __SANITIZE_ADDRESS__
TYPED_TEST(ForwardTest, NothingIsAllocated)
{
    const std::int64_t before = allocations;
    ::operator delete(::operator new(1));
    ASSERT_EQ(allocations, before + 1) << "the count does not count";
    for (const std::int64_t dimension : {1, 8, 13, 769, 100'000}) {
        const std::int64_t count = 200'000 / dimension;
        Placed<TypeParam> placed(manyTokens<TypeParam>(count, dimension, 5));
        const Execution execution;
        const std::int64_t atStart = allocations;
        const Result<Completion> completion = forward(placed.memory, execution);
        const Result<Completion> outputs = forwardOutputs(placed.memory, execution);
        EXPECT_EQ(allocations, atStart) << "dimension " << dimension;
        EXPECT_TRUE(completion && outputs);
    }
}
#endif

// ---------------------------------------------------------------------------------------------------------------
// Threads, and results larger than the caches

// Under the sanitizers numbers of float64 take a hundred times as long, and fewer runs show the same.
#ifdef LAYERNORM_SANITIZED
constexpr std::array severalThreads{2};
constexpr std::array someThreads{2};
constexpr int stopsTriedEvery = 16;
#else
constexpr std::array severalThreads{2, 3, 8, 0};
constexpr std::array someThreads{1, 2, 8, 0};
constexpr int stopsTriedEvery = 1;
#endif

template <typename T>
void expectThreadsChangeNothing(const Tokens<T>& tokens)
{
    const Results<T> alone = computed(tokens, withThreads(1));
    for (const int threads : severalThreads) {
        EXPECT_EQ(difference(computed(tokens, withThreads(threads)), alone), "") << threads << " threads";
        Placed<T> placed(tokens);
        placed.moments.fill(alone.moments);
        computeOutputs(placed.memory, withThreads(threads));
        EXPECT_TRUE(sameBits(placed.output.dense(), alone.output)) << threads << " threads, outputs only";
    }
}

TYPED_TEST(ForwardTest, ThreadsChangeNoBitOfManyShortTokens)
{
    expectThreadsChangeNothing(manyTokens<TypeParam>(300'003, 4, 6));
}

TYPED_TEST(ForwardTest, ThreadsChangeNoBitOfOrdinaryTokens)
{
    expectThreadsChangeNothing(manyTokens<TypeParam>(1000, 769, 7));
}

TYPED_TEST(ForwardTest, ThreadsChangeNoBitOfOneLongToken)
{
    Tokens<TypeParam> tokens = manyTokens<TypeParam>(1, 2'000'003, 8);
    expectThreadsChangeNothing(tokens);
    // A first value so far off that the sums are taken again.
    tokens.values[0] = static_cast<TypeParam>(1e6);
    expectThreadsChangeNothing(tokens);
}

/// Output of these bytes and its input do not fit into the last-level cache. Bounded, for machines with very
/// large ones; under the sanitizers the library takes much less for large.
std::int64_t beyondTheCaches()
{
#ifdef LAYERNORM_SANITIZED
    return 4'000'000;
#endif
    const long cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
    return std::clamp<std::int64_t>(cache, 40'000'000, 200'000'000);
}

/// Large results are written past the caches. Small ones, and so those of a run in pieces, are not.
template <typename T>
void expectThePiecesBits(std::int64_t dimension, std::int64_t gap, std::int64_t offset, bool inPlace)
{
    const std::int64_t stride = dimension + gap;
    const std::int64_t count = beyondTheCaches() / static_cast<std::int64_t>(sizeof(T)) / stride + 1;
    const std::int64_t piece = std::max<std::int64_t>(1, 200'000 / stride);
    const std::vector<T> values = manyValues<T>(count * stride, 9);
    const std::vector<T> gamma = manyValues<T>(dimension, 10);
    const auto length = asSize(count * stride + offset);

    ForwardMemory<T> memory;
    memory.dimension = dimension;
    memory.inputStride = stride;
    memory.outputStride = stride;
    memory.gamma = gamma.data();
    std::vector<T> expected(length, canary<T>());
    for (std::int64_t first = 0; first < count; first += piece) {
        memory.tokens = std::min(piece, count - first);
        memory.input = values.data() + first * stride;
        memory.output = expected.data() + offset + first * stride;
        compute(memory);
    }
    std::vector<T> output(length, canary<T>());
    memory.tokens = count;
    memory.input = values.data();
    memory.output = output.data() + offset;
    if (inPlace) {
        // The gaps, too, are those of the input.
        std::copy(values.begin(), values.end(), memory.output);
        memory.input = memory.output;
        for (std::int64_t token = 0; token < count; ++token)
            std::copy_n(values.data() + token * stride + dimension, gap,
                        expected.data() + offset + token * stride + dimension);
    }
    compute(memory);
    EXPECT_TRUE(sameBits(output, expected)) << count << " tokens of " << dimension << ", gap " << gap
                                            << ", offset " << offset << (inPlace ? ", in place" : "");
}

TYPED_TEST(ForwardTest, ResultsLargerThanTheCachesHaveTheSameBits)
{
    for (const std::int64_t dimension : {3, 8, 100, 769, 5000, 200'000})
        expectThePiecesBits<TypeParam>(dimension, 0, 0, false);
}

TYPED_TEST(ForwardTest, ResultsLargerThanTheCachesHaveTheSameBitsAtAnyPlace)
{
    expectThePiecesBits<TypeParam>(4, 0, 1, false);
    expectThePiecesBits<TypeParam>(7, 2, 3, false);
    expectThePiecesBits<TypeParam>(13, 0, 5, false);
    expectThePiecesBits<TypeParam>(769, 3, 7, false);
    expectThePiecesBits<TypeParam>(200'001, 5, 1, false);
}

TYPED_TEST(ForwardTest, ResultsLargerThanTheCachesHaveTheSameBitsInPlace)
{
    expectThePiecesBits<TypeParam>(4, 0, 1, true);
    expectThePiecesBits<TypeParam>(5, 1, 0, true);
    expectThePiecesBits<TypeParam>(769, 0, 3, true);
    expectThePiecesBits<TypeParam>(770, 6, 0, true);
    expectThePiecesBits<TypeParam>(200'001, 0, 3, true);
}

// ---------------------------------------------------------------------------------------------------------------
// Outputs from moments

TYPED_TEST(ForwardTest, OutputsFromMomentsHaveTheBitsOfAFreshComputation)
{
    Random random(11);
    for (int i = 0; i < shapeCount; ++i) {
        Tokens<TypeParam> tokens = anyShape<TypeParam>(i, random);
        const Results<TypeParam> before = computed(tokens);
        tokens.eps = 0.037;
        tokens.gamma =
            perhaps(random) ? std::vector<TypeParam>() : normals<TypeParam>(tokens.dimension, random);
        tokens.beta =
            perhaps(random) ? std::vector<TypeParam>() : normals<TypeParam>(tokens.dimension, random);
        Results<TypeParam> expected = computed(tokens);

        Placed<TypeParam> placed(tokens, random);
        if (perhaps(random))
            placed.computeInPlace();
        placed.memory.moments = placed.moments.start();
        placed.moments.fill(before.moments);
        computeOutputs(placed.memory);
        // Mean and variance stay as they are, although memory for them is given.
        expected.mean.assign(expected.mean.size(), canary<TypeParam>());
        expected.variance.assign(expected.variance.size(), canary<TypeParam>());
        ASSERT_EQ(placed.fault(expected), "") << "shape " << i << ": " << describe(placed.memory);
    }
}

// ---------------------------------------------------------------------------------------------------------------
// Progress and stop

/// Takes down what it is told of the progress.
class WatchedProgress
{
public:
    [[nodiscard]] Execution execution(int threads)
    {
        return {.threads = threads, .stop = {}, .progress = [this](double part) { take(part); }};
    }

    void expectWholeCourse() const
    {
        EXPECT_FALSE(m_twoAtOnce);
        ASSERT_FALSE(parts.empty());
        EXPECT_TRUE(std::is_sorted(parts.begin(), parts.end()));
        EXPECT_GE(parts.front(), 0);
        EXPECT_EQ(parts.back(), 1);
    }

    std::vector<double> parts;

private:
    void take(double part)
    {
        if (m_inside.exchange(true))
            m_twoAtOnce = true;
        std::this_thread::yield(); // a chance for another thread to come in
        parts.push_back(part);
        m_inside = false;
    }

    std::atomic<bool> m_inside = false;
    std::atomic<bool> m_twoAtOnce = false;
};

template <typename T>
void expectOrderlyProgress(const Tokens<T>& tokens)
{
    for (const int threads : someThreads) {
        SCOPED_TRACE(std::to_string(tokens.count) + " tokens of " + std::to_string(tokens.dimension) + ", " +
                     std::to_string(threads) + " threads");
        Placed<T> placed(tokens);
        WatchedProgress all;
        compute(placed.memory, all.execution(threads));
        all.expectWholeCourse();
        WatchedProgress outputs;
        computeOutputs(placed.memory, outputs.execution(threads));
        outputs.expectWholeCourse();
    }
}

TYPED_TEST(ForwardTest, ProgressNeverFallsAndEndsAtOne)
{
    expectOrderlyProgress(manyTokens<TypeParam>(1, 1, 12));
    expectOrderlyProgress(manyTokens<TypeParam>(300'003, 4, 12));
    expectOrderlyProgress(manyTokens<TypeParam>(2000, 769, 12));
    expectOrderlyProgress(manyTokens<TypeParam>(3, 500'000, 12));
}

TYPED_TEST(ForwardTest, ProgressNeverFallsAndEndsAtOneWhereSumsAreTakenAgain)
{
    Tokens<TypeParam> tokens = manyTokens<TypeParam>(3, 500'000, 13);
    tokens.values[0] = static_cast<TypeParam>(1e6);
    tokens.values[500'000] = static_cast<TypeParam>(-1e6);
    expectOrderlyProgress(tokens);
}

TYPED_TEST(ForwardTest, NoTokensAreFinishedAtOnce)
{
    for (const std::int64_t dimension : {std::int64_t{1}, std::int64_t{769}, std::int64_t{200'000}}) {
        ForwardMemory<TypeParam> memory;
        memory.tokens = 0;
        memory.dimension = dimension;
        WatchedProgress progress;
        const Execution execution = progress.execution(0);
#ifndef __SANITIZE_ADDRESS__
        const std::int64_t before = allocations;
#endif
        const Result<Completion> completion = forward(memory, execution);
#ifndef __SANITIZE_ADDRESS__
        EXPECT_EQ(allocations, before) << "dimension " << dimension;
#endif
        ASSERT_TRUE(completion) << completion.error().text();
        EXPECT_EQ(*completion, Completion::Finished);
        EXPECT_TRUE(progress.parts.empty());
    }
}

TYPED_TEST(ForwardTest, NoTokensOfADimensionBeyondAnyMemoryAreNoCrash)
{
    // Nothing would have to be read, so this may be an error or not.
    for (const std::int64_t dimension :
         {std::int64_t{1} << 40, std::int64_t{1} << 62, std::numeric_limits<std::int64_t>::max()}) {
        ForwardMemory<TypeParam> memory;
        memory.tokens = 0;
        memory.dimension = dimension;
        EXPECT_NO_THROW({
            const Result<Completion> completion = forward(memory);
            EXPECT_EQ(completion.value_or(Completion::Finished), Completion::Finished);
        }) << "dimension "
           << dimension;
    }
}

/// How many tokens are as they were. Every other one must have its results.
template <typename T>
std::int64_t tokensUntouched(const Results<T>& found, const Results<T>& before, const Results<T>& finished)
{
    const auto count = static_cast<std::int64_t>(found.mean.size());
    const std::int64_t dimension = static_cast<std::int64_t>(found.output.size()) / count;
    const auto token = [](const auto& values, std::int64_t i, std::int64_t width) {
        return std::vector(values.begin() + i * width, values.begin() + (i + 1) * width);
    };
    std::int64_t untouched = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto is = [&](const Results<T>& other) {
            return sameBits(token(found.output, i, dimension), token(other.output, i, dimension)) &&
                   sameBits(token(found.mean, i, 1), token(other.mean, i, 1)) &&
                   sameBits(token(found.variance, i, 1), token(other.variance, i, 1)) &&
                   sameBits(token(found.reciprocalStd, i, 1), token(other.reciprocalStd, i, 1)) &&
                   sameBits(token(found.moments, i, momentDoubles<T>),
                            token(other.moments, i, momentDoubles<T>));
        };
        if (is(before))
            ++untouched;
        else
            EXPECT_TRUE(is(finished)) << "token " << i << " of " << count << " is half done";
    }
    return untouched;
}

/// Stops at the `call`-th report of progress. Returns how many tokens are as they were, or nothing where the
/// computation was over before.
template <typename T>
std::optional<std::int64_t> untouchedWhenStopped(const Tokens<T>& tokens, int threads, int call, bool inPlace)
{
    const Results<T> finished = computed(tokens);
    Placed<T> placed(tokens);
    if (inPlace)
        placed.computeInPlace();
    const Results<T> before = placed.results();
    std::stop_source source;
    int calls = 0;
    double reached = 0;
    const Result<Completion> completion =
        forward(placed.memory, {.threads = threads, .stop = source.get_token(), .progress = [&](double part) {
                                    reached = part;
                                    if (++calls == call)
                                        source.request_stop();
                                }});
    EXPECT_TRUE(completion);
    if (calls < call || reached == 1)
        return std::nullopt;
    EXPECT_EQ(completion.value_or(Completion::Finished), Completion::Stopped);
    return tokensUntouched(placed.results(), before, finished);
}

TYPED_TEST(ForwardTest, AStopLeavesTheTokensNotReachedUntouched)
{
    for (const bool inPlace : {false, true})
        for (const int threads : someThreads) {
            SCOPED_TRACE(threads);
            const auto shorts =
                untouchedWhenStopped(manyTokens<TypeParam>(300'000, 4, 14), threads, 1, inPlace);
            const auto longs =
                untouchedWhenStopped(manyTokens<TypeParam>(2000, 769, 15), threads, 2, inPlace);
            // With more threads, all parts may be under way.
            if (threads == 1 || threads == 2) {
                EXPECT_GT(shorts.value_or(0), 200'000);
                EXPECT_GT(longs.value_or(0), 1000);
            }
        }
}

TYPED_TEST(ForwardTest, AStopLeavesTokensOfManyChunksDoneOrUntouched)
{
    const Tokens<TypeParam> tokens = manyTokens<TypeParam>(3, 300'000, 16);
    for (const bool inPlace : {false, true})
        for (int call = 1; call < 1000; call += stopsTriedEvery) {
            SCOPED_TRACE("stopped at report " + std::to_string(call) + (inPlace ? ", in place" : ""));
            if (!untouchedWhenStopped(tokens, 1, call, inPlace))
                break;
            if (this->HasFailure())
                break;
        }
}

TYPED_TEST(ForwardTest, AStopRequestedBeforeStartsNothing)
{
    for (const std::int64_t dimension : {4, 769, 200'000})
        for (const int threads : {1, 0}) {
            Placed<TypeParam> placed(manyTokens<TypeParam>(800'000 / dimension, dimension, 17));
            std::stop_source source;
            source.request_stop();
            WatchedProgress progress;
            Execution execution = progress.execution(threads);
            execution.stop = source.get_token();
            const Result<Completion> completion = forward(placed.memory, execution);
            ASSERT_TRUE(completion);
            EXPECT_EQ(*completion, Completion::Stopped);
            EXPECT_TRUE(progress.parts.empty());
            EXPECT_TRUE(placed.nothingWritten());

            placed.moments.fill(computed(manyTokens<TypeParam>(800'000 / dimension, dimension, 17)).moments);
            const Result<Completion> outputs = forwardOutputs(placed.memory, execution);
            ASSERT_TRUE(outputs);
            EXPECT_EQ(*outputs, Completion::Stopped);
            EXPECT_TRUE(placed.output.untouched() && placed.reciprocalStd.untouched());
        }
}

// ---------------------------------------------------------------------------------------------------------------
// Errors

template <typename T>
class Refusals
{
public:
    using Change = std::function<void(ForwardMemory<T>&, Placed<T>&)>;

    /// Both functions refuse what `change` makes of a good call, and write nothing.
    void expect(const std::string& sentence, const Change& change)
    {
        expectOf(false, sentence, change);
        expectOf(true, sentence, change);
    }

    void expectOf(bool outputsOnly, const std::string& sentence, const Change& change)
    {
        Placed<T> placed(manyTokens<T>(6, 5, 18));
        change(placed.memory, placed);
        const Result<Completion> completion =
            outputsOnly ? forwardOutputs(placed.memory) : forward(placed.memory);
        ASSERT_FALSE(completion) << "not refused: " << sentence;
        EXPECT_EQ(completion.error().text(), sentence);
        EXPECT_TRUE(placed.nothingWritten()) << sentence;
    }
};

TYPED_TEST(ForwardTest, RefusesNullPointers)
{
    using Memory = ForwardMemory<TypeParam>;
    Refusals<TypeParam> refusals;
    refusals.expect("There is no memory for input; its pointer is null",
                    [](Memory& memory, auto&) { memory.input = nullptr; });
    refusals.expect("There is no memory for output; its pointer is null",
                    [](Memory& memory, auto&) { memory.output = nullptr; });
    refusals.expectOf(true, "There is no memory for moments; its pointer is null",
                      [](Memory& memory, auto&) { memory.moments = nullptr; });
}

TYPED_TEST(ForwardTest, RefusesNumbersThatMakeNoSense)
{
    using Memory = ForwardMemory<TypeParam>;
    Refusals<TypeParam> refusals;
    refusals.expect("The dimension is 0; a token needs at least one value",
                    [](Memory& memory, auto&) { memory.dimension = 0; });
    refusals.expect("The dimension is -1; a token needs at least one value",
                    [](Memory& memory, auto&) { memory.dimension = -1; });
    refusals.expect("The dimension is -9223372036854775808; a token needs at least one value",
                    [](Memory& memory, auto&) {
                        memory.dimension = std::numeric_limits<std::int64_t>::min();
                        memory.inputStride = 0;
                    });
    refusals.expect("The number of tokens is -1; it cannot be negative",
                    [](Memory& memory, auto&) { memory.tokens = -1; });
    refusals.expect("The number of tokens is -9223372036854775808; it cannot be negative",
                    [](Memory& memory, auto&) { memory.tokens = std::numeric_limits<std::int64_t>::min(); });
    refusals.expect("A stride of 4 makes tokens of 5 values overlap; give at least 5",
                    [](Memory& memory, auto&) { memory.inputStride = 4; });
    refusals.expect("A stride of 1 makes tokens of 5 values overlap; give at least 5",
                    [](Memory& memory, auto&) { memory.outputStride = 1; });
    refusals.expect("A stride of -5 makes tokens of 5 values overlap; give at least 5",
                    [](Memory& memory, auto&) { memory.outputStride = -5; });
    refusals.expect("eps is -1; it must be a finite number that is not negative, such as 1e-5",
                    [](Memory& memory, auto&) { memory.eps = -1; });
    refusals.expect("eps is -1e-30; it must be a finite number that is not negative, such as 1e-5",
                    [](Memory& memory, auto&) { memory.eps = -1e-30; });
    refusals.expect("eps is nan; it must be a finite number that is not negative, such as 1e-5",
                    [](Memory& memory, auto&) { memory.eps = nan; });
    refusals.expect("eps is inf; it must be a finite number that is not negative, such as 1e-5",
                    [](Memory& memory, auto&) { memory.eps = infinity; });
    refusals.expect("eps is -inf; it must be a finite number that is not negative, such as 1e-5",
                    [](Memory& memory, auto&) { memory.eps = -infinity; });
}

TYPED_TEST(ForwardTest, RefusesSizesBeyondAnyMemory)
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    struct Size {
        std::int64_t tokens;
        std::int64_t dimension;
        std::int64_t stride;
    };
    Refusals<TypeParam> refusals;
    for (const Size& size :
         {Size{std::int64_t{1} << 62, 1, 0}, Size{std::int64_t{1} << 62, 5, 0}, Size{most, 1, 0},
          Size{most, most, 0}, Size{1, most, 0}, Size{2, most, 0}, Size{1, std::int64_t{1} << 62, 0},
          Size{6, std::int64_t{1} << 60, 0}, Size{std::int64_t{1} << 40, std::int64_t{1} << 40, 0},
          // Of these it is the moments, or the gaps, that do not fit.
          Size{std::int64_t{1} << 59, 1, 0}, Size{3, 5, std::int64_t{1} << 62}, Size{2, 5, most}})
        refusals.expect(std::to_string(size.tokens) + " tokens of " + std::to_string(size.dimension) +
                            " values do not fit into any memory",
                        [&size](ForwardMemory<TypeParam>& memory, auto&) {
                            memory.tokens = size.tokens;
                            memory.dimension = size.dimension;
                            memory.inputStride = size.stride;
                            memory.outputStride = size.stride;
                        });
}

TYPED_TEST(ForwardTest, RefusesMemoryThatOverlaps)
{
    using Memory = ForwardMemory<TypeParam>;
    using Memories = Placed<TypeParam>;
    Refusals<TypeParam> refusals;
    const auto sentence = [](const char* one, const char* other) {
        return std::string("The memory of ") + one + " and of " + other +
               " overlaps; only output and input may be the same, with the same stride";
    };
    // Six tokens of five values.
    refusals.expect(sentence("input", "output"),
                    [](Memory& memory, Memories& memories) { memory.output = memories.input.start() + 1; });
    refusals.expect(sentence("input", "output"),
                    [](Memory& memory, Memories& memories) { memory.output = memories.input.start() + 29; });
    refusals.expect(sentence("input", "output"), [](Memory& memory, Memories& memories) {
        memory.input = memories.input.start() + 10;
        memory.output = memories.input.start();
        memory.tokens = 3;
    });
    refusals.expect(sentence("input", "output"), [](Memory& memory, Memories& memories) {
        memory.tokens = 2;
        memory.output = memories.input.start();
        memory.outputStride = 6;
    });
    refusals.expect(sentence("output", "gamma"),
                    [](Memory& memory, auto&) { memory.gamma = memory.output + 28; });
    refusals.expect(sentence("output", "beta"),
                    [](Memory& memory, auto&) { memory.beta = memory.output - 4; });
    refusals.expect(sentence("output", "mean"), [](Memory& memory, auto&) { memory.mean = memory.output; });
    refusals.expect(sentence("input", "mean"),
                    [](Memory& memory, Memories& memories) { memory.mean = memories.input.start() + 29; });
    refusals.expect(sentence("output", "variance"),
                    [](Memory& memory, auto&) { memory.variance = memory.output + 29; });
    refusals.expect(sentence("output", "reciprocalStd"),
                    [](Memory& memory, auto&) { memory.reciprocalStd = memory.output + 7; });
    refusals.expect(sentence("gamma", "mean"),
                    [](Memory& memory, Memories& memories) { memory.mean = memories.gamma.start() + 4; });
    refusals.expect(sentence("beta", "variance"),
                    [](Memory& memory, Memories& memories) { memory.variance = memories.beta.start() - 5; });
    refusals.expect(sentence("mean", "variance"),
                    [](Memory& memory, auto&) { memory.variance = memory.mean + 5; });
    refusals.expect(sentence("mean", "reciprocalStd"),
                    [](Memory& memory, auto&) { memory.reciprocalStd = memory.mean; });
    refusals.expect(sentence("variance", "reciprocalStd"),
                    [](Memory& memory, auto&) { memory.reciprocalStd = memory.variance - 5; });
    if constexpr (std::is_same_v<TypeParam, double>) {
        refusals.expect(sentence("output", "moments"),
                        [](Memory& memory, auto&) { memory.moments = memory.output + 29; });
        refusals.expect(sentence("mean", "moments"),
                        [](Memory& memory, auto&) { memory.moments = memory.mean + 5; });
        refusals.expect(sentence("reciprocalStd", "moments"),
                        [](Memory& memory, auto&) { memory.reciprocalStd = memory.moments + 23; });
    }
}

TYPED_TEST(ForwardTest, InPlaceTheOutputMustNotReachWhatElseIsWritten)
{
    Refusals<TypeParam> refusals;
    refusals.expect(
        "The memory of input and of mean overlaps; only output and input may be the same, with the "
        "same stride",
        [](ForwardMemory<TypeParam>& memory, Placed<TypeParam>& memories) {
            memories.computeInPlace();
            memory.mean = memory.output;
        });
}

// ---------------------------------------------------------------------------------------------------------------
// The values

TYPED_TEST(ForwardTest, OutputsAreTheExactValuesRoundedOnce)
{
    using T = TypeParam;
    Random random(19);
    std::int64_t values = 0;
    std::int64_t rounded = 0;
    for (int i = 0; i < 600; ++i) {
        // The exact value of an output takes a time that grows with the token.
        const std::int64_t dimension = i % 200 == 0 ? 769 : between(random, 2, 70);
        const std::int64_t count = dimension == 769 ? 1 : between(random, 1, 9);
        const double mean = std::pow(10, static_cast<double>(between(random, 0, 6)));
        Tokens<T> tokens{count, dimension, normals<T>(count * dimension, random), {}, {}, 0};
        for (T& value : tokens.values)
            value = static_cast<T>(mean + static_cast<double>(value));
        // As many whole numbers around 1e6 may all be the same: without eps they have no output.
        tokens.eps = perhaps(random) ? 1e-5 : 1e-12;
        if (i % 2 == 0) {
            tokens.gamma = normals<T>(dimension, random);
            tokens.beta = normals<T>(dimension, random);
        }
        const std::vector<T> output = computed(tokens).output;

        const Tensor input(Shape::of({count, dimension}), tokens.values);
        LayerNormParameters parameters;
        parameters.eps = tokens.eps;
        if (!tokens.gamma.empty()) {
            parameters.gamma = Tensor(Shape::of({dimension}), tokens.gamma);
            parameters.beta = Tensor(Shape::of({dimension}), tokens.beta);
        }
        for (std::int64_t token = 0; token < count; ++token) {
            const auto mine = std::span(output).subspan(asSize(token * dimension), asSize(dimension));
            double largest = 0;
            for (const T value : mine)
                largest = std::max(largest, std::abs(static_cast<double>(value)));
            for (std::int64_t j = 0; j < dimension; ++j) {
                const double exact = exactOutput(input, parameters, token * dimension + j);
                const T found = mine[asSize(j)];
                ASSERT_LE(std::abs(static_cast<double>(found) - exact), oneRounding * roundoff<T> * largest)
                    << "value " << j << " of " << dimension << " around " << mean;
                ++values;
                if (found == static_cast<T>(exact))
                    ++rounded;
            }
        }
    }
    this->RecordProperty("values", std::to_string(values));
    this->RecordProperty("rounded", std::to_string(rounded));
    EXPECT_GE(static_cast<double>(rounded), 0.999 * static_cast<double>(values))
        << rounded << " of " << values;
}

} // namespace
} // namespace layernorm
