-- src/flow/counter.h and src/lua/flow_count.c: what reports of a CSV keep, and what is refused.
-- That the counts are right: spec/lua/format/flows_blocks_spec.lua.

local flow = require "ianaports.flow"

local function form(changes)
  local fields = {
    delimiter = ",", delimiter_name = "comma", width = 3, port_cell = "port", port = 1, key = 2,
    host = 3, line = 2, hosts = 2, all_hosts = 5, longest = 16,
  }
  for name, value in pairs(changes or {}) do
    fields[name] = value or nil
  end
  return fields
end

local function counted(text, changes)
  local counter = flow.counter(form(changes))
  assert.is_nil(flow.count_block(counter, text))
  assert.is_nil(flow.count_block(counter, ""))
  return flow.counted(counter)
end

describe("A counter of ports", function()
  it("keeps so many hosts of a port, and of all ports", function()
    local counts = counted "1,6,a\n1,6,b\n1,6,c\n1,6,a\n2,6,a\n2,6,b\n3,17,a\n3,17,a\n"
    assert.same({
      { port = 1, protocol = "tcp", count = 4, hosts = { "a", "b" } },
      { port = 2, protocol = "tcp", count = 2, hosts = { "a", "b" } },
      { port = 3, protocol = "udp", count = 2, hosts = { "a" } },
      skipped = 0, wrong = 0, errors = {}, is_full = false,
    }, counts)
    counts = counted "1,6,a\n1,6,b\n2,6,a\n2,6,b\n3,6,a\n3,6,a\n3,6,b\n4,6,c\n"
    assert.same({ { "a" }, nil, true }, { counts[3].hosts, counts[4].hosts, counts.is_full })
  end)

  it("keeps no host that is too long or has a NUL byte", function()
    local long = ("x"):rep(17)
    local counts = counted(("1,6,%s\n1,6,h\0\n1,6, h \n1,6,\"%s\"\n"):format(long, long:sub(2)))
    assert.same({ "h", long:sub(2) }, counts[1].hosts)
  end)

  it("takes cells for the same only if they are", function()
    local counts = counted("443,6,h\n443\0,6,h\n443,6\0,h\n4430000000000000,6,h\n"
      .. "44300000000000000,6,h\n443.0000000000000,6,h\n443.00000000000000,6,h\n", { host = false })
    assert.same({ 1, 3, 1, 3 }, { #counts, counts[1].count, counts.skipped, counts.wrong })
  end)

  it("asks for the port of a name, and once for a short one", function()
    local counter = flow.counter(form { own = "udp", key = false })
    local long = ("n"):rep(17)
    assert.same({ "name", "udp", 2 }, {
      flow.count_block(counter, "name,,h\nname,,h\n70000,,\nbad,,\n" .. long .. ",,\n" .. long),
    })
    assert.same({ "bad", "udp", 5 }, { flow.count_name(counter, 80) })
    assert.same({ long, "udp", 6 }, { flow.count_name(counter, nil) })
    assert.same({}, { flow.count_name(counter, 81) })
    assert.same({ long, "udp", 7 }, { flow.count_block(counter, ",,\n") })
    assert.same({}, { flow.count_name(counter, 81) })
    assert.same({}, { flow.count_block(counter, "") })
    assert.same({
      { port = 80, protocol = "udp", count = 2, hosts = { "h" } },
      { port = 81, protocol = "udp", count = 2 },
      skipped = 0, wrong = 2, is_full = false,
      errors = {
        {
          4, 'port "70000" is neither a number from 0 to 65535 nor a service that the registry '
            .. "knows",
        },
        { 5, "" },
      },
    }, flow.counted(counter))
  end)

  it("returns what is wrong with an input that has no end of a line", function()
    local counter = flow.counter(form())
    local nothing, message, line
    for _ = 1, 17 do
      nothing, message, line = flow.count_block(counter, ("x"):rep(65536))
    end
    assert.same({ nil, "record is longer than 1048576 bytes; is a quote not closed?", 2 },
      { nothing, message, line })
  end)

  it("refuses a form that is wrong, and calls at the wrong time", function()
    for _, changes in ipairs {
      { port = false }, { port = 4 }, { key = 4 }, { host = -1 }, { width = 0 }, { line = "x" },
      { longest = 256 }, { delimiter = {} }, { delimiter = false }, { port_cell = {} },
    } do
      assert.is_false(pcall(flow.counter, form(changes)))
    end
    local counter = flow.counter(form())
    assert.is_false(pcall(flow.count_name, counter, 80))
    assert.equal("name", (flow.count_block(counter, "name,6,\n")))
    assert.is_false(pcall(flow.count_name, counter, 65536))
    assert.is_nil(flow.count_block(counter, ""))
    assert.is_false(pcall(flow.count_name, counter, 80))
    flow.counted(counter)
    for _, name in ipairs { "count_block", "count_name", "counted" } do
      assert.has_error(function()
        flow[name](counter, "")
      end, "attempt to use a closed counter")
      assert.is_false(pcall(flow[name], io.stdout, ""))
    end
  end)
end)
