-- The JSON of masscan and naabu: an object for each port, or for each host with its ports.
--
--   { "ip": "192.0.2.1", "ports": [ {"port": 80, "proto": "tcp", "status": "open"} ] },
--   {"host":"example.com","ip":"192.0.2.1","port":80,"protocol":"tcp"}
--
-- Most write an object on each line, with commas before, after or between the lines, or none.

local input_of = require("ianaports.base.input").new
local json = require "ianaports.format.json"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local trim = require("ianaports.base.text").trim

local scan_json = {}

scan_json.NAME = "masscan -oJ, naabu -json"
scan_json.COUNTED = "open ports"

-- Other programs that write JSON have several ports in a record, and give them longer names.
local function is_record(object)
  return type(object.port) == "number" or type(object.port) == "table"
    or type(object.ports) == "table"
end

function scan_json.fits(line, rest)
  local first = line:find "^[%[{]" and rest:find("{", 1, true)
  local object = first and json.decode(rest, first)
  if type(object) == "table" then
    return is_record(object)
  end
  return first ~= nil and rest:find '"ports?"%s*:' ~= nil -- it is malformed, or dkjson is missing
end

-- The protocol that a value names, in words or by naabu's own numbers.
local function protocol_of(value)
  if type(value) == "number" then
    return ({ [0] = "tcp", "udp" })[value]
  end
  return type(value) == "string" and protocols.of(value) or nil
end

local function text_of(value)
  return type(value) == "string" and value ~= "" and value or nil
end

-- Counts a port: `item` is a part of `record`, or the record itself.
local function count_port(item, record, tally)
  local port, word = item.port, item.proto or item.protocol
  if type(port) == "table" then -- of older naabu
    port, word = port.Port, port.Protocol
  end
  local status = item.status or type(item.data) == "table" and item.data.status
  if status and status ~= "open" or item.service or item.rec_type == "banner" then
    return -- a banner is about a port that has a record of its own
  elseif word and not protocol_of(word) then
    tally:skip()
  elseif type(port) ~= "number" then
    tally:reject "record without a port"
  else
    tally:count(("%.14g"):format(port), protocol_of(word), {
      host = text_of(record.ip) or text_of(record.host),
      service = item.method ~= "table" and text_of(item.name) or nil,
    })
  end
end

local function count_record(record, tally)
  local items = type(record.ports) == "table" and record.ports or { record }
  for _, item in ipairs(items) do
    if type(item) == "table" then
      count_port(item, record, tally)
    end
  end
end

-- The value of a text; or nil and a message.
local function decode(text, tally)
  local value, message, is_missing = json.decode(text)
  if is_missing then
    tally:refuse("%s", message)
  end
  return value, message
end

local function read_lines(text, tally)
  for number, line in input_of(text):each_line() do
    tally.line = number
    line = trim(trim(line):gsub("^[%[,]", ""):gsub("[%],]$", ""))
    if line ~= "" and line ~= "{finished: 1}" then
      local record = decode(line, tally)
      if type(record) == "table" then
        count_record(record, tally)
      else
        tally:reject("no object in JSON: %s", quote(line))
      end
    end
  end
end

local function read_document(text, tally)
  local document, message = decode(text, tally)
  if type(document) ~= "table" then
    tally:refuse("%s", document == nil and message or "no object in JSON")
  end
  for _, record in ipairs(document[1] and document or { document }) do
    if type(record) == "table" then
      count_record(record, tally)
    end
  end
end

--- Counts the open ports in a tally.
function scan_json.read(input, tally)
  local text = input:rest()
  local first_line = trim(text:match "{[^\r\n]*" or "")
  local read = first_line:find "},?$" and read_lines or read_document
  read(text, tally)
end

return scan_json
