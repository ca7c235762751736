// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/background.h"
#include "app/session/reference.h"

#include <QElapsedTimer>
#include <vector>

namespace layernorm {

/// Measured time per token against D: ours in this process on one thread (core/explore/dimension_sweep), and
/// the library's in its worker.
///
/// The library is asked for some 2^20 values at once, a few times over, and its time runs from question to
/// answer: the values' way through the pipe, there and back, is part of it. Larger tokens are not asked for.
class DimensionTimes : public QObject
{
    Q_OBJECT

public:
    /// Seconds per token, one for each dimension; NaN where it was not measured (yet).
    using Seconds = std::vector<double>;
    static constexpr std::int64_t mostValuesAsked = 1 << 20;

    explicit DimensionTimes(Reference& reference, QObject* parent = nullptr);

    /// Measures what is not known yet, and nothing anew while dimensions, type and library are the same.
    void measure(const std::vector<std::int64_t>& dimensions, DType dtype);
    /// Measures everything anew.
    void measureAgain();
    /// Stops; what was measured stays.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_background.isRunning() || m_asking; }

    [[nodiscard]] const Seconds& ours() const { return m_ours; }
    [[nodiscard]] const Seconds& library() const { return m_library; }
    /// Whose times `library` are: "LibTorch 1.13.1"; empty without one.
    [[nodiscard]] const QString& libraryTitle() const { return m_title; }

signals:
    /// More times are known, or all that will be.
    void changed();

private:
    void measureOurs();
    void askLibrary();
    void askNext();
    void take(bool answered);
    void finishAsking();
    void forgetLibrary();

    Reference& m_reference;
    Background m_background;
    std::vector<std::int64_t> m_dimensions;
    DType m_dtype = DType::Float32;
    Seconds m_ours;
    Seconds m_library;
    QString m_title;
    std::shared_ptr<const Tensor> m_values; ///< what the library is asked about, as one row

    bool m_asking = false;
    std::size_t m_index = 0; ///< of the dimension asked for
    std::shared_ptr<const Tensor> m_question;
    std::vector<double> m_calls; ///< seconds of the answers to `m_question`
    QElapsedTimer m_sinceAsked;
};

} // namespace layernorm
