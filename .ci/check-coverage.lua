-- Prints the lines of src/ that the specs do not reach, in the form of .ci/unreached.txt. Fails if
-- the specs reach less than 95 % of the branches.
--
-- usage: lua5.4 .ci/check-coverage.lua TRACEFILE    (as lcov writes it)

local LEAST_BRANCHES = 0.95

local unreached, measured = {}, {}
local branches, reached_branches = 0, 0
local file, source -- its lines, without blanks at their ends

local readers = {
  SF = function(path)
    file, source = path:match "/src/(.*)$", { [0] = "" }
    for line in io.lines("src/" .. file) do
      source[#source + 1] = line:match "^%s*(.-)%s*$"
    end
    measured[file] = true
  end,
  DA = function(value)
    local number, count = value:match "^(%d+),(%d+)"
    if count == "0" then
      unreached[#unreached + 1] = ("%s: %s %s"):format(file, source[number - 1],
        source[tonumber(number)])
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

for name in io.popen("cd src && ls *.c */*.c"):lines() do
  if not measured[name] then
    unreached[#unreached + 1] = name .. ": no figures"
  end
end

table.sort(unreached)
print(table.concat(unreached, "\n"))

io.stderr:write(("branches: %d of %d, %.1f %%; at least %d %% are wanted\n"):format(
  reached_branches, branches, 100 * reached_branches / branches, 100 * LEAST_BRANCHES))
os.exit(reached_branches >= LEAST_BRANCHES * branches)
