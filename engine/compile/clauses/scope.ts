import { fromColumn, merge, NOTHING, type Trace } from './clause-site.ts';

export interface TracedColumn {
  readonly name: string;
  readonly trace: Trace;
}

/** A query's result. */
export interface TracedQuery {
  readonly columns: readonly TracedColumn[];
  readonly rows: Trace;
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
  /** What any other column of it depends on, where its columns are not known from the text. */
  readonly other?: Trace;
}

/** What names mean at a place in a query. */
export interface Scope {
  readonly ctes: ReadonlyMap<string, TracedQuery>;
  /** The FROM clauses whose columns the place may see, innermost first. */
  readonly frames: readonly (readonly TracedRelation[])[];
  /** Names given in the select list, which clauses may use. */
  readonly named: ReadonlyMap<string, Trace>;
}

/** What a column reference means: `value`, `unrate.value`, `fred.unrate.value`, or a field of one of them. */
export function referred(names: readonly string[], scope: Scope): Trace {
  const lower = names.map((name) => name.toLowerCase());
  for (const frame of scope.frames) {
    const found = inFrame(lower, frame);
    if (found !== undefined) return found;
  }
  return scope.named.get(lower[0] ?? '') ?? NOTHING;
}

function inFrame(names: readonly string[], frame: readonly TracedRelation[]): Trace | undefined {
  const [first = '', second = '', third] = names;
  const qualified = frame.find(({ alias, schema }) =>
    third !== undefined && schema === first && alias === second ? true : alias === first && second !== '',
  );
  if (qualified !== undefined) {
    const column = qualified.schema === first && qualified.alias === second && third !== undefined ? third : second;
    const found = columnOf(qualified, column);
    if (found !== undefined) return found;
  }
  // Of a column that USING joins both sides are meant.
  const plain = frame.flatMap((relation) => ownColumn(relation, first) ?? []);
  if (plain.length > 0) return merge(...plain);
  const whole = frame.find(({ alias }) => alias === first);
  if (whole !== undefined) return merge(...whole.columns.map(({ trace }) => trace), whole.other ?? NOTHING);
  const unknown = frame.flatMap(({ other }) => other ?? []);
  return unknown.length === 0 ? undefined : merge(...unknown);
}

function columnOf(relation: TracedRelation, name: string): Trace | undefined {
  return ownColumn(relation, name) ?? relation.other;
}

function ownColumn({ columns }: TracedRelation, name: string): Trace | undefined {
  return columns.find((column) => column.name === name)?.trace;
}

/** A relation of the catalogue, by its columns. */
export function declared(relation: string, columns: readonly string[]): readonly TracedColumn[] {
  return columns.map((name) => ({ name: name.toLowerCase(), trace: fromColumn(`${relation}.${name}`) }));
}
