// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensor_file.h"

#include "core/io/npy.h"

#include <algorithm>
#include <array>
#include <string>

namespace layernorm {

namespace {

constexpr std::array formats{
    TensorFormat{".npy", LAYERNORM_SENTENCE("Core", "NumPy array"), readNpy, writeNpy},
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

Result<TensorFormat> formatOf(const std::filesystem::path& file)
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

} // namespace

std::span<const TensorFormat> tensorFormats()
{
    return formats;
}

Result<Tensor> readTensor(const std::filesystem::path& file)
{
    const Result<TensorFormat> format = formatOf(file);
    if (!format)
        return tl::unexpected(format.error());
    return format->read(file);
}

Result<void> writeTensor(const std::filesystem::path& file, const Tensor& tensor)
{
    const Result<TensorFormat> format = formatOf(file);
    if (!format)
        return tl::unexpected(format.error());
    return format->write(file, tensor);
}

} // namespace layernorm
