// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The experiments as scripts run them: their keys, which are a contract, and what they refuse.
#include "core/explore/experiments.h"
#include "core/io/tensor_file.h"
#include "core/norm/layer_norm.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/program_run.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace layernorm {

namespace {

using layernorm::testing::ProgramRun;
using layernorm::testing::ProgramTest;
using Json = nlohmann::ordered_json;

class ProgramExperiment : public ProgramTest
{
protected:
    ProgramRun table(const char* name, const QStringList& options)
    {
        ProgramRun done = run(QStringList{"--experiment", name} + options);
        EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
        return done;
    }
    Json document(const char* name, const QStringList& options)
    {
        const ProgramRun done = table(name, options + QStringList{"--format", "json"});
        Json read = Json::parse(done.output.toStdString(), nullptr, false);
        EXPECT_TRUE(read.is_object()) << done.output.toStdString();
        EXPECT_EQ(read.value("experiment", ""), name);
        return read;
    }
    /// CSV and JSON have these columns in this order, and as many rows.
    Json rowsWithKeys(const char* name, const QByteArray& keys, const QStringList& options)
    {
        const ProgramRun csv = table(name, options);
        const QList<QByteArray> lines = csv.output.trimmed().split('\n');
        EXPECT_EQ(lines.first(), keys);
        Json rows = document(name, options).at("rows");
        EXPECT_EQ(rows.size() + 1, static_cast<std::size_t>(lines.size()));
        for (const auto& row : rows) {
            QList<QByteArray> found;
            for (const auto& [key, value] : row.items())
                found << QByteArray::fromStdString(key);
            EXPECT_EQ(found.join(','), keys);
        }
        return rows;
    }
    QString writtenText(const char* name, const QByteArray& text)
    {
        QFile file(path(name));
        EXPECT_TRUE(file.open(QFile::WriteOnly) && file.write(text) == text.size());
        return path(name);
    }

    const Tensor article = randn(Shape::of({2, 3, 4}), 0);
};

TEST_F(ProgramExperiment, EpsHasItsKeysAndTheLaw)
{
    const Json rows =
        rowsWithKeys("eps", "eps,token,variance,output_variance,law,max_abs_output,difference_to_eps_0", {});
    ASSERT_GT(rows.size(), 200U * 6);
    int defaults = 0;
    for (const auto& row : rows) {
        const auto eps = row.at("eps").get<double>();
        const auto variance = row.at("variance").get<double>();
        // The variance is printed as float32 has it.
        EXPECT_NEAR(row.at("law").get<double>(), variance / (variance + eps), 1e-7);
        EXPECT_NEAR(row.at("output_variance").get<double>(), row.at("law").get<double>(), 1e-6);
        if (static_cast<float>(eps) == 1e-5F || static_cast<float>(eps) == 1e-12F || eps == 0)
            ++defaults;
    }
    EXPECT_EQ(defaults, 3 * 6);
}

TEST_F(ProgramExperiment, DimensionHasItsKeysAndBounds)
{
    const Json rows =
        rowsWithKeys("dimension", "dimension,token,mean,variance,max_abs_output,bound,bessel_factor", {});
    for (const auto& row : rows) {
        const auto dimension = row.at("dimension").get<double>();
        EXPECT_EQ(row.at("bound").get<double>(), std::sqrt(dimension - 1));
        EXPECT_LE(row.at("max_abs_output").get<double>(), row.at("bound").get<double>() * (1 + 1e-6));
        if (dimension == 1)
            EXPECT_EQ(row.at("bessel_factor"), "inf");
        else
            EXPECT_EQ(row.at("bessel_factor").get<double>(), dimension / (dimension - 1));
    }
    EXPECT_EQ(rows.front().at("dimension"), 1);
    EXPECT_EQ(rows.back().at("dimension"), 4096);
}

TEST_F(ProgramExperiment, AxesNamesSevenAndComparesEachWithTheLibrarysOwn)
{
    const Json rows =
        rowsWithKeys("axes", "axes,name,groups,max_abs_difference,library,library_max_abs_difference", {});
    ASSERT_EQ(rows.size(), 7U);
    for (const auto& row : rows) {
        EXPECT_NE(row.at("library").get<std::string>().find("LibTorch"), std::string::npos);
        EXPECT_LT(row.at("library_max_abs_difference").get<double>(), 2e-6) << row;
        const bool layerNorm = row.at("axes") == "dimension";
        EXPECT_EQ(row.at("max_abs_difference").get<double>() < 2e-6, layerNorm) << row;
    }
    EXPECT_EQ(rows.front().at("name"), "LayerNorm(4)");
    EXPECT_EQ(rows.front().at("groups"), 6);
}

TEST_F(ProgramExperiment, AxesWithoutALibraryHaveEmptyColumns)
{
    const Json found = document("axes", {"--reference", "none"});
    ASSERT_EQ(found.at("rows").size(), 7U);
    for (const auto& row : found.at("rows")) {
        EXPECT_TRUE(row.at("library").is_null());
        EXPECT_TRUE(row.at("library_max_abs_difference").is_null());
    }
}

TEST_F(ProgramExperiment, AxesSayWhatOneDnnDoesNotOffer)
{
    int compared = 0;
    const Json found = document("axes", {"--reference", "onednn"});
    for (const auto& row : found.at("rows"))
        compared += row.at("library_max_abs_difference").is_null() ? 0 : 1;
    EXPECT_GE(compared, 4) << "oneDNN has LayerNorm and BatchNorm";
    EXPECT_LT(compared, 7) << "oneDNN has no InstanceNorm";
}

TEST_F(ProgramExperiment, MismatchExplainsACorrectOutputByNoMistake)
{
    const QString file = path("right.npy");
    ASSERT_TRUE(writeTensor(file.toStdString(), layerNorm(article, {})->output));
    const Json found = document("mismatch", {"--candidate", file});
    EXPECT_EQ(found.at("verdict"), "explained");
    ASSERT_EQ(found.at("explanations").size(), 1U);
    EXPECT_EQ(found.at("explanations")[0].at("mistakes"), Json({"none"}));
}

TEST_F(ProgramExperiment, MismatchNamesTheUnbiasedVariance)
{
    QByteArray text;
    for (std::int64_t token = 0; token < 6; ++token) {
        double mean = 0;
        for (std::int64_t i = 0; i < 4; ++i)
            mean += article.at(token * 4 + i) / 4;
        double squares = 0;
        for (std::int64_t i = 0; i < 4; ++i)
            squares += std::pow(article.at(token * 4 + i) - mean, 2);
        for (std::int64_t i = 0; i < 4; ++i)
            text += QByteArray::number((article.at(token * 4 + i) - mean) / std::sqrt(squares / 3 + 1e-5),
                                       'f', 4) +
                    (i < 3 ? '\t' : '\n');
    }
    const QString file = writtenText("mine.tsv", text);
    const Json found = document("mismatch", {"--candidate", file});
    EXPECT_EQ(found.at("verdict"), "explained");
    EXPECT_EQ(found.at("explanations")[0].at("mistakes"), Json({"unbiased_variance"}));
    EXPECT_LT(found.at("explanations")[0].at("max_residual").get<double>(), 6e-5);
    const ProgramRun csv = table("mismatch", {"--candidate", file});
    EXPECT_TRUE(csv.output.startsWith("rank,mistakes,parameters,max_residual\n1,unbiased_variance,"))
        << csv.output.toStdString();
}

TEST_F(ProgramExperiment, MismatchRefusesBadCandidatesInOneSentence)
{
    QByteArray many = "1.5";
    for (int i = 0; i < 100'000; ++i)
        many += "\t1.5";
    const struct {
        const char* name;
        QByteArray text;
        const char* says;
    } bad[] = {
        {"empty.txt", "", "empty.txt"},
        {"words.txt", "1 2 3 4\n1 two 3 4\n", "line 2"},
        {"ragged.txt", "1 2 3 4\n1 2 3\n1 2 3 4\n", "line 2"},
        {"short.txt", "1 2 3 4\n", "24"},
        {"many.txt", many, "24"},
        {"cut.txt", "[[1.0, 2.0, ..., 4.0]]", "threshold"},
    };
    for (const auto& [name, text, says] : bad) {
        const ProgramRun done = run({"--experiment", "mismatch", "--candidate", writtenText(name, text)});
        EXPECT_EQ(done.exitCode, 2) << name;
        EXPECT_EQ(done.output, "") << name;
        ASSERT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains(says)) << name << ": " << done.errors.toStdString();
    }
}

TEST_F(ProgramExperiment, WhatDoesNotFitTogetherIsRefused)
{
    for (const auto& [options, says] : {
             std::pair(QStringList{"--experiment", "mismatch"}, "--candidate"),
             std::pair(QStringList{"--experiment", "eps", "--candidate", path("x.txt")}, "--candidate"),
             std::pair(QStringList{"--candidate", path("x.txt"), "--report", "text"}, "--candidate"),
             std::pair(QStringList{"--experiment", "mismatch", "--candidate", path("missing.txt")},
                       "missing.txt"),
             std::pair(QStringList{"--experiment", "eps", "--normalized-dims", "4"}, "4"),
         }) {
        const ProgramRun done = run(options);
        EXPECT_EQ(done.exitCode, 2) << options.join(u' ').toStdString();
        ASSERT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains(says)) << done.errors.toStdString();
    }
}

TEST_F(ProgramExperiment, AnUnknownNameListsTheKnownOnes)
{
    const ProgramRun done = run({"--experiment", "magic"});
    EXPECT_EQ(done.exitCode, 2);
    for (const Experiment& experiment : experiments())
        EXPECT_TRUE(done.errors.contains(experiment.name)) << done.errors.toStdString();
}

} // namespace

} // namespace layernorm
