-- The script of lua/hosts/nmap: run by the real program, and its corners one by one.

local compat = require "spec.support.compat"
local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local shell = require "spec.support.shell"

local unpack = compat.unpack

local script = "lua/hosts/nmap/ianaports.nse"

local function run(command)
  local output, succeeded = shell.run(command)
  assert(succeeded, output)
  return output
end

local function read(path)
  local file = assert(io.open(path))
  local content = file:read "*a"
  file:close()
  return content
end

local function write(path, content)
  local file = assert(io.open(path, "w"))
  file:write(content)
  file:close()
end

-- XML -----------------------------------------------------------------------------

local named = { lt = "<", gt = ">", amp = "&", quot = '"', apos = "'" }

local function unescape(text)
  return (text:gsub("&(#?x?)(%w+);", function(kind, name)
    if kind == "" then
      return named[name]
    end
    return string.char(tonumber(name, kind == "#x" and 16 or 10))
  end))
end

-- The <elem> and <table> elements as a Lua table, those without a key as an array.
local function elements(xml)
  local open = { {} }
  local function put(attributes, value)
    local into = open[#open]
    local key = attributes:match 'key="(.-)"'
    into[key and unescape(key) or #into + 1] = value
  end
  for slash, tag, attributes, text in xml:gmatch "<(/?)(%a+)([^>]*)>([^<]*)" do
    if tag == "elem" and slash == "" then
      put(attributes, unescape(text))
    elseif tag == "table" and slash == "" then
      local inner = {}
      put(attributes, inner)
      open[#open + 1] = inner
    elseif tag == "table" then
      open[#open] = nil
    end
  end
  assert(#open == 1, xml)
  return open[1]
end

-- What the script gave inside this piece of XML, or nil.
local function script_elements(xml)
  local inner = xml:match '<script id="ianaports" output=".-">(.-)</script>'
  return inner and elements(inner)
end

local function ports_of(xml)
  local ports = {}
  for protocol, number, inner in
    xml:gmatch '<port protocol="(%a+)" portid="(%d+)">(.-)</port>'
  do
    ports[number .. "/" .. protocol] = {
      state = inner:match '<state state="(.-)"',
      nmap_name = inner:match '<service name="(.-)"',
      script = script_elements(inner),
    }
  end
  return ports
end

local function parse(xml)
  local scan = { hosts = {}, summary = script_elements(xml:match "<postscript>.*$" or "") }
  for host in xml:gmatch "<host .-</host>" do
    scan.hosts[host:match '<address addr="(.-)"'] = ports_of(host)
  end
  return scan
end

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
  local part = read(script):match("%-%- @" .. tag .. "\n(.-)\n%-%- @")
    or read(script):match("%-%- @" .. tag .. "\n(.-)\n\n")
  return ((part .. "\n"):gsub("%-%- ?([^\n]*\n)", "%1"):gsub("%s+$", "\n"))
end

-- What is scanned -------------------------------------------------------------------

local banner = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3"

local open_ports = {
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

-- Each scan by name: its options, with NAME and FOLDER to be filled in.
local scans = {
  mixed = "-sS -sU --script SCRIPT -p T:9,80,100,106,271,585,1024,4364,5116,6001,8080,50000,"
    .. "U:9,5116 127.0.0.1-2",
  example = "--script SCRIPT -p 80,5116,8080 127.0.0.1",
  by_name = "--script ianaports -p 8080 127.0.0.1",
  versions = "-6 -sV --script SCRIPT --script-args ianaports.cpath=MODULE -p 22,8080 ::1",
  verbosity_1 = "--script SCRIPT --script-args ianaports.verbosity=1 -p 80,7509 127.0.0.1",
  verbosity_2 = "--script SCRIPT --script-args ianaports.verbosity=2 -p 80,7509 127.0.0.1",
  v = "-v --script SCRIPT -p 80,7509 127.0.0.1",
  vv = "-vv --script SCRIPT -p 80,7509 127.0.0.1",
  vv_verbosity_0 = "-vv --script SCRIPT --script-args ianaports.verbosity=0 -p 80,7509 127.0.0.1",
  wrong_verbosity = "--script SCRIPT --script-args ianaports.verbosity=3 -p 80 127.0.0.1",
  site = "--script SCRIPT --script-args ianaports.registry=FOLDER/site.csv,ianaports.verbosity=1 "
    .. "-p 80,8080 127.0.0.1",
  no_registry = "--script SCRIPT --script-args ianaports.registry=FOLDER/none -p 80 127.0.0.1",
  malformed = "--script SCRIPT --script-args ianaports.registry=FOLDER/bad.csv -p 80 127.0.0.1",
  nothing_open = "--script SCRIPT -p 9 127.0.0.1",
  no_module = "--script SCRIPT -p 80 127.0.0.1-2",
  other_lua = "--script SCRIPT --script-args ianaports.cpath=OTHER -p 80 127.0.0.1-2",
}

-- These are not to find a module by Lua's own path.
local without_module = { versions = true, no_module = true, other_lua = true }

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

  local folder
  local results = {}

  local function commands()
    local fill = {
      SCRIPT = script,
      FOLDER = folder,
      MODULE = hosts.build(lua),
      OTHER = hosts.build(other_lua),
    }
    local command = "export LUA_CPATH_%s='%s/?.so'\n"
      .. "timeout 60 nmap -n -Pn -oX %s.xml %s >%s.txt 2>&1 || echo $? >%s.failed\n"
    local list = { listeners.start(open_ports) }
    for name, options in pairs(scans) do
      local cpath = without_module[name] and folder or fill.MODULE
      local path = folder .. "/" .. name
      list[#list + 1] = command:format(
        (lua:gsub("%.", "_")), cpath, path, (options:gsub("%u%u%u%u+", fill)), path, path)
    end
    return table.concat(list)
  end

  local function result(name)
    local path = folder .. "/" .. name
    local text = read(path .. ".txt")
    assert(not io.open(path .. ".failed"), text)
    local xml = read(path .. ".xml")
    local parsed = parse(xml)
    parsed.text, parsed.xml = text, xml
    return parsed
  end

  -- What the elements of that port say, of a scan of the first host.
  local function port(name, key)
    return results[name].hosts["127.0.0.1"][key].script
  end

  setup(function()
    folder = shell.new_folder()
    run(("mkdir %s/scripts && cp %s %s/scripts"):format(folder, script, folder))
    write(folder .. "/site.csv", site_registry)
    write(folder .. "/bad.csv", site_registry .. "http,eighty,tcp,,,,,,,,,\n")
    local output, succeeded = hosts.run_isolated("export NMAPDIR=" .. folder .. "\n" .. commands())
    assert(succeeded, output)
    for name in pairs(scans) do
      results[name] = result(name)
    end
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
|   unauthorized_use_reported: Known Unauthorized Use on 106
|_  difference: Nmap has pop3pw (by port number), the registry 3com-tsmux]],
      below(results.mixed.text, "106/tcp")
    )
  end)

  it("says where Nmap's name differs", function()
    assert.equal("http-proxy", results.mixed.hosts["127.0.0.1"]["8080/tcp"].nmap_name)
    local expected = "Nmap has http-proxy (by port number), the registry http-alt"
    assert.equal(expected, port("mixed", "8080/tcp").difference)
    for _, key in ipairs { "80/tcp", "271/tcp", "5116/udp", "6001/tcp" } do
      assert.is_nil(port("mixed", key).difference, key)
    end
    assert.equal("X11:1", results.mixed.hosts["127.0.0.1"]["6001/tcp"].nmap_name)
  end)

  it("says which ports are unassigned, reserved, de-registered or dynamic", function()
    assert.same({
      status = "unassigned",
      description = "Unassigned",
      unauthorized_use_reported = "Known Unauthorized Use on 100",
      difference = "Nmap has newacct (by port number), the registry no name (unassigned)",
    }, port("mixed", "100/tcp"))
    assert.same(
      { ports = "4363-4365", status = "unassigned", description = "Unassigned" },
      port("mixed", "4364/tcp")
    )
    assert.same({
      status = "reserved",
      description = "Reserved",
      assignee = "[IANA]",
      difference = "Nmap has kdm (by port number), the registry no name (reserved)",
    }, port("mixed", "1024/tcp"))
    assert.same({
      status = "deregistered",
      description = "De-registered",
      difference = "Nmap has imap4-ssl (by port number), the registry no name (deregistered)",
    }, port("mixed", "585/tcp"))
    assert.same({
      status = "dynamic",
      difference = "Nmap has ibm-db2 (by port number), the registry no name (dynamic)",
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
      differences = "7",
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
|   differences: 7
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
    assert.equal((message:gsub("\n|[_ ]", "\n"):gsub("^|[_ ]ianaports: ", "")), unescape(told))
    assert.is_nil(results[name].summary)
    for _, ports in pairs(results[name].hosts) do
      assert.is_nil(ports["80/tcp"].script)
    end
    assert.equal("open", results[name].hosts["127.0.0.1"]["80/tcp"].state)
  end

  it("says once that the module is missing, and the scan goes on", function()
    local message = [[
| ianaports: No port is looked up. The Lua module ianaports is not found.
|_Nmap needs the one built for Lua %s; name its folder: --script-args ianaports.cpath=FOLDER]]
    assert_told_once("no_module", message:format(lua))
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

  it("says what is wrong with the registry or the verbosity", function()
    local function message(text)
      return "|_ianaports: No port is looked up. " .. text
    end
    local at = folder .. "/"
    assert_told_once("no_registry", message(at .. "none: cannot open: No such file or directory"))
    assert_told_once("malformed", message(
      at .. 'bad.csv:5: port number "eighty" is neither a number nor a range FIRST-LAST'
    ))
    assert_told_once(
      "wrong_verbosity",
      message "ianaports.verbosity must be 0, 1 or 2, and is 3"
    )
  end)
end)

-- Without Nmap: what takes long to bring about in a scan, and under every Lua.
describe("The Nmap script", function()
  local function keys_of(counts)
    local keys = {}
    for key in pairs(counts) do
      keys[#keys + 1] = key
    end
    return keys
  end

  -- The script's environment, as in a scan with that verbosity.
  local function load_script(verbosity)
    local libraries = {
      nmap = {
        registry = {},
        verbosity = function()
          return verbosity
        end,
      },
      outlib = { list_sep = function() end },
      stdnse = {
        debug1 = function() end,
        get_script_args = function() end,
        output_table = function()
          return {}
        end,
      },
      tableaux = { keys = keys_of },
    }
    local environment = setmetatable({
      SCRIPT_NAME = "ianaports",
      require = function(name)
        return libraries[name] or require(name)
      end,
    }, { __index = _G })
    assert(compat.load(files.read(script), "@" .. script, environment))()
    return environment
  end

  local function open_port(number, service, version)
    return {
      number = number,
      protocol = "tcp",
      state = "open",
      service = service,
      version = version or { service_tunnel = "none", service_dtype = "table" },
    }
  end

  local function describe_port(environment, port)
    assert.is_truthy(environment.portrule({}, port))
    environment.SCRIPT_TYPE = "portrule"
    return environment.action({}, port)
  end

  it("runs for open ports of the transports that the registry knows", function()
    local environment = load_script(1)
    assert.is_false(environment.prerule())
    for protocol, expected in pairs { tcp = true, udp = true, sctp = true, ip = false } do
      local port = open_port(80, "http")
      port.protocol = protocol
      assert.equal(expected, environment.portrule({}, port) or false, protocol)
    end
    for _, state in ipairs { "closed", "filtered", "open|filtered" } do
      local port = open_port(80, "http")
      port.state = state
      assert.is_falsy(environment.portrule({}, port), state)
    end
    assert.is_false(environment.postrule())
  end)

  it("takes the name of a service over TLS for the one that is registered", function()
    local version = { service_tunnel = "ssl", service_dtype = "probed" }
    local environment = load_script(1)
    assert.is_nil(describe_port(environment, open_port(443, "http", version)).difference)
    assert.is_nil(describe_port(environment, open_port(443, "https", version)).difference)
    assert.equal(
      "Nmap has ssl/http (by version detection), the registry pcsync-https",
      describe_port(environment, open_port(8443, "http", version)).difference
    )
  end)

  it("sees no difference where Nmap has no name, or any of the registered ones", function()
    local environment = load_script(1)
    for _, name in ipairs { "unknown", "tcpwrapped", "http", "www-http", "WWW" } do
      assert.is_nil(describe_port(environment, open_port(80, name)).difference, name)
    end
    assert.is_nil(describe_port(environment, open_port(80, nil)).difference)
    assert.is_string(describe_port(environment, open_port(80, "https")).difference)
  end)

  it("takes a name that people use for the one that IANA has", function()
    local environment = load_script(1)
    for number, name in pairs {
      [43] = "whois", [88] = "kerberos-sec", [110] = "pop-3", [111] = "rpcbind", [135] = "msrpc",
      [548] = "afp", [636] = "ldapssl", [3268] = "globalcatLDAP", [5900] = "vnc",
      [9100] = "jetdirect",
    } do
      local out = describe_port(environment, open_port(number, name))
      assert.is_nil(out.difference, name)
      assert.not_equal(name, out.service_name)
    end
    assert.equal("Nmap has rpcbind (by port number), the registry http",
      describe_port(environment, open_port(80, "rpcbind")).difference)
    assert.equal("Nmap has kafka (by port number), the registry XmlIpcRegSvc",
      describe_port(environment, open_port(9092, "kafka")).difference)
  end)

  it("counts the ports that it described", function()
    local environment = load_script(1)
    for number, name in pairs { [80] = "http", [443] = "http", [50001] = "unknown" } do
      describe_port(environment, open_port(number, name))
    end
    assert.is_true(environment.postrule())
    environment.SCRIPT_TYPE = "postrule"
    assert.same({
      open_ports = 3,
      differences = 1,
      statuses = { assigned = 2, dynamic = 1 },
      services = { http = 1, https = 1 },
    }, environment.action())
  end)

  it("is as brief in a category of scripts as when it is named", function()
    for verbosity, expected in pairs { [0] = "www", [1] = "www" } do
      local out = describe_port(load_script(verbosity), open_port(80, "http"))
      assert.equal(expected, out.also_registered[1], verbosity)
    end
    assert.is_table(describe_port(load_script(2), open_port(80)).also_registered[1])
  end)
end)
