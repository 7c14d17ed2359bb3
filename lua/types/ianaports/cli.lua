---@meta ianaports.cli
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.cli
local cli = {}

---Runs the command.
---@param arguments string[] the arguments, as the shell passes them
---@param out file*|table where results go: a file, or an object with a method `write`
---@param err file*|table where messages go: a file, or an object with a method `write`
---@return integer # the exit code: 0 if something was found or done, 1 if nothing was found, 2 for a mistake in the arguments, 3 if a file or the network failed; those of `diff` are those of diff(1)
function cli.run(arguments, out, err) end

return cli
