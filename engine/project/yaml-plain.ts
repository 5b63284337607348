import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type Problem, type Span, spanAt, type TextFile } from '../diagnostics/index.ts';
import { type ProblemWords, problemIn } from './problem-at.ts';

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
    if (isMap(node)) return visitMap(node.items);
    if (isSeq(node)) return node.items.map(visit);
    return isScalar(node) ? node.value : null;
  };
  const visitMap = (pairs: readonly { readonly key: unknown; readonly value: unknown }[]): unknown => {
    const value: Record<string, unknown> = Object.create(null);
    const keys = new Map<string, unknown>();
    for (const pair of pairs) {
      const name = isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof name !== 'string' || name === '__proto__') {
        complain(pair.key, { code: 'EWS1003', message: 'a key must be plain text', hint: 'write key: value' });
        continue;
      }
      refuseProperties(pair.key, complain);
      const first = keys.get(name);
      if (first !== undefined) complain(pair.key, writtenTwice(name, spanOf(file, first)));
      else keys.set(name, pair.key);
      value[name] = visit(pair.value);
    }
    return value;
  };
  return { value: visit(root), problems };
}

function refuseProperties(node: unknown, complain: (node: unknown, words: ProblemWords) => void): void {
  const aliased = isAlias(node) || (hasProperties(node) && node.anchor !== undefined);
  if (aliased) {
    const hint = 'write the value out where it is used';
    complain(node, { code: 'EWS1003', message: 'anchors (&) and aliases (*) are not part of the language', hint });
  }
  if (hasProperties(node) && node.tag !== undefined) {
    const hint = 'remove the tag; put the value in quotes if it must stay text';
    complain(node, { code: 'EWS1003', message: 'YAML tags (!) are not part of the language', hint });
  }
}

function hasProperties(node: unknown): node is { readonly anchor?: string; readonly tag?: string } {
  return isMap(node) || isSeq(node) || isScalar(node);
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
  const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
  const [start, end] = range ?? [0, 1];
  return spanAt(file, start, Math.max(1, end - start));
}
