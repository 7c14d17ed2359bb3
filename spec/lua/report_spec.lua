local errno = require "spec.support.errno"
local ianaports = require "ianaports"
local report = require "ianaports.report"
local sample = require "spec.support.sample"
local writer = require "spec.support.writer"

local function written(summary, format, options)
  local output = writer()
  assert.is_true(report.write(summary, format, output, options))
  return output.text()
end

local function row(label, assignee, date, more)
  local fields = more or {}
  fields[1], fields.assignee, fields.registration_date = label, assignee, date
  return fields
end

local registry = sample.registry {
  row("a 22 tcp", "[A]", "2001-02-03"),
  row("a 22 udp", "[A]", "2004-02"),
  row("b 1024 tcp", "[B_*]", "2004", { unauthorized_use_reported = "by\tsome\27[2J" }),
  row("- 10-19 -", nil, nil, { description = "Unassigned" }),
  row("- 9 tcp", "[A]", nil, { description = "Reserved | here" }),
  row("c - -", "[C]", "2004-01-01"),
}

describe("report.summarize of a registry", function()
  it("counts its entries", function()
    local summary = report.summarize(registry)
    assert.same({
      subject = "registry",
      title = registry:info().title,
      last_updated = registry:info().last_updated,
      entries = 6,
      class = { system = 4, user = 1, none = 1 },
      status = { assigned = 4, unassigned = 1, reserved = 1 },
      protocol = { tcp = 3, udp = 1, none = 2 },
      assignee = { ["[A]"] = 3, ["[B_*]"] = 1, ["[C]"] = 1, none = 1 },
      year = { ["2001"] = 1, ["2004"] = 3, none = 2 },
    }, summary)
  end)

  it("agrees with the counts of the bundled registry, which is the default", function()
    local summary = report.summarize()
    assert.equal(ianaports.count(), summary.entries)
    for status, count in pairs(summary.status) do
      assert.equal(ianaports.count { status = status }, count, status)
    end
    assert.equal(ianaports.count { port = true }, summary.class.system + summary.class.user)
    assert.equal("2026-05-11", summary.last_updated)
    assert.same(summary, report.summarize(ianaports.bundled))
  end)
end)

describe("report.summarize of ports", function()
  local ports = {
    { port = 22, protocol = "tcp", count = 3 },
    { port = 9, protocol = "tcp" },
    { port = 12, protocol = "udp", count = 3 },
    { port = 1024, protocol = "tcp" },
    { port = 1024, protocol = "udp" },
    { port = 50000, protocol = "tcp" },
    { port = 22 },
    skipped = 2,
  }

  it("counts each once, by its primary entry", function()
    local summary = report.summarize(registry, ports)
    assert.equal("ports", summary.subject)
    assert.equal(7, summary.ports)
    assert.equal(11, summary.seen)
    assert.equal(2, summary.skipped)
    assert.same({ system = 4, user = 2, dynamic = 1 }, summary.class)
    assert.same({ assigned = 3, reserved = 1, unassigned = 2, dynamic = 1 }, summary.status)
    assert.same({ tcp = 4, udp = 2, none = 1 }, summary.protocol)
    assert.same({ ["[A]"] = 3, ["[B_*]"] = 1, none = 3 }, summary.assignee)
    assert.same({ ["2001"] = 2, ["2004"] = 1, none = 4 }, summary.year)
  end)

  it("lists them, the most frequent first, and those to look at", function()
    local summary = report.summarize(registry, ports)
    local function labels(list)
      local words = {}
      for index, item in ipairs(list) do
        words[index] = ("%d/%s"):format(item.port, item.protocol or "-")
      end
      return table.concat(words, " ")
    end
    assert.equal("12/udp 22/tcp 9/tcp 22/- 1024/tcp 1024/udp 50000/tcp", labels(summary.list))
    assert.equal("9/tcp", labels(summary.reserved))
    assert.equal("12/udp 1024/udp", labels(summary.unassigned))
    assert.equal("1024/tcp", labels(summary.unauthorized))
    assert.same({
      port = 1024, protocol = "tcp", count = 1, class = "user", status = "assigned",
      service_name = "b", unauthorized_use_reported = "by\tsome\27[2J",
    }, summary.unauthorized[1])
    assert.same({
      port = 50000, protocol = "tcp", count = 1, class = "dynamic", status = "dynamic",
    }, summary.list[7])
  end)

  it("lists a port that is there more than once in the order of the input", function()
    local given = {}
    for index = 1, 20 do
      given[index] = { port = 22, protocol = "tcp", hosts = { tostring(index) } }
    end
    for index, item in ipairs(report.summarize(registry, given).list) do
      assert.same({ tostring(index) }, item.hosts)
    end
  end)

  it("lists the hosts and detected services of ports", function()
    local hosts, services = { "192.0.2.1" }, { "ssh" }
    local item = report.summarize(registry, {
      { port = 22, protocol = "tcp", hosts = hosts, services = services },
    }).list[1]
    assert.same({ hosts, services }, { item.hosts, item.services })
  end)

  it("accepts no ports, and takes notes from entries beside the primary one", function()
    assert.equal(0, report.summarize(registry, {}).ports)
    local two = sample.registry {
      "x 5 tcp", row("y 5 tcp", nil, nil, { unauthorized_use_reported = "yes" }),
    }
    assert.equal("yes",
      report.summarize(two, { { port = 5, protocol = "tcp" } }).list[1].unauthorized_use_reported)
  end)

  for message, bad in pairs {
    ["ports[1] (table) expected, got 22"] = { 22 },
    ["ports[2].port (0 to 65535) expected, got 65536"] = { { port = 1 }, { port = 65536 } },
    ["ports[1].port (0 to 65535) expected, got nil"] = { {} },
    ['ports[1].protocol (tcp, udp, sctp or dccp) expected, got "TCP"'] = {
      { port = 1, protocol = "TCP" },
    },
    ["ports[1].count (integer) expected, got 1.5"] = { { port = 1, count = 1.5 } },
    ["ports[1].count (up to 1099511627776) expected, got 1e+300"] = { { port = 1, count = 1e300 } },
    ["ports[1].hosts (array of strings) expected, got table"] = { { port = 1, hosts = { 1 } } },
    ['ports[1].services (array of strings) expected, got "a"'] = { { port = 1, services = "a" } },
  } do
    it("raises: " .. message, function()
      assert.has_error(function()
        report.summarize(registry, bad)
      end, "bad argument #2 to 'summarize' (" .. message .. ")")
    end)
  end

  it("accepts counts up to 2^40, and writes them and their sum", function()
    local full = report.summarize(registry, {
      { port = 22, protocol = "tcp", count = 2 ^ 40 },
      { port = 9, protocol = "tcp", count = 2 ^ 40 },
    })
    assert.equal(2 ^ 41, full.seen)
    for _, format in ipairs { "text", "markdown" } do
      assert.matches("1,099,511,627,776", written(full, format))
    end
  end)

  it("raises for no registry", function()
    assert.has_error(function()
      report.summarize {}
    end, "bad argument #1 to 'summarize' (registry expected, got table)")
  end)
end)

local ports = {
  { port = 22, protocol = "tcp", count = 1200 },
  { port = 9, protocol = "tcp" },
  { port = 1024, protocol = "tcp", count = 10 },
  skipped = 1,
}

describe("report.write", function()
  it("writes a registry as text, in Unicode", function()
    assert.equal([[
A registry of service names and port
numbers
6 entries

Class
  system   4   66.7 %  █████████████████
  user     1   16.7 %  ████▎
  no port  1   16.7 %  ████▎

Status
  assigned    4   66.7 %  ██████████████
  reserved    1   16.7 %  ███▌
  unassigned  1   16.7 %  ███▌

Protocol
  tcp  3   50.0 %  █████████████████████
  udp  1   16.7 %  ███████
  any  2   33.3 %  ██████████████

Assignee
  [A]         3   50.0 %  ██████████████
  2 others    2   33.3 %
  none given  1   16.7 %

Year of registration
  2001        1   16.7 %  ████▋
  2002        0    0.0 %
  2003        0    0.0 %
  2004        3   50.0 %  ██████████████
  none given  2   33.3 %
]], written(report.summarize(registry), "text", { width = 40, ascii = false, top = 1 }))
  end)

  it("writes ports as text, in ASCII", function()
    assert.equal([[
A registry of service names and port
numbers
3 ports, seen 1,211 times; 1 record
without port and protocol of the
registry left out

Ports
  22/tcp a    1,200   99.1 %  ##########
  1024/tcp b     10    0.8 %  #
  9/tcp r...      1    0.1 %  #

Class
  system  2   66.7 %  ##################
  user    1   33.3 %  #########

Status
  assigned  2   66.7 %  ################
  reserved  1   33.3 %  ########

Protocol
  tcp  3  100.0 %  #####################

Assignee
  [A]    2   66.7 %  ###################
  [B_*]  1   33.3 %  ##########

Year of registration
  2001        1   33.3 %  ##############
  2002        0    0.0 %
  2003        0    0.0 %
  2004        1   33.3 %  ##############
  none given  1   33.3 %

Reserved
  9/tcp  Reserved | here

Unauthorized use reported
  1024/tcp  by some\x1b[2J
]], written(report.summarize(registry, ports), "text", { width = 40, ascii = true }))
  end)

  it("writes Markdown in which nothing is taken for markup", function()
    local text = written(report.summarize(registry, ports), "markdown", { ascii = false })
    assert.equal([[
# A registry of service names and port numbers

3 ports, seen 1,211 times; 1 record without port and protocol of the registry left out

## Ports

| | Count | Share | |
|---|---:|---:|---|
| 22/tcp a | 1,200 | 99.1 % | ██████████████████████████████ |
| 1024/tcp b | 10 | 0.8 % | ▎ |
| 9/tcp reserved | 1 | 0.1 % | ▏ |
]], text:match "^(.-)\n## Class")
    assert.equal([[
| \[A\] | 2 | 66.7 % | ██████████████████████████████ |
| \[B\_\*\] | 1 | 33.3 % | ███████████████ |
]], text:match "## Assignee\n\n[^\n]*\n[^\n]*\n(.-)\n## Year")
    assert.equal([[
## Reserved

- 9/tcp: Reserved \| here

## Unauthorized use reported

- 1024/tcp: by some\\x1b\[2J
]], text:match "\n(## Reserved.*)$")
  end)

  it("writes JSON that holds the summary", function()
    local json = require "dkjson"
    for _, summary in ipairs {
      report.summarize(registry),
      report.summarize(registry, ports),
      report.summarize(registry, {}),
    } do
      local text = written(summary, "json")
      assert.is_nil(text:find "[^\n\32-\126]")
      assert.same(summary, (json.decode(text, 1, nil, nil)))
      assert.equal(text, written(summary, "json"))
    end
    local empty = written(report.summarize(registry, {}), "json")
    assert.truthy(empty:find('"list":[]', 1, true))
    assert.truthy(empty:find '"class":{%s*}')
  end)

  it("writes JSON of texts that are no UTF-8", function()
    local bad = report.summarize(registry)
    bad.assignee = { ["a\255b"] = 1 }
    assert.truthy(written(bad, "json"):find('"a\239\191\189b":1', 1, true))
  end)

  it("measures text by the columns that it takes, and cuts it between characters", function()
    local summary = report.summarize(registry)
    summary.assignee = { ["\195\164\195\164"] = 1, b = 1, [("\195\182"):rep(50)] = 1 }
    local options = { width = 40, ascii = false }
    local text = written(summary, "text", options)
    assert.equal("  b               1   16.7 %  ██████████\n"
      .. "  \195\164\195\164              1   16.7 %  ██████████\n"
      .. "  " .. ("\195\182"):rep(11) .. "...  1   16.7 %  ██████████\n",
      text:match "Assignee\n(.-)\n\n" .. "\n")
    options.ascii = true
    assert.is_nil(written(summary, "text", options):find "[\128-\255]")
  end)

  it("keeps to ASCII unless the locale is UTF-8", function()
    local shell = require "spec.support.shell"
    local program = ([[%s -e 'local report = require "ianaports.report"
      report.write(report.summarize(), "text", io.stdout)']]):format(os.getenv "LUA" or "lua5.4")
    assert.is_nil(shell.run("LC_ALL=C " .. program):find "[\128-\255]")
    assert.truthy(shell.run("LC_ALL=C.UTF-8 " .. program):find("\226\150\136", 1, true))
    assert.truthy(shell.run("LC_ALL= LC_CTYPE= LANG=en_US.utf8 " .. program)
      :find("\226\150\136", 1, true))
  end)

  it("is 1000 columns wide at most, and names as many as there are", function()
    for _, ascii in ipairs { true, false } do
      local widest =
        written(report.summarize(), "text", { width = 1000, top = 2 ^ 31, ascii = ascii })
      for _, number in ipairs { 1e300, math.huge, 2 ^ 53 } do
        assert.equal(widest,
          written(report.summarize(), "text", { width = number, top = number, ascii = ascii }))
      end
    end
  end)

  it("fits the width asked for", function()
    for _, width in ipairs { 40, 41, 60, 80, 133 } do
      local text = written(report.summarize(), "text", { width = width, ascii = true })
      local longest = 0
      for line in text:gmatch "[^\n]+" do
        longest = math.max(longest, #line)
      end
      assert.equal(width, longest)
    end
  end)

  it("reports that writing fails", function()
    local full = assert(io.open("/dev/full", "wb"))
    full:setvbuf "no"
    assert.same({ nil, "cannot write: " .. errno.ENOSPC },
      { report.write(report.summarize(registry), "text", full) })
    full:close()
  end)

  for message, arguments in pairs {
    ["#1 to 'write' (summary expected, got table)"] = { {}, "text", io.stdout },
    ["#2 to 'write' (text, markdown, json or svg expected, got \"html\")"] = {
      report.summarize(registry), "html", io.stdout,
    },
    ["#3 to 'write' (file to write expected, got nil)"] = { report.summarize(registry), "text" },
    ["#4 to 'write' (width (number) expected, got \"x\")"] = {
      report.summarize(registry), "text", io.stdout, { width = "x" },
    },
    ["#4 to 'write' (top (number) expected, got " .. tostring(0 / 0) .. ")"] = {
      report.summarize(registry), "text", io.stdout, { top = 0 / 0 },
    },
    ["#4 to 'write' (option width, ascii, top or chart expected, got \"colour\")"] = {
      report.summarize(registry), "text", io.stdout, { colour = true },
    },
  } do
    it("raises: bad argument " .. message, function()
      assert.has_error(function()
        report.write(arguments[1], arguments[2], arguments[3], arguments[4])
      end, "bad argument " .. message)
    end)
  end
end)
