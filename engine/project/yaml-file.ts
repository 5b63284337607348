import { type Document, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { type Problem, type Span, spanAt, type TextFile } from '../diagnostics/index.ts';
import type { Located } from './located.ts';
import type { YamlPath } from './problem-at.ts';
import { plainValue } from './yaml-plain.ts';
import { syntaxProblem } from './yaml-syntax.ts';

/** A YAML file that remembers where everything stands. */
export interface YamlFile extends Located {
  /** Where the key at a path stands: the place to show for a name or for a key that should not be there. */
  spanOfKey(path: YamlPath): Span;
}

export interface ParsedYaml {
  readonly yaml: YamlFile;
  /** Mappings without a prototype, lists, text, numbers, booleans, null; undefined when the file does not parse. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** Parses YAML 1.2 (core schema, one document, no anchors, aliases or tags). Never throws. */
export function parseYaml(file: TextFile): ParsedYaml {
  const document = parseDocument(file.text, {
    schema: 'core',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  const yaml = located(file, document);
  const first = document.errors[0];
  if (first !== undefined) return { yaml, value: undefined, problems: [syntaxProblem(file, first)] };
  const { value, problems } = plainValue(file, document.contents);
  return { yaml, value: problems.length === 0 ? value : undefined, problems };
}

function located(file: TextFile, document: Document.Parsed): YamlFile {
  const root: Node | null = document.contents;
  return Object.freeze({
    file,
    spanOf: (path: YamlPath) => spanOfNode(file, descend(root, path).value),
    spanOfKey: (path: YamlPath) => {
      const { key, value: node } = descend(root, path);
      return spanOfNode(file, key ?? node);
    },
  });
}

interface PathNodes {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** The node at a path, or the nearest parent that exists. A key without a value stands for both. */
function descend(root: Node | null, path: YamlPath): PathNodes {
  let place: PathNodes = { key: undefined, value: root ?? undefined };
  for (const step of path) {
    const next = child(place.value, step);
    if (next === undefined) return { key: place.key, value: place.key ?? place.value };
    place = next;
  }
  return place;
}

function child(node: Node | undefined, step: string | number): PathNodes | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
    if (pair === undefined) return undefined;
    const empty = pair.value === null || (isScalar(pair.value) && pair.value.value === null && !pair.value.source);
    return { key: pair.key, value: empty ? pair.key : (pair.value ?? undefined) };
  }
  if (isSeq<Node>(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { key: undefined, value: item };
  }
  return undefined;
}

function spanOfNode(file: TextFile, node: Node | undefined): Span {
  const [start, end] = node?.range ?? [0, 1];
  return Object.freeze(spanAt(file, start, Math.max(1, end - start)));
}
