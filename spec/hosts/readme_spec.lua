-- README's table of programs that embed Lua: each line in it does what is said.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local pcap = require "spec.support.pcap"

-- How to try each line: the Lua to build for, what to run around the line, "LINE",
-- and what the output then holds.
local trials = {
  Nmap = {
    needs = "nmap",
    version = "5.3",
    script = listeners.start { "127.0.0.1:8080/tcp" } .. "LINE",
    expected = "service_name: http%-alt",
  },
  tshark = {
    needs = "tshark",
    version = "5.2",
    script = "LINE",
    expected = "https",
  },
  HAProxy = {
    needs = "haproxy",
    version = "5.3",
    script = [[
      LINE >/dev/null &
      curl --silent --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/
      kill $!
    ]],
    expected = "http%-alt\n",
  },
  Neovim = { needs = "nvim", version = "jit", script = "LINE", expected = "https" },
  LuaRocks = {
    needs = "luarocks",
    version = "5.4",
    script = [[
      LINE >/dev/null
      cd build/rocks
      LUA_CPATH="$PWD/lib/lua/5.4/?.so" lua5.4 -e 'print(require("ianaports").service_name(443))'
    ]],
    expected = "https\n",
  },
}

-- Its rows, as { program =, line = }.
local function read_table()
  local rows = {}
  local body = files.read("README.md"):match "\n| program | its Lua | line |\n[^\n]+\n(.-)\n\n"
  for program, line in body:gmatch "| %[?(%w+)[^|]* | [^|]+ | `([^`\n]+)` |" do
    rows[#rows + 1] = { program = program, line = line }
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

  for _, row in ipairs(rows) do
    local trial = trials[row.program]
    if not hosts.has(trial.needs) then
      pending(trial.needs .. " is not installed: .ci/setup hosts")
    else
      it("makes " .. row.program .. " work", function()
        hosts.build(trial.version)
        local line = row.line:gsub("capture%.pcap", capture)
        local output, succeeded = hosts.run_isolated((trial.script:gsub("LINE", function()
          return line
        end)))
        assert.matches(trial.expected, output)
        assert.is_true(succeeded, output)
      end)
    end
  end
end)
