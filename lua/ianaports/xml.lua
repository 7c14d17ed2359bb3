--- Reads registries in IANA's XML form, with luaexpat. `ianaports.load` and `ianaports.parse` call
-- this module for XML; nothing else loads it or luaexpat.
--
-- The XML holds what the CSV holds, and in addition the registry's header and all contacts.
-- @module ianaports.xml

local elements = require "ianaports.xml.elements"
local expat = require "ianaports.base.expat"
local ianaports = require "ianaports"
local read_error = require "ianaports.base.read_error"
local trim = require("ianaports.base.text").trim

local xml = {}

local byte, sub = string.byte, string.sub

-- Bounds on a document, beside those of `expat`. IANA's file has 4 MB.
local MAX_SIZE = 1024 * 1024 * 1024 -- bytes, as for CSV
-- Bytes of a tag, a comment or the like. Until it ends, expat reads it from its beginning again
-- with each piece.
local MAX_TOKEN = 256 * 1024
local MAX_PIECE = 1024 * 1024

local SPACE = 32 -- white space in XML is this byte or a lower one

-- The reader ------------------------------------------------------------------------

local Reader = {}
Reader.__index = Reader

-- Raises a read error about the line that is being read.
function Reader:refuse(message, ...)
  expat.refuse(self.parser, message, ...)
end

-- Returns the cell. Refuses one that is too long.
function Reader:check_length(cell)
  if #cell > elements.MAX_CELL then
    self:refuse("cell is longer than %d bytes", elements.MAX_CELL)
  end
  return cell
end

-- Sets the callbacks of expat. They know which element is open, collect the text of elements that
-- have one, and call the functions of `elements`. They run some 280,000 times for IANA's file;
-- therefore they handle the common cases themselves, with upvalues.
local function set_callbacks(reader)
  local callbacks = reader.callbacks
  local element, outer, depth = elements.document, {}, 0
  -- At most one open element has text. These are what has come of its text, mostly in one piece,
  -- its attributes, and the element around it.
  local text, text_attributes, text_around
  local passed_over, max_depth = elements.passed_over, expat.MAX_DEPTH

  local function on_text(_, piece)
    text = reader:check_length(text and text .. piece or piece)
  end

  reader.add_text = on_text

  -- Returns what has come of the text, or nil.
  function reader.text()
    return text
  end

  function callbacks.StartElement(_, name, attributes)
    local around = element
    local inside = around.children[name] or passed_over
    element = inside
    if inside.has_text then
      -- Outside of such elements there is no callback, which is faster than one that does
      -- nothing: half of all text is indentation.
      callbacks.CharacterData = on_text
      text, text_attributes, text_around = nil, attributes, around
      return
    end
    depth = depth + 1
    outer[depth] = around
    if inside.start then
      inside.start(reader, attributes, name)
    end
    if depth > max_depth then
      expat.refuse_depth(reader.parser)
    end
  end

  function callbacks.EndElement()
    local ended = element
    if not ended.has_text then
      element = outer[depth]
      depth = depth - 1
      if ended.stop then
        ended.stop(reader)
      end
      return
    end
    element = text_around
    callbacks.CharacterData = false
    local whole = text
    if whole and (byte(whole) <= SPACE or byte(whole, -1) <= SPACE) then
      whole = trim(whole)
      whole = whole ~= "" and whole or nil
    end
    local field = ended.field
    if not field then
      ended.store(reader, whole, text_attributes)
    elseif whole and reader.into[field] then
      ended.repeated(reader, field, whole)
    elseif whole then
      reader.into[field] = whole
    end
  end

  function callbacks.StartDoctypeDecl()
    reader:refuse "document type declaration; the registry has none"
  end

  callbacks.CharacterData = false -- lxp.new only installs callbacks that it finds
end

local function new_reader(lxp, read_chunk)
  local info = {}
  local reader = setmetatable({
    read_chunk = read_chunk,
    size = 0, -- bytes read
    callbacks = {},
    rows = {},
    contacts = {},
    has_rows = false,
    has_all_rows = false, -- a person came after the rows
    info = info,
    into = info, -- the table that the texts of elements go to: info, a row or a contact
  }, Reader)
  set_callbacks(reader)
  reader.parser = expat.new(lxp, reader.callbacks, elements.SEPARATOR)
  return reader
end

-- Passes a chunk to expat, in pieces.
function Reader:feed(chunk)
  local parser = self.parser
  for start = 1, #chunk, MAX_PIECE do
    local piece = #chunk > MAX_PIECE and sub(chunk, start, start + MAX_PIECE - 1) or chunk
    self.size = self.size + #piece
    expat.parse(parser, piece)
    local _, _, position = parser:pos()
    if self.size > MAX_SIZE then
      self:refuse "file is larger than 1 GiB"
    elseif self.size - position > MAX_TOKEN then
      self:refuse("tag or comment is longer than %d bytes", MAX_TOKEN)
    end
  end
end

-- Passes the next chunk, or the end, to expat. Returns false at the end.
function Reader:advance()
  local chunk, message = self.read_chunk()
  if message then
    error(read_error.new(message, self.size > 0 and (self.parser:pos()) or nil), 0)
  elseif chunk then
    self:feed(chunk)
  else
    expat.parse(self.parser)
  end
  return chunk ~= nil
end

-- Iterates over `rows` or `contacts` for `ianaports.build`. The items that it has returned are
-- dropped before more are read, so that few are kept at a time.
local function each(reader, list)
  local items, index = reader[list], 0
  return function()
    index = index + 1
    local more = true
    while more and not items[index] and not (list == "rows" and reader.has_all_rows) do
      items, index = {}, 1
      reader[list] = items
      more = reader:advance()
    end
    return items[index]
  end
end

--- Reads a registry from a text in pieces. Programs call `ianaports.load` or `ianaports.parse`
-- instead.
--
-- @function read
-- @tparam function():string,string read_chunk returns the next piece of the text each time, `nil`
--   at the end, or `nil` and a message if it cannot be read
-- @tparam string source what messages and `info().sources` call the text: its path
-- @treturn ?Registry the registry, with all contacts and the header, or `nil` if the text cannot be
--   read or anything in it is wrong
-- @treturn ?string what is wrong, as `SOURCE:LINE: MESSAGE`, `SOURCE:LINE:COLUMN: MESSAGE` or, if
--   no line is wrong, `SOURCE: MESSAGE`. It says so if luaexpat is missing
-- @treturn ?ReadError the same as fields
-- @usage
-- local xml = require "ianaports.xml"
-- local file = assert(io.open("service-names-port-numbers.xml", "rb"))
-- local registry = assert(xml.read(function()
--   return file:read(65536)
-- end, "service-names-port-numbers.xml"))
-- print(#registry, registry:info().contact_count)
function xml.read(read_chunk, source)
  local lxp, reason = expat.load()
  if not lxp then
    local advice = "reading XML needs luaexpat (Debian: lua-expat; LuaRocks: luaexpat)"
    return read_error.results(read_error.new(advice .. ": " .. reason), source)
  end
  local reader = new_reader(lxp, read_chunk)
  reader.info.sources = { source }
  local built, result = pcall(ianaports.build, {
    rows = each(reader, "rows"),
    contacts = each(reader, "contacts"),
    info = reader.info,
  }, function(wrong)
    return read_error.new(wrong.reason) -- the line of the row is no longer known
  end)
  expat.close(reader.parser)
  if not built then
    return read_error.results(result, source)
  end
  return result
end

return xml
