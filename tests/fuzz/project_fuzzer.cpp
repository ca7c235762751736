// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/project_file.h"

#include "tests/fuzz/properties.h"

#include <bit>
#include <cmath>
#include <string_view>

namespace {

using namespace layernorm;
using fuzz::require;

void requireSound(const Project& project)
{
    const Shape& shape = project.input.shape();
    require(project.normalizedDims >= 1 && project.normalizedDims <= shape.rank(), "normalizedDims");
    require(std::isfinite(project.eps) && project.eps >= 0, "eps");
    for (const Tensor* parameter : {&project.gamma, &project.beta}) {
        require(parameter->shape() == shape.trailing(project.normalizedDims), "shape of gamma or beta");
        require(parameter->dtype() == project.input.dtype(), "type of gamma or beta");
    }
    fuzz::requireSound({project.input, project.labels, {}});
    require(project.row >= 0 && project.row < shape.elements() / shape[-1], "selected row");
    require(project.column >= 0 && project.column < shape[-1], "selected column");
}

void requireSame(const Project& a, const Project& b)
{
    require(sameBits(a.input, b.input) && a.labels == b.labels, "the input differs");
    require(sameBits(a.gamma, b.gamma) && sameBits(a.beta, b.beta), "gamma or beta differ");
    require(a.affine == b.affine && a.normalizedDims == b.normalizedDims && a.seed == b.seed,
            "settings differ");
    require(std::bit_cast<std::uint64_t>(a.eps) == std::bit_cast<std::uint64_t>(b.eps), "eps differs");
    require(a.source == b.source && a.library == b.library && a.page == b.page, "source or view differ");
    require(a.row == b.row && a.column == b.column && a.notes == b.notes, "selection or notes differ");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result<Project> project = parseProject(text, "fuzzed.lnx");
    if (!project) {
        fuzz::requireReadableSentence(project.error());
        return 0;
    }
    requireSound(*project);
    const Result<Project> again = parseProject(projectText(*project), "written.lnx");
    require(again.has_value(), again ? "" : "what was written is refused: " + again.error().text());
    requireSame(*project, *again);
    return 0;
}
