-- The keys of the module's filters as options.

local array = require "ianaports.base.array"
local condition = require "ianaports.cli.condition"
local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"
local ianaports = require "ianaports"
local is_in = require("ianaports.base.options").is_in
local shared = require "ianaports.cli.options"

local filters = {}

local YES_NO = { "yes", "no" }

-- The first long name of each is the key of the filter.
filters.OPTIONS = {
  title = "Filters, all of which must hold",
  {
    names = "-p --protocol", value = "PROTOCOL", is_list = true,
    choices = shared.PROTOCOL.choices, convert = shared.PROTOCOL.convert,
    help = "Entries of this protocol, and entries for every protocol. A list such as tcp,udp.",
  },
  {
    names = "--class", value = "CLASS", is_list = true,
    choices = { "system", "user", "dynamic" },
    help = "Ports 0-1023, 1024-49151 or 49152-65535. A list, too.",
  },
  {
    names = "--status", value = "STATUS", is_list = true,
    choices = { "assigned", "reserved", "unassigned", "deregistered" },
    help = "What the registry says of the ports. A list, too.",
  },
  {
    names = "--service-name --name", value = "PATTERN", offers = "names",
    help = "Service name; * and ? match.",
  },
  { names = "--text", value = "TEXT", help = "Part of service name or description." },
  { names = "--assignee", value = "TEXT", help = "Part of the assignee." },
  { names = "--contact", value = "TEXT", offers = "contacts", help = "Part of the contact." },
  { names = "--reference", value = "TEXT", help = "Part of the reference, such as RFC6335." },
  { names = "--assignment-notes --notes", value = "TEXT", help = "Part of the notes." },
  {
    names = "--registered-since", value = "DATE",
    help = "Registered on DATE or later: YYYY, YYYY-MM or YYYY-MM-DD.",
  },
  { names = "--modified-since", value = "DATE", help = "Modified on DATE or later." },
  {
    names = "--unauthorized-use-reported", value = "WHETHER", choices = YES_NO,
    help = "Whether unauthorized use is reported.",
  },
  {
    names = "--alias", value = "WHETHER", choices = YES_NO,
    help = "Whether the name is an alias of another.",
  },
  {
    names = "--port", value = "WHETHER", choices = YES_NO,
    help = "Whether the entry has a port.",
  },
  {
    names = "--where", value = "EXPRESSION",
    help = "A Lua expression, such as 'port_number % 1000 == 0', of the fields "
      .. table.concat(fields.ALL, ", ") .. ". A field that is absent is neither less nor more than"
      .. " anything.",
  },
}

-- Of two texts for one column, either would be a filter.
for _, option in ipairs(filters.OPTIONS) do
  option.once = not option.is_list
end

-- The filter that the options of a command describe.
function filters.of(given)
  local filter = {}
  for _, option in ipairs(filters.OPTIONS) do
    local key = shared.key(option)
    local value = given[key]
    if value ~= nil then
      if option.choices == YES_NO then
        value = value == "yes"
      elseif key == "where" then
        value = condition.of(value)
      end
      filter[key] = value
    end
  end
  local _, message, key = ianaports.check_filter(filter)
  if message then
    failure.usage("%s%s", key and ("--%s: "):format((key:gsub("_", "-"))) or "", message)
  end
  return filter
end

-- The columns that filters ask for, if they have other names.
local COLUMNS = {
  registered_since = "registration_date",
  modified_since = "modification_date",
  alias = "assignment_notes",
}

-- Says so if the options ask for columns that the registry does not know of all entries.
function filters.notice(session, registry, given)
  local lacks, asked = registry:info().lacks, {}
  for _, option in ipairs(lacks and filters.OPTIONS or {}) do
    local key = shared.key(option)
    local column = COLUMNS[key] or key
    if given[key] and is_in(lacks.columns, column) then
      asked[#asked + 1] = column
    end
  end
  for _, column in ipairs(lacks and given.where and lacks.columns or {}) do
    if given.where:find("%f[%w_]" .. column .. "%f[^%w_]") then
      asked[#asked + 1] = column
    end
  end
  if asked[1] then
    session:say('the answer may not be complete: this snapshot has no %s of what was registered or'
      .. ' changed after %s; "ianaports update" fetches IANA\'s own file',
      table.concat(array.unique(asked), " and no "):gsub("_", " "), lacks.since or "some day")
  end
  if given.port == "no" then
    require("ianaports.cli.notice").names(session, registry)
  end
end

return filters
