/* What the library exports: the functions that Lua finds by name, in lua_functions.h, and
   those that LuaJIT's FFI finds, in lua_ffi.h. Everything else is hidden. */
#ifndef IANAPORTS_EXPORTED_H
#define IANAPORTS_EXPORTED_H

#define EXPORTED __attribute__((visibility("default")))

#endif
