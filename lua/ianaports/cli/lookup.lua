-- ianaports [lookup] KEY...

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"
local formats = require "ianaports.cli.formats"
local is_in = require("ianaports.base.options").is_in
local options = require "ianaports.cli.options"
local trim_right = require("ianaports.base.text").trim_right

local lookup = {
  summary = "Look up ports, ranges and service names (the default command).",
  description = "Shows what the IANA registry has for ports and service names.",
  arguments = {
    {
      name = "KEY", target = "list", count = "*", offers = "keys", takes_empty = true,
      help = "A port, a range, or a service name, in which * and ? match; each may end in"
        .. " /PROTOCOL. Or a list of them as for nmap -p, such as"
        .. " T:80,443,U:53,-100,60000-,http*; brackets as in [8000-8100] mean assigned ports only."
        .. " Addresses and URLs with a port, and names as _ipp._tcp, may be pasted as they are."
        .. " A protocol before a port, as T: or TCP, holds for the rest of its KEY; alone, for all"
        .. " KEYs that follow: TCP 22 80. - stands for the KEYs in standard input.",
    },
  },
  options = {
    options.ENTRIES,
    {
      title = "General",
      options.PROTOCOL,
      {
        names = "--keys", value = "FILE", offers = "files", once = true,
        help = "Look up the KEYs in FILE, too.",
      },
      options.REGISTRY,
      options.OVERLAY,
      options.HELP,
      options.VERSION,
    },
  },
  examples = {
    "ianaports 443",
    "ianaports https/tcp 8000-8100 'mysql*'",
    "ianaports --all --protocol udp 53",
    "ianaports --format json T:22,80,U:53",
    "ianaports https://example.com:8443/ [::1]:443 _ipp._tcp.example.com",
    "cut -f 2 ports.tsv | ianaports -",
    "ianaports lookup search  # a service that is called like a command",
  },
}

local MAX_HINTS = 10 -- about what was not found

-- The protocols of an element: its own, or those that the options name; or nil for all.
local function protocols_of(element, given)
  return element.protocol and { element.protocol } or given.protocol
end

-- An element as the user may have written it, with its protocols.
local function describe(element, protocols)
  local ports = element.kind == "range" and "%d-%d" or "%d"
  local text = element.name or ports:format(element.first, element.last)
  return protocols and text .. "/" .. table.concat(protocols, ",") or text
end

-- All entries for a port or name, best first.
local function find_all(registry, key, protocols)
  if not protocols or not protocols[2] then
    return registry:find_all(key, protocols and protocols[1])
  end
  return array.filter(registry:find_all(key), function(entry)
    return not entry.transport_protocol or is_in(protocols, entry.transport_protocol)
  end)
end

-- All entries that an element means, whatever their status; in brackets only assigned ones.
local function matches(registry, element, protocols)
  local filter = { protocol = protocols, status = element.registered and "assigned" or nil }
  if element.kind == "pattern" then
    filter.service_name = element.name
    return registry:entries(filter)
  elseif element.kind == "range" or element.registered and element.first then
    return registry:range(element.first, element.last, filter)
  end
  return array.each(find_all(registry, element.name or element.first, protocols))
end

local function identity(entry)
  return table.concat(array.map(fields.ALL, function(name)
    return tostring(entry[name])
  end), "\0")
end

-- Adds the entries that no earlier key has added. If the registry has the same row twice, it is
-- shown twice. Returns whether there are any entries.
local function add_new(rows, seen, entries)
  local here, found = {}, false
  for entry in entries do
    found = true
    local key = identity(entry)
    here[key] = (here[key] or 0) + 1
    if here[key] > (seen[key] or 0) then
      seen[key] = here[key]
      rows[#rows + 1] = entry
    end
  end
  return found
end

-- Texts with keys: an argument or, with its name as `source`, the content of a file.
local function texts_of(session, given)
  local texts = {}
  local function add_file(path)
    local content, source = session:read(path)
    content = trim_right(content)
    if content == "" then
      session:say("%s: no key is there", source)
    else
      texts[#texts + 1] = { content = content, source = source }
    end
  end
  for _, key in ipairs(given.list) do
    local last = texts[#texts]
    if key == "-" then
      add_file(key)
    elseif last and not last.source then
      last.content = last.content .. "\n" .. key
    else
      texts[#texts + 1] = { content = key }
    end
  end
  if given.keys then
    add_file(given.keys)
  end
  return texts
end

-- The elements of all keys.
local function elements_of(session, given)
  local read, elements = require("ianaports.ports").elements, {}
  if not (given.list[1] or given.keys) then
    failure.usage "missing argument 'KEY'\nTry: ianaports --help"
  end
  for _, text in ipairs(texts_of(session, given)) do
    array.append(elements, options.ports(read, text.content, nil, text.source))
  end
  return elements
end

-- Says so if a key that is not registered looks like the name of a command.
local function suggest_command(session, key)
  local commands = require("ianaports.cli.parser").COMMANDS
  local name = require("ianaports.cli.notice").nearest(key, commands)
  if name then
    session:say("%s is no command, either; did you mean ianaports %s?", key, name)
  end
end

-- Says that an element was not found.
local function say_missing(session, registry, element, with_hint)
  local label = describe(element, protocols_of(element, session.options))
  require("ianaports.cli.notice").not_registered(session, registry, element, label, with_hint)
end

-- Says what was not found. A hint takes long to find, so that only the first few have one.
local function say_of(session, registry, elements, found)
  local hints = MAX_HINTS
  for index, element in ipairs(elements) do
    if not found[index] then
      say_missing(session, registry, element, hints > 0)
      hints = hints - 1
    elseif element.name then
      require("ianaports.cli.notice").registered(session, registry, element.name)
    end
  end
  local first = session.options.list[1]
  if first and not found[1] and elements[1] and elements[1].name == first then
    suggest_command(session, first)
  end
end

function lookup.run(session, given)
  local elements = elements_of(session, given)
  local registry = session:registry()
  local rows, seen, found = {}, {}, {}
  for index, element in ipairs(elements) do
    found[index] = add_new(rows, seen, matches(registry, element, protocols_of(element, given)))
  end
  formats.write_entries(session, registry, rows)
  say_of(session, registry, elements, found)
  return #rows > 0
end

return lookup
