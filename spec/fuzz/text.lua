-- Names the ports of a text.

local flow = require "ianaports.flow"
local ianaports = require "ianaports"
local in_pieces = require "spec.fuzz.pieces"
local port_notations = require "spec.support.port_notations"

return function(input)
  local text, pieces = flow.new_text(ianaports.bundled), {}
  for piece in in_pieces(input) do
    pieces[#pieces + 1] = flow.name_ports(text, piece)
  end
  local rest, named = flow.name_ports(text, nil)
  local expected, expected_named = port_notations(input, ianaports.bundled)
  assert(table.concat(pieces) .. rest == expected, "read otherwise")
  assert(named == expected_named, "counted otherwise")
end
