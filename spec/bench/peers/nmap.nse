-- Nmap's datafiles.parse_services, which reads its own nmap-services. Script arguments:
-- mode (first or each) and questions, as getservbyport.c takes them.

local datafiles = require "datafiles"
local stdnse = require "stdnse"

description = "Names services as Nmap's own scripts do, and tells how long that takes."
author = "The ianaports authors"
license = "MIT"
categories = { "safe" }

prerule = function()
  return true
end

local function peak_memory()
  for line in io.lines "/proc/self/status" do
    local peak = line:match "^VmHWM:%s+(%d+)"
    if peak then
      return peak
    end
  end
end

local function ask_each(services, path)
  local questions, answers = {}, {}
  for line in io.lines(path) do
    local port, protocol = line:match "^(%d+) (%a+)$"
    questions[#questions + 1] = { tonumber(port), protocol }
  end
  local start = os.clock()
  for index, question in ipairs(questions) do
    local of_protocol = services[question[2]]
    answers[index] = of_protocol and of_protocol[question[1]]
  end
  print("look-up", (os.clock() - start) / #questions * 1e9)
  for index, question in ipairs(questions) do
    if answers[index] then
      print("row", question[1], question[2], answers[index])
    end
  end
end

action = function()
  local parsed, services = datafiles.parse_services()
  assert(parsed, services)
  if stdnse.get_script_args "mode" == "first" then
    print("answer", services.tcp[443], peak_memory())
  else
    ask_each(services, stdnse.get_script_args "questions")
  end
end
