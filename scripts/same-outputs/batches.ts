/** A change of one of a project's files between two commands. */
export interface FileEdit {
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

/** What is done with a project: one command of ews, or an edit. */
export type CommandOrEdit = { readonly ews: readonly string[] } | FileEdit;

export interface Command {
  readonly args: readonly string[];
  /** Among the steps of its project, from 0. */
  readonly place: number;
}

/** Commands that one process runs. */
export interface CommandBatch {
  readonly commands: readonly Command[];
}

/** Commands that write have a process each: there it matters how it ends, and what it leaves. */
const WRITING = new Set(['build', 'run', 'test', 'ingest', 'clean']);

/**
 * Steps in their order, commands that only look together: nine tenths of such a command are the start of Node, DuckDB
 * and the engine. `apart`: every command alone.
 */
export function batchesOf(steps: readonly CommandOrEdit[], apart: boolean): readonly (CommandBatch | FileEdit)[] {
  const batches: (CommandBatch | FileEdit)[] = [];
  let looking: Command[] = [];
  const close = (): void => {
    if (looking.length > 0) batches.push({ commands: looking });
    looking = [];
  };
  for (const [place, step] of steps.entries()) {
    if ('file' in step) {
      close();
      batches.push(step);
    } else if (apart || writes(step.ews)) {
      close();
      batches.push({ commands: [{ args: step.ews, place }] });
    } else looking.push({ args: step.ews, place });
  }
  close();
  return batches;
}

function writes([name = '', sub = '']: readonly string[]): boolean {
  return WRITING.has(name) || (name === 'source' && sub === 'attest');
}
