-- What all exports have in common.

local errno = require "spec.support.errno"
local export = require "ianaports.export"
local exported = require "spec.support.exported"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"

local small, text = exported.small, exported.text

describe("The filter of an export", function()
  it("leaves the services that it lets pass, by the same order", function()
    local registry = sample.registry {
      "range 1-5 tcp", "single 3 tcp", "every 3 -", "- 3 tcp", "last 3-4 tcp", "out 3 tcp",
    }
    local function lines(filter)
      return (text(registry, "services", { filter = filter }):gsub("^.-\n", ""):gsub("\n", " "))
    end
    local where = function(entry)
      return entry.service_name ~= "single" and entry.port_number ~= 1
    end
    assert.equal("out\t3/tcp last\t3/tcp every\t3/tcp every\t3/udp every\t3/sctp every\t3/dccp "
      .. "last\t4/tcp ", lines { where = where })
    assert.equal("every\t3/udp every\t3/dccp ", lines { protocol = { 17, "DCCP" } })
    assert.equal("every\t3/sctp ", lines "sctp")
    assert.equal("every\t3/sctp ", lines(132))
    assert.equal("", lines { status = "unassigned" })
  end)

  it("holds for every format", function()
    local expected = {
      ["services"] = "run\t101/udp",
      ["nmap-services"] = "run\t101/udp",
      ["wireshark-services"] = "run\t100-103/udp",
      ["csv"] = "run,100-103",
      ["json"] = '"run"',
      ["jsonl"] = '"run"',
      ["sql"] = "(101, 'udp', 17, 'run', NULL)",
      ["clickhouse"] = "(101, 'udp', 17, 'run', '')",
    }
    for _, format in ipairs(export.formats) do
      local output = text(small(), format, { filter = { service_name = "r*" } })
      assert.is_truthy(output:find(expected[format], 1, true), format)
      assert.is_nil(output:find("inside", 1, true), format)
    end
  end)
end)

describe("An export of a file in ISO 8859-1", function()
  it("is in UTF-8 in every format", function()
    local registry = assert(ianaports.parse("cafe 9000/tcp # caf\233\n", "services"))
    for _, format in ipairs(export.formats) do
      assert.matches("caf\195\169", text(registry, format), 1, true)
    end
  end)
end)

describe("An export", function()
  local sink = { write = function() end }

  it("has formats that it names", function()
    assert.same({
      "services", "nmap-services", "wireshark-services", "csv", "json", "jsonl", "sql",
      "clickhouse",
    }, export.formats)
    for _, format in ipairs { "xml", "CSV", 1, false } do
      assert.has_error(function()
        export.write(small(), format, sink)
      end, "bad argument #2 to 'write' (format services, nmap-services, wireshark-services, csv, "
        .. "json, jsonl, sql, clickhouse expected, got "
        .. (type(format) == "string" and '"' .. format .. '"' or type(format) == "number" and "1"
          or "boolean") .. ")")
    end
  end)

  it("refuses a value that is no registry, and one that cannot be written to", function()
    assert.has_error(function()
      export.write({}, "csv", sink)
    end, "bad argument #1 to 'write' (registry expected, got table)")
    local closed = io.tmpfile()
    closed:close()
    for got, file in pairs {
      ["table"] = {}, ['"name"'] = "name", ["5"] = 5, ['"closed file"'] = closed,
    } do
      assert.has_error(function()
        export.write(small(), "csv", file)
      end, ("bad argument #3 to 'write' (open file, or object with write method expected, got %s)")
        :format(got))
    end
  end)

  it("refuses options that it does not have", function()
    for message, case in pairs {
      ["unknown option 'colums'; known for csv: filter, columns, safe_csv"] =
        { "csv", { colums = {} } },
      ["unknown option 'safe_csv'; known for json: filter, columns"] =
        { "json", { safe_csv = true } },
      ["unknown option 'columns'; known for services: filter"] = { "services", { columns = {} } },
      ["table expected, got string"] = { "csv", "tcp" },
      ["option 'safe_csv': boolean expected, got number"] = { "csv", { safe_csv = 1 } },
      ["option 'frequency': function expected, got table"] =
        { "nmap-services", { frequency = {} } },
      ["option 'columns': array of an entry's fields expected"] = { "csv", { columns = {} } },
      ["option 'columns': [2]: 'status' stands there twice"] =
        { "csv", { columns = { "status", "status" } } },
      ["option 'filter': filter key 'class': system, user or dynamic expected, got \"x\""] =
        { "sql", { filter = { class = "x" } } },
    } do
      assert.has_error(function()
        export.write(small(), case[1], sink, case[2])
      end, "bad argument #4 to 'write' (" .. message .. ")")
    end
    local refused, message = pcall(export.write, small(), "csv", sink, { columns = { "port" } })
    assert.is_false(refused)
    assert.matches("option 'columns': %[1%]: unknown field 'port'; known: service_name, port_n",
      message)
    refused, message = pcall(export.write, small(), "services", sink, { filter = { port_nr = 1 } })
    assert.is_false(refused)
    assert.matches("^bad argument #4 to 'write' %(option 'filter': unknown filter key \"port_nr\" "
      .. "%(known: protocol ", message)
  end)

  it("runs no filter before it writes", function()
    local calls = 0
    text(small(), "csv", { filter = { where = function() calls = calls + 1 end } })
    assert.equal(#small(), calls)
  end)

  it("passes errors of a filter's function on", function()
    for _, format in ipairs(export.formats) do
      local failed, problem = pcall(export.write, small(), format, sink, {
        filter = { where = function() error("from where", 0) end },
      })
      assert.is_false(failed)
      assert.equal("from where", problem)
    end
  end)

  it("writes to objects whose write returns nothing", function()
    assert.is_true(export.write(small(), "csv", sink))
  end)

  it("reports what failed in writing", function()
    for message, write in pairs {
      ["no room"] = function() return nil, "no room" end,
      ["cannot write"] = function() return false end,
    } do
      for _, format in ipairs(export.formats) do
        assert.same({ nil, message },
          { export.write(ianaports.bundled, format, { write = write }) })
      end
    end
    local calls = 0
    export.write(ianaports.bundled, "json", { write = function()
      calls = calls + 1
      return nil, "no room"
    end })
    assert.equal(1, calls)
  end)

  it("reports a full disk, for a few bytes as for many", function()
    for _, registry in ipairs { ianaports.build {}, ianaports.bundled } do
      local full = assert(io.open("/dev/full", "w"))
      local written, message = export.write(registry, "csv", full)
      pcall(full.close, full)
      assert.is_nil(written)
      assert.equal(errno.ENOSPC, message)
    end
  end)

  it("leaves the file open", function()
    local file = io.tmpfile()
    assert.is_true(export.write(small(), "jsonl", file))
    assert(file:write "more\n")
    file:seek "set"
    assert.equal(text(small(), "jsonl") .. "more\n", file:read "*a")
    file:close()
  end)

  it("keeps nothing of what it has written", function()
    local rows = {}
    local cell = ("cell, "):rep(2000)
    for index = 1, 1000 do
      rows[index] = { service_name = "a", port_number = index, transport_protocol = "tcp",
        description = cell }
    end
    local registry = ianaports.build { rows = rows }
    for _, format in ipairs { "csv", "jsonl", "sql", "clickhouse", "services" } do
      collectgarbage()
      collectgarbage()
      local before, most, size, longest, pieces = collectgarbage "count", 0, 0, 0, 0
      assert(export.write(registry, format, { write = function(_, piece)
        pieces = pieces + 1
        size = size + #piece
        longest = math.max(longest, #piece)
        if pieces % 5 == 0 then
          collectgarbage()
          most = math.max(most, collectgarbage "count" - before)
        end
      end }))
      assert.is_true(size > (format == "services" and 768 or 10000) * 1000, format)
      assert.is_true(longest < 65536 + 2 * #cell, format)
      assert.is_true(most < 1024, ("%s: %.0f KiB"):format(format, most))
    end
  end)

  it("loads no more than its format needs, and sets no global", function()
    local program = [[
      local globals = {}
      for name in pairs(_G) do globals[name] = true end
      local export = require "ianaports.export"
      export.write(require("ianaports").bundled, "csv", { write = function() end })
      for name in pairs(_G) do if not globals[name] then print(name) end end
      for name in pairs(package.loaded) do
        if name:find "^ianaports%.format%." then print(name) end
      end
    ]]
    local output = files.with(program, function(path)
      local pipe = assert(io.popen((os.getenv "LUA" or "lua5.4") .. " " .. path .. " 2>&1"))
      local lines = pipe:read "*a"
      pipe:close()
      return lines
    end)
    assert.equal("ianaports.format.csv\n", output)
  end)
end)
