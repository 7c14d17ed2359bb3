-- ianaports man

local array = require "ianaports.base.array"
local display = require "ianaports.base.display"
local facts = require "ianaports.cli.facts"
local options = require "ianaports.cli.options"
local parser = require "ianaports.cli.parser"

local man = {
  summary = "Write the manual page, for man.",
  description = "Writes the manual page in the mdoc language.",
  options = { { title = "Options", options.OUTPUT, options.HELP } },
  examples = { "ianaports man | man -l -" },
}

local WIDTH = 78 -- of the source's lines

local MONTHS = {
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
}

-- Text of a line: no escapes and, at its beginning, no request.
local function plain(line)
  return (line:gsub("\\", "\\e"):gsub("^[.']", "\\&%0"))
end

-- An argument of a macro, in quotes so that it is not read as another macro.
local function quoted(title)
  return '"' .. plain(title):gsub('"', '""') .. '"'
end

-- Each sentence begins a line, as the language recommends.
local function add_text(lines, prose)
  array.append(lines, array.map(display.wrap(prose:gsub("([.;]) ", "%1\n"), WIDTH), plain))
end

-- "Fl f , Fl Fl format Ar FORMAT".
local function option_item(option)
  local names = {}
  for name in option.names:gmatch "%S+" do
    names[#names + 1] = "Fl " .. name:sub(2):gsub("%-", "\\-")
  end
  local item = ".It " .. table.concat(names, " , ")
  return option.value and item .. " Ar " .. option.value or item
end

local function add_options(lines, definition)
  lines[#lines + 1] = ".Bl -tag -width Ds"
  for _, group in ipairs(definition.options) do
    for _, option in ipairs(group) do
      lines[#lines + 1] = option_item(option)
      add_text(lines, options.help(option))
    end
  end
  lines[#lines + 1] = ".El"
end

local function synopsis(name, definition)
  local command = name ~= parser.COMMANDS[1] and " Cm " .. name or ""
  local line = ".Nm ianaports" .. command .. " Op Ar OPTION ..."
  for _, argument in ipairs(definition.arguments or {}) do
    local count = argument.count
    local form = (count == "+" or count == "*") and argument.name .. " ..." or argument.name
    line = line .. ((count == "?" or count == "*") and "\n.Op Ar " or "\n.Ar ") .. form
  end
  return line
end

local function add_command(lines, name, definition)
  lines[#lines + 1] = ".Ss " .. quoted("ianaports " .. name)
  add_text(lines, definition.description)
  for _, argument in ipairs(definition.arguments or {}) do
    lines[#lines + 1] = ".Pp\n.Ar " .. argument.name .. " :"
    add_text(lines, argument.help)
  end
  add_options(lines, definition)
end

local function day(date)
  local year, month, number = date:match "^(%d+)-(%d+)-(%d+)$"
  return ("%s %d, %s"):format(MONTHS[tonumber(month)], tonumber(number), year)
end

-- A section of names, each with a text. `macro` is the one for the names.
local function add_facts(lines, title, macro, items)
  lines[#lines + 1] = (".Sh %s\n.Bl -tag -width Ds"):format(title)
  for _, item in ipairs(items) do
    lines[#lines + 1] = (".It %s %s"):format(macro, item[1]:gsub(", ", " , " .. macro .. " "))
    add_text(lines, item[2])
  end
  lines[#lines + 1] = ".El"
end

-- groff would hyphenate the names of columns, which nobody could copy; other programs do not.
local HEAD = [[
.\" Written by the command `man` of %s; not to be edited.
.Dd %s
.Dt IANAPORTS 1
.Os
.nr doc-hyphen-flags 0
.Sh NAME
.Nm ianaports
.Nd the IANA service name and port number registry
.Sh SYNOPSIS]]

local DESCRIPTION = [[
.Sh DESCRIPTION
.Nm
contains a snapshot of the IANA Service Name and Transport Protocol Port Number
Registry, and needs no other file.
It writes a table to a terminal, and plain lines with tabs between the cells
elsewhere.
.Sh COMMANDS]]

local END = [[
.Ed
.Sh SEE ALSO
.Xr getent 1 ,
.Xr nmap 1 ,
.Xr services 5
.Sh STANDARDS
RFC 6335, RFC 7605.]]

-- The day of the page is that of the bundled registry, so that builds are reproducible.
function man.run(session)
  local ianaports = require "ianaports"
  local lines = { HEAD:format(ianaports._VERSION, day(ianaports.info().last_updated)) }
  local examples = {}
  for _, name in ipairs(parser.COMMANDS) do
    local definition = parser.definition(name)
    lines[#lines + 1] = synopsis(name, definition)
    array.append(examples, array.map(definition.examples or {}, plain))
  end
  lines[#lines + 1] = DESCRIPTION
  for _, name in ipairs(parser.COMMANDS) do
    add_command(lines, name, parser.definition(name))
  end
  add_facts(lines, "ENVIRONMENT", "Ev", facts.ENVIRONMENT)
  add_facts(lines, "FILES", "Pa", facts.FILES)
  add_facts(lines, "EXIT STATUS", "", facts.EXIT_CODES)
  lines[#lines + 1] = ".Sh EXAMPLES\n.Bd -literal"
  lines[#lines + 1] = table.concat(examples, "\n")
  session:output():write(table.concat(lines, "\n"), "\n", END, "\n")
  return true
end

return man
