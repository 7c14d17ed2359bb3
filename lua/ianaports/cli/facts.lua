-- What help and manual say of the command as a whole: arrays of a name and a text.

local failure = require "ianaports.cli.failure"

local facts = {}

facts.ENVIRONMENT = {
  { "IANAPORTS_REGISTRY", "The registry to use if --registry is not given: a file, or bundled." },
  { "COLUMNS", "The width of the output. Default: that of the terminal." },
  { "NO_COLOR", "If it is not empty, there is no colour unless --color always is given." },
  { "TERM", "If it is empty or dumb, there is neither colour nor a bar of progress." },
  { "PAGER", "What shows tables that are longer than the terminal. Default: less -FRX." },
  { "LC_ALL, LC_CTYPE, LANG", "If the locale is not one of UTF-8, a terminal gets ASCII alone." },
  { "XDG_DATA_HOME", "Where update keeps its copy. Default: ~/.local/share." },
  { "https_proxy", "The proxy that update uses, as curl reads it." },
}

facts.FILES = {
  {
    "~/.local/share/ianaports/service-names-port-numbers.csv",
    "The copy that update has fetched; beside it the same as XML, with all contacts. It is asked"
      .. " unless it is older than the bundled registry.",
  },
}

facts.EXIT_CODES = {}

for code = failure.FOUND, failure.FAILED do
  table.insert(facts.EXIT_CODES, { ("%d"):format(code), failure.MEANINGS[code] })
end

return facts
