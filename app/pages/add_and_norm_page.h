// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/add_and_norm_findings.h"
#include "app/pages/experiment_page.h"
#include "app/pages/stage_view.h"

#include <QTimer>
#include <memory>
#include <optional>

class QLabel;

namespace layernorm {

class AddAndNormControls;
class PipelineView;
class QuietLabel;

/// "Add & Norm": attention, the residual and LayerNorm on the current tensor, stage by stage, compared with
/// the library; and what an edit of a token does at each of them.
class AddAndNormPage : public ExperimentPage
{
    Q_OBJECT

public:
    AddAndNormPage(Session& session, Reference& reference, QWidget* parent = nullptr);

    [[nodiscard]] QString experiment() const override { return QStringLiteral("add-and-norm"); }
    [[nodiscard]] std::optional<ExperimentTable> table() const override;
    [[nodiscard]] bool isCurrent() const override { return ExperimentPage::isCurrent() && !m_asking; }

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What weights were drawn for.
    struct Drawn {
        std::int64_t dimension = 0;
        std::uint64_t seed = 0;
        DType dtype = DType::Float32;
        std::shared_ptr<const BlockWeights> weights;
    };
    /// Whom the answers come from.
    struct Library {
        QString title;
        std::vector<Operation> operations;
        bool failed = false;

        friend bool operator==(const Library&, const Library&) = default;
    };
    using Differences = std::array<std::optional<double>, stageKinds>;

    void connectAll();

    static Drawn drawnFor(const Tensor& input, std::uint64_t seed, const Drawn& before);
    void take(const std::shared_ptr<BlockFindings>& findings, const Drawn& drawn);
    void refuse(const Error& error);

    void libraryChanged();
    void ask();
    void measure(const std::shared_ptr<const Tensor>& answer);
    void askLayerNorm();
    void measureLayerNorm(const std::shared_ptr<const Tensor>& answer);
    void setDifferences(const Differences& differences);
    void endAsking();

    [[nodiscard]] bool isShowable() const;
    [[nodiscard]] ShownSentence sentence() const;
    [[nodiscard]] std::int64_t shownBatch() const;
    void showFindings();
    void showRemarks();
    void showLibrary();
    void showTooLarge(const Shape& block);
    void showMarks();
    void selectionChanged();

    void select(int token, int column);
    void hover(int token, int column);
    void move(int tokens, int columns);
    void chooseBatch(int batch);

    AddAndNormControls* m_controls;
    PipelineView* m_pipeline;
    QLabel* m_message; ///< in the place of the pipeline
    QuietLabel* m_remarks;
    QuietLabel* m_libraryLabel;
    QTimer m_patience; ///< runs while work has not yet taken so long that it shows

    std::shared_ptr<BlockFindings> m_findings;
    Drawn m_drawn;
    QString m_problem; ///< why the last choice was refused
    std::int64_t m_batch = 0;
    bool m_asking = false;
    Library m_library;
};

} // namespace layernorm
