// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include "app/error_text.h"
#include "app/session/commands.h"
#include "core/io/number_text.h"
#include "core/io/pasted_text.h"
#include "core/tensor/random_tensor.h"
#include "core/tensor/tensor_edit.h"

#include <QCoreApplication>
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

StepName step(const char* text, QStringList arguments = {})
{
    return {"layernorm::Session", text, std::move(arguments)};
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

QString Session::rowPlace(std::int64_t row) const
{
    const std::int64_t sequence = layout().sequence;
    return QStringLiteral("b%1 · t%2").arg(row / sequence).arg(row % sequence);
}

QString Session::rowTitle(std::int64_t row) const
{
    const QString label = m_content.labels.value(static_cast<int>(row));
    return label.isEmpty() ? rowPlace(row) : label;
}

QString Session::rowName(std::int64_t row) const
{
    const QString label = m_content.labels.value(static_cast<int>(row));
    return label.isEmpty() ? rowPlace(row) : QStringLiteral("%1 (%2)").arg(label, rowPlace(row));
}

void Session::inputSaved(const Tensor& input)
{
    const auto isFilled = [](const Tensor& tensor, double value) {
        return sameBits(tensor, Tensor::filled(tensor.shape(), tensor.dtype(), value));
    };
    if (&input != m_content.input.get() || !isFilled(m_content.gamma, 1) || !isFilled(m_content.beta, 0))
        return;
    m_content.typed = false;
    m_undoStack.setClean();
}

void Session::markUnsaved()
{
    m_content.typed = true;
    m_undoStack.resetClean();
}

void Session::replace(Content content, double eps, bool affine, const QString& notes)
{
    ++m_contentRequests; // what is being opened meanwhile belongs to the old document
    m_undoStack.clear();
    m_content = std::move(content);
    m_eps = eps;
    m_affine = affine;
    m_changedInput.clear();
    m_selection.setExtents(layout().rows(), layout().dimension);
    m_selection.confine();
    if (notes != m_notes) {
        m_notes = notes;
        emit notesChanged();
    }
    markStale({Stale::Everything, {}},
              {Change::Layout | Change::Input | Change::Affine | Change::Eps, {0, layout().rows()}});
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
    const StepName name =
        which == Editable::Input   ? step(QT_TRANSLATE_NOOP("layernorm::Session", "edit %1, d%2"),
                                          {rowName(index / dimension), QString::number(index % dimension)})
        : which == Editable::Gamma ? step(QT_TRANSLATE_NOOP("layernorm::Session", "edit gamma"))
                                   : step(QT_TRANSLATE_NOOP("layernorm::Session", "edit beta"));
    m_undoStack.push(new CellsCommand(*this, which, {index}, {*value}, name));
    return {};
}

Result<Pasted> Session::pasteCells(Cell corner, const QString& text)
{
    const Result<LabelledTensor> read = parsePastedText(text.toStdString(), dtype());
    if (!read)
        return tl::unexpected(read.error());
    const layernorm::Layout shape = layout();
    const std::int64_t columns = read->tensor.shape()[-1];
    Pasted pasted;
    std::vector<std::int64_t> indices;
    std::vector<double> values;
    for (std::int64_t i = 0; i < read->tensor.elements(); ++i) {
        const Cell cell{corner.row + i / columns, corner.column + i % columns};
        const bool inside = cell.row < shape.rows() && cell.column < shape.dimension;
        ++(inside ? pasted.put : pasted.leftOut);
        if (!inside)
            continue;
        indices.push_back(cell.row * shape.dimension + cell.column);
        values.push_back(read->tensor.at(i));
    }
    const bool same = std::ranges::equal(indices, values, [this](std::int64_t index, double value) {
        return sameValueBits(input().at(index), value);
    });
    if (!same)
        m_undoStack.push(new CellsCommand(*this, Editable::Input, std::move(indices), std::move(values),
                                          step(QT_TRANSLATE_NOOP("layernorm::Session", "paste"))));
    return pasted;
}

Result<void> Session::pasteTensor(const QString& text)
{
    Result<LabelledTensor> read = parsePastedText(text.toStdString(), dtype());
    if (!read)
        return tl::unexpected(read.error());
    Content content =
        Content::of(std::move(read->tensor), normalizedDims(), seed(), tr("pasted numbers"), read->labels);
    content.typed = true;
    pushContent(std::move(content), step(QT_TRANSLATE_NOOP("layernorm::Session", "paste as new tensor")));
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
        content.labels = fittedLabels(content.labels, old, layernorm::Layout::of(shape));
        return std::move(content);
    };
    setContent(std::move(make), step(QT_TRANSLATE_NOOP("layernorm::Session", "change shape")),
               shape->elements() > randomElementsPerFrame);
    return {};
}

void Session::setSeed(std::uint64_t seed)
{
    auto make = [seed, content = m_content]() mutable -> Result<Content> {
        content.input = std::make_shared<Tensor>(randn(content.input->shape(), seed, content.input->dtype()));
        content.seed = seed;
        content.source.clear();
        content.labels.clear(); // no word stands for random numbers
        content.typed = false;
        return std::move(content);
    };
    setContent(std::move(make),
               step(QT_TRANSLATE_NOOP("layernorm::Session", "draw from seed %1"), {QString::number(seed)}),
               input().elements() > randomElementsPerFrame);
}

Result<void> Session::setEps(double eps, int dragId)
{
    if (const auto checked = checkEps(eps); !checked)
        return checked;
    if (!sameValueBits(eps, m_eps))
        m_undoStack.push(new PropertyCommand<EpsProperty>(
            *this, eps, step(QT_TRANSLATE_NOOP("layernorm::Session", "change eps")), dragId));
    return {};
}

void Session::setNormalizedDims(int dims)
{
    if (dims == normalizedDims() || dims < 1 || dims > m_content.rank())
        return;
    Content content = m_content;
    content.normalizedDims = dims;
    fitAffine(content);
    pushContent(std::move(content),
                step(QT_TRANSLATE_NOOP("layernorm::Session", "normalise over other dimensions")));
}

void Session::setAffine(bool affine)
{
    if (affine != m_affine)
        m_undoStack.push(new PropertyCommand<AffineProperty>(
            *this, affine,
            affine ? step(QT_TRANSLATE_NOOP("layernorm::Session", "use gamma and beta"))
                   : step(QT_TRANSLATE_NOOP("layernorm::Session", "leave gamma and beta out"))));
}

void Session::setDType(DType dtype)
{
    if (dtype == this->dtype())
        return;
    Content content = m_content;
    content.input = std::make_shared<Tensor>(m_content.input->converted(dtype));
    content.gamma = content.gamma.converted(dtype);
    content.beta = content.beta.converted(dtype);
    pushContent(std::move(content),
                step(QT_TRANSLATE_NOOP("layernorm::Session", "convert to %1"), {QLatin1String(name(dtype))}));
}

void Session::setNotes(const QString& notes, int dragId)
{
    if (notes != m_notes)
        m_undoStack.push(new PropertyCommand<NotesProperty>(
            *this, notes, step(QT_TRANSLATE_NOOP("layernorm::Session", "edit the notes")), dragId));
}

void Session::setContent(std::function<Result<Content>()> make, const StepName& name, bool large,
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

void Session::pushContent(Content content, const StepName& name)
{
    m_undoStack.push(new PropertyCommand<ContentProperty>(*this, std::move(content), name));
}

void Session::beginTogether(const StepName& name)
{
    m_undoStack.beginMacro(name.text());
    // The stack makes the step that holds the others itself; this one changes nothing, and remembers its
    // name.
    m_undoStack.push(new NamedCommand(name));
}

void Session::endTogether()
{
    m_undoStack.endMacro();
}

void Session::nameStepsAgain()
{
    // The stack shows its steps to all but lets nobody change them; their names are no part of the document.
    for (int i = 0; i < m_undoStack.count(); ++i) {
        const QUndoCommand* command = m_undoStack.command(i);
        const QUndoCommand* named = command->childCount() > 0 ? command->child(0) : command;
        if (const auto* step = dynamic_cast<const NamedCommand*>(named))
            const_cast<QUndoCommand*>(command)->setText(step->name());
    }
}

// What the commands do

void Session::exchangeContent(Content& content)
{
    std::swap(m_content, content);
    // Views follow when the change is told; until then they may still be clicked on.
    m_selection.setExtents(layout().rows(), layout().dimension);
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

void Session::exchangeNotes(QString& notes)
{
    std::swap(m_notes, notes);
    emit notesChanged();
}

void Session::exchangeCells(Editable which, const std::vector<std::int64_t>& indices,
                            std::vector<double>& values)
{
    m_content.typed = true;
    Tensor& tensor = writable(which);
    const auto [first, last] = std::minmax_element(indices.begin(), indices.end());
    if (which == Editable::Input) {
        const std::int64_t dimension = layout().dimension;
        const std::int64_t row = *first / dimension;
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
