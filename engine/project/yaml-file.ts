import type { Document, Node, Pair, ParsedNode, YAMLMap } from 'yaml';
import { type Problem, type Span, spanAt, type TextFile } from '../diagnostics/index.ts';
import { knownPlace } from './kept-places.ts';
import type { Located } from './located.ts';
import type { YamlPath } from './problem-at.ts';
import { yamlExcess } from './yaml-excess.ts';
import { yaml } from './yaml-package.ts';
import { plainValue } from './yaml-plain.ts';
import { syntaxProblem } from './yaml-syntax.ts';
import { ordinaryValue } from './yaml-values.ts';

/** A YAML file that remembers where everything stands. */
export interface YamlFile extends Located {
  /** Where the key at a path stands: the place to show for a name or for a key that should not be there. */
  spanOfKey(path: YamlPath): Span;
}

export interface ParsedYaml {
  readonly yaml: YamlFile;
  /**
   * Mappings without a prototype, lists, text, numbers, booleans, null; undefined when the file does not parse. Of a
   * key that is written twice, the first.
   */
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** Parses YAML 1.2 (core schema, one document, no anchors, aliases or tags). Never throws. */
export function parseYaml(file: TextFile): ParsedYaml {
  const excess = yamlExcess(file);
  if (excess !== undefined) return { yaml: located(file, () => null), value: undefined, problems: [excess] };
  const ordinary = ordinaryValue(file.text);
  if (ordinary !== undefined) return { yaml: locatedLater(file), value: ordinary, problems: [] };
  const document = documentOf(file);
  const { contents } = document;
  const place = located(file, () => contents);
  const first = document.errors[0];
  if (first !== undefined) return { yaml: place, value: undefined, problems: [syntaxProblem(file, first)] };
  const { value, problems } = plainValue(file, contents);
  const isReadable = problems.every(({ code }) => code === 'EWS1007');
  return { yaml: place, value: isReadable ? value : undefined, problems };
}

/**
 * Where things stand in a file that was parsed before without problems: it is parsed again when somebody asks for a
 * place that is not known.
 */
export function locatedLater(file: TextFile): YamlFile {
  let contents: Node | null | undefined;
  const place = located(file, () => {
    if (contents === undefined) contents = documentOf(file).contents;
    return contents;
  });
  return Object.freeze({
    file,
    spanOf: (path: YamlPath) => knownPlace(file, JSON.stringify(path), () => place.spanOf(path)),
    spanOfKey: (path: YamlPath) => knownPlace(file, `key ${JSON.stringify(path)}`, () => place.spanOfKey(path)),
  });
}

function documentOf(file: TextFile): Document.Parsed<ParsedNode> {
  return yaml().parseDocument(file.text, {
    schema: 'core',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
}

function located(file: TextFile, root: () => Node | null): YamlFile {
  return Object.freeze({
    file,
    spanOf: (path: YamlPath) => spanOfNode(file, descend(root(), path).value),
    spanOfKey: (path: YamlPath) => {
      const { key, value: node } = descend(root(), path);
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

type Pairs = ReadonlyMap<unknown, Pair<Node, Node | null>>;

/** The pairs of mappings by their keys, made once: problems of a mapping may be as many as its keys. */
const PAIRS = new WeakMap<YAMLMap<Node, Node | null>, Pairs>();

/** Of a key that is written twice, the first. */
function pairsOf(map: YAMLMap<Node, Node | null>): Pairs {
  const known = PAIRS.get(map);
  if (known !== undefined) return known;
  const pairs = new Map<unknown, Pair<Node, Node | null>>();
  for (const pair of map.items) {
    if (yaml().isScalar(pair.key) && !pairs.has(pair.key.value)) pairs.set(pair.key.value, pair);
  }
  PAIRS.set(map, pairs);
  return pairs;
}

function child(node: Node | undefined, step: string | number): PathNodes | undefined {
  if (yaml().isMap<Node, Node | null>(node)) {
    const pair = pairsOf(node).get(step);
    if (pair === undefined) return undefined;
    const empty =
      pair.value === null || (yaml().isScalar(pair.value) && pair.value.value === null && !pair.value.source);
    return { key: pair.key, value: empty ? pair.key : (pair.value ?? undefined) };
  }
  if (yaml().isSeq<Node>(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { key: undefined, value: item };
  }
  return undefined;
}

function spanOfNode(file: TextFile, node: Node | undefined): Span {
  const [start, end] = node?.range ?? [0, 1];
  return Object.freeze(spanAt(file, start, Math.max(1, end - start)));
}
