-- ianaports completion SHELL

local options = require "ianaports.cli.options"

local completion = {
  summary = "Write completions for a shell.",
  description = "Writes a script that makes a shell complete commands and options.",
  arguments = {
    {
      name = "SHELL", target = "shell", choices = { "bash", "zsh", "fish" },
      help = "bash, zsh or fish.",
    },
  },
  options = { { title = "Options", options.OUTPUT, options.HELP } },
  examples = { 'eval "$(ianaports completion bash)"' },
}

function completion.run(session, given)
  local whole = require("ianaports.cli.parser").whole()
  session:output():write(whole["get_" .. given.shell .. "_complete"](whole))
  return true
end

return completion
