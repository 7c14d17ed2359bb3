-- ianaports check NAME...

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local formats = require "ianaports.cli.formats"
local ianaports = require "ianaports"
local options = require "ianaports.cli.options"

-- The formats of rows, and sentences.
local FORMAT = {
  names = options.FORMAT.names, value = options.FORMAT.value,
  choices = array.append({ "text" }, options.FORMAT.choices),
  help = "The format of results. Default: text, a sentence for each name.",
}

local check = {
  summary = "Check whether RFC 6335 allows a name for a new service.",
  description = "Checks names against the rules of RFC 6335, section 5.1, and reports whether they"
    .. " are registered already. The exit code is 1 if a name breaks a rule or is taken.",
  arguments = {
    {
      name = "NAME", target = "names", count = "+", offers = "names", takes_empty = true,
      help = "The name to check.",
    },
  },
  options = {
    {
      title = "Output", FORMAT, options.HEADER, options.COLOR, options.NO_PAGER, options.SAFE_CSV,
      options.OUTPUT,
    },
    options.GENERAL,
  },
  examples = { "ianaports check my-service", "ianaports check --format json my-service" },
}

local COLUMNS = { "service_name", "verdict", "rule", "registered" }

-- "80/tcp, udp without a port", each once.
local function list_ports(entries)
  return table.concat(array.unique(array.map(entries, function(entry)
    local port, protocol = columns.cell(entry, "port_number"), entry.transport_protocol
    return port == "" and (protocol and protocol .. " " or "") .. "without a port"
      or port .. (protocol and "/" .. protocol or "")
  end)), ", ")
end

-- The row of a name.
local function row_of(registry, name)
  local allowed, rule = ianaports.check_service_name(name)
  -- A name may have been registered before the rule that it breaks. Digits alone are a port.
  local entries = name:find "^%d+$" and {} or registry:find_all(name)
  return {
    service_name = name,
    verdict = not allowed and "not allowed" or entries[1] and "taken" or "allowed",
    rule = rule,
    registered = entries[1] and list_ports(entries),
  }
end

local function sentence(row)
  return ("%s: %s%s\n"):format(display.line(row.service_name),
    row.rule and "not allowed: " .. row.rule or "allowed",
    row.registered and "; registered already: " .. row.registered or "")
end

function check.run(session, given)
  local registry = session:registry()
  local rows = array.map(given.names, function(name)
    return row_of(registry, name)
  end)
  if (given.format or "text") == "text" then
    session:output():write(table.concat(array.map(rows, sentence)))
  else
    formats.write(session, COLUMNS, rows)
  end
  local may_be_missing, is_free = false, true
  for _, row in ipairs(rows) do
    may_be_missing = may_be_missing or not row.registered
    is_free = is_free and row.verdict == "allowed"
  end
  if may_be_missing then
    require("ianaports.cli.notice").names(session, registry)
  end
  return is_free
end

return check
