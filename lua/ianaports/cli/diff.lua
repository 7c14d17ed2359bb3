-- ianaports diff OLD NEW

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local failure = require "ianaports.cli.failure"
local formats = require "ianaports.cli.formats"
local lacks = require "ianaports.base.lacks"
local options = require "ianaports.cli.options"

-- The formats of rows, and the page.
local FORMAT = {
  names = options.FORMAT.names, value = options.FORMAT.value,
  choices = { "table", "tsv", "csv", "json", "jsonl", "markdown", "html" },
  help = options.FORMAT.help .. " html is a page with a map.",
}

local diff = {
  summary = "Show what changed from one registry to another.",
  description = "Shows which entries were added, removed and changed from one registry file to"
    .. " another, and each column of a changed entry that differs. The exit code is that of"
    .. " diff(1): 0 if nothing changed, 1 if something did, 2 if a file cannot be read.",
  exit_codes = {
    [failure.FAILED] = failure.USAGE, -- trouble, whatever its kind
  },
  arguments = {
    {
      name = "OLD", target = "old", offers = "registries", takes_empty = true,
      help = "A registry file, or bundled for the bundled one.",
    },
    {
      name = "NEW", target = "new", offers = "registries", takes_empty = true, help = "Likewise.",
    },
  },
  options = {
    {
      title = "Output", FORMAT, options.HEADER, options.COLOR, options.NO_PAGER, options.SAFE_CSV,
      options.OUTPUT,
    },
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

local KINDS = { "added", "removed", "changed", "unchanged" }

-- Writes how many entries were added, removed and changed: JSON in one object, other formats with a
-- row for each kind.
local function write_summary(session, counts)
  if session:format():find "^json" then
    return formats.write(session, KINDS, { counts })
  end
  formats.write(session, { "change", "count" }, array.map(KINDS, function(kind)
    return { change = kind, count = counts[kind] }
  end))
end

local function text_of(entry, column)
  local value = entry and entry[column]
  return value and columns.cell({ [column] = value }, column)
end

-- Adds a row for each column of a changed entry that differs. An entry that was added or removed
-- has one row, with its description.
local function add_rows(rows, change)
  local entry = change.new or change.old
  local names = change.kind == "changed" and change.columns or { "description" }
  for _, column in ipairs(names) do
    rows[#rows + 1] = {
      change = change.kind,
      service_name = entry.service_name,
      port_number = entry.port_number,
      port_last = entry.port_last,
      transport_protocol = entry.transport_protocol,
      column = column,
      old = text_of(change.old, column),
      new = text_of(change.new, column),
    }
  end
end

-- A function that says in each cell of a change that is not known that it is not.
local function filler(old, new)
  local fill_old, fill_new = lacks.filler(old), lacks.filler(new)
  return function(change)
    if change.kind == "changed" then
      fill_old(change.old)
      fill_new(change.new)
    end
  end
end

-- Says so if one registry has some entries only in part: then more differs than has changed.
local function notice(session, old, new)
  local old_lacks, new_lacks = old:info().lacks, new:info().lacks
  if (old_lacks == nil) ~= (new_lacks == nil) then
    session:say("the %s registry does not know all columns of what was registered or changed after"
      .. " %s; such cells show as changes", old_lacks and "old" or "new",
      (old_lacks or new_lacks).since or "some day")
  end
end

function diff.run(session, given)
  local module = require "ianaports.diff"
  local is_page = given.format == "html"
  if is_page and given.summary then
    failure.usage "--summary cannot be combined with --format html"
  end
  local old, new = session:load(given.old), session:load(given.new)
  notice(session, old, new)
  if is_page or given.summary then
    local counts = module.summary(old, new)
    if is_page then
      local out = session:output() -- which a terminal refuses before the page is made
      out:write(failure.check(require("ianaports.html").render(new, {
        source = given.new,
        old = old,
        old_source = given.old,
      })))
    else
      write_summary(session, counts)
    end
    return counts.added + counts.removed + counts.changed == 0
  end
  local rows = {}
  local fill = formats.FOR_PEOPLE[session:format()] and filler(old, new) or function() end
  for change in module.changes(old, new) do
    fill(change)
    add_rows(rows, change)
  end
  formats.write(session, COLUMNS, rows)
  return #rows == 0
end

return diff
