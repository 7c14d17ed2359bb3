-- The manual page in the mdoc language, from the definitions of the commands.

local COMMANDS = require "ianaports.cli.commands"
local display = require "ianaports.base.display"

local manual = {}

local WIDTH = 78 -- of the source's lines

local MONTHS = {
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
}

-- Text of a line: neither escapes nor, at its beginning, a request.
local function plain(line)
  return (line:gsub("\\", "\\e"):gsub("^[.']", "\\&%0"))
end

-- An argument of a macro, which is not taken for another macro.
local function quoted(title)
  return '"' .. plain(title):gsub('"', '""') .. '"'
end

-- Sentences on lines of their own, as the language wants them.
local function add_text(lines, prose)
  for _, line in ipairs(display.wrap(prose:gsub("([.;]) ", "%1\n"), WIDTH)) do
    lines[#lines + 1] = plain(line)
  end
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
  local parts = { ".Nm ianaports" }
  if name ~= COMMANDS[1] then
    parts[#parts + 1] = "Cm " .. name
  end
  parts[#parts + 1] = "Op Ar OPTION ..."
  local line = table.concat(parts, " ")
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
holds the whole IANA Service Name and Transport Protocol Port Number Registry
and needs no other file.
It writes a table on a terminal, and elsewhere plain lines with tabs between the
cells.
.Sh COMMANDS]]

local TAIL = [[
.Sh ENVIRONMENT
.Bl -tag -width IANAPORTS_REGISTRY
.It Ev IANAPORTS_REGISTRY
The registry that is asked where there is no
.Fl \-registry .
.It Ev NO_COLOR
Where it is not empty, there is no colour unless
.Fl \-color Cm always
is given.
.It Ev COLUMNS
The width of tables; that of the terminal unless it is set.
.El
.Sh EXIT STATUS
.Bl -tag -width Ds
.It 0
Something was found or done.
.It 1
Nothing was found.
.It 2
A mistake in the arguments.
.It 3
A file or the network failed.
.El
.Sh EXAMPLES
.Bd -literal]]

local END = [[
.Ed
.Sh SEE ALSO
.Xr getent 1 ,
.Xr nmap 1 ,
.Xr services 5
.Sh STANDARDS
RFC 6335, RFC 7605.]]

-- The whole page. Its day is that of the bundled registry, lest a build depend on the
-- calendar.
function manual.text()
  local date = require("ianaports").info().last_updated
  local lines = { HEAD:format(day(date)) }
  local definitions = {}
  for _, name in ipairs(COMMANDS) do
    definitions[name] = require("ianaports.cli." .. name)
    lines[#lines + 1] = synopsis(name, definitions[name])
  end
  lines[#lines + 1] = DESCRIPTION
  for _, name in ipairs(COMMANDS) do
    add_command(lines, name, definitions[name])
  end
  lines[#lines + 1] = TAIL
  for _, name in ipairs(COMMANDS) do
    for _, example in ipairs(definitions[name].examples or {}) do
      lines[#lines + 1] = plain(example)
    end
  end
  lines[#lines + 1] = END
  return table.concat(lines, "\n") .. "\n"
end

return manual
