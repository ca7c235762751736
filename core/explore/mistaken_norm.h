// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/mistakes.h"

#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

/// The formulas of core/explore/mistakes.h, one value at a time: to try many formulas, most of which a few
/// values rule out. What formulas share (values as they were read, means, variances) is computed once, and
/// only for the groups of values that were asked for.
namespace layernorm {

/// A number, and the range in which an honest computation of it may end.
struct Expected {
    double value = 0;
    double low = 0;
    double high = 0;
};

/// Not for use by two threads at once. Takes 8 bytes a value for each way in which the input is read and 56
/// bytes for each group of values whose statistics are taken.
class MistakenNorm
{
public:
    class Output;

    /// `input` and `parameters` have passed `checkParameters`; both have to live on.
    MistakenNorm(const Tensor& input, const LayerNormParameters& parameters);
    ~MistakenNorm();
    MistakenNorm(const MistakenNorm&) = delete;
    MistakenNorm& operator=(const MistakenNorm&) = delete;

    /// `formula` must be possible. What is returned must not outlive this object.
    [[nodiscard]] Output outputOf(const MistakenFormula& formula);

private:
    struct Moments {
        bool known = false;
        bool steppedKnown = false;
        double mean = 0;
        double variance = 0;
        double meanSquare = 0;
        double rootMeanSquare = 0;
        double steppedVariance = 0;   ///< of squares rounded to the format
        double steppedMeanSquare = 0; ///< the same
    };
    struct Groups;
    using Key = std::tuple<bool, int>; ///< values transposed; format, or -1

    const std::vector<double>& valuesOf(bool transposed, const std::optional<NumberFormat>& format);
    Groups& groupsOf(const Block& extents, AxisSet axes, bool transposed,
                     const std::optional<NumberFormat>& format);

    const std::vector<double>* affineOf(const std::optional<Tensor>& affine, int times,
                                        const MistakenFormula& formula);

    const Tensor& m_input;
    const LayerNormParameters& m_parameters;
    Block m_block;
    std::int64_t m_tokenSize = 1;
    std::map<Key, std::vector<double>> m_values;
    std::map<Key, std::vector<double>> m_affine; ///< of gamma, or else of beta
    std::map<std::tuple<Key, bool, unsigned>, std::unique_ptr<Groups>> m_groups;
};

/// One formula's output.
class MistakenNorm::Output
{
public:
    /// The value at a row-major index of the output, as `mistakenOutput` arranges it.
    ///
    /// `unit` is the rounding error of the arithmetic supposed, 2^-24 for float32 rounded to nearest. The
    /// range allows for what it may do in an ordinary two-pass computation of n values: an error of (2 + log2
    /// n) units of the root mean square in the mean, as many units of the variance in the variance, and one
    /// or two in each later step; of the normalised value never more than 0.01. Where something was rounded
    /// to a 16-bit format, the range is what this rounding makes of the range.
    [[nodiscard]] Expected at(std::int64_t index, double unit);

private:
    friend class MistakenNorm;
    struct Place;

    Output(const MistakenFormula& formula, Groups& groups) : m_formula(formula), m_groups(&groups) {}

    [[nodiscard]] Place placeOf(std::int64_t index) const;
    [[nodiscard]] double affineValue(const std::vector<double>* values, double missing,
                                     const Place& place) const;
    [[nodiscard]] double divisorFor(const Moments& moments);
    [[nodiscard]] Expected inMorePrecision(const Place& place, double unit);
    [[nodiscard]] Expected inSteps(const Place& place, double unit);

    MistakenFormula m_formula;
    Groups* m_groups;
    Block m_block;
    std::int64_t m_tokenSize = 1;
    const std::vector<double>* m_gamma = nullptr; ///< null where there is none, or none was used
    const std::vector<double>* m_beta = nullptr;
    const Moments* m_divided = nullptr; ///< whose divisor is at hand
    double m_divisor = 0;
};

} // namespace layernorm
