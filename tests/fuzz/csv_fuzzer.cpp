// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/properties.h"
#include "tests/fuzz/scratch_file.h"

namespace {

using namespace layernorm;

void fuzzAs(const fuzz::ScratchFile& file, std::span<const std::uint8_t> bytes, const ReadRequest& request)
{
    const TensorFormat format = tensorFormatOf(file.path()).value();
    file.hold(bytes);
    fuzz::requireRead(format, file.path(), request, bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFile commas("input.csv");
    static const fuzz::ScratchFile tabs("input.tsv");
    fuzzAs(commas, std::span(data, size), {});
    fuzzAs(tabs, std::span(data, size), {.dtype = DType::Float64});
    return 0;
}
