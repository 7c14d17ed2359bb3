-- ianaports man

local array = require "ianaports.base.array"
local display = require "ianaports.base.display"
local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local parser = require "ianaports.cli.parser"

local man = {
  summary = "Write the manual page, for man.",
  description = "Writes the manual page in the mdoc language: ianaports man | man -l -",
  options = { { title = "Options", options.OUTPUT, options.HELP } },
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
      add_text(lines, option.help)
      if option.choices then
        add_text(lines, "One of " .. table.concat(option.choices, ", ") .. ".")
      end
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

local HEAD = [[
.\" Written by `ianaports man`; not to be edited.
.Dd %s
.Dt IANAPORTS 1
.Os
.Sh NAME
.Nm ianaports
.Nd the IANA service name and port number registry
.Sh SYNOPSIS]]

local DESCRIPTION = [[
.Sh DESCRIPTION
.Nm
contains the whole IANA Service Name and Transport Protocol Port Number Registry
and needs no other file.
It writes a table to a terminal, and plain lines with tabs between the cells
elsewhere.
.Sh COMMANDS]]

local ENVIRONMENT = [[
.Sh ENVIRONMENT
.Bl -tag -width IANAPORTS_REGISTRY
.It Ev IANAPORTS_REGISTRY
The registry to use if
.Fl \-registry
is not given:
a file, or
.Dq bundled .
.It Ev NO_COLOR
If it is not empty, there is no colour unless
.Fl \-color Cm always
is given.
.It Ev COLUMNS
The width of tables.
Default: the width of the terminal.
.El
.Sh FILES
.Bl -tag -width Ds
.It Pa ~/.local/share/ianaports/
The copy of the registry that
.Cm update
fetches, or in
.Ev XDG_DATA_HOME .
It is asked unless it is older than the bundled registry.
.El
.Sh EXIT STATUS
.Bl -tag -width Ds]]

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
  local lines = { HEAD:format(day(require("ianaports").info().last_updated)) }
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
  lines[#lines + 1] = ENVIRONMENT
  for code = failure.FOUND, failure.FAILED do
    lines[#lines + 1] = (".It %d\n%s"):format(code, failure.MEANINGS[code])
  end
  lines[#lines + 1] = ".El\n.Sh EXAMPLES\n.Bd -literal"
  lines[#lines + 1] = table.concat(examples, "\n")
  session:output():write(table.concat(lines, "\n"), "\n", END, "\n")
  return true
end

return man
