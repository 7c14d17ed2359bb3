-- The numbers that spec/support/results.lua writes and .ci/run reads.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local PASSES = 'it("passes", function() end)\n'

-- Runs these specs. Returns what the run adds to the file of results, and whether it succeeded.
local function results(text)
  local folder = shell.new_folder()
  files.write(folder .. "/a_spec.lua", text)
  local output, succeeded = shell.run("IANAPORTS_RESULTS=" .. folder
    .. "/results ${LUA:-lua5.4} spec/run.lua " .. folder)
  local found = files.read(folder .. "/results")
  shell.run("rm -r " .. folder)
  return found, succeeded, output
end

describe("The results of a run", function()
  it("count the specs that passed and those that failed", function()
    local found, succeeded, output = results(PASSES .. PASSES
      .. 'it("fails", function() assert.is_true(false) end)\n'
      .. 'it("raises", function() error "no" end)\n')
    assert.equal("run\nend\t2\t2\n", found)
    assert.is_false(succeeded)
    assert.matches("2 successes / 1 failure / 1 error / 0 pending", output)
  end)

  it("list what is pending, with the reason", function()
    local found, succeeded = results(PASSES
      .. 'it("answers", function() pending "a program\\nis missing" end)\n')
    assert.matches("^run\npending\tanswers\t[^\n]* a program is missing\nend\t1\t0\n$", found)
    assert.is_true(succeeded)
  end)

  it("count a file that cannot be loaded", function()
    assert.equal("run\nend\t0\t1\n", (results "it("))
  end)

  it("have no end line if the run does not reach its end", function()
    assert.equal("run\n", (results 'it("exits", function() os.exit(0) end)\n'))
  end)
end)
