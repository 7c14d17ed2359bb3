/* usage: PROGRAM [-e CHUNK] [SCRIPT [ARGUMENT...]]

   As much of the lua command as the specs need, for themselves and for the programs that
   they start: LUA_INIT and Ctrl-C included. */
#include "interpreter.h"

#include <lualib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int trace(lua_State *L) {
  const char *message = lua_tostring(L, 1);
  luaL_traceback(L, L, message != NULL ? message : luaL_typename(L, 1), 1);
  return 1;
}

/* Sets the global `arg`: the script is number 0. */
static void set_arguments(lua_State *L, char **argv, int argc, int script) {
  lua_createtable(L, argc - script, script);
  for (int i = 0; i < argc; i++) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i - script);
  }
  lua_setglobal(L, "arg");
}

static void run_chunk(lua_State *L, const char *chunk, const char *name) {
  if (luaL_loadbuffer(L, chunk, strlen(chunk), name) != LUA_OK) {
    lua_error(L);
  }
  lua_call(L, 0, 0);
}

static void run_script(lua_State *L, char **argv, int argc, int script) {
  if (luaL_loadfile(L, argv[script]) != LUA_OK) {
    lua_error(L);
  }
  luaL_checkstack(L, argc, "too many arguments");
  for (int i = script + 1; i < argc; i++) {
    lua_pushstring(L, argv[i]);
  }
  lua_call(L, argc - script - 1, 0);
}

static int run(lua_State *L) {
  int argc = (int)lua_tointeger(L, 1);
  char **argv = lua_touserdata(L, 2);
  bool has_chunk = argc > 2 && strcmp(argv[1], "-e") == 0;
  int script = has_chunk ? 3 : 1;
  const char *init = getenv("LUA_INIT");
  luaL_openlibs(L);
  interpreter_prepare(L);
  set_arguments(L, argv, argc, script);
  if (init != NULL) {
    run_chunk(L, init, "=LUA_INIT");
  }
  if (has_chunk) {
    run_chunk(L, argv[2], "=(command line)");
  }
  if (script < argc) {
    run_script(L, argv, argc, script);
  }
  return 0;
}

static lua_State *interrupted;

static void stop(lua_State *L, lua_Debug *call) {
  (void)call;
  lua_sethook(L, NULL, 0, 0);
  luaL_error(L, "interrupted!");
}

static void on_interrupt(int number) {
  signal(number, SIG_DFL);
  lua_sethook(interrupted, stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

int main(int argc, char **argv) {
  lua_State *L = interpreter_new_state();
  if (L == NULL) {
    fputs("no memory for a Lua state\n", stderr);
    return EXIT_FAILURE;
  }
  interrupted = L;
  signal(SIGINT, on_interrupt);
  lua_pushcfunction(L, trace);
  lua_pushcfunction(L, run);
  lua_pushinteger(L, argc);
  lua_pushlightuserdata(L, argv);
  int status = lua_pcall(L, 2, 0, 1);
  if (status != LUA_OK) {
    fprintf(stderr, "lua: %s\n", lua_tostring(L, -1));
  }
  lua_close(L);
  return status == LUA_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
