/* What plain Lua cannot find out without a shell: the size of the terminal, whether standard input
   comes from somewhere, and how time passes; and what it cannot do: read what a pipe has. */

/* For clock_gettime, fileno and process groups beside TIOCGWINSZ. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include <errno.h>
#include <lualib.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
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

/* As much as a pipe holds. */
enum { MOST_READ = 65536 };

/* The upvalues of a reader: a Lua file, and memory for MOST_READ bytes. */
enum { UPVALUE_FILE = 1, UPVALUE_BUFFER };

/* Returns the descriptor of a Lua file, or raises an error if the file is closed. In every Lua a
   file begins with a FILE pointer. */
static int descriptor_of(lua_State *L, int index) {
#if LUA_VERSION_NUM >= 502
  const luaL_Stream *stream = luaL_checkudata(L, index, LUA_FILEHANDLE);
  FILE *file = stream->closef != NULL ? stream->f : NULL;
#else
  FILE *file = *(FILE **)luaL_checkudata(L, index, LUA_FILEHANDLE);
#endif
  return file != NULL ? fileno(file) : luaL_error(L, "attempt to use a closed file");
}

/* Pushes nil, the message of an error of the operating system, and its code. */
static int push_failure(lua_State *L, int code) {
  lua_pushnil(L);
  lua_pushstring(L, strerror(code));
  lua_pushinteger(L, code);
  return 3;
}

/* Reads as read(2) does. Waits if the descriptor is one that does not. */
static ssize_t read_available(int descriptor, char *buffer) {
  struct pollfd ready = { .fd = descriptor, .events = POLLIN };
  ssize_t size;
  do {
    size = read(descriptor, buffer, MOST_READ);
  } while (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && poll(&ready, 1, -1) >= 0);
  return size;
}

/* The function that reader returns. */
static int read_block(lua_State *L) {
  char *buffer = lua_touserdata(L, lua_upvalueindex(UPVALUE_BUFFER));
  ssize_t size = read_available(descriptor_of(L, lua_upvalueindex(UPVALUE_FILE)), buffer);
  int code = errno;
  if (size >= 0) {
    lua_pushlstring(L, buffer, (size_t)size);
    return 1;
  } else if (code == EINTR) {
    lua_pushboolean(L, 0);
    return 1;
  }
  return push_failure(L, code);
}

/* reader(file) returns a function that returns the next block of a Lua file: what there is, up to
   64 KiB, and only if there is nothing, what comes next; "" at the end. It returns nil, a message
   and a code if that fails, and false if a signal came, so that Lua can act upon Ctrl-C. Nothing
   else may read the file. */
static int reader(lua_State *L) {
  descriptor_of(L, 1);
  lua_settop(L, 1);
  lua_newuserdata(L, MOST_READ);
  lua_pushcclosure(L, read_block, UPVALUE_BUFFER);
  return 1;
}

/* seek(file, whence, offset) does what the method seek of a file does. That may read a part of the
   file, which a reader would then miss. */
static int seek(lua_State *L) {
  static const char *const names[] = { "set", "cur", "end", NULL };
  static const int modes[] = { SEEK_SET, SEEK_CUR, SEEK_END };
  int mode = modes[luaL_checkoption(L, 2, "cur", names)];
  off_t position = lseek(descriptor_of(L, 1), (off_t)luaL_optnumber(L, 3, 0), mode);
  int code = errno;
  if (position < 0) {
    return push_failure(L, code);
  }
  lua_pushnumber(L, (lua_Number)position);
  return 1;
}

int luaopen_ianaports_tty(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "size", size },     { "error_size", error_size },
    { "clock", seconds }, { "has_input", has_input },
    { "reader", reader }, { "seek", seek },
    { NULL, NULL },
  };
  luaL_checkversion(L);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  return 1;
}
