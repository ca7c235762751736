// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/lanes.h"

#include <cmath>
#include <limits>

/// Numbers of about 106 bits, each the unevaluated sum of two doubles (Dekker 1971; Ogita, Rump and Oishi
/// 2005). `V` is double or Lanes. Exact where neither overflow nor underflow comes in; what is infinite or
/// NaN in `high` may be anything in `low`.
///
/// Private to core/norm.
namespace layernorm {

inline constexpr double smallestProduct = 0x1p-900;
inline constexpr double largestProduct = std::numeric_limits<double>::max();
inline constexpr double largestFactor = 0x1p990;
/// Times this, a double's lower half can be cut off (Veltkamp 1968).
inline constexpr double splitter = 0x1p27 + 1;

template <typename V>
struct Pair {
    V high;
    V low;
};

/// a + b, exactly.
template <typename V>
LAYERNORM_INLINE Pair<V> twoSum(const V& a, const V& b)
{
    const V sum = a + b;
    const V fromB = sum - a;
    const V low = (a - (sum - fromB)) + (b - fromB);
    return {sum, low};
}

/// a + b, exactly, where |a| >= |b|.
template <typename V>
LAYERNORM_INLINE Pair<V> twoSumOrdered(const V& a, const V& b)
{
    const V sum = a + b;
    const V low = b - (sum - a);
    return {sum, low};
}

// a * b - product, where product is a * b rounded: exact for finite products above 2^-900. For others it is
// 0, so that neither underflow nor overflow can make it depend on whether the processor has a fused
// multiply-add.

#ifndef __FMA__
/// Halves of numbers below 2^990 multiply without overflow (Dekker 1971).
template <typename V>
LAYERNORM_INLINE V errorByHalves(const V& a, const V& b, const V& product)
{
    const V scaledA = splitter * a;
    const V scaledB = splitter * b;
    const V highA = scaledA - (scaledA - a);
    const V highB = scaledB - (scaledB - b);
    const V lowA = a - highA;
    const V lowB = b - highB;
    return ((highA * highB - product) + highA * lowB + lowA * highB) + lowA * lowB;
}
#endif

LAYERNORM_INLINE double productError(double a, double b, double product)
{
#ifdef __FMA__
    const double error = std::fma(a, b, -product);
#else
    const bool small = std::abs(a) < largestFactor && std::abs(b) < largestFactor;
    const double error = small ? errorByHalves<double>(a, b, product) : std::fma(a, b, -product);
#endif
    return std::abs(product) >= smallestProduct && std::abs(product) <= largestProduct ? error : 0;
}

LAYERNORM_INLINE Register productError(const Register& a, const Register& b, const Register& product)
{
    Register error;
#if defined(__AVX512F__)
    _mm512_storeu_pd(error.data(), _mm512_fmsub_pd(_mm512_loadu_pd(a.data()), _mm512_loadu_pd(b.data()),
                                                   _mm512_loadu_pd(product.data())));
#elif defined(__FMA__)
    _mm256_storeu_pd(error.data(), _mm256_fmsub_pd(_mm256_loadu_pd(a.data()), _mm256_loadu_pd(b.data()),
                                                   _mm256_loadu_pd(product.data())));
#else
    error = errorByHalves<Register>(a, b, product);
    if (!(a.abs() < largestFactor && b.abs() < largestFactor).all())
        for (int i = 0; i < registerDoubles; ++i)
            error[i] = std::fma(a[i], b[i], -product[i]);
#endif
    const Register size = product.abs();
    return keptWhere((native(size) >= smallestProduct) & (native(size) <= largestProduct), error);
}

LAYERNORM_INLINE Lanes productError(const Lanes& a, const Lanes& b, const Lanes& product)
{
    Lanes error;
#pragma GCC unroll 4
    for (int i = 0; i < Lanes::registers; ++i)
        error.parts[i] = productError(a.parts[i], b.parts[i], product.parts[i]);
    return error;
}

/// a * b, exactly.
template <typename V>
LAYERNORM_INLINE Pair<V> twoProduct(const V& a, const V& b)
{
    const V product = a * b;
    return {product, productError(a, b, product)};
}

/// What rounding took from an infinity is no number.
LAYERNORM_INLINE double withoutNan(double value)
{
    return std::isnan(value) ? 0 : value;
}

template <typename V>
LAYERNORM_INLINE Pair<V> operator-(const Pair<V>& a)
{
    return {-a.high, -a.low};
}

template <typename V>
LAYERNORM_INLINE Pair<V> operator+(const Pair<V>& a, const Pair<V>& b)
{
    const Pair<V> sum = twoSum<V>(a.high, b.high);
    const V low = withoutNan(sum.low + (a.low + b.low));
    return twoSumOrdered<V>(sum.high, low);
}

template <typename V>
LAYERNORM_INLINE Pair<V> operator-(const Pair<V>& a, const Pair<V>& b)
{
    return a + -b;
}

template <typename V>
LAYERNORM_INLINE Pair<V> operator*(const Pair<V>& a, const Pair<V>& b)
{
    const Pair<V> product = twoProduct<V>(a.high, b.high);
    const V low = withoutNan(product.low + (a.high * b.low + a.low * b.high));
    return twoSumOrdered<V>(product.high, low);
}

/// a / b, where b is a double.
template <typename V>
LAYERNORM_INLINE Pair<V> operator/(const Pair<V>& a, const V& b)
{
    const V quotient = a.high / b;
    const Pair<V> back = twoProduct<V>(quotient, b);
    const V low = ((a.high - back.high) - back.low + a.low) / b;
    return twoSumOrdered<V>(quotient, low);
}

} // namespace layernorm
