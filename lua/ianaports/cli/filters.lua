-- The keys of the module's filters as options.

local failure = require "ianaports.cli.failure"
local ianaports = require "ianaports"
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

-- The filter that the options of a command describe.
function filters.of(given)
  local filter = {}
  for _, option in ipairs(filters.OPTIONS) do
    local key = option.names:match "%-%-(%S+)":gsub("%-", "_")
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

return filters
