-- ianaports.ffi: the same answers and errors as ianaports, by compiled code, on LuaJIT.
-- spec/conformance compares it with the oracle.

local compat = require "spec.support.compat"
local difference = require "spec.support.difference"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local new_tally = require "spec.conformance.tally"
local shell = require "spec.support.shell"

local compiler = rawget(_G, "jit")
local lua = os.getenv "LUA" or "lua5.4"

local FIELDS = { "service_name", "port_number", "port_last", "transport_protocol", "status" }

-- false: none given
local PROTOCOLS = {
  false, "tcp", "UDP", "Sctp", "dccp", 6, 17, 132, 33, "17", 1, "47", 255,
}

local NAMES = {
  "https", "HTTPS", "x11", "epp", "discard", "EtherNet/IP-1", "ethernet/ip-1", "afpovertcp", "sip",
  "no-such-name", "", "80 ", "80\0", "http\0", "3com-tsmux", "1ci-smcs", ("n"):rep(2 ^ 20),
}

local function run_script(script)
  return files.with(script, function(path)
    return shell.run(lua .. " " .. path)
  end)
end

-- The fields that both finds have.
local function scalars(entry)
  local fields = {}
  for _, field in ipairs(FIELDS) do
    fields[field] = entry[field]
  end
  return fields
end

local function scalars_or_nil(entry)
  return entry and scalars(entry)
end

-- Asks both modules for each key; returns what differs.
local function check_key(tally, lookups, key, protocol)
  local shown = ("%.40s"):format(key) .. " " .. tostring(protocol)
  tally:check(difference.entry(scalars_or_nil(ianaports.find(key, protocol)),
    lookups.find(key, protocol)), "find", shown)
  if type(key) == "string" and not key:find "^%d+$" then
    local port, of = ianaports.port_number(key, protocol)
    local found_port, found_of = lookups.port_number(key, protocol)
    tally:check(difference.value(port, found_port), "port of", shown)
    tally:check(difference.value(of, found_of), "protocol of", shown)
  else
    tally:check(difference.value(ianaports.service_name(key, protocol),
      lookups.service_name(key, protocol)), "service_name", shown)
  end
end

local function check_all(lookups)
  local tally = new_tally()
  for _, given in ipairs(PROTOCOLS) do
    for port = 0, 65535, 7 do
      check_key(tally, lookups, port, given or nil)
    end
    for _, name in ipairs(NAMES) do
      check_key(tally, lookups, name, given or nil)
    end
  end
  tally:conclude(#PROTOCOLS * (2 * 9363 + 3 * #NAMES))
end

-- Values that are wrong for an argument, and all that are right for some.
local VALUES = {
  true, false, {}, print, io.stdout, coroutine.create(function() end),
  0 / 0, 1 / 0, -1 / 0, 1.5, -1, 65536, 2 ^ 53, -2 ^ 31, 80, 262, 7,
  "65536", "18446744073709551616", ("9"):rep(2 ^ 20), "", "http", "-1", "1.5", "0x50",
  "80", "80 ", "80\0", "0080", "icmp", "tcp", "tcp ", "tcp\0", "6", "\200\1\"",
  0, 1, 255, 256, "0", "1", "006", "255", "256", "6.0", " 6", ("0"):rep(400) .. "6",
}

-- The functions of a module, called from one line, which their messages name.
local function calls(module)
  return {
    service_name = function(...) return (module.service_name(...)) end,
    port_number = function(...) return (module.port_number(...)) end,
    find = function(...) return (module.find(...)) ~= nil end,
  }
end

-- The declarations of lua/ianaports/ffi.lua and src/ffi/ffi.h, one a line, in one form.
local function declared_in_lua()
  return (files.read("lua/ianaports/ffi.lua"):match "ffi%.cdef %[%[\n(.-)%]%]":gsub("\n +", " "))
end

local function declared_in_c()
  local lines = {}
  for declaration in files.read("src/ffi/ffi.h"):gmatch "\nEXPORTED ([^;]+;)" do
    lines[#lines + 1] = declaration:gsub("%s+", " "):gsub("struct registry", "void")
      :gsub("struct ianaports_ffi_record", "void"):gsub("numbers%[PORT_COUNT%]", "*numbers")
  end
  return table.concat(lines, "\n") .. "\n"
end

-- The fields of a record, one a line.
local function fields_in_lua()
  return files.read("lua/ianaports/ffi.lua"):match "%[%[struct {\n(.-)}"
end

local function fields_in_c()
  local fields = files.read("src/ffi/ffi.h"):match "\nstruct ianaports_ffi_record {\n(.-)}"
  return (fields:gsub(" */%*[^\n]+", ""))
end

describe("ianaports.ffi #luajit", function()
  it("declares the functions of C as C does, and its record", function()
    assert.equal(declared_in_c(), declared_in_lua())
    assert.equal(fields_in_c(), fields_in_lua())
  end)

  if not compiler then
    it("says that it needs LuaJIT", function()
      local succeeded, message = pcall(require, "ianaports.ffi")
      assert.is_false(succeeded)
      assert.matches("ianaports.ffi needs LuaJIT, this is " .. _VERSION, message, 1, true)
      assert.is_not_table(package.loaded["ianaports.ffi"])
    end)
    return
  end

  local lookups = require "ianaports.ffi"
  local ffi = require "ffi"

  it("has three functions and sets no global", function()
    local before = {}
    for key in pairs(_G) do
      before[key] = true
    end
    package.loaded["ianaports.ffi"] = nil
    local fresh = require "ianaports.ffi"
    package.loaded["ianaports.ffi"] = lookups
    local found = {}
    for name, value in pairs(fresh) do
      found[name] = type(value)
    end
    assert.same({ find = "function", port_number = "function", service_name = "function" }, found)
    for key in pairs(_G) do
      assert.is_true(before[key], "new global " .. tostring(key))
    end
  end)

  it("answers", function()
    assert.equal("https", lookups.service_name(443))
    assert.equal("https", lookups.service_name("0443", "TCP"))
    assert.is_nil(lookups.service_name(5116, "tcp"))
    assert.same({ 443, "tcp" }, { lookups.port_number "HTTPS" })
    assert.same({ 443, "udp" }, { lookups.port_number("https", 17) })
    assert.is_nil(lookups.port_number "no-such-name")
    assert.same({
      service_name = "x11",
      port_number = 6000,
      port_last = 6063,
      transport_protocol = "tcp",
      status = "assigned",
    }, lookups.find(6010, 6))
    assert.same({ port_number = 5116, transport_protocol = "tcp", status = "reserved" },
      lookups.find(5116, "tcp"))
    assert.is_nil(lookups.find(65535))
    assert.is_nil(lookups.find "no-such-name")
  end)

  it("returns a fresh table each time", function()
    local entry = lookups.find(443)
    entry.service_name = "changed"
    assert.equal("https", lookups.find(443).service_name)
    assert.are_not.equal(lookups.find(443), lookups.find(443))
  end)

  it("answers as ianaports does", function()
    check_all(lookups)
  end)

  it("answers as ianaports does if nothing is compiled", function()
    compiler.off()
    compiler.flush()
    local succeeded, message = pcall(check_all, lookups)
    compiler.on()
    assert(succeeded, message)
  end)

  it("raises the errors that ianaports raises", function()
    local api, fast = calls(ianaports), calls(lookups)
    local raised, compared = 0, 0
    local function compare(name, ...)
      local expected = { pcall(api[name], ...) }
      local got = { pcall(fast[name], ...) }
      assert.same(expected, got)
      compared = compared + 1
      raised = raised + (expected[1] and 0 or 1)
    end
    for name, right in pairs { service_name = 80, port_number = "http", find = "http" } do
      compare(name, nil)
      for _, value in ipairs(VALUES) do
        compare(name, value)
        compare(name, right, value)
        compare(name, value, value)
      end
      compare(name, ffi.new("int64_t", 80))
      compare(name, right, ffi.new("int64_t", 6))
    end
    assert.equal(3 * (3 * #VALUES + 3), compared)
    assert.is_true(raised > 200 and raised < compared)
  end)

  it("blames the caller for what is missing", function()
    local _, message = pcall(function()
      return (lookups.service_name())
    end)
    assert.matches("^spec/lua/ffi_spec.lua:%d+: bad argument #1 to 'service_name' "
      .. "%(port number 0%-65535 expected, got nil%)$", message)
  end)

  it("lives on while the collector runs", function()
    for round = 1, 20 do
      compat.collect()
      assert.equal(80, (lookups.port_number("hTtP", ({ "tcp", "udp" })[round % 2 + 1])))
      assert.equal("http", lookups.find("hTtP").service_name)
    end
  end)

  it("leaves a loop compiled", function()
    local output, succeeded = run_script [[
      local lookups = require "ianaports.ffi"
      require("jit.v").on()
      local sum = 0
      for port = 0, 65535 do
        sum = sum + #(lookups.service_name(port) or "") + #(lookups.service_name(port, "TCP") or "")
        local entry = lookups.find(port, 17)
        sum = sum + (entry and entry.port_number or 0)
      end
      for _, name in ipairs { "http", "HTTP", "no-such-name" } do
        for _ = 1, 1000 do
          sum = sum + (lookups.port_number(name) or 0) + (lookups.find(name, 6) and 1 or 0)
        end
      end]]
    assert.is_true(succeeded, output)
    assert.matches("%[TRACE +%d+ .* loop%]", output)
    for _, word in ipairs { "NYI", "abort", "stitch" } do
      assert.is_nil(output:find(word, 1, true), output)
    end
  end)

  it("says what it needs if the C module is not on package.cpath", function()
    local output, succeeded = run_script(([[
      local open = assert(package.loadlib("build/%s/ianaports.so", "luaopen_ianaports"))
      package.preload.ianaports = open
      package.cpath = "build/nowhere/?.so"
      require "ianaports.ffi"]]):format(os.getenv "LUA_VERSION"))
    assert.is_false(succeeded)
    assert.matches("ianaports.ffi needs the C module on package.cpath:\n", output, 1, true)
    assert.matches("no file 'build/nowhere/ianaports.so'", output, 1, true)
  end)
end)
