// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/report.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace layernorm {

namespace {

constexpr const char* program = "LayerNorm Explorer";

// ------------------------------------------------------------------------------------------------------ text

constexpr std::int64_t summarizeAbove = 1000;
constexpr std::int64_t edgeItems = 3;
constexpr std::size_t lineWidth = 80;

/// A tensor in the brackets, lines and ellipses of torch's print, with as many digits as the bits need.
class Listing
{
public:
    explicit Listing(const Tensor& tensor);
    [[nodiscard]] std::string text() const;

private:
    [[nodiscard]] std::string block(int axis, std::int64_t first, std::size_t indent) const;
    [[nodiscard]] std::string row(std::int64_t first, std::size_t indent) const;
    [[nodiscard]] std::string number(std::int64_t index) const;
    void measure(int axis, std::int64_t first);

    template <typename Shown, typename Left>
    void forShown(int axis, Shown shown, Left left) const;

    const Tensor& m_tensor;
    bool m_summarized;
    std::size_t m_width = 0;
};

Listing::Listing(const Tensor& tensor) : m_tensor(tensor), m_summarized(tensor.elements() > summarizeAbove)
{
    measure(0, 0);
}

/// Calls `shown(i)` for the indices along `axis` that are printed, and `left()` once in place of the others.
template <typename Shown, typename Left>
void Listing::forShown(int axis, Shown shown, Left left) const
{
    const std::int64_t extent = m_tensor.shape()[axis];
    const bool shortened = m_summarized && extent > 2 * edgeItems;
    for (std::int64_t i = 0; i < extent; ++i) {
        if (shortened && i == edgeItems) {
            left();
            i = extent - edgeItems;
        }
        shown(i);
    }
}

void Listing::measure(int axis, std::int64_t first)
{
    const int inner = m_tensor.shape().rank() - axis - 1;
    const std::int64_t stride = m_tensor.shape().trailingElements(inner);
    const auto measureOne = [&](std::int64_t i) {
        if (inner == 0)
            m_width = std::max(m_width, number(first + i).size());
        else
            measure(axis + 1, first + i * stride);
    };
    forShown(axis, measureOne, [] {});
}

std::string Listing::number(std::int64_t index) const
{
    return exactText(m_tensor.at(index), m_tensor.dtype());
}

std::string Listing::text() const
{
    const std::string opening = "tensor(";
    return opening + block(0, 0, opening.size()) + ")\n";
}

std::string Listing::block(int axis, std::int64_t first, std::size_t indent) const
{
    const int inner = m_tensor.shape().rank() - axis - 1;
    if (inner == 0)
        return row(first, indent);
    const std::int64_t stride = m_tensor.shape().trailingElements(inner);
    const std::string gap =
        "," + std::string(static_cast<std::size_t>(inner), '\n') + std::string(indent + 1, ' ');
    std::string text = "[";
    const auto add = [&](const std::string& item) { text += (text.size() == 1 ? "" : gap) + item; };
    forShown(
        axis, [&](std::int64_t i) { add(block(axis + 1, first + i * stride, indent + 1)); },
        [&] { add("..."); });
    return text + "]";
}

std::string Listing::row(std::int64_t first, std::size_t indent) const
{
    const std::size_t room = lineWidth > indent ? lineWidth - indent : 0;
    const std::size_t perLine = std::max<std::size_t>(1, room / (m_width + 2));
    std::string text = "[";
    std::size_t items = 0;
    const auto add = [&](const std::string& item) {
        if (items > 0)
            text += items % perLine == 0 ? ",\n" + std::string(indent + 1, ' ') : ", ";
        text += item;
        ++items;
    };
    const auto addNumber = [&](std::int64_t i) {
        const std::string digits = number(first + i);
        add(std::string(m_width - digits.size(), ' ') + digits);
    };
    forShown(m_tensor.shape().rank() - 1, addNumber, [&] { add(" ..."); });
    return text + "]";
}

std::string oneLine(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

std::string absenceReason(const Report& report)
{
    return report.referenceError.empty() ? LAYERNORM_SENTENCE("Core", "no library was asked for")
                                         : oneLine(report.referenceError);
}

/// The library's section without a library. Scripts find the sections by their headings' words, so a reason
/// that holds one of those to come is left to the last line.
std::string absence(const Report& report)
{
    constexpr std::array<std::string_view, 3> headingsToCome{"mean", "var", "y_custom"};
    const std::string reason = absenceReason(report);
    const bool ambiguous =
        std::any_of(headingsToCome.begin(), headingsToCome.end(),
                    [&](std::string_view heading) { return reason.find(heading) != std::string::npos; });
    return "(" + (ambiguous ? "none; the last line says why" : reason) + ")\n";
}

/// Two digits are what a person compares: 2.4e-07.
std::string twoDigits(double value)
{
    if (value == 0 || !std::isfinite(value))
        return exactText(value, DType::Float64);
    std::array<char, 32> buffer{};
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific, 1);
    return std::string(buffer.data(), written.ptr);
}

std::string indexText(const Shape& shape, std::int64_t index)
{
    std::string text;
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
        text = std::to_string(index % shape[axis]) + (text.empty() ? "" : ", ") + text;
        index /= shape[axis];
    }
    return "[" + text + "]";
}

std::string largestDifference(const Comparison& comparison)
{
    const std::string steps = comparison.maxUlpDifference == Comparison::incomparable
                                  ? "NaN on one side only"
                                  : std::to_string(comparison.maxUlpDifference) + " ULP";
    return twoDigits(comparison.maxAbsDifference) + " (" + steps + ")";
}

std::string toleranceText(const Tolerance& tolerance)
{
    return "rtol " + exactText(tolerance.rtol, DType::Float64) + ", atol " +
           exactText(tolerance.atol, DType::Float64);
}

Error agreement(const Report& report)
{
    const Comparison& comparison = report.reference->comparison;
    const std::int64_t count = report.result.output.elements();
    return {count == 1
                ? LAYERNORM_SENTENCE("Core", "%1 and %2 differ by at most %3 in %4 value; allclose(%5)")
                : LAYERNORM_SENTENCE("Core", "%1 and %2 differ by at most %3 in %4 values; allclose(%5)"),
            {report.reference->name + " " + report.reference->version, program, largestDifference(comparison),
             std::to_string(count), toleranceText(comparison.tolerance)}};
}

Error disagreement(const Report& report)
{
    const ReferenceReport& reference = *report.reference;
    const Comparison& comparison = reference.comparison;
    const Tensor& ours = report.result.output;
    const std::int64_t worst = comparison.worstIndex;
    return {
        ours.elements() == 1
            ? LAYERNORM_SENTENCE("Core", "%1 and %2 differ by at most %3, beyond the tolerance in %4 of %5 "
                                         "value, worst at %6: ours %7, %8; allclose(%9)")
            : LAYERNORM_SENTENCE("Core", "%1 and %2 differ by at most %3, beyond the tolerance in %4 of %5 "
                                         "values, worst at %6: ours %7, %8; allclose(%9)"),
        {reference.name + " " + reference.version, program, largestDifference(comparison),
         std::to_string(comparison.disagreeing), std::to_string(ours.elements()),
         indexText(ours.shape(), worst), exactText(ours.at(worst), ours.dtype()),
         reference.name + " " + exactText(reference.output.at(worst), reference.output.dtype()),
         toleranceText(comparison.tolerance)}};
}

/// Scripts know the verdict by its first word, in every language.
std::string verdict(const Report& report, const Wording& wording)
{
    const auto worded = [&](const Error& sentence) {
        return (wording ? wording(sentence) : sentence.text()) + "\n";
    };
    if (!report.reference)
        return "not compared: " + worded({"%1", {absenceReason(report)}});
    if (report.reference->comparison.agrees())
        return "agrees: " + worded(agreement(report));
    return "differs: " + worded(disagreement(report));
}

// ------------------------------------------------------------------------------------------------------ JSON

constexpr std::int64_t longestValues = 100'000;

/// With a point or an exponent always, because JSON readers take a bare -0 for the integer 0.
std::string jsonNumber(double value, DType dtype)
{
    std::string text = exactText(value, dtype);
    if (!std::isfinite(value))
        return "\"" + text + "\"";
    if (text.find_first_of(".e") == std::string::npos)
        text += ".0";
    return text;
}

std::string jsonString(const std::string& text)
{
    constexpr int compact = -1;
    // A worker's message may be cut in the middle of a character; the report stays valid.
    return nlohmann::json(text).dump(compact, ' ', false, nlohmann::json::error_handler_t::replace);
}

const char* jsonBoolean(bool value)
{
    return value ? "true" : "false";
}

std::string jsonShape(const Shape& shape)
{
    return nlohmann::json(shape.extents()).dump();
}

std::string jsonValues(const Tensor& tensor)
{
    if (tensor.elements() > longestValues)
        return "null";
    std::string text = "[";
    for (std::int64_t i = 0; i < tensor.elements(); ++i) {
        text += i == 0 ? "" : ",";
        text += jsonNumber(tensor.at(i), tensor.dtype());
    }
    return text + "]";
}

std::string jsonTensor(const Tensor& tensor)
{
    return "{\"shape\":" + jsonShape(tensor.shape()) + ",\"values\":" + jsonValues(tensor) + "}";
}

std::string jsonUlp(std::uint64_t ulp)
{
    return ulp == Comparison::incomparable ? "\"nan\"" : std::to_string(ulp);
}

struct Field {
    const char* name;
    std::string value; ///< JSON already
};

/// By hand, because nlohmann::json sorts the fields and rounds a float as a double.
std::string jsonObject(const std::vector<Field>& fields, const std::string& indent)
{
    std::string text = "{";
    for (const Field& field : fields) {
        text += text.size() == 1 ? "\n" : ",\n";
        text += indent + "  \"" + field.name + "\": " + field.value;
    }
    return text + "\n" + indent + "}";
}

std::string jsonReference(const ReferenceReport& reference)
{
    const Comparison& comparison = reference.comparison;
    return jsonObject({{"name", jsonString(reference.name)},
                       {"version", jsonString(reference.version)},
                       {"output", jsonTensor(reference.output)},
                       {"max_abs_difference", jsonNumber(comparison.maxAbsDifference, DType::Float64)},
                       {"max_ulp_difference", jsonUlp(comparison.maxUlpDifference)},
                       {"agrees", jsonBoolean(comparison.agrees())}},
                      "  ");
}

} // namespace

std::string textReport(const Report& report, const Wording& wording)
{
    const std::string library = report.reference ? Listing(report.reference->output).text() : absence(report);
    return "embedding:\n" + Listing(report.input).text() +        //
           "layer_norm:\n" + library +                            //
           "mean:\n" + Listing(report.result.mean).text() +       //
           "var:\n" + Listing(report.result.variance).text() +    //
           "y_custom:\n" + Listing(report.result.output).text() + //
           verdict(report, wording);
}

std::string jsonReport(const Report& report)
{
    const LayerNormParameters& parameters = report.parameters;
    std::vector<Field> fields{
        {"shape", jsonShape(report.input.shape())},
        {"dtype", jsonString(name(report.input.dtype()))},
        {"eps", jsonNumber(parameters.eps, DType::Float64)},
        {"normalized_dims", std::to_string(parameters.normalizedDims)},
        {"affine", jsonBoolean(parameters.gamma || parameters.beta)},
        {"input", jsonTensor(report.input)},
        {"mean", jsonTensor(report.result.mean)},
        {"variance", jsonTensor(report.result.variance)},
        {"reciprocal_std", jsonTensor(report.result.reciprocalStd)},
        {"output", jsonTensor(report.result.output)},
        {"reference", report.reference ? jsonReference(*report.reference) : "null"},
    };
    if (!report.reference)
        fields.push_back(
            {"reference_error", report.referenceError.empty() ? "null" : jsonString(report.referenceError)});
    return jsonObject(fields, "") + "\n";
}

} // namespace layernorm
