// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real program and the libraries it compares with: exit codes 0, 1 and 3.
#include "tests/support/faked_reference.h"
#include "tests/support/program_run.h"

#include <nlohmann/json.hpp>

namespace layernorm {

namespace {

using namespace layernorm::testing;
using nlohmann::json;

class ProgramLibrary : public ProgramTest
{
protected:
    /// A python_torch.py that is found before the real one and behaves as named in fake_worker.py.
    void fakePython(const char* behaviour)
    {
        QFile worker(path("python_torch.py"));
        ASSERT_TRUE(worker.open(QFile::WriteOnly | QFile::Truncate));
        worker.write("import runpy, sys\nsys.argv[1:] = ['" + QByteArray(behaviour) +
                     "']\nrunpy.run_path('" LAYERNORM_FAKE_WORKER "', run_name='__main__')\n");
        worker.close();
        environment.insert("LAYERNORM_EXPLORER_WORKERS", directory.path());
    }

    ProgramRun report(const char* format, const QStringList& options = {})
    {
        return run(QStringList{"--report", format, "--reference", "python", "--python", "/usr/bin/python3"} +
                   options);
    }
};

struct Library {
    const char* id;
    const char* name;
};

std::ostream& operator<<(std::ostream& out, const Library& library)
{
    return out << library.id;
}

class EveryLibrary : public ProgramTest, public ::testing::WithParamInterface<Library>
{
};

TEST_P(EveryLibrary, Agrees)
{
    const QStringList options{"--reference", GetParam().id, "--python", "/usr/bin/python3"};
    const ProgramRun done = run(QStringList{"--report", "json"} + options);
    EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
    EXPECT_EQ(done.errors, "");
    const json report = json::parse(done.output.toStdString(), nullptr, false);
    ASSERT_TRUE(report.is_object());
    const json& reference = report.at("reference");
    EXPECT_EQ(reference.at("name"), GetParam().name);
    EXPECT_FALSE(reference.at("version").get<std::string>().empty());
    EXPECT_EQ(reference.at("agrees"), true);
    EXPECT_LE(reference.at("max_abs_difference").get<double>(), 1e-6);
    EXPECT_EQ(reference.at("output").at("shape"), report.at("output").at("shape"));
    EXPECT_FALSE(report.contains("reference_error"));
}

INSTANTIATE_TEST_SUITE_P(Libraries, EveryLibrary,
                         ::testing::Values(Library{"torch", "LibTorch"}, Library{"onednn", "oneDNN"},
                                           Library{"python", "PyTorch"}),
                         [](const auto& test) { return std::string(test.param.id); });

TEST_F(ProgramLibrary, ThatDisagreesIsExitCode1)
{
    fakePython("wrong");
    const ProgramRun text = report("text");
    EXPECT_EQ(text.exitCode, 1) << text.errors.toStdString();
    EXPECT_TRUE(text.output.contains("\ndiffers: ")) << text.output.toStdString();
    EXPECT_EQ(text.errors, "");
    const ProgramRun done = report("json", {"--output", path("o.npy")});
    EXPECT_EQ(done.exitCode, 1);
    EXPECT_TRUE(QFile::exists(path("o.npy"))) << "ours was asked for all the same";
    const json reference = json::parse(done.output.toStdString()).at("reference");
    EXPECT_EQ(reference.at("name"), "Fake");
    EXPECT_EQ(reference.at("agrees"), false);
    EXPECT_NEAR(reference.at("max_abs_difference").get<double>(), 0.5, 1e-5);
}

TEST_F(ProgramLibrary, ThatIsHonestIsExitCode0)
{
    fakePython("honest");
    const ProgramRun done = report("json", {"--eps", "0", "--normalized-dims", "3", "--dtype", "float64"});
    EXPECT_EQ(done.exitCode, 0) << done.errors.toStdString();
    EXPECT_EQ(json::parse(done.output.toStdString()).at("reference").at("name"), "Fake");
}

TEST_F(ProgramLibrary, ThatIsMissingIsExitCode3)
{
    for (const char* format : {"text", "json"}) {
        const ProgramRun done =
            run({"--report", format, "--reference", "python", "--python", "/nonexistent/python"});
        EXPECT_EQ(done.exitCode, 3);
        ASSERT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains("/nonexistent/python"));
        EXPECT_TRUE(done.errors.contains("python3-torch")) << "what to install";
        if (format == std::string_view("text")) {
            EXPECT_TRUE(done.output.contains("\nnot compared: "));
            continue;
        }
        const json report = json::parse(done.output.toStdString());
        EXPECT_TRUE(report.at("reference").is_null());
        EXPECT_NE(report.at("reference_error").get<std::string>().find("/nonexistent/python"),
                  std::string::npos);
        EXPECT_EQ(report.at("output").at("values").size(), 24U) << "ours is there all the same";
    }
}

TEST_F(ProgramLibrary, ThatRefusesIsExitCode3)
{
    const ProgramRun done = run({"--report", "json", "--reference", "onednn", "--dtype", "float64"});
    EXPECT_EQ(done.exitCode, 3);
    EXPECT_EQ(done.complaints().size(), 1);
    const json report = json::parse(done.output.toStdString());
    EXPECT_TRUE(report.at("reference").is_null());
    EXPECT_NE(report.at("reference_error").get<std::string>().find("float32"), std::string::npos);
}

TEST_F(ProgramLibrary, ThatMisbehavesIsExitCode3AtOnce)
{
    for (const char* behaviour : {"complains", "rubbish-greeting", "other-protocol", "wrong-known-answer",
                                  "dies-midway", "rubbish-reply", "transposed", "endless-line"}) {
        fakePython(behaviour);
        const ProgramRun done = report("json");
        EXPECT_EQ(done.exitCode, 3) << behaviour;
        EXPECT_EQ(done.complaints().size(), 1) << behaviour << ": " << done.errors.toStdString();
        const json report = json::parse(done.output.toStdString(), nullptr, false);
        ASSERT_TRUE(report.is_object()) << behaviour;
        EXPECT_FALSE(report.at("reference_error").get<std::string>().empty()) << behaviour;
    }
}

TEST_F(ProgramLibrary, NoneIsNotStarted)
{
    // A worker that would be noticed.
    fakePython("complains");
    const ProgramRun done = run({"--report", "json", "--reference", "none", "--python", "/usr/bin/python3"});
    EXPECT_EQ(done.exitCode, 0);
    EXPECT_EQ(done.errors, "");
}

} // namespace

} // namespace layernorm
