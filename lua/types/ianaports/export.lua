---@meta ianaports.export

---@alias ianaports.ExportFormat
---| "services"
---| "nmap-services"
---| "wireshark-services"
---| "csv"
---| "json"
---| "jsonl"
---| "sql"

---@class ianaports.ExportOptions
---@field filter? ianaports.Filter|string|fun(entry: ianaports.Entry): boolean
---@field columns? string[] the fields to write (csv, json, jsonl)
---@field safe_csv? boolean no cell reaches a spreadsheet as a formula (csv)
---@field frequency? fun(port: integer, protocol: string): number? how often a port is open

---@class ianaports.export
---@field formats ianaports.ExportFormat[]
local export = {}

---Writes a registry in one of the formats.
---@param registry ianaports.Registry
---@param format ianaports.ExportFormat
---@param file file*|table a file, or what has a method `write`
---@param options? ianaports.ExportOptions
---@return boolean? done
---@return string? message
function export.write(registry, format, file, options) end

return export
