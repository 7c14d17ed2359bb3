-- The output of `masscan -oL`: a line for each open port, with its time.
--
--   open tcp 80 192.0.2.1 1745936391

local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local masscan_list = {}

masscan_list.NAME = "masscan -oL"
masscan_list.COUNTED = "open ports"

local ROW = "^%s*(%l+) (%w+) (%d+) (%S+) %d+"

function masscan_list.fits(line)
  return line:find "^#masscan" ~= nil or line:match(ROW) == "open"
end

--- Counts the open ports in a tally. The lines of banners are about ports that have a line of their
-- own.
function masscan_list.read(input, tally)
  for number, line in input:each_line() do
    tally.line = number
    local status, word, digits, host = line:match(ROW)
    local protocol = word and protocols.of(word)
    if status == "open" and protocol then
      tally:count(digits, protocol, { host = host })
    elseif status == "open" then
      tally:skip()
    elseif not status and line:find "%S" and not line:find "^%s*#" then
      tally:reject("no line of masscan -oL: %s", quote(line))
    end
  end
end

return masscan_list
