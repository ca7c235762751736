// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lessons: what their files may say, what is wrong with those that do not, and that every number is the
// core's.
#include "core/explore/add_and_norm.h"
#include "core/explore/gradient_flow.h"
#include "core/io/samples.h"
#include "core/lessons/lesson_check.h"
#include "core/lessons/lesson_file.h"
#include "core/lessons/lesson_quantities.h"
#include "core/lessons/lesson_report.h"
#include "core/lessons/lesson_text.h"
#include "core/norm/axis_norm.h"
#include "core/norm/layer_norm_gradient.h"
#include "core/tensor/random_tensor.h"

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace layernorm {

namespace {

using ::testing::HasSubstr;

LessonWorld world()
{
    return {LAYERNORM_SAMPLES_DIR, {"step-by-step", "eps", "add-and-norm", "gradients"}};
}

/// Line 1 to 3 are the head, line 4 the step.
const std::string head = "title: A title\nabout: A sentence.\norder: 3\n";
const std::string step = head + "=== A step\nSome text.\n";
const std::string question = step + "ask: What?\n";

LessonReading parsed(const std::string& text)
{
    return parseLesson(text, "test.en.lesson", world());
}

/// All that is wrong with a lesson, found by reading or by working it out.
std::vector<LessonProblem> problemsOf(const std::string& text)
{
    const LessonReading reading = parsed(text);
    return reading.problems.empty() ? examineLesson(reading.lesson) : reading.problems;
}

LessonState changed(LessonState state, const std::vector<std::string>& commands)
{
    for (const std::string& text : commands) {
        const Result<LessonCommand> command = parseLessonCommand(text, world());
        EXPECT_TRUE(command) << text << ": " << command.error().text();
        const Result<LessonState> next = command ? applied(*command, state) : state;
        EXPECT_TRUE(next) << text << ": " << next.error().text();
        state = next.value_or(state);
    }
    return state;
}

LessonState after(const std::vector<std::string>& commands)
{
    return changed(LessonState::beginning(), commands);
}

double value(const std::string& formula, const LessonState& now, const LessonState& before)
{
    LessonNumbers later(now);
    LessonNumbers earlier(before);
    const Result<double> value = evaluated(formula, {later, earlier});
    EXPECT_TRUE(value) << formula << ": " << value.error().text();
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

double value(const std::string& formula, const LessonState& state = LessonState::beginning())
{
    return value(formula, state, state);
}

std::string refusal(const std::string& formula, const LessonState& state = LessonState::beginning())
{
    LessonNumbers numbers(state);
    const Result<double> value = evaluated(formula, {numbers, numbers});
    return value ? "nothing" : value.error().text();
}

// Files

TEST(LessonFile, ReadsAllThatALessonCanSay)
{
    const LessonReading reading = parsed("\xEF\xBB\xBF// a comment\r\n"
                                         "title: LayerNorm: by hand\r\n"
                                         "about: One sentence.\r\n"
                                         "order: 7\r\n"
                                         "id: by-hand\r\n"
                                         "\r\n"
                                         "=== First\r\n"
                                         "do: sample ones\r\n"
                                         "do: eps 0.5\r\n"
                                         "mark: input eps\r\n"
                                         "show: eps shape\r\n"
                                         "check: eps == 0.5\r\n"
                                         "\r\n"
                                         "Some *text*\r\n"
                                         "\\ask: with {eps|2} and \\{braces}.\r\n"
                                         "ask: What is\r\n"
                                         "the mean?\r\n"
                                         "choice: One :: mean(0,0) == 1\r\n"
                                         "choice: Two :: mean(0,0) == 2\r\n"
                                         "then: eps 1\r\n"
                                         "then: affine on\r\n"
                                         "explain:\r\n"
                                         "It is {mean(0,0)}.\r\n"
                                         "check: eps == 1 && eps_before == 0.5\r\n"
                                         "=== Second\r\n"
                                         "Nothing to ask.\r\n"
                                         "show: none\r\n");
    ASSERT_TRUE(reading.problems.empty()) << reading.problems.front().text();
    const Lesson& lesson = reading.lesson;
    EXPECT_EQ(lesson.title, "LayerNorm: by hand");
    EXPECT_EQ(lesson.about, "One sentence.");
    EXPECT_EQ(lesson.id, "by-hand");
    EXPECT_EQ(lesson.order, 7);
    ASSERT_EQ(lesson.steps.size(), 2U);
    const LessonStep& first = lesson.steps[0];
    EXPECT_EQ(first.title, "First");
    EXPECT_EQ(first.commands.size(), 2U);
    EXPECT_EQ(first.marks, (std::vector<std::string>{"input", "eps"}));
    EXPECT_EQ(first.controls, (std::vector<std::string>{"eps", "shape"}));
    EXPECT_EQ(first.claims.size(), 1U);
    ASSERT_TRUE(first.question);
    EXPECT_EQ(first.question->choices.size(), 2U);
    EXPECT_EQ(first.question->then.size(), 2U);
    EXPECT_EQ(first.question->claims.size(), 1U);
    EXPECT_EQ(lesson.steps[1].controls, std::vector<std::string>());

    LessonNumbers numbers(after({"sample ones", "eps 0.5"}));
    const LessonMoment moment{numbers, numbers};
    EXPECT_EQ(shownText(first.text, moment), "Some *text*\nask: with 0.50 and {braces}.");
    EXPECT_EQ(shownText(first.question->text, moment), "What is\nthe mean?");
    EXPECT_EQ(shownText(first.question->explanation, moment), "It is 1.");
    EXPECT_TRUE(examineLesson(lesson).empty());
    EXPECT_THAT(lessonReport(lesson), HasSubstr("right: 1. One"));
}

struct Wrong {
    const char* name;
    std::string text;
    int line;
    const char* says;
};

class WrongLesson : public ::testing::TestWithParam<Wrong>
{
};

TEST_P(WrongLesson, IsRefusedWithItsLineAndARemedy)
{
    const Wrong& wrong = GetParam();
    const std::vector<LessonProblem> problems = problemsOf(wrong.text);
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems.front().line, wrong.line) << problems.front().text();
    EXPECT_THAT(problems.front().text(), HasSubstr(wrong.says));
    EXPECT_THAT(problems.front().text(),
                HasSubstr("test.en.lesson, line " + std::to_string(wrong.line) + ": "));
}

const std::string twoChoices = "choice: A :: 1\nchoice: B :: 0\n";
const std::string explained = "explain: So.\n";

const Wrong wrongs[] = {
    {"Utf8", head + "=== A step\nText \xff\n", 5, "no UTF-8"},
    {"NoTitle", "about: x\n=== A step\nText\n", 1, "no title"},
    {"NoAbout", "title: x\n=== A step\nText\n", 1, "what it is about"},
    {"TitleTwice", "title: x\n" + head + "=== A step\nText\n", 2, "given twice"},
    {"NoSteps", head, 1, "no step"},
    {"TextBeforeSteps", head + "Hello\n=== A step\nText\n", 4, "text before the first step"},
    {"NoStepTitle", head + "===\nText\n", 4, "no title"},
    {"StepTitleTwice", step + "=== A step\nText\n", 6, "Another step"},
    {"StepWithoutText", head + "=== A step\ndo: eps 1\n", 4, "no text"},
    {"Misspelt", step + "chek: 1\n", 6, "write \"check\""},
    {"WideColon", step + "ask：什么\n", 6, "wide colon"},
    {"HeadInStep", step + "order: 3\n", 6, "belongs before the first"},
    {"StepInHead", head + "do: eps 1\n=== A step\nText\n", 4, "before the first step"},
    {"Order", "title: x\nabout: y\norder: first\n=== A\nText\n", 3, "whole number"},
    {"EmptyValue", step + "do:\n", 6, "stands nothing"},
    {"Command", step + "do: explode 3\n", 6, "no command \"explode\""},
    {"Sample", step + "do: sample nowhere\n", 6, "no sample \"nowhere\""},
    {"Page", step + "do: page nowhere\n", 6, "no page \"nowhere\""},
    {"Library", step + "do: library nowhere\n", 6, "no library \"nowhere\""},
    {"Control", step + "do: set colour red\n", 6, "no control \"colour\""},
    {"ControlValue", step + "do: set residual maybe\n", 6, "on, off"},
    {"HeadsThatDoNotDivide", step + "do: set heads 3\n", 6, "do not divide"},
    {"Random", step + "do: random 2,3,4\n", 6, "random 2,3,4 seed 0"},
    {"Shape", step + "do: random 2,0,4 seed 0\n", 6, "0"},
    {"TensorValues", step + "do: tensor 1,2,2 = 1 2 3\n", 6, "takes 4"},
    {"TensorNumber", step + "do: tensor 1,1,2 = 1 x\n", 6, "x"},
    {"InputOutside", step + "do: input 0,3,0 = 1\n", 6, "from 0 to 2"},
    {"TokenValues", step + "do: token 0,0 = 1 2\n", 6, "takes 4"},
    {"Eps", step + "do: eps -1\n", 6, "eps"},
    {"GammaValues", step + "do: gamma = 1 2\n", 6, "takes 4"},
    {"Normalise", step + "do: normalise 4\n", 6, "too few"},
    {"DType", step + "do: dtype float12\n", 6, "float12"},
    {"SelectOutside", step + "do: select 2,0,0\n", 6, "from 0 to 1"},
    {"Mark", step + "mark: nose\n", 6, "no \"nose\""},
    {"Show", step + "show: nose\n", 6, "no \"nose\""},
    {"Formula", step + "check: 1 +\n", 6, "The formula \"1 +\" is wrong at character 4: it ends too early"},
    {"UnknownName", step + "check: x(0,0,0) > nose\n", 6, "nose"},
    {"UnknownFunction", step + "check: nose(0)\n", 6, "nose"},
    {"Arity", step + "check: x(0,0)\n", 6, "x(0,0)"},
    {"TwoValues", step + "check: 1, 2\n", 6, "has 2 values"},
    {"IndexOutside", step + "check: x(0,0,4) > 0\n", 6, "from 0 to 3"},
    {"IndexNotWhole", step + "check: x(0,0,0.5) > 0\n", 6, "whole number"},
    {"ClaimFails", step + "check: D == 5\n", 6, "does not hold"},
    {"Brace", head + "=== A step\nText {x(0,0,0)\n", 5, "not closed"},
    {"BraceForm", head + "=== A step\nText {x(0,0,0)|many}\n", 5, "After the bar"},
    {"BraceFormula", head + "=== A step\nText\nmore {x(0,0,}\n", 6, "wrong at character 7: it ends too early"},
    {"BraceEmpty", head + "=== A step\nText {}\n", 5, "formula"},
    {"ChoiceWithoutQuestion", step + "choice: A :: 1\n", 6, "without a question"},
    {"ThenWithoutQuestion", step + "then: eps 1\n", 6, "without a question"},
    {"TwoQuestions", question + twoChoices + explained + "ask: Again?\n", 10, "one question"},
    {"NoAnswers", question + explained, 6, "no answer"},
    {"OneChoice", question + "choice: A :: 1\n" + explained, 6, "two to five"},
    {"NoExplanation", question + twoChoices, 6, "no explanation"},
    {"NoFormula", question + "choice: A\n" + twoChoices + explained, 7, "::"},
    {"NoneRight", question + "choice: A :: 0\nchoice: B :: 0\n" + explained, 6, "No choice"},
    {"TwoRight", question + "choice: A :: 1\nchoice: B :: 2\n" + explained, 8, "Choice 2"},
    {"ChoicesAndNumber", question + twoChoices + "number: 1 :: 0\n" + explained, 9, "already"},
    {"NumberNaN", question + "number: sqrt(0-1) :: 0\n" + explained, 7, "cannot be typed"},
    {"NegativeTolerance", question + "number: 1 :: -1\n" + explained, 7, "tolerance"},
    {"TextAfterAnswers", question + twoChoices + "more\n" + explained, 9, "text after the answers"},
    {"ThenFails", question + twoChoices + "then: input 0,0,9 = 1\n" + explained, 9, "from 0 to 3"},
};

INSTANTIATE_TEST_SUITE_P(All, WrongLesson, ::testing::ValuesIn(wrongs),
                         [](const auto& tested) { return tested.param.name; });

TEST(LessonFile, TellsEveryProblemOfALesson)
{
    const std::vector<LessonProblem> problems =
        problemsOf(step + "do: eps -1\nmark: nose\ncheck: 1 +\nask: What?\n");
    std::vector<int> lines;
    for (const LessonProblem& problem : problems)
        lines.push_back(problem.line);
    EXPECT_EQ(lines, (std::vector<int>{6, 7, 8, 9, 9}));
}

TEST(LessonFile, NamesAFileThatIsNotThere)
{
    const LessonReading reading = readLesson("/nowhere/a.en.lesson", world());
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_THAT(reading.problems.front().text(), HasSubstr("/nowhere/a.en.lesson"));
}

TEST(LessonFile, LeavesWordsWithAColonAlone)
{
    const LessonReading reading = parsed(head + "=== A step\nNote: this is text.\nhttp: so is this\n");
    EXPECT_TRUE(reading.problems.empty()) << reading.problems.front().text();
}

// Numbers as they are shown

TEST(LessonText, ShowsNumbersAsTheyAreWanted)
{
    struct Case {
        double value;
        std::optional<int> digits;
        bool scientific;
        const char* text;
    };
    const double infinite = std::numeric_limits<double>::infinity();
    for (const Case& shown :
         {Case{1.23456, {}, false, "1.2346"}, Case{-1.5, 2, false, "−1.50"}, Case{4, {}, false, "4"},
          Case{4, 1, false, "4.0"}, Case{2.5, 0, false, "2"}, Case{1.25e-5, 2, true, "1.25 × 10⁻⁵"},
          Case{3e-9, {}, false, "3.00 × 10⁻⁹"}, Case{-3e12, {}, false, "−3.00 × 10¹²"},
          Case{0, 2, false, "0.00"}, Case{0, 3, true, "0"}, Case{-0.0, {}, false, "0"},
          Case{NAN, 3, false, "NaN"}, Case{-infinite, {}, false, "−∞"}}) {
        LessonNumber number;
        number.digits = shown.digits;
        number.scientific = shown.scientific;
        EXPECT_EQ(shownNumber(shown.value, number), shown.text);
    }
}

TEST(LessonText, TakesTheLastBarForTheFormOnly)
{
    int line = 1;
    const Result<LessonText> text = parseLessonText("{0 || 2} {0 || 2|1}", line);
    ASSERT_TRUE(text) << text.error().text();
    LessonNumbers numbers(LessonState::beginning());
    EXPECT_EQ(shownText(*text, {numbers, numbers}), "1 1.0");
}

TEST(LessonText, PutsAQuestionMarkWhereThereIsNoNumber)
{
    int line = 1;
    const Result<LessonText> text = parseLessonText("{x(0,0,0)} {x(0,0,3)}", line);
    ASSERT_TRUE(text);
    LessonNumbers small(after({"tensor 1,1,1 = 7"}));
    std::vector<Error> errors;
    EXPECT_EQ(shownText(*text, {small, small}, &errors), "7 ?");
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_THAT(errors.front().text(), HasSubstr("from 0 to 0"));
}

// Commands

TEST(LessonCommands, ChangeACopyOfTheState)
{
    const LessonState begin = LessonState::beginning();
    const LessonState end = changed(begin, {"input 1,2,3 = 3.5", "token 0,1 = 1 2 3 4"});
    EXPECT_EQ(end.input->at(23), 3.5);
    EXPECT_EQ(end.input->at(4), 1);
    EXPECT_EQ(end.input->at(7), 4);
    EXPECT_TRUE(sameBits(*begin.input, randn(Shape::of({2, 3, 4}), 0)));
}

TEST(LessonCommands, SetAllThereIs)
{
    const LessonState state = after({"random 2,2,6 seed 5", "dtype float64", "normalise 2", "affine on",
                                     "eps 0.25", "gamma = 1 2 3 4 5 6 7 8 9 10 11 12", "page add-and-norm",
                                     "select 1,1,5", "library none", "set residual off", "set norm off",
                                     "set wiring pre", "set causal on", "set heads 3", "set depth 7"});
    EXPECT_TRUE(sameBits(*state.input, randn(Shape::of({2, 2, 6}), 5).converted(DType::Float64)));
    EXPECT_EQ(state.seed, 5U);
    EXPECT_EQ(state.normalizedDims, 2);
    EXPECT_TRUE(state.affine);
    EXPECT_EQ(state.eps, 0.25);
    EXPECT_EQ(state.gamma.shape(), Shape::of({2, 6}));
    EXPECT_EQ(state.gamma.at(11), 12);
    EXPECT_EQ(state.beta.shape(), Shape::of({2, 6}));
    EXPECT_EQ(state.page, "add-and-norm");
    EXPECT_EQ(state.selected, (std::array<std::int64_t, 3>{1, 1, 5}));
    EXPECT_EQ(state.library, "none");
    EXPECT_EQ(state.block, (LessonBlock{.residual = false,
                                        .norm = false,
                                        .wiring = NormPlacement::Pre,
                                        .causal = true,
                                        .heads = 3,
                                        .depth = 7,
                                        .throughDepth = true}));
    EXPECT_EQ(after({"sample sentences"}).labels,
              findSample("sentences")->make(LAYERNORM_SAMPLES_DIR)->labels);
}

// Quantities: the core's own numbers

class Quantities : public ::testing::Test
{
protected:
    const LessonState state = after({"random 2,3,4 seed 3", "affine on", "gamma = 1 2 3 4", "beta = 0 1 0 1",
                                     "eps 0.01", "set heads 2", "set causal on"});
    const Tensor& x = *state.input;
    const LayerNormResult result = *layerNorm(x, state.parameters());

    /// Every cell of a quantity against a tensor.
    void expectCells(const std::string& name, const Tensor& tensor)
    {
        LessonNumbers numbers(state);
        for (std::int64_t i = 0; i < tensor.elements(); ++i) {
            const std::string formula = name + "(" + std::to_string(i / 12) + "," +
                                        std::to_string(i / 4 % 3) + "," + std::to_string(i % 4) + ")";
            const Result<double> value = evaluated(formula, {numbers, numbers});
            ASSERT_TRUE(value) << value.error().text();
            EXPECT_EQ(*value, tensor.at(i)) << formula;
        }
    }
    void expectTokens(const std::string& name, const std::function<double(std::int64_t)>& of)
    {
        for (std::int64_t i = 0; i < 6; ++i)
            EXPECT_DOUBLE_EQ(
                value(name + "(" + std::to_string(i / 3) + "," + std::to_string(i % 3) + ")", state), of(i))
                << name << i;
    }
};

TEST_F(Quantities, AreTheDocumentsSizes)
{
    EXPECT_EQ(value("B*100 + S*10 + D", state), 234);
    EXPECT_EQ(value("eps", state), 0.01);
    EXPECT_EQ(value("gamma(3) - beta(1)", state), 3);
}

TEST_F(Quantities, AreLayerNorms)
{
    expectCells("x", x);
    expectCells("y", result.output);
    expectTokens("mean", [&](std::int64_t i) { return result.mean.at(i); });
    expectTokens("variance", [&](std::int64_t i) { return result.variance.at(i); });
    expectTokens("rstd", [&](std::int64_t i) { return result.reciprocalStd.at(i); });
    expectTokens("unbiased_variance", [&](std::int64_t i) { return result.variance.at(i) * 4 / 3; });
    LayerNormParameters other = state.parameters();
    other.eps = 0.5;
    EXPECT_EQ(value("y_eps(0.5,1,2,3)", state), layerNorm(x, other)->output.at(23));
}

TEST_F(Quantities, AreOfTheGroupThatATokenLiesIn)
{
    const LessonState whole = changed(state, {"affine off", "normalise 2"});
    const LayerNormResult groups = *layerNorm(x, whole.parameters());
    EXPECT_EQ(value("mean(1,0)", whole), groups.mean.at(1));
    EXPECT_EQ(value("mean(1,2)", whole), groups.mean.at(1));
    EXPECT_NEAR(value("output_mean(1,2)", whole), 0, 1e-12);
}

TEST_F(Quantities, AreOfTheOutputWithoutGammaAndBeta)
{
    for (std::int64_t token = 0; token < 3; ++token) {
        const std::string place = "(0," + std::to_string(token) + ")";
        EXPECT_NEAR(value("output_mean" + place, state), 0, 1e-14);
        // The law; the variance is known as float32 only.
        EXPECT_NEAR(value("output_variance" + place, state),
                    value("variance" + place + "/(variance" + place + "+eps)", state), 1e-7);
    }
}

TEST_F(Quantities, AreOtherNorms)
{
    expectCells("y_rms", rmsNorm(x, {Axis::Dimension}, 0.01)->output);
    expectCells("y_batch", axisNorm(x, {Axis::Batch, Axis::Sequence}, 0.01)->output);
    expectCells("y_instance", axisNorm(x, {Axis::Sequence}, 0.01)->output);
    expectCells("y_all", axisNorm(x, {Axis::Sequence, Axis::Dimension}, 0.01)->output);
    EXPECT_NEAR(value("rms(0,0)^2", state),
                value("(x(0,0,0)^2 + x(0,0,1)^2 + x(0,0,2)^2 + x(0,0,3)^2) / 4", state), 1e-12);
}

TEST_F(Quantities, AreMistakes)
{
    // Formulas of the mistakes, on the numbers as they are printed; float32 rounds them once more.
    const double tolerance = 1e-5;
    EXPECT_NEAR(value("y_unbiased(1,2,3)", state),
                value("(x(1,2,3)-mean(1,2))/sqrt(unbiased_variance(1,2)+eps)*gamma(3)+beta(3)", state),
                tolerance);
    EXPECT_NEAR(value("y_eps_outside(1,2,3)", state),
                value("(x(1,2,3)-mean(1,2))/(sqrt(variance(1,2))+eps)*gamma(3)+beta(3)", state), tolerance);
    EXPECT_NEAR(value("y_half(1,2,3)", state), value("y(1,2,3)", state), 0.01);
    EXPECT_NE(value("y_half(1,2,3)", state), value("y(1,2,3)", state));
    EXPECT_NEAR(value("y_one_pass(1,2,3)", state), value("y(1,2,3)", state), tolerance);
}

TEST_F(Quantities, OnePassLosesASmallVarianceOnALargeMean)
{
    const LessonState offset = after({"tensor 1,1,4 = 10000 10000.1 10000.2 10000.3"});
    // Far off, or no number at all.
    EXPECT_FALSE(std::abs(value("y_one_pass(0,0,3) - y(0,0,3)", offset)) < 0.1);
    const LessonState exact =
        changed(offset, {"dtype float64", "tensor 1,1,4 = 10000 10000.1 10000.2 10000.3"});
    EXPECT_NEAR(value("y_one_pass(0,0,3)", exact), value("y(0,0,3)", exact), 1e-5);
}

TEST_F(Quantities, TellWhatChanged)
{
    const LessonState edited = changed(state, {"input 0,0,1 = 3.5"});
    EXPECT_EQ(value("changed(0,0)*10 + changed(0,1)", edited, state), 10);
    EXPECT_EQ(value("input_changed(0,0)*10 + input_changed(1,0)", edited, state), 10);
    EXPECT_EQ(value("y_before(0,0,1)", edited, state), result.output.at(1));
    EXPECT_NE(value("y(0,0,1)", edited, state), result.output.at(1));
    EXPECT_EQ(value("y_batch_before(1,0,1) == y_batch(1,0,1)", edited, state), 0);
    EXPECT_EQ(value("changed(0,0)", changed(state, {"random 2,3,5 seed 0"}), state), 1);
    EXPECT_EQ(value("changed(0,0)", state, state), 0);
}

TEST_F(Quantities, AreAddAndNorms)
{
    BlockOptions options;
    options.attention = {.heads = 2, .causal = true};
    options.layerNorm = state.parameters();
    const BlockStages stages =
        *blockForward(x, drawBlockWeights(4, 0, addAndNormSeed, DType::Float32), options);
    expectCells("block", stages.output);
    expectCells("attention_out", stages.attention);
    expectCells("sum", stages.sum);
    EXPECT_EQ(value("attention(1,1,2,0)", state), stages.attentionWeights.at(((1 * 2 + 1) * 3 + 2) * 3 + 0));
    EXPECT_EQ(value("attention(0,0,0,2)", state), 0);
    EXPECT_THAT(refusal("attention(0,2,0,0)", state), HasSubstr("from 0 to 1"));
    EXPECT_EQ(value("block(0,0,0) == sum(0,0,0)", changed(state, {"set norm off"})), 1);
}

TEST_F(Quantities, AreTheGradientsOfAStack)
{
    FlowRequest request{.input = x, .depth = 6, .wirings = {{false, NormPlacement::Pre}}};
    request.attention = {.heads = 2, .causal = true};
    request.eps = 0.01;
    const FlowCurve curve = gradientFlow(request)->front();
    EXPECT_EQ(value("gradient_norm(0,2,0,6)", state), curve.gradient[0]);
    EXPECT_EQ(value("gradient_norm(0,2,6,6)", state), curve.gradient[6]);
    EXPECT_THAT(refusal("gradient_norm(0,2,7,6)", state), HasSubstr("from 0 to 6"));
    EXPECT_THAT(refusal("gradient_norm(0,3,0,6)", state), HasSubstr("from 0 to 2"));
    EXPECT_NE(refusal("gradient_norm(0,2,0,97)", state), "nothing");
}

TEST_F(Quantities, AreTheGradientOfLayerNorm)
{
    const auto gradient = [this](const Tensor& upstream) {
        return layerNormGradient(x, state.parameters(), result, upstream)->input;
    };
    Tensor ones(x.shape(), DType::Float32);
    for (std::int64_t i = 0; i < ones.elements(); ++i)
        ones.set(i, 1);
    expectCells("dx", gradient(ones));
    expectCells("dx_pattern", gradient(randn(x.shape(), 1)));
}

TEST_F(Quantities, SayWhatTheyCannot)
{
    EXPECT_THAT(refusal("x(2,0,0)"), HasSubstr("There is no batch 2"));
    EXPECT_THAT(refusal("x(0,0-1,0)"), HasSubstr("There is no token -1"));
    EXPECT_THAT(refusal("gamma(4)"), HasSubstr("from 0 to 3"));
    EXPECT_EQ(value("nan(sqrt(0-1)) + 10*nan(1)"), 1);
    EXPECT_THAT(refusal("y(0,0,0)", after({"random 1001,1000,1 seed 0"})), HasSubstr("up to 1000000"));
    EXPECT_EQ(refusal("1 ? 5 : x(9,9,9)"), "nothing"); // what is not needed is not asked for
}

TEST_F(Quantities, AllAreReached)
{
    for (const LessonQuantity& quantity : lessonQuantities())
        for (const char* suffix : {"", "_before"}) {
            const bool deep = quantity.name == std::string("gradient_norm"); // of one block at least
            std::string formula = quantity.name + std::string(suffix);
            for (int i = 0; i < quantity.arity; ++i)
                formula += (i == 0 ? "(" : ",") + std::string(i == 3 && deep ? "1" : "0");
            formula += quantity.arity > 0 ? ")" : "";
            EXPECT_EQ(refusal(formula, state), "nothing") << formula;
        }
}

// Answers

TEST(LessonAnswers, AreWorkedOutFromBothStates)
{
    const LessonReading reading = parsed(
        question + "choice: Only this :: changed(0,0) == 1 && changed(0,1) == 0\n"
                   "choice: All :: changed(0,1) == 1\nchoice: None :: changed(0,0) == 0\n"
                   "then: input 0,0,0 = 9\nexplain: So.\n"
                   "=== Another\nThe state goes on.\nask: x?\nnumber: x(0,0,0) :: 0.5\nexplain: So.\n");
    ASSERT_TRUE(reading.problems.empty()) << reading.problems.front().text();
    const auto states = statesOf(reading.lesson);
    ASSERT_TRUE(states);
    LessonNumbers before((*states)[0].entered);
    LessonNumbers now((*states)[0].revealed);
    const auto choice = rightAnswer("f", *reading.lesson.steps[0].question, {now, before});
    ASSERT_TRUE(choice) << choice.error().text();
    EXPECT_EQ(choice->choice, 0U);
    LessonNumbers second((*states)[1].entered);
    const auto number = rightAnswer("f", *reading.lesson.steps[1].question, {second, second});
    ASSERT_TRUE(number) << number.error().text();
    EXPECT_TRUE(number->isRight(9.5));
    EXPECT_FALSE(number->isRight(9.51));
    EXPECT_FALSE(number->isRight(NAN));
}

} // namespace

} // namespace layernorm
