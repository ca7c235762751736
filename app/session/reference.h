// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "app/session/worker_process.h"
#include "core/reference/comparison.h"
#include "core/reference/libraries.h"
#include "core/reference/library_operation.h"

#include <QThread>
#include <atomic>
#include <deque>
#include <functional>
#include <map>

namespace layernorm {

/// The chosen library's result for the session's document, and how far ours is from it.
///
/// Follows the session: after a change the groups that changed are asked for, and only those. Besides the
/// document it can be asked anything else the library offers; the document comes first. The worker lives in a
/// thread of its own, so that the data's way through the pipes never holds up the window.
class Reference : public QObject
{
    Q_OBJECT

public:
    explicit Reference(Session& session, QObject* parent = nullptr);
    ~Reference() override;

    /// Stops the worker there is and starts that of `library`; nullptr for none.
    void choose(const ReferenceLibrary* library, const WorkerCommand& command);
    [[nodiscard]] const ReferenceLibrary* library() const { return m_library; }
    [[nodiscard]] const WorkerState& state() const { return m_state; }

    /// nullptr until the library has answered for this shape and type.
    [[nodiscard]] std::shared_ptr<const Tensor> output() const { return m_output; }
    /// Empty unless both results belong to the document as it is now, or did a moment ago.
    [[nodiscard]] const std::optional<Comparison>& comparison() const { return m_comparison; }
    /// Which is nearer to the exact value where they differ most; empty where they do not, until it is known,
    /// and for tokens too large to say.
    [[nodiscard]] const std::optional<Judgement>& judgement() const { return m_judgement; }
    /// Whether `output` and `comparison` belong to the document as it is now.
    [[nodiscard]] bool isCurrent() const;
    /// Whether the library's last answer gave this cell other bits (for the flash).
    [[nodiscard]] bool outputCellChanged(Cell cell) const
    {
        return m_output && m_changed.contains(*m_output, cell);
    }
    /// Why the library will not compute this (in its own words); empty when it does.
    [[nodiscard]] const QString& refusal() const { return m_refusal; }
    /// "LibTorch 1.13.1"
    [[nodiscard]] QString title() const;

    /// Whether there is a library, and it has said that it can do this; false until it has greeted.
    [[nodiscard]] bool offers(Operation operation) const;
    /// Asks the library something besides the document; questions are answered in their order, each of them.
    ///
    /// `done` is called once, from the event loop of this object's thread: with the answer, which has the
    /// input's type and `protocol::answerShape`, or with nullptr where there is no library, it does not offer
    /// or refuses this, failed, ended twice over this question, or another one was chosen meanwhile. It is
    /// not called any more once `context` or this object is destroyed or the question is forgotten. `input`
    /// is not changed by anyone while it is shared; `context` is not nullptr and lives in the same thread.
    void ask(std::shared_ptr<const Tensor> input, LibraryQuestion question, QObject* context,
             std::function<void(std::shared_ptr<const Tensor>)> done);
    /// Drops what `context` has asked and not been told yet; its calls of `done` do not come any more.
    void forgetQuestions(QObject* context);

public slots:
    void restart();

signals:
    void stateChanged();
    /// `rows` of the output, and the comparison, are new.
    void updated(layernorm::TokenRange rows);
    void judged();

private:
    struct Pending {
        bool everything = false;
        TokenRange groups;

        [[nodiscard]] bool any() const { return everything || groups.count > 0; }
    };

    /// Somebody's question that waits for its answer.
    struct Question {
        QObject* context;
        std::function<void(std::shared_ptr<const Tensor>)> done;
    };

    void stopWorker();
    void sessionChanged(const Change& change);
    void askForDocument();
    void workerStateChanged(const WorkerState& state);
    void answered(quint64 id, const std::shared_ptr<const Tensor>& output);
    void refused(quint64 id, const QString& reason);
    void giveUp(Question question);
    void giveUpQuestions();
    void take(quint64 id, const std::shared_ptr<const Tensor>& output);
    void merge(const std::shared_ptr<const Tensor>& output, TokenRange rows);
    void refuse(quint64 id, const QString& reason);
    void forget();
    void compareWithOurs(TokenRange rows);
    void judgeWorst();

    Session& m_session;
    const ReferenceLibrary* m_library = nullptr;
    WorkerState m_state;
    QThread m_thread;
    WorkerProcess* m_worker = nullptr;

    Pending m_pending;
    Pending m_asked;         ///< what the request under way will answer
    quint64 m_requestId = 0; ///< of the request under way; 0 when there is none
    quint64 m_lastId = 0;
    std::shared_ptr<const Tensor> m_output;
    std::optional<Comparison> m_comparison;
    std::optional<Judgement> m_judgement;
    bool m_comparing = false;
    std::shared_ptr<std::atomic<int>> m_latestComparison = std::make_shared<std::atomic<int>>(0);
    ChangedCells m_changed;
    QString m_refusal;
    std::map<quint64, Question> m_questions; ///< by the id of their requests
    std::deque<Question> m_givenUp;          ///< to be told so
    QThreadPool m_pool;
};

} // namespace layernorm
