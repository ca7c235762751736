// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"

#include <QUndoCommand>

namespace layernorm {

/// A step that is called by another name when another language is spoken. Changes nothing itself.
class NamedCommand : public QUndoCommand
{
public:
    explicit NamedCommand(StepName name) : QUndoCommand(name.text()), m_name(std::move(name)) {}

    /// In the language that is spoken now.
    [[nodiscard]] QString name() const { return m_name.text(); }

private:
    StepName m_name;
};

/// One undoable property of the session. Undo and redo are one exchange of the value kept here with the
/// session's. A property is a struct with Value, id (-1: steps never join) and exchange.
template <typename Property>
class PropertyCommand : public NamedCommand
{
public:
    using Value = typename Property::Value;

    PropertyCommand(Session& session, Value value, const StepName& name, int dragId = 0)
        : NamedCommand(name),
          m_session(session),
          m_value(std::move(value)),
          m_dragId(dragId)
    {
    }

    void redo() override { Property::exchange(m_session, m_value); }
    void undo() override { Property::exchange(m_session, m_value); }
    int id() const override { return Property::id; }

    /// The later step has run already; this one keeps the value from before the drag.
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto& later = static_cast<const PropertyCommand&>(*other);
        if (m_dragId == 0 || later.m_dragId != m_dragId)
            return false;
        // Back where the drag began: nothing to undo.
        setObsolete(Property::current(m_session) == m_value);
        return true;
    }

private:
    Session& m_session;
    Value m_value;
    int m_dragId;
};

struct EpsProperty {
    using Value = double;
    static constexpr int id = 1;
    static void exchange(Session& session, double& value) { session.exchangeEps(value); }
    static double current(const Session& session) { return session.eps(); }
};

struct AffineProperty {
    using Value = bool;
    static constexpr int id = -1;
    static void exchange(Session& session, bool& value) { session.exchangeAffine(value); }
    static bool current(const Session& session) { return session.affine(); }
};

struct NotesProperty {
    using Value = QString;
    static constexpr int id = 2;
    static void exchange(Session& session, QString& value) { session.exchangeNotes(value); }
    static QString current(const Session& session) { return session.notes(); }
};

struct ContentProperty {
    using Value = Content;
    static constexpr int id = -1;
    static void exchange(Session& session, Content& value) { session.exchangeContent(value); }
};

/// Without a drag there is nothing to join, and contents need no comparison.
template <>
inline bool PropertyCommand<ContentProperty>::mergeWith(const QUndoCommand*)
{
    return false;
}

/// Values typed or pasted into cells of one tensor.
class CellsCommand : public NamedCommand
{
public:
    CellsCommand(Session& session, Editable which, std::vector<std::int64_t> indices,
                 std::vector<double> values, const StepName& name)
        : NamedCommand(name),
          m_session(session),
          m_which(which),
          m_indices(std::move(indices)),
          m_values(std::move(values))
    {
    }

    void redo() override { m_session.exchangeCells(m_which, m_indices, m_values); }
    void undo() override { m_session.exchangeCells(m_which, m_indices, m_values); }

private:
    Session& m_session;
    Editable m_which;
    std::vector<std::int64_t> m_indices;
    std::vector<double> m_values;
};

} // namespace layernorm
