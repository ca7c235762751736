// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/change.h"
#include "app/session/changed_cells.h"
#include "app/session/document.h"
#include "app/session/selection.h"
#include "app/session/step_name.h"
#include "core/explore/value_range.h"

#include <QObject>
#include <QThreadPool>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace layernorm {

/// What became of pasted numbers.
struct Pasted {
    std::int64_t put = 0;
    std::int64_t leftOut = 0;
};

/// The document and the only writer of it.
///
/// Every `set...` and `edit...` pushes an undo command; the command writes through `exchange...`, which marks
/// what is stale. Once per turn of the event loop the session computes what is stale and emits one `changed`.
/// What takes longer than a frame runs on immutable copies in the background; the latest state wins.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(Content content, QObject* parent = nullptr);
    ~Session() override;

    // The document
    [[nodiscard]] const Tensor& input() const { return *m_content.input; }
    [[nodiscard]] std::shared_ptr<const Tensor> sharedInput() const { return m_content.input; }
    [[nodiscard]] const Tensor& editable(Editable which) const;
    [[nodiscard]] double eps() const { return m_eps; }
    [[nodiscard]] bool affine() const { return m_affine; }
    [[nodiscard]] int normalizedDims() const { return m_content.normalizedDims; }
    [[nodiscard]] std::uint64_t seed() const { return m_content.seed; }
    [[nodiscard]] DType dtype() const { return input().dtype(); }
    /// The file the input came from; empty for random numbers.
    [[nodiscard]] const QString& source() const { return m_content.source; }
    [[nodiscard]] layernorm::Layout layout() const { return layernorm::Layout::of(input().shape()); }
    [[nodiscard]] LayerNormParameters parameters() const;

    // What is computed from it
    /// nullptr while a large tensor of a new shape is computed. See isCurrent.
    [[nodiscard]] std::shared_ptr<const LayerNormResult> result() const { return m_result; }
    /// Whether `result` belongs to the document as it is now.
    [[nodiscard]] bool isCurrent() const { return m_result && m_stale.kind == Stale::None && !m_job; }
    /// Whether it will be brought up to date, and `changed` emitted, when the event loop turns next.
    [[nodiscard]] bool isAboutToCompute() const { return m_recomputeScheduled; }
    /// 0 to 1 while work runs in the background.
    [[nodiscard]] std::optional<double> progress() const;
    [[nodiscard]] const ValueRange& inputRange() const { return m_inputRange; }
    [[nodiscard]] const ValueRange& outputRange() const { return m_outputRange; }

    // Rows, and the groups of values that share one mean
    /// The group (what core/norm calls a token) that a row of the tables lies in.
    [[nodiscard]] std::int64_t groupOfRow(std::int64_t row) const;
    /// The rows a group covers.
    [[nodiscard]] TokenRange rowsOfGroup(std::int64_t group) const;
    [[nodiscard]] std::int64_t groups() const;
    /// "b0 · t1"; a batch of several leading extents is counted through.
    [[nodiscard]] QString rowPlace(std::int64_t row) const;
    /// The word the token stands for, or where it has none its place.
    [[nodiscard]] QString rowTitle(std::int64_t row) const;
    /// Both: "bank (b0 · t1)".
    [[nodiscard]] QString rowName(std::int64_t row) const;
    /// Whether the last change gave this cell of the input, of the output, other bits (for the flash).
    [[nodiscard]] bool inputCellChanged(Cell cell) const { return m_changedInput.contains(input(), cell); }
    [[nodiscard]] bool outputCellChanged(Cell cell) const
    {
        return m_result && m_changedOutput.contains(m_result->output, cell);
    }

    /// Whether the input holds values typed or pasted since it was drawn or opened.
    [[nodiscard]] bool hasTypedValues() const { return m_content.typed; }
    [[nodiscard]] const QStringList& labels() const { return m_content.labels; }
    [[nodiscard]] const Content& content() const { return m_content; }
    /// What the user has written about the document.
    [[nodiscard]] const QString& notes() const { return m_notes; }

    [[nodiscard]] QUndoStack& undoStack() { return m_undoStack; }
    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] const Selection& selection() const { return m_selection; }
    [[nodiscard]] const QUndoStack& undoStack() const { return m_undoStack; }

    /// `input`, as `sharedInput` gave it, is in a file now. If nothing was typed since, nor into gamma and
    /// beta, nothing is lost with the document.
    void inputSaved(const Tensor& input);

    /// It is in no file, although nothing can be undone.
    void markUnsaved();

    /// Another document in the place of this one: what was done before cannot be undone any more.
    void replace(Content content, double eps, bool affine, const QString& notes = {});

    // Changes, all undoable
    /// Errors: no number of the tensor's type.
    Result<void> editCell(Editable which, std::int64_t index, const QString& text);
    /// Numbers from the clipboard (see core/io/pasted_text.h) put from `corner` on, a row a token; what
    /// reaches beyond the tensor is left out. Errors: those of `parsePastedText`; nothing is changed then.
    Result<Pasted> pasteCells(Cell corner, const QString& text);
    /// The same in the place of the whole tensor, in the shape they have. Errors: as above.
    Result<void> pasteTensor(const QString& text);
    /// Keeps the values that still fit; new cells are drawn from the seed. Errors: as Shape::make.
    Result<void> setLayout(const layernorm::Layout& layout);
    /// Draws every value anew.
    void setSeed(std::uint64_t seed);
    /// Steps with the same `dragId` other than 0 are one undo step. Errors: as checkEps.
    Result<void> setEps(double eps, int dragId = 0);
    void setNormalizedDims(int dims);
    void setAffine(bool affine);
    void setDType(DType dtype);
    /// Steps with the same `dragId` other than 0 are one undo step.
    void setNotes(const QString& notes, int dragId = 0);
    /// Makes the content now, or in the background when it is large, and puts it in as the undo step `name`.
    /// A later call wins over one that is still at work. What goes wrong is told by `failed`; otherwise
    /// `done` is called.
    void setContent(std::function<Result<Content>()> make, const StepName& name, bool large,
                    std::function<void()> done = {});

    /// All that is changed until `endTogether` is one undo step.
    void beginTogether(const StepName& name);
    void endTogether();

    /// Undo steps get their names in the language that is spoken now.
    void nameStepsAgain();

public slots:
    /// Stops what runs in the background; `isCurrent` stays false until `computeAgain` or the next change.
    void cancel();
    void computeAgain();

signals:
    void changed(const layernorm::Change& change);
    void failed(const QString& message);
    void notesChanged();

private:
    template <typename Property>
    friend class PropertyCommand;
    friend class CellsCommand;
    friend struct ContentProperty;
    friend struct EpsProperty;
    friend struct AffineProperty;
    friend struct NotesProperty;

    struct Stale {
        enum Kind { None, Outputs, Groups, Everything };
        Kind kind = None;
        TokenRange groups; ///< for Groups
    };
    struct Job;

    // Only undo commands call these.
    void exchangeContent(Content& content);
    void exchangeEps(double& eps);
    void exchangeAffine(bool& affine);
    void exchangeNotes(QString& notes);
    void exchangeCells(Editable which, const std::vector<std::int64_t>& indices, std::vector<double>& values);

    void pushContent(Content content, const StepName& name);
    Tensor& writable(Editable which);
    void markStale(Stale stale, Change change);
    void recompute();
    void recomputeHere(const Stale& stale);
    [[nodiscard]] bool resultFits(const LayerNormResult* result) const;
    [[nodiscard]] std::shared_ptr<LayerNormResult> nextResult();
    void startJob();
    void finishJob(const std::shared_ptr<Job>& job);
    [[nodiscard]] TokenRange rowsOfGroups(TokenRange groups) const;

    QUndoStack m_undoStack;
    Selection m_selection;
    Content m_content;
    double m_eps = 1e-5;
    bool m_affine = false;
    QString m_notes;

    std::shared_ptr<LayerNormResult> m_result;
    ValueRange m_inputRange;
    ValueRange m_outputRange;
    Stale m_stale;
    Change m_pending;
    bool m_recomputeScheduled = false;
    ChangedCells m_changedInput;
    ChangedCells m_changedOutput;
    std::shared_ptr<LayerNormResult> m_previous;
    std::shared_ptr<LayerNormResult> m_spare; ///< memory for the next result

    QThreadPool m_pool;
    std::shared_ptr<Job> m_job;
    int m_contentRequests = 0; ///< numbers the calls of setContent, so that the latest wins
    int m_contentPending = 0;
};

} // namespace layernorm
