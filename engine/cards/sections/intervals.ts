import type { Measured } from '../../training/index.ts';
import type { Text } from '../block.ts';
import type { Cited } from '../cited.ts';
import { count, fixed, percent } from '../figure.ts';

/** `90% interval 0.78 to 0.92, from 7 episodes`. */
export function intervalNote(measured: Cited<Measured>): Text {
  const interval = measured.at('interval').present();
  if (!interval) return ['no interval'];
  return [
    percent(interval.at('level'), 0),
    ' interval ',
    fixed(interval.at('low')),
    ' to ',
    fixed(interval.at('high')),
    ', from ',
    count(interval.at('episodes')),
    ' episodes',
  ];
}

/** `0.873 [0.783, 0.953]`. */
export function withInterval(measured: Cited<Measured>): Text {
  const interval = measured.at('interval').present();
  const value = fixed(measured.at('value'));
  return interval ? [value, ' [', fixed(interval.at('low')), ', ', fixed(interval.at('high')), ']'] : [value];
}
