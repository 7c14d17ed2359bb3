-- Lists of ports: elements with commas or spaces between them, with prefixes and brackets.

local array = require "ianaports.base.array"
local quote = require("ianaports.base.text").quote
local word = require "ianaports.ports.word"

local fail = word.fail

local LETTERS = { T = "tcp", U = "udp", S = "sctp", D = "dccp" }

-- Words that change nothing: "port 443", "80 and 443", "443 / tcp".
local FILLERS = { port = true, ports = true, ["and"] = true, ["/"] = true }

-- A reader has
--
--   text       the list, with one character for each of its characters
--   lines      the same with its line breaks
--   line_end   the position of the next line break
--   position   where it is
--   words      what it has read: each `element`, and the `protocols` for it, if there are any;
--              they are `own` if they are not those of a prefix
--   protocols  those of the last prefix
--   stays      true if that prefix is alone on its line, and so holds for the lines that follow
--   bracket    the position of the bracket that is open, if one is
--   opened     true after a bracket or a prefix: an element must follow; "protocols" after a
--              prefix such as the first word of "tcp 443"
--   comma      true if a comma is before the element that comes next

local function skip_spaces(reader)
  reader.position = reader.text:find("[^ ]", reader.position) or #reader.text + 1
end

-- A prefix holds to the end of its line, unless it is alone there.
local function end_line(reader)
  reader.line_end = reader.lines:find("\n", reader.position, true) or math.huge
  reader.stays = reader.stays or reader.opened
  reader.protocols = reader.stays and reader.protocols or nil
end

local function next_is(reader, character)
  if reader.text:sub(reader.position, reader.position) == character then
    reader.position = reader.position + 1
    skip_spaces(reader)
    return true
  end
end

-- The position after an IPv6 address in brackets, as in [::1]:443, or nil.
local function after_address(text, position)
  local inside, after = text:match("^%[([%w:.%%]*)%]()", position)
  return inside and inside:find "^%x*:[%x.]*:" and after
end

local function open_bracket(reader)
  local position = reader.position
  if after_address(reader.text, position) or not next_is(reader, "[") then
    return false
  elseif reader.bracket then
    fail(position, "brackets do not nest")
  end
  reader.bracket = position
  return true
end

-- The protocols of "T:", "tcp:" or "tcp/udp:", none for "port:"; nil if it is no prefix.
local function prefix_protocols(prefix, position)
  if #prefix == 1 then
    return { LETTERS[prefix:upper()] or fail(position,
      "unknown protocol letter %s (known: T, U, S, D)", quote(prefix)) }
  elseif FILLERS[prefix:lower()] then
    return {}
  end
  local element, list = word.read(prefix, position)
  return not element and list or nil
end

local function read_prefix(reader)
  local prefix, after = reader.text:match("^([%a/+&|]+)[:=]()", reader.position)
  if not prefix or reader.text:find("^//", after) then
    return false
  end
  local list = prefix_protocols(prefix, reader.position)
  if list then
    if list[1] then
      reader.protocols, reader.stays = list, false
    end
    reader.position = after
    skip_spaces(reader)
  end
  return list
end

-- The next word. It ends at a comma, a space or a bracket; but the brackets of an address and the
-- spaces of "8000 - 8100" belong to it.
local function next_word(reader)
  local text, position = reader.text, reader.position
  local after = text:match("^%d+ *%- *()%d", position) or position
  after = text:match("^[^,%[%] ]*()", after)
  local address = after_address(text, after)
  reader.position = address and text:match("^[^,%[%] ]*()", address) or after
  return text:sub(position, reader.position - 1)
end

-- Whether protocols that stand alone belong to the word before them, as in "443 tcp" and
-- "443/tcp,udp", and not to what follows, as in "tcp 443".
local function are_of_last(reader)
  local last = reader.words[#reader.words]
  if not last or reader.opened then
    return false
  end
  local is_end = not reader.text:find("^[^,%]]", reader.position)
  if reader.comma then
    return is_end and (last.own or not reader.protocols)
  end
  return is_end or not last.protocols
end

local function union(one, other)
  return array.unique(array.append(array.append({}, one), other))
end

local function add_to_last(reader, list)
  local last = reader.words[#reader.words]
  last.protocols = last.own and union(last.protocols, list) or list
  last.own = true
end

local function add_word(reader, element, list)
  element.registered = reader.bracket ~= nil
  reader.words[#reader.words + 1] = {
    element = element,
    own = list[1] ~= nil,
    protocols = list[1] and list or reader.protocols,
  }
end

-- Reads what follows an element: a bracket that closes; then a comma, a space or the end.
local function read_end(reader)
  local position = reader.position
  if next_is(reader, "]") then
    if not reader.bracket then
      fail(position, "no bracket is open here")
    end
    reader.bracket = nil
  end
  position = reader.position
  reader.opened, reader.comma = nil, next_is(reader, ",")
  if not reader.comma and reader.text:find("^[^ ][^ ]", position - 1) then
    fail(position, "comma expected")
  end
end

-- Protocols that are not those of a word hold for what follows, as T: does.
local function open_protocols(reader, list)
  reader.protocols = reader.opened == "protocols" and union(reader.protocols, list) or list
  reader.opened, reader.stays = "protocols", false
  next_is(reader, ",")
end

local function read_word(reader)
  local position, text = reader.position, next_word(reader)
  if text == "" then
    fail(position, "port, range or service name expected")
  elseif text:find "^%-" and not reader.comma and not reader.opened and reader.words[1] then
    fail(position, "comma expected")
  end
  skip_spaces(reader)
  if FILLERS[text:lower()] then
    return
  end
  local element, list = word.read(text, position)
  if element then
    add_word(reader, element, list)
  elseif text == reader.text and not list[2] then -- the registry has tcp and udp as services
    add_word(reader, { kind = "name", name = text, position = position }, {})
  elseif are_of_last(reader) then
    add_to_last(reader, list)
  else
    return open_protocols(reader, list)
  end
  read_end(reader)
end

-- The elements of the words: one for each protocol of a word.
local function elements_of(words)
  local list = {}
  for _, read in ipairs(words) do
    for _, protocol in ipairs(read.protocols or { false }) do
      local element = read.element
      list[#list + 1] = {
        kind = element.kind, name = element.name, first = element.first, last = element.last,
        protocol = protocol or nil, registered = element.registered, position = element.position,
      }
    end
  end
  return list
end

-- Reads a list: returns its elements.
local function read_list(text)
  local plain, lines = word.plain(text)
  local reader = { text = plain, lines = lines, line_end = 0, position = 1, words = {} }
  skip_spaces(reader)
  repeat
    if reader.position > reader.line_end then
      end_line(reader)
    end
    if open_bracket(reader) or read_prefix(reader) then
      reader.opened = true
    else
      read_word(reader)
    end
  until reader.position > #reader.text and not reader.opened
  if reader.bracket then
    fail(reader.bracket, "the bracket is not closed")
  elseif not reader.words[1] then
    fail(reader.position, "port, range or service name expected")
  end
  return elements_of(reader.words)
end

return read_list
