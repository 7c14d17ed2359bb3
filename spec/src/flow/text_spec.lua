-- The ports of texts, through the internal module ianaports.flow and against an independent reader.

local compat = require "spec.support.compat"
local flow = require "ianaports.flow"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"
local overlay = require "ianaports.overlay"
local port_notations = require "spec.support.port_notations"
local process = require "spec.support.process"
local sample = require "spec.support.sample"

local BUNDLED = ianaports.bundled

-- Notations, each with what becomes of it.
local NOTATIONS = {
  { "80/tcp", "80/tcp (http)" },
  { "53/UDP", "53/UDP (domain)" },
  { "22/open/tcp//ssh///", "22/open/tcp (ssh)//ssh///" },
  { "tcp/443.", "tcp/443 (https)." },
  { "to example.com:443,", "to example.com:443 (https)," },
  { "http://localhost:631 ", "http://localhost:631 (ipp) " },
  { "192.0.2.1:80", "192.0.2.1:80 (http)" },
  { "[2001:db8::1]:443", "[2001:db8::1]:443 (https)" },
  { "IP 192.0.2.1.50000 > 192.0.2.2.53: 1+ A? example.com.",
    "IP 192.0.2.1.50000 > 192.0.2.2.53 (domain): 1+ A? example.com." },
  { "2001:db8::1.514 > 2001:db8::2.22: Flags [.]",
    "2001:db8::1.514 (shell) > 2001:db8::2.22 (ssh): Flags [.]" },
  { "DPT=514 PROTO=UDP", "DPT=514 (syslog) PROTO=UDP" },
  { "%ASA-6-302013: TCP for outside:192.0.2.1/443 (192.0.2.1/22)",
    "%ASA-6-302013: TCP for outside:192.0.2.1/443 (https) (192.0.2.1/22 (ssh))" },
  { "permit tcp any eq 443", "permit tcp any eq 443 (https)" },
  { "udp Port 53", "udp Port 53 (domain)" },
  { "80/tcp (http) 443/tcp (htt", "80/tcp (http) 443/tcp (https) (htt" },
}

-- What becomes of blocks, and how many ports have a service.
local function annotated(registry, ...)
  local text, pieces = flow.new_text(registry), {}
  for _, block in ipairs { ... } do
    pieces[#pieces + 1] = flow.name_ports(text, block)
  end
  local last, named = flow.name_ports(text, nil)
  return table.concat(pieces) .. last, named
end

local function assert_as_read(text, registry)
  local output, named = annotated(registry or BUNDLED, text)
  local expected, expected_named = port_notations(text, registry or BUNDLED)
  if output ~= expected or named ~= expected_named then -- busted's own comparison takes longer
    assert.same({ expected, expected_named }, { output, named })
  end
end

describe("The ports of a text are found", function()
  it("by an independent reader", function()
    for _, notation in ipairs(NOTATIONS) do
      assert.equal(notation[2], (port_notations(notation[1], BUNDLED)))
    end
  end)

  for _, notation in ipairs(NOTATIONS) do
    it("if blocks end at any byte: " .. notation[1], function()
      local text = "x 1\n" .. notation[1] .. "\n" .. notation[1]
      local expected = "x 1\n" .. notation[2] .. "\n" .. notation[2]
      for cut = 0, #text do
        assert.equal(expected, (annotated(BUNDLED, text:sub(1, cut), text:sub(cut + 1))))
        assert.equal(expected, (annotated(BUNDLED, text:sub(1, cut), text:sub(cut + 1, cut + 1),
          text:sub(cut + 2))))
      end
    end)

    it("at any byte of a line #slow: " .. notation[1], function()
      for before = 0, 1100 do
        local space = (" "):rep(before)
        assert.equal(space .. notation[2], (annotated(BUNDLED, space .. notation[1])))
      end
    end)

    it("beside any byte: " .. notation[1], function()
      for code = 0, 255 do
        local byte = string.char(code)
        assert_as_read(byte .. notation[1] .. byte)
        assert_as_read("a" .. byte .. notation[1] .. byte .. "1")
        assert_as_read("1" .. byte .. notation[1] .. byte .. "a")
      end
    end)

    it("with any byte replaced #slow: " .. notation[1], function()
      for index = 1, #notation[1] do
        for byte in ("xpT7.:/-_ ]\n\0"):gmatch "." do
          assert_as_read(notation[1]:sub(1, index - 1) .. byte .. notation[1]:sub(index + 1))
        end
        assert_as_read(notation[1]:sub(1, index - 1) .. notation[1]:sub(index + 1))
      end
    end)
  end

  it("in a line that is read in pieces, wherever these end #slow", function()
    local texts = {}
    for index, notation in ipairs(NOTATIONS) do
      texts[index] = notation[1]
    end
    local text = table.concat(texts, " ")
    for before, step in pairs { [" "] = 1, x = 7 } do
      for length = 65536 - #text, 65540, step do
        assert_as_read(before:rep(length) .. text .. "\n80/tcp")
      end
    end
  end)

  it("in lines about as long as a piece, however the blocks are cut", function()
    local random = new_random(20260511)
    for length = 65534, 65539 do
      for _, filler in ipairs { "x", ";", "1", "ab " } do
        local line = ("53/udp " .. filler:rep(65600)):sub(1, length - 7) .. " 80/tcp"
        local text = line .. "\n80/tcp\n" .. line .. "\r\n"
        local expected = port_notations(text, BUNDLED)
        assert.equal(expected, (annotated(BUNDLED, text)))
        for _ = 1, 10 do
          local blocks, position = {}, 1
          while position <= #text do
            local size = random:integer(1, 70000)
            blocks[#blocks + 1] = text:sub(position, position + size - 1)
            position = position + size
          end
          assert.equal(expected, (annotated(BUNDLED, (table.unpack or unpack)(blocks))))
        end
      end
    end
  end)

  it("in random texts #slow", function()
    local random = new_random(443)
    local pieces = {
      "80", "443", "53", "65535", "65536", "080", "000080", "1", "192.0.2.1", "2001:db8::1", "/",
      ":", ".", "=", " ", " ", " ", "-", "_", ",", "[", "]", "(", "%", "\n", "\r\n", "\0", "\255",
      "tcp", "UDP", "sctp", "dccp", "tcp6", "open", "/open/", "/tcp", "tcp/", "DPT=", "eq ", "Eq ",
      "port ", "PORT ", "localhost", "example.com", "main.rs", "a.b.log", "://", " > ", "Flags [",
      "%ASA-", "%asa-", "p", "P", " (http)", " (https)", " (domain)",
    }
    local registries = {
      BUNDLED,
      sample.registry { "any 80 -", "of-tcp 443 tcp", "of-udp 443 udp", "- 53 tcp", "one 1 dccp" },
      overlay.new(nil, { { service_name = "mine", port_number = 80, transport_protocol = "udp" } }),
    }
    for _ = 1, 10000 do
      local parts = {}
      for index = 1, random:integer(1, 30) do
        parts[index] = random:item(pieces)
      end
      assert_as_read(table.concat(parts), random:item(registries))
    end
  end)
end)

describe("A text", function()
  it("may be empty, and so may its blocks", function()
    assert.same({ "", 0 }, { annotated(BUNDLED) })
    assert.same({ "80/tcp (http)", 1 }, { annotated(BUNDLED, "", "80/", "", "tcp", "") })
  end)

  it("is written line by line, and its end when it has ended", function()
    local text = flow.new_text(BUNDLED)
    assert.same({ "", 0 }, { flow.name_ports(text, "80/t") })
    assert.same({ "80/tcp (http)\n", 1 }, { flow.name_ports(text, "cp\n53/udp") })
    assert.same({ "53/udp (domain) x\n", 2 }, { flow.name_ports(text, " x\ny") })
    assert.same({ "y", 2 }, { flow.name_ports(text, nil) })
  end)

  it("has services whose names are longer than its blocks", function()
    local name = ("n"):rep(65536)
    local registry = ianaports.build {
      rows = { { service_name = name, port_number = 80, transport_protocol = "tcp" } },
    }
    local expected = ("80/tcp (%s) "):format(name):rep(9)
    assert.is_true(expected == annotated(registry, ("80/tcp "):rep(9)))
  end)

  it("shows what cannot be seen in the name of a service", function()
    for name, shown in pairs {
      ["caf\195\169"] = "caf\195\169", ["a\226\128\139b"] = "a\\u{200b}b",
      ["\27[2J"] = "\\x1b[2J", ["\127"] = "\\x7f",
      ["\243\160\128\129"] = "\\u{e0001}", ["\240\159\152\128"] = "\240\159\152\128",
    } do
      local registry = ianaports.build {
        rows = { { service_name = name, port_number = 80, transport_protocol = "tcp" } },
      }
      local expected = ("80/tcp (%s)"):format(shown)
      assert.equal(expected, (annotated(registry, "80/tcp")))
      assert.equal(expected, (annotated(registry, expected)))
    end
  end)

  it("takes blocks of bytes and registries that are open", function()
    assert.has_error(function() flow.new_text "x" end)
    assert.has_error(function() flow.name_ports(io.stdout, "") end)
    assert.has_error(function() flow.name_ports(flow.new_text(BUNDLED), 1) end)
    local registry = sample.registry { "x 80 tcp" }
    local text = flow.new_text(registry)
    assert.equal("80/tcp (x)\n", (flow.name_ports(text, "80/tcp\n")))
    registry:close()
    assert.has_error(function()
      flow.name_ports(text, "80/tcp\n")
    end, "attempt to use a closed registry")
    assert.has_error(function()
      flow.new_text(registry)
    end, "attempt to use a closed registry")
  end)

  it("has services of the first and the last port, and of ranges", function()
    local registry = sample.registry { "first 0 tcp", "range 10-12 udp", "last 65535 tcp" }
    assert.equal("0/tcp (first) 10/udp (range) 12/udp (range) 13/udp 65535/tcp (last)",
      (annotated(registry, "0/tcp 10/udp 12/udp 13/udp 65535/tcp")))
  end)

  it("has services of a registry that is covered by rows without a name", function()
    local registry = overlay.new(nil, { { port_number = 80, transport_protocol = "tcp" } })
    local name = registry:service_name(80, "tcp")
    assert.equal(("80/tcp%s"):format(name and (" (%s)"):format(name) or ""),
      (annotated(registry, "80/tcp")))
    assert.equal("tcp 192.0.2.1:22 (ssh)", (annotated(registry, "tcp 192.0.2.1:22")))
  end)

  it("keeps its registry alive", function()
    local text = flow.new_text(sample.registry { "x 80 tcp" })
    compat.collect()
    assert.equal("80/tcp (x)\n", (flow.name_ports(text, "80/tcp\n")))
  end)

  it("remembers services that share a place, and those of each protocol", function()
    local random = new_random(22)
    local lines, expected = {}, {}
    for index = 1, 20000 do
      local port = random:integer(0, 3) * 1024 + random:integer(0, 90)
      local protocol = random:item { "tcp", "udp", "sctp", "dccp" }
      lines[index] = ("%d/%s\n"):format(port, protocol)
      local name = ianaports.service_name(port, protocol)
      expected[index] = lines[index]:gsub("\n", name and (" (%s)\n"):format(name) or "\n")
    end
    assert.is_true(table.concat(expected) == annotated(BUNDLED, table.concat(lines)))
  end)

  it("is freed once, even if a script calls __gc", function()
    local text = flow.new_text(BUNDLED)
    flow.name_ports(text, "80/tcp")
    assert.equal("ianaports.text", getmetatable(text))
    local collect = debug.getmetatable(text).__gc
    collect(text)
    collect(text)
    assert.has_error(function() collect(io.stdout) end)
    assert.same({ "53/udp (domain)\n", 1 }, { flow.name_ports(text, "53/udp\n") })
  end)

  it("of 1 GB in one line needs a constant amount of memory #footprint #vast", function()
    local growth = process.peak [[
      local annotate = require "ianaports.annotate"
      local blocks = {
        ("May 11 12:34:56 host app[12]: 192.0.2.1:443 is up, 53/udp too; "):rep(1000),
        ("x"):rep(65536),
        ("80/tcp;"):rep(9000),
      }
      return function()
        local left, written = 16000, 0
        local succeeded, counts = annotate.run({
          read = function()
            left = left - 1
            return left >= 0 and blocks[left % 3 + 1] or nil
          end,
        }, {
          write = function(_, text)
            written = written + #text
          end,
        })
        assert(succeeded and written > 1000000000 and counts.named > 50000000)
      end
    ]]
    assert.is_true(growth < 4096, "grew by " .. growth .. " KiB")
  end)
end)
