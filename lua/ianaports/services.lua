--- Reads registries in the form of `/etc/services`, see services(5). `ianaports.load` and
-- `ianaports.parse` call this module for the format `services`.
--
-- A line is `NAME PORT/PROTOCOL [ALIAS ...] [# COMMENT]`. Each alias becomes an entry whose
-- `alias_of` is the name. The comment is the description of all these entries. The port may be a
-- range `FIRST-LAST`, as on AIX. The third column of Nmap's file, how often the port is open, is
-- not an alias and is ignored. Lines of the protocols `ddp`, `divert` and `udplite`, which have
-- no ports in the registry, are ignored; `info().note` lists them.
-- @module ianaports.services

local services = {}

--- Reads a text in this form. Programs call `ianaports.load` or `ianaports.parse` instead.
--
-- @function read
-- @tparam function():string,string read_chunk returns the next piece of the text each time, `nil`
--   at the end, or `nil` and a message if it cannot be read
-- @tparam string source the file's path, or `text`
-- @treturn ?Registry the registry, or `nil` if anything in the text is wrong
-- @treturn ?string what is wrong, as `SOURCE:LINE: REASON`
-- @treturn ?ReadError the same as fields
-- @usage
-- local registry = assert(ianaports.load("/etc/services", "services"))
-- print(registry:find("www").alias_of)
services.read = require("ianaports.format.services").read

return services
