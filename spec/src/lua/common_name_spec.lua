-- Names that people use and IANA does not.

local ianaports = require "ianaports"
local sample = require "spec.support.sample"

-- "name port/protocol" of the first entries that a search finds.
local function found(registry, text, count)
  local list = {}
  for index, entry in ipairs(registry:search(text)) do
    list[index] = ("%s %s/%s"):format(entry.service_name, entry.port_number or "-",
      entry.transport_protocol or "-")
  end
  return table.concat(list, ", ", 1, math.min(#list, count or #list))
end

describe("registered_name", function()
  it("returns what IANA calls a service, and where it is", function()
    for name, expected in pairs {
      dns = { "domain", 53, "udp" },
      rdp = { "ms-wbt-server", 3389, "tcp" },
      RDP = { "ms-wbt-server", 3389, "tcp" },
      mssql = { "ms-sql-s", 1433, "tcp" },
      vnc = { "rfb", 5900, "tcp" },
      rpcbind = { "sunrpc", 111, "tcp" },
      msrpc = { "epmap", 135, "tcp" },
      ["kerberos-sec"] = { "kerberos", 88, "tcp" },
      postgres = { "postgresql", 5432, "tcp" },
    } do
      assert.same(expected, { ianaports.registered_name(name) }, name)
    end
  end)

  it("returns only the place if IANA has no name", function()
    assert.same({ n = 3, nil, 9092, "tcp" },
      { n = select("#", ianaports.registered_name "kafka"), ianaports.registered_name "kafka" })
  end)

  it("returns nil for other names, also for those that IANA has", function()
    for _, name in ipairs { "", "http", "domain", "rd", "rdpx", "rdp ", "rdp\0", "\0" } do
      assert.same({}, { ianaports.registered_name(name) })
      assert.equal(1, select("#", ianaports.registered_name(name)))
    end
  end)
end)

describe("common_names", function()
  it("returns fresh tables", function()
    ianaports.common_names()[1].name = "changed"
    assert.equal("afp", ianaports.common_names()[1].name)
  end)
end)

describe("search", function()
  it("finds a service by the name that people use", function()
    assert.equal("ms-wbt-server 3389/tcp, ms-wbt-server 3389/udp",
      found(ianaports.bundled, "rdp", 2))
    assert.equal("domain 53/tcp, domain 53/udp", found(ianaports.bundled, "DNS", 2))
    assert.equal("kerberos 88/udp", found(ianaports.bundled, "kerberos-sec udp"))
    assert.equal("", found(ianaports.bundled, "kafka"))
  end)

  local own = sample.registry {
    "smb - tcp",
    "xsmb 7 tcp",
    "smb-x 8 tcp",
    "microsoft-ds 445 tcp",
    "smbx - udp",
  }

  it("puts it before a service of this name that has no port", function()
    assert.equal("microsoft-ds 445/tcp, smb -/tcp, smb-x 8/tcp, smbx -/udp, xsmb 7/tcp",
      found(own, "smb"))
  end)

  it("puts it beside a service of this name that has one", function()
    local site = sample.registry { "rdp 33890 tcp", "rdp - udp", "ms-wbt-server 3389 tcp" }
    assert.equal("rdp 33890/tcp, ms-wbt-server 3389/tcp, rdp -/udp", found(site, "rdp"))
  end)
end)

describe("look-ups", function()
  it("know IANA's names alone", function()
    assert.is_nil(ianaports.find "dns")
    assert.is_nil(ianaports.port_number "vnc")
    assert.same({}, ianaports.find_all "postgres")
    assert.equal(0, ianaports.count { service_name = "kerberos-sec" })
  end)
end)
