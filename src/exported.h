/* Marks the functions that the module exports: those that Lua finds by name, luaopen_*, and those
   of ffi/ffi.h. All others are hidden: each C file says so after what it includes, since LuaRocks
   does not tell the compiler. */
#ifndef IANAPORTS_EXPORTED_H
#define IANAPORTS_EXPORTED_H

#if defined(_WIN32)
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

#endif
