-- Reads text in the form of services(5).

local check = require "spec.fuzz.check"
local ianaports = require "ianaports"
local in_pieces = require "spec.fuzz.pieces"
local services = require "ianaports.services"

return function(text)
  check.result(ianaports.parse(text)) -- in the format that parse detects
  local registry, message, fields = ianaports.parse(text, "services")
  local other, other_message = services.read(in_pieces(text), "text")
  assert(message == other_message, "read otherwise in pieces")
  if not check.result(registry, message, fields) then
    return
  end
  local entries = check.registry(registry)
  check.same(entries, check.registry(other), "read in pieces")
  if not text:find "[\128-\255]" then
    check.written_as_csv(registry, entries)
  end
  registry:close()
end
