-- The open files and the memory of the process that runs the specs.

local lfs = require "lfs"

local compat = require "spec.support.compat"
local files = require "spec.support.files"
local shell = require "spec.support.shell"

local process = {}

-- The number of open files. Another program could count them before this process closes the files
-- that it needs to start one.
function process.open_files()
  local count = 0
  for name in lfs.dir "/proc/self/fd" do
    count = count + (name:find "^%d" and 1 or 0)
  end
  return count
end

local function data_size()
  compat.collect()
  return tonumber(files.read("/proc/self/status"):match "VmData:%s*(%d+) kB")
end

-- By how many KiB this process grows while f is called so many times. Earlier calls let the
-- allocators take what they need.
function process.growth_here(count, f)
  local function repeated(times)
    for call = 1, times do
      f(call)
      if call % 10 == 0 then
        compat.collect()
      end
    end
  end
  repeated(count / 4)
  local before = data_size()
  repeated(count)
  return data_size() - before
end

local function resident(which)
  return tonumber(files.read("/proc/self/status"):match(which .. ":%s*(%d+) kB"))
end

-- The memory of this process in KiB, after all garbage is collected.
function process.size()
  compat.collect()
  return resident "VmRSS"
end

-- By how many KiB the peak size of this process, until f ends, exceeds its size now.
function process.peak_here(f)
  compat.collect()
  local before = resident "VmRSS"
  f()
  return resident "VmHWM" - before
end

-- Calls a function of this module in a new process, which has no free memory that could hide
-- growth, and returns the result. The source is Lua that returns f.
local function afresh(name, arguments, source)
  local lua = os.getenv "LUA" or "lua5.4"
  local program = ([[
    local f = (function() %s end)()
    print("grew by", require("spec.support.process").%s(%sf))
  ]]):format(source, name, arguments)
  local output = files.with(program, function(path)
    return (shell.run(lua .. " " .. path))
  end)
  local growth = tonumber(output:match "^grew by%s+(%-?%d+)\n$")
  return growth or error(output, 0)
end

function process.growth(count, source)
  return afresh("growth_here", count .. ", ", source)
end

function process.peak(source)
  return afresh("peak_here", "", source)
end

return process
