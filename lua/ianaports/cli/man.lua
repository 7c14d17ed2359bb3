-- ianaports man

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"

local man = {
  summary = "Write the manual page, for man.",
  description = "Writes the manual page in the mdoc language: ianaports man | man -l -",
  options = { { title = "Options", options.OUTPUT, options.HELP } },
}

function man.run(session)
  session:output():write(require("ianaports.cli.manual").text())
  return failure.FOUND
end

return man
