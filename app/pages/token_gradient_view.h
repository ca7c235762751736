// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/token_backward.h"
#include "app/session/background.h"
#include "app/session/reference.h"
#include "core/explore/experiments.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QSpinBox;
class QTableView;

namespace layernorm {

class GradientLanes;
class TokenGradientModel;

/// LayerNorm backward of the selected token for a chosen upstream gradient: what comes in, the two directions
/// that are taken away, what arrives; beside it the numbers of all tokens.
class TokenGradientView : public QWidget
{
    Q_OBJECT

public:
    TokenGradientView(Session& session, Reference& reference, QWidget* parent = nullptr);

    /// What is chosen: to stand beside other controls of the page.
    [[nodiscard]] QWidget* controls() const { return m_controls; }
    /// Works the selected token out anew; the session must be current.
    void refresh();
    /// Asks the library where it is another one than before.
    void followLibrary();
    [[nodiscard]] bool isCurrent() const { return !m_work.isRunning() && !m_asking; }
    /// A row a value of the selected token: token, index, x, upstream, gradient, library_gradient.
    [[nodiscard]] std::optional<ExperimentTable> table() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeControls();
    QWidget* makeTable();
    QWidget* makeNotes();

    [[nodiscard]] Upstream upstream() const;
    [[nodiscard]] std::shared_ptr<const Tensor> drawnFor(const Tensor& input) const;
    void take(const std::shared_ptr<const TokenBackward>& token);
    void askLibrary();
    void takeAnswer(const std::shared_ptr<const Tensor>& answer);
    void chooseValue(qsizetype value);
    void chooseToken(int row);

    void clear(const QString& reason);
    void showToken();
    void showLanes();
    void showTokens();
    /// As wide as the chosen notation needs, or as there is room for.
    void fitColumns();

    Session& m_session;
    Reference& m_reference;
    Background m_work;
    std::shared_ptr<const TokenBackward> m_token; ///< none for tokens that are too large
    std::shared_ptr<const Tensor> m_random;       ///< the upstream gradient that was drawn last
    std::uint64_t m_randomSeed = 0;
    std::optional<Tensor> m_library; ///< its dL/dx
    QString m_libraryTitle;
    bool m_libraryOffers = false;
    bool m_asking = false;

    QComboBox* m_upstream = nullptr;
    QSpinBox* m_seed = nullptr;
    QLabel* m_seedLabel = nullptr;
    QWidget* m_controls = nullptr;
    GradientLanes* m_lanes = nullptr;
    QLabel* m_notes = nullptr;
    QBoxLayout* m_beside = nullptr; ///< notes and table
    QWidget* m_notesArea = nullptr;
    TokenGradientModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_tableNote = nullptr;
    QWidget* m_tableArea = nullptr;
};

} // namespace layernorm
