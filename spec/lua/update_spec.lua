-- ianaports.update against a real HTTP server on loopback.

local errno = require "spec.support.errno"
local files = require "spec.support.files"
local http_server = require "spec.support.http_server"
local ianaports = require "ianaports"
local publication = require "spec.support.publication"
local shell = require "spec.support.shell"
local update = require "ianaports.update"

local CSV = "service-names-port-numbers.csv"
local XML = "service-names-port-numbers.xml"

local old_csv, old_xml = publication.of(20, "2026-06-01")
local new_csv, new_xml = publication.of(21, "2026-06-08")

local server, folder

local function fetch(options)
  local all = { base = server.base, folder = folder, retries = 0, timeout = 20 }
  for name, value in pairs(options or {}) do
    all[name] = value
  end
  return update.fetch(all)
end

local function file(name)
  return folder .. "/" .. name
end

local function listing(path)
  return (shell.run("LC_ALL=C ls -A '" .. (path or folder) .. "'"))
end

local function serve(csv, xml)
  server:serve(CSV, csv, { etag = ('"%d"'):format(#csv) })
  server:serve(XML, xml, { etag = ('"%d"'):format(#xml) })
end

local function count(text, pattern)
  return select(2, text:gsub(pattern, ""))
end

-- Runs Lua source in another process, with variables set, and returns its output.
local function run(source, environment)
  return files.with(source, function(path)
    return shell.run(("env %s %s %s"):format(environment or "", os.getenv "LUA" or "lua5.4", path))
  end)
end

-- Runs a script of several lines.
local function script(text)
  return shell.run((text:gsub("%s+$", "")))
end

-- The source of a program that fetches and prints what that returns.
local function program(options)
  return ([[
    local result, message = require("ianaports.update").fetch {
      base = %q, folder = %q, retries = 0, timeout = 20, %s }
    print(result and result.status, message)
  ]]):format(server.base, folder, options or "")
end

-- Calls f in a state of things in which luaexpat is not installed.
local function without_luaexpat(f)
  local loaded = package.loaded.lxp
  package.loaded.lxp = nil
  package.preload.lxp = function()
    error "not installed"
  end
  local succeeded, fault = pcall(f)
  package.loaded.lxp, package.preload.lxp = loaded, nil
  assert(succeeded, fault)
end

setup(function()
  server = http_server.start()
end)

teardown(function()
  server:stop()
end)

before_each(function()
  folder = shell.new_folder()
  files.write(file(CSV), old_csv)
  files.write(file(XML), old_xml)
  serve(new_csv, new_xml)
  server:requests()
end)

after_each(function()
  shell.run("rm -rf '" .. folder .. "'")
end)

local function assert_old_copy()
  assert.equal(old_csv, files.read(file(CSV)))
  assert.equal(old_xml, files.read(file(XML)))
  assert.equal(CSV .. "\n" .. XML .. "\n", listing())
end

local function assert_new_copy()
  assert.equal(new_csv, files.read(file(CSV)))
  assert.equal(new_xml, files.read(file(XML)))
  assert.equal(("%s\n%s.validators\n%s\n%s.validators\n"):format(CSV, CSV, XML, XML), listing())
end

describe("fetch #programs", function()
  it("replaces the copy and reports what it was and is", function()
    assert.same({
      status = "updated",
      folder = folder,
      rows = 21,
      contacts = 1,
      last_updated = "2026-06-08",
      previous = { rows = 20, contacts = 1, last_updated = "2026-06-01" },
    }, fetch())
    assert_new_copy()
  end)

  it("leaves the copy if the server says that it is the present one", function()
    assert(fetch())
    server:requests()
    local before = shell.run("stat -c '%i %y' '" .. folder .. "'/*")
    local result = assert(fetch())
    assert.equal("unchanged", result.status)
    assert.equal(21, result.rows)
    local requests = server:requests()
    assert.equal(1, count(requests, ('If%%-None%%-Match: "%d"\r\n'):format(#new_csv)))
    assert.equal(1, count(requests, ('If%%-None%%-Match: "%d"\r\n'):format(#new_xml)))
    assert.equal(2, count(requests, "GET "))
    assert.equal(before, (shell.run("stat -c '%i %y' '" .. folder .. "'/*")))
    assert_new_copy()
  end)

  it("asks by date if the server gives no ETag", function()
    local date = "Mon, 08 Jun 2026 10:00:00 GMT"
    server:serve(CSV, new_csv, { modified = date })
    server:serve(XML, new_xml, { modified = date })
    assert(fetch())
    assert.equal(0, count(server:requests(), "If%-Modified"))
    assert.equal("unchanged", assert(fetch()).status)
    assert.equal(2, count(server:requests(), "If%-Modified%-Since: " .. date .. "\r\n"))
  end)

  it("leaves the copy if the same comes again", function()
    server:serve(CSV, old_csv)
    server:serve(XML, old_xml)
    local before = shell.run("stat -c '%i %y' '" .. file(CSV) .. "' '" .. file(XML) .. "'")
    assert.equal("unchanged", assert(fetch()).status)
    assert.equal(before,
      (shell.run("stat -c '%i %y' '" .. file(CSV) .. "' '" .. file(XML) .. "'")))
  end)

  it("fetches anew what is missing or damaged or was changed by hand", function()
    for _, damage in ipairs { "", "no registry", new_csv .. "mine,1,tcp,,,,,,,,,\n" } do
      assert(fetch())
      server:requests()
      files.write(file(CSV), damage)
      assert.equal("updated", assert(fetch()).status)
      assert.equal(1, count(server:requests(), "If%-None%-Match"))
      assert_new_copy()
    end
  end)

  it("does not take the validators of one address for those of another", function()
    assert(fetch())
    server:requests()
    fetch { base = server.base .. "elsewhere" }
    local requests = server:requests()
    assert.is_truthy(requests:find("GET /elsewhere/" .. CSV, 1, true))
    assert.equal(0, count(requests, "If%-None%-Match"))
  end)

  it("makes the folder, for its user alone, and files as the umask has it", function()
    local bundled = files.read("data/" .. CSV)
    local _, xml = publication.of(#ianaports.bundled, "2031-01-01", 5)
    serve(bundled, xml)
    folder = folder .. "/made/here"
    local result = assert(fetch())
    assert.equal("updated", result.status)
    assert.is_nil(result.previous)
    assert.equal(#ianaports.bundled, result.rows)
    assert.equal(5, result.contacts)
    local mode = ("%o"):format(tonumber("666", 8) - tonumber((shell.run "umask"), 8))
    assert.equal(("%s\n%s\n700\n700\n"):format(mode, mode),
      (shell.run(("cd '%s'; stat -c %%a %s %s . .."):format(folder, CSV, XML))))
    assert.equal(bundled, files.read(file(CSV)))
    folder = folder:gsub("/made/here$", "")
  end)

  it("compares a first copy with the bundled registry", function()
    os.remove(file(CSV))
    os.remove(file(XML))
    local result, message = fetch()
    assert.is_nil(result)
    assert.is_truthy(message:find(("21 rows, less than 90 %% of the %d in the present copy")
      :format(#ianaports.bundled), 1, true), message)
    assert.equal("", listing())
  end)

  it("tries again if the server fails for a moment", function()
    server:plan(CSV, "status 500", "serve")
    assert.equal("updated", assert(fetch { retries = 2 }).status)
    assert.equal(2, count(server:requests(), "GET /" .. CSV:gsub("%p", "%%%0")))
    assert_new_copy()
  end)

  it("waits as long as a busy server says", function()
    server:plan(CSV, "busy 0", "busy 0", "serve")
    assert.equal("updated", assert(fetch { retries = 2, timeout = 1 }).status)
    assert.equal(3, count(server:requests(), "GET /" .. CSV:gsub("%p", "%%%0")))
  end)

  it("takes what has 90 % of the rows, and no less", function()
    serve(publication.of(18, "2026-06-01"))
    assert.equal(18, assert(fetch()).rows)
    files.write(file(CSV), old_csv)
    files.write(file(XML), old_xml)
    serve(publication.of(17, "2026-06-08"))
    assert.is_truthy(select(2, fetch())
      :find("17 rows, less than 90 % of the 20 in the present copy", 1, true))
  end)

  it("follows a redirect that stays on this machine", function()
    server:serve("elsewhere.csv", new_csv)
    server:plan(CSV, "redirect " .. server.base .. "elsewhere.csv")
    assert.equal("updated", assert(fetch()).status)
  end)

  it("takes names and responses with what a shell would run", function()
    folder = folder .. "/it's $(touch ran) `touch ran` \"; touch ran; #"
    shell.run("mkdir -p " .. "'" .. folder:gsub("'", "'\\''") .. "'")
    files.write(file(CSV), old_csv)
    server:serve(CSV, new_csv, { etag = "\"'; touch ran; '$(touch ran)\"" })
    without_luaexpat(function()
      assert.equal("updated", assert(fetch()).status)
      assert.equal("unchanged", assert(fetch()).status)
    end)
    assert.equal(new_csv, files.read(file(CSV)))
    assert.is_nil(io.open "ran")
    assert.is_truthy(server:requests():find("If-None-Match: \"'; touch ran; '$(touch ran)\"\r", 1,
      true))
    folder = folder:match "^(.-)/it's"
  end)

  it("takes a folder whose name ends in a line feed, or begins with a hyphen", function()
    for _, name in ipairs { folder .. "/below\n", "-update-spec" } do
      shell.run(("mkdir -- '%s' && cp '%s' '%s' -t '%s/'"):format(name, file(CSV), file(XML),
        name:gsub("^%-", "./-")))
      assert.equal("updated", assert(fetch { folder = name }).status)
      assert.equal("unchanged", assert(fetch { folder = name }).status)
      assert.equal(new_csv, files.read(update.path("csv", name)))
      assert.equal(21, #assert(update.load(nil, name)))
      assert.equal(("%s\n%s.validators\n%s\n%s.validators\n"):format(CSV, CSV, XML, XML),
        (shell.run(("LC_ALL=C ls -A -- '%s'"):format(name))))
      shell.run(("rm -r -- '%s'"):format(name))
    end
    assert.equal(CSV .. "\n" .. XML .. "\n", listing())
  end)

  it("starts no shell", function()
    local forbid = "io.popen = function() error 'a shell' end; os.execute = io.popen\n"
    assert.equal("updated\tnil\n", (run(forbid .. program())))
    assert_new_copy()
  end)

  it("heeds no .curlrc, which could switch checks off", function()
    local home = shell.new_folder()
    files.write(home .. "/.curlrc", 'header = "X-Curlrc: read"\ninsecure\n')
    local output = run(program(), "HOME=" .. home)
    shell.run("rm -r " .. home)
    assert.equal("updated\tnil\n", output)
    assert.is_nil(server:requests():find "X%-Curlrc")
  end)

  it("shows progress only if standard error is a terminal", function()
    local function on_terminal(options)
      server:plan(CSV, "slow 0.5")
      files.write(file(CSV), old_csv)
      return files.with(program(options), function(path)
        return (shell.run(("script --quiet --return --command '%s %s' /dev/null"):format(
          os.getenv "LUA" or "lua5.4", path)))
      end)
    end
    assert.is_truthy(on_terminal():find "#+ +%d+%.%d%%")
    assert.is_nil(on_terminal("progress = false"):find "[#%%]")
    server:plan(CSV, "slow 0.5")
    files.write(file(CSV), old_csv)
    assert.equal("updated\tnil\n", (run(program())))
  end)
end)

describe("A function for the progress #programs", function()
  local function calls_of_csv()
    local calls = {}
    local result = fetch {
      progress = function(url, ...)
        if url == server.base .. CSV then
          calls[#calls + 1] = { ... }
        else
          assert.equal(server.base .. XML, url)
        end
      end,
    }
    assert.equal("updated", result.status)
    return calls
  end

  it("is called with the file, its bytes and their share", function()
    serve(publication.of(2000, "2026-06-15"))
    server:plan(CSV, "slow 0.5")
    local calls = calls_of_csv()
    local last_bytes, last_share = 0, 0
    for _, call in ipairs(calls) do
      assert.is_true(call[1] >= last_bytes and (call[2] or 0) >= last_share and (call[2] or 0) <= 1)
      last_bytes, last_share = call[1], call[2] or last_share
    end
    assert.is_true(last_bytes > 0 and last_share > 0)
  end)

  it("is called without a share if the server does not say how long the file is", function()
    server:plan(CSV, "unsized 0.5")
    local calls = calls_of_csv()
    assert.is_true(#calls > 0)
    for _, call in ipairs(calls) do
      assert.is_nil(call[2])
    end
  end)
end)

describe("A failed fetch #programs", function()
  local malformed = new_csv .. "bad,70000,tcp,,,,,,,,,\n"
  local fewer_csv, fewer_xml = publication.of(5, "2026-06-08")
  local older_csv, older_xml = publication.of(20, "2026-05-31")
  local no_contacts = select(2, publication.of(21, "2026-06-08", 0))

  -- What is served and how, the limits, and what the message must contain.
  local failures = {
    ["404"] = { plan = "status 404", says = "HTTP status 404" },
    ["500"] = { plan = "status 500", says = "HTTP status 500" },
    ["204"] = { plan = "status 204", says = "unexpected HTTP status 204" },
    ["an unasked 304"] = { plan = "status 304", says = "unexpected HTTP status 304" },
    ["a truncated body"] = { plan = "truncated", says = "the body ended early" },
    ["no answer"] = { plan = "close", says = "the server did not answer" },
    ["a slow body"] = { plan = "slow 20", timeout = 1, says = "took too long" },
    ["an oversize body"] = { max_size = 1000, says = "larger than 1000 bytes" },
    ["a body without end"] = {
      plan = "unbounded",
      max_size = 100000,
      says = "larger than 100000 bytes",
    },
    ["a redirect to another host"] = {
      plan = "redirect http://example.org/",
      says = "redirected to http://example.org/, which is not allowed",
    },
    ["a redirect to https elsewhere"] = {
      plan = "redirect https://example.org/",
      says = "redirected to https://example.org/, which is not allowed",
    },
    ["a redirect to a file"] = {
      plan = "redirect file:///etc/passwd",
      says = "redirected to file:///etc/passwd, which is not allowed",
    },
    ["an endless redirect"] = { plan = "redirect /" .. CSV, says = "more than 5 redirects" },
    ["a page"] = { csv = "<!DOCTYPE html>\n<p>No.", says = 'but with "<!DOCTYPE html>"' },
    ["an empty file"] = { csv = "", says = 'but with ""' },
    ["other columns"] = {
      csv = new_csv:gsub("Assignee,Contact", "Contact,Assignee", 1),
      says = "does not begin with today's header",
    },
    ["a malformed row"] = { csv = malformed, says = CSV .. ':23: port number "70000" is over' },
    ["too few rows"] = {
      csv = fewer_csv,
      xml = fewer_xml,
      says = "5 rows, less than 90 % of the 20 in the present copy",
    },
    ["too few contacts"] = {
      xml = no_contacts,
      says = "0 contacts, less than 90 % of the 1 in the present copy",
    },
    ["an older registry"] = {
      csv = older_csv,
      xml = older_xml,
      says = "is of 2026-05-31, older than the present copy of 2026-06-01",
    },
    ["malformed XML"] = { xml = new_xml:sub(1, -5), says = XML .. ":" },
    ["XML without a date"] = {
      xml = new_xml:gsub("<updated>.-</updated>", ""),
      says = "has no date in its header",
    },
    ["files of two publications"] = {
      csv = old_csv,
      says = "20 rows in its CSV and 21 in its XML",
    },
    ["no server"] = { base = "http://127.0.0.1:1/", says = "cannot connect" },
  }

  for name, case in pairs(failures) do
    it("leaves the copy as it was: " .. name, function()
      serve(case.csv or new_csv, case.xml or new_xml)
      if case.plan then
        server:plan(CSV, case.plan)
      end
      local result, message = fetch {
        base = case.base,
        timeout = case.timeout,
        max_size = case.max_size,
      }
      assert.is_nil(result)
      assert.is_truthy(message:find(case.says, 1, true), message)
      assert.is_truthy(message:find(case.base or server.base, 1, true), message)
      assert_old_copy()
    end)
  end

  it("replaces neither file if the second does not come", function()
    server:plan(XML, "truncated")
    local result, message = fetch()
    assert.is_nil(result)
    assert.is_truthy(message:find(XML .. ": the body ended early", 1, true), message)
    assert_old_copy()
  end)

  it("takes no longer than its timeout, redirects included", function()
    server:plan(CSV, ("late /%s 0.7"):format(CSV))
    local result, message = fetch { timeout = 1.5 }
    assert.is_nil(result)
    assert.is_truthy(message:find(CSV .. ": took too long", 1, true), message)
    assert.is_true(count(server:requests(), "GET ") <= 3)
    assert_old_copy()
  end)

  it("does not wait for a moment that its timeout does not reach", function()
    server:plan(CSV, "busy 30", "serve")
    local result, message = fetch { retries = 3, timeout = 20 }
    assert.is_nil(result)
    assert.is_truthy(message:find(CSV .. ": HTTP status 503", 1, true), message)
    assert.equal(1, count(server:requests(), "GET "))
    assert_old_copy()
  end)

  it("names the folder in which it cannot write", function()
    local result, message = fetch { folder = file(CSV) .. "/below" }
    assert.is_nil(result)
    assert.equal(("cannot write to the folder %s/below: " .. errno.ENOTDIR):format(file(CSV)),
      message)
    assert.equal("", server:requests())
    assert_old_copy()
  end)

  it("says which file it cannot replace", function()
    os.remove(file(XML))
    shell.run("mkdir -p '" .. file(XML) .. "/taken'")
    local result, message = fetch()
    assert.is_nil(result)
    assert.is_truthy(message:find("cannot replace " .. file(XML) .. ": ", 1, true), message)
    assert.equal(old_csv, files.read(file(CSV)))
    assert.equal(CSV .. "\n" .. XML .. "\n", listing())
  end)

  it("says what to install if curl is missing", function()
    local tools = shell.new_folder()
    shell.run(("for tool in env sh mkdir mktemp rm; do ln -s \"$(command -v $tool)\" %s; done")
      :format(tools))
    local lua = shell.run("command -v " .. (os.getenv "LUA" or "lua5.4")):gsub("\n", "")
    local output = files.with(program(), function(path)
      return (shell.run(("PATH=%s %s %s"):format(tools, lua, path)))
    end)
    shell.run("rm -r " .. tools)
    assert.equal("nil\tthe curl command is not installed; on Debian: apt-get install curl\n",
      output)
    assert_old_copy()
  end)

  it("takes no address but https and loopback, and asks for none", function()
    local refused = {
      "http://www.iana.org/",
      "http://127.0.0.1.example.org/",
      "http://127.0.0.1@example.org/",
      "http://127.0.0.1\\@example.org/",
      "http://user:word@127.0.0.1/",
      "http://localhost.example.org/",
      "http://[::1].example.org/",
      "ftp://127.0.0.1/",
      "file:///etc/passwd",
      "https://user@www.iana.org/",
      "https:///nowhere/",
      "https://www.iana.org/a b",
      "https://www.iana.org/\n",
      "www.iana.org",
      "--config",
    }
    for _, base in ipairs(refused) do
      local result, message = fetch { base = base }
      assert.is_nil(result, base)
      assert.is_truthy(message:find("only https:// is allowed", 1, true), message)
    end
    assert_old_copy()
  end)

  it("takes loopback by any of its names", function()
    assert.equal("updated", fetch { base = server.base:gsub("127.0.0.1", "LocalHost") }.status)
    assert.is_truthy(select(2, fetch { base = "http://[::1]:1" }):find("cannot connect", 1, true))
  end)
end)

describe("A certificate #programs", function()
  local folder_of_server, process, base

  setup(function()
    folder_of_server = shell.new_folder()
    local output, started = script(([[
      cd %s
      : >log
      openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
      timeout 60 openssl s_server -accept 127.0.0.1:0 -key key.pem -cert cert.pem -WWW \
        >log 2>&1 </dev/null &
      for attempt in 1 2 3 4 5 6 7 8 9 10; do
        grep -q ACCEPT log && break
        sleep 0.1
      done
      echo $! $(sed -n 's/^ACCEPT .*://p' log)
    ]]):format(folder_of_server))
    assert(started, output)
    local port
    process, port = output:match "^(%d+) (%d+)\n$"
    assert(process, output)
    base = "https://localhost:" .. port .. "/"
    files.write(folder_of_server .. "/" .. CSV, new_csv)
    files.write(folder_of_server .. "/" .. XML, new_xml)
  end)

  teardown(function()
    shell.run("kill " .. process .. "; rm -r " .. folder_of_server)
  end)

  it("that nobody vouches for is refused", function()
    local result, message = fetch { base = base }
    assert.is_nil(result)
    assert.is_truthy(message:find("certificate is not trusted", 1, true), message)
    assert_old_copy()
  end)

  it("that is trusted is taken", function()
    local source = program():gsub("http://[%d.:]+/", (base:gsub("%%", "%%%%")))
    assert.equal("updated\tnil\n",
      (run(source, "CURL_CA_BUNDLE=" .. folder_of_server .. "/cert.pem")))
    assert.equal(new_csv, files.read(file(CSV)))
  end)
end)

describe("An interrupted fetch #programs", function()
  local begun

  before_each(function()
    begun = os.tmpname()
  end)

  after_each(function()
    os.remove(begun)
  end)

  -- Starts a fetch in a process group of its own, where SIGINT is not ignored as in
  -- other jobs of a script, waits until its file has begun to arrive, and sends the
  -- signal. Gives what it says then.
  local function interrupt(signal)
    server:serve(CSV, files.read("data/" .. CSV))
    server:plan(CSV, "slow 3")
    local progress = ([[progress = function(_, bytes)
      if bytes > 0 then
        local file = io.open(%q, "w")
        file:write "begun\n"
        file:close()
      end
    end]]):format(begun)
    return files.with(program(progress), function(path)
      return (script(([[
        log=$(mktemp)
        perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' %s %s >"$log" 2>&1 &
        fetch=$!
        for attempt in $(seq 100); do
          [ -s %s ] && echo begun && break
          sleep 0.05
        done
        kill %s
        wait $fetch
        cat "$log"
        rm "$log"
      ]]):format(os.getenv "LUA" or "lua5.4", path, begun, signal)))
    end)
  end

  for _, signal in ipairs { "TERM $fetch", "HUP $fetch", "KILL $fetch", "KILL -$fetch" } do
    it("leaves nothing behind when it is ended by " .. signal, function()
      assert.matches("^begun\n", (interrupt("-" .. signal)))
      assert_old_copy()
      serve(new_csv, new_xml)
      assert.equal("updated", assert(fetch()).status)
      assert_new_copy()
    end)
  end

  it("leaves nothing behind if it is asked to stop", function()
    local output = interrupt "-INT -$fetch"
    assert.is_truthy(output:find "^begun\n.*interrupted", output)
    assert_old_copy()
  end)

  it("leaves files alone that only look as if they were its own", function()
    shell.run(("cd '%s' && mkdir .update-notes .update- .update-4194305x-notes"):format(folder))
    assert(fetch())
    assert.equal(".update-\n.update-4194305x-notes\n.update-notes\n",
      listing():match "^(.-)service")
  end)

  it("does no harm beside another", function()
    server:plan(CSV, "slow 0.5")
    local output = files.with(program(), function(path)
      local command = ("%s %s"):format(os.getenv "LUA" or "lua5.4", path)
      return (shell.run(("%s & %s & %s & wait"):format(command, command, command)))
    end)
    assert.equal(3, count(output, "updated\tnil\n"))
    assert_new_copy()
  end)
end)

describe("Without luaexpat, fetch #programs", function()
  it("gets the CSV, and says what is missing", function()
    os.remove(file(XML))
    without_luaexpat(function()
      local result = assert(fetch())
      assert.equal("updated", result.status)
      assert.equal("2026-06-08", result.last_updated)
      assert.equal("the copy has no contacts, as luaexpat is not installed; "
        .. "on Debian: apt-get install lua-expat", result.note)
    end)
    assert.equal(CSV .. "\n" .. CSV .. ".validators\n", listing())
    assert.equal(new_csv, files.read(file(CSV)))
  end)

  it("removes XML that would be older than the CSV, and no other", function()
    without_luaexpat(function()
      server:serve(CSV, old_csv)
      assert.equal("unchanged", assert(fetch()).status)
      assert.equal(old_xml, files.read(file(XML)))
      server:serve(CSV, new_csv)
      assert.equal("updated", assert(fetch()).status)
    end)
    assert.is_nil(io.open(file(XML)))
    assert.equal(21, #assert(update.load(nil, folder)))
  end)

  it("goes by the newest row, days to come left aside", function()
    os.remove(file(XML))
    files.write(file(CSV), old_csv .. "typo,1,tcp,,,,2926-06-01,,,,,\n")
    without_luaexpat(function()
      server:serve(CSV, (publication.of(20, "2026-05-31")))
      assert.is_truthy(select(2, fetch())
        :find("2026-05-31, older than the present copy of 2026-06-01", 1, true))
      server:serve(CSV, (publication.of(20, "2026-06-01")))
      assert.equal("updated", assert(fetch()).status)
    end)
  end)
end)

describe("The options of fetch #programs", function()
  it("are reported if they are wrong", function()
    local wrong = {
      { { bas = "x" }, "unknown option 'bas'; known: base, folder," },
      { { "x" }, "unknown option '1'" },
      { { timeout = "5" }, "option 'timeout': number expected, got string" },
      { { retries = -1 }, "option 'retries': number from 0 to 2147483647 expected, got -1" },
      { { timeout = 0 }, "option 'timeout': number over 0 and up to 2147483647 expected, got 0" },
      { { timeout = 1e300 }, "option 'timeout': number over 0" },
      { { connect_timeout = 0 / 0 }, "option 'connect_timeout': number over 0" },
      { { retries = 1e300 }, "option 'retries': number from 0 to 2147483647 expected, got 1e+300" },
      { { max_size = math.huge }, "option 'max_size': number from 0" },
      { { max_size = 0 / 0 }, "option 'max_size': number from 0" },
      { { folder = "" }, "option 'folder': string expected, not empty" },
      { { folder = "a\0b" }, "option 'folder': string expected, not empty and without NUL" },
      { { progress = 1 }, "option 'progress': boolean expected, got number" },
      { "x", "table expected, got string" },
    }
    for _, case in ipairs(wrong) do
      local succeeded, message = pcall(update.fetch, case[1])
      assert.is_false(succeeded)
      assert.is_truthy(message:find("bad argument #1 to 'fetch' (" .. case[2], 1, true), message)
    end
  end)
end)

describe("load #programs", function()
  it("opens the whole copy, or the file that is wanted", function()
    local registry = assert(update.load(nil, folder))
    assert.equal("2026-06-01", registry:info().last_updated)
    assert.equal('Some "Body", 1', registry:contact("Somebody").name)
    assert.equal(0, assert(update.load("csv", folder)):info().contact_count)
    assert.equal(1, assert(update.load("xml", folder)):info().contact_count)
  end)

  it("opens the CSV if there is no XML, or nothing to read it", function()
    without_luaexpat(function()
      assert.equal(0, assert(update.load(nil, folder)):info().contact_count)
    end)
    os.remove(file(XML))
    assert.equal(20, #assert(update.load(nil, folder)))
  end)

  it("returns nil and what to do if there is no copy", function()
    os.remove(file(CSV))
    os.remove(file(XML))
    local registry, message = update.load(nil, folder)
    assert.is_nil(registry)
    assert.equal(file(CSV) .. ": there is no copy of the registry; "
      .. "ianaports.update's fetch gets one", message)
  end)

  it("says what is wrong with a damaged copy", function()
    files.write(file(XML), old_xml:sub(1, -5))
    local registry, message = update.load(nil, folder)
    assert.is_nil(registry)
    assert.is_truthy(message:find(file(XML) .. ":", 1, true), message)
  end)

  it("knows two formats", function()
    assert.has_error(function()
      update.load "json"
    end, "bad argument #1 to 'load' (csv or xml expected, got json)")
  end)
end)

describe("path #programs", function()
  local function path_with(environment)
    return (run("print(require('ianaports.update').path())", environment))
  end

  it("is in the XDG data folder", function()
    assert.equal("/data/ianaports/" .. CSV .. "\n", path_with "XDG_DATA_HOME=/data HOME=/home/me")
    local default = "/home/me/.local/share/ianaports/" .. CSV .. "\n"
    assert.equal(default, path_with "-u XDG_DATA_HOME HOME=/home/me")
    assert.equal(default, path_with "XDG_DATA_HOME= HOME=/home/me")
    assert.equal(default, path_with "XDG_DATA_HOME=relative HOME=/home/me")
    assert.equal("nil\tno folder for user data: neither XDG_DATA_HOME nor HOME is set\n",
      path_with "-u XDG_DATA_HOME -u HOME")
  end)

  it("is the one that fetch and load use", function()
    local source = program():gsub("folder = [^,]*,", "")
      .. "print(#require('ianaports.update').load())"
    shell.run(("mkdir '%s/ianaports'; mv '%s' '%s/ianaports'"):format(folder, file(CSV), folder))
    assert.equal("updated\tnil\n21\n", (run(source, "XDG_DATA_HOME=" .. folder)))
    assert.equal(new_csv, files.read(folder .. "/ianaports/" .. CSV))
  end)

  it("returns the path of each file", function()
    assert.equal("x/" .. CSV, update.path(nil, "x"))
    assert.equal("x/" .. XML, update.path("xml", "x"))
  end)
end)
