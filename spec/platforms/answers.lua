-- Prints what the module and the command answer, which is the same on every machine: .ci/windows
-- and .ci/platforms compare two outputs.
--
-- usage: lua5.4 spec/platforms/answers.lua [quick] >FILE    (in the folder of a checkout)
--
-- quick leaves out the commands that write the whole registry, whose time is that of Lua alone.

package.path = "./?.lua;" .. package.path

local array = require "ianaports.base.array"
local annotate = require "ianaports.annotate"
local ianaports = require "ianaports"
local cli = require "ianaports.cli"
local overlay = require "ianaports.overlay"
local random_flows = require "spec.support.random_flows"
local report = require "ianaports.report"
local seeded = require "spec.conformance.random"
local source = require "spec.support.source"

local is_quick = arg[1] == "quick"

require("ianaports.system").set_binary()

-- As if luaexpat were installed nowhere, as not every machine has it.
package.preload.lxp = function()
  error "left out"
end

-- A value as text; a table's fields in order.
local function describe(value)
  if type(value) ~= "table" then
    return tostring(value)
  end
  local fields = {}
  for name, field in pairs(value) do
    fields[#fields + 1] = ("%s=%s"):format(name, describe(field))
  end
  table.sort(fields)
  return "{" .. table.concat(fields, "\t") .. "}"
end

local function put(...)
  local texts = { ... }
  for index = 1, select("#", ...) do
    texts[index] = describe(texts[index])
  end
  io.stdout:write(table.concat(texts, "\t"), "\n")
end

local function collector()
  local pieces = {}
  return {
    write = function(self, ...)
      for index = 1, select("#", ...) do
        pieces[#pieces + 1] = tostring((select(index, ...)))
      end
      return self
    end,
    text = function() return table.concat(pieces) end,
  }
end

-- Look-ups -----------------------------------------------------------------------------

local PROTOCOLS = { "tcp", "udp", "sctp", "dccp" }

local function look_up_ports(registry, step)
  for port = 0, 65535, step do
    put(port, registry:service_name(port) or "-", registry:service_name(port, "tcp") or "-",
      registry:service_name(port, 17) or "-", registry:service_name(port, "sctp") or "-",
      registry:service_name(port, "33") or "-")
  end
end

local function look_up_names(registry)
  for entry in registry:entries() do
    local name = entry.service_name
    put(entry)
    if name then
      put(name, registry:port_number(name))
      for _, protocol in ipairs(PROTOCOLS) do
        put(protocol, registry:port_number(name:upper(), protocol))
      end
    end
    put("all", #registry:find_all(name or entry.port_number))
  end
end

put(ianaports._VERSION, ianaports.info())
look_up_ports(ianaports.bundled, 1)
look_up_names(ianaports.bundled)

for port = 0, 65535, 17 do
  put(port, ianaports.port_class(port), ianaports.find_all(port))
end
for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
  for first, last in ianaports.unassigned(0, 49151, protocol) do
    put("unassigned", protocol, first, last)
  end
end
for entry in ianaports.range(6000, 6100, "tcp") do
  put("range", entry)
end
for entry in ianaports.entries { reference = "" } do
  put("references", ianaports.references(entry))
end
for contact in ianaports.contacts() do
  put("contact", contact, ianaports.contact(contact.id))
end
for _, common in ipairs(ianaports.common_names()) do
  put("common name", common, ianaports.registered_name(common.name))
end

-- Filters and searches -----------------------------------------------------------------

local FILTERS = {
  "tcp", 17, { protocol = { "sctp", "dccp" } }, { class = "system" }, { status = "unassigned" },
  { status = { "reserved", "deregistered" } }, { service_name = "*-s?l*" }, { text = "Database" },
  { assignee = "microsoft" }, { contact = "IESG" }, { reference = "rfc" },
  { assignment_notes = "alias" }, { registered_since = "2010" }, { modified_since = "2014-03" },
  { registered_since = "2013-02-28" }, { unauthorized_use_reported = true }, { alias = true },
  { port = false }, { text = "server", protocol = "udp", class = "user", alias = false },
  { where = function(entry) return entry.port_last end },
}

for index, filter in ipairs(FILTERS) do
  put("filter", index, ianaports.count(filter))
  for entry in ianaports.range(1, 2000, filter) do
    put(entry)
  end
end

for _, text in ipairs { "http", "remote desktop", "dns", "[Somebody]", "zz", "s" } do
  put("search", text)
  for _, entry in ipairs(ianaports.search(text)) do
    put(entry.service_name, entry.port_number, entry.transport_protocol)
  end
end

-- Registries made at run time ----------------------------------------------------------

local loaded = assert(ianaports.load "data/service-names-port-numbers.csv")
put("loaded", #loaded, loaded:info())
look_up_ports(loaded, 5)
local of_bundled = ianaports.entries()
for entry in loaded:entries() do
  local expected = of_bundled()
  for name, value in pairs(entry) do
    if expected[name] ~= value then
      put("bundled", expected, "loaded", entry)
    end
  end
end

local ROWS = {
  { service_name = "billing", port_number = 9000, transport_protocol = "tcp" },
  { service_name = "Billing", port_number = 443, transport_protocol = "udp", reference = "[RFC1]" },
  { port_number = 8000, port_last = 9100, description = "Unassigned" },
  { service_name = "none", registration_date = "2026-05", contact = "[Somebody]" },
}
local built = ianaports.build {
  rows = ROWS, contacts = { { id = "Somebody", name = "Some Body" } }, info = { title = "Site" },
}
for _, registry in ipairs { built, (overlay.new(nil, ROWS)) } do
  put("built", #registry, registry:info(), registry:contact "Somebody")
  for _, key in ipairs { 443, 8999, 9000, "billing", "none", "https", "9100" } do
    put(key, registry:find_all(key), registry:service_name(8999, "tcp"))
  end
end

-- Refusals -----------------------------------------------------------------------------

-- The fixtures, by their names in a spec.
for line in io.lines "spec/src/read/csv_spec.lua" do
  local name = line:match '^  %["([%w-]+)"%] ='
  if name then
    put("refused", select(2, ianaports.load(("spec/fixtures/csv/%s.csv"):format(name))))
  end
end
for _, path in ipairs { "no/such/file", "spec" } do
  put("refused", path, (ianaports.load(path)))
end

-- Whether a call is refused, and the message; without it, if each C library writes the value in
-- its own way.
local function refuse(has_message, ...)
  local succeeded, message = pcall(...)
  put("refused", not succeeded, has_message and message or "")
end

for _, value in ipairs { 65536, -1, 1.5, "65536", "", "80 ", "80\0", true, 256, "icmp" } do
  refuse(true, ianaports.service_name, value)
  refuse(true, ianaports.find, 80, value)
  refuse(true, ianaports.port_class, value)
  refuse(true, ianaports.build, { rows = { { service_name = "x", port_number = value } } })
end
for _, value in ipairs { 0 / 0, 1 / 0, -1 / 0, 2 ^ 31, 2 ^ 32 + 2 ^ 10, -2 ^ 31, 2 ^ 64, 1e30 } do
  refuse(false, ianaports.service_name, value)
  refuse(false, ianaports.find, 80, value)
  refuse(false, ianaports.port_class, value)
  refuse(false, ianaports.build, { rows = { { service_name = "x", port_number = value } } })
end
for _, filter in ipairs { { colour = 1 }, { class = "x" }, { alias = 1 }, { port = 1 } } do
  refuse(true, ianaports.count, filter)
end
for _, name in ipairs { "", "-a", "a--b", "1", "a_b", ("x"):rep(16), "http" } do
  put("name", name, ianaports.check_service_name(name))
end

-- Ports in streams ---------------------------------------------------------------------

-- Draws the same numbers if integers have 32 bits, or if numbers are floats of 32 bits.
local random = seeded(1)
function random:integer(low, high)
  self.state = self.state * 171 % 30269
  return low + self.state % (high - low + 1)
end

local LOG = {
  "443/tcp open", "Connection to 192.0.2.1:80 failed", "[2001:db8::1]:53 UDP", "tcp/22",
  "IN=eth0 PROTO=UDP SPT=5353 DPT=53", "IP 192.0.2.1.443 > 192.0.2.2.50000: Flags [S]",
  "%ASA-6-302013: Built TCP for 192.0.2.1/8080", "8000-8080/tcp", "\226\130\172 80/udp", "",
}

local function log_text(count)
  local lines = {}
  for index = 1, count do
    lines[index] = random:item(LOG) .. (" "):rep(random:integer(0, 9)) .. random:item(LOG)
  end
  return table.concat(lines, "\n")
end

local function stream(text, options)
  local output = collector()
  local result, counts = annotate.run(source.of(text, random:integer(1, 5000)), output, options)
  put("annotated", result, counts, output.text())
end

for _ = 1, 10 do
  stream(log_text(200))
  local text, delimiter = random_flows.text(random, 200)
  stream(text, { csv = true, delimiter = delimiter, add = "service,status,class" })
  local ports, message = report.read_ports(text, "input", { delimiter = delimiter })
  put("counted", ports, message)
  if ports then
    for _, format in ipairs { "text", "json" } do
      local output = collector()
      assert(report.write(report.summarize(nil, ports), format, output))
      put(output.text())
    end
  end
end

-- The command --------------------------------------------------------------------------

-- The words of a command line; nil if a shell would do more than cut it, or if it names files by
-- paths that not every system has.
local function words_of(line)
  if line:find "[$`|<>;&\\*?~%%\n]" or line:find " /" or line:find "%-%-output"
    or line:find " %-o" then
    return nil
  end
  local words = {}
  for quote, rest in (line .. " "):gmatch "(['\"]?)([^ ]*)%s" do
    if quote ~= "" or rest:find "['\"]" then
      return nil
    end
    words[#words + 1] = rest
  end
  return words
end

-- The commands whose answers do not depend on the user's folders.
local COMMANDS = {
  annotate = true, check = true, contact = true, diff = true, export = true, free = true,
  info = true, list = true, lookup = true, report = true, search = true,
}

-- The command lines in a spec, word for word: texts in quotes that begin with a command or a port.
local function lines_of(path)
  local lines = {}
  for line in io.lines(path) do
    for text in line:gmatch '"([^"\\]*)"' do
      local word = text:match "^%S+" or ""
      if COMMANDS[word] or word:find "^%d+$" then
        lines[#lines + 1] = text
      end
    end
  end
  return array.unique(lines)
end

-- Whether a command writes the whole registry.
local function is_long(words)
  local line = table.concat(words, " ")
  return line:find "^diff" or line:find "^export" or line:find "^list" or line:find "html"
end

local SPECS = { "commands", "completion", "examples", "formats", "lacks", "output", "rows" }
local ran = 0

for _, name in ipairs(SPECS) do
  for _, line in ipairs(lines_of(("spec/lua/cli/%s_spec.lua"):format(name))) do
    local words = words_of(line)
    if words and not (is_quick and is_long(words)) then
      local out, err = collector(), collector()
      local code = cli.run(words, out, err)
      put("command", line, code, out.text(), err.text())
      ran = ran + 1
    end
  end
end
put("commands", ran)
