-- The services export in the C library's own look-ups, in the place of /etc/services.

local exported = require "spec.support.exported"
local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

local protocols = { "tcp", "udp", "sctp", "dccp" }

-- Asks by port and by name, in Debian's perl-base, whose functions are those of the C
-- library. "port 80 tcp" and "name http tcp" on standard input give the line that is
-- found. "all" asks for every port and protocol; then /etc/services is cut in pieces by
-- ports, for the library reads it from its beginning each time.
local asker = [[
use strict;
use warnings;

sub show {
  my ($name, $aliases, $port, $protocol) = @_;
  print join(" ", "$port/$protocol", $name, split " ", $aliases), "\n" if defined $name;
}

sub ask_all {
  my (@pieces, $head);
  open my $file, "<", "/etc/services" or die "$!\n";
  while (my $line = <$file>) {
    my ($port) = $line =~ m{^\S+\t(\d+)/};
    push @{ $pieces[$port >> 7] }, $line if defined $port;
  }
  for my $piece (0 .. 511) {
    open my $file, ">", "/etc/services" or die "$!\n";
    print $file @{ $pieces[$piece] // [] };
    close $file or die "$!\n";
    for my $port ($piece * 128 .. $piece * 128 + 127) {
      show(getservbyport $port, $_) for qw(tcp udp sctp dccp);
    }
  }
}

while (<STDIN>) {
  my ($what, $key, $protocol) = split;
  show(getservbyport $key, $protocol) if $what eq "port";
  show(getservbyname $key, $protocol) if $what eq "name";
  ask_all() if $what eq "all";
}
]]

describe("The services export in the C library #hosts", function()
  local missing = hosts.missing {
    programs = { "perl", "getent" }, files = { "/etc/services" }, mounts = true,
  }
  if missing then
    pending(missing)
    return
  end

  local folder, path

  -- Runs a command in a mount namespace of its own, with the export as /etc/services.
  local function run(command, input)
    files.write(folder .. "/input", input or "")
    local script = ("mount --bind %s /etc/services && %s <%s/input"):format(path, command, folder)
    local output, succeeded = hosts.run_with_mounts(script)
    assert(succeeded, output)
    return output
  end

  local function ask(questions)
    return run("perl " .. folder .. "/ask.pl", questions)
  end

  setup(function()
    folder = shell.new_folder()
    path = folder .. "/services"
    files.write(folder .. "/ask.pl", asker)
  end)

  before_each(function()
    exported.file(path, ianaports.bundled, "services")
  end)

  teardown(function()
    assert(select(2, shell.run("rm -r " .. folder)))
  end)

  it("is all there, with every name of each port and protocol, the primary one first", function()
    local names, first = {}, {}
    for name, place, aliases in run("getent services"):gmatch "(%S+) +(%S+)([^\n]*)\n" do
      names[place] = names[place] or {}
      first[place] = first[place] or name
      for word in (name .. aliases):gmatch "%S+" do
        names[place][word] = true
      end
    end
    local compared = 0
    for port = 0, 65535 do
      for _, protocol in ipairs(protocols) do
        local place = port .. "/" .. protocol
        local expected = ianaports.service_name(port, protocol)
        if expected ~= first[place] then
          assert.equal(expected, first[place], place)
        elseif expected then
          local all = {}
          for _, entry in ipairs(ianaports.find_all(port, protocol)) do
            all[entry.service_name or expected] = true
          end
          assert.same(all, names[place], place)
          compared = compared + 1
        end
      end
    end
    assert.is_true(compared > 12000, compared)
  end)

  it("gives getservbyport the primary name of every port and protocol, or none", function()
    local found = {}
    for place, name in ask("all\n"):gmatch "(%S+) (%S+)[^\n]*\n" do
      found[place] = name
    end
    local compared = 0
    for port = 0, 65535 do
      for _, protocol in ipairs(protocols) do
        local place = port .. "/" .. protocol
        local expected = ianaports.service_name(port, protocol)
        if found[place] ~= expected then
          assert.equal(expected, found[place], place)
        end
        compared = compared + (expected and 1 or 0)
      end
    end
    assert.is_true(compared > 12000, compared)
  end)

  it("gives the same from the whole file", function()
    local questions, expected = {}, {}
    for port = 0, 65535, 331 do
      for _, protocol in ipairs(protocols) do
        local name = ianaports.service_name(port, protocol)
        questions[#questions + 1] = ("port %d %s\n"):format(port, protocol)
        expected[#expected + 1] = name and ("%d/%s %s"):format(port, protocol, name)
      end
    end
    local places = ask(table.concat(questions)):gsub("(%S+ %S+)[^\n]*\n", "%1\n")
    assert.equal(table.concat(expected, "\n") .. "\n", places)
  end)

  it("gives getservbyname each name and alias", function()
    assert.equal([[
80/tcp http www www-http
80/tcp http www www-http
80/tcp http www www-http
443/tcp https
5060/sctp sip
6000/udp x11
6400/dccp boe-cms
66/tcp sql-net sql*net
44818/udp EtherNet-IP-2 EtherNet/IP-2
]], ask [[
name http tcp
name www tcp
name www-http tcp
name https tcp
name sip sctp
name x11 udp
name boe-cms dccp
name sql*net tcp
name EtherNet/IP-2 udp
name https dccp
name no-such-name tcp
]])
  end)

  it("is not led astray by what is in the cells", function()
    exported.file(path, ianaports.build {
      rows = {
        sample.row { "a 1 tcp", description = "one\nevil 2/tcp\r\nevil\t3/tcp evil" },
        sample.row { "b 4 udp", description = ("x"):rep(10000) .. "\nevil 5/tcp # \255" },
        sample.row { "evil 6 tcp", service_name = "evil 7/tcp" },
        sample.row { "evil 8 tcp", service_name = "#evil" },
        sample.row { ("n"):rep(3000) .. " 9 tcp" },
        sample.row "last 10 tcp",
      },
    }, "services")
    assert.equal("a 1/tcp\nb 4/udp\n" .. ("n"):rep(3000) .. " 9/tcp\nlast 10/tcp\n",
      (run("getent services"):gsub(" +", " ")))
  end)
end)
