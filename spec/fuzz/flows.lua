-- Annotates a CSV. Its first byte says which options there are.

local compare = require "spec.support.compare_flows"
local in_pieces = require "spec.fuzz.pieces"

local OPTIONS = {
  {},
  { add = "description,class,status,service", unknown = "-" },
  { port_column = { "port", "dport" }, side = true },
  { port_column = { "dport", "port", "x" }, add = "status,service", unknown = 'a"' },
  { port_column = "port", protocol_column = "x" },
}

return function(input)
  local options = {}
  for name, value in pairs(OPTIONS[(input:byte() or 0) % #OPTIONS + 1]) do
    options[name] = value
  end
  local text = input:sub(2)
  compare(text, options, in_pieces(text))
end
