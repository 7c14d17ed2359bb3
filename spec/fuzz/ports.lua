-- Reads lists of ports in the form of nmap -p.

local ianaports = require "ianaports"
local ports = require "ianaports.ports"
local plain = require("ianaports.ports.word").plain

local registry = ianaports.parse(table.concat({
  "http 80/tcp www # Web",
  "http 80/udp",
  "ab 10-20/sctp a-b",
  "cl/1 5000/tcp",
  "x* 6000-6063/dccp",
  "far 65535/tcp",
}, "\n"), "services")

local PROTOCOLS = { tcp = true, udp = true, sctp = true, dccp = true }
local KINDS = { port = true, range = true, name = true, pattern = true }

local function is_port(number)
  return number % 1 == 0 and 0 <= number and number <= 65535
end

local function check_run(run)
  assert(is_port(run.first) and is_port(run.last) and run.first <= run.last)
  assert(run.protocol == nil or PROTOCOLS[run.protocol])
end

local function check_element(element, text)
  assert(KINDS[element.kind] and 1 <= element.position and element.position <= #text)
  if element.first then
    check_run(element)
  else
    assert(element.name ~= "")
    assert(plain(text):find(element.name, element.position, true) == element.position)
  end
end

local function check_error(text, message, position)
  assert(position % 1 == 0 and 1 <= position and position <= #text + 1)
  assert(message:find(("character %d: "):format(position), 1, true) == 1)
end

-- The port ranges as a list again.
local function write(port_ranges)
  local words = {}
  for index, port_range in ipairs(port_ranges) do
    local suffix = port_range.protocol and "/" .. port_range.protocol or ""
    words[index] = ("%d-%d%s"):format(port_range.first, port_range.last, suffix)
  end
  return table.concat(words, ",")
end

return function(text)
  local elements, message, position = ports.elements(text)
  local runs, run_message, run_position = ports.parse(text, registry)
  if not elements then
    check_error(text, message, position)
    assert(not runs and run_message == message and run_position == position)
    return
  end
  for _, element in ipairs(elements) do
    check_element(element, text)
  end
  if not runs then
    check_error(text, run_message, run_position)
    assert(run_message:find("no service with a port", 1, true))
    return
  end
  for _, run in ipairs(runs) do
    check_run(run)
  end
  if runs[1] then
    local written = write(runs)
    assert(write(assert(ports.parse(written, registry))) == written)
  end
end
