/* libFuzzer on a fuzzer that is written in Lua. Called by the name NAME, this program passes
   each input to the function that spec/fuzz/NAME.lua returns; an error of that function is a
   find, and so is whatever the sanitizers and Lua's own checks of its C API report. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/module.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { COUNTERS = 1 << 15, INPUTS_BETWEEN_COLLECTIONS = 64 };

/* libFuzzer sees the coverage of C code. These counters, which it also reads, show the coverage of
   Lua code: there is one for each step from one line to another. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t counters[COUNTERS];

static lua_State *state;
static uint32_t last_line;

/* Lua calls this at every line. Only lines of the project count. */
static void count_line(lua_State *L, lua_Debug *where) {
  static const char counted[] = "@lua/";
  lua_getinfo(L, "S", where);
  if (strncmp(where->source, counted, sizeof counted - 1) != 0) {
    return;
  }
  uint32_t line = (uint32_t)where->currentline;
  for (const char *c = where->source; *c != '\0'; c++) {
    line = line * 31 + (unsigned char)*c;
  }
  line *= 0x9e3779b1U;
  uint8_t *counter = &counters[(line ^ last_line >> 1) % COUNTERS];
  *counter = (uint8_t)(*counter + (*counter < UINT8_MAX));
  last_line = line;
}

static int traceback(lua_State *L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
  return 1;
}

/* Calls the function below its arguments on the stack. */
static void call(int arguments, int results) {
  int handler = lua_gettop(state) - arguments;
  lua_pushcfunction(state, traceback);
  lua_insert(state, handler);
  if (lua_pcall(state, arguments, results, handler) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(state, -1));
    abort();
  }
  lua_remove(state, handler);
}

static void preload(const char *name, lua_CFunction open) {
  luaL_getsubtable(state, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(state, open);
  lua_setfield(state, -2, name);
  lua_pop(state, 1);
}

/* Memory that is not free after this is a leak, which LeakSanitizer reports at the very end. If
   libFuzzer looked for leaks after each input, a run would take a hundred times as long. */
static void close_state(void) {
  lua_close(state);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  const char *slash = strrchr((*argv)[0], '/');
  const char *name = slash != NULL ? slash + 1 : (*argv)[0];
  state = luaL_newstate();
  atexit(close_state);
  luaL_openlibs(state);
  preload("ianaports", luaopen_ianaports);
  preload("ianaports.flow", luaopen_ianaports_flow);
  preload("ianaports.system", luaopen_ianaports_system);
  (void)luaL_dostring(state, "package.path = 'lua/?.lua;' .. package.path");
  lua_getglobal(state, "require");
  lua_pushfstring(state, "spec.fuzz.%s", name);
  call(1, 1);
  lua_sethook(state, count_line, LUA_MASKLINE, 0);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static unsigned inputs;
  last_line = 0;
  lua_pushvalue(state, -1);
  lua_pushlstring(state, (const char *)bytes, size);
  call(1, 0);
  if (++inputs % INPUTS_BETWEEN_COLLECTIONS == 0) {
    lua_gc(state, LUA_GCCOLLECT);
  }
  return 0;
}
