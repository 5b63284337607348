import type { Day } from '../../calendar/index.ts';
import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import {
  commitNamed,
  commitObject,
  digestOf,
  metaDigest,
  type NewObjectId,
  type ObjectMeta,
  type PlainObject,
  type Ref,
  type Store,
} from '../../lake/index.ts';
import { first, present } from '../../presence/index.ts';
import type { ComputeEffects } from '../compute-effects.ts';
import { advanceSource, currentObservations, positionAfter } from '../current-observations.ts';
import { checkIngestDay } from '../ingest-day.ts';
import { type IngestTally, NOTHING_NEW } from '../ingest-tally.ts';
import { OBSERVATIONS_FILE, type ObservationsExtra, observationsOf } from '../observations.ts';
import { noObservations } from '../relation-summary.ts';
import { declarationOf, type LiveRequest, observationsName, type SeriesSpec } from '../request.ts';
import { extendHistory, fingerprintOf, NO_HISTORY, type SeriesHistory } from './batch.ts';
import { type BuiltLive, buildLive } from './build-live.ts';
import { compareDeclaration } from './compare-declaration.ts';
import {
  type FetchedSource,
  type FetchSourceEffects,
  fetchSource,
  type LastEntry,
  type PlaceOf,
} from './fetch-source.ts';
import { fredDay } from './fred-day.ts';
import { entriesAfter, type NumberedEntry } from './ingest-log.ts';
import { isFresh } from './read-live-state.ts';
import { refreshCalendar } from './release-calendar.ts';

export interface IngestLiveEffects extends FetchSourceEffects, ComputeEffects {
  readonly ask: 'due' | 'all' | 'again';
}

/** How much an ingest asked, and found. */
export interface LiveReport {
  readonly requests: number;
  /** Series that were asked for in this ingest; the others were fresh. */
  readonly asked: number;
  /** Series with an answer that holds observations: new ones, or as they were. */
  readonly updated: number;
}

export interface IngestLiveResult {
  readonly object: ObjectMeta;
  readonly isNew: boolean;
  readonly warnings: readonly Problem[];
  /** An error for each series with which something is wrong; everything of the others is stored. */
  readonly problems: readonly Problem[];
  /** Names of series that could not be had now: what is stored of them is of earlier. */
  readonly withheld: readonly string[];
  readonly report: LiveReport;
  readonly tally: IngestTally;
}

/**
 * Asks FRED for what may have changed, stores every answer, then makes the observations that follow from all answers
 * so far. A series that FRED refuses, or of which it says something else than is declared, does not stop the others.
 * Undefined if another writer was here meanwhile. Throws ProblemError where asking was broken off or nothing was had:
 * then the source stays as it was, and what was answered is not asked for again.
 */
export async function ingestLive(
  store: Store,
  request: LiveRequest,
  effects: IngestLiveEffects,
): Promise<IngestLiveResult | undefined> {
  const { ref, object: base } = await currentObservations(store, request);
  const folded = foldedSoFar(ref, base);
  const asked = await askDue(store, request, folded, effects);
  const { fetched, day } = asked;
  if (fetched.gaveUp) throw new ProblemError(fetched.problems);
  if (fetched.overtaken) return undefined;

  const { usable, disagreements } = compareAll(request, asked.newest, effects.placeOf);
  const told = [...fetched.problems, ...disagreements];
  if (usable.length === 0) throw new ProblemError(told);
  const isUsable = ([id]: readonly [string, NumberedEntry]): boolean => usable.some(({ seriesId }) => seriesId === id);
  const newest = new Map([...asked.newest].filter(isUsable));
  const histories = new Map([...newest.keys()].map((id) => [id, historyOf(id, folded, asked)]));
  const calendar = await refreshCalendar(request, releasesOf([...newest.values()]), effects);
  const updated = [...fetched.entries.values()].filter(({ entry }) => entry.kind !== 'unchanged').length;
  const report = { requests: fetched.requests + calendar.requests, asked: asked.due, updated };
  const declaration = digestOf(declarationOf(request));
  const fingerprint = fingerprintOf(declaration, histories);
  const isNew = fingerprint !== base?.fingerprint;
  const goesOn = base !== undefined && observationsOf(base).declaration === declaration;
  const from = { histories, base: goesOn ? base : undefined };
  const built = isNew
    ? await buildLive(store, { ...request, series: usable }, from, { ...effects, day, previous: base })
    : undefined;
  const withoutRows = (series: SeriesSpec): Problem => lacksRows(request.source, series, effects.placeOf);
  if (built !== undefined && Object.keys(built.relations).length === 0) {
    throw new ProblemError([...told, ...usable.map(withoutRows)]);
  }
  const { relations } = built ?? observationsOf(present(base));
  const empty = usable.filter(({ name }) => relations[`${request.source}.${name}`] === undefined);
  const all = [...told, ...empty.map(withoutRows)];
  const problems = all.filter(({ severity }) => severity === 'error');
  const id: NewObjectId = { kind: 'observations', name: observationsName(request), fingerprint };
  const name = async (made: ObjectMeta): Promise<boolean> =>
    advanceSource(store, made, ref, {
      ...id,
      metaSha256: metaDigest(made),
      at: effects.now().toISOString(),
      ...asOfEntries(newest),
      // Until these are mended the source is not current, whenever it was asked.
      problems: problems.length,
    });
  const object =
    built === undefined
      ? await namedAgain(present(base), name)
      : await commitNamed(store, {
          id,
          position: positionAfter(ref),
          commit: () => commit(store, id, { declaration, histories, built }),
          name,
        });
  if (object === undefined) return undefined;
  const { warnings: found, tally } = built ?? { warnings: [], tally: NOTHING_NEW };
  const warnings = [...all.filter(({ severity }) => severity === 'warning'), ...calendar.warnings, ...found];
  const withheld = usable.filter(({ seriesId }) => fetched.failed.includes(seriesId)).map(({ name }) => name);
  return { object, isNew, warnings, problems, withheld, report, tally };
}

/** A source after every series was asked for that was due. */
interface AskedSource {
  /** FRED's day. */
  readonly day: Day;
  /** How many series were due. */
  readonly due: number;
  readonly fetched: FetchedSource;
  /** Entries of the log from before, by series, the last that counts in the object among them. */
  readonly logged: ReadonlyMap<string, readonly NumberedEntry[]>;
  /** The newest entry of every series that has one. */
  readonly newest: ReadonlyMap<string, NumberedEntry>;
}

async function askDue(
  store: Store,
  request: LiveRequest,
  { positions }: FoldedSoFar,
  effects: IngestLiveEffects,
): Promise<AskedSource> {
  // The last entry that counts is read too: it says when the series was asked for, and what was known then.
  const logged = await entriesAfter(store, request.source, new Map([...positions].map(([id, n]) => [id, n - 1])));
  const day = fredDay(effects.now());
  checkIngestDay(day, { source: request.source, completeThrough: undefined, lookedOn: lastAsked(logged) });
  const lastOf = (id: string): NumberedEntry | undefined => logged.get(id)?.at(-1);
  const series = uniqueSeries(request);
  const due = series.filter(
    ({ seriesId }) => effects.ask !== 'due' || !isFresh(lastOf(seriesId), request, effects.now()),
  );
  const last = (id: string): LastEntry => lastOf(id) ?? { n: 0, entry: undefined };
  const fetched = await fetchSource(request, due, last, { ...effects, again: effects.ask === 'again' });
  const newest = new Map<string, NumberedEntry>();
  for (const { seriesId } of series) {
    const entry = fetched.entries.get(seriesId) ?? lastOf(seriesId);
    if (entry !== undefined) newest.set(seriesId, entry);
  }
  return { day, due: due.length, fetched, logged, newest };
}

/** The history of a series: what the object has of it, and every entry that was logged since. */
function historyOf(seriesId: string, folded: FoldedSoFar, { logged, fetched }: AskedSource): SeriesHistory {
  const position = folded.positions.get(seriesId);
  const entries = logged.get(seriesId) ?? [];
  const later = position === undefined ? entries : entries.filter(({ n }) => n > position);
  const newest = fetched.entries.get(seriesId);
  const stored = folded.histories.get(seriesId) ?? NO_HISTORY;
  return extendHistory(stored, newest === undefined ? later : [...later, newest]);
}

/** The last day on which any series of the source was asked for, as far as it was read from the log. */
function lastAsked(logged: ReadonlyMap<string, readonly NumberedEntry[]>): Day | undefined {
  return [...logged.values()]
    .flatMap((entries) => entries.map(({ entry }) => entry.day))
    .toSorted()
    .at(-1);
}

interface Compared {
  /** Series with an entry whose rows can be known on the right days. */
  readonly usable: LiveRequest['series'];
  readonly disagreements: readonly Problem[];
}

/** Compares every series, also one that was not asked for now: what FRED said of it last counts. */
function compareAll(
  request: LiveRequest,
  newest: ReadonlyMap<string, NumberedEntry>,
  placeOf: PlaceOf | undefined,
): Compared {
  const usable: SeriesSpec[] = [];
  const disagreements: Problem[] = [];
  for (const series of request.series) {
    const last = newest.get(series.seriesId);
    if (last === undefined) continue;
    const found = compareDeclaration(`${request.source}.${series.name}`, series, last.entry.info);
    disagreements.push(...found.map(({ field, problem }) => ({ ...problem, ...placeOf?.(series.name, field) })));
    if (!found.some(({ isUnusable }) => isUnusable)) usable.push(series);
  }
  return { usable, disagreements };
}

function lacksRows(source: string, { name, seriesId }: SeriesSpec, placeOf: PlaceOf | undefined): Problem {
  return { ...noObservations(`${source}.${name}`, seriesId), ...placeOf?.(name, 'id') };
}

interface FoldedSoFar {
  /** Place in the ingest log, by series, of the last entry that counts in the object. */
  readonly positions: ReadonlyMap<string, number>;
  readonly histories: ReadonlyMap<string, SeriesHistory>;
}

/** Reads what the object has folded. Without its object a ref says nothing: then the whole log counts again. */
function foldedSoFar(ref: Ref | undefined, object: ObjectMeta | undefined): FoldedSoFar {
  const series = object === undefined ? undefined : observationsOf(object).series;
  if (series === undefined) return { positions: new Map(), histories: new Map() };
  const entries = (ref?.value['entries'] ?? {}) as Readonly<Record<string, number>>;
  const known = Object.entries(entries).filter(([id]) => series[id] !== undefined);
  return { positions: new Map(known), histories: new Map(Object.entries(series)) };
}

/** Each series once, though two relations may read it. */
function uniqueSeries(request: LiveRequest): LiveRequest['series'] {
  return [...new Map(request.series.map((series) => [series.seriesId, series])).values()];
}

function releasesOf(newest: readonly NumberedEntry[]): ReadonlyMap<number, string> {
  const releases = newest.flatMap(({ entry: { release } }) => (release ? [release] : []));
  return new Map(releases.map(({ id, name }) => [id, name]));
}

/** Tells the ref where the newest entries stand in the log, their releases, and how far all of them go. */
function asOfEntries(newest: ReadonlyMap<string, NumberedEntry>): PlainObject {
  const days = [...newest.values()].map(({ entry }) => entry.through);
  return {
    // The source is complete through the day for which every series is.
    completeThrough: first(days.toSorted()),
    entries: Object.fromEntries([...newest].map(([id, { n }]) => [id, n])),
    releases: Object.fromEntries(
      [...newest].flatMap(([id, { entry }]) => (entry.release ? [[id, entry.release.id]] : [])),
    ),
  };
}

/** What the newest position of a source names is in no danger: the next names it too, or another writer was first. */
async function namedAgain(
  object: ObjectMeta,
  name: (object: ObjectMeta) => Promise<boolean>,
): Promise<ObjectMeta | undefined> {
  return (await name(object)) ? object : undefined;
}

async function commit(
  store: Store,
  id: NewObjectId,
  made: {
    readonly declaration: string;
    readonly histories: ReadonlyMap<string, SeriesHistory>;
    readonly built: BuiltLive;
  },
): Promise<ObjectMeta> {
  const { declaration, histories, built } = made;
  const history = [...histories.values()].flatMap(({ batches }) =>
    batches.flatMap(({ day, parts }) =>
      parts.map(({ key, sha256, bytes }) => ({ key, sha256, bytes, ingestedOn: day })),
    ),
  );
  const series = Object.fromEntries(histories);
  const extra: ObservationsExtra = { declaration, relations: built.relations, history, series };
  return commitObject(store, {
    ...id,
    files: new Map([[OBSERVATIONS_FILE, { file: built.parquet }]]),
    inputs: history.map(({ key, sha256 }) => ({
      kind: 'raw',
      name: key.slice('raw/'.length, key.lastIndexOf('/')),
      fingerprint: sha256,
    })),
    extra: extra as unknown as PlainObject,
  });
}
