/* What plain Lua cannot find out without a shell: the size of the terminal, whether standard input
   comes from somewhere, and how time passes. */

/* For clock_gettime and process groups beside TIOCGWINSZ. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lua/compat.h"
#include "lua/module.h"

static int push_size(lua_State *L, int file) {
  struct winsize window = { .ws_col = 0 };
  if (!isatty(file)) {
    lua_pushnil(L);
    return 1;
  }
  (void)ioctl(file, TIOCGWINSZ, &window); /* if it fails, all numbers stay 0 */
  lua_pushinteger(L, window.ws_col);
  lua_pushinteger(L, window.ws_row);
  return 2;
}

/* size() returns how many columns and rows the terminal has that standard output goes to, 0 and 0
   if the terminal does not report it; or nil if standard output is no terminal. */
static int size(lua_State *L) {
  return push_size(L, STDOUT_FILENO);
}

/* error_size() returns the same for standard error; nil also for a process in the background,
   whose user works with another one. A terminal that does not control this process has no
   foreground. */
static int error_size(lua_State *L) {
  pid_t foreground = tcgetpgrp(STDERR_FILENO);
  return push_size(L, foreground == -1 || foreground == getpgrp() ? STDERR_FILENO : -1);
}

/* clock() returns seconds since some moment. */
static int seconds(lua_State *L) {
  struct timespec now = { .tv_sec = 0 };
  (void)clock_gettime(CLOCK_MONOTONIC, &now); /* POSIX has this clock */
  lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec / 1e9);
  return 1;
}

/* has_input() returns whether standard input is a file, a pipe or a socket: open, and neither a
   terminal nor another device, such as /dev/null. */
static int has_input(lua_State *L) {
  struct stat status;
  lua_pushboolean(L, fstat(STDIN_FILENO, &status) == 0 && !S_ISCHR(status.st_mode));
  return 1;
}

int luaopen_ianaports_tty(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "size", size },     { "error_size", error_size },
    { "clock", seconds }, { "has_input", has_input },
    { NULL, NULL },
  };
  luaL_checkversion(L);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  return 1;
}
