local annotate = require "ianaports.annotate"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"
local no_port = require("spec.support.port_counts").no_port
local process = require "spec.support.process"
local sample = require "spec.support.sample"
local wild_csv = require "spec.support.wild_csv"
local writer = require "spec.support.writer"

-- A file in memory from which at most `size` bytes are read at once.
local function reader(text, size)
  local position = 1
  return {
    read = function(_, wanted)
      local piece = text:sub(position, position + math.min(size or wanted, wanted) - 1)
      position = position + #piece
      return piece ~= "" and piece or nil
    end,
  }
end

-- Returns what is written, and the results of run.
local function run(text, options, size)
  local output = writer()
  local succeeded, second = annotate.run(reader(text, size), output, options)
  return output.text(), succeeded, second
end

-- The same output and counts whatever the input's pieces are.
local function annotated(text, options)
  local expected, succeeded, counts = run(text, options)
  assert.is_true(succeeded, counts)
  for _, size in ipairs { 1, 2, 3, 5, 7, 11, 16, 31, 33, 64 } do
    local output, _, other_counts = run(text, options, size)
    assert.equal(expected, output, "in pieces of " .. size)
    assert.same(counts, other_counts)
  end
  return expected, counts
end

local function as_csv(options)
  local with_csv = { csv = true }
  for name, value in pairs(options or {}) do
    with_csv[name] = value
  end
  return with_csv
end

-- The output and the counts.
local function csv(text, options)
  return annotated(text, as_csv(options))
end

-- What is said about rows that are wrong.
local function warnings(text, options)
  local _, counts = csv(text, options)
  return counts.warnings
end

-- The message for a CSV that is wrong as a whole.
local function wrong(text, options)
  local with_csv = as_csv(options)
  local _, succeeded, message = run(text, with_csv)
  assert.is_nil(succeeded)
  for _, size in ipairs { 1, 3, 10 } do
    assert.equal(message, (select(3, run(text, with_csv, size))))
  end
  return message
end

describe("annotate.run of a text", function()
  it("names the service after each port", function()
    assert.equal("80/tcp (http) open, 53/UDP (domain)\n", annotated "80/tcp open, 53/UDP\n")
    assert.equal("2905/sctp (m3ua)", annotated "2905/sctp")
  end)

  it("finds ports between all that is no word", function()
    assert.equal("0.0.0.0:8080->443/tcp (https);(22/tcp (ssh)),[53/tcp (domain)]",
      annotated "0.0.0.0:8080->443/tcp;(22/tcp),[53/tcp]")
  end)

  for _, text in ipairs {
    "8000-8010/tcp", "/80/tcp", "80/tcp6", "80/tcp/", "80/tcp-x", "a80/tcp", "_80/tcp", "80/tcp_",
    "80/6", "80/icmp", "80 /tcp", "65536/tcp", "000080/tcp", "60000/tcp", "1/2", "/", "",
    ("0"):rep(40) .. "80/tcp", ("a/"):rep(40) .. "80/tcp", "80/tcp" .. ("/a"):rep(40),
  } do
    it("leaves alone " .. text, function()
      assert.equal(text, annotated(text))
    end)
  end

  for notation, expected in pairs {
    ["tcp/443, UDP/53."] = "tcp/443 (https), UDP/53 (domain).",
    ["22/open/tcp//ssh///, 53/open/UDP//domain///"] =
      "22/open/tcp (ssh)//ssh///, 53/open/UDP (domain)//domain///",
    ["kernel: SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP SPT=50000 DPT=443 SYN"] =
      "kernel: SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP SPT=50000 DPT=443 (https) SYN",
    ["DPT=514 PROTO=UDP"] = "DPT=514 (syslog) PROTO=UDP",
    ["DPT=514 PROTO=TCP"] = "DPT=514 (shell) PROTO=TCP",
    ["IP 192.0.2.1.50000 > 192.0.2.2.443: Flags [S], seq 1"] =
      "IP 192.0.2.1.50000 > 192.0.2.2.443 (https): Flags [S], seq 1",
    ["192.0.2.1.514 > 192.0.2.2.514: UDP, length 9"] =
      "192.0.2.1.514 (syslog) > 192.0.2.2.514 (syslog): UDP, length 9",
    ["IP 192.0.2.1.50000 > 192.0.2.2.53: 1+ A? example.com. (29)"] =
      "IP 192.0.2.1.50000 > 192.0.2.2.53 (domain): 1+ A? example.com. (29)",
    ["IP6 2001:db8::1.50000 > 2001:db8::2.22: Flags [.]"] =
      "IP6 2001:db8::1.50000 > 2001:db8::2.22 (ssh): Flags [.]",
    ["to example.com:443, localhost:22 and 192.0.2.1:80"] =
      "to example.com:443 (https), localhost:22 (ssh) and 192.0.2.1:80 (http)",
    ["[2001:db8::1]:443 [fe80::1%eth0]:22"] =
      "[2001:db8::1]:443 (https) [fe80::1%eth0]:22 (ssh)",
    ["192.0.2.1:80/tcp"] = "192.0.2.1:80/tcp (http)",
    ["UDP to example.com:514"] = "UDP to example.com:514 (syslog)",
    ["%ASA-6-302013: Built inbound TCP connection 1 for outside:192.0.2.1/443 (192.0.2.1/443)"] =
      "%ASA-6-302013: Built inbound TCP connection 1 for outside:192.0.2.1/443 (https)"
      .. " (192.0.2.1/443 (https))",
    ["permit tcp any eq 443"] = "permit tcp any eq 443 (https)",
    ["Port 53 (udp) is open"] = "Port 53 (domain) (udp) is open",
    ["53/UDP,53/TCP"] = "53/UDP (domain),53/TCP (domain)",
  } do
    it("knows the notation " .. notation, function()
      assert.equal(expected, annotated(notation))
      assert.equal(expected, annotated(expected)) -- names nothing twice
    end)
  end

  for _, text in ipairs {
    "8080:8090/tcp", "80,443/tcp", "80:30080/TCP,443:30443/TCP", "tcp/80,443", "tcp/80-90",
    "tcp/80:90", "x/tcp/80", "tcp/80/x", "12:34:56 tcp", "10:80", "file.c:80", "main.rs:80",
    "app.conf:53: listen",
    "src/example.com:80", "example.com:80:22", "example.com:443/path", "https://example.com:443/",
    "DPT=443", "DPT=443 tcp udp", "XDPT=443 tcp", "192.0.2.0/24 tcp", "192.0.2.1.443", "port 443",
    "export 443 tcp", "1.2.3.4.5.80 > ", "icmp/8", "tcp/65536",
    "localhost:60000", "[x]:80", "[80]:80",
  } do
    it("leaves alone " .. text, function()
      assert.equal(text, annotated(text))
    end)
  end

  it("refuses UTF-16 by its mark, and writes nothing", function()
    for _, mark in ipairs { "\255\254", "\254\255" } do
      for _, size in ipairs { 1, 3, 100 } do
        assert.same({
          "", nil,
          "input: text in UTF-16; expected is UTF-8, which this writes: iconv -f UTF-16 -t UTF-8",
        }, { run(mark .. "8\0000\0/\0t\0c\0p\0", nil, size) })
      end
    end
  end)

  it("returns how many ports have a service", function()
    local _, succeeded, counts = run "80/tcp x\n443/tcp (https) 22/tcp 60000/tcp\n"
    assert.same({ true, { named = 3 } }, { succeeded, counts })
  end)

  it("looks for the protocol in the same line", function()
    assert.equal("DPT=443\nPROTO=TCP\r\nDPT=22 (ssh) TCP\r\n",
      annotated "DPT=443\nPROTO=TCP\r\nDPT=22 TCP\r\n")
  end)

  it("reads a line of any length in pieces", function()
    local line = ("80/tcp;"):rep(30000)
    assert.equal(("80/tcp (http);"):rep(30000), (run(line)))
    assert.equal(("80/tcp (http);"):rep(30000), (run(line, nil, 1000)))
    local word = ("x"):rep(200000)
    assert.equal(word .. "80/tcp;80/tcp (http)", (run(word .. "80/tcp;80/tcp")))
  end)

  it("copies every byte", function()
    local bytes = {}
    for code = 0, 255 do
      bytes[#bytes + 1] = string.char(code)
    end
    local text = table.concat(bytes)
    assert.equal(text .. "80/tcp (http)" .. text, annotated(text .. "80/tcp" .. text))
  end)

  it("finds ports, no matter at which byte a block of the input ends", function()
    for before = 65520, 65540 do
      local text = (" "):rep(before)
      assert.equal(text .. "443/tcp (https) x", (run(text .. "443/tcp x")))
      local word = ("x"):rep(before)
      assert.equal(word .. "443/tcp y", (run(word .. "443/tcp y")))
    end
  end)

  it("asks the given registry, and escapes control characters in its names", function()
    local registry = sample.registry { "x 80 tcp" }
    assert.equal("80/tcp (x) 443/tcp", annotated("80/tcp 443/tcp", { registry = registry }))
    registry = ianaports.build {
      rows = { { service_name = "a\27[2J", port_number = 80, transport_protocol = "tcp" } },
    }
    assert.equal("80/tcp (a\\x1b[2J)", annotated("80/tcp", { registry = registry }))
  end)
end)

describe("annotate.run of a CSV", function()
  it("adds the service, by protocol name in any case or number", function()
    assert.equal(table.concat({
      "dst_port,proto,n,service",
      "443,tcp,1,https",
      "443,6,2,https",
      "53,UDP,3,domain",
      "53,17,4,domain",
      "2905,132,5,m3ua",
      "5116,tcp,6,",
      "",
    }, "\n"), csv(table.concat({
      "dst_port,proto,n", "443,tcp,1", "443,6,2", "53,UDP,3", "53,17,4", "2905,132,5", "5116,tcp,6",
      "",
    }, "\n")))
  end)

  it("leaves the cell empty if there is no service", function()
    for _, row in ipairs {
      ",tcp", "443,", ",", "443,icmp", "443,1", "443,06", "60000,tcp", "-,tcp", "N/A,tcp", "0,tcp",
      "8.0,icmp", "0x0303,1",
    } do
      local output, counts = csv("port,proto\n" .. row .. "\n")
      assert.equal("port,proto,service\n" .. row .. ",\n", output)
      assert.same({ 1, 0, 1, 0, {} },
        { counts.rows, counts.named, counts.blank, counts.wrong, counts.warnings })
    end
  end)

  it("reports what is no port, and leaves the cell empty", function()
    for _, port in ipairs { "x", "-1", "65536", "0000443", "4.43", "0x50", "443/x" } do
      local output, counts = csv("port,proto\n" .. port .. ",tcp\n80,tcp\n")
      assert.equal("port,proto,service\n" .. port .. ",tcp,\n80,tcp,http\n", output)
      assert.same({ 2, 1, 1, 1 }, { counts.rows, counts.named, counts.blank, counts.wrong })
      assert.same({ no_port(2, port) }, counts.warnings)
    end
  end)

  it("takes any protocol if there is no column of protocols", function()
    assert.equal("port,n,service\n80,1,http\n53,2,domain\n60000,3,",
      csv "port,n\n80,1\n53,2\n60000,3")
    assert.equal("port,service\n80,http\n\n53,domain\n", csv "port\n80\n\n53\n")
  end)

  it("takes the protocol before the port or after it", function()
    assert.equal("proto,x,port,service\nudp,,53,domain\n17,,123,ntp\n",
      csv "proto,x,port\nudp,,53\n17,,123\n")
  end)

  it("finds the columns by their usual names or by those given", function()
    assert.equal("sport,Dst Port,Protocol,service\n1,80,tcp,http\n",
      csv "sport,Dst Port,Protocol\n1,80,tcp\n")
    assert.equal("id.orig_p,id.resp_p,proto,service\n1,80,tcp,http\n",
      csv "id.orig_p,id.resp_p,proto\n1,80,tcp\n")
    assert.equal("port,mine,proto,kind,service\n1,80,udp,tcp,http\n",
      csv("port,mine,proto,kind\n1,80,udp,tcp\n",
        { port_column = "MINE", protocol_column = "kind" }))
    assert.equal("Port,port,service\n22,80,http\n",
      csv("Port,port\n22,80\n", { port_column = "port" }))
  end)

  it("names the added column as asked, in quotes if it needs them", function()
    assert.equal('port,"a ""b"", c"\n80,http\n', csv("port\n80\n", { column = 'a "b", c' }))
  end)

  it("keeps quotes, line breaks in cells, line ends and the byte order mark", function()
    assert.equal('\239\187\191"port","proto","text",service\r\n'
      .. '"80","tcp","a, ""b""\r\nc\nd",http\r\n53,"udp",,domain\n"443",6,"",https\r\n',
      csv('\239\187\191"port","proto","text"\r\n'
      .. '"80","tcp","a, ""b""\r\nc\nd"\r\n53,"udp",\n"443",6,""\r\n'))
  end)

  it("keeps that the last newline is missing", function()
    assert.equal("port,service\n80,http", csv "port\n80")
    assert.equal("port,x,service\r\n80,1,http\r\n53,2,domain", csv "port,x\r\n80,1\r\n53,2")
    assert.equal('port,x,service\n80,"1",http', csv 'port,x\n80,"1"')
    assert.equal("port,service", csv "port")
  end)

  it("takes CR for a line end, like LF and CR LF, and copies each", function()
    assert.equal("port,x,service\r80,1,http\r\r\n53,2,domain\r\n80,3,http\n22,4,ssh\r",
      csv "port,x\r80,1\r\r\n53,2\r\n80,3\n22,4\r")
    assert.equal('x,port,service\r"\r",80,http\r"",53,domain', csv 'x,port\r"\r",80\r"",53')
    assert.equal("port,service\r\r80,http\r", csv "port\r\r80\r")
  end)

  it("distinguishes CR from CR LF, no matter at which byte a block of the input ends", function()
    for before = 65520, 65540 do
      local text = "port,x\n80," .. ("x"):rep(before)
      local annotated_text = "port,x,service\n80," .. ("x"):rep(before) .. ",http"
      for _, line_end in ipairs { "\r\n", "\r", "\n" } do
        local written, _, counts = run(text .. line_end .. "80\n", { csv = true })
        assert.equal(annotated_text .. line_end .. "80\n", written)
        assert.same({ "input:3: record has 1 cells where the header has 2, split at each comma" },
          counts.warnings)
      end
    end
  end)

  it("copies empty lines", function()
    assert.equal("\nport,x,service\n\n80,1,http\n\r\n53,2,domain\n\n",
      csv "\nport,x\n\n80,1\n\r\n53,2\n\n")
  end)

  it("reads a port in quotes that are doubled and the cell's whole text", function()
    assert.equal('x,port,service\n"a""b",80,http\n"80","8""0",\n',
      csv 'x,port\n"a""b",80\n"80","8""0"\n')
  end)

  it("reads records of several shapes in any order", function()
    local lines, expected = { "port,proto,x" }, { "port,proto,x,service" }
    local shapes = {
      "80,tcp,%d", '"80",tcp,%d', '80,"tcp","%d"', '"80","tcp","%d,"', '80,6,"\n%d"',
    }
    for number = 1, 200 do
      local row = shapes[number * number % #shapes + 1]:format(number)
      lines[#lines + 1], expected[#expected + 1] = row, row .. ",http"
    end
    assert.equal(table.concat(expected, "\r\n"), csv(table.concat(lines, "\r\n")))
  end)

  it("reads more cells than a Lua pattern may have", function()
    local names, values = {}, {}
    for number = 1, 300 do
      names[number], values[number] = "c" .. number, "v"
    end
    names[250], values[250] = "port", "80"
    local header, row = table.concat(names, ","), table.concat(values, ",")
    assert.equal(header .. ",service\n" .. row .. ",http\n" .. row .. ",http\n",
      csv(header .. "\n" .. row .. "\n" .. row .. "\n"))
  end)

  it("reads more ports than it remembers, and any word for a protocol", function()
    local lines, expected = { "port,proto" }, { "port,proto,service" }
    for port = 0, 20000 do
      local protocol = port % 5 == 4 and "p" .. port or ({ "tcp", "17" })[port % 2 + 1]
      local name = port % 5 ~= 4 and ianaports.service_name(port, port % 2 == 1 and "udp" or "tcp")
      lines[#lines + 1] = port .. "," .. protocol
      expected[#expected + 1] = lines[#lines] .. "," .. (name or "")
    end
    lines[#lines + 1], expected[#expected + 1] = "80,tcp\n", "80,tcp,http\n"
    assert.equal(table.concat(expected, "\n"), (run(table.concat(lines, "\n"), { csv = true })))
  end)

  it("quotes a service if it needs quotes, and escapes its control characters", function()
    local registry = ianaports.build {
      rows = { { service_name = 'a,"b"\27', port_number = 80, transport_protocol = "tcp" } },
    }
    assert.equal('port,proto,service\n80,tcp,"a,""b""\\x1b"\n',
      csv("port,proto\n80,tcp\n", { registry = registry }))
  end)

  it("needs a constant amount of memory #footprint", function()
    local growth = process.growth(40, [[
      local annotate = require "ianaports.annotate"
      local rows = ("2026-05-11,10.0.0.1,443,tcp,1\n"):rep(2000)
      return function()
        local left = 20
        assert(annotate.run({
          read = function()
            left = left - 1
            return left == 19 and "ts,src,port,proto,n\n" or left > 0 and rows or nil
          end,
        }, { write = function() return true end }, { csv = true }))
      end
    ]])
    assert.is_true(growth < 4096, "grew by " .. growth .. " KiB")
  end)
end)

-- The lines with what is added to each.
local function with_added(text, delimiter, added)
  local number = 0
  return (text:gsub("([^\r\n]*)([\r\n]+)", function(line, line_end)
    number = number + 1
    local _, more = line_end:gsub("\n", "")
    local cell = added[number]
    number = number + more - 1
    return line .. (cell and delimiter .. cell or "") .. line_end
  end))
end

describe("annotate.run of a CSV in the wild:", function()
  for label, case in pairs(wild_csv) do
    it(label, function()
      local output, counts = csv(case[1])
      local delimiters = { comma = ",", semicolon = ";", tab = "\t", bar = "|" }
      assert.equal(with_added(case[1], delimiters[counts.delimiter], case[2]), output)
      assert.same({}, counts.warnings)
    end)
  end

  it("the delimiter that Excel names, which is kept", function()
    for _, line in ipairs { "sep=;", '"sep=;"', "SEP=;;;" } do
      assert.equal(line .. "\r\na,b;port;service\r\n1,2;443;https\r\n",
        csv(line .. "\r\na,b;port\r\n1,2;443\r\n"))
    end
    assert.equal("sep=\t\nport,x\tport\tservice\n1\t443\thttps\n",
      csv "sep=\t\nport,x\tport\n1\t443\n")
  end)

  it("the delimiter that is asked for, by itself or by name", function()
    for delimiter, names in pairs {
      [","] = { ",", "comma" }, [";"] = { ";", "Semicolon" }, ["\t"] = { "\t", "\\t", "tab" },
      ["|"] = { "|", "bar" },
    } do
      for _, name in ipairs(names) do
        assert.equal(("x.port.service\n,;\t|.443.https\n"):gsub("%.", delimiter)
          :gsub("^(.-\n),;\t|", '%1",;\t|"'),
          (csv((("x.port\n,;\t|.443\n"):gsub("%.", delimiter)
            :gsub("^(.-\n),;\t|", '%1",;\t|"')), { delimiter = name })))
      end
    end
    assert.equal('input:1: no column of ports by a usual name; the header is "a;port", split at '
      .. "each comma", wrong("a;port\n", { delimiter = "comma" }))
  end)

  it("a service that holds the delimiter", function()
    local registry = ianaports.build {
      rows = { { service_name = "a|b;c", port_number = 80, transport_protocol = "tcp" } },
    }
    assert.equal('port;service\n80;"a|b;c"\n', csv("port\n80\n", { registry = registry,
      delimiter = ";" }))
    assert.equal("port,service\n80,a|b;c\n", csv("port\n80\n", { registry = registry }))
    assert.equal('port|x|service\n80|1|"a|b;c"\n',
      csv("port|x\n80|1\n", { registry = registry }))
  end)

  it("the byte order mark", function()
    assert.equal("\239\187\191port;x;service\n443;1;https\n",
      csv "\239\187\191port;x\n443;1\n")
  end)

  it("many rows with every delimiter, quoted in part", function()
    for _, delimiter in ipairs { ",", ";", "\t", "|" } do
      local text, expected = { "proto.port.x" }, { "proto.port.x.service" }
      for number = 1, 300 do
        local row = ({ "tcp.80.%d", '"tcp".80. "%d"', '6."80" .%d' })[number % 3 + 1]:format(number)
        text[#text + 1], expected[#expected + 1] = row, row .. ".http"
      end
      local function of(lines)
        return (table.concat(lines, "\n"):gsub("%.", delimiter))
      end
      local output, counts = csv(of(text))
      assert.equal(of(expected), output)
      assert.same({ 300, 300, 0, 0 }, { counts.rows, counts.named, counts.blank, counts.wrong })
    end
  end)

  it("any text below a header, of which no byte is lost", function()
    local random = new_random(20260511)
    local headers = {
      "port,proto,x\n", "port;proto\n", "port\tx\r\n", "dport|pr|x\n", "port\n",
      '"port", "proto"\r\n', "tcp.dstport,udp.dstport\r\r\n",
    }
    local pieces = {
      '"', '""', "\r", "\n", "\r\n", "\r\r\n", ",", ";", "\t", "|", " ", "80", "tcp", "17", "x",
      "-", "443.0", "\n80,tcp\n", "Summary", "\nport;x\n",
    }
    for _ = 1, 300 do
      local parts = { random:item(headers) }
      for index = 2, random:integer(2, 30) do
        parts[index] = random:item(pieces)
      end
      local text = table.concat(parts)
      local output = csv(text)
      local position = 1
      for byte in text:gmatch "." do
        position = assert(output:find(byte, position, true), text) + 1
      end
    end
  end)

  it("counts its rows, and tells which columns and delimiter it took", function()
    local _, counts = csv "src;Dst Port;Proto\na;443;tcp\na;1;icmp\na;x;tcp\na\n"
    assert.same({
      rows = 4, named = 1, blank = 3, wrong = 2, delimiter = "semicolon",
      port_column = "Dst Port", protocol_column = "Proto",
      warnings = {
        no_port(4, "x"),
        "input:5: record has 1 cells where the header has 3, split at each semicolon",
      },
    }, counts)
    assert.is_nil(select(2, csv "port\n1\n").protocol_column)
  end)
end)

describe("annotate.run adds to a CSV", function()
  -- 80/tcp is assigned, 1022/tcp reserved, 3127/tcp unassigned, and no row has 60000 in its range.
  local registry = ianaports.build {
    rows = {
      { service_name = "web", port_number = 80, description = 'the "web"' },
      { service_name = "other", port_number = 81, transport_protocol = "tcp" },
      { port_number = 1022, transport_protocol = "tcp", description = "Reserved" },
      { port_number = 3127, transport_protocol = "tcp", description = "Unassigned" },
      { service_name = "user", port_number = 8080, transport_protocol = "tcp" },
    },
  }

  local function added(text, options)
    options.registry = registry
    return csv(text, options)
  end

  it("what is asked for, in that order", function()
    local text = "port,proto\n80,tcp\n81,tcp\n81,udp\n1022,tcp\n3127,tcp\n60000,tcp\n,\n80,1\n"
    for _, add in ipairs { " Class,status,description ,service",
      { "class", "status", "description", "service" } }
    do
      local output, counts = added(text, { add = add })
      assert.equal(table.concat({
        "port,proto,class,status,description,service",
        '80,tcp,system,assigned,"the ""web""",web',
        "81,tcp,system,assigned,,other",
        "81,udp,system,unassigned,,",
        "1022,tcp,system,reserved,,",
        "3127,tcp,user,unassigned,,",
        "60000,tcp,dynamic,dynamic,,",
        ",,,,,",
        "80,1,,,,",
        "",
      }, "\n"), output)
      assert.same({ 8, 2, 6, 0 }, { counts.rows, counts.named, counts.blank, counts.wrong })
    end
    assert.equal("port,status\n80,assigned\n", added("port\n80\n", { add = "status" }))
  end)

  it("a text for ports that have no service, but not for rows that have no port", function()
    assert.equal('port,proto,service,description\n81,tcp,other,\n1022,tcp,"a,b","a,b"\n'
      .. '60000,udp,"a,b","a,b"\n-,tcp,,\n80,icmp,,\n99999,tcp,,\n',
      added("port,proto\n81,tcp\n1022,tcp\n60000,udp\n-,tcp\n80,icmp\n99999,tcp\n",
        { add = "service,description", unknown = "a,b" }))
    local _, counts = added("port\n1\n80\n", { unknown = "?" })
    assert.same({ 1, 1 }, { counts.named, counts.blank })
  end)

  it("columns for each of several ports, in one pass", function()
    local output, counts = added("Sport,Dport,Pro\n80,60000,6\n60001,8080,6\n1,2,17\n80,81,6\n",
      { port_column = { "sport", "dport" } })
    assert.equal("Sport,Dport,Pro,Sport_service,Dport_service\n80,60000,6,web,\n"
      .. "60001,8080,6,,user\n1,2,17,,\n80,81,6,web,other\n", output)
    assert.same({ 4, 3, 1 }, { counts.rows, counts.named, counts.blank })
    assert.same({ "Sport", { "Sport", "Dport" }, "Pro" },
      { counts.port_column, counts.port_columns, counts.protocol_column })
    assert.equal("a,b,c,a_service,a_class,b_service,b_class,c_service,c_class\n"
      .. "80,81,x,web,system,other,system,,\n",
      added("a,b,c\n80,81,x\n", { port_column = { "a", "b", "c" }, add = "service,class" }))
  end)

  it("the server's side: the lower class, then the port that has a service", function()
    local output = added(table.concat({
      '"src, port";dst;proto', "60000;80;6", "80;60000;6", "8080;1022;6", "8080;3127;6", "79;81;6",
      "80;81;6", "3127;3128;6", "60000;60001;6", "60000;;6", "x;80;6", "60000;80;1", "",
    }, "\n"), { port_column = { "src, port", "dst" }, side = true })
    assert.equal(table.concat({
      '"src, port";dst;proto;src, port_service;dst_service;side',
      "60000;80;6;;web;dst", "80;60000;6;web;;src, port", "8080;1022;6;user;;dst",
      "8080;3127;6;user;;src, port", "79;81;6;;other;dst", "80;81;6;web;other;", "3127;3128;6;;;",
      "60000;60001;6;;;", "60000;;6;;;", "x;80;6;;web;", "60000;80;1;;;", "",
    }, "\n"), output)
  end)

  it("columns of the names that are given, in their order", function()
    assert.equal('a,b,"x ""1"""," y ",z,u,v\n80,60000,web,system,,dynamic,a\n'
      .. 'a,b,"x ""1"""," y ",z,u,v\n',
      (added("a,b\n80,60000\na,b\n", { port_column = { "a", "b" }, add = "service,class",
        side = true, column = { 'x "1"', " y ", "z", "u", "v" } })))
  end)

  it("no column of a name that is there, or twice", function()
    for names, message in pairs {
      [{ "b", "PORT" }] = 'there is a column "PORT" already; choose another name for the new one',
      [{ "b", "B" }] = 'there is a column "B" already; choose another name for the new one',
    } do
      assert.equal("input:1: " .. message,
        wrong("port\n80\n", { add = "service,class", column = names }))
    end
    assert.equal('input:1: there is a column "side" already; choose another name for the new one',
      wrong("a,b,Side\n", { port_column = { "a", "b" }, side = true }))
  end)

  it("nothing if columns of ports are not there, given twice, or the protocol's", function()
    for name, message in pairs { x = 'no column "x"', Port = 'column "Port" is given twice' } do
      assert.equal(("input:1: %s; the header is \"port,proto\", split at each comma")
        :format(message), wrong("port,proto\n80,tcp\n", { port_column = { "port", name } }))
    end
    assert.equal('input:1: column "b" cannot be both port and protocol; the header is "a,b", split '
      .. "at each comma", wrong("a,b\n", { port_column = { "a", "b" }, protocol_column = "b" }))
  end)

  it("one warning to a row, about the first port that is wrong", function()
    local output, counts = added("a,b\n80,x\ny,z\n", { port_column = { "a", "b" } })
    assert.equal("a,b,a_service,b_service\n80,x,web,\ny,z,,\n", output)
    assert.same({ no_port(2, "x"), no_port(3, "y") }, counts.warnings)
    assert.same({ 2, 1, 1, 2 }, { counts.rows, counts.named, counts.blank, counts.wrong })
  end)
end)

describe("annotate.run reports what is wrong:", function()
  for text, message in pairs {
    [""] = "input:1: no header: the first row must name the columns",
    ["\n\n"] = "input:3: no header: the first row must name the columns",
    ["a,b\n"] = 'input:1: no column of ports by a usual name; the header is "a,b", split at each '
      .. "comma",
    ["a;b;c,d\n1;2;3,4\n"] = "input:1: no column of ports by a usual name; the header is "
      .. '"a;b;c,d", split at each semicolon',
    ["port,Service\n"] = 'input:1: there is a column "service" already; choose another name '
      .. "for the new one",
    ['a,b"c"\n'] = "input:1: quote inside a cell that is not quoted as a whole",
    ["\255\254p\0"] = "input: text in UTF-16; expected is UTF-8, which this writes: "
      .. "iconv -f UTF-16 -t UTF-8",
    ["p\0o\0r\0t\0"] = "input: text in UTF-16LE; expected is UTF-8, which this writes: "
      .. "iconv -f UTF-16LE -t UTF-8",
    ["sep=:\nport:x\n"] = 'input:1: unknown delimiter ":"; known: comma, semicolon, tab, bar',
  } do
    it(message, function()
      assert.equal(message, wrong(text))
    end)
  end

  for text, messages in pairs {
    ["port,x\n80,1\n80\n53,2\n"] = {
      "input:3: record has 1 cells where the header has 2, split at each comma",
    },
    ["port;x\n80;1\n80;1;\n53;2\n"] = {
      "input:3: record has 3 cells where the header has 2, split at each semicolon",
    },
    ['port,x\n80,"1\n2"\n80,"\n53,2\n'] = { "input:4: quoted cell is not closed" },
    ['port,x\n80,1"2"\n53,2\n'] = { "input:2: quote inside a cell that is not quoted as a whole" },
    ['port,x\n80,"a\nb"c\n53,2\n'] = {
      "input:3: neither comma nor line end after a quoted cell; a quote inside is doubled",
      "input:3: quote inside a cell that is not quoted as a whole",
    },
    ["port,x\r80,1\r\n\r80,\"\r\"\n80\r53,2"] = {
      "input:6: record has 1 cells where the header has 2, split at each comma",
    },
  } do
    it("the row, and goes on: " .. messages[1], function()
      local output, counts = csv(text)
      assert.same(messages, counts.warnings)
      assert.equal(#messages, counts.wrong)
      local delimiter = text:match "^port(.)"
      assert.matches("\n53.2" .. delimiter .. "domain\n?$", "\n" .. output:gsub("\r", "\n"))
      assert.equal(text, (output:gsub(delimiter .. "service", ""):gsub(delimiter .. "domain", "")
        :gsub(delimiter .. "http", "")))
    end)
  end

  it("the first ten wrong rows, and how many more there are", function()
    local found = warnings("port,x\n" .. ("80\n"):rep(12))
    assert.equal(11, #found)
    assert.equal("input:11: record has 1 cells where the header has 2, split at each comma",
      found[10])
    assert.equal("input: and 2 more lines", found[11])
    assert.equal("input: and 1 more line", warnings("port,x\n" .. ("80\n"):rep(11))[11])
  end)

  it("columns that are not there, there twice or the same", function()
    assert.equal('input:1: no column "p"; the header is "port,proto", split at each comma',
      wrong("port,proto\n", { port_column = "p" }))
    assert.equal('input:1: no column "\\x1bq"; the header is "port,proto", split at each comma',
      wrong("port,proto\n", { protocol_column = "\27q" }))
    assert.equal('input:1: column "port" is there 2 times; the header is "port,x,port", '
      .. "split at each comma", wrong("port,x,port\n", { port_column = "port" }))
    assert.equal('input:1: column "port" cannot be both port and protocol; the header is "port,x", '
      .. "split at each comma", wrong("port,x\n", { protocol_column = "port" }))
  end)

  it("the source's name", function()
    assert.same({ "flows.csv:2: record has 2 cells where the header has 1, split at each comma" },
      warnings("port\n80,1\n", { source = "flows.csv" }))
  end)

  it("a record that does not end, in a bounded amount of memory", function()
    local given = 0
    local endless = {
      read = function(_, size)
        given = given + size
        return given == size and 'port,x\n80,"' or ("x"):rep(size)
      end,
    }
    local succeeded, message = annotate.run(endless, writer(), { csv = true })
    assert.is_nil(succeeded)
    assert.equal("input:2: record is longer than 1048576 bytes; is a quote not closed?", message)
    assert.is_true(given < 1300000)
  end)

  it("a record too long, and goes on with the next line", function()
    local text = 'port,x\n80,"' .. (("x"):rep(99) .. "\n"):rep(10600) .. '53,2\n'
    local output, _, counts = run(text, { csv = true })
    assert.equal("input:2: record is longer than 1048576 bytes; is a quote not closed?",
      counts.warnings[1])
    assert.equal("53,2,domain\n", output:sub(-12))
  end)

  it("a read that fails", function()
    local failing = {
      read = function()
        return nil, "Is a directory", 21
      end,
    }
    for _, options in ipairs { {}, { csv = true } } do
      assert.same({ nil, "input: cannot read: Is a directory" },
        { annotate.run(failing, writer(), options) })
    end
  end)

  it("a read that returns something else than strings", function()
    for _, block in ipairs { 5, true, {} } do
      local input = {
        read = function()
          return block
        end,
      }
      for _, options in ipairs { {}, { csv = true } } do
        local message = ("input: cannot read: a string expected from read, got a %s")
          :format(type(block))
        assert.same({ nil, message }, { annotate.run(input, writer(), options) })
      end
    end
  end)

  it("a write that fails", function()
    local full = assert(io.open("/dev/full", "wb"))
    full:setvbuf "no"
    for _, options in ipairs { {}, { csv = true } } do
      assert.same({ nil, "cannot write: " .. errno.ENOSPC },
        { annotate.run(reader "port,x\n80,1\n", full, options) })
    end
    full:close()
  end)
end)

describe("annotate.run", function()
  it("reads and writes files, and reads nothing after the end", function()
    files.with("port,x\n80,1\n", function(path)
      local input, output_path = assert(io.open(path, "rb")), os.tmpname()
      local output = assert(io.open(output_path, "wb"))
      assert.is_true(annotate.run(input, output, { csv = true }))
      input:close()
      output:close()
      assert.equal("port,x,service\n80,1,http\n", files.read(output_path))
      os.remove(output_path)
    end)
    local ends = 0
    annotate.run({
      read = function()
        ends = ends + 1
      end,
    }, writer(), { csv = true })
    assert.equal(1, ends)
  end)

  -- What is done when the input has these blocks, in order.
  local function deeds(blocks, options, flush)
    local done, number = {}, 0
    local function note(deed)
      done[#done + 1] = deed
    end
    return done, annotate.run({
      read = function()
        note "read"
        number = number + 1
        return blocks[number]
      end,
    }, {
      write = function(_, text)
        note(#text > 60 and "write much" or text)
      end,
      flush = flush or function()
        note "flush"
      end,
    }, options)
  end

  it("writes what became of a block, also of a full one, before it reads on", function()
    assert.same({ "read", "1\n", "flush", "read", "read", "80/tcp (http)\n", "flush", "read" },
      (deeds { "1\n", "80", "/tcp\n" }))
    assert.same({
      "read", "port,proto,service\n", "flush", "read", "80,6,http\n", "flush", "read", "read",
      "443,6,https\n", "flush", "read",
    }, (deeds({ "port,proto\n", "80,6\n4", "43", ",6\n" }, { csv = true })))
    assert.same({ "read", "write much", "flush", "read", "write much", "flush", "read" },
      (deeds { ("x\n"):rep(32768), ("x\n"):rep(32767) }))
  end)

  it("says why it cannot flush", function()
    local _, succeeded, message = deeds({ "80/tcp\n" }, nil, function()
      return nil, "No space left on device"
    end)
    assert.same({ nil, "cannot write: No space left on device" }, { succeeded, message })
  end)

  for message, arguments in pairs {
    ["bad argument #1 to 'run' (file to read expected, got \"x\")"] = { "x", writer() },
    ["bad argument #2 to 'run' (file to write expected, got nil)"] = { reader "" },
    ["bad argument #3 to 'run' (table of options expected, got 1)"] = {
      reader "", writer(), 1,
    },
    ["bad argument #3 to 'run' (csv (boolean) expected, got \"yes\")"] = {
      reader "", writer(), { csv = "yes" },
    },
    ["bad argument #3 to 'run' (delimiter (comma, semicolon, tab or bar) expected, got \":\")"] = {
      reader "", writer(), { csv = true, delimiter = ":" },
    },
    ["bad argument #3 to 'run' (registry (registry) expected, got table)"] = {
      reader "", writer(), { registry = {} },
    },
    ["bad argument #3 to 'run' (option csv, port_column, protocol_column, add, unknown, "
      .. 'side, column, delimiter, source or registry expected, got "prot")'] = {
      reader "", writer(), { prot = "x" },
    },
    ["bad argument #3 to 'run' (port_column (string or array) expected, got table)"] = {
      reader "", writer(), { port_column = { 1 } },
    },
    ["bad argument #3 to 'run' (add (service, description, status or class) expected, "
      .. 'got "name")'] = { reader "", writer(), { csv = true, add = "service, name" } },
    ["bad argument #3 to 'run' (add (each name once) expected, "
      .. 'got "Class")'] = { reader "", writer(), { csv = true, add = { "class", "Class" } } },
    ["bad argument #3 to 'run' (add (service, description, status or class) expected, "
      .. 'got "")'] = { reader "", writer(), { csv = true, add = {} } },
    ["bad argument #3 to 'run' (side (two columns of ports) expected, got 0)"] = {
      reader "", writer(), { csv = true, side = true },
    },
    ["bad argument #3 to 'run' (column (1 name for the new column) expected, got 2)"] = {
      reader "", writer(), { csv = true, column = { "a", "b" } },
    },
    ["bad argument #3 to 'run' (column (5 names for the new columns) expected, got 1)"] = {
      reader "", writer(), { csv = true, port_column = { "a", "b" }, add = "class,status",
        side = true, column = "a" },
    },
  } do
    it("raises: " .. message, function()
      local called, raised = pcall(function()
        annotate.run(arguments[1], arguments[2], arguments[3])
      end)
      assert.is_false(called)
      assert.equal(message, (raised:gsub("^spec/lua/annotate_spec.lua:%d+: ", "")))
    end)
  end
end)
