// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/properties.h"
#include "tests/fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace layernorm;
    static const fuzz::ScratchFile file("input.safetensors");
    static const TensorFormat format = tensorFormatOf(file.path()).value();
    const std::span bytes(data, size);
    file.hold(bytes);
    fuzz::requireListedFormat(format, file.path(), bytes);
    return 0;
}
