import type { SourceHolding } from '../plan/index.ts';
import type { SourceDefinition } from '../project/index.ts';
import { makeScratch } from '../steps/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { NodeResult } from './events.ts';
import { ingestResult, type ReadAhead } from './ingest-all.ts';

const NOTHING: ReadAhead = { allow: () => undefined, resultOf: () => undefined, end: async () => undefined };

/**
 * Begins to read the files of sources of which the lake holds nothing, one after the other, in a build of everything on
 * more than one thread. Nothing is stored before it is allowed.
 */
export function readAhead(run: BegunRun, holdings: ReadonlyMap<string, SourceHolding>): ReadAhead {
  const { select, exclude, without, ingest, threads } = run.options;
  const isWhole = ingest && select.length === 0 && exclude.length === 0 && without === undefined;
  if (!isWhole || threads === 1) return NOTHING;
  const sources = run.definitions.sources.filter((source) => isNew(source, holdings));
  if (sources.length === 0) return NOTHING;
  makeScratch(run.effects.scratch);

  const stop = new AbortController();
  const interrupt = (): void => stop.abort(run.signal.reason);
  if (run.signal.aborted) interrupt();
  run.signal.addEventListener('abort', interrupt, { once: true });
  let allow: () => void = () => undefined;
  const allowed = new Promise<void>((resolve, reject) => {
    allow = resolve;
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
  });
  const asking = { ask: 'stale', mayStore: () => allowed } as const;
  const results = new Map<string, Promise<NodeResult>>();
  // Who asks for a result hears what went wrong; nobody does where the project does not compile.
  allowed.catch(() => undefined);
  let before: Promise<unknown> = Promise.resolve();
  for (const source of sources) {
    const result = before.then(() => ingestResult({ ...run, signal: stop.signal }, source, asking));
    before = result.catch(() => undefined);
    results.set(source.name, result);
  }
  return {
    allow,
    resultOf: ({ name }) => results.get(name),
    end: async () => {
      run.signal.removeEventListener('abort', interrupt);
      stop.abort(new Error('nothing waits for the source any more'));
      await before;
    },
  };
}

/** A source of files of which the lake holds no relation. */
function isNew(source: SourceDefinition, holdings: ReadonlyMap<string, SourceHolding>): boolean {
  if (source.connector === 'fred' && source.data.kind === 'live') return false;
  const held = [...holdings].filter(([id]) => id.startsWith(`${source.name}.`));
  return held.length > 0 && held.every(([, { state }]) => state === 'missing');
}
