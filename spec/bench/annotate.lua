-- How fast flows in CSV are annotated, beside `cat` and beside a loop in Python that
-- reads and writes with its csv module. The goal is at least 60 MB/s.
--
-- Each candidate reads the same file through a pipe and writes another file: flows usually come
-- through a pipe, and `cat` must then touch the bytes. The candidates alternate in each round,
-- because other work on the machine may slow it down. MB/s are of input, by processor time of the
-- candidate (user and system) and by the clock. Python must write the same output.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local keys = require "spec.bench.support.keys"

local annotate = { rounds = 3, megabytes = 60 }

local random = keys.generator(20260511)

local servers = {
  "443", "443", "443", "443", "80", "80", "53", "53", "53", "22", "25", "123", "993", "3306",
  "5060", "5353", "6379", "8080", "8443", "27017",
}

local protocols = { "6", "6", "6", "6", "17", "17", "17", "tcp", "UDP", "132", "1" }

-- One flow in twenty goes to a random port, as in a scan.
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

local function write_flows(path, megabytes)
  local file = assert(io.open(path, "wb"))
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
  return command.write_file("services.txt", table.concat(lines))
end

-- Processor seconds, and seconds by the clock. The second line of `times` shows what the children
-- of its shell used; `cat` before and after the candidate runs in other shells.
local function measure(flows, line, output)
  local text = command.output(([[start=$(date +%%s.%%N)
    cat %s | sh -c '%s; times >%s/times.txt' | cat >%s
    stop=$(date +%%s.%%N); echo "$start $stop"]]):format(flows, line, command.folder, output))
  local start, stop = text:match "(%S+) (%S+)\n"
  local file = assert(io.open(command.folder .. "/times.txt"))
  local user, system = file:read("*a"):match "\n(%S+) (%S+)%s*$"
  file:close()
  local function seconds(word)
    local minutes, rest = word:match "^(%d+)m([%d.]+)s$"
    return minutes * 60 + rest
  end
  assert(user, "the candidate failed: " .. line)
  return seconds(user) + seconds(system), stop - start
end

local function assert_same_files(one, other)
  command.run(("cmp %s %s"):format(one, other))
end

-- The candidates, each with its MB/s by processor time and by the clock in each round.
local function measure_all(flows, rounds)
  local megabytes = command.size_of(flows) / 1e6
  local candidates = {
    { name = "cat", line = "cat" },
    { name = "annotate", line = command.lua .. " " .. command.write_file("annotate.lua", lua) },
    {
      name = "python3",
      line = ("%s %s %s"):format(command.python3(), command.write_file("annotate.py", python),
        write_services()),
    },
  }
  for _, candidate in ipairs(candidates) do
    candidate.processor, candidate.clock = {}, {}
    candidate.output = ("%s/%s-out.csv"):format(command.folder, candidate.name)
  end
  for round = 1, rounds do
    for _, candidate in ipairs(candidates) do
      local processor, clock = measure(flows, candidate.line, candidate.output)
      candidate.processor[round] = megabytes / math.max(processor, 0.001) -- its resolution
      candidate.clock[round] = megabytes / clock
    end
  end
  assert_same_files(candidates[1].output, flows)
  assert_same_files(candidates[2].output, candidates[3].output)
  for _, candidate in ipairs(candidates) do
    os.remove(candidate.output)
  end
  return candidates
end

function annotate.run(options)
  local flows = command.folder .. "/flows.csv"
  write_flows(flows, options.megabytes)
  local cat, own, python3 = table.unpack(measure_all(flows, options.rounds))
  os.remove(flows)
  local function compare(what, floor_name, values, floors, target)
    return comparison.new {
      what = ("annotate %d MB of flows, %s"):format(options.megabytes, what),
      unit = "MB/s",
      is_rate = true,
      values = values,
      floor_name = floor_name,
      floors = floors,
      target = target,
    }
  end
  return {
    comparisons = {
      compare("processor", "cat", own.processor, cat.processor, { at_least = 60 }),
      compare("processor", "Python's csv (a peer)", own.processor, python3.processor),
      compare("clock", "cat", own.clock, cat.clock),
      compare("clock", "Python's csv (a peer)", own.clock, python3.clock),
    },
  }
end

return annotate
