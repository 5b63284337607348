import { keyProblem } from './problems.ts';

const KEY = /^[a-z0-9]{32}$/;

/** Throws EWS3015 for a key that FRED would refuse; says of it no more than what is wrong. */
export function checkFredKey(key: string): void {
  if (key === '') throw keyProblem('FRED is read live and FRED_API_KEY is not set');
  if (KEY.test(key)) return;
  throw keyProblem(`FRED_API_KEY is not a FRED key: ${mistake(key)}`);
}

function mistake(key: string): string {
  if (KEY.test(key.trim())) return 'there is white space around it';
  if (KEY.test(key.toLowerCase())) return 'it has upper-case letters';
  return 'a key is 32 lower-case letters and digits';
}

/** Text from outside, which may quote the request, without the key. */
export function redact(text: string, key: string): string {
  return text.replaceAll(new RegExp(key, 'gi'), '[key]').replaceAll(/(api_key(?:=|%3D))[^&\s"']+/gi, '$1[key]');
}
