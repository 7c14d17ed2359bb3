/* ianaports.flow: texts for annotate, and what is safe to show. */

#include <string.h>

#include "base/printable.h"
#include "flow/text.h"
#include "lua/argument.h"
#include "lua/flow.h"

#pragma GCC visibility push(hidden)

#define TEXT_TYPE "ianaports.text"

/* A text that comes in blocks. */
struct text_state {
  struct handle *handle; /* of its registry, which the userdata's user value keeps alive */
  struct text_stream stream;
  struct buffer out;
};

static int collect_text(lua_State *L) {
  struct text_state *text = luaL_checkudata(L, 1, TEXT_TYPE);
  text_stream_free(&text->stream);
  buffer_free(&text->out);
  return 0;
}

/* new_text(registry) returns a text that is still empty. */
static int new_text(lua_State *L) {
  struct handle *handle = handle_check(L, 1);
  struct text_state *text = lua_newuserdata(L, sizeof *text);
  memset(text, 0, sizeof *text);
  text->handle = handle;
  text_stream_open(&text->stream, &handle->registry);
  handle_set_type(L, TEXT_TYPE, collect_text);
  lua_newtable(L);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  lua_setuservalue(L, -2);
  return 1;
}

/* name_ports(text, block) adds a block to the text, or ends it if the block is nil. Returns the
   lines that are complete, with the services of their ports, and how many ports of the whole text
   have one so far. */
static int name_ports(lua_State *L) {
  struct text_state *text = luaL_checkudata(L, 1, TEXT_TYPE);
  bool is_end = lua_isnil(L, 2);
  struct text block = is_end ? (struct text){ "", 0 } : argument_string(L, 2, "block of bytes");
  unsigned holds = text->handle->holds;
  handle_hold(L, text->handle);
  text->out.length = 0;
  bool succeeded = text_stream_add(&text->stream, block, &text->out) &&
                   (!is_end || text_stream_finish(&text->stream, &text->out));
  handle_release_to(text->handle, holds);
  if (!succeeded) {
    luaL_error(L, "not enough memory");
  }
  lua_pushlstring(L, (const char *)text->out.bytes, text->out.length);
  compat_push_count(L, text->stream.named);
  return 2;
}

/* steers(code) returns whether a code point steers a terminal, or cannot be seen. */
static int steers(lua_State *L) {
  lua_pushboolean(L, printable_steers((uint32_t)luaL_checknumber(L, 1)));
  return 1;
}

const luaL_Reg flow_text_functions[] = {
  { "new_text", new_text },
  { "name_ports", name_ports },
  { "steers", steers },
  { NULL, NULL },
};
