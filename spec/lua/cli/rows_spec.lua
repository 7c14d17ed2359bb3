-- Which rows the command writes, how a table of them fits the terminal, and how the pager shows it.

local command = require "spec.support.command"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local registry_text = require "spec.support.registry_text"
local shell = require "spec.support.shell"

-- Runs the command on the small registry, or another one. Returns standard output.
local function run(arguments, environment, text)
  return command.with_registry(function(path)
    return (command.run(arguments .. " -r " .. path, environment))
  end, text)
end

local function tabular(arguments, width, text)
  return run(arguments .. " -f table", width and "COLUMNS=" .. width, text)
end

describe("A row of a table #programs", function()
  local TABLE = [[
Name  Port  Protocol  Description
web   80    tcp, udp  World Wide Web
www   80    tcp       World Wide Web
]]

  it("is a service with one name and description on all its protocols", function()
    assert.equal(TABLE, tabular "80")
    assert.equal(TABLE:gsub("tcp, udp", "udp, tcp"), tabular "80/udp 80")
  end)

  it("is a protocol with --columns and --all, and in all other formats", function()
    assert.equal("Name  Protocol\nweb   tcp\nweb   udp\n", tabular "web -c name,protocol")
    assert.equal(2, select(2, tabular "web --all":gsub("Protocol", "")))
    for _, format in ipairs { "tsv", "csv", "jsonl", "markdown" } do
      local output = run("web/udp web/tcp -f " .. format)
      assert.equal(2, select(2, output:gsub("World Wide Web", "")), format)
    end
  end)

  it("is one of its own if description, port or status differ, or there is no protocol", function()
    local text = registry_text.of {
      "a,1,tcp,One,,,,,,,,", "a,1,udp,Two,,,,,,,,", "a,2,udp,One,,,,,,,,", "a,1,,One,,,,,,,,",
      "a,1,udp,One,,,,,,,,", "a,1-2,sctp,One,,,,,,,,",
    }
    assert.equal([[
Name  Port  Protocol  Description
a     1     tcp, udp  One
a     1     udp       Two
a     2     udp       One
a     1               One
a     1-2   sctp      One
]], tabular("list", nil, text))
  end)

  it("comes twice if the registry has it twice", function()
    local row = "twin,5,tcp,Twice,,,,,,,,\n"
    local text = command.REGISTRY .. row .. row
    assert.equal(2, select(2, tabular("twin", nil, text):gsub("twin  5     tcp", "")))
  end)
end)

describe("A table #programs", function()
  local WIDE = "--columns name,registered,modified,notes web/tcp"

  it("has no column that is empty", function()
    assert.equal("Name      Protocol  Description\nportless  udp       No port\n",
      tabular "portless")
    assert.equal("Name  Reference\nweb   [RFC9110]\nsum\n",
      tabular "-c name,service_code,reference web/tcp sum")
    assert.equal("Assignee\n\n", tabular "-c assignee sum")
    assert.equal("name\tassignee\nsum\t\n", run "-c name,assignee sum --header")
  end)

  it("breaks no header, no name and no date", function()
    assert.equal([[
Name  Registered  Modified    Notes
web   2020-01-02  2024-05-06  Known TXT
                              keys:
                              u=<user>
                              p=<password>
]], tabular(WIDE, 42))
  end)

  it("becomes the layout of --all if it would have to", function()
    assert.equal([[
Name        web
Registered  2020-01-02
Modified    2024-05-06
Notes       Known TXT keys: u=<user>
            p=<password>
]], tabular(WIDE, 41))
  end)

  it("breaks no name that is longer than IANA's, as sites have them", function()
    local name = "payments-gateway-production-eu-west-1"
    local text = registry_text.of { name .. ",9000,tcp,Payments gateway of the cluster,,,,,,,," }
    assert.matches(name .. "  9000  tcp       Payments\n", tabular("9000", 67, text), 1, true)
    assert.matches("Name         " .. name .. "\n", tabular("9000", 60, text), 1, true)
  end)

  it("breaks words of more than 12 characters before that", function()
    local text = registry_text.of { "a,1,tcp," .. ("x"):rep(30) .. ",,,,,,,," }
    local function words(width)
      return tabular("-c name,port,protocol,description a", width, text)
    end
    assert.matches("\na     1     tcp       " .. ("x"):rep(28) .. "\n +xx\n$", words(50))
    assert.matches("\na     1     tcp       " .. ("x"):rep(12) .. "\n", words(34))
    assert.matches("^Name         a\n", words(33))
  end)

  it("of entries has the layout of --all below 60 columns, with all protocols", function()
    local records = "Name         web\nPort         80\nProtocol     tcp, udp\n"
      .. "Description  World Wide Web\n"
    local as_table = "Name  Port  Protocol  Description\nweb   80    tcp, udp  World Wide Web\n"
    assert.equal(records, tabular("web", 59))
    assert.equal(as_table, tabular("web", 60))
    assert.equal("Name  Port\nweb   80\nweb   80\n", tabular("web -c name,port", 40))
  end)
end)

describe("The options for rows #programs", function()
  local function names(arguments)
    return (run("list -c name " .. arguments):gsub("\n", " "))
  end

  it("--sort by texts without regard to case and by ports, blank cells last", function()
    assert.equal("portless sum web web web-alt www   ", names "--sort name")
    assert.equal("www web-alt web web sum portless   ", names "--sort name --reverse")
    assert.equal(" web web www web-alt  sum portless ", names "--sort port")
    assert.equal("sum  web-alt web web www  portless ", names "--sort Port-Number --reverse")
    local text = registry_text.of { "b,1,tcp,,,,,,,,,", "A,2,tcp,,,,,,,,,", "a,3,tcp,,,,,,,,," }
    assert.equal("A\na\nb\n", run("list -c name --sort name", nil, text))
  end)

  it("--reverse alone turns the order round", function()
    assert.equal("sum portless  web-alt www web web  ", names "--reverse")
  end)

  it("--limit writes the first rows, in every format, and no notice", function()
    assert.equal("sum portless ", names "--reverse --limit 2")
    assert.equal(8, select(2, names "-n 100":gsub(" ", "")))
    assert.equal("Name  Port  Protocol  Description\nweb   80    tcp, udp  World Wide Web\n",
      tabular "80 -n 1")
    local output, messages, code = command.run "443 -n 1 -f jsonl -c port"
    assert.same({ '{"port_number":443}\n', "", 0 }, { output, messages, code })
    assert.equal("web\nweb\n", run "search web -c name --limit 2")
  end)

  it("--header names the columns of tsv, even if there are no rows", function()
    assert.equal("name\tport\tprotocol\tdescription\nsum\t9000\tsctp\t=1+1\n", run "sum --header")
    assert.equal("registered\tunauthorized_use\n", run("list --class dynamic --header "
      .. "-c registration_date,unauthorized_use"))
    assert.equal("port\n9001\n", run "free 9000-9002 -n 1 --header 2>&-")
    assert.equal("Service Name\nsum\n", run "sum --header -f csv -c name")
  end)

  it("report what is wrong with them", function()
    assert.same({ "", 'ianaports: --limit: a number over 0 expected, got "0"\n', 2 },
      { command.run "22 -n 0" })
    assert.same({
      "", 'ianaports: unknown column "size"; known: name, port, protocol, description, assignee, '
        .. "contact, registered, modified, reference, service_code, unauthorized_use, notes, "
        .. "status, alias_of, source\n", 2,
    }, { command.run "22 --sort size" })
  end)
end)

-- Runs the command with this standard input on the small registry.
local function with_input(input, arguments)
  return command.with_registry(function(path)
    return { command.shell(("printf '%s' | %s"):format(input,
      command.line(arguments .. " -c name,port,protocol -r " .. path))) }
  end)
end

describe("Keys #programs", function()
  it("come from standard input for -, at its place", function()
    assert.same({ "portless\t\tudp\nweb\t80\tudp\nsum\t9000\tsctp\nwww\t80\ttcp\n", "", 0 },
      with_input("80/udp\\r\\n\\n 9000, www\\n", "portless - www"))
    assert.same({ "web\t80\tudp\n", "", 0 }, with_input("UDP\\n80\\n", "-"))
  end)

  it("come from the file that --keys names, after all others", function()
    files.with("80/udp\n9000", function(path)
      assert.equal("portless\t\tudp\nweb\t80\tudp\nsum\t9000\tsctp\n",
        run("-c name,port,protocol portless --keys " .. path))
      assert.equal("web\nsum\n", run("-c name --keys " .. path))
    end)
    assert.same({ "sum\t9000\tsctp\n", "", 0 }, with_input("9000", "--keys -"))
    assert.same({ "", "ianaports: nothing is registered for 7\n", 1 }, with_input("7", "--keys -"))
  end)

  it("may be missing there, but not altogether", function()
    assert.same({ "", "ianaports: standard input: no key is there\n", 1 }, with_input(" \\n", "-"))
    assert.same({ "sum\t9000\tsctp\n", "ianaports: standard input: no key is there\n", 0 },
      with_input("", "- sum"))
    assert.same({ "", "ianaports: missing argument 'KEY'\nTry: ianaports --help\n", 2 },
      { command.run "--all" })
  end)

  it("with a mistake are named with their line", function()
    assert.same({ "", "ianaports: standard input:3: range 9-1 runs backwards\n  U:80,9-1 22\n"
      .. "       ^\n", 2 }, with_input("443\\n\\nU:80,9-1 22\\n80\\n", "80 -"))
    assert.same({ "", "ianaports: standard input:1: range 9-1 runs backwards\n  "
      .. ("1,"):rep(30) .. "9-1" .. (",2"):rep(4) .. ",\n  " .. (" "):rep(60) .. "^\n", 2 },
      with_input(("1,"):rep(100) .. "9-1" .. (",2"):rep(100), "-"))
    assert.same({ "", "ianaports: /nonexistent: " .. errno.ENOENT .. "\n", 3 },
      { command.run "--keys /nonexistent" })
    assert.same({ "", "ianaports: standard input: " .. errno.EBADF .. "\n", 3 },
      { command.shell(command.line "-" .. " <&-") })
  end)

  it("that are not found have a hint only if they are few", function()
    local missing = with_input(("wbe\\n"):rep(12), "-")
    assert.equal(12, select(2, missing[2]:gsub("nothing is registered for wbe", "")))
    assert.equal(10, select(2, missing[2]:gsub("near names", "")))
  end)
end)

describe("The pager #programs", function()
  local COUNT = "NO_COLOR=1 PAGER='wc -l'"

  -- Runs the command on a terminal of 80 columns and 5 rows.
  local function shown(arguments, environment)
    return command.with_registry(function(path)
      return { command.on_terminal(80, arguments .. " -r " .. path, environment, 5) }
    end)
  end

  it("shows what does not fit the terminal with the line of the prompt", function()
    assert.same({ "Name\nweb\nweb\nsum\n", 0 }, shown("web sum -c name", COUNT))
    assert.same({ "5\n", 0 }, shown("web sum portless -c name", COUNT))
    assert.same({ "5\n", 0 }, shown("web sum portless -c name --color always", COUNT))
    assert.same({ "10\n", 0 }, shown("list -f json", COUNT))
    assert.same({ "1\n", 0 }, shown("list -f json", COUNT:gsub("wc %-l", "wc -l | wc -l")))
  end)

  it("counts lines that are longer than the terminal as the rows that they take", function()
    assert.same({ "2\n", 0 }, shown("web-alt sum -f jsonl", COUNT))
    assert.matches("^{", shown("web-alt -f jsonl", COUNT)[1])
  end)

  it("is not for pipes, files, dumb terminals, --no-pager and an empty PAGER", function()
    local text = "Name\nweb\nweb\nsum\nportless\n"
    local keys = "web sum portless -c name"
    assert.same({ text, 0 }, shown(keys .. " --no-pager", COUNT))
    assert.same({ text, 0 }, shown(keys, "NO_COLOR=1 PAGER="))
    assert.same({ text, 0 }, shown(keys, COUNT .. " TERM=dumb"))
    assert.equal(text, run(keys .. " -f table", COUNT))
    assert.same({ "", 0 }, shown(keys .. " -o /dev/null", COUNT))
  end)

  it("is less by default, with colours, and without a key if that shows all", function()
    local folder = shell.new_folder()
    shell.run(([[cd %s && printf '%%s\n' '#!/bin/sh' 'echo "less $* LESS=$LESS"' 'head -n 1' >less
      chmod +x less]]):format(folder))
    local path = "PATH=" .. folder .. ":$PATH "
    local first = "less -FRX LESS=%s\n\27[1mName\27[0m\n"
    local by_default = shown("list -c name", path)
    local with_options = shown("list -c name", path .. "LESS=-i")
    local named = shown("list -c name", path .. "PAGER=less")
    shell.run("rm -r " .. folder)
    assert.same({ first:format "FRX", 0 }, by_default)
    assert.same({ first:format "-i", 0 }, with_options)
    assert.same({ first:format "FRX":gsub("%-FRX", ""), 0 }, named)
  end)

  it("changes no exit code if it ends early or fails, and comes before messages", function()
    local list = "list -r bundled -c name --no-pager"
    assert.equal(0, select(2, command.on_terminal(80, list, nil, 5)))
    for _, pager in ipairs { "head -n 1", "false", "true", "exit 5", "kill -TERM $$" } do
      local environment = ("PAGER=\"%s\" NO_COLOR=1"):format(pager:gsub("%$", "\\$"))
      local output, code = command.on_terminal(80, "1-9000 nosuch -c name", environment, 5)
      assert.equal(0, code, pager)
      assert.matches("ianaports: nothing is registered for nosuch[^\n]*\n$", output, nil, pager)
      assert.is_true(#output < 300, pager)
    end
  end)

  it("that cannot run is named, and the rows are there", function()
    local keys = "web sum portless -c name"
    local text = "Name\nweb\nweb\nsum\nportless\n"
    for pager, message in pairs { nosuch = "nosuch[^\n]*not found\n", ["("] = "[^\n]*\n" } do
      local environment = ('NO_COLOR=1 PAGER="%s"'):format(pager)
      local output, code = (table.unpack or unpack)(shown(keys, environment))
      assert.same({ text, 0 }, { output:sub(-#text), code })
      assert.matches(message, output)
    end
  end)

  it("is ended with the command", function()
    -- The pager closes its input before it ends: the command waits for it.
    local output = shown("web sum portless -c name", "PAGER='cat >/dev/null; sleep 0.2; echo end'")
    assert.same({ "end\n", 0 }, output)
  end)
end)
