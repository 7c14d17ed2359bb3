local math = require "math"
local nmap = require "nmap"
local outlib = require "outlib"
local package = require "package"
local stdnse = require "stdnse"
local table = require "table"
local tableaux = require "tableaux"

description = [[
Shows what each open port is registered for in the IANA Service Name and
Transport Protocol Port Number Registry: service name, status, description,
assignee, reference, and known unauthorized use. If several services are
registered for a port, the others follow. The script reports if Nmap's own name is
not registered for the port, and which ports are unassigned, reserved, deregistered
or dynamic (49152 and up, which are never assigned). After the scan it counts the
services of all hosts. It sends nothing.

Nmap's name comes from the port number (nmap-services) or, with -sV, from version
detection; a reported difference says which. A difference means that two lists of
names differ, or that another service runs there than the registered one. It does
not mean that anything is wrong. Well-known other names of a service, such as
rpcbind for sunrpc, are no difference. UDP ports in the state open|filtered are left out.

The script needs the Lua module <code>ianaports</code>, built for the Lua that
Nmap embeds: 5.3 up to Nmap 7.93 (Debian 12), 5.4 from 7.94 (Debian 13 has 7.95).
If the module is missing, the script reports this once and the scan goes on.
]]

---
-- @usage
-- nmap --script ianaports <target>
-- nmap --script ./ianaports.nse --script-args ianaports.cpath=build/5.3 <target>
-- nmap -sV --script ianaports --script-args ianaports.verbosity=2 <target>
-- nmap --script ianaports --script-args ianaports.registry=site-ports.csv <target>
--
-- @args ianaports.cpath    folder with the module's shared library, or a pattern as in
--       package.cpath; it is searched first.
-- @args ianaports.registry path of another registry, a CSV file as IANA publishes it, to use
--       instead of the bundled one.
-- @args ianaports.verbosity 0: the main columns of the port's service, and the names of its other
--       services; 1: also the notes, and the same columns of the other services; 2: all columns.
--       The default is 0, or 1 with -v, or 2 with -vv.
--
-- @output
-- PORT     STATE SERVICE
-- 80/tcp   open  http
-- | ianaports:
-- |   service_name: http
-- |   status: assigned
-- |   description: World Wide Web HTTP
-- |_  also_registered: www, www-http
-- 5116/tcp open  emb-proj-cmd
-- | ianaports:
-- |   status: reserved
-- |   description: Reserved
-- |_  difference: Nmap has emb-proj-cmd (by port number), the registry no name (reserved)
-- 8080/tcp open  http-proxy
-- | ianaports:
-- |   service_name: http-alt
-- |   status: assigned
-- |   description: HTTP Alternate (see port 80)
-- |   assignee: [Stephen_Casner]
-- |_  difference: Nmap has http-proxy (by port number), the registry http-alt
--
-- Post-scan script results:
-- | ianaports:
-- |   open_ports: 3
-- |   differences: 2
-- |   statuses:
-- |     assigned: 2
-- |     reserved: 1
-- |   services:
-- |     http: 1
-- |_    http-alt: 1
--
-- @xmloutput
-- <elem key="service_name">http</elem>
-- <elem key="status">assigned</elem>
-- <elem key="description">World Wide Web HTTP</elem>
-- <table key="also_registered">
-- <elem>www</elem>
-- <elem>www-http</elem>
-- </table>

author = "the ianaports authors"
license = "MIT"
categories = { "discovery", "safe" }

-- The columns that are shown, in this order, each with the least verbosity that shows it.
local columns = {
  { "service_name", 0 },
  { "alias_of", 0 },
  { "ports", 0 },
  { "status", 0 },
  { "description", 0 },
  { "assignee", 0 },
  { "contact", 2 },
  { "registration_date", 2 },
  { "modification_date", 2 },
  { "reference", 0 },
  { "service_code", 2 },
  { "unauthorized_use_reported", 0 },
  { "assignment_notes", 1 },
}

-- The statuses, in the order of the summary.
local statuses = { "assigned", "reserved", "unassigned", "deregistered", "dynamic" }

-- The transports that Nmap scans and the registry has.
local transports = { tcp = true, udp = true, sctp = true }

-- What Nmap shows if it has no name for the service.
local no_name = { unknown = true, tcpwrapped = true }

local function argument(name)
  return stdnse.get_script_args(SCRIPT_NAME .. "." .. name)
end

-- The verbosity, or nil and a message.
local function read_verbosity()
  local given = argument "verbosity"
  if not given then
    -- Nmap adds one for a script that is chosen by its name.
    return math.max(0, math.min(nmap.verbosity() - 1, 2))
  end
  local level = tonumber(given)
  if level == 0 or level == 1 or level == 2 then
    return level
  end
  return nil, ("%s.verbosity must be 0, 1 or 2, and is %s"):format(SCRIPT_NAME, given)
end

-- The module, or nil and a message.
local function load_module()
  local folder = argument "cpath"
  if folder then
    local pattern = tostring(folder)
    if not pattern:find("?", 1, true) then
      pattern = pattern .. "/?.so"
    end
    package.cpath = pattern .. ";" .. package.cpath
  end
  -- A require that fails at the top of the file would end the whole scan.
  local loaded, result = pcall(require, "ianaports")
  if loaded then
    return result
  end
  result = tostring(result)
  stdnse.debug1("%s", result)
  if result:find "^module 'ianaports' not found" then
    result = "The Lua module ianaports is not found."
  end
  local advice = "Nmap needs the one built for %s; name its folder: --script-args %s.cpath=FOLDER"
  return nil, result .. "\n" .. advice:format(_VERSION, SCRIPT_NAME)
end

-- The registry to use, or nil and a message.
local function load_registry(ianaports)
  local path = argument "registry"
  if not path then
    return ianaports.bundled
  end
  return ianaports.load(tostring(path))
end

-- What the whole scan shares: the registry, and the counts for the summary; or a problem.
local function open()
  local verbosity, ianaports, registry, problem
  verbosity, problem = read_verbosity()
  if verbosity then
    ianaports, problem = load_module()
  end
  if ianaports then
    registry, problem = load_registry(ianaports)
  end
  return {
    problem = problem and "No port is looked up. " .. problem,
    registry = registry,
    port_class = ianaports and ianaports.port_class,
    registered_name = ianaports and ianaports.registered_name,
    verbosity = verbosity,
    open_ports = 0,
    differences = 0,
    statuses = {},
    services = {},
  }
end

-- Each rule and action runs in its own environment; Nmap's own registry outlives them.
local function shared()
  nmap.registry[SCRIPT_NAME] = nmap.registry[SCRIPT_NAME] or open()
  return nmap.registry[SCRIPT_NAME]
end

local function describe(entry, verbosity)
  if entry.port_last then
    entry.ports = ("%d-%d"):format(entry.port_number, entry.port_last)
  end
  local out = stdnse.output_table()
  for _, column in ipairs(columns) do
    local key, from = column[1], column[2]
    if entry[key] and from <= verbosity then
      -- One line, because Nmap does not indent a second one.
      out[key] = entry[key]:gsub("%s+", " ")
    end
  end
  return out
end

-- The other services of the port: their names or, from verbosity 1 on, their columns.
local function describe_others(entries, verbosity)
  local others = {}
  for _, entry in ipairs(entries) do
    if entry.service_name then
      others[#others + 1] = verbosity > 0 and describe(entry, verbosity) or entry.service_name
    end
  end
  if verbosity == 0 then
    outlib.list_sep(others)
  end
  return others[1] and others
end

local function lower_names(entries)
  local names = {}
  for _, entry in ipairs(entries) do
    if entry.service_name then
      names[entry.service_name:lower()] = true
    end
  end
  return names
end

-- How Nmap's name differs from the names that are registered for the port, or nil. Names such as
-- rpcbind mean the same as IANA's, here sunrpc.
local function difference(port, entries, primary)
  local name = port.service
  if not name or no_name[name] then
    return nil
  end
  local registered = lower_names(entries)
  local bare = name:lower():gsub(":%d+$", "") -- X11:1 is x11
  local is_tls = port.version.service_tunnel == "ssl"
  local common = shared().registered_name(bare)
  if registered[bare] or common and registered[common:lower()]
    or is_tls and registered[bare .. "s"] then
    return nil
  end
  return ("Nmap has %s (by %s), the registry %s"):format(
    is_tls and "ssl/" .. name or name,
    port.version.service_dtype == "probed" and "version detection" or "port number",
    primary.service_name or ("no name (%s)"):format(primary.status))
end

local function increment(counts, key)
  counts[key] = (counts[key] or 0) + 1
end

local function count(scan, primary, differs)
  scan.open_ports = scan.open_ports + 1
  increment(scan.statuses, primary.status)
  if primary.service_name then
    increment(scan.services, primary.service_name)
  end
  if differs then
    scan.differences = scan.differences + 1
  end
end

local function describe_port(_, port)
  local scan = shared()
  local entries = scan.registry:find_all(port.number, port.protocol)
  local primary = entries[1]
  if not primary then
    local is_dynamic = scan.port_class(port.number) == "dynamic"
    primary = { status = is_dynamic and "dynamic" or "unassigned" }
  end
  local differs = difference(port, entries, primary)
  count(scan, primary, differs)

  table.remove(entries, 1)
  local out = describe(primary, scan.verbosity)
  out.difference = differs
  out.also_registered = describe_others(entries, scan.verbosity)
  return out
end

-- The counts of these keys, in the order of the keys.
local function pick(counts, keys)
  local out = stdnse.output_table()
  for _, key in ipairs(keys) do
    out[key] = counts[key]
  end
  return out
end

-- The keys, the most frequent first.
local function by_frequency(counts)
  local keys = tableaux.keys(counts)
  table.sort(keys, function(a, b)
    if counts[a] ~= counts[b] then
      return counts[a] > counts[b]
    end
    return a < b
  end)
  return keys
end

local function summarize()
  local scan = shared()
  local out = stdnse.output_table()
  out.open_ports = scan.open_ports
  out.differences = scan.differences
  out.statuses = pick(scan.statuses, statuses)
  local names = by_frequency(scan.services)
  if #names > 0 then
    out.services = pick(scan.services, names)
  end
  return out
end

prerule = function()
  return shared().problem ~= nil
end

portrule = function(_, port)
  return port.state == "open" and transports[port.protocol] and shared().registry ~= nil
end

postrule = function()
  return shared().open_ports > 0
end

local actions = {
  prerule = function() return shared().problem end,
  portrule = describe_port,
  postrule = summarize,
}

action = function(...) return actions[SCRIPT_TYPE](...) end
