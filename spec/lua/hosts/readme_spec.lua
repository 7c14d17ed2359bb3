-- lua/hosts/README.md: its commands run as they stand, and print what it shows.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"

-- How to try each section of the page: the programs that it needs; the Lua that the module is
-- built for, if the program does not name its own; and a function that makes a script of the
-- section's commands.
local trials = {
  Nmap = {
    programs = { "nmap", "perl" },
    script = function(commands)
      return listeners.start { "127.0.0.1:8080/tcp" } .. commands
    end,
  },
  ["Wireshark and tshark"] = {
    programs = { "tshark" },
    -- It reads a file. A namespace, which makes it root, would keep it from its Lua.
    in_the_open = true,
    script = function(commands, capture)
      return (commands:gsub("capture%.pcap", capture))
    end,
  },
  HAProxy = {
    programs = { "haproxy", "curl" },
    script = function(commands)
      return commands:gsub("\nIANAPORTS_CPATH=[^\n]+", "%0 >/dev/null &")
        :gsub("\ncurl", "%0 --retry 20 --retry-connrefused --retry-delay 1") .. "kill $!\n"
    end,
  },
  Suricata = {
    programs = { "suricata" },
    in_the_open = true,
    script = function(commands, capture)
      return "rm -f build/ianaports.json\n" .. commands:gsub("capture%.pcap", capture)
    end,
  },
  Neovim = { programs = { "nvim" }, lua = "jit" },
  LuaRocks = { programs = { "luarocks" }, lua = "5.4" },
}

local function blocks(section, language)
  local found = {}
  for block in section:gmatch("\n```" .. language .. "\n(.-)```") do
    found[#found + 1] = block
  end
  return found
end

-- The sections that hold commands, by title.
local function read_sections()
  local sections = {}
  local marked = files.read("lua/hosts/README.md"):gsub("\n## ", "\n\1")
  for title, section in marked:gmatch "\1([^\n]+)([^\1]+)" do
    if #blocks(section, "sh") > 0 then
      sections[title] = section
    end
  end
  return sections
end

-- The commands of a section, without the blocks that build the module for another Lua.
local function commands_for(section, lua)
  local chosen, of_a_lua, of_this_lua = {}, 0, 0
  for _, block in ipairs(blocks(section, "sh")) do
    local version = block:match "LUA_VERSION=(%S+)"
    of_a_lua = of_a_lua + (version and 1 or 0)
    if not version or version == lua then
      of_this_lua = of_this_lua + (version and 1 or 0)
      chosen[#chosen + 1] = block
    end
  end
  assert.is_true(of_a_lua == 0 or of_this_lua == 1, "blocks for Lua " .. lua)
  return table.concat(chosen)
end

local function without_trailing_blanks(text)
  return (text:gsub(" +\n", "\n"))
end

describe("lua/hosts/README.md #hosts", function()
  local sections = read_sections()
  local capture = os.tmpname()

  setup(function()
    pcap.write(capture, { pcap.ethernet(pcap.ipv4(pcap.tcp(50000, 443))) })
  end)

  teardown(function()
    os.remove(capture)
  end)

  it("has a trial for each section, and a section for each trial", function()
    for title in pairs(sections) do
      assert.is_table(trials[title], title)
    end
    for title in pairs(trials) do
      assert.is_string(sections[title], title)
    end
  end)

  for title, trial in pairs(trials) do
    local lua = trial.lua or hosts.lua_of(trial.programs[1])
    local missing = hosts.missing {
      programs = trial.programs,
      lua = { lua },
      isolation = not trial.in_the_open,
    } or trial.programs[1] == "tshark" and hosts.without_lua_in_tshark()
    if missing then
      pending(missing)
    else
      it("has right commands and output for " .. title, function()
        local commands = commands_for(sections[title], lua)
        local script = trial.script and trial.script(commands, capture) or commands
        hosts.build(lua)
        local run = trial.in_the_open and shell.run or hosts.run_isolated
        local output, succeeded = run((script:gsub("\n$", "")))
        assert.is_true(succeeded, output)
        local shown = blocks(sections[title], "text")
        assert.is_true(#shown > 0)
        for _, block in ipairs(shown) do
          local lines = "\n" .. without_trailing_blanks(output .. "\n")
          assert.is_truthy(lines:find("\n" .. block, 1, true), output)
        end
      end)
    end
  end
end)
