-- What build/generate_bundled, which make runs, refuses. If it refuses its input, it writes nothing
-- that make could take for the bundled registry.

local errno = require "spec.support.errno"
local files = require "spec.support.files"
local registry_text = require "spec.support.registry_text"
local shell = require "spec.support.shell"

local CONTACTS = "ID,Name,Organization,Contact URI,Last Updated\n"
local INFO = "Key,Value\n"

local folder, generator

-- Runs the program on files with these texts.
local function generate(registry, contacts, info, output)
  files.write(folder .. "/registry.csv", registry)
  files.write(folder .. "/contacts.csv", contacts)
  files.write(folder .. "/info.csv", info)
  local message, succeeded = shell.run(("d=%s; %s $d/registry.csv "
    .. "$d/contacts.csv $d/info.csv %s"):format(folder, generator, output or "$d/bundled.c"))
  return message:gsub(folder .. "/", ""), succeeded
end

describe("generate_bundled #programs", function()
  local good = registry_text.of { "kiwi,9001,tcp,,,,,,,,," }

  setup(function()
    generator = shell.generator()
  end)

  before_each(function()
    folder = shell.new_folder()
  end)

  after_each(function()
    shell.run("rm -r " .. folder)
  end)

  it("compiles a registry, contacts and a header", function()
    local message, succeeded = generate(good, CONTACTS .. "A,,,,\n", INFO .. "title,Kiwis\n")
    assert.equal("", message)
    assert.is_true(succeeded)
    assert.matches("record_count = 1,", files.read(folder .. "/bundled.c"), 1, true)
  end)

  it("compiles a registry without rows", function()
    local _, succeeded = generate(registry_text.of {}, CONTACTS, INFO)
    assert.is_true(succeeded)
    assert.matches("record_count = 0,", files.read(folder .. "/bundled.c"), 1, true)
  end)

  it("compiles what the registry lacks", function()
    local lacks = "lacks,Assignee\nlacks,contacts\nlacks,portless names\n"
    local message, succeeded = generate(good, CONTACTS, INFO .. lacks .. "lacks_since,2015-07-15\n")
    assert.equal("", message)
    assert.is_true(succeeded)
    assert.not_matches("lacks = 0,", files.read(folder .. "/bundled.c"), 1, true)
  end)

  -- Each of 8,300 port ranges lies in all previous ones.
  local nested = {}
  for index = 1, 8300 do
    nested[index] = ("n,%d-%d,tcp,,,,,,,,,"):format(index, 65535 - index)
  end

  local refused = {
    ["a registry that is malformed"] = {
      { good .. "x", CONTACTS, INFO },
      "registry.csv:3:0: file ends in mid-row: its last row has 1 cells where the header has 12\n",
    },
    ["a row that is none"] = {
      { registry_text.of { ",,,,,,,,,,," }, CONTACTS, INFO },
      "registry.csv:2:0: row has neither a service name nor a port number\n",
    },
    ["contacts that are malformed"] = {
      { good, "ID\n", INFO },
      "contacts.csv:1:0: header lacks the column \"Name\"; the first row must name the columns\n",
    },
    ["a header that is malformed"] = {
      { good, CONTACTS, "" },
      "info.csv:1:0: file is empty; its first row must name the columns\n",
    },
    ["a key of the header that is none"] = {
      { good, CONTACTS, INFO .. "colour,green\n" }, "info.csv:2:0: unknown key \"colour\"\n",
    },
    ["a lacking column that is none"] = {
      { good, CONTACTS, INFO .. "lacks,Colour\n" },
      'info.csv:2:0: neither a column, contacts nor portless names: "Colour"\n',
    },
    ["port ranges that overlap too deeply"] = {
      { registry_text.of(nested), CONTACTS, INFO },
      "generate_bundled: registry.csv: port ranges overlap too deeply\n",
    },
    ["a folder that is not there"] = {
      { good, CONTACTS, INFO, "$d/none/bundled.c" },
      "generate_bundled: none/bundled.c: " .. errno.ENOENT .. "\n",
    },
    ["a disk that is full"] = {
      { good, CONTACTS, INFO, "/dev/full" },
      "generate_bundled: /dev/full: " .. errno.ENOSPC .. "\n",
    },
  }
  for label, case in pairs(refused) do
    it("refuses " .. label, function()
      local texts, expected = case[1], case[2]
      local message, succeeded = generate(texts[1], texts[2], texts[3], texts[4])
      assert.equal(expected, message)
      assert.is_false(succeeded)
      assert.is_nil(io.open(folder .. "/bundled.c"))
    end)
  end

  it("reports that memory has run out #footprint", function()
    local contacts = { CONTACTS }
    for index = 1, 100000 do
      contacts[index + 1] = ("c%d,%s%d,,,\n"):format(index, ("x"):rep(200), index)
    end
    generate(good, table.concat(contacts), INFO)
    local message, succeeded = shell.run(("ulimit -v 16000; d=%s; %s "
      .. "$d/registry.csv $d/contacts.csv $d/info.csv $d/none.c"):format(folder, generator))
    assert.matches("/contacts%.csv:%d+:0: not enough memory\n$", message)
    assert.is_false(succeeded)
  end)

  it("refuses a file that does not exist", function()
    local message, succeeded = shell.run(generator .. " none none none " .. folder .. "/x")
    assert.equal("none:0:0: cannot open: " .. errno.ENOENT .. "\n", message)
    assert.is_false(succeeded)
  end)

  it("shows its usage", function()
    local message, succeeded = shell.run(generator)
    assert.equal("usage: generate_bundled REGISTRY.csv CONTACTS.csv INFO.csv OUTPUT.c\n", message)
    assert.is_false(succeeded)
  end)
end)
