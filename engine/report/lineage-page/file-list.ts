import type { Evidence } from '../../../lineage/index.ts';
import type { PageFile, PageSpan } from './lineage-page-data.ts';

/** Files in the order in which they are first named, so that spans can name them by number. */
export class FileList {
  readonly list: PageFile[] = [];
  readonly #texts: ReadonlyMap<string, string>;
  readonly #numbers = new Map<string, number>();

  /** Texts by path. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  numberOf(path: string): number {
    const known = this.#numbers.get(path);
    if (known !== undefined) return known;
    this.#numbers.set(path, this.list.length);
    return this.list.push({ path, text: this.#texts.get(path) ?? null }) - 1;
  }

  /** Where evidence points to; nothing is lit in a file whose text nobody kept. */
  span(evidence: Evidence | undefined): PageSpan | null {
    if (evidence === undefined) return null;
    const { file, line = 1, column = 1, length = 0 } = evidence;
    const place = { file: this.numberOf(file), line, column };
    const text = this.#texts.get(file);
    if (text === undefined) return { ...place, from: 0, to: 0 };
    const from = offsetOf(text, line, column);
    return { ...place, from, to: Math.min(text.length, from + length) };
  }
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let before = 1; before < line; before += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(text.length, start + column - 1);
}
