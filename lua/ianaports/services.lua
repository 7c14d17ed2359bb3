--- Reads registries in the form of `/etc/services`, see services(5). `ianaports.load` and
-- `ianaports.parse` call this module for the format `services`.
--
-- A line is `NAME PORT/PROTOCOL [ALIAS ...] [# COMMENT]`. Each alias becomes an entry whose
-- `alias_of` is the name. The comment is the description of all these entries. The port may be a
-- range `FIRST-LAST`, as on AIX. The third column of Nmap's file, how often the port is open, is
-- not an alias and is ignored. Lines of the protocols `ddp`, `divert` and `udplite`, which have
-- no ports in the registry, are ignored; `info().note` lists them.
-- @module ianaports.services

local quote = require("ianaports.base.text").quote
local frequency = require "ianaports.services.frequency"
local ianaports = require "ianaports"
local protocols = require "ianaports.base.protocol"
local read_error = require "ianaports.base.read_error"
local trim = require("ianaports.base.text").trim

local services = {}

local LAST_PORT = 65535


-- What else systems' own files hold; the numbers of the first are AppleTalk sockets.
local OTHERS = { ddp = true, divert = true, udplite = true }

-- Bounds on what a text may ask for. No line of a real one has a thousand bytes.
local MAX_SIZE = 1024 * 1024 * 1024 -- bytes, as for CSV
local MAX_LINE = 64 * 1024 -- bytes
local MAX_NOTE = 64 * 1024 -- bytes of the note on what was passed over

-- The reader: a text that comes in pieces as lines.
local Reader = {}
Reader.__index = Reader

local function new_reader(read_chunk)
  return setmetatable({
    read_chunk = read_chunk,
    size = 0, -- bytes read
    text = "", -- of which those before `position` are done with
    position = 1,
    line = 0, -- the number of the line that is read
    passed_over = {}, -- lines, as far as the note has room for them
    passed_size = 0,
    not_noted = 0, -- how many more were passed over
  }, Reader)
end

-- Raises an error about the line that is read.
function Reader:refuse(message, ...)
  error(read_error.new(message:format(...), self.line), 0)
end

-- Reads on; false at the end.
function Reader:advance()
  local chunk, message = self.read_chunk()
  if message then
    self:refuse("%s", message)
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

-- The next line without its end; nil where there is none.
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

-- Ports and protocol of a word like "80/tcp", or nil and what is wrong.
local function parse_place(word)
  local ports, protocol = word:match "^([^/]+)/([^/]+)$"
  if not ports then
    return nil, ('PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got %s')
      :format(quote(word))
  end
  local first, last = parse_ports(ports)
  if not first then
    return nil, last
  end
  local transport = protocol:lower()
  if not protocols.RANKS[transport] and not OTHERS[transport] then
    return nil, ("unknown transport protocol %s (%s)"):format(quote(protocol),
      protocols.KNOWN)
  end
  return { first = first, last = last, protocol = transport }
end

local function row(name, place, comment, notes)
  return {
    service_name = name,
    port_number = place.first,
    port_last = place.last,
    transport_protocol = place.protocol,
    description = comment,
    assignment_notes = notes,
  }
end

-- Adds the row of a service and those of its aliases.
local function add(rows, words, place, comment)
  local name = words[1]
  local notes = ('This entry is an alias to "%s"'):format(name)
  rows[#rows + 1] = row(name, place, comment)
  for index = 3, #words do
    local is_frequency = index == 3 and frequency.is(words[index])
    if words[index] ~= name and not is_frequency then
      rows[#rows + 1] = row(words[index], place, comment, notes)
    end
  end
end

local function split(text)
  local words = {}
  for word in text:gmatch "%S+" do
    words[#words + 1] = word
  end
  return words
end

-- Notes that the line was passed over.
function Reader:pass_over(name, place)
  local line = name .. " " .. place
  self.passed_size = self.passed_size + #line
  if self.passed_size > MAX_NOTE then
    self.not_noted = self.not_noted + 1
  else
    self.passed_over[#self.passed_over + 1] = line
  end
end

function Reader:note()
  local lines = self.passed_over
  if self.not_noted > 0 then
    lines[#lines + 1] = ("and %d more"):format(self.not_noted)
  end
  if lines[1] then
    return "Passed over, for the registry has no ports of their protocols: "
      .. table.concat(lines, ", ")
  end
end

-- The rows of a line.
function Reader:read_line(line)
  local rows = {}
  if self.line == 1 then
    line = line:gsub("^\239\187\191", "") -- a byte order mark
  end
  if line:find("\0", 1, true) then
    self:refuse "NUL byte"
  end
  local mark = line:find("#", 1, true) or #line + 1
  local words = split(line:sub(1, mark - 1))
  if not words[1] then
    return rows
  end
  local place, message = parse_place(words[2] or "")
  if not place then
    self:refuse("%s", message)
  elseif OTHERS[place.protocol] then
    self:pass_over(words[1], words[2])
  else
    local comment = trim(line:sub(mark + 1))
    add(rows, words, place, comment ~= "" and comment or nil)
  end
  return rows
end

-- For `ianaports.build`: each row. At the end `info` gets its note.
local function each_row(reader, info)
  local rows, index = {}, 0
  return function()
    index = index + 1
    while not rows[index] do
      local line = reader:next_line()
      if not line then
        info.note = reader:note()
        return nil
      end
      rows, index = reader:read_line(line), 1
    end
    return rows[index]
  end
end

--- Reads a text in this form. Programs call `ianaports.load` or `ianaports.parse` instead.
--
-- @function read
-- @tparam function():string,string read_chunk returns the next piece of the text each time, `nil`
--   at the end, or `nil` and a message if it cannot be read
-- @tparam string source the file's path, or `text`
-- @treturn ?Registry the registry, or `nil` if anything in the text is wrong
-- @treturn ?string what is wrong, as `SOURCE:LINE: REASON`
-- @treturn ?ReadError the same as fields
-- @usage
-- local registry = assert(ianaports.load("/etc/services", "services"))
-- print(registry:find("www").alias_of)
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
  return result
end

return services
