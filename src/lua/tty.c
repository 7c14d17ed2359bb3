/* What plain Lua cannot find out without a shell: the size of the terminal, and whether standard
   input comes from somewhere. */

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lua/compat.h"
#include "lua/module.h"

/* size() returns how many columns and rows the terminal has that standard output goes to, 0 and 0
   if the terminal does not report it; or nil if standard output is no terminal. */
static int size(lua_State *L) {
  struct winsize window = { .ws_col = 0 };
  if (!isatty(STDOUT_FILENO)) {
    lua_pushnil(L);
    return 1;
  }
  (void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &window); /* if it fails, all numbers stay 0 */
  lua_pushinteger(L, window.ws_col);
  lua_pushinteger(L, window.ws_row);
  return 2;
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
    { "size", size },
    { "has_input", has_input },
    { NULL, NULL },
  };
  luaL_checkversion(L);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  return 1;
}
