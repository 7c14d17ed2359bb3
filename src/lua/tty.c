/* What plain Lua cannot find out without a shell: the width of the terminal, and whether standard
   input comes from somewhere. */

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lua/compat.h"
#include "lua/module.h"

/* columns() returns the width of the terminal that standard output goes to, 0 if the terminal does
   not report it, or nil if standard output is no terminal. */
static int columns(lua_State *L) {
  struct winsize size = { .ws_col = 0 };
  if (!isatty(STDOUT_FILENO)) {
    lua_pushnil(L);
    return 1;
  }
  (void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size); /* if it fails, the width stays 0 */
  lua_pushinteger(L, size.ws_col);
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
    { "columns", columns },
    { "has_input", has_input },
    { NULL, NULL },
  };
  luaL_checkversion(L);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  return 1;
}
