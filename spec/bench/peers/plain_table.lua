-- A table that a script in plain Lua builds from the CSV. usage: as getservbyport.c

local function peak_memory()
  for line in io.lines "/proc/self/status" do
    local peak = line:match "^VmHWM:%s+(%d+)"
    if peak then
      return peak
    end
  end
end

local services = { tcp = {}, udp = {}, sctp = {}, dccp = {} }
for line in io.lines "data/service-names-port-numbers.csv" do
  local name, port, protocol = line:match "^([^,]*),(%d+),(%a+),"
  if services[protocol] then
    services[protocol][tonumber(port)] = name
  end
end

if arg[1] == "first" then
  print("answer", services.tcp[443], peak_memory())
  return
end

local questions, answers = {}, {}
for line in io.lines(arg[2]) do
  local port, protocol = line:match "^(%d+) (%a+)$"
  questions[#questions + 1] = { tonumber(port), protocol }
end

local start = os.clock()
for index, question in ipairs(questions) do
  answers[index] = services[question[2]][question[1]]
end
print("look-up", (os.clock() - start) / #questions * 1e9)

for index, question in ipairs(questions) do
  local name = answers[index]
  if name then
    print("row", question[1], question[2], name ~= "" and name or "-")
  end
end
