import type * as z from 'zod';
import { closestMatch, didYouMean, type Problem } from '../diagnostics/index.ts';
import { alternatives } from './alternatives.ts';
import { type KeyPlace, keyPlace, otherWord, valueAt } from './key-places.ts';
import { type Deviation, mendedValue } from './mended-value.ts';
import { type ProblemWords, pathText, problemIn, problemOf, type YamlPath } from './problem-at.ts';
import { refusedKey } from './refused-keys.ts';
import { shown } from './shown.ts';
import { valueHint } from './value-hints.ts';
import type { YamlFile } from './yaml-file.ts';

export interface Shaped<T> {
  /** The file's value with defaults, of one with problems as far as it can be read without them. */
  readonly shape?: T;
  readonly problems: readonly Problem[];
}

/** Of so many keys of a file it is found out where they belong: each costs as much as checking the file. */
const PLACED = 10;

/** Checks a file's value against its schema and words every deviation for people. */
export function checkShape<T>(yaml: YamlFile, value: unknown, schema: z.ZodType<T>): Shaped<T> {
  const result = schema.safeParse(value);
  if (result.success) return { shape: result.data, problems: [] };
  const foreign = foreignFile(value);
  if (foreign !== undefined) return { problems: [problemOf(yaml.file, foreign)] };
  const issues = result.error.issues.flatMap((issue) => resolveUnion(issue));
  let places = 0;
  const placeOf = (path: YamlPath): KeyPlace | undefined => {
    places += 1;
    return places > PLACED ? undefined : keyPlace(schema, value, path);
  };
  const keys: Keys = { yaml, root: value, placeOf };
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(keys, issue) : []));
  const wrong = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [] : [valueProblem(keys, issue)]));
  const explained = new Set([...unknown, ...wrong].map(({ meant }) => meant));
  const others = wrong.filter(({ path }) => !explained.has(path)).map(({ problem }) => problem);
  const problems = [...unknown.map(({ problem }) => problem), ...distinct(others)];
  const mended = mendedValue(
    value,
    [...unknown, ...wrong].map(({ deviation }) => deviation),
  );
  const readOn = mended === undefined ? undefined : schema.safeParse(mended);
  return readOn?.success === true ? { shape: readOn.data, problems } : { problems };
}

type Issue = z.core.$ZodIssue;

/**
 * The issues of the branch of a union that the value was meant for: the one whose complaints lie deeper than "this is
 * another type". Where none or several do, the union's own words stand, which name them all.
 */
function resolveUnion(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const meant = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0 && isTypeIssue(inner)));
  const [branch] = meant;
  if (meant.length !== 1 || branch === undefined) return [issue];
  return branch.flatMap((inner) => resolveUnion({ ...inner, path: [...issue.path, ...inner.path] } as Issue));
}

function isTypeIssue(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'custom';
}

/** What keys of a file are judged with. */
interface Keys {
  readonly yaml: YamlFile;
  readonly root: unknown;
  readonly placeOf: (path: YamlPath) => KeyPlace | undefined;
}

interface FoundKey {
  readonly problem: Problem;
  readonly deviation: Deviation;
  readonly path: string;
  /** Path of the key that was probably meant: that it is missing or empty is no second problem. */
  readonly meant: string | undefined;
}

function unknownKeys({ yaml, placeOf }: Keys, issue: z.core.$ZodIssueUnrecognizedKeys): readonly FoundKey[] {
  const parent = yamlPath(issue.path);
  const allowed = issue.message.split(' ');
  return issue.keys.map((key) => {
    const path = [...parent, key];
    const refused = refusedKey(path);
    if (refused !== undefined) {
      const problem = problemIn(yaml.file, yaml.spanOfKey(path), refused);
      return { problem, deviation: unknownKey(path, undefined, undefined), path: pathText(path), meant: undefined };
    }
    const match = closestMatch(key, allowed);
    const other = otherWord(key, allowed);
    const place = match === undefined ? placeOf(path) : undefined;
    const problem = problemIn(yaml.file, yaml.spanOfKey(path), {
      code: 'EWS1005',
      message: `unknown key "${pathText(path)}"`,
      hint:
        (match === undefined ? undefined : `did you mean "${match}"?`) ??
        (other === undefined ? undefined : `did you mean "${other}"?`) ??
        place?.hint ??
        `the keys here are ${allowed.join(', ')}`,
    });
    const meant = match === undefined ? place?.explains : [...parent, match];
    return {
      problem,
      deviation: unknownKey(path, match ?? other, place),
      path: pathText(path),
      meant: meant && pathText(meant),
    };
  });
}

function unknownKey(path: YamlPath, meant: string | undefined, place: KeyPlace | undefined): Deviation {
  if (place?.explains !== undefined) return { kind: 'misplaced key', path };
  return { kind: 'unknown key', path, ...(meant === undefined ? {} : { meant }) };
}

function valueProblem({ yaml, root, placeOf }: Keys, issue: Issue): FoundKey {
  const path = yamlPath(issue.path);
  const deviation = { kind: 'wrong value', path } as const;
  const said = { deviation, path: pathText(path), meant: undefined };
  const found = valueAt(root, path);
  if (path.length === 0) {
    const message = `the file is ${shown(found)}; expected ${issue.message}`;
    const hint = 'write its keys, one a line, such as description: what it is';
    return { ...said, problem: problemOf(yaml.file, { code: 'EWS1004', message, hint }) };
  }
  if (found === undefined) {
    const problem = problemIn(yaml.file, yaml.spanOfKey(path.slice(0, -1)), {
      code: 'EWS1004',
      message: `"${pathText(path)}" is missing`,
      hint: `add ${String(path.at(-1))}: ${issue.message}`,
    });
    return { ...said, problem };
  }
  const words = wrongValue(issue, path, found);
  // A key of another mapping, among names that may be any.
  const isLone = typeof found !== 'object' && words.hint === undefined && issue.message.includes('mapping');
  const place = isLone ? placeOf(path) : undefined;
  const problem = problemIn(yaml.file, yaml.spanOf(path), place === undefined ? words : { ...words, hint: place.hint });
  return { ...said, problem, meant: place?.explains && pathText(place.explains) };
}

/** A file as dbt has it: one for many definitions. */
function foreignFile(value: unknown): ProblemWords | undefined {
  if (typeof value !== 'object' || value === null || !('version' in value)) return undefined;
  const member = ['models', 'sources', 'seeds', 'snapshots', 'exposures'].find((key) => key in value);
  if (member === undefined) return undefined;
  const message = `this is a file of dbt: "version" and "${member}" are no keys here`;
  const hint = 'write a YAML for each definition, called like it: feature: labor, description: ..., columns: { ... }';
  return { code: 'EWS1005', message, hint };
}

function wrongValue(issue: Issue, path: YamlPath, found: unknown): ProblemWords {
  const outOfRange =
    (issue.code === 'too_small' || issue.code === 'too_big') && (issue.origin === 'number' || issue.origin === 'int');
  const options = discriminatorOptions(issue);
  const expected = options.length > 0 ? alternatives(options) : issue.message;
  const message = `"${pathText(path)}" is ${shown(found)}; expected ${expected}`;
  if (outOfRange) return { code: 'EWS1011', message };
  const ofValue = valueHint(found, expected, typeof path.at(-1) === 'number');
  if (ofValue !== undefined) return { code: 'EWS1004', message, hint: ofValue };
  const choices = issue.code === 'invalid_value' ? issue.values.map(String) : [...options, ...unionWords(issue)];
  const hint = typeof found === 'string' ? didYouMean(found, choices) : undefined;
  return { code: 'EWS1004', message, hint };
}

/** The words that a discriminator such as `connector` may be, where it is none of them. */
function discriminatorOptions(issue: Issue): readonly string[] {
  return issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
    ? issue.options.map(String)
    : [];
}

/** The fixed words among a union's branches. */
function unionWords(issue: Issue): readonly string[] {
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []));
}

function yamlPath(path: readonly PropertyKey[]): YamlPath {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

/** A refinement and the check before it can both object to one value in the same words. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.span?.line}:${problem.span?.column}:${problem.message}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}
