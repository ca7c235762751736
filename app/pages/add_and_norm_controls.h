// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/add_and_norm_findings.h"

#include <QSpinBox>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;

namespace layernorm {

/// A number of heads. Its steps lead from divisor to divisor of the dimension; others can be typed, and are
/// refused by who computes with them.
class HeadsSpin : public QSpinBox
{
    Q_OBJECT

public:
    using QSpinBox::QSpinBox;

    void stepBy(int steps) override;

protected:
    /// Steps as long as there are divisors.
    [[nodiscard]] StepEnabled stepEnabled() const override;
};

/// The switches of the page "Add & Norm", in one row.
class AddAndNormControls : public QWidget
{
    Q_OBJECT

public:
    explicit AddAndNormControls(QWidget* parent = nullptr);

    /// Of the row's spin boxes, in a text of ordinary height.
    [[nodiscard]] static int spinWidth();

    [[nodiscard]] BlockChoice choice() const;
    /// Says nothing.
    void setChoice(const BlockChoice& choice);
    /// Keeps the heads as many as divide the dimension. Says nothing.
    void setExtents(std::int64_t batch, std::int64_t dimension);
    /// The batch element that is shown. Says nothing.
    void setBatch(std::int64_t batch);
    /// The head that is shown, one of the choice's.
    [[nodiscard]] int head() const;
    /// Puts `widget` at the end of the row, where it takes what room is left.
    void addAtEnd(QWidget* widget);

signals:
    void choiceChanged();
    void batchChosen(int batch);
    void headChosen();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QCheckBox* addSwitch(const char* name, const QString& text, const QString& toolTip);
    template <typename Spin>
    Spin* addSpin(const char* name, const QString& text, const QString& toolTip);
    void addNorm();
    void limitHead();

    QHBoxLayout* m_row;
    QCheckBox* m_residual;
    QComboBox* m_norm = nullptr;
    QCheckBox* m_causal = nullptr;
    HeadsSpin* m_heads = nullptr;
    QSpinBox* m_seed = nullptr;
    QSpinBox* m_batch = nullptr;
    QSpinBox* m_head = nullptr;
};

} // namespace layernorm
