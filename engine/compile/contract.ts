import { didYouMean, lineTextAt, type Problem, problem } from '../diagnostics/index.ts';
import type { FeatureGroupDefinition, LabelDefinition, Located } from '../project/index.ts';
import type { BoundQuery } from './bind.ts';
import type { ParsedQuery } from './parse.ts';
import { problemAt } from './parse.ts';

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
  for (const [name, path] of promised.columns) {
    if (!returned.has(name)) problems.push(missingColumn(promised.yaml, query, { name, path }, returned));
  }
  for (const column of bound.output) {
    const span = bound.spans[column.name];
    const lineText = span === undefined ? undefined : lineTextAt(query.file, span.line);
    if (!promised.columns.has(column.name)) {
      problems.push(
        problem(
          'EWS2103',
          `the SQL returns a column "${column.name}" that ${promised.yaml.file.path} does not declare`,
          {
            span,
            lineText,
            hint:
              didYouMean(column.name, promised.columns.keys()) ??
              'declare it under columns, with a description and a unit',
          },
        ),
      );
    } else if (column.name === 'date' && column.type !== 'DATE') {
      problems.push(
        problem('EWS2103', `column "date" is ${column.type}, not DATE`, {
          span,
          lineText,
          hint: 'cast it: date::DATE',
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
      hint: didYouMean(name, returned) ?? `every result has a column "${name}"`,
    });
  }
  const span = yaml.spanOf(path);
  return problem('EWS2103', `"${name}" is declared, but ${query.file.path} does not return it`, {
    span,
    lineText: lineTextAt(yaml.file, span.line),
    hint: didYouMean(name, returned) ?? `add it to the select list of ${query.file.path}, or remove the declaration`,
  });
}
