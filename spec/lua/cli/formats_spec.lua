-- How the command writes what it finds: in a pipe and on a terminal.

local command = require "spec.support.command"

local BOLD, DIM, CYAN, GREEN, RESET = "\27[1m", "\27[2m", "\27[36m", "\27[32m", "\27[0m"

local function with_registry(arguments, run)
  return command.with_registry(function(path)
    return run(arguments .. " --registry " .. path)
  end)
end

local function piped(arguments)
  return (with_registry(arguments, command.run))
end

local function shown(columns, arguments, environment)
  return (with_registry(arguments, function(line)
    return command.on_terminal(columns, line, environment)
  end))
end

describe("Tables #programs", function()
  local EXPECTED = [[
Name     Port       Protocol  Description
web      80         tcp       World Wide Web
web-alt  8080-8083  tcp       An alternate of the web, and a description too long for one line
         8084-8090            Unassigned
]]

  it("are as wide as they get in a pipe", function()
    assert.equal(EXPECTED, piped "--format table web/tcp web-alt 8090")
  end)

  it("are the default on a terminal, without colour if NO_COLOR is set", function()
    assert.equal(EXPECTED, shown(200, "web/tcp web-alt 8090", "NO_COLOR=1"))
  end)

  it("fit the terminal", function()
    assert.equal([[
Name     Port       Protocol  Description
web      80         tcp       World Wide Web
web-alt  8080-8083  tcp       An alternate of the web, and a
                              description too long for one
                              line
         8084-8090            Unassigned
]], shown(60, "web/tcp web-alt 8090", "NO_COLOR=1"))
  end)

  it("fit the width that COLUMNS says, also in a pipe", function()
    local output = command.with_registry(function(path)
      return (command.run("-f table web-alt -r " .. path, "COLUMNS=80"))
    end)
    assert.equal([[
Name     Port       Protocol  Description
web-alt  8080-8083  tcp       An alternate of the web, and a description too
                              long for one line
]], output)
  end)

  local COLORED = BOLD .. "Name" .. RESET .. "  " .. BOLD .. "Port" .. RESET .. "\n"
    .. GREEN .. "sum" .. RESET .. "   " .. CYAN .. "9000" .. RESET .. "\n"

  it("are coloured on a terminal that can, and if --color says so", function()
    assert.equal(COLORED, shown(80, "sum --columns name,port"))
    assert.equal(COLORED, shown(80, "sum --columns name,port --color always", "NO_COLOR=1"))
    assert.equal(COLORED, piped "sum --columns name,port --format table --color always")
    local plain = "Name  Port\nsum   9000\n"
    assert.equal(plain, shown(80, "sum --columns name,port --color never"))
    assert.equal(plain, shown(80, "sum --columns name,port", "TERM=dumb"))
    assert.equal(plain, piped "sum --columns name,port --format table")
    assert.equal(COLORED, shown(80, "sum --columns name,port", "NO_COLOR="))
  end)

  it("show faintly what is no service", function()
    assert.equal(BOLD .. "Description" .. RESET .. "\n" .. DIM .. "Unassigned" .. RESET .. "\n",
      shown(80, "8084 --columns description"))
  end)

  it("show with --all every column, one entry below the other, long texts wrapped", function()
    assert.equal([[
Name         web
Port         80
Protocol     tcp
Description  World Wide Web
Assignee     [Somebody]
Contact      [Somebody]
Registered   2020-01-02
Modified     2024-05-06
Reference    [RFC9110]
Notes        Known TXT keys:
             u=<user>
             p=<password>
Status       assigned

Name         sum
Port         9000
Protocol     sctp
Description  =1+1
Status       assigned
]], shown(29, "--all web/tcp sum", "NO_COLOR=1"))
  end)
end)

describe("Formats for programs #programs", function()
  it("tsv: the default in a pipe, line breaks become spaces", function()
    assert.equal("web\tKnown TXT keys: u=<user> p=<password>\n",
      piped "web/tcp --columns name,notes")
  end)

  it("csv: IANA's own form, which loads again", function()
    local output = command.with_registry(function(path)
      return (command.shell(command.line("web/tcp web-alt -f csv -r " .. path) .. " >" .. path
        .. ".2; " .. command.line("web-alt -r " .. path .. ".2") .. "; cat " .. path .. ".2; rm "
        .. path .. ".2"))
    end)
    assert.equal([[
web-alt	8080-8083	tcp	An alternate of the web, and a description too long for one line
Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,]]
      .. [[Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes
web,80,tcp,World Wide Web,[Somebody],[Somebody],2020-01-02,2024-05-06,[RFC9110],,,"Known TXT keys:
      u=<user> p=<password>"
web-alt,8080-8083,tcp,"An alternate of the web, and a description too long for one line",,,,,,,,
]], output)
  end)

  it("csv with --safe-csv: no cell begins a formula", function()
    assert.equal('"Service Name","Description"\n"sum","\'=1+1"\n',
      piped "sum -f csv --safe-csv -c name,description")
    assert.equal("Service Name,Description\nsum,=1+1\n", piped "sum -f csv -c name,description")
  end)

  it("json and jsonl: every field by default", function()
    local object = '{"service_name":"sum","port_number":9000,"transport_protocol":"sctp",'
      .. '"description":"=1+1","status":"assigned"}'
    assert.equal("[\n" .. object .. "\n]\n", piped "sum --format json")
    assert.equal(object .. "\n", piped "sum --format jsonl")
    assert.equal('{"port_number":8080,"port_last":8083}\n', piped "web-alt -f jsonl -c port")
    assert.equal("[]\n", piped "nosuch --format json")
  end)

  it("markdown: a table, with what has a meaning in Markdown escaped", function()
    assert.equal([[
| Name | Notes |
|---|---|
| web | Known TXT keys: u=\<user\> p=\<password\> |
]], piped "web/tcp -f markdown -c name,notes")
  end)
end)

describe("Control characters of a registry #programs", function()
  local TEXT = "a\27[31mb\194\155c\226\128\174d\7"
  local hostile = command.REGISTRY .. "evil,7,tcp," .. TEXT .. ",,,,,,,,\n"

  it("never reach a terminal, in any format", function()
    command.with_registry(function(path)
      for _, format in ipairs { "table", "tsv", "csv", "json", "jsonl", "markdown" } do
        local output = command.on_terminal(200,
          ("evil --color never -f %s -c description -r %s"):format(format, path))
        assert.is_nil(output:find "[^%C\n]", format)
        assert.is_nil(output:find("\194\155", 1, true), format)
        assert.is_nil(output:find("\226\128\174", 1, true), format)
        assert.matches("d\\+[xu]0*7", output, nil, format)
      end
    end, hostile)
  end)

  it("reach no table and no message but as ASCII in a locale that is not of UTF-8", function()
    local foreign = command.REGISTRY .. "evil,7,tcp,caf\195\169 \194\155,,,,,,,,\n"
    command.with_registry(function(path)
      for _, locale in ipairs { "LC_ALL=C", "LC_ALL=en_US.ISO-8859-1" } do
        local arguments = "evil --color %s -f table -c description -r " .. path
        local table_shown = "Description\ncaf\\u{e9} \\u{9b}\n"
        assert.equal(table_shown, (command.run(arguments:format "never", locale)))
        assert.equal(table_shown, (command.on_terminal(80, arguments:format "never", locale)))
        local colored = command.on_terminal(80, arguments:format "always" .. " --all", locale)
        assert.is_nil(colored:find "[\128-\255]")
        local _, message = command.run("'caf\195\169*' \155 -r " .. path, locale)
        assert.is_nil(message:find "[\128-\255]")
        _, message = command.run("80 -r /caf\195\169\155", locale)
        assert.matches("/caf\\u{e9}\\x9b", message, 1, true)
        local json = command.on_terminal(80, "evil -f json -c description -r " .. path, locale)
        assert.equal('[\n{"description":"caf\\u00e9 \\u009b"}\n]\n', json)
      end
    end, foreign)
  end)

  it("are shown as what they are", function()
    local output = command.with_registry(function(path)
      return (command.run("evil -c description -r " .. path))
    end, hostile)
    assert.equal("a\\x1b[31mb\\u{9b}c\\u{202e}d\\x07\n", output)
  end)

  it("leave JSON on a terminal what it is", function()
    command.with_registry(function(path)
      local output = command.on_terminal(200, "evil -f jsonl -c description -r " .. path)
      assert.same({ description = TEXT }, (require("dkjson").decode(output)))
    end, hostile)
  end)

  it("stay in files for programs as they are", function()
    local output = command.with_registry(function(path)
      return (command.run("evil -f csv -c description -r " .. path))
    end, hostile)
    assert.equal("Description\n" .. TEXT .. "\n", output)
  end)
end)
