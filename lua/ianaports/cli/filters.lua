-- The keys of the module's filters as options.

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local ianaports = require "ianaports"
local is_in = require("ianaports.base.options").is_in
local shared = require "ianaports.cli.options"

local filters = {}

local YES_NO = { "yes", "no" }

-- The first long name of each is the key of the filter.
filters.OPTIONS = {
  title = "Filters, all of which must hold",
  {
    names = "-p --protocol", value = "PROTOCOL", many = true,
    choices = shared.PROTOCOL.choices, convert = shared.PROTOCOL.convert,
    help = "Entries of this protocol, and entries for every protocol; may be repeated.",
  },
  {
    names = "--class", value = "CLASS", many = true,
    choices = { "system", "user", "dynamic" },
    help = "Ports 0-1023, 1024-49151 or 49152-65535; may be repeated.",
  },
  {
    names = "--status", value = "STATUS", many = true,
    choices = { "assigned", "reserved", "unassigned", "deregistered" },
    help = "What the registry says of the ports; may be repeated.",
  },
  { names = "--service-name --name", value = "PATTERN", help = "Service name; * and ? match." },
  { names = "--text", value = "TEXT", help = "Part of service name or description." },
  { names = "--assignee", value = "TEXT", help = "Part of the assignee." },
  { names = "--contact", value = "TEXT", help = "Part of the contact." },
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
    help = "A Lua expression of an entry's fields, such as 'port_number % 1000 == 0'; entry is the"
      .. " entry itself.",
  },
}

local function compile(expression, environment)
  local source = "return " .. expression
  if setfenv then
    local chunk, message = loadstring(source, "=--where")
    return chunk and setfenv(chunk, environment), message
  end
  return load(source, "=--where", "t", environment)
end

-- A function of an entry from an expression, which sees the entry's fields and those libraries of
-- Lua that reach nothing outside.
local function condition(expression)
  local entry
  local environment = setmetatable({}, {
    __index = function(_, name)
      return name == "entry" and entry or entry[name]
    end,
  })
  for _, name in ipairs { "string", "math", "tonumber", "tostring", "type" } do
    environment[name] = _G[name]
  end
  local chunk, message = compile(expression, environment)
  if not chunk then
    failure.usage("%s", message)
  end
  return function(value)
    entry = value
    local evaluated, result = pcall(chunk)
    if not evaluated then
      failure.usage("%s", tostring(result))
    end
    return result
  end
end

-- The key of the filter that an option sets.
local function key_of(option)
  return (option.names:match "%-%-(%S+)":gsub("%-", "_"))
end

-- The filter that the options of a command describe.
function filters.of(given)
  local filter = {}
  for _, option in ipairs(filters.OPTIONS) do
    local key = key_of(option)
    local value = given[key]
    -- An option that may be repeated has an array.
    if value ~= nil and (type(value) ~= "table" or value[1]) then
      if option.choices == YES_NO then
        value = value == "yes"
      elseif key == "where" then
        value = condition(value)
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
    local key = key_of(option)
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
