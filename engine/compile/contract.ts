import { closestMatch, didYouMean, lineTextAt, type Problem, problem, type Span } from '../diagnostics/index.ts';
import type { FeatureGroupDefinition, LabelDefinition, Located } from '../project/index.ts';
import { objectAt, objectsAt, textAt, textsAt } from './ast.ts';
import type { BoundQuery } from './bind.ts';
import type { ParsedQuery } from './parse.ts';
import { problemAt } from './problem-at.ts';

interface Promised {
  readonly yaml: Located;
  /** The columns that its SQL must return. */
  readonly columns: ReadonlyMap<string, DeclaredAt>;
}

/** The YAML path at which a definition names a column; undefined for one that every result has. */
type DeclaredAt = readonly (string | number)[] | undefined;

/** The group's SQL returns `date DATE`, the keys, and exactly the declared columns. */
export function checkGroupContract(group: FeatureGroupDefinition, query: ParsedQuery, bound: BoundQuery): Problem[] {
  const columns = new Map<string, DeclaredAt>([['date', undefined]]);
  for (const [index, key] of group.keys.entries()) columns.set(key, ['keys', index]);
  for (const column of group.columns) columns.set(column.name, ['columns', column.name]);
  return checkContract({ yaml: group.yaml, columns }, query, bound);
}

/** The label's SQL returns `date DATE`, the keys, and `y`. */
export function checkLabelContract(label: LabelDefinition, query: ParsedQuery, bound: BoundQuery): Problem[] {
  const columns = new Map<string, DeclaredAt>([['date', undefined]]);
  for (const [index, key] of label.keys.entries()) columns.set(key, ['keys', index]);
  columns.set('y', undefined);
  return checkContract({ yaml: label.yaml, columns }, query, bound);
}

function checkContract(promised: Promised, query: ParsedQuery, bound: BoundQuery): Problem[] {
  const problems: Problem[] = [];
  const returned = new Set(bound.output.map((column) => column.name));
  const missing = new Set([...promised.columns.keys()].filter((name) => !returned.has(name)));
  const extra = [...returned].filter((name) => !promised.columns.has(name));
  // A slip of the hand is one problem: it is told where the SQL has the other name.
  const slips = slipsBetween(extra, [...missing]);
  for (const [name, path] of promised.columns) {
    const isSlip = [...slips.values()].includes(name);
    if (missing.has(name) && !isSlip) problems.push(missingColumn(promised.yaml, query, { name, path }, returned));
  }
  const placeOf = (column: string): { span: Span | undefined; lineText: string | undefined } => {
    const span = bound.spans[column];
    return { span, lineText: span === undefined ? undefined : lineTextAt(query.file, span.line) };
  };
  for (const column of bound.output) {
    if (!promised.columns.has(column.name)) {
      problems.push(
        problem(
          'EWS2103',
          `the SQL returns a column "${column.name}" that ${promised.yaml.file.path} does not declare`,
          {
            ...placeOf(column.name),
            hint:
              slipHint(column.name, slips.get(column.name)) ??
              didYouMean(column.name, promised.columns.keys()) ??
              'declare it under columns, with a description and a unit',
          },
        ),
      );
    } else if (column.name === 'date' && column.type !== 'DATE') {
      problems.push(
        problem('EWS2103', `column "date" is ${column.type}, not DATE`, {
          ...placeOf(column.name),
          hint: dateHint(column.type),
        }),
      );
    }
  }
  if (returned.size < bound.output.length) {
    problems.push(
      problemAt(query.file, 0, 1, { code: 'EWS2103', message: 'two columns of the SQL have the same name' }),
    );
  }
  return problems;
}

/**
 * Columns that are returned, with those that are declared instead: each the nearest to the other, or the only one that
 * is left over on its side.
 */
function slipsBetween(extra: readonly string[], missing: readonly string[]): ReadonlyMap<string, string> {
  const [one, other] = [extra[0], missing[0]];
  const isDeclared = other !== undefined && other !== 'date';
  if (extra.length === 1 && missing.length === 1 && one !== undefined && isDeclared) return new Map([[one, other]]);
  return new Map(
    extra.flatMap((name) => {
      const meant = closestMatch(name, missing);
      return meant !== undefined && closestMatch(meant, extra) === name ? [[name, meant] as const] : [];
    }),
  );
}

function dateHint(type: string): string {
  if (type.startsWith('TIMESTAMP')) return 'cast it: (...)::DATE AS date';
  return 'return a day: the date that is read, or (...)::DATE of a text as YYYY-MM-DD; strftime makes text of a day';
}

function slipHint(name: string, declared: string | undefined): string | undefined {
  if (declared === undefined) return undefined;
  return didYouMean(name, [declared]) ?? `it declares "${declared}" instead: write ${name} AS ${declared}`;
}

/** `SELECT date value`: the second is a name for the first. */
function renamedHint({ statement }: ParsedQuery, name: string): string | undefined {
  const item = objectsAt(objectAt(statement, 'node') ?? {}, 'select_list').find(
    (each) => each['class'] === 'COLUMN_REF' && textsAt(each, 'column_names').at(-1)?.toLowerCase() === name,
  );
  const alias = item === undefined ? '' : textAt(item, 'alias');
  return alias === '' ? undefined : `${name} is called "${alias}" here: is a comma missing between the two?`;
}

function missingColumn(
  yaml: Located,
  query: ParsedQuery,
  { name, path }: { readonly name: string; readonly path: DeclaredAt },
  returned: Iterable<string>,
): Problem {
  if (path === undefined) {
    return problemAt(query.file, Math.max(0, query.file.text.search(/\S/)), 6, {
      code: 'EWS2103',
      message: `the SQL returns no column "${name}"`,
      hint: renamedHint(query, name) ?? didYouMean(name, returned) ?? `every result has a column "${name}"`,
    });
  }
  const span = yaml.spanOf(path);
  return problem('EWS2103', `"${name}" is declared, but ${query.file.path} does not return it`, {
    span,
    lineText: lineTextAt(yaml.file, span.line),
    hint: didYouMean(name, returned) ?? `add it to the select list of ${query.file.path}, or remove the declaration`,
  });
}
