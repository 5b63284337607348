import { type CompletedCommand, flagsWithValues, pathOf, quoted } from './completed-command.ts';

/** A script for zsh: a function `_ews` for a folder of `$fpath`, or `source <(ews completion zsh)`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef ews
# Completions of ews for zsh: source <(ews completion zsh), or a file _ews in a folder of $fpath.
_ews() {
  local path_=ews word skip= i values=
  local -a flags commands_
  local previous=\${words[CURRENT-1]}
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      ${flagsWithValues(commands).join('|')}) skip=1 ;;
      -*) ;;
      *) case "$path_ $word" in
        ${commands.slice(1).map(pathOf).map(quoted).join('|')}) path_="$path_ $word" ;;
      esac ;;
    esac
  done
  case "$path_ $previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [[ -n $values ]]; then compadd -- \${=values}; return; fi
  if [[ -n $skip ]]; then _files; return; fi
  case $path_ in
${commands.map(commandCase).join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then _describe -o flag flags
  elif (( \${#commands_} )); then _describe command commands_
  else _files; fi
}
if [ "$funcstack[1]" = _ews ]; then _ews "$@"; else compdef _ews ews; fi`;
}

function commandCase(command: CompletedCommand): string {
  const flags = command.flags.flatMap(({ names, description }) => names.map((name) => entry(name, description)));
  const words = [
    ...command.subcommands.map(({ name, description }) => entry(name, description)),
    ...command.values.map((value) => quoted(value)),
  ];
  return `    ${quoted(pathOf(command))}) flags=(${flags.join(' ')}); commands_=(${words.join(' ')}) ;;`;
}

/** `name:what it is`, in which a colon of the name's own is escaped. */
function entry(name: string, description: string): string {
  return quoted(`${name.replaceAll(':', '\\:')}:${description}`);
}

function valueCases(command: CompletedCommand): readonly string[] {
  return command.flags.flatMap(({ names, value }) => {
    if (typeof value === 'string') return [];
    const cases = names.map((name) => quoted(`${pathOf(command)} ${name}`)).join('|');
    return [`    ${cases}) values=${quoted(value.join(' '))} ;;`];
  });
}
