import { inspect } from 'node:util';
import { ProblemError } from '../../diagnostics/index.ts';
import { first } from '../../presence/index.ts';

export interface Thrown {
  readonly code: string;
  /** Message, hint and notes, a line each. */
  readonly text: string;
  /** Whatever anyone could print of it: stack, causes, properties. */
  readonly everything: string;
}

/** The problem that a promise ends with. */
export async function thrownBy(work: Promise<unknown>): Promise<Thrown> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, message, hint, notes = [] } = first(error.problems);
    const lines = [message, hint, ...notes].filter((line) => line !== undefined);
    const everything = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error) + error.stack;
    return { code, text: lines.join('\n'), everything };
  }
  throw new Error('nothing was thrown');
}
