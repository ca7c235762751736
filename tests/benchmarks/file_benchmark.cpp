// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long opening and saving takes, against cat and cp of the same file in the same run. The file lies in
// memory (the system's cache), as it does when it has been used before.
#include "core/io/project_file.h"
#include "core/io/tensor_file.h"
#include "core/tensor/random_tensor.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

using namespace layernorm;
namespace fs = std::filesystem;

namespace {

constexpr int rounds = 7;
constexpr double bytesPerMegabyte = 1e6;

/// The least of some runs, in milliseconds.
double bestOf(const std::function<void()>& run)
{
    double best = 1e300;
    for (int i = 0; i < rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        run();
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
        best = std::min(best, taken.count());
    }
    return best;
}

void shell(const std::string& command)
{
    if (std::system(command.c_str()) != 0)
        std::fprintf(stderr, "%s failed\n", command.c_str());
}

void line(const char* what, double milliseconds, double peer, const char* peerName)
{
    std::printf("%-44s %9.1f ms   %9.1f ms %-4s %6.2f\n", what, milliseconds, peer, peerName,
                milliseconds / peer);
}

/// Peak resident memory of this process so far, in megabytes.
double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string text; std::getline(status, text);)
        if (text.starts_with("VmHWM:"))
            return std::stod(text.substr(6)) * 1024 / bytesPerMegabyte;
    return 0;
}

void measure(const fs::path& directory, const char* extension)
{
    const Tensor tensor = randn(Shape::of({8, 7812, 1024}), 0); // 256 MB, nearly as much as there can be
    const std::string file = (directory / "tensor").string() + extension;
    const std::string copy = (directory / "copy").string() + extension;
    const double written = bestOf([&] {
        if (!writeTensor(file, tensor))
            std::fprintf(stderr, "%s cannot be written\n", file.c_str());
    });
    const double copied = bestOf([&] { shell("cp " + file + " " + copy + " && sync " + copy); });
    const double read = bestOf([&] {
        if (!readTensorFile(file))
            std::fprintf(stderr, "%s cannot be read\n", file.c_str());
    });
    const double cat = bestOf([&] { shell("cat " + file + " > /dev/null"); });
    line((std::string("open 256 MB ") + extension).c_str(), read, cat, "cat");
    line((std::string("save 256 MB ") + extension + " (on the disk)").c_str(), written, copied, "cp");
}

/// The first tokens of a file that is larger than memory (it has no blocks on the disk).
void measurePart(const fs::path& directory)
{
    const std::string file = (directory / "huge.npy").string();
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (5000, 1000, 1000), }";
    header.resize(117, ' ');
    header += '\n';
    std::ofstream(file, std::ios::binary) << std::string("\x93NUMPY\x01\x00\x76\x00", 10) << header;
    fs::resize_file(file, 128 + 20'000'000'000ULL);
    const double before = peakMegabytes();
    const double read = bestOf([&] {
        ReadRequest request;
        request.ranges = {{0, 1}};
        if (!readTensorFile(file, request))
            std::fprintf(stderr, "%s cannot be read\n", file.c_str());
    });
    std::printf("%-44s %9.1f ms   %9.1f MB more at the peak\n", "open 1000 tokens of a file of 20 GB", read,
                peakMegabytes() - before);
}

} // namespace

int main()
{
    const fs::path directory = fs::temp_directory_path() / ("layernorm-files-" + std::to_string(std::rand()));
    fs::create_directory(directory);
    std::printf("%-44s %12s   %12s %11s\n", "files", "this program", "peer", "ratio");
    measurePart(directory);
    for (const char* extension : {".npy", ".safetensors"})
        measure(directory, extension);
    fs::remove_all(directory);
}
