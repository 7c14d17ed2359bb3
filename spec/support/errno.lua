-- What this machine's C library calls the system's errors: errno.ENOENT is "No such file or
-- directory" in most. Each text is asked for by making the error happen.

local shell = require "spec.support.shell"

local LUA = os.getenv "LUA" or "lua5.4"

-- The error of opening a path. The message has it after the path.
local function opening(path)
  return select(2, io.open(path)):sub(#path + #": " + 1)
end

-- The error of a method of a file.
local function calling(path, mode, method, ...)
  local file = assert(io.open(path, mode))
  file:setvbuf "no"
  local _, text = file[method](file, ...)
  file:close()
  return text
end

local MADE = {
  EACCES = function() return select(2, require("ianaports.system").start { "/dev/null" }) end,
  EBADF = function()
    return (shell.run(LUA .. " -e 'io.write((select(2, io.read(1))))' <&-"))
  end,
  EINVAL = function() return calling("/proc/self/exe", "rb", "seek", "set", -1) end,
  EIO = function() return calling("/proc/self/mem", "rb", "read", 1) end,
  EISDIR = function() return calling("/", "rb", "read", 1) end,
  ENAMETOOLONG = function() return opening(("x"):rep(5000)) end,
  ENOENT = function() return opening "/nonexistent" end,
  ENOSPC = function() return calling("/dev/full", "wb", "write", "x") end,
  ENOTDIR = function() return opening "/dev/null/x" end,
}

return setmetatable({}, {
  __index = function(known, name)
    local text = assert(MADE[name](), name)
    known[name] = text
    return text
  end,
})
