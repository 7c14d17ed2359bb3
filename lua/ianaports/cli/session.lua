-- One run of the command: its options, its registry and its output.

local display = require "ianaports.base.display"
local failure = require "ianaports.cli.failure"
local output = require "ianaports.base.output"

local Session = {}
Session.__index = Session

local session = {}

-- `out` and `err` are files, or objects with `write`.
function session.new(options, out, err)
  local path = options.output ~= "-" and options.output or nil
  return setmetatable({
    options = options,
    out = out,
    err = err,
    path = path,
    is_terminal = not path and out == io.stdout and output.is_terminal(),
  }, Session)
end

-- The bar of progress.
function Session:progress()
  self.bar = self.bar or require("ianaports.cli.progress").new(self.err)
  return self.bar
end

function Session:clear_progress()
  if self.bar then
    self.bar:clear()
  end
end

-- Writes a message to the user.
function Session:say(message, ...)
  self:clear_progress()
  self.err:write("ianaports: ", display.message(message:format(...)), "\n")
end

-- Whether results must be ASCII: if the locale is not one of UTF-8 and they go to a terminal or,
-- with `everywhere`, to anything.
function Session:ascii_only(everywhere)
  return not display.is_utf8() and (everywhere or self.is_terminal)
end

function Session:format()
  return self.options.format or (self.is_terminal and "table" or "tsv")
end

function Session:width()
  return output.width(self.is_terminal)
end

function Session:colored()
  return output.wants_color(self.options.color, self.is_terminal)
end

-- The output for results. It is made when it is first used, so that a command that fails earlier
-- leaves no file.
function Session:output()
  self:clear_progress()
  if self.sink then
    return self.sink
  elseif self.path then
    if self.path == "" or self.path:find("\0", 1, true) then
      failure.usage "--output: a file name is not empty and has no NUL byte"
    end
    self.sink = output.file(self.path, failure.output)
    self.sink.open()
  elseif self.is_terminal then
    self.sink = output.terminal(self.out, self:ascii_only(), failure.output)
  else
    self.sink = output.plain(self.out, failure.output)
  end
  return self.sink
end

-- Completes the output.
function Session:finish()
  self:clear_progress()
  if self.sink then
    self.sink:finish()
  end
end

-- Removes output that is not complete.
function Session:discard()
  self:clear_progress()
  if self.sink then
    self.sink:discard()
  end
end

-- The registry of a file, or the bundled one for "bundled". Says which lines were passed over.
function Session:load(path)
  local ianaports = require "ianaports"
  if path == "bundled" then
    return ianaports.bundled
  end
  local registry, note = ianaports.load(path)
  failure.check(registry, note)
  if note then
    self:say("%s: %s", path, note)
  end
  return registry
end

-- The registry that --registry or IANAPORTS_REGISTRY names, or the bundled one.
function Session:registry()
  local path = self.options.registry
  if not path or path == "" then
    path = os.getenv "IANAPORTS_REGISTRY"
  end
  return self:load(path and path ~= "" and path or "bundled")
end

return session
