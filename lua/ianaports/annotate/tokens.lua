-- Writes the service after each port in a text, in the notations of logs and tools. The C module
-- knows them: src/flow/notation.h.

local flow = require "ianaports.flow"

local tokens = {}

--- Copies the text. Returns true and a table with the number of ports that are `named`; or nil and
-- a message.
function tokens.annotate(stream, registry)
  local text = flow.new_text(registry)
  local block, message = stream:read_start(true)
  while block do
    local lines, named = flow.name_ports(text, block ~= "" and block or nil)
    local written
    written, message = stream:write(lines)
    if not written then
      return nil, message
    elseif block == "" then
      return true, { named = named }
    end
    block, message = stream:read()
  end
  return nil, message
end

return tokens
