/* Paths, on all systems. */
#ifndef IANAPORTS_SYSTEM_PATH_H
#define IANAPORTS_SYSTEM_PATH_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Returns the first `length` bytes of a path and a name as one text, which the caller frees; or
   NULL with errno ENOMEM, which C does not promise of malloc. */
static inline char *path_join(const char *path, size_t length, const char *name) {
  size_t rest = strlen(name) + 1;
  char *joined = malloc(length + rest);
  if (joined == NULL) {
    errno = ENOMEM;
    return NULL;
  }
  memcpy(joined, path, length);
  memcpy(joined + length, name, rest);
  return joined;
}

#endif
