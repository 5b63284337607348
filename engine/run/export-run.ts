import { type CardBody, renderCardHtml, renderCardJson, renderCardMarkdown } from '../cards/index.ts';
import type { Graph, NodeId } from '../compile/index.ts';
import { observationsOf, type RelationSummary } from '../ingest/index.ts';
import { findObject, type ObjectMeta, writeRunFile } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import { cardEnvelope } from './card-envelope.ts';
import { definitionWords } from './definition-words.ts';
import type { RunEvent, RunResult } from './events.ts';
import type { FinishInput } from './finish-run.ts';
import { storedStages } from './lineage-stages/stored-stages.ts';
import { lineageStages } from './lineage-stages.ts';

export interface ExportInput extends FinishInput {
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly result: RunResult;
  readonly cards: ReadonlyMap<string, CardBody>;
}

/** Writes what people read of a run: results, lineage, cards and page, also when it reused everything. */
export async function exportRun(input: ExportInput): Promise<void> {
  const { effects, options, result, graph } = input;
  const events: readonly RunEvent[] = [...input.events, { kind: 'run_finished', result }];
  const relations = await relationSummaries(input);
  const stages = storedStages(lineageStages(graph), { graph, manifest: input.manifest, relations });
  const definitions = definitionWords(graph);
  const files = new Map([
    ['run_results.json', `${JSON.stringify(result, null, 2)}\n`],
    ['events.jsonl', events.map((event) => `${JSON.stringify(event)}\n`).join('')],
    ['lineage.json', `${JSON.stringify({ stages }, null, 2)}\n`],
    ['definitions.json', `${JSON.stringify(definitions, null, 2)}\n`],
  ]);
  for (const node of graph.nodes.values()) {
    const body = input.cards.get(node.name);
    if (node.kind !== 'model' || body === undefined) continue;
    const envelope = cardEnvelope(graph, node, options.run, effects);
    files.set(`cards/${node.name}.json`, renderCardJson(body, envelope));
    files.set(`cards/${node.name}.md`, renderCardMarkdown(body, envelope));
    files.set(`cards/${node.name}.html`, renderCardHtml(body, envelope));
  }
  const pages = await options.renderPages?.({
    startedAt: input.startedAt,
    command: options.command,
    target: options.target.name,
    threads: options.threads,
    engine: [
      { name: 'ews', version: effects.origin.version },
      { name: 'duckdb', version: ENGINE_SETTINGS.engine.replace('duckdb ', '') },
    ],
    origin: effects.origin,
    graph,
    plan: input.plan,
    manifest: input.manifest,
    result,
    cards: input.cards,
    relations,
    stages,
    definitions,
  });
  for (const [name, page] of pages ?? []) files.set(name, page);
  // Together: on S3 each costs a round trip.
  await Promise.all(
    [...files].map(([file, text]) => writeRunFile(effects.store, options.run, file, Buffer.from(text))),
  );
}

async function relationSummaries(input: FinishInput): Promise<ReadonlyMap<NodeId, RelationSummary>> {
  const objects = new Map<string, ObjectMeta | undefined>();
  const summaries = new Map<NodeId, RelationSummary>();
  for (const [id, { object }] of input.holdings) {
    if (object === undefined) continue;
    const key = `${object.name}/${object.fingerprint}`;
    if (!objects.has(key)) {
      objects.set(key, await findObject(input.effects.store, object.kind, object.name, object.fingerprint));
    }
    const meta = objects.get(key);
    const summary = meta && observationsOf(meta).relations[id];
    if (summary !== undefined) summaries.set(id, summary);
  }
  return summaries;
}
