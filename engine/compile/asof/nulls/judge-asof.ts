import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { conjunctsOf, ctesOf, isObject, isQueryNode, objectAt, someNode, textAt, textsAt, walk } from '../../ast.ts';
import { byteOf, type ProblemAtByte, placeOrStart } from '../problem-at-byte.ts';
import type { AsOfRelation } from '../relation.ts';
import { type CteShapes, refersOutside, type Shapes, selectNode, shapesOver, star } from '../rewrite/index.ts';
import { UNKNOWN } from './columns.ts';
import { COMPARISONS, neverNull, sidesOf } from './expressions.ts';
import { type CteColumns, NullFacts } from './facts.ts';
import { type FromRelations, fromRelationsOf, isSure } from './from-relations.ts';

/**
 * The ASOF joins of a statement that may compare a NULL. DuckDB 1.5 matches one as if it were the latest value of its
 * column, from 65 rows on the left, in every form but where no compared column holds a NULL.
 */
export function judgeAsofJoins(
  statement: JsonObject,
  relations: ReadonlyMap<string, AsOfRelation>,
): readonly ProblemAtByte[] {
  const judge = new AsofJudge(new NullFacts(relations), shapesOver(relations));
  if (someNode(statement, isAsof)) judge.visit(statement, { ctes: new Map(), shapes: new Map() });
  return judge.findings;
}

function isAsof(node: JsonObject): boolean {
  return node['type'] === 'JOIN' && textAt(node, 'ref_type') === 'ASOF';
}

/** What a place in a statement can name: the CTEs in reach, by what is known of them. */
interface Reach {
  readonly ctes: CteColumns;
  readonly shapes: CteShapes;
}

class AsofJudge {
  readonly findings: ProblemAtByte[] = [];
  readonly #facts: NullFacts;
  readonly #shapes: Shapes;

  constructor(facts: NullFacts, shapes: Shapes) {
    this.#facts = facts;
    this.#shapes = shapes;
  }

  visit(value: Json, reach: Reach): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, reach);
      return;
    }
    if (!isObject(value)) return;
    if (isAsof(value)) this.#join(value, reach);
    if (!isQueryNode(value)) {
      this.visit(Object.values(value), reach);
      return;
    }
    const { cte_map: _, ...clauses } = value;
    const inside = this.#facts.within(value, reach.ctes);
    const shapes = this.#shapes.within(value, reach.shapes);
    let before = reach.ctes;
    for (const { name, node } of ctesOf(value)) {
      const withOne = new Map(before).set(name.toLowerCase(), inside.get(name.toLowerCase()) ?? UNKNOWN);
      this.visit(node, { shapes, ctes: node['type'] === 'RECURSIVE_CTE_NODE' ? withOne : before });
      before = withOne;
    }
    this.visit(Object.values(clauses), { ctes: inside, shapes });
  }

  #join(join: JsonObject, { ctes, shapes }: Reach): void {
    const at = placeOrStart(join);
    // DuckDB 1.5 loses rows of a join whose sides read the row around it where what they read is NULL.
    if (refersOutside(selectNode([star('')], join, null), this.#shapes, shapes, [])) {
      const message = 'an ASOF JOIN that reads the row around its subquery loses rows where that row holds NULL';
      const hint = 'join first, without the row around, and compare with it in WHERE';
      this.findings.push({ code: 'EWS2115', at, message, hint });
    }
    const side = (key: string): FromRelations =>
      fromRelationsOf(objectAt(join, key), (ref) => this.#facts.ofReference(ref, ctes));
    const [left, right] = [side('left'), side('right')];
    for (const column of textsAt(join, 'using_columns')) {
      if (isSure(left, [column]) && isSure(right, [column])) continue;
      this.findings.push(mayBeNull(column, isSure(left, [column]) ? 'right' : 'left', at));
    }
    const both = {
      relations: [...left.relations, ...right.relations],
      merged: new Map([...left.merged, ...right.merged]),
    };
    for (const conjunct of conjunctsOf(objectAt(join, 'condition'))) this.#conjunct(conjunct, both, at);
  }

  #conjunct(conjunct: JsonObject, block: FromRelations, around: number): void {
    const place = { ...block, inGroups: false, oneUnnest: false };
    const at = byteOf(conjunct) ?? around;
    if (conjunct['class'] === 'COMPARISON' && !COMPARISONS.has(textAt(conjunct, 'type'))) {
      const message = 'an ASOF JOIN that compares NULL with NULL takes wrong rows';
      this.findings.push({ code: 'EWS2115', at, message, hint: 'compare with =, and keep rows with NULL out' });
      return;
    }
    const compared = conjunct['class'] === 'COMPARISON' ? sidesOf(conjunct) : [conjunct];
    for (const expression of compared) {
      if (neverNull(expression, place)) continue;
      const column = columnsOf(expression).find((part) => !neverNull(part, place)) ?? expression;
      const name = textsAt(column, 'column_names').join('.');
      this.findings.push(mayBeNull(name, undefined, byteOf(column) ?? at));
    }
  }
}

function mayBeNull(column: string, side: 'left' | 'right' | undefined, at: number): ProblemAtByte {
  const what = column === '' ? 'what is compared' : `"${column}"${side === undefined ? '' : ` on the ${side}`}`;
  const [bare = '', relation] = column.split('.').reverse();
  const where = relation === undefined ? 'on that side' : `AS ${relation}`;
  return {
    code: 'EWS2115',
    at,
    message: `${what} may be NULL, which an ASOF JOIN takes for the latest of all`,
    hint: `join (SELECT ... FROM ... WHERE ${bare || '...'} IS NOT NULL) ${where}`,
  };
}

function columnsOf(expression: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  walk(expression, (node) => {
    if (node['class'] === 'COLUMN_REF') found.push(node);
  });
  return found;
}
