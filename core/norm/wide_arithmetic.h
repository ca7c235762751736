// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/double_pair.h"
#include "core/norm/lanes.h"

#include <bit>
#include <cmath>

/// Arithmetic of twice the tensor's precision: double for float32, pairs of doubles for float64. The kernels
/// are written once in these words, and their results rounded to the tensor's type once, at the end.
///
/// Private to core/norm.
namespace layernorm {

template <typename T>
struct WideTypes;

template <>
struct WideTypes<float> {
    using Scalar = double;
    using Vector = Lanes;
};

template <>
struct WideTypes<double> {
    using Scalar = Pair<double>;
    using Vector = Pair<Lanes>;
};

/// One number of twice the precision of T.
template <typename T>
using Wide = typename WideTypes<T>::Scalar;

/// Eight of them.
template <typename T>
using WideLanes = typename WideTypes<T>::Vector;

/// A number of values to divide by. A power of two is multiplied with instead: its reciprocal, and so the
/// quotient, is the same to the bit, in a fraction of the time.
struct Divisor {
    explicit Divisor(std::int64_t count)
        : value(static_cast<double>(count)),
          reciprocal(std::has_single_bit(static_cast<std::uint64_t>(count)) ? 1 / value : 0)
    {
    }

    double value;
    double reciprocal; ///< 0 where it is not exact
};

// ---------------------------------------------------------------------------------------------------------------
// float32 in double

LAYERNORM_INLINE Lanes everyLane(double value)
{
    return Lanes(value);
}

/// Wide numbers that come and go one by one, where lanes would be taken apart and put together each time.
template <typename T>
class Gathered;

template <>
class Gathered<float>
{
public:
    Gathered() = default;
    explicit Gathered(const Lanes& lanes) { lanes.store(m_values); }

    void set(std::int64_t index, double value) { m_values[index] = value; }
    [[nodiscard]] double operator[](std::int64_t index) const { return m_values[index]; }
    [[nodiscard]] Lanes lanes() const { return Lanes::load(m_values); }

private:
    double m_values[laneCount] = {};
};

/// The number itself, rounded to double.
LAYERNORM_INLINE const Lanes& leading(const Lanes& wide)
{
    return wide;
}

LAYERNORM_INLINE double leading(double wide)
{
    return wide;
}

LAYERNORM_INLINE Lanes wideLanes(const float* values)
{
    return widened(values);
}

LAYERNORM_INLINE Lanes deviationsFrom(const Lanes& center, const float* values)
{
    return widened(values) - center;
}

LAYERNORM_INLINE Lanes dividedBy(const Lanes& dividend, const Divisor& divisor)
{
    if (divisor.reciprocal != 0)
        return dividend * Lanes(divisor.reciprocal);
    return dividend / Lanes(divisor.value);
}

LAYERNORM_INLINE Lanes plus(const Lanes& wide, double value)
{
    return wide + Lanes(value);
}

LAYERNORM_INLINE Lanes reciprocalRoot(const Lanes& radicand)
{
    return Lanes(1) / squareRoot(radicand);
}

/// factor * deviation, what it is rounded to T from.
LAYERNORM_INLINE Lanes productToRound(const Lanes& factor, const Lanes& deviations)
{
    return factor * deviations;
}

/// A result, what it is rounded to T from.
LAYERNORM_INLINE Lanes toRound(const Lanes& wide)
{
    return wide;
}

/// Rounds to T; past the caches when `streaming`, and then `values` is aligned to 32 bytes.
template <bool streaming>
LAYERNORM_INLINE void storeOutput(const Lanes& output, float* values)
{
    if constexpr (streaming)
        streamRounded(output, values);
    else
        storeRounded(output, values);
}

/// How many times larger than the variance the mean square about a center may be: so many roundings of the
/// sums the variance inherits, and has its mean square about the mean taken where that is too many.
template <typename T>
inline constexpr double toleratedCancellation = sizeof(T) == sizeof(float) ? 0x1p12 : 0x1p24;

/// What the sums are taken about a second time: a number that a token of equal values is exactly.
LAYERNORM_INLINE double centerNear(double mean)
{
    return mean;
}

/// What a token, or part of one, adds up to in its second and first moment about a center.
template <typename T>
struct DeviationSums;

template <>
struct DeviationSums<float> {
    LAYERNORM_INLINE DeviationSums() : deviations(0), squares(0) {}
    LAYERNORM_INLINE DeviationSums(const Lanes& sum, const Lanes& sumOfSquares)
        : deviations(sum),
          squares(sumOfSquares)
    {
    }

    /// About 0. The square of a float32 is a float64 exactly, so fused or not the sum has the same bits.
    LAYERNORM_INLINE void addValues(const Lanes& values)
    {
        deviations = deviations + values;
        squares = plusExactSquare(squares, values);
    }

    LAYERNORM_INLINE void add(const Lanes& deviation)
    {
        deviations = deviations + deviation;
        squares = squares + deviation * deviation;
    }

    Lanes deviations;
    Lanes squares;
};

LAYERNORM_INLINE double folded(const Lanes& lanes)
{
    return foldByHalves(lanes);
}

/// Keeps the lanes where `mask` is 1, clears those where it is 0.
LAYERNORM_INLINE Lanes masked(const Lanes& lanes, const Lanes& mask)
{
    return lanes * mask;
}

// ---------------------------------------------------------------------------------------------------------------
// float64 in pairs

LAYERNORM_INLINE Pair<Lanes> everyLane(const Pair<double>& value)
{
    return {Lanes(value.high), Lanes(value.low)};
}

template <>
class Gathered<double>
{
public:
    Gathered() = default;
    explicit Gathered(const Pair<Lanes>& lanes) : m_high(lanes.high), m_low(lanes.low) {}

    void set(std::int64_t index, const Pair<double>& value)
    {
        m_high.set(index, value.high);
        m_low.set(index, value.low);
    }
    [[nodiscard]] Pair<double> operator[](std::int64_t index) const { return {m_high[index], m_low[index]}; }
    [[nodiscard]] Pair<Lanes> lanes() const { return {m_high.lanes(), m_low.lanes()}; }

private:
    Gathered<float> m_high;
    Gathered<float> m_low;
};

LAYERNORM_INLINE const Lanes& leading(const Pair<Lanes>& wide)
{
    return wide.high;
}

LAYERNORM_INLINE double leading(const Pair<double>& wide)
{
    return wide.high;
}

LAYERNORM_INLINE Pair<Lanes> wideLanes(const double* values)
{
    return {Lanes::load(values), Lanes(0)};
}

LAYERNORM_INLINE Pair<Lanes> deviationsFrom(const Pair<Lanes>& center, const double* values)
{
    const Lanes x = Lanes::load(values);
    const Lanes negative = -center.high;
    const Pair<Lanes> difference = twoSum<Lanes>(x, negative);
    const Lanes low = difference.low - center.low;
    return twoSumOrdered<Lanes>(difference.high, low);
}

LAYERNORM_INLINE Pair<Lanes> dividedBy(const Pair<Lanes>& dividend, const Divisor& divisor)
{
    return dividend / Lanes(divisor.value);
}

LAYERNORM_INLINE Pair<Lanes> plus(const Pair<Lanes>& wide, double value)
{
    return wide + Pair<Lanes>{Lanes(value), Lanes(0)};
}

/// One step of Newton's method from the rounded value: r + r/2 * (1 - radicand * r^2).
LAYERNORM_INLINE Pair<Lanes> reciprocalRoot(const Pair<Lanes>& radicand)
{
    const Lanes rounded = Lanes(1) / squareRoot(radicand.high);
    const Pair<Lanes> square = twoProduct<Lanes>(rounded, rounded);
    const Pair<Lanes> one = twoProduct<Lanes>(radicand.high, square.high);
    const Lanes rest =
        ((Lanes(1) - one.high) - one.low) - (radicand.high * square.low + radicand.low * square.high);
    const Lanes low = rounded * rest * Lanes(0.5);
    Lanes finiteLow; // 1/0, 1/inf and NaN have none
    for (int i = 0; i < Lanes::registers; ++i) {
        const Register size = low.parts[i].abs();
        const Register most = rounded.parts[i].abs() * 0x1p-40;
        finiteLow.parts[i] = keptWhere(native(size) <= native(most), low.parts[i]);
    }
    return {rounded, finiteLow};
}

LAYERNORM_INLINE Lanes productToRound(const Pair<Lanes>& factor, const Pair<Lanes>& deviations)
{
    const Pair<Lanes> product = twoProduct<Lanes>(factor.high, deviations.high);
    return product.high + (product.low + (factor.high * deviations.low + factor.low * deviations.high));
}

LAYERNORM_INLINE Lanes toRound(const Pair<Lanes>& wide)
{
    Lanes output;
    for (int i = 0; i < Lanes::registers; ++i)
        output.parts[i] =
            wide.high.parts[i].isInf().select(wide.high.parts[i], wide.high.parts[i] + wide.low.parts[i]);
    return output;
}

template <bool streaming>
LAYERNORM_INLINE void storeOutput(const Lanes& output, double* values)
{
    if constexpr (streaming)
        streamLanes(output, values);
    else
        output.store(values);
}

LAYERNORM_INLINE Pair<double> centerNear(const Pair<double>& mean)
{
    return {mean.high, 0};
}

template <>
struct DeviationSums<double> {
    LAYERNORM_INLINE DeviationSums() : deviations{Lanes(0), Lanes(0)}, squares{Lanes(0), Lanes(0)} {}
    LAYERNORM_INLINE DeviationSums(const Pair<Lanes>& sum, const Pair<Lanes>& sumOfSquares)
        : deviations(sum),
          squares(sumOfSquares)
    {
    }

    /// About 0.
    LAYERNORM_INLINE void addValues(const Pair<Lanes>& values)
    {
        const Pair<Lanes> sum = twoSum<Lanes>(deviations.high, values.high);
        deviations.high = sum.high;
        deviations.low = deviations.low + sum.low;

        const Pair<Lanes> square = twoProduct<Lanes>(values.high, values.high);
        const Pair<Lanes> sumOfSquares = twoSum<Lanes>(squares.high, square.high);
        squares.high = sumOfSquares.high;
        squares.low = squares.low + (sumOfSquares.low + square.low);
    }

    LAYERNORM_INLINE void add(const Pair<Lanes>& deviation)
    {
        const Pair<Lanes> sum = twoSum<Lanes>(deviations.high, deviation.high);
        deviations.high = sum.high;
        deviations.low = deviations.low + (sum.low + deviation.low);

        const Pair<Lanes> square = twoProduct<Lanes>(deviation.high, deviation.high);
        const Pair<Lanes> sumOfSquares = twoSum<Lanes>(squares.high, square.high);
        squares.high = sumOfSquares.high;
        squares.low =
            squares.low + (sumOfSquares.low + (square.low + Lanes(2) * deviation.high * deviation.low));
    }

    Pair<Lanes> deviations;
    Pair<Lanes> squares;
};

LAYERNORM_INLINE Pair<double> folded(const Pair<Lanes>& lanes)
{
    std::array<double, laneCount> high;
    std::array<double, laneCount> low;
    lanes.high.store(high.data());
    lanes.low.store(low.data());
    for (std::size_t half = laneCount / 2; half > 0; half /= 2)
        for (std::size_t i = 0; i < half; ++i) {
            const Pair<double> sum = twoSum<double>(high[i], high[i + half]);
            high[i] = sum.high;
            low[i] = (low[i] + low[i + half]) + sum.low;
        }
    return twoSumOrdered<double>(high[0], low[0]);
}

LAYERNORM_INLINE Pair<Lanes> masked(const Pair<Lanes>& lanes, const Lanes& mask)
{
    return {lanes.high * mask, lanes.low * mask};
}

} // namespace layernorm
