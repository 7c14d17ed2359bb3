---@meta ianaports.annotate
-- Types for editors (LuaCATS). `make reference` makes them.

---What became of the ports of a text, or of the rows of a CSV.
---@class ianaports.annotate.Counts
---@field named integer how many ports of a text have a service now; or how many rows of a CSV, of several ports in a row at least one
---@field rows? integer how many rows there are below the header
---@field blank? integer how many rows have no service: those without a port, without a protocol of the registry or without a service, and those that are wrong, unless another port has a service
---@field wrong? integer how many are wrong: with another number of cells than the header, with quotes that do not fit, or with a port that is none
---@field warnings? string[] messages about the first ten of these, with source and line, and how many more there are; empty if none is wrong
---@field delimiter? "comma"|"semicolon"|"tab"|"bar" what separates the cells
---@field port_column? string the name of the column that ports are taken from; of several, that of the first
---@field port_columns? string[] the names of all of them, if there are several
---@field protocol_column? string the name of the column beside it, if there is one: that of protocols, or of other ports if each protocol has a column of ports

---@class ianaports.annotate.RunOptions
---@field csv? boolean whether the input is a CSV
---@field port_column? string|string[] the name of this column in the first row, or an array of several; by default one of the usual names, such as `dst_port`, `dport` or `port`
---@field protocol_column? string the name of this column in the first row; by default `proto`, `protocol` or another usual name
---@field delimiter? string what separates the cells of a CSV: a comma, a semicolon, a tab or a bar, itself or its name (`comma`, `semicolon`, `tab`, `bar`)
---@field add? string|string[] what is added: `service`, `description`, `status` and `class`, in a string with commas or in an array
---@field unknown? string what service and description are of a port that has no service
---@field side? boolean whether to add, in the last column, which of two ports is the server's
---@field column? string|string[] the name of the added column, or an array of the names of all; by default what they hold, `service`; of several ports `src_port_service`
---@field source? string what messages call the input
---@field registry? ianaports.Registry the registry to ask; by default the bundled one

---@class ianaports.annotate
local annotate = {}

---Copies a text and adds the service after each port in it, or copies a CSV of flows and adds a column with the service of each row.
---@param input file*|table a file, or an object with a method `read` like a file's
---@param output file*|table a file, or an object with a method `write` like a file's, and maybe `flush`
---@param options? ianaports.annotate.RunOptions the form of the input
---@return true? # `true`, or `nil` if a text is marked as UTF-16, if a CSV is not UTF-8 or has no header with a port, or if reading or writing failed; all before that has been written
---@return ianaports.annotate.Counts|string? # what became of the ports or rows; or what is wrong, with source and line
function annotate.run(input, output, options) end

return annotate
