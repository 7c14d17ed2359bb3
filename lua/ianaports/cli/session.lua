-- One run of the command: its options, where it reads from and writes to.

local display = require "ianaports.base.display"
local failure = require "ianaports.cli.failure"
local output = require "ianaports.base.output"

local Session = {}
Session.__index = Session

local session = {}

-- `out` and `err` are files, or objects with `write`.
function session.new(options, out, err)
  return setmetatable({ options = options, out = out, err = err }, Session)
end

-- Tells the user something beside the result.
function Session:say(message, ...)
  self.err:write("ianaports: ", display.message(message:format(...)), "\n")
end

-- Whether results go to a terminal.
function Session:on_terminal()
  if self.is_terminal == nil then
    local to_file = self.options.output and self.options.output ~= "-"
    self.is_terminal = not to_file and self.out == io.stdout
      and output.is_terminal()
  end
  return self.is_terminal
end

-- Whether results are to be in ASCII: on a terminal that is not of UTF-8, and with `everywhere`
-- also if they reach it through another program.
function Session:ascii_only(everywhere)
  return not display.is_utf8() and (everywhere or self:on_terminal())
end

function Session:format()
  return self.options.format or (self:on_terminal() and "table" or "tsv")
end

function Session:width()
  return output.width(self:on_terminal())
end

function Session:colored()
  return output.wants_color(self.options.color, self:on_terminal())
end

-- Where results are written to; made when it is first asked for, so that a command that
-- fails before leaves no trace.
function Session:output()
  if not self.sink then
    local path = self.options.output
    if path and path ~= "-" then
      if path == "" or path:find("\0", 1, true) then
        failure.usage "--output: a file name is not empty and has no NUL byte"
      end
      self.sink = output.file(path, failure.output)
      self.sink.open()
    elseif self:on_terminal() then
      self.sink = output.terminal(self.out, self:ascii_only(), failure.output)
    else
      self.sink = output.plain(self.out, failure.output)
    end
  end
  return self.sink
end

-- All that was written is in place.
function Session:finish()
  if self.sink then
    self.sink:finish()
  end
end

-- Nothing is to stay of a file that is not whole.
function Session:discard()
  if self.sink then
    self.sink:discard()
  end
end

-- The registry of a file, or the bundled one for "bundled".
function Session.load(_, path)
  local ianaports = require "ianaports"
  if path == "bundled" then
    return ianaports.bundled
  end
  local registry, message = ianaports.load(path)
  return registry or failure.failed("%s", message)
end

-- The registry that is asked: that of --registry, of IANAPORTS_REGISTRY, or the bundled.
function Session:registry()
  local path = self.options.registry
  if not path or path == "" then
    path = os.getenv "IANAPORTS_REGISTRY"
  end
  return self:load(path and path ~= "" and path or "bundled")
end

return session
