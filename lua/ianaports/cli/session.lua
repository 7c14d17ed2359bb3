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
  elseif self.is_terminal and self.options.format == "html" then
    failure.usage "a page of HTML is for a browser, not for a terminal; --output FILE writes it"
  elseif self.is_terminal then
    self.sink = output.terminal(self.out, self:ascii_only(), failure.output)
  else
    self.sink = output.plain(self.out, failure.output)
  end
  return self.sink
end

-- The same output for rows. On a terminal, a pager shows them if they are longer than that.
function Session:page()
  if self.is_terminal and not self.options.no_pager then
    self.pager = require("ianaports.cli.pager").new(self.out, output.terminal_size())
    self.out = self.pager or self.out
  end
  return self:output()
end

-- Completes the page, so that messages come after it.
function Session:end_page()
  if self.pager then
    self:finish()
  end
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
  for _, part in ipairs { self.sink or self.pager, self.pager } do
    part:discard()
  end
end

-- The content of a file, or of standard input for "-", and what messages call it.
function Session:read(path) -- luacheck: no self
  if path ~= "-" then
    return failure.check(require("ianaports.base.files").read(path)), path
  end
  local content, message = io.stdin:read "*a"
  return content or failure.failed("standard input: %s", message), "standard input"
end

-- The registry of a file, or the bundled one for "bundled". Says which lines were passed over.
function Session:load(path)
  local ianaports = require "ianaports"
  if path == "bundled" then
    return ianaports.bundled
  elseif path == "" then
    failure.usage "the name of a registry is empty; a file or bundled is expected"
  end
  local registry, note = ianaports.load(path)
  failure.check(registry, note)
  if note then
    self:say("%s: %s", path, note)
  end
  return registry
end

-- The registry that the user has named; this user's copy, if it is as fresh as the bundled
-- registry; or the bundled one. Returns it, its path and, if it is known at once, its date.
function Session:base(is_whole)
  local variable = os.getenv "IANAPORTS_REGISTRY"
  local named = self.options.registry or variable ~= "" and variable
  if named then
    return self:load(named), named
  end
  local copy, path, date = require("ianaports.base.user_copy").open(is_whole)
  if copy then
    return copy, path, date
  elseif path then
    self:say("%s; the bundled registry answers instead", path)
  end
  return self:load "bundled", "bundled"
end

-- The registry to ask, with the rows of --overlay before all others; and what people call it:
-- "bundled" or a path. `is_whole`: whether the command needs header and contacts.
function Session:registry(is_whole)
  if not self.opened then
    self.opened, self.source, self.date = self:base(is_whole)
    local path = self.options.overlay
    if path then
      local note
      self.opened, note = require("ianaports.overlay").new(self.opened, path)
      failure.check(self.opened, note)
      self.source = path .. " and " .. self.source
      if note then
        self:say("%s: %s", path, note)
      end
    end
  end
  return self.opened, self.source
end

-- What answers, and of which day it is.
function Session:version()
  local ianaports = require "ianaports"
  local registry, source = self:registry()
  local date = self.date or require("ianaports.base.user_copy").date(registry) or "an unknown day"
  local form = source == "bundled" and "%s, %s registry of %s, %s"
    or "%s, from %s: registry of %s, %s"
  return form:format(ianaports._VERSION, source, date,
    rawget(_G, "jit") and jit.version or _VERSION)
end

return session
