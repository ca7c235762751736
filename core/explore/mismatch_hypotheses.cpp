// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mismatch_hypotheses.h"

#include "core/explore/eps_scale.h"

#include <algorithm>
#include <array>
#include <functional>

namespace layernorm {

namespace {

/// What a mistake changes; two that change the same thing do not go together.
enum Slot : unsigned {
    VarianceSlot = 1,
    DivisorSlot = 2,
    EpsSlot = 4,
    AxesSlot = 8,
    CentringSlot = 16,
    GammaSlot = 32,
    BetaSlot = 64,
    FormatSlot = 128,
    OrderSlot = 256,
    ArrangementSlot = 512,
};

struct Change {
    unsigned slots;
    int rarity;
    std::function<void(Hypothesis&)> apply;
};

/// All single changes that make sense for an input.
class Changes
{
public:
    Changes(const Tensor& input, const LayerNormParameters& parameters);
    [[nodiscard]] const std::vector<Change>& all() const { return m_changes; }

private:
    void add(unsigned slots, int rarity, std::function<void(Hypothesis&)> apply)
    {
        m_changes.push_back({slots, rarity, std::move(apply)});
    }
    void addDivisors(const LayerNormParameters& parameters);
    void addOtherEps(const LayerNormParameters& parameters);
    void addAxes(AxisSet right, int rank);
    void addAffine(const LayerNormParameters& parameters);
    void addFormats();
    void addArrangements();

    Block m_block;
    std::vector<Change> m_changes;
};

Changes::Changes(const Tensor& input, const LayerNormParameters& parameters)
    : m_block(normBlock(input.shape(), parameters.normalizedDims))
{
    add(VarianceSlot, 0, [](Hypothesis& hypothesis) { hypothesis.formula.unbiased = true; });
    addDivisors(parameters);
    addAxes(rightAxes(input.shape(), parameters.normalizedDims), input.shape().rank());
    addAffine(parameters);
    add(CentringSlot, 4,
        [](Hypothesis& hypothesis) { hypothesis.formula.centring = Centring::RootMeanSquare; });
    add(CentringSlot, 6, [](Hypothesis& hypothesis) { hypothesis.formula.centring = Centring::NotTaken; });
    addOtherEps(parameters);
    addFormats();
    if (input.elements() > input.shape().trailingElements(parameters.normalizedDims))
        add(OrderSlot, 20, [](Hypothesis& hypothesis) { hypothesis.reordered = true; });
    addArrangements();
    std::stable_sort(m_changes.begin(), m_changes.end(),
                     [](const Change& a, const Change& b) { return a.rarity < b.rarity; });
}

void Changes::addDivisors(const LayerNormParameters& parameters)
{
    if (parameters.eps == 0)
        return;
    const auto addDivisor = [this](int rarity, Divisor divisor) {
        add(DivisorSlot, rarity, [divisor](Hypothesis& hypothesis) { hypothesis.formula.divisor = divisor; });
    };
    addDivisor(1, Divisor::StdPlusEps);
    addDivisor(30, Divisor::RootOfSquare);
    addDivisor(25, Divisor::VariancePlusEps);
    // Without eps the divisors that differ in its place are the same.
    add(DivisorSlot | EpsSlot, 2, [](Hypothesis& hypothesis) { hypothesis.formula.eps = 0; });
}

void Changes::addOtherEps(const LayerNormParameters& parameters)
{
    for (const double eps : commonEps())
        if (eps != parameters.eps)
            add(EpsSlot, userOfEps(eps) != nullptr ? 5 : 15,
                [eps](Hypothesis& hypothesis) { hypothesis.formula.eps = eps; });
}

void Changes::addAxes(AxisSet right, int rank)
{
    constexpr std::array<AxisSet, 7> subsets{
        AxisSet{Axis::Dimension},
        {Axis::Sequence},
        {Axis::Batch},
        {Axis::Sequence, Axis::Dimension},
        {Axis::Batch, Axis::Sequence, Axis::Dimension},
        {Axis::Batch, Axis::Sequence},
        {Axis::Batch, Axis::Dimension},
    };
    // Axes with one value in them change nothing; of the sets that are the same without them the first
    // counts.
    const auto same = [this](AxisSet a, AxisSet b) {
        return (m_block.batch == 1 || a.has(Axis::Batch) == b.has(Axis::Batch)) &&
               (m_block.sequence == 1 || a.has(Axis::Sequence) == b.has(Axis::Sequence)) &&
               (m_block.dimension == 1 || a.has(Axis::Dimension) == b.has(Axis::Dimension));
    };
    std::vector<AxisSet> known{right};
    for (const AxisSet axes : subsets) {
        const bool exist = (rank > 1 || !axes.has(Axis::Sequence)) && (rank > 2 || !axes.has(Axis::Batch));
        if (!exist ||
            std::any_of(known.begin(), known.end(), [&](AxisSet other) { return same(axes, other); }))
            continue;
        known.push_back(axes);
        add(AxesSlot, 7 + static_cast<int>(known.size()),
            [axes](Hypothesis& hypothesis) { hypothesis.formula.axes = axes; });
    }
}

void Changes::addAffine(const LayerNormParameters& parameters)
{
    const auto addTimes = [this](unsigned slots, int rarity, int gamma, int beta) {
        add(slots, rarity, [slots, gamma, beta](Hypothesis& hypothesis) {
            if ((slots & GammaSlot) != 0)
                hypothesis.formula.gammaTimes = gamma;
            if ((slots & BetaSlot) != 0)
                hypothesis.formula.betaTimes = beta;
        });
    };
    if (parameters.gamma) {
        addTimes(GammaSlot, 3, 0, 1);
        addTimes(GammaSlot, 18, 2, 1);
    }
    if (parameters.beta) {
        addTimes(BetaSlot, 3, 1, 0);
        addTimes(BetaSlot, 18, 1, 2);
    }
    if (parameters.gamma && parameters.beta)
        addTimes(GammaSlot | BetaSlot, 17, 2, 2);
}

void Changes::addFormats()
{
    for (const NumberFormat format : {NumberFormat::Float16, NumberFormat::BFloat16})
        for (const Rounding rounding : {Rounding::InputAndOutput, Rounding::Output, Rounding::Input,
                                        Rounding::EveryStep, Rounding::EverySquare})
            add(FormatSlot, 21 + static_cast<int>(rounding), [format, rounding](Hypothesis& hypothesis) {
                hypothesis.formula.format = format;
                hypothesis.formula.rounding = rounding;
            });
}

void Changes::addArrangements()
{
    if (m_block.sequence == 1 || m_block.dimension == 1)
        return;
    for (const Arrangement arrangement : {Arrangement::Output, Arrangement::Input, Arrangement::InputMemory,
                                          Arrangement::InputExtents, Arrangement::OutputReversed})
        add(ArrangementSlot, 19 + static_cast<int>(arrangement),
            [arrangement](Hypothesis& hypothesis) { hypothesis.formula.arrangement = arrangement; });
}

} // namespace

std::span<const double> commonEps()
{
    static constexpr std::array table{1e-5,   1e-3,  1e-6,  1e-12, 1e-8,
                                      1e-7,   1e-4,  1e-9,  1e-10, 1e-11,
                                      1e-2,   1e-13, 1e-14, 1e-15, 1.1920928955078125e-07,
                                      0x1p-52};
    return table;
}

const char* userOfEps(double eps)
{
    for (const EpsPreset& preset : epsPresets())
        if (preset.eps == eps)
            return preset.user;
    return nullptr;
}

std::vector<Hypothesis> hypotheses(const Tensor& input, const LayerNormParameters& parameters,
                                   std::size_t mistakes)
{
    const Changes changes(input, parameters);
    std::vector<Hypothesis> found;
    const std::function<void(const Hypothesis&, unsigned, std::size_t, std::size_t)> extend =
        [&](const Hypothesis& hypothesis, unsigned slots, std::size_t first, std::size_t missing) {
            if (missing == 0) {
                Hypothesis whole = hypothesis;
                whole.mistakes = mistakesOf(whole.formula, input, parameters);
                if (whole.reordered)
                    whole.mistakes.insert(std::upper_bound(whole.mistakes.begin(), whole.mistakes.end(),
                                                           Mistake::RowsReordered),
                                          Mistake::RowsReordered);
                if (whole.mistakes.size() == mistakes && isPossible(whole.formula, input, parameters))
                    found.push_back(std::move(whole));
                return;
            }
            for (std::size_t i = first; i < changes.all().size(); ++i) {
                const Change& change = changes.all()[i];
                const bool searched = change.slots == OrderSlot && mistakes == mostMistakes;
                if ((slots & change.slots) != 0 || searched)
                    continue;
                Hypothesis next = hypothesis;
                next.rarity += change.rarity;
                change.apply(next);
                extend(next, slots | change.slots, i + 1, missing - 1);
            }
        };
    extend({.formula = rightFormula(input, parameters)}, 0, 0, mistakes);
    std::stable_sort(found.begin(), found.end(),
                     [](const Hypothesis& a, const Hypothesis& b) { return a.rarity < b.rarity; });
    return found;
}

} // namespace layernorm
