-- Reads the ports of an input, in any of the known forms, and counts how often each occurs.
--
-- A form is a file of format/ with these fields:
--
--   NAME      what messages call the form, such as "nmap -oG"
--   COUNTED   what is counted, if that is not any port: "open ports"
--   fits(line, rest)
--             whether a text of that form begins with this line. Blanks around it are removed; it is
--             not empty. `rest` is the text from that line on, 64 KiB of it at most.
--   read(text, tally, options)
--             reads the whole text. `options` may have the names of columns and the delimiter of a
--             CSV: `port`, `protocol`, `delimiter`. For each record it calls a method of the tally,
--             and sets `tally.line` before.

local RANKS = require("ianaports.base.protocol").RANKS
local encoding = require "ianaports.base.encoding"
local plural = require("ianaports.format.chart").plural
local port_of = require("ianaports.format.port").of
local quote = require("ianaports.base.text").quote
local read_error = require "ianaports.base.read_error"
local trim = require("ianaports.base.text").trim

local ports = {}

-- The forms, in this order. Those of the first list may begin after a few lines of something else,
-- such as a prompt. The last one takes any text with a comma in its first line.
local LISTINGS = { "nmap_xml", "nmap_grepable", "ss" }
local TABLES = { "zeek", "vpc_flow_log", "json_flows", "flows" }

local MOST_BYTES = 64 * 1024 -- in which a form is found out
local MOST_LINES = 40 -- at one of which a listing begins
local MOST_WARNINGS = 10
local MOST = { hosts = 256, services = 16 } -- of a port

-- The tally ---------------------------------------------------------------------------------

local Tally = {}
Tally.__index = Tally

local function new_tally(registry)
  return setmetatable({
    line = 1,
    before = 0, -- how many lines of the input come before the text that is read
    list = {},
    known = {}, -- records by protocol and port, and resolved names
    seen = {}, -- what each record has in `hosts` and `services`
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

-- The port of a service, or nil.
function Tally:resolve(name, protocol)
  local key = name .. "/" .. (protocol or "")
  if self.known[key] == nil then
    self.known[key] = self.registry:port_number(name, protocol) or false
  end
  return self.known[key] or nil
end

-- Adds a value to a field of a record, unless the value is there or the field is full.
function Tally:keep(record, field, value)
  local list = record[field] or {}
  local seen = self.seen[list] or {}
  if not seen[value] and #list < MOST[field] then
    list[#list + 1], seen[value] = value, true
    record[field], self.seen[list] = list, seen
  end
end

--- Counts a port: digits, or the name of a service that the registry knows. The protocol is its name
-- in the registry, or nil. `found` may have the `host` that has the port, and the `service` that was
-- detected there. Returns true, or nil if the word is no port.
function Tally:add(word, protocol, found)
  local port = port_of(word) or word:find "%a" and self:resolve(word, protocol)
  if not port then
    return nil
  end
  local key = (protocol or "") .. port
  local record = self.known[key]
  if not record then
    record = { port = port, protocol = protocol, count = 0 }
    self.known[key] = record
    self.list[#self.list + 1] = record
  end
  record.count = record.count + 1
  if found and found.host then
    self:keep(record, "hosts", found.host)
  end
  if found and found.service then
    self:keep(record, "services", found.service)
  end
  return true
end

-- Finding the form --------------------------------------------------------------------------

local function load_form(name)
  return require("ianaports.format." .. name)
end

-- The names of all forms.
local function known_forms()
  local names, seen = {}, {}
  for _, list in ipairs { LISTINGS, TABLES } do
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

-- Returns the form of a text, and where it begins, as `first_lines` has it; or nil.
local function find_form(start, lines)
  for _, name in ipairs(LISTINGS) do
    local form = load_form(name)
    for _, line in ipairs(lines) do
      if form.fits(line[2], start:sub(line[3])) then
        return form, line
      end
    end
  end
  for _, name in ipairs(TABLES) do
    local form = load_form(name)
    if lines[1] and form.fits(lines[1][2], start:sub(lines[1][3])) then
      return form, lines[1]
    end
  end
end

-- Reading -----------------------------------------------------------------------------------

local function comes_before(one, other)
  if one.port ~= other.port then
    return one.port < other.port
  end
  return (RANKS[one.protocol] or 0) < (RANKS[other.protocol] or 0)
end

-- The warnings of a tally as messages, or nil.
local function messages_of(warnings, source)
  local messages = {}
  for index, warning in ipairs(warnings) do
    messages[index] = ("%s:%d: %s"):format(source, warning[1], warning[2])
  end
  local more = (warnings.count or 0) - #messages
  if more > 0 then
    messages[#messages + 1] = ("%s: and %s"):format(source, plural(more, "more line", "more lines"))
  end
  return messages
end

local function list_of(tally, form, source)
  local list, messages = tally.list, messages_of(tally.warnings, source)
  if not list[1] then
    messages[#messages + 1] = ("%s: no port was found; looked for %s, as these write them: %s")
      :format(source, form.COUNTED or "ports", form.NAME)
  end
  table.sort(list, comes_before)
  list.skipped = tally.skipped
  list.warnings = messages[1] and messages or nil
  return list
end

--- Returns an array of records by port, with the number of skipped records in its field `skipped`
-- and messages about lines that are wrong in its field `warnings`; or nil and a message. `options`
-- are those of a form's `read`.
function ports.read(text, source, registry, options)
  local decoded, message = encoding.decode(text)
  if not decoded then
    return nil, ("%s: %s"):format(source, message)
  end
  local start = decoded:sub(1, MOST_BYTES)
  local lines = first_lines(start)
  local form, first = find_form(start, lines)
  if not form then
    return nil, ("%s:1: %s; expected is what these write: %s"):format(source,
      lines[1] and "unknown format" or "nothing there", known_forms())
  end
  local tally = new_tally(registry)
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
  return list_of(tally, form, source)
end

return ports
