-- Neovim embeds LuaJIT.

local hosts = require "spec.support.hosts"
local shell = require "spec.support.shell"

describe("Neovim #hosts", function()
  local missing = hosts.missing { programs = { "nvim" }, lua = { "jit" } }
  if missing then
    pending(missing)
    return
  end

  it("loads the module built for LuaJIT", function()
    local program = [[
      package.cpath = "%s/?.so"
      local ianaports = require "ianaports"
      local entry = ianaports.find("https")
      print(jit ~= nil, entry.service_name, entry.port_number, #ianaports.bundled > 14000)
    ]]
    local command = "nvim --headless -u NONE -c 'lua %s' -c quit"
    local output, succeeded = shell.run(
      command:format((program:format(hosts.build "jit"):gsub("%s+", " ")))
    )
    assert.equal("true https 443 true", (output:gsub("%s+$", "")))
    assert.is_true(succeeded)
  end)
end)
