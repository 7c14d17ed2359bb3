#include "system/windows/error.h"

#include <errno.h>
#include <stddef.h>
#include <windows.h>

#pragma GCC visibility push(hidden)

void error_take(void) {
  static const struct {
    DWORD error;
    int code;
  } codes[] = {
    { ERROR_FILE_NOT_FOUND, ENOENT }, { ERROR_PATH_NOT_FOUND, ENOENT },
    { ERROR_INVALID_NAME, ENOENT },   { ERROR_BAD_PATHNAME, ENOENT },
    { ERROR_ACCESS_DENIED, EACCES },  { ERROR_SHARING_VIOLATION, EACCES },
    { ERROR_WRITE_PROTECT, EACCES },  { ERROR_FILE_EXISTS, EEXIST },
    { ERROR_ALREADY_EXISTS, EEXIST }, { ERROR_DISK_FULL, ENOSPC },
    { ERROR_BROKEN_PIPE, EPIPE },     { ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
  };
  DWORD error = GetLastError();
  errno = EIO;
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    if (codes[i].error == error) {
      errno = codes[i].code;
    }
  }
}
