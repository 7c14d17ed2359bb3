-- Reads CSV text into an array of records, arrays of cells. Made for files that
-- are known to be well-formed, and apart from the module's own reader.

-- The cell that begins at `position`, and the place after it.
local function read_cell(text, position)
  if text:sub(position, position) ~= '"' then
    local stop = text:find("[,\r\n]", position) or #text + 1
    return text:sub(position, stop - 1), stop
  end
  local stop = position
  repeat
    stop = assert(text:find('"', stop + 1, true), "unclosed quote")
    local doubled = text:sub(stop + 1, stop + 1) == '"'
    if doubled then
      stop = stop + 1
    end
  until not doubled
  return (text:sub(position + 1, stop - 1):gsub('""', '"')), stop + 1
end

return function(text)
  local records, record = {}, {}
  local position = text:sub(1, 3) == "\239\187\191" and 4 or 1
  while position <= #text do
    local cell
    cell, position = read_cell(text, position)
    record[#record + 1] = cell
    if text:sub(position, position) == "," then
      position = position + 1
      if position > #text then
        record[#record + 1] = ""
      end
    else
      local stop = text:match("^\r?\n?()", position)
      position = stop
      if #record > 1 or record[1] ~= "" then
        records[#records + 1] = record
      end
      record = {}
    end
  end
  return records
end
