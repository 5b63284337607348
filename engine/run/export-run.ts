import type { LineageJson } from '../../lineage/index.ts';
import {
  type Card,
  type ComparisonDocument,
  comparisonFile,
  renderCardHtml,
  renderCardJson,
  renderCardMarkdown,
  renderComparisonHtml,
  renderComparisonJson,
  renderComparisonMarkdown,
  renderedOnce,
  renderMlBom,
} from '../cards/index.ts';
import type { Graph } from '../compile/index.ts';
import { type FileDigest, indentedJson, sha256, writeRunFile, writeRunFiles } from '../lake/index.ts';
import { first } from '../presence/index.ts';
import { DIGEST_RULES, lineageStages, relationSummaries, storedStages } from '../steps/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import type { BegunRun } from './begin-run.ts';
import { definitionWords } from './definition-words.ts';
import type { RunDocuments, StandingTree } from './documents.ts';
import type { RunEvent, RunResult } from './events.ts';
import type { FinishInput } from './finish-input.ts';

export interface ExportInput extends Pick<FinishInput, 'run' | 'planned'>, StandingTree, RunDocuments {
  readonly result: RunResult;
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
  const { keptTexts: kept } = options;
  const cards: Card[] = [];
  const compared = comparisonPages(input.comparisons.values());
  const texts = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    const card = input.cards.get(node.name);
    if (node.kind !== 'model' || card === undefined) continue;
    const { body, envelope } = card;
    texts.set(`${node.name}.json`, renderCardJson(body, envelope));
    texts.set(
      `${node.name}.md`,
      renderedOnce(kept, 'card.md', card, (each) => renderCardMarkdown(each.body, each.envelope)),
    );
    files.set(
      `cards/${node.name}.html`,
      renderedOnce(kept, 'card.html', { ...card, comparison: compared.get(node.name) }, (each) =>
        renderCardHtml(each.body, each.envelope, each.comparison),
      ),
    );
    cards.push(card);
  }
  for (const document of input.comparisons.values()) {
    const name = comparisonFile(document.body.label.name);
    texts.set(`${name}.json`, renderComparisonJson(document));
    texts.set(`${name}.md`, renderedOnce(kept, 'comparison.md', document, renderComparisonMarkdown));
    files.set(`cards/${name}.html`, renderedOnce(kept, 'comparison.html', document, renderComparisonHtml));
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
    standings: input.standings,
    result,
    cards: bodiesOf(input.cards),
    comparisons: bodiesOf(input.comparisons),
    relations,
    stages,
    definitions,
    keptTexts: kept,
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

function bodiesOf<Id, Body>(documents: ReadonlyMap<Id, { readonly body: Body }>): ReadonlyMap<Id, Body> {
  return new Map([...documents].map(([id, { body }]) => [id, body]));
}

function bomOf({ effects, options }: BegunRun, graph: Graph, cards: readonly Card[]): string {
  const project = graph.definitions.config.name;
  const { version } = effects.origin;
  const { createdAt } = first(cards).envelope;
  return renderMlBom({ project, runId: options.run, createdAt, version, cards });
}

/** The page on which each model stands beside its rivals, by model. */
function comparisonPages(documents: Iterable<ComparisonDocument>): ReadonlyMap<string, string> {
  return new Map(
    [...documents].flatMap(({ body }) =>
      body.models.map(({ model }) => [model, `${comparisonFile(body.label.name)}.html`] as const),
    ),
  );
}
