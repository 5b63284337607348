import type { TypedColumn } from '../../engine/compile/index.ts';
import { at } from '../../engine/presence/index.ts';
import type { CatalogueTable } from '../../lineage/bound-plan/cases/catalogue.ts';
import type { Chance } from '../../lineage/bound-plan/cases/chance.ts';

/** The literals of a query: what its conditions compare with, so that they are true of some rows. */
export interface Constants {
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
}

export function constantsOf(sql: string): Constants {
  const quoted = [...sql.matchAll(/'(?:[^']|'')*'/g)].map(([text]) => text.slice(1, -1));
  return {
    numbers: [...sql.matchAll(/(?<![\w.'-])\d+(?:\.\d+)?(?![\w'-])/g)].map(([number]) => number),
    texts: quoted.filter((text) => !/^\d/.test(text)),
  };
}

/** A relation whose random values are of the columns' types, and often near the constants. */
export function typedTable(name: string, columns: readonly TypedColumn[], constants: Constants): CatalogueTable {
  const drawn = columns.map((column) => [column.name, { type: column.type, draw: drawOf(column.type, constants) }]);
  return { name, columns: Object.fromEntries(drawn) };
}

function drawOf(type: string, constants: Constants): (chance: Chance, row: number) => string {
  switch (type) {
    case 'DATE':
    case 'TIMESTAMP':
      // Consecutive months from a start that the seed shifts: no date twice, or joins by date would multiply their
      // rows.
      return (chance, row) => monthStart(1998 * 12 + (chance.offset % 3) + row);
    case 'VARCHAR':
      return (chance) => {
        const texts = ['a', 'b', ...constants.texts];
        return `'${at(texts, chance.below(texts.length))}'`;
      };
    case 'BOOLEAN':
      return (chance) => String(chance.below(2) === 1);
    default:
      return (chance) => {
        const near = constants.numbers[chance.below(constants.numbers.length + 4)];
        // Positive, as rates and indices are: queries take their logarithms.
        return near === undefined ? String(1 + chance.below(90) / 10) : `(${near} + ${1 + chance.below(3)})`;
      };
  }
}

function monthStart(month: number): string {
  const twoDigits = String((month % 12) + 1).padStart(2, '0');
  return `'${Math.floor(month / 12)}-${twoDigits}-01'`;
}
