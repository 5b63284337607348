import { problemError } from '../../diagnostics/index.ts';
import { keyProblem } from './problems.ts';

const KEY = /^[a-z0-9]{32}$/;

/** Throws EWS3015 for a key that FRED would refuse; says of it no more than what is wrong. */
export function checkFredKey(key: string): void {
  if (key === '') throw keyProblem('FRED is read live and FRED_API_KEY is not set');
  if (KEY.test(key)) return;
  throw keyProblem(`FRED_API_KEY is not a FRED key: ${mistake(key)}`);
}

/** FRED's own, and this machine, which keys do not leave. */
const TAKERS = new Set(['api.stlouisfed.org', 'localhost', '127.0.0.1', '[::1]']);

/**
 * Throws EWS4026 for a server that only the project says stands for FRED: its author would be sent the key of whoever
 * builds it. `named`: the address that the user gave the key for.
 */
export function checkKeyTaker(url: string, named: string | undefined): void {
  if (TAKERS.has(new URL(url).hostname)) return;
  if (named !== undefined && URL.canParse(named) && new URL(named).href === new URL(url).href) return;
  throw problemError('EWS4026', `FRED_API_KEY would be sent to ${url}, which the target alone says is FRED`, {
    hint: `if you trust that server: FRED_API_URL=${url}`,
  });
}

function mistake(key: string): string {
  if (KEY.test(key.trim())) return 'there is white space around it';
  if (KEY.test(key.toLowerCase())) return 'it has upper-case letters';
  return 'a key is 32 lower-case letters and digits';
}

/**
 * Text from outside, which may quote the request, without this very key, whole or cut off after `api_key=`. Every
 * problem loses besides what only looks like a secret.
 */
export function withoutKey(text: string, key: string): string {
  return text.replaceAll(new RegExp(key, 'gi'), '[key]').replaceAll(/(api_key(?:=|%3D))[^&\s"']+/gi, '$1[key]');
}
