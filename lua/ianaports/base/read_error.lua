-- What is wrong with a text that is read: a table that a reader raises, with `reason` and, if they
-- are known, `line` and `column`. Errors of other kinds, such as lack of memory, have another
-- metatable or none.

local read_error = {}

local ReadError = {}

function read_error.new(reason, line, column)
  return setmetatable({ reason = reason, line = line, column = column }, ReadError)
end

function read_error.is(caught)
  return getmetatable(caught) == ReadError
end

-- The message for users, as `ianaports.load` writes it: "SOURCE:LINE:COLUMN: REASON".
function read_error.message(fields, source)
  local line = fields.line and (":%d"):format(fields.line) or ""
  local column = fields.column and (":%d"):format(fields.column) or ""
  return ("%s%s%s: %s"):format(source, line, column, fields.reason)
end

-- What a reader returns for an error that it caught: nil, the message, and the same as fields. An
-- error of another kind gets the given line.
function read_error.results(caught, source, line)
  local own = read_error.is(caught) and caught or read_error.new(tostring(caught), line)
  local fields = { source = source, line = own.line, column = own.column, reason = own.reason }
  return nil, read_error.message(fields, source), fields
end

return read_error
