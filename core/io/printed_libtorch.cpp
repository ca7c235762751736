// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/printed_numbers.h"

#include "core/io/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace layernorm {

namespace {

/// As `operator<<` of at::Tensor writes: a heading for each matrix, wide matrices in runs of columns one
/// below the other, a factor before each run, the type and shape at the end. There is nothing between
/// "Columns 1 to 10" and what follows it, be that "-0.2159 ..." or "1e-07 *".
class LibTorchReader
{
public:
    explicit LibTorchReader(PrintedNumbers& numbers) : m_numbers(numbers), m_rest(numbers.text())
    {
        numbers.leavesOutDecimalsOfWholeNumbers();
    }

    Result<std::vector<std::int64_t>> read();

private:
    /// A run of columns of one matrix.
    struct Run {
        std::size_t firstNumber = 0;
        std::int64_t columns = 0;
        std::int64_t rows = 0;
    };
    struct Matrix {
        std::vector<std::int64_t> indices; ///< of the heading
        std::vector<Run> runs;

        [[nodiscard]] std::int64_t rows() const { return runs.empty() ? 0 : runs.front().rows; }
        [[nodiscard]] std::int64_t columns() const;
    };

    Result<void> readLine(std::string_view line);
    Result<void> readHeading(std::string_view line);
    Result<void> readColumns(std::string_view line);
    Result<void> readFactor(std::string_view text);
    Result<void> readRow(std::string_view row);
    void readFooter(std::string_view line);
    Result<void> endRun(std::string_view place);
    std::vector<Run>& runs();
    [[nodiscard]] std::vector<std::size_t> rowMajorOrder();
    [[nodiscard]] std::int64_t wordsOfNextLine() const;
    [[nodiscard]] std::vector<std::int64_t> extents() const;

    PrintedNumbers& m_numbers;
    std::string_view m_rest;
    std::vector<Matrix> m_matrices;
    std::vector<std::int64_t> m_footer;
};

Result<std::vector<std::int64_t>> LibTorchReader::read()
{
    while (!m_rest.empty()) {
        const Result<void> done = readLine(trimmedText(takeLine(m_rest)));
        if (!done)
            return tl::unexpected(done.error());
    }
    const std::string_view text = trimmedText(m_numbers.text());
    const Result<void> done = endRun(text.substr(text.size()));
    if (!done)
        return tl::unexpected(done.error());
    m_numbers.setOrder(rowMajorOrder());
    return extents();
}

Result<void> LibTorchReader::readLine(std::string_view line)
{
    if (line.empty())
        return {};
    if (line.starts_with('(') && line.find(".,.)") != std::string_view::npos)
        return readHeading(line);
    if (line.starts_with("Columns "))
        return readColumns(line);
    if (line.starts_with('[')) {
        readFooter(line);
        return {};
    }
    return line.ends_with('*') ? readFactor(line) : readRow(line);
}

/// "(2,1,.,.) = ", of old "(0 ,.,.) = "
Result<void> LibTorchReader::readHeading(std::string_view line)
{
    const Result<void> ended = endRun(line);
    if (!ended)
        return ended;
    Matrix matrix;
    std::string_view rest = line.substr(1);
    while (!rest.starts_with('.')) {
        std::int64_t index = 0;
        const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
        const std::size_t comma = rest.find(',');
        if (code != std::errc() || comma == std::string_view::npos)
            return m_numbers.add(line);
        matrix.indices.push_back(index);
        rest = trimmedText(rest.substr(comma + 1));
    }
    m_matrices.push_back(std::move(matrix));
    return {};
}

/// "Columns 11 to 201e-07 *": where the last column's number ends only the following row tells.
Result<void> LibTorchReader::readColumns(std::string_view line)
{
    const Result<void> ended = endRun(line);
    if (!ended)
        return ended;
    std::string_view rest = line;
    (void)takeWord(rest);
    const std::string_view firstText = takeWord(rest);
    const std::string_view to = takeWord(rest);
    std::int64_t first = 0;
    const auto [end, code] = std::from_chars(firstText.data(), firstText.data() + firstText.size(), first);
    if (code != std::errc() || end != firstText.data() + firstText.size() || to != "to" || first < 1)
        return m_numbers.add(line.substr(0, 7));
    rest = trimmedText(rest);
    const bool factorFollows = rest.ends_with('*');
    const std::string last = std::to_string(first - 1 + wordsOfNextLine());
    const std::size_t digits = factorFollows && rest.starts_with(last)
                                   ? last.size()
                                   : std::min(rest.find_first_not_of("0123456789"), rest.size());
    const std::string_view content = trimmedText(rest.substr(digits));
    runs().push_back({m_numbers.count()});
    if (content.empty())
        return {};
    return factorFollows ? readFactor(content) : readRow(content);
}

std::int64_t LibTorchReader::wordsOfNextLine() const
{
    std::string_view rest = m_rest;
    std::string_view line = takeLine(rest);
    std::int64_t words = 0;
    while (!takeWord(line).empty())
        ++words;
    return words;
}

/// "1e-05 *"
Result<void> LibTorchReader::readFactor(std::string_view text)
{
    const Result<double> factor = parseNumber(trimmedText(text.substr(0, text.size() - 1)), DType::Float64);
    if (!factor || !std::isfinite(*factor) || *factor <= 0)
        return m_numbers.failureAt(text,
                                   LAYERNORM_SENTENCE("Core",
                                                      "%1line %2, column %3: \"%4\" is no factor such as "
                                                      "1e-05 *; give the print-out as it was printed"),
                                   {quotable(text)});
    m_numbers.scaleFromHere(*factor);
    return {};
}

Result<void> LibTorchReader::readRow(std::string_view row)
{
    if (runs().empty())
        runs().push_back({m_numbers.count()});
    Run& run = runs().back();
    std::string_view rest = row;
    std::int64_t columns = 0;
    for (std::string_view word = takeWord(rest); !word.empty(); word = takeWord(rest)) {
        const Result<void> added = m_numbers.add(word);
        if (!added)
            return added;
        ++columns;
    }
    if (run.rows > 0 && columns != run.columns)
        return m_numbers.ragged(static_cast<std::size_t>(row.data() - m_numbers.text().data()), columns,
                                run.columns);
    run.columns = columns;
    ++run.rows;
    return {};
}

/// "[ CPUFloatType{2,3,4} ]", of old "[torch.FloatTensor of size 2x3x4]".
void LibTorchReader::readFooter(std::string_view line)
{
    const std::size_t list = line.find('{');
    const std::size_t size = line.find("of size ");
    std::string_view dims = list != std::string_view::npos   ? line.substr(list + 1)
                            : size != std::string_view::npos ? line.substr(size + 8)
                                                             : std::string_view();
    std::int64_t extent = 0;
    while (!dims.empty()) {
        const auto [end, code] = std::from_chars(dims.data(), dims.data() + dims.size(), extent);
        if (code != std::errc() || extent < 1)
            return;
        m_footer.push_back(extent);
        dims.remove_prefix(static_cast<std::size_t>(end - dims.data()));
        if (!dims.starts_with(',') && !dims.starts_with('x'))
            return;
        dims.remove_prefix(1);
    }
}

std::int64_t LibTorchReader::Matrix::columns() const
{
    return std::accumulate(runs.begin(), runs.end(), std::int64_t{0},
                           [](std::int64_t sum, const Run& run) { return sum + run.columns; });
}

/// Of the matrix being read; one without a heading is the only one.
std::vector<LibTorchReader::Run>& LibTorchReader::runs()
{
    if (m_matrices.empty())
        m_matrices.emplace_back();
    return m_matrices.back().runs;
}

Result<void> LibTorchReader::endRun(std::string_view place)
{
    if (m_matrices.empty())
        return {};
    const std::vector<Run>& ended = m_matrices.back().runs;
    if (ended.size() < 2 || ended.back().rows == ended.front().rows)
        return {};
    return m_numbers.failureAt(
        place,
        LAYERNORM_SENTENCE("Core", "%1line %2, column %3: the columns before this have %4 rows, "
                                   "those above them %5; give the print-out as it was printed"),
        {std::to_string(ended.back().rows), std::to_string(ended.front().rows)});
}

/// Matrices are printed with their first index running fastest.
std::vector<std::size_t> LibTorchReader::rowMajorOrder()
{
    std::ranges::stable_sort(m_matrices, {}, &Matrix::indices);
    std::vector<std::size_t> order;
    order.reserve(m_numbers.count());
    for (const Matrix& matrix : m_matrices)
        for (std::int64_t row = 0; row < matrix.rows(); ++row)
            for (const Run& run : matrix.runs)
                for (std::int64_t column = 0; column < run.columns; ++column)
                    order.push_back(run.firstNumber + static_cast<std::size_t>(row * run.columns + column));
    return order;
}

std::vector<std::int64_t> LibTorchReader::extents() const
{
    const auto count = static_cast<std::int64_t>(m_numbers.count());
    const Result<Shape> footer = Shape::make(m_footer);
    if (footer && footer->elements() == count)
        return m_footer;
    std::vector<std::int64_t> told;
    for (const Matrix& matrix : m_matrices)
        if (matrix.rows() > 0)
            told = {static_cast<std::int64_t>(m_matrices.size()), matrix.rows(), matrix.columns()};
    if (told.empty())
        return {count};
    const bool alike = std::ranges::all_of(m_matrices, [&](const Matrix& matrix) {
        return matrix.rows() == told[1] && matrix.columns() == told[2];
    });
    if (!alike || told[1] * told[2] == 1 || (m_matrices.size() == 1 && std::min(told[1], told[2]) == 1))
        return {count};
    if (m_matrices.size() == 1)
        told.erase(told.begin());
    return told;
}

} // namespace

Result<std::vector<std::int64_t>> readLibTorch(PrintedNumbers& numbers)
{
    return LibTorchReader(numbers).read();
}

} // namespace layernorm
