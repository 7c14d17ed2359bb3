-- Pictures of a terminal: what commands really print, as SVG in UTF-8 with colours for light and
-- for dark.

local command = require "spec.support.command"
local shell = require "spec.support.shell"

local terminal = {}

local COLUMNS = 80
local CELL_WIDTH, LINE_HEIGHT, MARGIN = 8.4, 19, 14 -- of a font of 14 px

-- The kern.log that a command below reads.
local LOG = "May 11 09:12:44 gw kernel: DROP SRC=203.0.113.9 PROTO=TCP SPT=51544 DPT=3389 SYN\n"

terminal.PICTURES = {
  commands = {
    "ianaports https 8080 'mysql-cl*'",
    "ianaports search remote desktop",
    "tail -1 kern.log | cut -c 28- | ianaports annotate",
  },
}

local STYLE = [[
rect { fill: #fbfcfd; stroke: #c9d1d9 }
text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #24292f;
  white-space: pre }
.bold, .prompt { font-weight: bold }
.dim { fill: #57606a }
.green { fill: #116329 }
.cyan { fill: #0b6bcb }
@media (prefers-color-scheme: dark) {
  rect { fill: #161b22; stroke: #30363d }
  text { fill: #e6edf3 }
  .dim { fill: #8b949e }
  .green { fill: #7ee787 }
  .cyan { fill: #79c0ff }
}]]

-- What the codes of ECMA-48 (SGR) mean that the command writes.
local CLASSES = { ["1"] = "bold", ["2"] = "dim", ["32"] = "green", ["36"] = "cyan" }

local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

local function text_at(column, row, class, text)
  return ('<text x="%.1f" y="%d"%s>%s</text>\n'):format(MARGIN + column * CELL_WIDTH,
    MARGIN + row * LINE_HEIGHT - 5, class and (' class="%s"'):format(class) or "",
    (text:gsub("[&<>]", ESCAPES)))
end

local function length(text)
  return select(2, text:gsub("[^\128-\191]", ""))
end

-- Appends the texts of a line that a terminal shows.
local function add_line(pieces, row, line)
  local column, class = 0, nil
  for text, code in (line .. "\27[0m"):gmatch "([^\27]*)\27%[([%d;]*)m" do
    for first, word in text:gmatch "()(%S+)" do -- each at its column, whatever the font is
      local before = length(text:sub(1, first - 1))
      pieces[#pieces + 1] = text_at(column + before, row, class, word)
    end
    column = column + length(text)
    class = assert(code == "0" and "" or CLASSES[code], code)
    class = class ~= "" and class or nil
  end
end

-- Runs a line as typed, in a folder with the log.
local function output_of(line, folder)
  local root = shell.run "pwd":gsub("\n$", "")
  local script = ('cd %s; ianaports() { (cd %s; %s "$@"); }; %s'):format(folder, root,
    command.line "", line)
  return (command.shell_on_terminal(COLUMNS, script))
end

--- The picture of some commands.
function terminal.draw(lines)
  local folder, pieces, row = shell.new_folder(), {}, 0
  local file = assert(io.open(folder .. "/kern.log", "wb"))
  file:write(LOG)
  file:close()
  for _, line in ipairs(lines) do
    row = row + (row > 0 and 2 or 1)
    pieces[#pieces + 1] = text_at(0, row, "prompt", "$ " .. line)
    for shown in output_of(line, folder):gmatch "[^\n]+" do
      row = row + 1
      add_line(pieces, row, shown)
    end
  end
  shell.run("rm -r " .. folder)
  local width = math.ceil(2 * MARGIN + COLUMNS * CELL_WIDTH)
  local height = 2 * MARGIN + row * LINE_HEIGHT
  return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">\n')
    :format(width, height, width, height)
    .. "<style>\n" .. STYLE .. "\n</style>\n"
    .. ('<rect x="0.5" y="0.5" width="%d" height="%d" rx="6"/>\n'):format(width - 1, height - 1)
    .. table.concat(pieces) .. "</svg>\n"
end

return terminal
