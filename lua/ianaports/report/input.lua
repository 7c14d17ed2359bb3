-- Reads the ports of an input in whichever form it is.

local record = require "ianaports.annotate.record"
local tally = require "ianaports.report.tally"

local input = {}

-- Tried in turn on the first line that is not empty.
local FORMS = { "nmap_xml", "nmap_grepable", "ss", "csv" }

local KNOWN = "ss -tuln, nmap -oX, nmap -oG, or a CSV with a header"

local function form_of(first_line)
  for _, name in ipairs(FORMS) do
    local form = require("ianaports.report.read_" .. name)
    if form.fits(first_line) then
      return form
    end
  end
end

--- Gives the records, or nil, message. `names` may hold a CSV's columns.
function input.read(text, source, names)
  if text:sub(1, #record.BOM) == record.BOM then
    text = text:sub(#record.BOM + 1)
  end
  local first_line = text:match "^%s*([^\r\n]*)"
  local form = form_of(first_line)
  if not form then
    return nil, ("%s:1: %s; expected is what these write: %s"):format(source,
      first_line == "" and "nothing there" or "unknown format", KNOWN)
  end
  local counts = tally.new()
  local read, message, line = form.read(text, counts, names)
  if not read then
    return nil, ("%s:%d: %s"):format(source, line, message)
  end
  return counts:result()
end

return input
