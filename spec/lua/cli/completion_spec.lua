-- What bash, zsh and fish complete.

local command = require "spec.support.command"
local files = require "spec.support.files"
local shell = require "spec.support.shell"
local tab = require "spec.support.tab"

-- What is typed before Tab is pressed, and the arguments that the command gets then.
local POSITIONS = {
  { "repo", "[report]" },
  { "list --cl", "[list][--class]" },
  { "list --class=dyn", "[list][--class=dynamic]" },
  { "list --class sy", "[list][--class][system]" },
  { "list --class system --status res", "[list][--class][system][--status][reserved]" },
  { "list --status reserved,unas", "[list][--status][reserved,unassigned]" },
  { "list --columns service_", "[list][--columns][service_code]" },
  { "list -c name,por", "[list][-c][name,port]" },
  { "--columns=name,por", "[--columns=name,port]" },
  { "--format mar", "[--format][markdown]" },
  { "-f mar", "[-f][markdown]" },
  { "443 --fo", "[443][--format]" },
  { "export se", "[export][services]" },
  { "export -f se", "[export][-f][services]" },
  { "export --format=nm", "[export][--format=nmap-services]" },
  { "export -f tab", "[export][-f][tab]" },
  { "report --chart sh", "[report][--chart][share]" },
  { "report --sta", "[report][--sta]" },
  { "update --fol", "[update][--folder]" },
  { "-p sc", "[-p][sctp]" },
  { "free -p tcp,sc", "[free][-p][tcp,sctp]" },
  { "search --protocol=dc", "[search][--protocol=dccp]" },
  { "mysql-cl", "[mysql-cluster]" },
  { "443 mysql-cl", "[443][mysql-cluster]" },
  { "lookup mysql-cl", "[lookup][mysql-cluster]" },
  { "-- mysql-cl", "[--][mysql-cluster]" },
  { "22,mysql-cl", "[22,mysql-cluster]" },
  { "T:mysql-cl", "[T:mysql-cluster]" },
  { "ssh/sc", "[ssh/sctp]" },
  { "list --service-name mysql-cl", "[list][--service-name][mysql-cluster]" },
  { "contact Jim", "[contact][Jim_Cleppe]" },
  { "list --contact Jim", "[list][--contact][Jim_Cleppe]" },
  { "completion -o x fi", "[completion][-o][x][fish]" },
  { "annotate --csv --add service,de", "[annotate][--csv][--add][service,description]" },
  { "annotate --delimiter se", "[annotate][--delimiter][semicolon]" },
  { "annotate fl", "[annotate][flows.csv]" },
  { "report - fl", "[report][-][flows.csv]" },
  { "annotate ./fl", "[annotate][./flows.csv]" },
  { "annotate ~/m", "[annotate][FOLDER/home/my file]" },
  { "-o fl", "[-o][flows.csv]" },
  { "list --output=fl", "[list][--output=flows.csv]" },
  { "list --sort modi", "[list][--sort][modified]" },
  { "--keys fl", "[--keys][flows.csv]" },
  { "443 --overlay fl", "[443][--overlay][flows.csv]" },
  { "-r bun", "[-r][bundled]" },
  { "diff fl", "[diff][flows.csv]" },
  { "diff bun", "[diff][bundled]" },
  { "diff bundled fl", "[diff][bundled][flows.csv]" },
  { "diff bundled bundled fl", "[diff][bundled][bundled][fl]" },
  { "fl", "[fl]" },
  { "list fl", "[list][fl]" },
  { "list --text fl", "[list][--text][fl]" },
  { "man fl", "[man][fl]" },
}

-- Presses Tab once at each position, and compares what the command gets.
local function check_positions(folder, name, setup)
  local lines, wanted = {}, {}
  for index, position in ipairs(POSITIONS) do
    lines[index] = position[1] .. "\t"
    wanted[index] = position[1] .. " -> " .. position[2]:gsub("FOLDER", folder)
  end
  local got = tab.press(folder, tab.SHELLS[name], setup, lines)
  for index, position in ipairs(POSITIONS) do
    got[index] = position[1] .. " -> " .. tostring(got[index])
  end
  assert.same(wanted, got)
end

local function with_folder(f)
  shell.in_folder(f, tab.new_folder)
end

local function assert_shown(screen, ...)
  for _, word in ipairs { ... } do
    assert.is_truthy(screen:find(word, 1, true), screen)
  end
end

local SETUP = {
  bash = 'eval "$(ianaports completion bash)"',
  zsh = 'eval "$(ianaports completion zsh)"',
  fish = "ianaports completion fish | source",
}

for name, setup in pairs(SETUP) do
  describe("Completions in " .. name .. " #programs #slow", function()
    local function press(lines)
      local got, shown
      with_folder(function(folder)
        got, shown = tab.press(folder, tab.SHELLS[name], setup, lines)
      end)
      return got, shown
    end

    it("come at each position", function()
      local reason = tab.missing(name)
      if reason then
        pending(reason)
        return
      end
      with_folder(function(folder)
        check_positions(folder, name, setup)
      end)
    end)

    it("are listed if there are several", function()
      local reason = tab.missing(name)
      if reason then
        pending(reason)
        return
      end
      local keys = name == "bash" and "\t\t" or "\t"
      local got, shown = press {
        "rep" .. keys, "list --status " .. keys, "export -f " .. keys, "diff " .. keys,
      }
      assert.same({ "[rep]", "[list][--status]", "[export][-f]", "[diff]" }, got)
      assert_shown(shown[1], "report", "repcmd", "repsvc")
      assert_shown(shown[2], "assigned", "deregistered", "reserved", "unassigned")
      assert_shown(shown[3], "csv", "nmap-services", "sql")
      assert.is_nil(shown[3]:find "markdown")
      assert_shown(shown[4], "bundled", "flows.csv", "folder")
    end)
  end)
end

-- Puts the script where a shell looks for it, and runs the shell in that way.
local INSTALLED = {
  bash = { "data/bash-completion/completions/ianaports",
    "source /usr/share/bash-completion/bash_completion" },
  zsh = { "data/_ianaports", "fpath=(data $fpath); autoload -Uz compinit; compinit -D" },
  fish = { "data/completions/ianaports.fish", "set fish_complete_path data/completions" },
}

describe("Completions that are installed #programs #slow", function()
  for name, place in pairs(INSTALLED) do
    it("come at each position in " .. name, function()
      local reason = tab.missing(name)
        or name == "bash" and not files.read "/usr/share/bash-completion/bash_completion"
          and "bash-completion is not installed"
      if reason then
        pending(reason)
        return
      end
      with_folder(function(folder)
        local path = folder .. "/" .. place[1]
        shell.run("mkdir -p " .. path:match "^(.*)/")
        command.run(("completion %s -o %s"):format(name, path))
        check_positions(folder, name, place[2])
      end)
    end)
  end
end)

describe("What the command answers to a shell #programs", function()
  local function ask(words)
    local output, messages, code = command.run("__complete " .. words)
    assert.same({ "", 0 }, { messages, code })
    return output
  end

  it("has candidates with descriptions", function()
    assert.equal("report\tSummarize the registry, or the ports of a scan\n", ask "repo")
    assert.equal("--safe-csv\tCSV for a spreadsheet: no cell is taken for a formula\n",
      ask "list --safe")
    assert.equal("mysql-cluster\t1186 tcp MySQL Cluster Manager\n", ask "mysql-cl")
    assert.equal("Jim_Cleppe\tJim Cleppe\n", ask "contact jim")
  end)

  it("has the options where no argument belongs", function()
    assert.matches("^%-f\t[^\n]*\n%-%-format\t.*\n%-%-where\t", ask "list ''")
    assert.equal("", ask "list x")
    assert.equal("", ask "list -- ''")
  end)

  it("asks the registry that the line or the environment names", function()
    command.with_registry(function(path)
      for _, words in ipairs { "-r %s sum", "--registry=%s sum", "-ar %s sum" } do
        assert.equal("sum\t9000 sctp =1+1\n", ask(words:format(path)))
      end
      assert.equal("sum\t9000 sctp =1+1\n",
        (command.run("__complete lookup su", "IANAPORTS_REGISTRY=" .. path)))
    end)
    assert.equal("", ask "-r /nonexistent sum")
  end)

  it("has nothing for patterns and free text", function()
    assert.equal("", ask "'mysql*'")
    assert.equal("", ask "list --text my")
    assert.equal("", ask "list --modified-since ''")
  end)

  it("knows options that are joined with each other, or with their values", function()
    assert.equal("-fjson\n-fjsonl\n", ask "list -fj")
    assert.equal("json\njsonl\n", ask "list -af j")
    assert.matches("^%-f\t", ask "list -fjson -")
  end)

  it("says where names of files belong", function()
    assert.equal(":files\n", ask "annotate ''")
    assert.equal(":files\n", ask "report a.xml ''")
    assert.equal("bundled\tthe bundled registry\n:files\n", ask "diff ''")
    assert.equal(":files\n", ask "-o x")
    assert.equal("", ask "annotate a.csv x")
  end)

  it("puts words together that bash has cut, and leaves out what bash keeps", function()
    assert.equal("json\njsonl\n", ask "--pieces --format = j")
    assert.equal("table\ntsv\n", ask("--pieces list --format ="):match "^.-\n.-\n")
    assert.equal("mysql-cluster\t1186 tcp MySQL Cluster Manager\n", ask "--pieces T : mysql-cl")
    assert.equal("mysql-cluster\t1186 tcp MySQL Cluster Manager\n", ask [[--pieces "'mysql-cl"]])
  end)
end)

describe("The script of completions #programs", function()
  for name in pairs(SETUP) do
    it("has no mistake for " .. name, function()
      local reason = tab.missing(name)
      if reason then
        pending(reason)
        return
      end
      local script = command.run("completion " .. name)
      files.with(script, function(path)
        assert.same({ "", "", 0 }, { command.shell(("%s -n %s"):format(name, path)) })
      end)
    end)
  end
end)
