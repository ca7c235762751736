// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <utility>

namespace layernorm {

/// Work that must all be done, one piece after the other, and keeps nobody waiting: reading and writing
/// files. (What only the latest of counts is done by Background.)
class Offload : public QObject
{
public:
    explicit Offload(QObject* parent = nullptr) : QObject(parent) { m_pool.setMaxThreadCount(1); }
    /// Waits for the work; what it found out is not told any more.
    ~Offload() override { m_pool.waitForDone(); }

    /// `work` runs here and now, or, when it is `large`, on another thread; then `done` is called in this
    /// object's thread with its result.
    template <typename Value>
    void run(bool large, std::function<Value()> work, std::function<void(Value)> done)
    {
        if (!large) {
            done(work());
            return;
        }
        ++m_pending;
        m_pool.start([this, work = std::move(work), done = std::move(done)] {
            auto value = std::make_shared<Value>(work());
            QMetaObject::invokeMethod(
                this,
                [this, value, done] {
                    --m_pending;
                    done(std::move(*value));
                },
                Qt::QueuedConnection);
        });
    }

    [[nodiscard]] bool isBusy() const { return m_pending > 0; }
    /// Until everything is done and told.
    void wait()
    {
        m_pool.waitForDone();
        QCoreApplication::sendPostedEvents(this);
    }

private:
    QThreadPool m_pool;
    int m_pending = 0;
};

} // namespace layernorm
