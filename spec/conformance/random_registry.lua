-- Registries made up at random, as CSV texts: crowded, so that rows meet in every
-- way that the rules of order speak of, and written in every way that CSV allows.

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

local made_up = {}

-- Ports lie within 0-LAST_PORT, but for a few up to the end of the port space.
made_up.LAST_PORT = 120
made_up.NAMES = { "a", "A", "b", "ab", "a-b", "bb", "c1", "C1" }
made_up.PROTOCOLS = { "tcp", "udp", "sctp", "dccp" }

local function port(random)
  return random:chance(95) and random:integer(0, made_up.LAST_PORT) or random:integer(49100, 65535)
end

local function ports(random)
  local first = port(random)
  if random:chance(60) then
    return tostring(first)
  end
  return ("%d-%d"):format(first, math.min(first + random:integer(0, 40), 65535))
end

local function row(random)
  local name = random:chance(60) and random:item(made_up.NAMES) or ""
  return {
    name,
    (name == "" or random:chance(85)) and ports(random) or "",
    random:chance(75) and random:item(made_up.PROTOCOLS) or "",
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
function made_up.text(random, count)
  local lines = { line(random, registry_text.columns) }
  for _ = 1, random:integer(0, count) do
    lines[#lines + 1] = line(random, row(random))
  end
  return (random:chance(20) and "\239\187\191" or "") .. table.concat(lines)
end

return made_up
