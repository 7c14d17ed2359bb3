/* The module itself, as a library that is loaded, on POSIX systems. */

/* For dladdr and RTLD_NOLOAD, which POSIX lacks. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include <dlfcn.h>

#include "system/system.h"

#pragma GCC visibility push(hidden)

void system_stay_loaded(void) {
  static const char within = 0;
  Dl_info library;
  if (dladdr(&within, &library) != 0) {
    (void)dlopen(library.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  }
}
