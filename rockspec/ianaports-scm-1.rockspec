rockspec_format = "3.0"
package = "ianaports"
version = "scm-1"

source = {
  url = "git+file://.",
}

description = {
  summary = "The IANA service name and port number registry, compiled in",
  detailed = [[
    Service names, port numbers, ranges, reserved and unassigned ports, aliases,
    assignees and contacts: a snapshot of the registry, with nothing to find and
    nothing to parse. Iterators, filters and full-text search run in C.
  ]],
  license = "MIT",
  labels = { "network", "iana", "ports" },
}

dependencies = {
  "lua >= 5.1, < 5.6",
}

external_dependencies = {
  LIBCSV = { header = "csv.h", library = "csv" },
}

test = {
  type = "command",
  command = "make test",
}

build = {
  type = "command",
  -- Asks the rock's Lua for its version; LuaJIT answers 5.1.
  build_command = [[
    make CC="$(CC)" LUA_INCDIR="$(LUA_INCDIR)" \
      LUA_VERSION=$("$(LUA)" -e 'io.write((_VERSION:match("%d.%d")))')
  ]],
  install_command = [[
    make install-module LIBDIR="$(LIBDIR)" LUADIR="$(LUADIR)" LUA_INCDIR="$(LUA_INCDIR)" \
      LUA_VERSION=$("$(LUA)" -e 'io.write((_VERSION:match("%d.%d")))')
  ]],
  -- LuaRocks wraps the command of a checkout so that it finds the rock.
  install = { bin = { ianaports = "lua/bin/ianaports" } },
}
