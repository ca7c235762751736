// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons/lesson_document.h"

#include <QCoreApplication>

namespace layernorm {

namespace {

bool sameContent(const Content& a, const Content& b)
{
    return sameBits(*a.input, *b.input) && sameBits(a.gamma, b.gamma) && sameBits(a.beta, b.beta) &&
           a.normalizedDims == b.normalizedDims && a.seed == b.seed && a.typed == b.typed &&
           a.source == b.source && a.labels == b.labels;
}

} // namespace

DocumentNumbers DocumentNumbers::of(const Session& session)
{
    return {session.content(), session.eps(), session.affine()};
}

LessonState stateOf(const Session& session, const LessonBlock& block)
{
    LessonState state;
    state.input = session.sharedInput();
    state.labels = standardStrings(session.labels());
    state.gamma = session.editable(Editable::Gamma);
    state.beta = session.editable(Editable::Beta);
    state.affine = session.affine();
    state.eps = session.eps();
    state.normalizedDims = session.normalizedDims();
    state.seed = session.seed();
    state.block = block;
    return state;
}

DocumentNumbers numbersOf(const LessonState& state)
{
    const QString source =
        state.title[0] == '\0' ? QString() : QCoreApplication::translate("Core", state.title);
    DocumentNumbers numbers{Content::of(*state.input, state.normalizedDims, state.seed, source, state.labels),
                            state.eps, state.affine};
    numbers.content.gamma = state.gamma;
    numbers.content.beta = state.beta;
    return numbers;
}

void putNumbers(Session& session, const DocumentNumbers& numbers, const StepName& name)
{
    const bool content = !sameContent(session.content(), numbers.content);
    if (!content && session.eps() == numbers.eps && session.affine() == numbers.affine)
        return;
    session.beginTogether(name);
    if (content)
        session.setContent([content = numbers.content]() -> Result<Content> { return content; }, name, false);
    // It was in a document, or a lesson, already: it is an eps.
    static_cast<void>(session.setEps(numbers.eps));
    session.setAffine(numbers.affine);
    session.endTogether();
}

} // namespace layernorm
