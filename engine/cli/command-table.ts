import type { Command } from 'commander';
import { buildCommands } from './build-commands.ts';
import { inspectCommands } from './inspect-commands.ts';
import { lakeCommands } from './lake-commands.ts';
import { modelCommands } from './model-commands.ts';
import { sourceCommands } from './source-commands.ts';
import { startCommands } from './start-commands.ts';
import type { Terminal } from './terminal.ts';

/** What adds commands to the program, in the order of `ews --help`. What a command does is imported when it runs. */
export const COMMANDS: readonly ((program: Command, terminal: Terminal) => void)[] = [
  startCommands,
  buildCommands,
  sourceCommands,
  modelCommands,
  inspectCommands,
  lakeCommands,
];
