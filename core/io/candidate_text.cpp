// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/candidate_text.h"

#include "core/io/npy.h"
#include "core/io/printed_numbers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <limits>
#include <system_error>

namespace layernorm {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view npyMagic = "\x93NUMPY";
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

tl::unexpected<Error> tooLong(std::string source, std::size_t limit, const Shape& shape)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1line 1, column 1: more than %2 bytes begin here, far more than the "
                                   "%3 numbers of the input %4 take; give only the output for this input"),
        {std::move(source), std::to_string(limit), std::to_string(shape.elements()), shape.text()});
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// "[ CPUFloatType{2,3} ]", "[torch.FloatTensor of size 2x3]", "(1,.,.) =", "Columns 1 to 8", "1e-05 *"
bool isLibTorch(std::string_view text)
{
    return has(text, "Type{") || has(text, "Tensor of size ") || has(text, ".,.)") || has(text, "Columns ") ||
           has(text, "*");
}

Result<std::vector<std::int64_t>> readNumbers(PrintedNumbers& numbers)
{
    const std::string_view text = numbers.text();
    if (isLibTorch(text))
        return readLibTorch(numbers);
    return text.find_first_of("[]()") != std::string_view::npos ? readBrackets(numbers) : readTable(numbers);
}

Result<Candidate> parse(std::string_view text, std::string source, const Shape& shape)
{
    if (text.size() > candidateTextLimit(shape))
        return tooLong(std::move(source), candidateTextLimit(shape), shape);
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    PrintedNumbers numbers(text, std::move(source), shape);
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return numbers.failureAt(zero, LAYERNORM_SENTENCE("Core",
                                                          "%1line %2, column %3: there is a byte 0, which no "
                                                          "UTF-8 text has; save the numbers as UTF-8 text or "
                                                          "with numpy.save"));
    Result<std::vector<std::int64_t>> extents = readNumbers(numbers);
    if (!extents)
        return tl::unexpected(extents.error());
    return numbers.take(*std::move(extents));
}

// ---------------------------------------------------------------------------------------------- files

double halfUlp(float value)
{
    if (!std::isfinite(value))
        return 0;
    const int exponent = value == 0 ? std::numeric_limits<float>::min_exponent - 1 : std::ilogb(value);
    return std::ldexp(1.0, std::max(exponent, std::numeric_limits<float>::min_exponent - 1) - 24);
}

Candidate candidateOf(const Tensor& tensor)
{
    Candidate candidate;
    candidate.extents = tensor.shape().extents();
    tensor.visit([&](const auto& values) { candidate.values.assign(values.begin(), values.end()); });
    candidate.uncertainty.assign(candidate.values.size(), 0);
    if (tensor.dtype() == DType::Float32)
        std::ranges::transform(tensor.values<float>(), candidate.uncertainty.begin(), halfUlp);
    return candidate;
}

Result<Candidate> readArray(const fs::path& file, const Shape& shape)
{
    std::error_code unknown; // readNpy tells what is wrong with the file
    const std::size_t limit = candidateTextLimit(shape);
    const std::uintmax_t size = fs::file_size(file, unknown);
    if (!unknown && size > limit)
        return tooLong(file.string() + ", ", limit, shape);
    const Result<Tensor> tensor = readNpy(file);
    if (!tensor)
        return tl::unexpected(tensor.error());
    if (tensor->elements() != shape.elements())
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 holds %2 numbers (%3), but the input %4 has %5; save the output "
                                       "for this input"),
            {file.string(), std::to_string(tensor->elements()), tensor->shape().text(), shape.text(),
             std::to_string(shape.elements())});
    return candidateOf(*tensor);
}

/// Up to `limit` bytes and one more. Errors: cannot be opened or read.
Result<std::string> readStart(const fs::path& file, std::size_t limit)
{
    std::ifstream stream;
    std::error_code unknown; // opening tells what is wrong
    if (fs::is_directory(file, unknown))
        errno = EISDIR;
    else
        stream.open(file, std::ios::binary);
    std::string text;
    std::array<char, 65536> buffer{};
    while (stream.is_open() && stream.good() && text.size() <= limit) {
        stream.read(buffer.data(),
                    static_cast<std::streamsize>(std::min(buffer.size(), limit + 1 - text.size())));
        text.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (!stream.is_open() || stream.bad())
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 cannot be read: %2; check the name and that you may open it"),
            {file.string(), std::error_code(errno, std::generic_category()).message()});
    return text;
}

} // namespace

std::size_t candidateTextLimit(const Shape& shape)
{
    constexpr std::size_t bytesOfNumber = 64;
    constexpr std::size_t bytesBesides = std::size_t{1} << 20;
    return bytesBesides + bytesOfNumber * static_cast<std::size_t>(shape.elements());
}

Result<Candidate> parseCandidate(std::string_view text, const Shape& shape)
{
    return parse(text, {}, shape);
}

Result<Candidate> readCandidate(const fs::path& file, const Shape& shape)
{
    if (file.extension() == ".npy")
        return readArray(file, shape);
    const Result<std::string> text = readStart(file, candidateTextLimit(shape));
    if (!text)
        return tl::unexpected(text.error());
    if (text->starts_with(npyMagic))
        return readArray(file, shape);
    return parse(*text, file.string() + ", ", shape);
}

} // namespace layernorm
