import { listNumbered, type Store } from '../lake/index.ts';
import { last } from '../presence/index.ts';

/** The number of the newest file of a folder of numbered ones; 0 before the first. */
export async function newestNumber(store: Store, folder: string): Promise<number> {
  const numbers = (await listNumbered(store, folder)).get('');
  return numbers === undefined ? 0 : last(numbers);
}
