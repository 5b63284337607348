import type { JsonObject } from '../../../warehouse/index.ts';
import { objectAt, textAt, textsAt } from '../../ast.ts';
import { CannotLift } from './cannot-lift.ts';
import type { FromContext, FromRelation } from './from-relation.ts';
import { and, columnRef, crossJoin, equals, firstOf } from './nodes.ts';
import { hasSubquery } from './references.ts';
import type { Rewriter, RewriteScope, RewrittenFrom, Seen } from './scope.ts';

/** How the sides of a join are rewritten. */
interface JoinSides {
  rewriteTree(rewriter: Rewriter, tree: JsonObject, place: FromContext): RewrittenFrom;
  rewriteRelation(rewriter: Rewriter, ref: JsonObject, place: FromContext): FromRelation;
  onEveryDate(rewriter: Rewriter, relation: FromRelation, dateName: string | undefined): RewrittenFrom;
}

const KINDS = new Set(['INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'SEMI', 'ANTI']);

/**
 * On one date only rows of that date can meet, so that two sides that depend on it are joined on it too. A right side
 * that does not is the same on every date; where the join keeps its unmatched rows they are due once for each date.
 */
export function rewriteJoin(rewriter: Rewriter, join: JsonObject, place: FromContext, sides: JoinSides): RewrittenFrom {
  const kind = textAt(join, 'join_type');
  const form = textAt(join, 'ref_type');
  if (form === 'POSITIONAL')
    throw new CannotLift('a POSITIONAL JOIN is not lifted: its result is the order of the rows');
  if (!KINDS.has(kind)) throw new CannotLift(`a ${kind} JOIN is not lifted`);
  if (form === 'ASOF' && kind !== 'INNER' && kind !== 'LEFT')
    throw new CannotLift(`an ASOF ${kind} JOIN is not lifted`);
  const left = sides.rewriteTree(rewriter, objectAt(join, 'left') ?? {}, { ...place, dateName: undefined });
  const right = rightSide(rewriter, join, { ...place, left }, sides);
  const names = new Set(left.seen.map(({ name }) => name));
  const twice = seenIn(right).find(({ name }) => names.has(name));
  if (twice !== undefined) throw new CannotLift(`two relations in one FROM clause are called "${twice.name}"`);
  switch (right.kind) {
    case 'beside':
      if (kind !== 'INNER') throw new CannotLift('a function of other columns in an outer join is not lifted');
      return { ...left, ref: onConstant(rewriter, { join, left, right }, place), seen: [...left.seen, right.seen] };
    case 'constant': {
      const seen = isFilter(kind) ? left.seen : [...left.seen, right.seen];
      return { ...left, ref: onConstant(rewriter, { join, left, right }, place), seen };
    }
    case 'dated':
      return isSharing(join) ? sharing({ join, left, right }) : onDate(rewriter, { join, left, right }, place);
    default:
      return right satisfies never;
  }
}

/** A join and its two sides as rewritten. */
interface Sided<Right> {
  readonly join: JsonObject;
  readonly left: RewrittenFrom;
  readonly right: Right;
}

/** Whether the sides share columns, by USING or NATURAL. */
function isSharing(join: JsonObject): boolean {
  return textsAt(join, 'using_columns').length > 0 || textAt(join, 'ref_type') === 'NATURAL';
}

/** Joins that only choose among the rows of their left side. */
function isFilter(kind: string): boolean {
  return kind === 'SEMI' || kind === 'ANTI';
}

function seenIn(relation: FromRelation): readonly Seen[] {
  return relation.kind === 'dated' ? relation.seen : [relation.seen];
}

function rightSide(
  rewriter: Rewriter,
  join: JsonObject,
  place: FromContext & { readonly left: RewrittenFrom },
  sides: JoinSides,
): FromRelation {
  const shared = isSharing(join);
  const ref = objectAt(join, 'right') ?? {};
  const kind = textAt(join, 'join_type');
  const dateName = shared ? place.left.dateName : undefined;
  if (shared && dateName === undefined) throw new CannotLift('USING after a FULL JOIN without it is not lifted');
  if (ref['type'] === 'JOIN') {
    if (shared) throw new CannotLift('USING with a join in parentheses on its right is not lifted');
    return { kind: 'dated', ...sides.rewriteTree(rewriter, ref, { ...place, left: undefined, dateName: undefined }) };
  }
  const relation = sides.rewriteRelation(rewriter, ref, { ...place, dateName });
  const keepsRight = kind === 'RIGHT' || kind === 'FULL' || kind === 'OUTER';
  if (relation.kind !== 'constant' || !keepsRight) return relation;
  return { kind: 'dated', ...sides.onEveryDate(rewriter, relation, dateName) };
}

function onConstant(
  rewriter: Rewriter,
  { join, left, right }: Sided<Exclude<FromRelation, { readonly kind: 'dated' }>>,
  place: FromContext,
): JsonObject {
  if (textAt(join, 'ref_type') === 'CROSS') return crossJoin(left.ref, right.ref);
  const scope = { ...place, seen: [...left.seen, right.seen], date: left.date };
  const condition = conditionOf(rewriter, join, scope);
  return { ...join, left: left.ref, right: right.ref, condition: condition ?? null };
}

/** USING and NATURAL: the right date has the left one's name, so that merging and `*` stay as they are. */
function sharing({ join, left, right }: Sided<RewrittenFrom>): RewrittenFrom {
  const kind = textAt(join, 'join_type');
  const { dateName } = left;
  if (dateName === undefined || right.dateName !== dateName) throw new Error('the sides of USING name the date alike');
  const using = textsAt(join, 'using_columns');
  const columns = using.length === 0 ? [] : [dateName, ...using];
  const ref = { ...join, using_columns: columns, left: left.ref, right: right.ref };
  if (isFilter(kind)) return { ...left, ref };
  const seen = [...left.seen, ...right.seen];
  switch (kind) {
    case 'RIGHT':
      return { ref, date: right.date, dateName, seen };
    case 'FULL':
    case 'OUTER':
      return { ref, date: columnRef([dateName]), dateName, seen };
    default:
      return { ref, date: left.date, dateName, seen };
  }
}

function onDate(rewriter: Rewriter, { join, left, right }: Sided<RewrittenFrom>, place: FromContext): RewrittenFrom {
  const kind = textAt(join, 'join_type');
  const seen = [...left.seen, ...right.seen];
  const condition = conditionOf(rewriter, join, { ...place, seen, date: left.date });
  const sameDate = equals(left.date, right.date);
  const form = textAt(join, 'ref_type') === 'CROSS' ? 'REGULAR' : textAt(join, 'ref_type');
  const ref = {
    ...join,
    left: left.ref,
    right: right.ref,
    ref_type: form,
    condition: condition === undefined ? sameDate : and(sameDate, condition),
  };
  if (isFilter(kind)) return { ...left, ref };
  switch (kind) {
    case 'RIGHT':
      return { ref, date: right.date, dateName: right.dateName, seen };
    case 'FULL':
    case 'OUTER':
      return { ref, date: firstOf([left.date, right.date]), dateName: undefined, seen };
    default:
      return { ref, date: left.date, dateName: left.dateName, seen };
  }
}

function conditionOf(rewriter: Rewriter, join: JsonObject, scope: RewriteScope): JsonObject | undefined {
  const condition = objectAt(join, 'condition');
  if (condition === undefined) return undefined;
  if (textAt(join, 'join_type') !== 'INNER' && hasSubquery(condition)) {
    throw new CannotLift('a subquery in the condition of an outer join is not lifted');
  }
  return rewriter.expression(condition, scope);
}
