// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/experiments.h"

#include "core/explore/add_and_norm.h"
#include "core/explore/axis_hypotheses.h"
#include "core/explore/dimension_sweep.h"
#include "core/explore/eps_sweep.h"
#include "core/explore/gradient_flow.h"
#include "core/explore/mismatch_diagnosis.h"
#include "core/explore/walkthrough.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace layernorm {

namespace {

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char character : text)
        result += character == '"' ? std::string("\"\"") : std::string(1, character);
    result += '"';
    return result;
}

void appendLine(std::string& csv, const std::vector<std::string>& cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            csv += ',';
        csv += quoted(cells[i]);
    }
    csv += '\n';
}

std::string jsonText(const std::string& text)
{
    // A text may come from a file; JSON is UTF-8.
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The number as it is written, so that no digit is lost on the way; anything else as a string.
std::string jsonValue(const std::string& text)
{
    if (text.empty())
        return "null";
    const nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    return value.is_number() ? text : jsonText(text);
}

} // namespace

std::span<const Experiment> experiments()
{
    static constexpr std::array table{
        Experiment{"walkthrough", "every value's way from x to y, step by step", false, false,
                   walkthroughTable},
        Experiment{"eps", "what eps leaves of each token's variance", false, false, epsTable},
        Experiment{"dimension", "the tokens cut short and continued to other dimensions", false, false,
                   dimensionTable},
        Experiment{"axes", "statistics over every choice of axes, and what that is called", true, false,
                   axesTable},
        Experiment{"mismatch", "which mistake explains the output of your own code", false, true,
                   mismatchTable},
        Experiment{"add-and-norm", "attention, the residual and LayerNorm, stage by stage", true, false,
                   addAndNormTable},
        Experiment{"gradient-flow", "the gradient's norm at every layer of a stack of blocks", true, false,
                   gradientFlowTable},
    };
    return table;
}

const Experiment* findExperiment(std::string_view name)
{
    const auto all = experiments();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const Experiment& experiment) { return name == experiment.name; });
    return found == all.end() ? nullptr : &*found;
}

std::string toCsv(const ExperimentTable& table)
{
    std::string csv;
    appendLine(csv, table.columns);
    for (const auto& row : table.rows)
        appendLine(csv, row);
    return csv;
}

std::string toTsv(const ExperimentTable& table)
{
    std::string text;
    const auto append = [&text](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0)
                text += '\t';
            for (const char character : cells[i])
                text += character == '\t' || character == '\n' || character == '\r' ? ' ' : character;
        }
        text += '\n';
    };
    append(table.columns);
    for (const auto& row : table.rows)
        append(row);
    return text;
}

std::string toJson(const std::string& name, const ExperimentTable& table)
{
    std::string json = "{\"experiment\": " + jsonText(name);
    for (const auto& [fact, value] : table.facts)
        json += ",\n" + jsonText(fact) + ": " + value;
    json += ",\n\"rows\": [";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        json += row > 0 ? ",\n {" : "\n {";
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            json += column > 0 ? ", " : "";
            json += jsonText(table.columns[column]);
            json += ": ";
            json += jsonValue(table.rows[row][column]);
        }
        json += '}';
    }
    json += "\n]}\n";
    return json;
}

} // namespace layernorm
