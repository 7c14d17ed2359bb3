-- The lists in lua/STABILITY.md name the interface: all of it, and nothing else.

local array = require "ianaports.base.array"
local cli = require "ianaports.cli"
local compat = require "spec.support.compat"
local facts = require "ianaports.cli.facts"
local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local ianaports = require "ianaports"
local parser = require "ianaports.cli.parser"
local report = require "ianaports.report"
local shell = require "spec.support.shell"

-- What stands between backticks in a cell of a table.
local function quoted(cell)
  return array.collect(cell:gmatch "`([^`]+)`")
end

-- The tables of the page by the titles of their first columns. A row has the texts of its two
-- cells, and the names in them.
local tables = {}

local rows
for line in files.read("lua/STABILITY.md"):gmatch "([^\n]*)\n" do
  local first, second = line:match "^| ([^|]+) | ([^|]+) |$"
  if not first then
    rows = line:find "^|%-" and rows or nil
  elseif rows then
    rows[#rows + 1] = { key = first, keys = quoted(first), text = second, names = quoted(second) }
  else
    rows = {}
    tables[first] = rows
  end
end

-- The names in the second column, by the first name or by the whole text in the first one.
local function names_of(header)
  local names = {}
  for _, row in ipairs(tables[header]) do
    names[row.keys[1] or row.key], names[row.key] = row.names, row.names
  end
  return names
end

-- The items of some arrays in one array, in order.
local function sorted(...)
  local list = {}
  for _, items in ipairs { ... } do
    array.append(list, items)
  end
  table.sort(list)
  return list
end

local function keys_of(object)
  local list = {}
  for key in pairs(object) do
    list[#list + 1] = key
  end
  return sorted(list)
end

local function matches(text, pattern)
  return array.collect(text:gmatch(pattern))
end

describe("lua/STABILITY.md lists the functions and values of", function()
  for _, row in ipairs(tables.module) do
    local name = row.keys[1] or row.key
    if name ~= "ianaports.ffi" or rawget(_G, "jit") then
      it(name, function()
        local object = name == "a registry" and debug.getmetatable(ianaports.bundled).__index
          or require(name)
        assert.same(keys_of(object), row.names)
      end)
    end
  end

  it("each module", function()
    local listed = array.map(tables.module, function(row)
      return row.keys[1] or row.key
    end)
    local submodules = array.map(matches(shell.run "ls lua/ianaports", "(%w+)%.lua\n"),
      function(name)
        return "ianaports." .. name
      end)
    assert.same(sorted({ "ianaports", "a registry" }, submodules), sorted(listed))
  end)
end)

-- The items of the reference: the text below each heading, by the heading.
local items = {}

for item in files.read("lua/REFERENCE.md"):gsub("\n##+ ", "\1"):gmatch "[^\1]+" do
  items[item:match "^[^\n]*"] = item:match "\n.*"
end

-- What the pattern captures in each item whose heading ends like this, by the name of the item.
local function reference(ending, pattern)
  local found = {}
  for heading, item in pairs(items) do
    local name = heading:match("^ianaports%.([%w_.]+)" .. ending .. "$")
    local captures = name and matches(item, pattern)
    if captures and captures[1] then
      found[name] = captures
    end
  end
  return found
end

local function by_first_name(header)
  local names = {}
  for _, row in ipairs(tables[header]) do
    names[row.keys[1]] = row.names
  end
  return names
end

describe("lua/STABILITY.md lists what the reference has:", function()
  it("the fields of each table", function()
    assert.same(reference(" %(table%)", "\n| `([%w_]+)` |"), by_first_name "table")
  end)

  it("the options of each function", function()
    assert.same(reference("", "\n  %- `([%w_]+)` %("), by_first_name "function")
  end)

  it("the choices of each value", function()
    local choices = {}
    for name, types in pairs(reference(" %(value%)", "\nType: ([^\n]+)")) do
      choices[name] = matches(types[1], '`"?([%w-]+)"?`')
    end
    choices.Port = nil -- any number
    assert.same(choices, by_first_name "value")
  end)
end)

describe("lua/STABILITY.md lists what the code has:", function()
  local fields = names_of "table"

  it("the fields of an entry", function()
    local row = {
      service_name = "x", port_number = 1, port_last = 2, transport_protocol = "dccp",
      description = 'This entry is an alias to "y"', assignee = "[A]", contact = "[A]",
      registration_date = "2020", modification_date = "2021", reference = "[RFC1]",
      service_code = "1", unauthorized_use_reported = "x", assignment_notes = "x", source = "x",
    }
    local entry = ianaports.build({ overlay = { row } }):find(1)
    assert.same(keys_of(row), sorted(fields.Row))
    assert.same(keys_of(entry), sorted(fields.Row, fields.Entry))
  end)

  it("the fields of info()", function()
    local header = {
      title = "x", last_updated = "2020-01-01", experts = "x", reference = "[RFC1]", note = "x",
      sources = { "x" },
      lacks = {
        since = "2015-07-15", ports = "T:1", columns = { "assignee" }, contacts = true,
        portless_names = true,
      },
    }
    local info = ianaports.build({ info = header }):info()
    assert.same(keys_of(info), sorted(fields.Header, fields.Info))
    assert.same(keys_of(info.lacks), sorted(fields.Lacks))
  end)

  it("the fields of contacts and references", function()
    local contact = {
      id = "A", name = "x", organization = "x", uri = "mailto:a&example.com",
      email = "a@example.com", last_updated = "2020-01-01",
    }
    local registry = ianaports.build { contacts = { contact } }
    assert.same(keys_of(registry:contact "A"), sorted(fields.Contact))
    assert.same(keys_of(registry:references({ reference = "[RFC1]" })[1]), sorted(fields.Reference))
  end)

  it("the keys of a filter", function()
    local _, message = ianaports.check_filter { [""] = true }
    assert.same(fields.Filter, matches(message:match "%(known: (.-)%)", "%S+"))
  end)

  it("the fields of errors", function()
    local header = "Service Name,Port Number,Transport Protocol\n"
    local _, _, read_error = ianaports.parse(header .. 'a"b,1,tcp\n')
    assert.same(keys_of(read_error), sorted(fields.ReadError))
    local parts = { rows = { { port_number = "x" } } }
    local _, build_error = pcall(ianaports.build, parts, function(problem)
      return problem
    end)
    assert.same(keys_of(build_error), sorted(fields.BuildError))
  end)

  -- The arguments before the options, in calls that know all options together.
  local CALLS = {
    ["annotate.run"] = { { io.stdin, io.stdout } },
    ["export.write"] = {
      { ianaports.bundled, "csv", io.stdout }, { ianaports.bundled, "nmap-services", io.stdout },
    },
    ["html.render"] = { { ianaports.bundled } },
    ["report.read_ports"] = { { "", "input" } },
    ["report.write"] = { { report.summarize(ianaports.build {}), "text", io.stdout } },
    ["update.fetch"] = { {} },
  }

  -- The options that a function names if it is given another one.
  local function known_options(name, arguments)
    local module, method = name:match "^(.-)%.(.*)"
    arguments = array.append({}, arguments)
    arguments[#arguments + 1] = { [""] = true }
    local called, message = pcall(require("ianaports." .. module)[method], compat.unpack(arguments))
    assert.is_false(called)
    local list = message:match "option (.-) expected" or message:match "known[^:]*: (.*)%)"
    return matches(list:gsub(" or ", ", "), "[%w_]+")
  end

  for name, options in pairs(by_first_name "function") do
    it("the options of " .. name, function()
      local known = {}
      for _, arguments in ipairs(CALLS[name]) do
        array.append(known, known_options(name, arguments))
      end
      assert.same(sorted(options), sorted(array.unique(known)))
    end)
  end
end)

-- What the command writes for arguments.
local function output_of(arguments)
  local pieces = {}
  local out = {
    write = function(self, ...)
      array.append(pieces, { ... })
      return self
    end,
  }
  local err = { write = function(self) return self end }
  cli.run(arguments, out, err)
  return table.concat(pieces)
end

describe("lua/STABILITY.md lists what the command has:", function()
  it("commands and their options", function()
    local expected, found = {}, {}
    for _, name in ipairs(parser.COMMANDS) do
      local options = array.collect(parser.each_option(parser.definition(name)))
      expected[name] = sorted(array.map(options, function(option)
        return option.names
      end))
    end
    for _, row in ipairs(tables.commands) do
      for _, name in ipairs(row.keys) do
        found[name] = sorted(found[name] or {}, row.names)
      end
    end
    assert.same(expected, found)
  end)

  it("exit codes", function()
    assert.same(facts.EXIT_CODES, array.map(tables["exit code"], function(row)
      return { row.key, row.text }
    end))
  end)

  it("columns and variables of the environment", function()
    local names = names_of "names of"
    assert.same(require("ianaports.cli.columns").NAMES,
      names["columns for `--columns` and `--sort`"])
    local variables = {}
    for _, fact in ipairs(facts.ENVIRONMENT) do
      array.append(variables, matches(fact[1], "[%w_]+"))
    end
    assert.same(variables, names["environment variables"])
  end)

  -- What follows the words of the first column.
  local ARGUMENTS = {
    lookup = { "80" }, search = { "web" }, list = {}, check = { "web" }, free = { "80-90" },
    ["free --count"] = { "2" }, contact = { "Jim_Cleppe" }, diff = { "bundled", "bundled" },
    ["diff --summary"] = { "bundled", "bundled" },
  }

  for _, row in ipairs(tables["rows of"]) do
    for _, words in ipairs(row.keys) do
      it("the columns of " .. words, function()
        local arguments = array.append(matches(words, "%S+"), ARGUMENTS[words])
        local csv = output_of(array.append(arguments, { "--format", "csv" }))
        assert.same(row.names, matches(csv:match("^[^\r\n]+"):lower():gsub(" ", "_"), "[^,]+"))
      end)
    end
  end
end)

describe("lua/STABILITY.md lists what other programs get:", function()
  local names = names_of "script for"

  it("tables and dictionaries in databases", function()
    local created = {}
    for _, format in ipairs { "sql", "clickhouse" } do
      local text = output_of { "export", format, "--service-name", "https" }
      for name, body in text:gmatch "CREATE %u+ IF NOT EXISTS ([%w_]+)%s+(%b())" do
        created[name] = matches(body, "\n%s+(%l[%w_]*) %u")
      end
    end
    assert.same(created, by_first_name "table of `sql` and `clickhouse`")
  end)

  it("arguments and keys of the script for Nmap", function()
    local script = files.read "lua/hosts/nmap/ianaports.nse"
    local function listed(name, pattern)
      return matches(script:match("\nlocal " .. name .. " = (%b{})"), pattern)
    end
    assert.same(array.map(listed("arguments", '{ "([%w-]+)",'), function(name)
      return "ianaports." .. name
    end), names["Nmap: arguments"])
    local keys = matches(script:match "\nlocal function describe_port.-\nend", "out%.([%w_]+) =")
    assert.same(array.append(listed("columns", '{ "([%w_]+)", %d }'), keys),
      names["Nmap: keys of a port"])
    local summary = script:match "\nlocal function summarize.-\nend"
    assert.same(sorted(matches(summary, "out%.([%w_]+) ="), matches(summary, '"(by_[%w_]+)"')),
      sorted(names["Nmap: keys of the summary"]))
  end)

  it("the converter for HAProxy, and fields of the script for Suricata", function()
    local service = files.read "lua/hosts/haproxy/service.lua"
    assert.same({ "lua." .. service:match 'register_converters%("([%w_]+)"' },
      names["HAProxy: converter"])
    local flows = files.read "lua/hosts/suricata/flows.lua"
    assert.same(matches(flows:match "\nlocal function registered.-\nend", "\n    ([%w_]+) ="),
      names["Suricata: fields of `iana`"])
  end)

  it("fields and preferences of the script for Wireshark #hosts", function()
    local missing = hosts.missing { programs = { "tshark" }, lua = { hosts.lua_of "tshark" } }
      or hosts.without_lua_in_tshark()
    if missing then
      return pending(missing)
    end
    local version = hosts.lua_of "tshark"
    local function ask(list)
      return shell.run(("LUA_CPATH_%s='%s/?.so;;' tshark -G %s -X lua_script:%s"):format(
        version:gsub("%.", "_"), hosts.build(version), list, "lua/hosts/wireshark/ianaports.lua"))
    end
    assert.same(sorted(names["Wireshark: fields"]),
      sorted(array.unique(matches(ask "fields", "\t(ianaports%.[%w_.]+)\t"))))
    assert.same(sorted(names["Wireshark: preferences"]),
      sorted(matches(ask "defaultprefs", "\n#?(ianaports%.[%w_]+):")))
  end)
end)

describe("lua/STABILITY.md lists what make has:", function()
  local makefile, names = files.read "Makefile", names_of "make's"

  it("targets", function()
    local phony = matches(makefile:match "\n%.PHONY:(.-[^\\])\n", "[%w-]+")
    for _, name in ipairs(names.targets) do
      assert.is_truthy(array.filter(phony, function(target) return target == name end)[1], name)
    end
    assert.is_true(#names.targets > 5)
  end)

  it("variables", function()
    for _, name in ipairs(names.variables) do
      assert.is_truthy(makefile:find("%f[%w_]" .. name .. "%f[^%w_]"), name)
    end
    local listed = table.concat(names.variables, " ") .. " "
    for name in makefile:gmatch "\n([%w_]+) %?=" do
      assert.is_truthy(listed:find(name .. " ", 1, true), name)
    end
    local install = files.read "lua/hosts/install"
    for _, name in ipairs(names["variables of `install-hosts`"]) do
      assert.is_truthy(install:find("%${?" .. name .. "%f[^%w_]"), name)
    end
  end)
end)
