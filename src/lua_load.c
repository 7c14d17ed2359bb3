/* Registries from files and texts. */

/***
@module ianaports
*/

/***
Other registries.
@section load
*/

#include <string.h>

#include "lua_argument.h"
#include "lua_functions.h"
#include "registry_csv.h"

/* Opens `handle` with the builder's rows. */
static bool finish(struct builder *builder, struct text source, struct lua_registry *handle,
                   struct fault *fault) {
  enum builder_fault builder_fault = builder_add_source(builder, source);
  if (builder_fault == BUILDER_OK) {
    builder_fault = builder_finish(builder, &handle->registry);
  }
  if (builder_fault != BUILDER_OK) {
    fault_set(fault, "%s", builder_message(builder_fault));
    fault->line = 1;
  }
  return builder_fault == BUILDER_OK;
}

/* Gives the registry on top of the stack, or nil and "SOURCE:LINE: MESSAGE". */
static int push_result(lua_State *L, struct lua_registry *handle, bool loaded, const char *source,
                       const struct fault *fault) {
  if (loaded) {
    handle->is_open = true;
    return 1;
  }
  lua_pushnil(L);
  if (fault->column == 0) {
    lua_pushfstring(L, "%s:%d: %s", source, (int)fault->line, fault->message);
  } else {
    lua_pushfstring(L, "%s:%d:%d: %s", source, (int)fault->line, (int)fault->column,
                    fault->message);
  }
  return 2;
}

static void check_format(lua_State *L, int arg) {
  if (!lua_isnoneornil(L, arg)) {
    struct text format = argument_string(L, arg, "format (csv)");
    if (!text_equal(format, TEXT_LITERAL("csv"))) {
      argument_expected(L, arg, "format (csv)");
    }
  }
}

/***
Loads a registry file whole, or not at all.

@function load
@tparam string path of a file in IANA's CSV form, as downloaded
@tparam[opt="csv"] string format
@treturn ?registry with every function that asks a registry as a method, `#registry`,
  and `registry:close()`, which frees its memory at once; `nil` where the file cannot
  be read or anything in it is wrong
@treturn ?string then what is wrong, as `FILE:LINE: MESSAGE` or
  `FILE:LINE:COLUMN: MESSAGE`
@raise an argument error for what is no path or no format
@usage
local registry = assert(ianaports.load("service-names-port-numbers.csv"))
print(#registry, registry:service_name(443))
*/
int api_load(lua_State *L) {
  struct text path = argument_string(L, 1, "path of a registry file (string)");
  struct builder builder = { .record_count = 0 };
  struct fault fault = { .line = 0 };
  check_format(L, 2);
  if (path.length == 0 || memchr(path.bytes, '\0', path.length) != NULL) {
    argument_expected(L, 1, "path of a registry file (not empty, no NUL byte)");
  }
  struct lua_registry *handle = lua_registry_new(L);
  bool loaded =
    registry_csv_read_file(path.bytes, &builder, &fault) && finish(&builder, path, handle, &fault);
  builder_free(&builder);
  return push_result(L, handle, loaded, path.bytes, &fault);
}

/***
The same for a text in memory. Messages call it `text`.

@function parse
@tparam string text in IANA's CSV form
@tparam[opt="csv"] string format
@treturn ?registry or `nil` where anything in the text is wrong
@treturn ?string then what is wrong
@raise an argument error for what is no string or no format
@usage
local registry, message = ianaports.parse(text)
*/
int api_parse(lua_State *L) {
  struct text text = argument_string(L, 1, "text of a registry (string)");
  struct builder builder = { .record_count = 0 };
  struct fault fault = { .line = 0 };
  check_format(L, 2);
  struct lua_registry *handle = lua_registry_new(L);
  bool loaded = registry_csv_read_text(text, &builder, &fault) &&
                finish(&builder, TEXT_LITERAL("text"), handle, &fault);
  builder_free(&builder);
  return push_result(L, handle, loaded, "text", &fault);
}
