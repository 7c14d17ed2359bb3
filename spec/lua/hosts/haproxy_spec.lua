-- The example configuration of lua/hosts/haproxy, served by the real program.

local files = require "spec.support.files"
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

  -- What clients of a configuration get, and then its log.
  local function serve_and_ask(configuration)
    local output, succeeded = hosts.run_isolated(([[
      log=$(mktemp)
      cd lua/hosts/haproxy
      IANAPORTS_CPATH=%s haproxy -f %s >"$log" 2>&1 &
      await curl --silent http://127.0.0.1:8080/
      curl --silent http://127.0.0.1:8888/
      # HAProxy writes its log after the answer.
      await grep -q :8888 "$log"
      kill $!
      wait || true
      echo "log:"
      cat "$log"
      rm "$log"
    ]]):format(hosts.build(lua), configuration))
    assert(succeeded, output)
    return output
  end

  local example

  setup(function()
    example = serve_and_ask "haproxy.cfg"
  end)

  it("names the service of the port that a client came to", function()
    assert.equal("http-alt\nddi-tcp-1\n", example:match "^(.-)log:\n")
  end)

  it("writes it to its log", function()
    local log = example:match "log:\n(.*)$"
    assert.is_truthy(log:find("127.0.0.1:8080 http-alt\n", 1, true), log)
    assert.is_truthy(log:find("127.0.0.1:8888 ddi-tcp-1\n", 1, true), log)
  end)

  it("answers - without an alert for what is no port or no protocol", function()
    local cases = {
      { "str(53),lua.ianaports_service(udp)", "domain" },
      { "str(53),lua.ianaports_service(17)", "domain" },
      { "str(53),lua.ianaports_service()", "domain" },
      { "str(53),lua.ianaports_service(nope)", "-" },
      { "str(53),lua.ianaports_service(0x11)", "-" },
      { "str(0x35),lua.ianaports_service(udp)", "-" },
      { "str(),lua.ianaports_service(udp)", "-" },
      { "int(70000),lua.ianaports_service", "-" },
      { "src,lua.ianaports_service", "-" },
    }
    local expressions, answers = {}, {}
    for index, case in ipairs(cases) do
      expressions[index], answers[index] = "%[" .. case[1] .. "]\\n", case[2] .. "\n"
    end
    local configuration = files.read("lua/hosts/haproxy/haproxy.cfg")
      :gsub('lf%-string "[^"]*"', function()
        return 'lf-string "' .. table.concat(expressions) .. '"'
      end)
    local output = files.with(configuration, serve_and_ask)
    assert.equal(table.concat(answers):rep(2), output:match "^(.-)log:\n")
    assert.is_nil(output:lower():find("alert", 1, true), output)
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
    assert.equal("http", convert(80, ""))
  end)

  it("takes the number that an IP packet carries, and gives - for ICMP's", function()
    assert.equal("emb-proj-cmd", convert(5116, "17"))
    assert.equal("-", convert(5116, "1"))
    assert.equal("-", convert(80, 47))
  end)

  it("gives - for what is no port, or has no service", function()
    for _, port in ipairs {
      "x", "", "-1", "+80", "65536", ("9"):rep(400), "80.5", 80.5, -1, 65536, "4", "0x35", "8e1",
      " 80", "80 ", "80\n", "80\0", true, {},
    } do
      assert.equal("-", convert(port), tostring(port))
    end
    assert.equal("-", convert(nil))
  end)

  it("takes a port as a number and as a text", function()
    for _, port in ipairs { 80, "80", "080" } do
      assert.equal("http", convert(port))
    end
  end)

  it("returns - for what is no protocol", function()
    for _, protocol in ipairs { "nope", "tcp ", "0x6", "256", "-6", ("t"):rep(400), {} } do
      assert.equal("-", convert(80, protocol), tostring(protocol))
    end
  end)
end)
