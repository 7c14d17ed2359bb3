-- The command says what the bundled snapshot does not know. A file of IANA's lacks nothing.

local cli = require "ianaports.cli"

local COMPLETE = "data/service-names-port-numbers.csv"

-- Runs the command. Returns standard output, standard error and the exit code.
local function run(...)
  local texts = { out = "", err = "" }
  local function sink(name)
    return {
      write = function(self, ...)
        texts[name] = texts[name] .. table.concat { ... }
        return self
      end,
    }
  end
  local code = cli.run({ ... }, sink "out", sink "err")
  return texts.out, texts.err, code
end

local function notice(columns)
  return ("ianaports: the answer may not be complete: this snapshot has no %s of what was"
    .. " registered or changed after 2015-07-15;"
    .. ' "ianaports update" fetches IANA\'s own file\n'):format(columns)
end

describe("A filter that asks for what the snapshot lacks", function()
  it("gets its answer and a notice", function()
    assert.same({ "", "ianaports: no entry passes all filters\n" .. notice "registration date", 1 },
      { run("list", "--registered-since", "2016") })
    local output, messages, code = run("list", "--assignee", "jim_cleppe")
    assert.matches("^els\t1315\ttcp\t", output)
    assert.same({ notice "assignee", 0 }, { messages, code })
  end)

  for _, case in ipairs {
    { "registration date", "--registered-since", "2010" },
    { "modification date", "--modified-since", "2010" },
    { "contact", "--contact", "x" },
    { "reference", "--reference", "RFC9051" },
    { "assignment notes", "--notes", "removed" },
    { "assignment notes", "--alias", "yes" },
    { "unauthorized use reported", "--unauthorized-use-reported", "yes" },
    { "assignee", "--where", "not assignee" },
    { "registration date and no service code", "--where",
      "entry.service_code and registration_date" },
    { "contact and no modification date", "--contact", "x", "--modified-since", "2010" },
  } do
    it("is " .. table.concat(case, " ", 2), function()
      local _, messages = run("list", "--count", (unpack or table.unpack)(case, 2))
      assert.equal(notice(case[1]), messages)
      _, messages = run("--registry", COMPLETE, "list", "--count",
        (unpack or table.unpack)(case, 2))
      assert.equal("", messages)
    end)
  end

  it("has the notice in search and export, too", function()
    assert.equal(notice "reference", (select(2, run("search", "mail", "--reference", "RFC"))))
    assert.equal(notice "assignee",
      (select(2, run("export", "--format", "csv", "--assignee", "Jim"))))
  end)

  it("is not one for name, port, protocol, description or status", function()
    for _, filter in ipairs { "--name=http", "--text=web", "--status=reserved", "--protocol=tcp",
      "--class=system", "--port=yes", "--where=description" } do
      assert.equal("", (select(2, run("list", "--count", filter))))
    end
  end)
end)

describe("An entry in part", function()
  it("says in every view for people what is not known", function()
    local output = run("--all", "--format", "table", "submissions")
    for _, title in ipairs { "Assignee", "Contact", "Registered", "Modified", "Notes" } do
      assert.matches("\n" .. title .. " +not in this snapshot\n", output)
    end
    assert.equal("| Name | Assignee |\n|---|---|\n| submissions | not in this snapshot |\n",
      (run("--format", "markdown", "--columns", "name,assignee", "submissions")))
    assert.equal("Name         Registered\nsubmissions  not in this snapshot\n",
      (run("--format", "table", "--columns", "name,registered", "submissions")))
    assert.matches("\27%[2mnot in this snapshot\27%[0m\n$",
      (run("--format", "table", "--columns", "assignee", "--color", "always", "submissions")))
  end)

  it("has nothing in forms for programs", function()
    for _, format in ipairs { "tsv", "csv", "json", "jsonl" } do
      local output = run("--all", "--format", format, "submissions", "list")
      assert.is_nil(output:find("snapshot", 1, true), format)
    end
  end)

  it("is complete in a file", function()
    local output = run("--registry", COMPLETE, "--all", "--format", "table", "submissions")
    assert.matches("^Name +submissions\n", output)
    assert.is_nil(output:find "snapshot")
  end)

  it("is not one that has no assignee", function()
    local output = run("--all", "--format", "table", "chargen/tcp")
    assert.matches("^Name +chargen\n", output)
    assert.is_nil(output:find "snapshot")
  end)

  it("does not change into nothing", function()
    local changed = { run("diff", "--format", "markdown", "bundled", COMPLETE) }
    assert.same({
      "",
      "ianaports: the old registry does not know all columns of what was registered or changed"
        .. " after 2015-07-15; such cells show as changes\n",
      0,
    }, changed)
    assert.same({ "", "", 0 }, { run("diff", "bundled", "bundled") })
  end)
end)

describe("The command", function()
  it("says of people it does not know that they are not in this snapshot", function()
    local output, messages, code = run("contact", "Salvatore_Sanfilippo")
    assert.same({
      "",
      "ianaports: Salvatore_Sanfilippo is not in this snapshot, which has 5 contacts\n"
        .. "ianaports: IANA's XML file has all contacts: ianaports update\n",
      1,
    }, { output, messages, code })
    assert.matches("no contact is called Jim_Cleppe",
      (select(2, run("--registry", COMPLETE, "contact", "Jim_Cleppe"))))
  end)

  it("says that it lacks names without a port, if one is asked for", function()
    local names = "names without a port that were registered after 2015-07-15 are not in this"
      .. " snapshot"
    local _, messages, code = run("no-such-service-42")
    assert.same({ "ianaports: nothing is registered for no-such-service-42; " .. names .. "\n", 1 },
      { messages, code })
    assert.equal("ianaports: " .. names .. "\n", (select(2, run("list", "--count", "--port=no"))))
    assert.equal("ianaports: " .. names .. "\n", (select(2, run("check", "no-such-service"))))
    assert.equal("", (select(2, run("check", "https"))))
    assert.equal("ianaports: nothing is registered for 50000; ports over 49151 are dynamic, and"
      .. " never assigned\n", (select(2, run("50000"))))
    assert.equal("ianaports: nothing is registered for no-such-service-42\n",
      (select(2, run("--registry", COMPLETE, "no-such-service-42"))))
  end)

  it("lists in info what the snapshot lacks", function()
    local text = run("info"):gsub("%s+", " ")
    assert.matches("Lacks assignee, contact, registration date, .*, assignment notes of what was"
      .. " registered or changed after 2015%-07%-15 names without a port, registered after"
      .. " 2015%-07%-15 most contacts", text)
    assert.is_nil((run("--registry", COMPLETE, "info")):find "Lacks")
  end)
end)
