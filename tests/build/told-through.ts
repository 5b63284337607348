import { at } from '../../engine/presence/index.ts';

/** Lines of a CSV that somebody had told by then: the day stands in the column at `column`. */
export function toldThrough(through: string, csv: string, column: number): string {
  const [header, ...lines] = csv.trim().split('\n');
  const told = lines.filter((line) => at(line.split(','), column) <= through);
  return `${[header, ...told].join('\n')}\n`;
}
