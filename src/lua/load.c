/* Registries from files and texts. */

/***
@module ianaports
*/

/***
Other registries.
@section load
*/

#include <stdint.h>
#include <string.h>

#include "base/input.h"
#include "lua/argument.h"
#include "lua/entry.h"
#include "lua/module.h"
#include "read/format.h"
#include "read/iana_csv.h"

#pragma GCC visibility push(hidden)

#define INPUT_TYPE "ianaports.input"

static int collect_input(lua_State *L) {
  input_close(luaL_checkudata(L, 1, INPUT_TYPE));
  return 0;
}

static struct input *push_input(lua_State *L) {
  struct input *input = lua_newuserdata(L, sizeof *input);
  input->file = NULL;
  input_close(input);
  handle_set_type(L, INPUT_TYPE, collect_input);
  return input;
}

static void set_number(lua_State *L, const char *field, uint64_t number) {
  if (number > 0) {
    compat_push_count(L, number);
    lua_setfield(L, -2, field);
  }
}

/* Pushes nil, a message "SOURCE:LINE:COLUMN: REASON", and a table with the same as fields. A line
   or column that is 0 is not known and is left out. */
static int push_error(lua_State *L, const char *source, uint64_t line, size_t column,
                      const char *reason) {
  const char *format = column > 0 ? "%s:%d:%d: " : line > 0 ? "%s:%d: " : "%s: ";
  lua_pushnil(L);
  lua_pushfstring(L, format, source, (int)line, (int)column);
  lua_pushstring(L, reason);
  lua_concat(L, 2);
  lua_createtable(L, 0, 4);
  entry_set_string(L, "source", source);
  entry_set_string(L, "reason", reason);
  set_number(L, "line", line);
  set_number(L, "column", column);
  return 3;
}

/* Nothing between the first row and builder_free may raise an error, because no userdata owns the
   builder. */
static int read_csv(lua_State *L, struct input *input, struct text source) {
  struct handle *handle = handle_new(L);
  struct builder builder = { .record_count = 0 };
  struct error error = { .line = 1 };
  bool loaded = iana_csv_read(input, &builder, &error) &&
                build_succeeded(builder_add_source(&builder, source), &error) &&
                build_succeeded(builder_finish(&builder, &handle->registry), &error);
  builder_free(&builder);
  if (!loaded) {
    return push_error(L, source.bytes, error.line, error.column, error.message);
  }
  handle_open(L, handle);
  return 1;
}

/* A submodule calls this function to read the input, which is its first upvalue. It returns the
   next block as a string; nil at the end; nil and the reason if the input cannot be read. */
static int next_block(lua_State *L) {
  struct input *input = luaL_checkudata(L, lua_upvalueindex(1), INPUT_TYPE);
  struct error error = { .message = "" };
  struct text block;
  if (input_next(input, &block, &error)) {
    lua_pushlstring(L, block.bytes, block.length);
    return 1;
  }
  lua_pushnil(L);
  if (error.message[0] == '\0') {
    return 1;
  }
  lua_pushstring(L, error.message);
  return 2;
}

/* Lets the submodule ianaports.FORMAT read the input, which is at `index`. */
static int read_by_submodule(lua_State *L, int index, const char *format, struct text source) {
  lua_getglobal(L, "require");
  lua_pushfstring(L, "ianaports.%s", format);
  if (lua_pcall(L, 1, 1, 0) != 0) {
    const char *reason = lua_pushfstring(L, "the format %s needs the Lua module ianaports.%s: %s",
                                         format, format, lua_tostring(L, -1));
    return push_error(L, source.bytes, 0, 0, reason);
  }
  lua_getfield(L, -1, "read");
  lua_pushvalue(L, index);
  lua_pushvalue(L, 1); /* the path, or the text, which the input may refer to */
  lua_pushcclosure(L, next_block, 2);
  lua_pushlstring(L, source.bytes, source.length);
  lua_call(L, 2, 3); /* registry and note; or nil, message, fields */
  return lua_isnil(L, -3) ? 3 : (lua_pop(L, 1), 2);
}

/* Returns the format that the argument names, or FORMAT_COUNT if there is no argument. */
static enum registry_format check_format(lua_State *L, int arg) {
  static const char expected[] = "format (csv, xml or services)";
  if (lua_isnoneornil(L, arg)) {
    return FORMAT_COUNT;
  }
  struct text name = argument_string(L, arg, expected);
  int format = NAME_INDEX(registry_format_names, FORMAT_COUNT, name);
  return (enum registry_format)(format >= 0 ? format : argument_expected(L, arg, expected));
}

/* Reads the input on top of the stack. */
static int read_input(lua_State *L, struct input *input, enum registry_format format,
                      struct text source) {
  int index = lua_gettop(L);
  if (format == FORMAT_COUNT) {
    format = registry_format_guess(input_peek(input));
  }
  int results = format == FORMAT_CSV
                  ? read_csv(L, input, source)
                  : read_by_submodule(L, index, registry_format_names[format], source);
  input_close(input);
  return results;
}

/***
Loads a registry file, whole or not at all. A file has at most 1 GiB, 16,000,000 rows and 256
columns. A cell, or a line in the form of `/etc/services`, has at most 64 KiB. On the module
only.

A CSV is UTF-8 with commas. Its first row names the columns, in any order: IANA's twelve, of
which `Service Name`, `Port Number` and `Transport Protocol` must be there. Case, white space
and underscores in their names do not count. Other columns are ignored.

@function load
@static
@tparam string path the path of a file in IANA's CSV or XML form, as downloaded, or in the
  form of `/etc/services`
@tparam[opt] Format format the form; by default the content decides
@treturn ?Registry the registry, or `nil` if the file cannot be read or anything in it is wrong
@treturn ?string what is wrong, as `FILE:LINE: REASON` or `FILE:LINE:COLUMN: REASON`, or as
  `FILE: REASON` if nothing can be read; with a registry, the note on lines in the form of
  `/etc/services` that were passed over
@treturn ?ReadError the same as fields
@raise an argument error if the path is not a string or the format is not one
@usage
local registry = assert(ianaports.load("service-names-port-numbers.csv"))
print(#registry, registry:service_name(443))
*/
int api_load(lua_State *L) {
  struct text path = argument_string(L, 1, "path of a registry file (string)");
  enum registry_format format = check_format(L, 2);
  struct error error = { .line = 0 };
  if (path.length == 0 || memchr(path.bytes, '\0', path.length) != NULL) {
    argument_expected(L, 1, "path of a registry file (not empty, no NUL byte)");
  }
  struct input *input = push_input(L);
  return input_open(input, path.bytes, &error)
           ? read_input(L, input, format, path)
           : push_error(L, path.bytes, error.line, error.column, error.message);
}

/***
Reads a registry from a text, as @{load} does from a file. Messages call the text `text`. On
the module only.

@function parse
@static
@tparam string text a text in one of the forms that @{load} reads
@tparam[opt] Format format the form; by default the content decides
@treturn ?Registry the registry, or `nil` if anything in the text is wrong
@treturn ?string what is wrong, as for @{load}
@treturn ?ReadError the same as fields; `source` is `text`
@raise an argument error if the text is not a string or the format is not one
@usage
local registry = assert(ianaports.parse("billing 9000/tcp # our own\n", "services"))
registry:find(9000).description --> "our own"
*/
int api_parse(lua_State *L) {
  struct text text = argument_string(L, 1, "text of a registry (string)");
  enum registry_format format = check_format(L, 2);
  struct input *input = push_input(L);
  input_of_text(input, text);
  return read_input(L, input, format, TEXT_LITERAL("text"));
}
