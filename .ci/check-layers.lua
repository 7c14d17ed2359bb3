-- Fails if an #include in src/ or a require in lua/ianaports points up or sideways, or if files
-- include or require each other in a circle.
--
-- usage: lua5.4 .ci/check-layers.lua [FOLDER]    (of a checkout; the default is this one)

local ROOT = arg[1] or "."

-- Layers by height: a file may use its own layer and lower ones. "" is what lies beside folders.
local C_LAYERS = { base = 1, registry = 2, read = 3, flow = 4, [""] = 5, lua = 6, ffi = 6 }
local LUA_LAYERS = { base = 1, format = 2 }
local PUBLIC = 3 -- the public submodules and what belongs to them

local LUA_HEADERS = { ["lua.h"] = true, ["lualib.h"] = true, ["lauxlib.h"] = true }

local complaints = {}

local function complain(...)
  complaints[#complaints + 1] = string.format(...)
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
  each_match("src/ -name '*.[ch]'", '^#include (["<].-)[">]', function(path, line, name)
    local node = path:match "^src/(.*)%.[ch]$"
    local folder = node:match "^(%w+)/" or ""
    local kind, header = name:match "^(.)(.*)$"
    if kind == '"' then
      local other = header:match "^(%w+)/" or ""
      if other ~= folder and (C_LAYERS[other] or math.huge) >= (C_LAYERS[folder] or 0) then
        complain('%s:%d: "%s" is not below this folder', path, line, header)
      end
      note(uses, node, header:match "^(.*)%.h$")
    elseif LUA_HEADERS[header] and folder ~= "lua" then
      complain("%s:%d: only src/lua includes <%s>", path, line, header)
    end
  end)
  find_circles(uses)
end

-- Whether the module may require the other, both without "ianaports.". The folder page belongs to
-- html, and each other folder to the submodule with its name.
local function may_require(module, other)
  local owner = module:match("^[^.]+"):gsub("^page$", "html")
  local other_owner = other:match("^[^.]+"):gsub("^page$", "html")
  local layer, other_layer = LUA_LAYERS[owner] or PUBLIC, LUA_LAYERS[other_owner] or PUBLIC
  return owner == other_owner or other_layer < layer
    or layer == PUBLIC and other == other_owner and other ~= "cli"
end

-- A name without a file is part of the module in C; one that ends in a dot is made at run time.
local function is_checked(name)
  local file = io.open(("%s/lua/ianaports/%s.lua"):format(ROOT, (name:gsub("%.", "/"))))
  return name:find "%.$" or file and file:close()
end

local function check_lua()
  local uses = {}
  each_match("lua/ianaports/ -name '*.lua'", '^[^-]*require[ (]+"ianaports%.([%w_.]+)"',
    function(path, line, other)
      local module = path:match("^lua/ianaports/(.*)%.lua$"):gsub("/", ".")
      if is_checked(other) and not may_require(module, other) then
        complain("%s:%d: may not require ianaports.%s", path, line, other)
      end
      note(uses, module, other)
    end)
  find_circles(uses)
end

check_c()
check_lua()
if #complaints > 0 then
  io.stderr:write(table.concat(complaints, "\n"), "\n")
  os.exit(1)
end
