-- The types for editors declare what the module has, nothing less and nothing more.

local files = require "spec.support.files"
local ianaports = require "ianaports"
local shell = require "spec.support.shell"

local types = files.read "lua/types/ianaports.lua"

local function set_of(list)
  local set = {}
  for _, name in ipairs(list) do
    set[name] = true
  end
  return set
end

-- The functions declared as OWNER.NAME or OWNER:NAME.
local function declared_functions(owner, text)
  local found = {}
  for name in (text or types):gmatch("\nfunction " .. owner .. "[.:]([%a_]+)%(") do
    assert.is_nil(found[name], name .. " is declared twice")
    found[name] = true
  end
  return found
end

-- The fields of a class and of its parent class.
local function declared_fields(class)
  local parent, body =
    types:match("\n%-%-%-@class ianaports%." .. class .. ":? ?([%a.]*)\n(.-)\n\n")
  assert.is_string(body, "no class " .. class)
  local found = parent ~= "" and declared_fields(parent:match "%.(%a+)$") or {}
  for name in body:gmatch "@field ([%a_]+)" do
    found[name] = true
  end
  return found
end

local function functions_of(object)
  local found = {}
  for name, value in pairs(object) do
    if type(value) == "function" then
      found[name] = true
    end
  end
  return found
end

-- Checks that each parameter has a type, and returns the number of functions.
local function count_typed(text)
  local count = 0
  local pattern = "\n\n(%-%-%-.-)\nfunction ([%a_.:]+)%((.-)%) end"
  for comment, name, parameters in text:gmatch(pattern) do
    local documented = {}
    for parameter in comment:gmatch "@param ([%a_]+)%?? [^\n]+" do
      documented[#documented + 1] = parameter
    end
    assert.equal(parameters, table.concat(documented, ", "), name)
    count = count + 1
  end
  return count
end

-- All fields that the entries of a registry have.
local function fields_of(iterator)
  local found = {}
  for object in iterator do
    for name in pairs(object) do
      found[name] = true
    end
  end
  return found
end

describe("lua/types/ianaports.lua", function()
  it("is Lua", function()
    assert.is_truthy(loadfile "lua/types/ianaports.lua")
  end)

  it("declares every function of the module", function()
    assert.same(functions_of(ianaports), declared_functions "ianaports")
  end)

  it("declares every method of a registry", function()
    assert.same(
      functions_of(debug.getmetatable(ianaports.bundled).__index),
      declared_functions "registry"
    )
  end)

  it("declares every field of an entry", function()
    local found = fields_of(ianaports.entries())
    found.source = true -- only in registries with an overlay
    assert.same(found, declared_fields "Entry")
  end)

  it("declares every field of a contact", function()
    assert.same(fields_of(ianaports.contacts()), declared_fields "Contact")
  end)

  it("declares every field of the registry's info", function()
    local found = {}
    for name in pairs(ianaports.info()) do
      found[name] = true
    end
    assert.same(found, declared_fields "Info")
  end)

  it("declares every field of a reference", function()
    assert.same(set_of { "text", "type", "url" }, declared_fields "Reference")
    local reference = ianaports.references(ianaports.find(700))[1]
    assert.same({ text = "RFC5734", type = "rfc", url = reference.url }, reference)
  end)

  it("declares every filter key", function()
    local _, message = pcall(ianaports.entries, { no_such_key = true })
    local known = {}
    for name in message:match("known:([%a_ ]+)"):gmatch "[%a_]+" do
      known[name] = true
    end
    assert.same(known, declared_fields "Filter")
  end)

  it("has a type for each parameter", function()
    assert.is_true(count_typed(types) > 30)
  end)
end)

describe("lua/types/ianaports", function()
  local names = {}
  for name in shell.run("ls lua/ianaports"):gmatch "([%w_]+)%.lua" do
    names[#names + 1] = name
  end

  it("has a file for each public submodule", function()
    assert.equal(table.concat(names, ".lua\n") .. ".lua\n", (shell.run "ls lua/types/ianaports"))
  end)

  local function public_functions(name)
    if name == "ffi" and not rawget(_G, "jit") then -- it cannot be loaded
      return set_of { "find", "port_number", "service_name" }
    end
    return functions_of(require("ianaports." .. name))
  end

  for _, name in ipairs(names) do
    it("declares every function of ianaports." .. name, function()
      local path = ("lua/types/ianaports/%s.lua"):format(name)
      local text = files.read(path)
      local functions = public_functions(name)
      local count = 0
      for _ in pairs(functions) do
        count = count + 1
      end
      assert.same(functions, declared_functions(name, text))
      assert.equal(count, count_typed(text))
      assert.is_truthy(loadfile(path))
    end)
  end
end)
