import { SNAPSHOT_SCHEMA } from '../../../bitemporal/index.ts';
import type { JsonObject } from '../../../warehouse/index.ts';
import { aliasOf, isObject, relationName, textAt, textsAt } from '../../ast.ts';
import { CannotLift } from './cannot-lift.ts';
import { everyDate } from './dates.ts';
import type { FromContext, FromRelation } from './from-relation.ts';
import { rewriteJoin } from './joins.ts';
import { baseTable, columnRef, commaJoin, plainJoins, selectNode, star, subqueryRef } from './nodes.ts';
import { rewritePivot } from './pivot.ts';
import { isDated, namesColumns, refersOutside } from './references.ts';
import { fullNameOf } from './row-facts.ts';
import { type BlockCtes, type Ctes, type Rewriter, type RewrittenFrom, type Seen, shapesOf } from './scope.ts';
import { queryOf } from './shapes.ts';

/** A FROM clause over all dates; where nothing depends on the date it is multiplied by the dates. */
export function rewriteFrom(
  rewriter: Rewriter,
  tree: JsonObject | undefined,
  ctes: Ctes,
  block?: BlockCtes,
): RewrittenFrom {
  if (tree !== undefined && tree['type'] !== 'EMPTY') {
    return rewriteTree(rewriter, tree, { ctes, block, left: undefined, dateName: undefined });
  }
  const [relation, date] = [rewriter.fresh('d'), rewriter.fresh('t')];
  const seen = [{ name: relation, columns: [], fullName: undefined, date }];
  return { ref: everyDate(relation, date), date: columnRef([relation, date]), dateName: date, seen };
}

/** A relation or a join, made to depend on the date. */
function rewriteTree(rewriter: Rewriter, tree: JsonObject, place: FromContext): RewrittenFrom {
  if (tree['type'] === 'JOIN') {
    return rewriteJoin(rewriter, tree, place, { rewriteTree, rewriteRelation, onEveryDate });
  }
  return onEveryDate(rewriter, rewriteRelation(rewriter, tree, place), place.dateName);
}

function rewriteRelation(rewriter: Rewriter, ref: JsonObject, place: FromContext): FromRelation {
  if (isObject(ref['sample'])) throw new CannotLift('SAMPLE is not lifted');
  switch (ref['type']) {
    case 'BASE_TABLE':
      return rewriteTable(rewriter, ref, place);
    case 'SUBQUERY':
      return rewriteSubquery(rewriter, ref, place);
    case 'TABLE_FUNCTION':
    case 'EXPRESSION_LIST':
      return rewriteValues(rewriter, ref, place);
    case 'PIVOT':
      return rewritePivot(rewriter, ref, place, rewriteRelation);
    default:
      throw new CannotLift(`${textAt(ref, 'type')} is not lifted in FROM`);
  }
}

function rewriteTable(rewriter: Rewriter, ref: JsonObject, place: FromContext): FromRelation {
  const name = relationName(ref);
  const aliases = textsAt(ref, 'column_name_alias');
  const alias = aliasOf(ref);
  if (textAt(ref, 'schema_name') !== '') {
    const relation = rewriter.relations.get(name);
    if (relation === undefined) throw new Error(`"${name}" passed the gate and is not declared`);
    const table =
      relation.kind === 'group' ? baseTable('', rewriter.group(name), alias) : baseTable(SNAPSHOT_SCHEMA, name, alias);
    return dated(rewriter, { ref: table, source: ref, aliases }, place);
  }
  const cte = place.ctes.get(name);
  if (cte === undefined) throw new Error(`"${name}" passed the gate and is not declared`);
  return cte.dated
    ? dated(rewriter, { ref, source: ref, aliases }, place)
    : { kind: 'constant', ref, seen: seenAs({ name: alias, date: undefined }, ref, rewriter, place.ctes) };
}

/** What a relation became, beside what its author wrote. */
interface Rewritten {
  readonly ref: JsonObject;
  readonly source: JsonObject;
  /** Names that the author gave to its columns. */
  readonly aliases: readonly string[];
}

/** A relation whose first column is the date, under a name of its own. */
function dated(rewriter: Rewriter, { ref, source, aliases }: Rewritten, { ctes, dateName }: FromContext): FromRelation {
  const name = aliasOf(ref);
  const date = dateName ?? rewriter.fresh('t');
  return {
    kind: 'dated',
    ref: { ...ref, alias: name, column_name_alias: [date, ...aliases] },
    date: columnRef([name, date]),
    dateName: date,
    seen: [seenAs({ name, date }, source, rewriter, ctes)],
  };
}

/** How the block sees a relation that now has this name and, where it is dated, this column for the date. */
function seenAs({ name, date }: Pick<Seen, 'name' | 'date'>, source: JsonObject, rewriter: Rewriter, ctes: Ctes): Seen {
  const { columns } = rewriter.shapes.ofReference(source, shapesOf(ctes));
  return { name: name.toLowerCase(), columns, fullName: fullNameOf(source), date };
}

function rewriteSubquery(rewriter: Rewriter, ref: JsonObject, place: FromContext): FromRelation {
  const query = queryOf(ref);
  const { ctes } = place;
  if (refersOutside(query, rewriter.shapes, shapesOf(ctes), place.left?.seen ?? [])) {
    throw new CannotLift('a LATERAL subquery, one in FROM that reads the relations beside it, is not lifted');
  }
  const name = aliasOf(ref) || rewriter.fresh('s');
  const aliases = textsAt(ref, 'column_name_alias');
  if (!isDated(query, ctes)) {
    const same = plainJoins({ ...ref, alias: name });
    return { kind: 'constant', ref: same, seen: seenAs({ name, date: undefined }, ref, rewriter, ctes) };
  }
  return dated(rewriter, { ref: subqueryRef(rewriter.query(query, ctes), name), source: ref, aliases }, place);
}

/** VALUES, range() and unnest(): of the row to their left when they name its columns, of the date with as_of(). */
function rewriteValues(rewriter: Rewriter, ref: JsonObject, place: FromContext): FromRelation {
  const key = ref['type'] === 'TABLE_FUNCTION' ? 'function' : 'values';
  const content = ref[key] ?? null;
  const call = isObject(content) ? textAt(content, 'function_name') : '';
  const name = aliasOf(ref) || call || rewriter.fresh('v');
  const { ctes, left } = place;
  const named = { ...ref, alias: name };
  const seen = seenAs({ name, date: undefined }, ref, rewriter, ctes);
  const over = (from: Pick<RewrittenFrom, 'seen' | 'date'>): JsonObject => {
    const scope = { ctes, seen: from.seen, date: from.date, block: undefined };
    const rewritten = rewriter.expression({ content }, scope);
    return { ...named, [key]: rewritten['content'] ?? null };
  };
  if (namesColumns(content)) {
    if (left === undefined)
      throw new CannotLift(`${call}() in FROM that names columns stands only to the right of them`);
    return { kind: 'beside', ref: over(left), seen };
  }
  if (!isDated(content, ctes)) return { kind: 'constant', ref: named, seen };
  const from = rewriteFrom(rewriter, undefined, ctes);
  return timesDates(over(from), seen, from, place.dateName ?? from.dateName);
}

/** A relation that is the same on every date, once for each. */
function onEveryDate(rewriter: Rewriter, relation: FromRelation, dateName: string | undefined): RewrittenFrom {
  switch (relation.kind) {
    case 'dated':
      return relation;
    case 'beside':
      throw new CannotLift('a function in FROM that names columns stands only to the right of them');
    case 'constant': {
      const from = rewriteFrom(rewriter, undefined, new Map());
      return timesDates(relation.ref, relation.seen, from, dateName ?? from.dateName);
    }
    default:
      return relation satisfies never;
  }
}

function timesDates(
  ref: JsonObject,
  seen: Seen,
  dates: RewrittenFrom,
  dateName: string | undefined,
): { readonly kind: 'dated' } & RewrittenFrom {
  if (dateName === undefined) throw new Error('the dates have no name');
  const name = aliasOf(ref);
  const rows = selectNode([{ ...dates.date, alias: dateName }, star(name)], commaJoin(dates.ref, ref), null);
  return {
    kind: 'dated',
    ref: subqueryRef(rows, name),
    date: columnRef([name, dateName]),
    dateName,
    seen: [{ ...seen, date: dateName }],
  };
}
