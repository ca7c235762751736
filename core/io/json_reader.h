// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace layernorm {

/// Private to the core: JSON (RFC 8259) read from front to back, each value straight to where it belongs.
///
/// For documents whose values are numbers by the million: nothing is kept but what the caller keeps, numbers
/// are handed over as they are written (a float32 is rounded once, -0 keeps its sign, no locale matters), a
/// long text as a view, and every value has a byte that an error can name. Nothing recurses.
///
/// Functions give false when the value is of another kind, and then leave it where it is; or when the text is
/// not JSON, and then `error` tells of it and every later call gives false.
class JsonReader
{
public:
    enum class Kind { Object, Array, Text, Number, Truth, Null, Nothing };

    /// Arrays and objects inside one another; more is refused, for it costs memory to keep track of them.
    static constexpr std::size_t deepestNesting = 64;
    static constexpr std::size_t nowhere = std::string_view::npos;

    /// `name` begins the errors. `text` must stay where it is. A byte order mark is passed over.
    JsonReader(std::string_view text, std::string name);

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// The first failure stays; `sentence` begins "%1, byte %2: ", and `more` fills %3 and the following.
    bool fail(std::size_t offset, const char* sentence, std::vector<std::string> more = {});

    /// Of the value that comes next, which then begins at `offset`.
    [[nodiscard]] Kind kind();
    [[nodiscard]] std::size_t offset() const { return m_offset; }
    /// To the beginning of a value that has been passed over.
    void moveTo(std::size_t offset) { m_offset = m_error ? m_text.size() : offset; }

    bool beginArray();
    /// Whether an item comes next; false at the end of the array, which is then passed over.
    bool nextItem();
    /// Of the array that comes next and stays next, once it has been passed over as a whole.
    [[nodiscard]] std::size_t countItems();

    bool readText(std::string& value);
    /// Between the quotes, as it is written.
    bool readWrittenText(std::string_view& value);
    /// As it is written.
    bool readNumber(std::string_view& value);
    bool readTruth(bool& value);
    bool skipValue();

    /// Passes over the object that comes next and notes where the values of `keys` begin, `nowhere` for keys
    /// it lacks. Other keys are ignored, whatever they hold. Fails where one of `keys` is given twice.
    bool locate(std::span<const std::string_view> keys, std::span<std::size_t> offsets);

    /// Fails unless nothing but blanks follows.
    bool finish();

private:
    bool beginObject();
    bool nextKey(std::string& key);
    bool nextInContainer(char end);
    bool openNested(Kind kind, std::vector<Kind>& open);
    bool skipScalar(Kind kind);
    bool readWord(std::string_view word);
    bool readDigits();
    bool readString(std::string* value);
    bool readCharacter(std::string* value);
    bool readBeyondAscii(std::string* value);
    bool readEscape(std::string* value);
    bool readEscapedCharacter(std::string* value);
    bool readCodeUnit(std::uint16_t& unit);

    void skipBlanks();
    [[nodiscard]] bool nextIs(char symbol) const;
    [[nodiscard]] bool nextIsOneOf(std::string_view symbols) const;
    bool take(char symbol);
    bool miss(const char* expected);

    std::string_view m_text;
    std::string m_name;
    std::size_t m_offset = 0;
    bool m_freshContainer = false; ///< no item has been read of it, so no comma is due
    std::optional<Error> m_error;
};

} // namespace layernorm
