import type { Contribution } from '../../training/index.ts';
import type { Block } from '../block.ts';
import { contributionChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import { fixed, measured, withUnit, worded } from '../figure.ts';
import type { FeatureUnits } from './units.ts';

/** What each feature adds to the newest prediction: drawn where there are two to compare, then as a table. */
export function contributionBlocks(
  list: Cited<readonly Contribution[]>,
  { title, caption, units }: { readonly title: string; readonly caption: string; readonly units: FeatureUnits },
): readonly Block[] {
  const draw = (id: string, width: number) => contributionChart({ id, title, bars: list.value, width });
  const table: Block = {
    kind: 'table',
    caption: title,
    columns: [
      { title: 'Feature', align: 'text' },
      { title: 'Value', align: 'number' },
      { title: 'Contribution', align: 'number' },
      { title: 'Training range', align: 'text' },
    ],
    rows: each(list).map((one) => [
      [one.value.feature],
      withUnit(measured(one.at('value')), units.get(one.value.feature)),
      [fixed(one.at('contribution'))],
      [worded(one.at('outsideTraining'), (outside) => (outside ? 'outside' : 'inside'))],
    ]),
  };
  if (list.value.length < 2) return [table];
  const svg = { wide: draw('contributions', 760), narrow: draw('contributions-narrow', 400) };
  return [{ kind: 'chart', pointer: list.pointer, caption: [caption], svg }, table];
}
