-- Every function refuses every argument that it cannot use, and then changes nothing. Its message
-- says which argument is wrong, what the function expected and what it got.

local compat = require "spec.support.compat"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"

local compile, unpack = compat.load, compat.unpack

local mebibyte = 2 ^ 20

-- Values that nearly every parameter refuses, and how an error names them.
local wrong_types = {
  { label = "true", value = true, got = "got boolean" },
  { label = "false", value = false, got = "got boolean" },
  { label = "a table", value = {}, got = "got table" },
  { label = "a function", value = print, got = "got function" },
  { label = "a userdata", value = io.stdout, got = "got userdata" },
  { label = "a coroutine", value = coroutine.create(function() end), got = "got thread" },
}

local missing = {
  { label = "nil", value = nil, got = "got nil" },
  { label = "no value", absent = true, got = "got no value" },
}

-- As this Lua writes a number; its numbers may be floats of 32 bits.
local function got_number(value)
  return "got " .. tostring(value):gsub("%.0$", "")
end

-- C libraries write NaN in different ways.
local wrong_numbers = {
  { label = "NaN", value = 0 / 0, got = "nan" },
  { label = "infinity", value = 1 / 0, got = "got inf" },
  { label = "minus infinity", value = -1 / 0, got = "got -inf" },
  { label = "1.5", value = 1.5, got = "got 1.5" },
  { label = "-1", value = -1, got = "got -1" },
  { label = "65536", value = 65536, got = "got 65536" },
  { label = "2^53", value = 2 ^ 53, got = got_number(2 ^ 53) },
  { label = "-2^31", value = -2 ^ 31, got = got_number(-2 ^ 31) },
  { label = "2^32 and 80", value = 2 ^ 32 + 80, got = got_number(2 ^ 32 + 80) },
  { label = "2^32 and 6", value = 2 ^ 32 + 6, got = got_number(2 ^ 32 + 6) },
  { label = "2^64", value = 2 ^ 64, got = got_number(2 ^ 64) },
  { label = "1e300", value = 1e300, got = got_number(1e300) },
  { label = "-1e300", value = -1e300, got = got_number(-1e300) },
}

local wrong_digits = {
  { label = '"65536"', value = "65536", got = 'got "65536"' },
  { label = "2^64 in digits", value = "18446744073709551616", got = 'got "18446744073709551616"' },
  { label = "a mebibyte of digits", value = ("9"):rep(mebibyte), got = 'got "999' },
}

local no_digits = {
  { label = "an empty string", value = "", got = 'got ""' },
  { label = "a name", value = "http", got = 'got "http"' },
  { label = '"-1"', value = "-1", got = 'got "-1"' },
  { label = '"1.5"', value = "1.5", got = 'got "1.5"' },
  { label = '"0x50"', value = "0x50", got = 'got "0x50"' },
  { label = "digits and a space", value = "80 ", got = 'got "80 "' },
  { label = "digits and a NUL byte", value = "80\0", got = 'got "80' },
}

local no_protocol = {
  { label = "an empty string", value = "", got = 'got ""' },
  { label = '"icmp"', value = "icmp", got = 'got "icmp"' },
  { label = '"tcp "', value = "tcp ", got = 'got "tcp "' },
  { label = '"tc"', value = "tc", got = 'got "tc"' },
  { label = '"tcp" and a NUL byte', value = "tcp\0", got = 'got "tcp' },
  { label = "a mebibyte", value = ("t"):rep(mebibyte), got = 'got "ttt' },
  { label = "256", value = 256, got = "got 256" },
  { label = '"256"', value = "256", got = 'got "256"' },
  { label = '"6.0"', value = "6.0", got = 'got "6.0"' },
  { label = '" 6"', value = " 6", got = 'got " 6"' },
  { label = "262, which is 6 in its low byte", value = 262, got = "got 262" },
}

local numbers = {
  { label = "a number", value = 80, got = "got 80" },
}

local strings = {
  { label = "a string", value = "[RFC1]", got = "got" },
}

local function but(label, cases)
  local rest = {}
  for _, case in ipairs(cases) do
    if case.label ~= label then
      rest[#rest + 1] = case
    end
  end
  return rest
end

local function all(...)
  local cases = {}
  for _, list in ipairs { ... } do
    for _, case in ipairs(list) do
      cases[#cases + 1] = case
    end
  end
  return cases
end

local wrong_ports = all(wrong_types, wrong_numbers, wrong_digits, no_digits)
local no_tables = but("a table", wrong_types)
local protocols = { "tcp, udp, sctp, dccp", "6, 17, 132, 33" }
local no_strings = all(missing, wrong_types, wrong_numbers, numbers)

-- For each kind of parameter: what an error must say that it expected, and the wrong values.
local kinds = {
  port = { words = { "port number 0-65535" }, wrong = all(missing, wrong_ports) },
  optional_port = { words = { "port number 0-65535" }, wrong = wrong_ports },
  key = {
    words = { "port number 0-65535" },
    wrong = all(missing, wrong_types, wrong_numbers, wrong_digits),
  },
  name = { words = { "service name" }, wrong = no_strings },
  text = { words = { "text", "string" }, wrong = no_strings },
  id = { words = { "contact id", "string" }, wrong = no_strings },
  path = { words = { "path", "string" }, wrong = no_strings },
  protocol = { words = protocols, wrong = all(wrong_types, wrong_numbers, no_protocol) },
  filter = {
    words = { "filter", unpack(protocols) },
    wrong = all(no_tables, wrong_numbers, no_protocol),
  },
  entry = { words = { "table" }, wrong = all(missing, no_tables, numbers, strings) },
  parts = { words = { "table" }, got = "got", wrong = all(missing, no_tables, numbers, strings) },
  format = {
    words = { "format" },
    wrong = all(wrong_types, numbers, {
      { label = "an empty string", value = "", got = 'got ""' },
      { label = "an unknown format", value = "nonsense", got = 'got "nonsense"' },
      { label = "csv and a NUL byte", value = "csv\0", got = 'got "csv' },
    }),
  },
}

-- Each parameter: its kind and a correct value.
local shared = {
  service_name = { { "port", 80 }, { "protocol", "tcp" } },
  port_number = { { "name", "http" }, { "protocol", "tcp" } },
  find = { { "key", 80 }, { "protocol", "tcp" } },
  find_all = { { "key", "http" }, { "protocol", "tcp" } },
  entries = { { "filter", "tcp" } },
  range = { { "port", 0 }, { "port", 65535 }, { "filter", "tcp" } },
  unassigned = { { "optional_port", 0 }, { "optional_port", 65535 }, { "protocol", "tcp" } },
  count = { { "filter", "tcp" } },
  search = { { "text", "http" }, { "filter", "tcp" } },
  contact = { { "id", "Jim_Cleppe" } },
  references = { { "entry", {} } },
}

local module_only = {
  port_class = { { "port", 80 } },
  check_service_name = { { "name", "http" } },
  registered_name = { { "name", "rdp" } },
  load = { { "path", "no-such-file" }, { "format", "csv" } },
  parse = { { "text", "" }, { "format", "csv" } },
  build = { { "parts", {} } },
}

-- Calls a method as users do, so that Lua does not count the registry as an argument.
local function method(name)
  local source = "local self = ... local results = { self:%s(select(2, ...)) } return results"
  local call = assert(compile(source:format(name)))
  return function(...)
    return call(ianaports.bundled, ...)
  end
end

local function assert_refuses(f, arguments, position, words, got)
  local accepted, message = pcall(f, unpack(arguments, 1, arguments.n))
  assert.is_false(accepted)
  assert.is_string(message)
  assert(message:find("bad argument #" .. position .. " to ", 1, true), message)
  assert(message:find("expected", 1, true), message)
  for _, word in ipairs(words) do
    assert(message:find(word, 1, true), message)
  end
  assert(message:find(got, 1, true), message)
  assert(#message < 600, "a message of " .. #message .. " bytes")
end

local function describe_parameters(f, parameters)
  for position, parameter in ipairs(parameters) do
    local kind = kinds[parameter[1]]
    for _, case in ipairs(kind.wrong) do
      it(("as argument %d %s"):format(position, case.label), function()
        local arguments = { n = case.absent and position - 1 or position }
        for earlier = 1, position - 1 do
          arguments[earlier] = parameters[earlier][2]
        end
        arguments[position] = case.value
        assert_refuses(f, arguments, position, kind.words, kind.got or case.got)
      end)
    end
  end
end

for name, parameters in pairs(shared) do
  describe("the function " .. name .. " refuses", function()
    describe_parameters(ianaports[name], parameters)
  end)

  describe("the method " .. name .. " refuses", function()
    describe_parameters(method(name), parameters)
  end)
end

for name, parameters in pairs(module_only) do
  describe("the function " .. name .. " refuses", function()
    describe_parameters(ianaports[name], parameters)
  end)
end

describe("the last port of", function()
  for _, name in ipairs { "range", "unassigned" } do
    it(name .. " may not lie below the first", function()
      assert_refuses(ianaports[name], { 443, 442, n = 2 }, 2, { "443" }, "got 442")
      assert_refuses(method(name), { 443, 442, n = 2 }, 2, { "443" }, "got 442")
    end)
  end
end)

describe("an entry's reference", function()
  for _, case in ipairs(all(numbers, wrong_types)) do
    it("may not be " .. case.label, function()
      for _, f in ipairs { ianaports.references, method "references" } do
        local arguments = { { reference = case.value }, n = 1 }
        assert_refuses(f, arguments, 1, { "reference", "string" }, case.got)
      end
    end)
  end
end)

-- The functions that take a filter, as its position and calls with one.
local filtering = {
  entries = { 1, ianaports.entries },
  range = { 3, function(filter) return ianaports.range(0, 65535, filter) end },
  count = { 1, ianaports.count },
  search = { 2, function(filter) return ianaports.search("http", filter) end },
}

local known_keys = {
  "protocol",
  "class",
  "status",
  "service_name",
  "text",
  "assignee",
  "contact",
  "reference",
  "assignment_notes",
  "registered_since",
  "modified_since",
  "unauthorized_use_reported",
  "alias",
  "port",
  "overlay",
  "where",
}

local function filter_refusal(name, filter)
  local position, f = unpack(filtering[name])
  local accepted, message = pcall(f, filter)
  assert.is_false(accepted)
  assert(message:find("bad argument #" .. position .. " to ", 1, true), message)
  assert(#message < 600, "a message of " .. #message .. " bytes")
  return message
end

describe("an unknown filter key", function()
  local keys = {
    { label = "with an unknown name", key = "name", got = '"name"' },
    { label = "with a known name in capitals", key = "Protocol", got = '"Protocol"' },
    { label = "with a known name and a NUL byte", key = "text\0", got = '"text' },
    { label = "with an empty name", key = "", got = '""' },
    { label = "with a name of a mebibyte", key = ("k"):rep(mebibyte), got = '"kkk' },
    { label = "that is an integer", key = 1, got = "1" },
    { label = "that is a float", key = 1.5, got = "1.5" },
    { label = "that is a boolean", key = true, got = "boolean" },
    { label = "that is a table", key = {}, got = "table" },
    { label = "that is a function", key = print, got = "function" },
  }
  for _, case in ipairs(keys) do
    it(case.label .. " is refused", function()
      local message = filter_refusal("count", { [case.key] = "x" })
      assert(message:find("unknown filter key " .. case.got, 1, true), message)
    end)
  end

  for name in pairs(filtering) do
    it("is refused by " .. name .. ", whose message names the known keys", function()
      local message = filter_refusal(name, { protocol = "tcp", nonsense = true })
      assert(message:find('unknown filter key "nonsense"', 1, true), message)
      for _, key in ipairs(known_keys) do
        assert(message:find("%f[%w_]" .. key .. "%f[^%w_]"), key)
      end
    end)
  end
end)

local function value(label, wrong, got)
  return { label = label, value = wrong, got = got }
end

local wrong_members = all(but("a table", wrong_types), wrong_numbers, {
  value("an empty string", "", 'got ""'),
  value("an unknown name", "nonsense", 'got "nonsense"'),
  value("a number", 999, "got 999"),
  value("an empty array", {}, "got an empty array"),
  value("an array with an unknown name", { "nonsense" }, 'got "nonsense"'),
  value("an array with a number", { 999 }, "got 999"),
  value("an array of arrays", { {} }, "got table"),
})

local wrong_dates = all(wrong_types, {
  value("a number", 2010, "got 2010"),
  value("an empty string", "", 'got ""'),
  value("words", "last year", 'got "last year"'),
  value("a short year", "201", 'got "201"'),
  value("a long year", "20100", 'got "20100"'),
  value("a year and a hyphen", "2010-", 'got "2010-"'),
  value("month 0", "2010-00", 'got "2010-00"'),
  value("month 13", "2010-13", 'got "2010-13"'),
  value("a short month", "2010-1", 'got "2010-1"'),
  value("day 0", "2010-01-00", 'got "2010-01-00"'),
  value("day 32", "2010-01-32", 'got "2010-01-32"'),
  value("a short day", "2010-01-1", 'got "2010-01-1"'),
  value("slashes", "2010/01/01", 'got "2010/01/01"'),
  value("a time", "2010-01-01T00:00", 'got "2010-01-01T00:00"'),
  value("white space", " 2010", 'got " 2010"'),
  value("a NUL byte", "2010\0", 'got "2010'),
  value("a mebibyte", ("2"):rep(mebibyte), 'got "222'),
})

local no_text = all(wrong_types, numbers)

local no_boolean = all(but("true", but("false", wrong_types)), {
  value("a number", 1, "got 1"),
  value("a string", "true", 'got "true"'),
})

local no_function = all(but("a function", wrong_types), {
  value("a number", 1, "got 1"),
  value("a string", "true", 'got "true"'),
})

local conditions = {
  protocol = {
    protocols,
    all(wrong_members, {
      value("a name and a NUL byte", "tcp\0", 'got "tcp'),
      value("an array with one wrong name", { "tcp", "nonsense" }, 'got "nonsense"'),
    }),
  },
  class = {
    { "system", "user", "dynamic" },
    all(wrong_members, {
      value("a name and a NUL byte", "system\0", 'got "system'),
      value("an array with one wrong name", { "system", "nonsense" }, 'got "nonsense"'),
    }),
  },
  status = {
    { "assigned", "reserved", "unassigned", "deregistered" },
    all(wrong_members, {
      value("a name and a NUL byte", "assigned\0", 'got "assigned'),
      value("an array with one wrong name", { "assigned", "nonsense" }, 'got "nonsense"'),
    }),
  },
  service_name = { { "string" }, no_text },
  text = { { "string" }, no_text },
  assignee = { { "string" }, no_text },
  contact = { { "string" }, no_text },
  reference = { { "string" }, no_text },
  assignment_notes = { { "string" }, no_text },
  registered_since = { { "YYYY", "YYYY-MM", "YYYY-MM-DD" }, wrong_dates },
  modified_since = { { "YYYY", "YYYY-MM", "YYYY-MM-DD" }, wrong_dates },
  unauthorized_use_reported = { { "boolean" }, no_boolean },
  alias = { { "boolean" }, no_boolean },
  port = { { "boolean" }, no_boolean },
  overlay = { { "boolean" }, no_boolean },
  where = { { "function" }, no_function },
}

describe("an array in a filter", function()
  local members = { protocol = "tcp", class = "user", status = "assigned" }
  for key, member in pairs(members) do
    it("may not have a key that is not an index from 1 on: " .. key, function()
      for _, index in ipairs { 0, -1, 1.5, 3, 2 ^ 31, 2 ^ 32 + 2, 2 ^ 53, 1e300, 1 / 0, "2" } do
        local message = filter_refusal("count", { [key] = { member, [index] = member } })
        assert(message:find("'" .. key .. "'", 1, true), message)
        assert(message:find("got nil", 1, true), message)
      end
    end)
  end
end)

for _, key in ipairs(known_keys) do
  local words, wrong = unpack(conditions[key])
  describe("a filter's " .. key .. " may not be", function()
    for _, case in ipairs(wrong) do
      it(case.label, function()
        local message = filter_refusal("count", { [key] = case.value })
        assert(message:find("'" .. key .. "'", 1, true), message)
        assert(message:find("expected", 1, true), message)
        for _, word in ipairs(words) do
          assert(message:find(word, 1, true), message)
        end
        assert(message:find(case.got, 1, true), message)
      end)
    end

    it("wrong in any function that takes a filter", function()
      for name in pairs(filtering) do
        local message = filter_refusal(name, { [key] = wrong[1].value })
        assert(message:find("'" .. key .. "'", 1, true), message)
      end
    end)
  end)
end

describe("a part of build", function()
  it("may not have an unknown name", function()
    local names = { nonsense = '"nonsense"', Rows = '"Rows"', ["rows\0"] = '"rows', [""] = '""' }
    for name, got in pairs(names) do
      local arguments = { { [name] = {} }, n = 1 }
      assert_refuses(ianaports.build, arguments, 1, { "rows", "contacts", "info" }, "got " .. got)
    end
  end)

  local fields = { "port_number", "port_last", "transport_protocol" }
  for _, field in ipairs(fields) do
    it("may not have a number in " .. field .. " that is not one of its values", function()
      for _, case in ipairs(wrong_numbers) do
        local row = { service_name = "a", port_number = 1, [field] = case.value }
        local arguments = { { rows = { row } }, n = 1 }
        assert_refuses(ianaports.build, arguments, 1, { "rows[1]." .. field }, case.got)
      end
    end)
  end

  for _, part in ipairs { "rows", "overlay", "contacts" } do
    it("may not have a key that is not an index from 1 on: " .. part, function()
      local one = part == "contacts" and { id = "a" } or { service_name = "a" }
      for _, index in ipairs { 0, -1, 1.5, 3, 2 ^ 31, 2 ^ 32 + 2, 2 ^ 53, 1e300, 1 / 0, "2" } do
        local arguments = { { [part] = { one, [index] = one } }, n = 1 }
        assert_refuses(ianaports.build, arguments, 1, { part .. "[2]", "table" }, "got nil")
      end
    end)
  end

  it("may not have fields of unknown names", function()
    for _, field in ipairs { "nonsense", "service_name\0", "port_number\0x" } do
      local row = { service_name = "a", [field] = "b" }
      local accepted, message = pcall(ianaports.build, { rows = { row } })
      assert.is_false(accepted)
      assert(message:find("rows[1]", 1, true), message)
    end
  end)
end)

describe("a method called on", function()
  local methods = debug.getmetatable(ianaports.bundled).__index
  local others = {
    { label = "nothing", n = 0 },
    { label = "nil", n = 1 },
    { label = "a port", 80, n = 1 },
    { label = "a string", "http", n = 1 },
    { label = "a boolean", true, n = 1 },
    { label = "a table", {}, n = 1 },
    { label = "the module", ianaports, n = 1 },
    { label = "a table with the metatable of a registry", n = 1,
      setmetatable({}, debug.getmetatable(ianaports.bundled)) },
    { label = "a file", io.stdout, n = 1 },
    { label = "a coroutine", coroutine.create(function() end), n = 1 },
  }
  for _, other in ipairs(others) do
    it(other.label .. " fails and says that it expected a registry", function()
      for _, f in pairs(methods) do
        assert_refuses(f, other, 1, { "registry" }, "got")
      end
    end)
  end

  it("a table that borrows the method fails in the same way", function()
    local borrower = { find = methods.find }
    assert.error_matches(function()
      local found = borrower:find(80)
      return found
    end, "bad self")
  end)

  it("another object fails in the same way for metamethods", function()
    local metatable = debug.getmetatable(ianaports.bundled)
    for _, name in ipairs { "__len", "__tostring", "__gc", "__close" } do
      for _, other in ipairs(others) do
        assert_refuses(metatable[name], other, 1, { "registry" }, "got")
      end
    end
  end)
end)

describe("a strange string", function()
  local registry = sample.registry { { "http 80 tcp", description = "Web", reference = "[RFC1]" } }
  local strange = {
    ["of no bytes"] = "",
    ["with a NUL byte"] = "http\0",
    ["that is a NUL byte"] = "\0",
    ["of a mebibyte"] = ("h"):rep(mebibyte),
    ["of a mebibyte of NUL bytes"] = ("\0"):rep(mebibyte),
    ["that is not UTF-8"] = "\255\254",
    ["with a format in it"] = "%s%n%d",
  }
  for label, text in pairs(strange) do
    it(label .. " is neither a service nor a contact", function()
      assert.is_nil(registry:find(text))
      assert.same({}, registry:find_all(text))
      assert.is_nil(registry:port_number(text))
      assert.is_nil(registry:contact(text))
      assert.equal(0, registry:count { service_name = text })
    end)

    it(label .. " is no valid service name", function()
      local good, rule = ianaports.check_service_name(text)
      assert.is_nil(good)
      assert.is_string(rule)
    end)

    if text ~= "" then
      it(label .. " is found in no entry", function()
        assert.same({}, registry:search(text))
        for _, key in ipairs { "text", "assignee", "contact", "reference", "assignment_notes" } do
          assert.equal(0, registry:count { [key] = text })
        end
      end)

      it(label .. " is a single reference", function()
        assert.same({ { text = text, type = "other" } }, ianaports.references { reference = text })
      end)
    end

    it(label .. " is no registry", function()
      local parsed, message = ianaports.parse(text)
      assert.is_nil(parsed)
      assert.is_string(message)
      assert.is_true(#message < 600)
    end)
  end

  it("of many words can be searched for", function()
    assert.equal(1, #registry:search(("web "):rep(mebibyte / 4)))
  end)

  it("of a mebibyte of zeros and a port is that port", function()
    assert.equal("http", registry:service_name(("0"):rep(mebibyte) .. "80"))
  end)
end)

describe("an extra argument", function()
  it("is ignored", function()
    assert.equal("http", ianaports.service_name(80, "tcp", {}))
    assert.equal("http", ianaports.bundled:find(80, "tcp", {}).service_name)
    assert.equal(ianaports.count(), ianaports.count(nil, {}))
    assert.equal("2026-05-11", ianaports.info(1, 2, 3).last_updated)
    assert.is_table((ianaports.contacts("x", "y")()))
  end)
end)

describe("a refused call", function()
  it("changes nothing", function()
    local registry = sample.registry { "a 9 tcp", "b 9 udp" }
    for _, case in ipairs(all(wrong_types, wrong_numbers, no_protocol)) do
      pcall(registry.find, registry, case.value, case.value)
      pcall(registry.range, registry, case.value, case.value, case.value)
      pcall(registry.count, registry, { protocol = { "tcp", case.value, "nonsense" } })
      pcall(registry.search, registry, "a", { text = "a", nonsense = case.value })
      pcall(registry.unassigned, registry, 1, case.value, "nonsense")
    end
    assert.same({ "a 9 tcp", "b 9 udp" }, sample.labels(registry:entries()))
    assert.equal("a", registry:service_name(9))
  end)
end)

describe("an error through pcall", function()
  local calls = {
    service_name = {}, port_number = { 1 }, find = {}, find_all = {}, entries = { { x = 1 } },
    range = {}, unassigned = { -1 }, count = { { x = 1 } }, search = {}, contact = {},
    references = {},
  }
  for name, arguments in pairs(calls) do
    it("names the function " .. name, function()
      local _, message = pcall(ianaports[name], arguments[1])
      assert.equal(("bad argument #1 to '%s' ("):format(name), message:match "^.-%(")
      _, message = pcall(ianaports.bundled[name], ianaports.bundled, arguments[1])
      assert.equal(("bad argument #2 to '%s' ("):format(name), message:match "^.-%(")
      _, message = pcall(ianaports.bundled[name], 1)
      assert.equal(("bad argument #1 to '%s' (ianaports.registry expected, got number)")
        :format(name), message)
    end)
  end

  for _, name in ipairs { "load", "parse", "build", "port_class", "check_service_name" } do
    it("names the function " .. name, function()
      local _, message = pcall(ianaports[name], false)
      assert.equal(("bad argument #1 to '%s' ("):format(name), message:match "^.-%(")
    end)
  end

  it("is raised for a function that the module no longer has", function()
    local find = ianaports.find
    ianaports.find = nil
    local _, message = pcall(find)
    ianaports.find = find
    assert.matches("^bad argument #1 to '.-' %(port number", message)
  end)
end)

describe("a function called with a colon", function()
  for name, argument in pairs {
    find = 443, find_all = 443, service_name = 443, port_number = "https", range = 443,
    count = "tcp", entries = "tcp", search = "x", contact = "x", references = {}, load = "x",
    parse = "", build = {}, port_class = 443, check_service_name = "x", unassigned = 1,
  } do
    it("says to use a dot: " .. name, function()
      assert.error_matches(function()
        local found = ianaports[name](ianaports, argument)
        return found
      end, "use a dot instead of a colon: ianaports." .. name .. "%(%.%.%.%)$")
    end)
  end
end)
