-- Random registries, small and dense: ports lie near the borders of the port space, port ranges lie
-- within one another, and names differ only in case.
--
-- A random registry is a plain table: `form`, which says how a registry is made from it
-- (forms.lua); `rows`, as for `ianaports.build`; and, in some forms, `overlay`, `contacts`, or rows
-- with `aliases`, an array of names.

local new_random = require "spec.conformance.random"

local registries = {}

local FORMS = { "build", "build", "iterator", "csv", "csv", "services", "overlay", "overlays" }

local LAST_PORT = 65535
local CENTERS = { 0, 1, 80, 1023, 1024, 49151, 49152, 65535 }

local NAMES = { "a", "A", "b", "B", "ab", "aB", "a-b", "b-a", "c1", "C1", "x11", "80", "[[", "{{" }
local PROTOCOLS = { "tcp", "udp", "sctp", "dccp" }

-- A table may contain any bytes, such as ISO 8859-1; a file contains UTF-8. Only ASCII letters are
-- compared without regard to case: two names that differ in the case of another letter are
-- different.
local LATIN_1 = { names = { "\228b", "\196b", "caf\233", "CAF\233" }, word = "M\252ller" }
local UTF_8 = { names = { "zz", "ZZ" }, word = "M\195\188ller" }

local DESCRIPTIONS = {
  "Unassigned",
  "Unassigned",
  "now UNASSIGNED (was taken)",
  "Reserved",
  "reserved by hand",
  "IANA Reserved",
  "IANA assigned",
  "not Reserved",
  "De-registered 2001 June 06",
  "Removed",
  "deprecated since",
  "De-commissioned",
  "Decomissioned",
  "any private mail system",
  'said "so", twice',
}

local ALIAS_SENTENCES = {
  'This entry is an alias to "%s"',
  'This\nentry is  an\talias to "%s", says "b"',
  'Old. This is a duplicate of the "%s"\nservice',
  'This is a duplicate of the "%s" servant. This entry is an alias to "%s"',
  'this entry is an alias to "%s"',
  'This This entry is an alias to "" nor "%s"',
}

local REFERENCES = { "[RFC1]", "[RFC1][RFC22]", "[draft-a-b-01]", "[https://example.com/a]",
  "[Jane_Doe]", "[RFC768][Jane_Doe]" }
local DATES = { "2001-02-03", "1999-12-31", "1999-12", "2020-01", "2020-01-01", "2020-02-30",
  "1999-13-01", "soon" }

local function clamp(port)
  return math.max(0, math.min(port, LAST_PORT))
end

local function port_near(random, center)
  return clamp(center + random:integer(-5, 5))
end

-- First and last port; the last is nil for a single port. Port ranges begin and end near borders,
-- so that they lie within one another.
local function ports(random, centers)
  local first = port_near(random, random:item(centers))
  if random:chance(55) then
    return first, nil
  elseif random:chance(50) then
    return first, clamp(first + random:integer(0, 12))
  end
  local other = port_near(random, random:item(centers))
  return math.min(first, other), math.max(first, other)
end

local function maybe(random, percent, list)
  return random:chance(percent) and random:item(list) or nil
end

local function alias_sentence(random, names)
  return (random:item(ALIAS_SENTENCES):gsub("%%s", random:item(names)))
end

local function description(random, drawn)
  if random:chance(15) then
    return alias_sentence(random, drawn.names)
  end
  return maybe(random, 80, DESCRIPTIONS) or maybe(random, 50, { drawn.word, "" })
end

-- A row has a name, a port, or both.
local function row(random, drawn)
  local name = maybe(random, 60, drawn.names)
  local first, last
  if not name or random:chance(85) then
    first, last = ports(random, drawn.centers)
  end
  return {
    service_name = name,
    port_number = first,
    port_last = last,
    transport_protocol = maybe(random, 75, PROTOCOLS),
    description = description(random, drawn),
    assignee = maybe(random, 30, { "[A_B]", "[C]", drawn.word }),
    contact = maybe(random, 30, { "[A_B][C]", "[C]" }),
    registration_date = maybe(random, 40, DATES),
    modification_date = maybe(random, 40, DATES),
    reference = maybe(random, 40, REFERENCES),
    service_code = maybe(random, 10, { "7", "1145656131" }),
    unauthorized_use_reported = maybe(random, 15, { "Yes, some", "UDP" }),
    assignment_notes = random:chance(25) and alias_sentence(random, drawn.names)
      or maybe(random, 20, { "used\r\nwithout leave", ",", "two\nlines" }),
  }
end

-- What a line of services(5) can say.
local function service_row(random, drawn)
  local first, last = ports(random, drawn.centers)
  local aliases = {}
  for index = 1, random:integer(0, 3) do
    aliases[index] = random:item(drawn.names)
  end
  return {
    service_name = random:item(drawn.names),
    port_number = first,
    port_last = last,
    transport_protocol = random:item(PROTOCOLS),
    description = maybe(random, 60, { "Unassigned", "Web # Server", drawn.word }),
    aliases = aliases,
  }
end

-- Rows of one service follow one another and differ only slightly.
local function follow(row_after, row_before)
  if row_before.port_number then
    row_after.service_name = row_before.service_name or row_after.service_name
    row_after.port_number, row_after.port_last = row_before.port_number, row_before.port_last
  end
end

local function rows(random, drawn, count, draw_row)
  local list = {}
  for index = 1, random:integer(0, count) do
    list[index] = draw_row(random, drawn)
    if index > 1 and random:chance(20) then
      follow(list[index], list[index - 1])
    end
  end
  return list
end

local IDS = { "A_B", "C", "c", "[A_B]", "[D]", "M\252ller" }
local URIS = {
  "mailto:a.b&example.com",
  "mailto:c@example.com",
  "MAILTO:a&b&c",
  "mailto:a&b@example.com",
  "http://example.com mailto:x&example.com",
  " mailto:y&example.com https://example.com",
}

local function contacts(random)
  local list = {}
  for index = 1, random:integer(0, 5) do
    list[index] = {
      id = random:item(IDS),
      name = maybe(random, 70, { "A B", "M\252ller", "" }),
      organization = maybe(random, 40, { "Example" }),
      uri = maybe(random, 70, URIS),
      last_updated = maybe(random, 40, DATES),
    }
  end
  return list
end

-- The largest number of rows: usually small, so that a second is enough for many registries, and
-- sometimes larger than the initial size of any table.
local function row_limit(random)
  return random:chance(2) and 300 or random:item { 2, 6, 12, 25 }
end

-- The centers near which this registry's ports lie: all of them, or a few, which makes it denser.
local function some_centers(random)
  local centers = { random:integer(0, LAST_PORT) }
  for _ = 1, random:integer(1, #CENTERS) do
    centers[#centers + 1] = random:item(CENTERS)
  end
  return centers
end

local function joined(list, other)
  local all = {}
  for _, each in ipairs { list, other } do
    for _, item in ipairs(each) do
      all[#all + 1] = item
    end
  end
  return all
end

-- Returns the registry of a seed, the generator, from which its queries are drawn, and the names
-- from which it could choose.
function registries.draw(seed)
  local random = new_random(seed % 2147483646 + 1)
  for _ = 1, 5 do
    random:integer(0, 1) -- similar seeds begin with similar numbers
  end
  local random_registry = { form = random:item(FORMS) }
  local is_file = random_registry.form == "csv" or random_registry.form == "services"
  local letters = is_file and UTF_8 or LATIN_1
  local names = joined(NAMES, letters.names)
  local drawn = { names = names, word = letters.word, centers = some_centers(random) }
  local draw_row = random_registry.form == "services" and service_row or row
  random_registry.rows = rows(random, drawn, row_limit(random), draw_row)
  if random_registry.form == "overlay" or random_registry.form == "overlays" then
    random_registry.overlay = rows(random, drawn, 6, row)
  end
  if random_registry.form == "overlays" then
    random_registry.second_overlay = rows(random, drawn, 6, row)
  end
  if not is_file then
    random_registry.contacts = contacts(random)
  end
  return random_registry, random, names
end

local function is_good_row(random_registry, fields)
  local name, port = fields.service_name, fields.port_number
  if random_registry.form == "services" then
    return name and port and fields.transport_protocol
  end
  return port or name and not fields.port_last
end

-- Whether the module should accept a random registry after it was reduced.
function registries.is_good(random_registry)
  for _, name in ipairs { "rows", "overlay", "second_overlay" } do
    for _, fields in ipairs(random_registry[name] or {}) do
      if not is_good_row(random_registry, fields) then
        return false
      end
    end
  end
  for _, contact in ipairs(random_registry.contacts or {}) do
    if not contact.id then
      return false
    end
  end
  return true
end

return registries
