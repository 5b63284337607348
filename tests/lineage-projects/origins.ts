import type { Stage, StageColumn } from '../../lineage/index.ts';
import { type Spot, wholeStages } from './places.ts';

/**
 * Where a change of one raw column of one relation begins: the columns of the relation that the raw column has an
 * edge to, and its rows where those have one. One file has the rows of many series; of those of the others only the
 * digest of the file's bytes changes.
 */
export function rawOrigins(stages: readonly Stage[], change: RawOrigin): readonly Spot[] {
  const { relation, raw, column } = change;
  const stage = stages.find(({ id }) => id === relation);
  if (stage === undefined) throw new Error(`the lineage has no ${relation}`);
  const isRaw = ({ from }: StageColumn['edges'][number]): boolean => from.relation === raw && from.column === column;
  const digests = stages.flatMap(({ id, columns }) =>
    columns
      .filter(({ edges }) => edges.some(isRaw) && edges.every(({ masking }) => masking))
      .map((each): Spot => ({ stage: id, column: each.column })),
  );
  const columns = stage.columns.filter(({ edges }) => edges.some(isRaw));
  const rows: readonly Spot[] = stage.rows.some(isRaw) ? [{ stage: relation }] : [];
  return [...rows, ...columns.map((each): Spot => ({ stage: relation, column: each.column })), ...digests];
}

interface RawOrigin {
  readonly relation: string;
  /** The stage of the file. */
  readonly raw: string;
  readonly column: string;
}

/**
 * The places that a changed setting changes by what lineage says of the definitions before and after: whole stages,
 * or the columns of a query that are computed differently, where only some are. The stages that a model makes belong
 * to the model.
 */
export function settingOrigins(before: readonly Stage[], after: readonly Stage[]): readonly Spot[] {
  const found = after.flatMap((stage): readonly Spot[] => {
    const old = before.find(({ id }) => id === stage.id);
    if (old === undefined || said(rest(old)) !== said(rest(stage))) return wholeStages([stage]);
    const differs = (column: StageColumn, index: number): boolean =>
      said(withoutEvidence(column)) !== said(withoutEvidence(old.columns[index]));
    const changed: ReadonlySet<string | undefined> = new Set(stage.columns.filter(differs).map(({ column }) => column));
    return stage.columns
      .filter(({ column, follows }) => changed.has(column) || changed.has(follows))
      .map(({ column }): Spot => ({ stage: stage.id, column }));
  });
  const models = new Set(found.flatMap(({ stage }) => (stage.startsWith('models.') ? [stage.slice(7)] : [])));
  const made = after.filter(({ id, kind }) => MADE.includes(kind) && models.has(id.slice(id.indexOf('.') + 1)));
  return [...found, ...wholeStages(made)];
}

/** The kinds of stages that a model's own settings decide about, besides its fit. */
const MADE: readonly string[] = ['prediction', 'alarms', 'card'];

function rest({ columns, evidence: _, content: __, rows, ...stage }: Stage): object {
  return { ...stage, rows: rows.map(plainEdge), columns: columns.map(({ column, type }) => [column, type]) };
}

function withoutEvidence(column: StageColumn | undefined): object {
  if (column === undefined) return {};
  const { evidence: _, edges, ...what } = column;
  return { ...what, edges: edges.map(plainEdge) };
}

/** An edge without where it is written and how much of a fit rests on it. */
function plainEdge({ clauses: _, weight: __, ...edge }: StageColumn['edges'][number]): object {
  return edge;
}

function said(value: object): string {
  return JSON.stringify(value);
}
