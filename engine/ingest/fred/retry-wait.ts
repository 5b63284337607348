const LONGEST_SECONDS = 30;

/** What a `Retry-After` header asks for, in seconds from now: a number, or an HTTP date. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text);
  const at = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000);
}

/** Exponential from one second, at most 30; half of it is chance, so that clients that failed together part. */
export function backoffSeconds(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_SECONDS, 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}
