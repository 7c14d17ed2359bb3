-- Large registries as CSV: the bundled rows many times, the first time unchanged, then with other
-- names, texts and ports. A second file lists names of each registry.

local ianaports = require "ianaports"
local keys = require "spec.bench.support.keys"

local many_rows = {}

local NAMES = 20000

local HEADER = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
  .. "Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,"
  .. "Assignment Notes\n"

local function quoted(text)
  return text:find '[,"\r\n]' and '"' .. text:gsub('"', '""') .. '"' or text
end

-- The part of an entry that is the same in each copy is made once.
local function prepare(entry)
  local rest = {}
  for index, column in ipairs {
    "registration_date", "modification_date", "reference", "service_code",
    "unauthorized_use_reported", "assignment_notes",
  } do
    rest[index] = quoted(entry[column] or "")
  end
  return {
    name = entry.service_name or "",
    first = entry.port_number,
    last = entry.port_last,
    protocol = entry.transport_protocol or "",
    description = entry.description or "",
    assignee = entry.assignee or "",
    contact = entry.contact or "",
    rest = table.concat(rest, ","),
  }
end

-- A single port wraps around at the end of the port space; a port range that would not fit stays
-- unmoved.
local function ports_of(row, shift)
  if not row.first then
    return ""
  elseif not row.last then
    return ("%d"):format((row.first + shift) % 65536)
  end
  shift = row.last + shift < 65536 and shift or 0
  return ("%d-%d"):format(row.first + shift, row.last + shift)
end

local function renewed(text, suffix)
  return text ~= "" and text .. suffix or text
end

local function line_of(row, suffix, shift)
  return table.concat({
    renewed(row.name, suffix), ports_of(row, shift), row.protocol,
    quoted(renewed(row.description, suffix)), quoted(renewed(row.assignee, suffix)),
    quoted(renewed(row.contact, suffix)), row.rest,
  }, ",")
end

function many_rows.names_of(path)
  return path .. ".names"
end

local function write_names(path, rows, factor)
  local random, names = keys.generator(20260512), {}
  while #names < NAMES do
    local row, copy = rows[random(#rows)], random(factor)
    if row.name ~= "" and row.first and row.protocol == "tcp" then
      names[#names + 1] = row.name .. (copy > 1 and "-" .. copy or "")
    end
  end
  local file = assert(io.open(many_rows.names_of(path), "wb"))
  file:write(table.concat(names, "\n"), "\n")
  assert(file:close())
end

function many_rows.write(path, factor)
  local rows = {}
  for entry in ianaports.entries() do
    rows[#rows + 1] = prepare(entry)
  end
  local random, lines = keys.generator(20260511), {}
  local file = assert(io.open(path, "wb"))
  file:write(HEADER)
  for copy = 1, factor do
    local shift = copy > 1 and random(65535) or 0
    local suffix = copy > 1 and "-" .. copy or ""
    for index, row in ipairs(rows) do
      lines[index] = line_of(row, suffix, shift)
    end
    file:write(table.concat(lines, "\n"), "\n")
  end
  assert(file:close())
  write_names(path, rows, factor)
end

return many_rows
