// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panels/panel.h"
#include "app/panels/tensor_view.h"

class QPushButton;

namespace layernorm {

class AffineModel;

/// A tensor's table under its title, or a message where there is nothing to show.
class TensorPanel : public Panel
{
    Q_OBJECT

public:
    TensorPanel(Session& session, TensorModel* model, const QString& title, const QString& note,
                QWidget* parent = nullptr);

    [[nodiscard]] TensorView* view() { return m_view; }
    /// As large as there is room for.
    virtual void setPresented(const TextRange& range);
    /// Shows `message` (and, where it is not empty, a button) in the table's place; an empty one shows the
    /// table.
    void setMessage(const QString& message, const QString& button = {});
    /// Room below the table, so that tables stand at one height beside a panel that has more below its own.
    void setRoomBelow(int pixels);

signals:
    void buttonClicked();

private:
    TensorView* m_view;
    QLabel* m_message;
    QPushButton* m_button;
    QWidget* m_below;
};

/// The input, and under it gamma and beta while they are in use.
class InputPanel : public TensorPanel
{
    Q_OBJECT

public:
    InputPanel(Session& session, InputModel* model, AffineModel* affine, QWidget* parent = nullptr);

    [[nodiscard]] NumberTable* affineView() { return m_affineView; }
    void setPresented(const TextRange& range) override;

signals:
    void roomBelowChanged(int pixels);

private:
    void refresh();
    void refreshRowNames();

    Session& m_session;
    NumberTable* m_affineView;
};

} // namespace layernorm
