/* The interpreter with a collector that is as aggressive as possible: if the environment has
   COLLECT_FIRST, a number N, each of the first N allocations that the module makes runs a full
   collection first, then one in two, after N more one in three, and so on. Specs begin anew with
   each test by the module "collecting".

   An allocator must not call Lua. But when an allocation fails, Lua collects all that is not in
   use and asks again, so this allocator lets each first try fail. */

#define _GNU_SOURCE /* dladdr */

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "interpreter.h"

struct collecting {
  unsigned long first;   /* 0: never collect */
  unsigned long counted; /* allocations by the module */
  unsigned long next;    /* the next allocation that collects */
  bool in_module;        /* a C function of the module is running */
  bool asked_again;      /* the next allocation is the second try */
};

/* Whether this may be a luaL_Buffer that outgrows its initial size and does not ask again. For
   objects, Lua passes their type as the old size. */
static bool may_be_buffer(const void *block, size_t old_size, size_t new_size) {
  bool is_object = block == NULL && old_size != 0;
  return !is_object && new_size > LUAL_BUFFERSIZE;
}

static void *allocate(void *data, void *block, size_t old_size, size_t new_size) {
  struct collecting *collecting = data;
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  bool grows = block == NULL || new_size > old_size;
  if (grows && collecting->in_module && !may_be_buffer(block, old_size, new_size)) {
    bool collects = !collecting->asked_again && ++collecting->counted >= collecting->next;
    collecting->asked_again = collects;
    if (collects) {
      collecting->next = collecting->counted + 1 + collecting->counted / collecting->first;
      return NULL;
    }
  }
  return realloc(block, new_size);
}

/* Whether the module has the function of this call. */
static bool is_of_module(lua_State *L, lua_Debug *call) {
  Dl_info info;
  lua_getinfo(L, "f", call);
  lua_CFunction function = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  return function != NULL && dladdr((void *)(uintptr_t)function, &info) != 0 &&
         strstr(info.dli_fname, "/ianaports.so") != NULL;
}

/* Updates `in_module` at each call and return. */
static void on_call(lua_State *L, lua_Debug *call) {
  void *data = NULL;
  lua_Debug caller;
  lua_getallocf(L, &data);
  struct collecting *collecting = data;
  collecting->in_module = false; /* this function allocates, too */
  if (call->event != LUA_HOOKRET) {
    collecting->in_module = is_of_module(L, call);
  } else if (lua_getstack(L, 1, &caller) != 0) {
    collecting->in_module = is_of_module(L, &caller);
  }
}

/* restart(first): restarts the count of allocations, and collects at each of the first so many. */
static int collecting_restart(lua_State *L) {
  void *data = NULL;
  lua_getallocf(L, &data);
  struct collecting *collecting = data;
  collecting->first = (unsigned long)luaL_checkinteger(L, 1);
  collecting->counted = collecting->next = 0;
  return 0;
}

static int open_collecting(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, collecting_restart);
  lua_setfield(L, -2, "restart");
  return 1;
}

lua_State *interpreter_new_state(void) {
  static struct collecting collecting;
  const char *first = getenv("COLLECT_FIRST");
  collecting.first = first != NULL ? strtoul(first, NULL, 10) : 0;
  return lua_newstate(allocate, &collecting);
}

void interpreter_prepare(lua_State *L) {
  void *data = NULL;
  lua_getallocf(L, &data);
  if (((struct collecting *)data)->first > 0) {
    lua_sethook(L, on_call, LUA_MASKCALL | LUA_MASKRET, 0);
  }
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, open_collecting);
  lua_setfield(L, -2, "collecting");
  lua_pop(L, 1);
}
