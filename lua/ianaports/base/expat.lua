-- Expat, with bounds on what a document may ask for. All readers of XML get their parser here.
--
-- No document may declare entities, which grow to any size if they refer to each other, or nest
-- elements without end.

local expat = {}

expat.MAX_DEPTH = 64 -- elements; IANA's documents have 5, those of nmap some 10

-- The error of a document. Its metatable tells it from other errors, such as lack of memory.
local DocumentError = {}

function expat.new_error(message, line, column)
  return setmetatable({ message = message, line = line, column = column }, DocumentError)
end

function expat.is_error(caught)
  return getmetatable(caught) == DocumentError
end

--- Raises an error from within a callback. The parser is stopped: otherwise Expat would go on
-- through the piece, entity declarations and all.
function expat.refuse(parser, message, ...)
  local line = parser:pos()
  parser:stop()
  error(expat.new_error(message:format(...), line), 0)
end

--- Refuses a document whose elements nest too deep; for callbacks that count them.
function expat.refuse_depth(parser)
  expat.refuse(parser, "elements nest deeper than %d", expat.MAX_DEPTH)
end

--- The module lxp; or nil and why it cannot be loaded.
function expat.load()
  local found, lxp = pcall(require, "lxp")
  if found then
    return lxp
  end
  return nil, (tostring(lxp):match "^[^\n]*":gsub(":$", ""))
end

--- A parser with these callbacks. It refuses an internal subset, in which entities are declared,
-- and skips a bare document type declaration unless the callbacks refuse it.
function expat.new(lxp, callbacks, separator)
  callbacks.StartDoctypeDecl = callbacks.StartDoctypeDecl
    or function(parser, _, _, _, has_internal_subset)
      if has_internal_subset then
        expat.refuse(parser, "document type declaration with declarations of its own")
      end
    end
  return lxp.new(callbacks, separator)
end

--- Passes a piece to a parser; nil for the end.
function expat.parse(parser, piece)
  local parsed, message, line, column = parser:parse(piece)
  if not parsed then
    error(expat.new_error("malformed XML: " .. message, line, column), 0)
  end
end

--- Closes a parser: an open one is never collected, because its callbacks refer to it.
function expat.close(parser)
  pcall(parser.close, parser) -- raises after an error
end

return expat
