-- The files that the parts on flows read: flows as a CSV, plain and with quotes, a log, and the
-- names of services for peers.

local command = require "spec.bench.support.command"
local ianaports = require "ianaports"
local keys = require "spec.bench.support.keys"

local flow_files = {}

local random

local SERVERS = {
  "443", "443", "443", "443", "80", "80", "53", "53", "53", "22", "25", "123", "993", "3306",
  "5060", "5353", "6379", "8080", "8443", "27017",
}

local PROTOCOLS = { "6", "6", "6", "6", "17", "17", "17", "tcp", "UDP", "132", "1" }

flow_files.COLUMNS = "ts,src_ip,src_port,dst_ip,dst_port,proto,packets,bytes,flags"

-- One port in twenty is a random one, as in a scan.
local function server_port()
  return random(20) == 1 and tostring(random(65536) - 1) or SERVERS[random(#SERVERS)]
end

local function client_address()
  return ("10.%d.%d.%d"):format(random(256) - 1, random(256) - 1, random(254))
end

local function server_address()
  return "198.51.100." .. random(254)
end

-- A port that no service can have.
local function dynamic_port()
  return 49151 + random(16384)
end

-- The time of a line, of which there are a hundred a second.
local function time_of(number)
  local seconds = math.floor(number / 100)
  return ("%02d:%02d:%02d.%03d"):format(math.floor(seconds / 3600) % 24,
    math.floor(seconds / 60) % 60, seconds % 60, number % 100 * 10)
end

local function flow(number)
  return ("2026-05-11T%sZ,%s,%d,%s,%s,%s,%d,%d,..AP.SF"):format(time_of(number), client_address(),
    32767 + random(28232), server_address(), server_port(), PROTOCOLS[random(#PROTOCOLS)],
    random(5000), random(7000000))
end

-- Every cell in quotes. The last one of every tenth row has a delimiter in it.
local function quoted_flow(number)
  local row = ('"%s"'):format(flow(number):gsub(",", '","'))
  return number % 10 == 0 and row:gsub("%.SF", ",SF") or row
end

-- The last forms have ports that have no service.
local LOG_LINES = {
  function()
    return ("firewalld[640]: accepted %s/tcp from %s, %d bytes"):format(server_port(),
      client_address(), random(7000000))
  end,
  function()
    return ("firewalld[640]: accepted %s/udp from %s, %d bytes"):format(server_port(),
      client_address(), random(7000000))
  end,
  function()
    return ("scan[812]: Discovered open port %s/tcp on %s, closed are %s/tcp and %s/udp"):format(
      server_port(), server_address(), server_port(), server_port())
  end,
  function()
    return ("sshd[2210]: Accepted publickey for backup from %s port %d ssh2"):format(
      client_address(), dynamic_port())
  end,
  function()
    return ("proxy[97]: %s:%d -> %s:%d closed after %d ms"):format(client_address(),
      dynamic_port(), server_address(), dynamic_port(), random(90000))
  end,
  function()
    return ("kernel: IN=eth0 OUT=eth1 SRC=%s DST=%s LEN=%d TTL=63 PROTO=UDP SPT=%d DPT=%d LEN=%d")
      :format(client_address(), server_address(), random(1400), dynamic_port(), dynamic_port(),
        random(1400))
  end,
}

local function log_line(number)
  return ("May 11 %s gw %s"):format(time_of(number), LOG_LINES[random(#LOG_LINES)]())
end

-- Writes a file with this first line, or none, and `count` other lines.
local function write_lines(name, first, count, line_of)
  random = keys.generator(20260511)
  local path = command.folder .. "/" .. name
  local file = assert(io.open(path, "wb"))
  file:write(first or "")
  local lines = {}
  for number = 1, count do
    lines[#lines + 1] = line_of(number)
    if #lines == 1000 or number == count then
      file:write(table.concat(lines, "\n"), "\n")
      lines = {}
    end
  end
  assert(file:close())
  return path
end

-- Each returns the path of the file.

function flow_files.write_plain(rows)
  return write_lines("flows.csv", flow_files.COLUMNS .. "\n", rows, flow)
end

-- The same rows in quotes.
function flow_files.write_quoted(rows)
  local header = ('"%s"\n'):format(flow_files.COLUMNS:gsub(",", '","'))
  return write_lines("quoted.csv", header, rows, quoted_flow)
end

function flow_files.write_log(lines)
  return write_lines("log.txt", nil, lines, log_line)
end

local function each_name(add)
  for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
    for port = 0, 65535 do
      local name = ianaports.service_name(port, protocol)
      if name then
        add(name, port, protocol)
      end
    end
  end
end

-- Lines of name, port and protocol.
function flow_files.write_services()
  local lines = {}
  each_name(function(name, port, protocol)
    lines[#lines + 1] = ("%s %d %s\n"):format(name, port, protocol)
  end)
  return command.write_file("services.txt", table.concat(lines))
end

-- The same as a CSV that can be joined with flows: protocols as they write them.
function flow_files.write_names()
  local numbers, lines = { tcp = 6, udp = 17, dccp = 33, sctp = 132 }, {}
  each_name(function(name, port, protocol)
    for _, spelling in ipairs { protocol, protocol:upper(), numbers[protocol] } do
      lines[#lines + 1] = ("%d,%s,%s\n"):format(port, spelling, name)
    end
  end)
  return command.write_file("names.csv", "dst_port,proto,service\n" .. table.concat(lines))
end

return flow_files
