/* Terminals, standard files and time, on POSIX systems. */

/* For clock_gettime, fileno and process groups beside TIOCGWINSZ. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "system/system.h"

#pragma GCC visibility push(hidden)

static bool terminal_size(int descriptor, struct system_size *size) {
  struct winsize window = { .ws_col = 0 };
  if (!isatty(descriptor)) {
    return false;
  }
  (void)ioctl(descriptor, TIOCGWINSZ, &window); /* if it fails, all numbers stay 0 */
  *size = (struct system_size){ window.ws_col, window.ws_row };
  return true;
}

bool system_output_size(struct system_size *size) {
  return terminal_size(STDOUT_FILENO, size);
}

/* A terminal that does not control this process has no foreground. */
bool system_error_size(struct system_size *size) {
  pid_t foreground = tcgetpgrp(STDERR_FILENO);
  return (foreground == -1 || foreground == getpgrp()) && terminal_size(STDERR_FILENO, size);
}

bool system_has_input(void) {
  struct stat status;
  return fstat(STDIN_FILENO, &status) == 0 && !S_ISCHR(status.st_mode);
}

void system_set_binary(void) {
}

bool system_is_unread(int code) {
  return code == EPIPE;
}

double system_clock(void) {
  struct timespec now = { .tv_sec = 0 };
  (void)clock_gettime(CLOCK_MONOTONIC, &now); /* POSIX has this clock */
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool system_sleep(double seconds) {
  struct timespec time = { .tv_sec = (time_t)seconds };
  time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
  return nanosleep(&time, NULL) == 0;
}

/* Waits if the descriptor is one that does not. */
int64_t system_read(FILE *file, char *buffer, size_t size) {
  struct pollfd ready = { .fd = fileno(file), .events = POLLIN };
  ssize_t length;
  do {
    length = read(ready.fd, buffer, size);
  } while (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && poll(&ready, 1, -1) >= 0);
  return length;
}

int64_t system_seek(FILE *file, int64_t offset, int whence) {
  return lseek(fileno(file), (off_t)offset, whence);
}
