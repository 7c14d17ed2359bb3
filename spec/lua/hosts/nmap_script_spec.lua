-- The script of lua/hosts/nmap without Nmap: what takes long to bring about in a scan, and under
-- every Lua.

local ianaports = require "ianaports"

local compat = require "spec.support.compat"
local files = require "spec.support.files"

local script = "lua/hosts/nmap/ianaports.nse"

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
      nmap_registry = libraries.nmap.registry,
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

  local probed = { service_tunnel = "none", service_dtype = "probed" }
  local probed_tls = { service_tunnel = "ssl", service_dtype = "probed" }

  it("sees no difference where Nmap has no name, or any of the registered ones", function()
    local environment = load_script(0)
    for _, name in ipairs { "unknown", "tcpwrapped", "ssl", "quic", "http", "www-http", "WWW" } do
      assert.is_nil(describe_port(environment, open_port(80, name, probed)).difference, name)
    end
    assert.is_nil(describe_port(environment, open_port(80, nil, probed)).difference)
    assert.is_string(describe_port(environment, open_port(80, "ssh", probed)).difference)
  end)

  it("takes a name that people use for the one that IANA has", function()
    local environment = load_script(2)
    for number, name in pairs {
      [43] = "whois", [88] = "kerberos-sec", [110] = "pop-3", [111] = "rpcbind", [135] = "msrpc",
      [548] = "afp", [636] = "ldapssl", [3268] = "globalcatLDAP", [5900] = "vnc",
      [9100] = "jetdirect", [1352] = "lotusnotes", [2222] = "EtherNetIP-1",
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

  it("takes the services of a family for the same, with and without TLS", function()
    local environment = load_script(0)
    for number, names in pairs {
      [80] = { "https", "http-proxy" }, [443] = { "http", "https" }, [631] = { "http" },
      [8443] = { "http", "https-alt" }, [8080] = { "http", "http-proxy" }, [5985] = { "http" },
      [465] = { "smtp", "smtp-proxy" }, [587] = { "smtp" }, [993] = { "imap", "imap-proxy" },
      [995] = { "pop3" }, [990] = { "ftp" }, [853] = { "domain" }, [3269] = { "ldap" },
      [992] = { "telnet" }, [6697] = { "irc" }, [5061] = { "sip" }, [445] = { "netbios-ssn" },
      [2049] = { "nfs_acl" }, [1080] = { "socks4", "socks5", "socks-proxy" }, [3713] = { "tftp" },
    } do
      for _, name in ipairs(names) do
        local out = describe_port(environment, open_port(number, name, probed_tls))
        assert.is_nil(out.difference, out.difference)
      end
    end
    for number, expected in pairs {
      [465] = "ssl/http (by version detection), the registry submissions",
      [22] = "ssl/http (by version detection), the registry ssh",
      [81] = "ssl/http (by version detection), the registry no name (unassigned)",
    } do
      assert.equal("Nmap has " .. expected,
        describe_port(environment, open_port(number, "http", probed_tls)).difference)
    end
  end)

  it("lets services of RPC listen where they like", function()
    local environment = load_script(0)
    local mountd = { service_tunnel = "none", service_dtype = "probed", extrainfo = "RPC #100005" }
    assert.is_nil(describe_port(environment, open_port(50001, "msrpc", probed)).difference)
    assert.is_nil(describe_port(environment, open_port(40001, "mountd", mountd)).difference)
    assert.is_string(describe_port(environment, open_port(40001, "mountd", probed)).difference)
  end)

  it("shows a difference by port number from verbosity 1 on, and counts it always", function()
    for verbosity, shown in pairs { [0] = false, [1] = false, [2] = true, [3] = true } do
      local environment = load_script(verbosity)
      local out = describe_port(environment, open_port(80, "telnet"))
      assert.equal(shown, out.difference ~= nil, verbosity)
      environment.SCRIPT_TYPE = "postrule"
      assert.same({ by_version_detection = 0, by_port_number = 1 },
        environment.action().differences)
    end
  end)

  it("cuts long texts with verbosity 0, after a word", function()
    local cut = describe_port(load_script(0), open_port(4646)).description
    local whole = describe_port(load_script(2), open_port(4646)).description
    assert.is_true(#whole > 200 and #cut <= 100)
    local kept = cut:match "^(.+)%.%.%.$"
    assert.equal(kept .. " ", whole:sub(1, #kept + 1))
    -- A text of exactly as many bytes is whole, and one word is cut between characters.
    local environment = load_script(0)
    environment.prerule()
    local function description(text)
      local registry = assert(ianaports.build {
        rows = { { service_name = "x", port_number = 1, transport_protocol = "tcp",
          description = text } },
      })
      environment.nmap_registry.ianaports.registry = registry
      return describe_port(environment, open_port(1)).description
    end
    assert.equal(("x"):rep(100), description(("x"):rep(100)))
    assert.equal(("x"):rep(97) .. "...", description(("x"):rep(101)))
    assert.equal("x" .. ("é"):rep(48) .. "...", description("x" .. ("é"):rep(100)))
    assert.equal(("é"):rep(48) .. "...", description(("é"):rep(100)))
  end)

  it("counts the ports that it described", function()
    local environment = load_script(1)
    describe_port(environment, open_port(80, "http"))
    describe_port(environment, open_port(443, "telnet"))
    describe_port(environment, open_port(22, "telnet", probed))
    describe_port(environment, open_port(50001, "unknown"))
    assert.is_true(environment.postrule())
    environment.SCRIPT_TYPE = "postrule"
    assert.same({
      open_ports = 4,
      differences = { by_version_detection = 1, by_port_number = 1 },
      statuses = { assigned = 3, dynamic = 1 },
      services = { http = 1, https = 1, ssh = 1 },
    }, environment.action())
  end)

  it("does not count a port in the state open|filtered as open", function()
    local environment = load_script(1)
    environment.prerule()
    environment.nmap_registry.ianaports.options["open-filtered"] = true
    local port = open_port(53, "domain")
    port.state = "open|filtered"
    describe_port(environment, port)
    assert.is_true(environment.postrule())
    environment.SCRIPT_TYPE = "postrule"
    local out = environment.action()
    assert.same({ 0, 1 }, { out.open_ports, out.open_filtered_ports })
  end)

  it("is as brief in a category of scripts as when it is named", function()
    for verbosity, expected in pairs { [0] = "www", [1] = "www" } do
      local out = describe_port(load_script(verbosity), open_port(80, "http"))
      assert.equal(expected, out.also_registered[1], verbosity)
    end
    assert.is_table(describe_port(load_script(2), open_port(80)).also_registered[1])
  end)
end)
