import type { ColumnEdge } from '../../../lineage/index.ts';
import type { CompiledQuery, SourceNode } from '../../compile/index.ts';
import { nodeId } from '../../ids/index.ts';
import type { StageMaking } from './stage-making.ts';
import { decides, rangeOf } from './stage-parts.ts';

/**
 * Edges from what decides which rows of its sources a query sees: when each was known. For sources that it reads
 * through other groups those groups have the edges.
 */
export function knowledgeOf({ lineage, whole }: CompiledQuery, { graph, ruled }: StageMaking): readonly ColumnEdge[] {
  return lineage.reads.flatMap((relation) => {
    const source = graph.nodes.get(nodeId(relation));
    if (source?.kind !== 'source') return [];
    const by = (column: string): ColumnEdge => decides(relation, column, 'FILTER', rangeOf(whole));
    return [
      ...ruled('knowledge', by('realtime_start'), by('realtime_end')),
      ...(isServedEarly(source) ? ruled('prehistory', by('knowledge'), by('date')) : []),
    ];
  });
}

/** Whether a first vintage is served before it was published: from the end of its period and the declared lag. */
function isServedEarly({ source }: SourceNode): boolean {
  return source.connector === 'fred' && source.prehistory === 'assume' && source.data.kind !== 'snapshot';
}
