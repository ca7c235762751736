// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/import_choice.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;

namespace layernorm {

/// Fields for the part of one tensor: leading axes (all, or one index), batches and tokens (first and count),
/// and the dimension, which is always whole. Axes the tensor does not have show no field.
class ImportRanges : public QWidget
{
    Q_OBJECT

public:
    explicit ImportRanges(QWidget* parent = nullptr);

    /// Shows the part that is proposed of `tensor`; no field for what is not importable.
    void setTensor(const StoredTensor& tensor);
    [[nodiscard]] ImportPart part() const;

signals:
    void changed();

private:
    /// Of one leading axis. Whole numbers; a QSpinBox ends at 2^31 - 1.
    struct Slice {
        QList<QWidget*> widgets; ///< all that is shown and hidden together
        QCheckBox* all;
        QDoubleSpinBox* index;
        QLabel* extent;
    };
    /// Of batches or of tokens.
    struct Range {
        QList<QWidget*> widgets; ///< all that is shown and hidden together
        QDoubleSpinBox* first;
        QDoubleSpinBox* count;
        QLabel* extent;
        double size = 1;
        double wanted = 1; ///< the count last asked for, which may be more than is left from `first` on
    };

    QDoubleSpinBox* makeSpin(const QString& name, const QString& accessibleName);
    void addSlice(QGridLayout* grid, int axis);
    Range addRange(QGridLayout* grid, int row, const QString& name, const QString& title,
                   const QString& firstName, const QString& countName);
    void connectRange(Range& range);
    void announceChanges();
    void addDimension(QGridLayout* grid, int row);
    void showSlices(const ImportPart& part);
    void showRange(Range& range, const ImportPart& part, std::size_t axisFromBack);

    QLabel* m_slicesNote;
    std::vector<Slice> m_slices;
    Range m_batches, m_tokens;
    QList<QWidget*> m_dimensionWidgets;
    QLabel* m_dimension = nullptr;
    std::vector<std::int64_t> m_extents; ///< of the tensor; empty where nothing of it can be read
    bool m_showing = false;              ///< fields are being filled: no change of the user's
};

} // namespace layernorm
