// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/import_choice.h"

#include <QDialog>
#include <optional>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace layernorm {

class ImportRanges;
class StoredTensorModel;

/// Asks which tensor of a file is to be read, and which part of it. Reads nothing itself. A file of one
/// tensor shows no list.
///
/// Keys: what is typed filters, the arrows choose (from within the filter, too), Ctrl+1 to Ctrl+4 sort, Enter
/// opens, Escape cancels.
class ImportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `file` is shown by its name alone.
    ImportDialog(const QString& file, StoredTensors tensors, QWidget* parent = nullptr);

    /// What is chosen; nullopt where that cannot be read.
    [[nodiscard]] std::optional<ReadRequest> request() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeList();
    void setupTable();
    void setupSorting();
    [[nodiscard]] QWidget* makePart();
    void addButtons(QBoxLayout* layout);

    /// Keeps the choice where it is still listed, otherwise takes the first listed that can be read.
    void chooseAgain();
    void choose(int row);
    /// The same key again: the other way round, then as in the file.
    void sortBy(int column);
    void refreshSummary();
    [[nodiscard]] const StoredTensor* chosen() const;
    /// What stands in the way of opening; empty where nothing does.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString partText() const;
    [[nodiscard]] QString conversionNote() const;

    QString m_file;
    StoredTensorModel* m_model;
    std::optional<std::size_t> m_chosen; ///< position in the file; none where the filter leaves nothing
    QLineEdit* m_filter = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_found = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_stored = nullptr;
    ImportRanges* m_ranges = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_open = nullptr;
};

} // namespace layernorm
