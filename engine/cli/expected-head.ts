import { problemError } from '../diagnostics/index.ts';
import type { ReadRecord } from '../inspect/index.ts';
import type { ChainProblem } from '../lake/index.ts';

/** The digest of `--expect-head`, in hex. ProblemError EWS6004 for what is none. */
export function expectedDigest(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const digest = /^(?:sha256:)?(?<hex>[0-9a-f]{64})$/i.exec(text.trim())?.groups?.['hex'];
  if (digest !== undefined) return digest.toLowerCase();
  const message = `--expect-head takes the digest of a head, 64 hexadecimal digits, not "${text}"`;
  const hint = 'ews build and ews lineage verify print it: sha256:...';
  throw problemError('EWS6004', message, { hint });
}

/** What is found where no position of the environment has the digest that was written down. */
export function unexpectedHead(
  expected: string,
  { positions }: ReadRecord,
  environment: string,
): readonly ChainProblem[] {
  if (positions.some(({ sha256 }) => sha256 === expected)) return [];
  const head = positions.at(-1);
  const now = head === undefined ? 'it has none' : `it stands at ${head.n}, sha256:${head.sha256}`;
  const message = `no position of the environment is the head that was expected, sha256:${expected}: ${now}`;
  return [{ file: `refs/${environment}`, what: 'unwitnessed', message }];
}
