-- The output of naabu and rustscan: on each line HOST:PORT, which a word in brackets may follow; or
-- HOST -> [PORT,PORT] of `rustscan -g`.

local quote = require("ianaports.base.text").quote
local sockets = require "ianaports.format.sockets"
local trim = require("ianaports.base.text").trim

local host_port = {}

host_port.NAME = "naabu, rustscan"
host_port.COUNTED = "ports as HOST:PORT"

local HOST = "^[%w%[][%w%[%].:_%%-]*$"

-- The host and the ports of a line, as an array of words; or nil.
local function parse(line)
  local host, list = line:match "^(%S+) %-> %[([%d, ]*)%]$"
  if host then
    return host, list
  end
  local address, note = line:gsub("^Open ", ""):match "^(%S+)(.*)$"
  if address and address:find(":%d+$") and (note == "" or note:find "^ %[[^%]]*%]$") then
    return sockets.split(address)
  end
end

function host_port.fits(line)
  local host = parse(line)
  return host ~= nil and host:find(HOST) ~= nil and host:find "%D" ~= nil
end

--- Counts the ports in a tally.
function host_port.read(input, tally)
  for number, line in input:each_line() do
    tally.line = number
    line = trim(line)
    local host, list = parse(line)
    if host and host:find(HOST) then
      for digits in list:gmatch "%d+" do
        tally:count(digits, nil, { host = host })
      end
    elseif line ~= "" and not line:find "^%[[^%]]*%]%s" then -- a message of the program
      tally:reject("no HOST:PORT: %s", quote(line))
    end
  end
end

return host_port
