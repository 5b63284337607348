import { packOf } from '../packed.ts';
import type { Store } from '../store.ts';
import { type GcLog, type LoggedStep, readGcLog } from './gc-log.ts';

/** When a file was collected, and by which step of the log: `gc#4`. */
export interface CollectedFile {
  /** UTC, ISO 8601, by the clock of the place. */
  readonly at: string;
  readonly step: number;
}

/** The files that garbage collection removed, by key: what of them is gone is not damaged. */
export type Collected = ReadonlyMap<string, CollectedFile>;

/** When a file was collected that lies under its own key, or packed with others of a run. */
export function whenCollected(collected: Collected, key: string): CollectedFile | undefined {
  const pack = packOf(key);
  return collected.get(key) ?? (pack === undefined ? undefined : collected.get(pack));
}

/** Reads what was collected so far. ProblemError EWS5046 where the log is damaged. */
export async function readCollected(store: Store): Promise<Collected> {
  return collectedIn(await readGcLog(store));
}

/** What some steps removed. A sweep that broke off may have removed any of it: it is asked of files that are gone. */
export function collectedIn({ steps }: Pick<GcLog, 'steps'>): Collected {
  const condemned = new Map(steps.flatMap((step) => (step.kind === 'condemned' ? [[step.n, step]] : [])));
  const collected = new Map<string, CollectedFile>();
  for (const step of steps) {
    if (step.kind === 'condemned') continue;
    const files = step.of.flatMap((n) => condemned.get(n)?.items ?? []).flatMap((item) => item.files);
    const stayed = staying(step);
    for (const key of files) if (!stayed.has(key)) collected.set(key, { at: step.at, step: step.n });
    for (const key of stayed) collected.delete(key);
  }
  return collected;
}

function staying(step: LoggedStep): ReadonlySet<string> {
  return new Set(step.kind === 'swept' ? [...step.spared, ...step.kept.map(({ key }) => key)] : []);
}

/** `collected 2027-01-03 by gc#4; ews build makes it again`; `isBack`: something lies there again. */
export function collectedText({ at, step }: CollectedFile, isBack: boolean): string {
  const now = isBack ? 'made again since, by another run' : 'ews build makes it again';
  return `collected ${at.slice(0, 'YYYY-MM-DD'.length)} by gc#${step}; ${now}`;
}
