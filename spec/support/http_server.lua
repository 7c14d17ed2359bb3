-- A small HTTP server on loopback whose answers a spec scripts.
--
--   local server = http_server.start()
--   server:serve("list.csv", text, { etag = '"1"' })    -- 200, or 304 if it is unchanged
--   server:plan("list.csv", "status 500", "serve")      -- one by one; the last stays
--   server.base .. "list.csv", server:requests(), server:stop()
--
-- Answers: `serve`; `status CODE`; `busy SECONDS`, which asks to come again after so long;
-- `redirect URL`; `late URL SECONDS`, a redirect after so long; `truncated`, half of the body that
-- the header announces; `slow SECONDS`, a body that takes so long; `unsized SECONDS`, the same
-- of no announced length; `unbounded`, a body of no announced length that goes on until the client
-- leaves; `close`, none at all.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local http_server = {}
http_server.__index = http_server

-- Runs on Debian's perl-base, which every system has. It prints its port and process
-- when it listens and leaves a child behind that serves, each request in a process of
-- its own, all in one process group. Should nobody end it, it does so after ten minutes.
local program = [[
use strict;
use warnings;
use IO::Socket::IP;

my ($folder) = @ARGV;
my $listener = IO::Socket::IP->new(LocalHost => "127.0.0.1", LocalPort => 0, Listen => 16)
  or die "cannot listen: $@\n";
$| = 1;
my $child = fork // die "fork: $!\n";
if ($child) {
  print $listener->sockport, " $child\n";
  exit;
}
setpgrp;
close STDOUT;
close STDERR;
$SIG{PIPE} = "IGNORE";
$SIG{CHLD} = "IGNORE";
$SIG{ALRM} = sub { kill "TERM", -$$ };
alarm 600;

sub content {
  my ($name) = @_;
  open my $file, "<:raw", "$folder/$name" or return undef;
  local $/;
  return scalar <$file>;
}

# The next answer in the plan of a file.
sub next_answer {
  my ($name) = @_;
  my @plan = split /\n/, content("$name.plan") // "status 404";
  if (@plan > 1) {
    open my $file, ">", "$folder/$name.plan";
    print $file join("\n", @plan[1 .. $#plan]);
  }
  return split / /, $plan[0];
}

sub send_all {
  my ($client, $bytes) = @_;
  while (length $bytes) {
    my $count = syswrite $client, $bytes or exit;
    substr($bytes, 0, $count) = "";
  }
}

sub send_head {
  my ($client, $status, @headers) = @_;
  my @lines = ("HTTP/1.1 $status Scripted", "Connection: close", @headers);
  send_all($client, join("\r\n", @lines, "", ""));
}

sub answer {
  my ($client, $name, $request, $kind, $argument, $delay) = @_;
  my $body = content("$name.body") // "";
  my @length = "Content-Length: " . length $body;
  my ($etag, $modified) = map { content("$name.$_") } "etag", "modified";
  push my @validators, "ETag: $etag" if defined $etag;
  push @validators, "Last-Modified: $modified" if defined $modified;
  if ($kind eq "status") {
    send_head($client, $argument, "Content-Length: 9");
    send_all($client, "scripted\n");
  } elsif ($kind eq "busy") {
    send_head($client, 503, "Retry-After: $argument", "Content-Length: 0");
  } elsif ($kind eq "redirect" || $kind eq "late") {
    select undef, undef, undef, $delay // 0;
    send_head($client, 302, "Location: $argument", "Content-Length: 0");
  } elsif ($kind eq "truncated") {
    send_head($client, 200, @validators, @length);
    send_all($client, substr $body, 0, length($body) / 2);
  } elsif ($kind eq "slow" || $kind eq "unsized") {
    send_head($client, 200, @validators, $kind eq "slow" ? @length : ());
    my $piece = int(length($body) / 100) + 1;
    for (my $at = 0; $at < length $body; $at += $piece) {
      send_all($client, substr $body, $at, $piece);
      select undef, undef, undef, $argument / 100;
    }
  } elsif ($kind eq "unbounded") {
    send_head($client, 200);
    send_all($client, "service,name,port\n" x 4096) while 1;
  } elsif ($kind eq "serve") {
    my $known = defined $etag && $request =~ /^If-None-Match: \Q$etag\E\r$/mi
      || defined $modified && $request =~ /^If-Modified-Since: \Q$modified\E\r$/mi;
    send_head($client, $known ? 304 : 200, @validators, $known ? () : @length);
    send_all($client, $body) if !$known;
  }
}

while (1) {
  my $client = $listener->accept or next;
  my $request = "";
  while ($request !~ /\r\n\r\n/) {
    sysread $client, $request, 4096, length $request or last;
  }
  open my $log, ">>:raw", "$folder/log";
  print $log $request;
  close $log;
  my ($name) = $request =~ m{^GET /(\S+) };
  my @answer = next_answer($name // "none");
  if (!fork) {
    answer($client, $name, $request, @answer);
    exit;
  }
  close $client;
}
]]

function http_server.start()
  local folder = shell.new_folder()
  files.write(folder .. "/server.pl", program)
  local output, started = shell.run(("perl '%s/server.pl' '%s'"):format(folder, folder))
  local port, process = output:match "^(%d+) (%d+)\n$"
  assert(started and port, output)
  return setmetatable({
    base = ("http://127.0.0.1:%s/"):format(port),
    port = port,
    process = process,
    folder = folder,
  }, http_server)
end

-- Stops the server, even in the middle of an answer.
function http_server:stop()
  shell.run(("kill -- -%s; rm -rf '%s'"):format(self.process, self.folder))
end

function http_server:plan(name, ...)
  files.write(self.folder .. "/" .. name .. ".plan", table.concat({ ... }, "\n"))
end

-- Serves a body, with the validators `etag` and `modified` if there are any.
function http_server:serve(name, body, validators)
  local path = self.folder .. "/" .. name
  files.write(path .. ".body", body)
  for _, validator in ipairs { "etag", "modified" } do
    os.remove(path .. "." .. validator)
    if validators and validators[validator] then
      files.write(path .. "." .. validator, validators[validator])
    end
  end
  self:plan(name, "serve")
end

-- The requests since the last call of this function, as one text.
function http_server:requests()
  local log = self.folder .. "/log"
  local file = io.open(log, "rb")
  if not file then
    return ""
  end
  file:close()
  local text = files.read(log)
  os.remove(log)
  return text
end

return http_server
