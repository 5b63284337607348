import { type Problem, type ProblemCode, ProblemError } from '../../diagnostics/index.ts';

/** What is asked for, in the words of a message: `series GDP`, `release 53`. */
export type Subject =
  | { readonly kind: 'series'; readonly id: string }
  | { readonly kind: 'release'; readonly id: number };

/** One thing that went wrong while asking, and whether FRED was there at all. */
export interface Fault {
  readonly kind: 'unreachable' | 'unusable';
  readonly what: string;
}

const GET_KEY = 'get a key, free of charge, at https://fredaccount.stlouisfed.org/apikeys';
const WITHOUT_KEY = 'set it as FRED_API_KEY, or read the snapshot: fred: snapshot in the target';
const KEPT = 'what is stored is untouched';

export function faultProblem(subject: Subject, endpoint: string, faults: readonly Fault[]): ProblemError {
  const last = faults.at(-1);
  const unusable = last?.kind === 'unusable';
  const tries = faults.length === 1 ? 'asked once' : `asked ${faults.length} times, at last`;
  const verb = unusable ? 'answered something unusable' : 'cannot be reached';
  return problem(unusable ? 'EWS3013' : 'EWS3012', {
    message: `FRED ${verb} for ${shown(subject)} (${endpoint}), ${tries}: ${last?.what ?? 'no answer'}`,
    hint: unusable
      ? `run again later; if it stays, compare with ${webPage(subject)}; ${KEPT}`
      : `check the network and fred.url in the target, then run again; ${KEPT}`,
    notes: faults.length === 1 ? [] : faults.map(({ what }, at) => `attempt ${at + 1}: ${what}`),
  });
}

export function unknownProblem(subject: Subject, endpoint: string, said: string): ProblemError {
  const inAlfred = /ALFRED/.test(said);
  return problem('EWS3014', {
    message: `FRED does not know ${shown(subject)} (${endpoint}, asked once): ${said}`,
    hint: inAlfred
      ? 'it may have no vintages in that period, or none at all: then its publication lag applies'
      : `correct the id in the source: ids are listed at https://fred.stlouisfed.org, e.g. ${webPage(subject)}`,
  });
}

/** `why` must not show the key. */
export function keyProblem(why: string): ProblemError {
  return problem('EWS3015', { message: why, hint: `${GET_KEY}; ${WITHOUT_KEY}` });
}

function shown(subject: Subject): string {
  return `${subject.kind} ${subject.id}`;
}

function webPage(subject: Subject): string {
  return subject.kind === 'series'
    ? `https://fred.stlouisfed.org/series/${encodeURIComponent(subject.id)}`
    : `https://fred.stlouisfed.org/release?rid=${subject.id}`;
}

function problem(code: ProblemCode, text: Pick<Problem, 'message' | 'hint' | 'notes'>): ProblemError {
  return new ProblemError([{ code, severity: 'error', ...text }]);
}
