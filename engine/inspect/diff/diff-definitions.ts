import type { NodeId } from '../../compile/index.ts';
import { type DefinedNode, differingAspects } from '../../plan/index.ts';
import type { DefinitionDiff } from './project-diff.ts';

type Defined = ReadonlyMap<NodeId, DefinedNode>;

/** The nodes that one side alone defines, or both in another way; in the order of the second. */
export function diffDefinitions(from: Defined, to: Defined): readonly DefinitionDiff[] {
  return [...new Set([...to.keys(), ...from.keys()])].flatMap((node): readonly DefinitionDiff[] => {
    const [before, after] = [from.get(node), to.get(node)];
    const one = after ?? before;
    if (one === undefined) return [];
    const { kind } = one;
    if (before === undefined) return [{ node, kind, change: 'added', aspects: [] }];
    if (after === undefined) return [{ node, kind, change: 'removed', aspects: [] }];
    const aspects = differingAspects(before, after);
    return aspects.length === 0 ? [] : [{ node, kind, change: 'changed', aspects }];
  });
}
