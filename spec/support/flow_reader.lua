-- Counts the ports of a CSV of flows, a whole text at once, in plain Lua: what the core counts in
-- blocks is compared with this. They share the search for the header, and no code below it.

local csv = require "ianaports.format.csv"
local flow_cells = require "spec.support.flow_cells"
local find_header = require("ianaports.format.flows").find_header
local ianaports = require "ianaports"
local plural = require("ianaports.format.chart").plural
local quote = require("ianaports.base.text").quote
local trim = require("ianaports.base.text").trim

local flow_reader = {}

local find, lower, sub = string.find, string.lower, string.sub

local MOST_WARNINGS, MOST_HOSTS, LONGEST_HOST = 10, 256, 255

-- Records -------------------------------------------------------------------------------------

-- What the first cell says where the rows end and sums follow.
local ENDS = { "^summary$", "^summary:", "^totals?:?$", "^%(%d+ rows?%f[^%w]" }

local function is_end(cell)
  local word = lower(trim(cell))
  for _, pattern in ipairs(ENDS) do
    if find(word, pattern) then
      return true
    end
  end
  return false
end

local function is_header_again(header, bytes, bounds)
  local number = header.columns.port
  return sub(bytes, bounds[2 * number - 1], bounds[2 * number]) == header.port_cell
end

-- What the record is that was just scanned: "row", "other", or "wrong" and a message.
local function kind_of(header, state, bytes, bounds, count)
  if count == header.width and is_header_again(header, bytes, bounds) then
    state.is_over = false
    return "other"
  elseif count == header.width and count > 1 then
    state.is_over = false
    return "row"
  elseif count == 0 or state.is_over then
    return "other"
  end
  state.is_over = is_end(csv.cell(bytes, bounds, 1))
  if state.is_over or not find(sub(bytes, bounds[1], bounds[2 * count]), "[^-+=: ]") then
    return "other"
  elseif count ~= header.width then
    return "wrong", ("record has %d cells where the header has %d, split at each %s")
      :format(count, header.width, header.dialect.name)
  end
  return "row"
end

-- Calls on_row(bounds, line) and on_error(message, line) for the records below the header.
local function each_record(text, header, on_row, on_error)
  local state, bounds, position = { is_over = false }, {}, header.stop + 1
  local line = 1 + csv.count_lines(text, 1, header.stop)
  while position <= #text do
    local last, stop, count = csv.scan(text, position, true, bounds, header.dialect)
    if not last then -- then `stop` is the message, and `count` its index
      if not state.is_over then
        on_error(stop, line + csv.count_lines(text, position, count - 1))
      end
      stop = csv.rest_of_line(text, position, true)
    else
      local kind, message = kind_of(header, state, text, bounds, count)
      if kind == "row" then
        on_row(bounds, line)
      elseif kind == "wrong" then
        on_error(message, line)
      end
    end
    line = line + csv.count_lines(text, position, stop)
    position = stop + 1
  end
end

-- Ports ---------------------------------------------------------------------------------------

-- The only port of a name; or nil and what is wrong.
local function port_of_name(registry, word, protocol)
  local list, seen = {}, {}
  for _, entry in ipairs(registry:find_all(word, protocol)) do
    for port in pairs { [entry.port_number or false] = true, [entry.port_last or false] = true } do
      if port and not seen[port] then
        seen[port], list[#list + 1] = true, port
      end
    end
  end
  list[1] = list[1] or select(2, ianaports.registered_name(word))
  table.sort(list)
  return not list[2] and list[1] or nil, list
end

local function port_of(registry, word, protocol)
  if find(word, "^%d+$") and #word <= 5 and tonumber(word) <= 65535 then
    return tonumber(word)
  end
  local port, others = nil, {}
  if find(word, "%a") then
    port, others = port_of_name(registry, word, protocol)
  end
  if port then
    return port
  elseif others[2] then
    return nil, ("service %s has several ports: %s; most programs write numbers if called with -n")
      :format(quote(word), table.concat(others, ", "))
  end
  return nil, ("port %s is neither a number from 0 to 65535 nor a service that the registry knows")
    :format(quote(word))
end

local RANKS = { tcp = 1, udp = 2, sctp = 3, dccp = 4 }

local function sorted(records)
  table.sort(records, function(one, other)
    if one.port ~= other.port then
      return one.port < other.port
    end
    return (RANKS[one.protocol] or 0) < (RANKS[other.protocol] or 0)
  end)
  return records
end

local function keep_host(record, host)
  if host and #host <= LONGEST_HOST and not find(host, "\0", 1, true) then
    record.hosts = record.hosts or {}
    for _, known in ipairs(record.hosts) do
      if known == host then
        return
      end
    end
    record.hosts[#record.hosts + 1] = #record.hosts < MOST_HOSTS and host or nil
  end
end

-- What counts the rows of a CSV with this header: a table with functions, and what they fill.
local function new_counts(text, header, registry)
  local found, known = header.columns, {}
  local counts = { records = {}, warnings = {}, wrong = 0, skipped = 0 }
  local function cell(bounds, number)
    return number and csv.cell(text, bounds, number)
  end
  function counts.reject(message, line)
    counts.wrong = counts.wrong + 1
    if counts.wrong <= MOST_WARNINGS then
      counts.warnings[counts.wrong] = ("input:%d: %s"):format(line, message)
    end
  end
  function counts.add(bounds, line)
    local word, protocol =
      flow_cells.read(found, cell(bounds, found.port), cell(bounds, found.key))
    if not word then
      counts.skipped = counts.skipped + 1
      return
    end
    local port, message = port_of(registry, word, protocol)
    if not port then
      return counts.reject(message, line)
    end
    local key = port .. (protocol or "")
    if not known[key] then
      known[key] = { port = port, protocol = protocol, count = 0 }
      counts.records[#counts.records + 1] = known[key]
    end
    known[key].count = known[key].count + 1
    keep_host(known[key], found.host and flow_cells.value(cell(bounds, found.host)))
  end
  return counts
end

--- What report.read_ports must return of a CSV in UTF-8 without a byte order mark; nil if the text
-- has no header.
function flow_reader.count(text, registry, options)
  local header = find_header(text, true, options or {})
  if not header then
    return nil
  end
  local counts = new_counts(text, header, registry)
  each_record(text, header, counts.add, counts.reject)
  local warnings, records = counts.warnings, sorted(counts.records)
  if counts.wrong > MOST_WARNINGS then
    warnings[#warnings + 1] = "input: and " .. plural(counts.wrong - MOST_WARNINGS, "more line",
      "more lines")
  end
  if not records[1] then
    warnings[#warnings + 1] =
      "input: no port was found; looked for ports, as these write them: a CSV with a header"
  end
  records.skipped, records.warnings = counts.skipped, warnings[1] and warnings or nil
  return records
end

return flow_reader
