---@meta ianaports.cli

local cli = {}

---Runs the command.
---@param arguments string[] as the shell gives them
---@param out file*|table for results: a file, or what has a method `write`
---@param err file*|table for messages, likewise
---@return integer code 0 found, 1 nothing found, 2 a mistake in the arguments, 3 a failure
function cli.run(arguments, out, err) end

return cli
