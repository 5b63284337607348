import type { ColumnTest, FeatureGroupDefinition } from '../../project/index.ts';
import { missing, notFinite } from '../../steps/index.ts';
import { quoteName, quoteText } from '../../warehouse/index.ts';

/** A query for the rows of `features.<group>` that break a column test; none: it passes. */
export function columnTestSql(group: FeatureGroupDefinition, column: string, test: ColumnTest): string {
  const name = quoteName(column);
  const table = `features.${quoteName(group.name)}`;
  const shown = ['as_of', ...group.keys.map(quoteName), 'date', name].join(', ');
  const validFrom = test.validFrom ?? group.columns.find((each) => each.name === column)?.validFrom;
  const since = validFrom === undefined ? 'true' : `as_of >= DATE ${quoteText(validFrom)}`;
  const rows = (condition: string): string => `SELECT ${shown} FROM ${table} WHERE ${since} AND (${condition})`;
  switch (test.kind) {
    case 'not_null':
      return rows(missing(name));
    case 'finite':
      return rows(notFinite(name));
    case 'range':
      return rows(
        [
          ...(test.min === undefined ? [] : [`${name} < ${test.min}`]),
          ...(test.max === undefined ? [] : [`${name} > ${test.max}`]),
          notFinite(name),
        ].join(' OR '),
      );
    case 'accepted_values':
      return rows(`${name} NOT IN (${test.values.map(literal).join(', ')})`);
    case 'unique':
      return `${rows(`${name} IS NOT NULL`)} QUALIFY count(*) OVER (PARTITION BY ${name}) > 1`;
    case 'monotonic': {
      const keys = group.keys.map(quoteName).join(', ');
      const window = `(${keys === '' ? '' : `PARTITION BY ${keys} `}ORDER BY as_of)`;
      const sign = test.direction === 'increasing' ? '<' : '>';
      const broken = `${name} ${sign}${test.strict ? '=' : ''} lag(${name}) OVER ${window}`;
      return `${rows(`${name} IS NOT NULL`)} QUALIFY ${broken}`;
    }
    default:
      throw new Error(`unknown test ${(test satisfies never as ColumnTest).kind}`);
  }
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quoteText(value) : String(value);
}
