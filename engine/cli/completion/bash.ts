import { type CompletedCommand, flagsWithValues, pathOf, quoted } from './completed-command.ts';

/** A script for bash: `source <(ews completion bash)`. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# Completions of ews for bash: source <(ews completion bash)
_ews() {
  local path=ews word skip= i
  local current=\${COMP_WORDS[COMP_CWORD]} previous=
  [ "$COMP_CWORD" -gt 0 ] && previous=\${COMP_WORDS[COMP_CWORD-1]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [ -n "$skip" ]; then skip=; continue; fi
    case $word in
      ${flagsWithValues(commands).join('|')}) skip=1 ;;
      -*) ;;
      *) case "$path $word" in
        ${commands.slice(1).map(pathOf).map(quoted).join('|')}) path="$path $word" ;;
      esac ;;
    esac
  done
  local flags= words= values=
  case "$path $previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$current")); return; fi
  if [ -n "$skip" ]; then COMPREPLY=($(compgen -f -- "$current")); return; fi
  case $path in
${commands.map(commandCase).join('\n')}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *) if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
       else COMPREPLY=($(compgen -f -- "$current")); fi ;;
  esac
}
complete -o filenames -F _ews ews`;
}

function commandCase(command: CompletedCommand): string {
  const flags = command.flags.flatMap(({ names }) => names).join(' ');
  const words = [...command.subcommands.map(({ name }) => name), ...command.values].join(' ');
  return `    ${quoted(pathOf(command))}) flags=${quoted(flags)}; words=${quoted(words)} ;;`;
}

function valueCases(command: CompletedCommand): readonly string[] {
  return command.flags.flatMap(({ names, value }) => {
    if (typeof value === 'string') return [];
    const cases = names.map((name) => quoted(`${pathOf(command)} ${name}`)).join('|');
    return [`    ${cases}) values=${quoted(value.join(' '))} ;;`];
  });
}
