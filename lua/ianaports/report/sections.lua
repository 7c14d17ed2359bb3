-- What a report shows of a summary: headings, and rows of label and count.

local names = require "ianaports.report.names"

local sections = {}

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

local LONGEST_GAP = 50 -- years without an entry that are shown

local function number(value)
  local digits = ("%d"):format(value):reverse():gsub("(%d%d%d)", "%1,"):reverse()
  return (digits:gsub("^,", ""))
end

sections.number = number

local function plural(count, one, many)
  return ("%s %s"):format(number(count), count == 1 and one or many)
end

sections.plural = plural

--- A share with one decimal and a point, whatever the locale has in its place.
function sections.percentage(count, total)
  local tenths = total > 0 and math.floor(count / total * 1000 + 0.5) or 0
  return ("%d.%d %%"):format(math.floor(tenths / 10), tenths % 10)
end

local function fixed_rows(counts, kind)
  local rows = {}
  for _, name in ipairs(names[kind]) do
    if counts[name] then
      rows[#rows + 1] = { name == "none" and NONE[kind] or name, counts[name] }
    end
  end
  return rows
end

-- A row for what has none, which no bar stands for: it would dwarf the others.
local function add_none(rows, counts, kind)
  if counts.none then
    rows[#rows + 1] = { NONE[kind], counts.none, has_no_bar = true }
  end
  return rows
end

local function more_often(one, other)
  if one[2] ~= other[2] then
    return one[2] > other[2]
  end
  return one[1] < other[1]
end

--- The most frequent, then how many others there are.
function sections.top_rows(counts, kind, most)
  local all, rows = {}, {}
  for name, count in pairs(counts) do
    if name ~= "none" then
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
  return add_none(rows, counts, kind)
end

--- All years in turn, so that bars stand at equal distances.
function sections.year_rows(counts)
  local years, rows = {}, {}
  for year in pairs(counts) do
    years[#years + 1] = tonumber(year)
  end
  table.sort(years)
  for index, year in ipairs(years) do
    local before = years[index - 1]
    if before and year - before <= LONGEST_GAP then
      for empty = before + 1, year - 1 do
        rows[#rows + 1] = { ("%d"):format(empty), 0 }
      end
    end
    rows[#rows + 1] = { ("%04d"):format(year), counts[("%04d"):format(year)] }
  end
  return add_none(rows, counts, "year")
end

local function label(item)
  return item.protocol and ("%d/%s"):format(item.port, item.protocol) or ("%d"):format(item.port)
end

local function port_rows(list, most)
  local rows = {}
  for index = 1, math.min(#list, most) do
    local item = list[index]
    rows[index] = { label(item) .. " " .. (item.service_name or item.status), item.count }
  end
  return rows
end

--- What the summary is of, as a title and a line about it.
function sections.head(summary)
  local title = summary.title or "A registry of service names and port numbers"
  if summary.last_updated then
    title = title .. ", " .. summary.last_updated
  end
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

--- The charts, as an array of { heading, rows, total }; `total` is what percentages are of.
function sections.charts(summary, most)
  local total = summary.entries or summary.ports
  local charts = {}
  local function add(heading, rows, of)
    if rows[1] then
      charts[#charts + 1] = { heading = heading, rows = rows, total = of }
    end
  end
  if summary.list then
    add("Ports", port_rows(summary.list, most), summary.seen)
  end
  for _, kind in ipairs { "class", "status", "protocol" } do
    add(HEADINGS[kind], fixed_rows(summary[kind], kind), total)
  end
  add(HEADINGS.assignee, sections.top_rows(summary.assignee, "assignee", most), total)
  add(HEADINGS.year, sections.year_rows(summary.year), total)
  return charts
end

local NOTES = {
  { "reserved", "Reserved", "description" },
  { "unassigned", "Unassigned" },
  { "unauthorized", "Unauthorized use reported", "unauthorized_use_reported" },
}

--- Ports to look at, as an array of { heading, items }; an item is port and note.
function sections.notes(summary)
  local notes = {}
  for _, kind in ipairs(NOTES) do
    local list, items = summary[kind[1]] or {}, {}
    for index, item in ipairs(list) do
      items[index] = { label(item), kind[3] and item[kind[3]] or "" }
    end
    if items[1] then
      notes[#notes + 1] = { heading = kind[2], items = items }
    end
  end
  return notes
end

return sections
