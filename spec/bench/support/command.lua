-- Runs other programs and measures their processes.

local command = {}

command.folder = "build/bench"
command.lua = os.getenv "LUA" or "lua5.4"
command.lua_version = os.getenv "LUA_VERSION" or "5.4"
command.programs = command.folder .. "/" .. command.lua_version -- floor.so, empty.so

function command.quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- Returns what a shell command prints; raises an error if the command fails.
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

-- Debian's own Python if there is one: the path may have a script before it that only looks for
-- another Python.
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

-- Runs the commands without a shell: all of them once, then all again, so that spells in which the
-- machine is slow fall on each. Returns the milliseconds of each: a table of two lists, one figure
-- a round, by the `clock` and of the `processor`, user and system. `options` may have an
-- `environment`, assignments for a shell, and the path of the `output`, a file that each run writes
-- anew. It is removed before a run starts, so that no run has to free it.
function command.measure(rounds, lines, options)
  local times, quoted = {}, {}
  for index, line in ipairs(lines) do
    times[index], quoted[index] = { clock = {}, processor = {} }, command.quote(line)
  end
  local results, output = command.folder .. "/hyperfine.csv", options.output
  command.output(("%s hyperfine -N --style none --runs 1 %s --export-csv %s %s 2>%s"):format(
    options.environment or "",
    output and ("--prepare 'rm -f %s' --output ./%s"):format(output, output) or "",
    results, (table.concat(quoted, " ") .. " "):rep(rounds), command.folder .. "/hyperfine.log"))
  local run = 0
  for result in io.lines(results) do
    local clock, user, system = result:match ",([%d.]+),([%d.]+),([%d.]+),[%d.]+,[%d.]+$"
    if clock then
      local lists = times[run % #lines + 1]
      table.insert(lists.clock, clock * 1000)
      table.insert(lists.processor, (user + system) * 1000)
      run = run + 1
    end
  end
  assert(run == rounds * #lines, "hyperfine wrote something else: " .. results)
  return times
end

return command
