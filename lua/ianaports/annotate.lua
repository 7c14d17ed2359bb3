--- Adds the services of ports to text and to CSV as these stream by.
-- @module ianaports.annotate

local check = require "ianaports.base.options"
local flows = require "ianaports.annotate.flows"
local ianaports = require "ianaports"
local tokens = require "ianaports.annotate.tokens"
local write = require("ianaports.base.output").write

local annotate = {}

local OPTIONS = {
  { "csv", "boolean" },
  { "port_column", "string" },
  { "protocol_column", "string" },
  { "column", "string" },
  { "source", "string" },
  { "registry", "registry" },
}

local DEFAULT_COLUMN = "service"
local DEFAULT_SOURCE = "input"

local BLOCK_SIZE = 65536

-- The input and the output. Both are read and written in blocks.
local Stream = {}
Stream.__index = Stream

-- The next block, "" at the end; or nil and a message.
function Stream:read()
  local block, message = self.input:read(BLOCK_SIZE)
  if message and not block then
    return nil, ("%s: cannot read: %s"):format(self.source, tostring(message))
  end
  return block or ""
end

-- Returns true, or nil and a message.
function Stream:write(text)
  if text == "" then
    return true
  end
  local written, message = write(self.output, text)
  return written, not written and "cannot write: " .. (message or "unknown failure") or nil
end

--- Copies a text and names the service after each port in it, or copies a CSV of flows
-- and adds a column with the service of each row. Everything that was there stays byte
-- for byte. The input streams through in constant memory.
--
-- In a text a port is a word like `80/tcp`, which becomes `80/tcp (http)` where the
-- registry has a service for it.
--
-- In a CSV the first row names the columns. The protocol is a name, in any case, or an
-- IP protocol number; where the CSV has no column of protocols, the port's primary
-- service is taken. The cell is empty where port or protocol are empty or no service is
-- registered for them. Rows keep their quotes and line ends; empty lines are copied.
--
-- @function run
-- @param input a file, or an object with a method `read` like a file's
-- @param output a file, or an object with a method `write` like a file's
-- @tparam[opt] table options `csv`: whether the input is a CSV; `port_column` and
--   `protocol_column`: what these columns are called in its first row, by default one of
--   the usual names, such as `dst_port`, `dport` or `port`, and `proto` or `protocol`;
--   `column`: the name of the added column, by default `service`; `source`: what the
--   input is called in messages, by default `input`; `registry`, by default the bundled
-- @treturn ?boolean `true`, or `nil` where the CSV is wrong, or reading or writing
--   failed; what came before has been written then
-- @treturn ?string then what is wrong, with source and line
-- @raise an argument error for what is no file or no option
-- @usage
-- local annotate = require "ianaports.annotate"
-- annotate.run(io.stdin, io.stdout)
-- assert(annotate.run(io.stdin, io.stdout, { csv = true, port_column = "dst_port" }))
function annotate.run(input, output, options)
  if not check.has_method(input, "read") then
    check.expected(input, 1, "run", "file to read")
  elseif not check.has_method(output, "write") then
    check.expected(output, 2, "run", "file to write")
  end
  options = check.options(options, OPTIONS, 3, "run")
  local stream = setmetatable({
    input = input,
    output = output,
    source = options.source or DEFAULT_SOURCE,
  }, Stream)
  local registry = options.registry or ianaports.bundled
  if options.csv then
    return flows.annotate(stream, registry, {
      port = options.port_column,
      protocol = options.protocol_column,
      service = options.column or DEFAULT_COLUMN,
    })
  end
  return tokens.annotate(stream, registry)
end

return annotate
