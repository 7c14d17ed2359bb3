-- If many texts share a hash, the tables change to a keyed hash.

local files = require "spec.support.files"
local growth = require "spec.support.running_time"
local ianaports = require "ianaports"
local registry_text = require "spec.support.registry_text"
local shell = require "spec.support.shell"

local folder

local function hash(arguments)
  local output, succeeded = shell.run(("%s/hash %s"):format(folder, arguments))
  assert(succeeded, output)
  return output
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch "[^\n]+" do
    lines[#lines + 1] = line
  end
  return lines
end

-- The first `count` items of a list.
local function first_of(list, count)
  local first = {}
  for index = 1, count do
    first[index] = list[index]
  end
  return first
end

local clashing -- texts that share a hash

setup(function()
  folder = shell.new_folder()
  local output, built = shell.run("${CC:-cc} -std=c11 -O2 -Isrc -o " .. folder
    .. "/hash spec/support/hash.c src/base/hash.c src/base/text.c")
  assert(built, output)
  clashing = lines_of(hash "clashes 8000 | sort -u")
end)

teardown(function()
  shell.run("rm -r " .. folder)
end)

describe("the keyed hash #slow", function()
  -- SipHash-1-3 of 00 01 02 ... under the key 00 01 .. 0f.
  local published = {
    [0] = "dcc40f055801acab",
    [1] = "93ca577df39bf4c9",
    [2] = "4dd4c74d029bcb82",
    [7] = "4011b19b987d92d3",
    [8] = "8e9a298d11959036",
    [9] = "e43d066cb38ea425",
    [15] = "5699512a6dd820d3",
    [16] = "668b907d1add4fcc",
    [63] = "a8b3bbb76290199d",
  }

  it("is SipHash-1-3", function()
    for length, expected in pairs(published) do
      assert.equal(expected .. "\n", hash("sip " .. length))
    end
  end)

  it("is the same for a letter in either case, and differs otherwise", function()
    assert.equal(hash "fold azazazazaz", hash "fold AZazAZazAZ")
    assert.not_equal(hash "fold '['", hash "fold '{'")
    assert.not_equal(hash "fold '@'", hash "fold '`'")
  end)

  it("has a new key each time", function()
    local keys = lines_of(hash "keys" .. hash "keys")
    for index, key in ipairs(keys) do
      assert.matches("^%x+$", key)
      for other = 1, index - 1 do
        assert.not_equal(keys[other], key)
      end
    end
    assert.equal(4, #keys)
  end)
end)

-- Names of `[` and `{` only: the quick hash treats these two as one letter in two cases.
local function bracket_names(count)
  local names = {}
  for number = 1, count do
    local characters, rest = {}, number
    for index = 1, 16 do
      characters[index] = rest % 2 == 0 and "[" or "{"
      rest = math.floor(rest / 2)
    end
    names[number] = table.concat(characters)
  end
  return names
end

local function rows_of(names)
  local rows = {}
  for index, name in ipairs(names) do
    rows[index] = { service_name = name, port_number = index }
  end
  return rows
end

local function contacts_of(ids)
  local contacts = {}
  for index, id in ipairs(ids) do
    contacts[index] = { id = id, name = "Contact " .. index }
  end
  return contacts
end

describe("texts that share a hash #slow", function()
  local function names_in(kind, count)
    return kind == "brackets" and bracket_names(count) or first_of(clashing, count)
  end

  for _, kind in ipairs { "brackets", "random texts" } do
    it("are loaded and found in linear time as names: " .. kind, function()
      local function load_and_find(names)
        local registry = ianaports.build { rows = rows_of(names) }
        for index, name in ipairs(names) do
          assert(registry:port_number(name) == index)
        end
      end
      growth.assert_linear(load_and_find, names_in(kind, 1900), names_in(kind, 7600), 3)
    end)

    it("are each found in any case, and no other name is: " .. kind, function()
      local names = names_in(kind, 500)
      local registry = ianaports.build { rows = rows_of(names) }
      for index, name in ipairs(names) do
        assert(registry:port_number(name) == index)
        assert(registry:find(name:upper()).service_name == name)
      end
      assert.is_nil(registry:find(names_in(kind, 501)[501]))
      assert.is_nil(registry:find "https")
      assert.equal(500, #registry)
    end)
  end

  it("are loaded in linear time as cells of a file", function()
    local function load(texts)
      local rows = {}
      for index, text in ipairs(texts) do
        rows[index] = (",%d,tcp,%s,,,,,,,,"):format(index, text)
      end
      local registry = assert(ianaports.parse(registry_text.of(rows)))
      for index, text in ipairs(texts) do
        assert(registry:find(index).description == text)
      end
    end
    growth.assert_linear(load, first_of(clashing, 1900), first_of(clashing, 7600), 3)
  end)

  it("are stored and found in linear time as ids of contacts", function()
    local function build_and_find(ids)
      local registry = ianaports.build { contacts = contacts_of(ids) }
      for index, id in ipairs(ids) do
        assert(registry:contact(id).name == "Contact " .. index)
      end
      assert(registry:contact "nobody" == nil)
    end
    growth.assert_linear(build_and_find, first_of(clashing, 1900), first_of(clashing, 7600), 3)
  end)

  it("are refused by generate_bundled", function()
    files.write(folder .. "/registry.csv", registry_text.of { "kiwi,9001,tcp,,,,,,,,," })
    local contacts = { "ID,Name,Organization,Contact URI,Last Updated" }
    for index = 1, 200 do
      contacts[index + 1] = clashing[index] .. ",,,,"
    end
    files.write(folder .. "/contacts.csv", table.concat(contacts, "\n") .. "\n")
    files.write(folder .. "/info.csv", "Key,Value\n")
    local output, succeeded = shell.run(("cd %s; $OLDPWD/%s registry.csv "
      .. "contacts.csv info.csv bundled.c"):format(folder, shell.generator()))
    assert.equal("generate_bundled: registry.csv: too many names share a hash\n", output)
    assert.is_false(succeeded)
  end)
end)
