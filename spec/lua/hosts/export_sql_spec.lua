-- The SQL export in SQLite, PostgreSQL and DuckDB, each given the same files.

local engines = require "spec.support.engines"
local exported = require "spec.support.exported"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local overlay = require "ianaports.overlay"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

local FIELDS = {
  "service_name", "port_number", "port_last", "transport_protocol", "description", "assignee",
  "contact", "registration_date", "modification_date", "reference", "service_code",
  "unauthorized_use_reported", "assignment_notes", "status", "alias_of", "source",
}

local IP_PROTOCOLS = { tcp = 6, udp = 17, sctp = 132, dccp = 33 }

local CHARACTERS = {}
for byte = 0, 255 do
  CHARACTERS[("%02X"):format(byte)] = string.char(byte)
end

local flows = [[
CREATE TABLE flows (flow INTEGER, dst_port INTEGER, protocol INTEGER, bytes INTEGER);
INSERT INTO flows VALUES (1, 443, 6, 1500), (2, 443, 17, 9000), (3, 80, 6, 400),
  (4, 6010, 6, 10), (5, 4250, 132, 20), (6, 49152, 6, 30), (7, 5116, 6, 40), (8, 80, 6, 500),
  (9, 80, 1, 50), (10, NULL, 6, 60);
]]

-- Whether the entry is of a port of the flows, or one around.
local function near_flows(entry)
  for _, port in ipairs { 80, 443, 4250, 5116, 6010, 49152 } do
    local first, last = entry.port_number or -1, entry.port_last or entry.port_number or -1
    if first <= port + 1 and last >= port - 1 then
      return true
    end
  end
  return false
end

for _, engine in ipairs { engines.SQLITE, engines.POSTGRESQL, engines.DUCKDB } do
  describe("The SQL export in " .. engine.name .. " #hosts", function()
    if engine.missing() then
      pending(engine.missing())
      return
    end

    local server, folder

    setup(function()
      folder = shell.new_folder()
      assert(select(2, shell.run("chmod 755 " .. folder)))
      server = engine.start()
    end)

    teardown(function()
      server:stop()
      assert(select(2, shell.run("rm -r " .. folder)))
    end)

    local function query(statements)
      local path = folder .. "/query.sql"
      files.write(path, statements)
      local output, succeeded = server:run(path)
      assert(succeeded, output)
      return output
    end

    local function load(registry, options)
      local path = folder .. "/export.sql"
      exported.file(path, registry, "sql", options)
      local output, succeeded = server:run(path)
      assert(succeeded, output)
    end

    -- The rows of a table, arrays of texts with false for NULL.
    local function rows_of(table_name, columns, order)
      local shown = {}
      for index, column in ipairs(columns) do
        local bytes = server.hex:format(("CAST(%s AS TEXT)"):format(column))
        shown[index] = ("CASE WHEN %s IS NULL THEN '-' ELSE %s END"):format(column, bytes)
      end
      local rows = {}
      for line in query(("SELECT %s FROM %s ORDER BY %s;\n"):format(
        table.concat(shown, ", "), table_name, order)):gmatch "([^\n]*)\n"
      do
        local row = {}
        for cell in (line .. "|"):gmatch "([^|]*)|" do
          row[#row + 1] = cell ~= "-" and cell:gsub("%x%x", CHARACTERS)
        end
        rows[#rows + 1] = row
      end
      return rows
    end

    local function check_entries(registry)
      local rows = rows_of("iana_entries", FIELDS, "entry_number")
      assert.equal(#registry, #rows)
      local index = 0
      for entry in registry:entries() do
        index = index + 1
        entry.port_last = entry.port_last or entry.port_number
        for column, field in ipairs(FIELDS) do
          local expected = entry[field] and tostring(entry[field]) or false
          if rows[index][column] ~= expected then
            assert.equal(expected, rows[index][column], index .. " " .. field)
          end
        end
      end
    end

    local function check_services(registry, last_port)
      local rows = rows_of("iana_services", {
        "port_number", "transport_protocol", "protocol_number", "service_name", "description",
      }, "port_number, transport_protocol")
      local found = {}
      for _, row in ipairs(rows) do
        assert.equal(IP_PROTOCOLS[row[2]], tonumber(row[3]))
        found[row[1] .. "/" .. row[2]] = row
      end
      local count = 0
      for port = 0, last_port do
        for protocol in pairs(IP_PROTOCOLS) do
          local name = registry:service_name(port, protocol)
          local row = found[("%d/%s"):format(port, protocol)]
          if name ~= (row and row[4]) then
            assert.equal(name, row and row[4], port .. "/" .. protocol)
          end
          count = count + (name and 1 or 0)
        end
      end
      assert.equal(count, #rows)
      return found
    end

    it("holds every entry and the primary service of every port and protocol", function()
      load(ianaports.bundled)
      check_entries(ianaports.bundled)
      local found = check_services(ianaports.bundled, 65535)
      assert.equal("World Wide Web HTTP", found["80/tcp"][5])
    end)

    it("holds cells as they are", function()
      load(exported.in_wait())
      check_entries(exported.in_wait())
      check_services(exported.in_wait(), 100)
    end)

    it("holds an overlay, and whose entries are whose", function()
      local site = overlay.new(ianaports.bundled, { sample.row "billing 443 tcp" }, "billing's")
      load(site, { filter = { where = function(entry) return entry.port_number == 443 end } })
      assert.equal("billing|billing's\nhttps|iana\nhttps|iana\nhttps|iana\n", query [[
        SELECT service_name, source FROM iana_entries ORDER BY entry_number;
      ]])
      assert.equal("6|billing\n17|https\n132|https\n", query [[
        SELECT protocol_number, service_name FROM iana_services ORDER BY protocol_number;
      ]])
    end)

    it("gives each flow one service or none", function()
      load(ianaports.bundled, { filter = { where = near_flows } })
      query("DROP TABLE IF EXISTS flows;\n" .. flows)
      assert.equal([[
1|https
2|https
3|http
4|x11
5|vrml-multi-use
6|
7|
8|http
9|
10|
]], query [[
        SELECT flows.flow, iana_services.service_name
        FROM flows LEFT JOIN iana_services
          ON iana_services.port_number = flows.dst_port
          AND iana_services.protocol_number = flows.protocol
        ORDER BY flows.flow;
      ]])
      assert.equal("https|2|10500\nhttp|2|900\n", query [[
        SELECT service_name, count(*), sum(bytes)
        FROM flows LEFT JOIN iana_services
          ON port_number = dst_port AND protocol_number = protocol
        GROUP BY service_name HAVING count(*) = 2 ORDER BY sum(bytes) DESC;
      ]])
    end)

    it("tells of ports without a service what the registry says", function()
      load(ianaports.bundled, { filter = { where = near_flows } })
      assert.equal("reserved\n", query [[
        SELECT DISTINCT status FROM iana_entries
        WHERE 5116 BETWEEN port_number AND port_last AND transport_protocol = 'tcp';
      ]])
    end)

    it("puts the new registry in the place of the old", function()
      load(ianaports.bundled, { filter = { where = near_flows } })
      query [[
        DROP VIEW IF EXISTS names;
        CREATE VIEW names AS SELECT service_name FROM iana_services;
      ]]
      load(sample.registry { "a 1 tcp", "portless - -" })
      assert.equal("a\n2\n", query "SELECT * FROM names; SELECT count(*) FROM iana_entries;")
    end)

    it("leaves the old registry where the file is cut, or anything in it fails", function()
      load(sample.registry { "old 1 tcp" })
      local whole = exported.text(ianaports.bundled, "sql", { filter = { where = near_flows } })
      for _, text in ipairs {
        whole:sub(1, #whole - 10), whole:sub(1, math.floor(#whole / 2)),
        (whole:gsub("COMMIT;", "INSERT INTO nowhere VALUES (1);\n%0")),
      } do
        files.write(folder .. "/cut.sql", text)
        server:run(folder .. "/cut.sql")
        assert.equal("old\n", query "SELECT service_name FROM iana_entries;")
        assert.equal("old\n", query "SELECT service_name FROM iana_services;")
      end
    end)
  end)
end
