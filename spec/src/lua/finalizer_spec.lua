-- Finalizers that ask a registry, close it, or finalize it while it is read. None of them reads
-- memory that has been freed, and all memory is freed in the end.

local compat = require "spec.support.compat"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local process = require "spec.support.process"
local shell = require "spec.support.shell"

-- Returns an object whose finalizer is `finalize`. Of the objects that become garbage together,
-- the newest is finalized first.
local function at_collection(finalize)
  if not newproxy then
    return setmetatable({}, { __gc = finalize })
  end
  local proxy = newproxy(true)
  getmetatable(proxy).__gc = finalize
  return proxy
end

-- Calls the metamethod, which a script can get from the debug library.
local function collect_by_hand(registry)
  debug.getmetatable(registry).__gc(registry)
end

local rows, contacts = {}, {}
for index = 1, 300 do
  rows[index] = {
    service_name = "kiwi",
    port_number = 80,
    description = ("fruit "):rep(30) .. index,
    assignee = "[a" .. index .. "]",
  }
  contacts[index] = { id = "a" .. index, name = ("name "):rep(30) .. index }
end

local function build()
  return ianaports.build {
    rows = rows, contacts = contacts, info = { sources = { "a source" } },
  }
end

local function length_of_each(step)
  local length = 0
  for value, last in step do
    length = length + (last or #(value.description or value.name))
  end
  return length
end

local function length_of_all(list)
  local index = 0
  return length_of_each(function()
    index = index + 1
    return list[index]
  end)
end

local function pass()
  return true
end

-- One call for each way to ask a registry.
local asks = {
  service_name = function(registry) return #registry:service_name(80) end,
  port_number = function(registry) return (registry:port_number "kiwi") end,
  ["port_number in another case"] = function(registry) return (registry:port_number "KIWI") end,
  find = function(registry) return #registry:find(80).description end,
  ["find of a name"] = function(registry) return #registry:find("Kiwi").description end,
  find_all = function(registry) return length_of_all(registry:find_all(80)) end,
  ["find_all of a name"] = function(registry) return length_of_all(registry:find_all "kiwi") end,
  count = function(registry) return registry:count { text = "fruit" } end,
  ["count by a function"] = function(registry) return registry:count { where = pass } end,
  search = function(registry) return length_of_all(registry:search "fruit") end,
  ["search by a function"] = function(registry)
    return length_of_all(registry:search("fruit", { where = pass }))
  end,
  contact = function(registry) return #registry:contact("a7").name end,
  info = function(registry) return #registry:info().sources[1] end,
  references = function(registry)
    return #registry:references { reference = "[RFC6335][RFC1]" }
  end,
  length = function(registry) return #registry end,
  tostring = function(registry)
    return #(tostring(registry):match "^.*300 entries.*$" or error "closed registry")
  end,
}

-- Each iterator, not yet stepped.
local iterators = {
  entries = function(registry) return registry:entries() end,
  ["entries of a filter"] = function(registry)
    return registry:entries { text = "fruit", service_name = "k*i", where = pass }
  end,
  range = function(registry) return registry:range(1, 99) end,
  ["range of a filter"] = function(registry)
    return registry:range(80, 99, { text = "fruit", where = pass })
  end,
  unassigned = function(registry) return registry:unassigned(0, 99) end,
  contacts = function(registry) return registry:contacts() end,
}

for label, iterate in pairs(iterators) do
  asks[label] = function(registry) return length_of_each(iterate(registry)) end
end

-- The ways in which a finalizer can take a registry away from its readers.
local takings = {
  ["closes it"] = function(registry) registry:close() end,
  ["calls its __gc"] = collect_by_hand,
  ["calls its __gc twice"] = function(registry)
    collect_by_hand(registry)
    collect_by_hand(registry)
  end,
}

-- Asks until the collector runs the finalizer, during a call or between two calls.
local function ask_until_taken(registry, expected, ask, take)
  local asked, result
  local count = 0
  at_collection(function() take(registry) end)
  repeat
    asked, result = pcall(ask, registry)
    assert.equal(asked and expected or nil, asked and result or nil)
    count = count + 1
    if count % 100 == 0 then
      collectgarbage()
    end
  until not asked
  assert.matches("closed registry", result)
end

-- Makes a registry, one object before it and two after it; the objects' finalizers read the
-- registry. All become garbage together, so that some finalizers run before the registry's own
-- and some after it. Inside a finalizer, Lua 5.1 collects by itself, Lua 5.2, 5.3 and LuaJIT only
-- after "restart", and Lua 5.4 never. Returns the results of all reads.
local function read_while_collected(make, read)
  local answers = {}
  local function add(...)
    local answer = { ... } -- which may run the next finalizer
    answers[#answers + 1] = answer
  end
  local function leave_garbage()
    local box = {}
    local function finalize()
      collectgarbage "restart"
      add(pcall(read, box.read))
    end
    box[1] = at_collection(finalize)
    box.read = make(build())
    box[2] = at_collection(finalize)
    box[3] = at_collection(finalize)
  end
  leave_garbage()
  compat.collect()
  compat.collect()
  collectgarbage "restart"
  return answers
end

local function assert_answers(expected, answers)
  assert.equal(3, #answers)
  for _, answer in ipairs(answers) do
    if answer[1] then
      assert.equal(expected, answer[2])
    else
      assert.matches("closed registry", answer[2])
    end
  end
end

local function same(value)
  return value
end

for label, ask in pairs(asks) do
  describe("a registry whose reader is " .. label, function()
    for name, take in pairs(takings) do
      it("answers in full or says that it is closed if a finalizer " .. name, function()
        local registry = build()
        ask_until_taken(registry, ask(registry), ask, take)
      end)
    end

    it("does so if a finalizer that became garbage with it reads it", function()
      assert_answers(ask(build()), read_while_collected(same, ask))
    end)
  end)
end

for label, iterate in pairs(iterators) do
  describe("an iterator of " .. label, function()
    it("goes on or says that its registry is closed if a finalizer goes on with it", function()
      local function begin(registry)
        return { step = iterate(registry), asked = 0 }
      end
      local function go_on(begun)
        begun.asked = begun.asked + 1
        return begun.asked > 1 or length_of_each(begun.step)
      end
      local answers = read_while_collected(begin, go_on)
      local expected = length_of_each(iterate(build()))
      assert.equal(3, #answers)
      for _, answer in ipairs(answers) do
        if answer[1] then
          assert(answer[2] == true or answer[2] == expected)
        else
          assert.matches("closed registry", answer[2])
        end
      end
    end)
  end)
end

describe("a registry that a finalizer revives after its own finalizer has run", function()
  for name, finish in pairs { ["by the collector"] = false, ["by hand"] = collect_by_hand } do
    it("stays closed: " .. name, function()
      local kept
      do
        local registry = build()
        if finish then
          finish(registry)
        end
        at_collection(function() kept = registry end)
      end
      compat.collect()
      compat.collect()
      for label, ask in pairs(asks) do
        local asked, message = pcall(ask, kept)
        assert(not asked and message:find("closed registry", 1, true), label)
      end
      kept:close()
      collect_by_hand(kept)
      assert.matches("closed", tostring(kept))
    end)
  end
end)

-- The object that frees the memory of a registry that was finalized while it was read; or nil.
local function reaper_of(registry)
  return (debug.getuservalue or debug.getfenv)(registry)[-2]
end

-- Finalizes a registry while it is read, and returns its reaper; or nil if the collection came
-- between two look-ups.
local function try_reaper()
  local registry, reaper = build(), nil
  at_collection(function()
    collect_by_hand(registry)
    reaper = reaper_of(registry)
  end)
  for _ = 1, 1000 do
    if not pcall(registry.find_all, registry, 80) then
      break
    end
  end
  return reaper
end

local function new_reaper()
  for _ = 1, 100 do
    local reaper = try_reaper()
    if reaper then
      return reaper
    end
  end
end

describe("a registry whose reaper is finalized by hand while it is read", function()
  for label, ask in pairs(asks) do
    it("keeps its memory until the end: " .. label, function()
      local registry = build()
      ask_until_taken(registry, ask(registry), ask, function()
        collect_by_hand(registry)
        local reaper = reaper_of(registry)
        if reaper then
          collect_by_hand(reaper)
          collect_by_hand(reaper)
        end
      end)
    end)
  end

  it("has a reaper", function()
    assert.equal("ianaports.reaper", getmetatable(new_reaper()))
  end)
end)

-- Runs in a process of its own: makes a registry, then does what the case says.
local PROGRAM = [[
  local ianaports = require "ianaports"
  local rows = {}
  for index = 1, 2000 do
    rows[index] = { service_name = "kiwi", port_number = 80, description = ("x"):rep(80) .. index }
  end
  local function at_collection(finalize)
    if newproxy then
      getmetatable(newproxy(true)).__gc = finalize
    else
      setmetatable({}, { __gc = finalize })
    end
  end
  if warn then
    warn "@off"
  elseif jit then
    jit.off() -- LuaJIT crashes by itself if a finalizer raises an error in its machine code
  end
  return function()
    local registry = ianaports.build { rows = rows }
    %s
  end
]]

local leaving = {
  ["that a finalizer finalizes while it is read"] = [[
    at_collection(function() debug.getmetatable(registry).__gc(registry) end)
    repeat
      local asked = pcall(registry.find_all, registry, 80)
    until not asked]],
  ["whose reaper a finalizer finalizes while it is read"] = [[
    at_collection(function()
      debug.getmetatable(registry).__gc(registry)
      local reaper = (debug.getuservalue or debug.getfenv)(registry)[-2]
      if reaper then
        debug.getmetatable(reaper).__gc(reaper)
      end
    end)
    repeat
      local asked = pcall(registry.find_all, registry, 80)
    until not asked]],
  ["read by a finalizer that became garbage with it"] = [[
    at_collection(function()
      collectgarbage "restart"
      pcall(registry.find_all, registry, 80)
    end)]],
  -- Lua 5.4 only warns of such an error; the loop then ends at its bound.
  ["whose reader is ended by an error of a finalizer"] = [[
    at_collection(function() error "some error" end)
    for _ = 1, 10 do
      if not pcall(registry.find_all, registry, 80) then
        break
      end
    end]],
  ["whose reader is ended by an error and which is then closed"] = [[
    at_collection(function() error "some error" end)
    for _ = 1, 10 do
      if not pcall(registry.find_all, registry, 80) then
        break
      end
    end
    registry:close()]],
}

describe("the memory of a registry #footprint", function()
  for label, body in pairs(leaving) do
    it(label .. " is freed", function()
      local growth = process.growth(100, PROGRAM:format(body))
      assert(growth < 4096, ("grew by %d KiB"):format(growth))
    end)
  end
end)

-- At its end, Lua 5.1 unloads a module before it runs finalizers that are older than the module.
local EARLY = [[
  local box, finalize = {}, nil
  function finalize()
    local asked, found = pcall(box.registry.find_all, box.registry, 80)
    io.write(box.ianaports.service_name(443), " ", asked and #found or found)
  end
  if newproxy then
    box.proxy = newproxy(true)
    getmetatable(box.proxy).__gc = finalize
  else
    box.proxy = setmetatable({}, { __gc = finalize })
  end
  kept = box
  box.ianaports = require "ianaports"
  box.registry = box.ianaports.build { rows = { { service_name = "a", port_number = 80 } } }
]]

describe("a finalizer that is older than the module", function()
  it("may call the module when Lua is closed", function()
    local output = files.with(EARLY, function(path)
      return (shell.run((os.getenv "LUA" or "lua5.4") .. " " .. path))
    end)
    assert(output == "https 1" or output == "https attempt to use a closed registry", output)
  end)
end)

describe("a registry that is finalized by hand, twice, while it is read", function()
  it("is closed, and its memory is not freed yet", function()
    local registry = build()
    local counted, message = pcall(registry.count, registry, {
      where = function()
        collect_by_hand(registry)
        collect_by_hand(registry)
        return true
      end,
    })
    assert.is_false(counted)
    assert.matches("closed registry", message)
  end)
end)

describe("the metatable of a userdata", function()
  it("is hidden behind the name of its type", function()
    assert.equal("ianaports.registry", getmetatable(build()))
    assert.equal("ianaports.registry", getmetatable(ianaports.bundled))
  end)

  it("is hidden whatever the type", function()
    -- A type is made when it is first used.
    assert(ianaports.parse("kiwi 80/tcp\n", "services"))
    assert(new_reaper())
    assert(require "ianaports.system")
    local count = 0
    for name, metatable in pairs(debug.getregistry()) do
      if type(name) == "string" and name:find "^ianaports%." and metatable.__gc then
        count = count + 1
        assert.equal(name, metatable.__metatable)
      end
    end
    assert.is_true(count >= 6) -- other specs may have made more
  end)
end)
