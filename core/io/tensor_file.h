// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/stored_tensor.h"

#include <span>

namespace layernorm {

/// One kind of tensor file. A new kind is one file of code and one line in the table behind `tensorFormats`.
struct TensorFormat {
    const char* extension;   ///< ".npy", lower case
    const char* description; ///< "NumPy array", for the file dialogs
    /// The tensors of a file, without their values; nullptr where only reading tells (text: one tensor).
    Result<StoredTensors> (*list)(const std::filesystem::path& file);
    Result<LabelledTensor> (*read)(const std::filesystem::path& file, const ReadRequest& request);
    /// `labels` are kept by formats that have a place for them.
    Result<void> (*write)(const std::filesystem::path& file, const Tensor& tensor,
                          const std::vector<std::string>& labels);
};

[[nodiscard]] std::span<const TensorFormat> tensorFormats();

/// By the file's ending, in any case. Errors: an ending not in the table.
Result<TensorFormat> tensorFormatOf(const std::filesystem::path& file);

/// Errors: as `tensorFormatOf`, and the format's own.
Result<LabelledTensor> readTensorFile(const std::filesystem::path& file, const ReadRequest& request = {});

/// All of the file's only tensor, without its labels.
Result<Tensor> readTensor(const std::filesystem::path& file);

/// The file is replaced as a whole or not at all. Errors: as `tensorFormatOf`; cannot be written.
Result<void> writeTensor(const std::filesystem::path& file, const Tensor& tensor,
                         const std::vector<std::string>& labels = {});

} // namespace layernorm
