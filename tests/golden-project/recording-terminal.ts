import { gatherAnswer } from '../../engine/cli/answer/answer.ts';
import type { Terminal } from '../../engine/cli/terminal.ts';
import { paintFor } from '../../engine/report/paint/index.ts';

/** A terminal without colours that keeps what is said, by stream. */
export function recordingTerminal(): Terminal & { readonly said: { readonly out: string[]; readonly err: string[] } } {
  const said = { out: [] as string[], err: [] as string[] };
  const plain = paintFor({}, {});
  return {
    said,
    out: (text) => void said.out.push(text),
    err: (text) => void said.err.push(text),
    live: () => undefined,
    answer: gatherAnswer((result) => said.out.push(JSON.stringify(result, null, 2))),
    paintOut: plain,
    paintErr: plain,
    interactive: false,
    width: Number.POSITIVE_INFINITY,
  };
}
