-- Writes the rockspec of a release to standard output: `make rockspec`. What it says about the
-- project is that of the rockspec for checkouts.
--
-- usage: rockspec.lua VERSION FILE...    (the C sources and the submodules)

local TEMPLATE = "rockspec/ianaports-scm-1.rockspec"

local HEAD = [[
-- Made by `make rockspec`; do not edit. LuaRocks builds in the folder of this file, because it
-- installs all that a folder named lua holds beside the place where it builds.
]]

local SOURCE = [[
source = {
  -- No host is named. The archive lies in the current folder.
  url = "file://ianaports-%s.tar.gz",
  dir = "ianaports-%s/rockspec",
}]]

local BUILD = [[
build = {
  type = "builtin",
  modules = {
%s  },
  install = {
    bin = { ianaports = "../lua/bin/ianaports" },
    -- These go into the folder that the name before the last dot says.
    lua = {
%s    },
  },
  platforms = {
    unix = { modules = { ianaports = {
%s    } } },
    windows = { modules = { ianaports = {
      defines = { "__USE_MINGW_ANSI_STDIO=1" },
%s    } } },
  },
}
]]

local MODULE = [[
      incdirs = { "../src", "$(LIBCSV_INCDIR)" },
      libdirs = { "$(LIBCSV_LIBDIR)" },
      libraries = { "csv" },
      sources = {
%s      },
]]

local version = ...
local files = { "src/bundled.c", select(2, ...) } -- of which only an archive has the first
table.sort(files)

-- The lines that `line` returns for files.
local function lines(line)
  local found = {}
  for _, path in ipairs(files) do
    found[#found + 1] = line(path)
  end
  return table.concat(found)
end

-- What a module of C consists of on a kind of system: "posix" or "windows".
local function module(system)
  return MODULE:format(lines(function(path)
    if path:find "%.c$" and (path:match "^src/system/(%w+)/" or system) == system then
      return ('        "../%s",\n'):format(path)
    end
  end))
end

local function name_of(path)
  return path:match("^lua/(.*)%."):gsub("/", ".")
end

local submodules = lines(function(path)
  if path:find "%.lua$" then
    return ('    ["%s"] = "../%s",\n'):format(name_of(path), path)
  end
end)
local others = lines(function(path)
  local suffix = path:match "^lua/.*%.(%w+)$"
  if suffix and suffix ~= "lua" then
    return ('      ["%s_%s"] = "../%s",\n'):format(name_of(path), suffix, path)
  end
end)

-- Replaces a field of the template with all that belongs to it. The last line of a table begins
-- with "}".
local function replace(text, name, by)
  local first, last = text:find(name .. " = [^\n]*{\n.-\n}")
  if not first then
    first, last = text:find(name .. " = [^\n]*")
  end
  return text:sub(1, first - 1) .. by .. text:sub(last + 1)
end

local file = assert(io.open(TEMPLATE))
local text = file:read "*a"
file:close()
text = replace(text, "version", ('version = "%s-1"'):format(version))
text = replace(text, "source", SOURCE:format(version, version))
text = replace(text, "test", 'test = { type = "command", command = "make --directory=.. test" }')
text = replace(text, "build", "")
io.stdout:write(HEAD, (text:gsub("%s+$", "\n\n")))
io.stdout:write(BUILD:format(submodules, others, module "posix", module "windows"))
