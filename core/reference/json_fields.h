// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace layernorm::protocol {

/// Private to the core and its workers: one line of core/reference/protocol.h, a JSON object, of which each
/// side reads the fields it asks for and ignores the others.
///
/// Every error is in the words of the side that reads, and about the side that wrote.
class JsonFields
{
public:
    struct Sentences {
        const char* noObject;    ///< %1: the start of the line, printable
        const char* repeatedKey; ///< %1: the key
        const char* badField;    ///< %1: the key, %2: what belongs there
    };

    /// `sentences` is kept by reference. Errors: not JSON, not an object, a key that stands twice.
    static Result<JsonFields> parse(std::string_view line, const Sentences& sentences);

    [[nodiscard]] bool contains(const char* key) const;

    // Errors: the field is missing or of another kind.
    [[nodiscard]] Result<bool> truth(const char* key) const;
    /// Of 64 bits, and written as one: not -1, 1.0 or 1e3.
    [[nodiscard]] Result<std::uint64_t> wholeNumber(const char* key) const;
    /// Finite.
    [[nodiscard]] Result<double> number(const char* key) const;
    /// Never empty.
    [[nodiscard]] Result<std::string> text(const char* key) const;
    [[nodiscard]] Result<std::vector<std::string>> texts(const char* key) const;
    /// The field "dtype". Errors: also those of `parseDType`.
    [[nodiscard]] Result<DType> dtype() const;
    /// The field "shape". Errors: also those of `Shape::make`.
    [[nodiscard]] Result<Shape> shape() const;

    /// The error of a field that only the caller can judge.
    [[nodiscard]] tl::unexpected<Error> badField(const char* key, const char* expected) const;

private:
    JsonFields(nlohmann::json object, const Sentences& sentences);

    std::shared_ptr<const nlohmann::json> m_object;
    const Sentences* m_sentences;
};

} // namespace layernorm::protocol
