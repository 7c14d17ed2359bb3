-- A registry in plain Lua, written from the description of the API. It shares no code with the
-- module or with the oracle of the conformance specs. It answers every question by going through
-- all rows.

local fields = require "spec.model.fields"
local passes = require "spec.model.filters"

local Model = {}
Model.__index = Model

local LAST_PORT = 65535
local LAST_ASSIGNABLE = 49151

local PROTOCOL_RANKS = { tcp = 1, udp = 2, sctp = 3, dccp = 4 }
local NO_PROTOCOL_RANK = 5

-- The order of preference: the first rule that is true of only one of two rows decides, and that
-- row comes first. `asked` has the protocol, if there is one, and says whether the key is a name.
local RULES = {
  function(row)
    return row.on_top
  end,
  function(row, asked)
    return not asked.by_name or row.entry.port_number ~= nil
  end,
  function(row, asked)
    return not asked.protocol or row.entry.transport_protocol ~= nil
  end,
  function(row)
    return row.entry.service_name ~= nil
  end,
}
-- Without a protocol: tcp, udp, sctp, dccp, none. One rule for each position in that order.
for rank = 1, NO_PROTOCOL_RANK - 1 do
  RULES[#RULES + 1] = function(row, asked)
    return not asked.protocol and PROTOCOL_RANKS[row.entry.transport_protocol] == rank
  end
end
RULES[#RULES + 1] = function(row)
  return row.entry.port_last == nil
end
RULES[#RULES + 1] = function(row)
  return row.entry.alias_of == nil
end
RULES[#RULES + 1] = function(row)
  return row.entry.description ~= nil
end
RULES[#RULES + 1] = function(row)
  for _, reference in ipairs(fields.references(row.entry.reference)) do
    if reference.type == "rfc" then
      return true
    end
  end
  return false
end

local function comes_before(a, b, asked)
  for _, rule in ipairs(RULES) do
    local of_a, of_b = rule(a, asked), rule(b, asked)
    if of_a ~= of_b then
      return of_a
    end
  end
  return a.number < b.number
end

local function add_rows(self, rows, on_top)
  for _, row in ipairs(rows or {}) do
    local entry = fields.entry(row)
    local first = entry.port_number
    table.insert(self.rows, {
      number = #self.rows + 1, -- its position in the registry's order
      on_top = on_top,
      entry = entry,
      first = first,
      last = entry.port_last or first,
    })
  end
end

-- A model of the rows, of those of an overlay, and of contacts.
local function new(parts)
  local self = setmetatable({ rows = {}, people = {} }, Model)
  add_rows(self, parts.overlay, true)
  add_rows(self, parts.rows, false)
  for index, contact in ipairs(parts.contacts or {}) do
    self.people[index] = fields.contact(contact)
  end
  return self
end

-- A port as a key is an integer, a float without a fraction, or a string of digits.
local function to_port(key)
  local digits = type(key) == "string" and key:match "^%d+$"
  local port = type(key) == "number" and key or digits and tonumber(digits, 10)
  if not port or port < 0 or port > LAST_PORT or port % 1 ~= 0 then
    error "no port"
  end
  return port
end

local function check_range(first, last)
  local from, to = to_port(first), to_port(last)
  if to < from then
    error "last port below the first"
  end
  return from, to
end

local function covers(row, port)
  return row.first ~= nil and row.first <= port and port <= row.last
end

-- Rows that name no protocol apply to each of the four.
local function holds_for(row, protocol)
  local named = row.entry.transport_protocol
  return protocol == nil
    or protocol ~= fields.OTHER_PROTOCOL and (named == nil or named == protocol)
end

local function entries_of(rows)
  local list = {}
  for index, row in ipairs(rows) do
    list[index] = row.entry
  end
  return list
end

-- The rows for which `matches` is true and that apply to the protocol, best first.
local function choose(self, asked, matches)
  local found = {}
  for _, row in ipairs(self.rows) do
    if holds_for(row, asked.protocol) and matches(row) then
      found[#found + 1] = row
    end
  end
  table.sort(found, function(a, b)
    return comes_before(a, b, asked)
  end)
  return entries_of(found)
end

local function of_port(self, key, protocol)
  local port = to_port(key)
  return choose(self, { protocol = fields.protocol_argument(protocol) }, function(row)
    return covers(row, port)
  end)
end

local function of_name(self, name, protocol)
  if type(name) ~= "string" then
    error "no name"
  end
  local asked = { protocol = fields.protocol_argument(protocol), by_name = true }
  return choose(self, asked, function(row)
    return row.entry.service_name and fields.lower(row.entry.service_name) == fields.lower(name)
  end)
end

function Model:find_all(key, protocol)
  local is_port = type(key) ~= "string" or key:find "^%d+$"
  return is_port and of_port(self, key, protocol) or of_name(self, key, protocol)
end

function Model:find(key, protocol)
  return self:find_all(key, protocol)[1]
end

-- Skips entries without a name.
function Model:service_name(port, protocol)
  for _, entry in ipairs(of_port(self, port, protocol)) do
    if entry.service_name then
      return entry.service_name
    end
  end
  return nil
end

-- Skips entries without a port. Returns port and protocol in an array.
function Model:port_number(name, protocol)
  for _, entry in ipairs(of_name(self, name, protocol)) do
    if entry.port_number then
      return { entry.port_number, entry.transport_protocol }
    end
  end
  return {}
end

local function passing(self, filter)
  local found = {}
  for _, row in ipairs(self.rows) do
    if passes(row.entry, filter) then
      found[#found + 1] = row
    end
  end
  return found
end

function Model:entries(filter)
  return entries_of(passing(self, filter))
end

function Model:count(filter)
  return #passing(self, filter)
end

-- By first port, then in the registry's order.
function Model:range(first, last, filter)
  local from, to = check_range(first, last)
  local found = {}
  for _, row in ipairs(passing(self, filter)) do
    if row.first and row.first <= to and row.last >= from then
      found[#found + 1] = row
    end
  end
  table.sort(found, function(a, b)
    if a.first ~= b.first then
      return a.first < b.first
    end
    return a.number < b.number
  end)
  return entries_of(found)
end

local function is_unassigned(self, port, protocol)
  for _, row in ipairs(self.rows) do
    if covers(row, port) and holds_for(row, protocol) and row.entry.status ~= "unassigned" then
      return false
    end
  end
  return true
end

-- The ports from first to last at which the set of covering rows may change, in order; then the
-- port after the last.
local function borders(self, first, last)
  local is_border = { [first] = true, [last + 1] = true }
  for _, row in ipairs(self.rows) do
    for _, port in ipairs(row.first and { row.first, row.last + 1 } or {}) do
      if port > first and port <= last then
        is_border[port] = true
      end
    end
  end
  local list = {}
  for port in pairs(is_border) do
    list[#list + 1] = port
  end
  table.sort(list)
  return list
end

-- An array of { first, last }.
function Model:unassigned(first, last, protocol)
  local from, to = check_range(first or 0, last or LAST_PORT)
  local asked = fields.protocol_argument(protocol)
  local runs = {}
  to = asked == fields.OTHER_PROTOCOL and -1 or math.min(to, LAST_ASSIGNABLE)
  local list = from <= to and borders(self, from, to) or {}
  for index = 1, #list - 1 do
    local run, port, stop = runs[#runs], list[index], list[index + 1] - 1
    if is_unassigned(self, port, asked) then
      if run and run[2] == port - 1 then
        run[2] = stop
      else
        runs[#runs + 1] = { port, stop }
      end
    end
  end
  return runs
end

local function holds_all(words, holds)
  for _, word in ipairs(words) do
    if not holds(word) then
      return false
    end
  end
  return true
end

local MAX_BEFORE = 7 -- words before a phrase that count

-- How many words stand before several words that stand together in a description; nil if they do
-- not.
local function words_before(description, phrase, words)
  local at = words.different > 1 and description
    and fields.lower(description):find(phrase, 1, true)
  if not at then
    return nil
  end
  local _, count = description:sub(1, at - 1):gsub("%S+", "")
  return math.min(count, MAX_BEFORE)
end

-- The rank of an entry's match, from 1, the best; nil if it does not match.
local function match_rank(entry, phrase, words)
  local name = entry.service_name
  local start = name and fields.lower(name):find(phrase, 1, true)
  if start == 1 then
    return #name == #phrase and 1 or 2
  elseif start then
    return 3
  end
  local function in_head(word)
    return fields.holds(name, word) or fields.holds(entry.description, word)
  end
  local function anywhere(word)
    for _, cell in pairs(fields.cells(entry)) do
      if fields.holds(cell, word) then
        return true
      end
    end
    return false
  end
  if holds_all(words, in_head) then
    return 4 + (words_before(entry.description, phrase, words) or MAX_BEFORE + 1)
  end
  return holds_all(words, anywhere) and 4 + MAX_BEFORE + 2 or nil
end

function Model:search(text, filter)
  local phrase = fields.lower(text):gsub("^%s+", ""):gsub("%s+$", "")
  local words, seen = { different = 0 }, {}
  for word in phrase:gmatch "%S+" do
    words[#words + 1] = word
    words.different = words.different + (seen[word] and 0 or 1)
    seen[word] = true
  end
  local found = {}
  for _, row in ipairs(passing(self, filter)) do
    local rank = match_rank(row.entry, phrase, words)
    if rank then
      found[#found + 1] = { rank = rank, number = row.number, entry = row.entry }
    end
  end
  table.sort(found, function(a, b)
    if a.rank ~= b.rank then
      return a.rank < b.rank
    end
    return a.number < b.number
  end)
  return entries_of(found)
end

function Model:contacts()
  return self.people
end

-- The first contact with this id, which may be in brackets.
function Model:contact(id)
  local wanted = fields.unbracketed(id)
  for _, person in ipairs(self.people) do
    if person.id == wanted then
      return person
    end
  end
  return nil
end

-- The fields of info that the registry counts.
function Model:info()
  return { record_count = #self.rows, contact_count = #self.people }
end

function Model.references(_, entry)
  return fields.references(entry.reference)
end

return new
