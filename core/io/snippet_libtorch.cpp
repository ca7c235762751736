// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/snippet_text.h"

namespace layernorm::snippet {

namespace {

constexpr NumberStyle floatNumbers{"std::numeric_limits<float>::quiet_NaN()",
                                   "std::numeric_limits<float>::infinity()", "f", false};
constexpr NumberStyle doubleNumbers{"std::numeric_limits<double>::quiet_NaN()",
                                    "std::numeric_limits<double>::infinity()", "", false};

const char* typeText(DType dtype)
{
    return dtype == DType::Float32 ? "float" : "double";
}

/// A vector and a tensor that looks at it: nothing converts the values on the way, and any shape will do.
std::string definition(const std::string& variable, const Tensor& tensor)
{
    constexpr std::size_t indentation = 8;
    const bool single = tensor.dtype() == DType::Float32;
    const std::string values = variable + "Values";
    return std::string("    std::vector<") + typeText(tensor.dtype()) + "> " + values + "{" +
           valueLines(tensor, single ? floatNumbers : doubleNumbers, indentation) + "\n    };\n" +
           "    const torch::Tensor " + variable + " = torch::from_blob(" + values + ".data(), {" +
           extentsText(tensor.shape()) + "}, " + (single ? "torch::kFloat32" : "torch::kFloat64") + ");\n";
}

std::string definitions(const SnippetRequest& request)
{
    const LayerNormParameters& parameters = request.parameters;
    std::string text = definition("x", request.input);
    if (parameters.gamma)
        text += definition("gamma", *parameters.gamma);
    if (parameters.beta)
        text += definition("beta", *parameters.beta);
    return text + "    const double eps = " + numberText(parameters.eps, DType::Float64, doubleNumbers) +
           ";\n";
}

std::string callText(const SnippetRequest& request)
{
    const LayerNormParameters& parameters = request.parameters;
    return "    const torch::Tensor y = torch::layer_norm(x, {" +
           extentsText(request.input.shape().trailing(parameters.normalizedDims)) + "}, " +
           (parameters.gamma ? "gamma" : "/*weight*/ {}") + ", " +
           (parameters.beta ? "beta" : "/*bias*/ {}") + ", eps);\n";
}

std::string printing(const SnippetRequest& request)
{
    const std::string type = typeText(request.input.dtype());
    const std::string rowSize = std::to_string(request.input.shape()[-1]);
    return "    const " + type + "* output = y.data_ptr<" + type + ">();\n" +
           "    std::cout << std::setprecision(std::numeric_limits<" + type + ">::max_digits10);\n" +
           "    for (std::int64_t i = 0; i < y.numel(); ++i)\n" +
           "        std::cout << output[i] << ((i + 1) % " + rowSize + " == 0 ? '\\n' : ' ');\n";
}

} // namespace

Result<std::string> writeLibTorch(const SnippetRequest& request)
{
    if (const Result<void> fits = checkCodeSize(request.input); !fits)
        return tl::unexpected(fits.error());
    return "// On Debian, with libtorch-dev:\n"
           "// g++ -std=c++17 layer_norm.cpp -o layer_norm -I/usr/include/torch/csrc/api/include "
           "-ltorch -ltorch_cpu -lc10\n"
           "#include <torch/torch.h>\n\n"
           "#include <cstdint>\n#include <iomanip>\n#include <iostream>\n#include <limits>\n#include "
           "<vector>\n\n"
           "int main()\n{\n" +
           definitions(request) + "\n" + callText(request) + "\n" + printing(request) + "}\n";
}

} // namespace layernorm::snippet
