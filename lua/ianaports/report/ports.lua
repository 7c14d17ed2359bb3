-- Reads the ports of an input, in any of the known forms, and counts how often each occurs.

local RANKS = require("ianaports.base.protocol").RANKS
local BOM = require("ianaports.format.csv").BOM
local port_of = require("ianaports.format.port").of
local read_error = require "ianaports.base.read_error"

local ports = {}

local Tally = {}
Tally.__index = Tally

-- Raises an error about the current line.
function Tally:refuse(message, ...)
  error(read_error.new(message:format(...), self.line), 0)
end

-- Counts a record that has no port of the registry's protocols.
function Tally:skip()
  self.skipped = self.skipped + 1
end

-- Counts a port, which is text. The protocol is its name in the registry, or nil. Returns true, or
-- nil if the text is no port.
function Tally:add(digits, protocol)
  local port = port_of(digits)
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
  return true
end

local function comes_before(one, other)
  if one.port ~= other.port then
    return one.port < other.port
  end
  return (RANKS[one.protocol] or 0) < (RANKS[other.protocol] or 0)
end

-- The modules of the forms. The first one whose `fits` accepts the first line that is not empty
-- reads the input.
local FORMS = { "nmap_xml", "nmap_grepable", "ss", "flows" }

local KNOWN = "ss -tuln, nmap -oX, nmap -oG, or a CSV with a header"

local function form_of(first_line)
  for _, name in ipairs(FORMS) do
    local form = require("ianaports.format." .. name)
    if form.fits(first_line) then
      return form
    end
  end
end

--- Returns an array of records by port, with the number of skipped records in its field `skipped`;
-- or nil and a message. `names` may have the names of a CSV's columns.
function ports.read(text, source, names)
  if text:sub(1, #BOM) == BOM then
    text = text:sub(#BOM + 1)
  end
  local first_line = text:match "^%s*([^\r\n]*)"
  local form = form_of(first_line)
  if not form then
    return nil, ("%s:1: %s; expected is what these write: %s"):format(source,
      first_line == "" and "nothing there" or "unknown format", KNOWN)
  end
  local tally = setmetatable({ line = 1, list = {}, known = {}, skipped = 0 }, Tally)
  local read, caught = pcall(form.read, text, tally, names)
  if not read and read_error.is(caught) then
    return nil, ("%s:%d: %s"):format(source, caught.line, caught.reason)
  elseif not read then
    error(caught, 0)
  end
  table.sort(tally.list, comes_before)
  tally.list.skipped = tally.skipped
  return tally.list
end

return ports
