-- ianaports contact ID...

local failure = require "ianaports.cli.failure"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local contact = {
  summary = "Tell who a contact of the registry is.",
  description = "Tells name, organization and address of the people and organizations that the"
    .. " registry names in brackets.",
  arguments = {
    { name = "ID", target = "ids", count = "+", help = "Such as Jim_Cleppe or '[Jim_Cleppe]'." },
  },
  options = { options.ROWS, options.GENERAL },
  examples = { "ianaports contact Jim_Cleppe" },
}

local COLUMNS = { "id", "name", "organization", "email", "uri", "last_updated" }

function contact.run(session, given)
  local registry = session:registry()
  local rows, missing = {}, {}
  for _, id in ipairs(given.ids) do
    local found = registry:contact(id)
    if found then
      rows[#rows + 1] = found
    else
      missing[#missing + 1] = id
    end
  end
  session.options.all = true -- one below the other: few have all columns
  formats.write(session, session:format(), COLUMNS, rows)
  for _, id in ipairs(missing) do
    session:say("no contact is called %s; this registry knows %d", id,
      registry:info().contact_count)
  end
  if #missing > 0 and registry:info().contact_count < 100 then
    session:say("IANA's XML file has all contacts: ianaports update")
  end
  return #rows > 0 and failure.FOUND or failure.NOTHING
end

return contact
