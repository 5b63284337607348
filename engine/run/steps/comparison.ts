import { type CardBody, collectComparison } from '../../cards/index.ts';
import type { ComparisonNode, NodeId } from '../../compile/index.ts';
import { canonicalJson, type ObjectId, readObjectJson } from '../../lake/index.ts';
import type { StepContext } from '../../steps/index.ts';
import { commitMain, type StepOutcome } from './outcome.ts';

/** Holds the models of a label against each other, from their cards as they are stored. Nothing is fitted. */
export async function buildComparison(
  context: StepContext,
  node: ComparisonNode,
  fingerprint: string,
): Promise<StepOutcome> {
  const read = await Promise.all(node.inputs.map((id) => readCard(context, id)));
  const cards = read.map(({ body }) => body);
  const body = collectComparison(cards, node.champion);
  const bytes = Buffer.from(`${canonicalJson(body)}\n`);
  return commitMain(
    context,
    {
      id: { kind: 'comparison', name: node.name, fingerprint },
      files: new Map([['comparison.json', bytes]]),
      inputs: read.map(({ id }) => id),
    },
    { rows: body.measures.scored, note: `${cards.length} models`, warnings: [], companions: [] },
  );
}

async function readCard(
  context: StepContext,
  model: NodeId,
): Promise<{ readonly id: ObjectId; readonly body: CardBody }> {
  const id: ObjectId = { ...context.input(model), kind: 'card' };
  return { id, body: await readObjectJson<CardBody>(context.store, await context.object(id), 'card.json') };
}
