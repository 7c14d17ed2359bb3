-- Reads CSV text into an array of records, which are arrays of cells. It expects a well-formed file
-- and shares no code with the module's reader.

-- The cell that begins at `position`, and the position after it.
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
  local in_row = false -- after a comma: one more cell follows, which may be empty
  while position <= #text or in_row do
    record[#record + 1], position = read_cell(text, position)
    in_row = text:sub(position, position) == ","
    if in_row then
      position = position + 1
    else
      position = text:match("^\r?\n?()", position)
      if #record > 1 or record[1] ~= "" then
        records[#records + 1] = record
      end
      record = {}
    end
  end
  return records
end
