// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_question_view.h"

#include "app/lessons/lesson_look.h"
#include "app/look/theme.h"
#include "core/io/number_text.h"
#include "core/lessons/lesson_text.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QRadioButton>
#include <QVBoxLayout>

namespace layernorm {

namespace {

/// The words beside a radio button, which cannot wrap its own; a click on them is one on the button.
class ChoiceText : public QLabel
{
public:
    explicit ChoiceText(QRadioButton* button) : m_button(button)
    {
        setWordWrap(true);
        setTextFormat(Qt::MarkdownText);
        setStyleSheet(QStringLiteral("font-size: %1px;").arg(Theme::scaled(lesson_look::textPixels)));
    }

protected:
    void mouseReleaseEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
            m_button->click();
    }

private:
    QRadioButton* m_button;
};

} // namespace

LessonQuestionView::LessonQuestionView(LessonPlayer& player, QWidget* parent)
    : QWidget(parent),
      m_player(player),
      m_text(lesson_look::makeText(QStringLiteral("lessonQuestion"))),
      m_buttons(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("lessonQuestionView"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::scaled(8));
    layout->addWidget(m_text);
    if (player.current().question->number)
        addField(*layout);
    else
        addChoices(*layout);
    showAnswered();
    refresh();
}

void LessonQuestionView::addChoices(QVBoxLayout& layout)
{
    const auto choices = static_cast<int>(m_player.current().question->choices.size());
    for (int i = 0; i < choices; ++i) {
        auto* button = new QRadioButton(QString::number(i + 1));
        button->setObjectName(QStringLiteral("lessonChoice%1").arg(i + 1));
        button->setStyleSheet(lesson_look::radioSheet());
        auto* text = new ChoiceText(button);
        auto* sign = new QLabel;
        sign->setObjectName(QStringLiteral("lessonChoiceSign%1").arg(i + 1));
        sign->hide();
        auto* row = new QHBoxLayout;
        row->setSpacing(Theme::scaled(8));
        row->addWidget(button, 0, Qt::AlignTop);
        row->addWidget(text, 1);
        row->addWidget(sign, 0, Qt::AlignTop);
        layout.addLayout(row);
        m_buttons->addButton(button, i);
        m_choices << text;
        m_signs << sign;
    }
    connect(m_buttons, &QButtonGroup::idClicked, this, &LessonQuestionView::answerChanged);
}

void LessonQuestionView::addField(QVBoxLayout& layout)
{
    m_field = new QLineEdit;
    m_field->setObjectName(QStringLiteral("lessonNumber"));
    m_field->setAccessibleName(tr("Your number"));
    m_field->setPlaceholderText(tr("your number"));
    m_field->setMaximumWidth(Theme::scaled(200));
    m_field->setStyleSheet(QStringLiteral("font-size: %1px;").arg(Theme::scaled(lesson_look::textPixels)));
    layout.addWidget(m_field);
    connect(m_field, &QLineEdit::textChanged, this, &LessonQuestionView::answerChanged);
}

void LessonQuestionView::refresh()
{
    const LessonQuestion& question = *m_player.current().question;
    const LessonMoment moment = m_player.asked();
    lesson_look::showMarkdown(*m_text, QString::fromStdString(shownText(question.text, moment)));
    for (int i = 0; i < m_choices.size(); ++i) {
        const QString text =
            QString::fromStdString(shownText(question.choices[static_cast<std::size_t>(i)].text, moment));
        lesson_look::showMarkdown(*m_choices[i], text);
        m_buttons->button(i)->setAccessibleName(tr("choice %1: %2").arg(i + 1).arg(text));
    }
    if (m_field)
        m_field->setAccessibleDescription(m_text->text());
}

void LessonQuestionView::showAnswered()
{
    const bool revealed = m_player.isRevealed();
    if (m_field)
        m_field->setReadOnly(revealed);
    for (QAbstractButton* button : m_buttons->buttons())
        button->setEnabled(!revealed);
    const auto& answered = m_player.answered();
    if (!answered)
        return;
    if (m_field && answered->given.number)
        m_field->setText(QString::fromStdString(exactText(*answered->given.number, DType::Float64)));
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_signs.size()); ++i) {
        const bool right = answered->right.choice == i;
        const bool given = answered->given.choice == i;
        QLabel& sign = *m_signs[static_cast<int>(i)];
        m_buttons->button(static_cast<int>(i))->setChecked(given);
        if (right || given)
            lesson_look::showVerdict(sign, right, right ? tr("right") : tr("wrong"));
        sign.setVisible(right || given);
    }
}

void LessonQuestionView::takeFocus()
{
    if (m_field)
        m_field->setFocus();
    else if (!m_buttons->buttons().isEmpty())
        m_buttons->buttons().constFirst()->setFocus();
}

std::optional<LessonPlayer::Given> LessonQuestionView::given() const
{
    if (!m_field) {
        const int chosen = m_buttons->checkedId();
        return chosen < 0 ? std::nullopt
                          : std::optional(LessonPlayer::Given{static_cast<std::size_t>(chosen), {}});
    }
    const Result<double> number = parseNumber(m_field->text().trimmed().toStdString(), DType::Float64);
    return number ? std::optional(LessonPlayer::Given{{}, *number}) : std::nullopt;
}

void LessonQuestionView::choose(int number)
{
    if (QAbstractButton* button = m_buttons->button(number - 1)) {
        button->setFocus();
        button->click();
    }
}

} // namespace layernorm
