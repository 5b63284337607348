import type { Json, JsonObject } from '../../warehouse/index.ts';
import { byteOf, judgeColumn, judgeFunction } from '../asof/index.ts';
import { ctesOf, isObject, isQueryNode, objectAt, objectsAt, selectedName, someNode, textAt, textsAt } from '../ast.ts';
import { type FromNames, fromRelations } from './from-names.ts';
import {
  type KnownColumns,
  meaningOf,
  type NameFrame,
  type NameScope,
  renamed,
  UNKNOWN_COLUMNS,
  type Unresolved,
} from './name-scope.ts';

/** A name in a query that certainly means nothing. */
export interface UnknownName {
  /** As it is written, its parts in order; of EXCLUDE, REPLACE and USING the one name. */
  readonly names: readonly string[];
  readonly why: Unresolved;
  /** A byte of the text: where the reference stands, or the star or join behind which it does. */
  readonly at: number | undefined;
  readonly behind?: 'EXCLUDE' | 'REPLACE' | 'USING' | undefined;
}

/** What a query's text says of names. */
export interface QueryNames {
  readonly unknown: readonly UnknownName[];
  /** The names of its result. */
  readonly output: KnownColumns;
  /** A star stands in the list of what it returns. */
  readonly hasStar: boolean;
}

/**
 * Looks up every column that a statement names. DuckDB's binder stops at the first that it does not find; this goes on,
 * and says only what is certain: where a relation's columns are not known, any name may be one of them.
 * @param statement of `parseSql`.
 * @param columnsOf those of a declared relation, `schema.name`; undefined where nobody knows them.
 */
export function queryNames(
  statement: JsonObject,
  columnsOf: (relation: string) => KnownColumns | undefined,
): QueryNames {
  const walker = new NameWalker(columnsOf);
  const node = objectAt(statement, 'node') ?? {};
  const output = walker.query(node, { ctes: new Map(), frames: [] });
  const hasStar = objectsAt(node, 'select_list').some((item) => item['class'] === 'STAR');
  return { unknown: walker.unknown, output, hasStar };
}

/** Functions whose result has several columns, or one that is called after what stands in them. */
const OPEN_ITEMS = new Set(['unnest', 'struct_extract', 'array_extract']);

/** Whether an item without a name of its own may be called like a column; other ones are called by their text. */
function isNamedByItsParts(item: JsonObject): boolean {
  const called = textAt(item, 'function_name').toLowerCase();
  return item['class'] === 'CAST' || item['class'] === 'OPERATOR' || OPEN_ITEMS.has(called);
}

class NameWalker implements FromNames {
  readonly unknown: UnknownName[] = [];
  readonly columnsOf: FromNames['columnsOf'];

  constructor(columnsOf: FromNames['columnsOf']) {
    this.columnsOf = columnsOf;
  }

  query(node: JsonObject, outer: NameScope): KnownColumns {
    const ctes = new Map(outer.ctes);
    const scope: NameScope = { ...outer, ctes };
    for (const { name, node: query, aliases } of ctesOf(node)) {
      const before = new Map(ctes);
      ctes.set(
        name.toLowerCase(),
        once(() => renamed(this.query(query, { ...outer, ctes: before }), aliases)),
      );
    }
    switch (node['type']) {
      case 'SELECT_NODE':
        return this.#select(node, scope);
      case 'SET_OPERATION_NODE':
        return this.#setOperation(node, scope);
      case 'RECURSIVE_CTE_NODE': {
        const left = this.query(objectAt(node, 'left') ?? {}, scope);
        const own = renamed(left, textsAt(node, 'aliases'));
        const within = new Map([...ctes, [textAt(node, 'cte_name').toLowerCase(), () => own]]);
        this.query(objectAt(node, 'right') ?? {}, { ...scope, ctes: within });
        return left;
      }
      default:
        return UNKNOWN_COLUMNS;
    }
  }

  /** What orders the rows of a set operation names its result, or repeats an expression: DuckDB alone judges it. */
  #setOperation(node: JsonObject, scope: NameScope): KnownColumns {
    const sides = [objectAt(node, 'left'), objectAt(node, 'right'), ...objectsAt(node, 'children')];
    const outputs = sides.flatMap((side) => (side === undefined ? [] : [this.query(side, scope)]));
    if (textAt(node, 'setop_type').includes('BY_NAME')) {
      return { names: [...new Set(outputs.flatMap(({ names }) => names))], open: outputs.some(({ open }) => open) };
    }
    const [left = UNKNOWN_COLUMNS] = outputs;
    return left;
  }

  #select(node: JsonObject, outer: NameScope): KnownColumns {
    const items = objectsAt(node, 'select_list');
    const relations = fromRelations(objectAt(node, 'from_table') ?? {}, outer, this);
    const given = new Set(items.map((item) => textAt(item, 'alias').toLowerCase()).filter((alias) => alias !== ''));
    const frame: NameFrame = { relations, given };
    const scope: NameScope = { ...outer, frames: [frame, ...outer.frames] };
    const outputs = items.map((item) => this.#output(item, scope, frame));
    const { cte_map: _, select_list: __, from_table: ___, type: ____, ...clauses } = node;
    this.value(clauses, scope);
    return { names: outputs.flatMap(({ names }) => names), open: outputs.some(({ open }) => open) };
  }

  /** The names that one item of a select list gives to the result. */
  #output(item: JsonObject, scope: NameScope, frame: NameFrame): KnownColumns {
    this.value(item, scope);
    if (item['class'] === 'STAR') return starColumns(item, frame);
    // `* LIKE 'v%'` and COLUMNS make a column of each that they find.
    if (!isQueryNode(item) && someNode(item, (part) => part['class'] === 'STAR')) return UNKNOWN_COLUMNS;
    const name = selectedName(item)?.toLowerCase();
    if (name === undefined) return { names: [], open: isNamedByItsParts(item) };
    // Whoever mends a wrong name renames the column, unless an alias is added.
    const isSure = textAt(item, 'alias') !== '' || meaningOf(textsAt(item, 'column_names'), scope) === 'known';
    return isSure ? { names: [name], open: false } : UNKNOWN_COLUMNS;
  }

  value(value: Json, scope: NameScope): void {
    if (Array.isArray(value)) {
      for (const part of value) this.value(part, scope);
      return;
    }
    if (!isObject(value)) return;
    if (isQueryNode(value)) {
      this.query(value, scope);
      return;
    }
    switch (value['class']) {
      case 'COLUMN_REF':
        this.#judge({ names: textsAt(value, 'column_names'), at: byteOf(value) }, scope);
        return;
      case 'LAMBDA':
        this.value(value['expr'] ?? null, { ...scope, frames: [parameters(value), ...scope.frames] });
        return;
      case 'STAR':
        this.#star(value, scope);
        return;
      case 'CONSTANT':
        return;
      case 'FUNCTION':
        this.value(withoutDatePart(value), scope);
        return;
      default:
        for (const part of Object.values(value)) this.value(part, scope);
    }
  }

  #judge(reference: Pick<UnknownName, 'names' | 'at' | 'behind'>, scope: NameScope): void {
    // What the gate refuses by its name it has told.
    if (reference.names.length === 0 || judgeColumn(reference.names).length > 0) return;
    const why = meaningOf(reference.names, scope);
    if (typeof why === 'object') this.unknown.push({ ...reference, why });
  }

  /** A star's relation, and the columns that it leaves out or replaces; of COLUMNS DuckDB alone says what it means. */
  #star(star: JsonObject, scope: NameScope): void {
    if (star['columns'] === true) return;
    const [frame] = scope.frames;
    const relation = textAt(star, 'relation_name');
    const at = byteOf(star);
    if (relation !== '') this.#judge({ names: [relation, '*'], at }, { ...scope, frames: scope.frames.map(starFrame) });
    const columns = frame === undefined ? UNKNOWN_COLUMNS : starColumns({ relation_name: relation }, frame);
    const within: NameScope = {
      ...scope,
      frames: [{ relations: [{ alias: '', schema: '', columns }], given: new Set() }],
    };
    for (const name of textsAt(star, 'exclude_list')) this.#judge({ names: [name], at, behind: 'EXCLUDE' }, within);
    for (const replaced of objectsAt(star, 'replace_list')) {
      this.#judge({ names: [textAt(replaced, 'key')], at, behind: 'REPLACE' }, within);
      this.value(replaced['value'] ?? null, scope);
    }
  }

  using(name: string, at: number | undefined, sides: readonly (readonly NameFrame[])[]): void {
    if (judgeColumn([name]).length > 0) return;
    const meanings = sides.map((frames) => meaningOf([name], { ctes: new Map(), frames }));
    const why = meanings.find((meaning) => typeof meaning === 'object');
    if (why !== undefined) this.unknown.push({ names: [name], why, at, behind: 'USING' });
  }
}

const DATE_PARTS = new Set(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second']);

/** `dateadd(month, 1, date)` of other dialects: the function is refused, and `month` is no column. */
function withoutDatePart({ class: _, ...call }: JsonObject): JsonObject {
  const [first, ...rest] = objectsAt(call, 'children');
  const name = first?.['class'] === 'COLUMN_REF' ? textsAt(first, 'column_names').join('.').toLowerCase() : '';
  const isRefused = judgeFunction({ class: 'FUNCTION', ...call }).length > 0;
  return isRefused && DATE_PARTS.has(name) ? { ...call, children: rest } : call;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Every relation of a frame has the column `*`. */
function starFrame({ relations, given }: NameFrame): NameFrame {
  const starred = ({ columns: { names, open } }: NameFrame['relations'][number]) => ({ names: [...names, '*'], open });
  return { relations: relations.map((relation) => ({ ...relation, columns: starred(relation) })), given };
}

function starColumns(star: JsonObject, { relations }: NameFrame): KnownColumns {
  if (star['columns'] === true) return UNKNOWN_COLUMNS;
  const owner = textAt(star, 'relation_name').toLowerCase();
  const found = owner === '' ? relations : relations.filter(({ alias }) => alias === owner);
  // A name that is wrong is told; what would come of the right one nobody knows.
  if (owner !== '' && found.length === 0) return UNKNOWN_COLUMNS;
  const out = new Set(textsAt(star, 'exclude_list').map((name) => name.toLowerCase()));
  const names = found.flatMap(({ columns }) => columns.names).filter((name) => !out.has(name));
  const isRenamed = objectsAt(star, 'rename_list').length > 0 || objectsAt(star, 'qualified_exclude_list').length > 0;
  return { names, open: isRenamed || found.some(({ columns }) => columns.open) };
}

/** The parameters of a lambda, by which its body may call them. */
function parameters(lambda: JsonObject): NameFrame {
  const given = new Set<string>();
  const collect = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const part of value) collect(part);
    if (!isObject(value)) return;
    for (const name of textsAt(value, 'column_names')) given.add(name.toLowerCase());
    for (const part of Object.values(value)) collect(part);
  };
  collect(lambda['lhs']);
  return { relations: [], given };
}
