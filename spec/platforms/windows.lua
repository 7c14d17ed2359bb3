-- What Windows does in its own way: files that replace others, processes, folders. Fails with an
-- error.
--
-- usage: lua5.4.exe spec/platforms/windows.lua LUA ROOT MODULE [curl]    (in an empty folder)
--        LUA runs again. ROOT is the checkout, MODULE the path of ianaports.dll. With `curl`, the
--        command curl must be curl.c, which wine allows: Windows has one of its own.

local lua, root, module = arg[1], arg[2], arg[3]
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

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  file:close()
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
write("print-arguments.lua", "for i = 1, #arg do io.write('<', arg[i], '>') end os.exit(3)")
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

-- The update runs curl, and not one in the folder of work. That of curl.c prints a registry, as if
-- a server had sent it.
local function check_update()
  local URL = "https://example.com/a/service-names-port-numbers.csv"
  local ANSWER = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\n\r\n%s\nanswer\n200\n0.1\n\n\nend\n"
  local COPY = "a copy&echo x"
  local NEW = "example,48999,tcp,Newer than the snapshot,,,2026-06-08,,,,,\n"
  local published = read(root .. "/data/service-names-port-numbers.csv") .. NEW
  write("curl-answer", ANSWER:format(published))
  write("curl.exe", "no program")
  for _ = 1, 2 do -- new, and replaced
    local exit, messages = run("update", "--folder", COPY, "--base", "https://example.com/a")
    equal(0, exit)
    assert(messages:find('to use it: set "IANAPORTS_REGISTRY=a copy&echo x/', 1, true), messages)
    equal(published, read(COPY .. "/service-names-port-numbers.csv"))
  end
  local asked = "\n" .. read "curl-arguments"
  for _, part in ipairs {
    "\n--url\n" .. URL .. "\n--proto\n=https\n", '\n--header\nIf-None-Match: "1"\n',
    "\n--write-out\n\nanswer\n%{http_code}\n",
  } do
    assert(asked:find(part, 1, true), asked)
  end
end

if arg[4] == "curl" then
  check_update()
end
equal(nil, read "x")

equal(nil, system.size())

-- Wireshark's plugin finds the module below the folder of plugins. Its API is played by an object
-- that is a function and a table, and everything in it.
assert(system.make_folder "plugins/ianaports")
write("plugins/ianaports/ianaports.dll", read(module))
local anything = setmetatable({}, { __newindex = function() end })
local function itself()
  return anything
end
getmetatable(anything).__index, getmetatable(anything).__call = itself, itself
local plugin
setmetatable(_G, { __index = {
  Dir = {
    personal_plugins_path = function() return "plugins" end,
    global_plugins_path = function() return "no-plugins" end,
  },
  set_plugin_info = function(info) plugin = info end,
  report_failure = error,
} })
setmetatable(getmetatable(_G).__index, { __index = itself })
package.loaded.ianaports, package.cpath = nil, ""
dofile(root .. "/lua/hosts/wireshark/ianaports.lua")
assert(plugin.version:find "^%d")
equal("https", package.loaded.ianaports.service_name(443))

print "all is well"
