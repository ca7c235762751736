// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mismatch_diagnosis.h"

#include "core/explore/mismatch_fit.h"
#include "core/explore/mismatch_hypotheses.h"
#include "core/explore/mistaken_norm.h"
#include "core/explore/telling_input.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace layernorm {

namespace {

constexpr double float32Unit = 0x1p-24;
/// Of float64 arithmetic, with room for an eps that was rounded to float32 or a constant with few digits.
constexpr double float64Unit = 0x1p-42;
/// Fewer values can be explained by three mistakes in too many ways.
constexpr std::int64_t valuesForThree = 24;
/// Enough to show that it is ambiguous.
constexpr std::size_t mostExplanations = 24;

struct Found {
    Explanation explanation;
    int rarity = 0;
};

/// Three mistakes that are made together often.
bool isCommonThree(const std::vector<Mistake>& mistakes)
{
    const auto has = [&](Mistake mistake) {
        return std::find(mistakes.begin(), mistakes.end(), mistake) != mistakes.end();
    };
    return (has(Mistake::UnbiasedVariance) && has(Mistake::EpsOutsideRoot)) ||
           (has(Mistake::GammaMissing) && has(Mistake::BetaMissing)) ||
           (has(Mistake::RmsNorm) && has(Mistake::BetaMissing) && has(Mistake::EpsOther));
}

/// Values that most formulas do not survive: all of few, else some of some tokens, in an order in which
/// neighbours have little in common.
std::vector<std::int64_t> sampleOf(const Block& block)
{
    constexpr std::int64_t few = 512;
    constexpr std::int64_t some = 16;
    const std::int64_t rows = block.rows();
    std::vector<std::int64_t> sample;
    if (rows * block.dimension <= few) {
        sample.resize(static_cast<std::size_t>(rows * block.dimension));
        std::iota(sample.begin(), sample.end(), std::int64_t(0));
    } else {
        const auto spread = [](std::int64_t i, std::int64_t extent) {
            return extent <= some ? i : i * (extent - 1) / (some - 1);
        };
        for (std::int64_t row = 0; row < std::min(rows, some); ++row)
            for (std::int64_t column = 0; column < std::min(block.dimension, some); ++column)
                sample.push_back(spread(row, rows) * block.dimension + spread(column, block.dimension));
    }
    std::mt19937 random; // NOLINT: the same in every run
    std::shuffle(sample.begin(), sample.end(), random);
    return sample;
}

/// The distance that two printed numbers need to be different.
double printedRoom(const Candidate& candidate)
{
    double largest = 0;
    for (const double uncertainty : candidate.uncertainty)
        if (std::isfinite(uncertainty))
            largest = std::max(largest, uncertainty);
    return 4 * largest;
}

/// Whether the numbers say more than float32 could.
bool hasMoreDigitsThanFloat32(const Candidate& candidate)
{
    double magnitude = 0;
    for (const double value : candidate.values)
        if (std::isfinite(value))
            magnitude = std::max(magnitude, std::abs(value));
    return printedRoom(candidate) < 0x1p-28 * magnitude;
}

/// Whether every number can have been printed for one of the format.
bool isAllOf(const Candidate& candidate, NumberFormat format)
{
    for (std::size_t i = 0; i < candidate.values.size(); ++i) {
        const double value = candidate.values[i];
        if (std::isfinite(value) &&
            !(std::abs(rounded(value, format) - value) <= candidate.uncertainty[i] * (1 + 1e-9)))
            return false;
    }
    return true;
}

class Search
{
public:
    Search(const Tensor& input, const LayerNormParameters& parameters, const Candidate& candidate,
           const Execution& execution)
        : m_input(input),
          m_parameters(parameters),
          m_candidate(candidate),
          m_execution(execution),
          m_norm(input, parameters),
          m_sample(sampleOf(normBlock(input.shape(), parameters.normalizedDims))),
          m_tokenSize(input.shape().trailingElements(parameters.normalizedDims))
    {
    }

    Diagnosis diagnosis();

private:
    bool isStopped() const { return m_execution.stop.stop_requested(); }
    void tell(double part) const
    {
        if (m_execution.progress)
            m_execution.progress(part);
    }
    bool search(double unit);
    void searchOtherSteps();
    std::vector<Found> fitting(const std::vector<Hypothesis>& tried, bool truncated, double unit);
    bool survivesSample(MistakenNorm::Output& output, const PrintedRanges& printed, double unit) const;
    bool isInShadow(const Hypothesis& hypothesis, const std::vector<Found>& found, double unit);
    std::optional<Found> examine(const Hypothesis& hypothesis, const PrintedRanges& printed,
                                 const RowSearch* rows, double unit);
    void conclude(std::vector<Found> found, double unit);
    void compareNearest(double unit);

    const Tensor& m_input;
    const LayerNormParameters& m_parameters;
    const Candidate& m_candidate;
    const Execution& m_execution;
    MistakenNorm m_norm;
    std::vector<std::int64_t> m_sample;
    std::int64_t m_tokenSize;
    double m_progressFrom = 0;
    double m_progressTo = 1;
    Diagnosis m_diagnosis;
};

Diagnosis Search::diagnosis()
{
    std::vector<double> units{float32Unit};
    if (hasMoreDigitsThanFloat32(m_candidate))
        units.insert(units.begin(), float64Unit);
    bool found = false;
    for (std::size_t i = 0; i < units.size() && !found && !isStopped(); ++i) {
        m_progressFrom = static_cast<double>(i) / static_cast<double>(units.size());
        m_progressTo = static_cast<double>(i + 1) / static_cast<double>(units.size());
        found = search(units[i]);
    }
    if (!found && !isStopped())
        searchOtherSteps();
    if (!isStopped())
        compareNearest(float32Unit);
    m_diagnosis.completion = isStopped() ? Completion::Stopped : Completion::Finished;
    tell(1);
    return std::move(m_diagnosis);
}

/// Whether something was found.
bool Search::search(double unit)
{
    for (std::size_t count = 0; count <= mostMistakes; ++count) {
        std::vector<Hypothesis> tried = hypotheses(m_input, m_parameters, count);
        if (count == mostMistakes && m_input.elements() < valuesForThree)
            std::erase_if(tried, [](const Hypothesis& each) { return !isCommonThree(each.mistakes); });
        for (const bool truncated : {false, true}) {
            const std::size_t step = 2 * count + (truncated ? 1 : 0);
            tell(m_progressFrom + (m_progressTo - m_progressFrom) * static_cast<double>(step) /
                                      (2 * static_cast<double>(mostMistakes + 1)));
            std::vector<Found> found = fitting(tried, truncated, unit);
            if (isStopped())
                return false;
            if (found.empty())
                continue;
            m_diagnosis.truncated = truncated;
            conclude(std::move(found), unit);
            return true;
        }
    }
    return false;
}

void Search::searchOtherSteps()
{
    std::vector<NumberFormat> formats{NumberFormat::Float16, NumberFormat::BFloat16};
    std::erase_if(formats, [this](NumberFormat format) { return !isAllOf(m_candidate, format); });
    for (const std::size_t count : {std::size_t(0), std::size_t(1)}) {
        std::vector<Hypothesis> tried;
        for (const NumberFormat format : formats)
            for (Hypothesis hypothesis : hypotheses(m_input, m_parameters, count)) {
                if (hypothesis.formula.format || hypothesis.reordered)
                    continue;
                hypothesis.formula.format = format;
                hypothesis.formula.rounding = Rounding::OtherSteps;
                hypothesis.mistakes = mistakesOf(hypothesis.formula, m_input, m_parameters);
                tried.push_back(std::move(hypothesis));
            }
        if (std::vector<Found> found = fitting(tried, false, float32Unit); !found.empty())
            return conclude(std::move(found), float32Unit);
    }
}

std::vector<Found> Search::fitting(const std::vector<Hypothesis>& tried, bool truncated, double unit)
{
    const PrintedRanges printed(m_candidate, truncated);
    std::optional<RowSearch> rows;
    std::vector<Found> found;
    for (const Hypothesis& hypothesis : tried) {
        if (isStopped() || found.size() == mostExplanations)
            break;
        if (hypothesis.reordered && !rows)
            rows.emplace(printed, m_tokenSize);
        if (isInShadow(hypothesis, found, unit))
            continue;
        if (std::optional<Found> fit = examine(hypothesis, printed, rows ? &*rows : nullptr, unit))
            found.push_back(std::move(*fit));
    }
    return found;
}

/// Whether an eps shows so little that the same without eps, which fits, need not be told from it.
bool Search::isInShadow(const Hypothesis& hypothesis, const std::vector<Found>& found, double unit)
{
    constexpr double little = 0.1;
    MistakenFormula without = hypothesis.formula;
    without.eps = 0;
    if (hypothesis.reordered || hypothesis.formula.eps == 0 ||
        std::none_of(found.begin(), found.end(),
                     [&](const Found& each) { return each.explanation.formula == without; }))
        return false;
    MistakenNorm::Output output = m_norm.outputOf(hypothesis.formula);
    MistakenNorm::Output outputWithout = m_norm.outputOf(without);
    return std::all_of(m_sample.begin(), m_sample.end(), [&](std::int64_t index) {
        const Expected here = output.at(index, unit);
        const Expected there = outputWithout.at(index, unit);
        const double room =
            here.high - here.low + 2 * m_candidate.uncertainty[static_cast<std::size_t>(index)];
        return std::abs(here.value - there.value) <= little * room / 2;
    });
}

bool Search::survivesSample(MistakenNorm::Output& output, const PrintedRanges& printed, double unit) const
{
    return std::all_of(m_sample.begin(), m_sample.end(), [&](std::int64_t index) {
        return printed.allow(static_cast<std::size_t>(index), output.at(index, unit));
    });
}

std::optional<Found> Search::examine(const Hypothesis& hypothesis, const PrintedRanges& printed,
                                     const RowSearch* rows, double unit)
{
    const auto stopped = [this] { return isStopped(); };
    Found found{{hypothesis.mistakes, hypothesis.formula, 0, 0}, hypothesis.rarity};
    MistakenNorm::Output output = m_norm.outputOf(hypothesis.formula);
    if (hypothesis.reordered) {
        std::optional<std::vector<std::int64_t>> order = rows->orderOf(output, unit, stopped);
        if (!order || std::is_sorted(order->begin(), order->end()))
            return std::nullopt;
        found.explanation.formula.order = std::move(*order);
        output = m_norm.outputOf(found.explanation.formula);
    }
    if (!survivesSample(output, printed, unit))
        return std::nullopt;
    const Fit fit = fitOf(output, printed, unit, false, stopped);
    if (!fit.fits)
        return std::nullopt;
    found.explanation.maxResidual = fit.maxResidual;
    found.explanation.closeness = fit.closeness;
    return found;
}

// --------------------------------------------------------------------------------------------------------------
// What fits, ranked

/// The same mistakes in the same way, as far as a person is concerned who is to mend them.
bool isSameExplanation(const Explanation& a, const Explanation& b)
{
    return a.mistakes == b.mistakes && a.formula.eps == b.formula.eps && a.formula.axes == b.formula.axes &&
           a.formula.divisor == b.formula.divisor;
}

/// A few values come closer to one formula than to another by so much when both are as good.
constexpr double asClose = 1.25;
/// What is closer than this is no better for it: the bounds were wide.
constexpr double closeEnough = 0.05;

double closenessOf(const Explanation& explanation)
{
    return std::max(explanation.closeness, closeEnough);
}

/// Whether `a` is `b` with an eps that shows no more than none does.
bool hasEpsThatDoesNotShow(const Explanation& a, const Explanation& b)
{
    MistakenFormula without = a.formula;
    without.eps = 0;
    return a.formula.eps != 0 && without == b.formula && closenessOf(b) <= asClose * closenessOf(a);
}

double closest(const std::vector<Found>& found)
{
    double least = std::numeric_limits<double>::infinity();
    for (const Found& each : found)
        least = std::min(least, closenessOf(each.explanation));
    return least;
}

/// Sorts by closeness; of those that come as close as the closest, give or take, the common ones come first.
void rank(std::vector<Found>& found)
{
    const double bound = asClose * closest(found);
    const auto key = [bound](const Found& each) {
        const double closeness = closenessOf(each.explanation);
        return std::tuple(closeness > bound, closeness > bound ? closeness : 0, each.rarity);
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const Found& a, const Found& b) { return key(a) < key(b); });
}

/// Leaves out what is within the bounds only because they are wide, when something comes much closer.
void dropOutclassed(std::vector<Found>& found, std::size_t values)
{
    constexpr std::size_t enough = 16;
    constexpr double muchCloser = 3;
    const double bound = muchCloser * closest(found);
    if (values >= enough)
        std::erase_if(found, [bound](const Found& each) { return each.explanation.closeness > bound; });
}

void Search::conclude(std::vector<Found> found, double unit)
{
    dropOutclassed(found, m_candidate.values.size());
    const std::vector<Found> all = found;
    std::erase_if(found, [&](const Found& each) {
        return std::any_of(all.begin(), all.end(), [&](const Found& other) {
            return hasEpsThatDoesNotShow(each.explanation, other.explanation);
        });
    });
    rank(found);
    for (Found& each : found) {
        const auto same = [&](const Explanation& known) {
            return isSameExplanation(known, each.explanation);
        };
        auto& explanations = m_diagnosis.explanations;
        if (std::none_of(explanations.begin(), explanations.end(), same))
            explanations.push_back(std::move(each.explanation));
    }
    m_diagnosis.verdict = m_diagnosis.explanations.size() == 1 ? Verdict::Explained : Verdict::Ambiguous;
    if (m_diagnosis.verdict == Verdict::Explained || isStopped())
        return;
    std::vector<MistakenFormula> formulas;
    for (const Explanation& explanation : m_diagnosis.explanations)
        formulas.push_back(explanation.formula);
    m_diagnosis.tellingInput = tellingInput(m_input, m_parameters, formulas, printedRoom(m_candidate), unit);
}

/// Where the candidate stands among the plain mistakes that are not its own.
void Search::compareNearest(double unit)
{
    constexpr std::size_t shown = 3;
    const PrintedRanges printed(m_candidate, m_diagnosis.truncated);
    std::vector<Explanation> near;
    for (const std::size_t count : {std::size_t(0), std::size_t(1)})
        for (const Hypothesis& hypothesis : hypotheses(m_input, m_parameters, count)) {
            MistakenNorm::Output output = m_norm.outputOf(hypothesis.formula);
            if (hypothesis.reordered || survivesSample(output, printed, unit))
                continue;
            double squares = 0;
            for (const std::int64_t index : m_sample)
                squares +=
                    std::pow(printed.residual(static_cast<std::size_t>(index), output.at(index, unit)), 2);
            near.push_back({hypothesis.mistakes, hypothesis.formula, 0, squares});
        }
    std::stable_sort(near.begin(), near.end(),
                     [](const Explanation& a, const Explanation& b) { return a.closeness < b.closeness; });
    for (const Explanation& each : near) {
        const auto same = [&](const Explanation& known) { return isSameExplanation(known, each); };
        auto& nearest = m_diagnosis.nearest;
        if (nearest.size() == shown || isStopped())
            return;
        if (std::any_of(nearest.begin(), nearest.end(), same))
            continue;
        MistakenNorm::Output output = m_norm.outputOf(each.formula);
        const Fit fit = fitOf(output, printed, unit, true);
        nearest.push_back({each.mistakes, each.formula, fit.maxResidual, fit.closeness});
    }
}

} // namespace

const char* name(Verdict verdict)
{
    constexpr std::array names{"explained", "ambiguous", "unexplained"};
    return names[static_cast<std::size_t>(verdict)];
}

std::string name(const std::vector<Mistake>& mistakes)
{
    std::string text;
    for (const Mistake mistake : mistakes)
        text += (text.empty() ? "" : "+") + std::string(idOf(mistake));
    return text.empty() ? "none" : text;
}

Result<Diagnosis> diagnose(const Tensor& input, const LayerNormParameters& parameters,
                           const Candidate& candidate, const Execution& execution)
{
    if (auto checked = checkParameters(input, parameters); !checked)
        return tl::unexpected(checked.error());
    const auto count = static_cast<std::size_t>(input.elements());
    if (candidate.values.size() != count || candidate.uncertainty.size() != count)
        return failure(LAYERNORM_SENTENCE(
                           "Core", "The candidate has %1 values and the input %2; print the whole output"),
                       {std::to_string(candidate.values.size()), std::to_string(count)});
    return Search(input, parameters, candidate, execution).diagnosis();
}

} // namespace layernorm
