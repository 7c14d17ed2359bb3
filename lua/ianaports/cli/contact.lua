-- ianaports contact ID...

local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local contact = {
  summary = "Show who a contact of the registry is.",
  description = "Shows the name, the organization and the address of people and organizations"
    .. " whose ids are in brackets in the registry.",
  arguments = {
    {
      name = "ID", target = "ids", count = "+", offers = "contacts",
      help = "Such as Jim_Cleppe or '[Jim_Cleppe]'.",
    },
  },
  options = { options.ROWS, options.GENERAL },
  examples = { "ianaports contact Jim_Cleppe" },
}

local FEW_CONTACTS = 100

local COLUMNS = { "id", "name", "organization", "email", "uri", "last_updated" }

function contact.run(session, given)
  local registry = session:registry(true)
  local rows, missing = {}, {}
  for _, id in ipairs(given.ids) do
    local found = registry:contact(id)
    table.insert(found and rows or missing, found or id)
  end
  formats.write(session, COLUMNS, rows, true) -- few contacts have all columns
  local facts = registry:info()
  local count = facts.contact_count
  local message = "no contact is called %s; this registry knows %d"
  if facts.lacks and facts.lacks.contacts then
    message = "%s is not in this snapshot, which has %d contacts"
  end
  for _, id in ipairs(missing) do
    session:say(message, id, count)
  end
  if missing[1] and count < FEW_CONTACTS then
    local expat = require("ianaports.base.expat").load()
    session:say("IANA's XML file has all contacts: ianaports update%s",
      expat and "" or ", which needs luaexpat for that; on Debian: apt-get install lua-expat")
  end
  return #rows > 0
end

return contact
