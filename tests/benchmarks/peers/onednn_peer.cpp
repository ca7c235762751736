// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/peers/peers.h"

#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

namespace layernorm::benchmarks {

std::string oneDnnVersion()
{
    const dnnl::version_t* version = dnnl::version();
    return std::to_string(version->major) + '.' + std::to_string(version->minor) + '.' +
           std::to_string(version->patch);
}

Work oneDnnIntoOutput(const Problem<float>& problem)
{
    using dnnl::layer_normalization_forward;
    using dnnl::memory;
    static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    static dnnl::stream stream(engine);
    const memory::desc matrix({problem.tokens, problem.dimension}, memory::data_type::f32,
                              memory::format_tag::ab);
    const layer_normalization_forward::desc description(
        dnnl::prop_kind::forward_inference, matrix, static_cast<float>(eps), dnnl::normalization_flags::none);
    return [primitive = layer_normalization_forward({description, engine}),
            arguments = std::unordered_map<int, memory>{
                {DNNL_ARG_SRC, {matrix, engine, const_cast<float*>(problem.input)}},
                {DNNL_ARG_DST, {matrix, engine, problem.output}}}] {
        primitive.execute(stream, arguments);
        stream.wait();
    };
}

void setOneDnnThreads(int threads)
{
    omp_set_num_threads(threads);
}

} // namespace layernorm::benchmarks
