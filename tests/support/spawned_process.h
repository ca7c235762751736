// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace layernorm::testing {

/// A child process with pipes to its stdin, stdout and stderr, none of which can block a test: every function
/// gives up when its time is over. The destructor kills what still runs.
class SpawnedProcess
{
public:
    /// Long enough for libtorch to load under the sanitizers on a busy machine.
    static constexpr std::chrono::seconds patience{60};

    /// `command`: the program's path and its arguments. std::runtime_error if it cannot be started.
    explicit SpawnedProcess(const std::vector<std::string>& command);
    ~SpawnedProcess();
    SpawnedProcess(const SpawnedProcess&) = delete;
    SpawnedProcess& operator=(const SpawnedProcess&) = delete;

    /// Writes all of `data` while taking in whatever the process writes meanwhile. False if it reads no more.
    bool write(std::string_view data);
    /// The next line of stdout without its newline; nothing if stdout ends before.
    std::optional<std::string> readLine();
    /// The next `count` bytes of stdout; nothing if it ends before.
    std::optional<std::string> readBytes(std::size_t count);
    /// All of stdout from here on.
    std::string readRest();
    /// All that came over stderr so far.
    [[nodiscard]] const std::string& errorText() const { return m_error.received; }

    void closeInput();
    void closeOutput();

    /// How the process ended.
    struct End {
        bool bySignal = false;
        int code = 0; ///< the exit status, or the signal's number
    };
    /// Nothing if it still runs when the time is over.
    std::optional<End> wait();

private:
    struct Stream {
        int descriptor = -1;
        std::string received;
        std::size_t taken = 0; ///< how much of `received` has been handed out

        std::string take(std::size_t count);
    };

    /// Waits for the process to write, or to take more input where `pending` is set, and moves what can be
    /// moved.
    bool pump(std::string_view* pending, std::chrono::steady_clock::time_point deadline);
    void receive(Stream& stream);

    pid_t m_process = -1;
    int m_input = -1;
    Stream m_output;
    Stream m_error;
    std::optional<End> m_end;
};

} // namespace layernorm::testing
