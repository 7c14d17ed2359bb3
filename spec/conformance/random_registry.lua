-- Random registries as CSV texts. They are dense, so that every rule of the order of preference
-- decides somewhere, and written in every way that CSV allows.

local registry_text = require "spec.support.registry_text"

local DESCRIPTIONS = {
  "",
  "",
  "Unassigned",
  "Reserved",
  "IANA Reserved",
  "De-registered",
  "any private mail system",
  'said "so", twice',
  "two\nlines",
  'This is a duplicate of the "a"\nservice',
}

local NOTES = { "", "", 'This entry is an alias to "b"', "used\r\nwithout leave", "," }

local random_registry = {}

-- Ports lie within 0-LAST_PORT, except a few up to the end of the port space.
random_registry.LAST_PORT = 120
random_registry.NAMES = { "a", "A", "b", "ab", "a-b", "bb", "c1", "C1" }
random_registry.PROTOCOLS = { "tcp", "udp", "sctp", "dccp" }

local function port(random)
  return random:chance(95) and random:integer(0, random_registry.LAST_PORT)
    or random:integer(49100, 65535)
end

local function ports(random)
  local first = port(random)
  if random:chance(60) then
    return tostring(first)
  end
  return ("%d-%d"):format(first, math.min(first + random:integer(0, 40), 65535))
end

local function row(random)
  local name = random:chance(60) and random:item(random_registry.NAMES) or ""
  return {
    name,
    (name == "" or random:chance(85)) and ports(random) or "",
    random:chance(75) and random:item(random_registry.PROTOCOLS) or "",
    random:item(DESCRIPTIONS),
    random:item { "", "[A_B]", "[C]" },
    random:item { "", "[A_B][C]" },
    random:item { "", "2001-02-03", "1999-12" },
    random:item { "", "2020-01-01" },
    random:item { "", "[RFC1]", "[RFC1][RFC22]" },
    random:item { "", "7" },
    random:item { "", "Yes, some" },
    random:item(NOTES),
  }
end

local function cell(random, text)
  if text:find '[,"\r\n]' or random:chance(20) then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

local function line(random, cells)
  local written = {}
  for index, text in ipairs(cells) do
    written[index] = cell(random, text)
  end
  return table.concat(written, ",") .. random:item { "\n", "\n", "\r\n" }
end

-- A text of up to `count` rows and the header.
function random_registry.text(random, count)
  local lines = { line(random, registry_text.columns) }
  for _ = 1, random:integer(0, count) do
    lines[#lines + 1] = line(random, row(random))
  end
  return (random:chance(20) and "\239\187\191" or "") .. table.concat(lines)
end

return random_registry
