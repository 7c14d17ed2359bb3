/* The internal part ianaports.system: what plain Lua cannot find out or do without a shell.
   system/system.h says what each of its functions does. */

#include "system/system.h"

#include <errno.h>
#include <lualib.h>
#include <string.h>

#include "lua/compat.h"
#include "lua/module.h"

#pragma GCC visibility push(hidden)

/* As much as a pipe holds. */
enum { MOST_READ = 65536 };

#define REPLACEMENT "ianaports.replacement"
#define PROCESS "ianaports.process"

/* Pushes nil, the message of an error of the operating system, and its code. */
static int push_failure(lua_State *L, int code) {
  lua_pushnil(L);
  lua_pushstring(L, code == ENOMEM ? "not enough memory" : strerror(code)); /* as Lua says it */
  lua_pushinteger(L, code);
  return 3;
}

/* Pushes true; or what push_failure does, if something has not succeeded. */
static int push_success(lua_State *L, bool succeeded) {
  int code = errno;
  if (!succeeded) {
    return push_failure(L, code);
  }
  lua_pushboolean(L, 1);
  return 1;
}

/* Pushes a block that was read. A signal is no failure: see `reader`. */
static int push_block(lua_State *L, const char *block, int64_t length) {
  int code = errno;
  if (length >= 0) {
    lua_pushlstring(L, block, (size_t)length);
    return 1;
  } else if (code == EINTR) {
    lua_pushboolean(L, 0);
    return 1;
  }
  return push_failure(L, code);
}

/* Terminals, standard files and time ------------------------------------------------ */

static int push_size(lua_State *L, bool is_terminal, struct system_size size) {
  if (!is_terminal) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, size.columns);
  lua_pushinteger(L, size.rows);
  return 2;
}

/* size() returns how many columns and rows the terminal has that standard output goes to, 0 and 0
   if the terminal does not report it; or nil if standard output is no terminal. */
static int size(lua_State *L) {
  struct system_size size = { 0, 0 };
  bool is_terminal = system_output_size(&size);
  return push_size(L, is_terminal, size);
}

/* error_size() returns the same for standard error; nil also for a process in the background. */
static int error_size(lua_State *L) {
  struct system_size size = { 0, 0 };
  bool is_terminal = system_error_size(&size);
  return push_size(L, is_terminal, size);
}

/* clock() returns seconds since some moment. */
static int seconds(lua_State *L) {
  lua_pushnumber(L, (lua_Number)system_clock());
  return 1;
}

/* sleep(seconds) returns whether no signal came. */
static int sleep_for(lua_State *L) {
  lua_pushboolean(L, system_sleep((double)luaL_checknumber(L, 1)));
  return 1;
}

/* has_input() returns whether standard input is a file, a pipe or a socket. */
static int has_input(lua_State *L) {
  lua_pushboolean(L, system_has_input());
  return 1;
}

/* set_binary() makes standard input, output and error take bytes as they are. */
static int set_binary(lua_State *L) {
  (void)L;
  system_set_binary();
  return 0;
}

/* is_unread(code) returns whether an error of standard output means that nobody reads it any more.
 */
static int is_unread(lua_State *L) {
  lua_pushboolean(L, system_is_unread((int)luaL_checkinteger(L, 1)));
  return 1;
}

/* The upvalues of a reader: a Lua file, and memory for MOST_READ bytes. */
enum { UPVALUE_FILE = 1, UPVALUE_BUFFER };

/* Returns the stream of a Lua file, or raises an error if the file is closed. In every Lua a file
   begins with a FILE pointer. */
static FILE *stream_of(lua_State *L, int index) {
#if LUA_VERSION_NUM >= 502
  const luaL_Stream *stream = luaL_checkudata(L, index, LUA_FILEHANDLE);
  FILE *file = stream->closef != NULL ? stream->f : NULL;
#else
  FILE *file = *(FILE **)luaL_checkudata(L, index, LUA_FILEHANDLE);
#endif
  if (file == NULL) {
    luaL_error(L, "attempt to use a closed file");
  }
  return file;
}

/* The function that reader returns. */
static int read_block(lua_State *L) {
  char *buffer = lua_touserdata(L, lua_upvalueindex(UPVALUE_BUFFER));
  FILE *file = stream_of(L, lua_upvalueindex(UPVALUE_FILE));
  return push_block(L, buffer, system_read(file, buffer, MOST_READ));
}

/* reader(file) returns a function that returns the next block of a Lua file: what there is, up to
   64 KiB, and only if there is nothing, what comes next; "" at the end. It returns nil, a message
   and a code if that fails, and false if a signal came, so that Lua can act upon Ctrl-C. Nothing
   else may read the file. */
static int reader(lua_State *L) {
  stream_of(L, 1);
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
  int64_t position = system_seek(stream_of(L, 1), (int64_t)luaL_optnumber(L, 3, 0), mode);
  int code = errno;
  if (position < 0) {
    return push_failure(L, code);
  }
  lua_pushnumber(L, (lua_Number)position);
  return 1;
}

/* Files ----------------------------------------------------------------------------- */

/* make_folder(path) makes a folder for this user alone, unless it exists. Returns true, or nil, a
   message and a code; these also if this user may not write to it. */
static int make_folder(lua_State *L) {
  return push_success(L, system_make_folder(luaL_checkstring(L, 1)));
}

/* The userdata of a replacement. */
struct replacement {
  bool is_open;
  struct system_replacement file;
};

static int push_problem(lua_State *L, const struct system_replacement *file,
                        struct system_problem problem) {
  if (problem.code != 0) {
    return push_failure(L, problem.code);
  }
  lua_pushnil(L);
  if (problem.is_about_folder) {
    lua_pushfstring(L, "%s %s", problem.text, file->folder);
  } else {
    lua_pushstring(L, problem.text);
  }
  return 2;
}

/* replace(path) returns a replacement of a file; or nil, a message and, if there is one, a code. */
static int replace(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  struct replacement *self = lua_newuserdata(L, sizeof *self);
  self->is_open = false;
  luaL_setmetatable(L, REPLACEMENT);
  struct system_problem problem;
  self->is_open = true; /* it has something to discard even if it fails */
  bool succeeded = system_replacement_open(&self->file, path, &problem);
  return succeeded ? 1 : push_problem(L, &self->file, problem);
}

/* Returns a replacement that can be written. */
static struct system_replacement *check_replacement(lua_State *L) {
  struct replacement *self = luaL_checkudata(L, 1, REPLACEMENT);
  luaL_argcheck(L, self->is_open && self->file.file != NULL, 1, "replacement is closed");
  return &self->file;
}

/* replacement:write(...) returns true; or nil, a message and a code. */
static int replacement_write(lua_State *L) {
  FILE *file = check_replacement(L)->file;
  bool succeeded = true;
  for (int i = 2; succeeded && i <= lua_gettop(L); i++) {
    size_t length;
    const char *text = luaL_checklstring(L, i, &length);
    succeeded = fwrite(text, 1, length, file) == length;
  }
  return push_success(L, succeeded);
}

/* replacement:finish(to_disk) replaces the file. Returns true; or nil, a message and a code. */
static int replacement_finish(lua_State *L) {
  struct system_replacement *file = check_replacement(L);
  return push_success(L, system_replacement_finish(file, lua_toboolean(L, 2)));
}

/* replacement:discard() removes what is not finished. */
static int replacement_discard(lua_State *L) {
  struct replacement *self = luaL_checkudata(L, 1, REPLACEMENT);
  if (self->is_open) {
    self->is_open = false;
    system_replacement_discard(&self->file);
  }
  return 0;
}

/* Processes ------------------------------------------------------------------------- */

/* The userdata of a process. */
struct process {
  bool is_running;
  struct system_process process;
};

/* Returns the strings in the array at index 1, with a NULL after them. They live as long as the
   array has them; the memory of the result is on top of the stack. */
static char *const *check_arguments(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  int count = (int)lua_rawlen(L, 1);
  luaL_argcheck(L, count > 0, 1, "array of strings expected");
  char **arguments = (char **)lua_newuserdata(L, ((size_t)count + 1) * sizeof *arguments);
  for (int i = 0; i < count; i++) {
    lua_rawgeti(L, 1, i + 1);
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 1, "array of strings expected");
    union {
      const char *text;
      char *argument;
    } string = { lua_tostring(L, -1) }; /* posix_spawnp takes text that it does not change */
    luaL_argcheck(L, strlen(string.text) == lua_rawlen(L, -1), 1, "argument with a NUL byte");
    arguments[i] = string.argument;
    lua_pop(L, 1);
  }
  arguments[count] = NULL;
  return arguments;
}

/* start{name, argument...} starts a program without a shell. Returns a process; or nil, a message
   and a code. */
static int start(lua_State *L) {
  char *const *arguments = check_arguments(L);
  struct process *self = lua_newuserdata(L, sizeof *self);
  self->is_running = false;
  luaL_setmetatable(L, PROCESS);
  self->is_running = system_process_start(&self->process, arguments);
  int code = errno;
  return self->is_running ? 1 : push_failure(L, code);
}

static struct process *check_process(lua_State *L) {
  struct process *self = luaL_checkudata(L, 1, PROCESS);
  luaL_argcheck(L, self->is_running, 1, "process has ended");
  return self;
}

/* process:read() returns the next block of what the program writes, as the function of a reader. */
static int process_read(lua_State *L) {
  char buffer[16384];
  struct process *self = check_process(L);
  int64_t length = system_process_read(&self->process, buffer, sizeof buffer);
  return push_block(L, buffer, length);
}

/* process:finish() waits for the program's end and returns its exit status; or nil, a message and
   a code. */
static int process_finish(lua_State *L) {
  struct process *self = check_process(L);
  int status;
  self->is_running = false;
  bool is_known = system_process_finish(&self->process, false, &status);
  int code = errno;
  if (!is_known) {
    return push_failure(L, code);
  }
  lua_pushinteger(L, status);
  return 1;
}

/* process:stop() ends the program. */
static int process_stop(lua_State *L) {
  struct process *self = luaL_checkudata(L, 1, PROCESS);
  int status;
  if (self->is_running) {
    self->is_running = false;
    (void)system_process_finish(&self->process, true, &status);
  }
  return 0;
}

/* The module ------------------------------------------------------------------------ */

/* Makes the metatable of a type. Its methods are its own fields. As handle_set_type does, it hides
   the metatable behind the name. */
static void new_type(lua_State *L, const char *name, const luaL_Reg *methods) {
  luaL_newmetatable(L, name);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__metatable");
  luaL_setfuncs(L, methods, 0);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

int luaopen_ianaports_system(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "size", size },
    { "error_size", error_size },
    { "clock", seconds },
    { "sleep", sleep_for },
    { "has_input", has_input },
    { "set_binary", set_binary },
    { "is_unread", is_unread },
    { "reader", reader },
    { "seek", seek },
    { "make_folder", make_folder },
    { "replace", replace },
    { "start", start },
    { NULL, NULL },
  };
  static const luaL_Reg replacement_methods[] = {
    { "write", replacement_write },
    { "finish", replacement_finish },
    { "discard", replacement_discard },
    { "__gc", replacement_discard },
    { NULL, NULL },
  };
  static const luaL_Reg process_methods[] = {
    { "read", process_read }, { "finish", process_finish },
    { "stop", process_stop }, { "__gc", process_stop },
    { NULL, NULL },
  };
  luaL_checkversion(L);
  system_stay_loaded();
  new_type(L, REPLACEMENT, replacement_methods);
  new_type(L, PROCESS, process_methods);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  lua_pushinteger(L, ENOENT); /* the code of what does not exist */
  lua_setfield(L, -2, "NOT_FOUND");
#if defined(_WIN32)
  lua_pushboolean(L, 1);
#else
  lua_pushboolean(L, 0);
#endif
  lua_setfield(L, -2, "is_windows");
  return 1;
}
