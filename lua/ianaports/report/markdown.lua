-- The parts of a report in Markdown: headings, tables and lists.

local chart = require "ianaports.format.chart"
local escape = require("ianaports.base.display").markdown
local trim = require("ianaports.base.text").trim

local markdown = {}

local BAR_WIDTH = 30

function markdown.put_chart(section, options, put)
  local most = chart.most(section.rows)
  put(("\n## %s\n\n| | Count | Share | |\n|---|---:|---:|---|\n"):format(section.heading))
  for _, row in ipairs(section.rows) do
    local count, share, bar = "", "", ""
    if row[2] then
      count, share = chart.number(row[2]), chart.percentage(row[2], section.total)
      bar = row.has_no_bar and "" or chart.bar(row[2], most, BAR_WIDTH, options.ascii)
    end
    local cell = trim(bar .. " " .. (row.note or ""))
    put(("| %s | %s | %s |%s |\n"):format(escape(row[1], options.ascii), count, share,
      cell ~= "" and " " .. cell or ""))
  end
end

function markdown.put_notes(section, options, put)
  put(("\n## %s\n\n"):format(section.heading))
  local notes = section.notes or {}
  for index, label in ipairs(section.labels) do
    local note = escape(notes[index] or "", options.ascii)
    put(("- %s%s\n"):format(label, note ~= "" and ": " .. note or ""))
  end
end

function markdown.put_head(title, line, options, put)
  put(("# %s\n\n%s\n"):format(escape(title, options.ascii), line))
end

return markdown
