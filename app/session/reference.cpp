// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/reference.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace layernorm {

namespace {

/// Larger comparisons run in the background: they need not be on the way from an edit to the screen.
constexpr std::int64_t elementsComparedAtOnce = 20'000;

/// A tenth of a second of judging.
constexpr std::int64_t largestJudgedGroup = 500'000;

/// The values of some groups, as a tensor of those groups.
std::shared_ptr<const Tensor> groupsOf(const Tensor& input, int normalizedDims, TokenRange groups)
{
    std::vector<std::int64_t> extents = input.shape().trailing(normalizedDims).extents();
    extents.insert(extents.begin(), groups.count);
    const auto perGroup = static_cast<std::size_t>(input.shape().trailingElements(normalizedDims));
    auto part = std::make_shared<Tensor>(*Shape::make(std::move(extents)), input.dtype());
    const std::size_t groupBytes = perGroup * sizeOf(input.dtype());
    std::memcpy(part->bytes().data(),
                input.bytes().data() + static_cast<std::size_t>(groups.first) * groupBytes,
                part->bytes().size());
    return part;
}

} // namespace

Reference::Reference(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    qRegisterMetaType<WorkerState>();
    qRegisterMetaType<WorkerRequest>();
    qRegisterMetaType<std::shared_ptr<const Tensor>>("std::shared_ptr<const layernorm::Tensor>");
    m_pool.setMaxThreadCount(1);
    m_thread.setObjectName(QStringLiteral("reference worker"));
    connect(&session, &Session::changed, this, &Reference::sessionChanged);
}

Reference::~Reference()
{
    stopWorker();
    m_pool.waitForDone();
}

void Reference::stopWorker()
{
    if (!m_worker)
        return;
    m_worker->disconnect(this);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.quit();
    m_thread.wait();
    m_worker = nullptr;
}

void Reference::choose(const ReferenceLibrary* library, const WorkerCommand& command)
{
    stopWorker();
    m_library = library;
    m_state = {};
    forget();
    giveUpQuestions();
    if (library) {
        m_worker = new WorkerProcess(command);
        m_state = m_worker->state();
        m_worker->moveToThread(&m_thread);
        connect(m_worker, &WorkerProcess::stateChanged, this, &Reference::workerStateChanged);
        connect(m_worker, &WorkerProcess::answered, this, &Reference::answered);
        connect(m_worker, &WorkerProcess::refused, this, &Reference::refused);
        m_thread.start();
        QMetaObject::invokeMethod(m_worker, &WorkerProcess::start);
        askForDocument();
    }
    emit stateChanged();
    emit updated({0, m_session.layout().rows()});
}

QString Reference::title() const
{
    return m_state.version.isEmpty() ? m_state.name : m_state.name + u' ' + m_state.version;
}

bool Reference::isCurrent() const
{
    return m_session.isCurrent() && m_output && m_comparison && !m_pending.any() && m_requestId == 0 &&
           !m_comparing;
}

void Reference::restart()
{
    if (m_worker)
        QMetaObject::invokeMethod(m_worker, &WorkerProcess::restart);
}

void Reference::workerStateChanged(const WorkerState& state)
{
    m_state = state;
    if (state.phase == WorkerState::Phase::Failed)
        forget();
    emit stateChanged();
    if (state.phase == WorkerState::Phase::Ready)
        askForDocument();
}

void Reference::sessionChanged(const Change& change)
{
    if (!m_library)
        return;
    if (change.has(Change::Layout))
        forget();
    if (!change.has(Change::Results))
        return;
    if (change.has(Change::Layout | Change::Eps | Change::Affine | Change::Progress) || !m_output) {
        m_pending.everything = true;
    } else {
        const std::int64_t first = m_session.groupOfRow(change.rows.first);
        const std::int64_t last = m_session.groupOfRow(change.rows.first + change.rows.count - 1);
        const TokenRange old = m_pending.groups;
        const std::int64_t begin = old.count > 0 ? std::min(old.first, first) : first;
        const std::int64_t end = std::max(old.count > 0 ? old.first + old.count - 1 : last, last);
        m_pending.groups = {begin, end - begin + 1};
    }
    askForDocument();
}

void Reference::askForDocument()
{
    if (m_requestId != 0 || !m_pending.any() || !m_session.isCurrent() || !m_worker)
        return;
    m_asked = std::exchange(m_pending, {});
    // All groups are the tensor itself; a tensor of the highest rank cannot become one of groups.
    m_asked.everything = m_asked.everything || m_asked.groups.count == m_session.groups();
    m_requestId = ++m_lastId;
    WorkerRequest request{
        m_requestId,
        {},
        std::make_shared<const LibraryQuestion>(LibraryQuestion{.parameters = m_session.parameters()})};
    request.input = m_asked.everything
                        ? m_session.sharedInput()
                        : groupsOf(m_session.input(), m_session.normalizedDims(), m_asked.groups);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, request] { worker->request(request); });
}

bool Reference::offers(Operation operation) const
{
    return m_state.offers(operation);
}

void Reference::ask(std::shared_ptr<const Tensor> input, LibraryQuestion question, QObject* context,
                    std::function<void(std::shared_ptr<const Tensor>)> done)
{
    connect(context, &QObject::destroyed, this, &Reference::forgetQuestions, Qt::UniqueConnection);
    Question asked{context, std::move(done)};
    if (!m_worker) {
        giveUp(std::move(asked));
        return;
    }
    const WorkerRequest request{++m_lastId, std::move(input),
                                std::make_shared<const LibraryQuestion>(std::move(question))};
    m_questions.emplace(request.id, std::move(asked));
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, request] { worker->query(request); });
}

void Reference::forgetQuestions(QObject* context)
{
    std::erase_if(m_givenUp, [context](const Question& question) { return question.context == context; });
    std::vector<quint64> forgotten;
    std::erase_if(m_questions, [&](const auto& asked) {
        if (asked.second.context != context)
            return false;
        forgotten.push_back(asked.first);
        return true;
    });
    if (!forgotten.empty())
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, forgotten] { worker->forget(forgotten); });
}

void Reference::giveUp(Question question)
{
    m_givenUp.push_back(std::move(question));
    const auto tellFirst = [this] {
        if (m_givenUp.empty())
            return; // it was forgotten
        const Question first = std::move(m_givenUp.front());
        m_givenUp.pop_front();
        first.done(nullptr);
    };
    QMetaObject::invokeMethod(this, tellFirst, Qt::QueuedConnection);
}

void Reference::giveUpQuestions()
{
    for (auto& [id, question] : std::exchange(m_questions, {}))
        giveUp(std::move(question));
}

void Reference::answered(quint64 id, const std::shared_ptr<const Tensor>& output)
{
    if (const auto question = m_questions.extract(id))
        question.mapped().done(output);
    else
        take(id, output);
}

void Reference::refused(quint64 id, const QString& reason)
{
    if (const auto question = m_questions.extract(id))
        question.mapped().done(nullptr);
    else
        refuse(id, reason);
}

void Reference::take(quint64 id, const std::shared_ptr<const Tensor>& output)
{
    if (id != m_requestId)
        return;
    m_requestId = 0;
    m_refusal.clear();
    const TokenRange groups = m_asked.everything ? TokenRange{0, m_session.groups()} : m_asked.groups;
    const TokenRange first = m_session.rowsOfGroup(groups.first);
    const TokenRange rows{first.first, first.count * groups.count};
    merge(output, rows);
    if (m_pending.any())
        askForDocument();
    else
        compareWithOurs(rows);
}

void Reference::merge(const std::shared_ptr<const Tensor>& output, TokenRange rows)
{
    const std::int64_t dimension = m_session.layout().dimension;
    if (m_asked.everything || !m_output) {
        if (m_output && m_output->shape() == output->shape())
            m_changed.remember(m_output, dimension);
        m_output = output;
        return;
    }
    m_changed.remember(*m_output, rows, dimension);
    // A comparison may still be reading it.
    if (m_output.use_count() > 1)
        m_output = std::make_shared<Tensor>(*m_output);
    Tensor& merged = *std::const_pointer_cast<Tensor>(m_output); // made as a Tensor by us or by WorkerProcess
    const std::size_t groupBytes = output->bytes().size() / static_cast<std::size_t>(m_asked.groups.count);
    std::memcpy(merged.bytes().data() + static_cast<std::size_t>(m_asked.groups.first) * groupBytes,
                output->bytes().data(), output->bytes().size());
}

void Reference::refuse(quint64 id, const QString& reason)
{
    if (id != m_requestId)
        return;
    const bool changedMeanwhile = m_pending.any();
    forget();
    if (!changedMeanwhile)
        m_pending = {}; // asking the same again would be refused again
    m_refusal = reason;
    emit updated({0, m_session.layout().rows()});
    askForDocument();
}

void Reference::forget()
{
    m_output.reset();
    m_comparison.reset();
    m_judgement.reset();
    m_changed.clear();
    m_refusal.clear();
    m_comparing = false;
    m_requestId = 0; // an answer under way is not waited for any more
    m_pending = {m_library != nullptr, {}};
}

void Reference::compareWithOurs(TokenRange rows)
{
    const std::shared_ptr<const LayerNormResult> ours = m_session.result();
    const std::shared_ptr<const Tensor> theirs = m_output;
    if (!ours || !m_session.isCurrent())
        return; // the session's next change asks again
    const Tolerance tolerance = toleranceFor(m_session.dtype());
    const auto put = [this, theirs, rows](Result<Comparison> comparison) {
        if (theirs != m_output)
            return;
        m_comparing = false;
        if (comparison)
            m_comparison = std::move(*comparison);
        judgeWorst();
        emit updated(rows);
    };
    if (theirs->elements() <= elementsComparedAtOnce) {
        put(compare(ours->output, *theirs, tolerance));
        return;
    }
    m_comparing = true;
    m_pool.start(
        [this, ours, theirs, tolerance, put, latest = m_latestComparison, mine = ++*m_latestComparison] {
            if (*latest != mine)
                return; // another has been asked for since
            auto comparison = std::make_shared<Result<Comparison>>(compare(ours->output, *theirs, tolerance));
            QMetaObject::invokeMethod(this, [comparison, put] { put(std::move(*comparison)); });
        });
}

void Reference::judgeWorst()
{
    m_judgement.reset();
    if (!m_comparison)
        return;
    const std::int64_t groupSize = m_session.input().shape().trailingElements(m_session.normalizedDims());
    if (m_comparison->maxUlpDifference == 0 || groupSize > largestJudgedGroup)
        return;
    m_pool.start([this, input = m_session.sharedInput(), parameters = m_session.parameters(),
                  ours = m_session.result(), theirs = m_output, index = m_comparison->worstIndex] {
        const Judgement judgement = judge(*input, parameters, ours->output, *theirs, index);
        QMetaObject::invokeMethod(this, [this, theirs, index, judgement] {
            if (theirs != m_output || !m_comparison || m_comparison->worstIndex != index)
                return;
            m_judgement = judgement;
            emit judged();
        });
    });
}

} // namespace layernorm
