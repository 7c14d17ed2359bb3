-- Fails if the specs reach less than 95 % of the branches of src/, if they miss a line that
-- .ci/unreached.lua does not name, or if that list names a line that is reached or gone.
--
-- usage: lua5.4 .ci/check-coverage.lua TRACEFILE    (as lcov writes it)

local LEAST_BRANCHES = 0.95

local unreached = dofile ".ci/unreached.lua"

local complaints = 0

local function complain(...)
  io.stderr:write(string.format(...), "\n")
  complaints = complaints + 1
end

-- Whether .ci/unreached.lua lists the line, by its text and, if that is ambiguous, the line before.
-- Line numbers would change too often.
local function is_listed(file, text, before)
  for _, entry in ipairs(unreached) do
    if entry[1] == file and entry[2] == text and (entry.after or before) == before then
      entry.met = true
      return true
    end
  end
  return false
end

local lines, reached_lines, branches, reached_branches = 0, 0, 0, 0
local seen, file = {}, nil
local source -- its lines, without blanks at their ends

local readers = {
  SF = function(path)
    file = path:match "/src/(.*)$"
    source = {}
    for line in io.lines("src/" .. file) do
      source[#source + 1] = line:match "^%s*(.-)%s*$"
    end
    seen[file] = true
  end,
  DA = function(value)
    local number, count = value:match "^(%d+),(%d+)"
    local text, before = source[tonumber(number)], source[number - 1]
    lines = lines + 1
    if count ~= "0" then
      reached_lines = reached_lines + 1
    elseif not is_listed(file, text, before) then
      complain("src/%s:%s: not reached: %s", file, number, text)
    end
  end,
  BRDA = function(value)
    branches = branches + 1
    reached_branches = reached_branches + (value:find ",[0-]$" and 0 or 1)
  end,
}

for line in io.lines(arg[1]) do
  local key, value = line:match "^(%u+):(.*)$"
  if readers[key] then
    readers[key](value)
  end
end

local sources = io.popen "cd src && ls *.c */*.c"
for name in sources:lines() do
  if not seen[name] then
    complain("src/%s: no figures", name)
  end
end
sources:close()

for _, entry in ipairs(unreached) do
  if not entry.met then
    complain(".ci/unreached.lua: reached, or gone from src/%s: %s", entry[1], entry[2])
  end
end

print(("lines: %d of %d; the others are in .ci/unreached.lua"):format(reached_lines, lines))
print(("branches: %d of %d (%.1f %%)"):format(reached_branches, branches,
  100 * reached_branches / branches))
if reached_branches <= LEAST_BRANCHES * branches then
  complain("more than %d %% of the branches are to be reached", 100 * LEAST_BRANCHES)
end
os.exit(complaints == 0)
