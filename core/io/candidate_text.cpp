// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/candidate_text.h"

#include "core/io/candidate_numbers.h"
#include "core/io/npy.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <system_error>

namespace layernorm {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view npyMagic = "\x93NUMPY";

tl::unexpected<Error> tooLong(std::string source, std::size_t limit, const Shape& shape)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1line 1, column 1: more than %2 bytes begin here, far more than the "
                                   "%3 numbers of the input %4 take; give only the output for this input"),
        {std::move(source), std::to_string(limit), std::to_string(shape.elements()), shape.text()});
}

Result<Candidate> parse(std::string_view text, std::string source, const Shape& shape)
{
    if (text.size() > candidateTextLimit(shape))
        return tooLong(std::move(source), candidateTextLimit(shape), shape);
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    CandidateNumbers numbers(text, std::move(source), shape);
    Result<std::vector<std::int64_t>> extents = readPrinted(numbers, OneColumn::IsAList);
    if (!extents)
        return tl::unexpected(extents.error());
    return numbers.take(*std::move(extents));
}

// ---------------------------------------------------------------------------------------------- files

/// Of a binary format with `digits` significant bits whose smallest normal number is 2^`smallest`.
double halfUlp(double value, int digits, int smallest)
{
    if (!std::isfinite(value))
        return 0;
    const int exponent = value == 0 ? smallest : std::max(std::ilogb(value), smallest);
    return std::ldexp(1.0, exponent - digits);
}

/// float64 is what the program computes with, and integers are what they are: both are taken as exact.
double uncertaintyOf(double value, StoredType type)
{
    if (type == StoredType::Float16)
        return halfUlp(value, 11, -14);
    if (type == StoredType::Float32)
        return halfUlp(value, 24, -126);
    return 0;
}

Candidate candidateOf(const Tensor& tensor, StoredType type)
{
    Candidate candidate;
    candidate.extents = tensor.shape().extents();
    tensor.visit([&](const auto& values) { candidate.values.assign(values.begin(), values.end()); });
    candidate.uncertainty.reserve(candidate.values.size());
    for (const double value : candidate.values)
        candidate.uncertainty.push_back(uncertaintyOf(value, type));
    return candidate;
}

Result<Candidate> readArray(const fs::path& file, const Shape& shape)
{
    std::error_code unknown; // readNpy tells what is wrong with the file
    const std::size_t limit = candidateTextLimit(shape);
    const std::uintmax_t size = fs::file_size(file, unknown);
    if (!unknown && size > limit)
        return tooLong(file.string() + ", ", limit, shape);
    const Result<StoredTensors> stored = listNpy(file);
    if (!stored)
        return tl::unexpected(stored.error());
    const Result<LabelledTensor> read = readNpy(file);
    if (!read)
        return tl::unexpected(read.error());
    const Tensor& tensor = read->tensor;
    if (tensor.elements() != shape.elements())
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 holds %2 numbers (%3), but the input %4 has %5; save the output "
                                       "for this input"),
            {file.string(), std::to_string(tensor.elements()), tensor.shape().text(), shape.text(),
             std::to_string(shape.elements())});
    return candidateOf(tensor, stored->front().type);
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
