// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"

#include <QTimer>
#include <QWidget>
#include <functional>

class QPushButton;

namespace layernorm {

class QuietLabel;

/// Whether ours and the library's results agree, by how much they differ, and what is wrong when neither can
/// be said.
class VerdictBar : public QWidget
{
    Q_OBJECT

public:
    VerdictBar(Session& session, Reference& reference, QWidget* parent = nullptr);

    /// All of it in one line.
    [[nodiscard]] QString text() const;
    /// The sign and the words: "✔ agrees".
    [[nodiscard]] QString verdict() const { return m_verdict; }
    [[nodiscard]] QColor verdictColour() const { return frameColour(); }

signals:
    void verdictChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Mood { Agreement, Disagreement, Neutral };

    void refresh();
    void showComparison(const Comparison& comparison);
    void showProgress();
    void showNoReference();
    void show(Mood mood, const QString& verdict, const QString& figures, const QString& detail);
    /// No text, no button.
    void setButton(const QString& text, std::function<void()> action);
    [[nodiscard]] QString meansText() const;
    [[nodiscard]] QString judgementText() const;
    [[nodiscard]] QColor frameColour() const;

    Session& m_session;
    Reference& m_reference;
    QTimer m_staleTimer; ///< what is out of date for less than this is left standing, not to flicker
    Mood m_mood = Mood::Neutral;
    QString m_verdict;
    QuietLabel* m_text;
    QPushButton* m_button;
    std::function<void()> m_action;
};

} // namespace layernorm
