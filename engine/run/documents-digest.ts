import type { Graph } from '../compile/index.ts';
import { idOf } from '../ids/index.ts';
import { objectKey, sha256 } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { RunDocuments } from './documents.ts';

/** What documents follow from, beside a run and its engine. */
export interface DocumentsInput extends RunDocuments {
  readonly graph: Graph;
  readonly manifest: Manifest;
  /** Of `lineage.json` and `definitions.json`, by name: the lineage page shows what is in them. */
  readonly digests: readonly (readonly [string, string])[];
}

/**
 * A digest of all that cards, comparisons and the lineage page follow from, but for the run's id and time: documents
 * of one digest say the same, each of the run that drew it. Undefined where that cannot be told: of an engine that may
 * change without a notice, of objects without a record, of numbers that say of which run they are.
 */
export function documentsDigest({ options, effects }: BegunRun, input: DocumentsInput): string | undefined {
  const { revision, run, renderPages } = options;
  const { graph, manifest, digests } = input;
  const { name, champions } = graph.definitions.config;
  const cards = [...input.cards].map(([model, { envelope }]) => ({
    document: idOf.model(model),
    of: storedAs(manifest, idOf.model(model), 'card'),
    envelope: { ...envelope, runId: null, createdAt: null },
  }));
  const comparisons = [...input.comparisons].map(([id, { envelope }]) => ({
    document: id,
    of: storedAs(manifest, id, 'comparison'),
    envelope: { ...envelope, runId: null, createdAt: null },
  }));
  const documents = [...cards, ...comparisons];
  if (revision === undefined || documents.some(({ of }) => of === undefined)) return undefined;
  // Data grow old by the month: what a card says of it is all that it says of the day.
  const month = effects.now().toISOString().slice(0, 'YYYY-MM'.length);
  const about = { revision, project: name, champions, version: effects.origin.version, month };
  const text = JSON.stringify({ ...about, pages: renderPages !== undefined, documents, digests });
  return text.includes(run) ? undefined : sha256(text);
}

/** The digest of the record of a node's object of a kind. */
function storedAs({ nodes }: Manifest, id: keyof Manifest['nodes'], kind: string): string | undefined {
  const node = nodes[id];
  const object = node?.objects.find((each) => each.kind === kind);
  return object && node?.metas?.[objectKey(object)];
}
