-- The command `ianaports` looks ports and names up.

local command = require "spec.support.command"
local errno = require "spec.support.errno"

-- Asserts standard output, standard error and exit code of a run on the small registry.
local function check(arguments, expected)
  command.with_registry(function(path)
    local output, messages, code = command.run(arguments, "IANAPORTS_REGISTRY=" .. path)
    assert.equal(expected.output or "", output)
    assert.equal(expected.messages or "", messages)
    assert.equal(expected.code or 0, code)
  end)
end

describe("The command looks up #programs", function()
  it("a port", function()
    check("80", {
      output = "web\t80\ttcp\tWorld Wide Web\n"
        .. "www\t80\ttcp\tWorld Wide Web\n"
        .. "web\t80\tudp\tWorld Wide Web\n",
    })
  end)

  it("a port and protocol", function()
    check("80/udp", { output = "web\t80\tudp\tWorld Wide Web\n" })
    check("80/17", { output = "web\t80\tudp\tWorld Wide Web\n" })
    check("--protocol udp 80", { output = "web\t80\tudp\tWorld Wide Web\n" })
    check("80 --protocol 17", { output = "web\t80\tudp\tWorld Wide Web\n" })
    check("-pudp 80", { output = "web\t80\tudp\tWorld Wide Web\n" })
    check("-p UDP 80", { output = "web\t80\tudp\tWorld Wide Web\n" })
  end)

  it("a port and several protocols", function()
    local both = "web\t80\ttcp\tWorld Wide Web\nwww\t80\ttcp\tWorld Wide Web\n"
      .. "web\t80\tudp\tWorld Wide Web\n"
    for _, protocols in ipairs { "-p tcp,udp", "-p UDP,Tcp", "-p tcp -p 17", "-p 'tcp, udp'" } do
      check(protocols .. " 80", { output = both })
    end
    check("-p tcp,sctp 8086", { output = "\t8084-8090\t\tUnassigned\n" })
    check("-p sctp,udp 9000 80/tcp", {
      output = "sum\t9000\tsctp\t=1+1\nweb\t80\ttcp\tWorld Wide Web\n"
        .. "www\t80\ttcp\tWorld Wide Web\n",
    })
    check("-p dccp,sctp web", {
      messages = "ianaports: nothing is registered for web/dccp,sctp; there is for: tcp, udp\n",
      code = 1,
    })
  end)

  it("a name, also one without a port", function()
    check("WWW", { output = "www\t80\ttcp\tWorld Wide Web\n" })
    check("web/tcp", { output = "web\t80\ttcp\tWorld Wide Web\n" })
    check("portless", { output = "portless\t\tudp\tNo port\n" })
  end)

  it("a range, with what is not assigned; in brackets without", function()
    local alternate =
      "web-alt\t8080-8083\ttcp\tAn alternate of the web, and a description too long for one line\n"
    check("8083-8085", { output = alternate .. "\t8084-8090\t\tUnassigned\n" })
    check("'[8083-8085]'", { output = alternate })
    check("8086", { output = "\t8084-8090\t\tUnassigned\n" })
  end)

  it("from port 1 on without taking the hyphen for an option", function()
    check("-2", { output = "\t1\ttcp\tReserved\n" })
    check("-- -2", { output = "\t1\ttcp\tReserved\n" })
    check("--protocol tcp -2", { output = "\t1\ttcp\tReserved\n" })
  end)

  it("a pattern, in the registry's order", function()
    check("'w?w' 'po*'", {
      output = "www\t80\ttcp\tWorld Wide Web\nportless\t\tudp\tNo port\n",
    })
  end)

  it("several at once, each entry once and in the order asked for", function()
    check("9000 80/udp web 80/udp", {
      output = "sum\t9000\tsctp\t=1+1\n"
        .. "web\t80\tudp\tWorld Wide Web\n"
        .. "web\t80\ttcp\tWorld Wide Web\n",
    })
  end)

  it("a list as for nmap -p", function()
    check("T:www,9000,U:80", {
      output = "www\t80\ttcp\tWorld Wide Web\nweb\t80\tudp\tWorld Wide Web\n",
      messages = "ianaports: nothing is registered for 9000/tcp; there is for: sctp\n",
    })
  end)

  it("a protocol before a port for the rest of its key, or, if alone, for later keys", function()
    check("U:80 web", {
      output = "web\t80\tudp\tWorld Wide Web\nweb\t80\ttcp\tWorld Wide Web\n",
    })
    check("UDP 80 web", { output = "web\t80\tudp\tWorld Wide Web\n" })
  end)

  it("what is called like a command", function()
    local output, messages, code = command.run "lookup info"
    assert.equal("", output)
    assert.matches("^ianaports: nothing is registered for info", messages)
    assert.equal(1, code)
  end)

  it("each row that the registry has twice", function()
    local row = "twin,5,tcp,Twice,,,,,,,,\n"
    command.with_registry(function(path)
      local output = command.run("5 twin", "IANAPORTS_REGISTRY=" .. path)
      assert.equal("twin\t5\ttcp\tTwice\ntwin\t5\ttcp\tTwice\n", output)
    end, command.REGISTRY .. row .. row)
  end)

  it("the bundled registry by default", function()
    assert.same({ "http\t80\ttcp\tWorld Wide Web HTTP\n", "", 0 },
      { command.run "http/tcp" })
  end)
end)

describe("If nothing is found, the command #programs", function()
  it("suggests names that are near, and exits with 1", function()
    check("wbe", {
      messages = "ianaports: nothing is registered for wbe; near names: web\n", code = 1,
    })
    check("portl", {
      messages = "ianaports: nothing is registered for portl; near names: portless\n", code = 1,
    })
  end)

  it("suggests of names equally near first the one with the lower port", function()
    assert.same(
      { "", "ianaports: nothing is registered for htps; near names: https, ftps, htsp\n", 1 },
      { command.run "htps" })
  end)

  it("lists names whose entries have the word", function()
    check("alternate", {
      messages = "ianaports: nothing is registered for alternate; "
        .. "it is in the entries of: web-alt\n",
      code = 1,
    })
  end)

  it("says what is expected if a key is no service name", function()
    check("192.0.2.1", {
      messages = "ianaports: nothing is registered for 192.0.2.1; "
        .. "a port, range or service name is expected, as in 443, 6000-6063 or https\n",
      code = 1,
    })
  end)

  it("lists the protocols for which there is something", function()
    check("web/sctp", {
      messages = "ianaports: nothing is registered for web/sctp; there is for: tcp, udp\n",
      code = 1,
    })
  end)

  it("names the command that the first key looks like", function()
    local told = "ianaports: nothing is registered for serch; near names: search, src, seraph, "
      .. "srcp\nianaports: serch is no command, either; did you mean ianaports search?\n"
    assert.same({ "rfb\t5900\ttcp\tRemote Framebuffer\n", told, 0 },
      { command.run "serch rfb/tcp" })
    local _, messages = command.run "https serch"
    assert.equal(told:match "^[^\n]*\n", messages)
    assert.same({ "", "ianaports: unknown option '--class'\nTry: ianaports list --help\n", 2 },
      { command.run "lsit --class system" })
  end)

  it("says that dynamic ports are never assigned", function()
    check("50000", {
      messages = "ianaports: nothing is registered for 50000; "
        .. "ports over 49151 are dynamic, and never assigned\n",
      code = 1,
    })
  end)

  it("knows names that people use, and says that they are not IANA's", function()
    local function messages(name)
      local output, message, code = command.run(name .. " -c name,port")
      assert.equal(output == "" and 1 or 0, code)
      return output, (message:gsub("^ianaports: ", ""))
    end
    assert.same({ "", "nothing is registered for vnc, a name in common use; "
      .. "IANA's name is rfb (5900/tcp)\n" }, { messages "vnc" })
    assert.same({ "", "nothing is registered for DNS/tcp, a name in common use; "
      .. "IANA's name is domain (53/udp)\n" }, { messages "DNS/tcp" })
    assert.same({ "rdp\t\nrdp\t\n", "no port is registered for rdp, a name in common use; "
      .. "IANA's name is ms-wbt-server (3389/tcp)\n" }, { messages "rdp" })
    assert.same({ "", "nothing is registered for kafka, a name in common use at 9092/tcp, "
      .. "which is registered for XmlIpcRegSvc\n" }, { messages "kafka" })
    assert.same({ "", "nothing is registered for wireguard, a name in common use at 51820/udp, "
      .. "which is not registered\n" }, { messages "wireguard" })
  end)

  it("says nothing of them if a site's own registry has them", function()
    command.with_registry(function(path)
      assert.same({ "vnc\t5901\ttcp\t\n", "", 0 }, { command.run("vnc -r " .. path) })
    end, "vnc 5901/tcp\n")
  end)

  it("exits with 0 if another key is found", function()
    check("7 www", {
      output = "www\t80\ttcp\tWorld Wide Web\n",
      messages = "ianaports: nothing is registered for 7\n",
    })
  end)
end)

describe("Keys: the command #programs", function()
  it("takes ports as people paste them", function()
    for _, keys in ipairs { "sctp/9000", "9000:sctp", "SCTP 9000", "9000 sctp", "port 9000",
      ":9000", "localhost:9000", "'[::1]:9000'", "http://www.example.com:9000/a", "'9000 (SCTP)'",
      "_sum._sctp", "_sum._sctp.example.com", "9000/tcp,sctp" } do
      check(keys, { output = "sum\t9000\tsctp\t=1+1\n",
        messages = keys:find "tcp," and "ianaports: nothing is registered for 9000/tcp; "
          .. "there is for: sctp\n" })
    end
  end)

  it("reads several keys as one list, in which an error has its place", function()
    check("T:80 '[::1]'", {
      messages = "ianaports: character 11: a port after the address expected, as in [::1]:443\n"
        .. "  T:80 [::1]\n"
        .. "            ^\n",
      code = 2,
    })
    check("'\194\16080' '8000–9\n'", {
      messages = "ianaports: character 5: range 8000-9 runs backwards\n"
        .. "  ?80 8000?9 \n"
        .. "      ^\n",
      code = 2,
    })
  end)
end)

describe("Mistakes: the command #programs", function()
  it("points at the character of a list", function()
    check("T:80,70000", {
      messages = "ianaports: character 6: port number 70000 is over 65535\n"
        .. "  T:80,70000\n"
        .. "       ^\n",
      code = 2,
    })
  end)

  it("reports options that are unknown, lack a value or have a wrong one", function()
    local try = "\nTry: ianaports --help\n"
    check("--colour 80", {
      messages = "ianaports: unknown option '--colour'\nDid you mean '--color'?" .. try, code = 2,
    })
    check("80 --format", {
      messages = "ianaports: option '--format' requires an argument" .. try, code = 2,
    })
    check("80 --format=xls", {
      messages = "ianaports: argument for option '--format' must be one of 'table', 'tsv', 'csv', "
        .. "'json', 'jsonl', 'markdown'" .. try,
      code = 2,
    })
    check("", { messages = "ianaports: missing argument 'KEY'" .. try, code = 2 })
  end)

  it("reports columns that are unknown, come twice, or are combined with --all", function()
    check("80 --columns name,size", {
      messages = 'ianaports: unknown column "size"; known: name, port, protocol, description, '
        .. "assignee, contact, registered, modified, reference, service_code, unauthorized_use, "
        .. "notes, status, alias_of, source\n",
      code = 2,
    })
    check("80 --columns name,service-name", {
      messages = 'ianaports: column "service-name" is named twice\n', code = 2,
    })
    check("80 --columns name --all", {
      messages = "ianaports: --all and --columns cannot be combined\n", code = 2,
    })
  end)

  it("exits with 3 if the registry cannot be read", function()
    local output, messages, code = command.run "--registry /nonexistent/x.csv 80"
    assert.equal("", output)
    assert.equal("ianaports: /nonexistent/x.csv: cannot open: " .. errno.ENOENT .. "\n",
      messages)
    assert.equal(3, code)
  end)

  it("never sends a terminal what steers it", function()
    check([["$(printf 'web\033[31m')"]], {
      messages = "ianaports: character 4: service names are printable ASCII, without spaces\n"
        .. "  web?[31m\n"
        .. "     ^\n",
      code = 2,
    })
    check([[80 --registry "$(printf '/no\033[31m')"]], {
      messages = "ianaports: /no\\x1b[31m: cannot open: " .. errno.ENOENT .. "\n", code = 3,
    })
  end)
end)

describe("The registry #programs", function()
  it("of --registry comes before that of IANAPORTS_REGISTRY", function()
    command.with_registry(function(path)
      local output = command.run("sum --registry " .. path, "IANAPORTS_REGISTRY=/nonexistent")
      assert.equal("sum\t9000\tsctp\t=1+1\n", output)
    end)
  end)

  it("has a name, if it is not that of an empty variable", function()
    local message = "ianaports: the name of a registry is empty; a file or bundled is expected\n"
    for _, arguments in ipairs { "22 -r ''", "info --registry=", "diff '' bundled" } do
      assert.same({ "", message, 2 }, { command.run(arguments, "IANAPORTS_REGISTRY=/nonexistent") })
    end
    assert.same({ "ssh\t22\tsctp\tSSH\n", "", 0 },
      { command.run("ssh/sctp", "IANAPORTS_REGISTRY=") })
  end)

  it("called bundled is the bundled one", function()
    local output = command.run("ssh/sctp -r bundled", "IANAPORTS_REGISTRY=/nonexistent")
    assert.equal("ssh\t22\tsctp\tSSH\n", output)
  end)
end)
