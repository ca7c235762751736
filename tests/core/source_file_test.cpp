// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/source_file.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace layernorm {
namespace {

namespace fs = std::filesystem;

constexpr const char* advice = "put numbers into it";

/// A folder of its own for every test, gone afterwards.
class SourceFileTest : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = (fs::path(testing::TempDir()) / "source-XXXXXX").string();
        m_folder = ::mkdtemp(name.data());
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path path(const std::string& name) const { return m_folder / name; }

    [[nodiscard]] fs::path holding(const std::string& bytes, const std::string& name = "file") const
    {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

    static std::string refusal(const fs::path& file)
    {
        const Result<SourceFile> source = SourceFile::open(file, advice);
        EXPECT_FALSE(source) << file;
        return source ? "" : source.error().text();
    }

private:
    fs::path m_folder;
};

std::string readText(const SourceFile& source, std::uint64_t offset, std::size_t size)
{
    std::string text(size, '?');
    const Result<void> read = source.read(offset, std::as_writable_bytes(std::span(text)));
    return read ? text : read.error().text();
}

TEST_F(SourceFileTest, ReadsAnyPart)
{
    const fs::path file = holding("0123456789");
    const Result<SourceFile> source = SourceFile::open(file, advice);
    ASSERT_TRUE(source);
    EXPECT_EQ(source->name(), file.string());
    EXPECT_EQ(source->size(), 10U);
    EXPECT_EQ(readText(*source, 0, 10), "0123456789");
    EXPECT_EQ(readText(*source, 7, 3), "789");
    EXPECT_EQ(readText(*source, 2, 1), "2");
    EXPECT_EQ(readText(*source, 10, 0), "");
}

TEST_F(SourceFileTest, ReadsThroughALink)
{
    fs::create_symlink(holding("content"), path("link"));
    EXPECT_EQ(readText(*SourceFile::open(path("link"), advice), 0, 7), "content");
}

TEST_F(SourceFileTest, MovesTakeTheFileAlong)
{
    SourceFile first = *SourceFile::open(holding("first", "1"), advice);
    SourceFile second = *SourceFile::open(holding("second", "2"), advice);
    const SourceFile moved = std::move(first);
    EXPECT_EQ(readText(moved, 0, 5), "first");
    first = std::move(second);
    EXPECT_EQ(readText(first, 0, 6), "second");
    EXPECT_EQ(first.size(), 6U);
}

TEST_F(SourceFileTest, OpensAsOftenAsItIsClosed)
{
    const fs::path file = holding("x");
    for (int i = 0; i < 5000; ++i) // more than a process may have open
        ASSERT_TRUE(SourceFile::open(file, advice)) << i;
}

TEST_F(SourceFileTest, SaysWhatIsNotThere)
{
    EXPECT_EQ(refusal(path("none")),
              path("none").string() + " does not exist; check the name and the folder");
    EXPECT_EQ(refusal(holding("x") / "inside"),
              (path("file") / "inside").string() + " does not exist; check the name and the folder");
    fs::create_symlink(path("none"), path("dangling"));
    EXPECT_EQ(refusal(path("dangling")),
              path("dangling").string() + " is a link to a file that does not exist; open the file itself");
    EXPECT_EQ(refusal(""), " does not exist; check the name and the folder");
}

TEST_F(SourceFileTest, SaysWhatIsNoOrdinaryFile)
{
    const std::string rest =
        " is no ordinary file but a pipe, a socket or a device; copy its contents into a "
        "file and open that";
    for (const char* device : {"/dev/full", "/dev/zero", "/dev/null"})
        EXPECT_EQ(refusal(device), device + rest);
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal(path("pipe")), path("pipe").string() + rest); // and does not wait for a writer
    EXPECT_EQ(refusal(path("")), path("").string() + " is a folder; name a file in it");
}

TEST_F(SourceFileTest, ASocketIsNoOrdinaryFile)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = path("s").string();
    if (name.size() >= sizeof address.sun_path)
        GTEST_SKIP() << "the temporary folder's name is too long for a socket";
    std::copy(name.begin(), name.end(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_NE(refusal(path("s")).find("is no ordinary file"), std::string::npos);
    ::close(socket);
}

TEST_F(SourceFileTest, SaysWhyItCannotBeRead)
{
    const fs::path longName = path(std::string(5000, 'n'));
    EXPECT_EQ(refusal(longName), longName.string() + " cannot be read: File name too long; check the name "
                                                     "and that you may open it");
    fs::create_symlink(path("b"), path("a"));
    fs::create_symlink(path("a"), path("b"));
    EXPECT_NE(refusal(path("a")).find(" cannot be read: "), std::string::npos); // a ring of links
}

TEST_F(SourceFileTest, SaysThatItMayNotBeRead)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may read everything";
    const fs::path file = holding("secret");
    fs::permissions(file, fs::perms::none);
    EXPECT_EQ(refusal(file), file.string() + " cannot be read: Permission denied; check the name and that "
                                             "you may open it");
}

TEST_F(SourceFileTest, AnEmptyFileEndsWithTheAdvice)
{
    const fs::path file = holding("");
    EXPECT_EQ(refusal(file), file.string() + " is empty; put numbers into it");
}

TEST_F(SourceFileTest, ANameOfOtherBytesThanUtf8IsAName)
{
    const fs::path file = holding("content", "b\xFF\xE9");
    EXPECT_EQ(readText(*SourceFile::open(file, advice), 0, 7), "content");
    EXPECT_NE(refusal(path("none\xFF")).find("none\xFF does not exist"), std::string::npos);
}

TEST_F(SourceFileTest, NoticesThatTheFileBecameShorter)
{
    const fs::path file = holding(std::string(10000, 'x'));
    const Result<SourceFile> source = SourceFile::open(file, advice);
    ASSERT_TRUE(source);
    fs::resize_file(file, 4000);
    EXPECT_EQ(readText(*source, 0, 4000), std::string(4000, 'x'));
    EXPECT_EQ(readText(*source, 0, 10000),
              file.string() + " became shorter while it was read, it had 10000 bytes and now ends before "
                              "byte 4000; try again when nothing else writes it");
    EXPECT_NE(readText(*source, 9999, 1).find("became shorter"), std::string::npos);
}

TEST_F(SourceFileTest, StaysWithTheFileThatWasReplacedMeanwhile)
{
    const fs::path file = holding("old");
    const Result<SourceFile> source = SourceFile::open(file, advice);
    ASSERT_TRUE(source);
    fs::rename(holding("newer", "other"), file);
    EXPECT_EQ(readText(*source, 0, 3), "old");
}

TEST_F(SourceFileTest, ReadsAWholeFileUpToItsLimit)
{
    const fs::path file = holding(std::string("a\0b\n", 4));
    EXPECT_EQ(readWholeFile(file, advice, 4).value_or(""), std::string("a\0b\n", 4));
    EXPECT_EQ(readWholeFile(file, advice, 3).error().text(),
              file.string() +
                  " has 4 bytes, more than the 3 that are read of such a file; open a smaller one");
    EXPECT_EQ(readWholeFile(path("none"), advice, 3).error().text(), refusal(path("none")));
    const fs::path empty = holding("", "empty");
    EXPECT_EQ(readWholeFile(empty, advice, 3).error().text(), refusal(empty));
    fs::resize_file(file, std::uintmax_t{1} << 40); // a hole: takes no space, and as memory would not fit
    EXPECT_FALSE(readWholeFile(file, advice, std::uint64_t{1} << 30));
}

} // namespace
} // namespace layernorm
