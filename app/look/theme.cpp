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

const Theme* inForce = &Theme::light();
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

/// Fields of text have the palette's colours: a colour given here would be that of their placeholders, too,
/// half transparent.
QString styleSheet(const Theme& theme)
{
    const auto colour = [](const QColor& c) { return c.name(); };
    QString sheet = QStringLiteral(R"(
QMainWindow, QDialog { background: @window; }
QMenuBar, QMenuBar::item, QToolBar { background: @bar; border: none; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @hover; }
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
    background: @panel; border: 1px solid @edge; border-radius: 4px; padding: 3px 7px;
    min-height: @controlpx; selection-background-color: @accent; selection-color: @panel; }
QComboBox, QToolButton#outlined, QPushButton { color: @text; }
QAbstractSpinBox:focus, QComboBox:focus, QLineEdit:focus, QToolButton#outlined:focus, QPushButton:focus {
    border: 1px solid @accent; }
QAbstractSpinBox:hover, QComboBox:hover, QToolButton#outlined:hover, QPushButton:hover { border: 1px solid @muted; }
QToolButton#outlined:pressed, QPushButton:pressed { background: @hover; }
QAbstractSpinBox { padding-right: 16px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { background: transparent; border: none; width: 16px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/chevron-up@suffix.png); }
QAbstractSpinBox::down-arrow, QComboBox::down-arrow { image: url(:/icons/chevron-down@suffix.png); }
QComboBox::drop-down { background: transparent; border: none; width: 18px; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @line; outline: none;
    selection-background-color: @accent; selection-color: @panel; }
QCheckBox::indicator { width: 14px; height: 14px; background: @panel; border: 1px solid @edge; border-radius: 3px; }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QCheckBox::indicator:checked { background: @accent; border: 1px solid @accent; image: url(:/icons/check@suffix.png); }
QSlider::groove:horizontal { height: 4px; background: @edge; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 16px; margin: -6px 0; background: @accent; border-radius: 8px; }
QSlider::handle:horizontal:focus { border: 2px solid @text; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar { background: transparent; }
QScrollBar:horizontal { height: 10px; } QScrollBar:vertical { width: 10px; }
QScrollBar::handle { background: @edge; border-radius: 4px; margin: 1px; }
QScrollBar::handle:horizontal { min-width: 24px; } QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
)");
    sheet.replace(QLatin1String("@window"), colour(theme.window));
    sheet.replace(QLatin1String("@bar"), colour(theme.bar()));
    sheet.replace(QLatin1String("@edge"), colour(theme.edge));
    sheet.replace(QLatin1String("@hover"), colour(theme.hover));
    sheet.replace(QLatin1String("@suffix"), theme.dark ? QStringLiteral("-dark") : QString());
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

const Theme& Theme::chosen(const QString& choice, bool systemIsDark, bool systemHasHighContrast)
{
    if (choice == u"light")
        return light();
    if (choice == u"dark")
        return darkTheme();
    if (choice == u"high-contrast" || systemHasHighContrast)
        return highContrastTheme(systemIsDark);
    return systemIsDark ? darkTheme() : light();
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
    const auto index = std::lround(sequentialFirst + share * (sequentialLast - sequentialFirst));
    return QColor::fromRgb(viridis[static_cast<std::size_t>(index)]);
}

QColor Theme::curve(int index)
{
    const auto& curves = current().curves;
    const int count = static_cast<int>(curves.size());
    return QColor::fromRgb(curves[static_cast<std::size_t>(((index % count) + count) % count)]);
}

QColor Theme::textOn(const QColor& ground)
{
    return contrast(Qt::white, ground) > contrast(Qt::black, ground) ? QColor(Qt::white) : QColor(Qt::black);
}

double Theme::contrast(const QColor& one, const QColor& other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor Theme::bar() const
{
    return dark ? mixed(panel, window, 0.2) : mixed(window, panel, 0.65);
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
