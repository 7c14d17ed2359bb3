/* Processes, on POSIX systems. */

/* For kill and posix_spawnp. The name is the C library's. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/system.h"

/* The variables of the environment. A shared library of macOS cannot name them itself. */
#if defined(__APPLE__)
#include <crt_externs.h>
#define environment (*_NSGetEnviron())
#else
extern char **environ;
#define environment environ
#endif

#pragma GCC visibility push(hidden)

/* Makes a pipe that other programs of this process do not inherit. */
static bool make_pipe(int ends[2]) {
  if (pipe(ends) != 0) {
    return false;
  }
  (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return true;
}

bool system_process_start(struct system_process *process, char *const arguments[]) {
  int ends[2];
  if (!make_pipe(ends)) {
    return false;
  }
  posix_spawn_file_actions_t actions;
  pid_t id = 0;
  int code = posix_spawn_file_actions_init(&actions);
  if (code == 0) {
    /* The pipe comes first: it may be descriptor 0 of a process that has closed its own. */
    (void)posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    (void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    code = posix_spawnp(&id, arguments[0], &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
  }
  close(ends[1]);
  if (code != 0) {
    close(ends[0]);
    errno = code;
    return false;
  }
  *process = (struct system_process){ .id = id, .pipe = ends[0] };
  return true;
}

int64_t system_process_read(struct system_process *process, char *buffer, size_t size) {
  return read((int)process->pipe, buffer, size);
}

bool system_process_finish(struct system_process *process, bool is_ended, int *status) {
  int how = 0;
  pid_t ended;
  close((int)process->pipe);
  if (is_ended) {
    (void)kill((pid_t)process->id, SIGTERM);
  }
  do {
    ended = waitpid((pid_t)process->id, &how, 0);
  } while (ended < 0 && errno == EINTR);
  *status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
  return ended >= 0;
}
