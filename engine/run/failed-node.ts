import type { Graph, GraphNode } from '../compile/index.ts';
import { type Problem, type ProblemCode, ProblemError } from '../diagnostics/index.ts';
import { commitObject, digestOf, findObject, indentedJson, readObjectJson, type Store } from '../lake/index.ts';
import { DataFault } from '../steps/index.ts';

/**
 * Faults that are a function of what a node is made of: the same inputs have them again. Those of time, memory, disk,
 * network and machine are none of these.
 */
const OF_INPUTS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'EWS3001',
  'EWS3002',
  'EWS3011',
  'EWS3019',
  'EWS3020',
  'EWS3031',
  'EWS5001',
  'EWS5002',
  'EWS5004',
  'EWS5005',
  'EWS5030',
  'EWS5031',
  'EWS5032',
]);

/** A node that was to be made of something, and could not. */
export interface FailedNode {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly fingerprint: string;
}

/**
 * Stores why a node failed, where the same inputs fail again, so that a retry tells it at once. Never throws: what is
 * not kept is found out anew.
 */
export async function keepFailure(store: Store, failed: FailedNode, error: unknown): Promise<void> {
  if (!isOfInputs(error)) return;
  const texts = textsOf(failed);
  const elsewhere = error.problems.some(({ span }) => span !== undefined && !texts.has(span.file));
  if (elsewhere) return;
  const files = new Map([['failure.json', Buffer.from(indentedJson({ problems: error.problems }))]]);
  await commitObject(store, { ...idOf(failed, texts), files, inputs: [], extra: {} }).catch(() => undefined);
}

/** Why a node failed when it was made of the same; undefined where it did not, or nobody can tell any more. */
export async function storedFailure(store: Store, failed: FailedNode): Promise<readonly Problem[] | undefined> {
  try {
    const meta = await findObject(store, idOf(failed, textsOf(failed)));
    if (meta === undefined) return undefined;
    return (await readObjectJson<{ readonly problems: readonly Problem[] }>(store, meta, 'failure.json')).problems;
  } catch (error) {
    // It can be found out again, which is better than to end at a damaged object.
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function isOfInputs(error: unknown): error is ProblemError {
  if (error instanceof DataFault) return true;
  return error instanceof ProblemError && error.problems.every(({ code, severity }) => isKept(code, severity));
}

function isKept(code: ProblemCode, severity: Problem['severity']): boolean {
  return severity === 'warning' || OF_INPUTS.has(code);
}

/** Its places are those of the files as they were: a comment more, and it is told where it stands then. */
function idOf({ node, fingerprint }: FailedNode, texts: ReadonlyMap<string, string>) {
  return { kind: 'failure', name: node.name, fingerprint: digestOf({ fingerprint, texts: [...texts] }) } as const;
}

/** The texts that what is wrong with a node may point into, by path. */
function textsOf({ graph, node }: Pick<FailedNode, 'graph' | 'node'>): ReadonlyMap<string, string> {
  const tested = node.kind === 'test' ? graph.nodes.get(node.of) : node;
  const files = [
    ...(tested?.kind === 'feature' || tested?.kind === 'label' || tested?.kind === 'model'
      ? [tested.definition.yaml]
      : []),
    ...(tested?.kind === 'model' ? [tested.label.yaml] : []),
  ].map(({ file }) => file);
  const queries = [
    ...(tested?.kind === 'feature' || tested?.kind === 'label' ? [tested.definition.sql] : []),
    ...(tested?.kind === 'model' ? [tested.label.sql] : []),
    ...(node.kind === 'test' && node.body.kind === 'custom' ? [node.body.test.sql] : []),
  ];
  return new Map([...files, ...queries].map(({ path, text }) => [path, text]));
}
