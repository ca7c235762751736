// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace layernorm {

/// Which build of this library the dynamic loader chose for the processor: "x86-64-v4", "x86-64-v3" or
/// "baseline". Results are the same to the bit, only the time differs.
[[nodiscard]] const char* cpuLevel();

} // namespace layernorm
