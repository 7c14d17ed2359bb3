-- Expat, with limits for documents. Every reader of XML gets its parser here.
--
-- A document may not declare entities, because these grow to any size if they refer to each other.
-- Its elements may not nest too deep.

local read_error = require "ianaports.base.read_error"

local expat = {}

expat.MAX_DEPTH = 64 -- elements; IANA's registry has 5, Nmap's files have about 10

--- Raises a read error in a callback, and stops expat: otherwise it would read the rest of the
-- piece, with any entity declarations in it.
function expat.refuse(parser, message, ...)
  local line = parser:pos()
  parser:stop()
  error(read_error.new(message:format(...), line), 0)
end

--- Refuses a document whose elements nest too deep. Callbacks that count the depth call it.
function expat.refuse_depth(parser)
  expat.refuse(parser, "elements nest deeper than %d", expat.MAX_DEPTH)
end

--- Returns the module lxp, or nil and why it cannot be loaded.
function expat.load()
  local found, lxp = pcall(require, "lxp")
  if found then
    return lxp
  end
  return nil, (tostring(lxp):match "^[^\n]*":gsub(":$", ""))
end

--- Returns a parser with these callbacks. It refuses an internal subset, which declares entities.
-- It ignores any other document type declaration, unless the callbacks refuse it.
function expat.new(lxp, callbacks, separator)
  callbacks.StartDoctypeDecl = callbacks.StartDoctypeDecl
    or function(parser, _, _, _, has_internal_subset)
      if has_internal_subset then
        expat.refuse(parser, "document type declaration with declarations of its own")
      end
    end
  return lxp.new(callbacks, separator)
end

--- Passes one piece to a parser, or the end if it is nil.
function expat.parse(parser, piece)
  local parsed, message, line, column = parser:parse(piece)
  if not parsed then
    error(read_error.new("malformed XML: " .. message, line, column), 0)
  end
end

--- Closes a parser. Lua never collects an open one, because its callbacks refer to it.
function expat.close(parser)
  pcall(parser.close, parser) -- which raises an error if parsing has failed
end

return expat
