// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_command.h"

#include "core/io/number_text.h"
#include "core/io/samples.h"
#include "core/lessons/lesson_words.h"
#include "core/reference/libraries.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <charconv>

namespace layernorm {

namespace {

using Change = std::function<Result<void>(LessonState&)>;

/// What a command is called and how the rest of its line is understood.
struct Command {
    const char* name;
    const char* form; ///< for the sentence about what it does not take
    Result<Change> (*parse)(const Command& command, std::string_view rest, const LessonWorld& world);
};

tl::unexpected<Error> refuse(const Command& command, std::string_view rest)
{
    return failure(LAYERNORM_SENTENCE("Core", "\"%1\" does not take \"%2\"; write it as: %3"),
                   {command.name, std::string(rest), command.form});
}

Result<void> setValue(LessonState& state, std::int64_t cell, double value)
{
    Tensor changed = *state.input;
    changed.set(cell, value);
    state.input = std::make_shared<Tensor>(std::move(changed));
    return {};
}

// Numbers out of text

template <typename Whole>
std::optional<Whole> whole(std::string_view text)
{
    text = trimmed(text);
    Whole number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// `count` of them, separated by commas.
std::optional<std::vector<std::int64_t>> indices(std::string_view text, std::size_t count)
{
    std::vector<std::int64_t> numbers;
    for (const std::string& part : partsOf(text, ','))
        if (const auto number = whole<std::int64_t>(part))
            numbers.push_back(*number);
        else
            return std::nullopt;
    return numbers.size() == count ? std::optional(numbers) : std::nullopt;
}

/// As they are typed; rounded to the tensor's type when they are put in.
Result<std::vector<std::string>> numbers(std::string_view text)
{
    std::vector<std::string> words = wordsOf(text);
    for (const std::string& word : words)
        if (const auto number = parseNumber(word, DType::Float64); !number)
            return tl::unexpected(number.error());
    return words;
}

Result<Tensor> tensorOf(const std::vector<std::string>& words, const Shape& shape, DType dtype)
{
    if (static_cast<std::int64_t>(words.size()) != shape.elements())
        return failure(LAYERNORM_SENTENCE("Core", "There are %1 values where the shape %2 takes %3; write as "
                                                  "many"),
                       {std::to_string(words.size()), shape.text(), std::to_string(shape.elements())});
    Tensor tensor(shape, dtype);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Result<double> value = parseNumber(words[i], dtype);
        if (!value)
            return tl::unexpected(value.error());
        tensor.set(static_cast<std::int64_t>(i), *value);
    }
    return tensor;
}

/// "LEFT = RIGHT"
std::optional<std::pair<std::string_view, std::string_view>> sides(std::string_view text)
{
    const std::size_t sign = text.find('=');
    if (sign == std::string_view::npos)
        return std::nullopt;
    return std::pair(trimmed(text.substr(0, sign)), trimmed(text.substr(sign + 1)));
}

// The tensor

Result<Change> parseSample(const Command&, std::string_view rest, const LessonWorld& world)
{
    const Sample* sample = findSample(rest);
    if (!sample) {
        std::vector<std::string> names;
        for (const Sample& known : samples())
            names.emplace_back(known.name);
        return failure(LAYERNORM_SENTENCE("Core", "There is no sample \"%1\"; take one of %2"),
                       {std::string(rest), listed(names)});
    }
    return [sample, directory = world.samples](LessonState& state) -> Result<void> {
        Result<LabelledTensor> read = sample->make(directory);
        if (!read)
            return tl::unexpected(read.error());
        // The article's numbers are drawn, and say so.
        const bool drawn = sample == &samples().front();
        state.put(std::move(read->tensor), std::move(read->labels), drawn ? "" : sample->title);
        state.seed = 0;
        return {};
    };
}

Result<Change> parseRandom(const Command& command, std::string_view rest, const LessonWorld&)
{
    const std::vector<std::string> words = wordsOf(rest);
    const auto seed = words.size() == 3 ? whole<std::uint64_t>(words[2]) : std::nullopt;
    if (!seed || words[1] != "seed")
        return refuse(command, rest);
    const Result<Shape> shape = Shape::parse(words[0]);
    if (!shape)
        return tl::unexpected(shape.error());
    return [shape = *shape, seed = *seed](LessonState& state) -> Result<void> {
        state.put(randn(shape, seed, state.input->dtype()));
        state.seed = seed;
        return {};
    };
}

Result<Change> parseTensor(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto both = sides(rest);
    if (!both)
        return refuse(command, rest);
    const Result<Shape> shape = Shape::parse(both->first);
    if (!shape)
        return tl::unexpected(shape.error());
    const Result<std::vector<std::string>> values = numbers(both->second);
    if (!values)
        return tl::unexpected(values.error());
    if (const auto tensor = tensorOf(*values, *shape, DType::Float64); !tensor)
        return tl::unexpected(tensor.error());
    return [shape = *shape, values = *values](LessonState& state) -> Result<void> {
        Result<Tensor> tensor = tensorOf(values, shape, state.input->dtype());
        if (!tensor)
            return tl::unexpected(tensor.error());
        state.put(std::move(*tensor));
        return {};
    };
}

Result<Change> parseInput(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto both = sides(rest);
    const auto place = both ? indices(both->first, 3) : std::nullopt;
    if (!place)
        return refuse(command, rest);
    if (const auto number = parseNumber(both->second, DType::Float64); !number)
        return tl::unexpected(number.error());
    return [place = *place, text = std::string(both->second)](LessonState& state) -> Result<void> {
        const Result<std::int64_t> cell = state.cell(place[0], place[1], place[2]);
        if (!cell)
            return tl::unexpected(cell.error());
        const Result<double> value = parseNumber(text, state.input->dtype());
        return value ? setValue(state, *cell, *value) : tl::unexpected(value.error());
    };
}

Result<Change> parseToken(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto both = sides(rest);
    const auto place = both ? indices(both->first, 2) : std::nullopt;
    if (!place)
        return refuse(command, rest);
    const Result<std::vector<std::string>> values = numbers(both->second);
    if (!values)
        return tl::unexpected(values.error());
    return [place = *place, values = *values](LessonState& state) -> Result<void> {
        const Result<std::int64_t> row = state.row(place[0], place[1]);
        if (!row)
            return tl::unexpected(row.error());
        const std::int64_t dimension = state.extents().dimension;
        const Result<Tensor> token = tensorOf(values, Shape::of({dimension}), state.input->dtype());
        if (!token)
            return tl::unexpected(token.error());
        for (std::int64_t i = 0; i < dimension; ++i)
            if (const auto set = setValue(state, *row * dimension + i, token->at(i)); !set)
                return set;
        return {};
    };
}

// How it is normalised

Result<Change> parseEps(const Command&, std::string_view rest, const LessonWorld&)
{
    const Result<double> eps = parseNumber(rest, DType::Float64);
    if (!eps)
        return tl::unexpected(eps.error());
    if (const auto checked = checkEps(*eps); !checked)
        return tl::unexpected(checked.error());
    return [eps = *eps](LessonState& state) -> Result<void> {
        state.eps = eps;
        return {};
    };
}

std::optional<bool> onOrOff(std::string_view text)
{
    return text == "on" ? std::optional(true) : text == "off" ? std::optional(false) : std::nullopt;
}

Result<Change> parseAffine(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto on = onOrOff(rest);
    if (!on)
        return refuse(command, rest);
    return [on = *on](LessonState& state) -> Result<void> {
        state.affine = on;
        return {};
    };
}

template <Tensor LessonState::*which>
Result<Change> parseParameter(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto both = sides(rest);
    if (!both || !both->first.empty())
        return refuse(command, rest);
    const Result<std::vector<std::string>> values = numbers(both->second);
    if (!values)
        return tl::unexpected(values.error());
    return [values = *values](LessonState& state) -> Result<void> {
        Result<Tensor> tensor = tensorOf(values, (state.*which).shape(), state.input->dtype());
        if (!tensor)
            return tl::unexpected(tensor.error());
        state.*which = std::move(*tensor);
        return {};
    };
}

Result<Change> parseNormalise(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto dims = whole<int>(rest);
    if (!dims || *dims < 1)
        return refuse(command, rest);
    return [dims = *dims](LessonState& state) -> Result<void> {
        const int rank = state.input->shape().rank();
        if (dims > rank)
            return failure(LAYERNORM_SENTENCE("Core", "The tensor has %1 dimensions, too few to normalise "
                                                      "over %2; take at most that many"),
                           {std::to_string(rank), std::to_string(dims)});
        state.normalizedDims = dims;
        state.fitAffine();
        return {};
    };
}

Result<Change> parseType(const Command&, std::string_view rest, const LessonWorld&)
{
    const Result<DType> dtype = parseDType(rest);
    if (!dtype)
        return tl::unexpected(dtype.error());
    return [dtype = *dtype](LessonState& state) -> Result<void> {
        state.input = std::make_shared<Tensor>(state.input->converted(dtype));
        state.gamma = state.gamma.converted(dtype);
        state.beta = state.beta.converted(dtype);
        return {};
    };
}

// What is looked at

Result<Change> parsePage(const Command&, std::string_view rest, const LessonWorld& world)
{
    if (std::ranges::find(world.pages, rest) == world.pages.end())
        return failure(LAYERNORM_SENTENCE("Core", "There is no page \"%1\"; take one of %2"),
                       {std::string(rest), listed(world.pages)});
    return [page = std::string(rest)](LessonState& state) -> Result<void> {
        state.page = page;
        return {};
    };
}

Result<Change> parseSelect(const Command& command, std::string_view rest, const LessonWorld&)
{
    const auto place = indices(rest, 3);
    if (!place)
        return refuse(command, rest);
    return [place = *place](LessonState& state) -> Result<void> {
        if (const auto cell = state.cell(place[0], place[1], place[2]); !cell)
            return tl::unexpected(cell.error());
        std::ranges::copy(place, state.selected.begin());
        return {};
    };
}

Result<Change> parseLibrary(const Command&, std::string_view rest, const LessonWorld&)
{
    std::vector<std::string> ids;
    for (const ReferenceLibrary& library : referenceLibraries())
        ids.emplace_back(library.id);
    ids.emplace_back("none");
    if (std::ranges::find(ids, rest) == ids.end())
        return failure(LAYERNORM_SENTENCE("Core", "There is no library \"%1\"; take one of %2"),
                       {std::string(rest), listed(ids)});
    return [id = std::string(rest)](LessonState& state) -> Result<void> {
        state.library = id;
        return {};
    };
}

// The pages' own controls

/// A control of a page, and whether it took the value.
struct Control {
    const char* name;
    const char* values;
    bool (*set)(LessonBlock& block, const std::string& value);
};

template <bool LessonBlock::*which>
bool setSwitch(LessonBlock& block, const std::string& value)
{
    const auto on = onOrOff(value);
    block.*which = on.value_or(block.*which);
    return on.has_value();
}

bool setWiring(LessonBlock& block, const std::string& value)
{
    block.wiring = value == "pre" ? NormPlacement::Pre : NormPlacement::Post;
    return value == "pre" || value == "post";
}

bool setHeads(LessonBlock& block, const std::string& value)
{
    block.heads = whole<int>(value).value_or(0);
    return block.heads >= 1;
}

bool setDepth(LessonBlock& block, const std::string& value)
{
    constexpr int deepest = 96; // largestDepth of core/explore/gradient_flow.h
    block.depth = whole<int>(value).value_or(0);
    block.throughDepth = true;
    return block.depth >= 1 && block.depth <= deepest;
}

bool setView(LessonBlock& block, const std::string& value)
{
    block.throughDepth = value == "depth";
    return value == "depth" || value == "token";
}

constexpr Control controls[] = {
    {"residual", "on, off", setSwitch<&LessonBlock::residual>},
    {"norm", "on, off", setSwitch<&LessonBlock::norm>},
    {"wiring", "post, pre", setWiring},
    {"causal", "on, off", setSwitch<&LessonBlock::causal>},
    {"heads", "1, 2, ...", setHeads},
    {"depth", "1 .. 96", setDepth},
    {"view", "token, depth", setView},
};

Result<Change> parseSet(const Command& command, std::string_view rest, const LessonWorld&)
{
    const std::vector<std::string> words = wordsOf(rest);
    if (words.size() != 2)
        return refuse(command, rest);
    const auto* control =
        std::ranges::find_if(controls, [&](const Control& known) { return words[0] == known.name; });
    if (control == std::end(controls)) {
        std::vector<std::string> names;
        for (const Control& known : controls)
            names.emplace_back(known.name);
        return failure(LAYERNORM_SENTENCE("Core", "There is no control \"%1\" to set; take one of %2"),
                       {words[0], listed(names)});
    }
    if (LessonBlock block; !control->set(block, words[1]))
        return failure(LAYERNORM_SENTENCE("Core", "The control \"%1\" does not take \"%2\"; give it one of "
                                                  "%3"),
                       {words[0], words[1], control->values});
    return [control, value = words[1]](LessonState& state) -> Result<void> {
        control->set(state.block, value);
        const std::int64_t dimension = state.extents().dimension;
        if (dimension % state.block.heads != 0)
            return failure(LAYERNORM_SENTENCE("Core", "%1 heads do not divide the dimension %2; take a "
                                                      "number that does"),
                           {std::to_string(state.block.heads), std::to_string(dimension)});
        return {};
    };
}

constexpr Command commands[] = {
    {"sample", "sample article", parseSample},
    {"random", "random 2,3,4 seed 0", parseRandom},
    {"tensor", "tensor 1,2,2 = 1 2 3 4", parseTensor},
    {"input", "input 0,0,1 = 3.5", parseInput},
    {"token", "token 0,1 = 1 2 3 4", parseToken},
    {"eps", "eps 1e-5", parseEps},
    {"affine", "affine on", parseAffine},
    {"gamma", "gamma = 1 1 2 1", parseParameter<&LessonState::gamma>},
    {"beta", "beta = 0 0 0 1", parseParameter<&LessonState::beta>},
    {"normalise", "normalise 1", parseNormalise},
    {"dtype", "dtype float32", parseType},
    {"page", "page eps", parsePage},
    {"select", "select 0,0,1", parseSelect},
    {"library", "library none", parseLibrary},
    {"set", "set residual off", parseSet},
};

} // namespace

Result<LessonCommand> parseLessonCommand(std::string_view text, const LessonWorld& world)
{
    text = trimmed(text);
    const std::string_view word = text.substr(0, text.find_first_of(" \t="));
    const auto* command =
        std::ranges::find_if(commands, [word](const Command& known) { return word == known.name; });
    if (command == std::end(commands)) {
        std::vector<std::string> names;
        for (const Command& known : commands)
            names.emplace_back(known.name);
        return failure(LAYERNORM_SENTENCE("Core", "There is no command \"%1\"; take one of %2"),
                       {std::string(word), listed(names)});
    }
    Result<Change> change = command->parse(*command, trimmed(text.substr(word.size())), world);
    if (!change)
        return tl::unexpected(change.error());
    return LessonCommand{.line = 0, .text = std::string(text), .change = std::move(*change)};
}

Result<LessonState> applied(const LessonCommand& command, LessonState state)
{
    if (const auto changed = command.change(state); !changed)
        return tl::unexpected(changed.error());
    return state;
}

} // namespace layernorm
