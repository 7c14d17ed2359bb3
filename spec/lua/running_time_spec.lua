-- Texts for which a pattern of Lua is slow if it tries a run of characters anew from each of them:
-- that takes the square of the run's length, which is seconds for 64 KiB. Everything here takes
-- hundredths. The bound is measured on the machine itself.

local annotate = require "ianaports.annotate"
local cli = require "ianaports.cli"
local diff = require "ianaports.diff"
local export = require "ianaports.export"
local html = require "ianaports.html"
local ianaports = require "ianaports"
local ports = require "ianaports.ports"
local registry_text = require "spec.support.registry_text"
local report = require "ianaports.report"

local LENGTH = 64 * 1024 - 512 -- a cell or line of the text with something around it is allowed
local READ_LENGTH = 32 * 1024 -- of what readers get, of which there are many

-- Any of them may have a meaning somewhere.
local CHARACTERS = {
  " ", "\t", "\r", "\n", "\1", "0", "a", "_", ",", ";", ":", ".", '"', "'", "`", "/", "\\", "|",
  "(", "[", "]", "<", "*", "-", "=", "&", "%", "#", "@", "\194\160",
}

local function shown(text)
  return (text:gsub("[^!-~]", function(byte)
    return ("\\x%02x"):format(byte:byte())
  end))
end

-- Each character again and again: within a word, and by turns with digits.
local function each_text(length, f)
  for _, character in ipairs(CHARACTERS) do
    local run = character:rep(math.floor(length / #character))
    f("x" .. run .. "x", "x" .. shown(character) .. "x")
    f(("1" .. character):rep(math.floor(length / (1 + #character))), "1" .. shown(character))
  end
end

-- Half of what a text of LENGTH takes for a pattern that tries again and again.
local allowed

setup(function()
  local text = (" "):rep(math.floor(LENGTH / 16)) .. "x"
  local began = os.clock()
  assert.is_nil(text:find " +$")
  allowed = (os.clock() - began) * 16 * 16 / 2
end)

local function assert_quick(length, f, label)
  local most = allowed * (length / LENGTH) ^ 2
  local began = os.clock()
  f()
  local seconds = os.clock() - began
  assert(seconds < most, ("%g s for %s; %g s are allowed"):format(seconds, label, most))
end

local SINK = {
  write = function(self)
    return self
  end,
}

local HEADER = registry_text.header .. "\n"
local XML = '<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">%s'
  .. "</registry>"

local function parser(format, template)
  return function(text)
    ianaports.parse((template:gsub("%%s", function()
      return text
    end)), format)
  end
end

local function port_reader(template)
  return function(text)
    report.read_ports((template:gsub("%%s", function()
      return text
    end)))
  end
end

local function source(template)
  local text, position
  return {
    read = function(_, size)
      local piece = text:sub(position, position + size - 1)
      position = position + #piece
      return piece ~= "" and piece or nil
    end,
    of = function(self, inner)
      position = 1
      text = template:gsub("%%s", function()
        return inner
      end)
      return self
    end,
  }
end

local function annotator(template, options)
  local input = source(template)
  return function(text)
    annotate.run(input:of(text), SINK, options)
  end
end

-- What some writers look for before they do more.
local REST = "x\t*\r\n[x]"

-- The command reads a registry from a file, and here it gets one that is there already.
local function command(arguments)
  return function(registry, other)
    local load = ianaports.load
    ianaports.load = function(path)
      return path == "new" and registry or other
    end
    cli.run(arguments, SINK, SINK)
    ianaports.load = load
  end
end

local tell_info = command { "--registry", "new", "info" }

local readers = {
  ["CSV in a plain cell"] = parser("csv", HEADER .. "%s,1,tcp,,,,,,,,,\n"),
  ["CSV in a quoted cell"] = parser("csv", HEADER .. 'a,1,tcp,"%s",,,,,,,,\n'),
  ["CSV in the header"] = parser("csv", "%s"),
  ["services"] = parser("services", "%s"),
  ["services in the place of the port"] = parser("services", "a %s/tcp %s"),
  ["services in a comment"] = parser("services", "a 1/tcp # %s"),
  ["IANA's XML"] = parser("xml", "%s"),
  ["IANA's XML in a note"] = parser("xml", XML:format "<note>%s</note>"),
  ["IANA's XML in a record"] = parser("xml", XML:format(
    "<record><name>a</name><number>%s</number><description>%s y \n z</description></record>")),
  ["a report of what it is to find out"] = port_reader "%s",
  ["ss"] = port_reader "LISTEN 0 128 %s",
  ["ss in the second word"] = port_reader "tcp LISTEN%s",
  ["ss in the address"] =
    port_reader "tcp LISTEN 0 128 1.2.3.4:22 0.0.0.0:*\ntcp LISTEN 0 1 %s 1:*",
  ["ss without a state"] = port_reader "tcp 0 0 1.2.3.4:22 0.0.0.0:*\n 0 0 %s:1 1:*\n%s\n",
  ["netstat"] = port_reader "Proto Recv-Q Send-Q\ntcp 0 0 %s %s\n%s\ntcp %s\n",
  ["lsof -i"] = port_reader "COMMAND PID USER\nx 1 x IPv4 TCP %s->%s\n%s\n",
  ["docker ps"] = port_reader "0.0.0.0:80->80/tcp\n%s->%s/%s\n%s->1/tcp\n->1%s/tcp",
  ["naabu"] = port_reader "a:80\n%s\na:%s\na:80 [%s]\n[%s:80",
  ["rustscan"] = port_reader "a -> [80]\n%s -> [%s]\na -> [%s\nOpen %s",
  ["masscan -oL"] = port_reader "#masscan\nopen tcp 80 %s 1\nopen tcp %s\n%s",
  ["masscan -oJ"] = port_reader '{"ports":[]}\n{"ports":%s}\n{"port":"%s"}\n[%s,\n,%s]\n{%s}',
  ["masscan -oJ in many lines"] = port_reader '[\n{"ports":\n"%s"}, %s',
  ["nmap -oN"] = port_reader "Starting Nmap 7\nNmap scan report for %s (%s)\n22/tcp%sopen %s",
  ["nmap -oG"] = port_reader "# Nmap %s",
  ["nmap -oG with blanks"] = port_reader "Host: %s (%s)  Ports: 22/open/tcp//%s//%s/, %s%s  %s",
  ["nmap -oG in the ports"] = port_reader "Host: 1 ()\tPorts: 22/open/tcp//%s///, %s\tOS: %s",
  ["nmap -oX"] = port_reader "<nmaprun>%s</nmaprun>",
  ["nmap -oX in an attribute"] = port_reader '<nmaprun><port protocol="%s" portid="%s">',
  ["CSV of flows in the header"] = port_reader "port,%s",
  ["CSV of flows before the header"] = port_reader "%s\n%s\nport,x\n80,1\n",
  ["CSV of flows with blanks"] = port_reader 'port,protocol\n %s "80" %s,tcp\n%s "80" ,6\n',
  ["CSV of flows, padded"] = port_reader "port;protocol\n%s;%s\n80;%s\n%s;tcp\n",
  ["Zeek"] = port_reader "#separator \\x09\n#fields\tid.resp_p\tproto\n%s\ttcp\n80\t%s\n%s\n",
  ["Zeek in the fields"] = port_reader "#separator %s\n#fields\tid.resp_p\t%s\n%s\ttcp\n",
  ["VPC flow logs"] = port_reader "dstport srcaddr\n%s %s\n2024-01-01T%s eni-%s %s\n",
  ["JSON of flows"] = port_reader '{"id.resp_p":80,"proto":"%s"}\n{"id.resp_p":"%s"}\n%s\n',
  ["CSV of flows"] = port_reader 'port,protocol\n80,tcp\n%s,tcp\n"%s",6\n',
  ["lists of ports"] = ports.parse,
  ["lists of ports in brackets"] = function(text)
    ports.elements("T:[" .. text .. "]/tcp")
  end,
  ["references"] = function(text)
    ianaports.references { reference = text }
    ianaports.references { reference = "[" .. text .. "]" }
  end,
  ["text to annotate"] = annotator "%s 80/tcp %s",
  ["CSV to annotate"] = annotator('port,protocol,x\n80,tcp,\n80,tcp,%s\n80,tcp,"%s"\n',
    { csv = true }),
  ["CSV to annotate, in every way"] = annotator('x;port;port2\n%s;"%s";80\n%s;%s;80\n"%s"\n', {
    csv = true, port_column = { "port", "port2" }, add = "service,description,status,class",
    side = true, unknown = "x",
  }),
  ["CSV to annotate, with blanks"] = annotator('port;protocol\n80; "tcp" \n%s;"tcp" %s\n%s;%s\n',
    { csv = true }),
  ["CSV to annotate, before the header"] = annotator("%s\n%s\nport,x\n80,1\n", { csv = true }),
  ["the note of a registry, to be told by the command"] = function(text)
    tell_info(ianaports.build { info = { note = text .. REST } })
  end,
  ["columns of the command"] = function(text)
    cli.run({ "80", "--columns=" .. text }, SINK, SINK)
  end,
}

-- What a registry may hold of a character: a row, the header and a contact.
local function row(number, inside, by_turns)
  return {
    service_name = number .. by_turns:sub(1, 100),
    port_number = number,
    transport_protocol = "tcp",
    description = inside,
    assignee = "[" .. inside .. "]",
    registration_date = "2020-01-01",
    unauthorized_use_reported = by_turns,
  }
end

local SHARE = 10 -- characters to a registry

-- Registries of a few characters each, with another that differs, and what is in their header.
local function each_registry(f)
  local rows, others, texts = {}, {}, {}
  each_text(LENGTH, function(text)
    texts[#texts + 1] = text .. REST
    if #texts < 2 then
      return
    end
    rows[#rows + 1] = row(#rows + 1, texts[1], texts[2])
    others[#others + 1] = row(#rows, texts[2], texts[1])
    if #rows == SHARE then
      f(ianaports.build {
        rows = rows,
        contacts = { { id = texts[1], name = texts[2], organization = texts[1] } },
        info = { title = texts[1], last_updated = texts[2], experts = texts[1], note = texts[1] },
      }, ianaports.build { rows = others })
      rows, others = {}, {}
    end
    texts = {}
  end)
  assert.equal(0, #rows)
end

local writers = {}

for _, format in ipairs(export.formats) do
  writers["an export of " .. format] = function(registry)
    export.write(registry, format, SINK)
  end
end

writers["an export of csv that is safe"] = function(registry)
  export.write(registry, "csv", SINK, { safe_csv = true })
end

local PORTS = {}
for port = 1, SHARE do
  PORTS[port] = { port = port, protocol = "tcp" }
end

for _, format in ipairs(report.formats) do
  for _, chart in ipairs(format == "svg" and { "years", "assignees" } or { "years" }) do
    writers[("a report in %s (%s)"):format(format, chart)] = function(registry)
      report.write(report.summarize(registry, PORTS), format, SINK, { chart = chart })
    end
  end
end

writers["the page"] = function(registry, other)
  html.render(registry, { old = other })
end

writers["a diff"] = function(registry, other)
  diff.summary(registry, other)
end

for _, format in ipairs { "table", "tsv", "markdown" } do
  writers["rows of the command as " .. format] =
    command { "--registry", "new", "1-10", "--format", format, "--all" }
end
writers["a table of the command"] = command { "--registry", "new", "1-10", "--format", "table" }
writers["a search of the command"] = command { "--registry", "new", "search", "zzzz" }
writers["a diff of the command"] = command { "diff", "old", "new", "--format", "table" }

describe("32 KiB of one character are read in time: #slow", function()
  for label, read in pairs(readers) do
    it(label, function()
      each_text(READ_LENGTH, function(text, characters)
        assert_quick(READ_LENGTH, function()
          read(text)
        end, characters)
      end)
    end)
  end
end)

-- Those that take a second as it is.
local slow = {
  ["the page"] = true, ["a report in text (years)"] = true, ["a report in json (years)"] = true,
  ["a report in svg (assignees)"] = true, ["a diff of the command"] = true,
}

describe("64 KiB of one character are written in time: #slow", function()
  local registries = {}

  setup(function()
    each_registry(function(registry, other)
      registries[#registries + 1] = { registry, other }
    end)
  end)

  for label, write in pairs(writers) do
    it(label .. (slow[label] and " #vast" or ""), function()
      for _, pair in ipairs(registries) do
        assert_quick(LENGTH, function()
          write(pair[1], pair[2])
        end, "all characters together")
      end
    end)
  end
end)
