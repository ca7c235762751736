// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/dimension_charts.h"
#include "app/pages/dimension_notes.h"
#include "app/pages/experiment_page.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QSlider;

namespace layernorm {

/// The selected token cut short and drawn on: how its statistics settle with D, what bounds its outputs, how
/// they are spread, and what a token costs. One D is looked at closely.
class DimensionPage : public ExperimentPage
{
    Q_OBJECT

public:
    enum class View { Moments, Bound, Bessel, Histogram, Time };

    DimensionPage(Session& session, Reference& reference, QWidget* parent = nullptr);
    ~DimensionPage() override;

    [[nodiscard]] QString experiment() const override { return QStringLiteral("dimension"); }
    /// The selected token alone, at the page's dimensions.
    [[nodiscard]] std::optional<ExperimentTable> table() const override;
    [[nodiscard]] bool isCurrent() const override;

protected:
    void refresh() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    /// One token's sweep and what belongs to it.
    struct Sweep {
        std::int64_t token = 0;
        std::int64_t ownValues = 0;
        double eps = 0;
        DType dtype = DType::Float32;
        std::vector<std::int64_t> dimensions;
        std::vector<DimensionPoint> points;
        Tensor values; ///< the token's own and the drawn ones
    };
    /// The outputs at one D.
    struct Outputs {
        std::int64_t dimension = 0;
        Histogram histogram;
        QList<double> few; ///< all of them where there are three at most
    };

    void connectAll();
    QHBoxLayout* makeControls();
    QWidget* makeViewButtons();
    QWidget* makeDimensionSlider();
    QWidget* makeList();

    /// The D that is looked at.
    [[nodiscard]] std::int64_t dimension() const { return m_dimensions[m_index]; }
    void setView(View view);
    void setIndex(std::size_t index);
    void setNearest(double dimension);
    void commitList();
    void showSlider();

    void startSweep();
    void startOutputs();
    [[nodiscard]] static Outputs outputsOf(const Sweep& sweep, std::int64_t dimension);
    void take(const std::shared_ptr<const Sweep>& sweep, const Outputs& outputs);
    [[nodiscard]] bool hasSweep() const { return m_sweep && m_sweep->dimensions == m_dimensions; }
    void measureIfSeen();

    void redraw();
    [[nodiscard]] Chart chart() const;
    void setReadOut();
    void setPlaces();
    void refreshNotes();

    DimensionTimes m_times;
    View m_view = View::Moments;
    std::vector<std::int64_t> m_dimensions{defaultDimensions.begin(), defaultDimensions.end()};
    std::size_t m_index = 7; ///< 64: half way
    std::shared_ptr<const Sweep> m_sweep;
    Outputs m_outputs;
    bool m_sweeping = false; ///< what runs in the background is a sweep

    QSlider* m_slider;
    QLabel* m_dimensionLabel;
    QLineEdit* m_list;
    CurvePlot* m_plot;
    DimensionNotes* m_notes;
};

} // namespace layernorm
