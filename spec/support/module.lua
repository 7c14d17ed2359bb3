-- What is true of the compiled module, however it was built.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local module = {}

-- The version, "1.0.0", from the one place that states it.
function module.version()
  return files.read "src/version.h":match 'VERSION "(%d+%.%d+%.%d+)"'
end

-- The names of the functions that Lua and LuaJIT's FFI call, sorted.
function module.intended_exports()
  local names = { "luaopen_ianaports", "luaopen_ianaports_flow", "luaopen_ianaports_system" }
  for name in files.read("lua/ianaports/ffi.lua"):gmatch "(ianaports_ffi_[%l_]+)%([^()]*%);" do
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

-- The names that a file in ELF exports, sorted.
function module.exports(path)
  local names = {}
  for name in shell.output("nm -D --defined-only " .. path):gmatch "%x+ %a ([^\n]+)" do
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

return module
