-- How long it takes to count the ports of a CSV of flows, beside `annotate` of the same file and
-- beside other programs that count flows per port and protocol. Their counts must be the same.
--
-- One file has flows to the usual ports of servers. In the other, one in twenty is part of a scan,
-- so that there are some 40,000 ports, of each of which the report says what it is.

local command = require "spec.bench.support.command"
local flow_files = require "spec.bench.support.flow_files"
local jobs = require "spec.bench.support.jobs"

local report = { rounds = 3, rows = 1000000 }

local PEERS = "spec/bench/peers/flows/"
local CSV_OPTIONS = "--port-column dst_port --protocol-column proto "

local function own(path)
  return {
    name = "report",
    line = jobs.own .. "report " .. CSV_OPTIONS .. path,
    compared = jobs.own .. "report --format json " .. CSV_OPTIONS .. path,
    sorted = ("%s %scounts_of_report.lua | LC_ALL=C sort"):format(command.lua, PEERS),
  }
end

local function annotate(path)
  return {
    name = "annotate --csv", differs = true, target = { at_most_times = 1.5 },
    line = jobs.own .. "annotate --csv " .. CSV_OPTIONS .. path,
  }
end

-- Each prints lines of port, protocol and count.
local function peer(name, line, path, needs)
  return {
    name = name, needs = needs or name, line = line .. " " .. path, sorted = "LC_ALL=C sort",
  }
end

local function compare(rounds, what, path)
  local size = command.size_of(path) / 1e6
  local comparisons = jobs.compare(("report, %s, %.0f MB"):format(what, size), rounds, {
    own(path),
    annotate(path),
    { name = "cat", line = "cat " .. path, differs = true },
    peer("mawk", ("mawk -f %scount.awk"):format(PEERS), path),
    peer("gawk", ("gawk -f %scount.awk"):format(PEERS), path),
    peer("Miller", ("mlr --icsv --onidx count -g dst_port,proto then put -q -f %scount.mlr")
      :format(PEERS), path, "mlr"),
    peer("DuckDB", ("node %sduckdb.js %scount.sql"):format(PEERS, PEERS), path, jobs.DUCKDB),
  })
  os.remove(path)
  return comparisons
end

function report.run(options)
  local rounds, rows = options.rounds, options.rows
  local comparisons = compare(rounds, "to 14 ports", flow_files.write_known(rows))
  local with_scan = compare(rounds, "with a scan", flow_files.write_plain(rows))
  table.move(with_scan, 1, #with_scan, #comparisons + 1, comparisons)
  return { comparisons = comparisons }
end

return report
