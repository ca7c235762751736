// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv_cells.h"
#include "core/io/csv_table.h"
#include "core/io/file_replacement.h"
#include "core/io/number_text.h"
#include "core/io/utf8.h"
#include "core/io/printed_numbers.h"

#include <span>
#include <system_error>

namespace layernorm {

namespace {

/// Holds back what is added until it is worth a write; the first error stops everything.
class TextStream
{
public:
    explicit TextStream(FileReplacement& file) : m_file(file) { m_waiting.reserve(2 * block); }

    void add(std::string_view text)
    {
        m_waiting += text;
        if (m_waiting.size() >= block)
            flush();
    }

    std::error_code flush()
    {
        if (!m_reason)
            m_reason = m_file.write(std::as_bytes(std::span(m_waiting)));
        m_waiting.clear();
        return m_reason;
    }

    [[nodiscard]] bool failed() const { return static_cast<bool>(m_reason); }

private:
    static constexpr std::size_t block = std::size_t{1} << 18;

    FileReplacement& m_file;
    std::string m_waiting;
    std::error_code m_reason;
};

/// Whether it would come back as something else: as a number or nothing, in pieces, or without its blanks.
bool needsQuotes(std::string_view label)
{
    const CellKind kind = kindOf({.text = label, .quoted = false, .endsLine = false});
    return kind != CellKind::Word || trimmedText(label) != label || label.starts_with(byteOrderMark) ||
           label.find_first_of("\",;\t\r\n") != std::string_view::npos;
}

std::string labelText(const std::string& label)
{
    if (!needsQuotes(label))
        return label;
    std::string text = "\"";
    for (const char character : label)
        text += character == '"' ? std::string("\"\"") : std::string(1, character);
    return text + '"';
}

class TableWriter
{
public:
    TableWriter(TextStream& stream, const Tensor& tensor, const std::vector<std::string>& labels,
                char separator)
        : m_stream(stream),
          m_tensor(tensor),
          m_labels(labels),
          m_separator(1, separator)
    {
    }

    void write()
    {
        const Shape shape = m_tensor.shape().withRankAtLeast(2);
        const std::int64_t tokens = m_tensor.elements() / shape[-1];
        for (std::int64_t token = 0; token < tokens && !m_stream.failed(); ++token) {
            if (token > 0 && token % shape[-2] == 0)
                m_stream.add("\n");
            writeToken(token, shape[-1]);
        }
    }

private:
    void writeToken(std::int64_t token, std::int64_t columns)
    {
        if (!m_labels.empty()) {
            m_stream.add(labelText(m_labels[static_cast<std::size_t>(token)]));
            m_stream.add(m_separator);
        }
        for (std::int64_t column = 0; column < columns; ++column) {
            m_stream.add(exactText(m_tensor.at(token * columns + column), m_tensor.dtype()));
            m_stream.add(column + 1 < columns ? m_separator : "\n");
        }
    }

    TextStream& m_stream;
    const Tensor& m_tensor;
    const std::vector<std::string>& m_labels;
    std::string m_separator;
};

std::error_code replaceFile(const std::filesystem::path& file, const Tensor& tensor,
                            const std::vector<std::string>& labels, char separator)
{
    FileReplacement replacement(file);
    if (const std::error_code reason = replacement.open())
        return reason;
    TextStream stream(replacement);
    TableWriter(stream, tensor, labels, separator).write();
    if (const std::error_code reason = stream.flush())
        return reason;
    return replacement.commit();
}

Result<void> writeTable(const std::filesystem::path& file, const Tensor& tensor,
                        const std::vector<std::string>& labels, char separator)
{
    const std::int64_t tokens = tensor.elements() / tensor.shape()[-1];
    if (!labels.empty() && static_cast<std::int64_t>(labels.size()) != tokens)
        return failure(LAYERNORM_SENTENCE("Core", "%1 cannot be written: there are %2 labels for %3 tokens; "
                                                  "give each token one, or none at all"),
                       {file.string(), std::to_string(labels.size()), std::to_string(tokens)});
    if (const std::error_code reason = replaceFile(file, tensor, labels, separator))
        return failure(LAYERNORM_SENTENCE(
                           "Core", "%1 cannot be written: %2; nothing was changed, choose another place or "
                                   "mend this one"),
                       {file.string(), reason.message()});
    return {};
}

} // namespace

Result<void> writeCsv(const std::filesystem::path& file, const Tensor& tensor,
                      const std::vector<std::string>& labels)
{
    return writeTable(file, tensor, labels, ',');
}

Result<void> writeTsv(const std::filesystem::path& file, const Tensor& tensor,
                      const std::vector<std::string>& labels)
{
    return writeTable(file, tensor, labels, '\t');
}

} // namespace layernorm
