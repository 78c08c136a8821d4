/** `helpscout completions` */
import * as Effect from "effect/Effect"
import { UsageError } from "../command/usageError.js"
import * as Terminal from "../output/terminal.js"
import type { Implementation } from "./commands.js"

// Words without candidates, such as the values of --data, are completed as files.

const bash = `
_helpscout() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <("$1" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -o nosort -F _helpscout helpscout 2>/dev/null || complete -o default -F _helpscout helpscout
`

const zsh = `
#compdef helpscout
_helpscout() {
  local line
  local -a described
  for line in "\${(@f)$("\${words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#described} )); then _describe -V helpscout described; else _files; fi
}
if [[ $funcstack[1] == _helpscout ]]; then _helpscout "$@"; else compdef _helpscout helpscout; fi
`

const fish = `
function __helpscout_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
  if test (count $lines) -gt 0
    printf '%s\\n' $lines
  else
    __fish_complete_path "$current"
  end
end
complete -c helpscout -f -k -a '(__helpscout_complete)'
`

const shells: Readonly<Record<string, string>> = { bash, zsh, fish }

export const command: Implementation = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of zsh
  text: 'For bash: eval "$(helpscout completions bash)". For zsh: helpscout completions zsh > "${fpath[1]}/_helpscout". For fish: helpscout completions fish > ~/.config/fish/completions/helpscout.fish.',
  args: [{ name: "shell", text: "bash, zsh or fish.", choices: Object.keys(shells) }],
  run: (session) =>
    Effect.gen(function* () {
      const [shell = ""] = session.args
      const script = Object.hasOwn(shells, shell) && session.args.length === 1 ? shells[shell] : undefined
      if (script === undefined) {
        const found = JSON.stringify(session.args.join(" "))
        return yield* new UsageError({ message: `completions: expected bash, zsh or fish, found ${found}.` })
      }
      yield* Terminal.write(script.trimStart())
    })
}
