import { closestMatch } from '../../diagnostics/index.ts';
import { parseId } from '../../ids/index.ts';
import type { JsonObject } from '../../warehouse/index.ts';
import { isObject, relationName, textAt } from '../ast.ts';
import type { GateContext, RelationKind } from './gate-context.ts';
import type { UnplacedFinding } from './problem-at-byte.ts';

const READABLE: Readonly<Record<GateContext['reads'], ReadonlySet<RelationKind>>> = {
  feature: new Set(['source', 'group', 'calendar']),
  label: new Set(['source', 'group', 'calendar']),
  test: new Set(['source', 'group', 'calendar', 'label', 'model']),
};

/** Judges one table in a FROM clause; `ctes` are the names of the CTEs in reach, in lower case. */
export function judgeRelation(
  ref: JsonObject,
  ctes: ReadonlySet<string>,
  context: GateContext,
): readonly UnplacedFinding[] {
  const name = relationName(ref);
  if (isObject(ref['at_clause'])) {
    const message = `AT reads ${name} at another time than the decision date`;
    return [{ code: 'EWS2109', message, hint: 'leave AT out: every source is shown as it was known on as_of()' }];
  }
  const schema = textAt(ref, 'schema_name');
  if (schema === '' && ctes.has(name)) return [];
  if (textAt(ref, 'catalog_name') !== '') {
    const message = `"${textAt(ref, 'catalog_name')}.${name}" names a database`;
    return [{ code: 'EWS2109', message, hint: `write ${name}` }];
  }
  if (schema === '' && /[/*:]|\.\w+$/.test(textAt(ref, 'table_name'))) return [fileRead(textAt(ref, 'table_name'))];
  const kind = context.relationKind(name);
  if (kind === undefined) return [unknown(name, ctes, context)];
  return READABLE[context.reads].has(kind) ? [] : [forbidden(name, kind, context.reads)];
}

/** `query_table(...)`, by which the body of a function reads a relation that it is given. */
export function isQueryTable(ref: JsonObject): boolean {
  const call = ref['function'];
  const isIt = isObject(call) && textAt(call, 'function_name').toLowerCase() === 'query_table';
  return ref['type'] === 'TABLE_FUNCTION' && isIt && textAt(call, 'schema') === '';
}

function fileRead(file: string): UnplacedFinding {
  return {
    code: 'EWS2109',
    message: `a definition may not read the file '${file}'`,
    hint: 'declare a source of kind `file` in sources/ and read it by name',
  };
}

function unknown(
  name: string,
  ctes: ReadonlySet<string>,
  { relationNames, relationKind, reads }: GateContext,
): UnplacedFinding {
  const isReadable = (declared: string): boolean => {
    const kind = relationKind(declared);
    return kind === undefined || READABLE[reads].has(kind);
  };
  const { schema, name: table } = parseId(name);
  const sameTable = relationNames.filter((candidate) => parseId(candidate).name === table);
  const readable = relationNames.filter(isReadable);
  const [label] = sameTable;
  const isOther = label !== undefined && schema !== '' && !sameTable.some(isReadable);
  const match = isOther ? undefined : (sameTable.find(isReadable) ?? closestMatch(name, [...readable, ...ctes]));
  const other = isOther
    ? `there is ${label}, which a ${reads} may not read`
    : 'a query reads declared sources and groups and its own CTEs';
  return {
    code: 'EWS2104',
    message: `no relation called "${name}" is declared`,
    hint: match === undefined ? other : `did you mean "${match}"?`,
  };
}

function forbidden(name: string, kind: RelationKind, reads: GateContext['reads']): UnplacedFinding {
  const hint =
    kind === 'label'
      ? 'a label looks past the decision date; read the sources that it is made of'
      : 'read the sources and groups that it is made of';
  return { code: 'EWS2108', message: `a ${reads} may not read the ${kind} ${name}`, hint };
}
