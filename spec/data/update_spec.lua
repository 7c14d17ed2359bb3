-- Runs data/update.lua, as `make update-data` does, on a copy of the bundled snapshot.

local files = require "spec.support.files"
local http_server = require "spec.support.http_server"
local ianaports = require "ianaports"
local publication = require "spec.support.publication"
local shell = require "spec.support.shell"

local CSV = "service-names-port-numbers.csv"
local XML = "service-names-port-numbers.xml"

describe("data/update.lua #programs", function()
  local server, folder
  local csv, xml = publication.of(14300, "2031-01-01", 6)

  local function update_data()
    return shell.run(("%s data/update.lua %s/data %s/cache %s"):format(
      os.getenv "LUA" or "lua5.4", folder, folder, server.base))
  end

  local function snapshot()
    return (shell.run(("cd %s/data; cat * | cksum; ls -A"):format(folder)))
  end

  local function publish()
    server:serve(CSV, csv, { etag = '"1"' })
    server:serve(XML, xml, { etag = '"1"' })
    server:requests()
  end

  local function new_folder()
    folder = shell.new_folder()
    shell.run(("mkdir %s/data; cp data/*.csv %s/data"):format(folder, folder))
  end

  local function remove_folder()
    shell.run("rm -rf " .. folder)
  end

  setup(function()
    server = http_server.start()
  end)

  teardown(function()
    server:stop()
  end)

  -- These specs share one update, because comparing two whole registries takes a while.
  describe("when it succeeds", function()
    local first_output, updated

    setup(function()
      publish()
      new_folder()
      local succeeded
      first_output, succeeded = update_data()
      assert(succeeded, first_output)
      updated = snapshot()
    end)

    teardown(remove_folder)

    it("prints what changed", function()
      local info = ianaports.info()
      local added, removed, changed = first_output:match(
        ("^rows     14300, were %d: (%%d+) added, (%%d+) removed, (%%d+) changed\n")
        :format(info.record_count))
      assert.equal(14300 - info.record_count, tonumber(added) - tonumber(removed), first_output)
      assert.is_true(tonumber(changed) > 0)
      assert.is_truthy(first_output:find("contacts 6, were " .. info.contact_count, 1, true))
      assert.is_truthy(first_output:find("date     2031-01-01, was " .. info.last_updated, 1, true))
    end)

    it("replaces the CSV with IANA's and leaves no other file behind", function()
      assert.equal(csv, files.read(folder .. "/data/" .. CSV))
      assert.equal("common-names.csv\ncontacts.csv\ninfo.csv\n" .. CSV .. "\n",
        (shell.run(("ls -A %s/data"):format(folder))))
    end)

    it("writes contacts and header in the form that make reads", function()
      assert.equal('ID,Name,Organization,Contact URI,Last Updated\n'
        .. 'Somebody,"Some ""Body"", 1",,mailto:some&example.org,\n',
        files.read(folder .. "/data/contacts.csv"):match "^.-\n.-\n")
      assert.equal(table.concat({
        "Key,Value",
        "title,Made-Up Registry",
        "last_updated,2031-01-01",
        'note,"Two\nlines"',
        ("source,%s%s of 2031-01-01: all rows and columns"):format(server.base, CSV),
        ("source,%s%s of 2031-01-01: header and contacts\n"):format(server.base, XML),
      }, "\n"), files.read(folder .. "/data/info.csv"))
      local output, succeeded = shell.run(("%s %s/data/%s %s/data/contacts.csv "
        .. "%s/data/info.csv %s/bundled.c")
        :format(shell.generator(), folder, CSV, folder, folder, folder))
      assert.is_true(succeeded, output)
    end)

    it("says so if nothing has changed since, and downloads nothing", function()
      server:requests()
      assert.same({ "unchanged since 2031-01-01\n", true }, { update_data() })
      assert.equal(2, select(2, server:requests():gsub("If%-None%-Match", "")))
      assert.equal(updated, snapshot())
    end)

    it("repairs a snapshot that differs from what was downloaded", function()
      files.write(folder .. "/data/info.csv", "Key,Value\n")
      local output, succeeded = update_data()
      assert.is_true(succeeded, output)
      assert.equal(updated, snapshot())
    end)
  end)

  describe("when it fails", function()
    before_each(new_folder)
    after_each(remove_folder)

    it("leaves the snapshot unchanged", function()
      local before = snapshot()
      local older_csv, older_xml = publication.of(14300, "2026-05-10", 6)
      local fewer_csv, fewer_xml = publication.of(12000, "2031-01-01", 6)
      local cases = {
        { csv, xml:sub(1, -5), XML .. ":" },
        { older_csv, older_xml, "is of 2026-05-10, older than the present copy of 2026-05-11" },
        { fewer_csv, fewer_xml, "12000 rows, less than 90 % of the" },
        { "<html>", xml, "does not begin with today's header" },
      }
      for _, case in ipairs(cases) do
        server:serve(CSV, case[1])
        server:serve(XML, case[2])
        local output, succeeded = update_data()
        assert.is_false(succeeded)
        assert.is_truthy(output:find("^update%-data: [^\n]+\n$"), output)
        assert.is_truthy(output:find(case[3], 1, true), output)
        assert.equal(before, snapshot())
      end
    end)

    it("compares what came with the snapshot, too, if its cache is older", function()
      local before = snapshot()
      local older_csv, older_xml = publication.of(14300, "2026-05-10", 6)
      shell.run(("mkdir %s/cache"):format(folder))
      files.write(folder .. "/cache/" .. CSV, older_csv)
      files.write(folder .. "/cache/" .. XML, older_xml)
      server:serve(CSV, older_csv)
      server:serve(XML, older_xml)
      local output, succeeded = update_data()
      assert.is_false(succeeded)
      assert.is_truthy(output:find("is of 2026-05-10, older", 1, true), output)
      assert.equal(before, snapshot())
    end)
  end)

  it("shows its usage", function()
    local output, succeeded = shell.run((os.getenv "LUA" or "lua5.4") .. " data/update.lua")
    assert.is_false(succeeded)
    assert.equal("update-data: usage: update.lua DATA CACHE [BASE]\n", output)
  end)
end)
