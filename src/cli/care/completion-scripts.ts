// The few lines a shell needs to ask pkm what could come next. What comes back is never evaluated.

export const shells = ["bash", "zsh", "fish"] as const;

/**
 * Bash cuts a word at the signs of COMP_WORDBREAKS, so tag:x arrives in pieces: the line itself is cut at blanks, and what
 * the shell has put aside already is taken off the front of each offer.
 */
const bash = `# bash completion for pkm: source <(pkm completion bash)
_pkm() {
  local typed word offer aside
  typed=\${COMP_LINE:0:COMP_POINT}
  local -a words
  read -r -a words <<< "$typed"
  [[ $typed == *[[:space:]] ]] && words+=("")
  word=\${words[-1]}
  aside=\${word%"\${word##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r offer _; do
    COMPREPLY+=("\${offer#"$aside"}")
  done < <(command pkm completion words -- "\${words[@]:1}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *: ]] && compopt -o nospace
}
complete -o default -F _pkm pkm
`;

const zsh = `#compdef pkm
# zsh completion for pkm: pkm completion zsh > ~/.zfunc/_pkm, with ~/.zfunc in fpath
_pkm() {
  local line
  local -a values shown
  while IFS= read -r line; do
    [[ -z $line ]] && continue
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line%%$'\\t'*}  \${line#*$'\\t'}")
  done < <(command pkm completion words -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#values} )); then
    compadd -l -d shown -a values
  else
    _files
  fi
}
if [ "\${funcstack[1]}" = "_pkm" ]; then _pkm "$@"; else compdef _pkm pkm; fi
`;

const fish = `# fish completion for pkm: pkm completion fish > ~/.config/fish/completions/pkm.fish
function __pkm_offers
    set -l offers (command pkm completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $offers) -gt 0
        printf '%s\\n' $offers
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c pkm -f -a '(__pkm_offers)'
`;

export const scripts: Readonly<Record<(typeof shells)[number], string>> = { bash, zsh, fish };
