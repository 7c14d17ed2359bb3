# Types into a shell on a pseudo-terminal: spec/support/tab.lua has the words of this script.
#
#   zsh -f tab.zsh SHELL SETUP LINE...
#
# For each line, which ends in whatever keys, it writes what the command `ianaports` got as its
# arguments, and in a second line all that the terminal showed.

zmodload zsh/zpty
shell=$1 setup=$2
shift 2

zpty typed "stty cols 200; exec $shell"
zpty -w typed "$setup; ianaports ready"
zpty -r typed shown '*NAR*'
for line in "$@"; do
  zpty -w typed "ianaports $line"
  zpty -r typed shown '*NAR*'
  print -r -- "${${shown%NAR*}##*RAN}"
  print -r -- "${(V)${shown//$'\n'/ }}"
done
zpty -d typed
