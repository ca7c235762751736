// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace layernorm {

/// One line of formula with a fraction in it: left = numerator / denominator right = result.
class FormulaView : public QWidget
{
    Q_OBJECT

public:
    struct Formula {
        QString name;  ///< "y"
        QString index; ///< its subscript: "b0,t1,d1"
        QString numerator;
        QString radicand; ///< the denominator is its square root
        QString factor;   ///< after the fraction: "· 2 + 0.5"; may be empty
        QString result;
    };

    explicit FormulaView(QWidget* parent = nullptr);

    void setFormula(const Formula& formula);
    /// The formula in one line of text, as a screen reader says it.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// How long it is.
    double draw(QPainter& painter) const;

    Formula m_formula;
};

} // namespace layernorm
