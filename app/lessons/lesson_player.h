// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/document_file.h"
#include "app/lessons/lesson_document.h"
#include "app/lessons/lesson_progress.h"
#include "core/lessons/lesson_check.h"
#include "core/lessons/lesson_file.h"

#include <QObject>
#include <optional>

namespace layernorm {

/// Plays one lesson on the session: which step it is at, what was answered, what is revealed. It outlives
/// windows.
///
/// While a lesson is played the user's document is set aside. Each step that is entered, and each answer that
/// is revealed, is one undo step; leaving brings the document back bit for bit as one more.
class LessonPlayer : public QObject
{
    Q_OBJECT

public:
    /// What was answered to a question.
    struct Given {
        std::optional<std::size_t> choice;
        std::optional<double> number;
    };
    struct Answered {
        Given given;
        LessonAnswer right;
        bool wasRight = false;
    };

    LessonPlayer(Session& session, DocumentFile& document, SettingsStore& settings);

    /// Opens a lesson at a step, from 0; without one where it was left. Another lesson is left first. What is
    /// wrong with it, and then nothing has happened.
    std::vector<LessonProblem> open(const QString& file, std::optional<int> step = {});
    [[nodiscard]] bool isOpen() const { return m_lesson.has_value(); }
    [[nodiscard]] const Lesson& lesson() const { return *m_lesson; }
    [[nodiscard]] const LessonProgress& progress() const { return m_progress; }

    // Where it is
    [[nodiscard]] int step() const { return m_step; }
    [[nodiscard]] int steps() const { return static_cast<int>(m_lesson->steps.size()); }
    [[nodiscard]] const LessonStep& current() const
    {
        return m_lesson->steps[static_cast<std::size_t>(m_step)];
    }
    /// Nothing to ask, or answered.
    [[nodiscard]] bool isRevealed() const { return place().revealed; }
    /// What was answered at this step; none where nothing was, or in another run of the program.
    [[nodiscard]] const std::optional<Answered>& answered() const { return place().answered; }
    [[nodiscard]] bool canGoBack() const { return isOpen() && m_step > 0; }
    /// Questions are answered first.
    [[nodiscard]] bool canGoOn() const { return isOpen() && isRevealed() && m_step + 1 < steps(); }
    [[nodiscard]] bool isAtEnd() const { return isOpen() && isRevealed() && m_step + 1 == steps(); }
    /// The state the step sets: for what is not part of the document.
    [[nodiscard]] const LessonState& stage() const;
    /// The pages' switches as they are, which the user may have changed.
    [[nodiscard]] const LessonBlock& block() const { return m_block; }
    void setBlock(const LessonBlock& block);

    // The numbers of the present document, worked out when they are asked for
    [[nodiscard]] LessonMoment asked();
    [[nodiscard]] LessonMoment revealed();

    /// In the present language, at the same step, if the lesson speaks it.
    void speakPresentLanguage();

public slots:
    void next();
    void back();
    void restart();
    void leave();
    /// Nothing happens when there is nothing to reveal.
    void reveal(const layernorm::LessonPlayer::Given& given);

signals:
    /// Another step, or its answer; or no lesson any more.
    void moved();
    /// The document's numbers are others than before.
    void numbersChanged();
    /// The window is to show this: what the lesson says, or on leaving what was there before.
    void pageWanted(const QString& id);
    void libraryWanted(const QString& id);

private:
    struct Place {
        bool revealed = false;
        std::optional<Answered> answered;
    };
    [[nodiscard]] const Place& place() const { return m_places[static_cast<std::size_t>(m_step)]; }
    [[nodiscard]] const LessonStates& states() const { return m_states[static_cast<std::size_t>(m_step)]; }

    void begin(Lesson lesson, std::vector<LessonStates> states);
    void enter(int step);
    void put(const LessonState& state);
    void select(const LessonState& state);
    /// The present document before and after `then:`; the lesson's own states where the question has no
    /// answer for it.
    [[nodiscard]] LessonStates statesToReveal() const;
    void forgetNumbers();
    void bringBack();

    Session& m_session;
    DocumentFile& m_document;
    LessonProgress m_progress;
    std::optional<Lesson> m_lesson;
    QString m_file;
    std::vector<LessonStates> m_states;
    std::vector<Place> m_places;
    int m_step = 0;
    LessonBlock m_block;
    std::unique_ptr<LessonNumbers> m_now;
    std::unique_ptr<LessonNumbers> m_asked; ///< once the answer is revealed

    // What was there before
    std::optional<DocumentNumbers> m_before;
    DocumentView m_viewBefore;
    Cell m_cellBefore;
    bool m_libraryChanged = false;
};

} // namespace layernorm
