-- busted's output handler for all runs (.busted names it). It prints what the default one prints.
-- If the environment variable IANAPORTS_RESULTS names a file, it also adds lines to that file, for
-- .ci/run. Their words are separated by tabs:
--
--   run                      a run began
--   pending  NAME  REASON    it left a spec pending
--   end  PASSED  FAILED      it ended

local busted = require "busted"
local new_plain_terminal = require "busted.outputHandlers.plainTerminal"

local path = os.getenv "IANAPORTS_RESULTS"

local function add(...)
  local file = assert(io.open(path, "a"))
  assert(file:write(table.concat({ ... }, "\t"), "\n"))
  assert(file:close())
end

local function in_a_line(text)
  return (tostring(text or ""):gsub("%s+", " "))
end

return function(options)
  local handler = new_plain_terminal(options)
  if path then
    busted.subscribe({ "suite", "start" }, function()
      add "run"
      return nil, true
    end)
    busted.subscribe({ "suite", "end" }, function()
      for _, pending in ipairs(handler.pendings) do
        add("pending", in_a_line(pending.name), in_a_line(pending.message))
      end
      add("end", handler.successesCount, handler.failuresCount + handler.errorsCount)
      return nil, true
    end)
  end
  return handler
end
