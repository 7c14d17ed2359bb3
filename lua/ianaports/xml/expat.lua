-- Expat, with bounds on what a document may ask for: whoever reads XML has its parser from here.
--
-- No document declares entities, which grow to any size if they refer to each other, and
-- none has elements nested without end.

local expat = {}

expat.MAX_DEPTH = 64 -- elements; that of IANA has 5, those of nmap have some 10

-- A fault is told by its metatable from errors of other kinds, such as lack of memory.
local Fault = {}

function expat.new_fault(message, line, column)
  return setmetatable({ message = message, line = line, column = column }, Fault)
end

function expat.is_fault(caught)
  return getmetatable(caught) == Fault
end

--- Raises a fault from within a callback. Expat would go on through the piece, entity
-- declarations and all, if it were not stopped.
function expat.refuse(parser, message, ...)
  local line = parser:pos()
  parser:stop()
  error(expat.new_fault(message:format(...), line), 0)
end

--- Refuses a document whose elements nest so deep; for those callbacks that count them.
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

--- A parser with these callbacks. An internal subset, where entities are declared, is refused;
-- a bare document type declaration is passed over unless the callbacks refuse it.
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
    error(expat.new_fault("malformed XML: " .. message, line, column), 0)
  end
end

--- Ends a parser: one that is not closed is never collected, for its callbacks refer to it.
function expat.close(parser)
  pcall(parser.close, parser) -- after a fault it raises
end

return expat
