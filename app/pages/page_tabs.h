// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/pages/exportable_page.h"
#include "app/session/reference.h"
#include "app/session/session.h"

#include <QTabWidget>

namespace layernorm {

/// The pages of the lower half of the window. A page is made when it is first looked at, so that the window
/// starts as quickly with many as with one. What the current page shows can be taken away as table and
/// picture.
class PageTabs : public QTabWidget
{
    Q_OBJECT

public:
    PageTabs(Session& session, Reference& reference, Dialogs& dialogs, QWidget* parent = nullptr);

    /// Nothing happens for an id that no page has.
    void showPage(const QString& id);
    [[nodiscard]] QString currentPage() const;
    /// Whether all the current page shows belongs to the document as it is now.
    [[nodiscard]] bool isCurrent() const;
    /// What a picture of the current page shows.
    [[nodiscard]] QWidget* pictured() const;

public slots:
    void copyTable();
    void saveTable();

signals:
    /// The user wants a picture of the current page.
    void pictureWanted();
    /// For the status bar.
    void told(const QString& message);
    /// Something could not be done; one sentence.
    void refused(const QString& message);

private:
    void addPlace(const char* id, const char* title);
    void makeCurrentPage();
    void setupExportButton();
    [[nodiscard]] ExportablePage* current() const;
    /// The page's table, or nullopt and a word to the user while there is none.
    [[nodiscard]] std::optional<ExperimentTable> currentTable();

    Session& m_session;
    Reference& m_reference;
    Dialogs& m_dialogs;
};

} // namespace layernorm
