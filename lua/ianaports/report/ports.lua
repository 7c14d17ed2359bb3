-- Reads the ports of an input, in any of the known forms, and counts how often each occurs.
--
-- A form is a file of format/ with these fields:
--
--   NAME      what messages call the form, such as "nmap -oG"
--   COUNTED   what is counted, if that is not any port: "open ports"
--   fits(line, rest)
--             whether a text of that form begins with this line. Blanks around it are removed; it
--             is not empty. `rest` is the text from that line on, 64 KiB of it at most.
--   is_sure(line, rest)
--             for a form that accepts almost any text: whether it is this one without doubt
--   read(text, tally, options)
--             reads the whole text. `options` may have the names of columns and the delimiter of a
--             CSV: `port`, `protocol`, `delimiter`. For each record it sets `tally.line`, and calls
--             a method of the tally.

local array = require "ianaports.base.array"
local RANKS = require("ianaports.base.protocol").RANKS
local encoding = require "ianaports.base.encoding"
local ianaports = require "ianaports"
local plural = require("ianaports.format.chart").plural
local port_of = require("ianaports.format.port").of
local quote = require("ianaports.base.text").quote
local read_error = require "ianaports.base.read_error"
local trim = require("ianaports.base.text").trim

local ports = {}

-- The forms, in this order. Those of the first list may begin after a few lines of something else,
-- such as a prompt. The last one takes any text with a comma in its first line.
local LISTINGS = {
  "nmap_xml", "nmap_normal", "nmap_grepable", "masscan_list", "json_flows", "scan_json",
  "host_port", "netstat", "ss", "lsof", "docker_ps",
}
local TABLES = { "json_flows", "zeek", "vpc_flow_log", "flows" }

local MOST_BYTES = 64 * 1024 -- in which a form is found out
local MOST_LINES = 40 -- at one of which a listing begins
local MOST_WARNINGS = 10
local NO_PORT = require("ianaports.format.port").NO_PORT
local SEVERAL = "service %s has several ports: %s; most programs write numbers if called with -n"

local MOST = { hosts = 256, services = 16 } -- of a port

-- The tally ---------------------------------------------------------------------------------

local Tally = {}
Tally.__index = Tally

local function key_of(port, protocol)
  return (protocol or "") .. port
end

-- `list`: what an earlier input had.
local function new_tally(registry, list)
  local known = {}
  for _, record in ipairs(list) do
    known[key_of(record.port, record.protocol)] = record
  end
  return setmetatable({
    line = 1,
    before = 0, -- how many lines of the input come before the text that is read
    list = list,
    known = known, -- records by protocol and port
    names = {}, -- the ports of names
    sets = {}, -- the values of `hosts` and `services` of each record
    skipped = 0,
    warnings = {},
    registry = registry,
  }, Tally)
end

--- Refuses the whole input, because of the current line.
function Tally:refuse(message, ...)
  error(read_error.new(message:format(...), self.line), 0)
end

--- The current line is wrong. It becomes a warning, and the lines after it are still read.
function Tally:reject(message, ...)
  local warnings = self.warnings
  warnings.count = (warnings.count or 0) + 1
  if warnings.count <= MOST_WARNINGS then
    warnings[#warnings + 1] = { self.before + self.line, message:format(...) }
  end
end

--- Counts a record that has no port of the registry's protocols.
function Tally:skip()
  self.skipped = self.skipped + 1
end

-- The ports of a service. If the registry has none of that name, it is the port where a service of
-- that name usually is: systems have names that are not IANA's.
local function ports_of(registry, name, protocol)
  local list = {}
  for _, entry in ipairs(registry:find_all(name, protocol)) do
    list[#list + 1], list[#list + 2] = entry.port_number, entry.port_last
  end
  list[1] = list[1] or select(2, ianaports.registered_name(name))
  return array.unique(list)
end

-- The port of a service; or nil and its ports, of which there are none or several.
function Tally:resolve(name, protocol)
  local key = name .. "/" .. (protocol or "")
  local list = self.names[key] or ports_of(self.registry, name, protocol)
  self.names[key] = list
  return not list[2] and list[1] or nil, list
end

local function set_of(list)
  local set = {}
  for _, value in ipairs(list) do
    set[value] = true
  end
  return set
end

-- Adds a value to a field of a record, unless the value is there or the field is full.
function Tally:keep(record, field, value)
  local list = record[field] or {}
  local set = self.sets[list] or set_of(list)
  record[field], self.sets[list] = list, set
  if not set[value] and #list < MOST[field] then
    list[#list + 1], set[value] = value, true
  end
end

--- Counts a port: digits, or the name of a service that the registry knows. The protocol is its
-- name in the registry, or nil. `found` may have the `host` that has the port, and the `service`
-- that was detected there. Returns true; or nil and what is wrong if the word is no port.
function Tally:add(word, protocol, found)
  local port, others = port_of(word), {}
  if not port and word:find "%a" then
    port, others = self:resolve(word, protocol)
  end
  if not port then
    return nil, others[1] and SEVERAL:format(quote(word), table.concat(others, ", "))
      or NO_PORT:format(quote(word))
  end
  local key = key_of(port, protocol)
  local record = self.known[key]
  if not record then
    record = { port = port, protocol = protocol, count = 0 }
    self.known[key] = record
    self.list[#self.list + 1] = record
  end
  record.count, self.found = (record.count or 1) + 1, true
  if found and found.host then
    self:keep(record, "hosts", found.host)
  end
  if found and found.service then
    self:keep(record, "services", found.service)
  end
  return true
end

--- Counts a port, or rejects the line if the word is none.
function Tally:count(word, protocol, found)
  local added, message = self:add(word, protocol, found)
  if not added then
    self:reject("%s", message)
  end
end

-- Finding the form --------------------------------------------------------------------------

local function load_form(name)
  return require("ianaports.format." .. name)
end

-- The names of the forms in lists.
local function names_of(lists)
  local names, seen = {}, {}
  for _, list in ipairs(lists) do
    for _, name in ipairs(list) do
      local form = load_form(name)
      if not seen[form.NAME] then
        names[#names + 1], seen[form.NAME] = form.NAME, true
      end
    end
  end
  return table.concat(names, ", ")
end

-- The first lines that are not blank: arrays of number, line and position.
local function first_lines(start)
  local lines, number, position = {}, 1, 1
  while position <= #start and #lines < MOST_LINES do
    local stop = start:find("[\r\n]", position) or #start + 1
    local line = trim(start:sub(position, stop - 1))
    if line ~= "" then
      lines[#lines + 1] = { number, line, position }
    end
    number, position = number + 1, stop + (start:find("^\r\n", stop) and 2 or 1)
  end
  return lines
end

-- `test` is the name of the form's function to ask, if it has that one.
local function first_that_fits(names, line, start, test)
  local rest = start:sub(line[3])
  for _, name in ipairs(names) do
    local form = load_form(name)
    if (form[test] or form.fits)(line[2], rest) then
      return form
    end
  end
end

-- Whether the options are such that only tables have.
local function is_of_table(options)
  return options.port or options.protocol or options.delimiter
end

-- Returns the form of a text, and where it begins, as `first_lines` has it; or nil.
local function find_form(start, lines, options)
  for index, line in ipairs(is_of_table(options) and {} or lines) do
    local form = first_that_fits(LISTINGS, line, start)
      or index == 1 and first_that_fits(TABLES, line, start, "is_sure")
    if form then
      return form, line
    end
  end
  return lines[1] and first_that_fits(TABLES, lines[1], start), lines[1]
end

-- A message about a text of no known form.
local function unknown(lines, options)
  local problem = lines[1] and "unknown format" or "nothing there"
  if is_of_table(options) then
    return ("%s; as a column or a delimiter is given, expected is what these write: %s")
      :format(problem, names_of { TABLES })
  end
  return ("%s; expected is what these write: %s"):format(problem, names_of { LISTINGS, TABLES })
end

-- Reading -----------------------------------------------------------------------------------

local function comes_before(one, other)
  if one.port ~= other.port then
    return one.port < other.port
  end
  return (RANKS[one.protocol] or 0) < (RANKS[other.protocol] or 0)
end

-- Messages about a text that was read.
local function messages_of(tally, form, source)
  local messages = {}
  for index, warning in ipairs(tally.warnings) do
    messages[index] = ("%s:%d: %s"):format(source, warning[1], warning[2])
  end
  local more = (tally.warnings.count or 0) - #messages
  if more > 0 then
    messages[#messages + 1] = ("%s: and %s"):format(source, plural(more, "more line", "more lines"))
  end
  if not tally.found then
    messages[#messages + 1] = ("%s: no port was found; looked for %s, as these write them: %s")
      :format(source, form.COUNTED or "ports", form.NAME)
  end
  return messages
end

local function completed_list(tally, form, source)
  local list = tally.list
  local messages = array.append(list.warnings or {}, messages_of(tally, form, source))
  table.sort(list, comes_before)
  list.skipped = (list.skipped or 0) + tally.skipped
  list.warnings = messages[1] and messages or nil
  return list
end

--- Returns an array of records by port, with the number of skipped records in its field `skipped`
-- and messages about lines that are wrong in its field `warnings`; or nil and a message. `list` is
-- such an array, which is added to, or an empty table. `options` are those of a form's `read`.
function ports.read(text, source, registry, list, options)
  local decoded, message = encoding.decode(text)
  if not decoded then
    return nil, ("%s: %s"):format(source, message)
  end
  local start = decoded:sub(1, MOST_BYTES)
  local lines = first_lines(start)
  local form, first = find_form(start, lines, options)
  if not form then
    return nil, ("%s:1: %s"):format(source, unknown(lines, options))
  end
  local tally = new_tally(registry, list)
  if first ~= lines[1] then
    tally.line = lines[1][1]
    tally:reject("passed over what comes before line %d: %s", first[1], quote(lines[1][2]))
    decoded = decoded:sub(first[3])
    tally.before = first[1] - 1
  end
  tally.line = 1
  local read, caught = pcall(form.read, decoded, tally, options)
  if not read and read_error.is(caught) then
    return nil, ("%s:%d: %s"):format(source, tally.before + (caught.line or 1), caught.reason)
  elseif not read then
    error(caught, 0)
  end
  return completed_list(tally, form, source)
end

return ports
