// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/spawned_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace layernorm::testing {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
    Pipe()
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe for a process under test");
        reading = ends[0];
        writing = ends[1];
    }

    int reading = -1;
    int writing = -1;
};

void closeOnce(int& descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
    descriptor = -1;
}

int millisecondsUntil(Clock::time_point deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

pid_t spawn(const std::vector<std::string>& command, int input, int output, int error)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO);

    // The test ignores SIGPIPE; the process under test must see to that itself.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t pipeSignal;
    sigemptyset(&pipeSignal);
    sigaddset(&pipeSignal, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &pipeSignal);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

    std::vector<char*> arguments;
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t process = -1;
    const int problem = posix_spawn(&process, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return problem == 0 ? process : -1;
}

} // namespace

SpawnedProcess::SpawnedProcess(const std::vector<std::string>& command)
{
    std::signal(SIGPIPE, SIG_IGN);
    Pipe input;
    Pipe output;
    Pipe error;
    m_process = spawn(command, input.reading, output.writing, error.writing);
    for (int* end : {&input.reading, &output.writing, &error.writing})
        closeOnce(*end);
    m_input = input.writing;
    m_output.descriptor = output.reading;
    m_error.descriptor = error.reading;
    fcntl(m_input, F_SETFL, O_NONBLOCK);
    if (m_process < 0) {
        for (int* end : {&m_input, &m_output.descriptor, &m_error.descriptor})
            closeOnce(*end);
        throw std::runtime_error("cannot start " + command.front());
    }
}

SpawnedProcess::~SpawnedProcess()
{
    for (int* end : {&m_input, &m_output.descriptor, &m_error.descriptor})
        closeOnce(*end);
    if (m_end)
        return;
    kill(m_process, SIGKILL);
    waitpid(m_process, nullptr, 0);
}

bool SpawnedProcess::write(std::string_view data)
{
    const auto deadline = Clock::now() + patience;
    while (!data.empty()) {
        if (m_input < 0 || !pump(&data, deadline))
            return false;
    }
    return true;
}

std::optional<std::string> SpawnedProcess::readLine()
{
    const auto deadline = Clock::now() + patience;
    std::size_t newline = 0;
    while ((newline = m_output.received.find('\n', m_output.taken)) == std::string::npos) {
        if (m_output.descriptor < 0 || !pump(nullptr, deadline))
            return std::nullopt;
    }
    std::string line = m_output.take(newline + 1 - m_output.taken);
    line.pop_back();
    return line;
}

std::optional<std::string> SpawnedProcess::readBytes(std::size_t count)
{
    const auto deadline = Clock::now() + patience;
    while (m_output.received.size() - m_output.taken < count) {
        if (m_output.descriptor < 0 || !pump(nullptr, deadline))
            return std::nullopt;
    }
    return m_output.take(count);
}

std::string SpawnedProcess::readRest()
{
    const auto deadline = Clock::now() + patience;
    while (m_output.descriptor >= 0 && pump(nullptr, deadline)) {
    }
    return m_output.take(m_output.received.size() - m_output.taken);
}

void SpawnedProcess::closeInput()
{
    closeOnce(m_input);
}

void SpawnedProcess::closeOutput()
{
    closeOnce(m_output.descriptor);
}

std::optional<SpawnedProcess::End> SpawnedProcess::wait()
{
    const auto deadline = Clock::now() + patience;
    // A process that has more to say than a pipe holds cannot end unheard.
    while ((m_output.descriptor >= 0 || m_error.descriptor >= 0) && pump(nullptr, deadline)) {
    }
    while (!m_end && Clock::now() < deadline) {
        int status = 0;
        if (waitpid(m_process, &status, WNOHANG) == m_process)
            m_end = WIFSIGNALED(status) ? End{true, WTERMSIG(status)} : End{false, WEXITSTATUS(status)};
        else
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return m_end;
}

bool SpawnedProcess::pump(std::string_view* pending, Clock::time_point deadline)
{
    std::array<pollfd, 3> waiting{{{m_output.descriptor, POLLIN, 0},
                                   {m_error.descriptor, POLLIN, 0},
                                   {pending != nullptr ? m_input : -1, POLLOUT, 0}}};
    const int ready = poll(waiting.data(), waiting.size(), millisecondsUntil(deadline));
    if (ready <= 0)
        return ready < 0 && errno == EINTR;
    if (waiting[0].revents != 0)
        receive(m_output);
    if (waiting[1].revents != 0)
        receive(m_error);
    if (waiting[2].revents != 0) {
        const ssize_t count = ::write(m_input, pending->data(), pending->size());
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        pending->remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string SpawnedProcess::Stream::take(std::size_t count)
{
    std::string text = received.substr(taken, count);
    taken += count;
    return text;
}

void SpawnedProcess::receive(Stream& stream)
{
    stream.received.erase(0, stream.taken);
    stream.taken = 0;
    std::array<char, 65536> chunk;
    const ssize_t count = read(stream.descriptor, chunk.data(), chunk.size());
    if (count > 0)
        stream.received.append(chunk.data(), static_cast<std::size_t>(count));
    else if (count == 0 || errno != EINTR)
        closeOnce(stream.descriptor);
}

} // namespace layernorm::testing
