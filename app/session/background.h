// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/norm/forward.h"

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <optional>

namespace layernorm {

/// One piece of work at a time on a thread of its own; the latest wins. For what a page works out from
/// immutable copies of the document.
class Background : public QObject
{
    Q_OBJECT

public:
    /// Called in this object's thread with what the work found out.
    using Delivery = std::function<void()>;
    /// Runs on the other thread, which must not touch what the window shows; looks at `execution.stop` now
    /// and then and tells `execution.progress`. What it returns is called here, unless `start` or `cancel`
    /// was called meanwhile.
    using Work = std::function<Delivery(const Execution& execution)>;

    explicit Background(QObject* parent = nullptr);
    /// Waits for the work, which is asked to stop.
    ~Background() override;

    void start(Work work);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job != nullptr; }
    /// 0 to 1 while work runs.
    [[nodiscard]] std::optional<double> progress() const;

signals:
    void progressed(double part);
    /// Work has begun, was delivered or cancelled.
    void runningChanged(bool running);

private:
    struct Job;

    QThreadPool m_pool;
    std::shared_ptr<Job> m_job;
};

} // namespace layernorm
