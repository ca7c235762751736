// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm.h"

#include "tests/support/exact_token.h"
#include "tests/support/layer_norm_question.h"
#include "tests/support/roundings.h"
#include "tests/support/token_data.h"

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

/// The largest error of an output, in roundings of the token's largest output.
template <typename T>
double outputError(const std::vector<T>& x, const ExactToken<T>& exact, double eps)
{
    LayerNormParameters parameters;
    parameters.eps = eps;
    const LayerNormResult result =
        *layerNorm(Tensor(Shape::of({static_cast<std::int64_t>(x.size())}), x), parameters);
    return exact.largestError(x, result.output.values<T>(), eps);
}

const std::vector<std::size_t> shortTokens{2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 100};
const std::vector<std::size_t> longTokens{768, 1000, 1025, 4096, 20'001};

template <typename T>
void expectExact(const Data& data, const std::vector<std::size_t>& dimensions, int repetitions)
{
    for (const std::size_t dimension : dimensions)
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            const std::vector<T> token = tokenOf<T>(data, dimension, static_cast<std::uint64_t>(repetition));
            const ExactToken<T> exact(token);
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
                const ExactToken<T> exact(token);
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
