-- Annotates a CSV in blocks, and compares what is written and counted with what the independent
-- reader says.

local additions = require "ianaports.format.additions"
local annotate = require "ianaports.annotate"
local encoding = require "ianaports.base.encoding"
local flow_records = require "spec.support.flow_records"
local ianaports = require "ianaports"
local trim = require("ianaports.base.text").trim

local MOST_WARNINGS = 10

-- Returns what `annotate.run` writes, and its results. `next_block()` returns the next block.
local function run(next_block, options)
  local pieces = {}
  local succeeded, counts = annotate.run({ read = next_block }, {
    write = function(_, text)
      pieces[#pieces + 1] = text
      return true
    end,
  }, options)
  return table.concat(pieces), succeeded, counts
end

-- The names of the columns that are added: those asked for, or as many as there may be. `ports` are
-- the names of the columns of ports, if there are several.
local function added_names(plan, ports)
  if plan.columns then
    return plan.columns
  end
  local names = {}
  for _, port in ipairs(ports or { false }) do
    for _, field in ipairs(plan.fields) do
      names[#names + 1] = port and trim(port) .. "_" .. field or field
    end
  end
  names[#names + 1] = plan.side and "side" or nil
  return names
end

-- What annotate may refuse, and the independent reader does not.
local function is_refused(message)
  return message:find "there is a column" or message:find "text in UTF"
end

--- `options` is as for `annotate.run`. `next_block` returns the blocks of the text, and then nil.
-- Returns whether the text was annotated.
return function(text, options, next_block)
  options.csv = true
  local output, succeeded, counts = run(next_block, options)
  local plan = assert(additions.read(options))
  local mark = select(2, encoding.of(text))
  local names = succeeded and added_names(plan, counts.port_columns)
  local expected, rows, named, wrong, warnings = flow_records(text:sub(#mark + 1),
    options.registry or ianaports.bundled, plan, names)
  if not succeeded then
    assert(not expected or is_refused(counts), counts)
    return false
  end
  assert(output == mark .. expected, "read otherwise")
  assert(rows == counts.rows and named == counts.named and wrong == counts.wrong
    and counts.blank == rows - named, "counted otherwise")
  for index = 1, math.min(#warnings, MOST_WARNINGS) do
    assert(warnings[index] == counts.warnings[index], "said otherwise")
  end
  assert(#counts.warnings == math.min(#warnings, MOST_WARNINGS + 1), "said more or less")
  return true
end
