import { first } from '../../presence/index.ts';
import { type ColumnSites, mergeSites, NOTHING, sitesOfColumn } from './clause-site.ts';

export interface TracedColumn {
  readonly name: string;
  readonly trace: ColumnSites;
}

/** A query's result. */
export interface TracedQuery {
  readonly columns: readonly TracedColumn[];
  readonly rows: ColumnSites;
  /** It is one row, whatever decides about those below it. */
  readonly single: boolean;
}

/** A relation of a FROM clause. */
export interface TracedRelation {
  /** In lower case, as all names here; '' for one without a name. */
  readonly alias: string;
  /** The schema by which its columns may be qualified too. */
  readonly schema: string;
  readonly columns: readonly TracedColumn[];
  /** The trace of any other column of it, where its columns are not known from the text. */
  readonly other?: ColumnSites;
}

/** What names mean at a place in a query. */
export interface ClauseScope {
  readonly ctes: ReadonlyMap<string, TracedQuery>;
  /** The FROM clauses whose columns the place may see, innermost first. */
  readonly fromClauses: readonly (readonly TracedRelation[])[];
  /** Names given in the select list, which clauses may use. */
  readonly named: ReadonlyMap<string, ColumnSites>;
}

/** The trace of a column reference: `value`, `unrate.value`, `fred.unrate.value`, or a field of one of them. */
export function referred(names: readonly string[], scope: ClauseScope): ColumnSites {
  const lower = names.map((name) => name.toLowerCase());
  for (const frame of scope.fromClauses) {
    const found = inFrame(lower, frame);
    if (found !== undefined) return found;
  }
  return scope.named.get(first(lower)) ?? NOTHING;
}

function inFrame(names: readonly string[], frame: readonly TracedRelation[]): ColumnSites | undefined {
  const qualified = qualifiedColumn(names, frame);
  if (qualified !== undefined) return qualified;
  const name = first(names);
  // The name of a column that USING joins means both sides.
  const plain = frame.flatMap((relation) => ownColumn(relation, name) ?? []);
  if (plain.length > 0) return mergeSites(...plain);
  const whole = frame.find(({ alias }) => alias === name);
  if (whole !== undefined) return mergeSites(...whole.columns.map(({ trace }) => trace), whole.other ?? NOTHING);
  const unknown = frame.flatMap(({ other }) => other ?? []);
  return unknown.length === 0 ? undefined : mergeSites(...unknown);
}

/** `unrate.value` or `fred.unrate.value`, and what follows them. */
function qualifiedColumn(names: readonly string[], frame: readonly TracedRelation[]): ColumnSites | undefined {
  const [owner, second, third] = names;
  if (second === undefined) return undefined;
  const isFull = ({ alias, schema }: TracedRelation): boolean =>
    third !== undefined && schema === owner && alias === second;
  const relation = frame.find((candidate) => isFull(candidate) || candidate.alias === owner);
  if (relation === undefined) return undefined;
  const column = third !== undefined && isFull(relation) ? third : second;
  return ownColumn(relation, column) ?? relation.other;
}

function ownColumn({ columns }: TracedRelation, name: string): ColumnSites | undefined {
  return columns.find((column) => column.name === name)?.trace;
}

/** A relation of the catalogue, by its columns. */
export function declared(relation: string, columns: readonly string[]): readonly TracedColumn[] {
  return columns.map((name) => ({ name: name.toLowerCase(), trace: sitesOfColumn(`${relation}.${name}`) }));
}
