import { type FileDigest, sha256, writeRunFile, writeRunFiles } from '../lake/index.ts';
import type { RunFile, TreePlace } from '../plan/index.ts';
import { relationSummaries } from '../steps/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import type { RunDocuments, StandingTree } from './documents.ts';
import { documentsDigest } from './documents-digest.ts';
import { drawDocuments } from './drawn-documents.ts';
import type { RunEvent, RunResult } from './events.ts';
import type { FinishInput } from './finish-input.ts';
import { LINEAGE_FILES, LineageRecords, lineageOrigin } from './lineage-records.ts';
import { isDocument, namedFiles } from './named-files.ts';
import { eventsFile, resultsFile } from './run-record-files.ts';

export interface ExportInput extends Pick<FinishInput, 'run' | 'planned'>, StandingTree, RunDocuments {
  readonly result: RunResult;
  /** Where the tree stands already; undefined where it is another. */
  readonly tree: TreePlace | undefined;
  /** One OpenLineage event a line. */
  readonly openLineage: string;
}

/** What a run exported, for its manifest. */
export interface Exported {
  /** By their names below the run's folder. */
  readonly files: Readonly<Record<string, RunFile>>;
  readonly documents: string | undefined;
  readonly lineageOf: string | undefined;
}

/**
 * Writes what people read of a run: results, lineage, cards and page, also when it reused everything. What the run
 * before wrote just so is named, and not written again.
 */
export async function exportRun(input: ExportInput): Promise<Exported> {
  const { run, planned, manifest, result } = input;
  const { effects, options } = run;
  const { graph, plan, holdings, environment } = planned;
  const events: readonly RunEvent[] = [...run.events, { kind: 'run_finished', result }];
  const relations = await relationSummaries(
    effects.store,
    [...holdings].map(([id, { object }]) => [id, object] as const),
  );
  const records = new LineageRecords({ graph, manifest, relations });
  const lineageOf = lineageOrigin(graph.definitions, relations);
  const before = environment.manifest;
  const isAsBefore = input.tree !== undefined && lineageOf !== undefined && lineageOf === before?.lineageOf;
  const digests = new Map(
    LINEAGE_FILES.map((name) => [
      name,
      (isAsBefore ? before.files?.[name]?.sha256 : undefined) ?? sha256(records.text(name)),
    ]),
  );
  const documents = documentsDigest(run, { ...input, graph, digests: [...digests] });
  const named = await namedFiles(run, before, { documents, digests });
  const drawn = Object.keys(named).some(isDocument) ? NOTHING_DRAWN : drawDocuments(run, graph, input);
  const pages = await options.renderPages?.({
    startedAt: run.startedAt,
    command: options.command,
    target: options.target.name,
    threads: options.threads,
    engine: [
      { name: 'ews', version: effects.origin.version },
      { name: 'duckdb', version: ENGINE_SETTINGS.engine.replace('duckdb ', '') },
    ],
    origin: effects.origin,
    graph,
    plan,
    manifest,
    standings: input.standings,
    result,
    cards: bodiesOf(input.cards),
    comparisons: bodiesOf(input.comparisons),
    relations,
    lineage: () => records.lineage(),
    named,
    keptTexts: options.keptTexts,
  });
  const files = new Map<string, string>([
    ['run_results.json', resultsFile(result)],
    ['events.jsonl', eventsFile(events)],
    ['openlineage.jsonl', input.openLineage],
    ...LINEAGE_FILES.filter((name) => named[name] === undefined).map((name) => [name, records.text(name)] as const),
    ...drawn.files,
    ...(pages ?? []),
  ]);
  // Together: on S3 each costs a round trip.
  await Promise.all([
    writeRunFiles(effects.store, options.run, 'cards', drawn.cards),
    ...[...files].map(([file, text]) => writeRunFile(effects.store, options.run, file, Buffer.from(text))),
  ]);
  const written = [...files, ...[...drawn.cards].map(([name, text]) => [`cards/${name}`, text] as const)];
  const all = [...Object.entries(named), ...written.map(([name, text]) => [name, digestOfText(text)] as const)];
  return { files: Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1))), documents, lineageOf };
}

const NOTHING_DRAWN = { files: new Map<string, string>(), cards: new Map<string, string>() };

function digestOfText(text: string): FileDigest {
  const bytes = Buffer.from(text);
  return { sha256: sha256(bytes), bytes: bytes.byteLength };
}

function bodiesOf<Id, Body>(documents: ReadonlyMap<Id, { readonly body: Body }>): ReadonlyMap<Id, Body> {
  return new Map([...documents].map(([id, { body }]) => [id, body]));
}
