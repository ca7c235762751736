// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pasted_text.h"

#include "core/io/number_text.h"
#include "tests/fuzz/properties.h"

namespace {

using namespace layernorm;
using fuzz::require;

/// As a nested list of Python, which says the whole shape; `first` is the first element of the sub-list of
/// `axis`.
std::string listText(const Tensor& tensor, int axis, std::int64_t first)
{
    const Shape& shape = tensor.shape();
    if (axis == shape.rank())
        return exactText(tensor.at(first), tensor.dtype());
    const std::int64_t step = axis + 1 == shape.rank() ? 1 : shape.trailingElements(shape.rank() - axis - 1);
    std::string text = "[";
    for (std::int64_t i = 0; i < shape[axis]; ++i)
        text += (i > 0 ? ", " : "") + listText(tensor, axis + 1, first + i * step);
    return text + "]";
}

void fuzzAs(std::string_view text, DType dtype)
{
    const Result<LabelledTensor> pasted = parsePastedText(text, dtype);
    if (!pasted) {
        fuzz::requireReadableSentence(pasted.error());
        return;
    }
    fuzz::requireSound(*pasted);
    require(pasted->tensor.dtype() == dtype, "another type than asked for");
    const Result<LabelledTensor> again = parsePastedText(listText(pasted->tensor, 0, 0), dtype);
    require(again.has_value(), again ? "" : "a list of the numbers is refused: " + again.error().text());
    fuzz::requireSame({fuzz::withPlainNans(pasted->tensor), {}, {}}, *again,
                      "a list of the numbers is read differently");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    fuzzAs(text, DType::Float32);
    fuzzAs(text, DType::Float64);
    return 0;
}
