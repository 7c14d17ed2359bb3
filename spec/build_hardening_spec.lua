-- What the compiled module exports, what the linker protects, and what of it may change.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local module = ("build/%s/ianaports.so"):format(os.getenv "LUA_VERSION" or "5.4")

local function run(command)
  local output, succeeded = shell.run(command)
  assert(succeeded, output)
  return output
end

-- Builds with sanitizers or for coverage are other than this.
describe("The compiled module #hardening", function()
  it("exports nothing but the functions that Lua and LuaJIT's FFI call", function()
    local names = {}
    for name in run("nm -D --defined-only " .. module):gmatch "%x+ %a ([^\n]+)" do
      names[#names + 1] = name
    end
    local declared = { "luaopen_ianaports", "luaopen_ianaports_tty" }
    for name in files.read("lua/ianaports/ffi.lua"):gmatch "(ianaports_ffi_[%l_]+)%([^()]*%);" do
      declared[#declared + 1] = name
    end
    table.sort(names)
    table.sort(declared)
    assert.is_true(#declared > 2)
    assert.same(declared, names)
  end)

  it("calls the forms of the C library's functions that check their bounds", function()
    local symbols = run("nm -D --undefined-only " .. module)
    assert.matches(" __vsnprintf_chk", symbols, 1, true)
    assert.is_nil(symbols:find " v?snprintf")
  end)

  it("checks the stack that functions with arrays return by", function()
    assert.matches(" __stack_chk_fail", run("nm -D --undefined-only " .. module), 1, true)
  end)

  -- gcc writes its options down beside the debug information, with -flto those of the linking too.
  it("touches each page of a large stack frame", function()
    local options = run("readelf --debug-dump=info " .. module)
    local count = 0
    for producer in options:gmatch "DW_AT_producer[^\n]*: (GNU [^\n]*)" do
      count = count + 1
      assert.matches(" -fstack-clash-protection", producer, 1, true)
      assert.matches(" -fstack-protector-strong", producer, 1, true)
    end
    assert(count > 0 or options:find "DW_AT_producer[^\n]*: [^\n]*clang")
  end)

  -- The first instruction of a function that may be called by its address. Other machines than
  -- x86 do not know it.
  if shell.run "uname -m" == "x86_64\n" then
    it("has marks where it may be jumped to", function()
      local code = run("objdump -d --no-show-raw-insn " .. module)
      for _, name in ipairs { "luaopen_ianaports", "luaopen_ianaports_tty" } do
        assert.equal("endbr64", code:match("<" .. name .. ">:\n[^\t]*\t(%w+)"))
      end
    end)
  end

  it("stays where it is when it is unloaded, for finalizers that come later", function()
    assert.matches("NODELETE", run("readelf -dW " .. module), 1, true)
  end)

  it("is linked whole when it is loaded, and read-only from then on", function()
    assert.matches("GNU_RELRO", run("readelf -lW " .. module), 1, true)
    assert.matches("BIND_NOW", run("readelf -dW " .. module), 1, true)
  end)

  it("has no executable stack, and nothing that may be both written and executed", function()
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

  -- Eight bytes each are the compiler's own.
  it("has no data of its own that may change", function()
    local sizes = run("size -A " .. module)
    for _, section in ipairs { ".data", ".bss" } do
      local size = tonumber(sizes:match("\n%" .. section .. " +(%d+)"))
      assert(size <= 8, ("%s has %d bytes"):format(section, size))
    end
  end)
end)
