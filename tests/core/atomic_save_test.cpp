// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/project_file.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace layernorm {
namespace {

namespace fs = std::filesystem;

Project projectWith(float value, std::int64_t tokens)
{
    Project project;
    const Shape shape = Shape::of({tokens, 8});
    project.input = Tensor(shape, std::vector<float>(static_cast<std::size_t>(shape.elements()), value));
    project.gamma = Tensor(shape.trailing(1), DType::Float32);
    project.beta = project.gamma;
    project.library = "none";
    project.notes = "the notes of " + std::to_string(value);
    return project;
}

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t fileCount(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

/// The error's sentence, or nothing for a success.
std::string refusal(const fs::path& file, const Project& project)
{
    const Result<void> written = writeProject(file, project);
    return written ? "" : written.error().text();
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

#define EXPECT_CONTAINS(text, part) EXPECT_PRED2(contains, text, part)

/// Runs `work` in a process of its own, which ends with the status it returns.
pid_t startChild(const std::function<int()>& work)
{
    const pid_t child = ::fork();
    if (child == 0)
        std::_Exit(work());
    return child;
}

/// The status the child ended with; -1 where a signal ended it.
int awaitChild(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// A folder of its own for every test, gone afterwards.
class AtomicSave : public testing::Test
{
protected:
    void SetUp() override
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        m_folder = fs::path(testing::TempDir()) /
                   (std::string("layernorm-") + test->name() + "-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    [[nodiscard]] const fs::path& folder() const { return m_folder; }
    [[nodiscard]] fs::path path(const std::string& name) const { return m_folder / name; }

private:
    fs::path m_folder;
};

// ------------------------------------------------------------------------------------------------- kill -9

/// A child saves two documents in turn, until it is killed at a moment of its own every time.
TEST_F(AtomicSave, KilledAtAnyMomentTheFileIsOneOfTheTwo)
{
    constexpr int rounds = 80;
    constexpr int mostRounds = 400; // where starting a process takes as long as a save
    const fs::path file = path("lesson.lnx");
    const Project a = projectWith(0.1F, 2000); // numbers
    const Project b = projectWith(-3, 15000);  // base64
    const std::string textOfA = projectText(a);
    const std::string textOfB = projectText(b);
    ASSERT_TRUE(writeProject(file, a));

    std::mt19937 random(1);
    int rightInTheMiddle = 0;
    for (int round = 0; round < rounds || (rightInTheMiddle == 0 && round < mostRounds); ++round) {
        const std::size_t before = fileCount(folder());
        const pid_t child = startChild([&] {
            while (writeProject(file, b) && writeProject(file, a)) {
            }
            return 1;
        });
        ASSERT_GT(child, 0);
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
        ::kill(child, SIGKILL);
        EXPECT_EQ(awaitChild(child), -1) << "a save has failed";

        const std::string text = contents(file);
        EXPECT_TRUE(text == textOfA || text == textOfB)
            << "round " << round << ": " << text.size() << " bytes";
        EXPECT_TRUE(readProject(file));
        const std::size_t left = fileCount(folder()) - before;
        EXPECT_LE(left, 1U);
        rightInTheMiddle += left == 1 ? 1 : 0;
    }
    // Or the test would prove nothing.
    EXPECT_GT(rightInTheMiddle, 0);
    RecordProperty("killed_while_writing", rightInTheMiddle);
}

/// A process that has ended, and whose number no other one has yet.
pid_t endedProcess()
{
    const pid_t child = startChild([] { return 0; });
    awaitChild(child);
    return child;
}

void writeAged(const fs::path& file, std::chrono::minutes age)
{
    std::ofstream(file) << "half of a document";
    fs::last_write_time(file, fs::file_time_type::clock::now() - age);
}

TEST_F(AtomicSave, TheNextSaveRemovesWhatAKilledOneHasLeft)
{
    const std::string ended = std::to_string(endedProcess());
    const std::string running = std::to_string(::getpid());
    const std::vector<std::string> abandoned{".layernorm-" + ended + "-1",
                                             ".layernorm-" + ended + "-4294967295"};
    const std::vector<std::string> others{".layernorm-" + running + "-99999",
                                          ".layernorm-" + ended + "-1.lnx",
                                          ".layernorm-" + ended + "-",
                                          ".layernorm-" + ended,
                                          ".layernorm--1-1",
                                          ".layernorm-0-1",
                                          ".layernorm-99999999999999999999999-1",
                                          "layernorm-" + ended + "-1",
                                          ".layernorm-notes"};
    for (const auto* names : {&abandoned, &others}) {
        for (const std::string& name : *names)
            writeAged(path(name), std::chrono::minutes(11));
    }
    const std::string recent = ".layernorm-" + ended + "-2";
    writeAged(path(recent), std::chrono::minutes(9));
    fs::create_directory(path(".layernorm-" + ended + "-3"));

    ASSERT_TRUE(writeProject(path("lesson.lnx"), projectWith(1, 2)));
    for (const std::string& name : abandoned)
        EXPECT_FALSE(fs::exists(path(name))) << name;
    for (const std::string& name : others)
        EXPECT_TRUE(fs::exists(path(name))) << name;
    EXPECT_TRUE(fs::exists(path(recent))) << "it may still be written, on another machine";
    EXPECT_EQ(fileCount(folder()), others.size() + 3);
}

// --------------------------------------------------------------------------------------------- a full disk

/// Stands in for a disk that is full after `limit` bytes: status 0 for a save that is refused as it should
/// be.
int saveUnderALimit(const fs::path& file, const Project& project, rlim_t limit)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{limit, limit};
    if (::setrlimit(RLIMIT_FSIZE, &tight) != 0)
        return 2;
    const std::string expected = file.string() + " cannot be written: File too large; nothing was changed, ";
    return contains(refusal(file, project), expected) ? 0 : 1;
}

TEST_F(AtomicSave, FullAtAnySizeTheOldFileStaysAndNothingBeside)
{
    const fs::path file = path("lesson.lnx");
    const Project old = projectWith(1, 2);
    ASSERT_TRUE(writeProject(file, old));
    for (const std::int64_t tokens : {20, 40'000}) {
        const Project larger = projectWith(0.1F, tokens);
        const std::size_t size = projectText(larger).size();
        for (std::size_t limit = 0; limit < size; limit += size / 40) {
            EXPECT_EQ(awaitChild(startChild([&] { return saveUnderALimit(file, larger, limit); })), 0)
                << limit;
            ASSERT_EQ(contents(file), projectText(old)) << limit;
            ASSERT_EQ(fileCount(folder()), 1U) << limit;
        }
        EXPECT_EQ(awaitChild(startChild([&] { return saveUnderALimit(file, larger, size - 1); })), 0);
        // Exactly enough, so that the limits before were the reason.
        EXPECT_EQ(awaitChild(startChild([&] { return saveUnderALimit(file, old, projectText(old).size()); })),
                  1);
    }
    EXPECT_EQ(contents(file), projectText(old));
}

constexpr int noTmpfs = 77;

void writeLine(const char* file, const std::string& line)
{
    std::ofstream(file) << line;
}

/// A disk of 1 MB that only this process sees; without being root, as the root of a user namespace.
bool mountSmallDisk(const fs::path& folder)
{
    const std::string user = std::to_string(::geteuid());
    const std::string group = std::to_string(::getegid());
    if (::unshare(::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0)
        return false;
    if (user != "0") {
        writeLine("/proc/self/setgroups", "deny");
        writeLine("/proc/self/uid_map", user + " " + user + " 1");
        writeLine("/proc/self/gid_map", group + " " + group + " 1");
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m") == 0;
}

/// 0, or the number of the first expectation that does not hold, which is printed.
int saveOnASmallDisk(const fs::path& folder)
{
    if (!mountSmallDisk(folder))
        return noTmpfs;
    const fs::path file = folder / "lesson.lnx";
    int number = 0;
    const auto holds = [&](bool expectation, const std::string& found) {
        ++number;
        if (!expectation)
            std::fprintf(stderr, "expectation %d: %s\n", number, found.c_str());
        return expectation;
    };
    const Project old = projectWith(1, 10'000); // 160 kB
    const std::string first = refusal(file, old);
    if (!holds(first.empty() && contents(file) == projectText(old), first))
        return number;
    // Ever larger documents, up to one that does not fit beside the old one, and one larger than the disk.
    for (const std::int64_t tokens : {25'000, 50'000, 200'000}) {
        const Project larger = projectWith(0.1F, tokens);
        const std::string reason = refusal(file, larger);
        const bool intact = contents(file) == projectText(old) && fileCount(folder) == 1;
        if (!holds(contains(reason,
                            "lesson.lnx cannot be written: No space left on device; nothing was changed"),
                   reason) ||
            !holds(intact, "the old file is not as it was"))
            return number;
    }
    const Project fitting = projectWith(2, 10'000);
    const std::string last = refusal(file, fitting);
    return holds(last.empty() && contents(file) == projectText(fitting), last) ? 0 : number;
}

TEST_F(AtomicSave, OnAFullDiskTheOldFileStays)
{
    const int status = awaitChild(startChild([&] { return saveOnASmallDisk(folder()); }));
    if (status == noTmpfs)
        GTEST_SKIP() << "this machine lets nobody mount a tmpfs, not even in a namespace of his own";
    EXPECT_EQ(status, 0);
}

// -------------------------------------------------------------------------------- where nothing can be saved

TEST_F(AtomicSave, RefusesWhatIsNoPlaceForAFile)
{
    const Project project = projectWith(1, 2);
    ASSERT_EQ(::mkfifo(path("pipe.lnx").c_str(), 0600), 0);
    fs::create_directory(path("folder.lnx"));
    EXPECT_CONTAINS(refusal(path("pipe.lnx"), project), "pipe.lnx cannot be written: ");
    EXPECT_CONTAINS(refusal(path("folder.lnx"), project),
                    "cannot be written: Is a directory; nothing was changed");
    EXPECT_CONTAINS(refusal(path("none/a.lnx"), project), "cannot be written: No such file or directory");
    EXPECT_CONTAINS(refusal(path("pipe.lnx") / "a.lnx", project), "cannot be written: Not a directory");
    EXPECT_TRUE(fs::is_fifo(path("pipe.lnx")));
    EXPECT_EQ(fileCount(folder()), 2U);
}

TEST_F(AtomicSave, ADeviceStaysADevice)
{
    if (::access("/dev", W_OK) == 0)
        GTEST_SKIP() << "a failure would replace the device";
    EXPECT_CONTAINS(refusal("/dev/full", projectWith(1, 2)), "/dev/full cannot be written: ");
}

/// Through a device of the test's own: major 1, minor 7 is /dev/full.
TEST_F(AtomicSave, ADeviceOfOurOwnStaysADevice)
{
    const fs::path device = path("full.lnx");
    if (::mknod(device.c_str(), S_IFCHR | 0600, (1 << 8) | 7) != 0)
        GTEST_SKIP() << "only root makes devices";
    EXPECT_CONTAINS(refusal(device, projectWith(1, 2)), "full.lnx cannot be written: ");
    EXPECT_TRUE(fs::is_character_file(device));
    EXPECT_EQ(fileCount(folder()), 1U);
}

TEST_F(AtomicSave, AFolderThatTakesNoFileKeepsTheOldOne)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    const fs::path file = path("lesson.lnx");
    ASSERT_TRUE(writeProject(file, projectWith(1, 2)));
    fs::permissions(folder(), fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_CONTAINS(refusal(file, projectWith(2, 2)),
                    "cannot be written: Permission denied; nothing was changed");
    EXPECT_CONTAINS(refusal(path("new.lnx"), projectWith(2, 2)), "cannot be written: Permission denied");
    EXPECT_EQ(contents(file), projectText(projectWith(1, 2)));
    EXPECT_EQ(fileCount(folder()), 1U);
    fs::permissions(folder(), fs::perms::owner_all);
}

} // namespace
} // namespace layernorm
