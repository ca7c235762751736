// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensor_file.h"

#include "core/io/csv_table.h"
#include "core/io/npy.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace layernorm {

namespace {

constexpr std::array formats{
    TensorFormat{".npy", LAYERNORM_SENTENCE("Core", "NumPy array"), listNpy, readNpy, writeNpy},
    TensorFormat{".safetensors", LAYERNORM_SENTENCE("Core", "Safetensors"), listSafetensors, readSafetensors,
                 writeSafetensors},
    TensorFormat{".csv", LAYERNORM_SENTENCE("Core", "Comma-separated table"), nullptr, readCsv, writeCsv},
    TensorFormat{".tsv", LAYERNORM_SENTENCE("Core", "Tab-separated table"), nullptr, readCsv, writeTsv},
};

std::string knownExtensions()
{
    std::string list;
    for (const TensorFormat& format : formats)
        list += (list.empty() ? "" : " ") + std::string(format.extension);
    return list;
}

/// By hand, because std::tolower follows the locale.
std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

} // namespace

std::span<const TensorFormat> tensorFormats()
{
    return formats;
}

Result<TensorFormat> tensorFormatOf(const std::filesystem::path& file)
{
    const std::string extension = lowerCase(file.extension().string());
    const auto* format = std::find_if(formats.begin(), formats.end(), [&](const TensorFormat& known) {
        return known.extension == extension;
    });
    if (format == formats.end())
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 has no ending that names a kind of tensor file; use one of: %2"),
            {file.string(), knownExtensions()});
    return *format;
}

Result<LabelledTensor> readTensorFile(const std::filesystem::path& file, const ReadRequest& request)
{
    return tensorFormatOf(file).and_then(
        [&](const TensorFormat& format) { return format.read(file, request); });
}

Result<Tensor> readTensor(const std::filesystem::path& file)
{
    return readTensorFile(file).map([](LabelledTensor&& read) { return std::move(read.tensor); });
}

Result<void> writeTensor(const std::filesystem::path& file, const Tensor& tensor,
                         const std::vector<std::string>& labels)
{
    return tensorFormatOf(file).and_then(
        [&](const TensorFormat& format) { return format.write(file, tensor, labels); });
}

} // namespace layernorm
