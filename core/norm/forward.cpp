// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/norm/forward.h"

#include "core/norm/layer_norm.h"
#include "core/norm/token_kernels.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <mutex>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <unistd.h>
#include <vector>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
/// For what the library calls: it hands over its own copies, in an order that the thread sanitizer cannot
/// see.
#define LAYERNORM_NOT_WATCHED __attribute__((no_sanitize_thread))
#else
#define LAYERNORM_NOT_WATCHED
#endif

namespace layernorm {

namespace {

/// Work handed to a thread at a time, and looked at for a stop request between: some ten microseconds.
constexpr std::int64_t partElements = std::int64_t{1} << 15;

/// Below this waking another thread costs more than it saves (measured).
constexpr std::int64_t parallelElements = std::int64_t{1} << 18;

/// Fills the shared cache: results as large, and what they are made from, push each other out.
std::int64_t cacheBytes()
{
    static const std::int64_t bytes = [] {
#ifdef LAYERNORM_SANITIZED
        // Larger results are only needed for speed; the sanitizers make them take minutes.
        return std::int64_t{4} << 20;
#endif
        constexpr std::int64_t ordinary = std::int64_t{8} << 20;
        const long told = sysconf(_SC_LEVEL3_CACHE_SIZE);
        return told > 0 ? static_cast<std::int64_t>(told) : ordinary;
    }();
    return bytes;
}

// ---------------------------------------------------------------------------------------------------------------
// What may be asked

struct Area {
    const char* name;
    const void* start;
    std::int64_t bytes;
    bool written;

    [[nodiscard]] std::uintptr_t begin() const { return reinterpret_cast<std::uintptr_t>(start); }
    [[nodiscard]] std::uintptr_t end() const { return begin() + static_cast<std::uintptr_t>(bytes); }
};

bool overlap(const Area& a, const Area& b)
{
    return a.begin() < b.end() && b.begin() < a.end();
}

/// Bytes from the first to the last value of `rows` rows, or nothing where that is beyond the address space.
std::optional<std::int64_t> extentBytes(std::int64_t rows, std::int64_t width, std::int64_t stride,
                                        std::size_t size)
{
    std::int64_t values = 0;
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(rows - 1, stride, &values) || __builtin_add_overflow(values, width, &values) ||
        __builtin_mul_overflow(values, static_cast<std::int64_t>(size), &bytes))
        return std::nullopt;
    return bytes;
}

Result<void> checkNumbers(std::int64_t tokens, std::int64_t dimension, std::int64_t inputStride,
                          std::int64_t outputStride)
{
    if (dimension < 1)
        return failure(LAYERNORM_SENTENCE("Core", "The dimension is %1; a token needs at least one value"),
                       {std::to_string(dimension)});
    if (tokens < 0)
        return failure(LAYERNORM_SENTENCE("Core", "The number of tokens is %1; it cannot be negative"),
                       {std::to_string(tokens)});
    for (const std::int64_t stride : {inputStride, outputStride})
        if (stride < dimension)
            return failure(LAYERNORM_SENTENCE(
                               "Core", "A stride of %1 makes tokens of %2 values overlap; give at least %2"),
                           {std::to_string(stride), std::to_string(dimension)});
    return {};
}

template <typename T>
Result<void> checkMemory(const ForwardMemory<T>& memory, std::int64_t inputStride, std::int64_t outputStride)
{
    const auto input = extentBytes(memory.tokens, memory.dimension, inputStride, sizeof(T));
    const auto output = extentBytes(memory.tokens, memory.dimension, outputStride, sizeof(T));
    const auto moments = extentBytes(memory.tokens, momentDoubles<T>, momentDoubles<T>, sizeof(double));
    if (!input || !output || !moments)
        return failure(LAYERNORM_SENTENCE("Core", "%1 tokens of %2 values do not fit into any memory"),
                       {std::to_string(memory.tokens), std::to_string(memory.dimension)});
    const std::int64_t perToken = memory.tokens * static_cast<std::int64_t>(sizeof(T));
    const std::int64_t perFeature = memory.dimension * static_cast<std::int64_t>(sizeof(T));
    if (!memory.input || !memory.output)
        return failure(LAYERNORM_SENTENCE("Core", "There is no memory for %1; its pointer is null"),
                       {memory.input ? "output" : "input"});

    std::array<Area, 8> areas;
    std::size_t count = 0;
    const auto use = [&](const char* name, const void* start, std::int64_t bytes, bool written) {
        if (start)
            areas[count++] = {name, start, bytes, written};
    };
    use("input", memory.input, *input, false);
    use("output", memory.output, *output, true);
    use("gamma", memory.gamma, perFeature, false);
    use("beta", memory.beta, perFeature, false);
    use("mean", memory.mean, perToken, true);
    use("variance", memory.variance, perToken, true);
    use("reciprocalStd", memory.reciprocalStd, perToken, true);
    use("moments", memory.moments, *moments, true);
    const bool inPlace =
        static_cast<const void*>(memory.input) == memory.output && inputStride == outputStride;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = i + 1; j < count; ++j)
            if ((areas[i].written || areas[j].written) && overlap(areas[i], areas[j]) &&
                !(inPlace && i == 0 && j == 1))
                return failure(LAYERNORM_SENTENCE("Core",
                                                  "The memory of %1 and of %2 overlaps; only output and "
                                                  "input may be the same, with the same stride"),
                               {areas[i].name, areas[j].name});
    return {};
}

// ---------------------------------------------------------------------------------------------------------------
// Who does what, and when to stop

/// Counts what is done and asks whether to go on.
class Course
{
public:
    Course(const Execution& execution, std::int64_t parts)
        : m_execution(execution),
          m_parts(parts),
          m_reportEvery(std::max<std::int64_t>(1, parts / 100))
    {
    }

    [[nodiscard]] bool stopped() const { return m_execution.stop.stop_requested(); }
    [[nodiscard]] Completion completion() const
    {
        return m_done == m_parts ? Completion::Finished : Completion::Stopped;
    }

    void partDone()
    {
        const std::int64_t done = m_done.fetch_add(1, std::memory_order_relaxed) + 1;
        if (!m_execution.progress || (done % m_reportEvery != 0 && done != m_parts))
            return;
        const std::lock_guard lock(m_mutex);
        if (done > std::exchange(m_reported, std::max(m_reported, done)))
            m_execution.progress(static_cast<double>(done) / static_cast<double>(m_parts));
    }

private:
    const Execution& m_execution;
    const std::int64_t m_parts;
    const std::int64_t m_reportEvery;
    std::atomic<std::int64_t> m_done = 0;
    std::mutex m_mutex;
    std::int64_t m_reported = 0;
};

struct Conduct {
    bool counted = true;   ///< is part of the progress
    bool stoppable = true; ///< may be left half done
};

/// What parallel_for promises: what comes before it happens before its parts, and they before what comes
/// after. The thread sanitizer has to be told, because it cannot look into the library's scheduler.
class ThreadOrder
{
public:
#ifdef __SANITIZE_THREAD__
    void enter() const
    {
        __tsan_acquire(const_cast<char*>(&m_place));
    }
    void leave() const
    {
        __tsan_release(const_cast<char*>(&m_place));
    }

private:
    char m_place = 0;
#else
    void enter() const {}
    void leave() const {}
#endif
};

/// Calls `part(i)` for 0 <= i < parts, on several threads where there is enough to do.
template <typename Part>
void forEachPart(std::int64_t parts, std::int64_t elements, const Execution& execution, Course& course,
                 Conduct conduct, Part&& part)
{
    const auto run = [&](std::int64_t first, std::int64_t end) {
        for (std::int64_t i = first; i < end && !(conduct.stoppable && course.stopped()); ++i) {
            part(i);
            if (conduct.counted)
                course.partDone();
        }
    };
    if (execution.threads == 1 || parts < 2 || elements < parallelElements) {
        run(0, parts);
        return;
    }
    const ThreadOrder order;
    const auto share = [&] {
        tbb::parallel_for(tbb::blocked_range<std::int64_t>(0, parts),
                          [&](const tbb::blocked_range<std::int64_t>& range) LAYERNORM_NOT_WATCHED {
                              order.enter();
                              run(range.begin(), range.end());
                              order.leave();
                          });
    };
    order.leave();
    if (execution.threads <= 0)
        share();
    else
        tbb::task_arena(execution.threads).execute(share);
    order.enter();
}

/// Tokens that fit into a chunk: parts are runs of whole tokens.
template <typename T, typename Kernel>
Completion runTokens(const TokenArguments<T>& arguments, std::int64_t tokens, const Execution& execution,
                     Kernel&& kernel)
{
    const std::int64_t perPart =
        std::max<std::int64_t>(laneCount, partElements / arguments.dimension / laneCount * laneCount);
    const std::int64_t parts = (tokens + perPart - 1) / perPart;
    if (parts == 1) { // six tokens take less time than setting up a course does
        if (execution.stop.stop_requested())
            return Completion::Stopped;
        kernel(arguments, 0, tokens);
        if (execution.progress)
            execution.progress(1);
        return Completion::Finished;
    }
    Course course(execution, parts);
    forEachPart(parts, tokens * arguments.dimension, execution, course, {}, [&](std::int64_t part) {
        const std::int64_t first = part * perPart;
        kernel(arguments, first, std::min(perPart, tokens - first));
    });
    return course.completion();
}

/// The moments of a token of many chunks, or nothing when stopped.
template <typename T>
std::optional<TokenMoments<T>> momentsByChunks(const TokenArguments<T>& arguments, std::int64_t token,
                                               std::vector<ChunkSums<T>>& sums, const Execution& execution,
                                               Course& course)
{
    std::optional<Wide<T>> center;
    for (;;) {
        forEachPart(static_cast<std::int64_t>(sums.size()), arguments.dimension, execution, course,
                    {.counted = !center}, [&](std::int64_t chunk) {
                        sums[static_cast<std::size_t>(chunk)] = sumsOfChunk(arguments, token, chunk, center);
                    });
        if (course.stopped())
            return std::nullopt;
        if (const auto moments =
                momentsOfChunks(arguments, token, std::span<const ChunkSums<T>>(sums), center))
            return moments;
    }
}

template <typename T>
Completion runChunks(const TokenArguments<T>& arguments, std::int64_t tokens, const Execution& execution,
                     bool momentsKnown)
{
    const std::int64_t chunks = chunksOf(arguments.dimension);
    std::vector<ChunkSums<T>> sums(static_cast<std::size_t>(chunks));
    Course course(execution, tokens * chunks * (momentsKnown ? 1 : 2));
    for (std::int64_t token = 0; token < tokens && !course.stopped(); ++token) {
        const auto moments = momentsKnown ? std::optional(storedMoments(arguments, token))
                                          : momentsByChunks(arguments, token, sums, execution, course);
        if (!moments)
            break;
        storeMoments(arguments, token, *moments);
        // In place there is no way back from half a token.
        forEachPart(chunks, arguments.dimension, execution, course, {.stoppable = false},
                    [&](std::int64_t chunk) { outputsOfChunk(arguments, token, chunk, *moments); });
    }
    return course.completion();
}

template <typename T>
Result<Completion> run(const ForwardMemory<T>& memory, const Execution& execution, bool momentsKnown)
{
    const std::int64_t inputStride = memory.inputStride == 0 ? memory.dimension : memory.inputStride;
    const std::int64_t outputStride = memory.outputStride == 0 ? memory.dimension : memory.outputStride;
    if (auto numbers = checkNumbers(memory.tokens, memory.dimension, inputStride, outputStride); !numbers)
        return tl::unexpected(numbers.error());
    if (memory.tokens == 0)
        return Completion::Finished;
    if (auto areas = checkMemory(memory, inputStride, outputStride); !areas)
        return tl::unexpected(areas.error());
    if (auto eps = checkEps(memory.eps); !eps)
        return tl::unexpected(eps.error());
    if (momentsKnown && !memory.moments)
        return failure(LAYERNORM_SENTENCE("Core", "There is no memory for %1; its pointer is null"),
                       {"moments"});

    const TokenArguments<T> arguments{
        .dimension = memory.dimension,
        .eps = static_cast<double>(static_cast<T>(memory.eps)),
        .input = memory.input,
        .inputStride = inputStride,
        .output = memory.output,
        .outputStride = outputStride,
        .gamma = memory.gamma,
        .beta = memory.beta,
        .moments = memory.moments,
        // Known moments stay as they are, and with them what is rounded from them.
        .mean = momentsKnown ? nullptr : memory.mean,
        .variance = momentsKnown ? nullptr : memory.variance,
        .reciprocalStd = memory.reciprocalStd,
        .streaming =
            2 * memory.tokens * memory.dimension * static_cast<std::int64_t>(sizeof(T)) > cacheBytes()};
    if (chunksOf(memory.dimension) > 1)
        return runChunks(arguments, memory.tokens, execution, momentsKnown);
    return runTokens(arguments, memory.tokens, execution,
                     momentsKnown ? outputsOfTokens<T> : normalizeTokens<T>);
}

} // namespace

Result<Completion> forward(const ForwardMemory<float>& memory, const Execution& execution)
{
    return run(memory, execution, false);
}

Result<Completion> forward(const ForwardMemory<double>& memory, const Execution& execution)
{
    return run(memory, execution, false);
}

Result<Completion> forwardOutputs(const ForwardMemory<float>& memory, const Execution& execution)
{
    return run(memory, execution, true);
}

Result<Completion> forwardOutputs(const ForwardMemory<double>& memory, const Execution& execution)
{
    return run(memory, execution, true);
}

} // namespace layernorm
