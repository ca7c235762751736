// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prints libtorch-printouts.txt (LibTorch 1.13): as write_printouts.py does, for tensors printed in C++.
//   g++ -std=c++17 write_printouts.cpp -I/usr/include/torch/csrc/api/include -ltorch -ltorch_cpu -lc10
#include <cstdio>
#include <iostream>
#include <sstream>
#include <torch/torch.h>

static std::string exact(double value)
{
    char text[64];
    std::snprintf(text, sizeof text, "%a", value);
    return text;
}

static void entry(const char* name, const torch::Tensor& tensor, const std::string& printed)
{
    std::cout << "=== " << name << '\n';
    for (const auto extent : tensor.sizes())
        std::cout << extent << ' ';
    std::cout << '\n';
    const torch::Tensor values = tensor.to(torch::kDouble).flatten().contiguous();
    for (int64_t i = 0; i < values.numel(); ++i)
        std::cout << exact(values.data_ptr<double>()[i]) << ' ';
    std::cout << '\n' << printed << '\n';
}

static void entry(const char* name, const torch::Tensor& tensor)
{
    std::ostringstream printed;
    printed << tensor;
    entry(name, tensor, printed.str());
}

int main()
{
    torch::manual_seed(0);
    const torch::Tensor y = torch::layer_norm(torch::randn({2, 3, 4}), {4});
    const torch::Tensor wide = torch::randn({2, 25});
    entry("libtorch", y);
    entry("libtorch double", y.to(torch::kDouble));
    entry("libtorch factor", y * 1e-5);
    entry("libtorch large", y * 1e3);
    entry("libtorch wide", wide);
    entry("libtorch wide factor", wide * 1e-7);
    entry("libtorch wide matrices", torch::randn({2, 2, 12}));
    entry("libtorch one dimension", y[0][0]);
    entry("libtorch one dimension factor", y[0][0] * 1e-5);
    entry("libtorch scalar", y[0][0][0].reshape({1}), "-0.953893\n[ CPUFloatType{} ]");
    entry("libtorch four dimensions", torch::randn({2, 2, 2, 2}));
    entry("libtorch whole", torch::ones({2, 40}));
    entry("libtorch a whole matrix", torch::stack({torch::ones({2, 2}), torch::randn({2, 2}) * 100}));
    std::ostringstream stream;
    const torch::Tensor flat = y.flatten();
    for (int64_t i = 0; i < flat.numel(); ++i)
        stream << flat[i].item<float>() << (i % 4 == 3 ? "\n" : " ");
    entry("std::cout", y.reshape({6, 4}), stream.str());
}
