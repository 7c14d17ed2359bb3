-- A PostgreSQL of the spec's own: its cluster in a temporary folder, on a Unix socket
-- in that folder, and nothing else.
--
--   local server = postgresql.start()
--   server:run("file.sql"), server:stop()

local shell = require "spec.support.shell"

local postgresql = {}
postgresql.__index = postgresql

-- A command that asks the server whose socket lies in a folder.
postgresql.PSQL = "psql -X -h %s -U spec -v ON_ERROR_STOP=1 -qAt"

local function run(command)
  local output, succeeded = shell.run(command)
  assert(succeeded, output)
  return output
end

-- The folder of its programs, which Debian keeps off the path, or nil.
function postgresql.programs()
  local folders = shell.run "ls -d /usr/lib/postgresql/*/bin"
  local folder = folders:match "([^\n]+)\n$"
  return folder and shell.run("test -x " .. folder .. "/initdb && echo " .. folder)
    :match "([^\n]+)\n"
end

-- The server refuses to run as root. It ends by itself after five minutes in case the spec does not
-- finish.
function postgresql.start()
  local folder = shell.new_folder()
  local as_other = ""
  if run("id -u") == "0\n" then
    as_other = "setpriv --reuid=postgres --regid=postgres --clear-groups "
    run("chown postgres: " .. folder)
  end
  local programs = postgresql.programs()
  run(("%s%s/initdb --no-sync --auth=trust --username=spec --encoding=UTF8 --locale=C "
    .. "--pgdata=%s/data"):format(as_other, programs, folder))
  local process = run(("cd %s && { %stimeout --signal=QUIT 300 %s/postgres -D %s/data -k %s "
    .. "-c listen_addresses= -c fsync=off >%s/log 2>&1 </dev/null & echo $!; }")
    :format(folder, as_other, programs, folder, folder, folder)):match "%d+"
  local server = setmetatable({ folder = folder, process = process }, postgresql)
  local waited, ready = shell.run(("(for i in $(seq 200); do pg_isready -q -h %s && exit 0; "
    .. "sleep 0.05; done; cat %s/log; exit 1)"):format(folder, folder))
  if not ready then
    server:stop()
    error(waited)
  end
  return server
end

-- Runs a file. Returns its rows, with `|` between cells, and whether it succeeded.
function postgresql:run(path)
  return shell.run((postgresql.PSQL .. " -f %s postgres"):format(self.folder, path))
end

function postgresql:stop()
  shell.run(("kill -QUIT %s; tail --pid=%s -f /dev/null; rm -rf %s")
    :format(self.process, self.process, self.folder))
end

return postgresql
