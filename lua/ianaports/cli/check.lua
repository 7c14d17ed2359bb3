-- ianaports check NAME...

local failure = require "ianaports.cli.failure"
local ianaports = require "ianaports"
local options = require "ianaports.cli.options"
local display = require "ianaports.base.display"

local check = {
  summary = "Check whether RFC 6335 allows a name for a new service.",
  description = "Checks names against the rules of RFC 6335, section 5.1, and tells whether they"
    .. " are registered already. The exit code is 1 where a rule is broken.",
  arguments = { { name = "NAME", target = "names", count = "+", help = "The name to check." } },
  options = { options.GENERAL },
  examples = { "ianaports check my-service" },
}

-- "80/tcp, 80/udp", or where the entries have no port, their protocols.
local function places(entries)
  local list = {}
  for index, entry in ipairs(entries) do
    local port = require("ianaports.cli.columns").cell(entry, "port_number")
    local protocol = entry.transport_protocol
    list[index] = port == "" and (protocol or "no") .. " without a port"
      or port .. (protocol and "/" .. protocol or "")
  end
  return table.concat(list, ", ")
end

-- A registered name may break the rules that came later; digits alone are a port.
local function registered(registry, name)
  return name:find "^%d+$" and {} or registry:find_all(name)
end

function check.run(session, given)
  local registry, out = session:registry(), session:output()
  local code = failure.FOUND
  for _, name in ipairs(given.names) do
    local allowed, rule = ianaports.check_service_name(name)
    local entries = registered(registry, name)
    local verdict = allowed and "allowed" or "not allowed: " .. rule
    if #entries > 0 then
      verdict = verdict .. "; registered already: " .. places(entries)
    end
    out:write(display.line(name), ": ", verdict, "\n")
    code = allowed and code or failure.NOTHING
  end
  return code
end

return check
