// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include "app/pages/step_by_step_page.h"

#include <QCoreApplication>
#include <array>

namespace layernorm {

namespace {

template <typename Page>
QWidget* make(Session& session, Reference& reference, QWidget* parent)
{
    return new Page(session, reference, parent);
}

} // namespace

std::span<const PageEntry> pageTable()
{
    static constexpr std::array table{
        PageEntry{"step-by-step", QT_TRANSLATE_NOOP("Pages", "Step by step"), make<StepByStepPage>},
    };
    return table;
}

} // namespace layernorm
