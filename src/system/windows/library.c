/* The module itself, as a library that is loaded, on Windows. */

#include <windows.h>

#include "system/system.h"

#pragma GCC visibility push(hidden)

void system_stay_loaded(void) {
  static const char within = 0;
  HMODULE library;
  (void)GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                           &within, &library);
}
