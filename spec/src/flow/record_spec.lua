-- Records of CSV that come in blocks, against an independent reader that has them as a whole.

local annotate = require "ianaports.annotate"
local compare = require "spec.support.compare_flows"
local flow = require "ianaports.flow"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"
local overlay = require "ianaports.overlay"
local process = require "spec.support.process"
local sample = require "spec.support.sample"
local writer = require "spec.support.writer"

-- A function that returns the blocks of an array, and then nil.
local function blocks_of(list)
  local index = 0
  return function()
    index = index + 1
    return list[index]
  end
end

-- The same for a text that is cut into blocks of a size.
local function in_blocks(text, size)
  local position = 1
  return function()
    local block = text:sub(position, position + size - 1)
    position = position + size
    return block ~= "" and block or nil
  end
end

-- Lines of one kind each: the header, and records that are quoted, wrong, or of every form.
local TEXTS = {
  { "plain", "x,dport,proto\n1,443,6\n2,53,udp\n3,60000,tcp\n4,,\n5,443,icmp\n6,x,tcp\n" },
  { "CR LF, quotes", '"x","dport","proto"\r\n"a,""b""\r\nc","443","6"\r\n"","53",udp\r\n' },
  { "semicolons and blanks", 'x;dport;proto\n "a;b" ;"443" ;\t"6"\n;53; udp \n"" ; ;\n' },
  { "tabs", 'x\tdport\tproto\n "a" \t443\t6\n"\t"\t"53"\tudp\n' },
  { "bars, padded", "        sIP|  dPort|pro|\n  192.0.2.1|  443|  6|\n  192.0.2.2|   53| 17|\n" },
  { "CR", 'x,dport,proto\r1,443,6\r\r"\r",53,udp\r' },
  { "CR CR LF", 'x,dport,proto\r\r\n1,443,6\r\r\n"a\r\r\nb",53,udp\r\r\n\r\r\r\n' },
  { "wrong records", 'x,dport,proto\n1,443\n"a"b,443,6\n1"2",443,6\n1,443,6\n"\n"x,1,2\n1,22,tcp' },
  { "a cell that is not closed", 'x,dport,proto\n1,443,6\n2,"53,udp\n3,22,tcp\n' },
  { "sums, and a header again",
    "port,x\n443,1\nTotal:\n5\n5,5,5\nport,x\n53,2\nSummary\n2\n22,1\n" },
  { "a table of psql", " port | proto \n------+-------\n  443 | tcp\n(1 row)\n\n" },
  { "one column", "port\n443\n\n-----\n53\nx\n(2 rows)\n1\nport\n22" },
  { "ports of tcp and udp", "tcp.dstport\tudp.dstport\n443\t\n\t53\n514\t\n\t514\nx\ty\n\tz\n" },
  { "forms of a port", "Port/Protocol,x\n443/tcp,1\nudp/514,2\n514 (shell) / tcp,3\n443.0,4\n" },
  { "a short end", "port,proto\n443,tcp" },
  { "quotes at the end", 'port,proto\n443,"tcp"' },
}

describe("Records of a CSV are annotated as by an independent reader", function()
  for _, case in ipairs(TEXTS) do
    local text = case[2]
    it("in blocks of every size: " .. case[1], function()
      for size = 1, #text + 1 do
        assert.is_true(compare(text, {}, in_blocks(text, size)))
      end
    end)

    it("cut at every byte: " .. case[1], function()
      for cut = 1, #text do
        for length = 1, 3, 2 do
          assert.is_true(compare(text, {}, blocks_of {
            text:sub(1, cut), text:sub(cut + 1, cut + length), text:sub(cut + length + 1),
          }))
        end
      end
    end)

    -- The scanner looks at 64 bytes at once.
    it("at every place of a word: " .. case[1], function()
      local header, rest = text:match "^([^\r\n]*[\r\n]+)(.*)$"
      for length = 0, 130 do
        local longer = header .. ("x"):rep(length) .. (length > 0 and "\n" or "") .. rest
        assert.is_true(compare(longer, {}, in_blocks(longer, 65536)))
      end
    end)

    it("with a byte replaced or left out: " .. case[1], function()
      local first = #text:match "^[^\r\n]*" + 1
      for index = first, #text do
        for byte in (',;\t" \r\nx0\0'):gmatch "." do
          local changed = text:sub(1, index - 1) .. byte .. text:sub(index + 1)
          compare(changed, {}, in_blocks(changed, 1 + index % 40))
        end
        local shorter = text:sub(1, index - 1) .. text:sub(index + 1)
        compare(shorter, {}, in_blocks(shorter, 1 + index % 40))
      end
    end)
  end

  local REGISTRIES = {
    ianaports.bundled,
    sample.registry { "any 80 -", "of-tcp 443 tcp", "of-udp 443 udp", "- 53 tcp", "one 1 dccp" },
    overlay.new(nil, {
      { service_name = "mine", port_number = 80, transport_protocol = "udp" },
      { service_name = 'a,b;"c|\t', port_number = 443, description = " x " },
    }),
    ianaports.build { rows = {
      { port_number = 443, transport_protocol = "tcp", description = "Reserved" },
      { service_name = "\27[2J\226\128\139\255\195\169", port_number = 80, description = "a\nb" },
      { service_name = ("n"):rep(60), port_number = 53, description = ("d"):rep(300) },
    } },
  }

  local OPTIONS = {
    {}, { add = "class,status,description,service", unknown = "?, " },
    { port_column = { "dport", "x" }, side = true },
    { port_column = { "x", "dport" }, add = { "description", "service" }, unknown = "-",
      side = true, column = { "a", "b", "c", "d", "e" } },
    { port_column = { "x", "proto", "dport" } },
    { port_column = "x", protocol_column = "dport" },
  }

  it("in random texts, with every option and registry #slow", function()
    local random = new_random(20260511)
    local pieces = {
      ",", ",", ",", "\n", "\n", "\r\n", "\r", '"', '""', '"443"', "443", "80", "53", "6", "17",
      "tcp", "udp", " ", "\t", "x", "-", "443.0", "443/tcp", "tcp/80", "https", "65536", "0", "1",
      "60000", "UDP4", "TCP (6)", "132", "\n1,443,6\n", "\n80,443,17\n", "\nx,dport,proto\n",
      '\n"1", "443" ,"tcp"\r\n', "Summary", "\nTotal,\n", "----", "(2 rows)", "00443", "0000443",
      "\n60000,50000,tcp\n", "\n443,60000,6\n", "\n80,80,tcp\n",
    }
    for number = 1, 4000 do
      local parts = { "x,dport,proto\n" }
      for index = 2, random:integer(2, 40) do
        parts[index] = random:item(pieces)
      end
      local text = table.concat(parts)
      local options = { registry = random:item(REGISTRIES) }
      for name, value in pairs(OPTIONS[number % #OPTIONS + 1]) do
        options[name] = value
      end
      assert.is_true(compare(text, options, in_blocks(text, random:integer(1, 100))), text)
    end
  end)
end)

-- Returns what is written, the result and the counts.
local function annotated(next_block, options)
  local output = writer()
  options.csv = true
  local succeeded, counts = annotate.run({ read = next_block }, output, options)
  return output.text(), succeeded, counts
end

local LONGEST = 1048576

describe("A record", function()
  local TOO_LONG = "input:2: record is longer than 1048576 bytes; is a quote not closed?"

  -- What becomes of a record below "port,x" that has so many bytes, and a line end.
  local function sized(length, line_end, size)
    local record = '80,"' .. ("x"):rep(length - 5) .. '"'
    local text = "port,x\n" .. record .. line_end .. "53,1\n"
    local output, succeeded, counts = annotated(in_blocks(text, size), {})
    return succeeded and output == "port,x,service\n" .. record .. ",http" .. line_end
      .. "53,1,domain\n", counts
  end

  it("may have 1 MiB, wherever blocks end", function()
    for _, size in ipairs { 65536, 65537, 300000, LONGEST, LONGEST + 8, LONGEST + 9, 3000000 } do
      for _, line_end in ipairs { "\n", "\r\n", "\r\r\n", "\r" } do
        local most = LONGEST + 1 - #line_end
        assert.is_true((sized(most, line_end, size)))
        local is_annotated, message = sized(most + 1, line_end, size)
        assert.is_falsy(is_annotated)
        assert.equal(TOO_LONG, message)
      end
    end
  end)

  it("that is too long is copied to its line's end, and the next line is read", function()
    for _, size in ipairs { 1000, 65536, 3000000 } do
      local text = 'port,x\n80,"' .. (("x"):rep(99) .. "\n"):rep(10600) .. "53,2\n"
      local output, succeeded, counts = annotated(in_blocks(text, size), {})
      assert.is_true(succeeded)
      assert.equal(TOO_LONG, counts.warnings[1])
      assert.same({ 10601, 10600, 1 }, { counts.rows, counts.wrong, counts.named })
      assert.is_true(output == "port,x,service" .. text:sub(7, -2) .. ",domain\n")
    end
  end)

  it("that is wrong, in a line that does not end, is refused with its line", function()
    for _, size in ipairs { 65536, 3000000 } do
      local text = 'port,x\n80,1\n80,"1"2' .. ("x"):rep(1100000)
      local output, succeeded, message = annotated(in_blocks(text, size), {})
      assert.is_nil(succeeded)
      assert.equal("input:3: neither comma nor line end after a quoted cell; a quote inside is "
        .. "doubled", message)
      assert.equal("port,x,service\n80,1,http\n", output)
    end
  end)

  it("may add more than there is room for in a block", function()
    local registry = ianaports.build {
      rows = { { service_name = "x", port_number = 80, description = ("d"):rep(60000) } },
    }
    local output, succeeded, counts = annotated(in_blocks("port\n" .. ("80\n"):rep(100), 65536),
      { registry = registry, add = "description" })
    assert.is_true(succeeded)
    assert.equal(100, counts.named)
    assert.is_true(output == "port,description\n" .. ("80," .. ("d"):rep(60000) .. "\n"):rep(100))
  end)

  it("of 1 GB in one line is refused, in a constant amount of memory #footprint", function()
    local peak = process.peak [[
      local annotate = require "ianaports.annotate"
      return function()
        for _, block in ipairs { ("x"):rep(65536), ('"",'):rep(21845), ('"'):rep(65536) } do
          local left = 16000
          local succeeded, message = annotate.run({
            read = function()
              left = left - 1
              return left == 15999 and 'port,x\n80,"' or left > 0 and block or nil
            end,
          }, { write = function() return true end }, { csv = true })
          assert(not succeeded and message:find "^input:2: ", message)
        end
      end
    ]]
    assert.is_true(peak < 32768, "grew to " .. peak .. " KiB")
  end)
end)

describe("An annotator", function()
  local function plan(changes)
    local fields = {
      delimiter = ",", delimiter_name = "comma", width = 2, port_cell = "port", line = 2,
      ports = { { port = 1 } }, fields = { "service" }, names = ",service",
    }
    for name, value in pairs(changes or {}) do
      fields[name] = value
    end
    return fields
  end

  it("keeps its texts, and its registry while it is open", function()
    local registry = sample.registry { "x 80 tcp" }
    local annotator = flow.annotator(registry, plan { port_cell = "po" .. "rt" })
    collectgarbage()
    assert.same({ "port,1,service\n80,1,x\n", false },
      { flow.annotate(annotator, "port,1\n80,1\n8") })
    assert.same({ "", false }, { flow.annotate(annotator) })
    registry:close()
    assert.has_error(function() flow.annotate(annotator, "") end,
      "attempt to use a closed registry")
  end)

  it("checks what it is told", function()
    for _, changes in ipairs {
      { ports = {} }, { ports = { { port = 3 } } }, { ports = { { port = 1, key = 3 } } },
      { ports = { { port = 0 } } }, { ports = { 1 } }, { ports = 1 }, { fields = 1 },
      { fields = { "x" } }, { width = -1 }, { width = 1e9 }, { width = "x" }, { names = {} },
      { delimiter = "" }, { delimiter = ",;" },
    } do
      assert.has_error(function() flow.annotator(ianaports.bundled, plan(changes)) end)
    end
    assert.has_error(function() flow.annotator(1, plan()) end)
    assert.has_error(function() flow.annotator(ianaports.bundled, 1) end)
    assert.has_error(function() flow.annotate(io.stdout, "") end)
  end)

  it("is freed once, even if a script calls __gc", function()
    local annotator = flow.annotator(ianaports.bundled, plan())
    assert.equal("ianaports.annotator", getmetatable(annotator))
    local collect = debug.getmetatable(annotator).__gc
    collect(annotator)
    collect(annotator)
    assert.has_error(function() collect(io.stdout) end)
    assert.has_error(function() flow.annotate(annotator, "80,1\n") end,
      "attempt to use a closed annotator")
    assert.has_error(function() flow.counts(annotator) end, "attempt to use a closed annotator")
  end)
end)
