-- What the compiled module exports, how it is protected, and that it has no data that can change.

local about = require "spec.support.module"
local files = require "spec.support.files"
local shell = require "spec.support.shell"

local module = ("build/%s/ianaports.so"):format(os.getenv "LUA_VERSION" or "5.4")

local run = shell.output

-- Builds with sanitizers or for coverage differ, and are not tested here.
describe("The compiled module #hardening", function()
  -- The programs below read ELF, which macOS does not have.
  local is_elf = files.read(module):sub(1, 4) == "\127ELF"
  if not is_elf then
    pending "only a module in ELF is looked into"
    return
  end

  it("exports nothing but the functions that Lua and LuaJIT's FFI call", function()
    local intended = about.intended_exports()
    assert.is_true(#intended > 3)
    assert.same(intended, about.exports(module))
  end)

  it("calls the variants of the C library's functions that check bounds", function()
    local symbols = run("nm -D --undefined-only " .. module)
    assert.matches(" __vsnprintf_chk", symbols, 1, true)
    assert.is_nil(symbols:find " v?snprintf")
  end)

  it("checks its stack, and bounds that are known only at run time", function()
    local symbols = run("nm -D --undefined-only " .. module)
    assert.matches(" __stack_chk_fail", symbols, 1, true)
    assert.matches(" __memcpy_chk", symbols, 1, true) -- from _FORTIFY_SOURCE=3 on
  end)

  it("marks the targets of indirect calls", function()
    if run "uname -m" ~= "x86_64\n" then
      pending "control-flow protection is checked on x86-64 alone"
      return
    end
    local code = run("objdump -d " .. module)
    local functions = 0
    for name, first in code:gmatch "<(%l[%l_]+)>:\n[^\n]-\t[%x ]+\t(%w+)" do
      if name:find "^luaopen_" or name:find "^ianaports_ffi_" then
        assert.equal("endbr64", first, name)
        functions = functions + 1
      end
    end
    assert.is_true(functions > 2, functions)
  end)

  it("is completely linked when it is loaded, and read-only after that", function()
    assert.matches("GNU_RELRO", run("readelf -lW " .. module), 1, true)
    assert.matches("BIND_NOW", run("readelf -dW " .. module), 1, true)
  end)

  it("stays loaded for finalizers that run after Lua unloads it", function()
    assert.matches("NODELETE", run("readelf -dW " .. module), 1, true)
  end)

  it("has no executable stack, and no memory that is both writable and executable", function()
    local segments = {}
    local headers = run("readelf -lW " .. module)
    for kind, flags in headers:gmatch "\n +(%S+) [%s%x]+x[%sx%x]+ ([RWE ]+) 0x" do
      segments[kind] = (segments[kind] or "") .. flags:gsub(" ", "") .. " "
    end
    assert.equal("RW ", segments.GNU_STACK)
    assert.equal("R RE R RW ", segments.LOAD)
  end)

  it("has no relocations in its code", function()
    assert.is_nil(run("readelf -dW " .. module):find "TEXTREL")
  end)

  -- The compiler itself puts eight bytes into each section.
  it("has no data of its own that can change", function()
    local sizes = run("size -A " .. module)
    for _, section in ipairs { ".data", ".bss" } do
      local size = tonumber(sizes:match("\n%" .. section .. " +(%d+)"))
      assert(size <= 8, ("%s has %d bytes"):format(section, size))
    end
  end)
end)
