// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_player.h"

#include "app/lessons/lesson_library.h"

#include <algorithm>
#include <utility>

namespace layernorm {

namespace {

Cell cellOf(const LessonState& state)
{
    const auto& [batch, token, dimension] = state.selected;
    return {batch * state.extents().sequence + token, dimension};
}

bool wasRight(const LessonPlayer::Given& given, const LessonAnswer& right)
{
    return right.choice ? given.choice == right.choice : given.number && right.isRight(*given.number);
}

} // namespace

LessonPlayer::LessonPlayer(Session& session, DocumentFile& document, SettingsStore& settings)
    : m_session(session),
      m_document(document),
      m_progress(settings)
{
    connect(&session, &Session::changed, this, [this](const Change& change) {
        constexpr unsigned numbers = Change::Layout | Change::Input | Change::Affine | Change::Eps;
        if (!isOpen() || !change.has(numbers))
            return;
        forgetNumbers();
        emit numbersChanged();
    });
}

// Opening and leaving

std::vector<LessonProblem> LessonPlayer::open(const QString& file, std::optional<int> step)
{
    LessonReading reading = readLesson(file.toStdString(), lessonWorld());
    if (!reading.problems.empty())
        return reading.problems;
    if (std::vector<LessonProblem> problems = examineLesson(reading.lesson); !problems.empty())
        return problems;
    leave();
    auto states = statesOf(reading.lesson);
    if (!states)
        return {states.error()};
    m_file = file;
    begin(std::move(reading.lesson), std::move(*states));
    const QString id = QString::fromStdString(m_lesson->id);
    const bool over = m_progress.isFinished(id) && m_progress.step(id) + 1 >= steps();
    const int left = over ? 0 : m_progress.step(id);
    const int wanted = std::clamp(step.value_or(left), 0, steps() - 1);
    // What lies before it has been answered.
    for (int passed = 0; passed < wanted; ++passed)
        m_places[static_cast<std::size_t>(passed)].revealed = true;
    enter(wanted);
    return {};
}

void LessonPlayer::begin(Lesson lesson, std::vector<LessonStates> states)
{
    m_before = DocumentNumbers::of(m_session);
    m_viewBefore = m_document.view();
    m_cellBefore = m_session.selection().current();
    m_libraryChanged = false;
    m_document.setAside([this] { bringBack(); });
    m_lesson = std::move(lesson);
    m_states = std::move(states);
    m_places.assign(m_lesson->steps.size(), {});
}

void LessonPlayer::leave()
{
    // Not only here: who opens another document brings the user's back first.
    if (isOpen())
        m_document.bringBack();
}

void LessonPlayer::bringBack()
{
    const StepName name([file = m_file, title = QString::fromStdString(m_lesson->title)] {
        return tr("leave the lesson “%1”").arg(lessonTitle(file, title));
    });
    m_lesson.reset();
    forgetNumbers();
    m_asked.reset();
    putNumbers(m_session, *std::exchange(m_before, {}), name);
    m_session.selection().setCurrent(m_cellBefore);
    emit pageWanted(m_viewBefore.page);
    if (m_libraryChanged)
        emit libraryWanted(m_viewBefore.library);
    emit moved();
}

void LessonPlayer::speakPresentLanguage()
{
    if (!isOpen())
        return;
    const QString file = lessonFileInPresentLanguage(m_file);
    if (file == m_file)
        return;
    LessonReading reading = readLesson(file.toStdString(), lessonWorld());
    if (!reading.problems.empty() || reading.lesson.steps.size() != m_lesson->steps.size())
        return;
    const auto states = statesOf(reading.lesson);
    if (!states)
        return;
    m_file = file;
    m_lesson = std::move(reading.lesson);
    m_states = *states;
    emit moved();
}

// Steps

const LessonState& LessonPlayer::stage() const
{
    return isRevealed() ? states().revealed : states().entered;
}

void LessonPlayer::next()
{
    if (canGoOn())
        enter(m_step + 1);
}

void LessonPlayer::back()
{
    if (canGoBack())
        enter(m_step - 1);
}

void LessonPlayer::restart()
{
    if (!isOpen())
        return;
    m_places.assign(m_places.size(), {});
    enter(0);
}

void LessonPlayer::enter(int step)
{
    m_step = step;
    Place& entered = m_places[static_cast<std::size_t>(step)];
    entered.revealed = entered.revealed || !current().question;
    m_asked = entered.revealed ? std::make_unique<LessonNumbers>(states().entered) : nullptr;
    const QString id = QString::fromStdString(m_lesson->id);
    m_progress.setStep(id, step);
    if (isAtEnd())
        m_progress.setFinished(id);
    put(stage());
    emit moved();
}

void LessonPlayer::put(const LessonState& state)
{
    const StepName name([file = m_file, title = QString::fromStdString(m_lesson->title), step = m_step + 1] {
        return tr("lesson “%1”, step %2").arg(lessonTitle(file, title)).arg(step);
    });
    putNumbers(m_session, numbersOf(state), name);
    m_block = state.block;
    forgetNumbers();
    m_session.selection().setCurrent(cellOf(state));
    emit pageWanted(QString::fromStdString(state.page));
    const QString library = QString::fromStdString(state.library.value_or(""));
    if (library.isEmpty() && !m_libraryChanged)
        return;
    const QString wanted = library.isEmpty() ? m_viewBefore.library : library;
    if (wanted != m_document.view().library)
        emit libraryWanted(wanted);
    m_libraryChanged = true;
}

LessonStates LessonPlayer::statesToReveal() const
{
    const LessonQuestion& question = *current().question;
    LessonState after = stateOf(m_session, m_block);
    const LessonState before = after;
    for (const LessonCommand& command : question.then) {
        Result<LessonState> next = applied(command, std::move(after));
        if (!next)
            return states();
        after = std::move(*next);
    }
    LessonNumbers now(after);
    LessonNumbers asked(before);
    const bool answerable = rightAnswer(m_lesson->file, question, {now, asked}).has_value();
    return answerable ? LessonStates{before, after} : states();
}

void LessonPlayer::reveal(const Given& given)
{
    if (!isOpen() || isRevealed())
        return;
    const LessonStates shown = statesToReveal();
    LessonNumbers now(shown.revealed);
    m_asked = std::make_unique<LessonNumbers>(shown.entered);
    const auto right = rightAnswer(m_lesson->file, *current().question, {now, *m_asked});
    Place& place = m_places[static_cast<std::size_t>(m_step)];
    place.revealed = true;
    if (right)
        place.answered = Answered{given, *right, wasRight(given, *right)};
    if (isAtEnd())
        m_progress.setFinished(QString::fromStdString(m_lesson->id));
    LessonState target = shown.revealed;
    // What a document does not keep.
    target.title = states().revealed.title;
    target.page = states().revealed.page;
    target.selected = states().revealed.selected;
    target.library = states().revealed.library;
    if (!current().question->then.empty())
        put(target);
    emit moved();
}

// Numbers

void LessonPlayer::setBlock(const LessonBlock& block)
{
    if (block == m_block)
        return;
    m_block = block;
    forgetNumbers();
    emit numbersChanged();
}

void LessonPlayer::forgetNumbers()
{
    m_now.reset();
}

LessonMoment LessonPlayer::revealed()
{
    if (!m_now)
        m_now = std::make_unique<LessonNumbers>(stateOf(m_session, m_block));
    return {*m_now, m_asked ? *m_asked : *m_now};
}

LessonMoment LessonPlayer::asked()
{
    // What was said before the answer stays said, when the answer changes the numbers.
    const LessonMoment moment = revealed();
    const bool changed = current().question && !current().question->then.empty() && m_asked;
    return changed ? LessonMoment{*m_asked, *m_asked} : LessonMoment{moment.now, moment.now};
}

} // namespace layernorm
