-- What this machine's C library calls the system's errors: errno.ENOENT is "No such file or
-- directory" in most. Each text is asked for by making the error happen. It is what follows the
-- path, if there is one.

local shell = require "spec.support.shell"

local LUA = os.getenv "LUA" or "lua5.4"

local function reading(path)
  return select(2, assert(io.open(path, "rb")):read(1))
end

local function writing(path)
  local file = assert(io.open(path, "wb"))
  file:setvbuf "no"
  return select(2, file:write "x")
end

local function opening(path, mode)
  return select(2, io.open(path, mode)):sub(#path + #": " + 1)
end

local MADE = {
  EACCES = function() return select(2, require("ianaports.system").start { "/dev/null" }) end,
  EBADF = function()
    return (shell.run(LUA .. " -e 'io.write((select(2, io.read(1))))' <&-"))
  end,
  EINVAL = function() return select(2, assert(io.open("/proc/self/exe")):seek("set", -1)) end,
  EIO = function() return reading "/proc/self/mem" end,
  EISDIR = function() return reading "/" end,
  ENAMETOOLONG = function() return opening(("x"):rep(5000)) end,
  ENOENT = function() return opening "/nonexistent" end,
  ENOSPC = function() return writing "/dev/full" end,
  ENOTDIR = function() return opening "/dev/null/x" end,
}

return setmetatable({}, {
  __index = function(known, name)
    local text = assert(MADE[name](), name)
    known[name] = text
    return text
  end,
})
