-- The results as tables of text.

local printed = {}

-- Three significant digits.
function printed.number(value)
  local exponent = math.floor(math.log(math.max(math.abs(value), 0.01)) / math.log(10))
  return ("%%.%df"):format(math.max(0, math.min(2, 2 - exponent))):format(value)
end

-- An exponent of growth, without a sign if it is rounded to 0.
function printed.exponent(value)
  return (("%.2f"):format(value):gsub("^%-0%.00$", "0.00"))
end

local function spread(summary)
  if summary.least == summary.most then
    return printed.number(summary.median)
  end
  return ("%s (%s-%s)"):format(printed.number(summary.median), printed.number(summary.least),
    printed.number(summary.most))
end

-- Rows of cells in left-aligned columns, each as wide as needed.
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
      row.what, row.unit, spread(row.value), row.floor_name,
      row.floor and spread(row.floor) or "not installed", row.ratio and spread(row.ratio) or "",
      row.target or "", verdicts[row.meets] or "", row.note or "",
    }
  end
  return lines_of({
    "what", "unit", "median (least-most)", "floor", "floor's", "times the floor", "target", "met",
    "",
  }, rows)
end

function printed.peers(list)
  local rows = {}
  for index, peer in ipairs(list) do
    local cells = { peer.name }
    for column, key in ipairs { "first", "lookup", "memory", "share" } do
      cells[column + 1] = peer[key] and spread(peer[key]) or "not installed"
    end
    rows[index] = cells
  end
  return lines_of({
    "peer", "first answer, ms", "a look-up, us", "peak memory, MiB", "rows it can give, %",
  }, rows)
end

function printed.growth(list)
  local header, rows = { "what", "unit" }, {}
  for index, row in ipairs(list) do
    local cells = { row.what, row.unit }
    for column, point in ipairs(row.values) do
      header[column + 2] = ("%d rows"):format(point.rows)
      cells[column + 2] = spread(point.value)
    end
    cells[#cells + 1] = ("%s (%s to %s)"):format(printed.exponent(row.slope.median),
      printed.exponent(row.slope.least), printed.exponent(row.slope.most))
    cells[#cells + 1] = row.target or ""
    cells[#cells + 1] = verdicts[row.meets] or ""
    rows[index] = cells
  end
  for _, title in ipairs { "exponent", "target", "met" } do
    header[#header + 1] = title
  end
  return lines_of(header, rows)
end

return printed
