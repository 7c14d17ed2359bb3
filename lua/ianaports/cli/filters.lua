-- The filters of the module as options.

local failure = require "ianaports.cli.failure"
local ianaports = require "ianaports"
local shared = require "ianaports.cli.options"

local filters = {}

filters.OPTIONS = {
  title = "Filters, all of which must hold",
  {
    names = "-p --protocol", value = "PROTOCOL", many = true,
    choices = shared.PROTOCOL.choices, convert = shared.PROTOCOL.convert,
    help = "Entries of this protocol, and those that hold for every one; may be repeated.",
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
    names = "--unauthorized-use-reported", value = "WHETHER", choices = { "yes", "no" },
    help = "Whether unauthorized use is reported.",
  },
  { names = "--alias", value = "WHETHER", choices = { "yes", "no" },
    help = "Whether the name stands for another." },
  { names = "--port", value = "WHETHER", choices = { "yes", "no" },
    help = "Whether the entry has a port." },
  {
    names = "--where", value = "EXPRESSION",
    help = "Lua of an entry's fields, such as 'port_number % 1000 == 0'; the entry is called"
      .. " entry.",
  },
}

local KEYS = {
  "protocol", "class", "status", "service_name", "text", "assignee", "contact", "reference",
  "assignment_notes", "registered_since", "modified_since",
}

local SWITCHES = { "unauthorized_use_reported", "alias", "port" }

local function compile(expression, environment)
  local source = "return " .. expression
  if setfenv then
    local chunk, message = loadstring(source, "=--where")
    return chunk and setfenv(chunk, environment), message
  end
  return load(source, "=--where", "t", environment)
end

-- A function of an entry from an expression, which sees the entry's fields and Lua's
-- libraries that touch nothing outside.
local function condition(expression)
  local entry
  local environment = setmetatable({}, {
    __index = function(_, name)
      if name == "entry" then
        return entry
      end
      return entry[name]
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

-- A mistake in a filter is the user's: the message names the option, not the filter's key.
local function check(filter)
  local _, message, key = ianaports.check_filter(filter)
  if key then
    failure.usage("--%s: %s", (key:gsub("_", "-")), message)
  elseif message then
    failure.usage("%s", message)
  end
end

-- The filter that the options give, checked.
function filters.of(options)
  local filter = {}
  for _, key in ipairs(KEYS) do
    local value = options[key]
    filter[key] = not (type(value) == "table" and #value == 0) and value or nil
  end
  for _, key in ipairs(SWITCHES) do
    if options[key] then
      filter[key] = options[key] == "yes"
    end
  end
  filter.where = options.where and condition(options.where)
  check(filter)
  return filter
end

return filters
