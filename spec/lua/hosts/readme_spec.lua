-- README's table of programs that embed Lua: each line in it does what is said.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"

-- How to try the line of a program: what to run around the line, "LINE", and what the output then
-- holds. A program that comes with one Lua or another has a line for each.
local trials = {
  Nmap = {
    programs = { "nmap", "perl" },
    script = listeners.start { "127.0.0.1:8080/tcp" } .. "LINE",
    expected = "service_name: http%-alt",
  },
  tshark = {
    programs = { "tshark" },
    -- It reads a file. A namespace, which makes it root, would keep it from its Lua.
    in_the_open = true,
    script = "LINE",
    expected = "https",
  },
  HAProxy = {
    programs = { "haproxy", "curl" },
    script = [[
      LINE >/dev/null &
      curl --silent --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/
      kill $!
    ]],
    expected = "http%-alt\n",
  },
  Neovim = { programs = { "nvim" }, lua = "jit", script = "LINE", expected = "https" },
  LuaRocks = {
    programs = { "luarocks" },
    lua = "5.4",
    script = [[
      LINE >/dev/null
      cd build/rocks
      LUA_CPATH="$PWD/lib/lua/5.4/?.so" lua5.4 -e 'print(require("ianaports").service_name(443))'
    ]],
    expected = "https\n",
  },
}

-- Its rows, as { program =, lua =, line = }.
local function read_table()
  local rows = {}
  local body = files.read("README.md"):match "\n| program | its Lua | line |\n[^\n]+\n(.-)\n\n"
  for program, lua, line in body:gmatch "| %[?(%w+)[^|]* | ([^|]+) | `([^`\n]+)` |" do
    rows[#rows + 1] = { program = program, lua = lua, line = line }
  end
  return rows, select(2, body:gsub("[^\n]+", ""))
end

describe("README's table of programs #hosts", function()
  local rows, lines = read_table()
  local capture = os.tmpname()

  setup(function()
    pcap.write(capture, { pcap.ethernet(pcap.ipv4(pcap.tcp(50000, 443))) })
  end)

  teardown(function()
    os.remove(capture)
  end)

  it("has a trial for each line, and a line for each trial", function()
    local programs = {}
    for _, row in ipairs(rows) do
      assert.is_table(trials[row.program], row.program)
      programs[row.program] = true
    end
    for program in pairs(trials) do
      assert.is_true(programs[program], program)
    end
    assert.equal(lines, #rows)
  end)

  -- The line for the program that is installed, and the Lua that the module is built for.
  local function line_of(program)
    local lua = trials[program].lua or hosts.lua_of(trials[program].programs[1])
    local found = {}
    for _, row in ipairs(rows) do
      if row.program == program and (trials[program].lua or row.lua == lua) then
        found[#found + 1] = row.line
      end
    end
    assert.equal(1, #found, ("lines for %s with Lua %s"):format(program, lua))
    return (found[1]:gsub("capture%.pcap", capture)), lua
  end

  for program, trial in pairs(trials) do
    local missing = hosts.missing {
      programs = trial.programs,
      lua = { trial.lua or hosts.lua_of(trial.programs[1]) },
      isolation = not trial.in_the_open,
    } or program == "tshark" and hosts.without_lua_in_tshark()
    if missing then
      pending(missing)
    else
      it("makes " .. program .. " work", function()
        local line, lua = line_of(program)
        hosts.build(lua)
        local run = trial.in_the_open and shell.run or hosts.run_isolated
        local output, succeeded = run((trial.script:gsub("LINE", function()
          return line
        end)))
        assert.matches(trial.expected, output)
        assert.is_true(succeeded, output)
      end)
    end
  end
end)
