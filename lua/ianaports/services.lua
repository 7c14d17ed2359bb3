--- Reads registries in the form of `/etc/services`, see services(5). `ianaports.load` and
-- `ianaports.parse` call this module for the format `services`.
--
-- A line is `NAME PORT/PROTOCOL [ALIAS ...] [# COMMENT]`. Each alias becomes an entry whose
-- `alias_of` is the name. The comment is the description of all these entries. The port may be a
-- range `FIRST-LAST`, as on AIX, and there may be several protocols, as in `80/tcp,udp`. The third
-- column of Nmap's file, how often the port is open, is not an alias and is ignored. Bytes that are
-- not UTF-8 are read as ISO 8859-1.
--
-- A line without a port and a protocol that the registry knows, such as `privoxy 8188` or
-- `nbp 2/ddp`, is passed over. `info().note` says how many these are, and lists them with their
-- numbers. If all lines are like this, the text is refused.
-- @module ianaports.services

local services = {}

--- Reads a text in this form. Programs call `ianaports.load` or `ianaports.parse` instead.
--
-- @function read
-- @tparam function():string,string read_chunk returns the next piece of the text each time, `nil`
--   at the end, or `nil` and a message if it cannot be read
-- @tparam string source the file's path, or `text`
-- @treturn ?Registry the registry, or `nil` if the text cannot be read
-- @treturn ?string what is wrong, as `SOURCE:LINE: REASON`; with a registry, its note
-- @treturn ?ReadError the same as fields
-- @usage
-- local registry = assert(ianaports.load("/etc/services", "services"))
-- print(registry:find("www").alias_of)
services.read = require("ianaports.format.services").read

return services
