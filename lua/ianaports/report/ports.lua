-- Reads the ports of an input, in any of the known forms, and counts how often each occurs.
--
-- A form is a file of format/ with these fields:
--
--   NAME      what messages call the form, such as "nmap -oG"
--   COUNTED   what is counted, if that is not any port: "open ports"
--   fits(line, rest)
--             whether a text of that form begins with this line. Blanks around it are removed; it
--             is not empty. `rest` is the text from that line on, 64 KiB of it at most.
--   is_sure(line, rest)
--             for a form that accepts almost any text: whether it is this one without doubt
--   read(input, tally, options)
--             reads the whole input (base/input.lua). `options` may have the names of columns and
--             the delimiter of a CSV: `port`, `protocol`, `delimiter`. For each record it sets
--             `tally.line`, and calls a method of the tally.

local encoding = require "ianaports.base.encoding"
local inputs = require "ianaports.base.input"
local new_tally = require("ianaports.report.tally").new
local quote = require("ianaports.base.text").quote
local read_error = require "ianaports.base.read_error"
local trim = require("ianaports.base.text").trim

local ports = {}

-- The forms, in this order. Those of the first list may begin after a few lines of something else,
-- such as a prompt. The last one takes any text with a comma in its first line.
local LISTINGS = {
  "nmap_xml", "nmap_normal", "nmap_grepable", "masscan_list", "json_flows", "scan_json",
  "host_port", "netstat", "ss", "lsof", "docker_ps",
}
local TABLES = { "json_flows", "zeek", "vpc_flow_log", "flows" }

local MOST_BYTES = 64 * 1024 -- in which a form is found out
local MOST_LINES = 40 -- at one of which a listing begins

-- Finding the form --------------------------------------------------------------------------

local function load_form(name)
  return require("ianaports.format." .. name)
end

-- The names of the forms in lists.
local function names_of(lists)
  local names, seen = {}, {}
  for _, list in ipairs(lists) do
    for _, name in ipairs(list) do
      local form = load_form(name)
      if not seen[form.NAME] then
        names[#names + 1], seen[form.NAME] = form.NAME, true
      end
    end
  end
  return table.concat(names, ", ")
end

-- The first lines that are not blank: arrays of number, line and position.
local function first_lines(start)
  local lines, number, position = {}, 1, 1
  while position <= #start and #lines < MOST_LINES do
    local stop = start:find("[\r\n]", position) or #start + 1
    local line = trim(start:sub(position, stop - 1))
    if line ~= "" then
      lines[#lines + 1] = { number, line, position }
    end
    number, position = number + 1, stop + (start:find("^\r\n", stop) and 2 or 1)
  end
  return lines
end

-- `test` is the name of the form's function to ask, if it has that one.
local function first_that_fits(names, line, start, test)
  local rest = start:sub(line[3])
  for _, name in ipairs(names) do
    local form = load_form(name)
    if (form[test] or form.fits)(line[2], rest) then
      return form
    end
  end
end

-- Whether the options are such that only tables have.
local function is_of_table(options)
  return options.port or options.protocol or options.delimiter
end

-- Returns the form of a text, and where it begins, as `first_lines` has it; or nil.
local function find_form(start, lines, options)
  for index, line in ipairs(is_of_table(options) and {} or lines) do
    local form = first_that_fits(LISTINGS, line, start)
      or index == 1 and first_that_fits(TABLES, line, start, "is_sure")
    if form then
      return form, line
    end
  end
  return lines[1] and first_that_fits(TABLES, lines[1], start), lines[1]
end

-- A message about a text of no known form.
local function unknown(lines, options)
  local problem = lines[1] and "unknown format" or "nothing there"
  if is_of_table(options) then
    return ("%s; as a column or a delimiter is given, expected is what these write: %s")
      :format(problem, names_of { TABLES })
  end
  return ("%s; expected is what these write: %s"):format(problem, names_of { LISTINGS, TABLES })
end

-- Reading -----------------------------------------------------------------------------------

-- The input in UTF-8, without its byte order mark, and its beginning. UTF-16 is converted as a
-- whole. Raises a read error.
local function open(source)
  local input = inputs.new(source)
  local start = input:peek(encoding.LONGEST_MARK)
  local name, mark = encoding.of(start)
  input:skip(#mark)
  if name ~= "UTF-8" then
    local decoded, message = encoding.decode(name == "UTF-16" and mark .. input:rest() or start)
    input = inputs.new(decoded or error(read_error.new(message), 0))
  end
  return input, input:peek(MOST_BYTES)
end

-- Reads a source into a tally. Returns the form that it has. Raises a read error.
local function read(source, tally, options)
  local input, start = open(source)
  local lines = first_lines(start)
  local form, first = find_form(start, lines, options)
  if not form then
    tally:refuse("%s", unknown(lines, options))
  elseif first ~= lines[1] then
    tally.line = lines[1][1]
    tally:reject("passed over what comes before line %d: %s", first[1], quote(lines[1][2]))
    input:skip(first[3] - 1)
    tally.before = first[1] - 1
  end
  tally.line = 1
  form.read(input, tally, options)
  return form
end

--- Reads a text, or an object with a method `read` like a file's. Returns an array of records by
-- port, with the number of skipped records in its field `skipped` and messages about lines that are
-- wrong in its field `warnings`; or nil and a message. `list` is such an array, which is added to
-- unless the input is refused, or an empty table. `options` are those of a form's `read`.
function ports.read(source, name, registry, list, options)
  local tally = new_tally(registry)
  local succeeded, result = pcall(read, source, tally, options)
  if succeeded then
    return tally:add_to(list, result, name)
  elseif not read_error.is(result) then
    error(result, 0)
  end
  local line = result.line and tally.before + result.line
  return nil, read_error.message({ reason = result.reason, line = line }, name)
end

return ports
