// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace layernorm {

/// Types of values that files hold.
enum class StoredType {
    Bool,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float8E4M3,
    Float8E5M2,
    Float16,
    BFloat16,
    Float32,
    Float64,
};

/// As PyTorch names it: "float16", "bfloat16", "int64", ...
[[nodiscard]] const char* name(StoredType type);
/// Bytes a value takes in the file.
[[nodiscard]] std::size_t sizeOf(StoredType type);
/// What values of this type become: themselves, or the smallest of float32 and float64 that holds every one
/// of them exactly (8- and 16-bit integers, float16 and bfloat16: float32; larger integers: float64, in which
/// those beyond 2^53 are rounded to the nearest). nullopt for types that are not read: bool and the 8-bit
/// floats.
[[nodiscard]] std::optional<DType> readAs(StoredType type);

/// One tensor of a file, as its header tells of it. It may be larger than a Shape can be, and may have no
/// elements or no dimension.
struct StoredTensor {
    std::string name; ///< empty where the file names none
    std::vector<std::int64_t> extents;
    StoredType type = StoredType::Float32;
};

/// A run of indices along one axis. `count` 0: to the end.
struct IndexRange {
    std::int64_t first = 0;
    std::int64_t count = 0;

    [[nodiscard]] bool isEverything() const { return first == 0 && count == 0; }
    friend bool operator==(const IndexRange&, const IndexRange&) = default;
};

/// What is wanted of a file.
struct ReadRequest {
    /// Which of its tensors; empty where there is but one to choose from.
    std::string tensor;
    /// One an axis, outermost first; empty for everything. Missing ranges at the end are everything.
    std::vector<IndexRange> ranges;
    /// For text, whose numbers have no type; nullopt leaves it to the numbers (see csv_table.h).
    std::optional<DType> dtype;
};

/// A tensor, with the words its tokens stand for.
struct LabelledTensor {
    Tensor tensor;
    /// Row-major, one a token (elements / last extent); empty where there are none.
    std::vector<std::string> labels;
    /// What reading has changed ("the float16 values became float32"), as a sentence; nullopt where nothing.
    std::optional<Error> notice;
};

/// Every tensor of a file, from its header alone.
using StoredTensors = std::vector<StoredTensor>;

/// The extents that `ranges` leave of `extents`. Errors, naming the axis: a range beyond its extent; more
/// ranges than axes.
Result<std::vector<std::int64_t>> selectedExtents(const std::vector<std::int64_t>& extents,
                                                  const std::vector<IndexRange>& ranges);

/// Whether the program can take `tensor`, or the part of it that `ranges` leave. Errors, each with the
/// remedy: a type that is not read; rank 0 or above 8; no elements; more than Shape::maxElements of them
/// (give a range).
Result<Shape> readableShape(const std::string& file, const StoredTensor& tensor,
                            const std::vector<IndexRange>& ranges);

} // namespace layernorm
