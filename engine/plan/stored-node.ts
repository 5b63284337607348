import type { GraphNode } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { ObjectId, ObjectMeta } from '../lake/index.ts';
import type { Components } from './fingerprint.ts';
import { BUILDER_UNKNOWN, type ManifestNode, type TestOutcome, type TrainingIsolation } from './manifest.ts';
import type { StoredContents } from './stored-contents.ts';

/** What a node's main object says of it in `meta.extra`, so that any environment can reuse it from the lake alone. */
export interface NodeFacts {
  readonly rows: number | null;
  readonly note: string;
  readonly warnings: readonly Problem[];
  /** Objects besides the main one, e.g. a model's frame and predictions. */
  readonly companions: readonly ObjectId[];
  /** Of a group or label; objects of before have none. */
  readonly contents?: StoredContents;
  readonly test?: TestOutcome;
  readonly isolation?: TrainingIsolation;
}

/** The manifest's entry for a node whose object was found in the lake. */
export function storedNode(node: GraphNode, components: Components, meta: ObjectMeta): ManifestNode {
  const facts = meta.extra['facts'] as unknown as NodeFacts;
  const { kind, name, fingerprint } = meta;
  return {
    kind: node.kind,
    status: 'ok',
    fingerprint,
    components,
    objects: [{ kind, name, fingerprint }, ...facts.companions],
    builtBy: BUILDER_UNKNOWN,
    rows: facts.rows,
    note: facts.note,
    ...(facts.contents === undefined ? {} : { contents: facts.contents }),
    ...(facts.test === undefined ? {} : { test: facts.test }),
    ...(facts.isolation === undefined ? {} : { isolation: facts.isolation }),
    warnings: facts.warnings,
  };
}
