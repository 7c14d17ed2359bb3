-- ianaports.base.input: inputs that are read in blocks.

local inputs = require "ianaports.base.input"
local read_error = require "ianaports.base.read_error"
local source = require "spec.support.source"

describe("ianaports.base.input", function()
  it("reads a text, and an object in blocks", function()
    local text = inputs.new "abc"
    assert.same({ "abc", "", "" }, { text:read(), text:read(), text:read() })
    local object = inputs.new(source.of("abc", 2))
    assert.same({ "ab", "c", "", "" }, { object:read(), object:read(), object:read(),
      object:read() })
  end)

  it("reads a long text in blocks of 64 KiB", function()
    local text = ("a"):rep(65535) .. ("b"):rep(65537)
    for _, read in ipairs { "read", "peek" } do
      local input = inputs.new(text)
      if read == "peek" then
        assert.equal("aab", input:peek(65536):sub(-3))
      end
      assert.same({ 65536, 65536, "" }, { #input:read(), #input:read(), input:read() })
    end
    assert.equal(text, inputs.new(text):rest())
  end)

  it("asks for nothing more once the input has ended", function()
    local calls = 0
    local input = inputs.new {
      read = function()
        calls = calls + 1
        return calls == 1 and "a" or nil
      end,
    }
    assert.same({ "a", "", "" }, { input:rest(), input:rest(), input:read() })
    assert.equal(2, calls)
  end)

  it("shows what comes next", function()
    for _, given in ipairs { "abcdef", source.of("abcdef", 1), source.of("abcdef", 4) } do
      local input = inputs.new(given)
      assert.same({ "abc", "abc" }, { input:peek(3), input:peek(3) })
      input:skip(2)
      assert.same({ "c", "cd" }, { input:peek(1), input:peek(2) })
      assert.equal("cdef", input:peek(100))
      assert.same({ "cdef", "" }, { input:rest(), input:peek(1) })
    end
  end)

  it("iterates over lines", function()
    for size = 1, 12 do
      local lines = {}
      for number, line in inputs.new(source.of("a\r\n\nb\rc\r\r\n\nd", size)):each_line() do
        lines[number] = line
      end
      assert.same({ "a", "", "b\rc\r", "", "d" }, lines)
    end
    assert.is_nil(inputs.new(""):each_line()())
  end)

  it("raises a read error if reading fails", function()
    local input = inputs.new(source.failing("ab", "Input/output error"))
    assert.equal("ab", input:read())
    local called, caught = pcall(input.read, input)
    assert.is_false(called)
    assert.is_true(read_error.is(caught))
    assert.same({ reason = "Input/output error" }, { reason = caught.reason, line = caught.line })
  end)
end)
