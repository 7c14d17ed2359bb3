-- Runs .ci/check-layers.lua on small folders that this spec writes.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

-- Writes these files, by path, and returns the output of the check and whether it accepts them.
local function check(contents)
  local folder = shell.new_folder()
  shell.run(("mkdir -p %s/src %s/lua/ianaports"):format(folder, folder))
  for name, text in pairs(contents) do
    local path = folder .. "/" .. name
    shell.run("mkdir -p " .. path:match "^(.*)/")
    files.write(path, text)
  end
  local output, is_content = shell.run("${LUA:-lua5.4} .ci/check-layers.lua " .. folder)
  shell.run("rm -r " .. folder)
  return output, is_content
end

local function refuses(message, contents)
  local output, is_content = check(contents)
  assert.equal(message .. "\n", output)
  assert.is_false(is_content)
end

describe("The check of layers", function()
  it("accepts #includes and requires that point down", function()
    local output, is_content = check {
      ["src/base/text.h"] = "",
      ["src/base/hash.c"] = '#include "base/hash.h"\n#include "base/text.h"\n',
      ["src/base/hash.h"] = "#include <stdint.h>\n",
      ["src/read/csv.c"] = '#include "base/text.h"\n',
      ["src/lua/load.c"] = '#include <lua.h>\n#include "read/csv.h"\n#include "version.h"\n',
      ["lua/ianaports/base/text.lua"] = 'local system = require "ianaports.system"\n',
      ["lua/ianaports/format/csv.lua"] = 'local text = require "ianaports.base.text"\n',
      ["lua/ianaports/report.lua"] = 'local page = require "ianaports.report.page"\n'
        .. '-- local cli = require "ianaports.cli"\nrequire "ianaports.xml"\n',
      ["lua/ianaports/report/page.lua"] = 'require("ianaports.format." .. name)\n',
      ["lua/ianaports/xml.lua"] = "return {}\n",
      ["lua/ianaports/html.lua"] = 'local files = require "ianaports.page.files"\n',
      ["lua/ianaports/page/files.lua"] = "return {}\n",
      ["lua/ianaports/cli/main.lua"] = 'local report = require "ianaports.report"\n',
    }
    assert.equal("", output)
    assert.is_true(is_content)
  end)

  it("refuses an #include that points up or sideways", function()
    refuses('src/base/text.c:2: "read/csv.h" is not below this folder', {
      ["src/base/text.c"] = '#include "base/text.h"\n#include "read/csv.h"\n',
    })
    refuses('src/ffi/ffi.c:1: "lua/entry.h" is not below this folder', {
      ["src/ffi/ffi.c"] = '#include "lua/entry.h"\n',
    })
    refuses('src/registry/field.h:1: "version.h" is not below this folder', {
      ["src/registry/field.h"] = '#include "version.h"\n',
    })
    refuses('src/other/field.h:1: "base/text.h" is not below this folder', {
      ["src/other/field.h"] = '#include "base/text.h"\n',
    })
  end)

  it("refuses Lua's headers outside src/lua", function()
    refuses("src/read/csv.c:1: only src/lua includes <lauxlib.h>", {
      ["src/read/csv.c"] = "#include <lauxlib.h>\n",
    })
  end)

  it("refuses a cycle of #includes, in which a C file and its header count as one", function()
    refuses("a circle: base/hash -> base/text -> base/hash", {
      ["src/base/hash.c"] = '#include "base/text.h"\n',
      ["src/base/text.h"] = '#include "base/hash.h"\n',
    })
  end)

  it("refuses a require that points up", function()
    refuses("lua/ianaports/base/text.lua:1: may not require ianaports.xml", {
      ["lua/ianaports/base/text.lua"] = 'local xml = require "ianaports.xml"\n',
      ["lua/ianaports/xml.lua"] = "return {}\n",
    })
    refuses("lua/ianaports/format/csv.lua:1: may not require ianaports.report.", {
      ["lua/ianaports/format/csv.lua"] = 'local writer = require("ianaports.report." .. name)\n',
    })
    refuses("lua/ianaports/xml.lua:1: may not require ianaports.cli", {
      ["lua/ianaports/xml.lua"] = 'local cli = require "ianaports.cli"\n',
      ["lua/ianaports/cli.lua"] = "return {}\n",
    })
  end)

  it("refuses a require of another submodule's own folder", function()
    refuses("lua/ianaports/report/input.lua:1: may not require ianaports.annotate.record", {
      ["lua/ianaports/report/input.lua"] = 'local record = require "ianaports.annotate.record"\n',
      ["lua/ianaports/annotate/record.lua"] = "return {}\n",
    })
  end)

  it("refuses a cycle of requires", function()
    refuses("a circle: diff -> export -> overlay -> diff", {
      ["lua/ianaports/diff.lua"] = 'local export = require "ianaports.export"\n',
      ["lua/ianaports/export.lua"] = 'local overlay = require "ianaports.overlay"\n',
      ["lua/ianaports/overlay.lua"] = 'local diff = require "ianaports.diff"\n',
    })
  end)
end)
