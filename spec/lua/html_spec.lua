local command = require "spec.support.command"
local dkjson = require "dkjson"
local document = require "ianaports.page.document"
local fields = require "ianaports.base.fields"
local files = require "spec.support.files"
local hashes = require "ianaports.page.hashes"
local html = require "ianaports.html"
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"
local own_files = require "ianaports.base.files"
local report = require "ianaports.report"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

local MOST_BYTES = 2 * 1024 * 1024

-- assert.equal would show both pages in full if they differed.
local function same_text(expected, given)
  assert.is_true(expected == given)
end

local function data_of(page)
  local text = page:match '<script type="application/json" id="data">(.-)</script>'
  local data, _, message = dkjson.decode(text)
  assert.is_nil(message)
  return data, text
end

-- Records as page/records.mjs reads them.
local function records(encoded, values)
  local list = {}
  for index = 1, encoded.length do
    list[index] = {}
  end
  for field, cells in pairs(encoded.columns) do
    local index, value = 0, nil
    for cell in (cells .. ","):gmatch "([^,]*)," do
      local times = tonumber(cell:match "^%*(%d+)$") or 1
      if cell:find "^%d" then
        value = values[tonumber(cell)]
      end
      for _ = 1, times do
        index = index + 1
        list[index][field] = value
      end
    end
    assert.equal(encoded.length, index, field)
  end
  return list
end

-- The ports of an input as page/scan.mjs reads them.
local function scanned(read)
  local list = records(read.input.ports, read.values)
  local index = 0
  for _, group in ipairs(read.input.ports.groups) do
    for first, last in group[2]:gmatch "(%d+)%-?(%d*)" do
      for port = tonumber(first), tonumber(last) or tonumber(first) do
        index = index + 1
        list[index].port, list[index].protocol = port, group[1] ~= "" and group[1] or nil
      end
    end
  end
  assert.equal(#list, index)
  return list
end

describe("html.render #large", function()
  local page = html.render()
  local data, text = data_of(page)

  it("returns a page of the bundled registry, under 2 MiB", function()
    assert.is_truthy(page:find("^<!doctype html>\n<html lang=\"en\">"))
    assert.is_truthy(page:find("<h1>Service Name and Transport Protocol Port Number Registry</h1>",
      1, true))
    assert.is_true(#page < MOST_BYTES, #page)
  end)

  it("returns all of IANA's own registry, contacts included, under 2 MiB", function()
    local folder = os.getenv "IANAPORTS_OFFICIAL"
    if not folder then
      pending "IANAPORTS_OFFICIAL is not given"
    end
    local registry = assert(ianaports.load(folder .. "/service-names-port-numbers.xml"))
    local official = html.render(registry)
    assert.is_true(#official < MOST_BYTES, #official)
    assert.equal(#registry, tonumber(official:match '"entries":{.-"length":(%d+)'))
  end)

  it("has every entry with every field", function()
    local is_in_part = lacks.test(ianaports.bundled)
    local shown = records(data.entries, data.values)
    local index = 0
    for entry in ianaports.entries() do
      index = index + 1
      entry.unknown = is_in_part(entry) and ianaports.info().lacks.columns or nil
      entry.preference = shown[index].preference
      assert.same(entry, shown[index])
    end
    assert.equal(index, #shown)
  end)

  it("says what the snapshot lacks, and nothing of it for a complete registry", function()
    local note = '<p class="hint">Of what was registered or changed after 2015-07-15, this'
      .. " snapshot has only name, port, protocol and description, and no names without a port.</p>"
    assert.is_truthy(page:find(note, 1, true))
    assert.is_truthy(page:find('fill="url(#chart-years-hatch)"', 1, true))
    local complete = html.render(assert(ianaports.load "data/service-names-port-numbers.csv"))
    assert.is_nil(complete:find("this snapshot has", 1, true))
    assert.is_nil(complete:find("chart-years-hatch", 1, true))
    assert.is_nil(data_of(complete).entries.columns.unknown)
  end)

  it("says of each side of a change what is not known of it", function()
    local complete = assert(ianaports.load "data/service-names-port-numbers.csv")
    local row = ianaports.find "submissions"
    row.assignee, row.status = "[IESG]", nil
    local new = ianaports.build { rows = { row } }
    local old = ianaports.build { rows = { ianaports.find "submissions" }, info = ianaports.info() }
    local changes = data_of(html.render(new, { old = old })).changes
    assert.same({ "unknown" }, changes.kinds)
    assert.is_string(changes.before.columns.unknown)
    assert.is_nil(changes.after.columns.unknown)
    assert.is_nil(data_of(html.render(complete, { old = complete })).changes.before.columns.unknown)
  end)

  it("has the links of references, and the contacts that entries name", function()
    assert.same({ { "RFC6762", "https://www.rfc-editor.org/rfc/rfc6762" } },
      data.links["[RFC6762]"])
    assert.equal("ks@plt.rwth-aachen.de",
      data.contacts.Chair_for_Process_Control_Engineering.email)
  end)

  it("names assignees in the chart as people do, where their names are known", function()
    local registry = ianaports.build {
      rows = {
        { service_name = "one", port_number = 1, transport_protocol = "tcp", assignee = "[A_B]" },
        { service_name = "two", port_number = 2, transport_protocol = "tcp",
          assignee = "[C_D][E]" },
      },
      contacts = { { id = "A_B", name = "Anna Berg" } },
    }
    local charts = html.render(registry):match 'Largest assignees</figcaption>(.-)</figure>'
    assert.is_truthy(charts:find("Anna Berg: 1", 1, true))
    assert.is_truthy(charts:find("C D, E: 1", 1, true))
    assert.is_nil(charts:find("A_B", 1, true))
  end)

  it("is the same each time", function()
    same_text(page, html.render(ianaports.bundled, {}))
  end)

  it("loads nothing from elsewhere, and allows no script or style but its own", function()
    local policy = page:match 'Content%-Security%-Policy" content="([^"]*)"'
    assert.equal(("default-src 'none'; script-src '%s'; style-src '%s'; img-src data:; "
      .. "base-uri 'none'; form-action 'none'"):format(hashes.script, hashes.style), policy)
    local markup = page:gsub("<script.->.-</script>", ""):gsub("<style>.-</style>", "")
    assert.is_nil(markup:find "%ssrc%s*=")
    assert.is_nil(markup:find "%sstyle%s*=")
    assert.is_nil(markup:find "%son%l+%s*=")
    for address in markup:gmatch "<link[^>]*href=\"([^\"]*)\"" do
      assert.equal("data:,", address)
    end
    assert.is_nil(document.style():find "url%(")
    assert.is_nil(document.style():find "@import")
  end)

  it("has the hashes of its script and style", function()
    for _, part in ipairs { "script", "style" } do
      local digest = files.with(document[part](), function(path)
        return (shell.run("openssl dgst -sha256 -binary " .. path .. " | base64"))
      end)
      assert.equal("sha256-" .. digest:gsub("\n", ""), hashes[part],
        "page/hashes.lua must have the new hash of the " .. part)
    end
  end)

  it("has scripts that make no markup of data, without imports and exports", function()
    local script = document.script()
    for _, word in ipairs {
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
      "\nimport ", "\nexport ", "</script",
    } do
      assert.is_nil(script:find(word, 1, true), word)
    end
  end)

  it("has scripts that declare each top-level name once, since they are joined", function()
    local count, declares = {}, { const = true, let = true, class = true, ["function"] = true }
    for kind, name in document.script():gsub("\nasync ", "\n"):gmatch "\n(%l+) ([%w_$]+)" do
      if declares[kind] then
        count[name] = (count[name] or 0) + 1
        assert.equal(1, count[name], name)
      end
    end
    assert.equal(1, count.element)
  end)

  it("lets no text end a script or a title, and escapes invisible characters", function()
    local attack = "</script><!--\226\128\168\255\1\"'&"
    local registry = ianaports.build {
      rows = { { service_name = attack, assignee = "[" .. attack .. "]", reference = attack } },
      info = { title = attack },
    }
    local hostile = html.render(registry)
    local read, json = data_of(hostile)
    assert.is_nil(json:find "<")
    assert.is_nil(json:find "[%c\127]")
    assert.equal("</script><!--\226\128\168\239\191\189\1\"'&",
      records(read.entries, read.values)[1].service_name)
    local title = hostile:match "<title>(.-)</title>"
    assert.is_nil(title:find "[<>\"']")
    assert.equal(2, select(2, hostile:gsub("</script>", "")))
  end)

  it("has data without control characters, and without \"<\"", function()
    assert.is_nil(text:find "[%c<]")
  end)

  it("has the ports of an input", function()
    local ports = assert(report.read_ports "port,proto\n443,tcp\n443,tcp\n4,tcp\nx,icmp\n")
    local registry = sample.registry { "https 443 tcp", "- 4 tcp" }
    local read = data_of(html.render(registry, { ports = ports, source = "a <scan>" }))
    assert.equal("a <scan>", read.input.source)
    assert.equal(3, read.input.seen)
    assert.equal(1, read.input.skipped)
    assert.same({
      { port = 4, protocol = "tcp", count = 1 }, { port = 443, protocol = "tcp", count = 2 },
    }, scanned(read))
  end)

  it("has the hosts and services of an input, hosts as numbers of a list", function()
    local read = data_of(html.render(sample.registry { "https 443 tcp" }, {
      ports = {
        { port = 443, protocol = "tcp", hosts = { "192.0.2.1", "192.0.2.2", "192.0.2.3" } },
        { port = 80, hosts = { "192.0.2.3", "192.0.2.1" }, services = { "http", "ssl/http" } },
      },
    }))
    assert.same({
      { port = 80, count = 1, hosts = "1-2", services = "http\nssl/http" },
      { port = 443, protocol = "tcp", count = 1, hosts = "1-3" },
    }, scanned(read))
    assert.same({ "192.0.2.3", "192.0.2.1", "192.0.2.2" }, read.input.ports.hosts)
  end)

  it("has all ports of four protocols, with hosts, in 4 MiB", function()
    local ports = {}
    for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
      for port = 0, 65535 do
        ports[#ports + 1] = {
          port = port, protocol = protocol,
          hosts = { "192.0.2." .. port % 256, "192.0.2." .. port * 7 % 256 },
        }
      end
    end
    local vast = html.render(nil, { ports = ports })
    assert.is_true(#vast < 4 * 1024 * 1024, #vast)
    assert.equal(4 * 65536, data_of(vast).input.ports.length)
  end)

  it("has the changes from an older registry", function()
    local old = sample.registry { "gone 1 tcp", { "other 2 tcp", description = "one" } }
    local new = sample.registry { { "other 2 tcp", description = "two" }, "new 3-4 udp" }
    local read = data_of(html.render(new, { old = old }))
    local changes, strings = read.changes, read.values
    assert.same({ "freed", "changed", "newly-assigned" }, changes.kinds)
    assert.same({ {}, { "description" }, {} }, { changes.columns[1], changes.columns[2],
      changes.columns[3] })
    local before, after = records(changes.before, strings), records(changes.after, strings)
    assert.equal("gone", before[1].service_name)
    assert.same({}, after[1])
    assert.equal("one", before[2].description)
    assert.equal("two", after[2].description)
    assert.same({}, before[3])
    assert.equal(4, after[3].port_last)
  end)

  it("returns a page of a registry without entries", function()
    local empty = data_of(html.render(ianaports.build { rows = {} }))
    assert.equal(0, empty.entries.length)
  end)

  it("reports which file is missing", function()
    local read = own_files.read_own
    for _, missing in ipairs {
      "page/page.html", "page/theme.css", "page/main.mjs", "format/svg/chart.css",
    } do
      own_files.read_own = function(name)
        if name == missing then
          return nil, name .. ": No such file or directory"
        end
        return read(name)
      end
      local result, message = html.render(ianaports.build { rows = {} })
      own_files.read_own = read
      assert.is_nil(result)
      assert.equal(missing .. ": No such file or directory", message)
    end
  end)

  for expected, arguments in pairs {
    ["bad argument #1 to 'render' (registry expected, got table)"] = { {} },
    ["bad argument #2 to 'render' (table of options expected, got 1)"] = { nil, 1 },
    ["bad argument #2 to 'render'"
      .. " (option ports, source, old or old_source expected, got \"title\")"] =
      { nil, { title = "x" } },
    ["bad argument #2 to 'render' (source (string) expected, got 1)"] = { nil, { source = 1 } },
    ["bad argument #2 to 'render' (old (registry) expected, got table)"] = { nil, { old = {} } },
    ["bad argument #2 to 'render' (ports[1].port (0 to 65535) expected, got 65536)"] =
      { nil, { ports = { { port = 65536 } } } },
    ["bad argument #2 to 'render' (ports or old expected, got \"both\")"] =
      { nil, { ports = {}, old = ianaports.bundled } },
  } do
    it("refuses a wrong argument: " .. expected, function()
      local succeeded, message = pcall(function()
        html.render(arguments[1], arguments[2])
      end)
      assert.is_false(succeeded)
      assert.equal(expected, message:match "html_spec%.lua:%d+: (.*)")
    end)
  end
end)

describe("ianaports #large #programs", function()
  it("writes the page by report --format html", function()
    local output, messages, code = command.run "report --format html"
    assert.same({ "", 0 }, { messages, code })
    same_text(html.render(), output)
  end)

  it("writes the page of files with ports, each port once for all of them", function()
    files.with("port,proto\n443,tcp\n", function(one)
      files.with("port,proto\n443,tcp\n53,udp\n", function(two)
        local output, messages, code
        command.with_registry(function(path)
          local arguments = ("report -f html -r %s %s %s"):format(path, one, two)
          output, messages, code = command.run(arguments)
        end)
        assert.same({ "", 0 }, { messages, code })
        local read = data_of(output)
        assert.equal(one .. ", " .. two, read.input.source)
        local ports = scanned(read)
        assert.same({ 443, 2, 53, 1 },
          { ports[1].port, ports[1].count, ports[2].port, ports[2].count })
        assert.equal(2, #ports)
      end)
    end)
  end)

  it("writes the page of the changes by diff --format html", function()
    command.with_registry(function(path)
      local output, messages, code = command.run(("diff %s bundled -f html"):format(path))
      assert.matches("^ianaports: the new registry does not know all columns [^\n]*\n$", messages)
      assert.equal(1, code)
      local old = assert(ianaports.load(path))
      same_text(html.render(nil, { source = "bundled", old = old, old_source = path }), output)
      local named = ("<p>From %s (A registry of"):format(document.escape(path))
      assert.is_truthy(output:find(named, 1, true))
      assert.is_truthy(output:find(" to bundled (Service Name and ", 1, true))
      output, messages, code = command.run(("diff %s %s -f html"):format(path, path))
      assert.same({ "", 0 }, { messages, code })
      assert.same({}, data_of(output).changes.kinds)
    end)
  end)

  for arguments, message in pairs {
    ["report --format html --top 3"] = "ianaports: --top cannot be combined with --format html\n",
    ["diff bundled bundled -s -f html"] =
      "ianaports: --summary cannot be combined with --format html\n",
  } do
    it("refuses " .. arguments, function()
      assert.same({ "", message, 2 }, { command.run(arguments) })
    end)
  end
end)

describe("the page's scripts #large", function()
  it("know all columns of the registry", function()
    local script = assert(own_files.read_own "page/entry.mjs")
    for _, column in ipairs(fields.COLUMNS) do
      assert.is_truthy(script:find('"' .. column .. '"', 1, true), column)
    end
  end)
end)
