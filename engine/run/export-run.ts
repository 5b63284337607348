import type { LineageJson } from '../../lineage/index.ts';
import {
  type Card,
  type CardBody,
  type ComparisonBody,
  type ComparisonDocument,
  comparisonFile,
  renderCardHtml,
  renderCardJson,
  renderCardMarkdown,
  renderComparisonHtml,
  renderComparisonJson,
  renderComparisonMarkdown,
  renderMlBom,
} from '../cards/index.ts';
import type { Graph, NodeId } from '../compile/index.ts';
import { type FileDigest, indentedJson, sha256, writeRunFile, writeRunFiles } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { first } from '../presence/index.ts';
import { DIGEST_RULES, lineageStages, relationSummaries, storedStages } from '../steps/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import type { BegunRun } from './begin-run.ts';
import { cardEnvelope } from './card-envelope.ts';
import { comparisonEnvelope } from './comparison-envelope.ts';
import { definitionWords } from './definition-words.ts';
import type { RunEvent, RunResult } from './events.ts';
import type { FinishInput } from './finish-input.ts';

export interface ExportInput extends Pick<FinishInput, 'run' | 'planned'> {
  readonly manifest: Manifest;
  readonly result: RunResult;
  readonly cards: ReadonlyMap<string, CardBody>;
  readonly comparisons: ReadonlyMap<NodeId, ComparisonBody>;
  /** One OpenLineage event a line. */
  readonly openLineage: string;
}

/**
 * Writes what people read of a run: results, lineage, cards and page, also when it reused everything. Gives back the
 * digests of the files by their names below the run's folder, for its manifest.
 */
export async function exportRun(input: ExportInput): Promise<Readonly<Record<string, FileDigest>>> {
  const { run, planned, manifest, result } = input;
  const { effects, options } = run;
  const { graph, plan, holdings } = planned;
  const events: readonly RunEvent[] = [...run.events, { kind: 'run_finished', result }];
  const relations = await relationSummaries(
    effects.store,
    [...holdings].map(([id, { object }]) => [id, object] as const),
  );
  const stages = storedStages(lineageStages(graph), { graph, manifest, relations });
  const definitions = definitionWords(graph);
  const lineage: LineageJson = { digests: DIGEST_RULES, stages };
  const files = new Map([
    ['run_results.json', indentedJson(result)],
    ['events.jsonl', events.map((event) => `${JSON.stringify(event)}\n`).join('')],
    ['openlineage.jsonl', input.openLineage],
    ['lineage.json', indentedJson(lineage)],
    ['definitions.json', indentedJson(definitions)],
  ]);
  const cards: Card[] = [];
  const texts = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    const body = input.cards.get(node.name);
    if (node.kind !== 'model' || body === undefined) continue;
    const envelope = cardEnvelope(graph, node, manifest, effects);
    texts.set(`${node.name}.json`, renderCardJson(body, envelope));
    texts.set(`${node.name}.md`, renderCardMarkdown(body, envelope));
    files.set(`cards/${node.name}.html`, renderCardHtml(body, envelope));
    cards.push({ body, envelope });
  }
  for (const [label, document] of comparisonDocuments(input)) {
    const name = comparisonFile(label);
    texts.set(`${name}.json`, renderComparisonJson(document));
    texts.set(`${name}.md`, renderComparisonMarkdown(document));
    files.set(`cards/${name}.html`, renderComparisonHtml(document));
  }
  if (cards.length > 0) files.set('cards/bom.cdx.json', bomOf(run, graph, cards));
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
    result,
    cards: input.cards,
    comparisons: input.comparisons,
    relations,
    stages,
    definitions,
  });
  for (const [name, page] of pages ?? []) files.set(name, page);
  // Together: on S3 each costs a round trip.
  await Promise.all([
    writeRunFiles(effects.store, options.run, 'cards', texts),
    ...[...files].map(([file, text]) => writeRunFile(effects.store, options.run, file, Buffer.from(text))),
  ]);
  const all = [...files, ...[...texts].map(([name, text]) => [`cards/${name}`, text] as const)];
  return Object.fromEntries(
    all.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, digestOfText(text)]),
  );
}

function digestOfText(text: string): FileDigest {
  const bytes = Buffer.from(text);
  return { sha256: sha256(bytes), bytes: bytes.byteLength };
}

/** Comparisons by the name of their label. */
function comparisonDocuments(input: ExportInput): ReadonlyMap<string, ComparisonDocument> {
  const documents = new Map<string, ComparisonDocument>();
  for (const node of input.planned.graph.nodes.values()) {
    const body = input.comparisons.get(node.id);
    if (node.kind !== 'comparison' || body === undefined) continue;
    documents.set(node.name, { body, envelope: comparisonEnvelope(node, input.manifest, input.run.effects) });
  }
  return documents;
}

function bomOf({ effects, options }: BegunRun, graph: Graph, cards: readonly Card[]): string {
  const project = graph.definitions.config.name;
  const { version } = effects.origin;
  const { createdAt } = first(cards).envelope;
  return renderMlBom({ project, runId: options.run, createdAt, version, cards });
}
