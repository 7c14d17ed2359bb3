-- Fails if an #include in src/ or a require in lua/ianaports points up or sideways, or if files
-- include or require each other in a circle.
--
-- usage: lua5.4 .ci/check-layers.lua [FOLDER]    (of a checkout; the default is this one)

local ROOT = arg[1] or "."

-- What a folder of src/ may include beside its own; "" is what lies beside the folders.
local C_LAYERS = {
  base = {},
  registry = { "base" },
  read = { "base", "registry" },
  flow = { "base", "registry", "read" },
  lua = { "base", "registry", "read", "flow", "" },
  ffi = { "base", "registry", "read", "flow", "" },
  [""] = { "base", "registry", "read", "flow" },
}

-- What the layers below the public submodules may require beside themselves.
local LUA_LAYERS = { base = {}, format = { "base" } }

local complaints = {}

local function complain(...)
  complaints[#complaints + 1] = string.format(...)
end

local function holds(list, item)
  for _, each in ipairs(list or {}) do
    if each == item then
      return true
    end
  end
  return false
end

-- Calls found(path, line_number, name) with what the pattern captures in the lines of files.
local function each_match(files, pattern, found)
  local paths = io.popen(("cd '%s' && find %s | sort"):format(ROOT, files))
  for path in paths:lines() do
    local number = 0
    for line in io.lines(ROOT .. "/" .. path) do
      number = number + 1
      local name = line:match(pattern)
      if name then
        found(path, number, name)
      end
    end
  end
  paths:close()
end

-- uses[node] is a list of nodes; uses[1], uses[2] and so on are the nodes.
local function note(uses, node, other)
  if not uses[node] then
    uses[node], uses[#uses + 1] = {}, node
  end
  table.insert(uses[node], other ~= node and other or nil)
end

local function find_circles(uses)
  local state = {}
  local function visit(node, trail)
    trail = trail .. " -> " .. node
    if state[node] == "open" then
      local first = trail:find(" -> " .. node .. " -> ", 1, true)
      complain("a circle:%s", trail:sub(first + 3))
    elseif uses[node] and not state[node] then
      state[node] = "open"
      for _, other in ipairs(uses[node]) do
        visit(other, trail)
      end
      state[node] = "done"
    end
  end
  for _, node in ipairs(uses) do
    visit(node, "")
  end
end

-- A C file and its header are one node.
local function check_c()
  local uses = {}
  each_match("src/ -name '*.[ch]'", '^#include "(.-)"', function(path, line, name)
    local node = path:match "^src/(.*)%.[ch]$"
    local folder, other = node:match "^(%w+)/" or "", name:match "^(%w+)/" or ""
    if other ~= folder and not holds(C_LAYERS[folder], other) then
      complain('%s:%d: "%s" is not below this folder', path, line, name)
    end
    note(uses, node, name:match "^(.*)%.h$")
  end)
  find_circles(uses)
  for _, header in ipairs { "lua%.h", "lualib%.h", "lauxlib%.h" } do
    each_match("src/ -name '*.[ch]' ! -path 'src/lua/*'", "^#include <(" .. header .. ")>",
      function(path, line, name)
        complain("%s:%d: only src/lua includes <%s>", path, line, name)
      end)
  end
end

-- Whether the module may require the other, both without "ianaports.". The folder page belongs to
-- html, each other one to what is named as it is.
local function may_require(module, other)
  local owner = module:match("^[^.]+"):gsub("^page$", "html")
  local other_owner = other:match("^[^.]+"):gsub("^page$", "html")
  if owner == other_owner then
    return true
  elseif LUA_LAYERS[owner] then
    return holds(LUA_LAYERS[owner], other_owner)
  end
  return LUA_LAYERS[other_owner] ~= nil or other == other_owner and other ~= "cli"
end

-- What is no file is part of the module in C; a name that ends in a point is made at run time.
local function check_lua()
  local uses, exists = {}, {}
  each_match("lua/ianaports/ -name '*.lua'", "^", function(path)
    exists[path:match("^lua/ianaports/(.*)%.lua$"):gsub("/", ".")] = true
  end)
  each_match("lua/ianaports/ -name '*.lua'", '^[^-]*require[ (]+"ianaports%.([%w_.]+)"',
    function(path, line, other)
      local module = path:match("^lua/ianaports/(.*)%.lua$"):gsub("/", ".")
      if (exists[other] or other:find "%.$") and not may_require(module, other) then
        complain("%s:%d: may not require ianaports.%s", path, line, other)
      end
      note(uses, module, other)
    end)
  find_circles(uses)
end

check_c()
check_lua()
for _, complaint in ipairs(complaints) do
  io.stderr:write(complaint, "\n")
end
os.exit(#complaints == 0 and 0 or 1)
