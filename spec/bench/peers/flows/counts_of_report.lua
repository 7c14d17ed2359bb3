-- Prints the ports of a report in JSON, which standard input has, as lines of port, protocol and
-- count.

local json = require "dkjson"

for _, record in ipairs(json.decode(io.read "*a").list) do
  print(("%d %s %d"):format(record.port, record.protocol, record.count))
end
