-- Fails where the reference lacks a public function of the module or of a submodule, or
-- what it gives, or an example.
--
-- usage: lua5.4 .ci/check-doc.lua FOLDER

local folder = arg[1]

-- What only other submodules use.
local internal = { argument = true, fields = true, terminal = true, text = true }

-- What cannot be loaded here, as it needs LuaJIT.
local known = { ["ianaports.ffi"] = { "find", "port_number", "service_name" } }

local faults, functions = 0, 0

local function complain(...)
  io.stderr:write(table.concat { ... }, "\n")
  faults = faults + 1
end

local function read(path)
  local file = io.open(path)
  local text = file and file:read "a"
  return text, file and file:close()
end

-- The part of the page that describes a function: from its anchor to the next.
local function description(html, name)
  local start = html:find('<a name = "' .. name .. '"></a>', 1, true)
  if start then
    local stop = html:find("<a name", start + 1, true) or #html
    return html:sub(start, stop)
  end
end

local function functions_of(module)
  local names = {}
  for name, value in pairs(require(module)) do
    names[#names + 1] = type(value) == "function" and name or nil
  end
  return names
end

local function check(module)
  local page = ("%s/%s.html"):format(folder, module)
  local html = read(page)
  if not html then
    complain(module, ": no page ", page)
    return
  end
  for _, name in ipairs(known[module] or functions_of(module)) do
    functions = functions + 1
    local text = description(html, name) or ""
    for _, heading in ipairs { "Returns:", "Usage:" } do
      if not text:find(heading, 1, true) then
        complain(page, ": function ", name, " has no '", heading, "'")
      end
    end
  end
end

check "ianaports"
local submodules = io.popen "ls lua/ianaports"
for name in submodules:read("a"):gmatch "([%w_]+)%.lua" do
  if not internal[name] then
    check("ianaports." .. name)
  end
end
submodules:close()

assert(functions > 0, "the module has no function")
os.exit(faults == 0)
