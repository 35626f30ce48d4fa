import { KnexusError } from '../base/errors.ts'
import type { CommandFile } from './command.ts'
import { commandWords } from './main.ts'

/** What a shell may be offered after `knexus`: the commands, and after each of them its options. */
export type CommandWords = ReadonlyMap<string, readonly string[]>

const SHELLS: Readonly<Record<string, (words: CommandWords) => string>> = { bash, zsh, fish }

export const command: CommandFile = {
  arguments: [['<shell>', Object.keys(SHELLS).join(', ')]],
  examples: [
    'npx knexus completion bash >> ~/.bashrc',
    'npx knexus completion zsh >> ~/.zshrc',
    'npx knexus completion fish > ~/.config/fish/completions/knexus.fish',
  ],
  async run(context, [shell = '']) {
    const script = SHELLS[shell]
    if (!script)
      throw new KnexusError(
        'bad-option',
        `There is no completion for "${shell}".`,
        `Name one of: ${Object.keys(SHELLS).join(', ')}.`,
      )
    const text = script(await commandWords())
    context.print(text, { script: text })
    return 0
  },
}

/** `knexus` itself, and behind npx and the like, where bash asks for the first word. */
function bash(words: CommandWords): string {
  return `# knexus: commands and options
_knexus() {
  local current=\${COMP_WORDS[COMP_CWORD]} command= word at=1
  [[ \${COMP_WORDS[0]} != knexus ]] && for ((at = 1; at < COMP_CWORD; at++)); do [[ \${COMP_WORDS[at]} == knexus ]] && break; done
  [[ \${COMP_WORDS[0]} != knexus ]] && { [[ \${COMP_WORDS[at]} != knexus ]] && return; at=$((at + 1)); }
  for word in "\${COMP_WORDS[@]:at:COMP_CWORD-at}"; do [[ $word != -* ]] && { command=$word; break; }; done
  case $command in
    '') COMPREPLY=($(compgen -W '${[...words.keys()].join(' ')}' -- "$current")) ;;
${[...words].map(branch).join('\n')}
  esac
}
complete -o default -F _knexus knexus npx
`
}

/** What stands behind one command: its options. */
function branch([name, options]: readonly [string, readonly string[]]): string {
  return `    ${name}) COMPREPLY=($(compgen -W '${options.join(' ')}' -- "$current")) ;;`
}

function zsh(words: CommandWords): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`
}

function fish(words: CommandWords): string {
  const names = [...words.keys()].join(' ')
  return [
    '# knexus: commands and options',
    'complete -c knexus -f',
    `complete -c knexus -n "not __fish_seen_subcommand_from ${names}" -a "${names}"`,
    ...[...words].flatMap(([name, options]) =>
      options.map((option) => `complete -c knexus -n "__fish_seen_subcommand_from ${name}" -l ${option.slice(2)}`),
    ),
    '',
  ].join('\n')
}
