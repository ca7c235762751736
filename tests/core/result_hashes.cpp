// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Prints which build of the library was loaded, then for every case its name and a hash of all bits of the
// results. Whatever build that is, the lines after the first are the same: cpu_levels_test compares them.
#include "core/norm/cpu_level.h"
#include "core/norm/forward.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace layernorm;

using Random = std::mt19937_64;

/// 64-bit FNV-1a.
class Hash
{
public:
    template <typename T>
    void add(const std::vector<T>& values)
    {
        for (const T value : values)
            add(value);
    }

    [[nodiscard]] std::uint64_t value() const { return m_value; }

private:
    template <typename T>
    void add(T value)
    {
        using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
        // Payload and sign of a NaN are not promised.
        auto bits = std::bit_cast<Bits>(std::isnan(value) ? std::numeric_limits<T>::quiet_NaN() : value);
        for (std::size_t i = 0; i < sizeof(bits); ++i, bits >>= 8)
            m_value = (m_value ^ (bits & 0xFF)) * 0x100'0000'01B3U;
    }

    std::uint64_t m_value = 0xCBF2'9CE4'8422'2325U;
};

/// 0 to 1
double uniform(Random& random)
{
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

/// Nearly normal, and without a library function that may itself depend on the processor.
double normal(Random& random)
{
    return (uniform(random) + uniform(random) + uniform(random) + uniform(random) - 2) * 1.7320508075688772;
}

/// Any finite number, of any exponent.
template <typename T>
T anyNumber(Random& random)
{
    for (;;) {
        T value;
        const std::uint64_t bits = random();
        std::memcpy(&value, &bits, sizeof(T));
        if (std::isfinite(value))
            return value;
    }
}

template <typename T>
using Fill = void (*)(std::span<T> token, std::int64_t index, Random& random);

template <typename T>
struct Kind {
    const char* name;
    Fill<T> fill;
};

template <typename T>
void fillWith(std::span<T> token, Random& random, double mean, double scale)
{
    for (T& value : token)
        value = static_cast<T>(mean + scale * normal(random));
}

/// A value in the first, the last or another place.
template <typename T>
void spoil(std::span<T> token, std::int64_t index, Random& random, T value)
{
    const std::array<std::size_t, 3> places{0, token.size() - 1, random() % token.size()};
    token[places[static_cast<std::size_t>(index) % places.size()]] = value;
}

template <typename T>
constexpr std::array<Kind<T>, 14> kinds()
{
    using Token = std::span<T>;
    using Index = std::int64_t;
    return {{
        {"normal", [](Token token, Index, Random& random) { fillWith(token, random, 0, 1); }},
        {"mean 1e6", [](Token token, Index, Random& random) { fillWith(token, random, 1e6, 1); }},
        {"mean 1e6, small", [](Token token, Index, Random& random) { fillWith(token, random, 1e6, 0.1); }},
        {"outlier first",
         [](Token token, Index, Random& random) {
             fillWith(token, random, 0, 1);
             token[0] = static_cast<T>(1e6);
         }},
        {"constant",
         [](Token token, Index, Random& random) {
             std::fill(token.begin(), token.end(), static_cast<T>(normal(random)));
         }},
        {"constant but one",
         [](Token token, Index index, Random& random) {
             std::fill(token.begin(), token.end(), static_cast<T>(1));
             spoil(token, index, random, 1 + std::numeric_limits<T>::epsilon());
         }},
        {"subnormal",
         [](Token token, Index, Random& random) {
             for (T& value : token)
                 value = static_cast<T>(static_cast<double>(random() % 2000) - 1000) *
                         std::numeric_limits<T>::denorm_min();
         }},
        {"tiny", [](Token token, Index,
                    Random& random) { fillWith(token, random, 0, sizeof(T) == 4 ? 1e-36 : 1e-160); }},
        {"large", [](Token token, Index,
                     Random& random) { fillWith(token, random, 0, sizeof(T) == 4 ? 1e18 : 1e152); }},
        {"huge", [](Token token, Index,
                    Random& random) { fillWith(token, random, 0, sizeof(T) == 4 ? 1e30 : 1e200); }},
        {"NaN or infinity",
         [](Token token, Index index, Random& random) {
             fillWith(token, random, 0, 1);
             constexpr std::array<T, 4> spoilers{
                 std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                 -std::numeric_limits<T>::infinity(), std::numeric_limits<T>::max()};
             // Some tokens stay as they are, among the others.
             if (index % 5 != 4)
                 spoil(token, index, random, spoilers[static_cast<std::size_t>(index) % 5]);
         }},
        {"both infinities",
         [](Token token, Index index, Random& random) {
             fillWith(token, random, 0, 1);
             spoil(token, index, random, std::numeric_limits<T>::infinity());
             spoil(token, index + 1, random, -std::numeric_limits<T>::infinity());
         }},
        {"any bits",
         [](Token token, Index, Random& random) {
             for (T& value : token)
                 value = anyNumber<T>(random);
         }},
        {"many magnitudes",
         [](Token token, Index, Random& random) {
             for (T& value : token)
                 value = static_cast<T>(std::ldexp(normal(random), static_cast<int>(random() % 80) - 40));
         }},
    }};
}

template <typename T>
struct Case {
    std::string name;
    std::int64_t tokens = 1;
    std::int64_t dimension = 1;
    double eps = 1e-5;
    bool gamma = false;
    bool beta = false;
    std::vector<T> values;
    double gammaScale = 1;
};

/// Whatever is computed of the case, and computed again from its moments.
template <typename T>
void print(const Case<T>& that, Random& random)
{
    const auto count = static_cast<std::size_t>(that.tokens);
    std::vector<T> gamma(static_cast<std::size_t>(that.dimension));
    std::vector<T> beta(gamma.size());
    fillWith(std::span(gamma), random, that.gammaScale, 0.5 * that.gammaScale);
    fillWith(std::span(beta), random, 0, 0.5);
    std::vector<T> output(that.values.size());
    std::vector<T> mean(count);
    std::vector<T> variance(count);
    std::vector<T> reciprocalStd(count);
    std::vector<double> moments(count * static_cast<std::size_t>(momentDoubles<T>));

    ForwardMemory<T> memory;
    memory.tokens = that.tokens;
    memory.dimension = that.dimension;
    memory.input = that.values.data();
    memory.output = output.data();
    memory.gamma = that.gamma ? gamma.data() : nullptr;
    memory.beta = that.beta ? beta.data() : nullptr;
    memory.eps = that.eps;
    memory.mean = mean.data();
    memory.variance = variance.data();
    memory.reciprocalStd = reciprocalStd.data();
    memory.moments = moments.data();
    Hash hash;
    bool done = forward(memory).has_value();
    for (const std::vector<T>* values : {&output, &mean, &variance, &reciprocalStd})
        hash.add(*values);
    hash.add(moments);
    memory.gamma = that.gamma ? nullptr : gamma.data();
    memory.eps = 0.01;
    done = done && forwardOutputs(memory).has_value();
    hash.add(output);
    hash.add(reciprocalStd);
    std::printf("%s: %016llx%s\n", that.name.c_str(), static_cast<unsigned long long>(hash.value()),
                done ? "" : ", refused");
}

std::string nameOf(const char* type, std::int64_t tokens, std::int64_t dimension, const char* kind,
                   double eps, bool gamma, bool beta)
{
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%g", eps);
    return std::string(type) + ", " + std::to_string(tokens) + " tokens of " + std::to_string(dimension) +
           ", " + kind + ", eps " + number.data() + (gamma ? ", gamma" : "") + (beta ? ", beta" : "");
}

/// Tokens of one length and kind: for short ones more than a block of them, and the last block not whole.
template <typename T>
Case<T> drawn(const char* type, std::int64_t dimension, const Kind<T>& kind, std::size_t variant,
              Random& random)
{
    constexpr std::array<double, 3> epsilons{1e-5, 0, 1e-12};
    Case<T> that;
    that.tokens = dimension > 4096 ? 2 : dimension > 100 ? 11 : dimension > 12 ? 37 : 1031;
    that.dimension = dimension;
    that.eps = epsilons[variant % 3];
    that.gamma = variant % 4 < 2;
    that.beta = variant % 8 < 4;
    that.name = nameOf(type, that.tokens, dimension, kind.name, that.eps, that.gamma, that.beta);
    that.values.resize(static_cast<std::size_t>(that.tokens * dimension));
    for (std::int64_t token = 0; token < that.tokens; ++token)
        kind.fill(
            std::span(that.values)
                .subspan(static_cast<std::size_t>(token * dimension), static_cast<std::size_t>(dimension)),
            token, random);
    return that;
}

template <typename T>
void printCases(const char* type)
{
    std::vector<std::int64_t> dimensions{63, 64, 65, 100, 768, 769, 4096, 200'000};
    for (std::int64_t dimension = 1; dimension <= 20; ++dimension)
        dimensions.push_back(dimension);
    Random random(1);
    for (std::size_t i = 0; i < dimensions.size(); ++i)
        for (std::size_t kind = 0; kind < kinds<T>().size(); ++kind)
            // Steps of five: every kind meets every eps, gamma and beta at one dimension or another.
            print(drawn(type, dimensions[i], kinds<T>()[kind], 5 * i + kind, random), random);
    // Products at either end of the type's range.
    for (const std::int64_t dimension : {1, 2, 7, 13, 65, 769})
        for (const double scale : {sizeof(T) == 4 ? 1e36 : 1e300, sizeof(T) == 4 ? 1e-36 : 1e-300}) {
            Case<T> that = drawn(type, dimension, kinds<T>()[0], 0, random);
            that.gammaScale = scale;
            that.name += scale > 1 ? " (huge gamma)" : " (tiny gamma)";
            print(that, random);
        }
    // Results that are written past the caches.
    for (const std::int64_t dimension : {7, 769, 500'000}) {
        Case<T> that;
        that.dimension = dimension;
        that.tokens = 40'000'000 / static_cast<std::int64_t>(sizeof(T)) / dimension;
        that.gamma = true;
        that.name = nameOf(type, that.tokens, dimension, "uniform", that.eps, that.gamma, that.beta);
        that.values.resize(static_cast<std::size_t>(that.tokens * dimension));
        for (T& value : that.values)
            value = static_cast<T>(uniform(random));
        print(that, random);
    }
}

} // namespace

int main()
{
    std::puts(cpuLevel());
    printCases<float>("float32");
    printCases<double>("float64");
    return 0;
}
