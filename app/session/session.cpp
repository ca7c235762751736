// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include "app/error_text.h"
#include "app/session/commands.h"
#include "core/io/number_text.h"
#include "core/tensor/random_tensor.h"
#include "core/tensor/tensor_edit.h"

#include <QRegularExpression>
#include <algorithm>
#include <cstring>
#include <utility>

namespace layernorm {

namespace {

/// Up to here drawing random numbers takes no longer than a frame.
constexpr std::int64_t randomElementsPerFrame = 200'000;
constexpr int undoSteps = 500;

bool sameValueBits(double a, double b)
{
    return std::memcmp(&a, &b, sizeof a) == 0;
}

} // namespace

Session::Session(Content content, QObject* parent) : QObject(parent), m_content(std::move(content))
{
    m_undoStack.setUndoLimit(undoSteps);
    m_pool.setMaxThreadCount(1);
    markStale({Stale::Everything, {}},
              {Change::Layout | Change::Input | Change::Affine, {0, layout().rows()}});
    recompute();
}

const Tensor& Session::editable(Editable which) const
{
    switch (which) {
    case Editable::Gamma:
        return m_content.gamma;
    case Editable::Beta:
        return m_content.beta;
    case Editable::Input:
        break;
    }
    return *m_content.input;
}

LayerNormParameters Session::parameters() const
{
    LayerNormParameters parameters{m_eps, m_content.normalizedDims, {}, {}};
    if (m_affine) {
        parameters.gamma = m_content.gamma;
        parameters.beta = m_content.beta;
    }
    return parameters;
}

std::int64_t Session::groups() const
{
    return input().elements() / input().shape().trailingElements(normalizedDims());
}

std::int64_t Session::groupOfRow(std::int64_t row) const
{
    return row * groups() / layout().rows();
}

TokenRange Session::rowsOfGroup(std::int64_t group) const
{
    const std::int64_t rows = layout().rows() / groups();
    return {group * rows, rows};
}

TokenRange Session::rowsOfGroups(TokenRange groups) const
{
    const std::int64_t rows = layout().rows() / this->groups();
    return {groups.first * rows, groups.count * rows};
}

QString Session::rowName(std::int64_t row) const
{
    const std::int64_t sequence = layout().sequence;
    return QStringLiteral("b%1 · t%2").arg(row / sequence).arg(row % sequence);
}

void Session::inputSaved()
{
    m_content.typed = false;
    m_undoStack.setClean();
}

void Session::begin(double eps, bool affine)
{
    m_eps = eps;
    m_affine = affine;
    markStale({Stale::Everything, {}}, {Change::Eps | Change::Affine, {0, layout().rows()}});
    recompute();
}

// Changes

Result<void> Session::editCell(Editable which, std::int64_t index, const QString& text)
{
    const Result<double> value = parseNumber(text.toStdString(), dtype());
    if (!value)
        return tl::unexpected(value.error());
    if (sameValueBits(*value, editable(which).at(index)))
        return {};
    const std::int64_t dimension = layout().dimension;
    const QString name = which == Editable::Input
                             ? tr("edit %1, d%2").arg(rowName(index / dimension)).arg(index % dimension)
                         : which == Editable::Gamma ? tr("edit gamma")
                                                    : tr("edit beta");
    m_undoStack.push(new CellsCommand(*this, which, {index}, {*value}, name));
    return {};
}

Result<void> Session::pasteCells(Cell corner, const QString& text)
{
    static const QRegularExpression separator(QStringLiteral("[\\t ;]+"));
    const layernorm::Layout shape = layout();
    std::vector<std::int64_t> indices;
    std::vector<double> values;
    std::int64_t row = corner.row;
    for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
        std::int64_t column = corner.column;
        for (const QString& item : line.trimmed().split(separator, Qt::SkipEmptyParts)) {
            const Result<double> value = parseNumber(item.toStdString(), dtype());
            if (!value)
                return tl::unexpected(value.error());
            if (row < shape.rows() && column < shape.dimension) {
                indices.push_back(row * shape.dimension + column);
                values.push_back(*value);
            }
            ++column;
        }
        ++row;
    }
    if (values.empty())
        return failure(
            LAYERNORM_SENTENCE("Core", "The clipboard holds no numbers; copy cells of a table first"));
    if (std::ranges::equal(indices, values, [this](std::int64_t index, double value) {
            return sameValueBits(input().at(index), value);
        }))
        return {};
    m_undoStack.push(
        new CellsCommand(*this, Editable::Input, std::move(indices), std::move(values), tr("paste")));
    return {};
}

Result<void> Session::setLayout(const layernorm::Layout& wanted)
{
    const Result<Shape> shape = Shape::make({wanted.batch, wanted.sequence, wanted.dimension});
    if (!shape)
        return tl::unexpected(shape.error());
    if (wanted == layout())
        return {};
    const layernorm::Layout old = layout();
    auto make = [old, shape = *shape, content = m_content]() mutable -> Result<Content> {
        const Tensor before = content.input->reshaped(Shape::of({old.batch, old.sequence, old.dimension}));
        content.input = std::make_shared<Tensor>(
            keepingValues(before, randn(shape, content.seed, content.input->dtype())));
        fitAffine(content);
        return std::move(content);
    };
    setContent(std::move(make), tr("change shape"), shape->elements() > randomElementsPerFrame);
    return {};
}

void Session::setSeed(std::uint64_t seed)
{
    auto make = [seed, content = m_content]() mutable -> Result<Content> {
        content.input = std::make_shared<Tensor>(randn(content.input->shape(), seed, content.input->dtype()));
        content.seed = seed;
        content.source.clear();
        content.typed = false;
        return std::move(content);
    };
    setContent(std::move(make), tr("draw from seed %1").arg(seed),
               input().elements() > randomElementsPerFrame);
}

Result<void> Session::setEps(double eps, int dragId)
{
    if (const auto checked = checkEps(eps); !checked)
        return checked;
    if (!sameValueBits(eps, m_eps))
        m_undoStack.push(new PropertyCommand<EpsProperty>(*this, eps, tr("change eps"), dragId));
    return {};
}

void Session::setNormalizedDims(int dims)
{
    if (dims == normalizedDims() || dims < 1 || dims > m_content.rank())
        return;
    Content content = m_content;
    content.normalizedDims = dims;
    fitAffine(content);
    pushContent(std::move(content), tr("normalise over other dimensions"));
}

void Session::setAffine(bool affine)
{
    if (affine != m_affine)
        m_undoStack.push(new PropertyCommand<AffineProperty>(
            *this, affine, affine ? tr("use gamma and beta") : tr("leave gamma and beta out")));
}

void Session::setDType(DType dtype)
{
    if (dtype == this->dtype())
        return;
    Content content = m_content;
    content.input = std::make_shared<Tensor>(m_content.input->converted(dtype));
    content.gamma = content.gamma.converted(dtype);
    content.beta = content.beta.converted(dtype);
    pushContent(std::move(content), tr("convert to %1").arg(QLatin1String(name(dtype))));
}

void Session::setContent(std::function<Result<Content>()> make, const QString& name, bool large,
                         std::function<void()> done)
{
    const int request = ++m_contentRequests;
    const auto put = [this, request, name, done = std::move(done)](Result<Content> content) {
        if (request != m_contentRequests)
            return;
        if (!content) {
            emit failed(errorText(content.error()));
            return;
        }
        pushContent(std::move(*content), name);
        if (done)
            done();
    };
    if (!large) {
        put(make());
        return;
    }
    ++m_contentPending;
    m_pool.start([this, make = std::move(make), put] {
        auto content = std::make_shared<Result<Content>>(make());
        QMetaObject::invokeMethod(this, [this, content, put] {
            --m_contentPending;
            put(std::move(*content));
            emit changed({Change::Progress, {}});
        });
    });
    emit changed({Change::Progress, {}});
}

void Session::pushContent(Content content, const QString& name)
{
    m_undoStack.push(new PropertyCommand<ContentProperty>(*this, std::move(content), name));
}

// What the commands do

void Session::exchangeContent(Content& content)
{
    std::swap(m_content, content);
    m_changedInput.clear();
    markStale({Stale::Everything, {}},
              {Change::Layout | Change::Input | Change::Affine, {0, layout().rows()}});
}

void Session::exchangeEps(double& eps)
{
    std::swap(m_eps, eps);
    m_changedInput.clear();
    markStale({Stale::Outputs, {}}, {Change::Eps, {0, layout().rows()}});
}

void Session::exchangeAffine(bool& affine)
{
    std::swap(m_affine, affine);
    markStale({Stale::Outputs, {}}, {Change::Affine, {0, layout().rows()}});
}

void Session::exchangeCells(Editable which, const std::vector<std::int64_t>& indices,
                            std::vector<double>& values)
{
    Tensor& tensor = writable(which);
    const auto [first, last] = std::minmax_element(indices.begin(), indices.end());
    if (which == Editable::Input) {
        const std::int64_t dimension = layout().dimension;
        const std::int64_t row = *first / dimension;
        m_content.typed = true;
        m_changedInput.remember(tensor, {row, *last / dimension - row + 1}, dimension);
    }
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const double before = tensor.at(indices[i]);
        tensor.set(indices[i], values[i]);
        values[i] = before;
    }
    if (which != Editable::Input) {
        markStale({Stale::Outputs, {}}, {Change::Affine, {0, layout().rows()}});
        return;
    }
    const std::int64_t perGroup = input().shape().trailingElements(normalizedDims());
    const TokenRange groups{*first / perGroup, *last / perGroup - *first / perGroup + 1};
    markStale({Stale::Groups, groups}, {Change::Input, rowsOfGroups(groups)});
}

Tensor& Session::writable(Editable which)
{
    if (which == Editable::Gamma)
        return m_content.gamma;
    if (which == Editable::Beta)
        return m_content.beta;
    // Someone computes with the present values: leave them theirs.
    if (m_content.input.use_count() > 1)
        m_content.input = std::make_shared<Tensor>(*m_content.input);
    return *m_content.input;
}

} // namespace layernorm
