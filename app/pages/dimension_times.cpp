// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dimension_times.h"

#include "core/explore/dimension_sweep.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();
/// The first answer warms up; the median of the others counts.
constexpr std::size_t callsPerDimension = 4;
constexpr std::uint64_t seed = 1;

/// As many tokens of `dimension` values as there are values for.
std::shared_ptr<const Tensor> batchOf(const Tensor& values, std::int64_t dimension)
{
    const std::int64_t tokens = values.elements() / dimension;
    Tensor batch(Shape::of({tokens, dimension}), values.dtype());
    std::ranges::copy(values.bytes().first(batch.bytes().size()), batch.bytes().begin());
    return std::make_shared<const Tensor>(std::move(batch));
}

double medianWithoutFirst(std::vector<double> seconds)
{
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>((seconds.size() + 1) / 2);
    std::nth_element(seconds.begin() + 1, middle, seconds.end());
    return *middle;
}

} // namespace

DimensionTimes::DimensionTimes(Reference& reference, QObject* parent)
    : QObject(parent),
      m_reference(reference)
{
}

void DimensionTimes::measure(const std::vector<std::int64_t>& dimensions, DType dtype)
{
    if (dimensions != m_dimensions || dtype != m_dtype) {
        cancel();
        m_dimensions = dimensions;
        m_dtype = dtype;
        m_values.reset();
        m_ours.assign(m_dimensions.size(), notMeasured);
        forgetLibrary();
    }
    if (m_background.isRunning())
        return; // the library's turn comes after
    if (std::ranges::any_of(m_ours, [](double seconds) { return std::isnan(seconds); }))
        measureOurs();
    else
        askLibrary();
}

void DimensionTimes::measureAgain()
{
    cancel();
    const std::vector<std::int64_t> dimensions = std::exchange(m_dimensions, {});
    measure(dimensions, m_dtype);
}

void DimensionTimes::cancel()
{
    m_background.cancel();
    m_reference.forgetQuestions(this);
    m_asking = false;
    m_question.reset();
}

void DimensionTimes::measureOurs()
{
    m_background.start([this, dimensions = m_dimensions, dtype = m_dtype](const Execution& execution) {
        Seconds seconds;
        for (const std::int64_t dimension : dimensions) {
            const std::optional<double> measured = measureTimePerToken(dimension, dtype, execution);
            if (!measured)
                return Background::Delivery();
            seconds.push_back(*measured);
            execution.progress(static_cast<double>(seconds.size()) / static_cast<double>(dimensions.size()));
        }
        auto values = std::make_shared<const Tensor>(randn(Shape::of({mostValuesAsked}), seed, dtype));
        return Background::Delivery([this, seconds = std::move(seconds), values = std::move(values)] {
            m_ours = seconds;
            m_values = values;
            askLibrary();
            emit changed();
        });
    });
}

void DimensionTimes::askLibrary()
{
    const QString title = m_reference.offers(Operation::LayerNorm) ? m_reference.title() : QString();
    if (title == m_title && (m_asking || title.isEmpty() || m_index >= m_dimensions.size()))
        return;
    m_reference.forgetQuestions(this);
    if (title != m_title)
        forgetLibrary();
    m_title = title;
    m_asking = !m_title.isEmpty();
    m_question.reset();
    if (m_asking)
        askNext();
}

void DimensionTimes::askNext()
{
    if (!m_question) {
        if (m_index == m_dimensions.size() || m_dimensions[m_index] > mostValuesAsked) {
            finishAsking();
            return;
        }
        m_question = batchOf(*m_values, m_dimensions[m_index]);
        m_calls.clear();
    }
    m_sinceAsked.start();
    m_reference.ask(m_question, {}, this,
                    [this](const std::shared_ptr<const Tensor>& answer) { take(answer != nullptr); });
}

void DimensionTimes::take(bool answered)
{
    if (!answered) {
        finishAsking();
        return;
    }
    constexpr double nanosecond = 1e-9;
    m_calls.push_back(static_cast<double>(m_sinceAsked.nsecsElapsed()) * nanosecond);
    if (m_calls.size() == callsPerDimension) {
        m_library[m_index] = medianWithoutFirst(m_calls) / static_cast<double>(m_question->shape()[0]);
        m_question.reset();
        ++m_index;
        emit changed();
    }
    askNext();
}

void DimensionTimes::finishAsking()
{
    m_asking = false;
    m_question.reset();
    m_index = m_dimensions.size();
    emit changed();
}

void DimensionTimes::forgetLibrary()
{
    m_library.assign(m_dimensions.size(), notMeasured);
    m_title.clear();
    m_index = 0;
}

} // namespace layernorm
