-- What charts and lists of a summary show: headings, rows of label and count, bars.

local PROTOCOLS = require("ianaports.base.protocol").NAMES
local dated_title = require("ianaports.base.title").dated
local each_character = require("ianaports.base.text").each_character

local chart = {}

--- The names under which a summary counts, in the order in which they are shown.
chart.NAMES = {
  class = { "system", "user", "dynamic", "none" },
  status = { "assigned", "reserved", "unassigned", "deregistered", "dynamic" },
  protocol = { PROTOCOLS[1], PROTOCOLS[2], PROTOCOLS[3], PROTOCOLS[4], "none" },
}

--- The charts that can be drawn.
chart.DRAWN = { "years", "assignees", "share" }

local HEADINGS = {
  class = "Class",
  status = "Status",
  protocol = "Protocol",
  assignee = "Assignee",
  year = "Year of registration",
}

local NONE = {
  class = "no port",
  protocol = "any",
  assignee = "none given",
  year = "none given",
}

-- What a snapshot does not know.
chart.UNKNOWN = require("ianaports.base.lacks").TEXT

local LONGEST_GAP = 50 -- years: in a longer gap, years without an entry are left out

--- An integer with commas between groups of three digits.
function chart.number(value)
  local digits = ("%d"):format(value):reverse():gsub("(%d%d%d)", "%1,"):reverse()
  return (digits:gsub("^,", ""))
end

--- A count and its noun.
function chart.plural(count, one, many)
  return ("%s %s"):format(chart.number(count), count == 1 and one or many)
end

local plural = chart.plural

--- What a summary counts, in the singular and in the plural.
function chart.nouns(summary)
  if summary.list then
    return "port", "ports"
  end
  return "entry", "entries"
end

--- A share with one decimal and a point, whatever the locale's decimal separator is.
function chart.percentage(count, total)
  local tenths = total > 0 and math.floor(count / total * 1000 + 0.5) or 0
  return ("%d.%d %%"):format(math.floor(tenths / 10), tenths % 10)
end

--- The text, cut to a width. If it is cut, it ends in `dots`. `measure` returns a text's width.
function chart.fit(text, width, measure, dots)
  if measure(text) <= width then
    return text
  end
  local taken, kept = measure(dots), {}
  each_character(text, function(_, character)
    taken = taken + measure(character)
    if taken <= width then
      kept[#kept + 1] = character
    end
  end)
  return table.concat(kept) .. dots
end

local function fixed_rows(counts, kind)
  local rows = {}
  for _, name in ipairs(chart.NAMES[kind]) do
    if counts[name] then
      rows[#rows + 1] = { name == "none" and NONE[kind] or name, counts[name] }
    end
  end
  return rows
end

-- Adds the rows for entries whose value is not known, and for those without a value. They have no
-- bars, because these would dwarf the others.
local function add_others(rows, counts, kind)
  for _, other in ipairs { { "unknown", chart.UNKNOWN }, { "none", NONE[kind] } } do
    local count = counts[other[1]]
    if count then
      rows[#rows + 1] = { other[2], count, has_no_bar = true }
    end
  end
  return rows
end

local function more_often(one, other)
  if one[2] ~= other[2] then
    return one[2] > other[2]
  end
  return one[1] < other[1]
end

--- The rows of the most frequent names, then a row for all others.
function chart.top_rows(counts, kind, most)
  local all, rows = {}, {}
  for name, count in pairs(counts) do
    if name ~= "none" and name ~= "unknown" then
      all[#all + 1] = { name, count }
    end
  end
  table.sort(all, more_often)
  local other_count = 0
  for index, row in ipairs(all) do
    if index <= most then
      rows[index] = row
    else
      other_count = other_count + row[2]
    end
  end
  if #all > most then
    rows[#rows + 1] = { plural(#all - most, "other", "others"), other_count, has_no_bar = true }
  end
  return add_others(rows, counts, kind)
end

-- The year of a date.
local function year_of(date)
  return tonumber(date and date:match "^%d%d%d%d")
end

--- The rows of all years in turn, so that bars stand at equal distances. If there are entries whose
-- year is not known, they run to the date of the registry: `known_until` is set in the row of the
-- last year that is known in part, and `is_unknown` in those of later years.
function chart.year_rows(summary)
  local counts, years, rows = summary.year, {}, {}
  local known = counts.unknown and year_of(summary.known_until) or math.huge
  local has_year = {}
  for year in pairs(counts) do
    has_year[tonumber(year) or known] = true
  end
  has_year[counts.unknown and year_of(summary.last_updated) or known] = true
  has_year[math.huge] = nil
  for year in pairs(has_year) do
    years[#years + 1] = year
  end
  table.sort(years)
  for index, year in ipairs(years) do
    local before = years[index - 1] or -math.huge
    for shown = year - before <= LONGEST_GAP and before + 1 or year, year do
      local name = ("%04d"):format(shown)
      rows[#rows + 1] = {
        name, counts[name] or 0,
        known_until = shown == known and summary.known_until or nil,
        is_unknown = shown > known,
      }
    end
  end
  return rows
end

-- The rows of years for a list, in which unknown years are one row without a count.
local function year_lines(summary)
  local lines = {}
  for _, row in ipairs(chart.year_rows(summary)) do
    local last = lines[#lines]
    if not row.is_unknown or row[2] > 0 then
      row.note = row.known_until and "until " .. row.known_until or nil
      lines[#lines + 1] = row
    elseif last and last.first then
      last[1] = last.first .. "-" .. row[1]
    else
      lines[#lines + 1] = { row[1], first = row[1], note = chart.UNKNOWN }
    end
  end
  return add_others(lines, summary.year, "year")
end

local function label(item)
  local port = ("%d"):format(item.port)
  return item.protocol and port .. "/" .. item.protocol or port
end

local function port_rows(list, most)
  local rows = {}
  for index = 1, math.min(#list, most) do
    local item = list[index]
    rows[index] = { label(item) .. " " .. (item.service_name or item.status), item.count }
  end
  return rows
end

--- The subject of a summary: a title and a line about it.
function chart.head(summary)
  local title = dated_title(summary)
  if summary.subject == "registry" then
    return title, plural(summary.entries, "entry", "entries")
  end
  local line = ("%s, seen %s"):format(plural(summary.ports, "port", "ports"),
    plural(summary.seen, "time", "times"))
  if summary.skipped > 0 then
    line = ("%s; %s without port and protocol of the registry left out"):format(line,
      plural(summary.skipped, "record", "records"))
  end
  return title, line
end

--- The sections with bars: an array of { heading, rows, total }. Percentages are of `total`. A row
-- has a label and a count, or a label and a `note` alone.
function chart.sections(summary, most)
  local total = summary.entries or summary.ports
  local sections = {}
  local function add(heading, rows, of)
    if rows[1] then
      sections[#sections + 1] = { heading = heading, rows = rows, total = of }
    end
  end
  if summary.list then
    add("Ports", port_rows(summary.list, most), summary.seen)
  end
  for _, kind in ipairs { "class", "status", "protocol" } do
    add(HEADINGS[kind], fixed_rows(summary[kind], kind), total)
  end
  add(HEADINGS.assignee, chart.top_rows(summary.assignee, "assignee", most), total)
  add(HEADINGS.year, year_lines(summary), total)
  return sections
end

local NOTES = {
  { "reserved", "Reserved", "description" },
  { "unassigned", "Unassigned" },
  { "unauthorized", "Unauthorized use reported", "unauthorized_use_reported" },
}

--- The sections that list ports: an array of { heading, labels, notes }. A label is a port. If the
-- ports have notes, there is one for each label, which may be empty.
function chart.notes(summary)
  local sections = {}
  for _, kind in ipairs(NOTES) do
    local list, labels, notes = summary[kind[1]] or {}, {}, kind[3] and {}
    for index, item in ipairs(list) do
      labels[index] = label(item)
      if notes then
        notes[index] = item[kind[3]] or ""
      end
    end
    if labels[1] then
      sections[#sections + 1] = { heading = kind[2], labels = labels, notes = notes }
    end
  end
  return sections
end

local FULL = "\226\150\136" -- U+2588

-- One to seven eighths of a column.
local EIGHTHS = {
  "\226\150\143", "\226\150\142", "\226\150\141", "\226\150\140",
  "\226\150\139", "\226\150\138", "\226\150\137",
}

--- A bar for `count`. The bar for `most` is `width` columns wide. Every count over 0 has a visible
-- bar.
function chart.bar(count, most, width, ascii)
  if count <= 0 or width <= 0 then
    return ""
  elseif ascii then
    return ("#"):rep(math.max(1, math.floor(count / most * width + 0.5)))
  end
  local eighths = math.max(1, math.floor(count / most * width * 8 + 0.5))
  return FULL:rep(math.floor(eighths / 8)) .. (EIGHTHS[eighths % 8] or "")
end

--- The count of the longest bar, which takes the whole width.
function chart.most(rows)
  local most = 1
  for _, row in ipairs(rows) do
    if row[2] and not row.has_no_bar and row[2] > most then
      most = row[2]
    end
  end
  return most
end

return chart
