// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/add_and_norm_controls.h"

#include "app/look/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>
#include <limits>

namespace layernorm {

// Heads

void HeadsSpin::stepBy(int steps)
{
    const int direction = steps < 0 ? -1 : 1;
    int heads = value();
    for (int left = std::abs(steps); left > 0; --left) {
        int next = heads + direction;
        while (next > 1 && next < maximum() && maximum() % next != 0)
            next += direction;
        heads = std::clamp(next, minimum(), maximum());
    }
    setValue(heads);
}

QAbstractSpinBox::StepEnabled HeadsSpin::stepEnabled() const
{
    StepEnabled steps = StepNone;
    if (value() > minimum())
        steps |= StepDownEnabled;
    if (value() < maximum())
        steps |= StepUpEnabled;
    return steps;
}

// The row

AddAndNormControls::AddAndNormControls(QWidget* parent)
    : QWidget(parent),
      m_row(new QHBoxLayout(this)),
      m_residual(addSwitch("residualSwitch", tr("residual"),
                           tr("Adds X to what attention makes of it (the “Add” of Add & Norm)")))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(Theme::scaled(6));
    addNorm();
    m_causal = addSwitch("causalSwitch", tr("causal mask"), tr("No token takes anything of later ones"));
    m_heads = addSpin<HeadsSpin>("headsSpin", tr("heads"),
                                 tr("Heads of the attention; their number divides the dimension"));
    m_seed = addSpin<QSpinBox>("weightsSeedSpin", tr("weights’ seed"),
                               tr("Seed that the attention’s weights are drawn from"));
    m_batch = addSpin<QSpinBox>("batchShownSpin", tr("shown: batch"), tr("Batch element that is shown"));
    m_head = addSpin<QSpinBox>("headShownSpin", tr("head"), tr("Head whose attention weights are shown"));
    m_residual->setChecked(BlockChoice().residual);
    m_heads->setRange(1, 1);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_batch->setRange(0, 0);
    limitHead();
    for (QSpinBox* spin : {static_cast<QSpinBox*>(m_heads), m_seed})
        connect(spin, &QSpinBox::valueChanged, this, &AddAndNormControls::choiceChanged);
    connect(m_heads, &QSpinBox::valueChanged, this, &AddAndNormControls::limitHead);
    connect(m_batch, &QSpinBox::valueChanged, this, &AddAndNormControls::batchChosen);
    connect(m_head, &QSpinBox::valueChanged, this, &AddAndNormControls::headChosen);
}

QCheckBox* AddAndNormControls::addSwitch(const char* name, const QString& text, const QString& toolTip)
{
    auto* box = new QCheckBox(text);
    box->setObjectName(QLatin1String(name));
    box->setToolTip(toolTip);
    m_row->addWidget(box);
    connect(box, &QCheckBox::toggled, this, &AddAndNormControls::choiceChanged);
    return box;
}

template <typename Spin>
Spin* AddAndNormControls::addSpin(const char* name, const QString& text, const QString& toolTip)
{
    auto* spin = new Spin;
    auto* label = new QLabel(text);
    label->setObjectName(QStringLiteral("muted"));
    label->setBuddy(spin);
    spin->setObjectName(QLatin1String(name));
    spin->setAccessibleName(toolTip);
    spin->setToolTip(toolTip);
    spin->setKeyboardTracking(false);
    spin->setFixedWidth(spinWidth());
    spin->installEventFilter(this);
    m_row->addSpacing(Theme::scaled(6));
    m_row->addWidget(label);
    m_row->addWidget(spin);
    return spin;
}

void AddAndNormControls::addNorm()
{
    m_norm = new QComboBox;
    m_norm->setObjectName(QStringLiteral("normCombo"));
    m_norm->setAccessibleName(tr("Where LayerNorm stands"));
    m_norm->setToolTip(tr("Post-LN: after the sum (2017); Pre-LN: before attention"));
    m_norm->addItem(QStringLiteral("Post-LN"), static_cast<int>(NormPlacement::Post));
    m_norm->addItem(QStringLiteral("Pre-LN"), static_cast<int>(NormPlacement::Pre));
    m_norm->addItem(tr("no LayerNorm"), static_cast<int>(NormPlacement::None));
    m_row->addWidget(m_norm);
    connect(m_norm, &QComboBox::currentIndexChanged, this, &AddAndNormControls::choiceChanged);
}

void AddAndNormControls::addAtEnd(QWidget* widget)
{
    m_row->addSpacing(Theme::scaled(10));
    m_row->addWidget(widget, 1);
}

/// A spin box whose text is not being edited has nothing of its own to undo, and would swallow the window's
/// key.
bool AddAndNormControls::eventFilter(QObject* watched, QEvent* event)
{
    const auto* line = watched->findChild<QLineEdit*>();
    if (event->type() != QEvent::ShortcutOverride || !line || line->isModified())
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!key->matches(QKeySequence::Undo) && !key->matches(QKeySequence::Redo))
        return QWidget::eventFilter(watched, event);
    event->ignore();
    return true;
}

int AddAndNormControls::spinWidth()
{
    return Theme::scaled(58);
}

// What is chosen

BlockChoice AddAndNormControls::choice() const
{
    return {.heads = m_heads->value(),
            .causal = m_causal->isChecked(),
            .residual = m_residual->isChecked(),
            .norm = static_cast<NormPlacement>(m_norm->currentData().toInt()),
            .seed = static_cast<std::uint64_t>(m_seed->value())};
}

void AddAndNormControls::setChoice(const BlockChoice& choice)
{
    const QSignalBlocker silent(this);
    m_heads->setValue(choice.heads);
    m_causal->setChecked(choice.causal);
    m_residual->setChecked(choice.residual);
    m_norm->setCurrentIndex(m_norm->findData(static_cast<int>(choice.norm)));
    m_seed->setValue(static_cast<int>(choice.seed));
}

void AddAndNormControls::setExtents(std::int64_t batch, std::int64_t dimension)
{
    const QSignalBlocker silent(this);
    m_batch->setMaximum(static_cast<int>(batch - 1));
    if (dimension == m_heads->maximum())
        return;
    const int heads = fittingHeads(m_heads->value(), dimension);
    m_heads->setMaximum(static_cast<int>(dimension));
    m_heads->setValue(heads);
}

void AddAndNormControls::setBatch(std::int64_t batch)
{
    const QSignalBlocker silent(this);
    m_batch->setValue(static_cast<int>(batch));
}

int AddAndNormControls::head() const
{
    return m_head->value();
}

void AddAndNormControls::limitHead()
{
    m_head->setRange(0, m_heads->value() - 1);
}

} // namespace layernorm
