// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files, documents and samples on the command line.
#include "core/io/project_file.h"
#include "core/io/samples.h"
#include "core/io/tensor_file.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/program_run.h"
#include "tests/support/same_bits.h"

#include <QFile>
#include <QImage>
#include <nlohmann/json.hpp>

namespace layernorm {

namespace {

using namespace layernorm::testing;
using nlohmann::json;

class ProgramFiles : public ProgramTest
{
protected:
    json report(const QStringList& options)
    {
        const ProgramRun done = run(options + QStringList{"--reference", "none", "--report", "json"});
        EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
        return json::parse(done.output.toStdString(), nullptr, false);
    }
};

TEST_F(ProgramFiles, ReadsAndWritesEveryFormat)
{
    const Tensor tensor = randn(Shape::of({2, 3, 4}), 8);
    for (const TensorFormat& format : tensorFormats()) {
        const QString in = path((std::string("in") + format.extension).c_str());
        const QString out = path((std::string("out") + format.extension).c_str());
        ASSERT_TRUE(writeTensor(in.toStdString(), tensor));
        const ProgramRun done = run({"--input", in, "--output", out});
        ASSERT_EQ(done.exitCode, 0) << done.errors.toStdString();
        const Result<Tensor> output = readTensor(out.toStdString());
        ASSERT_TRUE(output) << output.error().text();
        EXPECT_TRUE(sameBits(*output, layerNorm(tensor, {})->output)) << format.extension;
    }
}

TEST_F(ProgramFiles, ReadsAPartOfATensor)
{
    ASSERT_TRUE(writeTensor(path("x.npy").toStdString(), randn(Shape::of({4, 5, 3}), 8)));
    const json part = report({path("x.npy"), "--batches", "1:3", "--tokens", "2:"});
    EXPECT_EQ(part["shape"], json({2, 3, 3}));
    const json whole = report({path("x.npy")});
    EXPECT_EQ(part["input"]["values"][0], whole["input"]["values"][15 + 6]);
}

TEST_F(ProgramFiles, OpensADocumentWithWhatItHoldsUnlessToldOtherwise)
{
    const Tensor input = randn(Shape::of({2, 3, 4}), 3);
    ASSERT_TRUE(writeProject(path("x.lnx").toStdString(),
                             {.input = input,
                              .labels = {},
                              .gamma = Tensor(Shape::of({4}), std::vector<float>{1, 2, 3, 4}),
                              .beta = Tensor(Shape::of({4}), DType::Float32),
                              .affine = true,
                              .eps = 0.5}));
    const json own = report({path("x.lnx")});
    EXPECT_EQ(own["eps"], 0.5);
    EXPECT_EQ(own["affine"], true);
    const json told = report({path("x.lnx"), "--eps", "1e-3", "--normalized-dims", "2"});
    EXPECT_EQ(told["eps"], 1e-3);
    EXPECT_EQ(told["normalized_dims"], 2);
    EXPECT_EQ(told["affine"], false) << "gamma of [4] does not fit [3, 4]";
}

TEST_F(ProgramFiles, ListsAndOpensSamples)
{
    const ProgramRun list = run({"--sample", "list"});
    EXPECT_EQ(list.exitCode, 0);
    for (const Sample& sample : samples()) {
        EXPECT_TRUE(list.output.contains(sample.name)) << sample.name;
        const json shown = report({"--sample", sample.name});
        EXPECT_TRUE(shown.contains("output")) << sample.name;
    }
    EXPECT_EQ(report({"--sample", "article"}), report({}));
}

TEST_F(ProgramFiles, DrawsTheWindowInEveryFormatAndSize)
{
    for (const char* name : {"w.png", "w.svg", "w.pdf"}) {
        const ProgramRun done =
            run({"--reference", "none", "--size", "1000x700", "--scale", "2", "--screenshot", path(name)});
        EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
        EXPECT_GT(QFile(path(name)).size(), 5000) << name;
    }
    EXPECT_EQ(QImage(path("w.png")).size(), QSize(2000, 1400));
    const ProgramRun refused = run({"--reference", "none", "--screenshot", path("w.docx")});
    EXPECT_EQ(refused.exitCode, 2);
    EXPECT_TRUE(refused.errors.contains("w.docx")) << refused.errors.toStdString();
}

} // namespace

} // namespace layernorm
