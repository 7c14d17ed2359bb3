-- ianaports itself, asked for the service name. usage: as getservbyport.c

local function peak_memory()
  for line in io.lines "/proc/self/status" do
    local peak = line:match "^VmHWM:%s+(%d+)"
    if peak then
      return peak
    end
  end
end

local ianaports = require "ianaports"

if arg[1] == "first" then
  print("answer", ianaports.service_name(443, "tcp"), peak_memory())
  return
end

local questions = {}
for line in io.lines(arg[2]) do
  local port, protocol = line:match "^(%d+) (%a+)$"
  questions[#questions + 1] = { tonumber(port), protocol }
end

local start = os.clock()
for _, question in ipairs(questions) do
  ianaports.service_name(question[1], question[2])
end
print("look-up", (os.clock() - start) / #questions * 1e9)

for entry in ianaports.entries() do
  print("row", entry.port_number or "-", entry.transport_protocol or "-",
    entry.service_name or "-")
end
