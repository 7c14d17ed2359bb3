-- The example configuration of lua/hosts/haproxy, served by the real program.

local hosts = require "spec.support.hosts"

describe("HAProxy #hosts", function()
  local lua = hosts.lua_of "haproxy"
  local missing = hosts.missing {
    programs = { "haproxy", "curl" }, lua = { lua }, isolation = true,
  }
  if missing then
    pending(missing)
    return
  end

  local output

  setup(function()
    local folder = hosts.build(lua)
    local succeeded
    output, succeeded = hosts.run_isolated(([[
      log=$(mktemp)
      cd lua/hosts/haproxy
      IANAPORTS_CPATH=%s haproxy -f haproxy.cfg >"$log" 2>&1 &
      curl --silent --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/
      curl --silent http://127.0.0.1:8888/
      # HAProxy writes its log after the answer.
      tries=0
      until grep -q :8888 "$log" || [ $tries -eq 50 ]; do
        sleep 0.1
        tries=$((tries + 1))
      done
      kill $!
      wait || true
      echo "log:"
      cat "$log"
      rm "$log"
    ]]):format(folder))
    assert(succeeded, output)
  end)

  it("names the service of the port that a client came to", function()
    assert.equal("http-alt\nddi-tcp-1\n", output:match "^(.-)log:\n")
  end)

  it("writes it to its log", function()
    local log = output:match "log:\n(.*)$"
    assert.is_truthy(log:find("127.0.0.1:8080 http-alt\n", 1, true), log)
    assert.is_truthy(log:find("127.0.0.1:8888 ddi-tcp-1\n", 1, true), log)
  end)
end)

describe("The HAProxy converter", function()
  local convert

  setup(function()
    _G.core = {
      register_converters = function(name, converter)
        assert.equal("ianaports_service", name)
        convert = converter
      end,
    }
    dofile "lua/hosts/haproxy/service.lua"
    _G.core = nil
  end)

  it("takes tcp where no protocol is given", function()
    assert.equal("-", convert(5116))
    assert.equal("emb-proj-cmd", convert(5116, "udp"))
  end)

  it("takes the number that an IP packet carries, and gives - for ICMP's", function()
    assert.equal("emb-proj-cmd", convert(5116, "17"))
    assert.equal("-", convert(5116, "1"))
    assert.equal("-", convert(80, 47))
  end)

  it("gives - for what is no port, or has no service", function()
    for _, port in ipairs { "x", "", "-1", "65536", "80.5", "4" } do
      assert.equal("-", convert(port), port)
    end
    assert.equal("-", convert(nil))
  end)
end)
