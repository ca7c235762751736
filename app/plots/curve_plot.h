// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <functional>
#include <optional>
#include <qcustomplot.h>

namespace layernorm {

class CurveTicker;

/// Curves over one axis, in the theme's colours. The wheel zooms (over an axis only that one), a drag pans, a
/// double click shows everything again; a cursor line follows the mouse and reads every shown curve out; a
/// click on a curve's name in the legend (or its number on the keyboard) hides and shows it. One vertical
/// line may be dragged.
///
/// Keys: + and - zoom, 0 and Home show everything, 1 to 9 hide and show a curve, the left and right arrow
/// step the draggable line or, where there is none, the cursor line.
///
/// Lines carry their number of the legend and points have a shape for each colour, so that no colour must be
/// seen. What an axis cannot show (NaN, infinities, 0 and less on a logarithmic one) leaves a gap.
class CurvePlot : public QCustomPlot
{
    Q_OBJECT

public:
    struct Axis {
        QString label; ///< with its unit
        bool logarithmic = false;
        double minimum = 0; ///< what is seen until somebody zooms
        double maximum = 1;

        friend bool operator==(const Axis&, const Axis&) = default;
    };

    /// Rings are points that go around the points of another curve.
    enum class Style { Line, Dashed, Points, Rings, Band, Bars };

    struct Curve {
        QString name;   ///< in the legend; unique in the plot; a curve without one is not read out
        int colour = 0; ///< index into the theme's curve colours
        Style style = Style::Line;
        QList<double> x; ///< ascending; NaN in y leaves a gap
        QList<double> y;
        QList<double> upper{}; ///< Band only: from y to upper
        bool inLegend = true;
        double width = 1; ///< Bars only: of one bar, in x
        /// Of the curve that this one is hidden and shown together with; none where it is empty.
        QString companion{};
    };

    /// A named place on the x axis: a triangle at the upper edge with its name above.
    struct Marker {
        QString name;
        double x;
    };

    explicit CurvePlot(QWidget* parent = nullptr);
    ~CurvePlot() override;

    /// Takes the view back to everything when the axes are others than before. Nobody can zoom or pan further
    /// than two decades beyond a logarithmic axis, or once the width of a linear one.
    void setAxes(const Axis& x, const Axis& y);
    /// Names that were hidden stay hidden. Curves of the same names and styles as before only get new data.
    void setCurves(const QList<Curve>& curves);
    void setMarkers(const QList<Marker>& markers);
    /// `name` stands at the line's lower end and is its accessible name. nullopt: no line. Where x is out of
    /// sight (0 on a logarithmic axis, too), the line stands at the edge, dashed.
    void setDraggableLine(std::optional<double> x, const QString& name = {});
    /// How x and y read in the cursor's read-out.
    void setReadOut(std::function<QString(double)> x, std::function<QString(double)> y);
    /// At the right of the plot, as long as nobody hides it.
    void setLegendVisible(bool visible);

    void resetView();
    [[nodiscard]] bool isCurveShown(const QString& name) const;
    void setCurveShown(const QString& name, bool shown);
    /// The read-out at x, a line a curve: "PyTorch: 0.93". Between two data points a line is read where it is
    /// drawn (straight on the axes as they are, logarithmic or not), "PyTorch: ≈ 0.93"; points give the
    /// nearest one, with its own x, "PyTorch: 0.93 (at 10⁻⁵)"; bars the one that covers x. Empty where no
    /// curve has a value.
    [[nodiscard]] QString readOutAt(double x) const;
    /// That at the cursor or at the line; empty without either.
    [[nodiscard]] QString cursorReadOut() const;
    [[nodiscard]] const QList<Curve>& curves() const { return m_curves; }
    /// As they are read out.
    [[nodiscard]] QString xText(double x) const { return m_xText(x); }
    [[nodiscard]] QString yText(double y) const { return m_yText(y); }
    /// A small square around a point; empty where it is out of sight.
    [[nodiscard]] QRect pointPlace(double x, double y) const;

signals:
    /// `dragId` is another for every drag in the program and never 0 (it is negative, so that it is none of a
    /// slider's either); x may lie outside of the axis. The line follows the mouse by itself until it is let
    /// go; then it stands where `setDraggableLine` puts it.
    void lineDragged(double x, int dragId);
    /// By the arrow keys while the plot has the focus: steps to the left (negative) or right.
    void lineStepped(int steps);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void updateLayout() override;

private:
    class Drawing;
    class Legend; ///< in curve_legend.h

    struct Line {
        double x;
        QString name;
    };
    /// While the mouse holds the line.
    struct Drag {
        int id;
        double start;  ///< x before the drag
        double offset; ///< pixels from the line to the mouse when it took hold
        double x;
    };
    /// A marker's name as it is drawn.
    struct MarkerName {
        QString text;
        double left; ///< pixels
        int row;     ///< 0: right above the triangle
    };
    /// A line and the place of its number.
    struct Numbered {
        const Curve* curve;
        int number;
        QPointF place; ///< null where there is none
    };
    /// One curve of a read-out.
    struct ReadOut {
        const Curve* curve;
        QString value;
        QPointF point; ///< in coordinates
    };

    // Assembling
    void setupLook();
    void setupAxis(QCPAxis* axis);
    void setupDrawings();
    void keepInBounds(QCPAxis* axis, const Axis& limits);
    [[nodiscard]] bool isSeen(const Curve& curve) const;
    void updateDescription();

    // The curves' plottables
    [[nodiscard]] bool hasSameGraphs(const QList<Curve>& curves) const;
    void makeGraphs(const Curve& curve);
    void fillGraphs();
    void showGraphs();

    // Where things stand
    void elideLabels();
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double pixelX(double x) const;
    [[nodiscard]] double lineX() const { return m_drag ? m_drag->x : m_line->x; }
    [[nodiscard]] double linePixel() const;
    [[nodiscard]] bool isLineInSight() const;

    // Mouse and keys
    /// The roundest x within the pixel: "4.1e-8", not "4.120975e-8".
    [[nodiscard]] double xAtPixel(double pixel) const;
    [[nodiscard]] bool isOnLine(const QPointF& position) const;
    void startDrag(const QPointF& position);
    void dragTo(double x);
    void endDrag();
    void hover(const QPointF& position);
    /// Where the curves are read out; nullopt: nowhere.
    [[nodiscard]] std::optional<double> cursorX() const;
    void zoom(double factor);
    void step(int steps);
    void toggle(const QString& name) { setCurveShown(name, !isCurveShown(name)); }
    [[nodiscard]] QString toolTipAt(const QPointF& position) const;

    // Markers
    [[nodiscard]] QList<MarkerName> placeMarkerNames() const;
    [[nodiscard]] int markerRows() const;
    void drawMarkers(QCPPainter& painter) const;

    // Numbers on the lines
    /// Pixel of a line at a pixel; NaN where it is not seen.
    [[nodiscard]] double heightAt(const Curve& curve, double pixel) const;
    [[nodiscard]] QList<Numbered> numberedLines() const;
    /// Pixels from `lines[line]` to what else there is at `pixel`; negative where the line is not seen.
    [[nodiscard]] double clearance(const QList<Numbered>& lines, qsizetype line, double pixel) const;
    /// Pixel where the number of `lines[line]` has most room; nullopt where the line is not seen.
    [[nodiscard]] std::optional<double> numberPlace(const QList<Numbered>& lines, qsizetype line) const;
    void drawNumbers(QCPPainter& painter);
    void drawNumber(QCPPainter& painter, const Numbered& line) const;

    // The read-out
    [[nodiscard]] QList<ReadOut> readOut(double x) const;
    void drawCursor(QCPPainter& painter) const;
    void drawReadOut(QCPPainter& painter, double x, double pixel, QList<ReadOut> rows) const;

    // Painting
    void drawLine(QCPPainter& painter) const;
    void drawLineName(QCPPainter& painter, const QPointF& place) const;
    void drawFocus(QCPPainter& painter) const;
    void replotOverlay();

    Axis m_x, m_y;
    QList<Curve> m_curves;
    QList<QList<QCPAbstractPlottable*>> m_graphs; ///< of each curve; the plot owns them
    QSet<QString> m_hidden;
    QList<Marker> m_markers;
    std::optional<Line> m_line;
    std::optional<Drag> m_drag;
    std::function<QString(double)> m_xText, m_yText;
    QSharedPointer<CurveTicker> m_xTicker, m_yTicker;
    Legend* m_legend;
    std::optional<QPointF> m_mouse;
    std::optional<double> m_keyCursor; ///< moved by the arrow keys
    bool m_lineHovered = false;
    bool m_focusSeen = false;              ///< the focus came by a key, or a key was pressed since
    bool m_picturing = false;              ///< drawing what others will see: without cursor and focus
    QHash<QString, double> m_numberPlaces; ///< x of the numbers on the lines
};

} // namespace layernorm
