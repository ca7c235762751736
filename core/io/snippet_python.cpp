// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/snippet_text.h"

namespace layernorm::snippet {

namespace {

struct PythonLibrary {
    const char* module; ///< as the snippet calls it
    const char* array;  ///< the function that makes a tensor of lists
    NumberStyle numbers;
};

constexpr PythonLibrary torchLibrary{"torch", "torch.tensor", {"float(\"nan\")", "float(\"inf\")", "", true}};
constexpr PythonLibrary numpyLibrary{"np", "np.array", {"np.nan", "np.inf", "", true}};

std::string typeText(const PythonLibrary& library, DType dtype)
{
    return library.module + std::string(".") + name(dtype);
}

std::string assignment(const PythonLibrary& library, const char* variable, const Tensor& tensor)
{
    const std::string start = variable + std::string(" = ") + library.array + "(";
    return start + nestedLists(tensor, library.numbers, start.size()) +
           ", dtype=" + typeText(library, tensor.dtype()) + ")\n";
}

std::string tensors(const PythonLibrary& library, const SnippetRequest& request)
{
    std::string text = assignment(library, "x", request.input);
    if (request.parameters.gamma)
        text += assignment(library, "gamma", *request.parameters.gamma);
    if (request.parameters.beta)
        text += assignment(library, "beta", *request.parameters.beta);
    return text;
}

/// "-1", "(-2, -1)": the axes that are averaged over.
std::string axesText(int normalizedDims)
{
    std::string text;
    for (int axis = -normalizedDims; axis < 0; ++axis)
        text += (text.empty() ? "" : ", ") + std::to_string(axis);
    return normalizedDims == 1 ? text : "(" + text + ")";
}

/// "(4,)", "(3, 4)"
std::string normalizedShape(const SnippetRequest& request)
{
    const Shape shape = request.input.shape().trailing(request.parameters.normalizedDims);
    return "(" + extentsText(shape) + (shape.rank() == 1 ? ",)" : ")");
}

std::string affineText(const LayerNormParameters& parameters)
{
    return std::string(parameters.gamma ? " * gamma" : "") + (parameters.beta ? " + beta" : "");
}

/// Digits that tell any two numbers of the type apart.
std::string precisionText(DType dtype)
{
    return dtype == DType::Float32 ? "9" : "17";
}

} // namespace

Result<std::string> writePyTorch(const SnippetRequest& request)
{
    if (const Result<void> fits = checkCodeSize(request.input); !fits)
        return tl::unexpected(fits.error());
    const LayerNormParameters& parameters = request.parameters;
    const DType dtype = request.input.dtype();
    const std::string axes = axesText(parameters.normalizedDims);
    return "import torch\n\n" + tensors(torchLibrary, request) +
           "eps = " + numberText(parameters.eps, DType::Float64, torchLibrary.numbers) + "\n\n" +
           "y = torch.nn.functional.layer_norm(x, " + normalizedShape(request) +
           (parameters.gamma ? ", weight=gamma" : "") + (parameters.beta ? ", bias=beta" : "") +
           ", eps=eps)\n\n" + "# The same by hand. The variance is biased: divided by D, not D - 1.\n" +
           "mean = x.mean(dim=" + axes + ", keepdim=True)\n" + "variance = x.var(dim=" + axes +
           ", unbiased=False, keepdim=True)\n" + "by_hand = (x - mean) / torch.sqrt(variance + eps)" +
           affineText(parameters) + "\n\n" + "torch.set_printoptions(precision=" + precisionText(dtype) +
           ", threshold=x.numel(), linewidth=120)\n" + "print(\"layer_norm:\", y, sep=\"\\n\")\n" +
           "print(\"by hand:\", by_hand, sep=\"\\n\")\n";
}

Result<std::string> writeNumPy(const SnippetRequest& request)
{
    if (const Result<void> fits = checkCodeSize(request.input); !fits)
        return tl::unexpected(fits.error());
    const LayerNormParameters& parameters = request.parameters;
    const DType dtype = request.input.dtype();
    const std::string axes = axesText(parameters.normalizedDims);
    return "import numpy as np\n\n" + tensors(numpyLibrary, request) +
           "eps = " + typeText(numpyLibrary, dtype) + "(" +
           numberText(parameters.eps, DType::Float64, numpyLibrary.numbers) + ")\n\n" +
           "mean = x.mean(axis=" + axes + ", keepdims=True)\n" + "# Biased: divided by D, not D - 1.\n" +
           "variance = ((x - mean) ** 2).mean(axis=" + axes + ", keepdims=True)\n" +
           "y = (x - mean) / np.sqrt(variance + eps)" + affineText(parameters) + "\n\n" +
           "np.set_printoptions(floatmode=\"unique\", threshold=x.size, linewidth=120)\n" + "print(y)\n";
}

} // namespace layernorm::snippet
