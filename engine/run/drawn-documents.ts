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
import { first } from '../presence/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { RunDocuments } from './documents.ts';

/** Cards and comparisons as people and programs read them. */
export interface DrawnDocuments {
  /** Name below the run's folder -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** Small files of the folder `cards`, which are stored together. */
  readonly cards: ReadonlyMap<string, string>;
}

/** Draws every card and comparison in its three forms, and the bill of materials of the models. */
export function drawDocuments(run: BegunRun, graph: Graph, documents: RunDocuments): DrawnDocuments {
  const { keptTexts: kept } = run.options;
  const files = new Map<string, string>();
  const texts = new Map<string, string>();
  const cards: Card[] = [];
  const compared = comparisonPages(documents.comparisons.values());
  for (const node of graph.nodes.values()) {
    const card = documents.cards.get(node.name);
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
  for (const document of documents.comparisons.values()) {
    const name = comparisonFile(document.body.label.name);
    texts.set(`${name}.json`, renderComparisonJson(document));
    texts.set(`${name}.md`, renderedOnce(kept, 'comparison.md', document, renderComparisonMarkdown));
    files.set(`cards/${name}.html`, renderedOnce(kept, 'comparison.html', document, renderComparisonHtml));
  }
  if (cards.length > 0) files.set('cards/bom.cdx.json', bomOf(run, graph, cards));
  return { files, cards: texts };
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
