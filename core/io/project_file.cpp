// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/project_file.h"

#include "core/io/base64.h"
#include "core/io/file_replacement.h"
#include "core/io/number_text.h"
#include "core/io/project_format.h"
#include "core/io/source_file.h"
#include "core/norm/layer_norm.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>
#include <utility>

namespace layernorm {

namespace {

static_assert(std::endian::native == std::endian::little, "base64 holds the values as they lie in memory");

/// Three tensors of float64 as large as can be in base64, with room for the rest.
constexpr std::uint64_t longestFile = 4'000'000'000;

/// Where the text goes, block by block.
using Sink = std::function<std::error_code(std::string_view)>;

/// Writes a document without holding its text: only a block at a time.
class ProjectWriter
{
public:
    explicit ProjectWriter(Sink sink) : m_sink(std::move(sink)) {}

    std::error_code write(const Project& project);

private:
    static constexpr std::size_t blockSize = std::size_t{1} << 20;

    void writeKey(std::string_view key);
    void writeText(const std::string& text);
    void writeTexts(const std::vector<std::string>& texts);
    void writeTensor(const Tensor& tensor);
    template <typename T>
    void writeValues(std::span<const T> values);
    void writeBase64(std::span<const std::byte> bytes);
    void writeField(std::string_view key, std::string_view value);
    void put(std::string_view text);
    void flush();

    Sink m_sink;
    std::string m_block;
    std::error_code m_reason;
};

template <typename T>
std::string hexadecimal(T bits)
{
    std::array<char, 2 * sizeof(T)> digits{};
    digits.fill('0');
    std::array<char, 2 * sizeof(T)> written{};
    const char* const end = std::to_chars(written.data(), written.data() + written.size(), bits, 16).ptr;
    std::copy_backward<const char*>(written.data(), end, digits.data() + digits.size());
    return {digits.data(), digits.size()};
}

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

/// As `values` holds it.
template <typename T>
std::string valueText(T value)
{
    using project_format::usualNan;
    const auto bits = std::bit_cast<project_format::BitsOf<T>>(value);
    if (std::isnan(value))
        return inQuotes(bits == usualNan<T> ? std::string(project_format::nan)
                                            : std::string(project_format::nanWithBits) + hexadecimal(bits));
    if (std::isinf(value))
        return inQuotes(value > 0 ? project_format::infinity : project_format::minusInfinity);
    // Many readers of JSON take -0 for the whole number, which has no sign.
    if (value == 0 && std::signbit(value))
        return "-0.0";
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

std::string listText(const std::vector<std::int64_t>& numbers)
{
    std::string text;
    for (const std::int64_t number : numbers)
        text += (text.empty() ? "[" : ",") + std::to_string(number);
    return text + "]";
}

std::int64_t columns(const Project& project)
{
    return project.input.shape()[-1];
}

std::int64_t rows(const Project& project)
{
    return project.input.elements() / columns(project);
}

/// In JSON, with U+FFFD in the place of what is no UTF-8 (names of files can hold anything).
std::string jsonText(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::error_code ProjectWriter::write(const Project& project)
{
    put("{\n\"format\":" + inQuotes(project_format::name));
    writeField("version", std::to_string(project_format::version));
    writeKey("input");
    writeTensor(project.input);
    writeKey("labels");
    writeTexts(project.labels);
    writeKey("gamma");
    writeTensor(project.gamma);
    writeKey("beta");
    writeTensor(project.beta);
    writeField("affine", project.affine ? "true" : "false");
    writeField("eps", valueText(project.eps));
    writeField("normalized_dims", std::to_string(project.normalizedDims));
    writeField("seed", std::to_string(project.seed));
    writeField("source", jsonText(project.source));
    writeField("library", jsonText(project.library));
    writeField("page", jsonText(project.page));
    writeField("selection", listText({std::clamp<std::int64_t>(project.row, 0, rows(project) - 1),
                                      std::clamp<std::int64_t>(project.column, 0, columns(project) - 1)}));
    writeField("notes", jsonText(project.notes));
    put("\n}\n");
    flush();
    return m_reason;
}

/// Each key on a line of its own, for people and for programs that compare files by lines.
void ProjectWriter::writeKey(std::string_view key)
{
    put(",\n\"");
    put(key);
    put("\":");
}

void ProjectWriter::writeField(std::string_view key, std::string_view value)
{
    writeKey(key);
    put(value);
}

void ProjectWriter::writeTexts(const std::vector<std::string>& texts)
{
    for (std::size_t i = 0; i < texts.size(); ++i)
        put((i == 0 ? "[" : ",") + jsonText(texts[i]));
    put(texts.empty() ? "[]" : "]");
}

void ProjectWriter::writeTensor(const Tensor& tensor)
{
    put("{\"dtype\":" + inQuotes(name(tensor.dtype())) + ",\"shape\":" + listText(tensor.shape().extents()));
    if (tensor.elements() > project_format::mostNumbers)
        writeBase64(tensor.bytes());
    else
        tensor.visit([this](const auto& values) { writeValues(std::span(values)); });
    put("}");
}

template <typename T>
void ProjectWriter::writeValues(std::span<const T> values)
{
    put(",\"values\":[");
    for (std::size_t i = 0; i < values.size(); ++i) {
        put(i == 0 ? "" : ",");
        put(valueText(values[i]));
    }
    put("]");
}

void ProjectWriter::writeBase64(std::span<const std::byte> bytes)
{
    constexpr std::size_t part = 3 * blockSize / 4; // a multiple of 3, as base64 wants of all but the last
    put(",\"base64\":\"");
    for (; !bytes.empty() && !m_reason; bytes = bytes.subspan(std::min(part, bytes.size()))) {
        appendBase64(m_block, bytes.first(std::min(part, bytes.size())));
        flush();
    }
    put("\"");
}

void ProjectWriter::put(std::string_view text)
{
    m_block += text;
    if (m_block.size() >= blockSize)
        flush();
}

void ProjectWriter::flush()
{
    if (!m_reason)
        m_reason = m_sink(m_block);
    m_block.clear();
}

std::error_code replaceFile(const std::filesystem::path& file, const Project& project)
{
    FileReplacement replacement(file);
    if (const std::error_code reason = replacement.open())
        return reason;
    ProjectWriter writer(
        [&](std::string_view block) { return replacement.write(std::as_bytes(std::span(block))); });
    if (const std::error_code reason = writer.write(project))
        return reason;
    return replacement.commit();
}

/// Nothing is saved that could not be opened again.
Result<void> checkProject(const Project& project)
{
    if (!project_format::isLibrary(project.library))
        return failure(LAYERNORM_SENTENCE("Core",
                                          "There is no library \"%1\" to compare with; choose another "
                                          "one or none"),
                       {project.library});
    if (!project.labels.empty() && project.labels.size() != static_cast<std::size_t>(rows(project)))
        return failure(
            LAYERNORM_SENTENCE("Core", "There are %1 labels for %2 tokens; give one a token or none"),
            {std::to_string(project.labels.size()), std::to_string(rows(project))});
    return checkParameters(project.input, {.eps = project.eps,
                                           .normalizedDims = project.normalizedDims,
                                           .gamma = project.gamma,
                                           .beta = project.beta});
}

} // namespace

Result<Project> readProject(const std::filesystem::path& file)
{
    const Result<std::string> text =
        readWholeFile(file, LAYERNORM_SENTENCE("Core", "open another copy of it"), longestFile);
    return text ? parseProject(*text, file.string()) : tl::unexpected(text.error());
}

Result<void> writeProject(const std::filesystem::path& file, const Project& project)
{
    if (Result<void> sound = checkProject(project); !sound)
        return sound;
    if (const std::error_code reason = replaceFile(file, project))
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 cannot be written: %2; nothing was changed, choose another place or "
                                   "mend this one"),
                       {file.string(), reason.message()});
    return {};
}

std::string projectText(const Project& project)
{
    std::string text;
    ProjectWriter([&](std::string_view block) {
        text += block;
        return std::error_code();
    }).write(project);
    return text;
}

} // namespace layernorm
