local chart = require "ianaports.format.chart"
local errno = require "spec.support.errno"
local files = require "ianaports.base.files"
local ianaports = require "ianaports"
local lxp = require "lxp"
local report = require "ianaports.report"
local sample = require "spec.support.sample"
local svg = require "ianaports.format.svg"
local writer = require "spec.support.writer"

local PROTOCOLS = { "tcp", "udp", "sctp", "dccp" }
local STATUSES = { "assigned", "reserved", "deregistered", "dynamic", "unassigned" }
local CLASSES = { { "system", 0, 1023 }, { "user", 1024, 49151 } }

-- All elements of a document in their order, each with name, attributes, and its own text.
local function parse(text)
  local elements, open = {}, {}
  local parser = lxp.new {
    StartElement = function(_, name, attributes)
      local element = { name = name, attributes = attributes, text = "", parent = open[#open] }
      elements[#elements + 1], open[#open + 1] = element, element
    end,
    EndElement = function()
      open[#open] = nil
    end,
    CharacterData = function(_, data)
      open[#open].text = open[#open].text .. data
    end,
  }
  local _, message, line = parser:parse(text)
  assert.is_nil(message, line and ("%s in line %d"):format(message, line))
  assert.is_truthy(parser:parse())
  parser:close()
  return elements
end

local function drawn(summary, name, options)
  local text, message = svg.render(summary, name, options)
  assert.is_string(text, message)
  return parse(text), text
end

-- The elements that have that name, and that class if one is given.
local function named(elements, name, class)
  local found = {}
  for _, element in ipairs(elements) do
    if element.name == name and (not class or element.attributes.class == class) then
      found[#found + 1] = element
    end
  end
  return found
end

local function texts(elements)
  local list = {}
  for index, element in ipairs(elements) do
    list[index] = element.text
  end
  return list
end

-- What is shown at a pointer: the titles without the chart's own.
local function tips(elements)
  local list = texts(named(elements, "title"))
  table.remove(list, 1)
  return list
end

local function contains(list, wanted)
  for _, value in ipairs(list) do
    if value == wanted then
      return true
    end
  end
  return false
end

local function row(label, assignee, date, more)
  local fields = more or {}
  fields[1], fields.assignee, fields.registration_date = label, assignee, date
  return fields
end

local registry = sample.registry {
  row("a 22 tcp", "[A]", "2001-02-03"),
  row("a 22 udp", "[A]", "2004-02"),
  row("b 1024 tcp", "[B]", "2004"),
  row("- 10-19 -", nil, nil, { description = "Unassigned" }),
  row("c 12-13 udp"),
  row("- 13 udp", nil, nil, { description = "Reserved" }),
  row("- 9 tcp", nil, nil, { description = "Reserved" }),
  row("- 1000-2000 sctp", nil, nil, { description = "De-registered" }),
  row("d 1500 -"),
}

local ports = {
  { port = 22, protocol = "tcp", count = 3 }, { port = 23, protocol = "tcp" },
  { port = 22 }, { port = 50000, protocol = "udp" },
}

-- Statuses of all ports, by walking the rows and not by look-ups: what decides is whether a
-- row names the protocol, has a name, is for one port, and then which is first.
local function walk(asked, protocol)
  local best, statuses = {}, {}
  for entry in asked:entries { port = true } do
    local its = entry.transport_protocol
    local rank = (its and 0 or 4) + (entry.service_name and 0 or 2) + (entry.port_last and 1 or 0)
    if not its or its == protocol then
      for port = entry.port_number, entry.port_last or entry.port_number do
        if not best[port] or rank < best[port] then
          best[port], statuses[port] = rank, entry.status
        end
      end
    end
  end
  return statuses
end

local function walked_share(asked)
  local rows = {}
  for _, class in ipairs(CLASSES) do
    for _, protocol in ipairs(PROTOCOLS) do
      local statuses, counts = walk(asked, protocol), {}
      for port = class[2], class[3] do
        local status = statuses[port] or "unassigned"
        counts[status] = (counts[status] or 0) + 1
      end
      rows[#rows + 1] = {
        class = class[1], protocol = protocol, ports = class[3] - class[2] + 1, status = counts,
      }
    end
  end
  return rows
end

describe("The share of a summary #large", function()
  it("counts all ports of a registry by their primary entries", function()
    assert.same(walked_share(registry), report.summarize(registry).share)
    assert.same({
      class = "system", protocol = "udp", ports = 1024,
      status = { assigned = 3, unassigned = 1021 },
    }, report.summarize(registry).share[2])
  end)

  it("agrees with the rows of the bundled registry", function()
    assert.same(walked_share(ianaports.bundled), report.summarize().share)
  end)

  it("agrees with the rows of IANA's own file", function()
    local folder = os.getenv "IANAPORTS_OFFICIAL"
    if not folder then
      pending "IANAPORTS_OFFICIAL is not set"
      return
    end
    local official = assert(ianaports.load(folder .. "/service-names-port-numbers.csv"))
    assert.same(walked_share(official), report.summarize(official).share)
  end)

  it("counts the ports that are given", function()
    assert.same({
      { class = "system", protocol = "tcp", ports = 2, status = { assigned = 1, unassigned = 1 } },
      { class = "system", protocol = "none", ports = 1, status = { assigned = 1 } },
      { class = "dynamic", protocol = "udp", ports = 1, status = { dynamic = 1 } },
    }, report.summarize(registry, ports).share)
    assert.same({}, report.summarize(registry, {}).share)
  end)

  it("is counted when it is first read, and once", function()
    local own = sample.registry { "a 22 tcp" }
    local counted, uncounted = report.summarize(own), report.summarize(own)
    local share = counted.share
    own:close()
    assert.equal(share, counted.share)
    assert.has_error(function()
      return uncounted.share
    end)
    for key in pairs(counted) do
      assert.not_equal("share", key)
    end
    assert.is_nil(counted.shares)
  end)
end)

describe("A chart #large", function()
  local summaries = {
    registry = report.summarize(registry),
    bundled = report.summarize(),
    ports = report.summarize(registry, ports),
    ["nothing"] = report.summarize(ianaports.build { rows = {} }),
    ["no ports"] = report.summarize(registry, {}),
  }

  for subject, summary in pairs(summaries) do
    for _, name in ipairs(svg.charts) do
      it(("of %s, %s, is one element with name and description"):format(name, subject), function()
        for _, inline in ipairs { true, false } do
          local elements, text = drawn(summary, name, { inline = inline })
          local root = elements[1]
          assert.equal("svg", root.name)
          assert.equal(inline and "group" or "img", root.attributes.role)
          assert.matches("^<svg .*</svg>\n$", text)
          local by_id = {}
          for _, element in ipairs(elements) do
            local id = element.attributes.id
            if id then
              assert.is_nil(by_id[id])
              assert.equal(1, id:find("chart-" .. name .. "-", 1, true))
              by_id[id] = element
            end
          end
          local title = by_id[root.attributes["aria-labelledby"]]
          local description = by_id[root.attributes["aria-describedby"]]
          assert.same({ "title", "desc" }, { title.name, description.name })
          assert.is_true(#title.text > 0 and #description.text > 0)
        end
      end)

      it(("of %s, %s, has rules of its own only where it is alone"):format(name, subject),
        function()
          local elements = drawn(summary, name, { inline = true })
          assert.same({}, named(elements, "style"))
          for _, element in ipairs(elements) do
            for attribute in pairs(element.attributes) do
              assert.is_true(attribute ~= "style" and not (type(attribute) == "string"
                and attribute:find "^on"), attribute)
            end
          end
          local root = elements[1].attributes
          assert.same({ "0 0 720" }, { (root.viewBox:match "^0 0 720") })
          assert.is_nil(root.width)
          local alone = drawn(summary, name)
          assert.equal(1, #named(alone, "style"))
          assert.equal(alone[1].attributes.viewBox,
            ("0 0 %s %s"):format(alone[1].attributes.width, alone[1].attributes.height))
        end)
    end
  end

  it("has no class but those of the style sheet, which has no others", function()
    local css, used, known = files.read_own "format/svg/chart.css", {}, {}
    for class in css:gmatch "%.(chart%-[a-z]+)" do
      known[class] = true
    end
    for _, summary in pairs(summaries) do
      for _, name in ipairs(svg.charts) do
        for _, element in ipairs(drawn(summary, name)) do
          for class in (element.attributes.class or ""):gmatch "%S+" do
            used[class] = true
          end
        end
      end
    end
    assert.same(known, used)
  end)

  it("is as wide as wanted, and begins ids as wanted", function()
    for _, width in ipairs { 320, 480, 1000 } do
      for _, name in ipairs(svg.charts) do
        local elements = drawn(summaries.bundled, name,
          { inline = true, width = width, id = "narrow" })
        assert.equal("narrow-title", elements[1].attributes["aria-labelledby"])
        assert.matches("^0 0 " .. width .. " ", elements[1].attributes.viewBox)
        for _, element in ipairs(named(elements, "rect")) do
          local box = element.attributes
          assert.is_true(box.x + box.width <= width + 0.01)
          assert.is_true(tonumber(box.width) > 0 and tonumber(box.height) > 0)
        end
      end
    end
    assert.matches("^0 0 320 ", drawn(summaries.bundled, "years",
      { inline = true, width = 1 })[1].attributes.viewBox)
  end)
end)

describe("The colours of charts #large", function()
  local css = files.read_own "format/svg/chart.css"

  local function luminance(color)
    local sum = 0
    for index, part in ipairs { 0.2126, 0.7152, 0.0722 } do
      local value = tonumber(color:sub(2 * index, 2 * index + 1), 16) / 255
      sum = sum + part * (value <= 0.03928 and value / 12.92 or ((value + 0.055) / 1.055) ^ 2.4)
    end
    return sum
  end

  local function contrast(one, other)
    local lesser, greater = luminance(one), luminance(other)
    if lesser > greater then
      lesser, greater = greater, lesser
    end
    return (greater + 0.05) / (lesser + 0.05)
  end

  local light, dark = {}, {}
  for name, color in css:gmatch "var%(%-%-([%a-]+), (#%x+)%)" do
    assert.is_true(light[name] == nil or light[name] == color, name)
    light[name] = color
  end
  for name, color in css:gmatch "\n    %-%-([%a-]+): (#%x+);" do
    dark[name] = color
  end

  it("are there for light and for dark", function()
    for name in pairs(light) do
      assert.is_string(dark[name], name)
    end
    for name in pairs(dark) do
      assert.is_string(light[name], name)
    end
  end)

  it("can be distinguished from the background", function()
    for _, colors in ipairs { light, dark } do
      for name, least in pairs {
        ink = 4.5, muted = 4.5, bar = 3, assigned = 3, reserved = 3, deregistered = 3, dynamic = 3,
        ["unassigned-edge"] = 3,
      } do
        assert.is_true(contrast(colors[name], colors.page) >= least, name)
      end
    end
  end)

  it("differ in lightness where they meet", function()
    for _, colors in ipairs { light, dark } do
      local statuses = { "assigned", "reserved", "deregistered", "unassigned" }
      for index = 2, #statuses do
        assert.is_true(contrast(colors[statuses[index - 1]], colors[statuses[index]]) >= 1.3,
          statuses[index])
      end
    end
  end)

  it("have a plain form in a chart that stands alone, before the property", function()
    local style = named(drawn(report.summarize(registry), "years"), "style")[1].text
    local count = 0
    for line in style:gmatch "[^\n]*var%([^\n]*" do
      local plain, value = line:match "^  (%l+: #%x+); %l+: var%(%-%-[%a-]+, (#%x+)%);$"
      assert.matches(": " .. value .. "$", plain)
      count = count + 1
    end
    assert.is_true(count > 10)
  end)
end)

-- A registry that lacks nothing. For others, see spec/lua/report/lacks_spec.lua.
local complete = assert(ianaports.load "data/service-names-port-numbers.csv")

describe("The chart of years #large", function()
  local summary = report.summarize(complete)

  it("has a bar for each year, as high as its count", function()
    local elements = drawn(summary, "years")
    local tip_list, total, years = tips(elements), 0, 0
    for year, count in pairs(summary.year) do
      if year ~= "none" then
        assert.is_true(contains(tip_list, ("%s: %s"):format(year, chart.number(count))), year)
        total, years = total + count, years + 1
      end
    end
    assert.equal(summary.entries, total + summary.year.none)
    local bars = named(elements, "rect", "chart-bar")
    assert.equal(years, #bars)
    local most = 0
    for _, count in pairs(summary.year) do
      most = count ~= summary.year.none and math.max(most, count) or most
    end
    local highest = 0
    for _, bar in ipairs(bars) do
      highest = math.max(highest, tonumber(bar.attributes.height))
    end
    for _, bar in ipairs(bars) do
      local year, count = named(elements, "title")[1], nil
      for _, element in ipairs(elements) do
        if element.name == "title" and element.parent == bar.parent then
          year, count = element.text:match "^(%d+): ([%d,]+)$"
        end
      end
      count = tonumber((count:gsub(",", "")))
      assert.equal(summary.year[year], count)
      local height = math.max(1, count / most * highest)
      assert.is_true(math.abs(height - bar.attributes.height) < 0.02, year)
    end
  end)

  it("names round counts, and years that do not overlap", function()
    for _, width in ipairs { 320, 480, 720, 1200 } do
      local elements = drawn(summary, "years", { inline = true, width = width })
      local last_right = 0
      for _, element in ipairs(named(elements, "text", "chart-small")) do
        if element.attributes["text-anchor"] == "middle" then
          assert.matches("^%d%d%d%d$", element.text)
          local middle = tonumber(element.attributes.x)
          assert.is_true(middle - 16 > last_right)
          assert.is_true(middle + 15.5 <= width)
          last_right = middle + 16
        end
      end
      assert.is_true(last_right > width / 2)
    end
    local list = texts(named(drawn(summary, "years"), "text", "chart-small"))
    for index, tick in ipairs { "0", "200", "400", "600", "800" } do
      assert.equal(tick, list[index])
    end
  end)

  it("reports rows without a date, and that there are none", function()
    local _, text = drawn(report.summarize(registry), "years")
    assert.matches("The most in 2004: 2%. 6 of 9 entries have no date of registration%.", text)
    _, text = drawn(report.summarize(registry, ports), "years")
    assert.matches("2 of 4 ports have no date of registration%.", text)
    _, text = drawn(report.summarize(sample.registry { "a 22 tcp" }), "years")
    assert.matches(">1 of 1 entry has no date of registration%.<", text)
    assert.not_matches("chart%-axis\"", text)
    _, text = drawn(report.summarize(sample.registry { row("a 22 tcp", nil, "2001") }), "years")
    assert.matches(">The most in 2001: 1%.<", text)
    _, text = drawn(report.summarize(ianaports.build { rows = {} }), "years")
    assert.matches(">No entries%.<", text)
  end)

  it("names all years that tie for the most, or says how many there are", function()
    local rows = {}
    for index, expected in ipairs {
      "The most in 2001: 1%.",
      "The most in 2001 and in 2002, each: 1%.",
      "The most in 2001 and in 2002 and in 2003, each: 1%.",
      "The most in a year: 1, in 4 years%.",
    } do
      rows[index] = row(("a%d %d tcp"):format(index, index), nil, "200" .. index)
      local _, text = drawn(report.summarize(sample.registry(rows)), "years")
      assert.matches(expected, text)
    end
  end)

  it("bears as many years as four digits can name", function()
    local rows = {}
    for index = 0, 9999 do
      rows[#rows + 1] = row("a 22 tcp", nil, ("%04d-01-01"):format(index))
    end
    local elements = drawn(report.summarize(sample.registry(rows)), "years")
    assert.equal(10000, #named(elements, "rect", "chart-bar"))
    assert.is_true(#named(elements, "text") < 40)
  end)
end)

describe("The chart of assignees #large", function()
  it("has the largest, as long as their counts, and how many others there are", function()
    local summary = report.summarize(complete)
    for _, top in ipairs { 1, 10, 25 } do
      local elements = drawn(summary, "assignees", { top = top })
      local bars, list = named(elements, "rect", "chart-bar"), tips(elements)
      assert.equal(top, #bars)
      local widths, shown = {}, 0
      for index, tip in ipairs(list) do
        local name, count = tip:match "^(.*): (%d+)$"
        assert.equal(summary.assignee[name], tonumber(count))
        widths[index] = bars[index].attributes.width / count
        assert.is_true(math.abs(widths[index] - widths[1]) < 0.01)
        shown = shown + count
      end
      local _, text = drawn(summary, "assignees", { top = top })
      local others = summary.entries - shown - summary.assignee.none
      assert.is_truthy(text:find((" others: %s entries; none given: %s entries"):format(
        chart.number(others), chart.number(summary.assignee.none)), 1, true))
    end
  end)

  it("cuts names that are too long, and has them whole for the pointer", function()
    local name = "[" .. ("\195\164W_"):rep(60) .. "]"
    local elements = drawn(report.summarize(sample.registry { row("a 22 tcp", name) }),
      "assignees")
    assert.same({ name .. ": 1" }, tips(elements))
    local label = texts(named(elements, "text", "chart-label"))[1]
    assert.matches("^%[\195\164W_.*\226\128\166$", label)
    assert.is_true(#label < 80)
  end)

  it("says that there are none", function()
    local _, text = drawn(report.summarize(sample.registry { "a 22 tcp" }), "assignees")
    assert.matches(">none given: 1 entry<", text)
    _, text = drawn(report.summarize(registry, {}), "assignees")
    assert.matches(">No ports%.<", text)
  end)
end)

describe("The chart of shares #large", function()
  it("has a bar for each class and protocol, divided by its counts", function()
    for _, summary in ipairs { report.summarize(), report.summarize(registry, ports) } do
      local elements = drawn(summary, "share")
      local expected, widths = {}, {}
      for _, part in ipairs(summary.share) do
        local protocol = part.protocol == "none" and "any" or part.protocol
        for _, status in ipairs(STATUSES) do
          local count = part.status[status]
          if count then
            expected[#expected + 1] = ("%s: %s of %s %s (%.1f %%)"):format(protocol,
              chart.number(count), chart.number(part.ports), status,
              count / part.ports * 100)
          end
        end
      end
      assert.same(expected, tips(elements))
      for _, element in ipairs(elements) do
        local box = element.attributes
        if element.name == "rect" and box.height and tonumber(box.height) > 14 and box.x ~= "0" then
          local edge = box.class == "chart-unassigned" and 1 or 0
          widths[box.y - edge / 2] = (widths[box.y - edge / 2] or 0) + box.width + edge
        end
      end
      local whole
      for _, width in pairs(widths) do
        whole = whole or width
        assert.is_true(math.abs(width - whole) < 0.05)
      end
      assert.is_number(whole)
    end
  end)

  it("says how many are assigned, and has a key of the statuses that there are", function()
    local list = texts(named(drawn(report.summarize(registry), "share"), "text"))
    for _, text in ipairs {
      "System ports, 0\226\128\1471023", "User ports, 1024\226\128\14749151", "tcp", "udp", "sctp",
      "dccp", "assigned", "reserved", "deregistered", "unassigned", "1 of 1,024", "0.1 %",
    } do
      assert.is_true(contains(list, text), text)
    end
    assert.is_false(contains(list, "dynamic"))
    list = texts(named(drawn(report.summarize(registry, ports), "share"), "text"))
    for _, text in ipairs { "any", "1 of 2", "50.0 %", "Dynamic ports, 49152\226\128\14765535" } do
      assert.is_true(contains(list, text), text)
    end
    assert.is_false(contains(list, "reserved"))
    assert.is_true(contains(texts(named(drawn(report.summarize(registry, {}), "share"), "text")),
      "No ports."))
  end)

  it("needs a summary that counts them", function()
    local copy = {}
    for key, value in pairs(report.summarize(registry)) do
      copy[key] = value
    end
    assert.same({ nil, "the chart share takes a summary that ianaports.report.summarize returns" },
      { svg.render(copy, "share") })
  end)
end)

describe("Bars of charts", function()
  local function links(name, inline)
    local rows = {
      row("a 1 tcp", "A & B", "2001-01-01"), row("b 1024 udp", 'the "C"', "2003"), "c 60000 tcp",
    }
    local summary = report.summarize(sample.registry(rows))
    local found = {}
    for index, link in ipairs(named(drawn(summary, name, { inline = inline }), "a")) do
      found[index] = link.attributes.href
    end
    return found
  end

  it("are links to views of the page", function()
    assert.same({ "#q=registered%3A2001", "#q=registered%3A2003" }, links("years", true))
    assert.same({ "#q=assignee%3A%22A%20%26%20B%22" }, links("assignees", true))
    local share = links("share", true)
    assert.equal("#class=system&status=assigned&protocol=tcp&layer=tcp", share[1])
    assert.equal("#class=system&status=unassigned&protocol=tcp&layer=tcp", share[2])
  end)

  it("are none in a chart that stands alone", function()
    for _, name in ipairs(svg.charts) do
      assert.same({}, links(name, false))
    end
  end)
end)

describe("Charts of a hostile registry #large", function()
  local NAMES = {
    "</svg><script>alert(1)</script>",
    "\"' onload='x' <![CDATA[ ]]> <!-- --> &amp; &#0; &lt",
    "a\1b\1c\27[2Jd\127\r\n\te",
    "\226\128\168 \226\128\174 \239\187\191 \194\133",
    "\239\191\190 \239\191\191 \240\159\191\190 \240\159\152\128",
    "\255\254 \192\175 \237\160\128 \244\144\128\128 \226\130",
    "]]>",
    "%s%d%1",
  }

  local function check(text, labels)
    assert.is_nil(text:find("[%z\1-\9\11-\31\127]"))
    assert.is_nil(text:find("<script", 1, true))
    for _, forbidden in ipairs { "\226\128\168", "\226\128\174", "\239\191\190", "\239\191\191" } do
      assert.is_nil(text:find(forbidden, 1, true))
    end
    local elements = parse(text)
    for _, element in ipairs(elements) do
      assert.is_truthy(contains({
        "svg", "title", "desc", "style", "g", "rect", "path", "text", "a",
      }, element.name), element.name)
      assert.is_nil((element.attributes.href or ""):find "[^#%w_.~=&%%-]")
    end
    for _, label in ipairs(labels) do
      assert.is_true(contains(tips(elements), label), label)
    end
  end

  it("are well-formed, and show what is there", function()
    local rows = {}
    for index, name in ipairs(NAMES) do
      rows[index] = row(("n%d %d tcp"):format(index, index), name, "2001-01-01")
    end
    local row_list = {}
    for index, spec in ipairs(rows) do
      row_list[index] = sample.row(spec)
    end
    local hostile = ianaports.build {
      rows = row_list, info = { title = table.concat(NAMES, "\n"), last_updated = NAMES[1] },
    }
    local summary = report.summarize(hostile)
    for _, options in ipairs { {}, { inline = true } } do
      check(svg.render(summary, "assignees", options), {
        "</svg><script>alert(1)</script>: 1",
        "\"' onload='x' <![CDATA[ ]]> <!-- --> &amp; &#0; &lt: 1",
        "\\u{fffe} \\u{ffff} \240\159\191\190 \240\159\152\128: 1",
        "]]>: 1",
        "%s%d%1: 1",
      })
      check(svg.render(summary, "years", options), { "2001: 8" })
      check(svg.render(summary, "share", options), { "tcp: 8 of 1,024 assigned (0.8 %)" })
    end
  end)
end)

describe("report.write of svg #large", function()
  local function written(options)
    local output = writer()
    assert.is_true(report.write(report.summarize(registry), "svg", output, options))
    return output.text()
  end

  it("writes what is drawn, by default the years", function()
    local summary = report.summarize(registry)
    assert.equal(svg.render(summary, "years"), written())
    for _, name in ipairs(report.charts) do
      assert.equal(svg.render(summary, name), written { chart = name })
    end
    assert.equal(svg.render(summary, "assignees", { top = 1 }),
      written { chart = "assignees", top = 1 })
    assert.equal(svg.render(summary, "years"), written { width = 40, ascii = true })
  end)

  it("knows the charts by name", function()
    assert.same({ "years", "assignees", "share" }, report.charts)
    assert.equal(chart.DRAWN, svg.charts)
    assert.is_true(contains(report.formats, "svg"))
    assert.has_error(function()
      report.write(report.summarize(registry), "svg", io.stdout, { chart = "pie" })
    end, "bad argument #4 to 'write' (chart (years, assignees or share) expected, got \"pie\")")
    assert.has_error(function()
      report.write(report.summarize(registry), "svg", io.stdout, { chart = true })
    end, "bad argument #4 to 'write' (chart (string) expected, got boolean)")
  end)
end)

describe("Files beside the Lua code #large", function()
  it("are read, or the missing one is named", function()
    assert.matches("%.chart%-svg {", (files.read_own "format/svg/chart.css"))
    local text, message = files.read_own "page/none.css"
    assert.is_nil(text)
    assert.matches("page/none%.css: " .. errno.ENOENT .. "$", message)
  end)
end)
