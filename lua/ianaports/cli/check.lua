-- ianaports check NAME...

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local ianaports = require "ianaports"
local options = require "ianaports.cli.options"

local check = {
  summary = "Check whether RFC 6335 allows a name for a new service.",
  description = "Checks names against the rules of RFC 6335, section 5.1, and reports whether they"
    .. " are registered already. The exit code is 1 if a name breaks a rule.",
  arguments = {
    { name = "NAME", target = "names", count = "+", offers = "names", help = "The name to check." },
  },
  options = { options.GENERAL },
  examples = { "ianaports check my-service" },
}

-- "80/tcp, udp without a port", each once.
local function list_ports(entries)
  return table.concat(array.unique(array.map(entries, function(entry)
    local port, protocol = columns.cell(entry, "port_number"), entry.transport_protocol
    return port == "" and (protocol and protocol .. " " or "") .. "without a port"
      or port .. (protocol and "/" .. protocol or "")
  end)), ", ")
end

function check.run(session, given)
  local registry, out = session:registry(), session:output()
  local all_allowed, all_registered = true, true
  for _, name in ipairs(given.names) do
    local allowed, rule = ianaports.check_service_name(name)
    -- A name may have been registered before the rule that it breaks. Digits alone are a port.
    local entries = name:find "^%d+$" and {} or registry:find_all(name)
    out:write(display.line(name), ": ", allowed and "allowed" or "not allowed: " .. rule,
      entries[1] and "; registered already: " .. list_ports(entries) or "", "\n")
    all_allowed = all_allowed and allowed
    all_registered = all_registered and entries[1]
  end
  if not all_registered then
    require("ianaports.cli.notice").names(session, registry)
  end
  return all_allowed
end

return check
