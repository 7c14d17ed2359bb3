-- Bars of a chart.

local chart = {}

local FULL = "\226\150\136" -- U+2588

-- An eighth to seven eighths of a cell.
local EIGHTHS = {
  "\226\150\143", "\226\150\142", "\226\150\141", "\226\150\140",
  "\226\150\139", "\226\150\138", "\226\150\137",
}

--- A bar for `count` where `most` takes `width` cells. What is not nothing is to be seen.
function chart.bar(count, most, width, ascii)
  if count <= 0 or width <= 0 then
    return ""
  elseif ascii then
    return ("#"):rep(math.max(1, math.floor(count / most * width + 0.5)))
  end
  local eighths = math.max(1, math.floor(count / most * width * 8 + 0.5))
  return FULL:rep(math.floor(eighths / 8)) .. (EIGHTHS[eighths % 8] or "")
end

--- The count that takes the whole width.
function chart.most(rows)
  local most = 1
  for _, row in ipairs(rows) do
    if not row.has_no_bar and row[2] > most then
      most = row[2]
    end
  end
  return most
end

return chart
