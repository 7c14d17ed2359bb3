-- Listeners for specs that scan ports.

local listeners = {}

-- Runs on Debian's perl-base, which every system has. It returns when all listen, and
-- leaves a child behind that serves: it accepts, sends the banner, and closes; a
-- datagram is sent back, unless the listener is silent.
local program = [[
use strict;
use warnings;
use IO::Select;
use IO::Socket::IP;
use Socket qw(SOCK_DGRAM SOCK_STREAM);

my $select = IO::Select->new;
my (%banner, %silent);
for my $listener (@ARGV) {
  my ($host, $port, $protocol, $banner) = $listener =~ m{^(.+):(\d+)/(tcp|udp)(?: (.+))?$}
    or die "no listener: $listener\n";
  my $socket = IO::Socket::IP->new(
    LocalHost => $host,
    LocalPort => $port,
    $protocol eq "tcp" ? (Type => SOCK_STREAM, Listen => 64) : (Type => SOCK_DGRAM),
  ) or die "$listener: $@\n";
  $select->add($socket);
  $silent{$socket} = $banner;
  next if $protocol eq "udp";
  $banner{$socket} = $banner ? "$banner\r\n" : "";
  $banner{$socket} =~ s/\\x([0-9a-f]{2})/chr hex $1/ge;
}

exit if fork // die "fork: $!\n";
close STDOUT;
close STDERR;
$SIG{PIPE} = $SIG{CHLD} = "IGNORE";
while (my @ready = $select->can_read) {
  for my $socket (@ready) {
    if (defined $banner{$socket}) {
      my $client = $socket->accept or next;
      if ($banner{$socket} !~ m{^HTTP/}) {
        syswrite $client, $banner{$socket};
      } elsif (!fork) {
        sysread $client, my $request, 65535;
        syswrite $client, "$banner{$socket}\r\n" if $request;
        exit;
      }
      close $client;
    } elsif (defined(my $peer = recv $socket, my $datagram, 65535, 0)) {
      send $socket, $datagram, 0, $peer unless $silent{$socket};
    }
  }
}
]]

-- A shell command that starts them and waits until they listen. Each is written
-- "ADDRESS:PORT/PROTOCOL", optionally with a banner for tcp: "::1:22/tcp SSH-2.0-x". A banner that
-- begins with HTTP/ follows what the client asks; \x00 is a byte. "127.0.0.1:53/udp silent" answers
-- nothing.
-- They end with the process namespace in which they run.
function listeners.start(list)
  local command = { "perl - " }
  for _, listener in ipairs(list) do
    command[#command + 1] = "'" .. listener .. "' "
  end
  command[#command + 1] = "<<'END'\n" .. program .. "END\n"
  return table.concat(command)
end

return listeners
