-- What Nmap shows on the terminal, and writes with `-oN`: for each host a heading and a table.
--
--   Nmap scan report for example.com (192.0.2.1)
--   PORT   STATE SERVICE VERSION
--   22/tcp open  ssh     OpenSSH 9.2

local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local nmap_normal = {}

nmap_normal.NAME = "nmap -oN"
nmap_normal.COUNTED = "open ports"

local HOST = "^%s*Nmap scan report for (.*)$"
local HEADER = "^%s*PORT%s+STATE%s"
local ROW = "^%s*(%d+)/(%a+)%s+(%S+)%s*(%S*)"
local NO_STATE = "^%s*%d+/%a+%s*$"

function nmap_normal.fits(line, rest)
  if line:find "^# Nmap " then -- which may be the head of -oG
    return rest:find("\nNmap scan report for ", 1, true) ~= nil
  elseif line:find "^Open %S+:%d+$" then -- of rustscan, which then starts nmap
    return rest:find "\nPORT%s+STATE%s" ~= nil
  end
  return line:find "^Starting Nmap " ~= nil or line:find(HOST) ~= nil or line:find(HEADER) ~= nil
    or line:find "^%d+/%a+%s+open%s" ~= nil
end

-- The address in a heading, which may stand in parentheses after a name.
local function host_of(heading)
  return heading:match "%(([^()]*)%)%s*$" or heading:match "%S+"
end

--- Counts the open ports in a tally.
function nmap_normal.read(input, tally)
  local host, shows_version
  for number, line in input:each_line() do
    tally.line = number
    local digits, word, state, service = line:match(ROW)
    local protocol = word and protocols.of(word)
    if state == "open" and protocol then
      -- Without a version, and with a question mark, the service is looked up by the port.
      local is_detected = shows_version and service ~= "" and not service:find "%?$"
      tally:count(digits, protocol, { host = host, service = is_detected and service or nil })
    elseif state == "open" then
      tally:skip()
    elseif line:find(NO_STATE) then
      tally:reject("port without a state: %s", quote(line))
    elseif line:find(HOST) then
      host = host_of(line:match(HOST))
    elseif line:find(HEADER) then
      shows_version = line:find "%sVERSION" ~= nil
    end
  end
end

return nmap_normal
