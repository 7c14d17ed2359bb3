# Perl's getservbyport. usage: as getservbyport.c

use strict;
use warnings;

sub ask_each {
  my ($path) = @_;
  require Time::HiRes;
  open my $file, '<', $path or die "$path: $!\n";
  my @questions = map { [split] } <$file>;
  my $start = Time::HiRes::clock();
  my @answers = map { scalar getservbyport($_->[0], $_->[1]) } @questions;
  printf "look-up %.1f\n", (Time::HiRes::clock() - $start) / @questions * 1e9;
  for my $index (0 .. $#questions) {
    print "row @{$questions[$index]} $answers[$index]\n" if defined $answers[$index];
  }
}

if ($ARGV[0] eq 'first') {
  my $name = getservbyport 443, 'tcp';
  open my $status, '<', '/proc/self/status' or die "$!\n";
  my ($peak) = map { /^VmHWM:\s+(\d+)/ ? $1 : () } <$status>;
  print "answer $name $peak\n";
} else {
  ask_each($ARGV[1]);
}
