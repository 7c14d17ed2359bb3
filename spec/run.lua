-- Runs busted under the Lua that runs this file, wherever busted is installed for that Lua; its own
-- command may name another one.
--
-- usage: lua5.4 spec/run.lua [OPTION...] FILE|FOLDER...    (as busted)

require "busted.runner" { standalone = false }
