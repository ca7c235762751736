// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/exportable_page.h"
#include "app/session/background.h"
#include "app/session/reference.h"
#include "app/session/session.h"

#include <QWidget>

namespace layernorm {

/// A page that shows an experiment on the document. It works only while it is seen, in the background, and
/// follows edits; what it shows can be saved as a picture and as the table that --experiment prints.
class ExperimentPage : public QWidget, public ExportablePage
{
    Q_OBJECT

public:
    ExperimentPage(Session& session, Reference& reference, QWidget* parent);

    [[nodiscard]] QWidget* pictured() override { return this; }
    [[nodiscard]] bool isCurrent() const override { return !m_stale && !m_background.isRunning(); }

    /// Takes the file that was chosen after `fileWanted`.
    virtual void openFile(const QString& /*file*/) {}

signals:
    /// What was asked for cannot be done; one sentence.
    void refused(const QString& message);
    /// A file is to be chosen and given to `openFile`; `filter` as file dialogs have it.
    void fileWanted(const QString& filter);

protected:
    /// The document, the library or the selection changed and the page is seen, or it comes into sight: start
    /// the work anew. `session().isCurrent()` holds.
    virtual void refresh() = 0;
    /// Calls `refresh` as soon as the page is seen and the session's result is current.
    void markStale();

    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] const Session& session() const { return m_session; }
    [[nodiscard]] Reference& reference() { return m_reference; }
    [[nodiscard]] const Reference& reference() const { return m_reference; }
    [[nodiscard]] Background& background() { return m_background; }

    void showEvent(QShowEvent* event) override;

private:
    void refreshIfSeen();

    Session& m_session;
    Reference& m_reference;
    Background m_background;
    bool m_stale = true;
    bool m_scheduled = false;
};

} // namespace layernorm
