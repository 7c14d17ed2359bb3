-- ClickHouse servers of the spec's own, as Debian 12 has them: their data and configuration in a
-- temporary folder, one port of 127.0.0.1 for each, and nothing else.
--
--   local servers = clickhouse.start(2)     they know each other as the cluster `nodes`
--   servers:run("file.sql")                 on the first
--   servers:run("file.sql", 2)              on the second
--   servers:configure(name, text), servers:stop()

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local clickhouse = {}
clickhouse.__index = clickhouse

-- A command that asks the server at a port.
clickhouse.CLIENT = "clickhouse-client --host 127.0.0.1 --port %s"

local CONFIG = [[
<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <tcp_port>PORT</tcp_port>
  <mark_cache_size>268435456</mark_cache_size>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <profiles><default></default></profiles>
  <quotas><default></default></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
    </default>
  </users>
  <remote_servers><nodes>SHARDS</nodes></remote_servers>
  <dictionaries_config>*_dictionary.xml</dictionaries_config>
</yandex>
]]

local SHARD = "<shard><replica><host>127.0.0.1</host><port>%s</port></replica></shard>"

-- It ends by itself after ten minutes in case the spec does not finish.
local START = [[
cd FOLDER
timeout --signal=KILL 600 sh -c 'echo $$ >process; exec /usr/sbin/clickhouse-server \
  --config-file=FOLDER/config.xml -- --path=FOLDER/data/ --tmp_path=FOLDER/tmp/ \
  --listen_host=127.0.0.1' >log 2>&1 </dev/null &
for i in $(seq 400); do
  clickhouse-client --host 127.0.0.1 --port PORT --query "SELECT 1" >answer 2>&1 && exit
  kill -0 $! 2>/dev/null || break
  sleep 0.05
done
cat log answer
exit 1
]]

-- Ports that nobody listens on.
local function free_ports(count)
  local output, succeeded = shell.run(("perl -MIO::Socket::IP -e '%s' %d"):format([[
    @sockets = map { IO::Socket::IP->new(LocalHost => "127.0.0.1", Listen => 1) } 1 .. shift;
    print $_->sockport, "\n" for @sockets;
  ]], count))
  assert(succeeded, output)
  local ports = {}
  for port in output:gmatch "%d+" do
    ports[#ports + 1] = port
  end
  return ports
end

local function try(count)
  local servers = setmetatable({}, clickhouse)
  servers.folder, servers.ports = shell.new_folder(), free_ports(count)
  local shards = ""
  for _, port in ipairs(servers.ports) do
    shards = shards .. SHARD:format(port)
  end
  for node, port in ipairs(servers.ports) do
    local folder = servers:folder_of(node)
    assert(shell.run("mkdir " .. folder))
    files.write(folder .. "/config.xml", (CONFIG:gsub("PORT", port):gsub("SHARDS", shards)))
    files.write(folder .. "/start", (START:gsub("FOLDER", folder):gsub("PORT", port)))
    local output, succeeded = shell.run(("sh %s/start"):format(folder))
    if not succeeded then
      servers:stop()
      return nil, output
    end
  end
  return servers
end

-- Another program may take a port before the server does: then other ports are tried.
function clickhouse.start(count)
  local servers, message
  for _ = 1, 3 do
    servers, message = try(count)
    if servers or not message:find "Address already in use" then
      break
    end
  end
  return servers or error(message)
end

function clickhouse:folder_of(node)
  return ("%s/%d"):format(self.folder, node)
end

-- Puts a file beside the configuration of each server. PORT in it stands for the server's port.
function clickhouse:configure(name, text)
  for node, port in ipairs(self.ports) do
    files.write(("%s/%s"):format(self:folder_of(node), name), (text:gsub("PORT", port)))
  end
end

-- Runs a file. Returns its rows, with tabs between cells, and whether it succeeded.
function clickhouse:run(path, node)
  return shell.run((clickhouse.CLIENT .. " --multiquery <%s"):format(self.ports[node or 1], path))
end

-- They are killed, because a server of this version takes ten seconds to end by itself.
function clickhouse:stop()
  for node in ipairs(self.ports) do
    shell.run(("process=$(cat %s/process) && kill -KILL $process "
      .. "&& tail --pid=$process -f /dev/null"):format(self:folder_of(node)))
  end
  shell.run("rm -rf " .. self.folder)
end

return clickhouse
