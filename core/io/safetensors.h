// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/tensor_file.h"

namespace layernorm {

/// Hugging Face's .safetensors: 8 bytes with the length N of the header (little-endian), N bytes of JSON, the
/// values.
///
///     {"embedding":{"dtype":"F32","shape":[4,6,100],"data_offsets":[0,9600]},
///     "__metadata__":{"tokens":"[[...]]"}}
///
/// Read as strictly as the reference implementation, and more: see the errors. Values are little-endian,
/// row-major.
/// `__metadata__`.`tokens`, where there is one and it fits the tensor chosen, is a JSON array
/// [batch][sequence] (or nested as deep as the tensor has axes but the last) of the words that the tokens
/// stand for.
///
/// Errors, each naming the file, the place and the remedy: shorter than 8 bytes; a header of length 0, above
/// 100 MB or past the end; invalid UTF-8; not beginning with {; something but blanks after the JSON; keys
/// given twice; nesting deeper than the format has; unknown fields, missing ones and values of the wrong
/// kind; an unknown dtype; offsets that are negative, reversed, overlap, leave a gap or pass the end; a span
/// that is not shape times size (also where the product does not fit 64 bits); metadata that is no string.
/// Nothing larger than the header is allocated before it has been checked. Source:
/// github.com/huggingface/safetensors, README "Format".
Result<StoredTensors> listSafetensors(const std::filesystem::path& file);

/// Without a name: the only tensor that can be normalised. Errors: as above; no tensor of that name, or
/// several to choose from (named, at most ten); as `readableShape`.
Result<LabelledTensor> readSafetensors(const std::filesystem::path& file, const ReadRequest& request);

/// One tensor named "embedding", with its labels as `tokens` in the metadata where there are any. The header
/// is padded so that the values begin at a multiple of 8. Errors: cannot be written (with the system's
/// reason).
Result<void> writeSafetensors(const std::filesystem::path& file, const Tensor& tensor,
                              const std::vector<std::string>& labels);

} // namespace layernorm
