import { type CompletedCommand, flagsWithValues, pathOf } from './completed-command.ts';

/** A script for fish: `ews completion fish | source`. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    '# Completions of ews for fish: ews completion fish | source',
    'function __ews_path',
    '  set -l path ews',
    '  set -l skip',
    '  for word in (commandline -opc)[2..-1]',
    '    if test -n "$skip"; set skip; continue; end',
    '    switch $word',
    `      case ${flagsWithValues(commands).join(' ')}`,
    '        set skip 1',
    "      case '-*'",
    "      case '*'",
    '        switch "$path $word"',
    `          case ${commands.slice(1).map(pathOf).map(quotedForFish).join(' ')}`,
    '            set path "$path $word"',
    '        end',
    '    end',
    '  end',
    '  echo $path',
    'end',
    ...commands.flatMap(linesOf),
  ].join('\n');
}

function linesOf(command: CompletedCommand): readonly string[] {
  const when = `-n ${quotedForFish(`test (__ews_path) = "${pathOf(command)}"`)}`;
  const words = [...command.subcommands, ...command.values.map((name) => ({ name, description: '' }))];
  return [
    ...words.map(({ name, description }) => {
      const said = description === '' ? '' : ` -d ${quotedForFish(description)}`;
      return `complete -c ews -f ${when} -a ${quotedForFish(name)}${said}`;
    }),
    ...command.flags.map(({ names, description, value }) => {
      const written = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
      const followed = value === 'none' ? '' : ' -r';
      const choices = typeof value === 'string' ? '' : ` -f -a ${quotedForFish(value.join(' '))}`;
      return `complete -c ews ${when} ${written.join(' ')}${followed}${choices} -d ${quotedForFish(description)}`;
    }),
  ];
}

function quotedForFish(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
