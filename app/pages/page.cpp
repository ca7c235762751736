// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include "app/pages/add_and_norm_page.h"
#include "app/pages/axes_page.h"
#include "app/pages/dimension_page.h"
#include "app/pages/eps_page.h"
#include "app/pages/gradients_page.h"
#include "app/pages/mismatch_page.h"
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
        PageEntry{"eps", QT_TRANSLATE_NOOP("Pages", "eps"), make<EpsPage>},
        PageEntry{"dimension", QT_TRANSLATE_NOOP("Pages", "Dimension"), make<DimensionPage>},
        PageEntry{"axes", QT_TRANSLATE_NOOP("Pages", "Which axis?"), make<AxesPage>},
        PageEntry{"mismatch", QT_TRANSLATE_NOOP("Pages", "Why doesn’t mine match?"), make<MismatchPage>},
        PageEntry{"add-and-norm", QT_TRANSLATE_NOOP("Pages", "Add && Norm"), make<AddAndNormPage>},
        PageEntry{"gradients", QT_TRANSLATE_NOOP("Pages", "Gradients"), make<GradientsPage>},
    };
    return table;
}

} // namespace layernorm
