-- What the script of lua/hosts/nmap says in Nmap's XML, as Lua tables.

local nmap_xml = {}

local named = { lt = "<", gt = ">", amp = "&", quot = '"', apos = "'" }

function nmap_xml.unescape(text)
  return (text:gsub("&(#?x?)(%w+);", function(kind, name)
    if kind == "" then
      return named[name]
    end
    return string.char(tonumber(name, kind == "#x" and 16 or 10))
  end))
end

-- The <elem> and <table> elements as a Lua table, those without a key as an array.
local function elements(xml)
  local open = { {} }
  local function put(attributes, value)
    local into = open[#open]
    local key = attributes:match 'key="(.-)"'
    into[key and nmap_xml.unescape(key) or #into + 1] = value
  end
  for slash, tag, attributes, text in xml:gmatch "<(/?)(%a+)([^>]*)>([^<]*)" do
    if tag == "elem" and slash == "" then
      put(attributes, nmap_xml.unescape(text))
    elseif tag == "table" and slash == "" then
      local inner = {}
      put(attributes, inner)
      open[#open + 1] = inner
    elseif tag == "table" then
      open[#open] = nil
    end
  end
  assert(#open == 1, xml)
  return open[1]
end

-- What the script gave inside this piece of XML, or nil.
local function script_elements(xml)
  local inner = xml:match '<script id="ianaports" output=".-">(.-)</script>'
  return inner and elements(inner)
end

local function ports_of(xml)
  local ports = {}
  for protocol, number, inner in
    xml:gmatch '<port protocol="(%a+)" portid="(%d+)">(.-)</port>'
  do
    ports[number .. "/" .. protocol] = {
      state = inner:match '<state state="(.-)"',
      nmap_name = inner:match '<service name="(.-)"',
      script = script_elements(inner),
    }
  end
  return ports
end

-- A scan: hosts by address, each with its ports by "80/tcp", and the summary after the scan.
function nmap_xml.parse(xml)
  local scan = { hosts = {}, summary = script_elements(xml:match "<postscript>.*$" or "") }
  for host in xml:gmatch "<host .-</host>" do
    scan.hosts[host:match '<address addr="(.-)"'] = ports_of(host)
  end
  return scan
end

return nmap_xml
