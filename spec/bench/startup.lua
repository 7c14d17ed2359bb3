-- How long the command takes for a plain look-up, beside the interpreter that does nothing.
--
-- usage, from a checkout with the module built: lua5.4 spec/bench/startup.lua [RUNS]
-- It needs hyperfine.

local WANTED = 5 -- milliseconds over the bare interpreter, at most
local unpack = table.unpack or unpack
local RESULTS = "build/bench/startup.csv"

local function run(command)
  local status = os.execute(command)
  assert(status == true or status == 0, "failed: " .. command)
end

-- The median, least and most of each command, in milliseconds.
local function read_results()
  local rows = {}
  for line in io.lines(RESULTS) do
    local median, least, most = line:match ",([%d.]+),[%d.]+,[%d.]+,([%d.]+),([%d.]+)$"
    if median then
      rows[#rows + 1] = { median = median * 1000, least = least * 1000, most = most * 1000 }
    end
  end
  return rows
end

local function show(label, row)
  print(("%-22s %8.2f ms  (%.2f to %.2f)"):format(label, row.median, row.least, row.most))
end

local COMMAND = [[
hyperfine -N --warmup 10 --runs %d --export-csv %s '%s -e ""' '%s lua/bin/ianaports 443' \
  >build/bench/startup.log 2>&1]]

local function main(lua, runs)
  run "mkdir -p build/bench"
  run(COMMAND:format(runs, RESULTS, lua, lua))
  local bare, command = unpack(read_results())
  print(("\nianaports 443, %d runs: median (least to most)"):format(runs))
  show("interpreter alone", bare)
  show("ianaports 443", command)
  print(("%-22s %8.2f ms  (at most %d is wanted)"):format("difference",
    command.median - bare.median, WANTED))
end

main(arg[-1], tonumber(arg[1]) or 200)
