-- Flow logs of Amazon's VPC: records of words between blanks. A header names them, but only in
-- files of S3; records from CloudWatch have the default fields, and may follow their time and
-- stream.

local collect = require("ianaports.base.array").collect
local columns = require "ianaports.format.columns"
local is_in = require("ianaports.base.options").is_in
local quote = require("ianaports.base.text").quote

local vpc_flow_log = {}

vpc_flow_log.NAME = "VPC flow logs"

local DEFAULT = {
  "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol",
  "packets", "bytes", "start", "end", "action", "log-status",
}

-- The last word of a record with the default fields.
local STATUSES = { "OK", "NODATA", "SKIPDATA" }

local function words_of(line)
  local words = collect(line:gmatch "%S+")
  if words[1] and words[1]:find "^%d%d%d%d%-%d%d%-%d%dT" then
    table.remove(words, 1)
    if words[1] and words[1]:find "^eni%-" then
      table.remove(words, 1)
    end
  end
  return words
end

-- Names that are no words of other texts.
local OWN = {
  "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "log-status",
}

-- Whether the words are names of fields: letters, digits and hyphens.
local function is_header(words)
  local has_own = false
  for _, word in ipairs(words) do
    if not word:find "^%l[%l%d-]*$" then
      return false
    end
    has_own = has_own or is_in(OWN, word)
  end
  return has_own and #words > 1
end

local function is_default(words)
  return #words == #DEFAULT and words[2]:find "^%d+$" ~= nil and is_in(STATUSES, words[#words])
end

function vpc_flow_log.fits(first_line)
  local words = words_of(first_line)
  return is_header(words) or is_default(words)
end

--- Counts the ports in a tally. `names` may have the names of the columns `port` and `protocol`.
function vpc_flow_log.read(input, tally, names)
  local header, found
  for number, line in input:each_line() do
    local words = words_of(line)
    tally.line = number
    if is_header(words) or not header then
      header = is_header(words) and words or is_default(words) and DEFAULT or nil
      local message
      if header then
        found, message = columns.find(header, names)
      end
      if message then
        tally:refuse("%s; the header is %s", message, quote(table.concat(header, " ")))
      end
    end
    if words[1] and #words ~= (header and #header) then
      tally:reject("record has %d fields where %d are expected", #words, #(header or DEFAULT))
    elseif words[1] and words ~= header then
      columns.count(found, words, tally)
    end
  end
end

return vpc_flow_log
