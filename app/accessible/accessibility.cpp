// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accessible/accessibility.h"

#include "app/accessible/accessible_grid.h"
#include "app/pages/axis_card.h"
#include "app/pages/mismatch_card.h"
#include "app/panels/quiet_label.h"
#include "app/panels/verdict_bar.h"
#include "app/plots/axis_blocks.h"
#include "app/plots/block_drawing.h"
#include "app/plots/few_outputs_drawing.h"
#include "app/plots/formula_view.h"

namespace layernorm {

namespace {

/// A widget that draws something and says it by its accessible name and description.
struct Drawn {
    const QMetaObject& widget;
    QAccessible::Role role;
};

const Drawn drawn[] = {
    {AxisBlocks::staticMetaObject, QAccessible::Graphic},
    {BlockDrawing::staticMetaObject, QAccessible::Graphic},
    {FewOutputsDrawing::staticMetaObject, QAccessible::Graphic},
    {FormulaView::staticMetaObject, QAccessible::Equation},
    {MismatchCard::staticMetaObject, QAccessible::StaticText},
    {QuietLabel::staticMetaObject, QAccessible::StaticText},
    {VerdictBar::staticMetaObject, QAccessible::Notification},
};

/// Qt asks for the widget's class first, then for those it is derived from.
QAccessibleInterface* make(const QString& className, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    if (!widget || !className.startsWith(QLatin1String("layernorm::")))
        return nullptr;
    if (auto source = makeGridSource(className, widget))
        return new AccessibleGrid(widget, std::move(source));
    for (const Drawn& kind : drawn)
        if (className == QLatin1String(kind.widget.className()))
            return new QAccessibleWidget(widget, kind.role);
    return nullptr;
}

} // namespace

void installAccessibility()
{
    QAccessible::installFactory(make);
}

} // namespace layernorm
