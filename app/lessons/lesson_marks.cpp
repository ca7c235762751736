// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_marks.h"

#include "app/look/theme.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int lineWidth = 4;
constexpr int haloWidth = 8;
constexpr int gap = 3; // between outline and what it is around
constexpr int pointerHeight = 9;
constexpr int pointerWidth = 18;

/// What a place's outline is around.
struct Place {
    const char* name;
    const char* widgets; ///< object names
    bool wholePanel;     ///< the panel around the widget instead of it
};

constexpr Place places[] = {
    {"input", "inputView", true},
    {"statistics", "meanPlot", true},
    {"output", "outputView", true},
    {"library", "libraryView", true},
    {"difference", "differenceView", true},
    {"verdict", "verdictBar", false},
    {"page", "pages", true},
    {"shape", "batchSpin sequenceSpin dimensionSpin", false},
    {"seed", "seedSpin", false},
    {"eps", "epsCombo epsSlider", false},
    {"normalise", "normalizedDimsCombo", false},
    {"affine", "affineCheck", false},
    {"dtype", "dtypeCombo", false},
};

QWidget* panelAround(QWidget* widget)
{
    for (QWidget* parent = widget; parent; parent = parent->parentWidget())
        if (parent->objectName() == u"panel")
            return parent;
    return widget;
}

} // namespace

// One mark

LessonMark::LessonMark(const QString& place, QList<QPointer<QWidget>> targets, QWidget& window)
    : QWidget(&window),
      m_targets(std::move(targets)),
      m_window(window)
{
    setObjectName(QStringLiteral("lessonMark-") + place);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    window.installEventFilter(this);
    for (const QPointer<QWidget>& target : m_targets)
        target->installEventFilter(this);
    follow();
    // Once the window is laid out.
    QTimer::singleShot(0, this, &LessonMark::follow);
}

bool LessonMark::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::LayoutRequest:
        QTimer::singleShot(0, this, &LessonMark::follow);
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void LessonMark::follow()
{
    QRect area;
    for (const QPointer<QWidget>& target : m_targets)
        if (target && target->isVisibleTo(&m_window))
            area |= QRect(target->mapTo(&m_window, QPoint()), target->size());
    setVisible(!area.isEmpty());
    const int around = gap + haloWidth / 2;
    QRect wanted = area.adjusted(-around, -around - pointerHeight, around, around);
    setGeometry(wanted & m_window.rect());
    raise();
}

void LessonMark::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    const int half = haloWidth / 2;
    const QRectF frame = QRectF(rect()).adjusted(half, half + pointerHeight, -half, -half);
    QPainterPath path;
    path.addRoundedRect(frame, metrics::panelRadius, metrics::panelRadius);
    QPolygonF pointer;
    const double middle = frame.center().x();
    pointer << QPointF(middle - pointerWidth / 2.0, frame.top() - pointerHeight)
            << QPointF(middle + pointerWidth / 2.0, frame.top() - pointerHeight)
            << QPointF(middle, frame.top() + 2);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // A halo of the ground, so that it stands out on data of any colour.
    painter.setPen(QPen(theme.panel, haloWidth));
    painter.drawPath(path);
    painter.setPen(QPen(theme.positive, lineWidth));
    painter.drawPath(path);
    painter.setPen(QPen(theme.panel, 1));
    painter.setBrush(theme.positive);
    painter.drawPolygon(pointer);
}

// All of a window

LessonMarks::~LessonMarks()
{
    mark({});
}

void LessonMarks::mark(const std::vector<std::string>& names)
{
    for (const QPointer<LessonMark>& mark : m_marks)
        delete mark.data();
    m_marks.clear();
    for (const std::string& name : names)
        if (const auto widgets = widgetsOf(name, m_window); !widgets.isEmpty())
            m_marks << new LessonMark(QString::fromStdString(name), widgets, m_window);
}

QList<QPointer<QWidget>> LessonMarks::widgetsOf(const std::string& name, const QWidget& window)
{
    QList<QPointer<QWidget>> widgets;
    const auto* place = std::ranges::find_if(places, [&](const Place& known) { return name == known.name; });
    if (place == std::end(places))
        return widgets;
    for (const QString& object : QString::fromLatin1(place->widgets).split(u' '))
        if (auto* widget = window.findChild<QWidget*>(object))
            widgets << (place->wholePanel ? panelAround(widget) : widget);
    return widgets;
}

} // namespace layernorm
