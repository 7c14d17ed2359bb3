-- How fast flows in CSV are annotated, beside `cat` and beside a loop in Python that
-- reads and writes by its csv module. At least 60 MB/s is wanted.
--
-- usage, from a checkout with the module built:
--   lua5.4 spec/bench/annotate.lua [ROUNDS [MEGABYTES]]
--
-- Each reads the same file and writes another, through a pipe: so do flows come, and so
-- `cat` has to touch the bytes. The rounds take the candidates in turn: the machine may
-- have other things to do. MB/s are of input, by processor time of the candidate (user
-- and system) and by the clock. What Python wrote must be what was written here.

package.path = "./?.lua;" .. package.path

local shell = require "spec.support.shell"

local folder = "build/bench"
local rounds = tonumber(arg[1]) or 5
local megabytes = tonumber(arg[2]) or 300
local flows = ("%s/flows-%d.csv"):format(folder, megabytes)
local wanted = 60

-- A generator of its own, so that each run and each Lua writes the same (Park and Miller).
local state = 20260511
local function random(count)
  state = state * 16807 % 2147483647
  return state % count + 1
end

local servers = {
  "443", "443", "443", "443", "80", "80", "53", "53", "53", "22", "25", "123", "993", "3306",
  "5060", "5353", "6379", "8080", "8443", "27017",
}

local protocols = { "6", "6", "6", "6", "17", "17", "17", "tcp", "UDP", "132", "1" }

-- One flow in twenty goes to a port by chance, as scans do.
local function server_port()
  return random(20) == 1 and tostring(random(65536) - 1) or servers[random(#servers)]
end

local function flow(number)
  local seconds = math.floor(number / 100)
  return ("2026-05-11T%02d:%02d:%02d.%03dZ,10.%d.%d.%d,%d,198.51.100.%d,%s,%s,%d,%d,..AP.SF\n")
    :format(math.floor(seconds / 3600) % 24, math.floor(seconds / 60) % 60, seconds % 60,
      number % 100 * 10,
      random(256) - 1, random(256) - 1, random(254), 32767 + random(28232), random(254),
      server_port(), protocols[random(#protocols)], random(5000), random(7000000))
end

local function write_flows()
  local file = assert(io.open(flows .. ".new", "wb"))
  file:write "ts,src_ip,src_port,dst_ip,dst_port,proto,packets,bytes,flags\n"
  local number, size, lines = 0, 0, {}
  while size < megabytes * 1e6 do
    for index = 1, 1000 do
      lines[index] = flow(number)
      number = number + 1
      size = size + #lines[index]
    end
    file:write(table.concat(lines))
  end
  assert(file:close())
  assert(os.rename(flows .. ".new", flows))
end

local function write_file(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  assert(file:close())
  return folder .. "/" .. name
end

-- What a user would write, with the same names to look up.
local python = [[
import csv, sys

names = {}
with open(sys.argv[1]) as services:
    for line in services:
        name, port, protocol = line.split()
        names[port, protocol] = name

numbers = {"6": "tcp", "17": "udp", "132": "sctp", "33": "dccp"}
rows = csv.reader(sys.stdin)
out = csv.writer(sys.stdout, lineterminator="\n")
header = next(rows)
port, protocol = header.index("dst_port"), header.index("proto")
out.writerow(header + ["service"])
for row in rows:
    kind = row[protocol]
    row.append(names.get((row[port], numbers.get(kind) or kind.lower()), ""))
    out.writerow(row)
]]

local lua = [[
local annotate = require "ianaports.annotate"
assert(annotate.run(io.stdin, io.stdout, {
  csv = true,
  port_column = "dst_port",
  protocol_column = "proto",
}))
]]

local function write_services()
  local ianaports = require "ianaports"
  local lines = {}
  for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
    for port = 0, 65535 do
      local name = ianaports.service_name(port, protocol)
      if name then
        lines[#lines + 1] = ("%s %d %s\n"):format(name, port, protocol)
      end
    end
  end
  return write_file("services.txt", table.concat(lines))
end

-- Seconds of the processor, and of the clock. `times` tells in its second line what the
-- children of its shell used; `cat` before and after the candidate is in other shells.
local function measure(command, output)
  local text = shell.run(([[start=$(date +%%s.%%N)
    cat %s | sh -c '%s; times >%s/times.txt' | cat >%s
    stop=$(date +%%s.%%N); echo "$start $stop"]]):format(flows, command, folder, output))
  local start, stop = text:match "(%S+) (%S+)\n"
  local file = assert(io.open(folder .. "/times.txt"))
  local user, system = file:read("*a"):match "\n(%S+) (%S+)%s*$"
  file:close()
  local function seconds(word)
    local minutes, rest = word:match "^(%d+)m([%d.]+)s$"
    return minutes * 60 + rest
  end
  assert(user, "the candidate failed: " .. command)
  return seconds(user) + seconds(system), stop - start
end

local function median(values)
  table.sort(values)
  local middle = (#values + 1) / 2
  return (values[math.floor(middle)] + values[math.ceil(middle)]) / 2
end

local function main()
  shell.run("mkdir -p " .. folder)
  local file = io.open(flows, "rb")
  if file then
    file:close()
  else
    write_flows()
  end
  file = assert(io.open(flows, "rb"))
  local size = file:seek "end"
  file:close()

  local program = os.getenv "LUA" or "lua5.4"
  local candidates = {
    { "cat", "cat" },
    { "annotate", program .. " " .. write_file("annotate.lua", lua) },
    { "python3", "python3 " .. write_file("annotate.py", python) .. " " .. write_services() },
  }
  for _, candidate in ipairs(candidates) do
    candidate.processor, candidate.clock = {}, {}
    candidate.output = ("%s/%s-out.csv"):format(folder, candidate[1])
  end
  for round = 1, rounds do
    for _, candidate in ipairs(candidates) do
      candidate.processor[round], candidate.clock[round] =
        measure(candidate[2], candidate.output)
    end
  end
  local function compare(one, other)
    return (select(2, shell.run(("cmp %s %s"):format(one, other))))
  end
  assert(compare(candidates[1].output, flows), "cat wrote something else")
  assert(compare(candidates[2].output, candidates[3].output), "Python wrote something else")

  print(("%.0f MB, %d rounds; MB/s of processor time: median (least to most); of the clock")
    :format(size / 1e6, rounds))
  for _, candidate in ipairs(candidates) do
    local middle = size / 1e6 / median(candidate.processor)
    print(("%-10s %9.0f (%.0f to %.0f) %9.0f%s"):format(candidate[1], middle,
      size / 1e6 / candidate.processor[rounds], size / 1e6 / candidate.processor[1],
      size / 1e6 / median(candidate.clock),
      candidate[1] == "annotate" and ("   at least %d is wanted"):format(wanted) or ""))
    os.remove(candidate.output)
  end
end

main()
