import { closestMatch, type Problem, spanAt, type TextFile } from '../../diagnostics/index.ts';
import { defined } from '../defined.ts';
import { problemIn, problemOf } from '../problem-at.ts';
import { type FunctionsShape, functionsSchema } from '../schemas/functions.ts';
import { checkShape } from '../shape.ts';
import { type ParsedYaml, parseYaml, type YamlFile } from '../yaml-file.ts';
import type { FunctionDefinition, FunctionText } from './function-definition.ts';
import { readFunctionTexts } from './read-function-texts.ts';
import { returnsOf, wrongCases } from './returns.ts';

/** The halves of one file of functions; one of them may be missing. */
export interface FunctionFiles {
  readonly sql: TextFile | undefined;
  readonly yaml: TextFile | undefined;
}

export interface FunctionsRead {
  /** Those that both halves describe, in the order of their files. */
  readonly functions: readonly FunctionDefinition[];
  /** Names that may be meant although nobody can say what they are. */
  readonly unsound: ReadonlySet<string>;
  /** Whether a file is so broken that it may define any name. */
  readonly isOpen: boolean;
  readonly problems: readonly Problem[];
  /** What was parsed of YAML, which may hold secrets. */
  readonly yamls: readonly ParsedYaml[];
}

/** Reads all of features/lib. */
export function readFunctions(files: readonly FunctionFiles[]): FunctionsRead {
  const read = files.map(readPair);
  const functions: FunctionDefinition[] = [];
  const problems = read.flatMap((file) => file.problems);
  const places = new Map<string, FunctionDefinition>();
  for (const fn of read.flatMap((file) => file.functions)) {
    const first = places.get(fn.name);
    if (first === undefined) {
      places.set(fn.name, fn);
      functions.push(fn);
    } else problems.push(usedTwice(fn, first));
  }
  const sound = new Set(functions.map(({ name }) => name));
  const named = read.flatMap((file) => file.named);
  return {
    functions,
    unsound: new Set(named.filter((name) => !sound.has(name))),
    isOpen: read.some((file) => file.isOpen),
    problems,
    yamls: read.flatMap(({ yaml }) => (yaml === undefined ? [] : [yaml])),
  };
}

interface PairRead {
  readonly functions: readonly FunctionDefinition[];
  readonly named: readonly string[];
  readonly isOpen: boolean;
  readonly problems: readonly Problem[];
  readonly yaml?: ParsedYaml;
}

function readPair({ sql, yaml: yamlFile }: FunctionFiles): PairRead {
  if (yamlFile === undefined) return sql === undefined ? NOTHING : withoutYaml(sql);
  const parsed = parseYaml(yamlFile);
  const { yaml, value, problems: unparsed } = parsed;
  if (sql === undefined) {
    const path = yamlFile.path.replace(/\.yaml$/, '.sql');
    const message = `${yamlFile.path} has no SQL: there is no ${path}`;
    const words = { code: 'EWS2123', message, hint: `write ${path}: CREATE FUNCTION name(x DOUBLE) AS ...;` } as const;
    const named = describedNames(value);
    const problems = [...unparsed, problemOf(yamlFile, words)];
    return { functions: [], named: named ?? [], isOpen: named === undefined, problems, yaml: parsed };
  }
  const texts = readFunctionTexts(sql);
  const isRead = texts.problems.length === 0;
  const described = describedNames(value);
  const named = [
    ...texts.functions.map(({ name }) => name),
    ...(isRead ? [] : [...headNames(sql), ...(described ?? [])]),
  ];
  const isOpen = !isRead && described === undefined;
  const unsound = { functions: [], named, isOpen, yaml: parsed };
  if (value === undefined) return { ...unsound, problems: [...unparsed, ...texts.problems] };
  const { shape, problems: wrong } = checkShape(yaml, value, functionsSchema);
  const found = [...unparsed, ...wrong, ...texts.problems];
  if (shape === undefined) return { ...unsound, problems: found };
  const matched = matchUp(texts.functions, yaml, shape);
  const problems = [...found, ...(isRead ? matched.problems : [])];
  return { functions: matched.functions, named, isOpen, problems, yaml: parsed };
}

/** The names under `functions:`, whether or not what they are said to be is sound. */
function describedNames(value: unknown): readonly string[] | undefined {
  const described = typeof value === 'object' && value !== null && 'functions' in value ? value.functions : undefined;
  return typeof described === 'object' && described !== null ? Object.keys(described) : undefined;
}

/** The names that stand where a text that cannot be read to its end seems to define functions. */
function headNames({ text }: TextFile): readonly string[] {
  return [...text.matchAll(/\b(?:function|macro)\s+"?([a-z]\w*)/gi)].map(([, name]) => String(name).toLowerCase());
}

const NOTHING: PairRead = { functions: [], named: [], isOpen: false, problems: [] };

function withoutYaml(sql: TextFile): PairRead {
  const texts = readFunctionTexts(sql);
  const path = sql.path.replace(/\.sql$/, '.yaml');
  const [first] = texts.functions;
  const example = `functions: { ${first === undefined ? 'name' : first.name}: { description, returns, cases } }`;
  const problem = problemOf(sql, {
    code: 'EWS2123',
    message: `${sql.path} has no YAML: there is no ${path}`,
    hint: `write ${path}: ${example}`,
  });
  const named = texts.functions.map(({ name }) => name);
  return { functions: [], named, isOpen: texts.problems.length > 0, problems: [problem, ...texts.problems] };
}

type Entry = FunctionsShape['functions'][string];

function matchUp(
  texts: readonly FunctionText[],
  yaml: YamlFile,
  { functions: entries }: FunctionsShape,
): Pick<FunctionsRead, 'functions' | 'problems'> {
  const functions: FunctionDefinition[] = [];
  const problems: Problem[] = [];
  const names = texts.map(({ name }) => name);
  for (const text of texts) {
    const entry = Object.hasOwn(entries, text.name) ? entries[text.name] : undefined;
    if (entry === undefined) problems.push(undescribed(text, yaml, Object.keys(entries)));
    else {
      const wrong = wrongCases(text, entry, yaml);
      problems.push(...wrong);
      if (wrong.length === 0) functions.push(definitionOf(text, entry, yaml));
    }
  }
  for (const name of Object.keys(entries)) {
    if (names.includes(name)) continue;
    const near = closestMatch(name, names);
    // The slip is told of the function that lacks its entry.
    if (near !== undefined && !Object.hasOwn(entries, near)) continue;
    const message = `"${name}" is described, but no function of that name stands beside`;
    const hint = names.length === 0 ? undefined : `there are: ${names.join(', ')}`;
    problems.push(problemIn(yaml.file, yaml.spanOfKey(['functions', name]), { code: 'EWS2123', message, hint }));
  }
  return { functions, problems };
}

function definitionOf(text: FunctionText, entry: Entry, yaml: YamlFile): FunctionDefinition {
  return defined({
    ...text,
    schema: 'lib' as const,
    description: entry.description.trim(),
    formula: entry.formula,
    source: entry.source,
    returns: returnsOf(entry.returns),
    cases: entry.cases.map((one) => defined(one)),
    yaml,
  });
}

function undescribed({ name, file, at }: FunctionText, yaml: YamlFile, described: readonly string[]): Problem {
  const near = closestMatch(name, described);
  const message = `${name} is not described in ${yaml.file.path}`;
  const hint =
    near === undefined
      ? `add it there: functions: { ${name}: { description: ..., returns: ..., cases: [...] } }`
      : `it describes "${near}": is that the same? Then both need one name`;
  return problemIn(file, spanAt(file, at.start, at.end - at.start), { code: 'EWS2123', message, hint });
}

function usedTwice({ name, file, at }: FunctionText, first: FunctionText): Problem {
  const message = `the function "${name}" is defined twice: also in ${first.file.path}`;
  const hint = 'rename one of the two: one name is one function';
  return problemIn(file, spanAt(file, at.start, at.end - at.start), { code: 'EWS1007', message, hint });
}
