-- The floors of the bench return what the module returns and check their arguments by themselves,
-- and the larger registries of the bench have the rows that they should have.

local ianaports = require "ianaports"

local entries = require "spec.bench.support.entries"
local keys = require "spec.bench.support.keys"
local many_rows = require "spec.bench.support.many_rows"
local shell = require "spec.support.shell"

local version = os.getenv "LUA_VERSION" or "5.4"
local folder = "build/bench/" .. version

local run = shell.output

local function rows_of(iterator)
  local rows = {}
  for entry in iterator do
    rows[#rows + 1] = entry
  end
  return rows
end

describe("bench floors #programs", function()
  local cpath, floor = package.cpath, nil

  setup(function()
    run((shell.MAKE .. " %s/floor.so %s/empty.so LUA_VERSION=%s"):format(folder, folder, version))
    package.cpath = folder .. "/?.so;" .. cpath
    floor = require "floor"
  end)

  teardown(function()
    package.cpath = cpath
    package.loaded.floor, package.loaded.empty = nil, nil
  end)

  it("include an empty module", function()
    assert.same({}, require "empty")
  end)

  it("return the answers for 443/tcp", function()
    assert.equal("https", floor.service_name(443, "tcp"))
    assert.same({ 443, "https" }, { floor.port_number("https", "tcp") })
    assert.same(ianaports.find(443, "tcp"), floor.find(443, "tcp"))
  end)

  it("check their arguments", function()
    local wrong = {
      service_name = { { 65536 }, { -1 }, { "http" }, { {} }, { 80, "ip" }, { 80 } },
      port_number = { { {} }, { nil }, { "http", "ip" }, { "http", {} } },
      find = { { 65536 }, { {} }, { 80, "udp" } },
    }
    for name, calls in pairs(wrong) do
      for _, arguments in ipairs(calls) do
        local succeeded, message = pcall(floor[name], arguments[1], arguments[2])
        assert.is_false(succeeded)
        assert.is_truthy(message:find "bad argument")
      end
    end
  end)

  it("include nothing of the module but its data and the differences between Luas", function()
    local included = run "sed -n 's/^#include \"\\(.*\\)\"/\\1/p' spec/bench/floor*.[ch] | sort -u"
    assert.equal("floor_rows.h\nlua/compat.h\nregistry/bundled.h\n", included)
  end)

  it("return the same rows every time", function()
    local rows = floor.rows(rows_of(ianaports.entries()))
    for _ = 1, 2 do
      entries.assert_same_rows(floor.entries(rows), ianaports.entries())
    end
  end)

  it("return one row after the other, or as many as find_all returned", function()
    local http, ssh = ianaports.find_all(80, "tcp"), ianaports.find_all(22)
    local all, sizes = {}, { #http, #ssh }
    for _, found in ipairs { http, ssh } do
      for _, entry in ipairs(found) do
        all[#all + 1] = entry
      end
    end
    local find_each = floor.find_each(floor.rows(all))
    local find_all_each = floor.find_all_each(floor.rows(all, sizes))
    for _ = 1, 2 do
      for _, entry in ipairs(all) do
        assert.same(entry, find_each(80, "tcp"))
      end
      assert.same(http, find_all_each(80, "tcp"))
      assert.same(ssh, find_all_each(22))
    end
  end)

  it("return 443/tcp once for each row", function()
    local https = ianaports.find(443, "tcp")
    assert.same({ https, https, https }, rows_of(floor.entries(floor.constant_rows(3))))
    assert.same({ https, https },
      floor.find_all_each(floor.constant_rows(3, { 2, 1 }))(80))
  end)

  it("notice an entry that differs from the module's", function()
    local function assert_differs(given, wanted)
      assert.has_error(function()
        entries.assert_same_rows(entries.each(given), entries.each(wanted))
      end)
    end
    local https = ianaports.find(443, "tcp")
    local other = ianaports.find(443, "tcp")
    other.status = nil
    assert_differs({ https }, { other })
    assert_differs({ other }, { https })
    assert_differs({ https }, { https, https })
    assert_differs({ https, https }, { https })
  end)

  it("read all records, and search in all strings", function()
    assert.is_true(floor.read_records() > ianaports.count())
    assert.equal(0, floor.count_in_pool "no such text")
    assert.is_true(floor.count_in_pool "replication" > 0)
  end)
end)

describe("bench keys #programs", function()
  it("are the same in each run, and all come from the list", function()
    local drawn = keys.draw(100, { "a", "b", "c" })
    assert.same(drawn, keys.draw(100, { "a", "b", "c" }))
    local counts = { a = 0, b = 0, c = 0 }
    for _, key in ipairs(drawn) do
      counts[key] = counts[key] + 1
    end
    assert.is_true(counts.a > 20 and counts.b > 20 and counts.c > 20)
  end)

  it("are all kept when they are shuffled", function()
    local list = {}
    for index = 1, 100 do
      list[index] = index
    end
    local shuffled = keys.shuffle(list)
    assert.not_equal(1, shuffled[1])
    table.sort(shuffled)
    assert.equal(1, shuffled[1])
    assert.equal(100, shuffled[100])
  end)
end)

describe("a large registry of the bench #programs", function()
  local path = os.tmpname()

  teardown(function()
    os.remove(path)
    os.remove(many_rows.names_of(path))
  end)

  it("has the bundled rows unchanged, and others; every listed name has a port", function()
    many_rows.write(path, 2)
    local registry = assert(ianaports.load(path))
    assert.equal(2 * #ianaports.bundled, #registry)
    local given = registry:entries()
    for entry in ianaports.entries() do
      assert.same(entry, given())
    end
    local count = 0
    for name in io.lines(many_rows.names_of(path)) do
      count = count + 1
      assert.is_truthy(registry:port_number(name, "tcp"))
    end
    assert.equal(20000, count)
    registry:close()
  end)
end)
