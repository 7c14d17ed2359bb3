-- A host program may have set a locale in which the C library writes a comma for the point.
-- No such locale need be installed: here string.format behaves as it would.

local cli = require "ianaports.cli"
local export = require "ianaports.export"
local exported = require "spec.support.exported"
local html = require "ianaports.html"
local report = require "ianaports.report"
local writer = require "spec.support.writer"

local function with_decimal_comma(f)
  local format, tostring_before = string.format, tostring
  local function comma(number)
    return (tostring_before(number):gsub("^(%-?%d+)%.(%d)", "%1,%2"))
  end
  string.format = function(pattern, ...) -- luacheck: ignore 122
    local values, index = { n = select("#", ...), ... }, 0
    pattern = pattern:gsub("%%([-+ #0]*%d*%.?%d*)(%a?%%?)", function(flags, kind)
      if kind == "%" or kind == "" then
        return nil
      end
      index = index + 1
      if kind:find "^[fgeEGaA]" then
        values[index] = format("%" .. flags .. kind, values[index]):gsub("%.", ",")
        return "%s"
      elseif kind:find "^s" and type(values[index]) == "number" then
        values[index] = comma(values[index])
      end
    end)
    return format(pattern, (unpack or table.unpack)(values, 1, values.n))
  end
  _G.tostring = function(value) -- luacheck: ignore 122
    return type(value) == "number" and comma(value) or tostring_before(value)
  end
  local done, result = pcall(f)
  string.format, _G.tostring = format, tostring_before -- luacheck: ignore 122
  assert(done, result)
  return result
end

local function written_by(write)
  local output = writer()
  write(output)
  return output.text()
end

describe("In a locale with a decimal comma", function()
  local registry = exported.small()
  local ports = { { port = 80, protocol = "tcp", count = 2 }, { port = 81, protocol = "tcp" } }

  local function assert_the_same(write)
    local function run()
      return written_by(write)
    end
    local expected = run()
    assert.is_true(#expected > 0)
    assert.equal(expected, with_decimal_comma(run))
  end

  it("the pretence works", function()
    assert.equal("0,50 1,5 1,5 x 7 2,5", with_decimal_comma(function()
      return ("%.2f %g %s %s %d %s"):format(0.5, 1.5, 1.5, "x", 7, _G.tostring(2.5))
    end))
  end)

  for _, format in ipairs(export.formats) do
    it("an export of " .. format .. " is the same", function()
      assert_the_same(function(sink)
        export.write(registry, format, sink)
      end)
    end)
  end

  it("an export of nmap-services with frequencies has points", function()
    local function write(sink)
      export.write(registry, "nmap-services", sink, {
        frequency = function(port)
          return port / 1000 + 0.0000014
        end,
      })
    end
    assert_the_same(write)
    assert.matches("\nhttp\t80/tcp\t0%.080001\t", written_by(write))
  end)

  for _, format in ipairs(report.formats) do
    for _, chart in ipairs(format == "svg" and report.charts or { "years" }) do
      it(("a report in %s is the same (%s)"):format(format, chart), function()
        assert_the_same(function(sink)
          report.write(report.summarize(registry), format, sink, { chart = chart })
          report.write(report.summarize(registry, ports), format, sink, { chart = chart })
        end)
      end)
    end
  end

  it("the page is the same", function()
    assert_the_same(function(sink)
      sink:write(html.render(registry, { ports = ports }))
    end)
  end)

  it("the command writes the same", function()
    for _, arguments in ipairs {
      { "info", "-f", "json" }, { "80", "-f", "json" }, { "80", "-f", "csv" },
      { "80", "-f", "table" }, { "free", "1-1000", "-f", "json" },
    } do
      assert_the_same(function(sink)
        cli.run(arguments, sink, sink)
      end)
    end
  end)
end)
