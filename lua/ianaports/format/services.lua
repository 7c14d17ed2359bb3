-- The form of /etc/services, see services(5). `ianaports.services` describes its lines.

local array = require "ianaports.base.array"
local assignments = require "ianaports.format.assignments"
local format_line = require "ianaports.format.line"
local ianaports = require "ianaports"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local read_error = require "ianaports.base.read_error"
local from_latin1 = require("ianaports.base.text").from_latin1
local trim = require("ianaports.base.text").trim

local services = {}

local LAST_PORT = 65535

-- Bounds on a text. No line of a real file has a thousand bytes.
local MAX_SIZE = 1024 * 1024 * 1024 -- bytes, as for CSV
local MAX_LINE = 64 * 1024 -- bytes
local MAX_NOTED = 20 -- lines that a note quotes

-- How often a port is open, from 0 to 1, as nmap-services has it before any alias.
local function is_frequency(word)
  return word:find "^0%.%d+$" ~= nil or word:find "^1%.0+$" ~= nil
end

-- Reading -----------------------------------------------------------------------------------

-- Splits a text that comes in pieces into lines.
local Reader = {}
Reader.__index = Reader

local function new_reader(read_chunk)
  return setmetatable({
    read_chunk = read_chunk,
    size = 0, -- bytes read
    text = "",
    position = 1, -- in the text: the bytes before it have been read
    line = 0, -- the number of the current line
    rejected = {}, -- the first lines that were passed over, up to MAX_NOTED
    rejected_count = 0,
    first_error = nil, -- about the first of these lines
  }, Reader)
end

-- Raises an error about the current line.
function Reader:refuse(message, ...)
  error(read_error.new(message:format(...), self.line), 0)
end

-- Reads the next piece. Returns false at the end.
function Reader:advance()
  local chunk, message = self.read_chunk()
  if message then
    error(read_error.new(message, self.size > 0 and self.line or nil), 0)
  elseif not chunk then
    return false
  end
  self.size = self.size + #chunk
  if self.size > MAX_SIZE then
    self:refuse "file is larger than 1 GiB"
  end
  self.text = self.text:sub(self.position) .. chunk
  self.position = 1
  return true
end

-- The next line without its end; nil if there is none.
function Reader:next_line()
  self.line = self.line + 1
  local stop
  repeat
    stop = self.text:find("\n", self.position, true)
    if (stop or #self.text + 1) - self.position > MAX_LINE then
      self:refuse("line is longer than %d bytes", MAX_LINE)
    end
  until stop or not self:advance()
  if not stop and self.position > #self.text then
    return nil
  end
  local line = self.text:sub(self.position, (stop or 0) - 1)
  self.position = (stop or #self.text) + 1
  return line
end

-- First and last port, the latter nil for a single one; or nil and what is wrong.
local function parse_ports(text)
  local digits, last_digits = text:match "^(%d+)%-(%d+)$"
  local first, last = tonumber(digits or text:match "^%d+$"), tonumber(last_digits)
  if not first then
    return nil, ("port number %s is neither a number nor a range FIRST-LAST")
      :format(quote(text))
  elseif first > LAST_PORT or (last or 0) > LAST_PORT then
    return nil, ("port number %s is over %d"):format(quote(text), LAST_PORT)
  elseif last and last < first then
    return nil, ("port number %s is a range that runs backwards"):format(quote(text))
  end
  return first, last
end

-- The ports and the protocols of a word like "80/tcp", "80/tcp,udp" or "80/tcp/udp": first, last,
-- an array of protocols of the registry, and what is wrong with another one. Or nil and what is
-- wrong.
local function parse_word(word)
  local ports, names = word:match "^([^/]+)/(.+)$"
  if not ports then
    return nil, ('PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got %s')
      :format(quote(word))
  end
  local first, last = parse_ports(ports)
  if not first then
    return nil, last
  end
  local transports, complaint = {}, nil
  for name in names:gmatch "[^/,]+" do
    local transport = name:lower()
    if protocols.RANKS[transport] then
      transports[#transports + 1] = transport
    else
      complaint = ("unknown transport protocol %s (%s)"):format(quote(name), protocols.KNOWN)
    end
  end
  return first, last, transports, complaint
end

-- Adds the row of a service and those of its aliases.
local function add(rows, words, row)
  local name = words[1]
  for index, word in ipairs(words) do
    local is_alias = index > 2 and word ~= name and not (index == 3 and is_frequency(word))
    if index == 1 or is_alias then
      rows[#rows + 1] = {
        service_name = word,
        port_number = row.first,
        port_last = row.last,
        transport_protocol = row.protocol,
        description = row.comment,
        assignment_notes = is_alias and ('This entry is an alias to "%s"'):format(name) or nil,
      }
    end
  end
end

-- Passes over the current line, or over one of its protocols.
function Reader:reject(words, complaint)
  self.first_error = self.first_error or read_error.new(complaint, self.line)
  self.rejected_count = self.rejected_count + 1
  if self.rejected_count <= MAX_NOTED then
    local line = quote(table.concat(words, " ", 1, math.min(#words, 2)))
    self.rejected[self.rejected_count] = ("%s (line %d)"):format(line, self.line)
  end
end

-- What was passed over, or nil.
function Reader:note()
  local count, lines = self.rejected_count, self.rejected
  if count == 0 then
    return nil
  elseif count > #lines then
    lines[#lines + 1] = ("and %d more"):format(count - #lines)
  end
  return ("Passed over %d line%s without a port and protocol of the registry: %s")
    :format(count, count == 1 and "" or "s", table.concat(lines, ", "))
end

-- The rows of a line.
function Reader:read_line(line)
  local rows = {}
  if self.line == 1 then
    line = line:gsub("^[\239\187\191]+", function(bytes) -- byte order marks
      return bytes:gsub("\239\187\191", "")
    end)
  end
  if line:find("\0", 1, true) then
    self:refuse "NUL byte"
  elseif line:find "\r[^\r]" then
    self:refuse "CR inside a line; lines end with LF or CR LF"
  end
  local mark = line:find("#", 1, true) or #line + 1
  local words = array.collect(line:sub(1, mark - 1):gmatch "%S+")
  if not words[1] then
    return rows
  end
  local first, last, transports, complaint = parse_word(words[2] or "")
  if complaint or not first then
    self:reject(words, complaint or last)
  end
  local comment = from_latin1(trim(line:sub(mark + 1)))
  words = array.map(words, from_latin1)
  for _, transport in ipairs(transports or {}) do
    add(rows, words, {
      first = first,
      last = last,
      protocol = transport,
      comment = comment ~= "" and comment or nil,
    })
  end
  return rows
end

-- Iterates over the rows, for `ianaports.build`. At the end it sets the note of `info`, or raises
-- the error of the first line that was passed over if no line was read.
local function each_row(reader, info)
  local rows, index, has_rows = {}, 0, false
  return function()
    index = index + 1
    while not rows[index] do
      local line = reader:next_line()
      if not line then
        info.note = reader:note()
        return info.note and not has_rows and error(reader.first_error, 0) or nil
      end
      rows, index = reader:read_line(line), 1
    end
    has_rows = true
    return rows[index]
  end
end

-- `ianaports.services.read`.
function services.read(read_chunk, source)
  local info = { sources = { source } }
  local reader = new_reader(read_chunk)
  local built, result = pcall(ianaports.build, { rows = each_row(reader, info), info = info },
    function(wrong)
      return read_error.new(wrong.reason, reader.line)
    end)
  if not built then
    return read_error.results(result, source, 1) -- an error without a line is about all rows
  end
  return result, info.note
end

-- Writing -----------------------------------------------------------------------------------
--
-- The C library uses the first line with a port and protocol, and the first line with a name or
-- alias and protocol. So it answers as the registry does if the lines are in the order of the
-- registry's look-ups. A range that is not the primary entry has one line, at its first port,
-- because no look-up would reach lines at its other ports.

-- The names of a port and protocol as lines, arrays of a name and its aliases. An alias of a name
-- that has a line already is added to that line.
local function lines_of(entries)
  local lines, line_of, seen = {}, {}, {}
  for _, entry in ipairs(entries) do
    local name = entry.service_name
    local line = entry.alias_of and line_of[entry.alias_of:lower()]
    if not seen[name] then
      seen[name] = true
      if not line or not format_line.word(name) then
        line = { entry = entry }
        lines[#lines + 1] = line
      end
      line[#line + 1] = name
      line_of[name:lower()] = line_of[name:lower()] or format_line.word(name) and line
    end
  end
  return lines
end

local function put_line(put, line, word, describe)
  if not format_line.word(line[1]) then
    format_line.put_refused(put, word, line[1])
    return
  end
  local names = array.map(line, format_line.word)
  -- Some readers would take this alias for a frequency, unless the name is repeated before it.
  if names[2] and is_frequency(names[2]) then
    table.insert(names, 2, names[1])
  end
  put(("%s\t%s"):format(names[1], word))
  if names[2] then
    put("\t" .. table.concat(names, " ", 2))
  end
  format_line.put_end(put, describe(line.entry))
end

function services.write(registry, options, put)
  local describe = format_line.describer()
  put("# " .. format_line.title(registry) .. "\n")
  for port, transport, entries in assignments.each(registry, options.filter) do
    local word = ("%d/%s"):format(port, transport)
    for _, line in ipairs(lines_of(entries)) do
      put_line(put, line, word, describe)
    end
  end
end

return services
