// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/mismatch_diagnosis.h"
#include "core/explore/mismatch_hypotheses.h"
#include "core/explore/mistake_text.h"
#include "core/io/number_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace layernorm {

namespace {

/// The parameters that the mistakes speak of, in the order in which they are told.
nlohmann::ordered_json parametersOf(const Explanation& explanation)
{
    const MistakenFormula& formula = explanation.formula;
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const Mistake mistake : explanation.mistakes)
        switch (mistake) {
        case Mistake::EpsOutsideRoot:
            parameters["divisor"] = nameOf(formula.divisor);
            [[fallthrough]];
        case Mistake::EpsMissing:
        case Mistake::EpsOther:
            parameters["eps"] = formula.eps;
            break;
        case Mistake::WrongAxes:
            parameters["axes"] = name(formula.axes);
            break;
        case Mistake::Float16:
        case Mistake::BFloat16:
            parameters["rounding"] = nameOf(formula.rounding);
            break;
        case Mistake::RowsReordered:
            parameters["order"] = formula.order;
            break;
        case Mistake::InputTransposed:
            parameters["arrangement"] = nameOf(formula.arrangement);
            break;
        default:
            break;
        }
    return parameters;
}

} // namespace

std::string parametersText(const Explanation& explanation)
{
    constexpr std::size_t longestOrder = 16;
    std::string text;
    const nlohmann::ordered_json parameters = parametersOf(explanation);
    for (const auto& [key, value] : parameters.items()) {
        text += (text.empty() ? "" : ", ") + key;
        if (value.is_string())
            text += " " + value.get<std::string>();
        else if (value.is_number()) {
            const double eps = value.get<double>();
            text += " " + exactText(eps, DType::Float64);
            if (const char* user = userOfEps(eps))
                text += std::string(" (") + user + ")";
        } else {
            for (std::size_t i = 0; i < std::min(value.size(), longestOrder); ++i)
                text += " " + value[i].dump();
            text += value.size() > longestOrder ? " ..." : "";
        }
    }
    return text;
}

ExperimentTable mismatchTable(const Diagnosis& diagnosis)
{
    ExperimentTable table;
    table.columns = {"rank", "mistakes", "parameters", "max_residual"};
    nlohmann::ordered_json explanations = nlohmann::ordered_json::array();
    for (const Explanation& explanation : diagnosis.explanations) {
        nlohmann::ordered_json ids = nlohmann::ordered_json::array();
        for (const Mistake mistake : explanation.mistakes)
            ids.push_back(idOf(mistake));
        if (ids.empty())
            ids.push_back(name(explanation.mistakes));
        explanations.push_back({{"mistakes", ids},
                                {"parameters", parametersOf(explanation)},
                                {"max_residual", explanation.maxResidual}});
        table.rows.push_back({std::to_string(table.rows.size() + 1), name(explanation.mistakes),
                              parametersText(explanation),
                              exactText(explanation.maxResidual, DType::Float64)});
    }
    table.facts = {{"verdict", nlohmann::json(name(diagnosis.verdict)).dump()},
                   {"explanations", explanations.dump()}};
    return table;
}

Result<ExperimentTable> mismatchTable(const ExperimentRequest& request)
{
    if (!request.candidate)
        return failure(LAYERNORM_SENTENCE(
            "Core", "There is no output to explain; name the file that has yours with --candidate FILE"));
    const Result<Candidate> candidate = readCandidate(*request.candidate, request.input.shape());
    if (!candidate)
        return tl::unexpected(candidate.error());
    return diagnose(request.input, request.parameters, *candidate).map([](const Diagnosis& diagnosis) {
        return mismatchTable(diagnosis);
    });
}

} // namespace layernorm
