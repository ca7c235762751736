// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <filesystem>
#include <span>
#include <string_view>

namespace layernorm {

/// One kind of tensor file. A new kind is one file of code and one line in the table behind `tensorFormats`.
struct TensorFormat {
    const char* extension;   ///< ".npy", lower case
    const char* description; ///< "NumPy array", for the file dialogs
    Result<Tensor> (*read)(const std::filesystem::path& file);
    Result<void> (*write)(const std::filesystem::path& file, const Tensor& tensor);
};

[[nodiscard]] std::span<const TensorFormat> tensorFormats();

/// Chooses the format by the file's extension. Errors: an extension not in the table, and the format's own.
Result<Tensor> readTensor(const std::filesystem::path& file);

/// As `readTensor`. The file is replaced as a whole or not at all.
Result<void> writeTensor(const std::filesystem::path& file, const Tensor& tensor);

} // namespace layernorm
