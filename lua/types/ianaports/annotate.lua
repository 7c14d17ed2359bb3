---@meta ianaports.annotate
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.annotate.RunOptions
---@field csv? boolean whether the input is a CSV
---@field port_column? string the name of this column in the first row; by default one of the usual names, such as `dst_port`, `dport` or `port`
---@field protocol_column? string the name of this column in the first row; by default `proto`, `protocol` or another usual name
---@field column? string the name of the added column
---@field source? string what messages call the input
---@field registry? ianaports.Registry the registry to ask; by default the bundled one

---@class ianaports.annotate
local annotate = {}

---Copies a text and adds the service after each port in it, or copies a CSV of flows and adds a column with the service of each row.
---@param input file*|table a file, or an object with a method `read` like a file's
---@param output file*|table a file, or an object with a method `write` like a file's
---@param options? ianaports.annotate.RunOptions the form of the input
---@return true? # `true`, or `nil` if the CSV is wrong, or reading or writing failed; all before that has been written
---@return string? # what is wrong, with source and line
function annotate.run(input, output, options) end

return annotate
