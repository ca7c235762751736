// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_stage.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QToolBar>
#include <algorithm>

namespace layernorm {

namespace {

/// A widget of a page, how it shows a lesson's switches, and how it is read where numbers follow it.
struct Switch {
    const char* page;
    const char* widget;
    void (*set)(QWidget& widget, const LessonBlock& block);
    void (*read)(const QWidget& widget, LessonBlock& block);
};

template <bool LessonBlock::*which>
void setCheck(QWidget& widget, const LessonBlock& block)
{
    static_cast<QCheckBox&>(widget).setChecked(block.*which);
}

template <bool LessonBlock::*which>
void readCheck(const QWidget& widget, LessonBlock& block)
{
    block.*which = static_cast<const QCheckBox&>(widget).isChecked();
}

template <int LessonBlock::*which>
void setNumber(QWidget& widget, const LessonBlock& block)
{
    // A page learns the dimension, the most there can be of heads, when it works next.
    auto& spin = static_cast<QSpinBox&>(widget);
    spin.setMaximum(std::max(spin.maximum(), block.*which));
    spin.setValue(block.*which);
}

template <int LessonBlock::*which>
void readNumber(const QWidget& widget, LessonBlock& block)
{
    block.*which = static_cast<const QSpinBox&>(widget).value();
}

void setPlacement(QWidget& widget, const LessonBlock& block)
{
    auto& combo = static_cast<QComboBox&>(widget);
    combo.setCurrentIndex(combo.findData(static_cast<int>(block.placement())));
}

void readPlacement(const QWidget& widget, LessonBlock& block)
{
    const auto placement =
        static_cast<NormPlacement>(static_cast<const QComboBox&>(widget).currentData().toInt());
    block.norm = placement != NormPlacement::None;
    if (block.norm)
        block.wiring = placement;
}

template <bool throughDepth>
void chooseView(QWidget& widget, const LessonBlock& block)
{
    if (block.throughDepth == throughDepth)
        static_cast<QAbstractButton&>(widget).click();
}

void setFirstSeed(QWidget& widget, const LessonBlock&)
{
    static_cast<QSpinBox&>(widget).setValue(0);
}

constexpr Switch switches[] = {
    {"add-and-norm", "residualSwitch", setCheck<&LessonBlock::residual>, readCheck<&LessonBlock::residual>},
    {"add-and-norm", "normCombo", setPlacement, readPlacement},
    {"add-and-norm", "causalSwitch", setCheck<&LessonBlock::causal>, readCheck<&LessonBlock::causal>},
    {"add-and-norm", "headsSpin", setNumber<&LessonBlock::heads>, readNumber<&LessonBlock::heads>},
    {"add-and-norm", "weightsSeedSpin", setFirstSeed, nullptr},
    {"gradients", "tokenGradientButton", chooseView<false>, nullptr},
    {"gradients", "depthGradientButton", chooseView<true>, nullptr},
    {"gradients", "flowCausalBox", setCheck<&LessonBlock::causal>, readCheck<&LessonBlock::causal>},
    {"gradients", "flowDepthSpin", setNumber<&LessonBlock::depth>, nullptr},
    {"gradients", "flowHeadsSpin", setNumber<&LessonBlock::heads>, readNumber<&LessonBlock::heads>},
};

/// Which group of the control bar a widget belongs to.
struct Control {
    const char* widget;
    const char* group;
};

constexpr Control controls[] = {
    {"batchSpin", "shape"},
    {"sequenceSpin", "shape"},
    {"dimensionSpin", "shape"},
    {"seedSpin", "seed"},
    {"epsCombo", "eps"},
    {"epsSlider", "eps"},
    {"normalizedDimsCombo", "normalise"},
    {"affineCheck", "affine"},
    {"libraryCombo", "library"},
    {"dtypeCombo", "dtype"},
};

const char* groupOf(const QWidget& widget)
{
    const auto* found = std::ranges::find_if(controls, [&](const Control& control) {
        return widget.objectName() == QLatin1String(control.widget);
    });
    return found == std::end(controls) ? nullptr : found->group;
}

} // namespace

LessonStage::LessonStage(LessonPlayer& player, QMainWindow& window)
    : QObject(&window),
      m_player(player),
      m_window(window),
      m_marks(window),
      m_room(window)
{
    connect(&player, &LessonPlayer::moved, this, &LessonStage::set);
}

void LessonStage::set()
{
    if (!m_player.isOpen()) {
        m_marks.mark({});
        m_room.giveBack();
        showControls({});
        return;
    }
    const LessonStep& step = m_player.current();
    setSwitches(m_player.block());
    showControls(step.controls);
    m_room.make(step.marks);
    m_marks.mark(step.marks);
}

QWidget* LessonStage::widgetOf(const char* page, const char* name) const
{
    return m_player.isOpen() && m_player.stage().page == page
               ? m_window.findChild<QWidget*>(QLatin1String(name))
               : nullptr;
}

void LessonStage::setSwitches(const LessonBlock& block)
{
    m_setting = true;
    for (const Switch& known : switches) {
        QWidget* widget = widgetOf(known.page, known.widget);
        if (!widget)
            continue;
        known.set(*widget, block);
        if (!known.read)
            continue;
        // Whichever it is; once, however often a step is entered.
        if (auto* check = qobject_cast<QCheckBox*>(widget))
            connect(check, &QCheckBox::toggled, this, &LessonStage::read, Qt::UniqueConnection);
        else if (auto* combo = qobject_cast<QComboBox*>(widget))
            connect(combo, &QComboBox::currentIndexChanged, this, &LessonStage::read, Qt::UniqueConnection);
        else if (auto* spin = qobject_cast<QSpinBox*>(widget))
            connect(spin, &QSpinBox::valueChanged, this, &LessonStage::read, Qt::UniqueConnection);
    }
    m_setting = false;
}

void LessonStage::read()
{
    if (m_setting || !m_player.isOpen())
        return;
    LessonBlock block = m_player.block();
    for (const Switch& known : switches)
        if (const QWidget* widget = known.read ? widgetOf(known.page, known.widget) : nullptr)
            known.read(*widget, block);
    m_player.setBlock(block);
}

void LessonStage::showControls(const std::optional<std::vector<std::string>>& shown)
{
    auto* bar = m_window.findChild<QToolBar*>(QStringLiteral("controlBar"));
    if (!bar)
        return;
    // A label belongs to what follows it, a button to what it follows.
    QList<QAction*> labels;
    bool before = true;
    for (QAction* action : bar->actions()) {
        const QWidget* widget = bar->widgetForAction(action);
        if (qobject_cast<const QLabel*>(widget)) {
            labels << action;
            continue;
        }
        const char* group = widget ? groupOf(*widget) : nullptr;
        const bool visible =
            !group ? before : !shown || std::ranges::find(*shown, std::string(group)) != shown->end();
        for (QAction* one : labels + QList<QAction*>{action})
            one->setVisible(visible);
        labels.clear();
        before = visible;
    }
}

} // namespace layernorm
