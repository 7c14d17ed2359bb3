--- Registries from files in the form of `/etc/services`, see services(5). This is
-- what `ianaports.load` and `ianaports.parse` read the format `services` with.
--
-- A line is `NAME PORT/PROTOCOL [ALIAS ...] [# COMMENT]`. Each alias becomes an entry
-- of its own whose `alias_of` is the name; the comment is the description of both.
-- `FIRST-LAST` may stand for a port, as on AIX. The third column of Nmap's file, how
-- often the port is open, is no alias and is passed over. So are lines of the
-- protocols `ddp`, `divert` and `udplite`, which the registry has no ports of;
-- `info().note` says which lines.
-- @module ianaports.services

local argument = require "ianaports.argument"
local ianaports = require "ianaports"

local services = {}

local LAST_PORT = 65535

local TRANSPORTS = { tcp = true, udp = true, sctp = true, dccp = true }

-- What else systems' own files hold; the numbers of the first are AppleTalk sockets.
local OTHERS = { ddp = true, divert = true, udplite = true }

-- The whole text, or nil, the text up to the trouble and what is wrong.
local function read_all(read_chunk)
  local pieces = {}
  local piece, message = read_chunk()
  while piece do
    pieces[#pieces + 1] = piece
    piece, message = read_chunk()
  end
  local text = table.concat(pieces)
  if message then
    return nil, text, message
  end
  return text
end

local function count_lines(text)
  return (select(2, text:gsub("\n", "")))
end

-- First and last port, the latter nil for a single one; or nil and what is wrong.
local function parse_ports(text)
  local digits, last_digits = text:match "^(%d+)%-(%d+)$"
  local first, last = tonumber(digits or text:match "^%d+$"), tonumber(last_digits)
  if not first then
    return nil, ("port number %s is neither a number nor a range FIRST-LAST")
      :format(argument.quote(text))
  elseif first > LAST_PORT or (last or 0) > LAST_PORT then
    return nil, ("port number %s is over %d"):format(argument.quote(text), LAST_PORT)
  elseif last and last < first then
    return nil, ("port number %s is a range that runs backwards"):format(argument.quote(text))
  end
  return first, last
end

-- Ports and protocol of a word like "80/tcp", or nil and what is wrong.
local function parse_place(word)
  local ports, protocol = word:match "^([^/]+)/([^/]+)$"
  if not ports then
    return nil, ('PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got %s')
      :format(argument.quote(word))
  end
  local first, last = parse_ports(ports)
  if not first then
    return nil, last
  end
  local transport = protocol:lower()
  if not TRANSPORTS[transport] and not OTHERS[transport] then
    return nil, ("unknown transport protocol %s (known: tcp, udp, sctp, dccp)")
      :format(argument.quote(protocol))
  end
  return { first = first, last = last, protocol = transport }
end

local function row(name, place, comment, notes)
  return {
    service_name = name,
    port_number = place.first,
    port_last = place.last,
    transport_protocol = place.protocol,
    description = comment ~= "" and comment or nil,
    assignment_notes = notes,
  }
end

-- Adds the row of a service and those of its aliases.
local function add(rows, words, place, comment)
  local name = words[1]
  local notes = ('This entry is an alias to "%s"'):format(name)
  rows[#rows + 1] = row(name, place, comment)
  for index = 3, #words do
    local is_frequency = index == 3 and words[index]:find "^%d+%.%d+$"
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

-- Adds what the line holds, or gives what is wrong.
local function read_line(line, rows, passed_over)
  if line:find("\0", 1, true) then
    return "NUL byte"
  end
  local text, comment = line:match "^([^#]*)#?%s*(.-)%s*$"
  local words = split(text)
  if not words[1] then
    return
  end
  local place, message = parse_place(words[2] or "")
  if not place then
    return message
  elseif OTHERS[place.protocol] then
    passed_over[#passed_over + 1] = words[1] .. " " .. words[2]
  else
    add(rows, words, place, comment)
  end
end

local function note(passed_over)
  if passed_over[1] then
    return "Passed over, for the registry has no ports of their protocols: "
      .. table.concat(passed_over, ", ")
  end
end

-- What is wrong with all rows together has no line of its own.
local function build(rows, passed_over, source)
  local built, result = pcall(ianaports.build, {
    rows = rows,
    info = { note = note(passed_over), sources = { source } },
  })
  if not built then
    return nil, ("%s:1: %s"):format(source, tostring(result))
  end
  return result
end

--- Reads a text in this form. It is `ianaports.load` and `ianaports.parse` that
-- call this; call them.
--
-- @function read
-- @tparam function read_chunk gives the next piece of the text each time, `nil` at
--   its end, or `nil` and a message where it cannot be read
-- @tparam string source the file's path, or `text`
-- @treturn ?registry or `nil` where anything in the text is wrong
-- @treturn ?string then what is wrong, as `SOURCE:LINE: MESSAGE`
-- @usage
-- local registry = assert(ianaports.load("/etc/services", "services"))
-- registry:find("www").alias_of --> "http"
function services.read(read_chunk, source)
  local text, beginning, message = read_all(read_chunk)
  if not text then
    return nil, ("%s:%d: %s"):format(source, count_lines(beginning) + 1, message)
  end
  local rows, passed_over, number = {}, {}, 0
  text = text:gsub("^\239\187\191", "") -- a byte order mark
  for line in (text .. "\n"):gmatch "(.-)\n" do
    number = number + 1
    message = read_line(line, rows, passed_over)
    if message then
      return nil, ("%s:%d: %s"):format(source, number, message)
    end
  end
  return build(rows, passed_over, source)
end

return services
