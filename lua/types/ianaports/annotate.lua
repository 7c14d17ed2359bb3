---@meta ianaports.annotate

---@class ianaports.AnnotateOptions
---@field csv? boolean the input is a CSV whose first row names the columns
---@field port_column? string what that column is called
---@field protocol_column? string what that column is called
---@field column? string the name of the added column
---@field source? string what the input is called in messages
---@field registry? ianaports.Registry in place of the bundled one

local annotate = {}

---Copies a text, or a CSV of flows, and names the service of each port in it.
---@param input file*|table a file, or what has a method `read` like a file's
---@param output file*|table a file, or what has a method `write` like a file's
---@param options? ianaports.AnnotateOptions
---@return boolean? done
---@return string? message
function annotate.run(input, output, options) end

return annotate
