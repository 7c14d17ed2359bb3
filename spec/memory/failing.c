/* The interpreter with the module linked in, and with two allocators that fail on demand: Lua's,
   and the C library's as the module and libcsv call it. Scripts control both with the module
   "failing". */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "interpreter.h"
#include "lua/module.h"

/* The program is linked with --wrap, which renames the calls. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__real_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);
void *__wrap_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset);

/* Which allocations fail: those from first to last, from 1. */
struct failing {
  unsigned long counted;
  unsigned long first; /* 0: none */
  unsigned long last;
};

static struct failing by_lua;
static struct failing by_core;
static long core_blocks; /* allocated by the core and not freed */

static bool fails(struct failing *failing) {
  if (failing->first == 0) {
    return false;
  }
  failing->counted++;
  bool is_failing = failing->counted >= failing->first && failing->counted <= failing->last;
  if (is_failing) {
    errno = ENOMEM; /* as POSIX says of malloc */
  }
  return is_failing;
}

static void *allocate(void *data, void *block, size_t old_size, size_t new_size) {
  if (new_size == 0) {
    __real_free(block);
    return NULL;
  }
  bool grows = block == NULL || new_size > old_size; /* shrinking must succeed */
  return grows && fails(data) ? NULL : __real_realloc(block, new_size);
}

static void *counted(void *block) {
  core_blocks += block != NULL;
  return block;
}

void *__wrap_malloc(size_t size) {
  return fails(&by_core) ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
  return fails(&by_core) ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size) {
  if (fails(&by_core)) {
    return NULL;
  }
  return block == NULL ? counted(__real_realloc(block, size)) : __real_realloc(block, size);
}

void __wrap_free(void *block) {
  core_blocks -= block != NULL;
  __real_free(block);
}

void *__wrap_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset) {
  return fails(&by_core) ? MAP_FAILED : __real_mmap(address, size, protection, flags, file, offset);
}

/* Calls the function on the stack with its arguments while the nth allocation fails, or all from
   the nth on. Returns the status, and in `reached` whether there were that many. */
static int call(lua_State *L, int arguments, struct failing *failing, unsigned long nth, bool all,
                bool *reached) {
  /* Lua asks a second time if an allocation fails. */
  unsigned long more = all ? ULONG_MAX - nth : failing == &by_lua ? 1 : 0;
  *failing = (struct failing){ 0, nth, nth + more };
  int status = lua_pcall(L, arguments, LUA_MULTRET, 0);
  *reached = failing->counted >= nth;
  *failing = (struct failing){ 0, 0, 0 };
  return status;
}

static struct failing *check_allocator(lua_State *L, int arg) {
  static const char *const names[] = { "lua", "core", NULL };
  return luaL_checkoption(L, arg, NULL, names) == 0 ? &by_lua : &by_core;
}

/* call(allocator, nth, all, f, ...): returns whether there was an nth allocation, whether f
   succeeded, and its results or the error. */
static int failing_call(lua_State *L) {
  bool reached = false;
  struct failing *failing = check_allocator(L, 1);
  unsigned long nth = (unsigned long)luaL_checkinteger(L, 2);
  bool all = lua_toboolean(L, 3);
  int status = call(L, lua_gettop(L) - 4, failing, nth, all, &reached);
  lua_pushboolean(L, reached);
  lua_replace(L, 2);
  lua_pushboolean(L, status == LUA_OK);
  lua_replace(L, 3);
  return lua_gettop(L) - 1;
}

/* open(function, nth, all): the same for one of the module's luaopen functions in a Lua state of
   its own; then whether the function succeeds there at the second try. */
static int failing_open(lua_State *L) {
  static const char *const names[] = { "ianaports", "ianaports.flow", "ianaports.system", NULL };
  static const lua_CFunction functions[] = { luaopen_ianaports, luaopen_ianaports_flow,
                                             luaopen_ianaports_system };
  lua_CFunction function = functions[luaL_checkoption(L, 1, NULL, names)];
  unsigned long nth = (unsigned long)luaL_checkinteger(L, 2);
  bool all = lua_toboolean(L, 3);
  bool reached = false;
  lua_State *other = lua_newstate(allocate, &by_lua);
  luaL_checkstack(other, LUA_MINSTACK, NULL);
  lua_pushcfunction(other, function);
  int status = call(other, 0, &by_lua, nth, all, &reached);
  lua_pushboolean(L, reached);
  lua_pushboolean(L, status == LUA_OK);
  lua_pushstring(L, status == LUA_OK ? "" : lua_tostring(other, -1));
  lua_settop(other, 0);
  lua_pushcfunction(other, function);
  lua_pushboolean(L, lua_pcall(other, 0, 1, 0) == LUA_OK && lua_istable(other, -1));
  lua_close(other);
  return 4;
}

static int failing_core_blocks(lua_State *L) {
  lua_pushinteger(L, core_blocks);
  return 1;
}

static int open_failing(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "call", failing_call },
    { "open", failing_open },
    { "core_blocks", failing_core_blocks },
    { NULL, NULL },
  };
  luaL_newlib(L, functions);
  return 1;
}

lua_State *interpreter_new_state(void) {
  return lua_newstate(allocate, &by_lua);
}

void interpreter_prepare(lua_State *L) {
  static const luaL_Reg preloaded[] = {
    { "failing", open_failing },
    { "ianaports", luaopen_ianaports },
    { "ianaports.flow", luaopen_ianaports_flow },
    { "ianaports.system", luaopen_ianaports_system },
    { NULL, NULL },
  };
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  luaL_setfuncs(L, preloaded, 0);
  lua_pop(L, 1);
}
