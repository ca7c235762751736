// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the session brings its results up to date: at once, or on copies in the background.
#include "app/session/session.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace layernorm {

namespace {

/// Up to here LayerNorm takes no longer than a frame.
constexpr std::int64_t elementsPerFrame = 2'000'000;

TokenRange united(TokenRange a, TokenRange b)
{
    if (a.count == 0 || b.count == 0)
        return a.count == 0 ? b : a;
    const std::int64_t first = std::min(a.first, b.first);
    return {first, std::max(a.first + a.count, b.first + b.count) - first};
}

} // namespace

/// A computation on copies nobody writes to.
struct Session::Job {
    std::shared_ptr<const Tensor> input;
    LayerNormParameters parameters;
    std::shared_ptr<LayerNormResult> result;
    std::int64_t groups = 0;
    std::atomic<double> done = 0; ///< 0 to 1
    std::stop_source stop;
    ValueRange inputRange;
    ValueRange outputRange;

    /// `progressed` is called now and then.
    void run(const std::function<void()>& progressed)
    {
        result = std::make_shared<LayerNormResult>(emptyResult(*input, parameters.normalizedDims));
        updateTokens(*input, parameters, {0, groups}, *result,
                     {.stop = stop.get_token(), .progress = [&](double part) {
                          done = part;
                          progressed();
                      }});
        if (stop.stop_requested())
            return;
        inputRange = finiteRange(*input);
        outputRange = finiteRange(result->output);
    }
};

Session::~Session()
{
    if (m_job)
        m_job->stop.request_stop();
    m_pool.waitForDone();
}

std::optional<double> Session::progress() const
{
    if (m_contentPending > 0)
        return 0.0;
    if (!m_job)
        return std::nullopt;
    return m_job->done;
}

void Session::markStale(Stale stale, Change change)
{
    if (m_stale.kind == Stale::None || (m_stale.kind == Stale::Groups && stale.kind == Stale::Groups)) {
        m_stale.groups = united(m_stale.groups, stale.groups);
        m_stale.kind = stale.kind;
    } else if (m_stale.kind != stale.kind) {
        m_stale.kind = Stale::Everything;
    }
    m_pending.kinds |= change.kinds;
    m_pending.rows = united(m_pending.rows, change.rows);
    if (!std::exchange(m_recomputeScheduled, true))
        QMetaObject::invokeMethod(this, &Session::recompute, Qt::QueuedConnection);
}

void Session::recompute()
{
    m_recomputeScheduled = false;
    if (m_stale.kind == Stale::None)
        return;
    if (m_job || !m_result || m_result->output.shape() != input().shape() ||
        m_result->output.dtype() != dtype())
        m_stale.kind = Stale::Everything;
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();

    const Stale stale = std::exchange(m_stale, {});
    Change change = std::exchange(m_pending, {});
    const std::int64_t perGroup = input().shape().trailingElements(normalizedDims());
    const std::int64_t work =
        stale.kind == Stale::Groups ? stale.groups.count * perGroup : input().elements();
    if (work <= elementsPerFrame) {
        recomputeHere(stale);
        change.kinds |= Change::Results;
    } else {
        startJob();
        change.kinds |= Change::Progress;
    }
    if (change.has(Change::Layout))
        m_selection.confine();
    emit changed(change);
}

bool Session::resultFits(const LayerNormResult* result) const
{
    return result && result->mean.shape() == input().shape().reduced(normalizedDims()) &&
           result->output.shape() == input().shape() && result->output.dtype() == dtype();
}

std::shared_ptr<LayerNormResult> Session::nextResult()
{
    std::shared_ptr<LayerNormResult> next = std::exchange(m_spare, nullptr);
    if (!resultFits(next.get()) || next.use_count() > 1)
        next = std::make_shared<LayerNormResult>(emptyResult(input(), normalizedDims()));
    return next;
}

void Session::recomputeHere(const Stale& stale)
{
    const LayerNormParameters parameters = this->parameters();
    const std::int64_t dimension = layout().dimension;
    if (stale.kind == Stale::Groups && resultFits(m_result.get())) {
        if (m_result.use_count() > 1)
            m_result = std::make_shared<LayerNormResult>(*m_result);
        m_changedOutput.remember(m_result->output, rowsOfGroups(stale.groups), dimension);
        updateTokens(input(), parameters, stale.groups, *m_result);
    } else {
        // The old result is kept as it is, to tell what changed, and its memory taken for the one after the
        // next.
        const std::shared_ptr<LayerNormResult> old = m_result;
        const std::shared_ptr<LayerNormResult> next = nextResult();
        m_changedOutput.clear();
        if (stale.kind == Stale::Outputs && resultFits(old.get())) {
            next->mean = old->mean;
            next->variance = old->variance;
            next->moments = old->moments;
            updateOutputs(input(), parameters, {0, groups()}, *next);
        } else {
            updateTokens(input(), parameters, {0, groups()}, *next);
        }
        if (resultFits(old.get()))
            m_changedOutput.remember(std::shared_ptr<const Tensor>(old, &old->output), dimension);
        m_spare = std::exchange(m_previous, old);
        m_result = next;
    }
    if (stale.kind != Stale::Outputs)
        m_inputRange = finiteRange(input());
    m_outputRange = finiteRange(m_result->output);
}

void Session::startJob()
{
    m_changedOutput.clear();
    m_spare.reset();
    m_previous.reset();
    if (!resultFits(m_result.get()))
        m_result.reset();
    m_job = std::make_shared<Job>();
    m_job->input = m_content.input;
    m_job->parameters = parameters();
    m_job->groups = groups();
    m_pool.start([this, job = m_job] {
        job->run([this, job] {
            QMetaObject::invokeMethod(this, [this, job] {
                if (job == m_job)
                    emit changed({Change::Progress, {}});
            });
        });
        QMetaObject::invokeMethod(this, [this, job] { finishJob(job); });
    });
}

void Session::finishJob(const std::shared_ptr<Job>& job)
{
    if (job != m_job || job->stop.stop_requested())
        return;
    m_job.reset();
    m_result = job->result;
    m_inputRange = job->inputRange;
    m_outputRange = job->outputRange;
    emit changed({Change::Results | Change::Progress, {0, layout().rows()}});
}

void Session::cancel()
{
    ++m_contentRequests;
    if (m_job) {
        m_job->stop.request_stop();
        m_job.reset();
        m_stale.kind = Stale::Everything;
    }
    emit changed({Change::Progress, {}});
}

void Session::computeAgain()
{
    markStale({Stale::Everything, {}}, {Change::Progress, {0, layout().rows()}});
    recompute();
}

} // namespace layernorm
