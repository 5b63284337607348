import { type ProblemCode, type ProblemError, problemError } from '../../diagnostics/index.ts';
import { last } from '../../presence/index.ts';

/** What is asked for, in the words of a message: `series GDP`, `release 53`. */
export type AskedFor =
  | { readonly kind: 'series'; readonly id: string }
  | { readonly kind: 'release'; readonly id: number };

/**
 * One thing that went wrong while asking. `unreachable`: no whole answer came; `failing`: FRED answers that it cannot,
 * now; `refused`: that it will not; `unusable`: its answer is not one.
 */
export interface FailedAttempt {
  readonly kind: 'unreachable' | 'failing' | 'refused' | 'unusable';
  readonly what: string;
}

const GET_KEY = 'get a key, free of charge, at https://fredaccount.stlouisfed.org/apikeys';
const WITHOUT_KEY = 'set it as FRED_API_KEY, or read the snapshot: fred: snapshot in the target';
const KEPT = 'what is stored is untouched';

/** Gives a question up: the last of its faults, one for each try, is why, and the others are told beside it. */
export function attemptsProblem(subject: AskedFor, endpoint: string, attempts: readonly FailedAttempt[]): ProblemError {
  const { kind, what: why } = last(attempts);
  const tries = attempts.length === 1 ? 'asked once' : `asked ${attempts.length} times, at last`;
  const { code, verb, hint } = WORDS[kind];
  return problemError(code, `FRED ${verb} ${shown(subject)} (${endpoint}), ${tries}: ${why}`, {
    hint: hint(why, subject),
    notes: attempts.length === 1 ? [] : attempts.map(({ what }, at) => `attempt ${at + 1}: ${what}`),
  });
}

interface Words {
  readonly code: ProblemCode;
  readonly verb: string;
  readonly hint: (what: string, subject: AskedFor) => string;
}

const WORDS: Readonly<Record<FailedAttempt['kind'], Words>> = {
  unreachable: {
    code: 'EWS3012',
    verb: 'cannot be reached for',
    hint: (what) => `${wayToTheNetwork(what)}, then run again; ${KEPT}`,
  },
  failing: {
    code: 'EWS3012',
    verb: 'has no answer now for',
    hint: () => `run again later: the network is sound, these are FRED's own words; ${KEPT}`,
  },
  refused: { code: 'EWS3028', verb: 'refuses', hint: (_, subject) => refusalHint(subject) },
  unusable: {
    code: 'EWS3013',
    verb: 'answered something unusable for',
    hint: (_, subject) => `run again later; if it stays, compare with ${webPage(subject)}; ${KEPT}`,
  },
};

/** OpenSSL's words for a certificate whose authority is not known: `self-signed certificate in certificate chain`. */
const UNKNOWN_AUTHORITY = /self[- ]signed certificate|unable to (get|verify)[^:]*(issuer|certificate)/i;

function wayToTheNetwork(what: string): string {
  if (UNKNOWN_AUTHORITY.test(what)) {
    return 'give the certificate of your own authority as a PEM file: NODE_EXTRA_CA_CERTS=/path/ca.pem';
  }
  if (/proxy/i.test(what)) return 'check HTTPS_PROXY and NO_PROXY';
  return 'check the network, any proxy (HTTPS_PROXY, NO_PROXY) and fred.url in the target';
}

/** FRED's own words why it gives nothing, of an answer that asking again would not change. */
export function refusedProblem(subject: AskedFor, endpoint: string, said: string): ProblemError {
  return attemptsProblem(subject, endpoint, [{ kind: 'refused', what: said }]);
}

function refusalHint(subject: AskedFor): string {
  const instead = `see ${webPage(subject)}; remove it from the source, or read it from a file of your own`;
  return `${instead}; if FRED refuses everything, check fred.url in the target; ${KEPT}`;
}

/** EWS3014 for what FRED does not know, in its own words. */
export function unknownProblem(subject: AskedFor, endpoint: string, said: string): ProblemError {
  const inAlfred = /ALFRED/.test(said);
  return problemError('EWS3014', `FRED does not know ${shown(subject)} (${endpoint}, asked once): ${said}`, {
    hint: inAlfred
      ? 'it may have no vintages in that period, or none at all: then its publication lag applies'
      : `correct the id in the source: ids are listed at https://fred.stlouisfed.org, e.g. ${webPage(subject)}`,
  });
}

/** `why` must not show the key. */
export function keyProblem(why: string): ProblemError {
  return problemError('EWS3015', why, { hint: `${GET_KEY}; ${WITHOUT_KEY}` });
}

function shown(subject: AskedFor): string {
  return `${subject.kind} ${subject.id}`;
}

function webPage(subject: AskedFor): string {
  return subject.kind === 'series'
    ? `https://fred.stlouisfed.org/series/${encodeURIComponent(subject.id)}`
    : `https://fred.stlouisfed.org/release?rid=${subject.id}`;
}
