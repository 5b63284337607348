import { plainFixed, thousands } from '../figures/index.ts';
import { powerOfTen } from '../numerics/index.ts';

/** `1 model`, `2 models`, `1,234 rows`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${thousands(count)} ${count === 1 ? singular : plural}`;
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `1.2 MB`, in powers of 1000. */
export function byteSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : plainFixed(bytes / powerOfTen(3 * power), 1)} ${units[power]}`;
}
