import type { Problem } from '../../diagnostics/index.ts';
import type { CommandName, CommandResults } from './command-results.ts';

/** What `--json` prints on standard output, of every command, however it ended. */
export interface Envelope<Name extends CommandName = CommandName> extends EnvelopeHead {
  /** null where what was typed is no command, or has a flag that there is not. */
  readonly command: Name | null;
  /** null where the command came to none. */
  readonly result: CommandResults[Name] | null;
}

/** What is the same of all commands. */
export interface EnvelopeHead {
  /** The version of ews. */
  readonly ews: string;
  /** Whether all is well: `exitCode` is 0. */
  readonly ok: boolean;
  /** 1: the project, a node or a test failed; 2: usage or a bug; 130: interrupted. */
  readonly exitCode: 0 | 1 | 2 | 130;
  /** Everything that was found wrong on the way, each once: errors and warnings. */
  readonly problems: readonly Problem[];
  /** What is called a bug of ours, where it ended with one. */
  readonly bug: string | null;
}
