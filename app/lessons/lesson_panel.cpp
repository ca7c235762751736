// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_panel.h"

#include "app/lessons/lesson_look.h"
#include "app/lessons/lesson_question_view.h"
#include "app/lessons/lesson_step_view.h"
#include "app/look/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace layernorm {

namespace {

constexpr int usualWidth = 320;
constexpr int margin = 14;

} // namespace

LessonPanel::LessonPanel(LessonPlayer& player, QWidget* parent)
    : QDockWidget(tr("Lesson"), parent),
      m_player(player),
      m_place(new QLabel),
      m_title(new QLabel),
      m_bar(new QProgressBar),
      m_area(new QScrollArea)
{
    setObjectName(QStringLiteral("lessonPanel"));
    m_place->setObjectName(QStringLiteral("lessonPlace"));
    m_title->setObjectName(QStringLiteral("lessonTitle"));
    m_title->setWordWrap(true);
    m_title->setStyleSheet(
        QStringLiteral("font-weight: bold; font-size: %1px;").arg(Theme::scaled(lesson_look::titlePixels)));
    m_place->setStyleSheet(QStringLiteral("color: %1; font-size: %2px;")
                               .arg(Theme::current().muted.name())
                               .arg(Theme::scaled(lesson_look::textPixels)));
    m_bar->setObjectName(QStringLiteral("lessonBar"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(Theme::scaled(5));
    m_bar->setStyleSheet(QStringLiteral("QProgressBar { background: %1; border: none; border-radius: 2px; }"
                                        "QProgressBar::chunk { background: %2; border-radius: 2px; }")
                             .arg(Theme::current().line.name(), Theme::current().accent.name()));
    m_area->setObjectName(QStringLiteral("lessonArea"));
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setStyleSheet(
        QStringLiteral("#lessonArea, #lessonArea > QWidget > QWidget { background: transparent; }"));

    auto* content = new QFrame;
    content->setObjectName(QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(content);
    const int space = Theme::scaled(margin);
    layout->setContentsMargins(space, space, space, space);
    layout->setSpacing(Theme::scaled(8));
    layout->addWidget(m_place);
    layout->addWidget(m_bar);
    layout->addWidget(m_title);
    layout->addWidget(m_area, 1);
    layout->addWidget(makeButtons());
    content->setMinimumWidth(Theme::scaled(usualWidth));
    setWidget(content);

    connect(&player, &LessonPlayer::moved, this, &LessonPanel::showStep);
    connect(&player, &LessonPlayer::numbersChanged, this, &LessonPanel::refresh);
    showStep();
}

QPushButton* LessonPanel::addButton(QWidget* row, const char* name, const QString& text,
                                    const QString& toolTip)
{
    auto* button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(toolTip);
    button->setStyleSheet(QStringLiteral("QPushButton:disabled { color: %1; border-style: dashed; }")
                              .arg(Theme::current().muted.name()));
    row->layout()->addWidget(button);
    return button;
}

QWidget* LessonPanel::makeButtons()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::scaled(6));
    m_back = addButton(row, "lessonBack", tr("Back"), tr("To the step before (Alt+Left)"));
    m_onward = addButton(row, "lessonOnward", tr("Next"), {});
    layout->addStretch(1);
    m_restart = addButton(row, "lessonRestart", tr("Restart"), tr("From the first step on (Alt+Home)"));
    m_leave = addButton(row, "lessonLeave", tr("Leave"), tr("End the lesson; your document comes back"));
    connect(m_back, &QPushButton::clicked, &m_player, &LessonPlayer::back);
    connect(m_onward, &QPushButton::clicked, this, [this] {
        if (m_player.isOpen() && !m_player.isRevealed())
            reveal();
        else if (m_player.isAtEnd())
            m_player.leave();
        else
            m_player.next();
    });
    connect(m_restart, &QPushButton::clicked, &m_player, &LessonPlayer::restart);
    connect(m_leave, &QPushButton::clicked, &m_player, &LessonPlayer::leave);
    return row;
}

// Showing

/// What it takes the place of may be in the middle of telling that it was clicked.
void LessonPanel::setContent(QWidget* content)
{
    if (QWidget* old = m_area->takeWidget()) {
        old->setParent(nullptr);
        old->deleteLater();
    }
    m_area->setWidget(content);
}

void LessonPanel::showNothing()
{
    m_step = nullptr;
    setContent(new QWidget);
    m_place->clear();
    m_title->setText(tr("No lesson is open. Choose one from the menu Lessons."));
    m_bar->setRange(0, 1);
    m_bar->setValue(0);
    refreshButtons();
}

void LessonPanel::showStep()
{
    // Before what has the keyboard is taken away: Qt would hand it to the control bar, whose eps field
    // commits its old text when the keyboard goes on from there.
    if (isAncestorOf(QApplication::focusWidget()))
        m_area->setFocus();
    if (!m_player.isOpen()) {
        showNothing();
        return;
    }
    setWindowTitle(tr("Lesson: %1").arg(QString::fromStdString(m_player.lesson().title)));
    m_place->setText(tr("%1 of %2").arg(m_player.step() + 1).arg(m_player.steps()));
    m_title->setText(QString::fromStdString(m_player.current().title));
    m_bar->setRange(0, m_player.steps());
    m_bar->setValue(m_player.step() + 1);
    m_bar->setAccessibleName(m_place->text());
    m_step = new LessonStepView(m_player);
    setContent(m_step);
    m_area->setAccessibleName(m_title->text());
    if (LessonQuestionView* question = m_step->question())
        connect(question, &LessonQuestionView::answerChanged, this, &LessonPanel::refreshButtons);
    refreshButtons();
    if (isVisible())
        takeFocus();
    // Once it is laid out.
    QTimer::singleShot(0, m_step, [this, step = m_step] {
        if (QWidget* outcome = step->outcome())
            m_area->ensureWidgetVisible(outcome, 0, m_area->viewport()->height() / 2);
    });
}

void LessonPanel::refresh()
{
    if (m_step)
        m_step->refresh();
}

bool LessonPanel::canReveal() const
{
    return m_step && m_step->question() && !m_player.isRevealed() && m_step->question()->given();
}

void LessonPanel::refreshButtons()
{
    const bool open = m_player.isOpen();
    const bool asks = open && !m_player.isRevealed();
    m_back->setEnabled(m_player.canGoBack());
    m_onward->setText(asks ? tr("Reveal") : m_player.isAtEnd() ? tr("Finish") : tr("Next"));
    m_onward->setToolTip(asks ? tr("Answer first, then reveal (Return)") : tr("Next step (Alt+Right)"));
    m_onward->setEnabled(asks ? canReveal() : m_player.canGoOn() || m_player.isAtEnd());
    m_restart->setEnabled(open);
    m_leave->setEnabled(open);
    emit answerChanged();
}

void LessonPanel::takeFocus()
{
    if (m_step && m_step->question() && !m_player.isRevealed())
        m_step->question()->takeFocus();
    else
        m_onward->setFocus();
}

// Keys

void LessonPanel::reveal()
{
    if (canReveal())
        m_player.reveal(*m_step->question()->given());
}

void LessonPanel::keyPressEvent(QKeyEvent* event)
{
    const int number = event->key() - Qt::Key_0;
    Qt::KeyboardModifiers held = event->modifiers();
    const bool plain = held.setFlag(Qt::KeypadModifier, false) == Qt::NoModifier;
    if (plain && number >= 1 && number <= 5 && m_step && m_step->question() && !m_player.isRevealed()) {
        m_step->question()->choose(number);
        return;
    }
    if (plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        auto* button = qobject_cast<QPushButton*>(QApplication::focusWidget());
        if (button && button->isEnabled())
            button->click();
        else
            reveal();
        return;
    }
    QDockWidget::keyPressEvent(event);
}

} // namespace layernorm
