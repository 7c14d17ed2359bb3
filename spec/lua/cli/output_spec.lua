-- --output, to files, links and devices, and what is left of them if the command fails or is
-- ended.

local command = require "spec.support.command"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local other_user = require "spec.support.other_user"
local shell = require "spec.support.shell"

local SCTP = "ssh\t22\tsctp\tSSH\n"

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local in_folder = shell.in_folder

-- Writes one line with --output to a path. Returns standard output, messages and the exit code.
local function write(path, prefix)
  return { command.shell((prefix or "") .. command.line("ssh/sctp --output=" .. quote(path))) }
end

describe("--output #programs", function()
  it("writes a file, and nothing to standard output", function()
    in_folder(function(folder)
      assert.same({ "", "", 0 }, { command.run("ssh/sctp --output " .. folder .. "/o") })
      assert.equal(SCTP, files.read(folder .. "/o"))
      assert.equal("o\n", (shell.run("ls -A " .. folder)))
    end)
  end)

  it("takes a file's name as it is", function()
    in_folder(function(folder)
      local names = { "a 'b' $(c);*", " ", "-x", "o\n", "\n", "a\nb\n\n", "%s", ("x"):rep(255) }
      for _, name in ipairs(names) do
        assert.same({ "", "", 0 }, write(folder .. "/" .. name))
        assert.equal(SCTP, files.read(folder .. "/" .. name))
        os.remove(folder .. "/" .. name)
        assert.equal("", (shell.run("ls -A " .. folder)))
      end
    end)
  end)

  it("takes a name that looks like an option", function()
    in_folder(function(folder)
      local here = (shell.run "pwd"):gsub("\n", "")
      local lua = ("LUA_PATH='%s/lua/?.lua;;' LUA_CPATH='%s;;' %s %s/lua/bin/ianaports"):format(
        here, package.cpath:gsub("%f[^;%z]build/", here .. "/build/"), os.getenv "LUA" or "lua5.4",
        here)
      assert.same({ "", "", 0 },
        { command.shell(("cd %s && %s ssh/sctp --output=--help"):format(folder, lua)) })
      assert.equal(SCTP, files.read(folder .. "/--help"))
    end)
  end)

  it("writes to the file that a link names, and not to one with a shorter name", function()
    in_folder(function(folder)
      files.write(folder .. "/o", "other\n")
      shell.run(("cd %s && ln -s 'o\n' link"):format(folder))
      assert.same({ "", "", 0 }, write(folder .. "/link"))
      assert.equal("other\n", files.read(folder .. "/o"))
      assert.equal(SCTP, files.read(folder .. "/o\n"))
    end)
  end)

  it("follows links and keeps the mode of the file that is replaced", function()
    in_folder(function(folder)
      shell.run(("cd %s && echo old >o && chmod 640 o && ln -s o link"):format(folder))
      command.run("ssh/sctp -o " .. folder .. "/link")
      assert.equal("640\nsymbolic link\n",
        (shell.run(("cd %s && stat -c %%a o && stat -c %%F link"):format(folder))))
      assert.equal(SCTP, files.read(folder .. "/o"))
    end)
  end)

  it("makes a new file with the mode that the umask says", function()
    in_folder(function(folder)
      shell.run(("umask 027; %s"):format(command.line("ssh/sctp -o " .. folder .. "/o")))
      assert.equal("640\n", (shell.run("stat -c %a " .. folder .. "/o")))
    end)
  end)

  it("lets the owner of a new file write to it, whatever the umask says", function()
    for umask, mode in pairs { ["000"] = "666", ["077"] = "600", ["777"] = "200" } do
      in_folder(function(folder)
        assert.same({ "", "", 0 }, write(folder .. "/o", ("umask %s; "):format(umask)))
        assert.equal(mode .. "\n", (shell.run("stat -c %a " .. folder .. "/o")))
      end)
    end
  end)

  it("never shows to others what replaces a file for its owner alone", function()
    in_folder(function(folder)
      files.write(folder .. "/o", "old\n")
      -- Looks at the file that has no name yet, while the command waits for its input.
      local output = command.shell(([[
        cd %s && chmod 600 o && cd "$OLDPWD" && umask 000
        (echo 80/tcp; sleep 0.5) | (exec env %s) &
        for attempt in $(seq 100); do
          for open in /proc/$!/fd/*; do
            case $(readlink "$open") in %s/*) stat -Lc %%a "$open"; break 2 ;; esac
          done
          sleep 0.02
        done
        wait]]):format(folder, command.line("annotate -o " .. folder .. "/o"), folder))
      assert.equal("600\n", output)
      assert.equal("600\n", (shell.run("stat -c %a " .. folder .. "/o")))
      assert.equal("80/tcp (http)\n", files.read(folder .. "/o"))
    end)
  end)

  it("keeps the access control list of the file that is replaced", function()
    in_folder(function(folder)
      files.write(folder .. "/o", "old\n")
      shell.run(("setfacl -m u:%s:r,g::- %s/o"):format(other_user.ID, folder))
      local before = shell.run("getfacl --absolute-names " .. folder .. "/o")
      assert.matches("\nuser:%w+:r%-%-\n", before)
      assert.same({ "", "", 0 }, write(folder .. "/o"))
      assert.equal(before, (shell.run("getfacl --absolute-names " .. folder .. "/o")))
      assert.equal(SCTP, files.read(folder .. "/o"))
    end)
  end)

  it("starts no shell", function()
    in_folder(function(folder)
      local environment = "LUA_INIT='io.popen = function() error \"a shell\" end; "
        .. "os.execute = io.popen'"
      assert.same({ "", "", 0 }, { command.run("ssh/sctp -o " .. folder .. "/o", environment) })
      assert.equal(SCTP, files.read(folder .. "/o"))
    end)
  end)

  it("writes to a device and leaves it one", function()
    assert.same({ SCTP, "", 0 },
      { command.shell(command.line "ssh/sctp -o /dev/stdout" .. " | cat") })
    assert.same({ "", "", 0 }, { command.run "ssh/sctp -o /dev/null" })
    assert.equal("character special file\n", (shell.run "stat -c %F /dev/null"))
  end)

  it("reports folders, and folders that are missing", function()
    in_folder(function(folder)
      assert.same({ "", ("ianaports: %s: is a folder\n"):format(folder), 3 },
        { command.run("ssh -o " .. folder) })
      assert.same({ "", ("ianaports: %s/no/o: no such folder\n"):format(folder), 3 },
        { command.run("ssh -o " .. folder .. "/no/o") })
    end)
  end)

  it("adds to an open file that is named, and does not empty it", function()
    in_folder(function(folder)
      for name, redirection in pairs { stdout = ">>", stderr = "2>>", ["fd/5"] = "5>>" } do
        files.write(folder .. "/log", "first\n")
        command.shell(command.line(("ssh/sctp -o /dev/%s %s%s/log"):format(name, redirection,
          folder)))
        assert.equal("first\n" .. SCTP, files.read(folder .. "/log"))
      end
      assert.equal("log\n", (shell.run("ls -A " .. folder)))
    end)
  end)

  it("reports a device that is full", function()
    assert.same({ "", "ianaports: /dev/full: " .. errno.ENOSPC .. "\n", 3 }, write "/dev/full")
  end)

  it("ends without a word when nobody reads on", function()
    assert.same({ "\t0\ttcp\tReserved\n", "", 0 },
      { command.shell(command.line "list -o /dev/stdout" .. " | head -n 1") })
  end)

  it("reports links that lead nowhere, and a name that is empty", function()
    in_folder(function(folder)
      shell.run(("cd %s && ln -s loop loop && ln -s no/o dangling"):format(folder))
      for _, name in ipairs { "loop", "dangling" } do
        local path = folder .. "/" .. name
        assert.same({ "", ("ianaports: %s: is a link that leads nowhere\n"):format(path), 3 },
          write(path))
      end
      assert.same({ "", ("ianaports: %s/no/: no such folder\n"):format(folder), 3 },
        write(folder .. "/no/"))
      assert.same({ "", "ianaports: --output: a file name is not empty and has no NUL byte\n", 2 },
        write "")
      assert.equal("dangling\nloop\n", (shell.run("LC_ALL=C ls -A " .. folder)))
    end)
  end)

  it("asks for permission, but not to read what it replaces #as_nobody", function()
    local reason = other_user.why_not()
    if reason then
      pending(reason)
      return
    end
    in_folder(function(folder)
      shell.run(([[cd %s && mkdir theirs closed && touch theirs/ro theirs/wo closed/o
        chown -R %s theirs; chmod 444 theirs/ro; chmod 200 theirs/wo; chmod 666 closed/o
        chmod 755 . closed]]):format(folder, other_user.ID))
      other_user.in_copy(function(as_other)
        assert.same({ "", ("ianaports: %s/theirs/ro: permission denied\n"):format(folder), 3 },
          write(folder .. "/theirs/ro", as_other))
        for _, name in ipairs { "o", "new" } do
          local path = folder .. "/closed/" .. name
          assert.same({
            "",
            ("ianaports: %s: no permission to make a file in %s/closed/\n"):format(path, folder),
            3,
          }, write(path, as_other))
        end
        assert.same({ "", "", 0 }, write(folder .. "/theirs/wo", as_other))
      end)
      assert.equal(SCTP, files.read(folder .. "/theirs/wo"))
      assert.equal("200 65534\n", (shell.run("stat -c '%a %u' " .. folder .. "/theirs/wo")))
      assert.equal("ro\nwo\n", (shell.run("LC_ALL=C ls -A " .. folder .. "/theirs")))
    end)
  end)

  it("leaves the old file and no other if the command fails", function()
    in_folder(function(folder)
      files.write(folder .. "/o", "old\n")
      files.write(folder .. "/in.csv", "a,b\n80,6\n")
      local _, _, code =
        command.run(("annotate --csv --output %s/o %s/in.csv"):format(folder, folder))
      assert.equal(3, code)
      assert.equal("old\n", files.read(folder .. "/o"))
      assert.equal("in.csv\no\n", (shell.run("ls -A " .. folder)))
    end)
  end)
end)

describe("Ctrl-C #programs", function()
  -- The command waits for its standard input when the signal comes; Lua 5.1 and 5.2 see the
  -- signal only once the input ends.
  local SCRIPT = "(echo 80/tcp; sleep 1) | timeout --foreground --preserve-status --signal INT 0.4 "

  it("leaves the old file and no other, and returns the exit code that shells expect", function()
    in_folder(function(folder)
      files.write(folder .. "/o", "old\n")
      assert.same({ "", "", 130 },
        { command.shell(SCRIPT .. command.line("annotate -o " .. folder .. "/o")) })
      assert.equal("old\n", files.read(folder .. "/o"))
      assert.equal("o\n", (shell.run("ls -A " .. folder)))
    end)
  end)
end)

describe("A command that is ended while it writes #programs", function()
  -- Waits until a file in the folder is open, sends the signal, and waits for the end of the
  -- command, which does not ignore the signal even if what started these specs does, such as nohup.
  local SCRIPT = [[
    (echo 80/tcp; sleep 2) | (exec env --default-signal %s) &
    begun() { ls -l /proc/$!/fd | grep -q ' -> %s/'; }
    for attempt in $(seq 100); do begun && echo begun && break; sleep 0.02; done
    kill -%s $!
    wait $! 2>/dev/null]]

  for _, signal in ipairs { "TERM", "HUP", "KILL" } do
    it("leaves the old file and no other: " .. signal, function()
      in_folder(function(folder)
        files.write(folder .. "/o", "old\n")
        local output = command.shell(SCRIPT:format(
          command.line("annotate -o " .. folder .. "/o"), folder, signal))
        assert.equal("begun\n", output)
        assert.equal("old\n", files.read(folder .. "/o"))
        assert.equal("o\n", (shell.run("ls -A " .. folder)))
      end)
    end)
  end
end)
