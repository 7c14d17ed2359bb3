-- A bar of progress on standard error, for whoever waits in front of a terminal:
--
--    42 %  27.4 of 65.1 MB, 0:12 left  [███████████████▌                     ]
--
-- It appears after a second of work, and nowhere but on a terminal.

local system = require "ianaports.system"

local progress = {}

local DELAY = 1 -- seconds before the bar appears
local INTERVAL = 0.1 -- seconds from one drawing to the next
local STALL = 0.5 -- seconds without work after which someone else keeps this process waiting
local WIDTH = 80 -- of a terminal that does not report it

local CLEAR = "\r\27[K"

local UNITS = { "B", "kB", "MB", "GB", "TB" }

-- Returns a function that writes numbers of bytes in the unit that suits `most` of them, and the
-- name of that unit.
local function scale(most)
  local size, index = 1, 1
  while most / size >= 1000 and UNITS[index + 1] do
    size, index = size * 1000, index + 1
  end
  return function(bytes)
    return (index == 1 and "%d" or "%.1f"):format(bytes / size)
  end, UNITS[index]
end

-- "27.4 MB".
function progress.size(bytes)
  local text, unit = scale(bytes)
  return text(bytes) .. " " .. unit
end

-- "27.4 of 65.1 MB".
local function share(bytes, total)
  local text, unit = scale(total)
  local padding = (" "):rep(#text(total) - #text(bytes))
  return ("%s%s of %s %s"):format(padding, text(bytes), text(total), unit)
end

-- "0:12", "3:20", "1:00:05".
local function duration(seconds)
  local rest = math.ceil(seconds)
  local hours, minutes = math.floor(rest / 3600), math.floor(rest / 60) % 60
  if hours > 0 then
    return ("%d:%02d:%02d"):format(hours, minutes, rest % 60)
  end
  return ("%d:%02d"):format(minutes, rest % 60)
end

-- The line of the bar. Its last column stays free, because some terminals begin a new line there.
local function line_of(columns, note, fraction, seconds)
  local chart = require "ianaports.format.chart"
  local display = require "ianaports.base.display"
  local ascii = not display.is_utf8()
  local line = note
  if fraction then
    line = ("%3d %%  %s"):format(math.floor(fraction * 100), note)
    line = fraction > 0 and ("%s, %s left"):format(line, duration(seconds * (1 / fraction - 1)))
      or line
    local room = columns - 1 - display.width(line) - #"  []"
    local bar = chart.bar(fraction, 1, room, ascii)
    line = room > 0 and ("%s  [%s]"):format(line, display.pad(bar, room)) or line
  end
  return chart.fit(line, columns - 1, display.width, "")
end

local Bar = {}
Bar.__index = Bar

-- A bar on `err`. `clock` and `columns` are for specs: functions that return the seconds, and the
-- width of the terminal or nil.
function progress.new(err, clock, columns)
  local kind = os.getenv "TERM"
  local is_able = err == io.stderr and kind and kind ~= "" and kind ~= "dumb"
  return setmetatable({
    err = err,
    clock = clock or system.clock,
    columns = columns or is_able and system.error_size or function() end,
  }, Bar)
end

-- A file begins.
function Bar:start()
  self.began = self.clock()
  self.due = self.began + DELAY
end

-- Time has passed that was no work.
function Bar:skip(seconds)
  self.began, self.due = self.began + seconds, self.due + seconds
end

-- Draws the bar if it is time. `note` says what was done; `fraction` is its share of the work,
-- from 0 to 1, or nil if that is not known.
function Bar:show(note, fraction)
  local now = self.clock()
  if now < self.due then
    return
  end
  self.due = now + INTERVAL
  local columns = self.columns()
  if columns then
    columns = tonumber((os.getenv "COLUMNS" or ""):match "^%d+$") or columns
    columns = columns > 0 and columns or WIDTH
    self.err:write(CLEAR, line_of(columns, note, fraction, now - self.began))
    self.err:flush()
    self.is_drawn = true
  end
end

-- Removes the bar. Whatever else is written to standard error comes after that.
function Bar:clear()
  if self.is_drawn then
    self.err:write(CLEAR)
    self.err:flush()
    self.is_drawn = false
  end
end

local Reader = {}
Reader.__index = Reader

-- Reads what the file reads, and draws the bar. If the next block is not asked for, whoever reads
-- the output of this process is slow, such as a pager: the bar would be written over its page.
function Reader:read(...)
  local bar = self.bar
  local waited = self.left and bar.clock() - self.left or 0
  if waited > STALL then
    bar:skip(waited)
  end
  local block, message, code = self.file:read(...)
  if type(block) == "string" then
    self.bytes = self.bytes + #block
    bar:show(share(self.bytes, self.total), math.min(self.bytes / self.total, 1))
  end
  self.left = bar.clock()
  return block, message, code
end

function Reader:close()
  return self.file:close()
end

-- Returns an object that reads a file, and draws the bar while it does; or the file itself, if it
-- has no size, as a pipe, or if there is no terminal.
function progress.reader(bar, file)
  local position = bar.columns() and file:seek()
  local size = position and file:seek "end"
  if not size then
    return file
  end
  file:seek("set", position)
  if size <= position then
    return file
  end
  bar:start()
  return setmetatable({ bar = bar, file = file, bytes = 0, total = size - position }, Reader)
end

return progress
