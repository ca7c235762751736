// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/background.h"

#include <atomic>
#include <utility>

namespace layernorm {

struct Background::Job {
    std::stop_source stop;
    std::atomic<double> done = 0;
};

Background::Background(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

Background::~Background()
{
    if (m_job)
        m_job->stop.request_stop();
    m_pool.clear();
    m_pool.waitForDone();
}

std::optional<double> Background::progress() const
{
    if (!m_job)
        return std::nullopt;
    return m_job->done;
}

void Background::start(Work work)
{
    const bool wasRunning = isRunning();
    if (m_job)
        m_job->stop.request_stop();
    m_job = std::make_shared<Job>();
    m_pool.start([this, job = m_job, work = std::move(work)] {
        if (job->stop.stop_requested())
            return;
        Delivery delivery =
            work({.threads = 0, .stop = job->stop.get_token(), .progress = [this, job](double part) {
                      job->done = part;
                      QMetaObject::invokeMethod(this, [this, job, part] {
                          if (job == m_job)
                              emit progressed(part);
                      });
                  }});
        QMetaObject::invokeMethod(this, [this, job, delivery = std::move(delivery)] {
            if (job != m_job)
                return;
            m_job.reset();
            if (delivery)
                delivery();
            if (!m_job) // the delivery may have started the next
                emit runningChanged(false);
        });
    });
    if (!wasRunning)
        emit runningChanged(true);
}

void Background::cancel()
{
    if (!m_job)
        return;
    m_job->stop.request_stop();
    m_job.reset();
    emit runningChanged(false);
}

} // namespace layernorm
