import {
  type Card,
  type CardBody,
  type ComparisonBody,
  type ComparisonDocument,
  comparisonFile,
} from '../cards/index.ts';
import type { NodeId } from '../compile/index.ts';
import { isPlainObject, jsonObjectIn, sha256 } from '../lake/index.ts';
import { type Manifest, readFileOfRun } from '../plan/index.ts';
import { entry } from '../presence/index.ts';
import { isOutdated, type Standing } from '../standing/index.ts';
import { cardEnvelope } from './card-envelope.ts';
import { comparisonEnvelope } from './comparison-envelope.ts';
import type { FinishInput } from './finish-input.ts';
import { cardsOf, comparisonsOf } from './run-bodies.ts';

/** What an environment holds after a run, with who ran it and the words of the definitions that the numbers are of. */
export interface RunDocuments {
  /** By the name of the model. */
  readonly cards: ReadonlyMap<string, Card>;
  readonly comparisons: ReadonlyMap<NodeId, ComparisonDocument>;
}

/** A manifest, and whose numbers each of its nodes has. */
export interface StandingTree {
  readonly manifest: Manifest;
  readonly standings: ReadonlyMap<NodeId, Standing>;
}

/**
 * Cards and comparisons. One whose numbers are of other definitions than those of now keeps the words that it had
 * with them; where those are gone it is withheld, for new words would speak of old numbers.
 */
export async function documentsOf(input: FinishInput, tree: StandingTree): Promise<RunDocuments> {
  const { graph } = input.planned;
  const { effects } = input.run;
  const [bodies, compared] = [await cardsOf(input, tree.manifest), await comparisonsOf(input, tree.manifest)];
  const cards = new Map<string, Card>();
  const comparisons = new Map<NodeId, ComparisonDocument>();
  for (const node of graph.nodes.values()) {
    if (node.kind === 'model') {
      const body = bodies.get(node.name);
      const envelope = cardEnvelope(graph, node, tree.manifest, effects);
      const document = body && (await standingDocument(input, { body, envelope }, place(tree, node.id, node.name)));
      if (document !== undefined) cards.set(node.name, document);
    }
    if (node.kind === 'comparison') {
      const body = compared.get(node.id);
      const envelope = comparisonEnvelope(node, tree.manifest, effects);
      const at = place(tree, node.id, comparisonFile(node.name));
      const document = body && (await standingDocument(input, { body, envelope }, at));
      if (document !== undefined) comparisons.set(node.id, document);
    }
  }
  return { cards, comparisons };
}

interface DocumentPlace {
  readonly standing: Standing;
  /** Name of its file below a run's folder. */
  readonly file: string;
}

function place({ standings }: StandingTree, node: NodeId, name: string): DocumentPlace {
  return { standing: entry(standings, node), file: `cards/${name}.json` };
}

/** A document's body with an envelope that says whose numbers it holds. */
interface Enveloped {
  readonly body: CardBody | ComparisonBody;
  readonly envelope: { readonly prose: object };
}

/** The document as its standing lets it be shown; undefined where it is withheld. */
async function standingDocument<Document extends Enveloped>(
  { run, planned }: FinishInput,
  document: Document,
  { standing, file }: DocumentPlace,
): Promise<Document | undefined> {
  if (standing.state === 'ok' && standing.deferred === undefined) return document;
  const envelope = { ...document.envelope, standing };
  if (!isOutdated(standing)) return { ...document, envelope };
  const before = planned.environment.manifest;
  const bytes = before && (await readFileOfRun(run.effects.store, before, file).catch(() => undefined));
  // Bytes that the run before did not write say nothing; a run of long ago recorded no digests.
  if (bytes === undefined || (before?.files !== undefined && before.files[file]?.sha256 !== sha256(bytes))) return;
  const earlier = jsonObjectIn(bytes)?.['envelope'];
  const prose = isPlainObject(earlier) ? earlier['prose'] : undefined;
  return isPlainObject(prose) ? { ...document, envelope: { ...envelope, prose } } : undefined;
}
