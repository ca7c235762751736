// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm.h"

#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

namespace layernorm {
namespace {

using namespace layernorm::testing;

#ifdef __SIZEOF_FLOAT128__
__extension__ typedef __float128 Quad;
#else
using Quad = long double; // 113 bits where there is no __float128 (aarch64)
#endif

Quad magnitude(Quad value)
{
    return value < 0 ? -value : value;
}

Quad root(Quad value)
{
    if (!(value > 0))
        return 0;
    Quad result = static_cast<Quad>(std::sqrt(static_cast<long double>(value)));
    for (int step = 0; step < 2; ++step)
        result = (result + value / result) / 2;
    return result;
}

/// The formula in quadruple precision.
template <typename T>
struct Exact {
    explicit Exact(const std::vector<T>& x)
    {
        const auto count = static_cast<Quad>(x.size());
        for (const T value : x)
            mean += static_cast<Quad>(value);
        mean /= count;
        for (const T value : x) {
            const Quad deviation = static_cast<Quad>(value) - mean;
            variance += deviation * deviation;
            largestDeviation = std::max(largestDeviation, magnitude(deviation));
        }
        variance /= count;
    }

    [[nodiscard]] Quad rootWith(double eps) const
    {
        return root(variance + static_cast<Quad>(static_cast<T>(eps)));
    }

    Quad mean = 0;
    Quad variance = 0;
    Quad largestDeviation = 0;
};

/// The largest error of an output, in roundings of the token's largest output.
template <typename T>
double outputError(const std::vector<T>& x, const Exact<T>& exact, double eps)
{
    LayerNormParameters parameters;
    parameters.eps = eps;
    const LayerNormResult result =
        *layerNorm(Tensor(Shape::of({static_cast<std::int64_t>(x.size())}), x), parameters);
    const auto output = result.output.values<T>();
    const Quad root = exact.rootWith(eps);
    Quad worst = 0; // of output * root, which is the deviation
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(output[i]))
            return infinity;
        worst = std::max(
            worst, magnitude(static_cast<Quad>(output[i]) * root - (static_cast<Quad>(x[i]) - exact.mean)));
    }
    // A deviation is a multiple of the smallest subnormal, whatever its own size.
    worst -= static_cast<Quad>(std::numeric_limits<T>::denorm_min());
    return static_cast<double>(worst / exact.largestDeviation) / roundoff<T>;
}

/// Fills a token of any length.
using Fill = std::function<double(Random&, std::size_t index, std::size_t dimension)>;

struct Data {
    const char* name;
    Fill fill;
    double roundings = oneRounding;
};

/// Deviations as small as the values' own last digits are, in float64, known no better than the mean is: to
/// 106 bits.
constexpr double nearlyConstant = 1.25;

/// `value` and `steps` of the type's numbers above it.
template <typename T>
double above(double value, std::uint64_t steps)
{
    const T base = static_cast<T>(value);
    return static_cast<double>(base + static_cast<T>(steps) * (std::nextafter(base, 2 * base) - base));
}

template <typename T>
std::vector<T> tokenOf(const Data& data, std::size_t dimension, std::uint64_t seed)
{
    Random random(seed * 1'000'003 + dimension);
    std::vector<T> token(dimension);
    for (std::size_t i = 0; i < dimension; ++i)
        token[i] = static_cast<T>(data.fill(random, i, dimension));
    return token;
}

Data aroundMean(const char* name, double mean)
{
    return {name, [mean](Random& random, std::size_t, std::size_t) { return mean + normal(random); },
            oneRounding};
}

Data uniform()
{
    return {"uniform", [](Random& random, std::size_t, std::size_t) {
                return static_cast<double>(random() >> 11) * 0x1p-53;
            }};
}

Data outlier()
{
    return {"one outlier of 1e6 among normal numbers",
            [](Random& random, std::size_t i, std::size_t dimension) {
                return i == dimension / 2 ? 1e6 : normal(random);
            }};
}

Data heavyTails()
{
    return {"exp(4 * normal)",
            [](Random& random, std::size_t, std::size_t) { return std::exp(4 * normal(random)); }};
}

template <typename T>
std::vector<Data> allData()
{
    constexpr double smallest = std::numeric_limits<T>::min();
    return {
        aroundMean("normal", 0),
        uniform(),
        aroundMean("mean of 10 standard deviations", 10),
        aroundMean("mean of 1e3 standard deviations", 1e3),
        aroundMean("mean of 1e4 standard deviations", 1e4),
        aroundMean("mean of 1e6 standard deviations", 1e6),
        aroundMean("mean of 1e8 standard deviations", 1e8),
        {"1 and up to three steps above",
         [](Random& random, std::size_t, std::size_t) { return above<T>(1, random() % 4); }, nearlyConstant},
        {"0.1 and up to three steps above",
         [](Random& random, std::size_t, std::size_t) { return above<T>(0.1, random() % 4); },
         nearlyConstant},
        {"1e6 but one a step above",
         [](Random&, std::size_t i, std::size_t dimension) {
             return above<T>(1e6, i == dimension / 3 ? 1 : 0);
         },
         nearlyConstant},
        {"huge", [](Random& random, std::size_t,
                    std::size_t) { return (sizeof(T) == 4 ? 1e15 : 1e120) * normal(random); }},
        {"tiny", [](Random& random, std::size_t, std::size_t) { return 1e-15 * normal(random); }},
        {"subnormal", [](Random& random, std::size_t, std::size_t) { return smallest / 4 * normal(random); }},
        outlier(),
        heavyTails(),
    };
}

const std::vector<std::size_t> shortTokens{2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 100};
const std::vector<std::size_t> longTokens{768, 1000, 1025, 4096, 20'001};

template <typename T>
void expectExact(const Data& data, const std::vector<std::size_t>& dimensions, int repetitions)
{
    for (const std::size_t dimension : dimensions)
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            const std::vector<T> token = tokenOf<T>(data, dimension, static_cast<std::uint64_t>(repetition));
            const Exact<T> exact(token);
            if (exact.variance == 0)
                continue; // see Edges
            for (const double eps : {0.0, 1e-5}) {
                // Squares below float64's smallest number are 0, for the library as for us.
                if (eps == 0 && sizeof(T) == 8 &&
                    static_cast<double>(exact.variance) < std::numeric_limits<double>::min() / 0x1p-60)
                    continue;
                ASSERT_LE(outputError(token, exact, eps), data.roundings)
                    << data.name << ", D = " << dimension << ", eps = " << eps << ", repetition "
                    << repetition;
            }
        }
}

template <typename T>
class Exactness : public ::testing::Test
{
};

using Floats = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Exactness, Floats);

TYPED_TEST(Exactness, OfShortTokensIsOneRounding)
{
    for (const Data& data : allData<TypeParam>())
        expectExact<TypeParam>(data, shortTokens, 400);
}

TYPED_TEST(Exactness, OfLongTokensIsOneRounding)
{
    for (const Data& data : allData<TypeParam>())
        expectExact<TypeParam>(data, longTokens, 6);
}

TYPED_TEST(Exactness, OfAMillionValuesIsOneRounding)
{
    for (const Data& data : {aroundMean("normal", 0), aroundMean("mean of 1e3 standard deviations", 1e3),
                             aroundMean("mean of 1e6 standard deviations", 1e6), outlier()})
        expectExact<TypeParam>(data, {1'000'000}, 1);
}

TYPED_TEST(Exactness, HoldsWhereTheFirstValueIsTheOutlier)
{
    // The sums are taken about the first value, and about the mean where that cancels.
    const Data first{"the outlier first", [](Random& random, std::size_t i, std::size_t) {
                         return i == 0 ? 1e6 : normal(random);
                     }};
    expectExact<TypeParam>(first, shortTokens, 20);
    expectExact<TypeParam>(first, {768, 4096, 200'001}, 2);
}

TYPED_TEST(Exactness, ReachesTokensOfMillionsOfValues)
{
    // Many chunks. Every sum is a float32 exactly.
    const std::int64_t dimension = 5 * (std::int64_t{1} << 20);
    Tensor input(Shape::of({dimension}), dtypeOf<TypeParam>);
    for (std::int64_t i = 0; i < dimension; ++i)
        input.set(i, static_cast<double>(i % 4));
    const LayerNormResult result = *layerNorm(input, {});
    EXPECT_EQ(result.mean.at(0), 1.5);
    EXPECT_EQ(result.variance.at(0), 1.25);
}

TYPED_TEST(Exactness, GivesTheRoundedMeanVarianceAndReciprocalStd)
{
    using T = TypeParam;
    for (const Data& data :
         {aroundMean("normal", 0), aroundMean("mean 1e3", 1e3), aroundMean("mean 1e8", 1e8), uniform()})
        for (const std::size_t dimension : {2U, 3U, 17U, 100U, 768U, 4096U})
            for (std::uint64_t seed = 0; seed < 20; ++seed) {
                const std::vector<T> token = tokenOf<T>(data, dimension, seed);
                const Exact<T> exact(token);
                const LayerNormResult result =
                    *layerNorm(Tensor(Shape::of({static_cast<std::int64_t>(dimension)}), token), {});
                SCOPED_TRACE(std::string(data.name) + ", D = " + std::to_string(dimension));
                ASSERT_EQ(result.mean.at(0), static_cast<double>(static_cast<T>(exact.mean)));
                ASSERT_EQ(result.variance.at(0), static_cast<double>(static_cast<T>(exact.variance)));
                ASSERT_NEAR(
                    static_cast<double>(static_cast<Quad>(result.reciprocalStd.at(0)) * exact.rootWith(1e-5)),
                    1, oneRounding * roundoff<T> + 4 * roundoff<double>);
            }
}

} // namespace
} // namespace layernorm
