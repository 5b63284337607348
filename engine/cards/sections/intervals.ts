import type { Measured } from '../../training/index.ts';
import type { Text } from '../block.ts';
import type { Cited } from '../cited.ts';
import { fixed } from '../figure.ts';

/** `0.873 [0.783, 0.953]`. */
export function withInterval(measured: Cited<Measured>): Text {
  const interval = measured.at('interval').present();
  const value = fixed(measured.at('value'));
  return interval ? [value, ' [', fixed(interval.at('low')), ', ', fixed(interval.at('high')), ']'] : [value];
}
