import { calledAs, type FunctionDefinition, sqlWords, type TextStretch } from '../../project/index.ts';
import { sqlOf } from '../mapped-text.ts';
import type { EditedText, FunctionBody } from './edited-text.ts';

/** Words and signs that stand around an argument or a body when it is written out. */
const AROUND = 9;

/** How many words a text comes to: its own, and how often each parameter stands in it. */
interface Size {
  own: number;
  readonly uses: Map<string, number>;
}

/**
 * Counts, before anything is written out, how many words and signs a text comes to when its functions are: f that calls
 * g twice, which calls h twice, doubles at each step.
 */
export class Sizes {
  readonly #bodyOf: (fn: FunctionDefinition) => FunctionBody;
  readonly #known = new Map<string, Size>();

  constructor(bodyOf: (fn: FunctionDefinition) => FunctionBody) {
    this.#bodyOf = bodyOf;
  }

  /** Of a text that stands in no function. */
  of(source: EditedText): number {
    return this.#stretch(source, { start: 0, end: Number.MAX_SAFE_INTEGER }).own;
  }

  #body(fn: FunctionDefinition): Size {
    const known = this.#known.get(calledAs(fn));
    if (known !== undefined) return known;
    const size = this.#stretch(this.#bodyOf(fn), { start: 0, end: Number.MAX_SAFE_INTEGER });
    this.#known.set(calledAs(fn), size);
    return size;
  }

  #stretch(source: EditedText, { start, end }: TextStretch): Size {
    const size: Size = { own: 0, uses: new Map() };
    let read = start;
    const words = sqlWords(sqlOf(source.text));
    const count = (from: number, to: number): number =>
      words.filter((word) => word.start >= from && word.end <= to).length;
    for (const edit of source.edits) {
      if (edit.start < read || edit.end > end) continue;
      size.own += count(read, edit.start) + AROUND;
      read = edit.end;
      if (edit.kind === 'parameter' || edit.kind === 'relation') add(size, edit.name, 1);
      if (edit.kind !== 'call') continue;
      const { fn, given } = edit.call;
      const body = this.#body(fn);
      size.own += body.own;
      for (const [name, times] of body.uses) {
        const argument = given.get(name);
        const { own, uses } = argument === undefined ? DEFAULT : this.#stretch(source, argument);
        size.own += own * times;
        for (const [used, often] of uses) add(size, used, often * times);
      }
    }
    size.own += count(read, end);
    return size;
  }
}

/** A default is a constant of a few words. */
const DEFAULT: Size = { own: AROUND, uses: new Map() };

function add({ uses }: Size, name: string, times: number): void {
  const before = uses.get(name);
  uses.set(name, before === undefined ? times : before + times);
}
