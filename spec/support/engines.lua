-- The database engines that specs load exports into. Each has a name, `missing`, which returns what
-- this machine lacks for it or nil, and `start`, which returns an object with
--
--   run(path)      runs a file of SQL: its output, a line for each row, and whether it succeeded
--   command        a line of shell that runs the SQL of its standard input; arguments of the
--                  engine's own command may follow
--   separator      what stands between the cells of a row
--   hex            the SQL of a column's bytes in hexadecimal digits
--   stop()

local clickhouse = require "spec.support.clickhouse"
local hosts = require "spec.support.hosts"
local page = require "spec.support.engines_page"
local postgresql = require "spec.support.postgresql"
local shell = require "spec.support.shell"

local engines = {}

local here = shell.run("pwd"):gsub("\n$", "")

-- An engine that is a command, which keeps its database in a folder.
local function new_local(command, separator, hex)
  local folder = shell.new_folder()
  return {
    separator = separator,
    hex = hex,
    command = command .. " " .. folder .. "/database",
    run = function(self, path)
      return shell.run(("%s <%s"):format(self.command, path))
    end,
    stop = function()
      shell.run("rm -r " .. folder)
    end,
  }
end

-- chdb would take an input for rows to insert.
local OF_NPM = "sh -c 'cat >$0.sql && node %s/spec/support/engine.mjs %s $0 $0.sql </dev/null'"

local function new_of_npm(engine, separator)
  return new_local(OF_NPM:format(here, engine), separator, "hex(%s)")
end

engines.SQLITE = {
  name = "SQLite",
  missing = function()
    return hosts.missing { programs = { "sqlite3" } }
  end,
  start = function()
    return new_local("sqlite3 -batch -bail", "|", "hex(%s)")
  end,
}

engines.POSTGRESQL = {
  name = "PostgreSQL",
  missing = function()
    return not postgresql.programs() and "PostgreSQL is not installed: .ci/setup hosts"
      or hosts.missing { programs = { "psql" } }
  end,
  start = function()
    local server = postgresql.start()
    server.separator = "|"
    server.hex = "upper(encode(convert_to(%s, 'UTF8'), 'hex'))"
    server.command = postgresql.PSQL:format(server.folder)
    return server
  end,
}

engines.DUCKDB = {
  name = "DuckDB",
  missing = function()
    return hosts.missing { npm = { "duckdb" } }
  end,
  start = function()
    return new_of_npm("duckdb", "|")
  end,
}

-- A newer ClickHouse than Debian's, without its server.
engines.CHDB = {
  name = "chdb",
  missing = function()
    return hosts.missing { npm = { "chdb" } }
  end,
  start = function()
    return new_of_npm("chdb", "\t")
  end,
}

-- Debian's, in so many servers. It has no CREATE DICTIONARY: its dictionaries are in a file.
engines.CLICKHOUSE = {
  name = "ClickHouse 18.16",
  missing = function()
    return hosts.missing {
      files = { "/usr/sbin/clickhouse-server" }, programs = { "clickhouse-client" },
    }
  end,
  start = function(count)
    local servers = clickhouse.start(count or 1)
    servers:configure("iana_dictionary.xml", page.dictionaries())
    servers.separator, servers.hex = "\t", "hex(%s)"
    servers.command = clickhouse.CLIENT:format(servers.ports[1])
    return servers
  end,
}

return engines
