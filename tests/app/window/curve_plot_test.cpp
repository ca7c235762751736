// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The plot that the pages' curves are in, driven by mouse and keys, by itself and off screen.
#include "app/export/view_picture.h"
#include "app/look/theme.h"
#include "app/plots/curve_plot.h"

#include <QHelpEvent>
#include <QImage>
#include <QPainter>
#include <QPointer>
#include <QSet>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <QTransform>
#include <QXmlStreamReader>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace layernorm {

namespace {

using Style = CurvePlot::Style;
using Curve = CurvePlot::Curve;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A text in an exported picture and where it stands.
struct PlacedText {
    QString text;
    QRectF place;
};

/// The texts of an SVG file in drawing order. Upper and lower ends are those of capitals and digits.
QList<PlacedText> textsOf(const QString& file)
{
    QFile svg(file);
    EXPECT_TRUE(svg.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&svg);
    QList<PlacedText> texts;
    while (!reader.atEnd()) {
        reader.readNext();
        const auto value = [&reader](const char* name) {
            return reader.attributes().value(QLatin1String(name)).toString();
        };
        if (reader.isStartElement() && reader.name() == u"text") {
            QTransform transform;
            if (value("transform").startsWith("matrix(")) {
                const QStringList m = value("transform").mid(7).chopped(1).split(u' ');
                transform = QTransform(m[0].toDouble(), m[1].toDouble(), m[2].toDouble(), m[3].toDouble(),
                                       m[4].toDouble(), m[5].toDouble());
            }
            QFont font(value("font-family"));
            font.setPixelSize(value("font-size").toInt());
            const QPointF base(value("x").toDouble(), value("y").toDouble());
            const QString text = reader.readElementText();
            const QFontMetricsF metrics(font);
            const QRectF place =
                transform.mapRect(QRectF(base.x(), base.y() - metrics.capHeight(),
                                         metrics.horizontalAdvance(text), metrics.capHeight()));
            // A character from another font is a text of its own that goes on where the last one ended.
            if (!texts.isEmpty() && std::abs(texts.last().place.right() - place.left()) < 1 &&
                std::abs(texts.last().place.bottom() - place.bottom()) < 0.1) {
                texts.last().text += text;
                texts.last().place |= place;
            } else
                texts << PlacedText{text, place};
        }
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
    return texts;
}

class CurvePlotTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        plot.resize(900, 300);
        plot.setAxes({"eps", true, 1e-12, 10}, {"variance", false, 0, 1});
        show();
    }

    void show()
    {
        plot.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&plot));
        turn();
    }
    /// Until every queued replot is done.
    static void turn()
    {
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
    }

    /// v/(v + eps) at 40 places a decade.
    static Curve falling(const QString& name, double variance, int colour = 0)
    {
        Curve curve;
        curve.name = name;
        curve.colour = colour;
        for (int i = -12 * 40; i <= 40; ++i) {
            const double eps = std::pow(10.0, i / 40.0);
            curve.x << eps;
            curve.y << variance / (variance + eps);
        }
        return curve;
    }
    static Curve curve(const QString& name, QList<double> x, QList<double> y, Style style = Style::Line)
    {
        Curve made;
        made.name = name;
        made.style = style;
        made.x = std::move(x);
        made.y = std::move(y);
        return made;
    }
    void setLinearAxes() { plot.setAxes({"x", false, 0, 10}, {"y", false, 0, 10}); }

    [[nodiscard]] QRect area() const { return plot.axisRect()->rect(); }
    [[nodiscard]] QPoint pixel(double x, double y) const
    {
        return QPointF(plot.xAxis->coordToPixel(x), plot.yAxis->coordToPixel(y)).toPoint();
    }
    /// Half way up the plot.
    [[nodiscard]] QPoint pixelAt(double x) const { return {pixel(x, 0).x(), area().center().y()}; }
    void moveTo(const QPoint& position)
    {
        QTest::mouseMove(&plot, position);
        turn();
    }
    void drag(const QPoint& from, const QPoint& to)
    {
        QTest::mousePress(&plot, Qt::LeftButton, {}, from);
        // Two moves: what has not moved yet might be a click.
        for (const QPoint& position : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, position, plot.mapToGlobal(position), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&plot, &move);
        }
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, to);
        turn();
    }
    void turnWheel(const QPoint& position, int notches)
    {
        QWheelEvent wheel(position, plot.mapToGlobal(position), {}, {0, 120 * notches}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&plot, &wheel);
        turn();
    }
    void press(Qt::Key key)
    {
        QTest::keyClick(&plot, key);
        turn();
    }
    void focus(Qt::FocusReason reason)
    {
        plot.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&plot));
        plot.clearFocus();
        plot.setFocus(reason);
        turn();
    }
    QImage painted()
    {
        turn();
        return plot.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    /// Pixels of nearly that colour; what is drawn thinly is mixed with its ground.
    static int count(const QImage& image, const QRect& where, const QColor& colour)
    {
        int found = 0;
        const QRect inside = where & image.rect();
        for (int y = inside.top(); y <= inside.bottom(); ++y)
            for (int x = inside.left(); x <= inside.right(); ++x) {
                const QColor here(image.pixel(x, y));
                found += std::abs(here.red() - colour.red()) + std::abs(here.green() - colour.green()) +
                             std::abs(here.blue() - colour.blue()) <
                         24;
            }
        return found;
    }
    static QRect differing(const QImage& a, const QImage& b)
    {
        QRect found;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                if (a.pixel(x, y) != b.pixel(x, y))
                    found |= QRect(x, y, 1, 1);
        return found;
    }
    /// Where the mouse shows that a name can be clicked, from the top.
    QList<QPoint> namesInLegend()
    {
        QList<QPoint> names;
        bool wasName = false;
        for (int y = 0; y < plot.height(); ++y) {
            const QPoint position(plot.width() - 20, y);
            QTest::mouseMove(&plot, position);
            const bool isName = plot.cursor().shape() == Qt::PointingHandCursor;
            // Names stand close to each other: one every 22 pixels.
            if (isName && (!wasName || y - names.last().y() >= 22))
                names << QPoint(position.x(), y + 8);
            wasName = isName;
        }
        for (QPoint& name : names)
            name.ry() -= name.y() >= plot.height() ? 8 : 0;
        return names;
    }
    QList<PlacedText> texts()
    {
        turn();
        const QString file = directory.filePath("texts.svg");
        EXPECT_TRUE(writePicture(plot, file, 1));
        return textsOf(file);
    }
    QStringList textsInPicture()
    {
        QStringList all;
        for (const PlacedText& placed : texts())
            all << placed.text;
        return all;
    }

    QTemporaryDir directory;
    CurvePlot plot;
};

// ---- reading out

TEST_F(CurvePlotTest, ALineIsReadAtItsDataPoints)
{
    plot.setCurves({curve("PyTorch", {1e-6, 1e-5, 1e-4}, {0.5, 0.93, 1})});
    EXPECT_EQ(plot.readOutAt(1e-5), "PyTorch: 0.93");
}

TEST_F(CurvePlotTest, BetweenTwoPointsALineIsReadWhereItIsDrawn)
{
    setLinearAxes();
    plot.setCurves({curve("a", {0, 2}, {1, 2})});
    EXPECT_EQ(plot.readOutAt(1), "a: ≈ 1.5");
    // The middle of a decade is √10; of y linearly, or logarithmically, as the axis is.
    plot.setAxes({"x", true, 1, 100}, {"y", false, 0, 100});
    plot.setCurves({curve("a", {1, 10}, {10, 40})});
    EXPECT_EQ(plot.readOutAt(std::sqrt(10.0)), "a: ≈ 25");
    plot.setAxes({"x", true, 1, 100}, {"y", true, 1, 100});
    EXPECT_EQ(plot.readOutAt(std::sqrt(10.0)), "a: ≈ 20");
    EXPECT_EQ(plot.readOutAt(0.5), "");
    EXPECT_EQ(plot.readOutAt(11), "");
}

TEST_F(CurvePlotTest, PointsAreReadAtTheNearestWithItsPlace)
{
    plot.setCurves({curve("LibTorch", {1e-8, 1e-6, 1e-4}, {0.1, 0.2, 0.3}, Style::Points)});
    EXPECT_EQ(plot.readOutAt(1e-6), "LibTorch: 0.2");
    // Nearest on the axis: 9e-6 is further from 1e-4 than from 1e-6, 1.1e-5 is not.
    EXPECT_EQ(plot.readOutAt(9e-6), "LibTorch: 0.2 (at 10⁻⁶)");
    EXPECT_EQ(plot.readOutAt(1.1e-5), "LibTorch: 0.3 (at 10⁻⁴)");
}

TEST_F(CurvePlotTest, BarsAndBandsAreReadToo)
{
    setLinearAxes();
    Curve bars = curve("share", {1, 2, 3}, {4, 5, 6}, Style::Bars);
    bars.width = 0.5;
    Curve band = curve("law", {0, 4}, {0, 4}, Style::Band);
    band.upper = {2, 8};
    plot.setCurves({bars, band});
    EXPECT_EQ(plot.readOutAt(2.2), "share: 5\nlaw: ≈ 2.2 to 5.3");
    EXPECT_EQ(plot.readOutAt(2.3), "law: ≈ 2.3 to 5.45");
    EXPECT_EQ(plot.readOutAt(4), "law: 4 to 8");
}

TEST_F(CurvePlotTest, AGapIsNotReadAndNaNIsNotHidden)
{
    setLinearAxes();
    plot.setCurves({curve("a", {1, 2, 3, 4, 5}, {1, nan, 3, -infinity, 5})});
    EXPECT_EQ(plot.readOutAt(1), "a: 1");
    EXPECT_EQ(plot.readOutAt(1.5), "");
    EXPECT_EQ(plot.readOutAt(2), "a: NaN");
    EXPECT_EQ(plot.readOutAt(3.5), "");
    EXPECT_EQ(plot.readOutAt(4), "a: −∞");
}

TEST_F(CurvePlotTest, WhatIsHiddenOrHasNoNameIsNotReadOut)
{
    Curve follower = falling("follower", 1);
    follower.companion = "a";
    plot.setCurves({falling("a", 1), falling("b", 1), falling("", 1), follower});
    EXPECT_EQ(plot.readOutAt(1), "a: 0.5\nb: 0.5\nfollower: 0.5");
    plot.setCurveShown("a", false);
    EXPECT_EQ(plot.readOutAt(1), "b: 0.5");
    plot.setCurveShown("a", true);
    EXPECT_EQ(plot.readOutAt(1), "a: 0.5\nb: 0.5\nfollower: 0.5");
}

TEST_F(CurvePlotTest, NumbersReadAsTheCallerWantsThem)
{
    plot.setReadOut([](double x) { return QStringLiteral("<%1>").arg(x); },
                    [](double y) { return QStringLiteral("[%1]").arg(y); });
    plot.setCurves({curve("a", {1e-3, 1}, {0.25, 0.5}, Style::Points)});
    EXPECT_EQ(plot.readOutAt(2), "a: [0.5] (at <1>)");
}

TEST_F(CurvePlotTest, CurvesWithoutPointsOrOfUnequalLengthsDoNoHarm)
{
    Curve band = curve("band", {1e-3, 1e-2, 1e-1}, {0, 0, 0}, Style::Band);
    band.upper = {1};
    plot.setCurves({curve("none", {}, {}), curve("short", {1e-3, 1e-2, 1e-1}, {0.5}),
                    curve("bars", {}, {}, Style::Bars), curve("points", {}, {}, Style::Points), band});
    painted();
    EXPECT_EQ(plot.readOutAt(1e-3), "short: 0.5\nband: 0 to 1");
    EXPECT_EQ(plot.readOutAt(nan), "");
}

// ---- view

TEST_F(CurvePlotTest, TheWheelZoomsAroundTheMouse)
{
    const QPoint position = area().topLeft() + QPoint(area().width() / 4, area().height() / 4);
    const double x = plot.xAxis->pixelToCoord(position.x());
    const double y = plot.yAxis->pixelToCoord(position.y());
    turnWheel(position, 3);
    EXPECT_LT(plot.xAxis->range().upper / plot.xAxis->range().lower, 1e13 / 10);
    EXPECT_LT(plot.yAxis->range().size(), 0.7);
    EXPECT_NEAR(plot.xAxis->coordToPixel(x), position.x(), 1e-6); // of log10 and back
    EXPECT_NEAR(plot.yAxis->coordToPixel(y), position.y(), 1e-6);
}

TEST_F(CurvePlotTest, OverAnAxisTheWheelZoomsThatAxis)
{
    const QCPRange x = plot.xAxis->range();
    const QCPRange y = plot.yAxis->range();
    turnWheel({area().center().x(), area().bottom() + 14}, 2);
    EXPECT_LT(plot.xAxis->range().upper, x.upper);
    EXPECT_EQ(plot.yAxis->range(), y);
    plot.resetView();
    turnWheel({area().left() - 10, area().center().y()}, 2);
    EXPECT_EQ(plot.xAxis->range(), x);
    EXPECT_LT(plot.yAxis->range().size(), y.size());
}

TEST_F(CurvePlotTest, ADragPansBothAxes)
{
    const double x = 1e-6;
    const QPoint from = pixel(x, 0.5);
    drag(from, from + QPoint(100, -40));
    EXPECT_NEAR(plot.xAxis->coordToPixel(x), from.x() + 100, 1);
    EXPECT_NEAR(plot.yAxis->coordToPixel(0.5), from.y() - 40, 1);
    EXPECT_NEAR(std::log10(plot.xAxis->range().upper / plot.xAxis->range().lower), 13, 1e-9);
}

TEST_F(CurvePlotTest, NobodyGetsLost)
{
    for (int i = 0; i < 40; ++i)
        turnWheel(area().center(), -1);
    // Two decades on either side, once the width on a linear axis; 1e-9 of rounding.
    EXPECT_NEAR(std::log10(plot.xAxis->range().lower), -14, 1e-9);
    EXPECT_NEAR(std::log10(plot.xAxis->range().upper), 3, 1e-9);
    EXPECT_NEAR(plot.yAxis->range().lower, -1, 1e-9);
    EXPECT_NEAR(plot.yAxis->range().upper, 2, 1e-9);
    plot.resetView();
    for (int i = 0; i < 20; ++i)
        drag(area().center(), area().center() + QPoint(400, 100));
    EXPECT_NEAR(std::log10(plot.xAxis->range().lower), -14, 1e-9);
    EXPECT_NEAR(std::log10(plot.xAxis->range().upper), -1, 1e-9);
    EXPECT_NEAR(plot.yAxis->range().upper, 2, 1e-9);
    plot.resetView();
    for (int i = 0; i < 100; ++i)
        turnWheel(area().center(), 1);
    EXPECT_GT(plot.xAxis->range().lower, 0);
    EXPECT_NEAR(std::log10(plot.xAxis->range().upper / plot.xAxis->range().lower), 13e-4, 1e-9);
    EXPECT_NEAR(plot.yAxis->range().size(), 1e-4, 1e-12);
    plot.xAxis->setRange(-5, 5);
    EXPECT_GT(plot.xAxis->range().lower, 0);
}

TEST_F(CurvePlotTest, ADoubleClickShowsEverythingAgain)
{
    const QCPRange x = plot.xAxis->range();
    turnWheel(area().center(), 5);
    ASSERT_NE(plot.xAxis->range(), x);
    QTest::mouseDClick(&plot, Qt::LeftButton, {}, area().center());
    EXPECT_EQ(plot.xAxis->range(), x);
    EXPECT_EQ(plot.yAxis->range(), QCPRange(0, 1));
}

TEST_F(CurvePlotTest, KeysZoomAndReset)
{
    const QCPRange x = plot.xAxis->range();
    for (const Qt::Key key : {Qt::Key_0, Qt::Key_Home}) {
        press(Qt::Key_Plus);
        EXPECT_NEAR(plot.yAxis->range().size(), 0.8, 1e-12);
        EXPECT_LT(plot.xAxis->range().upper, x.upper);
        press(Qt::Key_Minus);
        EXPECT_NEAR(plot.yAxis->range().size(), 1, 1e-12);
        press(Qt::Key_Minus);
        EXPECT_NEAR(plot.yAxis->range().size(), 1.25, 1e-12);
        press(key);
        EXPECT_EQ(plot.xAxis->range(), x);
        EXPECT_EQ(plot.yAxis->range(), QCPRange(0, 1));
    }
}

TEST_F(CurvePlotTest, OnlyOtherAxesTakeTheViewBack)
{
    turnWheel(area().center(), 3);
    const QCPRange zoomed = plot.xAxis->range();
    plot.setAxes({"eps", true, 1e-12, 10}, {"variance", false, 0, 1});
    EXPECT_EQ(plot.xAxis->range(), zoomed);
    plot.setAxes({"eps", true, 1e-10, 10}, {"variance", false, 0, 1});
    EXPECT_EQ(plot.xAxis->range(), QCPRange(1e-10, 10));
}

TEST_F(CurvePlotTest, AxesThatCannotBeDrawnAreMended)
{
    plot.setCurves({falling("a", 1)});
    for (const CurvePlot::Axis& axis :
         {CurvePlot::Axis{"x", true, 0, 10}, CurvePlot::Axis{"x", true, -1, -1},
          CurvePlot::Axis{"x", false, 3, 3}, CurvePlot::Axis{"x", false, 0, 0},
          CurvePlot::Axis{"x", false, nan, infinity}, CurvePlot::Axis{"x", true, 5, 2}}) {
        plot.setAxes(axis, axis);
        for (const QCPAxis* drawn : {plot.xAxis, plot.yAxis}) {
            EXPECT_LT(drawn->range().lower, drawn->range().upper);
            EXPECT_TRUE(!axis.logarithmic || drawn->range().lower > 0);
            EXPECT_TRUE(std::isfinite(drawn->range().size()));
        }
        painted();
    }
}

// ---- the draggable line

TEST_F(CurvePlotTest, TheLineIsDraggedUnderOneIdADrag)
{
    plot.setDraggableLine(1e-5, "ε");
    turn();
    const QCPRange x = plot.xAxis->range();
    QSignalSpy dragged(&plot, &CurvePlot::lineDragged);
    const QPoint grabbed = pixelAt(1e-5) + QPoint(5, 0);
    drag(grabbed, grabbed + QPoint(-150, 20));
    ASSERT_EQ(dragged.size(), 2);
    EXPECT_EQ(plot.xAxis->range(), x); // no pan
    const int id = dragged[0][1].toInt();
    EXPECT_NE(id, 0);
    EXPECT_EQ(dragged[1][1].toInt(), id);
    EXPECT_NEAR(plot.xAxis->coordToPixel(dragged[1][0].toDouble()), grabbed.x() - 5 - 150,
                1.1); // of two roundings to pixels

    CurvePlot other; // as when the window is built anew
    other.resize(900, 300);
    other.setAxes({"eps", true, 1e-12, 10}, {"variance", false, 0, 1});
    other.setDraggableLine(1e-5, "ε");
    other.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&other));
    turn();
    QSignalSpy draggedToo(&other, &CurvePlot::lineDragged);
    QTest::mousePress(&other, Qt::LeftButton, {}, pixelAt(1e-5));
    QTest::mouseMove(&other, pixelAt(1e-3));
    QTest::mouseRelease(&other, Qt::LeftButton, {}, pixelAt(1e-3));
    ASSERT_FALSE(draggedToo.isEmpty());
    EXPECT_NE(draggedToo[0][1].toInt(), id);

    drag(pixelAt(1e-5), pixelAt(1e-4));
    EXPECT_NE(dragged.last()[1].toInt(), id);
    EXPECT_NE(dragged.last()[1].toInt(), draggedToo[0][1].toInt());
}

TEST_F(CurvePlotTest, DraggedNumbersAreNoMoreExactThanTheMouse)
{
    plot.setDraggableLine(1e-5, {});
    turn();
    QSignalSpy dragged(&plot, &CurvePlot::lineDragged);
    drag(pixelAt(1e-5), pixelAt(1e-8));
    ASSERT_FALSE(dragged.isEmpty());
    EXPECT_EQ(dragged.last()[0].toDouble(), 1e-8);
    EXPECT_LE(QString::number(dragged.first()[0].toDouble(), 'g', QLocale::FloatingPointShortest).size(), 7);
}

TEST_F(CurvePlotTest, BesideTheLineADragPans)
{
    plot.setDraggableLine(1e-5, {});
    turn();
    QSignalSpy dragged(&plot, &CurvePlot::lineDragged);
    const QCPRange x = plot.xAxis->range();
    const QPoint beside = pixelAt(1e-5) + QPoint(9, 0);
    drag(beside, beside + QPoint(50, 0));
    EXPECT_TRUE(dragged.isEmpty());
    EXPECT_NE(plot.xAxis->range(), x);
}

TEST_F(CurvePlotTest, TheMouseShowsWhatItWouldTakeHoldOf)
{
    plot.setDraggableLine(1e-5, {});
    turn();
    moveTo(pixelAt(1e-5) + QPoint(5, 0));
    EXPECT_EQ(plot.cursor().shape(), Qt::SizeHorCursor);
    const QRect around(pixelAt(1e-5) - QPoint(10, 20), QSize(21, 10));
    const int lit = count(painted(), around, Theme::current().accent);
    moveTo(pixelAt(1e-5) + QPoint(60, 0));
    EXPECT_EQ(plot.cursor().shape(), Qt::ArrowCursor);
    EXPECT_LT(count(painted(), around, Theme::current().accent), lit);
}

TEST_F(CurvePlotTest, TheLineIsDrawnWhereItIsAndHeldAtTheEdgeOutOfSight)
{
    const auto lineAt = [this](int x) {
        return count(painted(), QRect(x - 3, area().top() + 20, 7, 100), Theme::current().accent);
    };
    plot.setDraggableLine(1e-5, {});
    EXPECT_GE(lineAt(pixelAt(1e-5).x()), 200); // 3 pixels wide, edges mixed with the ground
    EXPECT_EQ(lineAt(area().left()), 0);
    plot.setDraggableLine(0, {}); // eps = 0 has no place on a logarithmic axis
    EXPECT_EQ(lineAt(pixelAt(1e-5).x()), 0);
    const int dashed = lineAt(area().left());
    EXPECT_GT(dashed, 60);
    EXPECT_LT(dashed, 200);
    QSignalSpy dragged(&plot, &CurvePlot::lineDragged);
    drag({area().left(), area().center().y()}, pixelAt(1e-7));
    ASSERT_FALSE(dragged.isEmpty());
    EXPECT_EQ(dragged.last()[0].toDouble(), 1e-7);
    plot.setDraggableLine(std::nullopt);
    EXPECT_EQ(lineAt(area().left()), 0);
}

TEST_F(CurvePlotTest, EscapeGoesBackToWhereADragBegan)
{
    plot.setDraggableLine(1e-5, {});
    turn();
    QSignalSpy dragged(&plot, &CurvePlot::lineDragged);
    QTest::mousePress(&plot, Qt::LeftButton, {}, pixelAt(1e-5));
    QTest::mouseMove(&plot, pixelAt(1e-3));
    press(Qt::Key_Escape);
    ASSERT_EQ(dragged.size(), 2);
    EXPECT_EQ(dragged[1][0].toDouble(), 1e-5);
    EXPECT_EQ(dragged[1][1], dragged[0][1]);
    QTest::mouseMove(&plot, pixelAt(1e-2));
    EXPECT_EQ(dragged.size(), 2);
}

TEST_F(CurvePlotTest, ArrowsStepTheLine)
{
    plot.setDraggableLine(1e-5, {});
    QSignalSpy stepped(&plot, &CurvePlot::lineStepped);
    press(Qt::Key_Left);
    press(Qt::Key_Right);
    ASSERT_EQ(stepped.size(), 2);
    EXPECT_EQ(stepped[0][0].toInt(), -1);
    EXPECT_EQ(stepped[1][0].toInt(), 1);
}

TEST_F(CurvePlotTest, WithoutALineArrowsMoveTheCursor)
{
    setLinearAxes();
    plot.setCurves({curve("a", {0, 10}, {0, 10})});
    turn();
    moveTo(pixel(5, 5));
    press(Qt::Key_Right);
    // A fiftieth of the axis on.
    EXPECT_TRUE(plot.accessibleDescription().endsWith("at 5.2:\na: ≈ 5.2"))
        << plot.accessibleDescription().toStdString();
    press(Qt::Key_Left);
    EXPECT_TRUE(plot.accessibleDescription().endsWith("at 5:\na: ≈ 5"))
        << plot.accessibleDescription().toStdString();
}

// ---- curves and legend

TEST_F(CurvePlotTest, AClickOnANameHidesAndShowsItsCurve)
{
    plot.setCurves({falling("one", 1, 0), falling("two", 1e-4, 2), falling("three", 1e-8, 3)});
    painted();
    const QList<QPoint> names = namesInLegend();
    ASSERT_EQ(names.size(), 3);
    moveTo({5, 5});
    const int before = count(painted(), area(), Theme::curve(2));
    EXPECT_GT(before, 100);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, names[1]);
    EXPECT_FALSE(plot.isCurveShown("two"));
    EXPECT_TRUE(plot.isCurveShown("one") && plot.isCurveShown("three"));
    moveTo({5, 5});
    EXPECT_LT(count(painted(), area(), Theme::curve(2)), 5);
    EXPECT_GT(count(painted(), area(), Theme::curve(0)), 100);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, names[1]);
    moveTo({5, 5});
    EXPECT_EQ(count(painted(), area(), Theme::curve(2)), before);
}

TEST_F(CurvePlotTest, TwoFastClicksOnANameAreTwo)
{
    plot.setCurves({falling("one", 1), falling("two", 1e-4)});
    painted();
    turnWheel(area().center(), 3);
    const QCPRange zoomed = plot.xAxis->range();
    const QPoint name = namesInLegend().value(0);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, name);
    EXPECT_FALSE(plot.isCurveShown("one"));
    QTest::mouseDClick(&plot, Qt::LeftButton, {}, name); // the second press only, as the system says it
    EXPECT_TRUE(plot.isCurveShown("one"));
    EXPECT_EQ(plot.xAxis->range(), zoomed);
}

TEST_F(CurvePlotTest, DigitsHideAndShowCurves)
{
    Curve unlisted = falling("unlisted", 1);
    unlisted.inLegend = false;
    plot.setCurves({falling("one", 1), unlisted, falling("two", 1e-4)});
    press(Qt::Key_2);
    EXPECT_FALSE(plot.isCurveShown("two"));
    press(Qt::Key_9); // no such curve
    EXPECT_TRUE(plot.isCurveShown("one") && plot.isCurveShown("unlisted"));
    press(Qt::Key_2);
    EXPECT_TRUE(plot.isCurveShown("two"));
}

TEST_F(CurvePlotTest, WhatWasHiddenStaysHidden)
{
    plot.setCurves({falling("one", 1, 0), falling("two", 1e-4, 2)});
    plot.setCurveShown("two", false);
    plot.setCurves({falling("two", 1e-5, 2)});
    EXPECT_FALSE(plot.isCurveShown("two"));
    EXPECT_EQ(count(painted(), area(), Theme::curve(2)), 0);
    plot.setCurves({});
    plot.setCurves({falling("two", 1e-5, 2), falling("three", 1, 3)});
    EXPECT_EQ(count(painted(), area(), Theme::curve(2)), 0);
    EXPECT_GT(count(painted(), area(), Theme::curve(3)), 100);
}

TEST_F(CurvePlotTest, TheSameCurvesKeepTheirGraphs)
{
    plot.setCurves({falling("one", 1), falling("two", 1e-4)});
    const QPointer<QCPAbstractPlottable> first = plot.plottable(0);
    const int objects = static_cast<int>(plot.findChildren<QObject*>().size());
    for (int i = 1; i <= 50; ++i)
        plot.setCurves({falling("one", 1.0 / i), falling("two", 1e-4)});
    EXPECT_EQ(plot.plottable(0), first);
    EXPECT_EQ(plot.findChildren<QObject*>().size(), objects);
    EXPECT_EQ(plot.readOutAt(1), "one: 0.01961\ntwo: 9.999·10⁻⁵"); // 1/51
    plot.setCurves({falling("one", 1), falling("other", 1e-4)});
    EXPECT_EQ(plot.plottableCount(), 2);
    EXPECT_TRUE(first.isNull()); // the old ones are gone
}

TEST_F(CurvePlotTest, ManyChangesAreOneReplot)
{
    plot.setCurves({falling("one", 1)});
    turn();
    QSignalSpy replots(&plot, &QCustomPlot::afterReplot);
    for (int i = 0; i < 100; ++i) {
        plot.setCurves({falling("one", 1 + i)});
        plot.setDraggableLine(1e-5 * i, "ε");
        plot.setMarkers({{"PyTorch", 1e-5}});
    }
    EXPECT_EQ(replots.size(), 0);
    turn();
    EXPECT_EQ(replots.size(), 1);
}

TEST_F(CurvePlotTest, WhatAnAxisCannotShowIsAGap)
{
    setLinearAxes();
    plot.setCurves({curve("a", {0, 2, 4, 6, 8, 10}, {5, 5, nan, 5, infinity, 5})});
    QImage image = painted();
    const auto drawnAt = [&](double x) {
        return count(image, QRect(pixel(x, 5) - QPoint(2, 4), QSize(5, 9)), Theme::curve(0)) > 0;
    };
    EXPECT_TRUE(drawnAt(1));
    for (const double x : {3.0, 4.0, 5.0, 7.0, 9.0})
        EXPECT_FALSE(drawnAt(x)) << x;
    plot.setAxes({"x", false, 0, 10}, {"y", true, 1e-3, 10});
    plot.setCurves({curve("a", {0, 2, 4, 6, 10}, {5, 5, 0, 5, 5})});
    image = painted();
    EXPECT_TRUE(drawnAt(1) && drawnAt(8));
    EXPECT_FALSE(drawnAt(3) || drawnAt(4) || drawnAt(5));
}

TEST_F(CurvePlotTest, BandsAndBarsAreFilled)
{
    setLinearAxes();
    Curve band = curve("band", {0, 4}, {2, 2}, Style::Band);
    band.upper = {6, 6};
    Curve bars = curve("bars", {7, 9}, {8, 4}, Style::Bars);
    bars.colour = 2;
    bars.width = 1;
    plot.setCurves({band, bars});
    const QImage image = painted();
    const auto isGround = [&](double x, double y) {
        return image.pixelColor(pixel(x, y)) == Theme::current().panel;
    };
    EXPECT_FALSE(isGround(1.1, 4.1)); // beside the grid
    EXPECT_TRUE(isGround(1.1, 7.1));
    EXPECT_FALSE(isGround(7.3, 7.1));
    EXPECT_TRUE(isGround(9.3, 7.1));
    EXPECT_FALSE(isGround(9.3, 3.1));
    EXPECT_TRUE(isGround(8.1, 3.1)); // between the bars
}

TEST_F(CurvePlotTest, LinesCarryTheirNumberOfTheLegend)
{
    Curve points = falling("points", 1e-2, 1);
    points.style = Style::Points;
    plot.setCurves({falling("one", 1, 0), points, falling("three", 1e-6, 2)});
    const auto numbers = [this] {
        QStringList found;
        const QList<PlacedText> all = texts();
        const QRect onLines = area().adjusted(1, -4, -1, 4); // above the lower axis' labels
        for (const PlacedText& placed : all)
            if (onLines.contains(placed.place.center().toPoint()))
                found << placed.text;
        return found;
    };
    EXPECT_EQ(numbers(), QStringList({"1", "3"}));
    turnWheel(pixel(1e-5, 0.7), 2); // to where both are, but not the places of their numbers
    EXPECT_EQ(numbers(), QStringList({"1", "3"}));
    plot.resetView();
    plot.setCurveShown("one", false); // one line alone needs none
    EXPECT_EQ(numbers(), QStringList());
}

TEST_F(CurvePlotTest, EveryColourHasAShapeOfPointsOfItsOwn)
{
    setLinearAxes();
    QList<QImage> shapes;
    for (int colour = 0; colour < 6; ++colour) {
        Curve points = curve("p", {5.13}, {5.27}, Style::Points);
        points.colour = colour;
        plot.setCurves({points});
        QImage shape(21, 21, QImage::Format_Mono);
        const QImage image = painted();
        for (int y = 0; y < 21; ++y)
            for (int x = 0; x < 21; ++x)
                shape.setPixel(x, y,
                               static_cast<uint>(count(
                                   image, QRect(pixel(5.13, 5.27) + QPoint(x - 10, y - 10), QSize(1, 1)),
                                   Theme::curve(colour))));
        for (const QImage& other : shapes)
            EXPECT_NE(shape, other) << colour;
        shapes << shape;
    }
}

TEST_F(CurvePlotTest, TheLegendCanBeLeftOut)
{
    plot.setCurves({falling("one", 1), falling("two", 1e-4)});
    painted();
    const int narrow = area().width();
    plot.setLegendVisible(false);
    painted();
    EXPECT_GT(area().width(), narrow + 50);
    EXPECT_TRUE(namesInLegend().isEmpty());
    EXPECT_FALSE(textsInPicture().contains("one"));
}

TEST_F(CurvePlotTest, ALongNameIsElidedAndTheToolTipHasAllOfIt)
{
    const QString name = QString("a name that is longer than there is room for ").repeated(5);
    plot.setCurves({falling(name, 1)});
    painted();
    EXPECT_GE(area().width(), plot.width() / 2);
    const QPoint at = namesInLegend().value(0);
    QHelpEvent help(QEvent::ToolTip, at, plot.mapToGlobal(at));
    QCoreApplication::sendEvent(&plot, &help);
    EXPECT_EQ(QToolTip::text(), name);
    QToolTip::hideText();
}

TEST_F(CurvePlotTest, MoreNamesThanThereIsRoomForAreCounted)
{
    QList<Curve> curves;
    for (int i = 0; i < 200; ++i)
        curves << falling(QStringLiteral("token %1").arg(i), 1);
    plot.setCurves(curves);
    painted();
    EXPECT_GE(area().width(), plot.width() / 3);
    const QStringList all = textsInPicture();
    qsizetype named = 0;
    for (const QString& text : all)
        named += text.startsWith("token");
    EXPECT_LT(named, 200);
    EXPECT_FALSE(all.filter(QString::number(200 - named)).isEmpty()) << named;
}

// ---- axes and markers

TEST_F(CurvePlotTest, DecadesHaveSuperscriptsAndATrueMinus)
{
    const QStringList all = textsInPicture();
    EXPECT_TRUE(all.contains("10⁻¹²")) << all.join(u' ').toStdString();
    EXPECT_TRUE(all.contains("10⁰"));
    EXPECT_TRUE(all.contains("0") && all.contains("1")) << all.join(u' ').toStdString();
    plot.setAxes({"x", true, 1, 4096}, {"y", false, -2, 2});
    const QStringList plain = textsInPicture();
    EXPECT_TRUE(plain.contains("1000"));
    EXPECT_TRUE(plain.contains("−2")) << plain.join(u' ').toStdString();
    EXPECT_TRUE(plain.filter("-").isEmpty());
}

TEST_F(CurvePlotTest, NeighbouringLabelsDifferHoweverFarOneZooms)
{
    setLinearAxes();
    for (const bool logarithmic : {false, true}) {
        plot.setAxes({"x", logarithmic, 1e-3, 10}, {"y", logarithmic, 1e-3, 10});
        for (int zoom = 0; zoom < 12; ++zoom) {
            QStringList labels;
            for (const PlacedText& placed : texts())
                if (placed.place.top() > area().bottom() && placed.text != "x")
                    labels << placed.text;
            EXPECT_GE(labels.size(), 1) << zoom;
            EXPECT_EQ(QSet<QString>(labels.begin(), labels.end()).size(), labels.size())
                << labels.join(u' ').toStdString();
            turnWheel(pixel(7.3, 4), 5);
        }
    }
}

TEST_F(CurvePlotTest, NothingIsPrintedOverAnotherOrCutOff)
{
    plot.setMarkers({{"BERT", 1e-12},
                     {"LLaMA 1", 1e-6},
                     {"JAX Flax", 1.5e-6},
                     {"PyTorch", 1e-5},
                     {"oneDNN and others", 2e-5},
                     {"another", 3e-5},
                     {"Keras", 1e-3},
                     {"TensorFlow", 1.1e-3},
                     {"PyTorch GroupNorm", 1e-5},
                     {"the last one", 10}});
    for (const QSize size : {QSize(1230, 250), QSize(420, 200), QSize(300, 150), QSize(3700, 1900)})
        for (const double widest : {10.0, 1e-3}) {
            plot.resize(size);
            plot.setAxes({"eps (drag the line)", true, 1e-12, widest},
                         {"a long name of what is upwards, in its unit", true, 1e-9, 1});
            painted();
            const QList<PlacedText> all = texts();
            for (qsizetype i = 0; i < all.size(); ++i) {
                const QString text = all[i].text;
                EXPECT_TRUE(QRectF(plot.rect()).contains(all[i].place)) << text.toStdString() << size.width();
                for (qsizetype j = 0; j < i; ++j)
                    EXPECT_FALSE(all[i].place.intersects(all[j].place))
                        << text.toStdString() << " over " << all[j].text.toStdString() << size.width();
            }
        }
}

TEST_F(CurvePlotTest, MarkersStandAtTheirPlace)
{
    plot.setMarkers({{"PyTorch", 1e-5}, {"beyond", 1e5}, {"zero", 0}});
    const QList<PlacedText> all = texts();
    QStringList names;
    for (const PlacedText& placed : all)
        if (placed.place.bottom() < area().top() + 1) {
            names << placed.text;
            EXPECT_NEAR(placed.place.center().x(), plot.xAxis->coordToPixel(1e-5), 1);
        }
    EXPECT_EQ(names, QStringList("PyTorch"));
    const QPoint triangle(pixelAt(1e-5).x(), area().top() + 1);
    QHelpEvent help(QEvent::ToolTip, triangle, plot.mapToGlobal(triangle));
    QCoreApplication::sendEvent(&plot, &help);
    EXPECT_EQ(QToolTip::text(), "PyTorch at 10⁻⁵");
    QToolTip::hideText();
}

// ---- cursor, focus and what a screen reader says

TEST_F(CurvePlotTest, TheReadOutStaysInThePlot)
{
    QList<Curve> curves;
    for (int i = 0; i < 20; ++i)
        curves << falling(QStringLiteral("a rather long name %1").arg(i), std::pow(10.0, -i));
    plot.setCurves(curves);
    moveTo({5, 5});
    QTest::mouseMove(&plot, {plot.width() - 2, plot.height() - 2});
    const QImage without = painted();
    const QRect allowed = area().adjusted(-5, -5, 5, 5); // the dots are on the curves
    for (const QPoint& position :
         {area().topLeft() + QPoint(1, 1), area().topRight() + QPoint(-1, 1),
          area().bottomLeft() + QPoint(1, -1), area().center(), area().bottomRight() - QPoint(1, 1)}) {
        moveTo(position);
        const QRect changed = differing(without, painted());
        EXPECT_GT(changed.width(), 100);
        EXPECT_TRUE(allowed.contains(changed)) << changed.left() << ' ' << changed.right();
    }
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot, &leave);
    EXPECT_TRUE(differing(without, painted()).isEmpty());
}

TEST_F(CurvePlotTest, AScreenReaderHearsWhatIsSeen)
{
    plot.setCurves({falling("one", 1), falling("two", 1e-4)});
    plot.setMarkers({{"PyTorch", 1e-5}});
    plot.setDraggableLine(1, "ε");
    plot.setCurveShown("two", false);
    EXPECT_EQ(plot.accessibleDescription(),
              "variance against eps\none, shown\ntwo, hidden\nPyTorch at 10⁻⁵\nε at 1\none: 0.5");
    turn();
    moveTo(pixelAt(1e-2));
    EXPECT_TRUE(plot.accessibleDescription().endsWith("at 0.01:\none: 0.9901"))
        << plot.accessibleDescription().toStdString();
}

TEST_F(CurvePlotTest, TheFocusIsSeenWhenItCameByAKey)
{
    plot.setCurves({falling("one", 1)});
    plot.setDraggableLine(1, "ε");
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot, &leave);
    const auto frame = [this] { return count(painted(), QRect(0, 40, 3, 100), Theme::current().accent); };
    ASSERT_EQ(plot.focusPolicy(), Qt::StrongFocus);
    focus(Qt::MouseFocusReason);
    EXPECT_EQ(frame(), 0);
    const QImage before = painted();
    focus(Qt::TabFocusReason);
    EXPECT_GE(frame(), 100);
    // And the line's place is read out.
    EXPECT_GT(count(painted(), area(), Theme::current().text), count(before, area(), Theme::current().text));
    plot.clearFocus();
    EXPECT_EQ(frame(), 0);
}

// ---- pictures

TEST_F(CurvePlotTest, PicturesAreWithoutCursorAndFocus)
{
    plot.setCurves({falling("one", 1), falling("two", 1e-4, 2)});
    plot.setDraggableLine(1e-5, "ε");
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot, &leave);
    painted();
    const QImage still = pixelPicture(plot, 2);
    EXPECT_EQ(still.size(), plot.size() * 2);
    focus(Qt::TabFocusReason);
    moveTo(pixelAt(1e-8));
    EXPECT_TRUE(differing(still, pixelPicture(plot, 2)).isEmpty());
    EXPECT_GT(count(still.convertToFormat(QImage::Format_RGB32),
                    QRect(pixelAt(1e-5) * 2 - QPoint(6, 40), QSize(13, 20)), Theme::current().accent),
              60);
}

TEST_F(CurvePlotTest, AWidgetRenderedLargerIsDrawnAnew)
{
    plot.setCurves({falling("one", 1)});
    painted();
    QPixmap large(plot.size() * 2);
    large.setDevicePixelRatio(2);
    plot.render(&large);
    // An enlarged picture has every pixel four times.
    const QImage image = large.toImage();
    int fine = 0;
    for (int y = 0; y + 1 < image.height(); y += 2)
        for (int x = 0; x + 1 < image.width(); x += 2)
            fine += image.pixel(x, y) != image.pixel(x + 1, y + 1);
    EXPECT_GT(fine, 500);
}

TEST_F(CurvePlotTest, VectorPicturesAreWritten)
{
    plot.setCurves({falling("one", 1)});
    turn();
    const QString pdf = directory.filePath("plot.pdf");
    ASSERT_TRUE(writePicture(plot, pdf, 1));
    QFile file(pdf);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    EXPECT_TRUE(content.startsWith("%PDF-"));
    EXPECT_FALSE(content.contains("/Subtype /Image"));
    EXPECT_TRUE(textsInPicture().contains("variance"));
}

TEST_F(CurvePlotTest, AZoomedVectorPictureEndsAtTheAxes)
{
    setLinearAxes();
    plot.setCurves({curve("a", {0, 10}, {0, 10})});
    turnWheel(area().center(), 8);
    const QString file = directory.filePath("zoomed.svg");
    ASSERT_TRUE(writePicture(plot, file, 1));
    QImage image(plot.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QSvgRenderer svg(file);
    QPainter painter(&image);
    svg.render(&painter);
    painter.end();
    EXPECT_GT(count(image, area(), Theme::curve(0)), 100);
    const QRect left(0, 0, area().left() - 2, plot.height());
    const QRect above(0, 0, area().right(), area().top() - 2);
    EXPECT_EQ(count(image, left, Theme::curve(0)) + count(image, above, Theme::curve(0)), 0);
}

TEST(ThemeCurves, GoRoundAndAreAllDifferent)
{
    QStringList names;
    for (int i = 0; i < 6; ++i) {
        EXPECT_FALSE(names.contains(Theme::curve(i).name())) << i;
        names << Theme::curve(i).name();
        EXPECT_EQ(Theme::curve(i + 6), Theme::curve(i));
        EXPECT_EQ(Theme::curve(i - 6), Theme::curve(i));
    }
}

} // namespace

} // namespace layernorm
