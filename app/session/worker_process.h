// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reference/protocol.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <chrono>
#include <memory>
#include <optional>

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

    friend bool operator==(const WorkerState&, const WorkerState&) = default;
};

/// What one request asks. The tensor is shared and not changed by anyone while it is.
struct WorkerRequest {
    std::uint64_t id = 0;
    std::shared_ptr<const Tensor> input;
    std::shared_ptr<const LayerNormParameters> parameters;
};

/// The client's side of reference/protocol.h: one process, asked one thing at a time.
///
/// Of requests that come while one is under way only the latest is kept. A worker that cannot be started,
/// does not answer in time, answers rubbish or a wrong known answer, or ends, is killed and started again;
/// the request it owed is asked again.
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

signals:
    void stateChanged(const layernorm::WorkerState& state);
    void answered(quint64 id, std::shared_ptr<const layernorm::Tensor> output);
    /// The library cannot do what was asked (float64 in oneDNN, say); the worker goes on.
    void refused(quint64 id, const QString& reason);

private:
    void launch();
    void dropProcess();
    void fail(const QString& problem);
    void setPhase(WorkerState::Phase phase, const QString& problem = {});
    void send(const std::string& message);
    void sendNext();
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
    std::optional<WorkerRequest> m_current;
    std::optional<WorkerRequest> m_next;
};

} // namespace layernorm

Q_DECLARE_METATYPE(layernorm::WorkerState)
Q_DECLARE_METATYPE(layernorm::WorkerRequest)
