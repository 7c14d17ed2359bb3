std = "max"
max_line_length = 100
exclude_files = { "build" }
files["lua/hosts/haproxy"] = { read_globals = { "core" } }
files["spec"] = { std = "max+busted" }
files["data/compile.lua"] = { std = "lua54" }
-- Declarations for editors: every parameter is unused.
files["lua/types"] = { unused = false }
