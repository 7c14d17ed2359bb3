-- ianaports diff OLD NEW

local columns = require "ianaports.cli.columns"
local failure = require "ianaports.cli.failure"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

-- Beside the formats of rows, the page.
local FORMAT = {
  names = options.FORMAT.names, value = options.FORMAT.value,
  choices = { "table", "tsv", "csv", "json", "jsonl", "markdown", "html" },
  help = options.FORMAT.help .. " html is a page with a map.",
}

local diff = {
  summary = "Tell what changed from one registry to another.",
  description = "Tells which entries were added, removed and changed from one registry file to"
    .. " another; of a changed entry, each column that differs. The exit code is 1 where"
    .. " nothing changed.",
  arguments = {
    { name = "OLD", target = "old", help = "A registry file, or bundled for the bundled one." },
    { name = "NEW", target = "new", help = "Likewise." },
  },
  options = {
    { title = "Output", FORMAT, options.COLOR, options.SAFE_CSV, options.OUTPUT },
    {
      title = "General",
      { names = "-s --summary", help = "Write only how many there are of each." },
      options.HELP,
    },
  },
  examples = {
    "ianaports diff bundled service-names-port-numbers.csv",
    "ianaports diff old.csv new.csv --format html --output changes.html",
  },
}

local COLUMNS = {
  "change", "service_name", "port_number", "transport_protocol", "column", "old", "new",
}

local function row_of(change, entry)
  return {
    change = change.kind,
    service_name = entry.service_name,
    port_number = entry.port_number,
    port_last = entry.port_last,
    transport_protocol = entry.transport_protocol,
  }
end

-- A row for an entry that came or went, with its description; one for each column of an
-- entry that changed.
local function add_rows(rows, change)
  local entry = change.new or change.old
  if change.kind ~= "changed" then
    local row = row_of(change, entry)
    row.column = "description"
    row[change.new and "new" or "old"] = entry.description
    rows[#rows + 1] = row
  end
  for _, column in ipairs(change.columns) do
    local row = row_of(change, entry)
    row.column = column
    row.old = change.old[column] and columns.cell({ [column] = change.old[column] }, column)
    row.new = change.new[column] and columns.cell({ [column] = change.new[column] }, column)
    rows[#rows + 1] = row
  end
end

local function outcome(counts)
  return counts.added + counts.removed + counts.changed > 0 and failure.FOUND or failure.NOTHING
end

local function write_page(session, old, new)
  local page, message = require("ianaports.html").render(new, { old = old })
  if not page then
    failure.failed("%s", message)
  end
  session:output():write(page)
  return outcome(require("ianaports.diff").summary(old, new))
end

local SUMMARY = { "added", "removed", "changed", "unchanged" }

function diff.run(session, given)
  local module = require "ianaports.diff"
  local is_page = given.format == "html"
  if is_page and given.summary then
    failure.usage "--summary is not for --format html"
  end
  local old, new = session:load(given.old), session:load(given.new)
  if is_page then
    return write_page(session, old, new)
  elseif given.summary then
    local counts = module.summary(old, new)
    formats.write(session, session:format(), SUMMARY, { counts })
    return outcome(counts)
  end
  local rows = {}
  for change in module.changes(old, new) do
    add_rows(rows, change)
  end
  formats.write(session, session:format(), COLUMNS, rows)
  return #rows > 0 and failure.FOUND or failure.NOTHING
end

return diff
