local math = require "math"
local nmap = require "nmap"
local os = require "os"
local outlib = require "outlib"
local package = require "package"
local stdnse = require "stdnse"
local table = require "table"
local tableaux = require "tableaux"

description = [[
Shows what each open port is registered for in the IANA Service Name and
Transport Protocol Port Number Registry: service name, status, description,
assignee, reference, and known unauthorized use. If several services are
registered for a port, the others follow. The script reports if another service
runs on the port than the registered one, and which ports are unassigned, reserved,
deregistered or dynamic (49152 and up, which are never assigned). After the scan it
counts the services of all hosts. It sends nothing.

Nmap's name for a service comes from version detection (-sV) or, if that did not
recognize the service, from the port number (nmap-services). A difference by
version detection is always shown. A difference by port number only means that two
lists have different names, so it is shown from verbosity 1 on. The following are no
difference: names that people use for the registered service, such as rpcbind for
sunrpc; services of a family, such as http on a port of http-alt, with or without
TLS; RPC, whose services get their ports at run time; TLS that hides the service.
A difference does not mean that anything is wrong.

The script needs the Lua module <code>ianaports</code>, built for the Lua that
Nmap embeds: 5.3 up to Nmap 7.93 (Debian 12), 5.4 from 7.94 (Debian 13 has 7.95).
If the module is missing, the script says once where it looked, and the scan goes on.
]]

---
-- @usage
-- nmap --script ianaports <target>
-- nmap --script ./ianaports.nse --script-args ianaports.cpath=build/5.3 <target>
-- nmap -sV --script ianaports --script-args ianaports.verbosity=2 <target>
-- nmap -sV --script ianaports --script-args ianaports.only-differences <target>
-- nmap --script ianaports --script-args ianaports.registry=site-ports.csv <target>
--
-- @see unusual-port.nse
--
-- @args ianaports.cpath    folder with the module's shared library, or a pattern as in
--       package.cpath; it is searched first.
-- @args ianaports.registry path of another registry, a CSV file as IANA publishes it, to use
--       instead of the bundled one.
-- @args ianaports.verbosity 0: the main columns of the port's service, and the names of its other
--       services, long texts cut; 1: also the notes, the same columns of the other services, and
--       differences by port number; 2: all columns. The default is 0, or 1 with -v, or 2 with -vv.
-- @args ianaports.only-differences shows only the ports with a difference that the verbosity shows.
-- @args ianaports.no-summary shows no counts after the scan.
-- @args ianaports.open-filtered shows ports in the state open|filtered, too, and counts them apart.
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
-- |_  description: Reserved
-- 8080/tcp open  http-proxy
-- | ianaports:
-- |   service_name: http-alt
-- |   status: assigned
-- |   description: HTTP Alternate (see port 80)
-- |_  assignee: [Stephen_Casner]
--
-- Post-scan script results:
-- | ianaports:
-- |   open_ports: 3
-- |   differences:
-- |     by_version_detection: 0
-- |     by_port_number: 1
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
  { "service_name", 0 }, { "alias_of", 0 }, { "ports", 0 }, { "status", 0 }, { "description", 0 },
  { "assignee", 0 }, { "contact", 2 }, { "registration_date", 2 }, { "modification_date", 2 },
  { "reference", 0 }, { "service_code", 2 }, { "unauthorized_use_reported", 0 },
  { "assignment_notes", 1 },
}

-- The statuses, in the order of the summary.
local statuses = { "assigned", "reserved", "unassigned", "deregistered", "dynamic" }

-- The transports that Nmap scans and the registry has.
local transports = { tcp = true, udp = true, sctp = true }

-- What Nmap shows if it does not know the service, or only that TLS hides it.
local no_name = {
  unknown = true, tcpwrapped = true, ssl = true, tls = true, dtls = true, quic = true,
}

-- Services that count as the same: names, or words of names, such as the http of http-alt.
local families = {
  "http https www ipp ipps caldav carddav soap webdav websocket wsman wsmans",
  "smtp smtps submission submissions lmtp", "imap imaps", "pop pop3s",
  "nntp nntps", "irc ircs ircu ircd", "sip sips", "xmpp jabber", "mqtt mqtts", "amqp amqps",
  "rtsp rtsps", "rfb vnc", "socks", "ftp ftps", "telnet telnets tn3270", "domain dns",
  "ldap ldaps msft-gc msft-gc-ssl", "nfs nfsd", "netbios-ssn microsoft-ds", "iscsi",
  "netbackup bpcd bpjava-msvc vopied",
}

local family_of = {}
for _, family in ipairs(families) do
  for name in family:gmatch "%S+" do
    family_of[name] = family
  end
end

local flags = {
  ["1"] = true, ["true"] = true, yes = true, on = true,
  ["0"] = false, ["false"] = false, no = false, off = false,
}

local verbosities = { ["0"] = 0, ["1"] = 1, ["2"] = 2 }

local function read_flag(given) return flags[tostring(given):lower()] end

local function read_verbosity(given) return verbosities[tostring(given)] end

-- Nmap has the number 1 for an argument without a value.
local function read_path(given)
  return type(given) == "string" and given ~= "" and given or nil
end

-- Each argument: its name, a function that returns its value or nil, and what would be right.
local arguments = {
  { "cpath", read_path, "the path of a folder" },
  { "registry", read_path, "the path of a file" },
  { "verbosity", read_verbosity, "0, 1 or 2" },
  { "only-differences", read_flag, "yes or no" },
  { "no-summary", read_flag, "yes or no" },
  { "open-filtered", read_flag, "yes or no" },
}

-- What is wrong with a value that is no text, by its type.
local unreadable = { number = "has no value", table = "is a list" }

-- A message about an argument that begins like this script's and is none, or nil.
local function find_unknown()
  local names = {}
  for index, argument in ipairs(arguments) do
    names[index] = SCRIPT_NAME .. "." .. argument[1]
  end
  for key, value in pairs(nmap.registry.args or {}) do
    local name = tostring(type(key) == "number" and value or key)
    if (name .. "."):sub(1, #SCRIPT_NAME + 1) == SCRIPT_NAME .. "."
      and not tableaux.contains(names, name) then
      return ("There is no argument %s; there are %s"):format(name, table.concat(names, ", "))
    end
  end
end

-- The arguments by name, or nil and a message.
local function read_arguments()
  -- Nmap adds one for a script that is chosen by its name.
  local options = { verbosity = math.max(0, math.min(nmap.verbosity() - 1, 2)) }
  for _, argument in ipairs(arguments) do
    local name, read, right = argument[1], argument[2], argument[3]
    local given = stdnse.get_script_args(SCRIPT_NAME .. "." .. name)
    if given then
      options[name] = read(given)
      if options[name] == nil then
        local shown = unreadable[type(given)] or "is " .. tostring(given)
        return nil, ("%s.%s must be %s, and %s"):format(SCRIPT_NAME, name, right, shown)
      end
    end
  end
  local problem = find_unknown()
  return not problem and options or nil, problem
end

local SUFFIX = package.config:find "^\\" and ".dll" or ".so"

-- Lets require look at a path first: a folder, or a pattern as in package.cpath.
local function search_first(path)
  local pattern = path:find("?", 1, true) and path or path .. "/?" .. SUFFIX
  package.cpath = pattern .. ";" .. package.cpath
end

-- The module, or nil and a message. A require that fails at the top of the file would end the scan.
local function load_module(folder)
  if folder then
    search_first(folder)
  end
  local loaded, result = pcall(require, "ianaports")
  local installed = not loaded and nmap.fetchfile("nselib/ianaports" .. SUFFIX)
  if installed then
    search_first((installed:gsub("ianaports(%.%w+)$", "?%1")))
    loaded, result = pcall(require, "ianaports")
  end
  if loaded then
    return result
  end
  result = tostring(result)
  stdnse.debug1("%s", result)
  if result:find "^module 'ianaports' not found" then
    result = "The Lua module ianaports is not found. Nmap looked for:\n  nselib/ianaports"
      .. SUFFIX .. "\n  " .. package.cpath:gsub("%?", "ianaports"):gsub(";+", "\n  ")
  end
  local advice = "Nmap needs the one built for %s; name its folder: --script-args %s.cpath=FOLDER"
  return nil, result .. "\n" .. advice:format(_VERSION, SCRIPT_NAME)
end

-- The registry to use, or nil and a message.
local function load_registry(ianaports, path)
  if not path then
    return ianaports.bundled
  end
  local registry, problem = ianaports.load(path)
  if not registry and not path:find "^[/\\]" and not path:find "^%a:" then
    problem = problem .. "\nThe path is relative to " .. (os.getenv "PWD" or "the working folder")
  end
  return registry, problem
end

-- What the whole scan shares: the registry, and the counts for the summary; or a problem.
local function open()
  local options, ianaports, registry, problem
  options, problem = read_arguments()
  if options then
    ianaports, problem = load_module(options.cpath)
  end
  if ianaports then
    registry, problem = load_registry(ianaports, options.registry)
  end
  return {
    problem = problem and "No port is looked up. " .. problem,
    options = options or {},
    registry = registry,
    port_class = ianaports and ianaports.port_class,
    registered_name = ianaports and ianaports.registered_name,
    ports = { open = 0 },
    differences = { by_version_detection = 0, by_port_number = 0 },
    statuses = {},
    services = {},
  }
end

-- Each rule and action runs in its own environment; Nmap's own registry outlives them.
local function shared()
  nmap.registry[SCRIPT_NAME] = nmap.registry[SCRIPT_NAME] or open()
  return nmap.registry[SCRIPT_NAME]
end

-- The text in one line, because Nmap does not indent a second one. With verbosity 0 a text of more
-- than 100 bytes is cut after a whole word or, if it has but one, a whole character of UTF-8.
local function line_of(text, verbosity)
  local line = text:gsub("%s+", " ")
  if verbosity > 0 or #line <= 100 then
    return line
  end
  local length = 97
  while line:find("^[\128-\191]", length + 1) do
    length = length - 1
  end
  local beginning = line:sub(1, length)
  return (beginning:match "^(.*) " or beginning) .. "..."
end

local function describe(entry, verbosity)
  if entry.port_last then
    entry.ports = ("%d-%d"):format(entry.port_number, entry.port_last)
  end
  local out = stdnse.output_table()
  for _, column in ipairs(columns) do
    local key, from = column[1], column[2]
    if entry[key] and from <= verbosity then
      out[key] = line_of(entry[key], verbosity)
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

-- What a name stands for: itself, its family, and the families of its words. Digits at the end of a
-- name or word do not matter: socks4 is socks5, and cadlock is cadlock2.
local function meanings_of(name)
  name = name:lower():gsub("%d+$", "")
  local meanings = { [name] = true, [family_of[name] or name] = true }
  for word in name:gmatch "%w+" do
    meanings[family_of[word] or family_of[word:gsub("%d+$", "")] or name] = true
  end
  return meanings
end

-- Whether a service of Nmap's, which may run over TLS, is one of the port's entries.
local function is_registered(name, is_tls, entries)
  local bare = name:lower():gsub(":%d+$", "") -- X11:1 is x11
  local common = shared().registered_name(bare) -- sunrpc for rpcbind
  for _, same in ipairs { bare, is_tls and bare .. "s" or bare, common } do
    local meanings = meanings_of(same)
    for _, entry in ipairs(entries) do
      for meaning in pairs(entry.service_name and meanings_of(entry.service_name) or {}) do
        if meanings[meaning] then
          return true
        end
      end
    end
  end
  return false
end

-- Services of RPC listen where their portmapper tells clients to look. Nmap writes the number of
-- such a program behind its version.
local function is_rpc(port)
  return port.service == "msrpc" or port.service == "ncacn_http"
    or (port.version.extrainfo or ""):find "^RPC #" ~= nil
end

-- How Nmap's service differs from those that are registered for the port, and how Nmap knows it,
-- as a key of the counts; or nil.
local function difference(port, entries, primary)
  local name = port.service
  local is_tls = port.version.service_tunnel == "ssl"
  if not name or no_name[name] or is_rpc(port) or is_registered(name, is_tls, entries) then
    return nil
  end
  local by = port.version.service_dtype == "probed" and "by_version_detection" or "by_port_number"
  return ("Nmap has %s (%s), the registry %s"):format(
    is_tls and "ssl/" .. name or name,
    by:gsub("_", " "),
    primary.service_name or ("no name (%s)"):format(primary.status)), by
end

local function increment(counts, key)
  if key then
    counts[key] = (counts[key] or 0) + 1
  end
end

local function count(scan, state, primary, differs_by)
  increment(scan.ports, state)
  increment(scan.statuses, primary.status)
  increment(scan.services, primary.service_name)
  increment(scan.differences, differs_by)
end

local function describe_port(_, port)
  local scan = shared()
  local entries = scan.registry:find_all(port.number, port.protocol)
  local primary = entries[1]
  if not primary then
    local is_dynamic = scan.port_class(port.number) == "dynamic"
    primary = { status = is_dynamic and "dynamic" or "unassigned" }
  end
  local differs, by = difference(port, entries, primary)
  count(scan, port.state, primary, by)

  local verbosity = scan.options.verbosity
  if by == "by_port_number" and verbosity == 0 then
    differs = nil
  end
  if scan.options["only-differences"] and not differs then
    return nil
  end
  table.remove(entries, 1)
  local out = describe(primary, verbosity)
  out.difference = differs
  out.also_registered = describe_others(entries, verbosity)
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
    return counts[a] > counts[b] or counts[a] == counts[b] and a < b
  end)
  return keys
end

local function summarize()
  local scan = shared()
  local out = stdnse.output_table()
  out.open_ports = scan.ports.open
  out.open_filtered_ports = scan.ports["open|filtered"]
  out.differences = pick(scan.differences, { "by_version_detection", "by_port_number" })
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
  local scan = shared()
  local is_open = port.state == "open"
    or port.state == "open|filtered" and scan.options["open-filtered"]
  return is_open and transports[port.protocol] and scan.registry ~= nil
end

postrule = function()
  return next(shared().statuses) ~= nil and not shared().options["no-summary"]
end

local actions = {
  prerule = function() return shared().problem end,
  portrule = describe_port,
  postrule = summarize,
}

action = function(...) return actions[SCRIPT_TYPE](...) end
