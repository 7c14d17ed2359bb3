-- What Windows does in its own way: files that replace others, processes, folders. Fails with an
-- error.
--
-- usage: lua5.4.exe spec/platforms/windows.lua LUA    (in an empty folder; LUA runs again)

local lua = arg[1]
local system = require "ianaports.system"
local cli = require "ianaports.cli"
local user_copy = require "ianaports.base.user_copy"

-- Nothing below may start a shell.
local function no_shell()
  error "a shell"
end
io.popen, os.execute = no_shell, no_shell -- luacheck: ignore 122

local function read(path)
  local file = io.open(path, "rb")
  local text = file and file:read "*a"
  if file then
    file:close()
  end
  return text
end

local function equal(expected, actual)
  if expected ~= actual then
    error(("%s expected, got %s"):format(tostring(expected), tostring(actual)), 2)
  end
end

-- Runs the command. Returns its exit code and messages.
local function run(...)
  local messages = {}
  local err = { write = function(_, ...) messages[#messages + 1] = table.concat { ... } end }
  local code = cli.run({ ... }, io.stdout, err)
  return code, table.concat(messages)
end

local SCTP = "ssh\t22\tsctp\tSSH\n"

-- A name that cmd.exe would run a part of, and one with blanks and a percent sign.
for _, name in ipairs { "a&echo x", "a b%PATH%", "o" } do
  for _ = 1, 2 do -- new, and replaced
    equal(0, (run("ssh/sctp", "--output", name)))
    equal(SCTP, read(name))
  end
end
equal(nil, read "x")

-- What has no place, and devices.
local code, message = run("ssh/sctp", "--output", "no\\o")
equal(3, code)
equal("ianaports: no\\o: no such folder\n", message)
equal(0, (run("ssh/sctp", "--output", "NUL")))
equal(nil, (system.replace "."))

-- A replacement that is discarded leaves the old file and no other.
local new = assert(system.replace "o")
assert(new:write "new")
new:discard()
equal(SCTP, read "o")
new = assert(system.replace "o")
assert(new:write "a\nb\0\n" and new:finish(true))
equal("a\nb\0\n", read "o")

-- Folders.
assert(system.make_folder "made\\here/below")
assert(system.make_folder "made\\here/below")
equal(nil, (system.make_folder "o\\below"))
equal(os.getenv "LOCALAPPDATA" .. "\\ianaports", user_copy.folder())

-- Processes get their arguments as they are, and are read as they write.
local arguments = { "a b", "", 'q"', "\\", 'b\\"', "%PATH%", "&echo x", "end \\\\" }
local file = assert(io.open("print-arguments.lua", "wb"))
file:write "for i = 1, #arg do io.write('<', arg[i], '>') end os.exit(3)"
file:close()
local command = { lua, "print-arguments.lua" }
for _, argument in ipairs(arguments) do
  command[#command + 1] = argument
end
local process = assert(system.start(command))
local output = ""
repeat
  local block = assert(process:read())
  output = output .. block
until block == ""
equal(3, process:finish())
equal("<" .. table.concat(arguments, "><") .. ">", output)
local _, _, missing = system.start { "ianaports-no-such-program" }
equal(system.NOT_FOUND, missing)

-- Wine has no curl, unlike Windows.
code, message = run("update", "--folder", "copy", "--base", "http://127.0.0.1:1/")
equal(3, code)
assert(message:find("the curl command is not installed; Windows has it from version 10 on", 1, true)
  or message:find("cannot connect", 1, true), message)

equal(nil, system.size())
print "all is well"
