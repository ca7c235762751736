// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/job.h"

#include "app/files/file_actions.h"
#include "app/files/import_choice.h"
#include "core/io/samples.h"
#include "core/tensor/random_tensor.h"

#include <QFileInfo>
#include <algorithm>

namespace layernorm {

namespace {

/// Above this many bytes the window comes first.
constexpr qint64 bytesBeforeTheWindow = 16'000'000;

bool choosesPart(const CommandLine& line)
{
    return line.batches || line.tokens;
}

/// The ranges of --batches and --tokens for a tensor of these extents. Errors: it has no such axis.
Result<std::vector<IndexRange>> rangesFor(const CommandLine& line, const StoredTensor& tensor)
{
    const auto rank = tensor.extents.size();
    std::vector<IndexRange> ranges(rank);
    const auto put = [&](const char* option, const std::optional<IndexRange>& range,
                         std::size_t fromBack) -> Result<void> {
        if (!range)
            return {};
        if (rank < fromBack)
            return failure(
                LAYERNORM_SENTENCE("Core", "%1 has %2 dimension(s), too few for %3; leave that out"),
                {line.input.toStdString(), std::to_string(rank), option});
        ranges[rank - fromBack] = *range;
        return {};
    };
    if (const auto ok = put("--tokens", line.tokens, 2); !ok)
        return tl::unexpected(ok.error());
    if (const auto ok = put("--batches", line.batches, 3); !ok)
        return tl::unexpected(ok.error());
    return ranges;
}

const StoredTensor* named(const StoredTensors& tensors, const std::string& name)
{
    const auto found = std::ranges::find_if(
        tensors, [&](const StoredTensor& tensor) { return name.empty() || tensor.name == name; });
    return found == tensors.end() ? nullptr : &*found;
}

/// What is to be read of the file. Errors: those of its header.
Result<ReadRequest> requestFor(const CommandLine& line, const TensorFormat& format)
{
    ReadRequest request{line.tensor.toStdString(), {}, line.dtype};
    if (!choosesPart(line))
        return request;
    if (!format.list)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 is text, which is read whole; leave --batches and --tokens out, "
                                       "or save it as .npy"),
            {line.input.toStdString()});
    const Result<StoredTensors> tensors = format.list(line.input.toStdString());
    if (!tensors)
        return tl::unexpected(tensors.error());
    // Of a name that is not there the reader complains.
    const StoredTensor* tensor = named(*tensors, request.tensor);
    if (!tensor)
        return request;
    Result<std::vector<IndexRange>> ranges = rangesFor(line, *tensor);
    if (!ranges)
        return tl::unexpected(ranges.error());
    request.ranges = std::move(*ranges);
    return request;
}

/// Whether the window has something to ask first, or too much to read to let it wait. False for what cannot
/// be read: that is told without a window.
bool waitsForWindow(const CommandLine& line, const TensorFormat& format, const ReadRequest& request)
{
    if (line.isHeadless())
        return false;
    if (QFileInfo(line.input).size() > bytesBeforeTheWindow)
        return true;
    if (!format.list || !request.tensor.empty() || !request.ranges.empty())
        return false;
    const Result<StoredTensors> tensors = format.list(line.input.toStdString());
    return tensors && needsChoice(*tensors);
}

Job drawnJob(const Shape& shape, std::uint64_t seed, DType dtype)
{
    Job job;
    job.input = randn(shape, seed, dtype);
    return job;
}

Job jobOf(LabelledTensor read, const QString& source)
{
    Job job;
    job.input = std::move(read.tensor);
    job.labels = std::move(read.labels);
    job.notice = std::move(read.notice);
    job.source = source;
    return job;
}

Result<Job> sampleJob(const CommandLine& line)
{
    const Sample& sample = *findSample(line.sample.toStdString());
    return sample.make(samplesDirectory().toStdString()).map([&](LabelledTensor read) {
        return jobOf(std::move(read), line.sample);
    });
}

Result<Job> tensorJob(const CommandLine& line)
{
    const Result<TensorFormat> format = tensorFormatOf(line.input.toStdString());
    if (!format)
        return tl::unexpected(format.error());
    const Result<ReadRequest> request = requestFor(line, *format);
    if (!request)
        return tl::unexpected(request.error());
    if (waitsForWindow(line, *format, *request)) {
        Job job = drawnJob(line.shape, line.seed, DType::Float32);
        job.fileToOpen = line.input;
        job.partToOpen = *request;
        return job;
    }
    return format->read(line.input.toStdString(), *request).map([&](LabelledTensor read) {
        return jobOf(std::move(read), QFileInfo(line.input).fileName());
    });
}

Result<Job> documentJob(const CommandLine& line)
{
    if (!line.tensor.isEmpty() || choosesPart(line))
        return failure(LAYERNORM_SENTENCE("Core",
                                          "%1 is a document with one tensor; leave --tensor, --batches and "
                                          "--tokens out"),
                       {line.input.toStdString()});
    return readProject(line.input.toStdString()).map([](Project project) {
        Job job;
        job.input = project.input;
        job.labels = project.labels;
        job.source = QString::fromStdString(project.source);
        job.parameters.eps = project.eps;
        job.parameters.normalizedDims = project.normalizedDims;
        if (project.affine) {
            job.parameters.gamma = project.gamma;
            job.parameters.beta = project.beta;
        }
        job.project = std::move(project);
        return job;
    });
}

Result<Job> startingJob(const CommandLine& line)
{
    if (!line.sample.isEmpty())
        return sampleJob(line);
    if (line.input.isEmpty())
        return drawnJob(line.shape, line.seed, line.dtype.value_or(DType::Float32));
    return DocumentFile::isDocument(line.input) ? documentJob(line) : tensorJob(line);
}

void convert(Job& job, DType dtype)
{
    job.input = job.input.converted(dtype);
    for (std::optional<Tensor>* affine : {&job.parameters.gamma, &job.parameters.beta})
        if (*affine)
            *affine = (*affine)->converted(dtype);
}

Result<void> readAffine(const QString& file, const Job& job, std::optional<Tensor>& place)
{
    if (file.isEmpty())
        return {};
    const Shape wanted = job.input.shape().trailing(job.parameters.normalizedDims);
    const Result<Tensor> tensor = readTensor(file.toStdString());
    if (!tensor)
        return tl::unexpected(tensor.error());
    if (tensor->shape() != wanted)
        return failure(
            LAYERNORM_SENTENCE("Core",
                               "%1 has the shape %2; it must be %3, the shape of the normalised dimensions"),
            {file.toStdString(), tensor->shape().text(), wanted.text()});
    place = tensor->converted(job.input.dtype());
    return {};
}

/// What the command line says besides the document holds for it.
void amendProject(Job& job)
{
    if (!job.project)
        return;
    Project& project = *job.project;
    const LayerNormParameters& parameters = job.parameters;
    const Shape affine = job.input.shape().trailing(parameters.normalizedDims);
    project.input = job.input;
    project.eps = parameters.eps;
    project.affine = parameters.gamma || parameters.beta;
    const bool otherShape = project.normalizedDims != parameters.normalizedDims;
    project.normalizedDims = parameters.normalizedDims;
    project.gamma = parameters.gamma ? *parameters.gamma
                    : otherShape     ? Tensor::filled(affine, job.input.dtype(), 1)
                                     : project.gamma.converted(job.input.dtype());
    project.beta = parameters.beta ? *parameters.beta
                   : otherShape    ? Tensor::filled(affine, job.input.dtype(), 0)
                                   : project.beta.converted(job.input.dtype());
}

} // namespace

Result<Job> loadJob(const CommandLine& line)
{
    Result<Job> job = startingJob(line);
    if (!job)
        return job;
    if (line.dtype)
        convert(*job, *line.dtype);
    job->parameters.eps = line.eps.value_or(job->parameters.eps);
    if (line.normalizedDims && *line.normalizedDims != job->parameters.normalizedDims) {
        job->parameters.normalizedDims = *line.normalizedDims;
        // A document's gamma and beta are of another shape.
        job->parameters.gamma.reset();
        job->parameters.beta.reset();
    }
    if (const auto checked = checkParameters(job->input, job->parameters); !checked)
        return tl::unexpected(checked.error());
    if (const auto read = readAffine(line.gamma, *job, job->parameters.gamma); !read)
        return tl::unexpected(read.error());
    if (const auto read = readAffine(line.beta, *job, job->parameters.beta); !read)
        return tl::unexpected(read.error());
    amendProject(*job);
    return job;
}

} // namespace layernorm
