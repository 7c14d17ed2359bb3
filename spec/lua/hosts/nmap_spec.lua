-- The script of lua/hosts/nmap: run by the real program, and its corners one by one.

local compat = require "spec.support.compat"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local nmap_scans = require "spec.support.nmap_scans"
local nmap_xml = require "spec.support.nmap_xml"
local shell = require "spec.support.shell"

local unpack = compat.unpack

local script = nmap_scans.script

local run = shell.output

-- Text ----------------------------------------------------------------------------

local function trim_lines(text)
  return (text:gsub("[ \t]+\n", "\n"))
end

-- What scripts print below the line that begins with this.
local function below(text, beginning)
  local lines, inside = {}, false
  for line in trim_lines(text):gmatch "([^\n]*)\n" do
    if line:sub(1, 1) ~= "|" then
      inside = line:sub(1, #beginning) == beginning
    elseif inside then
      lines[#lines + 1] = line
    end
  end
  return table.concat(lines, "\n")
end

local function occurrences(text, part)
  return select(2, text:gsub(part:gsub("%p", "%%%0"), ""))
end

-- A tagged part of the script's documentation, as plain text.
local function documented(tag)
  local part = files.read(script):match("%-%- @" .. tag .. "\n(.-)\n%-%- @")
    or files.read(script):match("%-%- @" .. tag .. "\n(.-)\n\n")
  return ((part .. "\n"):gsub("%-%- ?([^\n]*\n)", "%1"):gsub("%s+$", "\n"))
end

-- What is scanned -------------------------------------------------------------------

local banner = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3"

local open_ports = {
  "127.0.0.1:53/udp silent", -- open|filtered
  "127.0.0.1:80/tcp", -- several services
  "127.0.0.1:100/tcp", -- unassigned, with unauthorized use
  "127.0.0.1:106/tcp", -- assigned, with unauthorized use
  "127.0.0.1:271/tcp", -- with a reference
  "127.0.0.1:585/tcp", -- de-registered
  "127.0.0.1:1024/tcp", -- reserved
  "127.0.0.1:4364/tcp", -- inside a range of unassigned ports
  "127.0.0.1:5116/tcp", -- reserved, while udp is assigned
  "127.0.0.1:5116/udp",
  "127.0.0.1:6001/tcp", -- inside a range; Nmap calls it X11:1
  "127.0.0.1:7509/tcp", -- with a contact and dates
  "127.0.0.1:8080/tcp", -- http-alt, which Nmap calls http-proxy
  "127.0.0.1:50000/tcp", -- dynamic; Nmap calls it ibm-db2
  "127.0.0.2:80/tcp",
  "::1:22/tcp " .. banner,
  "::1:8080/tcp " .. banner,
}

local site_registry = [[
Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,]]
  .. [[Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes
http-proxy,8080,tcp,"The ""site"" <proxy>",,,,,,,,
billing,8080,tcp,Old,,,,,,,,
billing,8080,tcp,New,,,,,,,,
]]

local tcp_and_udp = "-sS -sU -p T:9,80,100,106,271,585,1024,4364,5116,6001,8080,50000,U:9,5116 "

-- Each scan by name: its options, as nmap_scans.run takes them.
local scans = {
  mixed = tcp_and_udp .. "--script SCRIPT 127.0.0.1-2",
  names = tcp_and_udp .. "--script SCRIPT --script-args ianaports.verbosity=1 127.0.0.1",
  only = tcp_and_udp .. "--script SCRIPT --script-args ianaports.verbosity=1,"
    .. "ianaports.only-differences 127.0.0.1",
  quiet = "--script SCRIPT --script-args ianaports.only-differences=yes,ianaports.no-summary=1 "
    .. "-p 80,8080 127.0.0.1",
  maybe = "-sU --script SCRIPT --script-args ianaports.open-filtered -p 53,5116 127.0.0.1",
  not_maybe = "-sU --script SCRIPT --script-args ianaports.open-filtered=no -p 53 127.0.0.1",
  example = "--script SCRIPT -p 80,5116,8080 127.0.0.1",
  by_name = "--script ianaports -p 8080 127.0.0.1",
  installed = "--script ianaports -p 8080 127.0.0.1",
  versions = "-6 -sV --script SCRIPT --script-args ianaports.cpath=MODULE -p 22,8080 ::1",
  verbosity_1 = "--script SCRIPT --script-args ianaports.verbosity=1 -p 80,7509 127.0.0.1",
  verbosity_2 = "--script SCRIPT --script-args ianaports.verbosity=2 -p 80,7509 127.0.0.1",
  v = "-v --script SCRIPT -p 80,7509 127.0.0.1",
  vv = "-vv --script SCRIPT -p 80,7509 127.0.0.1",
  vv_verbosity_0 = "-vv --script SCRIPT --script-args ianaports.verbosity=0 -p 80,7509 127.0.0.1",
  wrong_verbosity = "--script SCRIPT --script-args ianaports.verbosity=3 -p 80 127.0.0.1",
  wrong_flag = "--script SCRIPT --script-args ianaports.no-summary=maybe -p 80 127.0.0.1",
  wrong_path = "--script SCRIPT --script-args ianaports.registry -p 80 127.0.0.1",
  wrong_name = "--script SCRIPT --script-args ianaports.verbose=1 -p 80 127.0.0.1",
  site = "--script SCRIPT --script-args ianaports.registry=FOLDER/site.csv,ianaports.verbosity=1 "
    .. "-p 80,8080 127.0.0.1",
  no_registry = "--script SCRIPT --script-args ianaports.registry=FOLDER/none -p 80 127.0.0.1",
  no_relative = "--script SCRIPT --script-args ianaports.registry=none.csv -p 80 127.0.0.1",
  malformed = "--script SCRIPT --script-args ianaports.registry=FOLDER/bad.csv -p 80 127.0.0.1",
  nothing_open = "--script SCRIPT -p 9 127.0.0.1",
  no_module = "--script SCRIPT --script-args ianaports.cpath=FOLDER/none -p 80 127.0.0.1-2",
  other_lua = "--script SCRIPT --script-args ianaports.cpath=OTHER -p 80 127.0.0.1-2",
}

-- These are not to find a module by Lua's own path.
local without_module = { installed = "/installed", versions = "", no_module = "", other_lua = "" }

describe("Nmap #hosts", function()
  local lua = hosts.lua_of "nmap"
  local other_lua = lua == "5.4" and "5.3" or "5.4"
  local missing = hosts.missing {
    programs = { "nmap", "perl" }, lua = { lua, other_lua }, isolation = true,
  }
  if missing then
    pending(missing)
    return
  end

  local folder, results

  -- What the elements of that port say, of a scan of the first host.
  local function port(name, key)
    return results[name].hosts["127.0.0.1"][key].script
  end

  setup(function()
    folder = shell.new_folder()
    files.write(folder .. "/site.csv", site_registry)
    files.write(folder .. "/bad.csv", site_registry .. "http,eighty,tcp,,,,,,,,,\n")
    results = nmap_scans.run(folder, listeners.start(open_ports), scans, without_module)
  end)

  teardown(function()
    run("rm -r " .. folder)
  end)

  it("prints what the script's documentation shows", function()
    local ports = results.example.text:match "(PORT .*)Nmap done"
    assert.equal(documented "output", trim_lines(ports))
    local inner = results.example.xml:match '<script id="ianaports".->(.-)</script>'
    assert.equal(documented "xmloutput", inner)
  end)

  it("tells each column of the port's service that matters", function()
    assert.same({
      service_name = "pt-tls",
      status = "assigned",
      description = "IETF Network Endpoint Assessment (NEA) Posture Transport Protocol over TLS "
        .. "(PT-TLS)",
      assignee = "[IESG]",
      reference = "[RFC6876]",
    }, port("mixed", "271/tcp"))
    assert.equal(
      [[
| ianaports:
|   service_name: 3com-tsmux
|   status: assigned
|   description: 3COM-TSMUX
|   assignee: [Jeremy_Siegel]
|_  unauthorized_use_reported: Known Unauthorized Use on 106]],
      below(results.mixed.text, "106/tcp")
    )
  end)

  it("says where Nmap's name differs, by port number from verbosity 1 on", function()
    local names = results.names.hosts["127.0.0.1"]
    assert.equal("http-proxy", names["8080/tcp"].nmap_name)
    assert.equal("X11:1", names["6001/tcp"].nmap_name)
    local expected = {
      ["100/tcp"] = "Nmap has newacct (by port number), the registry no name (unassigned)",
      ["106/tcp"] = "Nmap has pop3pw (by port number), the registry 3com-tsmux",
      ["585/tcp"] = "Nmap has imap4-ssl (by port number), the registry no name (deregistered)",
      ["1024/tcp"] = "Nmap has kdm (by port number), the registry no name (reserved)",
      ["5116/tcp"] = "Nmap has emb-proj-cmd (by port number), the registry no name (reserved)",
      ["50000/tcp"] = "Nmap has ibm-db2 (by port number), the registry no name (dynamic)",
    }
    for key, of_port in pairs(names) do
      assert.equal(expected[key], of_port.script and of_port.script.difference, key)
      local at_0 = port("mixed", key)
      assert.is_nil(at_0 and at_0.difference, key)
      -- Only those with a difference.
      assert.equal(expected[key], (results.only.hosts["127.0.0.1"][key].script or {}).difference)
    end
    assert.same(results.names.summary, results.only.summary)
  end)

  it("shows no port and no summary if it is told so, and nothing differs", function()
    assert.is_nil(results.quiet.text:find("ianaports:", 1, true), results.quiet.text)
    assert.equal("open", results.quiet.hosts["127.0.0.1"]["8080/tcp"].state)
  end)

  it("shows ports in the state open|filtered if it is told so", function()
    assert.equal("open|filtered", results.maybe.hosts["127.0.0.1"]["53/udp"].state)
    assert.equal("domain", port("maybe", "53/udp").service_name)
    assert.equal("emb-proj-cmd", port("maybe", "5116/udp").service_name)
    assert.equal("open", results.maybe.hosts["127.0.0.1"]["5116/udp"].state)
    local summary = results.maybe.summary
    assert.same({ "1", "1" }, { summary.open_ports, summary.open_filtered_ports })
    assert.equal("open|filtered", results.not_maybe.hosts["127.0.0.1"]["53/udp"].state)
    assert.is_nil(port("not_maybe", "53/udp"))
  end)

  it("says which ports are unassigned, reserved, de-registered or dynamic", function()
    assert.same({
      status = "unassigned",
      description = "Unassigned",
      unauthorized_use_reported = "Known Unauthorized Use on 100",
    }, port("mixed", "100/tcp"))
    assert.same(
      { ports = "4363-4365", status = "unassigned", description = "Unassigned" },
      port("mixed", "4364/tcp")
    )
    assert.same({
      status = "reserved",
      description = "Reserved",
      assignee = "[IANA]",
    }, port("mixed", "1024/tcp"))
    assert.same({
      status = "deregistered",
      description = "De-registered",
    }, port("mixed", "585/tcp"))
    assert.same({
      status = "dynamic",
    }, port("mixed", "50000/tcp"))
  end)

  it("keeps tcp and udp apart", function()
    assert.equal("reserved", port("mixed", "5116/tcp").status)
    assert.same({
      service_name = "emb-proj-cmd",
      status = "assigned",
      description = "EPSON Projecter Image Transfer",
      assignee = "[SEIKO_EPSON_4]",
    }, port("mixed", "5116/udp"))
  end)

  it("tells the ports of a range", function()
    assert.equal("x11", port("mixed", "6001/tcp").service_name)
    assert.equal("6000-6063", port("mixed", "6001/tcp").ports)
  end)

  it("names the other services of a port", function()
    assert.same({ "www", "www-http" }, port("mixed", "80/tcp").also_registered)
  end)

  it("leaves closed ports alone", function()
    for address, keys in pairs {
      ["127.0.0.1"] = { "9/tcp", "9/udp" },
      ["127.0.0.2"] = { "8080/tcp", "5116/udp" },
    } do
      for _, key in ipairs(keys) do
        assert.equal("closed", results.mixed.hosts[address][key].state, key)
        assert.is_nil(results.mixed.hosts[address][key].script, key)
      end
    end
    assert.is_nil(results.nothing_open.text:find("ianaports:", 1, true))
  end)

  it("counts over all hosts after the scan, the most frequent first", function()
    assert.same({
      open_ports = "13",
      differences = { by_version_detection = "0", by_port_number = "6" },
      statuses = {
        assigned = "7",
        reserved = "2",
        unassigned = "2",
        deregistered = "1",
        dynamic = "1",
      },
      services = {
        http = "2",
        ["3com-tsmux"] = "1",
        ["emb-proj-cmd"] = "1",
        ["http-alt"] = "1",
        ["pt-tls"] = "1",
        x11 = "1",
      },
    }, results.mixed.summary)
    assert.equal(
      [[
| ianaports:
|   open_ports: 13
|   differences:
|     by_version_detection: 0
|     by_port_number: 6
|   statuses:
|     assigned: 7
|     reserved: 2
|     unassigned: 2
|     deregistered: 1
|     dynamic: 1
|   services:
|     http: 2
|     3com-tsmux: 1
|     emb-proj-cmd: 1
|     http-alt: 1
|     pt-tls: 1
|_    x11: 1]],
      below(results.mixed.text, "Post-scan")
    )
  end)

  it("runs by its name from Nmap's folder of scripts", function()
    assert.equal("http-alt", port("by_name", "8080/tcp").service_name)
    assert.equal("http-alt", port("installed", "8080/tcp").service_name)
  end)

  it("says that Nmap's name is from version detection, over IPv6", function()
    local ports = results.versions.hosts["::1"]
    assert.equal("ssh", ports["8080/tcp"].nmap_name)
    local expected = "Nmap has ssh (by version detection), the registry http-alt"
    assert.equal(expected, ports["8080/tcp"].script.difference)
    assert.equal("ssh", ports["22/tcp"].script.service_name)
    assert.is_nil(ports["22/tcp"].script.difference)
  end)

  it("adds notes, and all of it for the other services, with verbosity 1", function()
    local www, www_http = unpack(port("verbosity_1", "80/tcp").also_registered)
    assert.same({
      service_name = "www",
      alias_of = "http",
      status = "assigned",
      description = "World Wide Web HTTP",
      assignment_notes = 'This is a duplicate of the "http" service and should not be used '
        .. "for discovery purposes.",
    }, www)
    assert.equal("www-http", www_http.service_name)
    assert.equal("[Tim_Berners_Lee]", www_http.assignee)
    local notes = port("verbosity_1", "80/tcp").assignment_notes
    assert.is_truthy(notes:find("u=<username> p=<password>", 1, true), notes)
    assert.is_nil(www_http.assignment_notes:find "\n")
    assert.is_nil(port("verbosity_1", "7509/tcp").registration_date)
    assert.is_nil(port("example", "80/tcp").assignment_notes)
  end)

  it("adds every column with verbosity 2", function()
    assert.same({
      service_name = "acplt",
      status = "assigned",
      description = "ACPLT - process automation service",
      assignee = "[Chair_for_Process_Control_Engineering]",
      contact = "[Ulrich_Epple]",
      registration_date = "2010-12-07",
      modification_date = "2012-08-07",
    }, port("verbosity_2", "7509/tcp"))
  end)

  it("takes its verbosity from -v and -vv, unless told", function()
    assert.same(results.verbosity_1.hosts, results.v.hosts)
    assert.same(results.verbosity_2.hosts, results.vv.hosts)
    assert.same(port("example", "80/tcp"), port("vv_verbosity_0", "80/tcp"))
  end)

  it("asks another registry", function()
    assert.same({
      service_name = "http-proxy",
      status = "assigned",
      description = 'The "site" <proxy>',
      also_registered = {
        { service_name = "billing", status = "assigned", description = "Old" },
        { service_name = "billing", status = "assigned", description = "New" },
      },
    }, port("site", "8080/tcp"))
    assert.same({
      status = "unassigned",
      difference = "Nmap has http (by port number), the registry no name (unassigned)",
    }, port("site", "80/tcp"))
  end)

  local function assert_told_once(name, message)
    local text = results[name].text
    assert.equal(1, occurrences(text, "ianaports:"), text)
    assert.equal(message, below(text, "Pre-scan"))
    local told = results[name].xml:match '<prescript><script id="ianaports" output="(.-)"/>'
    local plain = message:gsub("\n|[_ ]", "\n"):gsub("^|[_ ]ianaports: ", "")
    assert.equal(plain, nmap_xml.unescape(told))
    assert.is_nil(results[name].summary)
    for _, ports in pairs(results[name].hosts) do
      assert.is_nil(ports["80/tcp"].script)
    end
    assert.equal("open", results[name].hosts["127.0.0.1"]["80/tcp"].state)
  end

  it("says once that the module is missing, and the scan goes on", function()
    local message = [[
| ianaports: No port is looked up. The Lua module ianaports is not found. Nmap looked for:
|   nselib/ianaports.so
|   FOLDER/none/ianaports.so
|   FOLDER/ianaports.so
|_Nmap needs the one built for Lua %s; name its folder: --script-args ianaports.cpath=FOLDER]]
    assert_told_once("no_module", message:gsub("FOLDER/", folder .. "/"):format(lua))
    assert.equal("open", results.no_module.hosts["127.0.0.2"]["80/tcp"].state)
  end)

  it("says once that the module is built for another Lua", function()
    local text = results.other_lua.text
    assert_told_once("other_lua", below(text, "Pre-scan"))
    local path = ("build/%s/ianaports.so"):format(other_lua)
    assert.is_truthy(text:find("No port is looked up. error loading module", 1, true), text)
    assert.is_truthy(text:find(path, 1, true), text)
    assert.is_truthy(text:find("built for Lua " .. lua, 1, true), text)
  end)

  it("says what is wrong with the registry", function()
    local function message(text)
      return "|_ianaports: No port is looked up. " .. text
    end
    local at = folder .. "/"
    assert_told_once("no_registry", message(at .. "none: cannot open: " .. errno.ENOENT))
    assert_told_once("malformed", message(
      at .. 'bad.csv:5: port number "eighty" is neither a number nor a range FIRST-LAST'
    ))
    local here = shell.run "pwd"
    assert_told_once("no_relative", [[
| ianaports: No port is looked up. none.csv: cannot open: ]] .. errno.ENOENT
      .. "\n|_The path is relative to " .. here:gsub("\n$", ""))
  end)

  it("says which argument is wrong, and what would be right", function()
    for name, text in pairs {
      wrong_verbosity = "ianaports.verbosity must be 0, 1 or 2, and is 3",
      wrong_flag = "ianaports.no-summary must be yes or no, and is maybe",
      wrong_path = "ianaports.registry must be the path of a file, and has no value",
      wrong_name = "There is no argument ianaports.verbose; there are ianaports.cpath, "
        .. "ianaports.registry, ianaports.verbosity, ianaports.only-differences, "
        .. "ianaports.no-summary, ianaports.open-filtered",
    } do
      assert_told_once(name, "|_ianaports: No port is looked up. " .. text)
    end
  end)
end)
