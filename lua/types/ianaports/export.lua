---@meta ianaports.export
-- Types for editors (LuaCATS). `make reference` makes them.

---The name of a format; `write` says what each is.
---@alias ianaports.export.Format "services"|"nmap-services"|"wireshark-services"|"csv"|"json"|"jsonl"|"sql"|"clickhouse"

---@class ianaports.export.WriteOptions
---@field filter? ianaports.Filter|ianaports.Protocol only entries that match are written; a protocol in it limits the protocols for which services are written, too
---@field columns? string[] the names of the fields to write, in order (`csv`, `json`, `jsonl`). In CSV, `port_number` holds `FIRST-LAST` for a range unless `port_last` is among them
---@field safe_csv? boolean whether to keep a spreadsheet from taking a cell for a formula (`csv`): all cells are quoted, and one that would begin a formula begins with `'`
---@field frequency? fun(port: integer, protocol: string): number? returns how often a port of a protocol is open, from 0 to below 1, or `nil` for never (`nmap-services`)

---@class ianaports.export
---@field formats ianaports.export.Format[] The names of all formats.
local export = {}

---Writes a registry in one of the formats.
---@param registry ianaports.Registry the registry to write
---@param format ianaports.export.Format the name of the format
---@param file file*|table a file, which stays open, or an object with a method `write` that takes a string. If `write` returns `false`, or `nil` and a message, writing has failed
---@param options? ianaports.export.WriteOptions what to write
---@return true? # `true`, or `nil` if writing failed; a part may have been written
---@return string? # what failed
function export.write(registry, format, file, options) end

return export
