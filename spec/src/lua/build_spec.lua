-- Registries from Lua tables.

local compare = require "spec.support.compare"
local compat = require "spec.support.compat"
local difference = require "spec.support.difference"
local ianaports = require "ianaports"
local process = require "spec.support.process"
local sample = require "spec.support.sample"

local function build_row(row)
  return ianaports.build({ rows = { row } }):entries()()
end

local function kiwi(fields)
  local row = { service_name = "kiwi", port_number = 9001, transport_protocol = "tcp" }
  for field, value in pairs(fields or {}) do
    row[field] = value
  end
  return row
end

describe("a registry built from the entries of another", function()
  local registry

  local function parts_of(original)
    return {
      rows = sample.collect(original:entries()),
      contacts = sample.collect(original:contacts()),
      info = original:info(),
    }
  end

  setup(function()
    registry = ianaports.build(parts_of(ianaports.bundled))
  end)

  it("has the same entries in the same order", function()
    assert.equal(#ianaports.bundled, #registry)
    assert.is_nil(compare.entries(ianaports.bundled, registry))
  end)

  it("has the same contacts in the same order, and finds them", function()
    assert.is_nil(compare.contacts(ianaports.bundled, registry))
    assert.same(ianaports.contact "[Jim_Cleppe]", registry:contact "[Jim_Cleppe]")
  end)

  it("has the same info", function()
    assert.same(ianaports.info(), registry:info())
  end)

  it("answers the same for ports and names", function()
    for port = 0, 65535, 7 do
      assert(ianaports.service_name(port) == registry:service_name(port), port)
    end
    for _, name in ipairs { "http", "EPP", "x11", "rdp", "whois++" } do
      assert.same(ianaports.find_all(name), registry:find_all(name))
    end
    assert.equal(sample.port_ranges(ianaports.unassigned()),
      sample.port_ranges(registry:unassigned()))
  end)

  it("has the same entries if the rows come in another order", function()
    local parts = parts_of(ianaports.bundled)
    local reversed = {}
    for index, row in ipairs(parts.rows) do
      reversed[#parts.rows + 1 - index] = row
    end
    local backwards = sample.collect(ianaports.build({ rows = reversed }):entries())
    assert.equal(#reversed, #backwards)
    for index, entry in ipairs(backwards) do
      assert.is_nil(difference.entry(reversed[index], entry))
    end
  end)

  it("can be built from again", function()
    local again = ianaports.build(parts_of(registry))
    assert.is_nil(compare.entries(ianaports.bundled, again))
    assert.is_nil(compare.contacts(ianaports.bundled, again))
    assert.same(ianaports.info(), again:info())
  end)
end)

describe("build", function()
  it("returns an empty registry if it gets no rows", function()
    for _, parts in ipairs {
      {},
      { rows = {} },
      { contacts = {}, info = {} },
      { rows = {}, contacts = {}, info = { sources = {} } },
    } do
      local registry = ianaports.build(parts)
      assert.equal(0, #registry)
      assert.same({}, sample.collect(registry:entries()))
      assert.same({}, sample.collect(registry:contacts()))
      assert.same({ record_count = 0, contact_count = 0, sources = {} }, registry:info())
      assert.is_nil(registry:find(80))
      assert.equal("0-49151", sample.port_ranges(registry:unassigned()))
    end
  end)

  it("keeps the order of rows, and equal rows", function()
    local rows = { "c 3 tcp", "a 1 udp", "b - -", "a 1 udp", "- 2-9 -", "c 3 tcp" }
    assert.same(rows, sample.labels(sample.registry(rows):entries()))
  end)

  it("keeps the order of contacts and sources", function()
    local registry = ianaports.build {
      contacts = { { id = "C" }, { id = "A" }, { id = "B" } },
      info = { sources = { "c", "a", "b", "a" } },
    }
    assert.same({ { id = "C" }, { id = "A" }, { id = "B" } },
      sample.collect(registry:contacts()))
    assert.same({ "c", "a", "b", "a" }, registry:info().sources)
  end)

  it("accepts functions that return one item at a time", function()
    local registry = ianaports.build {
      rows = ianaports.entries(),
      contacts = ianaports.contacts(),
      info = ianaports.info(),
    }
    assert.is_nil(compare.entries(ianaports.bundled, registry))
    assert.is_nil(compare.contacts(ianaports.bundled, registry))
    assert.equal(0, #ianaports.build { rows = function() end })
  end)

  it("reads rows before contacts, each until the function returns nil", function()
    local asked, given = {}, {
      rows = { kiwi(), kiwi { port_number = 9002 } },
      contacts = { { id = "A" }, { id = "B" } },
    }
    local function giver(part)
      local index = 0
      return function()
        index = index + 1
        asked[#asked + 1] = part .. index
        return given[part][index]
      end
    end
    local registry = ianaports.build { rows = giver "rows", contacts = giver "contacts" }
    assert.equal("rows1 rows2 rows3 contacts1 contacts2 contacts3", table.concat(asked, " "))
    assert.same({ "kiwi 9001 tcp", "kiwi 9002 tcp" }, sample.labels(registry:entries()))
    assert.same({ { id = "A" }, { id = "B" } }, sample.collect(registry:contacts()))
  end)

  it("counts the items of each list separately", function()
    local rows = { kiwi(), kiwi(), { port_number = "x" } }
    local function give()
      return table.remove(rows, 1)
    end
    assert.error_matches(function()
      ianaports.build { overlay = { kiwi() }, rows = give }
    end, "rows%[3%]%.port_number")
  end)

  it("refuses false from a function, which is neither a table nor the end", function()
    assert.error_matches(function()
      ianaports.build { rows = function() return false end }
    end, "rows%[1%]: table expected, got boolean")
  end)

  it("hands the fields of an error to the handler, and raises what it returns", function()
    local function fields_of(parts)
      local built, raised = pcall(ianaports.build, parts, function(wrong)
        return { wrong }
      end)
      assert.is_false(built)
      return raised[1]
    end
    local string_expected = "string expected, got 7"
    assert.same({ list = "rows", index = 2, field = "description", reason = string_expected },
      fields_of { rows = { kiwi(), kiwi { description = 7 } } })
    assert.same({ list = "overlay", index = 1, reason = "table expected, got 7" },
      fields_of { overlay = { 7 } })
    assert.same({
      list = "rows",
      index = 1,
      reason = "row has neither a service name nor a port number",
    }, fields_of { rows = { { description = "kiwi" } } })
    assert.same({ list = "contacts", index = 1, field = "name", reason = string_expected },
      fields_of { contacts = { { id = "A", name = 7 } } })
    assert.same({ list = "info", field = "title", reason = string_expected },
      fields_of { info = { title = 7 } })
    assert.same({ list = "info.sources", index = 1, reason = string_expected },
      fields_of { info = { sources = { 7 } } })
    assert.same({ list = "rows", reason = "array of tables expected, got 7" },
      fields_of { rows = 7 })
  end)

  it("raises what the handler raises, and refuses a handler that is no function", function()
    local built, raised = pcall(ianaports.build, { rows = { 7 } }, function()
      error({ "own" })
    end)
    assert.is_false(built)
    assert.same({ "own" }, raised)
    assert.error_matches(function()
      ianaports.build({}, 7)
    end, "bad argument #2 to 'build' %(function expected, got 7%)")
    assert.equal(0, #ianaports.build({}, nil))
  end)

  it("passes on what such a function raises, and refuses any result but a table", function()
    local count = 0
    local function give()
      count = count + 1
      return count < 3 and kiwi() or error({ "own" })
    end
    local built, message = pcall(ianaports.build, { rows = give })
    assert.is_false(built)
    assert.same({ "own" }, message)
    built, message = pcall(ianaports.build, { rows = function() return 7 end })
    assert.is_false(built)
    assert.matches("%(rows%[1%]: table expected, got 7%)$", message)
  end)

  it("neither changes the tables that it gets nor shares them with the registry", function()
    local row, contact = kiwi { status = "mine", port_number = "9001" }, { id = "[X]" }
    local parts = { rows = { row }, contacts = { contact }, info = { title = "T" } }
    local registry = ianaports.build(parts)
    assert.same(kiwi { status = "mine", port_number = "9001" }, row)
    assert.same({ id = "[X]" }, contact)
    row.service_name, contact.id, parts.info.title = "changed", "changed", "changed"
    assert.equal("kiwi", registry:service_name(9001))
    assert.equal("X", registry:contact("X").id)
    assert.equal("T", registry:info().title)
  end)

  it("calls no metamethods", function()
    local function trap() error("asked") end
    local metatable = { __index = trap, __len = trap, __pairs = trap, __ipairs = trap }
    local rows = setmetatable({ setmetatable(kiwi(), metatable) }, metatable)
    local registry = ianaports.build(setmetatable({ rows = rows }, metatable))
    assert.equal("kiwi", registry:service_name(9001))
  end)

  it("accepts cells of any length and any text without NUL bytes", function()
    local texts = {
      ("x"):rep(2 ^ 20),
      " \t\r\n ",
      'a,"b"\nc',
      "\1\127",
      "caf\195\169 \240\159\141\135",
      "%s%n",
    }
    for _, text in ipairs(texts) do
      assert(text == build_row(kiwi { description = text }).description)
    end
  end)

  it("works while the collector is at its most active", function()
    local rows = {}
    for index = 1, 300 do
      rows[index] = kiwi { port_number = index, description = "number " .. index }
    end
    local pause = compat.tune_collector("pause", 0)
    local step = compat.tune_collector("stepmul", 10000)
    local registry = ianaports.build { rows = rows, contacts = { { id = "X" } } }
    compat.tune_collector("pause", pause)
    compat.tune_collector("stepmul", step)
    assert.equal(300, #registry)
    assert.equal("number 300", registry:find(300).description)
  end)
end)

describe("a derived field", function()
  it("of a row is ignored and derived anew", function()
    local entry = build_row(kiwi { status = "reserved", alias_of = "plum" })
    assert.equal("assigned", entry.status)
    assert.is_nil(entry.alias_of)

    entry = build_row { port_number = 9, description = "Unassigned", status = "assigned" }
    assert.equal("unassigned", entry.status)

    entry = build_row(kiwi { assignment_notes = 'This entry is an alias to "plum".' })
    assert.equal("plum", entry.alias_of)
  end)

  it("may be of any type", function()
    for _, value in ipairs { true, 1, {}, print, "a\0b" } do
      local entry = build_row(kiwi { status = value, alias_of = value })
      assert.same(kiwi { status = "assigned" }, entry)
    end
  end)

  it("of a contact is its address", function()
    local registry = ianaports.build {
      contacts = { { id = "X", uri = "mailto:x&example.org", email = "wrong@example.org" } },
    }
    assert.equal("x@example.org", registry:contact("X").email)
    registry = ianaports.build { contacts = { { id = "X", email = "wrong@example.org" } } }
    assert.is_nil(registry:contact("X").email)
  end)

  it("of info is a count", function()
    local registry = ianaports.build {
      rows = { kiwi() },
      info = { record_count = 99, contact_count = "many" },
    }
    assert.equal(1, registry:info().record_count)
    assert.equal(0, registry:info().contact_count)
  end)
end)

describe("a port number", function()
  local ports = {
    ["an integer"] = { 80, 80 },
    ["an integral float"] = { 160 / 2, 80 },
    ["a string of digits"] = { "80", 80 },
    ["a string of digits with leading zeros"] = { "00080", 80 },
    ["the first"] = { 0, 0 },
    ["the last"] = { 65535, 65535 },
    ["the last as a string"] = { "65535", 65535 },
  }
  for label, case in pairs(ports) do
    it("may be " .. label, function()
      local entry = build_row { port_number = case[1] }
      assert.equal(case[2], entry.port_number)
      assert.equal(tostring(case[2]), tostring(entry.port_number))
      assert.is_nil(entry.port_last)
    end)

    it("may be " .. label .. " in both fields", function()
      local entry = build_row { port_number = case[1], port_last = case[1] }
      assert.equal(case[2], entry.port_last)
      assert.equal(tostring(case[2]), tostring(entry.port_last))
    end)
  end

  it("may be absent if there is a name", function()
    assert.same({ service_name = "kiwi", status = "assigned" },
      build_row { service_name = "kiwi" })
  end)
end)

describe("a transport protocol", function()
  local protocols = { tcp = 6, udp = 17, sctp = 132, dccp = 33 }
  for name, number in pairs(protocols) do
    it(name .. " is known by name, in any case, and by number", function()
      for _, protocol in ipairs { name, name:upper(), name:sub(1, 1):upper() .. name:sub(2), number,
        number * 2 / 2 } do
        assert.equal(name, build_row(kiwi { transport_protocol = protocol }).transport_protocol)
      end
    end)
  end

  it("may be absent", function()
    assert.is_nil(build_row({ port_number = 9 }).transport_protocol)
  end)
end)

describe("an id", function()
  for label, id in pairs { ["with brackets"] = "[X]", ["without brackets"] = "X" } do
    it(label .. " is found in both forms, and returned without brackets", function()
      local registry = ianaports.build { contacts = { { id = id, name = "Xavier" } } }
      local expected = { id = "X", name = "Xavier" }
      assert.same(expected, registry:contact "X")
      assert.same(expected, registry:contact "[X]")
      assert.same({ expected }, sample.collect(registry:contacts()))
    end)
  end

  it("that has only one bracket keeps it", function()
    local registry = ianaports.build { contacts = { { id = "[X" }, { id = "Y]" } } }
    assert.same({ { id = "[X" }, { id = "Y]" } }, sample.collect(registry:contacts()))
    assert.same({ id = "[X" }, registry:contact "[X")
    assert.is_nil(registry:contact "X")
  end)
end)

-- The part of build's message in parentheses, or the whole message.
local function complaint(parts)
  local built, message = pcall(ianaports.build, parts)
  assert.is_false(built)
  return message:match "^bad argument #1 to '[^']+' %((.*)%)$" or message
end

local row_field = "a field of an entry (service_name, port_number, port_last, ...)"
local contact_field = "a field of a contact (id, name, organization, uri, last_updated)"
local info_field =
  "a field of info (title, last_updated, experts, reference, note, sources, lacks)"
local lacks_field = "a field of lacks (since, ports, columns, contacts, portless_names)"
local text_field = "field of an entry that holds text (assignee, ...)"
local protocols = "tcp, udp, sctp, dccp or their numbers 6, 17, 132, 33"

local function expected(path, what, got)
  return ("%s: %s expected, got %s"):format(path, what, got)
end

-- The third row is wrong.
local function with_row(row)
  return { rows = { kiwi(), kiwi { port_number = 9002 }, row, kiwi() } }
end

local function with_contact(contact)
  return { contacts = { { id = "A" }, contact, { id = "B" } } }
end

describe("a wrong row is refused:", function()
  local cases = {
    ["a string"] = { "kiwi", expected("rows[3]", "table", '"kiwi"') },
    ["a number"] = { 9001, expected("rows[3]", "table", "9001") },
    ["false"] = { false, expected("rows[3]", "table", "boolean") },
    ["an empty row"] = { {}, "rows[3]: row has neither a service name nor a port number" },
    ["an empty name and no port"] = {
      { service_name = "", description = "d", transport_protocol = "tcp" },
      "rows[3]: row has neither a service name nor a port number",
    },
    ["an unknown field"] = {
      kiwi { port = 9 },
      expected("rows[3]", row_field, '"port"'),
    },
    ["a field in capitals"] = {
      kiwi { Description = "d" },
      expected("rows[3]", row_field, '"Description"'),
    },
    ["a column's title as a field"] = {
      kiwi { ["Service Name"] = "d" },
      expected("rows[3]", row_field, '"Service Name"'),
    },
    ["a field whose name ends with a NUL byte"] = {
      kiwi { ["service_name\0x"] = "d" },
      expected("rows[3]", row_field, '"service_name\\x00x"'),
    },
    ["a port field whose name ends with a NUL byte"] = {
      kiwi { ["port_number\0"] = 9 },
      expected("rows[3]", row_field, '"port_number\\x00"'),
    },
    ["a derived field whose name ends with a NUL byte"] = {
      kiwi { ["status\0"] = "assigned" },
      expected("rows[3]", row_field, '"status\\x00"'),
    },
    ["a field without a name"] = { kiwi { [""] = "d" }, expected("rows[3]", row_field, '""') },
    ["an array"] = { { "kiwi", 9001 }, expected("rows[3]", row_field, "1") },
    ["a boolean key"] = { kiwi { [true] = 1 }, expected("rows[3]", row_field, "boolean") },
    ["a port that is no number"] = {
      kiwi { port_number = "http" },
      expected("rows[3].port_number", "port number 0-65535", '"http"'),
    },
    ["a port over 65535"] = {
      kiwi { port_number = 65536 },
      expected("rows[3].port_number", "port number 0-65535", "65536"),
    },
    ["a port over 65535 in digits"] = {
      kiwi { port_number = "65536" },
      expected("rows[3].port_number", "port number 0-65535", '"65536"'),
    },
    ["a port below 0"] = {
      kiwi { port_number = -1 },
      expected("rows[3].port_number", "port number 0-65535", "-1"),
    },
    ["a port with a fraction"] = {
      kiwi { port_number = 80.5 },
      expected("rows[3].port_number", "port number 0-65535", "80.5"),
    },
    ["a port with a space"] = {
      kiwi { port_number = " 80" },
      expected("rows[3].port_number", "port number 0-65535", '" 80"'),
    },
    ["a range in one field"] = {
      kiwi { port_number = "80-90" },
      expected("rows[3].port_number", "port number 0-65535", '"80-90"'),
    },
    ["a port with a NUL byte"] = {
      kiwi { port_number = "80\0" },
      expected("rows[3].port_number", "port number 0-65535", '"80\\x00"'),
    },
    ["a port that is a table"] = {
      kiwi { port_number = {} },
      expected("rows[3].port_number", "port number 0-65535", "table"),
    },
    ["a last port over 65535"] = {
      kiwi { port_last = 99999 },
      expected("rows[3].port_last", "port number 0-65535", "99999"),
    },
    ["a last port below the first"] = {
      kiwi { port_last = 9000 },
      expected("rows[3].port_last", "port not below port_number", "9000"),
    },
    ["a last port without a first"] = {
      { service_name = "kiwi", port_last = 9000 },
      expected("rows[3].port_last", "port not below port_number", "9000"),
    },
    ["an unknown protocol"] = {
      kiwi { transport_protocol = "icmp" },
      expected("rows[3].transport_protocol", protocols, '"icmp"'),
    },
    ["an unknown protocol number"] = {
      kiwi { transport_protocol = 1 },
      expected("rows[3].transport_protocol", protocols, "1"),
    },
    ["a protocol that is a boolean"] = {
      kiwi { transport_protocol = true },
      expected("rows[3].transport_protocol", protocols, "boolean"),
    },
    ["a name that is a number"] = {
      { service_name = 80 },
      expected("rows[3].service_name", "string", "80"),
    },
    ["a code that is a number"] = {
      kiwi { service_code = 1397442130 },
      expected("rows[3].service_code", "string", "1397442130"),
    },
    ["a description that is a table"] = {
      kiwi { description = { "d" } },
      expected("rows[3].description", "string", "table"),
    },
    ["notes that are false"] = {
      kiwi { assignment_notes = false },
      expected("rows[3].assignment_notes", "string", "boolean"),
    },
    ["a name with a NUL byte"] = {
      kiwi { service_name = "ki\0wi" },
      expected("rows[3].service_name", "string without NUL bytes", '"ki\\x00wi"'),
    },
    ["a reference that is a NUL byte"] = {
      kiwi { reference = "\0" },
      expected("rows[3].reference", "string without NUL bytes", '"\\x00"'),
    },
  }
  for label, case in pairs(cases) do
    it(label, function()
      assert.equal(case[2], complaint(with_row(case[1])))
    end)
  end

  for _, field in ipairs {
    "service_name", "description", "assignee", "contact", "registration_date",
    "modification_date", "reference", "service_code", "unauthorized_use_reported",
    "assignment_notes",
  } do
    it(field .. " that is not a string or holds a NUL byte", function()
      local path = "rows[3]." .. field
      assert.equal(expected(path, "string", "1"), complaint(with_row(kiwi { [field] = 1 })))
      assert.equal(expected(path, "string without NUL bytes", '"a\\x00"'),
        complaint(with_row(kiwi { [field] = "a\0" })))
    end)
  end
end)

describe("a wrong contact is refused:", function()
  local cases = {
    ["a string"] = { "Jim", expected("contacts[2]", "table", '"Jim"') },
    ["a contact without an id"] = { { name = "N" }, expected("contacts[2].id", "string", "nil") },
    ["an empty contact"] = { {}, expected("contacts[2].id", "string", "nil") },
    ["an id that is a number"] = { { id = 1 }, expected("contacts[2].id", "string", "1") },
    ["an unknown field"] = {
      { id = "X", phone = "1" },
      expected("contacts[2]", contact_field, '"phone"'),
    },
    ["a field whose name ends with a NUL byte"] = {
      { id = "X", ["name\0x"] = "1" },
      expected("contacts[2]", contact_field, '"name\\x00x"'),
    },
    ["a derived field whose name ends with a NUL byte"] = {
      { id = "X", ["email\0"] = "1" },
      expected("contacts[2]", contact_field, '"email\\x00"'),
    },
    ["an array"] = { { "X" }, expected("contacts[2]", contact_field, "1") },
    ["a name that is a table"] = {
      { id = "X", name = {} },
      expected("contacts[2].name", "string", "table"),
    },
    ["an id with a NUL byte"] = {
      { id = "X\0" },
      expected("contacts[2].id", "string without NUL bytes", '"X\\x00"'),
    },
  }
  for label, case in pairs(cases) do
    it(label, function()
      assert.equal(case[2], complaint(with_contact(case[1])))
    end)
  end

  it("an empty id, with or without brackets", function()
    for _, id in ipairs { "", "[]" } do
      assert.matches("^contacts%[2%]%.id: .* expected, got ", complaint(with_contact { id = id }))
    end
  end)
end)

describe("a wrong part is refused:", function()
  local cases = {
    ["rows that are a string"] = { { rows = "x" }, expected("rows", "array of tables", '"x"') },
    ["rows that are a registry"] = {
      { rows = ianaports.bundled },
      expected("rows", "array of tables", "userdata"),
    },
    ["contacts that are a number"] = {
      { contacts = 1 },
      expected("contacts", "array of tables", "1"),
    },
    ["info that is a string"] = { { info = "x" }, expected("info", "table", '"x"') },
    ["an unknown field of info"] = {
      { info = { name = "x" } },
      expected("info", info_field, '"name"'),
    },
    ["a field of info whose name ends with a NUL byte"] = {
      { info = { ["title\0x"] = "x" } },
      expected("info", info_field, '"title\\x00x"'),
    },
    ["a key that is sources and a NUL byte"] = {
      { info = { ["sources\0"] = {} } },
      expected("info", info_field, '"sources\\x00"'),
    },
    ["info that is an array"] = { { info = { "x" } }, expected("info", info_field, "1") },
    ["a title that is a number"] = {
      { info = { title = 1 } },
      expected("info.title", "string", "1"),
    },
    ["a note with a NUL byte"] = {
      { info = { note = "a\0b" } },
      expected("info.note", "string without NUL bytes", '"a\\x00b"'),
    },
    ["sources that are a string"] = {
      { info = { sources = "x" } },
      expected("info.sources", "array of strings", '"x"'),
    },
    ["a source that is a table"] = {
      { info = { sources = { "a", {} } } },
      expected("info.sources[2]", "string", "table"),
    },
    ["a source with a NUL byte"] = {
      { info = { sources = { "a", "b", "\0" } } },
      expected("info.sources[3]", "string without NUL bytes", '"\\x00"'),
    },
    ["lacks that is a string"] = {
      { info = { lacks = "x" } },
      expected("info.lacks", "table", '"x"'),
    },
    ["an unknown field of lacks"] = {
      { info = { lacks = { column = {} } } },
      expected("info.lacks", lacks_field, '"column"'),
    },
    ["ports that lack as a number"] = {
      { info = { lacks = { ports = 80 } } },
      expected("info.lacks.ports", "string", "80"),
    },
    ["columns that are a string"] = {
      { info = { lacks = { columns = "contact" } } },
      expected("info.lacks.columns", "array of columns", '"contact"'),
    },
    ["a column that is none"] = {
      { info = { lacks = { columns = { "contact", "contacts" } } } },
      expected("info.lacks.columns[2]", text_field, '"contacts"'),
    },
    ["a column that holds no text"] = {
      { info = { lacks = { columns = { "port_number" } } } },
      expected("info.lacks.columns[1]", text_field, '"port_number"'),
    },
    ["contacts that lack as a string"] = {
      { info = { lacks = { contacts = "yes" } } },
      expected("info.lacks.contacts", "boolean", '"yes"'),
    },
    ["an unknown part"] = { { row = {} }, 'overlay, rows, contacts or info expected, got "row"' },
    ["a part whose name ends with a NUL byte"] = {
      { ["rows\0x"] = {} },
      'overlay, rows, contacts or info expected, got "rows\\x00x"',
    },
    ["rows as the argument itself"] = {
      { kiwi() },
      "overlay, rows, contacts or info expected, got 1",
    },
  }
  for label, case in pairs(cases) do
    it(label, function()
      assert.equal(case[2], complaint(case[1]))
    end)
  end
end)

-- build must not drop an item silently.
describe("a list with holes is refused:", function()
  it("rows", function()
    assert.equal(expected("rows[2]", "table", "nil"),
      complaint { rows = { kiwi(), nil, kiwi() } })
    assert.equal(expected("rows[1]", "table", "nil"), complaint { rows = { nil, kiwi() } })
  end)

  it("contacts and sources", function()
    assert.equal(expected("contacts[2]", "table", "nil"),
      complaint { contacts = { { id = "A" }, nil, { id = "C" } } })
    assert.equal(expected("info.sources[2]", "string", "nil"),
      complaint { info = { sources = { "a", nil, "c" } } })
  end)

  it("rows with one removed from the middle", function()
    local rows = { kiwi(), kiwi(), kiwi(), kiwi(), kiwi() }
    rows[2] = nil
    assert.equal(expected("rows[2]", "table", "nil"), complaint { rows = rows })
  end)

  -- The length operator does not see these items.
  local lists = {
    ["a row after a hole"] = { "rows", { rows = { [1] = kiwi(), [3] = kiwi() } } },
    ["a row after a hole at the start"] = { "rows", { rows = { [2] = kiwi() } } },
    ["a row with index 0"] = { "rows", { rows = { [0] = kiwi(), kiwi() } } },
    ["a row with a string key"] = { "rows", { rows = { kiwi = kiwi() } } },
    ["a row, not a list"] = { "rows", { rows = kiwi() } },
    ["a contact, not a list"] = { "contacts", { contacts = { id = "A", name = "Able" } } },
    ["a source with a string key"] = { "info.sources", { info = { sources = { first = "a" } } } },
  }
  for label, case in pairs(lists) do
    it(label, function()
      local message = complaint(case[2])
      assert(message:find(case[1], 1, true) == 1, message)
    end)
  end
end)

describe("a refused build", function()
  it("leaves the bundled registry and built ones unchanged", function()
    local registry = sample.registry { "plum 9002 udp" }
    local count = ianaports.count()
    assert.is_string(complaint { rows = { kiwi(), "no row" } })
    assert.equal(count, ianaports.count())
    assert.is_nil(ianaports.find "kiwi")
    assert.same({ "plum 9002 udp" }, sample.labels(registry:entries()))
  end)

  local rows = [[
    local ianaports = require "ianaports"
    local rows = {}
    for index = 1, 500 do
      rows[index] = { service_name = "kiwi", port_number = index, description = "row " .. index }
    end
  ]]

  for label, parts in pairs {
    ["for what is no row"] = '{ rows = rows }, "row"',
    ["for a cell"] = '{ rows = rows }, { service_name = "a", description = "\\0" }',
    ["for an empty row"] = "{ rows = rows }, {}",
    ["for what is no field"] = '{ rows = rows }, { service_name = "a", nonsense = "b" }',
  } do
    it("frees its memory #footprint " .. label, function()
      local growth = process.growth(1000, rows .. ([[
        local parts, last = %s
        rows[501] = last
        return function() assert(not pcall(ianaports.build, parts)) end]]):format(parts))
      assert(growth < 2048, ("grew by %d KiB"):format(growth))
    end)
  end

  it("also frees its working memory if it succeeds #footprint", function()
    local growth = process.growth(1000, rows .. [[
      local parts = { rows = rows, contacts = { { id = "A" } }, info = { sources = { "s" } } }
      return function() assert(#ianaports.build(parts) == 500) end]])
    assert(growth < 2048, ("grew by %d KiB"):format(growth))
  end)
end)
