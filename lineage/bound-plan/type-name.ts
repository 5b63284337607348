import {
  isNode,
  nodesUnder,
  numberUnder,
  type PlanNode,
  requiredNode,
  textsOf,
  textUnder,
  UnknownPlan,
} from './plan-json.ts';

/** DuckDB's name of a serialised logical type, as `typeof` and DESCRIBE print it. */
export function typeName(type: unknown): string {
  if (!isNode(type)) throw new UnknownPlan('LogicalType', 'not an object');
  const id = textUnder(type, 'id');
  const info = type['type_info'];
  if (!isNode(info)) return id === 'NULL' ? '"NULL"' : id;
  if (typeof info['alias'] === 'string' && info['alias'] !== '') return info['alias'];
  switch (id) {
    case 'DECIMAL':
      return `DECIMAL(${numberUnder(info, 'width')},${numberUnder(info, 'scale')})`;
    case 'LIST':
      return `${typeName(info['child_type'])}[]`;
    case 'ARRAY':
      return `${typeName(info['child_type'])}[${numberUnder(info, 'size')}]`;
    case 'STRUCT':
      return `STRUCT(${fieldsOf(info).join(', ')})`;
    case 'MAP':
      return `MAP(${nodesUnder(requiredNode(requiredNode(info, 'child_type'), 'type_info'), 'child_types')
        .map((field) => typeName(field['second']))
        .join(', ')})`;
    case 'UNION':
      return `UNION(${fieldsOf(info).slice(1).join(', ')})`;
    case 'ENUM':
      return `ENUM(${textsOf(info, 'values')
        .map((value) => `'${value.replaceAll("'", "''")}'`)
        .join(', ')})`;
    default:
      return id;
  }
}

function fieldsOf(info: PlanNode): readonly string[] {
  return nodesUnder(info, 'child_types').map((field) => {
    const name = textUnder(field, 'first');
    const type = typeName(field['second']);
    return name === '' ? type : `${quoted(name)} ${type}`;
  });
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
