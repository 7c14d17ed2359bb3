-- The ClickHouse export in Debian's ClickHouse 18.16, and in chdb, a ClickHouse of today.

local array = require "ianaports.base.array"
local engines = require "spec.support.engines"
local exported = require "spec.support.exported"
local fields = require "ianaports.base.fields"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local overlay = require "ianaports.overlay"
local sample = require "spec.support.sample"

-- By what a table or dictionary has for it: the protocol that the module is asked for, or false.
local BY_NUMBER = { [6] = "tcp", [17] = "udp", [132] = "sctp", [33] = "dccp" }
local BY_TRANSPORT = { tcp = "tcp", udp = "udp", sctp = "sctp", dccp = "dccp" }
local BY_PORT = { [""] = false }

local CHARACTERS = {}
for byte = 0, 255 do
  CHARACTERS[("%02X"):format(byte)] = string.char(byte)
end

local function of_port_443(entry)
  return entry.port_number == 443
end

for _, engine in ipairs { engines.CLICKHOUSE, engines.CHDB } do
  describe("The ClickHouse export in " .. engine.name .. " #hosts", function()
    if engine.missing() then
      pending(engine.missing())
      return
    end

    local server, path

    setup(function()
      server, path = engine.start(), os.tmpname()
    end)

    teardown(function()
      server:stop()
      os.remove(path)
    end)

    -- What is run with the next statements, in one process, because each takes a while to start.
    local waiting = {}

    local function try(statements)
      waiting[#waiting + 1] = statements
      files.write(path, table.concat(waiting, "\n"))
      waiting = {}
      return server:run(path)
    end

    local function query(statements)
      local output, succeeded = try(statements)
      assert(succeeded, output)
      return output
    end

    -- 18.16 takes no dictionaries from statements.
    local function text_of(registry, options)
      local text = exported.text(registry, "clickhouse", options)
      return engine == engines.CLICKHOUSE and text:gsub("\n%-%- Dictionaries.*", "\n")
        .. "SYSTEM RELOAD DICTIONARIES;\n" or text
    end

    local function load(registry, options)
      waiting[#waiting + 1] = text_of(registry, options)
    end

    -- For each of some queries, { columns, the rest }, an array of its rows. Cells are texts, which
    -- are empty for NULL. One process asks all, because each takes a while to start.
    local function rows_of(queries)
      local statements = array.map(queries, function(asked)
        local shown = array.map(asked[1], function(column)
          return ("hex(ifNull(toString(%s), ''))"):format(column)
        end)
        return ("SELECT '-';\nSELECT %s %s;\n"):format(table.concat(shown, ", "), asked[2])
      end)
      local results = {}
      for line in query(table.concat(statements)):gmatch "([^\n]*)\n" do
        if line == "-" then
          results[#results + 1] = {}
        else
          local row = {}
          for cell in (line .. "\t"):gmatch "([^\t]*)\t" do
            row[#row + 1] = cell:gsub("%x%x", CHARACTERS)
          end
          table.insert(results[#results], row)
        end
      end
      return results
    end

    local function check_entries(registry, rows)
      assert.equal(#registry, #rows)
      local index = 0
      for entry in registry:entries() do
        index = index + 1
        entry.port_last = entry.port_last or entry.port_number
        for column, field in ipairs(fields.ALL) do
          local expected = entry[field] and tostring(entry[field]) or ""
          if rows[index][column] ~= expected then
            assert.equal(expected, rows[index][column], index .. " " .. field)
          end
        end
      end
    end

    -- Compares rows of port, protocol and name with all that the registry has up to a port.
    local function check_names(registry, last_port, rows, protocols)
      local found, count = {}, 0
      for _, row in ipairs(rows) do
        found[row[1] .. "/" .. row[2]] = row[3]
      end
      for port = 0, last_port do
        for shown, protocol in pairs(protocols) do
          local name = registry:service_name(port, protocol or nil)
          local key = port .. "/" .. shown
          if name ~= found[key] then
            assert.equal(name, found[key], key)
          end
          count = count + (name and 1 or 0)
        end
      end
      assert.equal(count, #rows)
    end

    -- Asks a dictionary for every port up to one, with each of some protocols.
    local function names_in(dictionary, key, last_port, protocols)
      local name = "dictGet('iana_service_by_%s', 'service_name', %s) AS name"
      return { { "number", "protocol", name:format(dictionary, key) },
        ("FROM (SELECT number FROM system.numbers LIMIT %d) ARRAY JOIN [%s] AS protocol "
          .. "WHERE name != ''"):format(last_port + 1, protocols) }
    end

    local function check(registry, last_port)
      local services, ports = "FROM iana_services", "FROM iana_ports"
      local results = rows_of {
        { fields.ALL, "FROM iana_entries ORDER BY entry_number" },
        { { "port_number", "protocol_number", "service_name" }, services },
        { { "port_number", "transport_protocol", "service_name" }, services },
        { { "port_number", "''", "service_name" }, ports },
        names_in("number", "(toUInt16(number), toUInt8(protocol))", last_port,
          "6, 17, 132, 33, 1, 0"),
        names_in("transport", "(toUInt16(number), protocol)", last_port,
          "'tcp', 'udp', 'sctp', 'dccp', 'icmp', ''"),
        names_in("port", "toUInt64(number)", last_port, "''"),
      }
      check_entries(registry, results[1])
      for index, protocols in ipairs { BY_NUMBER, BY_TRANSPORT, BY_PORT } do
        check_names(registry, last_port, results[index + 1], protocols)
        check_names(registry, last_port, results[index + 4], protocols)
      end
    end

    it("holds every entry, and the primary service of every port and protocol", function()
      load(ianaports.bundled)
      check(ianaports.bundled, 65535)
    end)

    it("holds cells as they are", function()
      load(exported.in_wait())
      check(exported.in_wait(), 100)
    end)

    it("describes services in tables and dictionaries", function()
      load(ianaports.bundled, { filter = { where = of_port_443 } })
      assert.equal(("http protocol over TLS/SSL\n"):rep(3), query [[
        SELECT description FROM iana_services WHERE protocol_number = 6;
        SELECT description FROM iana_ports;
        SELECT dictGet('iana_service_by_number', 'description', (toUInt16(443), toUInt8(6)));
      ]])
    end)

    it("holds an overlay, and whose entries are whose", function()
      local site = overlay.new(ianaports.bundled, { sample.row "billing 443 tcp" }, "billing's")
      load(site, { filter = { where = of_port_443 } })
      assert.equal("billing\tbilling\\'s\nhttps\tiana\nhttps\tiana\nhttps\tiana\n", query [[
        SELECT service_name, source FROM iana_entries ORDER BY entry_number;
      ]])
      assert.equal("6\tbilling\n17\thttps\n132\thttps\n", query [[
        SELECT protocol_number, service_name FROM iana_services ORDER BY protocol_number;
      ]])
      assert.equal("billing\n", query "SELECT service_name FROM iana_ports;")
    end)

    it("names the service of a port whatever the protocol, by the order of look-ups", function()
      local registry = sample.registry {
        "every 1 -", "stream 1 sctp", "every 2 -", "datagram 2 udp", "- 3 tcp", "range 3-4 dccp",
      }
      load(registry)
      check(registry, 10)
      assert.equal("1\tstream\n2\tdatagram\n3\trange\n4\trange\n", query [[
        SELECT port_number, service_name FROM iana_ports ORDER BY port_number;
      ]])
      load(registry, { filter = "tcp" })
      assert.equal("1\tevery\n2\tevery\n", query [[
        SELECT port_number, service_name FROM iana_ports ORDER BY port_number;
      ]])
    end)

    it("puts the new registry in the place of the old", function()
      load(ianaports.bundled, { filter = { where = of_port_443 } })
      query [[
        DROP TABLE IF EXISTS names;
        CREATE VIEW names AS SELECT service_name FROM iana_services;
      ]]
      local registry = sample.registry { "a 1 tcp", "portless - -" }
      load(registry)
      assert.equal("a\n", query "SELECT * FROM names;")
      check(registry, 10)
      query "DROP TABLE names;"
    end)

    it("leaves nothing of the old registry if the new one has no entry or no service", function()
      for _, rows in ipairs { {}, { "- 1 tcp", "portless - tcp" } } do
        load(ianaports.bundled, { filter = { where = of_port_443 } })
        local registry = sample.registry(rows)
        load(registry)
        check(registry, 443)
      end
    end)

    it("leaves the old registry where the file is cut, or anything in it fails", function()
      query(text_of(sample.registry { "old 1 tcp" }))
      local whole = text_of(ianaports.bundled)
      local replacement = assert(whole:find("ALTER TABLE iana_entries", 1, true))
      for _, text in ipairs {
        whole:sub(1, replacement - 1), whole:sub(1, math.floor(#whole / 2)),
        whole:sub(1, replacement - 1) .. "SELECT nothing;\n" .. whole:sub(replacement),
      } do
        try(text)
        assert.equal("old\nold\nold\n", query [[
          SELECT service_name FROM iana_entries;
          SELECT service_name FROM iana_services;
          SELECT service_name FROM iana_ports;
        ]])
      end
      load(sample.registry { "new 1 tcp" })
      assert.equal("new\n", query "SELECT service_name FROM iana_entries;")
    end)

    it("makes no table but its own", function()
      load(sample.registry { "a 1 tcp" })
      assert.equal("iana_entries\niana_ports\niana_services\n", query [[
        SELECT name FROM system.tables
        WHERE database = currentDatabase() AND engine = 'MergeTree' ORDER BY name;
      ]])
    end)

    if engine == engines.CHDB then
      it("can lie in any database, and its dictionaries read with the rights of a user", function()
        local text = text_of(sample.registry { "here 1 tcp" }):gsub("%(TABLE",
          "(USER 'default' PASSWORD '' TABLE")
        query("CREATE DATABASE other;\nUSE other;\n" .. text)
        assert.equal("here\n", query [[
          SELECT dictGet('other.iana_service_by_port', 'service_name', toUInt64(1));
        ]])
        query "DROP DATABASE other;"
      end)
    end
  end)
end
