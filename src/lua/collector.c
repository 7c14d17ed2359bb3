#include "lua/collector.h"

/* Lua takes the size of a step as an int, LuaJIT shifts it by ten within 32 bits. */
enum { KIB = 1024, MOST_KIB = 1024 * 1024 };

#if LUA_VERSION_NUM >= 505
#define STEP_ARGUMENT(kib) ((size_t)(kib)*KIB)
#else
#define STEP_ARGUMENT(kib) (kib)
#endif

/* The number of the option in Lua 5.2 and later, and in LuaJIT. Lua 5.1 answers -1, as for every
   option that it does not know; so does Lua 5.4 within a finalizer. */
#ifndef LUA_GCISRUNNING
#define LUA_GCISRUNNING 9
#endif

#if LUA_VERSION_NUM < 502

/* In Lua 5.1 a step starts a collector that has been stopped, and nothing tells whether it has
   been. So the bytes are really taken, as userdata that is garbage at once and that nobody
   writes to; what asks for a string lets the collector catch up, by a step for each KiB. */
static void allocate(lua_State *L, int kib) {
  enum { CHUNK_KIB = 64 };
  for (int done = 0; done < kib; done++) {
    if (done % CHUNK_KIB == 0) {
      lua_newuserdata(L, (size_t)CHUNK_KIB * KIB);
      lua_pop(L, 1);
    }
    lua_pushliteral(L, "");
    lua_pop(L, 1);
  }
}

#endif

void lua_collector_step(lua_State *L, size_t bytes) {
  int kib = bytes / KIB < MOST_KIB ? (int)(bytes / KIB) : MOST_KIB;
  int running = lua_gc(L, LUA_GCISRUNNING, 0);
  if (running > 0) {
    lua_gc(L, LUA_GCSTEP, STEP_ARGUMENT(kib));
  }
#if LUA_VERSION_NUM < 502
  if (running < 0) {
    allocate(L, kib);
  }
#endif
}
