-- The results as tables of text.

local printed = {}

-- Three digits that matter.
function printed.number(value)
  local digits = 2 - math.floor(math.log(math.max(math.abs(value), 0.01), 10))
  return ("%." .. math.max(0, math.min(2, math.floor(digits))) .. "f"):format(value)
end

local function spread(summary)
  if summary.least == summary.most then
    return printed.number(summary.median)
  end
  return ("%s (%s-%s)"):format(printed.number(summary.median), printed.number(summary.least),
    printed.number(summary.most))
end

-- Rows of cells in columns as wide as needed; the first column to the left, as the last.
local function lines_of(header, rows)
  local widths, lines = {}, {}
  table.insert(rows, 1, header)
  for _, row in ipairs(rows) do
    for column, cell in ipairs(row) do
      widths[column] = math.max(widths[column] or 0, #cell)
    end
  end
  for index, row in ipairs(rows) do
    local cells = {}
    for column, cell in ipairs(row) do
      cells[column] = cell .. (" "):rep(widths[column] - #cell)
    end
    lines[index] = (table.concat(cells, "  "):gsub("%s+$", ""))
  end
  return lines
end

local verdicts = { [true] = "yes", [false] = "NO" }

function printed.comparisons(list)
  local rows = {}
  for index, row in ipairs(list) do
    rows[index] = {
      row.what, row.unit, spread(row.value), row.floor_name, spread(row.floor),
      spread(row.ratio), row.target or "", verdicts[row.meets] or "", row.note or "",
    }
  end
  return lines_of({
    "what", "unit", "median (least-most)", "floor", "floor's", "times the floor", "target", "met",
    "",
  }, rows)
end

return printed
