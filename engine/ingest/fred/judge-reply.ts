import { withoutKey } from './key.ts';
import { type AskedFor, type FailedAttempt, keyProblem, refusedProblem, unknownProblem } from './problems.ts';
import type { BrokenBody } from './read-body.ts';
import { retryAfterSeconds } from './retry-wait.ts';
import type { Reply } from './send.ts';
import { type Fields, objectFields, UnusableAnswer } from './unusable-answer.ts';

/** One thing to ask, and how to read its answer. */
export interface Question<T> {
  readonly subject: AskedFor;
  readonly endpoint: string;
  /** Without key and file type. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Throws Unusable for a body that is not what was asked for. */
  readonly read: (body: Fields) => T;
  /** The value that an error message of FRED stands for, if it stands for one. */
  readonly readRefusal?: (message: string) => T | undefined;
}

export type ReplyOutcome<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  /** Worth another try; `hold` keeps the whole client back for so many seconds. */
  | { readonly kind: 'passing'; readonly attempt: FailedAttempt; readonly hold?: number }
  | { readonly kind: 'final'; readonly attempt: FailedAttempt }
  | { readonly kind: 'refused'; readonly problem: Error };

const RATE_LIMIT_SECONDS = 30;
const LONGEST_HOLD_SECONDS = 900;

/** Decides what a reply is good for. The key is needed to keep it out of what is quoted. */
export function judgeReply<T>(question: Question<T>, reply: Reply, key: string, now: Date): ReplyOutcome<T> {
  if (reply.kind === 'failed') return { kind: 'passing', attempt: { kind: 'unreachable', what: reply.what } };
  const { status, headers } = reply;
  if (reply.kind === 'broken' && (status === 200 || status === 400)) return lost(status, reply.fault);
  if (reply.kind === 'complete' && status === 200) return readAnswer(question, reply.bytes, key);
  const words = reply.kind === 'complete' ? errorMessage(reply.bytes, key) : undefined;
  const said = `HTTP ${status}${words === undefined ? '' : `: ${words}`}`;
  const asked = retryAfterSeconds(headers.get('retry-after'), now);
  if (status === 401)
    return { kind: 'refused', problem: keyProblem('FRED refuses the key in FRED_API_KEY (HTTP 401)') };
  if (status === 429) return held(said, 'failing', asked ?? RATE_LIMIT_SECONDS);
  // Locked is the one thing that was asked for, not FRED: the others wait only where FRED says for how long.
  if (status === 423) {
    return asked === undefined
      ? { kind: 'passing', attempt: { kind: 'refused', what: said } }
      : held(said, 'refused', asked);
  }
  if (status >= 500 || status === 408) {
    if (asked !== undefined) return held(said, 'failing', asked);
    return { kind: 'passing', attempt: { kind: 'failing', what: said } };
  }
  if (reply.kind === 'complete' && status >= 400 && (words !== undefined || status === 400)) {
    return readRefusal(question, reply.bytes, words, key);
  }
  if (status < 300) return { kind: 'passing', attempt: { kind: 'unusable', what: `HTTP ${status}` } };
  const redirect = `HTTP ${status}, a redirect, which is not followed: the key would travel with it`;
  return { kind: 'final', attempt: { kind: 'unreachable', what: status < 400 ? redirect : `HTTP ${status}` } };
}

function lost<T>(status: number, { kind, what }: BrokenBody): ReplyOutcome<T> {
  if (kind === 'large') return { kind: 'final', attempt: { kind: 'unusable', what } };
  return { kind: 'passing', attempt: { kind: 'unreachable', what: `HTTP ${status}, then ${what}` } };
}

function held<T>(what: string, kind: FailedAttempt['kind'], hold: number): ReplyOutcome<T> {
  if (hold <= LONGEST_HOLD_SECONDS) return { kind: 'passing', attempt: { kind, what }, hold };
  const longer = `${what}; it asks to be left alone for ${Math.ceil(hold / 60)} minutes`;
  return { kind: 'final', attempt: { kind, what: longer } };
}

function readAnswer<T>(question: Question<T>, bytes: Uint8Array, key: string): ReplyOutcome<T> {
  try {
    if (holdsKey(bytes, key)) return REPEATS_KEY;
    return { kind: 'accepted', value: question.read(parse(bytes)) };
  } catch (error) {
    if (!(error instanceof UnusableAnswer)) throw error;
    return { kind: 'passing', attempt: { kind: 'unusable', what: withoutKey(error.message, key) } };
  }
}

const REPEATS_KEY = { kind: 'passing', attempt: { kind: 'unusable', what: 'the answer repeats the key' } } as const;

/** Accepted answers are stored as they came, and the key is stored nowhere. */
function holdsKey(bytes: Uint8Array, key: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(key);
}

function readRefusal<T>(
  question: Question<T>,
  bytes: Uint8Array,
  message: string | undefined,
  key: string,
): ReplyOutcome<T> {
  if (message === undefined) {
    return { kind: 'passing', attempt: { kind: 'unusable', what: 'HTTP 400 without an error message' } };
  }
  const value = question.readRefusal?.(message);
  if (value !== undefined) return holdsKey(bytes, key) ? REPEATS_KEY : { kind: 'accepted', value };
  if (/variable api_key/i.test(message)) {
    return { kind: 'refused', problem: keyProblem(`FRED refuses the key in FRED_API_KEY: ${message}`) };
  }
  if (/does not exist/.test(message)) {
    return { kind: 'refused', problem: unknownProblem(question.subject, question.endpoint, message) };
  }
  return { kind: 'refused', problem: refusedProblem(question.subject, question.endpoint, message) };
}

/** `Bad Request.  The series does not exist.`, in one line and without the key. */
function errorMessage(bytes: Uint8Array, key: string): string | undefined {
  try {
    const message = parse(bytes)['error_message'];
    if (typeof message !== 'string') return undefined;
    return withoutKey(message, key).replaceAll(/\s+/g, ' ').slice(0, 300);
  } catch (error) {
    if (error instanceof UnusableAnswer) return undefined;
    throw error;
  }
}

function parse(bytes: Uint8Array): Fields {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UnusableAnswer(`the answer is not JSON, or not all of it (${bytes.byteLength} bytes)`);
  }
  return objectFields(body, 'the answer');
}
