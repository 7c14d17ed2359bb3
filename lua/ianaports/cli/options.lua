-- Options that several commands share, in groups as the help shows them. An option has
--
--   names      its names
--   value      the name of its argument, if it has one
--   choices    the arguments that it accepts
--   is_list    true if it takes a list, such as tcp,udp; of choices in any case, and repeatedly
--   many       true if it may be repeated
--   known      what its argument may hold, if the command reads that itself
--   convert    a table from a choice to its value
--   offers     what shells complete in its argument, if it has no choices: see complete.lua
--   once       true if it may not be repeated, because nobody would expect that the last one holds
--   takes_empty  true if its argument may be empty, or if the command itself refuses that
--   immediate  "help" or "version", for which everything else is ignored
--   help       one or two sentences

local columns = require "ianaports.cli.columns"
local failure = require "ianaports.cli.failure"
local either = require("ianaports.base.options").either
local is_in = require("ianaports.base.options").is_in
local protocol = require "ianaports.base.protocol"
local trim = require("ianaports.base.text").trim

local options = {}

options.FORMAT = {
  names = "-f --format", value = "FORMAT",
  choices = { "table", "tsv", "csv", "json", "jsonl", "markdown" },
  help = "The format of results. Default: table on a terminal, tsv elsewhere.",
}

options.COLOR = {
  names = "--color", value = "WHEN", choices = { "auto", "always", "never" },
  help = "Colour in tables; auto heeds NO_COLOR.",
}

options.SAFE_CSV = {
  names = "--safe-csv",
  help = "CSV for a spreadsheet: no cell is taken for a formula.",
}

options.OUTPUT = {
  names = "-o --output", value = "FILE", offers = "files", takes_empty = true,
  help = "Write to FILE, which is replaced when everything is written.",
}

options.PROTOCOL = {
  names = "-p --protocol", value = "PROTOCOL", is_list = true,
  choices = protocol.WORDS, convert = protocol.BY_WORD,
  help = "The transport protocol, by name or number, or several: tcp,udp.",
}

options.PROTOCOL_COLUMN = {
  names = "--protocol-column", value = "NAME",
  help = "The column of the protocol, by name or number. Default: proto, protocol or the like.",
}

options.DELIMITER = {
  names = "--delimiter", value = "CHARACTER", known = { "comma", "semicolon", "tab", "bar" },
  help = "What separates cells. Default: what the header shows.",
}

-- The options of tables, of which the first row names the columns.
options.TABLE = {
  title = "CSV",
  {
    names = "--port-column", value = "NAME",
    help = "The column of the port. Default: dst_port, dport, port or the like.",
  },
  options.PROTOCOL_COLUMN,
  options.DELIMITER,
}

options.HELP = { names = "-h --help", immediate = "help", help = "Show this help." }

options.VERSION = { names = "--version", immediate = "version", help = "Show the version." }

options.REGISTRY = {
  names = "-r --registry", value = "FILE", offers = "registries", takes_empty = true,
  help = "Use this registry (CSV, XML or the form of /etc/services). Default: the copy that"
    .. " ianaports update has fetched, if it is as fresh as the bundled registry; otherwise the"
    .. " bundled one, which FILE may name: bundled.",
}

options.OVERLAY = {
  names = "--overlay", value = "FILE", offers = "files", once = true,
  help = "Put the rows of this file (in the same forms) before all of the registry.",
}

options.HEADER = { names = "--header", help = "Write the names of the columns first, in tsv, too." }

options.NO_PAGER = {
  names = "--no-pager",
  help = "Do not show by PAGER what is longer than the terminal.",
}

-- For commands that write entries.
options.ENTRIES = {
  title = "Output",
  options.FORMAT,
  {
    names = "-c --columns", value = "LIST", is_list = true, known = columns.NAMES, once = true,
    help = "The columns, such as name,port,notes, and a row for each protocol.",
  },
  { names = "-a --all", help = "All columns; in tables, one entry below the other." },
  {
    names = "--sort", value = "COLUMN", known = columns.NAMES,
    help = "Sort by this column; rows without a cell there come last.",
  },
  { names = "--reverse", help = "Write the rows in the reverse order." },
  { names = "-n --limit", value = "N", help = "Write only the first N rows." },
  options.HEADER,
  options.COLOR,
  options.NO_PAGER,
  options.SAFE_CSV,
  options.OUTPUT,
}

-- For commands that write rows of their own.
options.ROWS = {
  title = "Output", options.FORMAT, options.HEADER, options.COLOR, options.NO_PAGER,
  options.SAFE_CSV, options.OUTPUT,
}

options.GENERAL = { title = "General", options.REGISTRY, options.OVERLAY, options.HELP }

-- The key of an option among the options that were read: its first long name, with underscores.
function options.key(option)
  return (option.names:match "%-%-(%S+)":gsub("%-", "_"))
end

-- The help of an option, with what it takes.
function options.help(option)
  local list = option.choices or option.known
  if not list then
    return option.help
  end
  return ("%s %s is %s%s."):format(option.help, option.value,
    option.is_list and "one or more of " or "", either(list))
end

-- The value of a choice, or nil.
local function value_of(option, choice)
  if option.convert then
    return option.convert[choice]
  end
  return is_in(option.choices, choice) and choice or nil
end

-- Reads a list of choices for an option. Returns an array of their values; or nil and a message.
function options.list(option, text)
  local values = {}
  for word in (text .. ","):gmatch "([^,]*)," do
    local value = value_of(option, trim(word):lower())
    if not value then
      return nil, ("argument for option '%s' must be one or more of '%s'; got \"%s\""):format(
        option.names:match "%-%-%S+", table.concat(option.choices, "', '"), word)
    end
    values[#values + 1] = value
  end
  return values
end

local MAX_NUMBER = 2147483647 -- above any count, and exact in every Lua

-- Reads the text of an option as a number above 0; nil stays nil. `expected` is for the message
-- about a wrong text.
function options.number(name, text, expected)
  local number = text and tonumber(text:match "^%d+$")
  if text and not (number and number > 0) then
    failure.usage('%s: %s expected, got "%s"', name, expected, text)
  end
  return number and math.min(number, MAX_NUMBER)
end

-- Checks that the delimiter of tables is known.
function options.check_delimiter(given)
  if given.delimiter and not require("ianaports.format.csv").dialect(given.delimiter) then
    failure.usage('--delimiter: comma, semicolon, tab or bar expected, got "%s"', given.delimiter)
  end
end

local MAX_SHOWN, BEFORE = 72, 60 -- of a list with a mistake: characters; those before the mistake

-- The number of the line that a character is in, the line, and the character's position there.
local function line_at(text, position)
  local before = text:sub(1, position - 1)
  local start = before:match "^.*\n()" or 1
  local _, breaks = before:gsub("\n", "")
  return breaks + 1, text:match("^[^\n]*", start), position - start + 1
end

-- Reads a list of ports: returns what the function `read` of ianaports.ports returns for it. The
-- message about a mistake points at the character. If the list is the content of a file, `source`,
-- the message names its line.
function options.ports(read, text, registry, source)
  local list, message, position = read(text, registry)
  if list then
    return list
  end
  local line = text:gsub("[\194-\244][\128-\191]+", "?")
  if source then
    local number
    message = message:sub(#("character %d: "):format(position) + 1)
    number, line, position = line_at(line, position)
    message = ("%s:%d: %s"):format(source, number, message)
  end
  local first = math.max(position - BEFORE, 1)
  local shown = line:sub(first, first + MAX_SHOWN - 1):gsub("%s", " "):gsub("[^ -~]", "?")
  failure.usage("%s\n  %s\n  %s^", message, shown, (" "):rep(position - first))
end

return options
