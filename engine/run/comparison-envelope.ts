import type { ComparisonEnvelope } from '../cards/index.ts';
import type { ComparisonNode } from '../compile/index.ts';
import type { Manifest } from '../plan/index.ts';
import type { Effects } from '../steps/index.ts';
import { labelUnit } from './card-envelope.ts';

/** What joins a comparison when a run exports it: who ran it, and the words of today's definitions. */
export function comparisonEnvelope(
  node: ComparisonNode,
  { run }: Pick<Manifest, 'run'>,
  { now, origin }: Pick<Effects, 'now' | 'origin'>,
): ComparisonEnvelope {
  const words = node.models.map(({ name, description, owner = null }) => [name, { description, owner }] as const);
  return {
    runId: run,
    createdAt: now().toISOString(),
    actor: origin.actor,
    commit: origin.commit,
    prose: {
      labelDescription: node.label.description,
      ...labelUnit(node.label),
      models: Object.fromEntries(words),
    },
  };
}
