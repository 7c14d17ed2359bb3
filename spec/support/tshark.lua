-- tshark with the Wireshark plugin, and a capture for it.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"

local tshark = { PLUGIN = "lua/hosts/wireshark/ianaports.lua", LUA = hosts.lua_of "tshark" }

local ethernet, ipv4, ipv6 = pcap.ethernet, pcap.ipv4, pcap.ipv6
local tcp, udp, sctp, dccp = pcap.tcp, pcap.udp, pcap.sctp, pcap.dccp

-- Each over both versions of IP; then packets that have ports of several headers, or none.
local frames = {
  ethernet(ipv4(tcp(50000, 443))),
  ethernet(ipv6(tcp(443, 50000))),
  ethernet(ipv4(udp(1023, 7))),
  ethernet(ipv6(udp(5353, 65535))),
  ethernet(ipv4(sctp(50000, 80))),
  ethernet(ipv6(sctp(5000, 5060))),
  ethernet(ipv4(dccp(50000, 5004))),
  ethernet(ipv6(dccp(5005, 49151))),
  ethernet(ipv4(udp(50001, 4789, pcap.vxlan(ethernet(ipv6(tcp(50002, 80))))))),
  ethernet(ipv4(pcap.icmp_unreachable((ipv4(udp(50000, 7)))))),
  ethernet(ipv4("", 59)), -- "no next header"
  ethernet(ipv4(tcp(659, 5116))),
}

-- What is missing to run the plugin, or nil. `other` is another Lua that a spec needs.
function tshark.missing(other)
  return hosts.missing { programs = { "tshark" }, lua = { tshark.LUA, other } }
    or hosts.without_lua_in_tshark()
end

-- Returns a table for a file of specs. Between its functions `open` and `close` it has a `folder`
-- of the specs' own with a `capture`, and `module_folder`, which has the module for tshark's Lua.
function tshark.new()
  local at = {}

  function at.open()
    at.module_folder = hosts.build(tshark.LUA)
    at.folder = shell.new_folder()
    at.capture = at.folder .. "/ports.pcap"
    pcap.write(at.capture, frames)
  end

  function at.close()
    shell.output("rm -r " .. at.folder)
  end

  -- Standard output and standard error of tshark, with a home of the spec's own. What it says of
  -- being root is left out. `options` may have `cpath` and `home`.
  function at.run(arguments, options)
    options = options or {}
    local command = "env HOME=%s XDG_CONFIG_HOME= LUA_CPATH_%s='%s/?.so' tshark %s 2>%s/errors"
    local output = shell.output(command:format(options.home or at.folder,
      tshark.LUA:gsub("%.", "_"), options.cpath or at.module_folder, arguments, at.folder))
    local errors = files.read(at.folder .. "/errors")
    return output, (errors:gsub("Running as user [^\n]*\n", ""))
  end

  -- With the plugin, on the capture or another one. Nothing may be said on standard error.
  function at.dissect(arguments, path)
    local output, errors = at.run(("-X lua_script:%s -r %s %s"):format(tshark.PLUGIN,
      path or at.capture, arguments))
    assert(errors == "", errors)
    return output
  end

  return at
end

return tshark
