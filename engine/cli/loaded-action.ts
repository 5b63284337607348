import type { Command } from 'commander';
import type { GlobalFlags } from './session.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** What a command does when it is called: its module is imported then, and its exit code becomes the process's. */
export type LoadedAction = <Flags extends GlobalFlags>(
  load: (flags: Flags, terminal: Terminal, args: readonly string[]) => Promise<ExitCode>,
) => (...parameters: unknown[]) => Promise<void>;

export function loadedActions(terminal: Terminal): LoadedAction {
  return (load) =>
    async (...parameters) => {
      const command = parameters.at(-1) as Command;
      process.exitCode = await load(command.optsWithGlobals(), terminal, command.args);
    };
}
