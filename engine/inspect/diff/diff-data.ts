import type { LineageDiff } from '../../../lineage/index.ts';
import type { NodeId } from '../../compile/index.ts';
import type { Store } from '../../lake/index.ts';
import type { TableMeans } from './compare-tables.ts';
import { diffObservations } from './diff-observations.ts';
import type { DataDiff } from './project-diff.ts';
import type { ComparedState, StateFile } from './project-state.ts';

interface Sides {
  readonly from: ComparedState;
  readonly to: ComparedState;
}

interface DataRequest extends Sides {
  /** What lineage says of them: settings and columns of relations among it. */
  readonly columns: LineageDiff;
}

/**
 * The relations whose data differ: of two runs those of which they hold other observations, of others those whose files
 * or declarations differ, for these are compiled upon one and the same observations.
 */
export async function diffData(sides: DataRequest, store: Store, means: TableMeans): Promise<readonly DataDiff[]> {
  const { from, to } = sides;
  const found: DataDiff[] = [];
  for (const [relation, { kind }] of to.nodes) {
    if (kind !== 'source' || !from.nodes.has(relation)) continue;
    if (holdOthers(sides, relation)) {
      const rows = await diffObservations(relation, sides, store, means);
      found.push({ relation, how: 'observations', files: [], rows });
    }
    if (from.kind === 'run' && to.kind === 'run') continue;
    if (isDeclaredOtherwise(sides, relation)) found.push({ relation, how: 'declaration', files: [], rows: null });
    const files = await otherFiles(sides, relation);
    if (files.length > 0) found.push({ relation, how: 'file', files, rows: null });
  }
  return found;
}

/** Other columns, another lag, another frequency: whatever lineage keeps of how a relation is read. */
function isDeclaredOtherwise({ columns }: DataRequest, relation: NodeId): boolean {
  const stage = columns.stages.find(({ id }) => id === relation);
  return stage !== undefined && stage.settings.length + stage.columns.length > 0;
}

function holdOthers({ from, to }: Sides, relation: NodeId): boolean {
  const content = (state: ComparedState): string | undefined =>
    state.nodes.get(relation)?.made?.components.inputs['content'];
  const [before, after] = [content(from), content(to)];
  return before !== undefined && after !== undefined && before !== after;
}

/** The files of a relation that are other ones, or of other bytes, in the second state. */
async function otherFiles({ from, to }: Sides, relation: NodeId): Promise<readonly string[]> {
  const [before, after] = [from.files.get(relation), to.files.get(relation)];
  if (before === undefined || after === undefined) return [];
  const other: string[] = [];
  for (const [at, file] of after.entries()) {
    const earlier = before[at];
    const name = file.shownAs ?? earlier?.shownAs ?? relation;
    if (earlier === undefined || !(await isSame(earlier, file))) other.push(name);
  }
  return [...other, ...before.slice(after.length).map(({ shownAs }) => shownAs ?? relation)];
}

/** Whether two files hold the same bytes. Of one that cannot be read nobody knows, so it counts as another one. */
async function isSame(one: StateFile, other: StateFile): Promise<boolean> {
  if (one.blob !== undefined && other.blob !== undefined) return one.blob === other.blob;
  const [a, b] = await Promise.all([one.sha256(), other.sha256()]);
  return a !== undefined && a === b;
}
