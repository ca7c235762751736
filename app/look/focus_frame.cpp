// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/focus_frame.h"

#include "app/look/theme.h"

#include <QApplication>
#include <QPainter>
#include <QTabBar>

namespace layernorm {

namespace {

int frameWidth()
{
    return std::max(1, Theme::scaled(Theme::current().focusWidth));
}

/// What of `widget` is framed, in its own coordinates.
QRect framedPart(const QWidget& widget)
{
    const auto* tabs = qobject_cast<const QTabBar*>(&widget);
    return tabs ? tabs->tabRect(tabs->currentIndex()) : widget.rect();
}

/// In the window, with the frame, as far as the widgets around it let it be seen.
QRect placeInWindow(const QWidget& widget)
{
    const QWidget* window = widget.window();
    const int width = frameWidth();
    const QRect part = framedPart(widget).adjusted(-width, -width, width, width);
    QRect place(widget.mapTo(window, part.topLeft()), part.size());
    // Scroll areas cut off what is scrolled away; other widgets leave the frame its room around what is in
    // them.
    for (const QWidget* around = widget.parentWidget(); around; around = around->parentWidget())
        if (around == window || around->inherits("QAbstractScrollArea") ||
            around->objectName() == u"qt_scrollarea_viewport")
            place &= QRect(around->mapTo(window, QPoint()), around->size());
    return place;
}

/// Puts the one frame there is where the focus is.
class FocusFollower : public QObject
{
public:
    explicit FocusFollower(QObject* owner) : QObject(owner)
    {
        qApp->installEventFilter(this);
        connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { moveTo(now); });
        moveTo(QApplication::focusWidget());
    }
    ~FocusFollower() override { delete m_frame; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        switch (event->type()) {
        case QEvent::KeyPress:
        case QEvent::ShortcutOverride:
        case QEvent::MouseButtonPress:
            useMouse(event->type() == QEvent::MouseButtonPress);
            break;
        case QEvent::Move:
        case QEvent::Resize:
        case QEvent::Show:
        case QEvent::Hide:
        case QEvent::LayoutRequest:
            if (watched != m_frame && concerns(watched))
                place();
            break;
        default:
            break;
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void useMouse(bool mouse)
    {
        if (mouse == m_byMouse)
            return;
        m_byMouse = mouse;
        place();
    }

    /// The framed widget and those it is in: where they go, it goes.
    [[nodiscard]] bool concerns(const QObject* watched) const
    {
        for (const QObject* around = m_widget; around; around = around->parent())
            if (around == watched)
                return true;
        return false;
    }

    void moveTo(QWidget* widget)
    {
        if (m_tabs)
            disconnect(m_tabs, nullptr, this, nullptr);
        m_widget = widget;
        m_tabs = qobject_cast<QTabBar*>(widget);
        if (m_tabs)
            connect(m_tabs, &QTabBar::currentChanged, this, &FocusFollower::place);
        place();
    }

    void place()
    {
        const bool wanted = m_widget && m_widget->isVisible() && !m_widget->isWindow() &&
                            (!m_byMouse || Theme::current().highContrast);
        if (!wanted) {
            if (m_frame)
                m_frame->hide();
            return;
        }
        if (!m_frame)
            m_frame = new FocusFrame;
        if (m_frame->parentWidget() != m_widget->window())
            m_frame->setParent(m_widget->window());
        const QRect place = placeInWindow(*m_widget);
        if (place != m_frame->geometry()) {
            const int width = frameWidth();
            m_frame->setGeometry(place);
            m_frame->setMask(QRegion(m_frame->rect()) -
                             m_frame->rect().adjusted(width, width, -width, -width));
        }
        m_frame->raise();
        m_frame->setVisible(!place.isEmpty());
    }

    QPointer<FocusFrame> m_frame; ///< dies with its window, and is made anew
    QPointer<QWidget> m_widget;
    QPointer<QTabBar> m_tabs;
    bool m_byMouse = false;
};

} // namespace

FocusFrame::FocusFrame()
{
    setObjectName(QStringLiteral("focusFrame"));
}

void FocusFrame::followFocus(QObject* owner)
{
    new FocusFollower(owner);
}

void FocusFrame::paintEvent(QPaintEvent*)
{
    // The mask leaves the frame.
    QPainter(this).fillRect(rect(), Theme::current().focus);
}

FocusFrame::Hidden::Hidden(QWidget& view)
{
    for (FocusFrame* frame : view.findChildren<FocusFrame*>())
        if (frame->isVisible()) {
            m_frames << frame;
            frame->hide();
        }
}

FocusFrame::Hidden::~Hidden()
{
    for (const auto& frame : m_frames)
        if (frame)
            frame->show();
}

} // namespace layernorm
