-- ianaports.base.output: text written to objects and files.

local compat = require "spec.support.compat"
local output = require "ianaports.base.output"

local function object(...)
  local results, count = { ... }, select("#", ...)
  return {
    written = {},
    write = function(self, text)
      table.insert(self.written, text)
      return compat.unpack(results, 1, count)
    end,
  }
end

describe("output.write", function()
  it("succeeds unless the object reports a failure", function()
    assert.is_true(output.write(object(), "x"))
    assert.is_true(output.write(object(true), "x"))
    assert.same({ nil, "full" }, { output.write(object(nil, "full"), "x") })
    assert.same({}, { output.write(object(false), "x") })
  end)
end)

describe("output.in_pieces", function()
  local function put_twice(put)
    put "a"
    put "b"
  end

  it("writes all text, in large pieces", function()
    local file = object()
    assert.is_true(output.in_pieces(file, put_twice))
    assert.same({ "ab" }, file.written)
  end)

  it("returns what failed", function()
    assert.same({ nil, "full" }, { output.in_pieces(object(nil, "full"), put_twice) })
    assert.same({ nil, "cannot write" }, { output.in_pieces(object(false), put_twice) })
    assert.same({ nil, "no" }, { output.in_pieces(object(), function() return nil, "no" end) })
  end)

  it("passes on other errors", function()
    local reason = {}
    local _, caught = pcall(output.in_pieces, object(), function() error(reason) end)
    assert.equal(reason, caught)
  end)
end)
