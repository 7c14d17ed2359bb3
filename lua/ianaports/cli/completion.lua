-- ianaports completion SHELL

local options = require "ianaports.cli.options"

local completion = {
  summary = "Write completions for a shell.",
  description = "Writes a script that makes a shell complete commands, options, what these take,"
    .. " service names and contacts. zsh needs its own completions, by compinit, before it.",
  arguments = {
    {
      name = "SHELL", target = "shell", choices = { "bash", "zsh", "fish" },
      help = "bash, zsh or fish.",
    },
  },
  options = { { title = "Options", options.OUTPUT, options.HELP } },
  examples = {
    'eval "$(ianaports completion bash)"',
    'eval "$(ianaports completion zsh)"',
    "ianaports completion fish | source",
  },
}

-- Each script asks the command what it would take: see complete.lua.
local SCRIPTS = {}

SCRIPTS.bash = [==[
# Completions of ianaports for bash, which ask the command itself.

_ianaports() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames -o default
      while IFS= read -r line; do
        [[ -z $line ]] || COMPREPLY+=("$line")
      done <<<"$(compgen -f -- "${2#[=:]}")"
    elif [[ -n $line ]]; then
      COMPREPLY+=("${line%%$'\t'*}")
    fi
  done <<<"$("${1/#~\//$HOME/}" __complete --pieces "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)"
}

complete -F _ianaports ianaports
]==]

SCRIPTS.zsh = [==[
#compdef ianaports
# Completions of ianaports for zsh, which ask the command itself.

_ianaports() {
  local line files
  local -a candidates
  for line in "${(@f)$(${~words[1]} __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" \
    2>/dev/null)}"; do
    case $line in
      :files) files=yes ;;
      ?*) candidates+=("${${line//:/\\:}/$'\t'/:}") ;;
    esac
  done
  _describe ianaports candidates -M 'm:{a-zA-Z}={A-Za-z}'
  local result=$?
  if [[ -n $files ]]; then
    [[ $PREFIX != --*=* ]] || compset -P '*='
    _files && result=0
  fi
  return result
}

if [[ $funcstack[1] == _ianaports ]]; then
  _ianaports "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _ianaports ianaports
fi
]==]

SCRIPTS.fish = [==[
# Completions of ianaports for fish, which ask the command itself.

function __ianaports_ask
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -g __ianaports_candidates ($program __complete $words "$current" 2>/dev/null)
    if set -l index (contains -i -- :files $__ianaports_candidates)
        set -e __ianaports_candidates[$index]
        # Without candidates, fish itself completes the names of files.
        set -q __ianaports_candidates[1]; or return 1
        set -a __ianaports_candidates (__fish_complete_path "$current")
    end
    return 0
end

complete -c ianaports -n __ianaports_ask -f -a '$__ianaports_candidates'
]==]

function completion.run(session, given)
  session:output():write(SCRIPTS[given.shell])
  return true
end

return completion
