-- What the module takes of a small machine, such as a router: its size on disk, and resident memory
-- after one look-up. For musl on this machine, and for mips (32 bits, big-endian) in qemu, built
-- as small as the compiler can and as `make` does by itself.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local small = { rounds = 5 }

-- `mapping` finds what Lua's process has mapped. In a process of qemu, that is what begins with
-- the address which the option -B sets.
local MACHINES = {
  { platform = "musl", strip = "strip", runs = "", mapping = "^%x+%-%x+ " },
  {
    platform = "mips", strip = "mips-linux-gnu-strip",
    runs = "qemu-mips-static -B 0x100000000 -L /usr/mips-linux-gnu ",
    mapping = "^1%x%x%x%x%x%x%x%x%-%x+ ",
  },
}
local LEVELS = { "-Os", "-O3" }
local EMPTY = "empty C module"

-- Prints what is resident, and how much of it is anonymous, which the system cannot drop and read
-- again from the file.
local MEASURED = [[
local name, cpath, mapping = arg[1], arg[2], arg[3]
package.cpath = cpath
local module = name ~= "none" and require(name) or {}
local answer = module.service_name and module.service_name(443, "tcp")
local counts, resident, anonymous = false, 0, 0
for line in io.lines "/proc/self/smaps" do
  if line:find "^%x+%-%x+ " then
    counts = line:find(mapping)
  elseif counts then
    resident = resident + (line:match "^Rss:%s+(%d+)" or 0)
    anonymous = anonymous + (line:match "^Anonymous:%s+(%d+)" or 0)
  end
end
print(resident, anonymous, answer)
]]

-- Builds the modules for a machine, and returns the folder with both, stripped.
local function build(machine, level)
  local tree = ("build/platform-%s/build"):format(machine.platform)
  local folder = ("%s/small/%s%s"):format(command.folder, machine.platform, level)
  command.run((".ci/platforms build %s CFLAGS=%s all build/bench/5.4/empty.so"):format(
    machine.platform, level))
  command.run("mkdir -p " .. folder)
  for name, path in pairs { ianaports = "5.4/ianaports.so", empty = "bench/5.4/empty.so" } do
    command.run(("%s -o %s/%s.so %s/%s"):format(machine.strip, folder, name, tree, path))
  end
  return folder
end

-- Resident and anonymous KiB. How much of a file is resident also depends on how it came into the
-- page cache, so it leaves the cache first.
local function memory(machine, folder, name, measured)
  for _, file in ipairs { "ianaports", "empty" } do
    command.run(("dd of=%s/%s.so oflag=nocache conv=notrunc,fdatasync count=0 status=none")
      :format(folder, file))
  end
  local output = command.output(("%sbuild/platform-%s/build/tools/lua %s %s '%s/?.so' '%s'"):format(
    machine.runs, machine.platform, measured, name, folder, machine.mapping))
  local resident, anonymous, answer = output:match "^(%d+)\t(%d+)\t(%S+)\n$"
  assert(answer == (name == "ianaports" and "https" or "nil"), output)
  return tonumber(resident), tonumber(anonymous)
end

local function size(folder, name)
  return { command.size_of(("%s/%s.so"):format(folder, name)) / 1024 }
end

function small.run(options)
  local measured = command.write_file("small.lua", MEASURED)
  local comparisons = {}
  local function compare(what, values, floor_name, floors)
    comparisons[#comparisons + 1] = comparison.new {
      what = what, unit = "KiB", values = values, floor_name = floor_name, floors = floors,
    }
  end
  for _, machine in ipairs(MACHINES) do
    for _, level in ipairs(LEVELS) do
      local folder = build(machine, level)
      local resident, anonymous = {}, {}
      for _, name in ipairs { "ianaports", "empty", "none" } do
        resident[name], anonymous[name] = {}, {}
      end
      for round = 1, options.rounds do
        for name in pairs(resident) do
          resident[name][round], anonymous[name][round] = memory(machine, folder, name, measured)
        end
      end
      local title = machine.platform .. " " .. level
      compare(title .. ": size without symbols", size(folder, "ianaports"), EMPTY,
        size(folder, "empty"))
      compare(title .. ": resident after one look-up", resident.ianaports, EMPTY, resident.empty)
      compare(title .. ": of these anonymous", anonymous.ianaports, EMPTY, anonymous.empty)
      compare(title .. ": resident with " .. EMPTY, resident.empty, "Lua alone", resident.none)
    end
  end
  return { comparisons = comparisons }
end

return small
