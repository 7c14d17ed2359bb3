-- Fails if an #include in src/ or a require in lua/ianaports points up or sideways, or if files
-- include or require each other in a circle.
--
-- usage: lua5.4 .ci/check-layers.lua [FOLDER]    (of a checkout; the default is this one)

local ROOT = arg[1] or "."

-- Layers by height: a file may use its own layer and lower ones. "" is what lies beside folders.
local C_LAYERS = {
  system = 1, base = 1, registry = 2, read = 3, flow = 4, [""] = 5, lua = 6, ffi = 6,
}
local LUA_LAYERS = { base = 1, format = 2 }
local IN_C = { flow = true, system = true }
local PUBLIC = 3 -- the public submodules and what belongs to them

local LUA_HEADERS = { ["lua.h"] = true, ["lualib.h"] = true, ["lauxlib.h"] = true }

local complaints = {}

local function complain(...)
  complaints[#complaints + 1] = string.format(...)
end

-- Calls found(path, line_number, ...) with what the pattern captures in the lines of files.
local function each_match(files, pattern, found)
  local lines = io.popen(("cd '%s' && grep -rn '' --include=%s | sort -st: -k1,1")
    :format(ROOT, files))
  for line in lines:lines() do
    local path, number, text = line:match "^(.-):(%d+):(.*)$"
    if text:find(pattern) then
      found(path, number, text:match(pattern))
    end
  end
  lines:close()
end

-- nodes is a list of files that use others, and uses[node] is the list of these. A C file and its
-- header are one node.
local nodes, uses = {}, {}

local function note(node, other)
  if not uses[node] then
    uses[node], nodes[#nodes + 1] = {}, node
  end
  table.insert(uses[node], other ~= node and other or nil)
end

local function check_c()
  each_match("'*.[ch]' src", '^#include (["<])(.-)[">]', function(path, line, kind, header)
    local node = path:match "^src/(.*)%.[ch]$"
    local folder = node:match "^(%w+)/" or ""
    if kind == '"' then
      local other = header:match "^(%w+)/" or ""
      if other ~= folder and (C_LAYERS[other] or math.huge) >= (C_LAYERS[folder] or 0) then
        complain('%s:%s: "%s" is not below this folder', path, line, header)
      end
      note(node, header:match "^(.*)%.h$")
    elseif LUA_HEADERS[header] and folder ~= "lua" then
      complain("%s:%s: only src/lua includes <%s>", path, line, header)
    end
  end)
end

-- Whether the module may require the other, both without "ianaports.". The folder page belongs to
-- html, and each other folder to the submodule with its name. Every file may require flow and
-- system, which are written in C.
local function may_require(module, other)
  local owner = module:match("^[^.]+"):gsub("^page$", "html")
  local other_owner = other:match("^[^.]+"):gsub("^page$", "html")
  local layer, other_layer = LUA_LAYERS[owner] or PUBLIC, LUA_LAYERS[other_owner] or PUBLIC
  return owner == other_owner or other_layer < layer or IN_C[other]
    or layer == PUBLIC and other == other_owner and other ~= "cli"
end

local function check_lua()
  each_match("'*.lua' lua/ianaports", '^[^-]*require[ (]+"ianaports%.([%w_.]+)"',
    function(path, line, other)
      local module = path:match("^lua/ianaports/(.*)%.lua$"):gsub("/", ".")
      if not may_require(module, other) then
        complain("%s:%s: may not require ianaports.%s", path, line, other)
      end
      note(module, other)
    end)
end

local visited = {}

-- The trail is "NODE -> NODE -> " from the first node to the one that uses this node.
local function find_circles(node, trail)
  local first = trail:find(" " .. node .. " -> ", 1, true)
  if first then
    complain("a circle:%s%s", trail:sub(first), node)
  elseif not visited[node] then
    for _, other in ipairs(uses[node] or {}) do
      find_circles(other, trail .. node .. " -> ")
    end
    visited[node] = true
  end
end

check_c()
check_lua()
for _, node in ipairs(nodes) do
  find_circles(node, " ")
end
if #complaints > 0 then
  io.stderr:write(table.concat(complaints, "\n"), "\n")
  os.exit(1)
end
