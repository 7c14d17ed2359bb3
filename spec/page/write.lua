-- Writes the pages that the specs in this folder open. Writes facts.json too: what the module
-- returns about the registry, with which the specs compare the pages.
--
-- usage: write.lua FOLDER

local diff = require "ianaports.diff"
local html = require "ianaports.html"
local ianaports = require "ianaports"
local json = require "dkjson"
local lacks = require "ianaports.base.lacks"
local report = require "ianaports.report"

local folder = assert(arg[1], "usage: write.lua FOLDER")

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  assert(file:write((assert(text))))
  assert(file:close())
end

-- A registry in which each cell tries to be more than text.
local function hostile()
  local rows = {}
  for _, attack in ipairs {
    "</script><script>hacked = 1</script>", "<img src=x onerror=hacked=1>", "\" onclick=\"hacked=1",
    "'><svg onload=hacked=1>", "<!--<script>", "]]>", "javascript:hacked=1", "{{data}}", "%1 %0",
    "line\226\128\168separator\226\128\169s", "control\1\27[31m\127characters",
    "not UTF-8: \255\192\128",
    "[javascript:hacked=1]", "__proto__", "constructor", "&lt;b&gt;", "\\u003c\\\"",
  } do
    local index = #rows + 1
    rows[index] = {
      service_name = attack, port_number = index, transport_protocol = "tcp",
      description = attack, assignee = attack, contact = "[Some_One][Other_One][" .. attack .. "]",
      registration_date = "2020-01-01", modification_date = "2020-01-01", reference = attack,
      service_code = attack, unauthorized_use_reported = attack, assignment_notes = attack,
    }
  end
  return ianaports.build {
    rows = rows,
    contacts = {
      {
        id = "Some_One", name = "</script><b>", organization = "<i>",
        uri = "mailto:a@example.org&<b>",
      },
      { id = "Other_One", name = "__proto__", uri = "mailto:a@example.org?subject=x" },
    },
    info = { title = "</title></script><script>hacked = 1</script>{{data}}", last_updated = "<b>" },
  }
end

-- The status and the service name of each port's primary entry for a protocol, or for all; "-" if
-- there is none.
local function layer(protocol)
  local statuses, names = {}, {}
  for port = 0, 65535 do
    local entry = ianaports.find(port, protocol)
    statuses[port + 1] = entry and entry.status or "-"
    names[port + 1] = entry and entry.service_name or "-"
  end
  return { statuses = statuses, names = names }
end

local function count(filter)
  return ianaports.count(filter)
end

local function where(matches)
  return count { where = matches }
end

local official = os.getenv "IANAPORTS_OFFICIAL"

local scan = [[
<?xml version="1.0"?>
<nmaprun scanner="nmap"><host><address addr="192.0.2.1" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="443"><state state="open"/>
<service name="http" tunnel="ssl" method="probed"/></port>
<port protocol="tcp" portid="22"><state state="open"/>
<service name="http" method="probed"/></port>
<port protocol="tcp" portid="6000"><state state="open"/></port>
<port protocol="tcp" portid="4"><state state="open"/></port>
<port protocol="udp" portid="53"><state state="open"/></port>
<port protocol="tcp" portid="0"><state state="open"/></port>
<port protocol="tcp" portid="60000"><state state="open"/></port>
</ports></host><host><address addr="192.0.2.10" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="443"><state state="open"/>
<service name="https" method="probed"/></port>
<port protocol="tcp" portid="3389"><state state="open"/>
<service name="rdp" method="probed"/></port>
</ports></host></nmaprun>
]]

-- An older form of the bundled registry: it has one service more, lacks one, and one differs.
local function older()
  local rows = {}
  for entry in ianaports.entries() do
    entry.status, entry.alias_of = nil, nil
    if entry.service_name == "https" and entry.transport_protocol == "tcp" then
      entry.description = "an older description"
    end
    if entry.service_name ~= "mysql" then
      rows[#rows + 1] = entry
    end
  end
  rows[#rows + 1] = {
    service_name = "gone", port_number = 40404, port_last = 40500, transport_protocol = "tcp",
  }
  return ianaports.build { rows = rows, info = { title = "Older", last_updated = "2001-01-01" } }
end

-- A registry in which each rule of the order of preference decides somewhere, at port 9.
local function ordered()
  local rows = {}
  for number = 0, 191 do
    local function bit(place)
      return math.floor(number / place) % 2 == 1
    end
    rows[#rows + 1] = {
      service_name = bit(1) and "name" or nil, port_number = 9, port_last = bit(2) and 9 or nil,
      transport_protocol = ({ "udp", "tcp" })[math.floor(number / 64)],
      description = bit(4) and "d" or nil, reference = bit(8) and "[RFC1]" or nil,
      assignment_notes = bit(16) and 'This entry is an alias to "name"' or nil,
      service_code = ("%d"):format(number),
    }
  end
  local overlay = {}
  for index = #rows, 1, -1 do
    if index % 3 == 0 then
      table.insert(overlay, table.remove(rows, index))
    end
  end
  return ianaports.build { rows = rows, overlay = overlay }
end

-- The service codes of all entries of port 9, best first.
local function order(registry, protocol)
  local codes = {}
  for index, entry in ipairs(registry:find_all(9, protocol)) do
    codes[index] = entry.service_code
  end
  return codes
end

-- A page of changes: 2020 is newly assigned, so that the unassigned rows around it are cut anew,
-- and 3000 is freed.
local function cut()
  local function row(first, last, name)
    return {
      service_name = name, port_number = first, port_last = last,
      transport_protocol = name and "tcp", description = not name and "Unassigned" or nil,
    }
  end
  local old = ianaports.build { rows = { row(2000, 2040), row(3000, nil, "old") } }
  local new = { row(2000, 2019), row(2020, nil, "new"), row(2021, 2040) }
  return html.render(ianaports.build { rows = new }, {
    old = old, old_source = "old.csv", source = "new.csv",
  })
end

-- An input of the first ports for every protocol, each on a host or two.
local function many(size)
  local list = {}
  for port = 0, size - 1 do
    for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
      list[#list + 1] = {
        port = port, protocol = protocol, count = port % 50 + 1,
        hosts = { ("192.0.2.%d"):format(port % 200), port % 3 == 0 and "2001:db8::1" or nil },
      }
    end
  end
  return list
end

-- What the command answers to a query: how many entries, the first ten, and what it says.
local function answer(command, query)
  local path = os.tmpname()
  local pipe = io.popen(("lua/bin/ianaports %s -f jsonl '%s' 2>%s"):format(command, query, path))
  local entries, total = {}, 0
  for line in pipe:lines() do
    local entry = json.decode(line)
    local first, last = entry.port_number, entry.port_last
    total = total + 1
    entries[total] = total <= 10 and ("%s %s %s"):format(
      last and first .. "–" .. last or first or "", entry.transport_protocol or "",
      entry.service_name or "") or nil
  end
  pipe:close()
  local file = io.open(path)
  local said = file:read "*a"
  file:close()
  os.remove(path)
  return {
    query = query, count = total, entries = entries,
    said = said:gsub("^ianaports: ", ""):gsub("\n.*", ""),
  }
end

local queries = {}
for command, list in pairs {
  lookup = {
    "443", "443 tcp", "tcp 443", "port 443", "tcp/443", "443/tcp", "443/6", "443:tcp", "22,80",
    "22, 80", "22,ssh", "T:22,80,U:53", "22 tcp 53 udp", "tcp 22 udp 53", "443/tcp,udp", ":443",
    "*sql*", "mysql?", "60000", "443/dccp", "0x1bb", "6000-6063", "6000 - 6063", "[8000-8100]",
    "60000-", "https/tcp", "https://example.com:8443/", "https://example.com", "[::1]:443",
    "192.0.2.1:443", "_ipp._tcp.example.com", "_ipp._tcp", "4", "8000–8010", "2049", "465",
    "nosuch/tcp", "htps/tcp", "http,htps",
  },
  search = {
    "https", "remote desktop", "RFC6335", "rdp", "mysql", "htps", "kafka", "zzzzzz", "apple",
    "dns", "secure shell", "sctp", "ssh tcp", "Stuart_Cheshire", "914c/g",
  },
} do
  for _, query in ipairs(list) do
    queries[#queries + 1] = answer(command, query)
  end
end

-- All ports of all protocols, each on two of 256 hosts.
local function all_ports()
  local list = {}
  for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
    for port = 0, 65535 do
      list[#list + 1] = {
        port = port, protocol = protocol, count = 2,
        hosts = { "192.0.2." .. port % 256, "192.0.2." .. (port * 7 + 31) % 256 },
      }
    end
  end
  return list
end

-- What the command writes, without its messages.
local function written(arguments)
  local pipe = io.popen("lua/bin/ianaports " .. arguments .. " 2>/dev/null")
  local text = pipe:read "*a"
  pipe:close()
  return text
end

-- A registry with cells that a spreadsheet would take for formulas.
local function formulas()
  local rows = {}
  for index, cell in ipairs {
    "=1+1", "+1", "-1", "@SUM(A1)", " =1", "a;=1", "tab\t=1", '"=1', "\239\188\157x", "a=b", "a, b",
    "two\nlines",
  } do
    rows[index] = {
      service_name = "name", port_number = index, transport_protocol = "tcp", description = cell,
    }
  end
  return ianaports.build { rows = rows }
end

local function safe_csv(registry)
  local parts = {}
  require("ianaports.format.csv").write(registry, {
    safe_csv = true, columns = {
      "service_name", "port_number", "transport_protocol", "description", "assignee", "contact",
      "registration_date", "modification_date", "reference", "service_code",
      "unauthorized_use_reported", "assignment_notes", "status", "alias_of", "source",
    },
  }, function(part)
    parts[#parts + 1] = part
  end)
  return table.concat(parts)
end

local old, ports = older(), assert(report.read_ports(scan))

write("registry.html", html.render())
write("hostile.html", html.render(hostile()))
write("input.html", html.render(nil, { ports = ports, source = "</script>scan.xml" }))
write("many.html", html.render(nil, { ports = many(15000) }))
write("every.html", html.render(nil, { ports = many(65536) }))
write("vast.html", html.render(nil, { ports = all_ports(), source = "all ports" }))
write("formulas.html", html.render(formulas()))
write("changes.html", html.render(nil, { old = old }))
write("cut.html", cut())
write("ordered.html", html.render(ordered()))
write("empty.html", html.render(ianaports.build { rows = {} }))
if official then
  local path = official .. "/service-names-port-numbers.xml"
  write("official.html", html.render(assert(ianaports.load(path))))
end

write("facts.json", json.encode {
  version = ianaports._VERSION,
  has_official = official ~= nil,
  entries = count(),
  sctp = count { protocol = "sctp" },
  reserved = count { status = "reserved" },
  system = count { class = "system" },
  portless = where(function(entry)
    return not entry.port_number
  end),
  https = #ianaports.find_all(443),
  in_part = where(lacks.test(ianaports.bundled)),
  queries = queries,
  saved = json.decode(written "465 -f json"),
  formulas = safe_csv(formulas()),
  changes = diff.summary(old, ianaports.bundled),
  layers = {
    all = layer(),
    tcp = layer "tcp",
    udp = layer "udp",
    sctp = layer "sctp",
    dccp = layer "dccp",
  },
  orders = {
    all = order(ordered()),
    tcp = order(ordered(), "tcp"),
    udp = order(ordered(), "udp"),
    sctp = order(ordered(), "sctp"),
    dccp = order(ordered(), "dccp"),
  },
})
