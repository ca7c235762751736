// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/axis_texts.h"
#include "app/pages/experiment_page.h"

#include <QElapsedTimer>
#include <array>
#include <memory>
#include <vector>

class QBoxLayout;
class QLabel;

namespace layernorm {

class ProofView;
class QuietLabel;

/// "Which axis?": the seven subsets of the axes and RMSNorm as cards, and two proofs of what a row of
/// LayerNorm depends on, beside the operation of the checked card.
class AxesPage : public ExperimentPage
{
    Q_OBJECT

public:
    AxesPage(Session& session, Reference& reference, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] QString experiment() const override { return QStringLiteral("axes"); }
    [[nodiscard]] std::optional<ExperimentTable> table() const override;
    [[nodiscard]] bool isCurrent() const override
    {
        return ExperimentPage::isCurrent() && !m_asking && !m_proving.isRunning();
    }

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    static constexpr std::size_t subsets = axisSubsets.size();

    /// The two proofs, each for LayerNorm and its rival.
    struct Proofs {
        std::array<EditProof, 2> edit;
        std::optional<std::array<RowMovement, 2>> append; ///< none where the block cannot become longer
        std::int64_t editedRow = 0;
    };

    /// Whom the answers come from.
    struct Library {
        QString title;
        std::vector<Operation> operations;
        bool failed = false;

        friend bool operator==(const Library&, const Library&) = default;
    };

    // The questions to the library, in order
    static constexpr std::size_t groupNormQuestion = subsets;
    static constexpr std::size_t questions = subsets + 1;

    QWidget* makeCards();
    QWidget* makeProofs();
    AxisCard* makeCard(AxisSet axes, const QString& name);
    void choose(std::size_t card);

    void libraryChanged();
    static AxisFindings findOut(const Tensor& input, double eps, const Execution& execution);
    void ask(std::size_t question);
    void send(std::size_t question, std::shared_ptr<const Tensor> arrangedInput);
    void measure(std::size_t question, std::shared_ptr<const Tensor> answer);
    void measureRmsNorm();
    [[nodiscard]] NamedOperation operation(std::size_t question) const;

    static std::optional<Proofs> prove(const Tensor& input, double eps, std::int64_t cell, std::uint64_t seed,
                                       AxisSet rival, const Execution& execution);
    void startProofs();
    void selectionMoved();

    void showBlocks();
    void showFindings();
    void showActions();
    void showProofs(const Proofs& proofs);
    [[nodiscard]] std::int64_t selectedCell();
    void editSelectedCell();
    void addSentence();

    std::vector<AxisCard*> m_cards; ///< as axisSubsets, then RMSNorm
    QBoxLayout* m_layout = nullptr; ///< cards and what is beside or, in narrow windows, below them
    QWidget* m_beside = nullptr;
    QBoxLayout* m_proofLayout = nullptr;
    ProofView* m_edit = nullptr;
    ProofView* m_append = nullptr;
    QLabel* m_slip = nullptr;
    QLabel* m_legend = nullptr;
    QLabel* m_explanation = nullptr;
    QuietLabel* m_progress = nullptr;

    std::optional<AxisFindings> m_findings;
    std::shared_ptr<const Tensor> m_input; ///< while the library is asked about it
    double m_eps = 0;
    std::shared_ptr<const Tensor> m_libraryLayerNorm;
    bool m_asking = false;
    Library m_library;
    std::size_t m_rival;     ///< the card LayerNorm is compared with
    QElapsedTimer m_working; ///< since work in the background began
    Background m_proving;
};

} // namespace layernorm
