-- Options that several commands share, in groups as --help shows them. An option has its
-- names; `value`, what its argument is called, where it takes one; the `choices` of it, and what
-- `convert` makes of each; `many` where it may be given again; and `help`.

local protocol = require "ianaports.base.protocol"

local options = {}

local OUTPUT = {
  names = "-o --output", value = "FILE",
  help = "Write to FILE, which is replaced once all is written.",
}

local SAFE_CSV = {
  names = "--safe-csv",
  help = "For a spreadsheet: no cell of the CSV is taken for a formula.",
}

options.FORMAT = {
  names = "-f --format", value = "FORMAT",
  choices = { "table", "tsv", "csv", "json", "jsonl", "markdown" },
  help = "How to write results; table on a terminal, tsv elsewhere.",
}

options.COLOR = {
  names = "--color", value = "WHEN", choices = { "auto", "always", "never" },
  help = "Colour in tables; auto heeds NO_COLOR.",
}

options.PROTOCOL = {
  names = "-p --protocol", value = "PROTOCOL",
  choices = protocol.WORDS,
  convert = protocol.BY_WORD,
  help = "The transport protocol, by name or number.",
}

-- For commands that write entries.
options.ENTRIES = {
  title = "Output",
  options.FORMAT,
  {
    names = "-c --columns", value = "LIST",
    help = "The columns to write, such as name,port,notes.",
  },
  { names = "-a --all", help = "Every column; in tables, one entry below the other." },
  options.COLOR,
  SAFE_CSV,
  OUTPUT,
}

-- For commands that write rows of their own.
options.ROWS = { title = "Output", options.FORMAT, options.COLOR, SAFE_CSV, OUTPUT }

options.OUTPUT = OUTPUT
options.SAFE_CSV = SAFE_CSV

options.HELP = { names = "-h --help", immediate = "help", help = "Show this help." }

options.VERSION = { names = "--version", immediate = "version", help = "Show the version." }

options.REGISTRY = {
  names = "-r --registry", value = "FILE",
  help = "Ask this registry (CSV, XML or the form of /etc/services) and not the bundled one.",
}

options.GENERAL = { title = "General", options.REGISTRY, options.HELP }

return options
