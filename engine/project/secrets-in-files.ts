import {
  type FoundSecret,
  namesSecret,
  type Problem,
  type Span,
  secretsIn,
  spanAt,
  struckLine,
  type TextFile,
  without,
} from '../diagnostics/index.ts';
import { pathText, problemIn, type YamlPath } from './problem-at.ts';
import type { ParsedYaml } from './yaml-file.ts';

/** What stands in a project's files and should not. */
export interface ProjectSecrets {
  readonly problems: readonly Problem[];
  /** The texts themselves, which no message may repeat. */
  readonly secrets: readonly string[];
}

/** A shorter text would be found in ordinary words. */
const SHORTEST = 4;

/** What looks like a secret in a file of YAML, comments included, or stands there under a key that names one. */
export function secretsOfYaml({ yaml, value }: ParsedYaml): ProjectSecrets {
  const looking = secretsIn(yaml.file.text, 'yaml').map((found) => byLook(yaml.file, found));
  const named = namedValues(value, []).map(({ path, secret, isOfVariable }) => ({
    secret,
    // That such a value is no name of a variable is told where its shape is checked.
    problem: isOfVariable
      ? undefined
      : told(yaml.file, yaml.spanOfKey(path), `"${pathText(path)}" has a secret as its value`),
  }));
  return joined([...looking, ...named]);
}

/** What looks like a secret in a file of SQL. */
export function secretsOfSql(file: TextFile): ProjectSecrets {
  return joined(secretsIn(file.text, 'sql').map((found) => byLook(file, found)));
}

/** A project's secrets are struck out of everything that is said of it. */
export function withoutSecrets(problems: readonly Problem[], secrets: readonly string[]): readonly Problem[] {
  if (secrets.length === 0) return problems;
  const clean = (text: string): string => without(text, secrets, 'words');
  const cleanLine = (line: string): string => without(struckLine(line), secrets, 'line');
  return problems.map((found) =>
    Object.freeze({
      ...found,
      message: clean(found.message),
      ...(found.lineText === undefined ? {} : { lineText: cleanLine(found.lineText) }),
      ...(found.hint === undefined ? {} : { hint: clean(found.hint) }),
      ...(found.notes === undefined ? {} : { notes: found.notes.map(clean) }),
    }),
  );
}

interface Told {
  readonly secret: string;
  readonly problem: Problem | undefined;
}

function byLook(file: TextFile, { kind, offset, secret }: FoundSecret): Told {
  return { secret, problem: told(file, spanAt(file, offset), `what looks like ${kind} stands here`) };
}

function told(file: TextFile, span: Span, message: string): Problem {
  return problemIn(file, span, {
    code: 'EWS1017',
    message,
    hint: 'take it out and revoke it: keys come from the environment, such as FRED_API_KEY, or the provider',
  });
}

function joined(found: readonly Told[]): ProjectSecrets {
  const problems = found.flatMap(({ problem }) => problem ?? []);
  const lines = new Map(problems.map((each) => [each.span?.line, each]));
  const secrets = [
    ...new Set(found.flatMap(({ secret }) => [secret, ...secret.split('\n').map((line) => line.trim())])),
  ];
  return {
    problems: [...lines.values()],
    // The longest first: a shorter one may be a part of it.
    secrets: secrets.filter(({ length }) => length >= SHORTEST).toSorted((a, b) => b.length - a.length),
  };
}

interface NamedValue {
  readonly path: YamlPath;
  readonly secret: string;
  /** `api_key_env` should have the name of a variable as its value, and has not. */
  readonly isOfVariable: boolean;
}

function namedValues(value: unknown, path: YamlPath): readonly NamedValue[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => namedValues(item, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    if (!namesSecret(key)) return namedValues(inner, here);
    const isOfVariable = /_env$/i.test(key);
    const secrets = scalars(inner).filter((secret) => !(isOfVariable && /^[A-Z_][A-Z0-9_]*$/.test(secret)));
    return [...secrets.map((secret) => ({ path: here, secret, isOfVariable })), ...namedValues(inner, here)];
  });
}

/** Texts and numbers, alone or in a list; a mapping describes what is called so, such as a column. */
function scalars(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(scalars);
  const isScalar = typeof value === 'string' || typeof value === 'number';
  return isScalar && String(value).trim().length >= SHORTEST ? [String(value).trim()] : [];
}
