// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/worker_process.h"

#include "app/error_text.h"

#include <algorithm>
#include <utility>

namespace layernorm {

namespace {

constexpr std::uint64_t knownAnswerId = 0;

std::chrono::milliseconds patienceFor(const WorkerCommand& command, std::size_t bytes)
{
    constexpr std::size_t bytesPerPatience = 16'000'000;
    return command.replyPatience * static_cast<int>(1 + bytes / bytesPerPatience);
}

/// The operations of a greeting, without those that no question of this program names.
std::vector<Operation> knownOperations(const std::vector<std::string>& names)
{
    std::vector<Operation> known;
    for (const std::string& name : names)
        if (const std::optional<Operation> operation = parseOperation(name))
            known.push_back(*operation);
    return known;
}

} // namespace

bool WorkerState::offers(Operation operation) const
{
    return std::find(operations.begin(), operations.end(), operation) != operations.end();
}

WorkerProcess::WorkerProcess(WorkerCommand command, QObject* parent)
    : QObject(parent),
      m_command(std::move(command)),
      m_patience(this),
      m_restartTimer(this)
{
    m_state.name = m_command.libraryName;
    m_patience.setSingleShot(true);
    m_restartTimer.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        fail(m_greeted ? tr("%1 did not answer in time and was stopped").arg(m_state.name)
                       : tr("%1 did not start in time and was stopped").arg(m_state.name));
    });
    connect(&m_restartTimer, &QTimer::timeout, this, &WorkerProcess::launch);
}

WorkerProcess::~WorkerProcess()
{
    dropProcess();
}

qint64 WorkerProcess::processId() const
{
    return m_process ? m_process->processId() : 0;
}

void WorkerProcess::start()
{
    if (m_state.phase == WorkerState::Phase::Stopped)
        launch();
}

void WorkerProcess::restart()
{
    m_attempts = 0;
    m_restartTimer.stop();
    dropProcess();
    launch();
}

void WorkerProcess::request(const WorkerRequest& request)
{
    m_next = request;
    if (m_state.phase == WorkerState::Phase::Ready)
        sendNext();
}

void WorkerProcess::query(const WorkerRequest& query)
{
    if (m_state.phase == WorkerState::Phase::Failed) {
        emit refused(query.id, m_state.problem);
        return;
    }
    m_queries.push_back({.request = query, .isQuery = true});
    if (m_state.phase == WorkerState::Phase::Ready)
        sendNext();
}

void WorkerProcess::forget(const std::vector<quint64>& queries)
{
    std::erase_if(m_queries, [&](const Asked& waiting) {
        return std::find(queries.begin(), queries.end(), waiting.request.id) != queries.end();
    });
}

void WorkerProcess::launch()
{
    m_buffer.clear();
    m_replyLine.reset();
    m_greeted = false;
    m_checking = false;
    m_process = std::make_unique<QProcess>();
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &WorkerProcess::readOutput);
    connect(m_process.get(), &QProcess::finished, this, &WorkerProcess::processFinished);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        // Trying again would find the same.
        m_attempts = static_cast<int>(m_command.restartDelays.size());
        fail(tr("%1 cannot be started (%2): %3")
                 .arg(m_state.name, m_command.program, m_process->errorString()));
    });
    setPhase(WorkerState::Phase::Starting);
    m_patience.start(m_command.greetingPatience);
    m_process->start(m_command.program, m_command.arguments);
}

void WorkerProcess::dropProcess()
{
    m_patience.stop();
    if (!m_process)
        return;
    m_process->disconnect(this);
    if (m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished(2000);
    }
    // This may run inside one of the process's own signals; and as a child it goes with us where no event
    // loop is left.
    QProcess* dropped = m_process.release();
    dropped->setParent(this);
    dropped->deleteLater();
    askAgain();
}

void WorkerProcess::askAgain()
{
    if (!m_current)
        return;
    if (m_current->isQuery)
        m_queries.push_front(std::move(*m_current));
    else if (!m_next) // nothing newer waits
        m_next = std::move(m_current->request);
    m_current.reset();
}

std::optional<quint64> WorkerProcess::takeGivenUpQuery()
{
    constexpr int enough = 2;
    if (!m_current || !m_current->isQuery || ++m_current->failures < enough)
        return {};
    const quint64 id = m_current->request.id;
    m_current.reset();
    return id;
}

void WorkerProcess::refuseQueries(const QString& reason)
{
    for (const Asked& refusedQuery : std::exchange(m_queries, {}))
        emit refused(refusedQuery.request.id, reason);
}

void WorkerProcess::fail(const QString& problem)
{
    const std::optional<quint64> givenUp = takeGivenUpQuery();
    dropProcess();
    if (m_attempts < m_command.restartDelays.size()) {
        m_restartTimer.start(m_command.restartDelays[m_attempts++]);
        setPhase(WorkerState::Phase::Restarting, problem);
    } else {
        setPhase(WorkerState::Phase::Failed, problem + tr("; %1").arg(m_command.remedy));
    }
    if (givenUp)
        emit refused(*givenUp, problem);
    if (m_state.phase == WorkerState::Phase::Failed)
        refuseQueries(m_state.problem);
}

void WorkerProcess::setPhase(WorkerState::Phase phase, const QString& problem)
{
    m_state.phase = phase;
    m_state.problem = problem;
    emit stateChanged(m_state);
}

void WorkerProcess::send(const std::string& message)
{
    m_process->write(message.data(), static_cast<qint64>(message.size()));
    m_patience.start(patienceFor(m_command, message.size()));
}

void WorkerProcess::sendNext()
{
    // Who hears of a refusal may ask the next thing at once: then it is Busy.
    while (m_state.phase == WorkerState::Phase::Ready) {
        if (m_next) {
            sendAsked({.request = *std::exchange(m_next, std::nullopt)});
        } else if (!m_queries.empty()) {
            Asked query = std::move(m_queries.front());
            m_queries.pop_front();
            const Operation operation = query.request.question->operation;
            if (m_state.offers(operation))
                sendAsked(std::move(query));
            else
                emit refused(query.request.id,
                             tr("%1 does not offer %2").arg(m_state.name, QLatin1String(name(operation))));
        } else {
            return;
        }
    }
}

void WorkerProcess::sendAsked(Asked asked)
{
    m_current = std::move(asked);
    setPhase(WorkerState::Phase::Busy);
    const WorkerRequest& request = m_current->request;
    send(protocol::questionRequest(request.id, *request.input, *request.question));
}

void WorkerProcess::readOutput()
{
    m_buffer += m_process->readAllStandardOutput();
    while (m_process) {
        if (m_replyLine) {
            if (!readReply())
                return;
            continue;
        }
        const qsizetype end = m_buffer.indexOf('\n');
        if (end > qsizetype(protocol::maxLineLength) ||
            (end < 0 && m_buffer.size() > qsizetype(protocol::maxLineLength))) {
            fail(tr("%1 answered something that is not the protocol").arg(m_state.name));
            return;
        }
        if (end < 0)
            return;
        const std::string line = m_buffer.left(end).toStdString();
        m_buffer.remove(0, end + 1);
        if (!m_greeted) {
            if (!readGreeting(line))
                return;
            continue;
        }
        Result<protocol::ReplyLine> reply = protocol::parseReplyLine(line);
        const std::uint64_t expected = m_current && !m_checking ? m_current->request.id : knownAnswerId;
        if (!reply || reply->id != expected || (!m_checking && !m_current)) {
            fail(tr("%1 answered something that is not the protocol").arg(m_state.name));
            return;
        }
        m_replyLine = std::move(*reply);
    }
}

bool WorkerProcess::readGreeting(std::string_view line)
{
    const Result<protocol::Greeting> greeting = protocol::parseGreeting(line);
    if (!greeting) {
        fail(errorText(greeting.error()));
        return false;
    }
    m_greeted = true;
    m_checking = true;
    m_state.name = QString::fromStdString(greeting->name);
    m_state.version = QString::fromStdString(greeting->version);
    m_state.operations = knownOperations(greeting->operations);
    const protocol::KnownAnswer& known = protocol::knownAnswer();
    send(protocol::layerNormRequest(knownAnswerId, known.input, known.parameters));
    return true;
}

bool WorkerProcess::readReply()
{
    if (!m_replyLine->error.empty()) {
        const QString reason = QString::fromStdString(m_replyLine->error);
        m_replyLine.reset();
        if (m_checking) {
            fail(tr("%1 failed the first check: %2").arg(m_state.name, reason));
            return false;
        }
        m_patience.stop();
        const std::uint64_t id = m_current->request.id;
        m_current.reset();
        setPhase(WorkerState::Phase::Ready);
        emit refused(id, reason);
        sendNext();
        return true;
    }
    const auto bytes = static_cast<qsizetype>(m_replyLine->bytes);
    if (m_buffer.size() < bytes)
        return false;
    Result<Tensor> tensor = protocol::replyTensor(
        *m_replyLine, std::as_bytes(std::span(m_buffer.constData(), m_replyLine->bytes)));
    m_buffer.remove(0, bytes);
    if (!tensor) {
        fail(errorText(tensor.error()));
        return false;
    }
    const protocol::ReplyLine line = std::move(*m_replyLine);
    m_replyLine.reset();
    acceptReply(line, std::move(*tensor));
    return true;
}

void WorkerProcess::acceptReply(const protocol::ReplyLine& line, Tensor tensor)
{
    m_patience.stop();
    if (m_checking) {
        if (const auto checked = protocol::checkKnownAnswer(tensor); !checked) {
            fail(errorText(checked.error()));
            return;
        }
        m_checking = false;
    } else {
        const WorkerRequest& asked = m_current->request;
        const Result<Shape> shape = protocol::answerShape(*asked.input, *asked.question);
        if (!shape || tensor.shape() != *shape || tensor.dtype() != asked.input->dtype()) {
            fail(tr("%1 answered with a tensor of another shape or type").arg(m_state.name));
            return;
        }
        m_attempts = 0;
        m_current.reset();
        emit answered(line.id, std::make_shared<Tensor>(std::move(tensor)));
    }
    setPhase(WorkerState::Phase::Ready);
    sendNext();
}

QString WorkerProcess::lastErrorOutput()
{
    const QByteArray text = m_process->readAllStandardError().trimmed();
    const QByteArray line = text.mid(text.lastIndexOf('\n') + 1).trimmed();
    return QString::fromLocal8Bit(line.left(300));
}

void WorkerProcess::processFinished(int exitCode, QProcess::ExitStatus status)
{
    const QString said = lastErrorOutput();
    QString problem = status == QProcess::CrashExit
                          ? tr("%1 ended unexpectedly (it crashed or was killed)").arg(m_state.name)
                          : tr("%1 ended with exit code %2").arg(m_state.name).arg(exitCode);
    if (!said.isEmpty())
        problem += tr(": %1").arg(said);
    fail(problem);
}

} // namespace layernorm
