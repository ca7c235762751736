// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/eps_notes.h"
#include "app/pages/experiment_page.h"
#include "app/plots/curve_plot.h"
#include "core/explore/eps_sweep.h"

#include <QElapsedTimer>

class QHBoxLayout;
class QLabel;

namespace layernorm {

/// What eps does to tokens of different variance. The line in the plot is the document's eps and may be
/// dragged.
///
/// Six tokens at most are shown. Their curves do not depend on the document's eps, so that a drag only moves
/// the line; an edit sweeps the shown tokens anew.
class EpsPage : public ExperimentPage
{
    Q_OBJECT

public:
    EpsPage(Session& session, Reference& reference, QWidget* parent = nullptr);

    [[nodiscard]] QString experiment() const override { return QStringLiteral("eps"); }
    /// Of the shown tokens.
    [[nodiscard]] std::optional<ExperimentTable> table() const override;
    [[nodiscard]] bool isCurrent() const override;

    /// Where the plot shows eps = 0, which lies beyond the end of every logarithmic axis.
    static constexpr double placeOfZero = 2e-15;

protected:
    void refresh() override;

private:
    /// The shown tokens and their sweep; not changed any more once it is shown.
    struct Sweep {
        std::vector<std::int64_t> tokens;     ///< numbers in the document
        std::shared_ptr<const Tensor> values; ///< of the tokens, one a row
        std::int64_t tokensInAll = 0;
        EpsSweep results;
    };
    /// What the library's outputs for one eps measure, one for each shown token.
    struct LibraryPoint {
        double eps;
        std::vector<OutputMeasures> measures;
    };

    QHBoxLayout* makeControls();
    QWidget* makeViewButtons();
    QWidget* makeExamplesButton();
    QWidget* makeNotes();
    void follow(const Change& change);
    void followSelection();
    void followLibrary();

    void setView(EpsView view);
    void drag(double x, int dragId);
    void step(int steps);
    void setEps(double eps, int dragId);
    void putIn(const EpsExample& example);

    void startSweep();
    void takeSweep(const std::shared_ptr<const Sweep>& sweep);
    void askLibrary();
    void takeLibraryOutput(double eps, const std::shared_ptr<const Tensor>& output);

    void redraw();
    void showLine();
    [[nodiscard]] CurvePlot::Axis verticalAxis() const;
    [[nodiscard]] QList<CurvePlot::Curve> curves() const;
    [[nodiscard]] CurvePlot::Curve line(std::size_t token) const;
    [[nodiscard]] CurvePlot::Curve points(std::size_t token) const;
    [[nodiscard]] CurvePlot::Curve rings(std::size_t token) const;
    [[nodiscard]] double measured(std::size_t point, std::size_t token) const;
    [[nodiscard]] double largestMeasured() const;
    [[nodiscard]] QString tokenName(std::size_t token) const;
    [[nodiscard]] QString curveName(std::size_t token) const;

    void refreshNotes();

    EpsView m_view = EpsView::Variance;
    std::shared_ptr<const Sweep> m_sweep;
    std::optional<EpsSweep> m_now; ///< at the document's eps alone; empty where it would take too long
    std::int64_t m_selectedGroup = 0;
    bool m_valuesStale = true; ///< the sweep is not of the document's values
    std::vector<LibraryPoint> m_libraryPoints;
    std::shared_ptr<const Tensor> m_libraryAtZero;
    QString m_libraryTitle; ///< whose points these are, or will be
    bool m_libraryOffers = false;
    int m_unanswered = 0;
    int m_stepId;
    QElapsedTimer m_sinceStep;

    CurvePlot* m_plot;
    QLabel* m_notes;
};

} // namespace layernorm
