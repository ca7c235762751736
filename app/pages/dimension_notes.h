// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/dimension_times.h"
#include "core/explore/dimension_sweep.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace layernorm {

class FewOutputsDrawing;

/// What one D means for a token, in words and numbers, with a drawing where the outputs have no freedom left.
class DimensionNotes : public QWidget
{
    Q_OBJECT

public:
    /// A token cut short, or drawn on, to one D.
    struct Subject {
        DimensionPoint point;
        std::int64_t ownValues = 0; ///< of the whole token; the rest is drawn
        double eps = 0;
        bool affine = false; ///< whether the document applies gamma and beta, which the points leave out
        double beta = 0;     ///< of the token's first value
        DType dtype = DType::Float32;
        QList<double> fewOutputs; ///< all of them where there are three at most
    };

    explicit DimensionNotes(QWidget* parent = nullptr);

    void tell(const Subject& subject);
    /// The times at `dimensions[index]`.
    void tellTimes(const std::vector<std::int64_t>& dimensions, std::size_t index,
                   const DimensionTimes& times);

signals:
    void measureAgain();

private:
    QLabel* m_heading;
    QLabel* m_text;
    FewOutputsDrawing* m_drawing;
    QPushButton* m_again;
};

} // namespace layernorm
