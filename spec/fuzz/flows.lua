-- Annotates a CSV, and counts its ports. Its first byte says which options there are.

local compare = require "spec.support.compare_flows"
local compare_counts = require "spec.support.compare_counts"
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
  local port = options.port_column
  compare_counts(text, {
    port = type(port) == "string" and port or nil,
    protocol = options.protocol_column,
  }, in_pieces(text))
  compare(text, options, in_pieces(text))
end
