-- Counts and charts say of what a snapshot does not know that it is not in this snapshot.

local ianaports = require "ianaports"
local report = require "ianaports.report"
local writer = require "spec.support.writer"

-- A snapshot of 2026 that knows all columns until the middle of 2015, and then names only.
local function registry(info)
  return ianaports.build {
    rows = {
      { service_name = "old", port_number = 1, transport_protocol = "tcp", assignee = "[A]",
        registration_date = "2014-02-01" },
      { service_name = "less-old", port_number = 2, transport_protocol = "tcp", assignee = "[A]",
        registration_date = "2015-06" },
      { service_name = "bare", port_number = 3, transport_protocol = "tcp" },
      { service_name = "new", port_number = 4, transport_protocol = "tcp" },
      { service_name = "new", port_number = 4, transport_protocol = "udp" },
      { service_name = "newer", port_number = 5, transport_protocol = "tcp", assignee = "[B]",
        registration_date = "2018-01-01" },
    },
    info = info,
  }
end

local SNAPSHOT = {
  last_updated = "2020-05-11",
  lacks = {
    since = "2015-07-02", ports = "T:4-5,U:4", columns = { "assignee", "registration_date" },
  },
}

local function text(summary, format, options)
  local output = writer()
  assert(report.write(summary, format, output, options))
  return output.text()
end

describe("A summary of a snapshot", function()
  local summary = report.summarize(registry(SNAPSHOT))

  it("counts apart what is not known and what is not there", function()
    assert.same({ ["[A]"] = 2, ["[B]"] = 1, none = 1, unknown = 2 }, summary.assignee)
    assert.same({ ["2014"] = 1, ["2015"] = 1, ["2018"] = 1, none = 1, unknown = 2 }, summary.year)
    assert.equal("2015-07-02", summary.known_until)
  end)

  it("counts the ports of an input so, too", function()
    local counts = report.summarize(registry(SNAPSHOT), {
      { port = 3, protocol = "tcp" }, { port = 4, protocol = "udp" }, { port = 999 },
    })
    assert.same({ none = 2, unknown = 1 }, counts.year)
    assert.same({ none = 2, unknown = 1 }, counts.assignee)
    assert.matches("\n  not in this snapshot  1   33.3 %%\n  none given            2   66.7 %%",
      text(counts, "text", { ascii = true }))
  end)

  it("is of the columns that it lacks", function()
    local counts = report.summarize(registry {
      lacks = { since = "2015-07-02", ports = "T:4-5,U:4", columns = { "assignee" } },
    })
    assert.equal(2, counts.assignee.unknown)
    assert.same({ ["2014"] = 1, ["2015"] = 1, ["2018"] = 1, none = 3 }, counts.year)
  end)

  it("has years up to the date of the registry, those not known in one row", function()
    assert.equal([[

Assignee
  [A]                   2   33.3 %  ##############
  [B]                   1   16.7 %  #######
  not in this snapshot  2   33.3 %
  none given            1   16.7 %

Year of registration
  2014                  1   16.7 %  ##############
  2015                  1   16.7 %  ##############
  2016-2017             not in this snapshot
  2018                  1   16.7 %  ##############
  2019-2020             not in this snapshot
  not in this snapshot  2   33.3 %
  none given            1   16.7 %
]], (text(summary, "text", { ascii = true, width = 50 }):match "\n\nAssignee.*$":sub(2)))
  end)

  it("says so in Markdown", function()
    local written = text(summary, "markdown", { ascii = true })
    assert(written:find("\n| 2015 | 1 | 16.7 % | " .. ("#"):rep(30) .. " until 2015-07-02 |\n"
      .. "| 2016-2017 |  |  | not in this snapshot |\n| 2018 |", 1, true))
    assert(written:find("\n| not in this snapshot | 2 | 33.3 % | |\n| none given |", 1, true))
  end)

  it("says so in the charts, and hatches the years that are not known", function()
    local years = text(summary, "svg")
    for _, part in ipairs {
      "From 2014 to 2020. The most in 2014 and in 2015 and in 2018, each: 1. 1 of 6 entries have no"
        .. " date of registration. Of 2 entries, the date is not in this snapshot.",
      "<title>2015 until 2015-07-02: 1</title>",
      "<title>2016: not in this snapshot</title>",
      "<title>2018: 1</title>",
      "<title>2020: not in this snapshot</title>",
      'fill="url(#chart-years-hatch)"',
      ">not in this snapshot</text>",
    } do
      assert(years:find(part, 1, true), part)
    end
    assert(text(summary, "svg", { chart = "assignees" }):find(
      ">not in this snapshot: 2 entries; none given: 1 entry<", 1, true))
  end)

  it("says nothing of it if the registry is complete", function()
    local complete = report.summarize(registry { last_updated = "2020-05-11" })
    assert.is_nil(complete.known_until)
    assert.same({ ["2014"] = 1, ["2015"] = 1, ["2018"] = 1, none = 3 }, complete.year)
    for _, format in ipairs { "text", "markdown", "json", "svg" } do
      local written = text(complete, format)
      assert.is_nil(written:find("snapshot", 1, true))
      assert.is_nil(written:find("hatch\"", 1, true))
      assert.is_nil(written:find("2019", 1, true))
    end
  end)

  it("has no row for each year of a date that is far away", function()
    local far = report.summarize(registry {
      last_updated = "9999-05-11", lacks = SNAPSHOT.lacks,
    })
    local written = text(far, "text", { ascii = true })
    assert.matches("\n  2018 [^\n]*\n  9999 +not in this snapshot\n", written)
    assert.is_true(#text(far, "svg") < 20000)
  end)
end)

describe("The report of the bundled snapshot", function()
  it("runs to its own date, and knows of how many entries it lacks the date", function()
    local summary = report.summarize()
    assert.equal(558, summary.year.unknown)
    assert.equal(558, summary.assignee.unknown)
    assert.matches("\n  2015 +61 [^\n]* until 2015%-07%-15\n  2016%-2026 +not in this snapshot\n",
      text(summary, "text"))
  end)
end)
