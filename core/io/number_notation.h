// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <optional>
#include <string>
#include <string_view>

namespace layernorm {

/// How numbers are written for people to read; not for files, which take `exactText`.
struct NumberNotation {
    enum class Kind {
        Automatic,     ///< four decimals, fewer before large numbers: never much wider than -1.2346
        Decimals,      ///< `digits` after the point
        Scientific,    ///< `digits` significant ones, 1.2346e+00
        FractionOfMax, ///< of the table's largest finite magnitude, `digits` after the point
        Hexadecimal,   ///< every bit, 0x1.3c0ca4p+0; reads back by `parseNumber`
    };
    static constexpr int fewestDigits = 1;
    static constexpr int mostDigits = 17; ///< as many as a float64 needs

    Kind kind = Kind::Automatic;
    int digits = 4;

    /// "automatic", "decimals:4", "scientific:5", "fraction:2", "hexadecimal". Errors: another name, a number
    /// of digits that is none or not from 1 to 17.
    static Result<NumberNotation> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool hasDigits() const { return kind != Kind::Automatic && kind != Kind::Hexadecimal; }

    friend bool operator==(const NumberNotation&, const NumberNotation&) = default;
};

/// `digits` decimals, one fewer for every digit before the point after the first, so that the text is never
/// much wider than "-1.2346"; scientific where that would show nothing or needs more room.
[[nodiscard]] std::string automaticText(double value, int digits = 4);

/// `value` in `notation`, with '-' as the sign. `largest` is the table's largest finite magnitude; while it
/// is 0 (not known, or every value is 0) a fraction of it is written as `automaticText`.
///
/// Decimals that would all be zeros, and numbers from 1e15 on, are scientific. 0 is "0" and -0 is "-0" in
/// every notation but the hexadecimal one ("0x0p+0"), so that they differ from what is only small;
/// "nan", "inf", "-inf".
[[nodiscard]] std::string notatedText(double value, const NumberNotation& notation, double largest = 0);

/// A text that is at least as long as that of any value of `dtype` up to `largest`, of the widest figures;
/// empty for Automatic, whose texts have one width.
[[nodiscard]] std::string widestText(const NumberNotation& notation, DType dtype, double largest);

} // namespace layernorm
