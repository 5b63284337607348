import type { Command, Option } from 'commander';
import { usageError } from '../../diagnostics/index.ts';
import { bashCompletion } from '../completion/bash.ts';
import type { CompletedCommand, CompletedFlag } from '../completion/completed-command.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

const SHELLS: ReadonlyMap<string, (commands: readonly CompletedCommand[]) => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** `ews completion bash|zsh|fish`: a script that completes commands, flags and values, made from the commands. */
export async function runCompletion(
  shell: string,
  { json }: Pick<GlobalFlags, 'json'>,
  program: Command,
  terminal: Terminal,
): Promise<ExitCode> {
  const written = SHELLS.get(shell);
  if (written === undefined) throw usageError(`there is no completion for "${shell}"`, 'there are: bash, zsh, fish');
  const script = written(completedCommands(program));
  if (json === true) terminal.answer.gave('completion', { shell, script });
  else terminal.out(script);
  return 0;
}

/** All commands with their flags, `ews` itself first; those of every command are among the flags of each. */
export function completedCommands(program: Command): readonly CompletedCommand[] {
  const everywhere = program.options.map(completedFlag);
  const help: CompletedFlag = { names: ['-h', '--help'], description: 'display help for command', value: 'none' };
  const visit = (command: Command, words: readonly string[]): readonly CompletedCommand[] => {
    const own = command === program ? [] : command.options.map(completedFlag);
    const below = command.commands.flatMap((each) => each.aliases().map((alias) => ({ each, name: alias })));
    const named = [...command.commands.map((each) => ({ each, name: each.name() })), ...below];
    return [
      {
        words,
        flags: [...own, ...everywhere, help],
        subcommands: named.map(({ each, name }) => ({ name, description: each.description() })),
        values: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
      },
      ...named.flatMap(({ each, name }) => visit(each, [...words, name])),
    ];
  };
  return visit(program, []);
}

function completedFlag({ short, long, description, required, optional, argChoices = [] }: Option): CompletedFlag {
  const names = [short, long].filter((name) => name !== undefined);
  if (!required && !optional) return { names, description, value: 'none' };
  return { names, description, value: argChoices.length === 0 ? 'any' : argChoices };
}
