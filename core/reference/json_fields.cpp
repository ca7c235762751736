// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reference/json_fields.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace layernorm::protocol {

namespace {

using nlohmann::json;

/// The start of what the other side wrote, fit to stand in a sentence.
std::string excerpt(std::string_view line)
{
    constexpr std::size_t shown = 60;
    std::string text(line.substr(0, shown));
    const auto unprintable = [](char c) { return c < ' ' || c > '~'; };
    std::replace_if(text.begin(), text.end(), unprintable, '?');
    return line.size() > shown ? text + "..." : text;
}

/// nullptr where there is no such field of the kind that `isOfKind` accepts.
template <typename Predicate>
const json* find(const json& object, const char* key, Predicate isOfKind)
{
    const auto field = object.find(key);
    return field != object.end() && isOfKind(*field) ? &*field : nullptr;
}

} // namespace

JsonFields::JsonFields(json object, const Sentences& sentences)
    : m_object(std::make_shared<const json>(std::move(object))),
      m_sentences(&sentences)
{
}

Result<JsonFields> JsonFields::parse(std::string_view line, const Sentences& sentences)
{
    // nlohmann keeps the last of two equal keys without a word.
    std::set<std::string> keys;
    std::string repeated;
    bool repeats = false;
    const auto watchKeys = [&](int depth, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::key && depth == 1 &&
            !keys.insert(parsed.get<std::string>()).second) {
            repeated = parsed.get<std::string>();
            repeats = true;
        }
        return true;
    };
    json object = json::parse(line, watchKeys, false);
    if (!object.is_object())
        return failure(sentences.noObject, {excerpt(line)});
    if (repeats)
        return failure(sentences.repeatedKey, {excerpt(repeated)});
    return JsonFields(std::move(object), sentences);
}

bool JsonFields::contains(const char* key) const
{
    return m_object->contains(key);
}

Result<bool> JsonFields::truth(const char* key) const
{
    if (const json* field = find(*m_object, key, [](const json& value) { return value.is_boolean(); }))
        return field->get<bool>();
    return badField(key, "true or false");
}

Result<std::uint64_t> JsonFields::wholeNumber(const char* key) const
{
    if (const json* field =
            find(*m_object, key, [](const json& value) { return value.is_number_unsigned(); }))
        return field->get<std::uint64_t>();
    return badField(key, "a whole number");
}

Result<double> JsonFields::number(const char* key) const
{
    if (const json* field = find(*m_object, key, [](const json& value) { return value.is_number(); }))
        return field->get<double>();
    return badField(key, "a number");
}

Result<std::string> JsonFields::text(const char* key) const
{
    const json* field = find(*m_object, key, [](const json& value) { return value.is_string(); });
    if (!field || field->get_ref<const std::string&>().empty())
        return badField(key, "a text that is not empty");
    return field->get<std::string>();
}

Result<std::vector<std::string>> JsonFields::texts(const char* key) const
{
    const auto isText = [](const json& item) { return item.is_string(); };
    const json* field = find(*m_object, key, [](const json& value) { return value.is_array(); });
    if (!field || !std::all_of(field->begin(), field->end(), isText))
        return badField(key, "a list of texts");
    return field->get<std::vector<std::string>>();
}

Result<DType> JsonFields::dtype() const
{
    const Result<std::string> name = text("dtype");
    return name ? parseDType(*name) : badField("dtype", "float32 or float64");
}

Result<Shape> JsonFields::shape() const
{
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    const auto isExtent = [](const json& item) {
        return item.is_number_unsigned() && item.get<std::uint64_t>() <= largest;
    };
    const json* field = find(*m_object, "shape", [](const json& value) { return value.is_array(); });
    if (!field || !std::all_of(field->begin(), field->end(), isExtent))
        return badField("shape", "a list of whole numbers");
    return Shape::make(field->get<std::vector<std::int64_t>>());
}

tl::unexpected<Error> JsonFields::badField(const char* key, const char* expected) const
{
    return failure(m_sentences->badField, {key, expected});
}

} // namespace layernorm::protocol
