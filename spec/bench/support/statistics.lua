-- Statistics of a list of figures.

local statistics = {}

local function sorted(values)
  local copy = {}
  for index, value in ipairs(values) do
    copy[index] = value
  end
  table.sort(copy)
  return copy
end

-- Median, least and greatest.
function statistics.summary(values)
  local list = sorted(values)
  assert(#list > 0, "no values")
  local middle = (#list + 1) / 2
  return {
    median = (list[math.floor(middle)] + list[math.ceil(middle)]) / 2,
    least = list[1],
    most = list[#list],
  }
end

function statistics.median(values)
  return statistics.summary(values).median
end

-- combine(value, other) of each round.
function statistics.paired(values, others, combine)
  assert(#values == #others, "not as many rounds of one as of the other")
  local list = {}
  for round, value in ipairs(values) do
    list[round] = combine(value, others[round])
  end
  return list
end

-- The exponent of growth: the slope of the straight line that fits the logarithms best.
-- 0 if y is constant, 1 if y is proportional to x.
function statistics.slope(xs, ys)
  assert(#xs == #ys and #xs > 1, "two points at least, and as many of one as of the other")
  local count, sum_x, sum_y, sum_xx, sum_xy = #xs, 0, 0, 0, 0
  for index = 1, count do
    local x, y = math.log(xs[index]), math.log(ys[index])
    sum_x, sum_y = sum_x + x, sum_y + y
    sum_xx, sum_xy = sum_xx + x * x, sum_xy + x * y
  end
  return (count * sum_xy - sum_x * sum_y) / (count * sum_xx - sum_x * sum_x)
end

return statistics
