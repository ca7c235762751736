// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/flow_chart.h"
#include "app/session/background.h"
#include "app/session/reference.h"

#include <QElapsedTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace layernorm {

class NotedPlot;

class CurvePlot;
class QuietLabel;

/// The gradient's size at every layer of a stack of blocks, for six wirings and several draws of the weights,
/// with the library's autograd at the first of them.
class FlowView : public QWidget
{
    Q_OBJECT

public:
    /// What goes through the stack: the first of the batch, the sequence and the dimension, so many at most.
    static constexpr std::int64_t mostBatches = 2;
    static constexpr std::int64_t mostTokens = 16;
    static constexpr std::int64_t mostValues = 64;
    static constexpr int mostSeeds = 20;

    FlowView(Session& session, Reference& reference, QWidget* parent = nullptr);

    /// What is chosen: to stand beside other controls of the page.
    [[nodiscard]] QWidget* controls() const { return m_controls; }
    /// Computes where anything is new; the session must be current.
    void refresh();
    /// Asks the library where it is another one than before.
    void followLibrary();
    [[nodiscard]] bool isCurrent() const
    {
        return !m_work.isRunning() && m_unanswered == 0 && isOfDocument();
    }
    /// What is drawn, all seeds, as --experiment gradient-flow prints it; of weights under names of their
    /// own.
    [[nodiscard]] std::optional<ExperimentTable> table() const;

signals:
    /// What was asked for cannot be done; one sentence.
    void refused(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Settings {
        int depth = 24;
        int heads = 1;
        bool causal = false;
        int seeds = 5;
        double eps = 1e-5;
        double weightScale = torchLinearScale;

        friend bool operator==(const Settings&, const Settings&) = default;
    };
    /// A stack and what goes through it.
    struct Question {
        std::shared_ptr<const Tensor> input;
        Shape whole; ///< of the document, as a block takes it
        Settings settings;

        [[nodiscard]] FlowRequest request() const;
        [[nodiscard]] bool isSameAs(const Question& other) const;
    };
    struct Flow {
        Question question;
        std::vector<FlowCurve> curves;
        std::vector<WiringCurve> ofInput, ofWeights;
    };

    QWidget* makeControls();
    void addSpins(QWidget* controls);
    QSpinBox* addSpin(QWidget* controls, const char* name, const QString& label, const QString& toolTip,
                      int value, std::function<bool(int)> takes);
    QComboBox* makeWeights();
    QWidget* makeNotes();

    void takeSettings();
    void showSettings();
    [[nodiscard]] std::int64_t dimension() const;
    [[nodiscard]] bool divides(int heads) const;
    void cancelOrCompute();

    void start();
    void take(const std::shared_ptr<const Flow>& flow);
    void askLibrary();
    void ask(const LibraryQuestion& question, std::shared_ptr<const Tensor> input);
    void takeAnswer(const Wiring& wiring, const std::shared_ptr<const Tensor>& answer);
    [[nodiscard]] bool isOfDocument() const;

    [[nodiscard]] FlowOf shown() const;
    void redraw();
    void refreshNotes();
    void showProgress(double part);
    void showState();

    Session& m_session;
    Reference& m_reference;
    Background m_work;
    QElapsedTimer m_working; ///< since work in the background began
    Settings m_settings;
    std::optional<Question> m_question; ///< that was worked on last
    bool m_cancelled = false;
    std::shared_ptr<const Flow> m_flow;
    std::vector<FlowCurve> m_library;
    QString m_libraryTitle;
    bool m_libraryOffers = false;
    int m_unanswered = 0;

    QWidget* m_controls = nullptr;
    QSpinBox* m_depth = nullptr;
    QSpinBox* m_heads = nullptr;
    QCheckBox* m_causal = nullptr;
    QSpinBox* m_seeds = nullptr;
    QComboBox* m_weights = nullptr; ///< how they are drawn
    QComboBox* m_of = nullptr;
    QuietLabel* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    CurvePlot* m_plot = nullptr;
    QLabel* m_notes = nullptr;
    QWidget* m_notesArea = nullptr;
    NotedPlot* m_noted = nullptr;
};

} // namespace layernorm
