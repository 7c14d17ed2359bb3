local files = require "spec.support.files"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

local shared = {
  "contact",
  "contacts",
  "count",
  "entries",
  "find",
  "find_all",
  "info",
  "port_number",
  "range",
  "references",
  "search",
  "service_name",
  "unassigned",
}

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

local function with_names(list, ...)
  local all = { ... }
  for _, name in ipairs(list) do
    all[#all + 1] = name
  end
  table.sort(all)
  return all
end

describe("the module", function()
  it("sets no global", function()
    local before = {}
    for key, value in pairs(_G) do
      before[key] = value
    end
    local loaded = package.loaded.ianaports
    package.loaded.ianaports = nil
    local fresh = require "ianaports"
    package.loaded.ianaports = loaded
    assert.is_table(fresh)
    for key, value in pairs(_G) do
      assert(rawequal(before[key], value), "new global " .. tostring(key))
    end
  end)

  it("exports what is documented and nothing else", function()
    assert.same(with_names(shared, "_VERSION", "build", "bundled", "check_filter", "check_search",
      "check_service_name", "common_names", "load", "parse", "port_class", "registered_name"),
      sorted_keys(ianaports))
  end)

  it("serves its submodules even if package.cpath did not find it", function()
    local version = os.getenv "LUA_VERSION" or "5.4"
    local script = ([[
      local open = assert(package.loadlib("build/%s/ianaports.so", "luaopen_ianaports"))
      package.cpath = ""
      package.preload.ianaports = open
      for name in ("annotate diff export overlay ports report services update xml"):gmatch "%%a+" do
        require("ianaports." .. name)
      end
      local report = require "ianaports.report"
      report.write(report.summarize(nil, { { port = 443 } }), "text", io.stdout)]]):format(version)
    local output = files.with(script, function(path)
      return (shell.run((os.getenv "LUA" or "lua5.4") .. " " .. path))
    end)
    assert.matches("443 https", output)
  end)

  it("has a version", function()
    assert.matches("^ianaports %d+%.%d+%.%d+$", ianaports._VERSION)
  end)

  it("has a length, the number of its entries, from Lua 5.2 on", function()
    local length = _VERSION == "Lua 5.1" and 0 or ianaports.count()
    assert.equal(length, #ianaports)
  end)

  it("still works after it is loaded again", function()
    local registry = sample.registry { "a 9 tcp" }
    local loaded = package.loaded.ianaports
    package.loaded.ianaports = nil
    local again = require "ianaports"
    package.loaded.ianaports = loaded
    assert.equal("http", again.service_name(80))
    assert.equal("http", ianaports.service_name(80))
    assert.equal("a", registry:service_name(9))
    assert.equal("a", again.bundled.service_name(registry, 9))
  end)
end)

describe("a registry", function()
  it("has the methods that are documented and no others", function()
    local methods = debug.getmetatable(ianaports.bundled).__index
    assert.same(with_names(shared, "close"), sorted_keys(methods))
    for _, method in pairs(methods) do
      assert.is_function(method)
    end
  end)

  it("is the same kind of object, bundled or built", function()
    assert.equal(debug.getmetatable(ianaports.bundled), debug.getmetatable(ianaports.build {}))
  end)

  it("has no fields of its own", function()
    assert.is_nil(ianaports.bundled.rows)
    assert.is_nil(ianaports.bundled[1])
    assert.has_error(function() ianaports.bundled.rows = {} end)
  end)
end)

describe("the bundled registry", function()
  local bundled = ianaports.bundled

  local calls = {
    { "service_name", 80 },
    { "service_name", 5116, "tcp" },
    { "port_number", "https" },
    { "port_number", "none" },
    { "find", 6010 },
    { "find", "epp", "udp" },
    { "find_all", 80, "tcp" },
    { "count" },
    { "count", { status = "reserved" } },
    { "search", "mysql" },
    { "contact", "[Jim_Cleppe]" },
    { "info" },
    { "references", { reference = "[RFC1]" } },
  }
  for _, call in ipairs(calls) do
    it(("answers %s(%s) as the module does"):format(call[1], tostring(call[2] or "")), function()
      assert.same({ ianaports[call[1]](call[2], call[3]) },
        { bundled[call[1]](bundled, call[2], call[3]) })
    end)
  end

  it("iterates as the module does", function()
    assert.same(sample.collect(ianaports.entries("dccp")), sample.collect(bundled:entries("dccp")))
    assert.same(sample.collect(ianaports.range(79, 99)), sample.collect(bundled:range(79, 99)))
    assert.same(sample.collect(ianaports.contacts()), sample.collect(bundled:contacts()))
    assert.equal(sample.port_ranges(ianaports.unassigned()),
      sample.port_ranges(bundled:unassigned()))
  end)
end)

describe("the module's functions", function()
  it("ask the bundled registry, even if there are others", function()
    local registry = sample.registry { "other 80 tcp" }
    assert.equal("other", registry:service_name(80))
    assert.equal("http", ianaports.service_name(80))
  end)
end)

describe("port_class", function()
  local classes = {
    [0] = "system",
    [443] = "system",
    [1023] = "system",
    [1024] = "user",
    [49151] = "user",
    [49152] = "dynamic",
    [65535] = "dynamic",
  }
  for port, class in pairs(classes) do
    it(("of %d is %s"):format(port, class), function()
      assert.equal(class, ianaports.port_class(port))
    end)
  end

  it("accepts strings of digits and integral floats", function()
    assert.equal("user", ianaports.port_class("1024"))
    assert.equal("user", ianaports.port_class(2048 / 2))
  end)
end)

describe("check_service_name", function()
  local good = {
    "a", "Z", "http", "HTTP", "http-alt", "3com", "com3", "a-b-c", "0-a", "1-2-3x",
    "abcdefghijklmno",
  }
  for _, name in ipairs(good) do
    it(("accepts %q"):format(name), function()
      assert.same({ true }, { ianaports.check_service_name(name) })
    end)
  end

  local length = "1 to 15"
  local characters = "letters.*digits.*hyphen"
  local letter = "at least one letter"
  local edge = "begins.*ends.*hyphen"
  local doubled = "two hyphens"
  local bad = {
    { "", length },
    { "abcdefghijklmnop", length },
    { ("a"):rep(2 ^ 20), length },
    { "a_b", characters },
    { "a b", characters },
    { " a", characters },
    { "a.b", characters },
    { "a\n", characters },
    { "a\0b", characters },
    { "\0", characters },
    { "caf\195\169", characters },
    { "123", letter },
    { "0", letter },
    { "1-2", letter },
    { "-a", edge },
    { "a-", edge },
    { "a--b", doubled },
  }
  for _, case in ipairs(bad) do
    it(("names the rule that %q breaks"):format(case[1]:sub(1, 20)), function()
      local accepted, rule = ianaports.check_service_name(case[1])
      assert.is_nil(accepted)
      assert.matches(case[2], rule)
    end)
  end

  it("refuses a name of hyphens only", function()
    assert.is_nil((ianaports.check_service_name("-")))
    assert.is_nil((ianaports.check_service_name("--")))
  end)
end)
