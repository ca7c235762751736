// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever is wrong with what the program is given: exit code 2, one line on stderr that names the thing and
// the remedy, nothing on stdout, and no file touched.
#include "core/io/tensor_file.h"
#include "core/tensor/random_tensor.h"
#include "tests/support/program_run.h"

#include <QDir>

namespace layernorm {

namespace {

using namespace layernorm::testing;

struct Bad {
    const char* label;
    QStringList options; ///< @ stands for the directory
    const char* names;
};

std::ostream& operator<<(std::ostream& out, const Bad& bad)
{
    return out << bad.label;
}

class BadInput : public ProgramTest, public ::testing::WithParamInterface<Bad>
{
protected:
    void write(const char* name, const QByteArray& bytes)
    {
        QFile file(path(name));
        ASSERT_TRUE(file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size());
    }

    void SetUp() override
    {
        ASSERT_TRUE(writeTensor(path("good.npy").toStdString(), randn(Shape::of({2, 5}), 0)));
        QFile good(path("good.npy"));
        ASSERT_TRUE(good.open(QFile::ReadOnly));
        const QByteArray bytes = good.readAll();
        ASSERT_TRUE(QDir(directory.path()).mkdir("folder.npy"));
        write("empty.npy", {});
        write("text.npy", "hello");
        write("short.npy", bytes.chopped(3));
        write("long.npy", bytes + "x");
        write("objects.npy", QByteArray(bytes).replace("'<f4'", "'|O' "));
        write("ragged.csv", "1,2,3\n4,5\n");
        write("comma.csv", "0,5;1,2\n1,5;2,2\n");
        write("cut.safetensors", QByteArray("\x40\0\0\0\0\0\0\0{\"a\":", 14));
        write("newer.lnx", "{\"format\":\"layernorm-explorer\",\"version\":2}");
        write("out.npy", "precious");
    }
};

TEST_P(BadInput, IsToldInOneLineAndNothingIsWritten)
{
    QStringList options = GetParam().options;
    for (QString& option : options)
        option.replace(u'@', directory.path());
    for (const QStringList& also :
         {QStringList{"--report", "text"}, QStringList{"--report", "json", "--output", path("out.npy")},
          QStringList{"--output", path("new.npy")}}) {
        const ProgramRun done = run(options + also);
        EXPECT_EQ(done.exitCode, 2);
        EXPECT_EQ(done.output, "");
        ASSERT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.startsWith("layernorm-explorer: ")) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains(GetParam().names)) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains("; ") || done.errors.contains(", "))
            << "no remedy: " << done.errors.toStdString();
    }
    QFile out(path("out.npy"));
    ASSERT_TRUE(out.open(QFile::ReadOnly));
    EXPECT_EQ(out.readAll(), "precious");
    EXPECT_FALSE(QFile::exists(path("new.npy")));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BadInput,
    ::testing::Values(
        Bad{"missing", {"@/missing.npy"}, "missing.npy"},
        Bad{"folder", {"--input", "@/folder.npy"}, "folder.npy is a folder"},
        Bad{"empty", {"@/empty.npy"}, "empty.npy"}, Bad{"text", {"@/text.npy"}, "text.npy"},
        Bad{"cut_off", {"@/short.npy"}, "short.npy"}, Bad{"too_long", {"@/long.npy"}, "long.npy"},
        Bad{"objects", {"@/objects.npy"}, "objects.npy"},
        Bad{"ragged", {"@/ragged.csv"}, "ragged.csv, line 2"},
        Bad{"decimal_comma", {"@/comma.csv"}, "comma.csv, line 1"},
        Bad{"cut_safetensors", {"@/cut.safetensors"}, "cut.safetensors"},
        Bad{"newer_document", {"@/newer.lnx"}, "newer.lnx"},
        Bad{"unknown_sample", {"--sample", "mona-lisa"}, "\"mona-lisa\""},
        Bad{"sample_and_file", {"--sample", "ones", "@/good.npy"}, "--sample"},
        Bad{"part_of_nothing", {"--tokens", "0:2"}, "--tokens"},
        Bad{"part_beyond", {"@/good.npy", "--tokens", "0:3"}, "good.npy"},
        Bad{"empty_range", {"@/good.npy", "--tokens", "2:2"}, "--tokens"},
        Bad{"batches_of_rank_two", {"@/good.npy", "--batches", "0:1"}, "--batches"},
        Bad{"part_of_text", {"@/ragged.csv", "--tokens", "0:1"}, "ragged.csv"},
        Bad{"unknown_tensor", {"@/good.npy", "--tensor", "weight"}, "weight"},
        Bad{"unknown_kind", {"@/mine.docx"}, "mine.docx"},
        Bad{"missing_gamma", {"--gamma", "@/missing.npy"}, "missing.npy"},
        Bad{"gamma_of_another_shape", {"--gamma", "@/good.npy"}, "good.npy"},
        Bad{"beta_of_another_shape", {"--beta", "@/good.npy"}, "good.npy"},
        Bad{"too_many_dimensions", {"@/good.npy", "--normalized-dims", "3"}, "3 normalised dimensions"},
        Bad{"unknown_option", {"--nonsense"}, "nonsense"}, Bad{"bad_eps", {"--eps", "-1"}, "eps is -1"},
        Bad{"bad_shape", {"--shape", "2,x"}, "\"x\""},
        Bad{"shape_of_a_file", {"@/good.npy", "--shape", "2"}, "--shape"},
        Bad{"two_files", {"@/good.npy", "@/text.npy"}, "text.npy"},
        Bad{"unknown_library", {"--reference", "jax"}, "\"jax\""},
        Bad{"experiment_and_more", {"--experiment", "walkthrough"}, "--experiment"}),
    [](const auto& test) { return std::string(test.param.label); });

using ProgramOutput = ProgramTest;

TEST_F(ProgramOutput, ThatCannotBeWrittenIsTold)
{
    for (const char* name : {"no/such/folder/o.npy", "o.docx", "o"}) {
        const ProgramRun done = run({"--report", "text", "--reference", "none", "--output", path(name)});
        EXPECT_EQ(done.exitCode, 2) << name;
        EXPECT_EQ(done.output, "") << name;
        ASSERT_EQ(done.complaints().size(), 1) << done.errors.toStdString();
        EXPECT_TRUE(done.errors.contains(path(name).toUtf8())) << done.errors.toStdString();
        EXPECT_FALSE(QFile::exists(path(name)));
    }
}

} // namespace

} // namespace layernorm
