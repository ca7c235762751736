// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/library_operation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace layernorm {

namespace {

using Named = std::pair<Operation, const char*>;
constexpr std::array<Named, 7> names{{{Operation::LayerNorm, "layer_norm"},
                                      {Operation::BatchNorm, "batch_norm"},
                                      {Operation::InstanceNorm, "instance_norm"},
                                      {Operation::GroupNorm, "group_norm"},
                                      {Operation::LayerNormBackward, "layer_norm_backward"},
                                      {Operation::AddAndNorm, "add_and_norm"},
                                      {Operation::GradientFlow, "gradient_flow"}}};

} // namespace

const char* name(Operation operation)
{
    return std::find_if(names.begin(), names.end(),
                        [operation](const Named& named) { return named.first == operation; })
        ->second;
}

std::optional<Operation> parseOperation(std::string_view text)
{
    const auto found =
        std::find_if(names.begin(), names.end(), [text](const Named& named) { return named.second == text; });
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

} // namespace layernorm
