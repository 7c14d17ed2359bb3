-- Scans by the real Nmap with the script of lua/hosts/nmap, in a network of their own.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local nmap_xml = require "spec.support.nmap_xml"
local shell = require "spec.support.shell"

local nmap_scans = { script = "lua/hosts/nmap/ianaports.nse" }

local command = "NMAPDIR=%s LUA_CPATH_%s='%s/?.so' timeout 60 nmap -n -Pn -oX %s.xml %s "
  .. ">%s.txt 2>&1 || echo $? >%s.failed\n"

local install = [[
mkdir "$FOLDER/scripts" "$FOLDER/installed" "$FOLDER/installed/nselib"
cp "$SCRIPT" "$FOLDER/scripts"
# Without a list of other scripts, version detection runs none of them.
echo 'Entry { filename = "ianaports.nse", categories = { "safe" } }' \
  >"$FOLDER/scripts/script.db"
cp -r "$FOLDER/scripts" "$FOLDER/installed"
cp "$MODULE/ianaports.so" "$FOLDER/installed/nselib"
]]

-- Nmap's 1,000 most common TCP ports, as spec.support.listeners takes them.
function nmap_scans.common_ports(address)
  local list = {}
  local ports = shell.run "nmap --top-ports 1000 -v -oG -":match "TCP%(1000;([%d,-]+)%)"
  for first, last in (ports .. ","):gmatch "(%d+)%-?(%d*)," do
    for port = tonumber(first), tonumber(last) or tonumber(first) do
      list[#list + 1] = ("%s:%d/tcp"):format(address, port)
    end
  end
  return list
end

-- What a scan printed: as nmap_xml.parse returns it, and as text and XML.
local function read_result(path)
  local text = files.read(path .. ".txt")
  assert(not io.open(path .. ".failed"), text)
  local xml = files.read(path .. ".xml")
  local result = nmap_xml.parse(xml)
  result.text, result.xml = text, xml
  return result
end

-- Runs a shell command that starts listeners, and then the scans: options by name, where SCRIPT is
-- the script, MODULE the folder of the module for Nmap's Lua, OTHER that for another Lua, and
-- FOLDER the given folder. There the script is installed in `scripts`, and script and module in
-- `installed`. The scans in `without_module` find no module by Lua's own path; they name the folder
-- that is Nmap's own, below the given one. Returns the results by name.
function nmap_scans.run(folder, start, scans, without_module)
  local lua = hosts.lua_of "nmap"
  local fill = {
    SCRIPT = nmap_scans.script,
    FOLDER = folder,
    MODULE = hosts.build(lua),
    OTHER = hosts.build(lua == "5.4" and "5.3" or "5.4"),
  }
  local lines = {}
  for name, options in pairs(scans) do
    local own_folder = without_module and without_module[name]
    local path = folder .. "/" .. name
    lines[#lines + 1] = command:format(folder .. (own_folder or ""), (lua:gsub("%.", "_")),
      own_folder and folder or fill.MODULE, path, (options:gsub("%u%u%u%u+", fill)),
      path, path)
  end
  files.write(folder .. "/scans", table.concat(lines))
  local output, succeeded = hosts.run_isolated(
    ("FOLDER=%s SCRIPT=%s MODULE=%s\n"):format(folder, fill.SCRIPT, fill.MODULE) .. install .. start
    -- Four at once, because version detection waits for seconds.
    .. "xargs -d '\\n' -n 1 -P 4 sh -c <$FOLDER/scans\n")
  assert(succeeded, output)
  local results = {}
  for name in pairs(scans) do
    results[name] = read_result(folder .. "/" .. name)
  end
  return results
end

return nmap_scans
