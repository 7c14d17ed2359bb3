-- Annotates a CSV that is there as a whole, record by record and with patterns: the independent
-- counterpart of src/flow/record.c and annotate.c. Only the header is found by the same code.

local csv = require "ianaports.format.csv"
local display = require "ianaports.base.display"
local find_header = require("ianaports.format.flows").find_header
local ianaports = require "ianaports"
local port_of = require("ianaports.format.port").of
local quote = require("ianaports.base.text").quote
local read_cells = require("spec.support.flow_cells").read
local trim = require("ianaports.base.text").trim

local NO_PORT = "port %s is neither a number from 0 to 65535 nor a service that the registry knows"
local ENDS = { "^summary$", "^summary:", "^totals?:?$", "^%(%d+ rows?%f[^%w]" }

local function is_end(cell)
  for _, pattern in ipairs(ENDS) do
    if trim(cell):lower():find(pattern) then
      return true
    end
  end
  return false
end

-- What a record is: "header", "row", "other" or "wrong". Whether the rows are over is a state.
local function kind_of(state, record, raw_cells, first_cell)
  local header = state.header
  local is_again = raw_cells[header.columns.port] == header.port_cell
  if #raw_cells == header.width and (is_again or #raw_cells > 1) then
    state.is_over = false
    return is_again and "header" or "row"
  elseif #raw_cells == 0 or state.is_over then
    return "other"
  end
  state.is_over = is_end(first_cell)
  if state.is_over or not record:find "[^-+=: ]" then
    return "other"
  end
  return #raw_cells == header.width and "row" or "wrong"
end

local FIELDS = {}

function FIELDS.service(_, _, _, service, unknown)
  return service and display.printable(service.service_name) or unknown
end

function FIELDS.description(_, _, _, service, unknown)
  return service and display.printable(service.description or "") or not service and unknown or ""
end

function FIELDS.status(registry, port, protocol)
  local entry = registry:find(port, protocol)
  return entry and entry.status
    or ianaports.port_class(port) == "dynamic" and "dynamic" or "unassigned"
end

function FIELDS.class(_, port)
  return ianaports.port_class(port)
end

-- The best entry of a port that has a service.
local function service_of(registry, port, protocol)
  for _, entry in ipairs(registry:find_all(port, protocol)) do
    if entry.service_name then
      return entry
    end
  end
end

-- The cells for one port; its class, if it is one, and whether it has a service; or nil and the
-- text that is no port.
local function answer(state, text, key)
  local cells, plan = {}, state.plan
  local word, protocol, source = read_cells(state.header.columns, text, key)
  local port = word and (port_of(word)
    or word:find "%a" and state.registry:port_number(word, protocol))
  if word and not port then
    return nil, source
  end
  local service = port and service_of(state.registry, port, protocol)
  for index, field in ipairs(plan.fields) do
    local value = port
      and FIELDS[field](state.registry, port, protocol, service, plan.unknown or "") or ""
    cells[index] = csv.quote(value, state.header.dialect)
  end
  return cells, port and ianaports.port_class(port), service ~= nil and service ~= false
end

local RANKS = { system = 1, user = 2, dynamic = 3 }

local function side_of(names, classes, are_named)
  local one, other = RANKS[classes[1]], RANKS[classes[2]]
  if one and other and one ~= other then
    return one < other and names[1] or names[2]
  elseif one and other and are_named[1] ~= are_named[2] then
    return are_named[1] and names[1] or names[2]
  end
  return ""
end

local function reject(state, message, line)
  state.wrong = state.wrong + 1
  state.warnings[#state.warnings + 1] = ("input:%d: %s"):format(line, message)
end

-- What is added to a row.
local function row_of(state, values)
  local found, dialect = state.header.columns, state.header.dialect
  local added, classes, are_named, names, problem, is_named = {}, {}, {}, {}, nil, false
  for index, number in ipairs(found.ports) do
    local cells, class, has_service = answer(state, values[number], found.key and values[found.key])
    if not cells then
      problem = problem or NO_PORT:format(quote(class))
      cells, class, has_service = {}, nil, false
    end
    for position in ipairs(state.plan.fields) do
      added[#added + 1] = cells[position] or ""
    end
    classes[index], are_named[index] = class, has_service
    names[index] = csv.quote(trim(state.header.names[number]), dialect)
    is_named = is_named or has_service
  end
  if state.plan.side then
    added[#added + 1] = side_of(names, classes, are_named)
  end
  if problem then
    reject(state, problem, state.line)
  end
  if is_named then
    state.named = state.named + 1
  end
  return dialect.delimiter .. table.concat(added, dialect.delimiter)
end

-- What is added to the record with these cells.
local function added_to(state, text, bounds, count)
  local raw_cells = {}
  for number = 1, count do
    raw_cells[number] = text:sub(bounds[2 * number - 1], bounds[2 * number])
  end
  local record = count > 0 and text:sub(bounds[1], bounds[2 * count]) or ""
  local values = csv.cells(text, bounds, count)
  local kind = kind_of(state, record, raw_cells, values[1])
  if kind == "row" then
    state.rows = state.rows + 1
    return row_of(state, values)
  elseif kind == "wrong" then
    state.rows = state.rows + 1
    reject(state, ("record has %d cells where the header has %d, split at each %s")
      :format(count, state.header.width, state.header.dialect.name), state.line)
  end
  return kind == "header" and state.names or ""
end

--- Returns what becomes of a text, how many rows it has, how many of these have a service, how many
-- are wrong, and all warnings; or nil if it has no header. `plan` is what format/additions.lua
-- returns; `names` are those of the added columns, or false.
return function(text, registry, plan, names)
  local header = find_header(text, true, plan)
  if not header then
    return nil
  end
  local state = { header = header, registry = registry, plan = plan, is_over = false, rows = 0,
    named = 0, wrong = 0, warnings = {}, names = "",
    line = 1 + csv.count_lines(text, 1, header.stop) }
  for _, name in ipairs(names or {}) do
    state.names = state.names .. header.dialect.delimiter .. csv.quote(name, header.dialect)
  end
  local out = { text:sub(1, header.last) .. state.names .. text:sub(header.last + 1, header.stop) }
  local position = header.stop + 1
  while position <= #text do
    local bounds = {}
    local last, stop, count = csv.scan(text, position, true, bounds, header.dialect)
    if last then
      local added = added_to(state, text, bounds, count)
      out[#out + 1] = text:sub(position, last) .. added .. text:sub(last + 1, stop)
    else -- then `stop` is the message, and `count` its index
      if not state.is_over then
        state.rows = state.rows + 1
        reject(state, stop, state.line + csv.count_lines(text, position, count - 1))
      end
      stop = csv.rest_of_line(text, position, true)
      out[#out + 1] = text:sub(position, stop)
    end
    state.line = state.line + csv.count_lines(text, position, stop)
    position = stop + 1
  end
  return table.concat(out), state.rows, state.named, state.wrong, state.warnings
end
