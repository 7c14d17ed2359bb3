/* Terminals, standard files and time, on Windows. */

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include "system/system.h"

#pragma GCC visibility push(hidden)

static bool console_size(DWORD name, struct system_size *size) {
  HANDLE console = GetStdHandle(name);
  CONSOLE_SCREEN_BUFFER_INFO info;
  DWORD mode;
  if (!GetConsoleMode(console, &mode)) {
    return false;
  }
  *size = (struct system_size){ 0, 0 };
  if (GetConsoleScreenBufferInfo(console, &info)) {
    size->columns = info.srWindow.Right - info.srWindow.Left + 1;
    size->rows = info.srWindow.Bottom - info.srWindow.Top + 1;
  }
  return true;
}

bool system_output_size(struct system_size *size) {
  return console_size(STD_OUTPUT_HANDLE, size);
}

bool system_error_size(struct system_size *size) {
  return console_size(STD_ERROR_HANDLE, size);
}

bool system_has_input(void) {
  DWORD type = GetFileType(GetStdHandle(STD_INPUT_HANDLE));
  return type == FILE_TYPE_DISK || type == FILE_TYPE_PIPE;
}

void system_set_binary(void) {
  (void)_setmode(_fileno(stdin), _O_BINARY);
  (void)_setmode(_fileno(stdout), _O_BINARY);
  (void)_setmode(_fileno(stderr), _O_BINARY);
}

/* The C library does not know the error that Windows has for this. */
bool system_is_unread(int code) {
  return code == EPIPE ||
         (code == EINVAL && GetFileType(GetStdHandle(STD_OUTPUT_HANDLE)) == FILE_TYPE_PIPE);
}

double system_clock(void) {
  LARGE_INTEGER now, frequency;
  QueryPerformanceCounter(&now);
  QueryPerformanceFrequency(&frequency);
  return (double)now.QuadPart / (double)frequency.QuadPart;
}

bool system_sleep(double seconds) {
  Sleep((DWORD)(seconds * 1000));
  return true;
}

int64_t system_read(FILE *file, char *buffer, size_t size) {
  return _read(_fileno(file), buffer, (unsigned)size);
}

/* A pipe has no position, although the C library finds one. */
int64_t system_seek(FILE *file, int64_t offset, int whence) {
  int descriptor = _fileno(file);
  if (GetFileType((HANDLE)_get_osfhandle(descriptor)) != FILE_TYPE_DISK) {
    errno = ESPIPE;
    return -1;
  }
  return _lseeki64(descriptor, offset, whence);
}
