-- lua/ENGINES.md: what it shows runs as it stands, on a million flows in two files, and counts for
-- each service what `ianaports annotate` counts.

local clickhouse = require "spec.support.clickhouse"
local command = require "spec.support.command"
local engines = require "spec.support.engines"
local files = require "spec.support.files"
local flows = require "spec.support.flows"
local ianaports = require "ianaports"
local page = require "spec.support.engines_page"
local shell = require "spec.support.shell"

local DAYS = { 10, 11 }
local FLOWS_OF_A_DAY = 500000

describe("lua/ENGINES.md #hosts", function()
  local here = shell.run("pwd"):gsub("\n$", "")
  local sections = page.sections()
  local folder, expected

  -- Runs a line of shell in the folder of the flows, which looks like a checkout. The commands in
  -- bin come first there.
  local function run(line)
    local output, succeeded = shell.run(("cd %s && PATH=%s/bin:$PATH && %s")
      :format(folder, folder, line))
    assert(succeeded, line .. "\n" .. output)
    return output
  end

  local function add_command(name, line)
    local path = folder .. "/bin/" .. name
    files.write(path, "#!/bin/sh\nPATH=${PATH#*:}\nexec " .. line .. ' "$@"\n')
    run("chmod 755 " .. path)
  end

  local function file_of(day)
    return ("%s/flows-%d.csv"):format(folder, day)
  end

  -- Lines of service, number of flows and bytes; the service with most flows comes first.
  local function count_annotated()
    local counts, bytes, services = {}, {}, {}
    for _, day in ipairs(DAYS) do
      local output = command.run("annotate --csv " .. file_of(day))
      for size, service in output:gmatch "\n[^,\n]*,%d+,%d+,(%d+),([^\n]*)" do
        if not counts[service] then
          counts[service], bytes[service], services[#services + 1] = 0, 0, service
        end
        counts[service] = counts[service] + 1
        bytes[service] = bytes[service] + size
      end
    end
    table.sort(services, function(one, other)
      return counts[one] > counts[other] or counts[one] == counts[other] and one < other
    end)
    for index, service in ipairs(services) do
      services[index] = ("%s\t%d\t%d\n"):format(service, counts[service], bytes[service])
    end
    return table.concat(services)
  end

  setup(function()
    folder = shell.new_folder()
    run(("chmod 755 . && mkdir bin && ln -s %s/build %s/lua ."):format(here, here))
    add_command("ianaports", command.line "")
    for _, day in ipairs(DAYS) do
      flows.write(file_of(day), day, FLOWS_OF_A_DAY)
    end
    expected = count_annotated()
  end)

  teardown(function()
    shell.run("rm -r " .. folder)
  end)

  it("is compared with counts of many services, and of flows without one", function()
    local lines, total = 0, 0
    for count in expected:gmatch "\t(%d+)\t" do
      lines, total = lines + 1, total + count
    end
    assert.equal(#DAYS * FLOWS_OF_A_DAY, total)
    assert.is_true(lines > 6000)
    assert.matches("^\t%d+\t%d+\n", expected)
    assert.matches("\nhttps\t.*\nx11\t", expected)
  end)

  local function fill(line)
    for _, day in ipairs(DAYS) do
      run(line:format(file_of(day)))
    end
  end

  -- The flows of the second day move to the second server.
  local function distribute(servers)
    local block = folder .. "/second.sql"
    files.write(block, run [[ianaports export clickhouse | sed '/^-- Dictionaries/,$d']]
      .. sections.ClickHouse[2].text .. "SYSTEM RELOAD DICTIONARIES;\n")
    assert(select(2, servers:run(block, 2)))
    assert(select(2, shell.run(clickhouse.CLIENT:format(servers.ports[2])
      .. " --query 'INSERT INTO flows FORMAT CSVWithNames' <" .. file_of(DAYS[2]))))
    run [[clickhouse-client --query "ALTER TABLE flows DROP PARTITION '2026-05-11'"]]
  end

  -- How each engine is tried: the page's sections, in the order in which they are run; the command
  -- that runs their statements; and
  --   prepare   a line of shell that is run first
  --   fill      one that reads a file into the table `flows`
  --   skip      a pattern of the blocks that are left out
  --   before    pattern and function: what is called with the engine before such a block
  local trials = {
    {
      engine = engines.POSTGRESQL,
      sections = { "PostgreSQL" },
      client = "psql flows",
      prepare = "echo 'CREATE DATABASE flows' | psql postgres",
      fill = [[printf '\\copy flows FROM %s CSV HEADER\n' | psql flows]],
    },
    {
      engine = engines.DUCKDB,
      sections = { "DuckDB" },
      client = "duckdb flows.db",
    },
    {
      engine = engines.CHDB,
      sections = { "ClickHouse" },
      client = "clickhouse-client --multiquery",
      fill = [[echo "INSERT INTO flows SELECT * FROM file('%s')" | clickhouse-client]],
      skip = "all_flows", -- it has no cluster
    },
    {
      engine = engines.CLICKHOUSE,
      sections = { "ClickHouse without CREATE DICTIONARY", "ClickHouse" },
      client = "clickhouse-client --multiquery",
      fill = "clickhouse-client --query 'INSERT INTO flows FORMAT CSVWithNames' <%s",
      skip = "clickhouse | clickhouse%-client", -- the first section has another form
      before = { "CREATE TABLE all_flows", distribute },
    },
  }

  -- Runs a block as the page shows it. If it counts, the counts are compared.
  local function try(block, trial)
    if block.language == "sh" then
      files.write(folder .. "/block.sh", block.text)
      run "bash -e -o pipefail block.sh"
    elseif block.language == "sql" then
      files.write(folder .. "/block.sql", block.text)
      local output = run(trial.client .. " <block.sql"):gsub("|", "\t")
      if block.text:find "^SELECT" and output ~= (block.result or expected) then
        assert.equal(block.result or expected, output, block.text)
      end
      if trial.fill and block.text:find "^CREATE TABLE flows" then
        fill(trial.fill)
      end
    end
  end

  for _, trial in ipairs(trials) do
    local engine = trial.engine
    if engine.missing() then
      pending(engine.missing())
    else
      it("counts in " .. engine.name .. " what annotate counts", function()
        local server = engine.start(2)
        finally(function()
          server:stop()
        end)
        add_command(trial.client:match "^%S+", server.command)
        if trial.prepare then
          run(trial.prepare)
        end
        for _, title in ipairs(trial.sections) do
          for _, block in ipairs(sections[title]) do
            if trial.before and block.text:find(trial.before[1]) then
              trial.before[2](server)
            end
            if not (trial.skip and block.text:find(trial.skip)) then
              try(block, trial)
            end
          end
        end
      end)
    end
  end

  it("writes what akvorado takes", function()
    files.write(folder .. "/akvorado.lua", sections.akvorado[1].text)
    run((os.getenv "LUA" or "lua5.4") .. " akvorado.lua")
    for _, protocol in ipairs { "tcp", "udp" } do
      local lines = { "port,name\n" }
      for port = 0, 65535 do
        local name = ianaports.service_name(port, protocol)
        lines[#lines + 1] = name and ("%d,%s\n"):format(port, name)
      end
      assert.equal(table.concat(lines), files.read(("%s/%s.csv"):format(folder, protocol)))
    end
  end)
end)
