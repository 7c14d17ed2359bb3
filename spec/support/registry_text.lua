-- Registry files as texts, made up by specs.

local registry_text = {}

registry_text.columns = {
  "Service Name",
  "Port Number",
  "Transport Protocol",
  "Description",
  "Assignee",
  "Contact",
  "Registration Date",
  "Modification Date",
  "Reference",
  "Service Code",
  "Unauthorized Use Reported",
  "Assignment Notes",
}

registry_text.header = table.concat(registry_text.columns, ",")

-- A text of the header and the lines given, each with the line end, LF unless given.
function registry_text.of(lines, line_end)
  local ended = line_end or "\n"
  return registry_text.header .. ended .. table.concat(lines, ended) .. ended
end

local function quote(cell)
  return cell:find '[,"\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

-- A text of records, arrays of cells, with their cells quoted where they must be.
-- Options: line_end, a string or a function of a record's number; cells, a function
-- of a record that gives the cells to write in its place.
function registry_text.write(records, options)
  local line_end, cells = options.line_end or "\n", options.cells
  local parts = {}
  for number, record in ipairs(records) do
    local quoted = {}
    for index, cell in ipairs(cells and cells(record, number) or record) do
      quoted[index] = quote(cell)
    end
    parts[#parts + 1] = table.concat(quoted, ",")
    parts[#parts + 1] = type(line_end) == "function" and line_end(number) or line_end
  end
  return table.concat(parts)
end

return registry_text
