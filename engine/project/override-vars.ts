import { isDay } from '../calendar/index.ts';
import { closestMatch, didYouMean, type Problem, problem } from '../diagnostics/index.ts';
import { withOther } from '../presence/index.ts';
import type { Definitions, ReadOutcome, VariableDefinition } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { windowOf, windowProblems } from './label-window.ts';
import { followingFrom } from './origin.ts';
import { problemIn } from './problem-at.ts';
import { VARIABLE_WORDS } from './variable-words.ts';
import { yaml } from './yaml-package.ts';

export interface VarsFlag {
  /** Each variable's value as it was written. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads one `--vars`: `a=1`, or YAML such as `{a: 1, b: text}`. Repeated flags are merged by the caller. */
export async function parseVarsFlag(text: string): Promise<VarsFlag> {
  const [, name, written] = /^\s*([A-Za-z_]\w*)\s*=([\s\S]*)$/.exec(text) ?? [];
  if (name !== undefined && written !== undefined) return { values: { [name]: written.trim() }, problems: [] };
  const { isMap, isScalar, parseDocument } = yaml();
  const document = parseDocument(text, { schema: 'core', logLevel: 'error', prettyErrors: false });
  const values = new Map<string, string>();
  if (document.errors.length > 0 || !isMap(document.contents)) return { values: {}, problems: [unreadable(text)] };
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isScalar(value)) return { values: {}, problems: [unreadable(text)] };
    values.set(String(key.value), writtenText(value));
  }
  return { values: Object.fromEntries(values), problems: [] };
}

/** A value as it is written; one that is empty, as in `{a: }`, is empty text. */
function writtenText({ source, value }: { readonly source?: string | undefined; readonly value: unknown }): string {
  if (source !== undefined) return source;
  return value === null || value === undefined ? '' : String(value);
}

/**
 * The definitions with other values of their variables, each read as the type that ews.config.yaml declares; windows
 * of labels that name them change too. Unknown variables (EWS1012), values of another type (EWS1004) and windows that
 * do not look ahead any more (EWS1011) are problems, and then there are no definitions.
 */
export function overrideVars(definitions: Definitions, overrides: Readonly<Record<string, string>>): ReadOutcome {
  const { config } = definitions;
  const names = config.vars.map(({ name }) => name);
  const given = new Map(Object.entries(overrides));
  const problems: Problem[] = [...given.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => unknown(name, names));
  const vars = config.vars.map((variable) => {
    const text = given.get(variable.name);
    if (text === undefined) return variable;
    const value = readAs(variable, text);
    if (value === undefined) problems.push(wrongType(variable, text));
    return { ...variable, value: value ?? variable.value };
  });
  const labels = definitions.labels.map((label) => ({ ...label, window: windowOf(label.writtenWindow, vars) }));
  for (const { yaml, writtenWindow } of labels) {
    for (const { path, words } of windowProblems(writtenWindow, vars)) {
      problems.push(problemIn(yaml.file, yaml.spanOf(path), words));
    }
  }
  if (problems.length > 0) return deepFreeze({ problems });
  const changed = withOther(definitions, deepFreeze({ labels, config: { ...config, vars } }));
  return Object.freeze({ problems, definitions: followingFrom(definitions, { overrides }, changed) });
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function readAs({ type }: VariableDefinition, text: string): VariableDefinition['value'] | undefined {
  switch (type) {
    case 'integer':
      return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
        ? Number(text)
        : undefined;
    case 'text':
      return text;
    case 'date':
      return isDay(text) ? text : undefined;
    case 'boolean':
      return BOOLEANS.get(text);
    default:
      throw new Error(`unknown variable type ${type satisfies never}`);
  }
}

function unknown(name: string, names: readonly string[]): Problem {
  const all = names.length === 0 ? 'ews.config.yaml declares no vars' : `the variables are ${names.join(', ')}`;
  const hint = closestMatch(name, names) === undefined ? all : (didYouMean(name, names) ?? all);
  return problem('EWS1012', `--vars names "${name}", which is no variable`, { hint });
}

function wrongType({ name, type }: VariableDefinition, text: string): Problem {
  const message = `--vars sets "${name}" to ${JSON.stringify(text)}, but its type is ${type}`;
  return problem('EWS1004', message, { hint: `write ${VARIABLE_WORDS[type]}` });
}

function unreadable(text: string): Problem {
  const message = `--vars ${JSON.stringify(text)} cannot be read`;
  return problem('EWS1004', message, { hint: "write --vars 'a=1' or --vars '{a: 1, b: text}'" });
}
