// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real program without a window: reports, files and experiments, and what they exit with.
#include "app/command_line_options.h"
#include "core/io/tensor_file.h"
#include "core/norm/layer_norm.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/program_run.h"

#include <QImage>
#include <nlohmann/json.hpp>

namespace layernorm {

namespace {

using layernorm::testing::ProgramRun;
using layernorm::testing::ProgramTest;
using layernorm::testing::runProgram;
using nlohmann::json;

class ProgramReport : public ProgramTest
{
protected:
    QString written(const char* name, const Tensor& tensor)
    {
        EXPECT_TRUE(writeTensor(path(name).toStdString(), tensor));
        return path(name);
    }

    json jsonReport(const QStringList& options, int exitCode = 0)
    {
        const ProgramRun done = run(QStringList{"--report", "json"} + options);
        EXPECT_EQ(done.exitCode, exitCode) << done.errors.toStdString();
        json report = json::parse(done.output.toStdString(), nullptr, false);
        EXPECT_TRUE(report.is_object()) << done.output.toStdString();
        return report;
    }

    static double number(const json& value)
    {
        return value.is_string() ? std::stod(value.get<std::string>()) : value.get<double>();
    }

    static void expectTensor(const json& given, const Tensor& tensor, const char* what)
    {
        EXPECT_EQ(given.at("shape").get<std::vector<std::int64_t>>(), tensor.shape().extents()) << what;
        ASSERT_EQ(given.at("values").size(), static_cast<std::size_t>(tensor.elements())) << what;
        for (std::int64_t i = 0; i < tensor.elements(); ++i) {
            const double value = number(given["values"][static_cast<std::size_t>(i)]);
            const double expected = tensor.at(i);
            if (tensor.dtype() == DType::Float32)
                EXPECT_TRUE(static_cast<float>(value) == static_cast<float>(expected) ||
                            (std::isnan(value) && std::isnan(expected)))
                    << what << ' ' << i << ": " << value << " for " << expected;
            else
                EXPECT_TRUE(value == expected || (std::isnan(value) && std::isnan(expected)))
                    << what << ' ' << i;
        }
    }

    static void expectReport(const json& report, const Tensor& input, const LayerNormParameters& parameters)
    {
        const Result<LayerNormResult> result = layerNorm(input, parameters);
        ASSERT_TRUE(result);
        EXPECT_EQ(report.at("shape").get<std::vector<std::int64_t>>(), input.shape().extents());
        EXPECT_EQ(report.at("dtype"), name(input.dtype()));
        EXPECT_EQ(report.at("eps"), parameters.eps);
        EXPECT_EQ(report.at("normalized_dims"), parameters.normalizedDims);
        EXPECT_EQ(report.at("affine"), parameters.gamma || parameters.beta);
        expectTensor(report.at("input"), input, "input");
        expectTensor(report.at("mean"), result->mean, "mean");
        expectTensor(report.at("variance"), result->variance, "variance");
        expectTensor(report.at("reciprocal_std"), result->reciprocalStd, "reciprocal_std");
        expectTensor(report.at("output"), result->output, "output");
    }
};

TEST_F(ProgramReport, SpeaksTheLanguageItIsAskedFor)
{
    const ProgramRun agreed = run({"--report", "text", "--reference", "none", "--language", "zh_CN"});
    EXPECT_TRUE(agreed.output.endsWith(QStringLiteral("not compared: 没有指定对照库\n").toUtf8()));
    const ProgramRun refused = run({"--report", "text", "--input", "/none.npy", "--language", "zh_CN"});
    EXPECT_EQ(refused.exitCode, 2);
    EXPECT_TRUE(refused.errors.contains(QStringLiteral("不存在").toUtf8())) << refused.errors.toStdString();
}

TEST_F(ProgramReport, SpeaksItWhereTheOptionsAreWrongAndInTheHelp)
{
    for (const auto& [arguments, said] :
         {std::pair(QStringList{"--language", "zh_CN", "--seed", "-1"}, u"不小于 0 的整数"),
          {{"--nonsense", "--language=zh_CN"}, u"选项"},
          {{"--depth", "97", "--language", "zh"}, u"1 到 96"}}) {
        const ProgramRun refused = run(arguments);
        EXPECT_EQ(refused.exitCode, 2);
        EXPECT_EQ(refused.output, "");
        EXPECT_TRUE(QString::fromUtf8(refused.errors).contains(QStringView(said)))
            << refused.errors.toStdString();
        EXPECT_EQ(refused.errors.count('\n'), 1) << refused.errors.toStdString();
    }
    const ProgramRun help = run({"--help", "--language", "zh_CN"});
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_EQ(help.errors, "");
    for (const CommandLineOption& option : commandLineOptions()) {
        EXPECT_TRUE(help.output.contains(option.name)) << option.name;
        EXPECT_FALSE(help.output.contains(option.explanation)) << option.explanation << " is in English";
    }
    const ProgramRun samples = run({"--sample", "list", "--language", "zh_CN"});
    EXPECT_EQ(samples.exitCode, 0);
    EXPECT_TRUE(QString::fromUtf8(samples.output).contains(u"词")) << samples.output.toStdString();
}

TEST_F(ProgramReport, TextHasTheArticlesHeadingsInTheirOrder)
{
    const ProgramRun done = run({"--report", "text"});
    EXPECT_EQ(done.exitCode, 0);
    EXPECT_EQ(done.errors, "");
    qsizetype from = 0;
    for (const char* heading :
         {"embedding:\n", "\nlayer_norm:\n", "\nmean:\n", "\nvar:\n", "\ny_custom:\n", "\nagrees: "}) {
        const qsizetype at = done.output.indexOf(heading, from);
        EXPECT_GE(at, from) << heading << " in\n" << done.output.toStdString();
        from = at;
    }
    EXPECT_TRUE(done.output.startsWith("embedding:\n"));
}

TEST_F(ProgramReport, TextWithoutALibrarySaysSo)
{
    const ProgramRun done = run({"--report", "text", "--reference", "none"});
    EXPECT_EQ(done.exitCode, 0);
    EXPECT_TRUE(done.output.contains("\nnot compared: ")) << done.output.toStdString();
}

TEST_F(ProgramReport, JsonHoldsWhatTheCoreComputes)
{
    const json report = jsonReport({"--reference", "none"});
    expectReport(report, randn(Shape::of({2, 3, 4}), 0), {});
    EXPECT_TRUE(report.at("reference").is_null());
    EXPECT_TRUE(report.at("reference_error").is_null());
}

TEST_F(ProgramReport, JsonFollowsTheOptions)
{
    expectReport(jsonReport({"--reference", "none", "--shape", "3,5", "--seed", "8", "--eps", "0.25",
                             "--normalized-dims", "2", "--dtype", "float64"}),
                 randn(Shape::of({3, 5}), 8, DType::Float64), {0.25, 2, {}, {}});
}

TEST_F(ProgramReport, JsonOfFilesWithGammaAndBeta)
{
    const Tensor input = randn(Shape::of({2, 2, 3, 4}), 5, DType::Float64);
    const Tensor gamma = randn(Shape::of({3, 4}), 6, DType::Float64);
    const Tensor beta = randn(Shape::of({3, 4}), 7, DType::Float64);
    const QStringList options{"--reference",           "none",   "--normalized-dims",   "2", "--gamma",
                              written("g.npy", gamma), "--beta", written("b.npy", beta)};
    expectReport(jsonReport(options + QStringList{"--input", written("i.npy", input)}), input,
                 {1e-5, 2, gamma, beta});
    expectReport(jsonReport(options + QStringList{path("i.npy"), "--dtype", "float32"}),
                 input.converted(DType::Float32),
                 {1e-5, 2, gamma.converted(DType::Float32), beta.converted(DType::Float32)});
}

TEST_F(ProgramReport, JsonWritesWhatIsNoNumberAsWords)
{
    const Tensor input(Shape::of({2, 3}), std::vector<float>{1, 1, 1, NAN, INFINITY, -INFINITY});
    const json report =
        jsonReport({"--reference", "none", "--eps", "0", "--input", written("odd.npy", input)});
    expectReport(report, input, {0, 1, {}, {}});
    EXPECT_EQ(report["input"]["values"][3], "nan");
    EXPECT_EQ(report["input"]["values"][4], "inf");
    EXPECT_EQ(report["input"]["values"][5], "-inf");
    EXPECT_EQ(report["output"]["values"][0], "nan");
    EXPECT_EQ(report["reciprocal_std"]["values"][0], "inf");
}

TEST_F(ProgramReport, OutputIsWritten)
{
    const ProgramRun done = run({"--output", path("o.npy"), "--reference", "none", "--eps", "0.5"});
    EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
    EXPECT_EQ(done.output, "");
    LayerNormParameters parameters;
    parameters.eps = 0.5;
    const Result<Tensor> output = readTensor(path("o.npy").toStdString());
    ASSERT_TRUE(output);
    EXPECT_TRUE(sameBits(*output, layerNorm(randn(Shape::of({2, 3, 4}), 0), parameters)->output));
}

TEST_F(ProgramReport, OutputAndReportTogether)
{
    const json report = jsonReport({"--output", path("o.npy"), "--reference", "none"});
    const Result<Tensor> output = readTensor(path("o.npy").toStdString());
    ASSERT_TRUE(output);
    expectTensor(report.at("output"), *output, "output");
}

TEST_F(ProgramReport, ExperimentIsATable)
{
    const ProgramRun csv = run({"--experiment", "walkthrough", "--shape", "2,3"});
    EXPECT_EQ(csv.exitCode, 0);
    QList<QByteArray> lines = csv.output.split('\n');
    EXPECT_EQ(lines.first(), "token,index,x,mean,deviation,square,variance,root,normalized,output");
    ASSERT_EQ(lines.size(), 8) << "names, six values, and the end";
    const Tensor input = randn(Shape::of({2, 3}), 0);
    const Tensor output = layerNorm(input, {})->output;
    for (int i = 0; i < 6; ++i) {
        const QList<QByteArray> cells = lines[i + 1].split(',');
        ASSERT_EQ(cells.size(), 10);
        EXPECT_EQ(cells[0].toInt(), i / 3);
        EXPECT_EQ(cells[1].toInt(), i % 3);
        EXPECT_EQ(cells[2].toFloat(), static_cast<float>(input.at(i)));
        EXPECT_EQ(cells[9].toFloat(), static_cast<float>(output.at(i)));
    }

    const ProgramRun table = run({"--experiment", "walkthrough", "--shape", "2,3", "--format", "json"});
    const json document = json::parse(table.output.toStdString(), nullptr, false);
    ASSERT_TRUE(document.is_object());
    EXPECT_EQ(document.at("experiment"), "walkthrough");
    const json& rows = document.at("rows");
    ASSERT_TRUE(rows.is_array());
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(rows[4].at("token"), 1);
    EXPECT_EQ(rows[4].at("output").get<float>(), static_cast<float>(output.at(4)));
}

TEST_F(ProgramReport, AFullDiskIsTold)
{
    const ProgramRun done = runProgram({"--report", "text", "--reference", "none"}, environment, "/dev/full");
    EXPECT_EQ(done.exitCode, 2);
    EXPECT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
}

TEST_F(ProgramReport, HelpAndVersion)
{
    const ProgramRun version = run({"--version"});
    EXPECT_EQ(version.exitCode, 0);
    EXPECT_EQ(version.output, "layernorm-explorer " LAYERNORM_VERSION "\n");
    const ProgramRun help = run({"--help"});
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_TRUE(help.output.startsWith("Usage: layernorm-explorer [options] [FILE]\n"))
        << help.output.left(80).toStdString();
}

TEST_F(ProgramReport, WithoutADisplayItSaysSoAndReports)
{
    for (const char* display : {"", ":999"}) {
        environment.insert("DISPLAY", display);
        const ProgramRun done = run({});
        EXPECT_EQ(done.exitCode, 0);
        ASSERT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains("no display"));
        EXPECT_TRUE(done.output.startsWith("embedding:\n"));
    }
}

TEST_F(ProgramReport, WithoutADisplayALibraryThatCannotRunIsNoFailure)
{
    const ProgramRun done = run({"--reference", "python", "--python", "/nonexistent"});
    EXPECT_EQ(done.exitCode, 0);
    EXPECT_TRUE(done.output.contains("\nnot compared: "));
}

TEST_F(ProgramReport, WithoutADisplayABadFileIsStillBad)
{
    const ProgramRun done = run({path("missing.npy")});
    EXPECT_EQ(done.exitCode, 2);
    EXPECT_EQ(done.output, "");
}

TEST_F(ProgramReport, ScreenshotHasTheSizeAskedFor)
{
    const ProgramRun done =
        run({"--screenshot", path("s.png"), "--size", "900x700", "--reference", "none", "--theme", "dark"});
    EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
    EXPECT_EQ(done.output, "");
    const QImage picture(path("s.png"));
    EXPECT_GE(picture.width(), 900);
    EXPECT_GE(picture.height(), 700);
    EXPECT_LT(picture.pixelColor(2, picture.height() / 2).lightness(), 64) << "dark";
}

TEST_F(ProgramReport, ScreenshotWaitsForTheLibrary)
{
    const ProgramRun done = run({"--screenshot", path("s.png"), "--reference", "onednn", "--report", "json"});
    EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
    EXPECT_EQ(QImage(path("s.png")).size(), QSize(1280, 800));
    EXPECT_TRUE(json::parse(done.output.toStdString(), nullptr, false).is_object());
}

} // namespace

} // namespace layernorm
