-- Reads IANA's XML.

local check = require "spec.fuzz.check"
local ianaports = require "ianaports"
local in_pieces = require "spec.fuzz.pieces"
local xml = require "ianaports.xml"

local OPEN = '<registry xmlns="http://www.iana.org/assignments">'
local CLOSE = "</registry>"

local function read(text)
  local registry, message, fields = ianaports.parse(text, "xml")
  local other, other_message, other_fields = xml.read(in_pieces(text), "text")
  assert((registry == nil) == (other == nil), message or other_message)
  if not check.result(registry, message, fields) then
    check.result(other, other_message, other_fields)
    return
  end
  local entries = check.registry(registry)
  check.same(entries, check.registry(other), "read in pieces")
  check.written_as_csv(registry, entries)
  registry:close()
end

-- Few inputs have the elements around a record, so each is also read inside a registry.
return function(text)
  read(text)
  read(OPEN .. text .. CLOSE)
end
