-- Writes the texts of registry files for specs.

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

-- Returns a text of the header and these lines, each with the line end; the default is LF.
function registry_text.of(lines, line_end)
  local ended = line_end or "\n"
  return registry_text.header .. ended .. table.concat(lines, ended) .. ended
end

local function quote(cell)
  return cell:find '[,"\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

-- Returns a text of records, which are arrays of cells. Cells are quoted if necessary. Options:
-- line_end, a string or a function of a record's number; cells, a function that gets a record and
-- its number and returns the cells to write instead.
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
