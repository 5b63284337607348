/**
 * A name for a run that begins now: the second in UTC and six hexadecimal digits by chance, `20070901T080000Z-3f09c1`.
 * So names sort by time, but for runs of one second.
 * @param chance three bytes
 */
export function newRunId(now: Date, chance: Uint8Array): string {
  const second = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${second}-${Buffer.from(chance).toString('hex')}`;
}

/** The second in which a run began, `20070901T080000Z`: texts that sort by time. */
export function secondOf(runId: string): string {
  return runId.slice(0, runId.lastIndexOf('-'));
}

/** Whether a text can be a run's id, and so a part of a key. */
export function isRunId(text: unknown): text is string {
  return typeof text === 'string' && /^[\w-]+$/.test(text);
}
