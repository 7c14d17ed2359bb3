-- Expat, with bounds on what a document may ask for. All that reads XML takes its parser from here.
--
-- A document may not declare entities, which grow to any size if they refer to each other, nor nest
-- its elements without end.

local read_error = require "ianaports.base.read_error"

local expat = {}

expat.MAX_DEPTH = 64 -- elements; that of IANA has 5, those of nmap have some 10

--- Raises a read error in a callback, and stops expat: otherwise it would go on to the end of the
-- piece, entity declarations and all.
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

--- Closes a parser. Lua never collects one that is open, for its callbacks refer to it.
function expat.close(parser)
  pcall(parser.close, parser) -- which raises an error if parsing has failed
end

return expat
