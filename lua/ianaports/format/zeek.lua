-- Logs of Zeek, such as conn.log: fields between tabs, named by a line that begins with "#fields".
-- Other lines that begin with "#" tell how the log is written and when.

local collect = require("ianaports.base.array").collect
local columns = require "ianaports.format.columns"
local quote = require("ianaports.base.text").quote

local zeek = {}

zeek.NAME = "Zeek"

function zeek.fits(first_line)
  return first_line:find "^#separator%s" ~= nil or first_line:find "^#fields%s" ~= nil
end

-- The fields of a line. No field is empty, so that blanks stand for tabs that were lost.
local function split(line, separator)
  if not line:find(separator, 1, true) then
    return collect(line:gmatch "%S+")
  end
  local fields, position = {}, 1
  repeat
    local first, last = line:find(separator, position, true)
    fields[#fields + 1] = line:sub(position, (first or 0) - 1)
    position = last and last + 1
  until not first
  return fields
end

-- A separator as the line "#separator" has it, such as "\x09".
local function unescape(word)
  return (word:gsub("\\x(%x%x)", function(digits)
    return string.char(tonumber(digits, 16))
  end))
end

--- Counts the ports in a tally. `names` may have the names of the columns `port` and `protocol`.
function zeek.read(input, tally, names)
  local separator, width, found = "\t", nil, nil
  for number, line in input:each_line() do
    tally.line = number
    if line:find "^#separator%s" then
      separator = unescape(line:match "^#separator%s+(%S*)")
      separator = separator ~= "" and separator or "\t"
    elseif line:find "^#fields" then
      local fields = split(line, separator)
      table.remove(fields, 1)
      local message
      width, found, message = #fields, columns.find(fields, names)
      if not found then
        tally:refuse("%s; the fields are %s", message, quote(table.concat(fields, " ")))
      end
    elseif not line:find "^#" and line ~= "" then
      local fields = split(line, separator)
      if not found then
        tally:refuse "a record before the line #fields, which names the fields"
      elseif #fields ~= width then
        tally:reject("record has %d fields where #fields has %d", #fields, width)
      else
        columns.count(found, fields, tally)
      end
    end
  end
end

return zeek
