-- Which registry the command asks.

local command = require "spec.support.command"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local http_server = require "spec.support.http_server"
local ianaports = require "ianaports"
local publication = require "spec.support.publication"
local shell = require "spec.support.shell"

local BUNDLED = ianaports.info().last_updated
local NAME = "service-names-port-numbers."

-- Calls f with a function that runs the command of a user who has a copy: the texts of CSV and XML,
-- each of which may be nil; and the folder of the copy.
local function with_copy(csv, xml, f)
  local data = shell.new_folder()
  local folder = data .. "/ianaports"
  shell.run("mkdir " .. folder)
  for format, text in pairs { csv = csv, xml = xml } do
    files.write(folder .. "/" .. NAME .. format, text)
  end
  local done, message = pcall(f, function(arguments, environment)
    return command.run(arguments, ("XDG_DATA_HOME=%s %s"):format(data, environment or ""))
  end, folder)
  shell.run("rm -r " .. data)
  assert(done, message)
end

describe("This user's copy #programs", function()
  it("answers if it is as fresh as the bundled registry", function()
    local csv, xml = publication.of(3, BUNDLED)
    with_copy(csv, xml, function(run)
      assert.same({ "svc-2\t1002\ttcp\tService 2\n", "", 0 }, { run "1002" })
      assert.same({ "", "ianaports: nothing is registered for 443/tcp\n", 1 }, { run "443/tcp" })
      assert.matches("\nName +Some \"Body\", 1\n", (run "contact Somebody -f table"))
      assert.equal("3\n", (run "list -f json"):gsub("[^{]", ""):len() .. "\n")
    end)
  end)

  it("is named by info, --version and the page, with its day", function()
    local csv, xml = publication.of(3, BUNDLED)
    with_copy(csv, xml, function(run, folder)
      assert.matches("^Registry      " .. (folder .. "/" .. NAME):gsub("%p", "%%%0")
        .. "xml\nTitle         Made%-Up Registry\nLast updated  " .. BUNDLED:gsub("%-", "%%-"),
        (run "info"))
      assert.equal(("%s, from %s/%scsv: registry of %s, "):format(ianaports._VERSION, folder, NAME,
        BUNDLED), (run "--version"):match "^.*, ")
      local page = run "report --format html"
      assert.truthy(page:find("<title>Made-Up Registry", 1, true))
      assert.truthy(page:find("3 entries, " .. BUNDLED, 1, true))
    end)
  end)

  it("answers without its XML, and is then of the day of its newest row", function()
    local csv = publication.of(3, BUNDLED)
    with_copy(csv, nil, function(run, folder)
      assert.equal("svc-2\t1002\ttcp\tService 2\n", (run "1002"))
      assert.equal(("%s, from %s/%scsv: registry of %s, "):format(ianaports._VERSION, folder, NAME,
        BUNDLED), (run "--version"):match "^.*, ")
    end)
  end)

  it("is not asked if it is older", function()
    local csv, xml = publication.of(3, "2026-05-10")
    for _, other in ipairs { xml, false } do
      with_copy(csv, other or nil, function(run)
        assert.same({ "https\t443\ttcp\thttp protocol over TLS/SSL\n", "", 0 }, { run "443/tcp" })
        assert.matches("^Registry      bundled\n", (run "info"))
      end)
    end
  end)

  it("is not asked if it is damaged, which is said", function()
    with_copy("Service Name\nx,y\n", nil, function(run)
      local output, messages, code = run "443/tcp"
      assert.same({ "https\t443\ttcp\thttp protocol over TLS/SSL\n", 0 }, { output, code })
      assert.matches("^ianaports: .*%.csv:1: .*; the bundled registry answers instead\n$", messages)
    end)
  end)

  it("comes after a registry that the user names", function()
    local csv, xml = publication.of(3, BUNDLED)
    with_copy(csv, xml, function(run)
      assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n", (run "-r bundled 443/tcp"))
      assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n",
        (run("443/tcp", "IANAPORTS_REGISTRY=bundled")))
      command.with_registry(function(path)
        assert.equal("sum\t9000\tsctp\t=1+1\n", (run("sum", "IANAPORTS_REGISTRY=" .. path)))
        assert.equal("sum\t9000\tsctp\t=1+1\n", (run("sum -r " .. path)))
      end)
    end)
  end)
end)

describe("ianaports update #programs", function()
  local server

  setup(function()
    server = http_server.start()
    local csv, xml = publication.of(4, "2026-05-12")
    server:serve(NAME .. "csv", csv)
    server:serve(NAME .. "xml", xml)
  end)

  teardown(function()
    server:stop()
  end)

  it("fetches the copy that the command asks from then on", function()
    local csv, xml = publication.of(4, BUNDLED)
    with_copy(csv, xml, function(run)
      local line = "update --base " .. server.base
      assert.same({ "updated: 4 entries, 1 contacts, of 2026-05-12\n", "", 0 }, { run(line) })
      assert.matches("\nLast updated  2026%-05%-12\n", (run "info"))
      assert.same({
        "unchanged: 4 entries, 1 contacts, of 2026-05-12\n",
        "ianaports: IANAPORTS_REGISTRY names the registry to ask, bundled:"
          .. " this copy is not asked\n",
        0,
      }, { run(line, "IANAPORTS_REGISTRY=bundled") })
    end)
  end)

  it("says how to use a copy in another folder", function()
    local csv, xml = publication.of(4, BUNDLED)
    with_copy(csv, xml, function(run, folder)
      local _, messages = run(("update --base %s --folder %s"):format(server.base, folder))
      assert.equal(("ianaports: to use it: export IANAPORTS_REGISTRY='%s/%scsv'\n")
        :format(folder, NAME), messages)
    end)
  end)
end)

describe("--overlay #programs", function()
  local SITE = "billing 9000/tcp\nhttps-site 443/tcp\n"

  it("puts a site's rows before all others, in every command", function()
    files.with(SITE, function(path)
      local function run(arguments)
        return command.run(arguments .. " --overlay " .. path)
      end
      assert.equal("https-site\t443\ttcp\t\nhttps\t443\ttcp\thttp protocol over TLS/SSL\n",
        (run "443/tcp"))
      assert.matches("^billing\t9000\ttcp\t\n", (run "list -p tcp --service-name bill*"))
      assert.matches("^billing\t9000\ttcp\t\n", (run "search billing"))
      assert.matches("\nbilling%s+9000/tcp\n", (run "export --format services"))
      assert.equal("9000/tcp (billing)\n", (command.shell("echo 9000/tcp | "
        .. command.line("annotate --overlay " .. path))))
      assert.matches("^Registry      " .. path:gsub("%p", "%%%0") .. " and bundled\n", (run "info"))
    end)
  end)

  it("refuses a file that is not there, or not named", function()
    assert.same({ "", "ianaports: /nonexistent: cannot open: " .. errno.ENOENT .. "\n", 3 },
      { command.run "443 --overlay /nonexistent" })
    assert.same({ "", "ianaports: --overlay: it is empty\n", 2 },
      { command.run "443 --overlay ''" })
  end)
end)
