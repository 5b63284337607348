import { type Problem, problem } from '../diagnostics/index.ts';
import type { RowDifference, ValueDifference } from './compare-rows.ts';
import type { TextRow, UnitCase } from './unit-case.ts';

type Named = Pick<UnitCase, 'name' | 'keys' | 'subject'>;

/** The problem of one row; `notes` tell what was known on its day. */
export function rowProblem(unit: Named, difference: RowDifference, notes: readonly string[]): Problem {
  const { row } = difference;
  const of = `unit test ${unit.name}: ${placeText(unit, row)}`;
  switch (difference.kind) {
    case 'value': {
      const said = difference.values.map(valueText).join('; ');
      return problem('EWS3051', `${of} ${said}`, { notes });
    }
    case 'missing':
      return problem('EWS3052', `${of} there is no row, and one is expected`, { notes });
    case 'unexpected': {
      const hint = 'every row must be named: add it to the expected ones, or ask as of other days';
      return problem('EWS3052', `${of} there is a row that is not expected: ${cellsText(row)}`, { notes, hint });
    }
    case 'repeated': {
      const hint = 'aggregate to one row per key and date';
      return problem('EWS3052', `${of} there are several rows for one key and date`, { notes, hint });
    }
    default:
      throw new Error(`unknown difference ${(difference satisfies never as RowDifference).kind}`);
  }
}

export function tooManyProblem({ name }: Named, left: number): Problem {
  return problem('EWS3052', `unit test ${name}: ${left} more ${left === 1 ? 'row differs' : 'rows differ'}`);
}

function placeText({ keys, subject }: Named, row: TextRow): string {
  const date = subject.kind === 'group' ? [] : [`date ${cellText(row['date'])}`];
  const named = keys.map((key) => `${key} ${cellText(row[key])}`);
  return `as of ${[cellText(row['as_of']), ...date, ...named].join(', ')}`;
}

function valueText({ column, got, expected, difference }: ValueDifference): string {
  const apart = difference === undefined ? '' : ` (${signed(difference)})`;
  return `${column} is ${cellText(got)}, expected ${cellText(expected)}${apart}`;
}

/** Six digits tell a difference; its last bits tell nobody anything. */
function signed(difference: number): string {
  const text = String(Number(difference.toPrecision(6)));
  return difference > 0 ? `+${text}` : text;
}

/** A text that would not be seen, or be taken for NULL, stands in quotes. */
function cellText(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return value === 'NULL' || value !== value.trim() || value === '' ? `'${value}'` : value;
}

function cellsText(row: TextRow): string {
  return Object.entries(row)
    .filter(([name]) => name !== 'as_of')
    .map(([name, value]) => `${name} ${cellText(value)}`)
    .join(', ');
}
