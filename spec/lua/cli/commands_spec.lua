-- The commands of `ianaports` besides the look-up.

local command = require "spec.support.command"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local writer = require "spec.support.writer"

local function run(arguments)
  return command.with_registry(function(path)
    local output, messages, code = command.run(arguments, "IANAPORTS_REGISTRY=" .. path)
    return { output, messages, code }
  end)
end

local ALT = "An alternate of the web, and a description too long for one line"

describe("An argument #programs", function()
  it("is not empty", function()
    for arguments, name in pairs {
      ["list --text ''"] = "--text", ["list --where ''"] = "--where", ["search ' '"] = "WORD",
      ["list --name ''"] = "--service-name", ["search ssh ''"] = "WORD", ["contact ''"] = "ID",
      ["--keys ''"] = "--keys", ["report ''"] = "FILE", ["annotate ''"] = "FILE",
      ["free ''"] = "RANGE", ["update --folder ''"] = "--folder",
    } do
      assert.same({ "", "ianaports: " .. name .. ": it is empty\n", 2 }, { command.run(arguments) })
    end
  end)

  it("is not replaced by another without a word", function()
    for arguments, name in pairs {
      ["22 --overlay a --overlay b"] = "--overlay", ["22 -c name --columns port"] = "--columns",
      ["list --text a --text b"] = "--text", ["--keys a --keys b"] = "--keys",
    } do
      local output, message, code = command.run(arguments)
      assert.same({ "", 2 }, { output, code })
      assert.matches("option '" .. name .. "' must be used at most 1 time", message, 1, true)
    end
    local output = command.run "22 --limit 2 --limit 1 --format json --format tsv"
    assert.equal("ssh\t22\ttcp\tThe Secure Shell (SSH) Protocol\n", output)
  end)
end)

describe("A registry like /etc/services with lines that cannot be read #programs", function()
  it("answers, and the command names these lines", function()
    files.with("ssh\t22/tcp\nprivoxy    8188\nhttp\t80/tcp\twww\n", function(path)
      assert.same({
        "http\t80\ttcp\t\nwww\t80\ttcp\t\n",
        "ianaports: " .. path .. ": Passed over 1 line without a port and protocol of the "
          .. 'registry: "privoxy 8188" (line 2)\n',
        0,
      }, { command.run("--registry " .. path .. " 80") })
    end)
  end)
end)

describe("ianaports search #programs", function()
  it("writes the best match first", function()
    assert.same({
      "web\t80\nweb\t80\nweb-alt\t8080-8083\nwww\t80\n", "", 0,
    }, run "search web -c name,port")
  end)

  it("wants every word, and every filter", function()
    assert.same({ "web-alt\t8080-8083\ttcp\t" .. ALT .. "\n", "", 0 }, run "search web alternate")
    assert.same({ "web\t80\tudp\tWorld Wide Web\n", "", 0 }, run "search -p udp web")
  end)

  it("takes no more than 64 different words", function()
    local words = {}
    for index = 1, 65 do
      words[index] = "w" .. index
    end
    assert.same({
      "", "ianaports: text of at most 64 different words expected, got more\n", 2,
    }, run("search " .. table.concat(words, " ")))
  end)

  it("exits with 1 if nothing is found", function()
    assert.same({ "", "ianaports: nothing is found for wbe; near names: web\n", 1 },
      run "search wbe")
  end)

  it("says that it is the filters if these let nothing through", function()
    assert.same({
      "", "ianaports: nothing is found for web that passes all filters; 4 without them\n", 1,
    }, run "search --status reserved web")
    assert.same({ "", "ianaports: nothing is found for wbe; near names: web\n", 1 },
      run "search --status reserved wbe")
  end)

  it("writes words that stand together first, whatever is between them", function()
    for _, words in ipairs { "remote desktop", "'Remote  Desktop'" } do
      assert.equal("Windows Remote Desktop Protocol\n",
        (command.run("search -n 1 -c description " .. words)))
    end
  end)

  it("finds services by names that people use, and says that these are not IANA's", function()
    local output, messages, code = command.run "search vnc -c name,port"
    assert.equal("rfb\t5900", output:match "^[^\n]*")
    assert.equal("ianaports: vnc is a name in common use; IANA's name is rfb (5900/tcp)\n",
      messages)
    assert.equal(0, code)
    assert.same({ "", "ianaports: nothing is found for kafka, a name in common use at 9092/tcp, "
      .. "which is not registered\n", 1 }, run "search kafka")
  end)
end)

describe("ianaports list #programs", function()
  for filter, expected in pairs {
    ["--protocol sctp"] = " sum",
    ["--protocol 132"] = " sum",
    ["-p sctp --status assigned"] = "sum",
    ["-p sctp -p udp --port yes"] = "web  sum",
    ["--class dynamic"] = "",
    ["--class system --status reserved"] = "",
    ["--status unassigned --status reserved"] = " ",
    ["--service-name 'w*' --alias no"] = "web web web-alt",
    ["--name SUM"] = "sum",
    ["--text alternate"] = "web-alt",
    ["--assignee body -p tcp"] = "web",
    ["--contact body -p udp"] = "web",
    ["--reference RFC9110"] = "web",
    ["--assignment-notes TXT"] = "web",
    ["--notes duplicate"] = "www",
    ["--registered-since 2020-01"] = "web",
    ["--modified-since 2024-05-07"] = "",
    ["--alias yes"] = "www",
    ["--port no"] = "portless",
    ["--unauthorized-use-reported yes"] = "",
    ["--where 'port_number == 9000'"] = "sum",
    ["--where 'entry.port_last and service_name and service_name:find \"alt\"'"] = "web-alt",
    ["--where 'port_number % 1000 == 0'"] = "sum",
    ["--where 'port_last - port_number > 2'"] = "web-alt ",
    ["--where '#service_name == 3 and port_number > 1000'"] = "sum",
    ["--where 'service_name:upper() == \"SUM\"'"] = "sum",
    ["--where 'math.floor(port_number / 9000) == 1'"] = "sum",
    ["--where 'registration_date < \"2021\"'"] = "web",
    ["--where 'not service_name'"] = " ",
    ["--where 'port_number == nil'"] = "portless",
    ["--where 'assignee .. contact == \"[Somebody][Somebody]\"'"] = "web web",
    ["--where '0 == 9000 + -port_number'"] = "sum",
    ["-p TCP,udp --status assigned --text World"] = "web web www",
    ["-p Tcp -p UDP --port no"] = "portless",
    ["-p sctp,17 --status assigned"] = "web portless sum",
    ["--class system,User --status reserved,unassigned"] = " ",
  } do
    it("filters by " .. filter, function()
      local result = run("list -c name " .. filter)
      local names = result[1]:gsub("\n$", ""):gsub("\n", " ")
      local is_none = result[1] == ""
      assert.same({
        expected, is_none and "ianaports: no entry passes all filters\n" or "", is_none and 1 or 0,
      }, { names, result[2], result[3] })
    end)
  end

  it("counts", function()
    assert.same({ "8\n", "", 0 }, run "list --count")
    assert.same({ "0\n", "", 1 }, run "list --count --class dynamic")
  end)

  it("reports what is wrong with a filter by the option's name", function()
    assert.same({
      "",
      "ianaports: --modified-since: date YYYY, YYYY-MM or YYYY-MM-DD expected, got \"soon\"\n",
      2,
    }, run "list --modified-since soon")
    local broken = run "list --where '('"
    assert.same({ "", 2 }, { broken[1], broken[3] })
    assert.matches("^ianaports: %-%-where:1: ", broken[2])
    local failing = run "list --where 'os.exit()'"
    assert.same({ "", 2 }, { failing[1], failing[3] })
    assert.matches('^ianaports: %-%-where: unknown field "os"; known: service_name, ', failing[2])
    failing = run "list --where 'entry.prt == 1'"
    assert.same({ "", 2 }, { failing[1], failing[3] })
    assert.matches('^ianaports: %-%-where: unknown field "prt"; known: service_name, ', failing[2])
    failing = run "list --where 'description < 1'"
    assert.same({ "", 2 }, { failing[1], failing[3] })
    assert.matches("^ianaports: %-%-where:1: .*compare", failing[2])
  end)
end)

describe("ianaports free #programs", function()
  local CAUTION = "ianaports: caution: unassigned does not mean unused; have IANA assign a port "
    .. "before you ship it (RFC 6335), one for a service at most (RFC 7605).\n"

  it("lists unassigned port ranges, and writes the caution to standard error", function()
    assert.same({ "8079\t1\n8084-8090\t7\n8091-8092\t2\n", CAUTION, 0 },
      run "free 8079-8083,8084-8090,8091-8092")
  end)

  it("writes the first ports", function()
    assert.same({ "1024\n1025\n", CAUTION, 0 }, run "free --count 2")
    assert.same({ "8999\n9001\n", CAUTION, 0 }, run "free -n 2 8999-9005")
    assert.same({ "8999\n9000\n", CAUTION, 0 }, run "free -n 2 8999-9005 --protocol udp")
    assert.same({ "9000\n", CAUTION, 0 }, run "free -n 2 U:9000")
  end)

  it("wants ports that are unassigned for each of several protocols", function()
    assert.same({ "8999\t1\n9001\t1\n", CAUTION, 0 }, run "free 8999-9001 -p UDP,sctp")
    assert.same({ "8999-9001\t3\n", CAUTION, 0 }, run "free 8999-9001 -p tcp -p udp")
    assert.same({ "9000\t1\n", CAUTION, 0 }, run "free U:9000 -p sctp,tcp")
  end)

  it("takes a count of any size", function()
    local all = table.concat({ "8999", "9001", "9002", "9003", "9004", "9005", "" }, "\n")
    for _, count in ipairs { "9223372036854775807", "9223372036854775808", ("9"):rep(400) } do
      assert.same({ all, CAUTION, 0 }, run("free 8999-9005 --count " .. count))
    end
  end)

  it("finds a number of ports in a row", function()
    assert.same({ "9001\n9002\n9003\n", CAUTION, 0 }, run "free 8999-9005 -n 3 --contiguous")
    assert.same({ "8999\n9000\n9001\n", CAUTION, 0 },
      run "free 8999-9005 -n 3 --contiguous -p udp")
    assert.same({
      "", "ianaports: no 6 ports in a row are unassigned there; the most are 5, 9001-9005\n", 1,
    }, run "free 8999-9005 -n 6 --contiguous")
    assert.same({ "", "ianaports: --contiguous requires --count\n", 2 }, run "free --contiguous")
  end)

  it("writes the ports of a range as numbers in JSON", function()
    assert.same({ '{"first":8079,"last":8079,"count":1}\n{"first":8084,"last":8084,"count":1}\n',
      CAUTION, 0 }, run "free 8079-8084 -f jsonl")
    assert.same({ '[\n{"port":8084}\n]\n', CAUTION, 0 }, run "free 8083-8090 -n 1 -f json")
  end)

  it("says who has the ports if there is none, and exits with 1", function()
    assert.same({ "", "ianaports: no port is unassigned there: 80 web, 80 www\n", 1 },
      run "free 80")
    assert.same({ "", "ianaports: no port is unassigned there: 80 web\n", 1 }, run "free 80/udp")
    assert.same({
      "", "ianaports: no port is unassigned there: 1 Reserved, 80 web, 80 www, 8080-8083 web-alt, "
        .. "9000 sum\n", 1,
    }, run "free 1,80,8080-8081,9000")
    assert.same({ "", "ianaports: no port is unassigned there: 78 vettcp, 79 finger, 80 http, "
      .. "80 www, 80 www-http and 2 more\n", 1 }, { command.run "free 78-80,82-83 -p tcp" })
    assert.same({
      "",
      "ianaports: no port is unassigned there "
        .. "(ports over 49151 are dynamic, and never assigned)\n",
      1,
    }, run "free 50000-")
  end)

  it("reports mistakes", function()
    assert.same({ "", 'ianaports: --count: a number over 0 expected, got "-1"\n', 2 },
      run "free --count=-1")
    assert.same({ "", "ianaports: character 1: range 9-1 runs backwards\n  9-1\n  ^\n", 2 },
      run "free 9-1")
  end)
end)

describe("ianaports check #programs", function()
  it("reports names that RFC 6335 allows, and their registered ports", function()
    assert.same({
      "my-service: allowed\nweb: allowed; registered already: 80/tcp, 80/udp\n", "", 1,
    }, run "check my-service web")
    assert.same({ "my-service: allowed\n", "", 0 }, run "check my-service")
    assert.same({ "portless: allowed; registered already: udp without a port\n", "", 1 },
      run "check portless")
    assert.same({ "rdp: allowed; registered already: without a port\n", "", 1 },
      { command.run "check rdp" })
  end)

  it("writes rows", function()
    local _, rule = ianaports.check_service_name "a--b"
    assert.same({
      "name\tverdict\trule\tregistered\na\tallowed\t\t\na--b\tnot allowed\t" .. rule
        .. "\t\nweb\ttaken\t\t80/tcp, 80/udp\n", "", 1,
    }, run "check -f tsv --header a a--b web")
    assert.same({ '{"service_name":"a","verdict":"allowed"}\n', "", 0 }, run "check -f jsonl a")
    assert.same({
      "Name  Verdict  Registered\na     allowed\nweb   taken    80/tcp, 80/udp\n", "", 1,
    }, run "check -f table a web")
  end)

  it("reports the rule that is broken", function()
    for _, name in ipairs { "a--b", "80", "my_service", "a-very-long-name" } do
      local _, rule = ianaports.check_service_name(name)
      assert.same({ ("%s: not allowed: %s\n"):format(name, rule), "", 1 }, run("check " .. name))
    end
  end)
end)

describe("ianaports contact #programs", function()
  it("shows who it is", function()
    assert.same({
      "Jim_Cleppe\tJim Cleppe\t\tclep13@hotmail.com\tmailto:clep13&hotmail.com\t\n", "", 0,
    }, { command.run "contact '[Jim_Cleppe]'" })
    assert.same({ [[
Id     Jim_Cleppe
Name   Jim Cleppe
Email  clep13@hotmail.com
Uri    mailto:clep13&hotmail.com
]], 0 }, { command.on_terminal(80, "contact Jim_Cleppe", "NO_COLOR=1") })
  end)

  it("exits with 1 if there is none", function()
    assert.same({
      "",
      "ianaports: no contact is called Nobody; this registry knows 0\n"
        .. "ianaports: IANA's XML file has all contacts: ianaports update\n",
      1,
    }, run "contact Nobody")
  end)
end)

describe("ianaports info #programs", function()
  it("shows the registry's facts", function()
    local output, messages, code = command.run "info"
    local info = ianaports.info()
    assert.equal("Registry      bundled\nTitle         " .. info.title .. "\n",
      output:match "^[^\n]+\n[^\n]+\n")
    assert.matches("\nLast updated  " .. info.last_updated:gsub("%-", "%%-") .. "\n", output)
    assert.matches("\nEntries       " .. info.record_count .. "\n", output)
    assert.is_nil(output:find "%*")
    assert.same({ "", 0 }, { messages, code })
  end)

  it("writes the same as JSON", function()
    local decoded = require("dkjson").decode((command.run "info --format json"))
    assert.equal("bundled", decoded.registry)
    decoded.registry = nil
    assert.same(ianaports.info(), decoded)
  end)
end)

describe("ianaports diff #programs", function()
  local function diff(options)
    return command.with_registry(function(old)
      local changed = command.REGISTRY:gsub("sum,9000,sctp,=1%+1", "sum,9000,sctp,One and one")
        :gsub("portless[^\n]+\n", "") .. "new,9100-9101,tcp,New,,,,,,,,\n"
      return files.with(changed, function(new)
        return { command.run(("diff %s %s %s"):format(options, old, new)) }
      end)
    end)
  end

  it("shows each entry and column that changed", function()
    assert.same({
      "changed\tsum\t9000\tsctp\tdescription\t=1+1\tOne and one\n"
        .. "added\tnew\t9100-9101\ttcp\tdescription\t\tNew\n"
        .. "removed\tportless\t\tudp\tdescription\tNo port\t\n",
      "", 1,
    }, diff "")
  end)

  it("counts them", function()
    assert.same({ "added\t1\nremoved\t1\nchanged\t1\nunchanged\t6\n", "", 1 },
      diff "--summary")
    assert.same({ "Change,Count\nadded,1\nremoved,1\nchanged,1\nunchanged,6\n", "", 1 },
      diff "--summary -f csv")
    assert.same({ '{"added":1,"removed":1,"changed":1,"unchanged":6}\n', "", 1 },
      diff "--summary --format jsonl")
  end)

  it("exits as diff(1): with 0 if nothing changed, with 2 if a file is missing", function()
    assert.same({ "", "", 0 }, { command.run "diff bundled bundled" })
    assert.same({ "added\t0\nremoved\t0\nchanged\t0\nunchanged\t14269\n", "", 0 },
      { command.run "diff -s bundled bundled" })
    assert.same({ "", "ianaports: /nonexistent: cannot open: " .. errno.ENOENT .. "\n", 2 },
      { command.run "diff bundled /nonexistent" })
    assert.equal(2, select(3, command.run "diff bundled"))
  end)

  it("writes no page to a terminal", function()
    local refused =
      "ianaports: a page of HTML is for a browser, not for a terminal; --output FILE writes it\n"
    for _, arguments in ipairs { "diff bundled bundled -f html", "report -f html" } do
      assert.same({ refused, 2 }, { command.on_terminal(80, arguments) })
    end
    assert.same({ "", 0 }, { command.on_terminal(80, "diff bundled bundled -f html -o /dev/null") })
  end)
end)

describe("ianaports export #programs", function()
  it("writes what ianaports.export writes", function()
    local output = writer()
    local registry = ianaports.parse(command.REGISTRY)
    assert(require("ianaports.export").write(registry, "services", output))
    assert.same({ output.text(), "", 0 }, run "export --format services")
    assert.same({ output.text(), "", 0 }, run "export services")
    assert.same({ output.text(), "", 0 }, run "export services -f services")
  end)

  it("filters, and makes CSV safe", function()
    local result = run "export -f csv --safe-csv --name sum"
    assert.matches('\n"sum","9000","sctp","\'=1%+1",,,,,,,,\n$', result[1])
    assert.equal(0, result[3])
  end)

  it("reports mistakes", function()
    assert.same({
      "",
      "ianaports: a format is missing; known: services, nmap-services, wireshark-services, csv, "
        .. "json, jsonl, sql, clickhouse\n",
      2,
    }, run "export")
    assert.same({ "", "ianaports: two formats are given: csv and sql\n", 2 },
      run "export csv -f sql")
    assert.same({ "", "ianaports: --safe-csv requires --format csv\n", 2 },
      run "export sql --safe-csv")
  end)
end)

describe("ianaports update #programs", function()
  it("exits with 3 if the network fails, and 2 for a mistake", function()
    local folder = os.tmpname()
    local refused = { command.run("update --base ftp://example.org/ --folder " .. folder) }
    os.remove(folder)
    assert.same({ "", 3 }, { refused[1], refused[3] })
    assert.matches("^ianaports: ftp://example%.org/: only https:// is allowed", refused[2])
    assert.same({ "", 'ianaports: --timeout: a number of seconds expected, got "soon"\n', 2 },
      { command.run "update --timeout soon" })
    local _, messages, code = command.run(("update --base ftp://example.org/ --timeout %s")
      :format(("9"):rep(400)))
    assert.same({ 3, 1 }, { code, (messages:find "ianaports: ftp://") })
  end)
end)

describe("ianaports annotate of a text #programs", function()
  it("says so if no port was named, and exits with 1", function()
    local line = "printf 'no port here\\n' | " .. command.line "annotate"
    assert.same({
      "no port here\n",
      "ianaports: standard input: no port was named; looked for 443/tcp, tcp/443, host:443, "
        .. "192.0.2.1.443, and DPT=443 beside PROTO=TCP; --csv reads a table\n",
      1,
    }, { command.shell(line) })
  end)

  it("says nothing about its own output", function()
    local line = command.line "annotate"
    assert.same({ "443/tcp (https)\n", "", 0 },
      { command.shell("echo 443/tcp | " .. line .. " | " .. line) })
  end)
end)

describe("ianaports annotate #programs", function()
  it("names the services in a text", function()
    local line = command.line "annotate"
    assert.same({ "80/tcp (http), 1\n", "", 0 },
      { command.shell("echo '80/tcp, 1' | " .. line) })
  end)

  it("adds a column to a CSV", function()
    files.with("p,n\n6,80\n132,9000\n", function(path)
      assert.same({ "p,n,what\n6,80,web\n132,9000,sum\n", "", 0 },
        run("annotate --csv --port-column n --protocol-column p --column what " .. path))
    end)
  end)

  it("reports mistakes", function()
    assert.same({ "", "ianaports: --port-column requires --csv\n", 2 },
      run "annotate --port-column n")
    assert.same({ "", "ianaports: /nonexistent: " .. errno.ENOENT .. "\n", 3 },
      run "annotate /nonexistent")
    local line = command.line "annotate --csv --port-column n"
    assert.same({ "", 'ianaports: standard input:1: no column "n"; the header is "a,b", split at '
      .. "each comma\n", 3 }, { command.shell("printf 'a,b\\n' | " .. line) })
    assert.same({ "", "ianaports: --delimiter requires --csv\n", 2 },
      run "annotate --delimiter tab")
    for _, name in ipairs { "annotate --csv", "report" } do
      assert.same({
        "", 'ianaports: --delimiter: comma, semicolon, tab or bar expected, got "x"\n', 2,
      }, run(name .. " --delimiter x"))
      assert.same({ "", "ianaports: --port-column: it is empty\n", 2 },
        run(name .. " --port-column ''"))
    end
    line = command.line "annotate --csv"
    assert.same({ "", "ianaports: standard input: text in UTF-16; expected is UTF-8, which this "
      .. "writes: iconv -f UTF-16 -t UTF-8\n", 3 },
      { command.shell("printf '\\377\\376p\\0' | " .. line) })
  end)

  it("adds what is asked for, of each port, and the server's side", function()
    files.with("a,b,p\n80,60000,6\n60001,9000,132\n1,2,17\n", function(path)
      assert.same({
        "a,b,p,a_class,a_service,b_class,b_service,side\n80,60000,6,system,web,dynamic,?,a\n"
          .. "60001,9000,132,dynamic,?,user,sum,b\n1,2,17,system,?,system,?,\n",
        ("ianaports: %s: 1 of 3 rows without a service\n"):format(path),
        0,
      }, run("annotate --csv --add class,service --unknown '?' --side --port-column a"
        .. " --port-column b " .. path))
      assert.same({ "a,b,p,x,y\n80,60000,6,web,assigned\n60001,9000,132,,dynamic\n"
        .. "1,2,17,,reserved\n", ("ianaports: %s: 2 of 3 rows without a service\n"):format(path),
        0 },
        run("annotate --csv --port-column a --add service,status --column x --column y " .. path))
    end)
    assert.same({ "a,b,a_service,b_service\n60000,60001,,\n", "ianaports: standard input: none of 1"
      .. ' row was named; ports are taken from columns "a" and "b", protocols from no column; cells'
      .. " are split at each comma\n", 1 }, { command.shell("printf 'a,b\\n60000,60001\\n' | "
        .. command.line "annotate --csv --port-column a --port-column b") })
  end)

  it("refuses what cannot be added", function()
    for arguments, message in pairs {
      ["--csv --add name"] =
        '--add: service, description, status or class expected, got "name"',
      ["--csv --add class,class"] = '--add: each name once expected, got "class"',
      ["--csv --side"] = "--side: two columns of ports expected, got 0",
      ["--csv --side --port-column a"] = "--side: two columns of ports expected, got 1",
      ["--csv --column a --column b"] = "--column: 1 name for the new column expected, got 2",
      ["--csv --column ''"] = "--column: it is empty",
      ["--csv --port-column a --port-column ''"] = "--port-column: it is empty",
      ["--add class"] = "--add requires --csv",
      ["--unknown x"] = "--unknown requires --csv",
      ["--side"] = "--side requires --csv",
    } do
      assert.same({ "", "ianaports: " .. message .. "\n", 2 }, run("annotate " .. arguments))
    end
  end)

  it("reports rows that are wrong, and how many are left blank", function()
    files.with("n|p|x\n80|tcp|1\n80|tcp\n9000|icmp|2\n132|tcp|3\n", function(path)
      assert.same({
        "n|p|x|service\n80|tcp|1|web\n80|tcp\n9000|icmp|2|\n132|tcp|3|\n",
        ("ianaports: %s:3: record has 2 cells where the header has 3, split at each bar\n"
          .. "ianaports: %s: 3 of 4 rows left blank\n"):format(path, path),
        0,
      }, run("annotate --csv --delimiter bar --port-column n --protocol-column p " .. path))
    end)
  end)

  it("says that no row was named, and exits with 1", function()
    files.with("port;Protocol\n80;TLSv1.2\n", function(path)
      assert.same({
        "port;Protocol;service\n80;TLSv1.2;\n",
        ("ianaports: %s: none of 1 row was named; ports are taken from column \"port\", protocols "
          .. 'from column "Protocol"; cells are split at each semicolon\n'):format(path),
        1,
      }, run("annotate --csv " .. path))
    end)
  end)
end)

describe("ianaports report #programs", function()
  it("writes what ianaports.report writes", function()
    local report, output = require "ianaports.report", writer()
    local ports = assert(report.read_ports "port,protocol\n80,tcp\n9000,sctp\n")
    report.write(report.summarize(ianaports.parse(command.REGISTRY), ports), "markdown", output,
      { ascii = false })
    files.with("port,protocol\n80,tcp\n9000,sctp\n", function(path)
      assert.same({ output.text(), "", 0 }, run("report --format markdown " .. path))
    end)
  end)

  it("reads standard input if it is a pipe or a file and not empty", function()
    local line = command.line "report --format json"
    local of_registry = command.run "report --format json"
    for script, expected in pairs {
      ["printf '192.0.2.1:80\\n' | " .. line] = { "ports", "", 0 },
      ["printf '192.0.2.1:80\\n' | " .. line .. " -"] = { "ports", "", 0 },
      [line .. " </dev/null"] = { "registry", "", 0 },
      [line .. " <&-"] = { "registry", "", 0 },
      ["true | " .. line] = {
        "registry", "ianaports: standard input is empty; this report is on the registry\n", 0,
      },
    } do
      local output, messages, code = command.shell(script)
      local subject = output:match '"subject":"(%a+)"'
      assert.same(expected, { subject, messages, code }, script)
      assert.equal(subject == "registry", output == of_registry, script)
    end
    local output, messages, code = command.shell("true | " .. line .. " -")
    assert.same({ "", 3 }, { output, code })
    assert.matches("^ianaports: standard input:1: nothing there; expected is", messages)
    output, messages, code = command.shell(line .. " - <&-")
    assert.same({ "", "ianaports: standard input: " .. errno.EBADF .. "\n", 3 },
      { output, messages, code })
  end)

  it("reads several files, prints warnings, and resolves names by the registry", function()
    files.with("Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
      .. "tcp LISTEN 0 1 192.0.2.1:portless *:*\ntcp LISTEN 0 1 192.0.2.1:sum *:*\n"
      .. "sctp LISTEN 0 1 192.0.2.1:sum *:*\n", function(one)
      files.with("#masscan\nopen sctp 9000 192.0.2.2 1\n", function(two)
        local result = run(("report --format json %s %s"):format(one, two))
        local no_port =
          'ianaports: %s:%d: port "%s" is neither a number from 0 to 65535 nor a service that the '
          .. "registry knows\n"
        assert.same({ no_port:format(one, 2, "portless") .. no_port:format(one, 3, "sum"), 0 },
          { result[2], result[3] })
        local list = require("dkjson").decode(result[1]).list
        assert.same({ 9000, 2, "192.0.2.1 192.0.2.2" },
          { list[1].port, list[1].count, table.concat(list[1].hosts, " ") })
      end)
    end)
  end)

  it("has the exit code 1 and a warning if nothing was found", function()
    files.with("#masscan\n# end\n", function(path)
      local result = run("report --format json " .. path)
      local message = "ianaports: %s: no port was found; looked for open ports, as these write "
        .. "them: masscan -oL\n"
      assert.same({ message:format(path), 1 }, { result[2], result[3] })
      assert.matches('"ports":0', result[1])
    end)
  end)

  it("writes charts as SVG, by default the one of years", function()
    local svg = require "ianaports.format.svg"
    local report = require "ianaports.report"
    local summary = report.summarize(ianaports.parse(command.REGISTRY))
    assert.same({ svg.render(summary, "years"), "", 0 }, run "report --format svg")
    for _, chart in ipairs(report.charts) do
      assert.same({ svg.render(summary, chart, { top = 1 }), "", 0 },
        run("report --format svg --top 1 --chart " .. chart))
    end
    local ports = assert(report.read_ports "port,protocol\n80,tcp\n9000,sctp\n")
    summary = report.summarize(ianaports.parse(command.REGISTRY), ports)
    files.with("port,protocol\n80,tcp\n9000,sctp\n", function(path)
      assert.same({ svg.render(summary, "share"), "", 0 },
        run("report --format svg --chart share " .. path))
    end)
  end)

  it("takes --chart for SVG alone", function()
    assert.same({ "", "ianaports: --chart requires --format svg\n", 2 }, run "report --chart years")
    assert.same({ "", "ianaports: --chart requires --format svg\n", 2 },
      run "report --chart share --format json")
    local result = run "report --format svg --chart pie"
    assert.matches("'years', 'assignees', 'share'", result[2])
    assert.same({ "", 2 }, { result[1], result[3] })
  end)

  it("reports mistakes", function()
    assert.same({ "", 'ianaports: --top: a number over 0 expected, got "0"\n', 2 },
      run "report --top 0")
    assert.same({ "", "ianaports: /nonexistent: " .. errno.ENOENT .. "\n", 3 },
      run "report /nonexistent")
  end)

  it("takes any number of assignees, and any width", function()
    local many = ("9"):rep(400)
    assert.same(run "report --top 65536", run("report --top " .. many))
    assert.same({ command.run("report", "COLUMNS=120") },
      { command.run("report", "COLUMNS=" .. many) })
    assert.same({ command.run("ssh -f table", "COLUMNS=200") },
      { command.run("ssh -f table", "COLUMNS=" .. many) })
  end)
end)
