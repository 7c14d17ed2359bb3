-- Presses Tab in real shells, on a pseudo-terminal of zsh's module zpty.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local tab = {}

-- How each shell is started, without a user's own settings.
tab.SHELLS = {
  bash = "bash --norc --noprofile",
  zsh = "zsh -f",
  fish = "fish --no-config",
}

-- Completions come from the real command. When it is run, this one writes its arguments instead.
local COMMAND = [[
#!/bin/sh
case $* in
  __complete* | "completion bash" | "completion zsh" | "completion fish")
    exec env LUA_PATH='%s' LUA_CPATH='%s' \
      %s %s/lua/bin/ianaports "$@" ;;
esac
printf RAN
printf '[%%s]' "$@"
echo NAR
]]

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- Which of the programs is not installed; nil if none.
function tab.missing(...)
  for _, name in ipairs { "zsh", ... } do
    if not select(2, shell.run("command -v " .. name)) then
      return name .. " is not installed"
    end
  end
end

-- A folder with the command in `bin`, and with files to complete. The caller removes it.
function tab.new_folder()
  local folder, here = shell.new_folder(), (shell.run "pwd"):gsub("\n", "")
  local function absolute(path)
    return (path:gsub("%f[^;%z]([%w?])", here .. "/%1"):gsub("%f[^;%z]%./", here .. "/"))
  end
  assert(shell.run(("cd %s && mkdir bin home data folder && touch flows.csv 'home/my file'")
    :format(folder)))
  files.write(folder .. "/bin/ianaports", COMMAND:format(absolute(package.path),
    absolute(package.cpath), os.getenv "LUA" or "lua5.4", here))
  shell.run(("chmod +x %s/bin/ianaports"):format(folder))
  return folder
end

-- Types lines after "ianaports " in a shell, in a folder of `new_folder`, after a line that sets it
-- up. Returns an array of what the command got as arguments for each, such as "[list][--class]",
-- and an array of what the terminal showed.
function tab.press(folder, program, setup, lines)
  local words = { quote(program), quote(setup) }
  for _, line in ipairs(lines) do
    words[#words + 1] = quote(line)
  end
  local output, succeeded = shell.run(([[
    script=$PWD/spec/support/tab.zsh
    cd %s && env -u IANAPORTS_REGISTRY HOME=%s/home XDG_DATA_HOME=%s/data PATH="%s/bin:$PATH" \
      TERM=xterm LC_ALL=C.UTF-8 timeout 20 zsh -f "$script" %s]]):format(folder, folder, folder,
    folder, table.concat(words, " ")))
  local got, shown = {}, {}
  for arguments, screen in output:gmatch "([^\n]*)\n([^\n]*)\n" do
    table.insert(got, arguments)
    table.insert(shown, screen)
  end
  assert(succeeded, ("the shell hangs at: %s"):format(lines[#got + 1] or output))
  return got, shown
end

return tab
