// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/library_operation.h"
#include "core/reference/protocol.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace layernorm {

/// How a worker is started, and how long its silence is borne.
struct WorkerCommand {
    QString program;
    QStringList arguments;
    QString libraryName; ///< for messages, until the worker has told its own
    QString remedy;      ///< what brings the library back: "install the package libtorch-dev"
    /// To the greeting. A cold disk and Python's import of torch take their time.
    std::chrono::milliseconds greetingPatience{60'000};
    /// To a reply, and again for every 16 MB that travel.
    std::chrono::milliseconds replyPatience{20'000};
    /// Waits before it is started again after a failure; then only `restart` starts it.
    QList<int> restartDelays{200, 1000, 3000};
};

/// What the worker is doing, as the window shows it.
struct WorkerState {
    enum class Phase { Stopped, Starting, Ready, Busy, Restarting, Failed };

    Phase phase = Phase::Stopped;
    QString name;    ///< the worker's own once it has greeted
    QString version; ///< empty until then
    QString problem; ///< one sentence while Restarting or Failed
    /// Those of them that this program knows; empty until it has greeted.
    std::vector<Operation> operations;

    [[nodiscard]] bool offers(Operation operation) const;

    friend bool operator==(const WorkerState&, const WorkerState&) = default;
};

/// What one request asks. What the pointers share is not changed by anyone while they do.
struct WorkerRequest {
    std::uint64_t id = 0; ///< not 0, which is the known answer's
    std::shared_ptr<const Tensor> input;
    std::shared_ptr<const LibraryQuestion> question;
};

/// The client's side of reference/protocol.h: one process, asked one thing at a time.
///
/// There are requests, of which only the latest matters (the document's), and queries, each of which does and
/// which wait for all requests. Of requests that come while something is under way only the latest is kept;
/// queries are asked in their order, and each is answered or refused unless it is forgotten.
///
/// A worker that cannot be started, does not answer in time, answers rubbish or a wrong known answer, or
/// ends, is killed and started again; the request or query it owed is asked again. A query over which that
/// happens a second time is refused, so that it does not take the library from the document; so are all
/// queries when the worker has failed for good. A request waits for `restart` then.
class WorkerProcess : public QObject
{
    Q_OBJECT

public:
    explicit WorkerProcess(WorkerCommand command, QObject* parent = nullptr);
    ~WorkerProcess() override;

    [[nodiscard]] const WorkerState& state() const { return m_state; }
    /// 0 while there is no process.
    [[nodiscard]] qint64 processId() const;

public slots:
    void start();
    /// Starts afresh, with all attempts before it.
    void restart();
    void request(const layernorm::WorkerRequest& request);
    void query(const layernorm::WorkerRequest& query);
    /// Those of the queries that wait are not asked, and neither answered nor refused. One under way is.
    void forget(const std::vector<quint64>& queries);

signals:
    void stateChanged(const layernorm::WorkerState& state);
    void answered(quint64 id, std::shared_ptr<const layernorm::Tensor> output);
    /// The library cannot do what was asked (float64 in oneDNN, say) and the worker goes on; or a query is
    /// given up.
    void refused(quint64 id, const QString& reason);

private:
    /// A request or a query, with what matters only to the second kind.
    struct Asked {
        WorkerRequest request;
        bool isQuery = false;
        int failures = 0; ///< of the worker, over this query
    };

    void launch();
    void dropProcess();
    /// What the process owed is left to the next one.
    void askAgain();
    /// Counts a failure; the id of the query under way when there have been enough.
    std::optional<quint64> takeGivenUpQuery();
    void refuseQueries(const QString& reason);
    void fail(const QString& problem);
    void setPhase(WorkerState::Phase phase, const QString& problem = {});
    void send(const std::string& message);
    void sendNext();
    void sendAsked(Asked asked);
    void readOutput();
    bool readGreeting(std::string_view line);
    bool readReply();
    void acceptReply(const protocol::ReplyLine& line, Tensor tensor);
    void processFinished(int exitCode, QProcess::ExitStatus status);
    QString lastErrorOutput();

    WorkerCommand m_command;
    WorkerState m_state;
    std::unique_ptr<QProcess> m_process;
    QTimer m_patience;
    QTimer m_restartTimer;
    int m_attempts = 0;
    bool m_greeted = false;
    bool m_checking = false;
    QByteArray m_buffer;
    std::optional<protocol::ReplyLine> m_replyLine;
    std::optional<Asked> m_current;
    std::optional<WorkerRequest> m_next;
    std::deque<Asked> m_queries;
};

} // namespace layernorm

Q_DECLARE_METATYPE(layernorm::WorkerState)
Q_DECLARE_METATYPE(layernorm::WorkerRequest)
