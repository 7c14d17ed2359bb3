-- Runs the command as a process.

local files = require "spec.support.files"
local registry_text = require "spec.support.registry_text"

local command = {}

local lua = os.getenv "LUA" or "lua5.4"

-- Variables of the environment that could affect the output are set; a spec may set others.
local ENVIRONMENT = "env -u COLUMNS -u NO_COLOR -u PAGER -u LESS -u IANAPORTS_REGISTRY"
  .. " XDG_DATA_HOME=/nonexistent TERM=xterm LC_ALL=C.UTF-8"

local function line(arguments, environment)
  return ("%s %s %s lua/bin/ianaports %s"):format(ENVIRONMENT, environment or "", lua, arguments)
end

command.line = line

-- Runs a shell script without an input. Returns standard output, standard error and the exit code.
function command.shell(script)
  local errors = os.tmpname()
  local pipe = assert(io.popen(("{ %s\n} </dev/null 2>%s; echo \"status $?\"")
    :format(script, errors)))
  local output, code = pipe:read("*a"):match "^(.*)status (%d+)\n$"
  pipe:close()
  local messages = files.read(errors)
  os.remove(errors)
  return output, messages, tonumber(code)
end

-- Runs the command with arguments as typed in a shell. Returns the same.
function command.run(arguments, environment)
  return command.shell(line(arguments, environment))
end

-- Runs a shell script on a pseudo-terminal with so many columns and, if given, so many rows.
-- Returns everything that reaches the terminal, and the exit code.
function command.shell_on_terminal(columns, script, rows)
  script = ("stty cols %d rows %d; %s"):format(columns, rows or 0, script)
  local output, _, code = command.shell(
    ("timeout 60 script -qec '%s' /dev/null </dev/null"):format(script:gsub("'", "'\\''")))
  return (output:gsub("\r\n", "\n")), code
end

-- Runs the command there.
function command.on_terminal(columns, arguments, environment, rows)
  return command.shell_on_terminal(columns, line(arguments, environment), rows)
end

-- A registry of every kind of entry, for outputs that are compared as a whole.
command.REGISTRY = registry_text.of {
  ",1,tcp,Reserved,,,,,,,,",
  "web,80,tcp,World Wide Web,[Somebody],[Somebody],2020-01-02,2024-05-06,[RFC9110],,,"
    .. '"Known TXT keys:\n      u=<user> p=<password>"',
  "web,80,udp,World Wide Web,[Somebody],[Somebody],,,,,,",
  'www,80,tcp,World Wide Web,,,,,,,,"This is a duplicate of the ""web"" service"',
  "web-alt,8080-8083,tcp,\"An alternate of the web, and a description too long for one line\""
    .. ",,,,,,,,",
  ",8084-8090,,Unassigned,,,,,,,,",
  "portless,,udp,No port,,,,,,,,",
  "sum,9000,sctp,=1+1,,,,,,,,",
}

-- Calls f with the path of a file that holds the registry.
function command.with_registry(f, text)
  return files.with(text or command.REGISTRY, f)
end

return command
