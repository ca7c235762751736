// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mistaken_norm.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace layernorm {

namespace {

Block swapped(const Block& block)
{
    return {.batch = block.batch, .sequence = block.dimension, .dimension = block.sequence};
}

/// Where the element at an index of [batch, dimension, sequence] lies in [batch, sequence, dimension].
std::int64_t fromSwapped(std::int64_t index, const Block& block)
{
    const std::int64_t matrix = block.sequence * block.dimension;
    const std::int64_t inMatrix = index % matrix;
    return index - inMatrix + inMatrix % block.sequence * block.dimension + inMatrix / block.sequence;
}

/// Where the element at an index of [dimension, sequence, batch] lies in [batch, sequence, dimension].
std::int64_t fromReversed(std::int64_t index, const Block& block)
{
    const std::int64_t batch = index % block.batch;
    const std::int64_t row = index / block.batch;
    return (batch * block.sequence + row % block.sequence) * block.dimension + row / block.sequence;
}

unsigned bitsOf(AxisSet axes)
{
    unsigned bits = 0;
    for (const Axis axis : {Axis::Batch, Axis::Sequence, Axis::Dimension})
        bits |= axes.has(axis) ? static_cast<unsigned>(axis) : 0U;
    return bits;
}

bool roundsInput(const MistakenFormula& formula)
{
    return formula.format && formula.rounding != Rounding::Output;
}

bool roundsAffine(const MistakenFormula& formula)
{
    return roundsInput(formula) && formula.rounding != Rounding::Input;
}

/// A range, and arithmetic on all that it may be.
struct Range {
    double low = 0;
    double high = 0;
};

Range operator+(Range a, Range b)
{
    return {a.low + b.low, a.high + b.high};
}

Range operator-(Range a, Range b)
{
    return {a.low - b.high, a.high - b.low};
}

Range spanned(double a, double b, double c, double d)
{
    return {std::min(std::min(a, b), std::min(c, d)), std::max(std::max(a, b), std::max(c, d))};
}

Range operator*(Range a, Range b)
{
    return spanned(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high);
}

Range operator/(Range a, Range b)
{
    return spanned(a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high);
}

Range root(Range a)
{
    return {std::sqrt(a.low), std::sqrt(a.high)};
}

Range around(double value, double distance)
{
    return {value - distance, value + distance};
}

/// Every step's result is computed with an error of `unit` at most and then rounded to the format.
struct Step {
    NumberFormat format;
    double unit;

    Range operator()(Range range) const
    {
        return {rounded(range.low - unit * std::abs(range.low), format),
                rounded(range.high + unit * std::abs(range.high), format)};
    }
};

/// Of a normalised value. Where values differ so little that arithmetic may do more to them, a range would
/// have room for anything.
constexpr double largestError = 0.01;

double roundoffOf(NumberFormat format)
{
    return format == NumberFormat::Float16 ? 0x1p-11 : 0x1p-8;
}

double divisorOf(double variance, double eps, Divisor divisor)
{
    switch (divisor) {
    case Divisor::RootOfSum:
        return std::sqrt(variance + eps);
    case Divisor::StdPlusEps:
        return std::sqrt(variance) + eps;
    case Divisor::RootOfSquare:
        return std::sqrt(variance * variance + eps);
    case Divisor::VariancePlusEps:
        break;
    }
    return variance + eps;
}

Range divisorInSteps(Range variance, double eps, Divisor divisor, const Step& step)
{
    const Range epsRange{eps, eps};
    switch (divisor) {
    case Divisor::RootOfSum:
        return step(root(step(step(variance) + epsRange)));
    // One function gives the standard deviation, in one step.
    case Divisor::StdPlusEps:
        return step(step(root(variance)) + epsRange);
    case Divisor::RootOfSquare: {
        const Range rounded = step(variance);
        return step(root(step(step(rounded * rounded) + epsRange)));
    }
    case Divisor::VariancePlusEps:
        break;
    }
    return step(step(variance) + epsRange);
}

} // namespace

// --------------------------------------------------------------------------------------------------------------
// Values that share statistics

/// The values as they were read, and the statistics of their groups.
struct MistakenNorm::Groups {
    Groups(const Block& extentsRead, AxisSet axesTaken, const std::vector<double>& valuesRead,
           const std::optional<NumberFormat>& formatRead)
        : extents(extentsRead),
          axes(axesTaken),
          values(valuesRead),
          format(formatRead),
          grouping(extentsRead, axesTaken),
          moments(static_cast<std::size_t>(grouping.groups())),
          size(static_cast<double>(grouping.valuesPerGroup())),
          errorUnits(2 + std::log2(size))
    {
    }

    const Moments& momentsOf(std::int64_t batch, std::int64_t sequence, std::int64_t dimension);
    /// With what `Rounding::EverySquare` needs besides; of values that have a format.
    const Moments& steppedMomentsOf(std::int64_t batch, std::int64_t sequence, std::int64_t dimension);
    template <typename Function>
    void forGroup(std::int64_t batch, std::int64_t sequence, std::int64_t dimension, Function function) const;

    Block extents;
    AxisSet axes;
    const std::vector<double>& values;
    std::optional<NumberFormat> format;
    Grouping grouping;
    std::vector<Moments> moments;
    double size;
    double errorUnits; ///< of a sum's error: sums in pairs have log2(size) roundings one upon the other
};

/// Calls `function` with every value that shares its statistics with the cell.
template <typename Function>
void MistakenNorm::Groups::forGroup(std::int64_t batch, std::int64_t sequence, std::int64_t dimension,
                                    Function function) const
{
    const auto first = [&](Axis axis, std::int64_t own) { return axes.has(axis) ? 0 : own; };
    const auto end = [&](Axis axis, std::int64_t own, std::int64_t extent) {
        return axes.has(axis) ? extent : own + 1;
    };
    for (std::int64_t b = first(Axis::Batch, batch); b < end(Axis::Batch, batch, extents.batch); ++b)
        for (std::int64_t s = first(Axis::Sequence, sequence);
             s < end(Axis::Sequence, sequence, extents.sequence); ++s) {
            const double* row = values.data() + (b * extents.sequence + s) * extents.dimension;
            const std::int64_t last = end(Axis::Dimension, dimension, extents.dimension);
            for (std::int64_t d = first(Axis::Dimension, dimension); d < last; ++d)
                function(row[d]);
        }
}

const MistakenNorm::Moments& MistakenNorm::Groups::momentsOf(std::int64_t batch, std::int64_t sequence,
                                                             std::int64_t dimension)
{
    Moments& found = moments[static_cast<std::size_t>(grouping.groupOf(batch, sequence, dimension))];
    if (found.known)
        return found;
    // About one of the values, so that the mean of equal ones is exact.
    const double origin = values[static_cast<std::size_t>(
        (batch * extents.sequence + sequence) * extents.dimension + dimension)];
    double sum = 0;
    forGroup(batch, sequence, dimension, [&](double x) { sum += x - origin; });
    const double mean = origin + sum / size;
    double squares = 0;
    forGroup(batch, sequence, dimension, [&](double x) { squares += (x - mean) * (x - mean); });
    found.mean = mean;
    found.variance = squares / size;
    found.meanSquare = found.variance + mean * mean;
    found.rootMeanSquare = std::sqrt(found.meanSquare);
    found.known = true;
    return found;
}

const MistakenNorm::Moments& MistakenNorm::Groups::steppedMomentsOf(std::int64_t batch, std::int64_t sequence,
                                                                    std::int64_t dimension)
{
    Moments& found = moments[static_cast<std::size_t>(grouping.groupOf(batch, sequence, dimension))];
    if (!found.steppedKnown) {
        const double mean = momentsOf(batch, sequence, dimension).mean;
        const double roundedMean = rounded(mean, *format);
        double differences = 0;
        double plain = 0;
        forGroup(batch, sequence, dimension, [&](double x) {
            const double difference = rounded(x - roundedMean, *format);
            differences += rounded(difference * difference, *format);
            plain += rounded(x * x, *format);
        });
        found.steppedVariance = differences / size;
        found.steppedMeanSquare = plain / size;
        found.steppedKnown = true;
    }
    return found;
}

// --------------------------------------------------------------------------------------------------------------
// What formulas share

MistakenNorm::MistakenNorm(const Tensor& input, const LayerNormParameters& parameters)
    : m_input(input),
      m_parameters(parameters),
      m_block(normBlock(input.shape(), parameters.normalizedDims)),
      m_tokenSize(input.shape().trailingElements(parameters.normalizedDims))
{
}

MistakenNorm::~MistakenNorm() = default;

const std::vector<double>& MistakenNorm::valuesOf(bool transposed, const std::optional<NumberFormat>& format)
{
    std::vector<double>& values = m_values[{transposed, format ? static_cast<int>(*format) : -1}];
    if (!values.empty())
        return values;
    values.resize(static_cast<std::size_t>(m_input.elements()));
    m_input.visit([&](const auto& input) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto source =
                transposed ? static_cast<std::size_t>(fromSwapped(static_cast<std::int64_t>(i), m_block)) : i;
            const auto value = static_cast<double>(input[source]);
            values[i] = format ? rounded(value, *format) : value;
        }
    });
    return values;
}

MistakenNorm::Groups& MistakenNorm::groupsOf(const Block& extents, AxisSet axes, bool transposed,
                                             const std::optional<NumberFormat>& format)
{
    const Key key{transposed, format ? static_cast<int>(*format) : -1};
    std::unique_ptr<Groups>& groups = m_groups[{key, extents == m_block, bitsOf(axes)}];
    if (!groups)
        groups = std::make_unique<Groups>(extents, axes, valuesOf(transposed, format), format);
    return *groups;
}

const std::vector<double>* MistakenNorm::affineOf(const std::optional<Tensor>& affine, int times,
                                                  const MistakenFormula& formula)
{
    if (!affine || times == 0)
        return nullptr;
    const bool rounds = roundsAffine(formula);
    std::vector<double>& values =
        m_affine[{&affine == &m_parameters.gamma, rounds ? static_cast<int>(*formula.format) : -1}];
    for (std::int64_t i = static_cast<std::int64_t>(values.size()); i < affine->elements(); ++i)
        values.push_back(rounds ? rounded(affine->at(i), *formula.format) : affine->at(i));
    return &values;
}

MistakenNorm::Output MistakenNorm::outputOf(const MistakenFormula& formula)
{
    const Arrangement arrangement = formula.arrangement;
    const bool transposed = arrangement == Arrangement::Input || arrangement == Arrangement::InputMemory;
    const bool otherExtents = arrangement == Arrangement::Input || arrangement == Arrangement::InputExtents;
    const std::optional<NumberFormat> format = roundsInput(formula) ? formula.format : std::nullopt;
    Output output(formula,
                  groupsOf(otherExtents ? swapped(m_block) : m_block, formula.axes, transposed, format));
    output.m_block = m_block;
    output.m_tokenSize = m_tokenSize;
    output.m_gamma = affineOf(m_parameters.gamma, formula.gammaTimes, formula);
    output.m_beta = affineOf(m_parameters.beta, formula.betaTimes, formula);
    // As layerNorm does: an eps too small for the type is none.
    if (m_input.dtype() == DType::Float32 && static_cast<float>(formula.eps) == 0)
        output.m_formula.eps = 0;
    return output;
}

// --------------------------------------------------------------------------------------------------------------
// One value

struct MistakenNorm::Output::Place {
    std::int64_t index = 0; ///< before the output was rearranged
    double x = 0;
    const Moments* moments = nullptr;
};

MistakenNorm::Output::Place MistakenNorm::Output::placeOf(std::int64_t index) const
{
    if (!m_formula.order.empty())
        index = m_formula.order[static_cast<std::size_t>(index / m_tokenSize)] * m_tokenSize +
                index % m_tokenSize;
    if (m_formula.arrangement == Arrangement::Output)
        index = fromSwapped(index, m_block);
    else if (m_formula.arrangement == Arrangement::OutputReversed)
        index = fromReversed(index, m_block);
    const Block& extents = m_groups->extents;
    const std::int64_t row = index / extents.dimension;
    const std::int64_t batch = row / extents.sequence;
    const std::int64_t sequence = row - batch * extents.sequence;
    const std::int64_t dimension = index - row * extents.dimension;
    const bool stepped = m_formula.format && m_formula.rounding == Rounding::EverySquare;
    return {index, m_groups->values[static_cast<std::size_t>(index)],
            stepped ? &m_groups->steppedMomentsOf(batch, sequence, dimension)
                    : &m_groups->momentsOf(batch, sequence, dimension)};
}

double MistakenNorm::Output::affineValue(const std::vector<double>* values, double missing,
                                         const Place& place) const
{
    return values == nullptr ? missing : (*values)[static_cast<std::size_t>(place.index % m_tokenSize)];
}

Expected MistakenNorm::Output::at(std::int64_t index, double unit)
{
    const Place place = placeOf(index);
    const bool steps = m_formula.format && (m_formula.rounding == Rounding::EveryStep ||
                                            m_formula.rounding == Rounding::EverySquare);
    return steps ? inSteps(place, unit) : inMorePrecision(place, unit);
}

double MistakenNorm::Output::divisorFor(const Moments& moments)
{
    if (m_divided != &moments) {
        const double size = m_groups->size;
        const bool rms = m_formula.centring == Centring::RootMeanSquare;
        const double variance =
            (rms ? moments.meanSquare : moments.variance) * (m_formula.unbiased ? size / (size - 1) : 1.0);
        m_divisor = divisorOf(variance, m_formula.eps, m_formula.divisor);
        m_divided = &moments;
    }
    return m_divisor;
}

Expected MistakenNorm::Output::inMorePrecision(const Place& place, double unit)
{
    const Moments& moments = *place.moments;
    const bool centred = m_formula.centring == Centring::Mean;
    const double size = m_groups->size;
    const double divisor = divisorFor(moments);
    const double normalized = (centred ? place.x - moments.mean : place.x) / divisor;
    const double gamma = affineValue(m_gamma, 1, place);
    const double beta = affineValue(m_beta, 0, place);
    const double scale = m_formula.gammaTimes == 2 ? gamma * gamma : gamma;
    const double shift = m_formula.betaTimes < 2     ? beta
                         : m_formula.gammaTimes == 2 ? gamma * beta + beta
                                                     : 2 * beta;
    const double scaled = normalized * scale;
    const double output = scaled + shift;

    double error = 0;
    if (unit > 0 && std::isfinite(output)) {
        // Of a single value the mean is exact.
        const double inputSize = !centred ? std::abs(place.x) : size > 1 ? moments.rootMeanSquare : 0;
        const double normalizedError =
            unit * m_groups->errorUnits * (inputSize / divisor + std::abs(normalized));
        error = std::min(normalizedError, largestError) * std::abs(scale) +
                3 * unit * (std::abs(scaled) + std::abs(shift) + std::abs(beta));
    }
    if (unit > 0 && m_formula.format && m_formula.rounding == Rounding::OtherSteps)
        error += 4 * roundoffOf(*m_formula.format) * (std::abs(scaled) + std::abs(scale) + std::abs(shift));
    Expected expected{output, output - error, output + error};
    if (m_formula.format && m_formula.rounding != Rounding::Input)
        for (double* value : {&expected.value, &expected.low, &expected.high})
            *value = rounded(*value, *m_formula.format);
    return expected;
}

Expected MistakenNorm::Output::inSteps(const Place& place, double unit)
{
    const auto compute = [&](double stepUnit) {
        const Moments& moments = *place.moments;
        const Step step{*m_formula.format, stepUnit};
        const bool squares = m_formula.rounding == Rounding::EverySquare;
        const double sumUnit = stepUnit * m_groups->errorUnits;
        const double size = m_groups->size;
        double variance = squares ? moments.steppedVariance : moments.variance;
        if (m_formula.centring == Centring::RootMeanSquare)
            variance = squares ? moments.steppedMeanSquare : moments.meanSquare;
        if (m_formula.unbiased)
            variance *= size / (size - 1);
        Range difference{place.x, place.x};
        if (m_formula.centring == Centring::Mean)
            difference = step(difference - step(around(moments.mean, sumUnit * moments.rootMeanSquare)));
        Range y = step(difference / divisorInSteps(around(variance, sumUnit * variance), m_formula.eps,
                                                   m_formula.divisor, step));
        const double gamma = affineValue(m_gamma, 1, place);
        const double beta = affineValue(m_beta, 0, place);
        for (int time = 0; time < std::max(m_formula.gammaTimes, m_formula.betaTimes); ++time) {
            if (time < m_formula.gammaTimes && m_gamma != nullptr)
                y = step(y * Range{gamma, gamma});
            // Once, beta comes last.
            if (time >= std::max(m_formula.gammaTimes, m_formula.betaTimes) - m_formula.betaTimes &&
                m_beta != nullptr)
                y = step(y + Range{beta, beta});
        }
        return y;
    };
    const Range range = compute(unit);
    return {unit > 0 ? compute(0).low : range.low, range.low, range.high};
}

} // namespace layernorm
