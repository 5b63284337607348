import { expect, it } from 'vitest';
import { paintFor } from './paint/index.ts';
import { type TextTable, tableText } from './table.ts';

const plain = paintFor({}, {});

const TABLE: TextTable = {
  columns: [
    { title: 'date', align: 'left' },
    { title: 'duration_change_12m', align: 'right' },
  ],
  rows: [{ cells: ['2020-01-01', '1.5'] }, { cells: ['2020-02-01', null], marked: true }],
};

it('aligns figures to the right and points at marked rows', () => {
  expect(tableText(TABLE, plain)).toBe(
    [
      '  date        duration_change_12m',
      '  2020-01-01                  1.5',
      '▸ 2020-02-01                 NULL',
    ].join('\n'),
  );
});

it('breaks long titles where the line is short of room', () => {
  expect(tableText(TABLE, plain, 24)).toBe(
    [
      '              duration_',
      '                change_',
      '  date              12m',
      '  2020-01-01        1.5',
      '▸ 2020-02-01       NULL',
    ].join('\n'),
  );
});

it('dims NULL and colours nothing when colours are off', () => {
  const coloured = tableText(TABLE, paintFor({}, { FORCE_COLOR: '1' }));
  expect(coloured).toContain(paintFor({}, { FORCE_COLOR: '1' }).dim('               NULL'));
  expect(tableText(TABLE, plain)).not.toContain('\u001b');
});
