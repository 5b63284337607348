import type { JsonObject } from '../../warehouse/index.ts';
import { aliasOf, objectAt, relationName, textAt } from '../ast.ts';

/** A CTE in reach: its body, ready to be put where its name is read, or a recursive one, which stays in place. */
export type CteBinding =
  | {
      readonly kind: 'inline';
      readonly node: JsonObject;
      readonly aliases: readonly string[];
      /** Its rows depend on the decision date. */
      readonly dated: boolean;
      /** The FROM clauses around its definition. */
      readonly frames: readonly Frame[];
      /** Its body may refer to them. */
      readonly correlated: boolean;
    }
  | { readonly kind: 'recursive'; readonly home: JsonObject };

/** The names that a FROM clause binds: alias to the `schema.table` read unaliased ('' for others). */
export type Frame = ReadonlyMap<string, string>;

/** What names mean at a place in a query. */
export interface Scope {
  readonly ctes: ReadonlyMap<string, CteBinding>;
  /** The FROM clauses whose columns the place may see, innermost first. */
  readonly frames: readonly Frame[];
  /** The nearest query node. */
  readonly query: JsonObject;
}

/** A construct that the lifted form cannot express: the query runs once per date instead. */
export class CannotLift extends Error {}

/** The names that a SELECT's FROM clause binds. */
export function frameOf(select: JsonObject): Frame {
  const frame = new Map<string, string>();
  const from = objectAt(select, 'from_table');
  if (from !== undefined) addNames(from, frame);
  return frame;
}

function addNames(ref: JsonObject, frame: Map<string, string>): void {
  if (ref['type'] === 'JOIN') {
    for (const side of ['left', 'right']) addNames(objectAt(ref, side) ?? {}, frame);
    return;
  }
  const alias = aliasOf(ref).toLowerCase();
  if (ref['type'] === 'PIVOT') {
    const source = objectAt(ref, 'source');
    if (source !== undefined) addNames(source, frame);
    if (alias !== '') frame.set(alias, '');
    return;
  }
  if (alias === '') {
    if (ref['type'] !== 'EMPTY') frame.set(` unnamed ${frame.size}`, '');
    return;
  }
  if (frame.has(alias)) throw new CannotLift(`two relations in one FROM clause are called "${alias}"`);
  const unaliased = ref['type'] === 'BASE_TABLE' && textAt(ref, 'alias') === '' && textAt(ref, 'schema_name') !== '';
  frame.set(alias, unaliased ? relationName(ref) : '');
}

/**
 * A column reference without its schema (`fred.unrate.value` becomes `unrate.value`), because the lifted relation is a
 * subquery, which has a name and no schema.
 */
export function withoutSchema(names: readonly string[], frames: Scope['frames']): readonly string[] {
  const [schema, table] = names;
  if (schema === undefined || table === undefined || names.length < 3) return names;
  const alias = table.toLowerCase();
  const wanted = `${schema.toLowerCase()}.${alias}`;
  if (!frames.some((frame) => frame.get(alias) === wanted)) return names;
  if (frames.find((frame) => frame.has(alias))?.get(alias) !== wanted) {
    throw new CannotLift(`"${names.join('.')}" is hidden by an inner relation called "${table}"`);
  }
  return names.slice(1);
}

/** Inside a FROM clause of several relations each may see the others (LATERAL is implied); a single one sees none. */
export function seenInFrom(frame: Frame): Frame {
  return frame.size > 1 ? frame : new Map();
}

/**
 * Moving a CTE's body to where it is read must not change what its names mean: one that refers to relations around its
 * definition only moves to places that see nothing more.
 */
export function refuseCapture(name: string, cte: CteBinding & { kind: 'inline' }, read: readonly Frame[]): void {
  const between = read.slice(0, read.length - cte.frames.length);
  if (cte.correlated && between.some((frame) => frame.size > 0)) {
    throw new CannotLift(`the CTE "${name}", defined inside a correlated subquery, is read beside other relations`);
  }
}
