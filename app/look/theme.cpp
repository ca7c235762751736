// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/theme.h"

#include "app/look/viridis.h"

#include <QApplication>
#include <QFont>
#include <QStyleFactory>
#include <algorithm>
#include <cmath>
#include <iterator>

namespace layernorm {

namespace {

const Theme lightTable{
    .dark = false,
    .window = 0xeef0f3,
    .panel = 0xffffff,
    .line = 0xd5dae1,
    .text = 0x1a2027,
    .muted = 0x5a6672,
    .accent = 0x3b4cca,
    .negative = 0x2166ac,
    .positive = 0xc04816,
    .agreement = 0x1a7f4b,
    .agreementGround = 0xe3f4ea,
    .disagreement = 0xb3261e,
    .disagreementGround = 0xfbe9e7,
    .flash = 0xffd43b,
    .nan = 0xe3d5f2,
};

const Theme darkTable{
    .dark = true,
    .window = 0x14171c,
    .panel = 0x1d2127,
    .line = 0x343b45,
    .text = 0xe6e9ee,
    .muted = 0x9aa5b1,
    .accent = 0x8ea0ff,
    .negative = 0x4890dc,
    .positive = 0xe87434,
    .agreement = 0x5fd39a,
    .agreementGround = 0x183527,
    .disagreement = 0xff8a80,
    .disagreementGround = 0x3c1f1d,
    .flash = 0xffd43b,
    .nan = 0x4a3a63,
};

constexpr QRgb curveTable[] = {0xff4477aa, 0xff228833, 0xffee6677, 0xffaa3377, 0xffccbb44, 0xff66ccee};

const Theme* inForce = &lightTable;
double zoomInForce = 1;

QColor mixed(const QColor& from, const QColor& to, double share)
{
    const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return QColor(channel(from.red(), to.red()), channel(from.green(), to.green()),
                  channel(from.blue(), to.blue()));
}

/// Relative luminance as WCAG 2 defines it.
double luminance(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

QString styleSheet(const Theme& theme)
{
    const auto colour = [](const QColor& c) { return c.name(); };
    QString sheet = QStringLiteral(R"(
QMainWindow, QDialog { background: @window; }
QMenuBar, QMenuBar::item, QToolBar { background: @bar; border: none; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @line; }
QToolBar { border-bottom: 1px solid @line; padding: 4px 8px; spacing: 5px; }
QToolBar QLabel { color: @muted; padding-left: 2px; }
QStatusBar { background: @window; color: @muted; }
QStatusBar QLabel { color: @muted; padding: 0 6px; }
QStatusBar::item { border: none; }
#panel { background: @panel; border: 1px solid @line; border-radius: 8px; }
#panelTitle { font-weight: bold; }
#panelNote, #muted { color: @muted; }
QSplitter::handle { background: transparent; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar { background: transparent; }
QTabWidget QScrollArea, QTabWidget QScrollArea > QWidget > QWidget { background: @panel; }
QTabBar::tab { background: transparent; color: @muted; padding: 8px 14px; border: none;
               border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: @accent; font-weight: bold; border-bottom: 3px solid @accent; }
QTabBar::tab:hover:!selected { color: @text; }
QTableView { background: @panel; border: none; gridline-color: @panel; selection-background-color: transparent; }
QHeaderView, QHeaderView::section, QTableCornerButton::section { background: @panel; color: @muted; border: none; }
QHeaderView::section:vertical { padding-right: 8px; }
QAbstractSpinBox, QComboBox, QLineEdit, QToolButton#outlined, QPushButton {
    background: @panel; color: @text; border: 1px solid @line; border-radius: 4px; padding: 3px 7px;
    min-height: @controlpx; selection-background-color: @accent; selection-color: @panel; }
QAbstractSpinBox:focus, QComboBox:focus, QLineEdit:focus, QToolButton#outlined:focus, QPushButton:focus {
    border: 1px solid @accent; }
QAbstractSpinBox:hover, QComboBox:hover, QToolButton#outlined:hover, QPushButton:hover { border: 1px solid @muted; }
QToolButton#outlined:pressed, QPushButton:pressed { background: @line; }
QAbstractSpinBox { padding-right: 16px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { background: transparent; border: none; width: 16px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/chevron-up.png); }
QAbstractSpinBox::down-arrow, QComboBox::down-arrow { image: url(:/icons/chevron-down.png); }
QComboBox::drop-down { background: transparent; border: none; width: 18px; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @line; outline: none;
    selection-background-color: @accent; selection-color: @panel; }
QCheckBox::indicator { width: 14px; height: 14px; background: @panel; border: 1px solid @muted; border-radius: 3px; }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QCheckBox::indicator:checked { background: @accent; border: 1px solid @accent; image: url(:/icons/@check.png); }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 16px; margin: -6px 0; background: @accent; border-radius: 8px; }
QSlider::handle:horizontal:focus { border: 2px solid @text; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar { background: transparent; }
QScrollBar:horizontal { height: 10px; } QScrollBar:vertical { width: 10px; }
QScrollBar::handle { background: @line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:horizontal { min-width: 24px; } QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
)");
    sheet.replace(QLatin1String("@window"), colour(theme.window));
    sheet.replace(QLatin1String("@bar"), colour(theme.dark ? mixed(theme.panel, theme.window, 0.2)
                                                           : mixed(theme.window, theme.panel, 0.65)));
    sheet.replace(QLatin1String("@check"),
                  theme.dark ? QStringLiteral("check-dark") : QStringLiteral("check"));
    sheet.replace(QLatin1String("@control"), QString::number(Theme::scaled(20)));
    sheet.replace(QLatin1String("@panel"), colour(theme.panel));
    sheet.replace(QLatin1String("@line"), colour(theme.line));
    sheet.replace(QLatin1String("@text"), colour(theme.text));
    sheet.replace(QLatin1String("@muted"), colour(theme.muted));
    sheet.replace(QLatin1String("@accent"), colour(theme.accent));
    return sheet;
}

} // namespace

const Theme& Theme::current()
{
    return *inForce;
}

const Theme& Theme::light()
{
    return lightTable;
}

const Theme& Theme::darkTheme()
{
    return darkTable;
}

void Theme::apply(QApplication& application, const Theme& theme, double zoom)
{
    inForce = &theme;
    zoomInForce = zoom;
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(theme.palette());
    QFont font;
    // Digits of one width; Chinese comes from whatever font the system has for it.
    font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK SC"),
                      QStringLiteral("WenQuanYi Micro Hei"), QStringLiteral("sans-serif")});
    font.setPixelSize(scaled(metrics::fontPixels));
    application.setFont(font);
    application.setStyleSheet({});
}

void Theme::applyStyleSheet(QApplication& application)
{
    application.setStyleSheet(styleSheet(current()));
}

double Theme::zoom()
{
    return zoomInForce;
}

int Theme::scaled(int pixels)
{
    return static_cast<int>(std::lround(pixels * zoomInForce));
}

QColor Theme::signedColour(double value, double magnitude) const
{
    if (!std::isfinite(value))
        return nan;
    const double share = magnitude > 0 ? std::clamp(value / magnitude, -1.0, 1.0) : 0;
    return mixed(panel, share < 0 ? negative : positive, std::abs(share));
}

QColor Theme::sequentialColour(double value, double maximum) const
{
    if (!std::isfinite(value))
        return nan;
    const double share = maximum > 0 ? std::clamp(value / maximum, 0.0, 1.0) : 0;
    return QColor::fromRgb(viridis[static_cast<std::size_t>(std::lround(share * 255))]);
}

QColor Theme::curve(int index)
{
    constexpr int count = std::size(curveTable);
    return QColor::fromRgb(curveTable[((index % count) + count) % count]);
}

QColor Theme::textOn(const QColor& ground)
{
    const double light = luminance(ground);
    return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? QColor(Qt::white) : QColor(Qt::black);
}

QPalette Theme::palette() const
{
    QPalette palette(panel, window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, panel);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, panel);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::ToolTipBase, panel);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, textOn(accent));
    palette.setColor(QPalette::Link, accent);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, muted);
    return palette;
}

} // namespace layernorm
