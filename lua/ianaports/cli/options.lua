-- Options that several commands share, in groups as the help shows them. An option has
--
--   names      its names
--   value      the name of its argument, if it has one
--   choices    the arguments that it accepts
--   convert    a table from an argument to its value
--   many       true if it may be repeated
--   immediate  "help" or "version", for which everything else is ignored
--   help       one or two sentences

local failure = require "ianaports.cli.failure"
local is_in = require("ianaports.base.options").is_in
local protocol = require "ianaports.base.protocol"

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
  names = "-o --output", value = "FILE",
  help = "Write to FILE, which is replaced when everything is written.",
}

options.PROTOCOL = {
  names = "-p --protocol", value = "PROTOCOL",
  choices = protocol.WORDS, convert = protocol.BY_WORD,
  help = "The transport protocol, by name or number.",
}

options.PROTOCOL_COLUMN = {
  names = "--protocol-column", value = "NAME",
  help = "The column of the protocol, by name or number. Default: proto, protocol or the like.",
}

options.DELIMITER = {
  names = "--delimiter", value = "CHARACTER",
  help = "What separates cells: comma, semicolon, tab or bar. Default: what the header shows.",
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
  names = "-r --registry", value = "FILE",
  help = "Use this registry (CSV, XML or the form of /etc/services). Default: the copy that"
    .. " ianaports update has fetched, if it is as fresh as the bundled registry; otherwise the"
    .. " bundled one, which FILE may name: bundled.",
}

options.OVERLAY = {
  names = "--overlay", value = "FILE",
  help = "Put the rows of this file (in the same forms) before all of the registry.",
}

-- For commands that write entries.
options.ENTRIES = {
  title = "Output",
  options.FORMAT,
  { names = "-c --columns", value = "LIST", help = "The columns, such as name,port,notes." },
  { names = "-a --all", help = "All columns; in tables, one entry below the other." },
  options.COLOR,
  options.SAFE_CSV,
  options.OUTPUT,
}

-- For commands that write rows of their own.
options.ROWS = {
  title = "Output", options.FORMAT, options.COLOR, options.SAFE_CSV, options.OUTPUT,
}

options.GENERAL = { title = "General", options.REGISTRY, options.OVERLAY, options.HELP }

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

-- Checks the options of tables: none is empty, and the delimiter is known.
function options.check_table(given)
  for _, name in ipairs { "port_column", "protocol_column", "delimiter", "column" } do
    local value = given[name]
    if value == "" or type(value) == "table" and is_in(value, "") then
      failure.usage("--%s: it is empty", (name:gsub("_", "-")))
    end
  end
  if given.delimiter and not require("ianaports.format.csv").dialect(given.delimiter) then
    failure.usage('--delimiter: comma, semicolon, tab or bar expected, got "%s"', given.delimiter)
  end
end

-- Reads a list of ports: returns what the function `read` of ianaports.ports returns for it. The
-- message about a mistake points at the character.
function options.ports(read, text, ...)
  local list, message, position = read(text, ...)
  local shown = text:gsub("[\194-\244][\128-\191]+", "?"):gsub("%s", " "):gsub("[^ -~]", "?")
  return list or failure.usage("%s\n  %s\n  %s^", message, shown, (" "):rep(position - 1))
end

return options
