import type { NodeId } from '../../compile/index.ts';
import { idOf, parseTestId } from '../../ids/index.ts';
import { type DefinedNode, differingAspects } from '../../plan/index.ts';
import type { DefinitionDiff } from './project-diff.ts';
import type { ComparedState } from './project-state.ts';

type Defining = Pick<ComparedState, 'defined' | 'notMade'>;

/** The nodes that one side alone defines, or both in another way; in the order of the second. */
export function diffDefinitions(from: Defining, to: Defining): readonly DefinitionDiff[] {
  return [...new Set([...to.defined.keys(), ...from.defined.keys()])].flatMap((node): readonly DefinitionDiff[] => {
    const [before, after] = [from.defined.get(node), to.defined.get(node)];
    if (before === undefined) return after === undefined ? [] : [onOneSide(node, after, from, 'added')];
    if (after === undefined) return [onOneSide(node, before, to, 'removed')];
    const aspects = differingAspects(before, after);
    return aspects.length === 0 ? [] : [{ node, kind: after.kind, change: 'changed', aspects }];
  });
}

/** @param other the side that has not made it */
function onOneSide(node: NodeId, { kind }: DefinedNode, other: Defining, change: 'added' | 'removed'): DefinitionDiff {
  const isOpen = (kind === 'test' ? testedBy(node) : [node]).some((id) => other.notMade.has(id));
  return { node, kind, change: isOpen ? 'not made' : change, aspects: [] };
}

/** By its id a test belongs to a name, which a group and a label may share. */
function testedBy(test: NodeId): readonly NodeId[] {
  const { group } = parseTestId(test);
  return [idOf.group(group), idOf.label(group)];
}
