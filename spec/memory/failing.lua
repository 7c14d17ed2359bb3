-- Calls every function of the module while an allocation fails: the 1st, the 2nd and so on until
-- the call succeeds. Allocations of Lua and of the core fail separately; either one fails, or all
-- from it on. Each time the function must raise Lua's memory error or return nil and a message,
-- leak no memory, and work when it is called again.
--
-- Runs in build/.../lua_failing: make test-memory.

local failing = require "failing"
local files = require "spec.support.files"
local flow = require "ianaports.flow"
local ianaports = require "ianaports"
local registry_text = require "spec.support.registry_text"
local sample = require "spec.support.sample"
local system = require "ianaports.system"

local NO_MEMORY = "not enough memory"

local FIRST = 5

-- The results of a function: its values, or the first values of its iterator.
local function gather(value, ...)
  if type(value) ~= "function" then
    return value, ...
  end
  local all = {}
  for first, second in value do
    all[#all + 1] = second and { first, second } or first
    if #all == FIRST then
      break
    end
  end
  return all
end

-- A value that can be compared: for a registry, its contents.
local function content(value)
  if type(value) ~= "userdata" then
    return value
  end
  return {
    tostring(value), gather(value:entries()), gather(value:contacts()), value:info(),
    value:find_all(80), value:find_all "a", gather(value:unassigned(0, 99)),
  }
end

local function assert_answer(expected, result, message)
  if result == nil and message ~= expected[2] then
    assert.matches(NO_MEMORY, message, 1, true)
  else
    assert.same(expected[1], content(result))
  end
end

-- Calls f with the nth allocation failing. Returns false if f makes fewer.
local function survives(f, expected, allocator, nth, all)
  local reached, succeeded, result, message = failing.call(allocator, nth, all, f)
  assert.is_true(reached or succeeded)
  if succeeded then
    assert_answer(expected, result, message)
  else
    assert.matches(NO_MEMORY, result, 1, true)
  end
  return reached
end

local function assert_nothing_kept(blocks)
  if failing.core_blocks() ~= blocks then
    collectgarbage()
    collectgarbage() -- the first one only calls finalizers
  end
  assert.equal(blocks, failing.core_blocks())
end

-- Returns the number of allocations that f makes, Lua's and the core's.
local function with_every_failure(f)
  local function again()
    local result, message = f()
    return { content(result), message }
  end
  local counts = {}
  local expected = again()
  collectgarbage()
  collectgarbage()
  local blocks = failing.core_blocks()
  for _, allocator in ipairs { "lua", "core" } do
    for _, all in ipairs { false, true } do
      local nth = 1
      while survives(f, expected, allocator, nth, all) do
        assert_nothing_kept(blocks)
        assert.same(expected, again())
        nth = nth + 1
      end
      assert_nothing_kept(blocks)
      counts[allocator] = nth - 1
    end
  end
  return counts.lua, counts.core
end

local small = ianaports.build {
  overlay = { sample.row { "own 80 tcp", source = "site" } },
  rows = {
    sample.row "a 80 tcp",
    sample.row { "a 80 udp", description = "text of a", assignee = "[X]", contact = "[X]" },
    sample.row { "c 70-90 udp", registration_date = "2020-01", assignment_notes = "alias of a" },
    sample.row "- 81 -",
  },
  contacts = { { id = "X", name = "X", uri = "mailto:x&example.com" }, { id = "Y" } },
  info = { title = "small", last_updated = "2020-01-02", sources = { "here" } },
}

local every_condition = {
  protocol = { "udp", "tcp" }, class = { "system" }, status = "assigned", service_name = "**?",
  text = "", assignee = "", contact = "", reference = "", assignment_notes = "",
  registered_since = "0001", modified_since = "0001", unauthorized_use_reported = false,
  overlay = false, alias = false, port = true,
  where = function(entry) return entry.port_number == 80 end,
}

-- Arguments for each function, including wrong ones.
local calls = {
  service_name = { { 80 }, { "80", "udp" }, { 80, "none" }, { {} } },
  port_number = { { "a" }, { "gopher", "tcp" }, { "none" }, { 80 } },
  find = { { 80 }, { "gopher" }, { "a", 6 }, { 70000 }, { print } },
  find_all = { { 80 }, { "a" }, { "gopher", "udp" }, { 80, "none" } },
  entries = { {}, { "udp" }, { every_condition }, { { alias = 1 } }, { { none = 1 } } },
  range = { { 79, 82 }, { 80, 80, "udp" }, { 79, 80, every_condition }, { 2, 1 } },
  unassigned = { {}, { 60, 100 }, { 0, 99, "tcp" }, { 2, 1 }, { 1, 2, "none" } },
  count = { {}, { "udp" }, { { class = "dynamic" } }, { { status = {} } }, { { class = "x" } } },
  search = { { "gopher" }, { "text of a" }, { "x", { port = 1 } }, { {} } },
  contact = { { "X" }, { "[Jim_Cleppe]" }, { "none" }, { {} } },
  contacts = { {} },
  info = { {} },
  references = {
    { { reference = "[RFC1] [draft-a][https://b.c][d]" } }, { { reference = 1 } }, { 1 },
  },
}

-- Calls a function. If it refuses its arguments, returns nil and the error.
local function call(f, ...)
  local succeeded, result, message = pcall(f, ...)
  if succeeded then
    return gather(result, message)
  end
  return nil, result
end

describe("without memory", function()
  for name, list in pairs(calls) do
    for index, arguments in ipairs(list) do
      it(("%s answers or raises, call %d"):format(name, index), function()
        local one, two, three = arguments[1], arguments[2], arguments[3]
        local function of_module() return call(ianaports[name], one, two, three) end
        local function of_registry() return call(small[name], small, one, two, three) end
        assert.equal(0, select(2, with_every_failure(of_module)))
        assert.equal(0, select(2, with_every_failure(of_registry)))
      end)
    end
  end

  it("no function that asks a registry is left out", function()
    for name in pairs(debug.getmetatable(small).__index) do
      assert(calls[name] or name == "close", name)
    end
  end)

  for _, name in ipairs { "ianaports", "ianaports.flow", "ianaports.system" } do
    it("the module " .. name .. " is opened or not, and may be again", function()
      for _, all in ipairs { false, true } do
        local nth, reached = 0, true
        while reached do
          nth = nth + 1
          local succeeded, message, second_try
          reached, succeeded, message, second_try = failing.open(name, nth, all)
          assert.is_true(second_try)
          assert.equal(succeeded and "" or NO_MEMORY, message)
        end
        assert.is_true(nth > 1)
      end
    end)
  end

  it("cells are added to a CSV", function()
    local strange = ianaports.build {
      rows = { { service_name = 'a"\1b', port_number = 80, description = ("d"):rep(90) } },
    }
    local plan = {
      delimiter = ",", delimiter_name = "comma", width = 3, port_cell = "port", line = 2,
      ports = { { port = 1, key = 3, name = "port" }, { port = 2, key = 3, name = "x" } },
      fields = { "service", "description", "class", "status" }, unknown = '"', adds_side = true,
      names = ",service",
    }
    -- Lines before the first row, so that memory runs out at each place of a row.
    for length = 1, 150, 3 do
      local blocks = {
        ("x"):rep(length) .. '\n80,1,tcp\n"8""0",60000,"t""cp"\n',
        '"80","80",6\nport,x,y\n80,80,1\n80,1022,6\n1,80,6\n', '80,"', "",
      }
      local function annotate()
        local annotator, pieces = flow.annotator(strange, plan), {}
        for index, block in ipairs(blocks) do
          pieces[index] = flow.annotate(annotator, block)
        end
        local rows, named, wrong, errors = flow.counts(annotator)
        return table.concat(pieces) .. table.concat({ rows, named, wrong, errors[1][2] }, ";")
      end
      local _, core = with_every_failure(function() return call(annotate) end)
      assert.is_true(core > 5)
    end
  end)

  it("the ports of a CSV are counted", function()
    local form = {
      delimiter = ",", delimiter_name = "comma", width = 3, port_cell = "port", port = 1, key = 2,
      host = 3, line = 2, hosts = 256, all_hosts = 5000, longest = 64,
    }
    local rows = {
      '"4""43","t""cp","h""",\n70000,tcp,\nname,tcp,h\nname,tcp,h\n"""n",tcp,\n',
      ('443,tcp,"%s"""\n'):format(("h"):rep(300)),
    }
    for index = 1, 100 do
      rows[index + 2] = ("%d,tcp,host of %d\n"):format(index % 20, index)
    end
    local function count_ports()
      local counter = flow.counter(form)
      local name = flow.count_block(counter, table.concat(rows))
      while name do
        name = flow.count_name(counter, name == "name" and 80 or nil)
      end
      flow.count_block(counter, "")
      return flow.counted(counter)
    end
    local _, core = with_every_failure(function() return call(count_ports) end)
    assert.is_true(core > 10)
  end)

  it("the ports of an input are described", function()
    local ports = { { port = 80, protocol = "tcp", hosts = { "h" } }, { port = 60000, count = 2 } }
    local function describe_ports()
      local registry = ianaports.bundled
      return #flow.describe(ports, registry, registry, {}, {}) + select("#", flow.bad_port(ports))
    end
    local lua = with_every_failure(function() return call(describe_ports) end)
    assert.is_true(lua > 5)
  end)

  it("the ports of a text are named", function()
    local blocks = {
      "80/",
      "tcp\n" .. ("x "):rep(100) .. "80/tcp " .. ("x"):rep(70000) .. "\n", "80/tcp",
    }
    local registry = ianaports.build { rows = { sample.row(("n"):rep(100) .. " 80 tcp") } }
    local function name_ports()
      local text, pieces = flow.new_text(registry), {}
      for index = 1, 4 do
        pieces[index] = flow.name_ports(text, blocks[index])
      end
      return table.concat(pieces)
    end
    local _, core = with_every_failure(function() return call(name_ports) end)
    assert.is_true(core > 2)
  end)

  it("a file is read", function()
    files.with("80/tcp\n", function(path)
      with_every_failure(function()
        local file <close> = assert(io.open(path, "rb"))
        return call(function() return system.reader(file)() end)
      end)
    end)
  end)

  it("a file is replaced through a link", function()
    files.with("", function(path)
      assert(os.execute(("ln -s %s %s.link"):format(path, path)))
      local function replace()
        local replacement, message = system.replace(path .. ".link")
        if not replacement then
          return nil, message
        end
        assert(replacement:write "new")
        local finished, complaint = replacement:finish(false)
        replacement:discard()
        return finished, complaint
      end
      with_every_failure(function() return call(replace) end)
      assert(os.remove(path .. ".link"))
      assert.equal("new", io.open(path):read "*a")
    end)
  end)

  it("the module's other functions answer or raise", function()
    with_every_failure(function() return call(ianaports.port_class, 80) end)
    with_every_failure(function() return call(ianaports.port_class, "x") end)
    with_every_failure(function() return call(ianaports.check_service_name, "-x") end)
    with_every_failure(function() return call(ianaports.registered_name, "rdp") end)
    with_every_failure(function() return #ianaports.common_names() end)
    with_every_failure(function() return call(ianaports.check_filter, { alias = 1 }) end)
    with_every_failure(function() return call(system.size) end)
    with_every_failure(function() return call(system.replace, "/nowhere/file") end)
    with_every_failure(function() return call(system.start, { "/nowhere/program" }) end)
  end)
end)

local function rows(count)
  local list = {}
  for index = 1, count do
    list[index] = { service_name = "s" .. index, port_number = index, description = "d" .. index }
  end
  return list
end

local function contacts(count)
  local list = {}
  for index = 1, count do
    list[index] = { id = "c" .. index, name = "n" .. index }
  end
  return list
end

local function sources(count)
  local list = {}
  for index = 1, count do
    list[index] = "source " .. index
  end
  return list
end

local function services(count)
  local lines = {}
  for index = 1, count do
    lines[index] = ("s%d %d/tcp alias%d # text %d\n"):format(index, index, index, index)
  end
  return table.concat(lines)
end

local function csv(count)
  local lines = {}
  for index = 1, count do
    lines[index] = ("s%d,%d,tcp,%s,,,,,,,,"):format(index, index, ("text "):rep(20) .. index)
  end
  return registry_text.of(lines)
end

-- Texts for which memory is allocated in advance, but not enough.
local function large_csv(count, description)
  local lines = {}
  for index = 1, count do
    local port = index * 7919 % 65536 -- not sorted
    lines[index] = ("s%d,%d,tcp,%s,,,,,,,,"):format(index, port, description:format(index))
  end
  local text = registry_text.of(lines)
  assert(#text > 256 * 1024)
  return text
end

local short_rows = large_csv(12000, "")
local long_rows = large_csv(2600, "text %d " .. ("and more "):rep(12))

local function xml(count)
  local records = {}
  for index = 1, count do
    records[index] = ("<record><name>s%d</name><number>%d</number></record>"):format(index, index)
  end
  return [[<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
    <title>x</title>]] .. table.concat(records) .. [[<people><person id="X"><name>X</name></person>
    </people></registry>]]
end

local path = os.tmpname()

-- The ways to make a registry, and to get an error message.
local ways = {
  ["build from arrays"] = function()
    return ianaports.build {
      rows = rows(40), overlay = rows(2), contacts = contacts(80),
      info = { title = "t", sources = sources(400) },
    }
  end,
  ["build from a function"] = function()
    local list = rows(3)
    return ianaports.build { rows = function() return table.remove(list) end }
  end,
  ["parse of CSV"] = function() return ianaports.parse(csv(40)) end,
  ["parse of many short rows"] = function() return ianaports.parse(short_rows) end,
  ["parse of long rows"] = function() return ianaports.parse(long_rows) end,
  ["parse of services"] = function() return ianaports.parse(services(5)) end,
  ["parse of XML"] = function() return ianaports.parse(xml(5)) end,
  ["load of a file"] = function() return ianaports.load(path) end,
}

local ways_that_fail = {
  ["build from what is no row"] = function() return call(ianaports.build, { rows = { 1 } }) end,
  ["build from what is no part"] = function() return call(ianaports.build, { row = {} }) end,
  ["parse of wrong CSV"] = function() return ianaports.parse(csv(2) .. "x") end,
  ["parse of wrong UTF-8"] = function() return ianaports.parse(csv(2) .. "\255") end,
  ["parse of a format that is none"] = function() return call(ianaports.parse, "", "x") end,
  ["load of no file"] = function() return ianaports.load "spec/none" end,
  ["load of a folder"] = function() return ianaports.load "spec" end,
  ["asking what is closed"] = function()
    local registry = ianaports.build {}
    registry:close()
    return call(registry.count, registry)
  end,
}

describe("without memory", function()
  setup(function() files.write(path, csv(3)) end)
  teardown(function() os.remove(path) end)

  for name, way in pairs(ways) do
    it(name .. " gives a registry, or raises or tells why not", function()
      assert.is_userdata(way())
      assert.is_true(with_every_failure(way) > 0)
    end)
  end

  for name, way in pairs(ways_that_fail) do
    it(name .. " raises or tells, still", function()
      assert.is_string((select(2, way())))
      assert.is_true(with_every_failure(way) > 0)
    end)
  end

  it("the core's own allocations fail, too", function()
    local _, built = with_every_failure(ways["build from arrays"])
    local _, parsed = with_every_failure(ways["parse of CSV"])
    assert.is_true(built > 30)
    assert.is_true(parsed > 30)
  end)
end)
