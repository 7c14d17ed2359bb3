# Adds the service after each port such as 80/tcp. usage: perl text.pl SERVICES LOG

use strict;
use warnings;

my %names;
open my $services, "<", shift or die "services: $!";
while (<$services>) {
    my ($name, $port, $protocol) = split;
    $names{"$port/$protocol"} = "$port/$protocol ($name)";
}
while (<>) {
    s{(\d+/(?:tcp|udp))}{$names{$1} // $1}ge;
    print;
}
