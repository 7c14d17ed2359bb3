-- ianaports update

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local progress = require "ianaports.cli.progress"
local system = require "ianaports.system"

local update = {
  summary = "Fetch IANA's current registry for this user.",
  description = "Fetches the registry from IANA if it has changed, checks it, and replaces this"
    .. " user's copy, which the command then asks by itself. If anything fails, the present copy"
    .. " stays.",
  options = {
    {
      title = "Options",
      { names = "--base", value = "URL", help = "The folder of the two files, instead of IANA's." },
      {
        names = "--folder", value = "FOLDER", offers = "files",
        help = "The folder of the copy.",
      },
      { names = "--timeout", value = "SECONDS", help = "How long a file may take. Default: 120." },
      options.HELP,
    },
  },
  examples = { "ianaports update" },
}

-- A function that draws the bar of progress for each file in turn.
local function drawer(bar)
  local file
  return function(url, bytes, fraction)
    if url ~= file then
      file = url
      bar:start()
    end
    bar:show(("%8s of %s"):format(progress.size(bytes), url:match "[^/]*$"), fraction)
  end
end

-- The command asks the copy in the user's folder, unless another registry is named.
local function say_how_to_use(session, path, folder)
  local named = os.getenv "IANAPORTS_REGISTRY" or ""
  if folder and system.is_windows then
    session:say('to use it: set "IANAPORTS_REGISTRY=%s"', path)
  elseif folder then
    session:say("to use it: export IANAPORTS_REGISTRY=%s",
      require("ianaports.base.shell").quote(path))
  elseif named ~= "" then
    session:say("IANAPORTS_REGISTRY names the registry to ask, %s: this copy is not asked", named)
  end
end

function update.run(session, given)
  local module = require "ianaports.update"
  local timeout = options.number("--timeout", given.timeout, "a number of seconds")
  local result = failure.check(module.fetch {
    base = given.base,
    folder = given.folder,
    timeout = timeout,
    progress = drawer(session:progress()),
  })
  local out = session:output()
  out:write(("%s: %d entries, %d contacts, of %s\n"):format(result.status, result.rows,
    result.contacts, result.last_updated or "an unknown day"))
  if result.note then
    session:say("%s", result.note)
  end
  say_how_to_use(session, module.path("csv", given.folder), given.folder)
  return true
end

return update
