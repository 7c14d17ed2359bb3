--- Adds services to the ports in a text or a CSV, while it streams by.
-- @module ianaports.annotate

--- What became of the ports of a text, or of the rows of a CSV. A text has `named` alone.
--
-- @table Counts
-- @tfield int named how many ports of a text have a service now; or how many rows of a CSV, of
--   several ports in a row at least one
-- @tfield ?int rows how many rows there are below the header
-- @tfield ?int blank how many rows have no service: those without a port, without a protocol of the
--   registry or without a service, and those that are wrong, unless another port has a service
-- @tfield ?int wrong how many are wrong: with another number of cells than the header, with quotes
--   that do not fit, or with a port that is none
-- @tfield ?{string,...} warnings messages about the first ten of these, with source and line, and
--   how many more there are; empty if none is wrong
-- @tfield ?"comma"|"semicolon"|"tab"|"bar" delimiter what separates the cells
-- @tfield ?string port_column the name of the column that ports are taken from; of several, that
--   of the first
-- @tfield ?{string,...} port_columns the names of all of them, if there are several
-- @tfield ?string protocol_column the name of the column beside it, if there is one: that of
--   protocols, or of other ports if each protocol has a column of ports

local additions = require "ianaports.format.additions"
local check = require "ianaports.base.options"
local csv = require "ianaports.format.csv"
local encoding = require "ianaports.base.encoding"
local flows = require "ianaports.annotate.flows"
local ianaports = require "ianaports"
local inputs = require "ianaports.base.input"
local flush = require("ianaports.base.output").flush
local tokens = require "ianaports.annotate.tokens"
local write = require("ianaports.base.output").write

local annotate = {}

local OPTIONS = {
  { "csv", "boolean" },
  { "port_column", "string or array" },
  { "protocol_column", "string" },
  { "add", "string or array" },
  { "unknown", "string" },
  { "side", "boolean" },
  { "column", "string or array" },
  { "delimiter", "string" },
  { "source", "string" },
  { "registry", "registry" },
}

local DEFAULT_SOURCE = "input"

-- The input and the output. Both are read and written in blocks.
local Stream = {}
Stream.__index = Stream

-- The next block, "" at the end; or nil and a message.
function Stream:read()
  local block, message = inputs.read_block(self.input)
  if not block then
    return nil, ("%s: cannot read: %s"):format(self.source, message)
  end
  return block
end

-- The first bytes, enough to show whether there is a byte order mark, and the mark, which may be
-- "". Or nil and a message if they cannot be read or are not UTF-8. `needs_mark`: only a mark shows
-- that they are not, so that a short first block is not held back.
function Stream:read_start(needs_mark)
  local bytes = ""
  repeat
    local block, message = self:read()
    if not block then
      return nil, message
    end
    bytes = bytes .. block
  until #bytes >= encoding.LONGEST_MARK or block == ""
    or needs_mark and not encoding.may_begin_mark(bytes)
  local name, mark = encoding.of(bytes)
  if name == "UTF-8" or needs_mark and mark == "" then
    return bytes, mark
  end
  return nil, ("%s: %s"):format(self.source, encoding.refusal(name))
end

-- Writes what became of the last block. The next one may be long in coming, so what is written must
-- not wait for it. Returns true, or nil and a message.
function Stream:write(text)
  if text == "" then
    return true
  end
  local written, message = write(self.output, text)
  if written and check.has_method(self.output, "flush") then
    written, message = flush(self.output)
  end
  return written, not written and "cannot write: " .. (message or "unknown failure") or nil
end

--- Copies a text and adds the service after each port in it, or copies a CSV of flows and adds a
-- column with the service of each row. All other bytes stay as they are. Memory use does not
-- depend on the size of the input.
--
-- Lines are written when they are there: what became of a block is written, and `output` is
-- flushed, before more is read. A file's own `read` waits until it has as much as it was asked for,
-- or its file ends.
--
-- In a text, `80/tcp` becomes `80/tcp (http)` if the registry has a service for it. Ports are known
-- in the notations of logs: `443/tcp`, `443/open/tcp`, `tcp/443`, `example.com:443`,
-- `[2001:db8::1]:443`, `192.0.2.1.443` of tcpdump; and in a line that names one protocol, `DPT=443`
-- of iptables and nftables, `192.0.2.1/443` of Cisco's firewalls, `eq 443` and `port 443`. Ranges,
-- lists and pairs such as `8000-8080/tcp`, `80,443/tcp` and `8080:30080/tcp` stay as they are, and
-- so does a port whose service is there already.
--
-- In a CSV the first row names the columns; titles with fewer cells may come before it. Cells are
-- separated by commas, semicolons, tabs or bars; a first line such as `sep=;` or the header shows
-- which. Blanks around cells, also around quoted ones, are not part of their values. A protocol is
-- a name, in any case, or an IP protocol number. If there is no column of protocols, the port's
-- primary service is taken. A port may be written `443`, `443.0`, `443/tcp` or `https`.
--
-- The added cell is empty if the port or the protocol is empty or has no service. Rows keep their
-- blanks, quotes and line ends. A row that is wrong is copied and counted. Empty lines are copied,
-- and so is what follows a cell `Summary` or `Total`, up to a record as long as the header.
--
-- `add` names what is added for each port: its `service`; the service's `description`; the `status`
-- of the port's primary entry, or `unassigned` or `dynamic` if it has none; its `class`. All of
-- these are empty if a row has no port of the registry's protocols. Several columns of ports are
-- looked up in one pass. Each has columns of its own, with names such as `src_port_service`.
--
-- `side` adds the name of the column that has the server's port: of two ports the one of the lower
-- class, in the order system, user, dynamic; if both are of one class, the one that has a service.
-- If neither rule decides, or if one of them is no port, the cell is empty.
--
-- @function run
-- @tparam file|table input a file, or an object with a method `read` like a file's
-- @tparam file|table output a file, or an object with a method `write` like a file's, and maybe
--   `flush`
-- @tparam[opt] table options the form of the input
-- @tparam[opt=false] boolean options.csv whether the input is a CSV
-- @tparam[opt] string|{string,...} options.port_column the name of this column in the first row,
--   or an array of several; by default one of the usual names, such as `dst_port`, `dport` or
--   `port`
-- @tparam[opt] string options.protocol_column the name of this column in the first row; by default
--   `proto`, `protocol` or another usual name
-- @tparam[opt] string options.delimiter what separates the cells of a CSV: a comma, a semicolon, a
--   tab or a bar, itself or its name (`comma`, `semicolon`, `tab`, `bar`)
-- @tparam[opt="service"] string|{string,...} options.add what is added: `service`, `description`,
--   `status` and `class`, in a string with commas or in an array
-- @tparam[opt=""] string options.unknown what service and description are of a port that has no
--   service
-- @tparam[opt=false] boolean options.side whether to add, in the last column, which of two ports
--   is the server's
-- @tparam[opt] string|{string,...} options.column the name of the added column, or an array of the
--   names of all; by default what they hold, `service`; of several ports `src_port_service`
-- @tparam[opt="input"] string options.source what messages call the input
-- @tparam[opt] Registry options.registry the registry to ask; by default the bundled one
-- @treturn ?true `true`, or `nil` if a text is marked as UTF-16, if a CSV is not UTF-8 or has no
--   header with a port, or if reading or writing failed; all before that has been written
-- @treturn ?Counts|string what became of the ports or rows; or what is wrong, with source and line
-- @raise an argument error if a file or an option is wrong
-- @usage
-- local annotate = require "ianaports.annotate"
-- assert(annotate.run(io.stdin, io.stdout, { csv = true, port_column = "dst_port" }))
-- assert(annotate.run(io.stdin, io.stdout, {
--   csv = true,
--   port_column = { "src_port", "dst_port" },
--   add = "service,class",
--   unknown = "unknown",
--   side = true,
-- }))
function annotate.run(input, output, options)
  if not check.has_method(input, "read") then
    check.expected(input, 1, "run", "file to read")
  elseif not check.has_method(output, "write") then
    check.expected(output, 2, "run", "file to write")
  end
  options = check.options(options, OPTIONS, 3, "run")
  if options.delimiter and not csv.dialect(options.delimiter) then
    check.expected(options.delimiter, 3, "run", csv.DELIMITERS)
  end
  local plan, problem = additions.read(options)
  if not plan then
    check.expected(problem.got, 3, "run", ("%s (%s)"):format(problem.option, problem.expected))
  end
  local stream = setmetatable({
    input = input,
    output = output,
    source = options.source or DEFAULT_SOURCE,
  }, Stream)
  local registry = options.registry or ianaports.bundled
  if options.csv then
    return flows.annotate(stream, registry, plan)
  end
  return tokens.annotate(stream, registry)
end

return annotate
