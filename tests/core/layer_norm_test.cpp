// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/layer_norm.h"

#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace layernorm {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Half a unit in the last place of numbers around 1: the most that one rounding changes a number,
/// relatively.
template <typename T>
constexpr double roundoff = std::numeric_limits<T>::epsilon() / 2;

double roundoffOf(DType dtype)
{
    return dtype == DType::Float32 ? roundoff<float> : roundoff<double>;
}

template <typename T>
constexpr DType dtypeOf = sizeof(T) == 4 ? DType::Float32 : DType::Float64;

// --------------------------------------------------------------------------------------------------------------
// Golden numbers of torch

struct Golden {
    std::string head; ///< the line it was read from
    DType dtype = DType::Float32;
    Shape shape;
    LayerNormParameters parameters;
    double offset = 0;
    std::uint64_t seed = 0;
    std::vector<double> output;
    std::vector<double> mean;
    std::vector<double> rstd;
};

/// As `numbers` of write_layer_norm.py.
Tensor goldenNumbers(const Shape& shape, std::uint64_t seed, double offset, DType dtype)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        std::uint64_t bits = (static_cast<std::uint64_t>(i) + (seed << 32) + 1) * 0x9E3779B97F4A7C15U;
        bits = (bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9U;
        const double uniform = static_cast<double>(bits >> 40) * 0x1p-22 - 2;
        tensor.set(i, static_cast<double>(static_cast<float>(uniform + offset)));
    }
    return tensor;
}

/// The hexadecimal floats of a line, after its name.
std::vector<double> goldenLine(std::ifstream& file, const std::string& name)
{
    std::string line;
    std::getline(file, line);
    std::istringstream words(line);
    std::string word;
    words >> word;
    EXPECT_EQ(word, name);
    std::vector<double> numbers;
    while (words >> word)
        numbers.push_back(std::strtod(word.c_str(), nullptr));
    return numbers;
}

std::vector<Golden> goldenCases()
{
    std::ifstream file(LAYERNORM_GOLDEN_DIR "/torch-layer-norm.txt");
    std::vector<Golden> cases;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string word, dtype, shape, eps;
        bool gamma = false;
        bool beta = false;
        Golden golden;
        words >> word >> dtype >> shape >> golden.parameters.normalizedDims >> eps >> gamma >> beta >>
            golden.offset >> golden.seed;
        EXPECT_EQ(word, "case");
        golden.head = line;
        golden.dtype = *parseDType(dtype);
        golden.shape = *Shape::parse(shape);
        golden.parameters.eps = std::strtod(eps.c_str(), nullptr);
        const Shape trailing = golden.shape.trailing(golden.parameters.normalizedDims);
        if (gamma)
            golden.parameters.gamma = goldenNumbers(trailing, golden.seed + 1000, 0, golden.dtype);
        if (beta)
            golden.parameters.beta = goldenNumbers(trailing, golden.seed + 2000, 0, golden.dtype);
        golden.output = goldenLine(file, "output");
        golden.mean = goldenLine(file, "mean");
        golden.rstd = goldenLine(file, "rstd");
        cases.push_back(std::move(golden));
    }
    return cases;
}

/// |ours - theirs| <= atol + rtol * |theirs|, NaN for NaN and infinity for infinity.
void expectClose(const Tensor& ours, const std::vector<double>& theirs, double rtol, double atol,
                 const char* what)
{
    ASSERT_EQ(static_cast<std::size_t>(ours.elements()), theirs.size()) << what;
    for (std::int64_t i = 0; i < ours.elements(); ++i) {
        const double expected = theirs[static_cast<std::size_t>(i)];
        if (std::isnan(expected)) {
            EXPECT_TRUE(std::isnan(ours.at(i))) << what << ' ' << i << " is " << ours.at(i);
        } else if (std::isinf(expected)) {
            EXPECT_EQ(ours.at(i), expected) << what << ' ' << i;
        } else {
            EXPECT_LE(std::abs(ours.at(i) - expected), atol + rtol * std::abs(expected))
                << what << ' ' << i << " is " << ours.at(i) << " and torch has " << expected;
        }
    }
}

/// The finite magnitudes only.
double largestOf(const std::vector<double>& values)
{
    double largest = 0;
    for (const double value : values)
        largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
    return largest;
}

class GoldenNumbers : public testing::Test
{
protected:
    const std::vector<Golden> cases = goldenCases();
};

TEST_F(GoldenNumbers, CoverEveryRankAndNumberOfNormalizedDimensions)
{
    std::array<std::array<int, 9>, 9> seen{};
    for (const Golden& golden : cases)
        ++seen[static_cast<std::size_t>(golden.shape.rank())]
              [static_cast<std::size_t>(golden.parameters.normalizedDims)];
    for (std::size_t rank = 1; rank <= 8; ++rank)
        for (std::size_t dims = 1; dims <= rank; ++dims)
            EXPECT_GE(seen[rank][dims], 2) << rank << " " << dims;
    EXPECT_EQ(cases.size(), 138U);
}

TEST_F(GoldenNumbers, AreOursInFloat64)
{
    for (const Golden& golden : cases) {
        if (golden.dtype != DType::Float64)
            continue;
        SCOPED_TRACE(golden.head);
        const Tensor input = goldenNumbers(golden.shape, golden.seed, golden.offset, golden.dtype);
        const LayerNormResult ours = *layerNorm(input, golden.parameters);
        // torch takes x * rstd * gamma - mean * rstd * gamma and loses there what both have in common: some
        // roundings of numbers up to 2 * (2 + offset) * rstd.
        const double common = 4 * (2 + golden.offset) * std::max(1.0, largestOf(golden.rstd));
        const double some = 4 * roundoff<double>;
        expectClose(ours.output, golden.output, some, some * common, "output");
        expectClose(ours.mean, golden.mean, some, some * (2 + golden.offset), "mean");
        // Its variance drifts with the mean; the rounding of each deviation is one of numbers up to 2 +
        // offset.
        expectClose(ours.reciprocalStd, golden.rstd, some * (2 + golden.offset), 0, "rstd");
    }
}

TEST_F(GoldenNumbers, AreOursInFloat32WithinTheTolerancePeopleUse)
{
    for (const Golden& golden : cases) {
        if (golden.dtype != DType::Float32 || golden.offset > 100)
            continue;
        SCOPED_TRACE(golden.head);
        const Tensor input = goldenNumbers(golden.shape, golden.seed, golden.offset, golden.dtype);
        const LayerNormResult ours = *layerNorm(input, golden.parameters);
        // torch takes x * rstd - mean * rstd, where a constant token with a tiny eps leaves roundings of x *
        // rstd.
        const double lost =
            largestOf(golden.rstd) > 1e3 ? 2 * roundoff<float> * 2 * largestOf(golden.rstd) : 0;
        expectClose(ours.output, golden.output, 1e-5, 1e-6 + lost, "output");
        expectClose(ours.mean, golden.mean, 1e-5, 1e-6, "mean");
        expectClose(ours.reciprocalStd, golden.rstd, 1e-5, 1e-6, "rstd");
    }
}

TEST_F(GoldenNumbers, OfFloat64AreOursInFloat32)
{
    for (const Golden& golden : cases) {
        if (golden.dtype != DType::Float64)
            continue;
        SCOPED_TRACE(golden.head);
        // The numbers are float32 in both types, so this is the same question.
        LayerNormParameters parameters = golden.parameters;
        for (std::optional<Tensor>* values : {&parameters.gamma, &parameters.beta})
            if (*values)
                *values = (*values)->converted(DType::Float32);
        const Tensor input = goldenNumbers(golden.shape, golden.seed, golden.offset, DType::Float32);
        const LayerNormResult ours = *layerNorm(input, parameters);
        // 5 roundings of the normalised value (see Exactness below), one of the product with gamma (2 at
        // most) and one of the sum with beta (2 at most); eps is rounded, too, which is half a rounding of
        // rstd.
        const double normalized = golden.parameters.gamma || golden.parameters.beta
                                      ? 2 * std::sqrt(static_cast<double>(input.shape().trailingElements(
                                                golden.parameters.normalizedDims)))
                                      : 0;
        const double largest = std::min(largestOf(golden.output) + normalized, 20.0);
        expectClose(ours.output, golden.output, 0, 7 * roundoff<float> * largest, "output");
        // A mean near 0 is as good as the largest deviation from it, 4, is rounded.
        expectClose(ours.mean, golden.mean, roundoff<float>, 4 * roundoff<float>, "mean");
        expectClose(ours.reciprocalStd, golden.rstd, 4 * roundoff<float>, 0, "rstd");
    }
}

// --------------------------------------------------------------------------------------------------------------
// Published worked examples

Tensor rowsOf(const Shape& shape, const std::vector<double>& values, DType dtype)
{
    return Tensor(shape, values).converted(dtype);
}

void expectValues(const Tensor& tensor, const std::vector<double>& expected, double tolerance)
{
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(tensor.at(static_cast<std::int64_t>(i)), expected[i], tolerance) << "element " << i;
}

class WorkedExamples : public testing::TestWithParam<DType>
{
protected:
    // As many digits as the examples print, and the roundings of the type.
    [[nodiscard]] static double digits(int count)
    {
        return 0.51 * std::pow(10, -count) + 8 * roundoffOf(GetParam());
    }
};

INSTANTIATE_TEST_SUITE_P(Types, WorkedExamples, testing::Values(DType::Float32, DType::Float64),
                         [](const auto& instance) { return std::string(name(instance.param)); });

// The numbers of torch.manual_seed(42); torch.randn(2, 3, 4) as far as they are printed.
const std::vector<double> seed42{1.9269,  1.4873,  0.9007, -2.1055, 0.6784,  -1.2345,
                                 -0.0431, -1.6047, 0.3559, -0.6866, -0.4934, 0.2415};

TEST_P(WorkedExamples, Seed42OverTheLastDimension)
{
    const Tensor input = rowsOf(Shape::of({3, 4}), seed42, GetParam());
    const LayerNormResult result = *layerNorm(input, {});
    EXPECT_NEAR(result.mean.at(0), 0.55235, digits(6));
    EXPECT_NEAR(result.variance.at(0), 2.487258388, digits(9) * 2);
    expectValues(result.output, {0.87156387, 0.59282575, 0.22087903, -1.68526865}, digits(8));
}

TEST_P(WorkedExamples, Seed42OverTheLastTwoDimensions)
{
    LayerNormParameters parameters;
    parameters.normalizedDims = 2;
    const LayerNormResult result = *layerNorm(rowsOf(Shape::of({3, 4}), seed42, GetParam()), parameters);
    EXPECT_EQ(result.mean.elements(), 1);
    EXPECT_NEAR(result.mean.at(0), -0.04809167, digits(8));
    EXPECT_NEAR(result.variance.at(0), 1.38355239, digits(8));
}

TEST_P(WorkedExamples, Seed0)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 0).converted(GetParam());
    expectValues(layerNorm(input, {})->output, {-0.9539, -1.0196, 1.2137, 0.7598}, digits(4));
}

TEST_P(WorkedExamples, SmallWholeNumbers)
{
    const Tensor input = rowsOf(Shape::of({3, 4}), {1, 2, 4, 1, 6, 3, 2, 4, 2, 4, 6, 1}, GetParam());
    expectValues(
        layerNorm(input, {})->output,
        {-0.8165, 0, 1.6330, -0.8165, 1.5213, -0.5071, -1.1832, 0.1690, -0.6509, 0.3906, 1.4321, -1.1717},
        digits(4));
}

TEST_P(WorkedExamples, OneHotAgainstTheWrongFormula)
{
    const LayerNormResult result = *layerNorm(rowsOf(Shape::of({4}), {1, 0, 0, 0}, GetParam()), {});
    // 1.5 and -0.5 would be the unbiased standard deviation with eps added to it.
    expectValues(result.output, {1.7320, -0.5773, -0.5773, -0.5773}, digits(4));
    EXPECT_NEAR(result.variance.at(0), 0.1875, digits(9));
}

// --------------------------------------------------------------------------------------------------------------
// Exactness

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

using Random = std::mt19937_64;

double normal(Random& random)
{
    return std::normal_distribution<double>()(random);
}

/// Fills a token of any length.
using Fill = std::function<double(Random&, std::size_t index, std::size_t dimension)>;

struct Data {
    const char* name;
    Fill fill;
};

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
    return {name, [mean](Random& random, std::size_t, std::size_t) { return mean + normal(random); }};
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
std::vector<Data> evenData()
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
         [](Random& random, std::size_t, std::size_t) { return above<T>(1, random() % 4); }},
        {"0.1 and up to three steps above",
         [](Random& random, std::size_t, std::size_t) { return above<T>(0.1, random() % 4); }},
        {"1e6 but one a step above",
         [](Random&, std::size_t i, std::size_t dimension) {
             return above<T>(1e6, i == dimension / 3 ? 1 : 0);
         }},
        {"huge", [](Random& random, std::size_t,
                    std::size_t) { return (sizeof(T) == 4 ? 1e15 : 1e120) * normal(random); }},
        {"tiny", [](Random& random, std::size_t, std::size_t) { return 1e-15 * normal(random); }},
        {"subnormal", [](Random& random, std::size_t, std::size_t) { return smallest / 4 * normal(random); }},
    };
}

const std::vector<std::size_t> shortTokens{2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 100};
const std::vector<std::size_t> longTokens{768, 1000, 1025, 4096, 20'001};

template <typename T>
void expectExact(const Data& data, const std::vector<std::size_t>& dimensions, double roundings,
                 int repetitions)
{
    for (const std::size_t dimension : dimensions)
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            const std::vector<T> token = tokenOf<T>(data, dimension, static_cast<std::uint64_t>(repetition));
            const Exact<T> exact(token);
            if (exact.variance == 0)
                continue; // see Edges
            for (const double eps : {0.0, 1e-5}) {
                // Squares below the type's smallest number are 0, for the library as for us.
                if (eps == 0 && static_cast<T>(exact.variance) < std::numeric_limits<T>::min())
                    continue;
                ASSERT_LE(outputError(token, exact, eps), roundings)
                    << data.name << ", D = " << dimension << ", eps = " << eps << ", repetition "
                    << repetition;
            }
        }
}

template <typename T>
class Exactness : public testing::Test
{
};

using Floats = testing::Types<float, double>;
TYPED_TEST_SUITE(Exactness, Floats);

// An output has passed two roundings of its deviation and one of the product; rstd three of its own (two of
// them halved by the root), and half of the variance's, of which there are two or three. They hardly ever all
// point the same way: of some ten million tokens none was further off than 4.5.
constexpr double fewRoundings = 5;

TYPED_TEST(Exactness, OfShortTokensIsAFewRoundings)
{
    for (const Data& data : evenData<TypeParam>())
        expectExact<TypeParam>(data, shortTokens, fewRoundings, 400);
    for (const Data& data : {outlier(), heavyTails()})
        expectExact<TypeParam>(data, shortTokens, fewRoundings, 400);
}

TYPED_TEST(Exactness, OfLongTokensIsAFewRoundings)
{
    for (const Data& data : evenData<TypeParam>())
        if (std::string(data.name) != "mean of 1e4 standard deviations" || sizeof(TypeParam) == 8)
            expectExact<TypeParam>(data, longTokens, fewRoundings, 6);
}

TYPED_TEST(Exactness, OfAMillionValuesIsAFewRoundings)
{
    for (const Data& data : {aroundMean("normal", 0), aroundMean("mean of 1e3 standard deviations", 1e3),
                             aroundMean("mean of 1e8 standard deviations", 1e8), uniform()})
        expectExact<TypeParam>(data, {1'000'000}, fewRoundings, 1);
}

TYPED_TEST(Exactness, OfLongTokensWithOutliersIsThatOfTheirSums)
{
    // One number that outweighs all others makes the 64 additions of a lane's partial sum round the same way,
    // each by half a step at most: 64 roundings of the variance, 32 of rstd.
    for (const Data& data : {outlier(), heavyTails(), aroundMean("mean of 1e4 standard deviations", 1e4)})
        expectExact<TypeParam>(data, longTokens, fewRoundings + 32, 5);
}

TYPED_TEST(Exactness, ReachesTokensOfMillionsOfValues)
{
    // Beyond 16 * 64 * 64 * 64 the partial sums have used every level. Every sum is a float32 exactly.
    const std::int64_t dimension = 5 * (std::int64_t{1} << 20);
    Tensor input(Shape::of({dimension}), dtypeOf<TypeParam>);
    for (std::int64_t i = 0; i < dimension; ++i)
        input.set(i, static_cast<double>(i % 4));
    const LayerNormResult result = *layerNorm(input, {});
    EXPECT_EQ(result.mean.at(0), 1.5);
    EXPECT_EQ(result.variance.at(0), 1.25);
}

TYPED_TEST(Exactness, HoldsForMeanVarianceAndReciprocalStd)
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
                // The mean is rounded once, and is a sum of numbers as large as the largest deviation from
                // it.
                const double size = static_cast<double>(magnitude(exact.mean) + root(exact.variance));
                ASSERT_NEAR(static_cast<double>(static_cast<Quad>(result.mean.at(0)) - exact.mean), 0,
                            1.01 * roundoff<T> * size);
                const double remaining =
                    static_cast<double>(exact.mean - static_cast<Quad>(result.mean.at(0)));
                ASSERT_NEAR(
                    result.meanRemainder.at(0), remaining,
                    8 * roundoff<T> *
                        static_cast<double>(root(exact.variance) + magnitude(exact.mean) * roundoff<T>));
                if (exact.variance == 0)
                    continue;
                // Two roundings of each square, some of the sums.
                ASSERT_NEAR(static_cast<double>(static_cast<Quad>(result.variance.at(0)) / exact.variance), 1,
                            6 * roundoff<T>);
                ASSERT_NEAR(
                    static_cast<double>(static_cast<Quad>(result.reciprocalStd.at(0)) * exact.rootWith(1e-5)),
                    1, 5 * roundoff<T>);
            }
}

// --------------------------------------------------------------------------------------------------------------
// Properties

struct Question {
    Tensor input;
    LayerNormParameters parameters;

    [[nodiscard]] std::int64_t dimension() const
    {
        return input.shape().trailingElements(parameters.normalizedDims);
    }
    [[nodiscard]] std::int64_t tokens() const { return input.elements() / dimension(); }
    [[nodiscard]] LayerNormResult result() const { return *layerNorm(input, parameters); }
};

Tensor anyNumbers(const Shape& shape, DType dtype, Random& random, double mean = 0)
{
    Tensor tensor(shape, dtype);
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        tensor.set(i, mean + normal(random));
    return tensor;
}

/// Any rank, number of normalised dimensions, type, eps and mean.
Question anyQuestion(Random& random, bool affine)
{
    std::vector<std::int64_t> extents(1 + random() % 8);
    for (std::int64_t& extent : extents)
        extent = 1 + static_cast<std::int64_t>(random() % (extents.size() < 3 ? 40 : 4));
    const Shape shape = *Shape::make(extents);
    const DType dtype = random() % 2 == 0 ? DType::Float32 : DType::Float64;
    const std::array<double, 4> eps{1e-12, 1e-5, 0.1, 10};
    const std::array<double, 3> means{0, 3, -500};
    Question question{anyNumbers(shape, dtype, random, means[random() % means.size()]), {}};
    question.parameters.eps = eps[random() % eps.size()];
    question.parameters.normalizedDims = 1 + static_cast<int>(random() % extents.size());
    if (affine) {
        const Shape trailing = shape.trailing(question.parameters.normalizedDims);
        question.parameters.gamma = anyNumbers(trailing, dtype, random);
        question.parameters.beta = anyNumbers(trailing, dtype, random);
    }
    return question;
}

constexpr int questionCount = 2000;

std::string describe(const Question& question)
{
    return question.input.shape().text() + " over " + std::to_string(question.parameters.normalizedDims) +
           ", " + name(question.input.dtype()) + ", eps " + std::to_string(question.parameters.eps);
}

/// Equal in every result.
bool sameResults(const LayerNormResult& a, const LayerNormResult& b)
{
    return sameBits(a.output, b.output) && sameBits(a.mean, b.mean) && sameBits(a.variance, b.variance) &&
           sameBits(a.reciprocalStd, b.reciprocalStd) && sameBits(a.meanRemainder, b.meanRemainder);
}

TEST(Property, ResultsHaveTheShapesAndTheTypeOfTheInput)
{
    Random random(1);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const LayerNormResult result = question.result();
        const Shape reduced = question.input.shape().reduced(question.parameters.normalizedDims);
        ASSERT_EQ(result.output.shape(), question.input.shape());
        ASSERT_EQ(result.output.dtype(), question.input.dtype());
        for (const Tensor* tensor :
             {&result.mean, &result.variance, &result.reciprocalStd, &result.meanRemainder}) {
            ASSERT_EQ(tensor->shape(), reduced);
            ASSERT_EQ(tensor->dtype(), question.input.dtype());
        }
    }
}

TEST(Property, OutputHasMeanZeroAndVarianceOfVOverVPlusEps)
{
    Random random(2);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, false);
        const LayerNormResult result = question.result();
        const std::int64_t dimension = question.dimension();
        const double few = fewRoundings * roundoffOf(question.input.dtype());
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            double sum = 0;
            double squares = 0;
            double largest = 0;
            for (std::int64_t j = 0; j < dimension; ++j) {
                const double y = result.output.at(token * dimension + j);
                sum += y;
                squares += y * y;
                largest = std::max(largest, std::abs(y));
            }
            const auto count = static_cast<double>(dimension);
            const double variance = result.variance.at(token);
            // Every output is off by a few roundings of the largest.
            ASSERT_NEAR(sum / count, 0, few * largest) << describe(question);
            ASSERT_NEAR(squares / count, variance / (variance + question.parameters.eps),
                        3 * few * largest * largest)
                << describe(question);
        }
    }
}

Tensor mapped(const Tensor& tensor, const std::function<double(double)>& function)
{
    Tensor result = tensor;
    for (std::int64_t i = 0; i < tensor.elements(); ++i)
        result.set(i, function(tensor.at(i)));
    return result;
}

double largestDifference(const Tensor& a, const Tensor& b)
{
    double largest = 0;
    for (std::int64_t i = 0; i < a.elements(); ++i)
        largest = std::max(largest, std::abs(a.at(i) - b.at(i)));
    return largest;
}

double largestMagnitude(const Tensor& tensor)
{
    return largestDifference(tensor, Tensor(tensor.shape(), tensor.dtype()));
}

TEST(Property, AddingAConstantChangesNothingButTheMean)
{
    Random random(3);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        // Numbers and sums that either type holds exactly.
        question.input = mapped(question.input, [](double x) { return std::round(x * 256) / 256; });
        Question shifted = question;
        const double shift = static_cast<double>(random() % 8000) - 4000;
        shifted.input = mapped(question.input, [shift](double x) { return x + shift; });
        const LayerNormResult before = question.result();
        const LayerNormResult after = shifted.result();
        const double roundoff = roundoffOf(question.input.dtype());
        // Both are off by a few roundings of the largest output.
        ASSERT_LE(largestDifference(before.output, after.output),
                  2 * fewRoundings * roundoff * largestMagnitude(before.output))
            << describe(question) << ", shifted by " << shift;
        for (std::int64_t token = 0; token < question.tokens(); ++token)
            ASSERT_NEAR(after.mean.at(token) - before.mean.at(token), shift, 4 * roundoff * 5000);
    }
}

TEST(Property, ScalingByAPowerOfTwoScalesEverythingToTheBit)
{
    Random random(4);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        question.parameters.eps = 0x1p-10;
        Question scaled = question;
        scaled.input = mapped(question.input, [](double x) { return -8 * x; });
        scaled.parameters.eps = 0x1p-4;
        const LayerNormResult before = question.result();
        const LayerNormResult after = scaled.result();
        ASSERT_TRUE(sameBits(after.variance, mapped(before.variance, [](double v) { return 64 * v; })))
            << describe(question);
        ASSERT_EQ(largestDifference(after.output, mapped(before.output, [](double y) { return -y; })), 0);
        ASSERT_EQ(largestDifference(after.mean, mapped(before.mean, [](double m) { return -8 * m; })), 0);
    }
}

TEST(Property, ScalingChangesNothingWithoutEps)
{
    Random random(5);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        question.parameters.eps = 0;
        // Whole numbers below 2^21, so that three times as much is exact. Two different ones in every token.
        question.input = mapped(question.input, [](double x) { return std::round(x * 1024); });
        Question scaled = question;
        scaled.input = mapped(question.input, [](double x) { return 3 * x; });
        const LayerNormResult before = question.result();
        const LayerNormResult after = scaled.result();
        for (std::int64_t j = 0; j < question.input.elements(); ++j) {
            if (std::isnan(before.output.at(j))) {
                ASSERT_TRUE(std::isnan(after.output.at(j))) << describe(question);
                continue;
            }
            // Both are off by a few roundings of the token's largest output, which is sqrt(D) at most.
            ASSERT_NEAR(after.output.at(j), before.output.at(j),
                        2 * fewRoundings * roundoffOf(question.input.dtype()) *
                            std::sqrt(static_cast<double>(question.dimension())))
                << describe(question);
        }
    }
}

TEST(Property, PermutingATokensValuesPermutesItsOutput)
{
    Random random(6);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, false);
        std::vector<std::int64_t> order(static_cast<std::size_t>(question.dimension()));
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), random);
        Question permuted = question;
        const auto source = [&](std::int64_t place) {
            const std::int64_t within = place % question.dimension();
            return place - within + order[static_cast<std::size_t>(within)];
        };
        for (std::int64_t place = 0; place < question.input.elements(); ++place)
            permuted.input.set(place, question.input.at(source(place)));
        const LayerNormResult before = question.result();
        const LayerNormResult after = permuted.result();
        const double tolerance =
            2 * fewRoundings * roundoffOf(question.input.dtype()) * largestMagnitude(before.output);
        for (std::int64_t place = 0; place < question.input.elements(); ++place)
            ASSERT_NEAR(after.output.at(place), before.output.at(source(place)), tolerance)
                << describe(question);
    }
}

/// One token as a tensor of its own.
Tensor tokenAlone(const Question& question, std::int64_t token)
{
    const auto size = static_cast<std::size_t>(question.dimension()) * sizeOf(question.input.dtype());
    Tensor alone(Shape::of({question.dimension()}), question.input.dtype());
    std::memcpy(alone.bytes().data(), question.input.bytes().data() + static_cast<std::size_t>(token) * size,
                size);
    return alone;
}

bool sameBitsAt(const Tensor& all, std::int64_t place, const Tensor& part)
{
    const std::size_t size = part.bytes().size();
    return all.dtype() == part.dtype() &&
           std::memcmp(all.bytes().data() + static_cast<std::size_t>(place) * size, part.bytes().data(),
                       size) == 0;
}

TEST(Property, ATokenAloneGivesTheSameBitsAsAmongOthers)
{
    // Among others it also lies at any alignment.
    Random random(7);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const LayerNormResult together = question.result();
        LayerNormParameters parameters = question.parameters;
        parameters.normalizedDims = 1;
        for (std::optional<Tensor>* values : {&parameters.gamma, &parameters.beta})
            if (*values)
                *values = (*values)->reshaped(Shape::of({question.dimension()}));
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            const LayerNormResult alone = *layerNorm(tokenAlone(question, token), parameters);
            ASSERT_TRUE(sameBitsAt(together.output, token, alone.output))
                << describe(question) << ", token " << token;
            ASSERT_TRUE(sameBitsAt(together.mean, token, alone.mean));
            ASSERT_TRUE(sameBitsAt(together.variance, token, alone.variance));
            ASSERT_TRUE(sameBitsAt(together.reciprocalStd, token, alone.reciprocalStd));
        }
    }
}

TEST(Property, ASpoiledTokenChangesNoOthersBits)
{
    Random random(8);
    const std::array<double, 4> spoilers{nan, infinity, -infinity, 1e300};
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const std::int64_t dimension = question.dimension();
        const auto place =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.input.elements()));
        Question spoiled = question;
        spoiled.input.set(place, spoilers[random() % spoilers.size()]);
        const LayerNormResult before = question.result();
        const LayerNormResult after = spoiled.result();
        for (std::int64_t token = 0; token < question.tokens(); ++token) {
            if (token == place / dimension)
                continue;
            for (std::int64_t j = token * dimension; j < (token + 1) * dimension; ++j)
                ASSERT_EQ(std::bit_cast<std::uint64_t>(after.output.at(j)),
                          std::bit_cast<std::uint64_t>(before.output.at(j)))
                    << describe(question);
            ASSERT_EQ(after.mean.at(token), before.mean.at(token));
            ASSERT_EQ(after.variance.at(token), before.variance.at(token));
        }
    }
}

TEST(Property, UpdatingTokensGivesTheBitsOfComputingAfresh)
{
    Random random(9);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, i % 2 == 0);
        LayerNormResult result = question.result();
        const auto first =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.tokens()));
        const std::int64_t count =
            1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.tokens() - first));
        for (std::int64_t token = first; token < first + count; ++token)
            question.input.set(token * question.dimension() +
                                   static_cast<std::int64_t>(random() % 1000) % question.dimension(),
                               normal(random));
        updateTokens(question.input, question.parameters, {first, count}, result);
        ASSERT_TRUE(sameResults(result, question.result())) << describe(question);
    }
}

TEST(Property, UpdatingTokensLeavesTheOthersAlone)
{
    Random random(10);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, i % 2 == 0);
        const LayerNormResult whole = question.result();
        LayerNormResult result = emptyResult(question.input, question.parameters.normalizedDims);
        const auto token =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(question.tokens()));
        updateTokens(question.input, question.parameters, {0, 0}, result);
        updateTokens(question.input, question.parameters, {token, 1}, result);
        for (std::int64_t j = 0; j < question.input.elements(); ++j)
            ASSERT_EQ(result.output.at(j), j / question.dimension() == token ? whole.output.at(j) : 0)
                << describe(question);
        for (std::int64_t other = 0; other < question.tokens(); ++other) {
            ASSERT_EQ(result.mean.at(other), other == token ? whole.mean.at(other) : 0);
            ASSERT_EQ(result.variance.at(other), other == token ? whole.variance.at(other) : 0);
            ASSERT_EQ(result.reciprocalStd.at(other), other == token ? whole.reciprocalStd.at(other) : 0);
        }
    }
}

TEST(Property, UpdatingOutputsGivesTheBitsOfComputingAfresh)
{
    Random random(11);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, i % 2 == 0);
        LayerNormResult result = question.result();
        question.parameters.eps = 0.037;
        const Shape trailing = question.input.shape().trailing(question.parameters.normalizedDims);
        question.parameters.gamma.reset();
        if (i % 3 == 0)
            question.parameters.gamma = anyNumbers(trailing, question.input.dtype(), random);
        question.parameters.beta = anyNumbers(trailing, question.input.dtype(), random);
        updateOutputs(question.input, question.parameters, {0, question.tokens()}, result);
        ASSERT_TRUE(sameResults(result, question.result())) << describe(question);
    }
}

TEST(Property, GammaOfOneAndBetaOfZeroChangeNoBit)
{
    Random random(12);
    for (int i = 0; i < questionCount; ++i) {
        Question question = anyQuestion(random, false);
        const LayerNormResult without = question.result();
        const Shape trailing = question.input.shape().trailing(question.parameters.normalizedDims);
        const Tensor zeros(trailing, question.input.dtype());
        question.parameters.gamma = mapped(zeros, [](double) { return 1; });
        ASSERT_TRUE(sameResults(question.result(), without)) << describe(question);
        question.parameters.beta = zeros;
        // Adding 0 makes 0 of -0, which are equal.
        ASSERT_EQ(largestDifference(question.result().output, without.output), 0) << describe(question);
    }
}

TEST(Property, GammaAndBetaApplyToTheNormalizedValueElementByElement)
{
    Random random(13);
    for (int i = 0; i < questionCount; ++i) {
        const Question question = anyQuestion(random, true);
        Question plain = question;
        plain.parameters.gamma.reset();
        plain.parameters.beta.reset();
        const LayerNormResult normalized = plain.result();
        const LayerNormResult result = question.result();
        for (std::int64_t j = 0; j < question.input.elements(); ++j) {
            const std::int64_t within = j % question.dimension();
            Tensor step(Shape(), question.input.dtype()); // each of the two steps is rounded
            step.set(0, normalized.output.at(j) * question.parameters.gamma->at(within));
            step.set(0, step.at(0) + question.parameters.beta->at(within));
            ASSERT_EQ(result.output.at(j), step.at(0)) << describe(question);
        }
    }
}

// --------------------------------------------------------------------------------------------------------------
// Edges

template <typename T>
class Edges : public testing::Test
{
public:
    static constexpr DType dtype = dtypeOf<T>;

    [[nodiscard]] static Question constant(double value, std::int64_t dimension, double eps)
    {
        Question question{Tensor(Shape::of({2, dimension}), dtype), {}};
        question.input = mapped(question.input, [value](double) { return value; });
        question.parameters.eps = eps;
        return question;
    }
};

TYPED_TEST_SUITE(Edges, Floats);

constexpr std::array<double, 16> constants{0,    -0.0,   1,     0.1,   -0.3,  3.14,    1e6,        -1e6,
                                           1e-3, 1.0e10, 1e-20, 1e-30, 1e-38, 1.0 / 3, 123456.789, 16777215};
constexpr std::array<std::int64_t, 12> lengths{1, 2, 3, 5, 7, 15, 16, 17, 100, 769, 1000, 100'000};

TYPED_TEST(Edges, AConstantTokenGivesBetaExactly)
{
    for (const double value : constants)
        for (const std::int64_t dimension : lengths)
            for (const double eps : {1e-12, 1e-5, 10.0}) {
                Question question = this->constant(value, dimension, eps);
                SCOPED_TRACE("constant " + std::to_string(value) + ", " + describe(question));
                const LayerNormResult plain = question.result();
                ASSERT_EQ(largestMagnitude(plain.output), 0);
                ASSERT_EQ(largestMagnitude(plain.variance), 0);
                ASSERT_EQ(plain.mean.at(1), question.input.at(0));
                if (dimension > 1000)
                    continue;
                question.parameters.gamma = randn(Shape::of({dimension}), 1, question.input.dtype());
                question.parameters.beta = randn(Shape::of({dimension}), 2, question.input.dtype());
                const LayerNormResult affine = question.result();
                for (std::int64_t j = 0; j < 2 * dimension; ++j)
                    ASSERT_EQ(affine.output.at(j), question.parameters.beta->at(j % dimension));
            }
}

TYPED_TEST(Edges, AConstantTokenWithoutEpsGivesNan)
{
    for (const double value : constants)
        for (const std::int64_t dimension : lengths) {
            const Question question = this->constant(value, dimension, 0);
            const LayerNormResult result = question.result();
            SCOPED_TRACE("constant " + std::to_string(value) + ", " + describe(question));
            ASSERT_EQ(result.reciprocalStd.at(0), infinity);
            for (std::int64_t j = 0; j < 2 * dimension; ++j)
                ASSERT_TRUE(std::isnan(result.output.at(j))) << j;
        }
}

TYPED_TEST(Edges, AnEpsTooSmallForTheTypeIsZero)
{
    // 1e-46 is no float32 but 0, for the library as for us.
    const LayerNormResult result = this->constant(5, 4, 1e-46).result();
    EXPECT_EQ(std::isnan(result.output.at(0)), sizeof(TypeParam) == 4);
}

TYPED_TEST(Edges, ManyConstantsAreEachTheirOwnMean)
{
    Random random(14);
    for (int i = 0; i < 3000; ++i) {
        const double value = std::exp2(static_cast<double>(random() % 200) - 100) * normal(random);
        const Question question = this->constant(value, 1 + static_cast<std::int64_t>(random() % 2000), 1e-5);
        const LayerNormResult result = question.result();
        ASSERT_EQ(result.mean.at(0), question.input.at(0)) << value << ", " << describe(question);
        ASSERT_EQ(result.variance.at(0), 0) << value << ", " << describe(question);
        ASSERT_EQ(largestMagnitude(result.output), 0) << value << ", " << describe(question);
    }
}

TYPED_TEST(Edges, OneDimensionGivesBeta)
{
    Random random(15);
    Question question{anyNumbers(Shape::of({50, 1}), this->dtype, random, 7), {}};
    EXPECT_EQ(largestMagnitude(question.result().output), 0);
    question.parameters.gamma = Tensor(Shape::of({1}), std::vector<double>{3}).converted(this->dtype);
    question.parameters.beta = Tensor(Shape::of({1}), std::vector<double>{-2.5}).converted(this->dtype);
    const LayerNormResult result = question.result();
    for (std::int64_t j = 0; j < 50; ++j)
        EXPECT_EQ(result.output.at(j), -2.5);
    EXPECT_TRUE(sameBits(result.mean, question.input));
}

TYPED_TEST(Edges, TwoDimensionsGivePlusAndMinusTheSameNumber)
{
    Random random(16);
    for (const double eps : {0.0, 1e-5, 1.0}) {
        Question question{anyNumbers(Shape::of({500, 2}), this->dtype, random), {}};
        question.parameters.eps = eps;
        const LayerNormResult result = question.result();
        for (std::int64_t token = 0; token < 500; ++token) {
            const double difference = question.input.at(2 * token) - question.input.at(2 * token + 1);
            const double variance = difference * difference / 4;
            const double expected = std::copysign(std::sqrt(variance / (variance + eps)), difference);
            // The largest output is the output: a few roundings of it.
            const double tolerance = (fewRoundings + 1) * roundoff<TypeParam> * std::abs(expected);
            ASSERT_NEAR(result.output.at(2 * token), expected, tolerance);
            ASSERT_NEAR(result.output.at(2 * token + 1), -expected, tolerance);
        }
    }
}

TYPED_TEST(Edges, NanAndInfinityMakeTheirTokenNan)
{
    for (const double spoiler : {nan, infinity, -infinity})
        for (const std::int64_t dimension : {1, 2, 15, 16, 17, 33, 2000})
            for (const std::int64_t place : {std::int64_t{0}, dimension / 2, dimension - 1}) {
                Question question{randn(Shape::of({3, dimension}), 1, this->dtype), {}};
                question.input.set(dimension + place, spoiler);
                const LayerNormResult result = question.result();
                SCOPED_TRACE(describe(question) + ", place " + std::to_string(place));
                ASSERT_TRUE(std::isnan(result.variance.at(1)));
                ASSERT_TRUE(std::isnan(result.reciprocalStd.at(1)));
                for (std::int64_t j = 0; j < 3 * dimension; ++j)
                    ASSERT_EQ(std::isnan(result.output.at(j)), j / dimension == 1) << j;
            }
}

TYPED_TEST(Edges, NanInGammaOrBetaReachesItsOwnPlacesOnly)
{
    Question question{randn(Shape::of({3, 4}), 1, this->dtype), {}};
    question.parameters.gamma = randn(Shape::of({4}), 2, this->dtype);
    question.parameters.beta = randn(Shape::of({4}), 3, this->dtype);
    question.parameters.gamma->set(1, nan);
    question.parameters.beta->set(2, infinity);
    const LayerNormResult result = question.result();
    for (std::int64_t j = 0; j < 12; ++j) {
        EXPECT_EQ(std::isnan(result.output.at(j)), j % 4 == 1) << j;
        EXPECT_EQ(std::isinf(result.output.at(j)), j % 4 == 2) << j;
    }
}

// --------------------------------------------------------------------------------------------------------------
// Errors

std::string refusal(const Tensor& input, const LayerNormParameters& parameters)
{
    const Result<LayerNormResult> result = layerNorm(input, parameters);
    EXPECT_FALSE(result.has_value());
    if (result)
        return "";
    const Result<void> checked = checkParameters(input, parameters);
    EXPECT_FALSE(checked.has_value());
    EXPECT_EQ(checked ? "" : checked.error().text(), result.error().text());
    return result.error().text();
}

class Refusal : public testing::Test
{
protected:
    const Tensor input{Shape::of({2, 3, 4}), DType::Float32};
    LayerNormParameters parameters;
};

TEST_F(Refusal, OfAnEpsThatIsNegativeOrNotFinite)
{
    const std::vector<std::pair<double, std::string>> refused{
        {-1e-5, "-1e-05"},
        {-std::numeric_limits<double>::denorm_min(), "-5e-324"},
        {nan, "nan"},
        {infinity, "inf"},
        {-infinity, "-inf"}};
    for (const auto& [eps, text] : refused) {
        parameters.eps = eps;
        const std::string sentence =
            "eps is " + text + "; it must be a finite number that is not negative, such as 1e-5";
        EXPECT_EQ(refusal(input, parameters), sentence);
        ASSERT_FALSE(checkEps(eps));
        EXPECT_EQ(checkEps(eps).error().text(), sentence);
    }
    for (const double eps : {0.0, -0.0, 1e-300, 1e300}) {
        EXPECT_TRUE(checkEps(eps)) << eps;
        parameters.eps = eps;
        EXPECT_TRUE(layerNorm(input, parameters)) << eps;
    }
}

TEST_F(Refusal, OfNormalizedDimensionsThatDoNotFit)
{
    for (const int dims : {0, -1, 4, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}) {
        parameters.normalizedDims = dims;
        EXPECT_EQ(refusal(input, parameters),
                  std::to_string(dims) + " normalised dimensions do not fit the shape 2x3x4; choose 1 to 3");
    }
    for (const int dims : {1, 2, 3}) {
        parameters.normalizedDims = dims;
        EXPECT_TRUE(layerNorm(input, parameters));
    }
}

TEST_F(Refusal, OfGammaAndBetaOfAnotherShape)
{
    for (const Shape& shape : {Shape::of({3}), Shape::of({1, 4}), Shape::of({3, 4}), Shape::of({1})}) {
        parameters = {};
        parameters.gamma = Tensor(shape, DType::Float32);
        EXPECT_EQ(refusal(input, parameters), "gamma has the shape " + shape.text() +
                                                  "; it must be 4, the shape of the normalised dimensions");
        parameters = {};
        parameters.beta = Tensor(shape, DType::Float32);
        EXPECT_EQ(refusal(input, parameters), "beta has the shape " + shape.text() +
                                                  "; it must be 4, the shape of the normalised dimensions");
    }
    parameters.normalizedDims = 2;
    parameters.gamma = Tensor(Shape::of({3, 4}), DType::Float32);
    parameters.beta = Tensor(Shape::of({12}), DType::Float32);
    EXPECT_EQ(refusal(input, parameters),
              "beta has the shape 12; it must be 3x4, the shape of the normalised dimensions");
}

TEST_F(Refusal, OfGammaAndBetaOfAnotherType)
{
    parameters.gamma = Tensor(Shape::of({4}), DType::Float64);
    EXPECT_EQ(refusal(input, parameters), "gamma is float64 and the input is float32; convert one of them");
    parameters.gamma.reset();
    parameters.beta = Tensor(Shape::of({4}), DType::Float32);
    EXPECT_EQ(refusal(input.converted(DType::Float64), parameters),
              "beta is float32 and the input is float64; convert one of them");
}

} // namespace
} // namespace layernorm
