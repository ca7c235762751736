// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What WCAG 2.1 asks of colours (1.4.3 text, 1.4.11 what can be used and drawings), computed from the tables,
// the palette and the style sheet of every theme. Disabled controls are exempt there, too.
#include "app/look/pointer_look.h"
#include "app/look/theme.h"
#include "app/look/theme_tables.h"

#include <QApplication>
#include <QLineEdit>
#include <QRegularExpression>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

constexpr double textLeast = 4.5;
constexpr double textLeastInHighContrast = 7;
constexpr double shapeLeast = 3;

class Contrast : public ::testing::TestWithParam<const char*>
{
protected:
    Contrast() : theme(named(GetParam())) { Theme::apply(*qApp, theme, 1); }
    ~Contrast() override { Theme::apply(*qApp, Theme::light(), 1); }

    static const Theme& named(const std::string& name)
    {
        for (const NamedTheme& one : allThemes())
            if (one.name == name)
                return one.theme;
        throw std::runtime_error("no theme " + name);
    }

    [[nodiscard]] double least() const { return theme.highContrast ? textLeastInHighContrast : textLeast; }
    static void expect(double least, const QColor& one, const QColor& other, const std::string& what)
    {
        EXPECT_GE(Theme::contrast(one, other), least)
            << what << ": " << one.name().toStdString() << " on " << other.name().toStdString();
    }
    [[nodiscard]] std::vector<std::pair<const char*, QColor>> grounds() const
    {
        return {{"panel", theme.panel}, {"window", theme.window}, {"bar", theme.bar()}};
    }

    const Theme& theme;
};

std::vector<const char*> themeNames()
{
    std::vector<const char*> names;
    for (const NamedTheme& one : allThemes())
        names.push_back(one.name);
    return names;
}

TEST(ContrastFormula, KnownPairs)
{
    EXPECT_DOUBLE_EQ(Theme::contrast(Qt::black, Qt::white), 21);
    EXPECT_DOUBLE_EQ(Theme::contrast(Qt::white, Qt::white), 1);
    // The example of WCAG's understanding document: the lightest grey that is text on white.
    EXPECT_NEAR(Theme::contrast(QColor(0x76, 0x76, 0x76), Qt::white), 4.54, 0.005);
    EXPECT_LT(Theme::contrast(QColor(0x77, 0x77, 0x77), Qt::white), 4.5);
}

TEST(ContrastFormula, EveryThemeIsChosenByName)
{
    EXPECT_EQ(&Theme::chosen("light", true, true), &Theme::light());
    EXPECT_EQ(&Theme::chosen("dark", false, false), &Theme::darkTheme());
    EXPECT_EQ(&Theme::chosen("system", true, false), &Theme::darkTheme());
    EXPECT_EQ(&Theme::chosen("system", false, false), &Theme::light());
    EXPECT_EQ(&Theme::chosen("system", false, true), &Theme::highContrastTheme(false));
    EXPECT_EQ(&Theme::chosen("high-contrast", true, false), &Theme::highContrastTheme(true));
}

TEST_P(Contrast, TextOnItsGrounds)
{
    for (const auto& [name, ground] : grounds()) {
        expect(least(), theme.text, ground, std::string("text on ") + name);
        expect(least(), theme.muted, ground, std::string("muted on ") + name);
        expect(least(), theme.accent, ground, std::string("accent on ") + name);
        expect(least(), theme.disagreement, ground, std::string("disagreement on ") + name);
        expect(least(), theme.agreement, ground, std::string("agreement on ") + name);
    }
    for (const QColor& ground : {theme.agreementGround, theme.disagreementGround}) {
        expect(least(), theme.text, ground, "figures of the verdict");
        expect(least(), theme.muted, ground, "details of the verdict");
    }
    expect(least(), theme.agreement, theme.agreementGround, "agreement");
    expect(least(), theme.disagreement, theme.disagreementGround, "disagreement");
    expect(least(), theme.text, theme.hover, "what the mouse is on");
}

TEST_P(Contrast, NumbersOnEveryColourOfTheMaps)
{
    constexpr int steps = 1000;
    for (int i = 0; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        for (const QColor& ground : {theme.signedColour(2 * share - 1, 1), theme.sequentialColour(share, 1)})
            ASSERT_GE(Theme::contrast(Theme::textOn(ground), ground), least()) << ground.name().toStdString();
    }
    expect(least(), Theme::textOn(theme.nan), theme.nan, "NaN");
}

/// A presentation dims all tokens but one, in high contrast.
TEST_P(Contrast, DimmedNumbersCanBeRead)
{
    if (!theme.highContrast)
        return;
    const auto dimmed = [this](const QColor& colour) {
        const auto mixed = [](int one, int panel) {
            return static_cast<int>(std::lround(one + (panel - one) * PointerLook::veil));
        };
        return QColor(mixed(colour.red(), theme.panel.red()), mixed(colour.green(), theme.panel.green()),
                      mixed(colour.blue(), theme.panel.blue()));
    };
    constexpr int steps = 1000;
    for (int i = 0; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        for (const QColor& ground : {theme.signedColour(2 * share - 1, 1), theme.sequentialColour(share, 1)})
            ASSERT_GE(Theme::contrast(dimmed(Theme::textOn(ground)), dimmed(ground)), textLeast)
                << ground.name().toStdString();
    }
}

TEST_P(Contrast, MapsStillTellTheirEndsApart)
{
    const QColor nothing = theme.signedColour(0, 1);
    EXPECT_EQ(nothing, theme.panel);
    for (const double end : {-1.0, 1.0})
        EXPECT_GE(Theme::contrast(theme.signedColour(end, 1), nothing), 1.9) << end;
    EXPECT_NE(theme.signedColour(-1, 1).hue(), theme.signedColour(1, 1).hue());
    EXPECT_GE(Theme::contrast(theme.sequentialColour(0, 1), theme.sequentialColour(1, 1)), 1.9);
}

TEST_P(Contrast, WhatCanBeUsedAndWhatIsDrawn)
{
    for (const auto& [name, ground] : grounds()) {
        expect(shapeLeast, theme.focus, ground, std::string("focus on ") + name);
        expect(shapeLeast, theme.edge, ground, std::string("edge on ") + name);
        expect(shapeLeast, theme.accent, ground, std::string("slider on ") + name);
    }
    for (int i = 0; i < static_cast<int>(theme.curves.size()); ++i)
        expect(theme.highContrast ? textLeast : shapeLeast, Theme::curve(i), theme.panel,
               "curve " + std::to_string(i));
    if (theme.highContrast) {
        expect(shapeLeast, theme.flash, theme.panel, "flash");
        expect(textLeastInHighContrast, theme.line, theme.panel, "lines");
        EXPECT_GE(theme.focusWidth, 3);
    }
}

TEST_P(Contrast, CurvesAreSixColours)
{
    std::set<QRgb> colours;
    for (int i = 0; i < 6; ++i)
        colours.insert(Theme::curve(i).rgb());
    EXPECT_EQ(colours.size(), 6U);
    EXPECT_EQ(Theme::curve(-1), Theme::curve(5));
}

TEST_P(Contrast, Palette)
{
    const QPalette palette = theme.palette();
    const std::tuple<const char*, QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
        {"window", QPalette::WindowText, QPalette::Window},
        {"base", QPalette::Text, QPalette::Base},
        {"alternate base", QPalette::Text, QPalette::AlternateBase},
        {"button", QPalette::ButtonText, QPalette::Button},
        {"selection", QPalette::HighlightedText, QPalette::Highlight},
        {"tool tip", QPalette::ToolTipText, QPalette::ToolTipBase},
        {"link", QPalette::Link, QPalette::Window},
        {"placeholder", QPalette::PlaceholderText, QPalette::Base},
    };
    for (const auto& [what, text, ground] : pairs)
        expect(least(), palette.color(text), palette.color(ground), what);
}

/// As it is painted: a style sheet may have it otherwise than the palette.
TEST_P(Contrast, PlaceholdersAsTheyArePainted)
{
    Theme::applyStyleSheet(*qApp);
    QLineEdit field;
    QFont large = field.font();
    large.setPixelSize(40); // strokes of whole pixels
    field.setFont(large);
    field.setPlaceholderText(QStringLiteral("your number"));
    field.resize(400, 60);
    const QImage picture = field.grab().toImage();
    qApp->setStyleSheet({});
    double strongest = 0;
    for (int y = 15; y < picture.height() - 15; ++y)
        for (int x = 15; x < picture.width() - 15; ++x)
            strongest = std::max(strongest, Theme::contrast(picture.pixelColor(x, y), theme.panel));
    EXPECT_GE(strongest, least() - 0.1); // but for the smoothing of strokes
}

/// What a rule of a style sheet says of one property; invalid where it says nothing, or "transparent".
QColor declared(const QString& rule, const char* property)
{
    const QRegularExpression pattern(
        QStringLiteral("(?:^|[;{\\s])%1:\\s*(#[0-9a-f]{6})").arg(QLatin1String(property)));
    return QColor(pattern.match(rule).captured(1));
}

TEST_P(Contrast, EveryRuleOfTheStyleSheet)
{
    Theme::applyStyleSheet(*qApp);
    const QString sheet = qApp->styleSheet();
    qApp->setStyleSheet({});
    EXPECT_FALSE(sheet.contains(u'@')) << "a colour that nobody has put in";
    static const QRegularExpression rules(QStringLiteral("([^{}]+)\\{([^}]*)\\}"));
    int texts = 0;
    for (auto found = rules.globalMatch(sheet); found.hasNext();) {
        const QRegularExpressionMatch rule = found.next();
        const std::string selector = rule.captured(1).trimmed().toStdString();
        const QColor text = declared(rule.captured(2), "color");
        const QColor ground = declared(rule.captured(2), "background");
        const QColor chosen = declared(rule.captured(2), "selection-color");
        const QColor chosenGround = declared(rule.captured(2), "selection-background-color");
        if (chosen.isValid() && chosenGround.isValid())
            expect(least(), chosen, chosenGround, selector);
        if (!text.isValid())
            continue;
        ++texts;
        if (ground.isValid())
            expect(least(), text, ground, selector);
        else
            for (const auto& [name, behind] : grounds())
                expect(least(), text, behind, selector + " on " + name);
    }
    EXPECT_GE(texts, 10) << "the rules are not read";
}

INSTANTIATE_TEST_SUITE_P(Themes, Contrast, ::testing::ValuesIn(themeNames()),
                         [](const auto& tested) { return "Theme" + std::to_string(tested.index); });

} // namespace

} // namespace layernorm
