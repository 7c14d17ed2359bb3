/* The width of the terminal, which plain Lua cannot find out without a shell. */

#include <sys/ioctl.h>
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

int luaopen_ianaports_tty(lua_State *L) {
  static const luaL_Reg functions[] = { { "columns", columns }, { NULL, NULL } };
  luaL_checkversion(L);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  return 1;
}
