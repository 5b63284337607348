import { type Problem, type Span, spanAt, type TextFile } from '../diagnostics/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { type ProblemWords, problemIn } from './problem-at.ts';
import { yaml } from './yaml-package.ts';

export interface PlainValue {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** A YAML node as a plain value, refusing what makes two readers see two things: aliases, tags and doubled keys. */
export function plainValue(file: TextFile, root: unknown): PlainValue {
  const problems: Problem[] = [];
  const complain = (node: unknown, words: ProblemWords): void => {
    problems.push(problemIn(file, spanOf(file, node), words));
  };
  const visit = (node: unknown): unknown => {
    refuseProperties(node, complain);
    refuseCurlyQuotes(node, complain);
    if (yaml().isMap(node)) return visitMap(node.items);
    if (yaml().isSeq(node)) return node.items.map(visit);
    if (yaml().isScalar(node)) refuseLong(node, complain);
    return yaml().isScalar(node) ? node.value : null;
  };
  const visitMap = (pairs: readonly { readonly key: unknown; readonly value: unknown }[]): unknown => {
    const value: Record<string, unknown> = Object.create(null);
    const keys = new Map<string, unknown>();
    for (const pair of pairs) {
      const name = yaml().isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof name !== 'string' || name === '__proto__') {
        complain(pair.key, { code: 'EWS1003', message: 'a key must be plain text', hint: keyHint(pair) });
        continue;
      }
      refuseProperties(pair.key, complain);
      refuseLong(pair.key, complain);
      const first = keys.get(name);
      const found = visit(pair.value);
      if (first === undefined) {
        keys.set(name, pair.key);
        value[name] = found;
        continue;
      }
      complain(pair.key, writtenTwice(name, spanOf(file, first)));
      // Whichever of the two stays: what is in either is not told as missing.
      value[name] = merged(value[name], found);
    }
    return value;
  };
  return { value: visit(root), problems };
}

/** What two mappings under one key say together, the first one before the second; of anything else the first. */
function merged(first: unknown, second: unknown): unknown {
  return isMapping(first) && isMapping(second) ? Object.assign(Object.create(null), second, first) : first;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseProperties(node: unknown, complain: (node: unknown, words: ProblemWords) => void): void {
  const aliased = yaml().isAlias(node) || (hasProperties(node) && node.anchor !== undefined);
  if (aliased) {
    const hint = 'write the value out where it is used';
    complain(node, { code: 'EWS1003', message: 'anchors (&) and aliases (*) are not part of the language', hint });
  }
  if (hasProperties(node) && node.tag !== undefined) {
    const hint = 'remove the tag; put the value in quotes if it must stay text';
    complain(node, { code: 'EWS1003', message: 'YAML tags (!) are not part of the language', hint });
  }
}

/** `{ preference: 0,5 }` is the key `preference` and the key 5. */
function keyHint({ key, value }: { readonly key: unknown; readonly value: unknown }): string {
  const isNumber = yaml().isScalar(key) && typeof key.value === 'number' && value === null;
  return isNumber ? 'the decimal mark of a number is a point: 0.5' : 'write key: value';
}

const CURLY_QUOTED = /^[\u201c\u201d\u201e\u2018\u2019](.*)[\u201c\u201d\u2018\u2019]$/;

/** What a word processor made of quotes would be a part of the text. */
function refuseCurlyQuotes(node: unknown, complain: (node: unknown, words: ProblemWords) => void): void {
  if (!yaml().isScalar(node) || typeof node.value !== 'string' || node.type !== 'PLAIN') return;
  const inner = CURLY_QUOTED.exec(node.value)?.[1];
  if (inner === undefined) return;
  complain(node, { code: 'EWS1003', message: 'curly quotes do not quote', hint: `write ${JSON.stringify(inner)}` });
}

/** Messages quote what is written: a text that nobody can read is refused without being quoted. */
function refuseLong(node: unknown, complain: (node: unknown, words: ProblemWords) => void): void {
  const value = yaml().isScalar(node) ? node.value : undefined;
  if (typeof value !== 'string' || value.length <= LIMITS.textLength.most) return;
  const hint = 'shorten it; long texts belong into a document that the description names';
  complain(node, { code: 'EWS1026', message: `the text has ${beyond(LIMITS.textLength, value.length)}`, hint });
}

function hasProperties(node: unknown): node is { readonly anchor?: string; readonly tag?: string } {
  return yaml().isMap(node) || yaml().isSeq(node) || yaml().isScalar(node);
}

function writtenTwice(name: string, first: Span): ProblemWords {
  return {
    code: 'EWS1007',
    message: `"${name}" is written twice in the same mapping`,
    hint: 'keep one of the two',
    notes: [`it is first written on line ${first.line}`],
  };
}

function spanOf(file: TextFile, node: unknown): Span {
  const range =
    yaml().isAlias(node) || yaml().isMap(node) || yaml().isSeq(node) || yaml().isScalar(node) ? node.range : undefined;
  const [start, end] = range ?? [0, 1];
  return spanAt(file, start, Math.max(1, end - start));
}
