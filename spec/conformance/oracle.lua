-- Answers every question about a registry in the most naive way, with lists and sorting. It shares
-- no code with the module, so both agree only if both are right or wrong in the same way.

local contains = require "spec.conformance.contains"
local passes = require "spec.conformance.filters"
local read_csv = require "spec.conformance.csv"
local read_rows = require "spec.conformance.rows"

local PROTOCOL_RANK = { tcp = 1, udp = 2, sctp = 3, dccp = 4 }

local function push(lists, key, value)
  lists[key] = lists[key] or {}
  table.insert(lists[key], value)
end

local Oracle = {}
Oracle.__index = Oracle

local function new(text)
  local rows = read_rows(read_csv(text))
  local self = setmetatable({ rows = rows, of_port = {}, of_name = {} }, Oracle)
  for _, row in ipairs(self.rows) do
    for port = row.first or 0, row.last or -1 do
      push(self.of_port, port, row)
    end
    if row.entry.service_name then
      push(self.of_name, row.entry.service_name:lower(), row)
    end
  end
  return self
end

local function holds_for(row, protocol)
  local named = row.entry.transport_protocol
  return protocol == nil or named == nil or named == protocol
end

-- Whether one of the texts in brackets is RFC and a number.
local function names_rfc(entry)
  for text in (entry.reference or ""):gmatch "[^%[%]]+" do
    if text:upper():find "^%s*RFC%s*%d" then
      return true
    end
  end
  return false
end

-- The criteria of the order of preference, most important first; lower is better.
local function criteria(row, protocol, by_name)
  local entry = row.entry
  local portless = by_name and not row.first and 1 or 0
  local unnamed = entry.service_name and 0 or 1
  local list = protocol and { portless, entry.transport_protocol and 0 or 1, unnamed }
    or { portless, unnamed, PROTOCOL_RANK[entry.transport_protocol] or 5 }
  list[4] = entry.port_last and 1 or 0
  list[5] = entry.alias_of and 1 or 0
  list[6] = entry.description and 0 or 1
  list[7] = names_rfc(entry) and 0 or 1
  list[8] = row.order
  return list
end

local function sorted(rows, protocol, by_name)
  local keyed = {}
  for _, row in ipairs(rows or {}) do
    if holds_for(row, protocol) then
      keyed[#keyed + 1] = { row = row, criteria = criteria(row, protocol, by_name) }
    end
  end
  table.sort(keyed, function(a, b)
    for index = 1, #a.criteria do
      if a.criteria[index] ~= b.criteria[index] then
        return a.criteria[index] < b.criteria[index]
      end
    end
    return false
  end)
  local entries = {}
  for index, item in ipairs(keyed) do
    entries[index] = item.row.entry
  end
  return entries
end

function Oracle:find_all(key, protocol)
  if type(key) == "number" then
    return sorted(self.of_port[key], protocol, false)
  end
  return sorted(self.of_name[key:lower()], protocol, true)
end

function Oracle:service_name(port, protocol)
  for _, entry in ipairs(self:find_all(port, protocol)) do
    if entry.service_name then
      return entry.service_name
    end
  end
end

function Oracle:port_number(name, protocol)
  local entry = self:find_all(name, protocol)[1]
  if entry and entry.port_number then
    return entry.port_number, entry.transport_protocol
  end
end

function Oracle:entries(filter)
  local entries = {}
  for _, row in ipairs(self.rows) do
    if passes(row, filter) then
      entries[#entries + 1] = row.entry
    end
  end
  return entries
end

function Oracle:range(first, last, filter)
  local found = {}
  for _, row in ipairs(self.rows) do
    if row.first and row.first <= last and row.last >= first and passes(row, filter) then
      found[#found + 1] = row
    end
  end
  table.sort(found, function(a, b)
    if a.first ~= b.first then
      return a.first < b.first
    end
    return a.order < b.order
  end)
  for index, row in ipairs(found) do
    found[index] = row.entry
  end
  return found
end

function Oracle:is_unassigned(port, protocol)
  for _, row in ipairs(self.of_port[port] or {}) do
    if holds_for(row, protocol) and row.entry.status ~= "unassigned" then
      return false
    end
  end
  return true
end

-- An array of { first, last }.
function Oracle:unassigned(first, last, protocol)
  local runs = {}
  for port = first, math.min(last, 49151) do
    local run = runs[#runs]
    if self:is_unassigned(port, protocol) then
      if run and run[2] == port - 1 then
        run[2] = port
      else
        runs[#runs + 1] = { port, port }
      end
    end
  end
  return runs
end

local COLUMNS = {
  "service_name",
  "transport_protocol",
  "description",
  "assignee",
  "contact",
  "registration_date",
  "modification_date",
  "reference",
  "service_code",
  "unauthorized_use_reported",
  "assignment_notes",
}

local function in_some_column(entry, word)
  local ports = entry.port_number and ("%d"):format(entry.port_number) or ""
  if entry.port_last then
    ports = ports .. ("-%d"):format(entry.port_last)
  end
  if contains(ports, word) then
    return true
  end
  for _, column in ipairs(COLUMNS) do
    if contains(entry[column], word) then
      return true
    end
  end
  return false
end

local MOST_BEFORE = 7 -- words before a phrase that make a difference
local IN_HEAD = 4 + MOST_BEFORE + 1
local ANYWHERE = IN_HEAD + 1

-- The rank of a description that has the text, by the words before it. A single word is no phrase.
local function rank_together(description, text, words)
  local first = words[1]
  for _, word in ipairs(words) do
    first = word == first and first
  end
  local at = not first and (description or ""):lower():find(text, 1, true)
  if at then
    local before = 0
    for _ in description:sub(1, at - 1):gmatch "%S+" do
      before = before + 1
    end
    return 4 + math.min(before, MOST_BEFORE)
  end
end

local function rank_of(entry, text, words)
  local name = (entry.service_name or ""):lower()
  if name ~= "" and name == text then
    return 1
  elseif name ~= "" and name:sub(1, #text) == text then
    return 2
  elseif name ~= "" and contains(name, text) then
    return 3
  end
  local head, anywhere = true, true
  for _, word in ipairs(words) do
    head = head and (contains(name, word) or contains(entry.description, word))
    anywhere = anywhere and (head or in_some_column(entry, word))
  end
  return head and (rank_together(entry.description, text, words) or IN_HEAD)
    or anywhere and ANYWHERE or nil
end

function Oracle:search(text, filter)
  local ranks = {}
  for rank = 1, ANYWHERE do
    ranks[rank] = {}
  end
  local trimmed = text:lower():match "^%s*(.-)%s*$"
  local words = {}
  for word in trimmed:gmatch "%S+" do
    words[#words + 1] = word
  end
  for _, row in ipairs(self.rows) do
    local rank = passes(row, filter) and rank_of(row.entry, trimmed, words)
    if rank then
      table.insert(ranks[rank], row.entry)
    end
  end
  local found = {}
  for _, entries in ipairs(ranks) do
    for _, entry in ipairs(entries) do
      found[#found + 1] = entry
    end
  end
  return found
end

return new
