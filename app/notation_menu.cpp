// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/notation_menu.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/menu_action.h"

#include <QActionGroup>
#include <algorithm>

namespace layernorm {

namespace {

using Kind = NumberNotation::Kind;

/// What a kind makes of it stands beside its name.
constexpr double example = -0.73;
constexpr double exampleLargest = 1;

const NumberNotation& current()
{
    return ShownNotation::instance().notation();
}

} // namespace

NotationMenu::NotationMenu(SettingsStore& settings, QWidget* parent)
    : QMenu(tr("Number &format"), parent),
      m_settings(settings),
      m_kinds(new QActionGroup(this))
{
    setObjectName(QStringLiteral("notationMenu"));
    addKind(Kind::Automatic, tr("&Automatic"));
    addKind(Kind::Decimals, tr("&Decimals"));
    addKind(Kind::Scientific, tr("&Scientific"));
    addKind(Kind::FractionOfMax, tr("&Fraction of the table’s largest"));
    addKind(Kind::Hexadecimal, tr("&Hexadecimal, every bit"));
    addSeparator();
    m_more = addMenuAction(*this, *this, tr("&More digits"), QKeySequence(Qt::CTRL | Qt::Key_Period),
                           QStringLiteral("moreDigitsAction"), [this] { addDigits(1); });
    m_fewer = addMenuAction(*this, *this, tr("Fe&wer digits"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
                            QStringLiteral("fewerDigitsAction"), [this] { addDigits(-1); });
    connect(&ShownNotation::instance(), &ShownNotation::changed, this, &NotationMenu::refresh);
    refresh();
}

NumberNotation NotationMenu::remembered(const SettingsStore& settings)
{
    return NumberNotation::parse(settings.text(settings::notation).toStdString()).value_or(NumberNotation());
}

void NotationMenu::addKind(Kind kind, const QString& name)
{
    NumberNotation notation;
    notation.kind = kind;
    QAction* action = addAction(name, this, [this, kind] { chooseKind(kind); });
    // The setting's own word for it, without the digits.
    action->setObjectName(QStringLiteral("notation:") +
                          QString::fromStdString(notation.text()).section(u':', 0, 0));
    action->setData(static_cast<int>(kind));
    action->setProperty("kindName", name);
    action->setCheckable(true);
    m_kinds->addAction(action);
}

void NotationMenu::chooseKind(Kind kind)
{
    NumberNotation notation = current();
    notation.kind = kind;
    choose(notation);
}

void NotationMenu::addDigits(int more)
{
    NumberNotation notation = current();
    if (!notation.hasDigits())
        notation.kind = Kind::Decimals;
    notation.digits =
        std::clamp(notation.digits + more, NumberNotation::fewestDigits, NumberNotation::mostDigits);
    choose(notation);
}

void NotationMenu::choose(const NumberNotation& notation)
{
    ShownNotation::instance().setNotation(notation);
    m_settings.set(settings::notation, QString::fromStdString(notation.text()));
    emit told(description());
}

void NotationMenu::refresh()
{
    for (QAction* action : m_kinds->actions()) {
        NumberNotation notation = current();
        notation.kind = static_cast<Kind>(action->data().toInt());
        action->setChecked(notation.kind == current().kind);
        // Right of the name, where shortcuts stand.
        action->setText(action->property("kindName").toString() + u'\t' +
                        withTrueMinus(notatedText(example, notation, exampleLargest)));
    }
    const bool counted = current().hasDigits();
    m_more->setEnabled(!counted || current().digits < NumberNotation::mostDigits);
    m_fewer->setEnabled(!counted || current().digits > NumberNotation::fewestDigits);
}

QString NotationMenu::description() const
{
    const QString name = m_kinds->checkedAction()->property("kindName").toString().remove(u'&');
    return current().hasDigits() ? tr("Numbers: %1, %n digit(s)", nullptr, current().digits).arg(name)
                                 : tr("Numbers: %1").arg(name);
}

} // namespace layernorm
