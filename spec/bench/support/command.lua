-- Other programs: running them, and what their processes cost.

local command = {}

command.folder = "build/bench"
command.lua = os.getenv "LUA" or "lua5.4"
command.lua_version = os.getenv "LUA_VERSION" or "5.4"
command.programs = command.folder .. "/" .. command.lua_version -- floor.so, empty.so

function command.quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- What a shell command prints; an error where it fails.
function command.output(line)
  local pipe = assert(io.popen(line .. '; echo "status $?"'))
  local output, status = pipe:read("*a"):match "^(.*)status (%d+)\n$"
  pipe:close()
  assert(status == "0", "failed: " .. line)
  return output
end

function command.run(line)
  command.output(line .. " >&2")
end

function command.exists(name)
  return os.execute("command -v " .. name .. " >/dev/null 2>&1") == true
end

function command.write_file(name, text)
  local path = command.folder .. "/" .. name
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
  return path
end

-- Debian's own Python where there is one: before it in the path may stand a script that only
-- looks for another.
function command.python3()
  local file = io.open "/usr/bin/python3"
  return file and file:close() and "/usr/bin/python3" or "python3"
end

function command.size_of(path)
  local file = assert(io.open(path, "rb"))
  local size = file:seek "end"
  file:close()
  return size
end

-- Milliseconds from start to end of each command, by the clock: for each a list of medians,
-- one a round, of `runs` runs. hyperfine starts them without a shell, one after the other, in
-- an environment with these assignments.
function command.start_times(rounds, runs, lines, environment)
  local times, quoted = {}, {}
  for index, line in ipairs(lines) do
    times[index], quoted[index] = {}, command.quote(line)
  end
  local results = command.folder .. "/hyperfine.csv"
  local hyperfine = ("%s hyperfine -N --style none --warmup 1 --runs %d --export-csv %s %s 2>%s")
    :format(environment or "", runs, results, table.concat(quoted, " "),
      command.folder .. "/hyperfine.log")
  for round = 1, rounds do
    command.output(hyperfine)
    local index = 0
    for result in io.lines(results) do
      local median = result:match ",([%d.]+),[%d.]+,[%d.]+,[%d.]+,[%d.]+$"
      if median then
        index = index + 1
        times[index][round] = median * 1000
      end
    end
    assert(index == #lines, "hyperfine gave something else: " .. results)
  end
  return times
end

return command
