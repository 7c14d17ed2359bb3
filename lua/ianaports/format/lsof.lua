-- The output of `lsof -i`: a line for each file that is open. For a socket, the last columns are
--
--   TYPE  DEVICE  SIZE/OFF  NODE  NAME
--   IPv4   12345       0t0   TCP  127.0.0.1:50000->192.0.2.1:443 (ESTABLISHED)

local collect = require("ianaports.base.array").collect
local quote = require("ianaports.base.text").quote
local sockets = require "ianaports.format.sockets"

local lsof = {}

lsof.NAME = "lsof -i"
lsof.COUNTED = sockets.COUNTED

local TYPES = { IPv4 = true, IPv6 = true, inet = true }

local function is_header(line)
  return line:find "^COMMAND%s" ~= nil and line:find "%sPID%s" ~= nil
end

-- The protocol's name and the address of the socket that words describe; nil if it is another file.
local function parse(words)
  local is_socket = false
  for index, word in ipairs(words) do
    if is_socket and sockets.protocol(word) then
      return word, words[index + 1] or ""
    end
    is_socket = is_socket or TYPES[word]
  end
end

function lsof.fits(line)
  local protocol, address = parse(collect(line:gmatch "%S+"))
  return is_header(line) or protocol ~= nil and sockets.split(address) ~= nil
end

--- Counts the ports in a tally.
function lsof.read(input, tally)
  for number, line in input:each_line() do
    tally.line = number
    local words = collect(line:gmatch "%S+")
    local protocol, address = parse(words)
    if protocol then
      local arrow = address:find("->", 1, true)
      sockets.count(tally, sockets.protocol(protocol), address:sub(1, (arrow or 0) - 1))
    elseif words[2] and not words[2]:find "%D" then
      tally:skip() -- another file
    elseif words[1] and not is_header(line) then
      tally:reject("no line of lsof: %s", quote(line))
    end
  end
end

return lsof
