-- Prints what the module and the command answer, which is the same on every machine: .ci/windows
-- compares two outputs.
--
-- usage: lua5.4 spec/platforms/answers.lua >FILE    (in the folder of a checkout)

local array = require "ianaports.base.array"
local ianaports = require "ianaports"
local cli = require "ianaports.cli"

require("ianaports.system").set_binary()

-- As if luaexpat were installed nowhere, as not every machine has it.
package.preload.lxp = function()
  error "left out"
end

local function put(...)
  local texts = { ... }
  for index = 1, select("#", ...) do
    texts[index] = tostring(texts[index])
  end
  io.stdout:write(table.concat(texts, "\t"), "\n")
end

local function describe(entry)
  local fields = {}
  for name, value in pairs(entry) do
    fields[#fields + 1] = ("%s=%s"):format(name, tostring(value))
  end
  table.sort(fields)
  return table.concat(fields, "\t")
end

-- The module ---------------------------------------------------------------------------

for port = 0, 65535 do
  put(port, ianaports.port_class(port), ianaports.service_name(port) or "-",
    ianaports.service_name(port, "tcp") or "-", ianaports.service_name(port, "udp") or "-")
end

for entry in ianaports.entries() do
  put(describe(entry))
  put(ianaports.port_number(entry.service_name or "0"))
end

for _, text in ipairs { "http", "remote desktop", "dns", "[Somebody]", "zz" } do
  for _, entry in ipairs(ianaports.search(text)) do
    put(text, describe(entry))
  end
end

local loaded = assert(ianaports.load "data/service-names-port-numbers.csv")
put("loaded", #loaded, loaded:service_name(443))

for _, source in ipairs { "no/such/file", "spec", "spec/fixtures/csv/quote-unclosed.csv" } do
  put("refused", source, (ianaports.load(source)))
end
put("malformed", (select(2, ianaports.load "spec/fixtures/csv/quote-unclosed.csv")))

-- The command --------------------------------------------------------------------------

-- The words of a command line; nil if a shell would do more than cut it, or if it names files by
-- paths that not every system has.
local function words_of(line)
  if line:find "[$`|<>;&\\*?~%%\n]" or line:find " /" or line:find "%-%-output"
    or line:find " %-o" then
    return nil
  end
  local words = {}
  for quote, rest in (line .. " "):gmatch "(['\"]?)([^ ]*)%s" do
    if quote ~= "" or rest:find "['\"]" then
      return nil
    end
    words[#words + 1] = rest
  end
  return words
end

-- The commands whose answers do not depend on the user's folders.
local COMMANDS = {
  annotate = true, check = true, contact = true, diff = true, export = true, free = true,
  info = true, list = true, lookup = true, report = true, search = true,
}

local function collector()
  local pieces = {}
  return {
    write = function(self, ...)
      for index = 1, select("#", ...) do
        pieces[#pieces + 1] = tostring((select(index, ...)))
      end
      return self
    end,
    text = function() return table.concat(pieces) end,
  }
end

-- The command lines in a spec, word for word: texts in quotes that begin with a command or a port.
local function lines_of(path)
  local lines = {}
  for line in io.lines(path) do
    for text in line:gmatch '"([^"\\]*)"' do
      local word = text:match "^%S+" or ""
      if COMMANDS[word] or word:find "^%d+$" then
        lines[#lines + 1] = text
      end
    end
  end
  return array.unique(lines)
end

local SPECS = { "commands", "completion", "examples", "formats", "lacks", "output", "rows" }
local ran = 0

for _, name in ipairs(SPECS) do
  for _, line in ipairs(lines_of(("spec/lua/cli/%s_spec.lua"):format(name))) do
    local words = words_of(line)
    if words then
      local out, err = collector(), collector()
      local code = cli.run(words, out, err)
      put("command", line, code, out.text(), err.text())
      ran = ran + 1
    end
  end
end
put("commands", ran)
