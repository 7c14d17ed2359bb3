-- How the command behaves among other programs: pipes, files, signals, shells, man.

local command = require "spec.support.command"
local errno = require "spec.support.errno"
local facts = require "ianaports.cli.facts"
local parser = require "ianaports.cli.parser"
local shell = require "spec.support.shell"

local COMMANDS = parser.COMMANDS

local in_folder = shell.in_folder

describe("A pipe that is closed #programs", function()
  it("ends the command without a word", function()
    assert.same({ "\t0\ttcp\tReserved\n", "", 0 },
      { command.shell(command.line "list" .. " | head -n 1") })
  end)

  it("does so if the signal is ignored", function()
    assert.same({ "\t0\ttcp\tReserved\n", "", 0 },
      { command.shell("trap '' PIPE; " .. command.line "list" .. " | head -n 1") })
  end)
end)

describe("Output that cannot be written #programs", function()
  it("is reported, and the exit code is 3", function()
    assert.same({ "", "ianaports: standard output: " .. errno.ENOSPC .. "\n", 3 },
      { command.shell(command.line "ssh/tcp" .. " >/dev/full") })
  end)
end)

describe("Help #programs", function()
  it("is there for every command, in 80 columns, on standard output", function()
    for _, name in ipairs(COMMANDS) do
      local output, messages, code = command.run(name .. " --help")
      assert.matches("^Usage: ianaports", output)
      for line in output:gmatch "[^\n]+" do
        assert.is_true(#line <= 80, line)
      end
      assert.same({ "", 0 }, { messages, code })
      assert.same({ output, messages, code }, { command.run(name .. " -h") })
    end
  end)

  it("has every text and every choice, and breaks no word", function()
    for _, name in ipairs(COMMANDS) do
      local definition = parser.definition(name)
      local shown = (command.run(name .. " --help")):gsub("%s+", " ")
      local function assert_shown(text)
        assert.is_truthy(shown:find(text, 1, true), text)
      end
      assert_shown(definition.description)
      for _, argument in ipairs(definition.arguments or {}) do
        assert_shown(" " .. argument.name .. " " .. argument.help)
      end
      for option in parser.each_option(definition) do
        assert_shown(option.names:gsub(" ", ", ") .. (option.value and " " .. option.value or ""))
        assert_shown(option.help)
        for _, choice in ipairs(option.choices or option.known or {}) do
          assert_shown(" " .. choice)
        end
      end
    end
  end)

  it("names the columns, and what holds for all commands, as the manual does", function()
    local help = (command.run "--help"):gsub("%s+", " ")
    local manual = (command.shell(command.line "man" .. " | mandoc -Tutf8 -Owidth=80 | col -bx"))
      :gsub("%s+", " ")
    for _, page in ipairs { help, manual } do
      assert.is_truthy(page:find("name, port, protocol, description, assignee, contact, "
        .. "registered, modified, reference, service_code, unauthorized_use, notes, status, "
        .. "alias_of or source", 1, true))
      for _, items in pairs(facts) do
        for _, item in ipairs(items) do
          assert.is_truthy(page:find(item[1] .. " " .. item[2], 1, true), item[1])
        end
      end
    end
  end)

  it("names every command", function()
    local output, messages, code = command.run "--help"
    for _, name in ipairs(COMMANDS) do
      assert.matches("\n   " .. name .. " +%u", output)
    end
    assert.same({ "", 0 }, { messages, code })
  end)

  it("--version shows module, data and Lua", function()
    local ianaports = require "ianaports"
    local output, messages, code = command.run "--version"
    assert.equal(1, output:find(("%s, bundled registry of %s, Lua"):format(ianaports._VERSION,
      ianaports.info().last_updated), 1, true))
    assert.same({ "", 0 }, { messages, code })
  end)
end)

describe("The manual page #programs", function()
  it("has no line over 80 columns, and no word is hyphenated", function()
    local by_groff = "MANWIDTH=80 LC_ALL=C.UTF-8 man -l -"
    -- From version 1.24 on, groff hyphenates, whatever the page asks for.
    local version = command.shell "groff --version":match "version (%d+%.%d+)"
    local hyphenates = { [by_groff] = tonumber(version) >= 1.24 }
    for _, viewer in ipairs { "mandoc -Tutf8 -Owidth=80", by_groff } do
      local page = command.shell(("%s | %s | LC_ALL=C.UTF-8 col -bx")
        :format(command.line "man", viewer))
      assert.is_truthy(page:find("registration_date", 1, true))
      assert.is_true(hyphenates[viewer] or not page:find "\226\128\144\n") -- U+2010
      for line in page:gmatch "[^\n]+" do
        assert.is_true(#line:gsub("[\128-\191]", "") <= 80, line)
      end
    end
  end)

  -- Which other manuals a machine has says nothing of this one.
  it("has no mistake for mandoc", function()
    local output = command.shell(command.line "man" .. " | mandoc -Tlint -Wstyle 2>&1"
      .. " | grep -v -e 'outdated mandoc.db' -e 'referenced manual not found'")
    assert.equal("", output)
  end)

  it("is shown by man, with every command and option", function()
    in_folder(function(folder)
      command.run("man -o " .. folder .. "/ianaports.1")
      local page, messages, code =
        command.shell(("MANWIDTH=80 man --warnings -l %s/ianaports.1 | col -bx"):format(folder))
      assert.same({ "", 0 }, { messages, code })
      for _, name in ipairs(COMMANDS) do
        assert.matches("\n   ianaports " .. name .. "\n", page)
        for _, group in ipairs(require("ianaports.cli." .. name).options) do
          for _, option in ipairs(group) do
            local long = option.names:match "%-%-%S+":gsub("%-", "%%-")
            assert.matches(long, page)
          end
        end
      end
    end)
  end)
end)

describe("A module that is missing #programs", function()
  it("is reported, with how to get it", function()
    local output, messages, code = command.run("--all 22", "LUA_INIT='package.preload.argparse = "
      .. "function() error(\"none\") end'")
    assert.same({ "", "ianaports: argparse is not installed; on Debian: apt-get install "
      .. "lua-argparse\n", 3 }, { output, messages, code })
  end)

  it("is not missed if there is no option", function()
    local output = command.run("ssh/sctp", "LUA_INIT='package.preload.argparse = "
      .. "function() error(\"none\") end'")
    assert.equal("ssh\t22\tsctp\tSSH\n", output)
  end)
end)
