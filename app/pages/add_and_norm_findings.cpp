// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/add_and_norm_findings.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <cmath>

namespace layernorm {

namespace {

/// [B, H, S, S] or [B, S, D]: the runs of values that belong to token `token` of batch element `batch`, each
/// of the last extent's length, begin at these indices.
std::vector<std::int64_t> runsOfToken(const Shape& shape, std::int64_t batch, std::int64_t token)
{
    const std::int64_t heads = shape.rank() == 4 ? shape[1] : 1;
    std::vector<std::int64_t> runs;
    for (std::int64_t head = 0; head < heads; ++head)
        runs.push_back(((batch * heads + head) * shape[-2] + token) * shape[-1]);
    return runs;
}

/// Calls `test(first, count)` with the runs of every token until it is true; which tokens it was true for.
template <typename Test>
std::vector<bool> tokensWhere(const Shape& shape, Test test)
{
    std::vector<bool> tokens;
    for (std::int64_t batch = 0; batch < shape[0]; ++batch)
        for (std::int64_t token = 0; token < shape[-2]; ++token) {
            const std::vector<std::int64_t> runs = runsOfToken(shape, batch, token);
            tokens.push_back(
                std::ranges::any_of(runs, [&](std::int64_t first) { return test(first, shape[-1]); }));
        }
    return tokens;
}

std::int64_t count(const std::vector<bool>& tokens)
{
    return std::count(tokens.begin(), tokens.end(), true);
}

std::vector<bool> changedTokens(const Tensor& now, const Tensor& before)
{
    const auto size = static_cast<std::int64_t>(sizeOf(now.dtype()));
    const auto bytes = now.bytes();
    const auto old = before.bytes();
    return tokensWhere(now.shape(), [&](std::int64_t first, std::int64_t values) {
        return !std::equal(bytes.begin() + first * size, bytes.begin() + (first + values) * size,
                           old.begin() + first * size);
    });
}

std::int64_t tokensNotFinite(const Tensor& tensor)
{
    return count(tokensWhere(tensor.shape(), [&](std::int64_t first, std::int64_t values) {
        for (std::int64_t i = first; i < first + values; ++i)
            if (!std::isfinite(tensor.at(i)))
                return true;
        return false;
    }));
}

/// Of values that stay where they are; `eps` does not matter to mean and variance.
StageFinding findStage(Tensor values)
{
    StageFinding stage;
    if (values.shape().rank() == 3) {
        LayerNormResult statistics = *layerNorm(values, {});
        stage.mean = std::move(statistics.mean);
        stage.variance = std::move(statistics.variance);
        stage.largestVariance = finiteRange(stage.variance).maximum;
    }
    stage.range = finiteRange(values);
    stage.nanTokens = tokensNotFinite(values);
    stage.values = std::move(values);
    return stage;
}

void mark(StageFinding& stage, const StageFinding& before)
{
    stage.changed = changedTokens(stage.values, before.values);
    stage.changedTokens = count(stage.changed);
}

void keepMarks(StageFinding& stage, const StageFinding& before)
{
    stage.changed = before.changed;
    stage.changedTokens = before.changedTokens;
}

bool sameOptional(const std::optional<Tensor>& a, const std::optional<Tensor>& b)
{
    return a.has_value() == b.has_value() && (!a || sameBits(*a, *b));
}

bool sameBlock(const BlockFindings& a, const BlockFindings& b)
{
    const LayerNormParameters& one = a.options.layerNorm;
    const LayerNormParameters& other = b.options.layerNorm;
    const Tensor& input = a[StageKind::Input].values;
    const Tensor& before = b[StageKind::Input].values;
    return a.choice == b.choice && input.shape() == before.shape() && input.dtype() == before.dtype() &&
           one.eps == other.eps && sameOptional(one.gamma, other.gamma) && sameOptional(one.beta, other.beta);
}

/// NaN where any value is.
double largestMagnitude(const StageFinding& stage)
{
    double largest = stage.range.magnitude;
    if (stage.nanTokens == 0)
        return largest;
    for (std::int64_t i = 0; i < stage.values.elements() && !std::isnan(largest); ++i)
        if (const double value = stage.values.at(i); std::isnan(value) || std::isinf(value))
            largest = std::abs(value);
    return largest;
}

std::vector<std::string> tableRow(const char* name, const StageFinding& stage)
{
    return {name, exactText(largestMagnitude(stage), DType::Float64),
            stage.difference ? exactText(*stage.difference, DType::Float64) : std::string()};
}

std::vector<std::pair<std::string, std::string>> factsOf(const BlockChoice& choice)
{
    const auto truth = [](bool value) { return std::string(value ? "true" : "false"); };
    const BlockChoice usual;
    std::vector<std::pair<std::string, std::string>> facts;
    if (choice.residual != usual.residual)
        facts.emplace_back("residual", truth(choice.residual));
    if (choice.norm != usual.norm)
        facts.emplace_back("norm", '"' + std::string(name(choice.norm)) + '"');
    if (choice.heads != usual.heads)
        facts.emplace_back("heads", std::to_string(choice.heads));
    if (choice.causal != usual.causal)
        facts.emplace_back("causal", truth(choice.causal));
    if (choice.seed != usual.seed)
        facts.emplace_back("weights_seed", std::to_string(choice.seed));
    return facts;
}

} // namespace

BlockOptions blockOptions(const BlockChoice& choice, const LayerNormParameters& document)
{
    BlockOptions options;
    options.attention = {.heads = choice.heads, .causal = choice.causal};
    options.residual = choice.residual;
    options.norm = choice.norm;
    options.layerNorm.eps = document.eps;
    if (document.normalizedDims == 1) {
        options.layerNorm.gamma = document.gamma;
        options.layerNorm.beta = document.beta;
    }
    return options;
}

std::vector<StageKind> shownStages(const BlockChoice& choice)
{
    std::vector<StageKind> stages{StageKind::Input};
    if (choice.norm == NormPlacement::Pre)
        stages.push_back(StageKind::AttentionInput);
    stages.push_back(StageKind::Weights);
    stages.push_back(StageKind::Attention);
    if (choice.residual)
        stages.push_back(StageKind::Sum);
    if (choice.norm == NormPlacement::Post)
        stages.push_back(StageKind::Output);
    return stages;
}

bool followsEdits(const Shape& block, int heads)
{
    constexpr double mostOperations = 6e9;
    constexpr double mostWeights = 8e6;
    const auto batch = static_cast<double>(block[0]);
    const auto sequence = static_cast<double>(block[1]);
    const auto dimension = static_cast<double>(block[2]);
    return batch * sequence * dimension * (8 * dimension + 4 * sequence) <= mostOperations &&
           batch * heads * sequence * sequence <= mostWeights;
}

int fittingHeads(int heads, std::int64_t dimension)
{
    auto fitting = static_cast<int>(std::clamp<std::int64_t>(heads, 1, dimension));
    while (dimension % fitting != 0)
        --fitting;
    return fitting;
}

Result<BlockFindings> findBlock(const Tensor& blockInput, const BlockWeights& weights,
                                const BlockChoice& choice, const BlockOptions& options)
{
    Result<BlockStages> stages = blockForward(blockInput, weights, options);
    if (!stages)
        return tl::unexpected(stages.error());
    BlockFindings findings{.choice = choice, .options = options};
    findings[StageKind::Input] = findStage(blockInput);
    findings[StageKind::AttentionInput] = findStage(std::move(stages->attentionInput));
    findings[StageKind::Weights] = findStage(std::move(stages->attentionWeights));
    findings[StageKind::Attention] = findStage(std::move(stages->attention));
    findings[StageKind::Sum] = findStage(std::move(stages->sum));
    findings[StageKind::Output] = findStage(std::move(stages->output));
    findings.alone = findStage(layerNorm(blockInput, options.layerNorm)->output);
    return findings;
}

void compareWithBefore(BlockFindings& findings, const BlockFindings& before)
{
    if (!sameBlock(findings, before))
        return;
    const bool edited = !sameBits(findings[StageKind::Input].values, before[StageKind::Input].values);
    findings.compared = edited || before.compared;
    const auto compareStage = edited ? mark : keepMarks;
    for (std::size_t i = 0; i < stageKinds; ++i)
        compareStage(findings.stages[i], before.stages[i]);
    compareStage(findings.alone, before.alone);
}

bool layerNormChangedNoOther(const BlockFindings& findings)
{
    const bool pre = findings.choice.norm == NormPlacement::Pre;
    const std::vector<bool>& in = findings[pre ? StageKind::Input : StageKind::Sum].changed;
    const std::vector<bool>& out = findings[pre ? StageKind::AttentionInput : StageKind::Output].changed;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (out[i] && !in[i])
            return false;
    return true;
}

bool agrees(const StageFinding& stage)
{
    const double tolerance = stage.values.dtype() == DType::Float32 ? 1e-5 : 1e-12;
    return stage.difference.value_or(0) <= tolerance * std::max(1.0, stage.range.magnitude);
}

ExperimentTable findingsTable(const BlockFindings& findings)
{
    ExperimentTable table{{"stage", "max_abs_value", "max_abs_difference"}, {}, factsOf(findings.choice)};
    table.rows.push_back(tableRow("input", findings[StageKind::Input]));
    if (findings.choice.norm == NormPlacement::Pre)
        table.rows.push_back(tableRow("attention_input", findings[StageKind::AttentionInput]));
    table.rows.push_back(tableRow("attention_weights", findings[StageKind::Weights]));
    table.rows.push_back(tableRow("attention", findings[StageKind::Attention]));
    table.rows.push_back(tableRow("sum", findings[StageKind::Sum]));
    table.rows.push_back(tableRow("output", findings[StageKind::Output]));
    return table;
}

} // namespace layernorm
