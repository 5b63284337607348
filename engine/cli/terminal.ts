import { randomBytes } from 'node:crypto';
import { type Paint, paintedOutput, paintFor } from '../report/paint/index.ts';
import { type Answer, gatherAnswer } from './answer/answer.ts';
import { liveLine } from './live-line.ts';

/** Where a command speaks: results to `out`, everything else to `err`. Tests pass one that records. */
export interface Terminal {
  /** Writes a block of text and a line break to standard output. */
  readonly out: (text: string) => void;
  /** Writes a block of text and a line break to standard error. */
  readonly err: (text: string) => void;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  /** Shows a line at the foot of standard error where a person looks at it; nothing for an empty text. */
  readonly live: (text: string) => void;
  /** What the command comes to, for whoever is told of it when it has ended. */
  readonly answer: Answer;
  /** A person reads standard output: windows may be opened. */
  readonly interactive: boolean;
  /** Characters in a line of standard output; Infinity where nobody looks. */
  readonly width: number;
}

/** What a command ends with: 0 fine, 1 the project, a node or a test failed. Usage and bugs are thrown. */
export type ExitCode = 0 | 1;

/**
 * The process's own streams. What files, data and names hold of control characters never gets to them: all that a
 * command says goes through here. A reader that goes away (`ews ls | head -1`) ends the
 * process quietly.
 */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const secret = randomBytes(16).toString('hex');
  const output = paintedOutput(paintFor(stdout, env), secret);
  const errors = paintedOutput(paintFor(stderr, env), secret);
  const live = liveLine(stderr, env);
  return {
    out: (text) => live.beside(() => void stdout.write(`${output.shown(text)}\n`)),
    err: (text) => live.beside(() => void stderr.write(`${errors.shown(text)}\n`)),
    live: (text) => live.show(errors.shown(text)),
    paintOut: output.paint,
    paintErr: errors.paint,
    answer: gatherAnswer(),
    interactive: stdout.isTTY === true,
    width: stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY,
  };
}
