import type * as z from 'zod';
import { closestMatch, didYouMean, type Problem } from '../diagnostics/index.ts';
import { alternatives } from './alternatives.ts';
import { type ProblemWords, pathText, problemIn, problemOf, type YamlPath } from './problem-at.ts';
import { shown } from './shown.ts';
import type { YamlFile } from './yaml-file.ts';

export interface Shaped<T> {
  /** The file's value with defaults; absent when it has any problem. */
  readonly shape?: T;
  readonly problems: readonly Problem[];
}

/** Checks a file's value against its schema and words every deviation for people. */
export function checkShape<T>(yaml: YamlFile, value: unknown, schema: z.ZodType<T>): Shaped<T> {
  const result = schema.safeParse(value);
  if (result.success) return { shape: result.data, problems: [] };
  const issues = result.error.issues.flatMap((issue) => resolveUnion(issue));
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(yaml, issue) : []));
  const misspelt = new Set(unknown.map(({ meant }) => meant));
  const others = issues
    .filter((issue) => issue.code !== 'unrecognized_keys' && !misspelt.has(pathText(yamlPath(issue.path))))
    .map((issue) => valueProblem(yaml, value, issue));
  return { problems: [...unknown.map(({ problem }) => problem), ...distinct(others)] };
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

interface UnknownKey {
  readonly problem: Problem;
  /** Path of the key that was probably meant: that it is missing is no second problem. */
  readonly meant: string | undefined;
}

function unknownKeys(yaml: YamlFile, issue: z.core.$ZodIssueUnrecognizedKeys): readonly UnknownKey[] {
  const parent = yamlPath(issue.path);
  const allowed = issue.message.split(' ');
  return issue.keys.map((key) => {
    const path = [...parent, key];
    const match = closestMatch(key, allowed);
    const problem = problemIn(yaml.file, yaml.spanOfKey(path), {
      code: 'EWS1005',
      message: `unknown key "${pathText(path)}"`,
      hint: didYouMean(key, allowed) ?? `the keys here are ${allowed.join(', ')}`,
    });
    return { problem, meant: match === undefined ? undefined : pathText([...parent, match]) };
  });
}

function valueProblem(yaml: YamlFile, root: unknown, issue: Issue): Problem {
  const path = yamlPath(issue.path);
  const found = valueAt(root, path);
  if (path.length === 0) {
    const message = `the file is ${shown(found)}; expected ${issue.message}`;
    return problemOf(yaml.file, { code: 'EWS1004', message });
  }
  if (found === undefined) {
    const span = yaml.spanOfKey(path.slice(0, -1));
    return problemIn(yaml.file, span, {
      code: 'EWS1004',
      message: `"${pathText(path)}" is missing`,
      hint: `add ${String(path.at(-1))}: ${issue.message}`,
    });
  }
  return problemIn(yaml.file, yaml.spanOf(path), wrongValue(issue, path, found));
}

function wrongValue(issue: Issue, path: YamlPath, found: unknown): ProblemWords {
  const outOfRange =
    (issue.code === 'too_small' || issue.code === 'too_big') && (issue.origin === 'number' || issue.origin === 'int');
  const options = discriminatorOptions(issue);
  const expected = options.length > 0 ? alternatives(options) : issue.message;
  const message = `"${pathText(path)}" is ${shown(found)}; expected ${expected}`;
  if (outOfRange) return { code: 'EWS1011', message };
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

function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
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
