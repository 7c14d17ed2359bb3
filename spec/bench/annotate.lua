-- How long it takes to name the services in flows, beside `cat` and beside other programs that do
-- the same: in a CSV, in the same CSV with all cells in quotes, and in a log.
--
-- Each command reads a file, writes another one and must write the same as `annotate`. awk cannot
-- read quotes, so that its time there is the one for the plain CSV of the same rows.

local command = require "spec.bench.support.command"
local flow_files = require "spec.bench.support.flow_files"
local jobs = require "spec.bench.support.jobs"

local annotate = { rounds = 3, rows = 1000000 }

local PEERS = "spec/bench/peers/flows/"

local function size_of(path)
  return ("%.0f MB"):format(command.size_of(path) / 1e6)
end

local function python(script, ...)
  return {
    name = "Python", needs = command.python3(),
    line = ("%s %s%s %s %s"):format(command.python3(), PEERS, script, ...),
  }
end

-- The same program in both awks.
local function awk(name, script, services, path, target)
  return {
    name = name, needs = name, target = target,
    line = ("%s -v services=%s -f %s%s %s"):format(name, services, PEERS, script, path),
  }
end

local function miller(names, path, options)
  return {
    name = "Miller", needs = "mlr",
    line = ("mlr --csv %s join --ur -j dst_port,proto -f %s then template -f %s,service %s")
      :format(options, names, flow_files.COLUMNS, path),
  }
end

local function duckdb(names, path, options)
  return {
    name = "DuckDB", needs = jobs.DUCKDB,
    line = ("node %sduckdb.js %sjoin.sql %s %s %s"):format(PEERS, PEERS, names, path,
      command.quote(options)),
  }
end

local function own(path, options)
  return { name = "annotate", line = ("%sannotate %s%s"):format(jobs.own, options, path) }
end

local function cat(path, target)
  return { name = "cat", line = "cat " .. path, differs = true, target = target }
end

local CSV_OPTIONS = "--csv --port-column dst_port --protocol-column proto "

local function compare_plain(rounds, path, services, names)
  return jobs.compare("annotate --csv, " .. size_of(path), rounds, {
    own(path, CSV_OPTIONS),
    cat(path, { at_most_times = 4 }),
    awk("mawk", "join.awk", services, path, { times_as_fast = 5 }),
    awk("gawk", "join.awk", services, path),
    miller(names, path, ""),
    duckdb(names, path, "QUOTE ''"),
    python("join.py", services, path),
  })
end

local function compare_quoted(rounds, path, services, names, plain)
  local candidates = {
    own(path, CSV_OPTIONS),
    cat(path),
    awk("mawk", "join.awk", services, plain, { times_as_fast = 3 }),
    miller(names, path, "--quote-all"),
    duckdb(names, path, "FORCE_QUOTE *"),
    python("join.py", services, path),
  }
  candidates[3].name, candidates[3].differs = "mawk, without quotes", true
  for _, candidate in ipairs(candidates) do
    candidate.sorted = [[tr -d '"']]
  end
  return jobs.compare("annotate --csv, in quotes, " .. size_of(path), rounds, candidates)
end

local function compare_text(rounds, path, services)
  return jobs.compare("annotate, a log, " .. size_of(path), rounds, {
    own(path, ""),
    cat(path),
    awk("mawk", "text.awk", services, path, { times_as_fast = 5 }),
    awk("gawk", "text.awk", services, path),
    {
      name = "Perl", needs = "perl",
      line = ("perl %stext.pl %s %s"):format(PEERS, services, path),
    },
  })
end

function annotate.run(options)
  local rounds, rows = options.rounds, options.rows
  local services, names = flow_files.write_services(), flow_files.write_names()
  local plain, quoted = flow_files.write_plain(rows), flow_files.write_quoted(rows)
  local log = flow_files.write_log(rows)
  local comparisons = {}
  for _, list in ipairs {
    compare_plain(rounds, plain, services, names),
    compare_quoted(rounds, quoted, services, names, plain),
    compare_text(rounds, log, services),
  } do
    table.move(list, 1, #list, #comparisons + 1, comparisons)
  end
  for _, path in ipairs { plain, quoted, log } do
    os.remove(path)
  end
  return { comparisons = comparisons }
end

return annotate
