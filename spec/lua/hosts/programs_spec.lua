-- Programs that load the module as it is, without a script of lua/hosts. Each is started with a
-- configuration that answers with the service of port 443, and with the version of its Lua. Servers
-- are asked through the loopback device of a namespace of networks, and end with it.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local shell = require "spec.support.shell"

local ask = "await curl --silent --fail http://127.0.0.1:8080/"

-- A query for the TXT record of 443.example.com, as RFC 1035, section 4.1, has it.
local ask_dns = [[
await perl -MIO::Socket::IP -e '
  my $socket = IO::Socket::IP->new(PeerHost => "127.0.0.1", PeerPort => 5300, Proto => "udp");
  my $name = pack "(C/a)*", qw(443 example com), "";
  alarm 2;
  send $socket, pack("n6", 1, 0x100, 1, 0, 0, 0) . $name . pack("n2", 16, 1), 0;
  recv $socket, my $answer, 512, 0 or exit 1;
  print $answer =~ /(<.*>)/s, "\n";
']]

-- By the name in lua/hosts/README.md: the program, and a library of its own that may be missing;
-- files of the example by their names; and a command, which runs in the folder of these files.
-- @answer stands for the answer in Lua, @folder for the folder.
local examples = {
  ["Apache, mod_lua"] = {
    program = "apache2",
    files = {
      ["httpd.conf"] = [[
        ServerRoot @folder
        ServerName example.com
        Listen 127.0.0.1:8080
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule lua_module /usr/lib/apache2/modules/mod_lua.so
        PidFile httpd.pid
        ErrorLog httpd.log
        LuaMapHandler / @folder/service.lua
      ]],
      ["service.lua"] = [[
        function handle(request)
          request:puts(@answer)
          return apache2.OK
        end
      ]],
    },
    command = "apache2 -D FOREGROUND -f @folder/httpd.conf &\n" .. ask,
  },
  ["Knot Resolver"] = {
    program = "kresd",
    files = {
      ["kresd.conf"] = [[
        net.listen("127.0.0.1", 5300)
        local text = @answer
        local record = { [kres.type.TXT] = { rdata = string.char(#text) .. text } }
        policy.add(policy.domains(policy.ANSWER(record), { todname "443.example.com" }))
      ]],
    },
    command = "kresd --noninteractive --config @folder/kresd.conf @folder &\n" .. ask_dns,
  },
  ["lighttpd, mod_magnet"] = {
    program = "lighttpd",
    library = "/usr/lib/lighttpd/mod_magnet.so",
    files = {
      ["lighttpd.conf"] = [[
        server.modules = ("mod_magnet")
        server.document-root = "@folder"
        server.bind = "127.0.0.1"
        server.port = 8080
        magnet.attract-raw-url-to = ("@folder/service.lua")
      ]],
      ["service.lua"] = [[
        lighty.content = { @answer }
        return 200
      ]],
    },
    command = "lighttpd -D -f lighttpd.conf &\n" .. ask,
  },
  Neovim = {
    program = "nvim",
    files = { ["service.lua"] = "print(@answer)" },
    command = "nvim --headless -u NONE -c 'luafile service.lua' -c quit",
  },
  pandoc = {
    program = "pandoc",
    files = {
      ["service.lua"] = [[
        function Str(word)
          return word.text == "443/tcp" and pandoc.Str(@answer) or nil
        end
      ]],
    },
    command = "echo '*443/tcp*' | pandoc --from markdown --to plain --wrap none"
      .. " --lua-filter service.lua",
  },
  Prosody = {
    program = "prosody",
    files = {
      ["mod_service.lua"] = [[
        module:depends "http"
        module:provides("http", {
          default_path = "/",
          route = {
            ["GET /"] = function()
              return @answer
            end,
          },
        })
      ]],
      ["prosody.cfg.lua"] = [[
        run_as_root = true
        data_path = "@folder"
        plugin_paths = { "@folder" }
        modules_enabled = { "service" }
        modules_disabled = { "c2s", "s2s" }
        http_interfaces = { "127.0.0.1" }
        http_ports = { 8080 }
        https_ports = {}
        http_default_host = "example.com"
        log = { error = "prosody.log" }
        VirtualHost "example.com"
      ]],
    },
    command = "prosody -F --config @folder/prosody.cfg.lua >prosody.out 2>&1 &\n" .. ask,
  },
  rspamd = {
    program = "rspamd",
    files = {
      ["rspamd.conf"] = [[
        options {
          filters = [];
          tempdir = "@folder";
          url_tld = "@folder/tld";
          dns { nameserver = "127.0.0.1"; }
        }
        lang_detection { languages = "@folder"; } # none: those that it has take seconds to compile
        logging { type = "file"; filename = "@folder/rspamd.log"; }
        worker "normal" { bind_socket = "127.0.0.1:8080"; count = 1; }
        actions { reject = 15; }
        lua = "@folder/service.lua";
      ]],
      ["service.lua"] = [[
        rspamd_config.SERVICE = function()
          return true, @answer
        end
      ]],
      ["message"] = "From: somebody@example.com\n\ntext\n",
      ["tld"] = "com\n", -- the list of all takes as long
    },
    command = "rspamd --no-fork --insecure --config rspamd.conf &\n"
      .. ask .. "checkv2 --data-binary @message",
  },
  Tarantool = {
    program = "tarantool",
    files = {
      ["service.lua"] = [[
        box.cfg { listen = "127.0.0.1:3301", memtx_memory = 2 ^ 25, log_level = 1 }
        function service()
          return @answer
        end
        box.schema.func.create "service"
        box.schema.user.grant("guest", "execute", "function", "service")
        print(require("net.box").connect("127.0.0.1:3301"):call "service")
        os.exit()
      ]],
    },
    command = "tarantool service.lua",
  },
  Vim = {
    program = "vim.nox",
    files = { ["service.lua"] = "print(@answer)" },
    command = "vim.nox -u NONE -es -c 'verbose luafile service.lua' -c 'quit!'",
  },
}

local answer = [[("<" .. (jit and "jit" or _VERSION) .. " "
  .. require("ianaports").service_name(443) .. ">")]]

-- Runs the example with the module built for a Lua. Returns what it prints.
local function run(example, lua)
  local output, succeeded
  shell.in_folder(function(folder)
    local function filled(text)
      return (text:gsub("@(%l+)", { answer = answer, folder = folder }))
    end
    for name, text in pairs(example.files) do
      files.write(folder .. "/" .. name, filled(text))
    end
    output, succeeded = hosts.run_isolated(
      ("cd %s\nexport HOME=. LUA_CPATH='%s/?.so;;'\n"):format(folder, hosts.build(lua))
        .. filled(example.command))
  end)
  assert.is_true(succeeded, output)
  return output
end

-- What the page says of a program in the Debian of this machine, or nil if it is of none of both.
local function said_of(name)
  local row = "\n| " .. name:gsub("%p", "%%%0") .. " | ([^|]*) | ([^|]*) |"
  local twelve, thirteen = files.read("lua/hosts/README.md"):match(row)
  assert(twelve, "the page has no row for " .. name)
  local release = shell.run("cat /etc/debian_version"):match "^%d+"
  return release == "12" and twelve or release == "13" and thirteen or nil
end

describe("A program that loads the module: #hosts", function()
  for name, example in pairs(examples) do
    local lua, missing
    missing = hosts.missing {
      programs = { example.program, "curl", "perl" },
      files = { example.library },
      isolation = true,
    }
    if not missing then
      lua = hosts.lua_of(example.program)
      missing = hosts.missing { lua = { lua } }
    end
    if missing then
      pending(missing)
    else
      it(name .. " answers", function()
        local version = lua == "jit" and "jit" or "Lua " .. lua
        assert.matches("<" .. version .. " https>", run(example, lua))
      end)

      it(name .. " has the Lua that the page names", function()
        local said = said_of(name)
        local language = lua == "jit" and "LuaJIT" or "Lua " .. lua
        assert.is_true(not said or said:find(language, 1, true) ~= nil, said)
      end)
    end
  end
end)
