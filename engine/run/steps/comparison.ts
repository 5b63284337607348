import { type CardBody, collectComparison } from '../../cards/index.ts';
import type { ComparisonNode, NodeId } from '../../compile/index.ts';
import { canonicalText, type NewObjectId, type ObjectId, readObjectJson } from '../../lake/index.ts';
import { commitMain, type StepOutcome } from './outcome.ts';
import type { RunStepContext } from './run-step-context.ts';

/** Holds the models of a label against each other, by their cards. Nothing is fitted. */
export async function buildComparison(
  context: RunStepContext,
  node: ComparisonNode,
  fingerprint: string,
): Promise<StepOutcome> {
  const read = await Promise.all(node.inputs.map((id) => readCard(context, id)));
  const cards = read.map(({ body }) => body);
  const body = collectComparison(cards, node.champion);
  const text = canonicalText(body);
  const id: NewObjectId = { kind: 'comparison', name: node.name, fingerprint };
  const inputs = read.map((card) => card.id);
  const outcome = await commitMain(
    context,
    { id, files: new Map([['comparison.json', Buffer.from(text)]]), inputs },
    { rows: body.measures.scored, note: `${cards.length} models`, warnings: [], companions: [] },
  );
  context.bodies.keep('comparison', id, text);
  return outcome;
}

async function readCard(
  context: RunStepContext,
  model: NodeId,
): Promise<{ readonly id: ObjectId; readonly body: CardBody }> {
  const id: NewObjectId = { ...context.input(model), kind: 'card' };
  const body = await context.bodies.get('card', id, async () =>
    readObjectJson<CardBody>(context.store, await context.object(id), 'card.json'),
  );
  return { id, body };
}
