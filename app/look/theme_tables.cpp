// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The colours of every theme. tests/app/accessibility/contrast_test.cpp computes what WCAG asks of them.
#include "app/look/theme_tables.h"

namespace layernorm {

namespace {

// Curves after P. Tol's bright scheme, which the colour-blind can tell apart; yellow and cyan are darkened
// where the ground is white, purple is lightened where it is dark, to contrast 3:1.
const Theme lightTable{
    .dark = false,
    .highContrast = false,
    .window = 0xeef0f3,
    .panel = 0xffffff,
    .line = 0xd5dae1,
    .edge = 0x808a96,
    .hover = 0xd5dae1,
    .text = 0x1a2027,
    .muted = 0x5a6672,
    .accent = 0x3b4cca,
    .focus = 0x3b4cca,
    .negative = 0x2166ac,
    .positive = 0xc04816,
    .agreement = 0x187a48, // a shade darker than drawn at first: 4.5:1 on its ground
    .agreementGround = 0xe3f4ea,
    .disagreement = 0xb3261e,
    .disagreementGround = 0xfbe9e7,
    .flash = 0xffd43b,
    .nan = 0xe3d5f2,
    .focusWidth = 2,
    .sequentialFirst = 0,
    .sequentialLast = 255,
    .curves = {0xff4477aa, 0xff228833, 0xffee6677, 0xffaa3377, 0xff9c8d1c, 0xff1f8fb0},
};

const Theme darkTable{
    .dark = true,
    .highContrast = false,
    .window = 0x14171c,
    .panel = 0x1d2127,
    .line = 0x343b45,
    .edge = 0x66707d,
    .hover = 0x343b45,
    .text = 0xe6e9ee,
    .muted = 0x9aa5b1,
    .accent = 0x8ea0ff,
    .focus = 0x8ea0ff,
    .negative = 0x4890dc,
    .positive = 0xe87434,
    .agreement = 0x5fd39a,
    .agreementGround = 0x183527,
    .disagreement = 0xff8a80,
    .disagreementGround = 0x3c1f1d,
    .flash = 0xffd43b,
    .nan = 0x4a3a63,
    .focusWidth = 2,
    .sequentialFirst = 0,
    .sequentialLast = 255,
    .curves = {0xff4477aa, 0xff228833, 0xffee6677, 0xffc34d92, 0xffccbb44, 0xff66ccee},
};

// High contrast: text 7:1 everywhere, on every cell, too. No one colour of text does that on a middle grey,
// so signed data end, and viridis begins or ends, where it would.
const Theme blackOnWhiteTable{
    .dark = false,
    .highContrast = true,
    .window = 0xffffff,
    .panel = 0xffffff,
    .line = Qt::black,
    .edge = Qt::black,
    .hover = 0xd8d8d8,
    .text = Qt::black,
    .muted = 0x303030,
    .accent = 0x002d9c,
    .focus = 0xb4009e,
    .negative = 0x6fb4ff,
    .positive = 0xff9a4a,
    .agreement = 0x00602e,
    .agreementGround = 0xffffff,
    .disagreement = 0xa8000e,
    .disagreementGround = 0xffffff,
    .flash = 0x8a5000,
    .nan = 0xd9b3ff,
    .focusWidth = 4,
    .sequentialFirst = 153,
    .sequentialLast = 255,
    .curves = {0xff2f6299, 0xff1d752c, 0xffc8324a, 0xffaa3377, 0xff7a6e10, 0xff0b7490},
};

const Theme whiteOnBlackTable{
    .dark = true,
    .highContrast = true,
    .window = Qt::black,
    .panel = Qt::black,
    .line = 0xffffff,
    .edge = 0xffffff,
    .hover = 0x303030,
    .text = 0xffffff,
    .muted = 0xd8d8d8,
    .accent = 0x3ff2ff,
    .focus = 0xffe600,
    .negative = 0x0050c8,
    .positive = 0x9c3600,
    .agreement = 0x7dffb8,
    .agreementGround = Qt::black,
    .disagreement = 0xff9a92,
    .disagreementGround = Qt::black,
    .flash = 0xffd43b,
    .nan = 0x5a2a8a,
    .focusWidth = 4,
    .sequentialFirst = 0,
    .sequentialLast = 70,
    .curves = {0xff77aaee, 0xff55cc66, 0xffff8090, 0xffff77cc, 0xffffe066, 0xff88e0ff},
};

} // namespace

const Theme& Theme::light()
{
    return lightTable;
}

const Theme& Theme::darkTheme()
{
    return darkTable;
}

const Theme& Theme::highContrastTheme(bool dark)
{
    return dark ? whiteOnBlackTable : blackOnWhiteTable;
}

std::span<const NamedTheme> allThemes()
{
    static const NamedTheme themes[] = {{"light", lightTable},
                                        {"dark", darkTable},
                                        {"high contrast, light", blackOnWhiteTable},
                                        {"high contrast, dark", whiteOnBlackTable}};
    return themes;
}

} // namespace layernorm
