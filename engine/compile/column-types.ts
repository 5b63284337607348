import { lineTextAt, type Problem, problem } from '../diagnostics/index.ts';
import { type Definitions, type Located, readColumns } from '../project/index.ts';
import type { FeatureNode, LabelNode } from './graph.ts';
import type { TypedColumn } from './typed-column.ts';

/** More decimal digits than these are not kept by a DECIMAL of 64 bits, nor nearly by a double. */
const MOST_DIGITS = 18;

const EXACT = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'FLOAT',
  'DOUBLE',
]);
/** Wider than any double, which does not matter where a column is 0 or 1. */
const WIDE = new Set(['HUGEINT', 'UHUGEINT', 'BIGNUM']);

type Fit = 'number' | 'boolean' | 'wide' | 'none';

function fitOf(type: string): Fit {
  if (type === 'BOOLEAN') return 'boolean';
  if (EXACT.has(type)) return 'number';
  if (WIDE.has(type)) return 'wide';
  const digits = /^DECIMAL\((\d+),\d+\)$/.exec(type)?.[1];
  if (digits === undefined) return 'none';
  return Number(digits) <= MOST_DIGITS ? 'number' : 'wide';
}

/** Inputs of models are numbers or booleans, an event is 0, 1 or NULL; what no model reads may have any type. */
export function checkColumnTypes(
  definitions: Pick<Definitions, 'models' | 'labels'>,
  nodes: readonly (FeatureNode | LabelNode)[],
): readonly Problem[] {
  const groups = new Map(nodes.flatMap((node) => (node.kind === 'feature' ? [[node.name, node] as const] : [])));
  const inputs = definitions.models.flatMap((model) =>
    readColumns(model).flatMap(({ reference, path }) => {
      const found = columnOf(groups.get(reference.group), reference.column);
      const fit = found === undefined ? 'number' : fitOf(found.column.type);
      if (found === undefined || fit === 'number' || fit === 'boolean') return [];
      const what = `model "${model.name}" reads ${reference.group}.${reference.column}`;
      return [unfitColumn({ yaml: model.yaml, path, what }, found, fit)];
    }),
  );
  const events = definitions.labels.flatMap(({ name, yaml, event }) => {
    const found = event === undefined ? undefined : columnOf(groups.get(event.group), event.column);
    if (event === undefined || found === undefined || fitOf(found.column.type) !== 'none') return [];
    const what = `the event of label "${name}" is ${event.group}.${event.column}`;
    return [unfitColumn({ yaml, path: ['event'], what }, found, 'none')];
  });
  const outcomes = nodes.flatMap((node) => (node.kind === 'label' ? outcomeProblems(node) : []));
  return [...inputs, ...events, ...outcomes];
}

/** A binary outcome is 0, 1 or NULL of any number's type, or a boolean; a continuous one is a number. */
function outcomeProblems(node: LabelNode): readonly Problem[] {
  const found = columnOf(node, 'y');
  if (found === undefined) return [];
  const { name, kind, yaml } = node.definition;
  const fit = fitOf(found.column.type);
  if (fit === 'number' || (kind === 'binary' && fit !== 'none')) return [];
  return [unfitColumn({ yaml, path: ['kind'], what: `label "${name}" is ${kind} with a y` }, found, fit)];
}

interface FoundColumn {
  readonly column: TypedColumn;
  /** The SQL file. */
  readonly path: string;
  readonly span: LabelNode['query']['spans'][string] | undefined;
}

/** A column of a query; undefined where the group failed to compile, which is a problem of its own. */
function columnOf(node: Pick<LabelNode, 'path' | 'query'> | undefined, name: string): FoundColumn | undefined {
  const column = node?.query.output.find((candidate) => candidate.name === name);
  if (node === undefined || column === undefined) return undefined;
  return {
    column,
    path: node.path,
    get span() {
      return node.query.spans[name];
    },
  };
}

/** A place in YAML that names a column, and what it says of it: `model "m" reads labor.gap`. */
interface Mention {
  readonly yaml: Located;
  readonly path: readonly (string | number)[];
  readonly what: string;
}

function unfitColumn({ yaml, path, what }: Mention, found: FoundColumn, fit: Exclude<Fit, 'number'>): Problem {
  const { column, path: sql, span: written } = found;
  const span = yaml.spanOf(path);
  const place = written === undefined ? sql : `${written.file}:${written.line}:${written.column}`;
  return problem(
    'EWS2117',
    `${what}, which is ${column.type}${fit === 'wide' ? ', of more digits than a double keeps' : ', no number'}`,
    { span, lineText: lineTextAt(yaml.file, span.line), notes: [`it is written at ${place}`], hint: HINTS[fit] },
  );
}

const HINTS: Readonly<Record<Exclude<Fit, 'number'>, string>> = {
  wide: 'cast it where its last digits do not matter: sum(amount)::DOUBLE',
  boolean: 'write 1 and 0 with CASE, or declare the label kind: binary',
  none: 'return a number: a count of days or months since a date, a flag for a text',
};
