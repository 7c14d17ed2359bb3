-- Adds cells to each record of a CSV of flows: finds the header, from which an annotator
-- (src/flow/annotate.h) knows what the records below it are like, and hands it block by block.

local array = require "ianaports.base.array"
local columns = require "ianaports.format.columns"
local csv = require "ianaports.format.csv"
local find_header = require("ianaports.format.flows").find_header
local flow = require "ianaports.flow"
local trim = require("ianaports.base.text").trim

local flows = {}

local concat, sub = table.concat, string.sub

local LONGEST_HEADER = 1048576 -- bytes, with all that comes before it

-- The header ------------------------------------------------------------------------------

-- The names of the added columns: those given, or that of each field, after the name of the port's
-- column if there are several of these.
local function names_of(header, options)
  if options.columns then
    return options.columns
  end
  local names, ports = {}, header.columns.ports
  for _, port in ipairs(ports) do
    for _, field in ipairs(options.fields) do
      names[#names + 1] = ports[2] and trim(header.names[port]) .. "_" .. field or field
    end
  end
  names[#names + 1] = options.side and "side" or nil
  return names
end

-- What is wrong with the names of the added columns, or nil.
local function complaint(header, names)
  local all = array.append({}, header.names)
  for _, name in ipairs(names) do
    if columns.has(all, name) then
      return ('there is a column "%s" already; choose another name for the new one')
        :format(csv.quote(name))
    end
    all[#all + 1] = name
  end
end

-- Returns the header with all bytes that were read: those up to its end are before the records. Or
-- nil and a message.
local function read_header(stream, bytes, options)
  local at_end = bytes == ""
  while true do
    local header, message, index = find_header(bytes, at_end, options)
    if header then
      header.added = names_of(header, options)
      message, index = complaint(header, header.added), header.index
    elseif not message and #bytes >= LONGEST_HEADER then
      message, index = ("no header in the first %d bytes"):format(LONGEST_HEADER), 1
    end
    if message then
      return nil, ("%s:%d: %s"):format(stream.source, 1 + csv.count_lines(bytes, 1, index - 1),
        message)
    elseif header then
      return header, bytes
    end
    local block
    block, message = stream:read()
    if not block then
      return nil, message
    end
    bytes, at_end = bytes .. block, block == ""
  end
end

-- The records -----------------------------------------------------------------------------

-- What an annotator is told of the columns.
local function ports_of(header)
  local found, dialect = header.columns, header.dialect
  return array.map(found.ports, function(port)
    return {
      port = port,
      key = found.key,
      own = found.own,
      ignores_zero = found.ignores_zero,
      name = csv.quote(trim(header.names[port]), dialect),
    }
  end)
end

local function new_annotator(registry, header, bytes, options)
  local dialect = header.dialect
  local names = array.map(header.added, function(name)
    return dialect.delimiter .. csv.quote(name, dialect)
  end)
  return flow.annotator(registry, {
    delimiter = dialect.delimiter,
    delimiter_name = dialect.name,
    width = header.width,
    port_cell = header.port_cell,
    line = 1 + csv.count_lines(bytes, 1, header.stop),
    ports = ports_of(header),
    fields = options.fields,
    unknown = options.unknown,
    adds_side = options.side,
    names = concat(names),
  }), concat(names)
end

-- Writes what a block becomes. Returns true, or nil and a message.
local function annotate_block(stream, annotator, block)
  local more, written, message
  repeat
    local output, line, reason
    output, more, line, reason = flow.annotate(annotator, block)
    written, message = stream:write(output)
    if reason then
      return nil, message or ("%s:%d: %s"):format(stream.source, line, reason)
    end
    block = nil
  until not more or not written
  return written, message
end

-- The counts as users get them.
local function counts_of(stream, annotator, header)
  local rows, named, wrong, errors = flow.counts(annotator)
  local warnings = {}
  for index, wrong_record in ipairs(errors) do
    warnings[index] = ("%s:%d: %s"):format(stream.source, wrong_record[1], wrong_record[2])
  end
  local more = wrong - #warnings
  if more > 0 then
    warnings[#warnings + 1] = ("%s: and %d more %s"):format(stream.source, more,
      more == 1 and "line" or "lines")
  end
  local found = header.columns
  return {
    rows = rows,
    named = named,
    blank = rows - named,
    wrong = wrong,
    warnings = warnings,
    delimiter = header.dialect.name,
    port_column = header.names[found.port],
    port_columns = found.ports[2] and array.map(found.ports, function(port)
      return header.names[port]
    end) or nil,
    protocol_column = header.names[found.key],
  }
end

--- Copies the CSV with columns added. `options` holds the names of the columns, `port`, which may
-- be an array, and `protocol`, and the `delimiter`, each of which may be nil; and what is added:
-- an array of `fields`; the text for `unknown` services, or nil; whether to add the server's
-- `side`; an array of the names of the added `columns`, or nil. Returns true and the counts, or nil
-- and a message.
function flows.annotate(stream, registry, options)
  local start, mark = stream:read_start(false)
  if not start then
    return nil, mark
  end
  local written, message = stream:write(mark)
  if not written then
    return nil, message
  end
  local header, bytes = read_header(stream, sub(start, #mark + 1), options)
  if not header then
    return nil, bytes
  end
  local annotator, names = new_annotator(registry, header, bytes, options)
  written, message = stream:write(sub(bytes, 1, header.last) .. names
    .. sub(bytes, header.last + 1, header.stop))
  local block = sub(bytes, header.stop + 1)
  local at_end = false
  if written and block ~= "" then
    written, message = annotate_block(stream, annotator, block)
  end
  while written and not at_end do
    block, message = stream:read()
    if not block then
      return nil, message
    end
    at_end = block == ""
    written, message = annotate_block(stream, annotator, block)
  end
  if not written then
    return nil, message
  end
  return true, counts_of(stream, annotator, header)
end

return flows
