-- The script of lua/hosts/nmap without Nmap: what takes long to bring about in a scan, and under
-- every Lua.

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
