// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/job.h"
#include "core/io/tensor_file.h"
#include "core/tensor/random_tensor.h"

#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

Result<CommandLine> parse(const QStringList& options)
{
    return parseCommandLine(QStringList{"layernorm-explorer"} + options);
}

TEST(CommandLine, WithoutOptionsIsTheWindowOnTheArticlesTensor)
{
    const Result<CommandLine> line = parse({});
    ASSERT_TRUE(line);
    EXPECT_EQ(line->shape, Shape::of({2, 3, 4}));
    EXPECT_EQ(line->seed, 0U);
    EXPECT_FALSE(line->eps || line->normalizedDims) << "left to the document";
    EXPECT_FALSE(line->dtype);
    EXPECT_FALSE(line->reference);
    EXPECT_FALSE(line->page || line->language || line->theme);
    EXPECT_FALSE(line->isHeadless());
    EXPECT_EQ(line->size, QSize(1280, 800));
}

TEST(CommandLine, TakesEveryOption)
{
    const Result<CommandLine> line = parse({"--shape",
                                            "5,6",
                                            "--seed",
                                            "18446744073709551615",
                                            "--eps=1e-3",
                                            "--normalized-dims",
                                            "2",
                                            "--gamma",
                                            "g.npy",
                                            "--beta",
                                            "b.npy",
                                            "--dtype",
                                            "float64",
                                            "--reference",
                                            "onednn",
                                            "--python",
                                            "/p",
                                            "--report",
                                            "json",
                                            "--output",
                                            "o.npy",
                                            "--screenshot",
                                            "s.png",
                                            "--size",
                                            "640x480",
                                            "--page",
                                            "step-by-step",
                                            "--language",
                                            "zh_CN",
                                            "--theme",
                                            "dark"});
    ASSERT_TRUE(line) << line.error().text();
    EXPECT_EQ(line->shape, Shape::of({5, 6}));
    EXPECT_EQ(line->seed, 18446744073709551615U);
    EXPECT_EQ(line->eps, 1e-3);
    EXPECT_EQ(line->normalizedDims, 2);
    EXPECT_EQ(line->gamma, "g.npy");
    EXPECT_EQ(line->beta, "b.npy");
    EXPECT_EQ(line->dtype, DType::Float64);
    EXPECT_EQ(line->reference, "onednn");
    EXPECT_EQ(line->python, "/p");
    EXPECT_EQ(line->report, "json");
    EXPECT_EQ(line->output, "o.npy");
    EXPECT_EQ(line->screenshot, "s.png");
    EXPECT_EQ(line->size, QSize(640, 480));
    EXPECT_EQ(line->page, "step-by-step");
    EXPECT_EQ(line->language, "zh_CN");
    EXPECT_EQ(line->theme, "dark");
    EXPECT_TRUE(line->isHeadless());
}

TEST(CommandLine, OneFileIsTheInput)
{
    EXPECT_EQ(parse({"mine.npy"})->input, "mine.npy");
    EXPECT_EQ(parse({"--input", "mine.npy"})->input, "mine.npy");
    EXPECT_EQ(parse({"--", "--odd-name.npy"})->input, "--odd-name.npy");
}

TEST(CommandLine, HelpAndVersionAreAnswers)
{
    for (const char* option : {"--help", "-h"}) {
        const QString help = parse({option})->answer;
        EXPECT_TRUE(help.contains("[options] [FILE]")) << help.toStdString();
        for (const char* name : {"--shape", "--report", "--screenshot", "--reference"})
            EXPECT_TRUE(help.contains(name)) << name;
    }
    for (const char* option : {"--version", "-v"})
        EXPECT_EQ(parse({option})->answer, "layernorm-explorer " LAYERNORM_VERSION "\n");
}

struct BadOptions {
    QStringList options;
    const char* names; ///< what the sentence must name
};

std::ostream& operator<<(std::ostream& out, const BadOptions& bad)
{
    return out << bad.options.join(u' ').toStdString();
}

class BadCommandLine : public ::testing::TestWithParam<BadOptions>
{
};

TEST_P(BadCommandLine, IsRefusedInOneSentenceThatNamesTheMatter)
{
    const Result<CommandLine> line = parse(GetParam().options);
    ASSERT_FALSE(line);
    const std::string sentence = line.error().text();
    EXPECT_NE(sentence.find(GetParam().names), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(';'), std::string::npos) << "no remedy: " << sentence;
    EXPECT_EQ(sentence.find("%1"), std::string::npos) << sentence;
}

INSTANTIATE_TEST_SUITE_P(
    Options, BadCommandLine,
    ::testing::Values(
        BadOptions{{"--nonsense"}, "nonsense"}, BadOptions{{"--report"}, "report"},
        BadOptions{{"--report", "xml"}, "\"xml\""}, BadOptions{{"--report", ""}, "--report"},
        BadOptions{{"--report", "text", "--report", "json"}, "--report"},
        BadOptions{{"--shape", "2,x"}, "\"x\""}, BadOptions{{"--shape", "2,0"}, "2x0"},
        BadOptions{{"--shape", "8000,8001,1"}, "64 million"},
        BadOptions{{"--shape", "1,1,1,1,1,1,1,1,1"}, "9 dimensions"}, BadOptions{{"--seed", "-1"}, "\"-1\""},
        BadOptions{{"--seed", "1.5"}, "\"1.5\""}, BadOptions{{"--seed", "18446744073709551616"}, "--seed"},
        BadOptions{{"--eps", "-1"}, "eps is -1"}, BadOptions{{"--eps", "nan"}, "eps is nan"},
        BadOptions{{"--eps", "tiny"}, "\"tiny\""}, BadOptions{{"--normalized-dims", "0"}, "\"0\""},
        BadOptions{{"--normalized-dims", "all"}, "\"all\""},
        BadOptions{{"--dtype", "float16"}, "\"float16\""}, BadOptions{{"--reference", "jax"}, "\"jax\""},
        BadOptions{{"--experiment", "magic"}, "\"magic\""}, BadOptions{{"--format", "yaml"}, "\"yaml\""},
        BadOptions{{"--size", "big"}, "\"big\""}, BadOptions{{"--size", "10x10"}, "10x10"},
        BadOptions{{"--size", "99999x800"}, "99999x800"}, BadOptions{{"--page", "secret"}, "\"secret\""},
        BadOptions{{"--theme", "pink"}, "\"pink\""}, BadOptions{{"a.npy", "b.npy"}, "b.npy"},
        BadOptions{{"a.npy", "--input", "b.npy"}, "--input"},
        BadOptions{{"a.npy", "--shape", "2"}, "--shape"},
        BadOptions{{"--experiment", "walkthrough", "--output", "o.npy"}, "--output"},
        BadOptions{{"--experiment", "walkthrough", "--report", "text"}, "--report"}));

TEST(CommandLineLanguage, TakesTheNamesOfLocalesToo)
{
    for (const auto& [wanted, spoken] : {std::pair("en", "en"),
                                         {"en_GB.UTF-8", "en"},
                                         {"zh_CN", "zh_CN"},
                                         {"zh", "zh_CN"},
                                         {"zh_TW", "zh_CN"},
                                         {"zh-Hant-HK", "zh_CN"}}) {
        const Result<CommandLine> line = parse({"--language", wanted});
        ASSERT_TRUE(line) << wanted;
        EXPECT_EQ(line->language, QLatin1String(spoken)) << wanted;
        EXPECT_TRUE(line->remark.isEmpty()) << line->remark.toStdString();
    }
}

TEST(CommandLineLanguage, SpeaksEnglishForOneThatDoesNotExist)
{
    for (const char* wanted : {"tlh", "xx_YY", "", "english", "zhu"}) {
        const Result<CommandLine> line = parse({"--language", wanted});
        if (!line)
            continue; // an empty value is an error of its own
        EXPECT_EQ(line->language, u"en") << wanted;
        EXPECT_TRUE(line->remark.contains(QLatin1String(wanted))) << line->remark.toStdString();
    }
}

class JobTest : public ::testing::Test
{
protected:
    QString written(const char* name, const Tensor& tensor)
    {
        const QString path = directory.filePath(QLatin1String(name));
        EXPECT_TRUE(writeTensor(path.toStdString(), tensor));
        return path;
    }

    QTemporaryDir directory;
};

TEST_F(JobTest, DrawsWhatTorchDraws)
{
    const Result<Job> job = loadJob(*parse({"--shape", "2,5", "--seed", "3", "--dtype", "float64"}));
    ASSERT_TRUE(job);
    EXPECT_TRUE(sameBits(job->input, randn(Shape::of({2, 5}), 3, DType::Float64)));
    EXPECT_TRUE(job->source.isEmpty());
}

TEST_F(JobTest, ReadsFilesInTheirOwnTypeOrTheOneAskedFor)
{
    const Tensor tensor = randn(Shape::of({2, 5}), 3, DType::Float64);
    const QString file = written("mine.npy", tensor);
    const Result<Job> own = loadJob(*parse({file}));
    ASSERT_TRUE(own);
    EXPECT_TRUE(sameBits(own->input, tensor));
    EXPECT_EQ(own->source, "mine.npy");
    const Result<Job> converted = loadJob(*parse({file, "--dtype", "float32"}));
    EXPECT_TRUE(sameBits(converted->input, tensor.converted(DType::Float32)));
}

TEST_F(JobTest, GammaAndBetaAreConvertedToTheInput)
{
    const QString gamma = written("gamma.npy", randn(Shape::of({3, 4}), 1, DType::Float64));
    const Result<Job> job = loadJob(*parse({"--normalized-dims", "2", "--gamma", gamma}));
    ASSERT_TRUE(job) << job.error().text();
    EXPECT_EQ(job->parameters.gamma->dtype(), DType::Float32);
    EXPECT_FALSE(job->parameters.beta);
}

TEST_F(JobTest, FilesOfTheWrongShapeAreNamed)
{
    const QString gamma = written("gamma.npy", randn(Shape::of({5}), 1));
    for (const char* option : {"--gamma", "--beta"}) {
        const Result<Job> job = loadJob(*parse({option, gamma}));
        ASSERT_FALSE(job);
        EXPECT_NE(job.error().text().find("gamma.npy"), std::string::npos) << job.error().text();
    }
}

TEST_F(JobTest, DimensionsThatTheInputLacksAreRefused)
{
    EXPECT_FALSE(loadJob(*parse({"--normalized-dims", "4"})));
    EXPECT_FALSE(
        loadJob(*parse({"--normalized-dims", "4", "--gamma", written("g.npy", randn(Shape::of({4}), 1))})));
    EXPECT_FALSE(loadJob(*parse({"--normalized-dims", "2", written("v.npy", randn(Shape::of({4}), 1))})));
}

} // namespace

} // namespace layernorm
