-- A registry as a Lua object: iteration, the collector, closing, and functions of the user that do
-- unexpected things.

local compat = require "spec.support.compat"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"

local collect, compile = compat.collect, compat.load

local labels = sample.labels

local function small()
  return ianaports.build {
    rows = {
      sample.row "a 1 tcp",
      sample.row "b 2 tcp",
      sample.row { "c 3-5 udp", description = "text of c" },
    },
    contacts = { { id = "X" }, { id = "Y" } },
  }
end

-- Makes each kind of iterator of a registry.
local iterators = {
  entries = function(registry) return registry:entries() end,
  range = function(registry) return registry:range(0, 65535) end,
  unassigned = function(registry) return registry:unassigned(0, 100) end,
  contacts = function(registry) return registry:contacts() end,
}

-- Each function that calls a where function, run until it ends.
local filtering = {
  entries = function(registry, filter) return labels(registry:entries(filter)) end,
  range = function(registry, filter) return labels(registry:range(0, 65535, filter)) end,
  count = function(registry, filter) return registry:count(filter) end,
  search = function(registry, filter) return labels(registry:search("", filter)) end,
}

local function steps(...)
  local count = 0
  for _ in ... do
    count = count + 1
  end
  return count
end

for name, iterate in pairs(iterators) do
  describe("an iterator of " .. name, function()
    it("may be nested in itself", function()
      local registry = small()
      local expected = steps(iterate(registry))
      local outer, inner = 0, 0
      for _ in iterate(registry) do
        outer = outer + 1
        inner = inner + steps(iterate(registry))
      end
      assert.equal(expected, outer)
      assert.equal(expected * expected, inner)
      assert.is_true(expected > 1)
    end)

    it("can be stepped alternately with another", function()
      local registry = small()
      local one, two = iterate(registry), iterate(registry)
      local first = one()
      assert.same(first, two())
      assert.not_same(first, one())
      assert.not_same(first, two())
    end)

    it("can be abandoned, and later ones start from the beginning", function()
      local registry = small()
      local expected = steps(iterate(registry))
      for _ = 1, 100 do
        iterate(registry)()
      end
      collect()
      assert.equal(expected, steps(iterate(registry)))
    end)

    it("keeps returning nil after its end", function()
      local step = iterate(small())
      while step() do end
      assert.is_nil(step())
      assert.is_nil(step())
    end)

    it("ignores its arguments", function()
      local step = iterate(small())
      assert.is_not_nil(step(nil, nil))
      assert.is_not_nil(step({}, "x"))
    end)

    it("outlives the last reference to its registry", function()
      local expected = steps(iterate(small()))
      local step = iterate(small())
      collect()
      assert.equal(expected, steps(step))
    end)

    it("continues if its registry's last reference goes away during iteration", function()
      local registry = small()
      local expected = steps(iterate(registry))
      local count = 0
      for _ in iterate(registry) do
        registry = nil
        collect()
        count = count + 1
      end
      assert.is_nil(registry)
      assert.equal(expected, count)
    end)

    it("releases its registry when it is collected itself", function()
      local watched = setmetatable({}, { __mode = "v" })
      local step = (function()
        watched.registry = small()
        return iterate(watched.registry)
      end)()
      collect()
      assert.is_not_nil(watched.registry)
      assert.is_not_nil((step()))
      step = nil
      collect()
      assert.is_nil(step)
      assert.is_nil(watched.registry)
    end)

    it("raises a clear error once its registry is closed", function()
      local registry = small()
      local step = iterate(registry)
      assert.is_not_nil((step()))
      registry:close()
      assert.error_matches(step, "closed registry")
      assert.error_matches(step, "closed registry")
    end)

    it("raises that error at its end, too", function()
      local registry = small()
      local step = iterate(registry)
      while step() do end
      registry:close()
      assert.error_matches(step, "closed registry")
    end)

    it("may be stepped in several coroutines", function()
      local registry = small()
      local expected = steps(iterate(registry))
      local step = iterate(registry)
      local count = 0
      while coroutine.wrap(function() return (step()) end)() do
        count = count + 1
      end
      assert.equal(expected, count)
    end)

    it("lets the body of its loop yield", function()
      local registry = small()
      local expected = sample.collect(iterate(registry))
      local generator = coroutine.wrap(function()
        for value in iterate(registry) do
          coroutine.yield(value)
        end
      end)
      assert.same(expected, sample.collect(generator))
    end)
  end)
end

for name, run in pairs(filtering) do
  describe("a where function in " .. name, function()
    it("may raise: the caller gets the same error", function()
      local mistake = { "mistake" }
      local succeeded, caught = pcall(run, small(), { where = function() error(mistake) end })
      assert.is_false(succeeded)
      assert.equal(mistake, caught)
    end)

    it("may raise at any entry and leaves nothing broken", function()
      local registry = small()
      local expected = run(registry)
      for fatal = 1, 3 do
        local calls = 0
        assert.error_matches(function()
          run(registry, {
            where = function()
              calls = calls + 1
              assert(calls < fatal, "enough")
              return true
            end,
          })
        end, "enough")
        assert.equal(fatal, calls)
        assert.same(expected, run(registry))
      end
    end)

    it("may not yield, and leaves nothing broken when it does", function()
      local registry = small()
      local expected = run(registry)
      local filter = { where = function() return coroutine.yield() end }
      local thread = coroutine.create(function() return run(registry, filter) end)
      local resumed, message = coroutine.resume(thread)
      assert.is_false(resumed)
      assert.matches("attempt to yield across", message)
      assert.same(expected, run(registry))
    end)

    it("may close the registry, which causes a clear error", function()
      local registry = small()
      assert.error_matches(function()
        run(registry, { where = function() registry:close() return true end })
      end, "closed registry")
      assert.error_matches(function() registry:count() end, "closed registry")
    end)

    it("may close the registry and refuse the entry, which causes the same error", function()
      local registry = small()
      assert.error_matches(function()
        run(registry, { where = function() registry:close() return false end })
      end, "closed registry")
    end)

    it("may close the registry at its last entry", function()
      local registry = small()
      local calls = 0
      assert.error_matches(function()
        run(registry, {
          where = function()
            calls = calls + 1
            if calls == 3 then
              registry:close()
            end
            return true
          end,
        })
      end, "closed registry")
    end)

    it("may start other iterations of the same registry", function()
      local registry = small()
      local expected = run(registry)
      local inner = {}
      local got = run(registry, {
        where = function()
          inner[#inner + 1] = run(registry)
          registry:entries()() -- abandoned
          return true
        end,
      })
      assert.same(expected, got)
      assert.same({ expected, expected, expected }, inner)
    end)

    it("may call a function that takes a where function, too", function()
      local registry = small()
      local expected = run(registry)
      assert.same(expected, run(registry, {
        where = function(entry)
          return registry:count {
            where = function(other) return other.service_name == entry.service_name end,
          } == 1
        end,
      }))
    end)

    it("may change the entry that it gets, and nothing else", function()
      local registry = small()
      run(registry, {
        where = function(entry)
          entry.service_name = nil
          entry.description = {}
          entry[entry] = entry
          return true
        end,
      })
      assert.same({ "a 1 tcp", "b 2 tcp", "c 3-5 udp" }, labels(registry:entries()))
      assert.equal("text of c", registry:find("c").description)
    end)

    it("may run the collector", function()
      local registry = small()
      local expected = run(registry)
      assert.same(expected, run(registry, { where = function() collect() return true end }))
    end)

    it("may change its own filter, which has no effect", function()
      local registry = small()
      local filter = { service_name = "?" }
      local calls = 0
      filter.where = function()
        calls = calls + 1
        filter.service_name = "none"
        filter.where = nil
        filter[calls] = "nonsense"
        return true
      end
      assert.same(run(registry), run(registry, filter))
      assert.equal(3, calls)
    end)

    it("may be one of Lua's own functions", function()
      assert.same(run(small()), run(small(), { where = next }))
    end)
  end)
end

describe("a where function", function()
  it("that raises at one entry does not stop the iterator, which continues at the next", function()
    local step = small():entries {
      where = function(entry) return assert(entry.service_name ~= "b", "not b") end,
    }
    assert.equal("a", step().service_name)
    assert.error_matches(step, "not b")
    assert.equal("c", step().service_name)
    assert.is_nil(step())
  end)

  it("may step the iteration that it filters", function()
    local step
    local nested = {}
    step = small():entries {
      where = function(entry)
        if entry.service_name == "a" then
          nested[#nested + 1] = step()
        end
        return true
      end,
    }
    assert.equal("a", step().service_name)
    assert.same({ "b 2 tcp" }, labels(nested))
    assert.equal("c", step().service_name)
    assert.is_nil(step())
  end)

  it("that recurses without end gets an error from Lua", function()
    local registry = small()
    local filter = {}
    filter.where = function() return registry:count(filter) == 3 end
    assert.is_false((pcall(registry.count, registry, filter)))
    assert.equal(3, registry:count())
  end)

  it("may close the bundled registry, which has no effect", function()
    local count = ianaports.count {
      class = "system",
      where = function() ianaports.bundled:close() return true end,
    }
    assert.equal(ianaports.count { class = "system" }, count)
  end)

  it("may change the entry that the iterator then returns", function()
    local step = small():entries {
      where = function(entry) entry.mark = "seen" return true end,
    }
    assert.equal("seen", step().mark)
  end)
end)

describe("an entry", function()
  -- Each function that returns the same entry.
  local ways = {
    find = function(registry) return registry:find("c") end,
    find_all = function(registry) return registry:find_all(4)[1] end,
    entries = function(registry) return registry:entries("udp")() end,
    range = function(registry) return registry:range(5, 5)() end,
    search = function(registry) return registry:search("c")[1] end,
  }
  for name, way in pairs(ways) do
    it("of " .. name .. " is a new table each time", function()
      local registry = small()
      local one, two = way(registry), way(registry)
      assert.is_false(rawequal(one, two))
      assert.same(one, two)
    end)

    it("of " .. name .. " has no metatable", function()
      assert.is_nil(getmetatable(way(small())))
    end)

    it("of " .. name .. " may be changed without any other effect", function()
      local registry = small()
      local entry = way(registry)
      for key in pairs(entry) do
        entry[key] = nil
      end
      entry.extra = true
      local again = way(registry)
      assert.equal("c 3-5 udp", sample.label(again))
      assert.is_nil(again.extra)
    end)

    it("of " .. name .. " stays usable after the registry is closed", function()
      local registry = small()
      local entry = way(registry)
      registry:close()
      registry = nil
      collect()
      assert.is_nil(registry)
      assert.equal("text of c", entry.description)
      assert.equal("c 3-5 udp", sample.label(entry))
    end)
  end
end)

describe("an array of entries", function()
  it("is a new plain table each time", function()
    for _, name in ipairs { "find_all", "search" } do
      local one, two = ianaports[name]("http"), ianaports[name]("http")
      assert.is_false(rawequal(one, two))
      assert.is_nil(getmetatable(one))
      local length = #two
      one[1] = nil
      assert.equal(length, #ianaports[name]("http"))
    end
  end)
end)

describe("tostring of a registry", function()
  it("shows its type and its number of entries", function()
    assert.matches("registry", tostring(small()))
    assert.matches("%f[%d]3%f[%D]", tostring(small()))
  end)

  it("shows that a registry is the bundled one, and its date", function()
    assert.matches("bundled", tostring(ianaports.bundled))
    assert.matches("2026-05-11", tostring(ianaports.bundled), 1, true)
    assert.matches(tostring(#ianaports.bundled), tostring(ianaports.bundled), 1, true)
  end)

  it("shows that a registry is closed", function()
    local registry = small()
    registry:close()
    assert.matches("closed", tostring(registry))
  end)
end)

describe("a registry's length", function()
  it("is the number of its entries", function()
    assert.equal(3, #small())
  end)
end)

describe("a registry that is collected", function()
  it("frees what it holds without being closed", function()
    local watched = setmetatable({}, { __mode = "v" })
    for index = 1, 10 do
      watched[index] = small()
    end
    collect()
    assert.is_nil(next(watched))
  end)

  it("can be collected after it was closed", function()
    local watched = setmetatable({}, { __mode = "v" });
    (function()
      watched.registry = small()
      watched.registry:close()
    end)()
    collect()
    assert.is_nil(watched.registry)
  end)

  it("affects no other registry", function()
    local kept = small()
    for _ = 1, 10 do
      small()
    end
    collect()
    assert.equal("a", kept:service_name(1))
    assert.equal("http", ianaports.service_name(80))
  end)

  it("does not depend on the tables that it was built from", function()
    local registry
    do
      local rows = { { service_name = ("x"):rep(3) .. "y", port_number = 9 } }
      registry = ianaports.build { rows = rows }
      rows[1].service_name = "changed"
      rows[2] = { service_name = "added" }
    end
    collect()
    assert.equal(1, #registry)
    assert.equal("xxxy", registry:service_name(9))
  end)
end)

-- Every method of a registry, with correct arguments.
local calls = {
  service_name = { 1 },
  port_number = { "a" },
  find = { 1 },
  find_all = { 1 },
  entries = {},
  range = { 0, 9 },
  unassigned = {},
  count = {},
  search = { "a" },
  contact = { "X" },
  contacts = {},
  info = {},
  references = { {} },
}

describe("a closed registry", function()
  for name, arguments in pairs(calls) do
    it("causes a clear error in " .. name, function()
      local registry = small()
      assert.is_true((pcall(registry[name], registry, arguments[1], arguments[2])))
      registry:close()
      assert.error_matches(function()
        registry[name](registry, arguments[1], arguments[2])
      end, "closed registry")
    end)
  end

  it("causes a clear error in the length operator", function()
    local registry = small()
    registry:close()
    assert.error_matches(function() return #registry end, "closed registry")
  end)

  it("is tested for every method", function()
    for name in pairs(debug.getmetatable(ianaports.bundled).__index) do
      assert(calls[name] or name == "close", name)
    end
  end)

  it("can be closed again", function()
    local registry = small()
    assert.equal(0, select("#", registry:close()))
    assert.has_no_error(function() registry:close() end)
  end)

  it("leaves other registries open", function()
    local closed, open = small(), small()
    closed:close()
    assert.equal("a", open:service_name(1))
    assert.equal("http", ianaports.service_name(80))
  end)
end)

describe("the bundled registry", function()
  it("is shared by the whole program and cannot be closed", function()
    local step = ianaports.entries()
    ianaports.bundled:close()
    debug.getmetatable(ianaports.bundled).__gc(ianaports.bundled)
    debug.getmetatable(ianaports.bundled).__close(ianaports.bundled)
    assert.equal("http", ianaports.bundled:service_name(80))
    assert.equal("http", ianaports.service_name(80))
    assert.is_table((step()))
    assert.not_matches("closed", tostring(ianaports.bundled))
  end)

  it("stays alive if only the functions refer to it", function()
    local bundled = ianaports.bundled
    ianaports.bundled = nil
    collect()
    assert.equal("http", ianaports.service_name(80))
    ianaports.bundled = bundled
  end)
end)

describe("the metamethods __gc and __close", function()
  for _, name in ipairs { "__gc", "__close" } do
    it(name .. " closes a registry and may be called again", function()
      local registry = small()
      local step = registry:entries()
      local metamethod = debug.getmetatable(registry)[name]
      metamethod(registry)
      assert.error_matches(function() registry:find(1) end, "closed registry")
      assert.error_matches(step, "closed registry")
      metamethod(registry)
      registry:close()
      metamethod(registry)
      assert.matches("closed", tostring(registry))
    end)
  end

  it("__close accepts the error that ends a scope", function()
    local registry = small()
    debug.getmetatable(registry).__close(registry, "some error")
    assert.matches("closed", tostring(registry))
  end)
end)

-- Only Lua 5.4 and later compile this.
local scope = compile [[
  local registry, body = ...
  local closing <close> = registry
  return body(closing)
]]

if scope then
  describe("a to-be-closed variable", function()
    it("closes its registry at the end of its scope", function()
      local registry = small()
      local name = scope(registry, function(closing) return closing:service_name(1) end)
      assert.equal("a", name)
      assert.error_matches(function() registry:count() end, "closed registry")
    end)

    it("closes its registry when an error ends its scope", function()
      local registry = small()
      assert.error_matches(function()
        scope(registry, function() error("some error") end)
      end, "some error")
      assert.error_matches(function() registry:count() end, "closed registry")
    end)

    it("may hold a registry that is closed already", function()
      local registry = small()
      assert.equal("done", scope(registry, function(closing) closing:close() return "done" end))
    end)

    it("may hold the bundled registry", function()
      scope(ianaports.bundled, function() end)
      assert.equal("http", ianaports.bundled:service_name(80))
    end)
  end)
end
