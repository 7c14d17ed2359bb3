-- The script of lua/hosts/nmap: which services it takes for another one than the registered.

local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local nmap_scans = require "spec.support.nmap_scans"
local shell = require "spec.support.shell"

local web = [[ HTTP/1.1 200 OK\x0d\x0aServer: nginx/1.22.1\x0d\x0aContent-Type: text/html]]
local mysql = [[ \x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00abcdefgh\x00\xff\xff\x21]]
  .. [[\x02\x00\xff\xc7\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00ijklmnopqrst\x00]]
  .. [[mysql_native_password\x00]]

local services = {
  "127.0.0.1:465/tcp" .. web,
  "127.0.0.1:587/tcp 220 mail.example.com ESMTP Postfix",
  "127.0.0.1:3306/tcp" .. mysql,
  "127.0.0.1:8008/tcp" .. web,
  "127.0.0.1:8080/tcp" .. web,
}

-- TLS by the real program, which answers as a web server. Nmap knows its answer up to TLS 1.2.
local tls = [[
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=example.com -keyout "$FOLDER/key" \
  -out "$FOLDER/certificate" 2>/dev/null
for port in 443 8443; do
  openssl s_server -quiet -www -tls1_2 -accept 127.0.0.1:$port -key "$FOLDER/key" \
    -cert "$FOLDER/certificate" >/dev/null 2>&1 &
done
for port in 443 8443; do
  timeout 20 sh -c "until openssl s_client -connect 127.0.0.1:$port; do sleep 0.1; done" \
    </dev/null >/dev/null 2>&1
done
]]

-- The name as it is spelled alike: without signs and digits at its end.
local function spelled(name)
  return (name:lower():gsub("%W", ""):gsub("%d+$", ""))
end

describe("Differences that the Nmap script reports #hosts #slow", function()
  local missing = hosts.missing {
    programs = { "nmap", "perl", "openssl" }, lua = { hosts.lua_of "nmap", "5.3", "5.4" },
    isolation = true,
  }
  if missing then
    pending(missing)
    return
  end

  local folder, results

  setup(function()
    folder = shell.new_folder()
    local start = "ulimit -n 4096\n" .. listeners.start(services) .. tls
      .. listeners.start(nmap_scans.common_ports "127.0.0.2")
    results = nmap_scans.run(folder, start, {
      services = "-sV --script SCRIPT -p 443,465,587,3306,8008,8080,8443 127.0.0.1",
      common = "--top-ports 1000 --script SCRIPT 127.0.0.2",
      common_v = "--top-ports 1000 -v --script SCRIPT 127.0.0.2",
    })
  end)

  teardown(function()
    shell.run("rm -r " .. folder)
  end)

  it("are those of version detection that are worth reading", function()
    local names, differences = {}, {}
    for key, port in pairs(results.services.hosts["127.0.0.1"]) do
      names[key] = port.nmap_name
      differences[key] = port.script.difference
    end
    assert.same({
      ["443/tcp"] = "http", ["8443/tcp"] = "http", ["8080/tcp"] = "http", ["8008/tcp"] = "http",
      ["587/tcp"] = "smtp", ["3306/tcp"] = "mysql", ["465/tcp"] = "http",
    }, names)
    assert.same({
      ["465/tcp"] = "Nmap has http (by version detection), the registry submissions",
    }, differences)
    assert.same({ by_version_detection = "1", by_port_number = "0" },
      results.services.summary.differences)
  end)

  it("are none on the 1,000 most common ports with verbosity 0", function()
    assert.equal("1000", results.common.summary.open_ports)
    assert.is_nil(results.common.text:find("difference:", 1, true))
  end)

  it("are not those of spelling, on the same ports with verbosity 1", function()
    local count = 0
    for key, port in pairs(results.common_v.hosts["127.0.0.2"]) do
      local name, registered =
        (port.script.difference or ""):match "has (%S+) .* the registry (%S+)"
      if name then
        count = count + 1
        local a, b = spelled(name), spelled(registered)
        assert.is_true(a:sub(1, #b) ~= b and b:sub(1, #a) ~= a,
          ("%s: %s is %s"):format(key, name, registered))
      end
    end
    local summary = results.common_v.summary.differences
    assert.same({ by_version_detection = "0", by_port_number = tostring(count) }, summary)
    assert.is_true(count > 100 and count < 160, count)
    for key, name in pairs {
      ["111/tcp"] = "rpcbind", ["135/tcp"] = "msrpc", ["88/tcp"] = "kerberos-sec",
      ["8443/tcp"] = "https-alt", ["1720/tcp"] = "h323q931", ["3283/tcp"] = "netassistant",
    } do
      local port = results.common_v.hosts["127.0.0.2"][key]
      assert.equal(name, port.nmap_name)
      assert.is_nil(port.script.difference)
    end
  end)
end)
