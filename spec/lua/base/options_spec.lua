-- ianaports.base.options: submodules refuse a wrong argument in the words of the C module.

local check = require "ianaports.base.options"
local quote = require("ianaports.base.text").quote
local ianaports = require "ianaports"

describe("ianaports.base.options", function()
  it("quotes a text as the C module does, whatever its length", function()
    local compared = 0
    for _, character in ipairs { "a", "\0", "\200", "\n", '"', "\\" } do
      for length = 0, 160 do
        for _, text in ipairs { character:rep(length), "ab" .. character:rep(length) .. "c" } do
          local _, message = pcall(ianaports.port_class, text)
          assert.equal(message:match "got (.*)%)$", quote(text))
          compared = compared + 1
        end
      end
    end
    assert.equal(6 * 161 * 2, compared)
  end)

  it("names the value that it got as the C module does", function()
    for _, value in ipairs { true, {}, print, io.stdout, 1.5, -1, 1 / 0, 2 ^ 53, "http" } do
      local _, expected = pcall(ianaports.port_class, value)
      local _, message = pcall(check.expected, value, 1, "?", "port number 0-65535")
      assert.equal(expected:match "%(.+%)$", message:match "%(.+%)$")
    end
  end)

  it("lists the options that are known, and their types", function()
    local known = { { "one", "number" }, { "two", "registry" }, { "three", "string" } }
    assert.same({}, check.options(nil, known, 2, "f"))
    local given = { one = 1, two = ianaports.bundled }
    assert.equal(given, check.options(given, known, 2, "f"))
    for message, options in pairs {
      ["bad argument #2 to 'f' (table of options expected, got 1)"] = 1,
      ["bad argument #2 to 'f' (option one, two or three expected, got \"four\")"] = { four = 4 },
      ["bad argument #2 to 'f' (two (registry) expected, got table)"] = { two = {} },
      ["bad argument #2 to 'f' (three (string) expected, got 3)"] = { three = 3 },
    } do
      local _, raised = pcall(check.options, options, known, 2, "f")
      assert.equal(message, (raised:gsub("^.-:%d+: ", "")))
    end
    assert.is_false((pcall(check.options, { one = 0 / 0 }, known, 2, "f")))
  end)

  it("knows what has a method", function()
    local file = assert(io.tmpfile())
    assert.is_true(check.has_method(file, "write"))
    file:close()
    for _, value in ipairs { file, "x", 1, {}, print, true } do
      assert.is_false(check.has_method(value, "write"))
    end
    assert.is_true(check.has_method({ write = print }, "write"))
  end)
end)

describe("ianaports.check_filter", function()
  it("returns what is wrong, and with which key", function()
    assert.same({ true }, { ianaports.check_filter { alias = true } })
    assert.same({ true }, { ianaports.check_filter() })
    assert.same({ nil, "boolean expected, got 1", "alias" },
      { ianaports.check_filter { alias = 1 } })
    local _, message, key = ianaports.check_filter { aliases = 1 }
    assert.matches('^unknown filter key "aliases" %(known: ', message)
    assert.is_nil(key)
  end)
end)

describe("ianaports.check_search", function()
  it("returns what is wrong with a text", function()
    assert.same({ true }, { ianaports.check_search "remote desktop" })
    local words = {}
    for index = 1, 65 do
      words[index] = "w" .. index
    end
    assert.same({ nil, "text of at most 64 different words expected, got more" },
      { ianaports.check_search(table.concat(words, " ")) })
  end)
end)
