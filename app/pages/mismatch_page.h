// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/experiment_page.h"
#include "core/explore/mismatch_diagnosis.h"

#include <QTimer>
#include <array>
#include <functional>
#include <memory>
#include <string>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QProgressBar;
class QPushButton;

namespace layernorm {

class CandidateField;
class MismatchCard;
struct Hypothesis;

/// Somebody's own output for the input, pasted or from a file, and which mistakes explain it.
class MismatchPage : public ExperimentPage
{
    Q_OBJECT

public:
    MismatchPage(Session& session, Reference& reference, QWidget* parent = nullptr);

    [[nodiscard]] QString experiment() const override { return QStringLiteral("mismatch"); }
    [[nodiscard]] std::optional<ExperimentTable> table() const override;

    /// Takes the numbers of a file; one that has none leaves the page as it was and is refused.
    void openFile(const QString& file) override;

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What is to be explained besides the field's text: a text too long to be shown, or a file.
    struct Held {
        std::shared_ptr<const std::string> text;
        QString file;
    };
    /// One question, and its answer.
    struct Search {
        std::shared_ptr<const Tensor> input;
        LayerNormParameters parameters;
        Result<Diagnosis> diagnosis;
        double digits = 0; ///< how far the numbers are known at most
    };
    enum class Mood { Neutral, Right, Wrong };

    QWidget* makeGiven();
    QHBoxLayout* makeGivenButtons();
    QPushButton* addButton(QHBoxLayout* row, const char* name, const QString& text,
                           std::function<void()> action);
    QWidget* makeAnswer();
    QHBoxLayout* makeHeading();
    QHBoxLayout* makeRightLine();
    void connectAll();

    // What is to be explained
    void paste();
    void give(const QString& text);
    void giveLong(const QString& text);
    void hold(const Held& held, const QString& beginning, const QString& note);
    void release();
    void clear();
    void fillMistakes(QMenu* menu);
    void plant(const Hypothesis& planted);
    [[nodiscard]] bool hasCandidate() const;
    [[nodiscard]] std::function<Result<Candidate>(const Shape&)> reader() const;

    // The search
    void take(const std::shared_ptr<const Search>& search);
    void cancel();
    void showProgress();

    // The answer
    void showNothing();
    void showRefusal(const Error& error);
    void showDiagnosis();
    void showCards();
    [[nodiscard]] Mood moodOf(const Diagnosis& diagnosis) const;
    void say(Mood mood, const QString& heading, const QString& detail);
    void offer(const QString& text = {}, std::function<void()> action = {});
    void fitText();
    void copyInput();
    void useTellingInput();

    CandidateField* m_field;
    QLabel* m_note;
    QLabel* m_heading;
    QLabel* m_detail;
    QPushButton* m_offer;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QWidget* m_cardRow;
    std::array<MismatchCard*, 3> m_cards{};
    QLineEdit* m_rightLine;

    std::optional<Held> m_held;
    std::shared_ptr<const Search> m_search;
    std::shared_ptr<const Tensor> m_offeredInput; ///< the telling input that was put into the document
    std::function<void()> m_action;
    QTimer m_patience; ///< runs while a search has not yet taken so long that it shows
};

} // namespace layernorm
