import { byteToTextOffset, type Problem, type TextFile } from '../diagnostics/index.ts';
import { nodeId } from '../ids/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { at, entry, present } from '../presence/index.ts';
import type { SoundParts, VariableDefinition } from '../project/index.ts';
import { byteOf, readsOf } from './asof/index.ts';
import { relationName, walk } from './ast.ts';
import { type CompiledBefore, queryBefore } from './compiled-before.ts';
import { judgeFunctions } from './functions/index.ts';
import type { FeatureNode, LabelNode, SourceNode } from './graph.ts';
import { Functions } from './inline/index.ts';
import { keyOf } from './lift-node.ts';
import { chainLengths, orderAroundCircles } from './order.ts';
import { type ParseOutcome, parseQuery, placeInFile, type QueryContext } from './parse.ts';
import { problemAt, wordAt } from './problem-at.ts';
import { QueryCompiler } from './query-compiler.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import { SERIES_COLUMNS } from './source-nodes.ts';
import { sqlExcess } from './sql-excess.ts';
import { type JudgedSql, type SqlWorld, sqlWorld } from './sql-world.ts';
import { withinLimits } from './within-limits.ts';

export interface QueriesOutcome {
  /** Groups and labels that are in order, and all that they read; each after what it reads. */
  readonly nodes: readonly (FeatureNode | LabelNode)[];
  readonly problems: readonly Problem[];
  /** What their SQL may call; those that are not in order are known as such. */
  readonly functions: Functions;
}

/**
 * Compiles every group and label. One that fails is no node; what reads it is judged as far as that does not hang on
 * what failed.
 */
export async function compileQueries(
  parts: SoundParts,
  sources: readonly SourceNode[],
  shadow: ShadowCatalogue,
  before?: CompiledBefore | undefined,
): Promise<QueriesOutcome> {
  const world = sqlWorld(parts, sources);
  const functions = new Functions(parts, parts.config?.vars);
  // In the same context they are the same, and were found to be in order.
  const wrongFunctions = before === undefined ? await judgeFunctions(shadow, functions) : [];
  const asked = [...world.queries.values()].filter(({ key }) => queryBefore(before, key) === undefined);
  const parsed = await parseQueries(asked, world, { functions, variables: parts.config?.vars }, shadow);
  const reads = new Map([...world.queries.keys()].map((key) => [key, groupsRead(key)]));
  const { order, circles } = orderAroundCircles(reads);
  const lengths = chainLengths(order, reads);
  for (const source of sources) shadow.declare(source.id, source.columns, keyOf(source));
  for (const [id, { kind }] of world.written) if (kind === 'series') shadow.declare(id, SERIES_COLUMNS);
  const outcomes = order.map((key): { readonly what: JudgedSql; readonly outcome: ParseOutcome | undefined } => {
    const what = entry(world.queries, key);
    const outcome = parsed.get(key);
    return { what, outcome: outcome && withinChain(what.sql, outcome, entry(lengths, key)) };
  });
  for (const { outcome } of outcomes) if (outcome?.ok) shadow.coming.add(outcome.query);
  const compiler = new QueryCompiler(world, shadow, sources);
  for (const { what, outcome } of outcomes) {
    const known = queryBefore(before, what.key);
    if (outcome !== undefined) await compiler.add(what, outcome);
    else compiler.take(what, present(known), before?.whole.has(nodeId(what.id)) === true);
  }
  const circular = circles.map((circle) => circleProblem(circle, world, parsed));
  return {
    nodes: [...compiler.nodes.values()],
    problems: [...wrongFunctions, ...circular, ...compiler.problems],
    functions,
  };

  function groupsRead(key: string): readonly string[] {
    const known = queryBefore(before, key);
    if (known === undefined) return groupsReadBy(entry(parsed, key), world);
    return known.inputs.filter((name) => world.relationKind(name) === 'group');
  }
}

/** What stands in SQL for something else. */
interface CallableThings {
  readonly functions: Functions;
  /** Undefined where nobody knows them. */
  readonly variables: readonly VariableDefinition[] | undefined;
}

/** What becomes of parsing each query, by its key. */
async function parseQueries(
  queries: readonly JudgedSql[],
  { relationKind, relationNames }: SqlWorld,
  { functions, variables }: CallableThings,
  shadow: ShadowCatalogue,
): Promise<ReadonlyMap<string, ParseOutcome>> {
  const parsed = new Map<string, ParseOutcome>();
  const readable = queries.filter(({ sql }) => sqlExcess(sql) === undefined);
  await shadow.parseAhead(readable.map(({ sql }) => sql.text));
  for (const { key, kind, sql: file } of queries) {
    const context: QueryContext = { file, reads: kind, relationKind, relationNames, functions };
    const parse = (): Promise<ParseOutcome> => parseQuery(shadow.warehouse, context, variables);
    parsed.set(key, await withinLimits(shadow, file, parse));
  }
  return parsed;
}

/** Other relations than groups no query may read in a circle: that it reads them at all is told. */
function groupsReadBy(outcome: ParseOutcome, { relationKind }: SqlWorld): readonly string[] {
  const statement = outcome.ok ? undefined : outcome.statement;
  const read = outcome.ok ? outcome.query : statement && readsOf(statement);
  return (read?.relations ?? []).filter((name) => relationKind(name) === 'group');
}

/** What becomes of a query at its place in a chain: of those behind the longest that may be only the first is told. */
function withinChain(file: TextFile, outcome: ParseOutcome, length: number): ParseOutcome {
  const excess = length - LIMITS.groupChain.most;
  if (excess <= 0) return outcome;
  const message = `with this one there are ${beyond(LIMITS.groupChain, length)}`;
  const hint = 'join some of them into one query, with a name for each step: WITH step AS (SELECT ...)';
  const problems = excess === 1 ? [problemAt(file, 0, 1, { code: 'EWS2135', message, hint })] : [];
  return { ok: false, problems };
}

/** How many names of a circle are told. */
const TOLD = 20;

/** At the place where the first of a circle reads the next. */
function circleProblem(
  circle: readonly string[],
  { queries }: SqlWorld,
  parsed: ReadonlyMap<string, ParseOutcome>,
): Problem {
  const [start, next] = [at(circle, 0), at(circle, 1)];
  const { sql: file } = entry(queries, start);
  const offset = placeOfRelation(file, entry(parsed, start), next);
  const left = circle.length - TOLD;
  const told = left <= 0 ? circle : [...circle.slice(0, TOLD - 1), `${left + 1} more`];
  return problemAt(file, offset, wordAt(file.text, offset), {
    code: 'EWS2110',
    message: `definitions read each other in a circle: ${told.join(' -> ')}`,
    hint: 'move what both need into a group of its own',
  });
}

function placeOfRelation(file: TextFile, outcome: ParseOutcome, relation: string): number {
  const statement = outcome.ok ? outcome.query.statement : outcome.statement;
  let found: number | undefined;
  walk(statement ?? null, (node) => {
    if (node['type'] === 'BASE_TABLE' && relationName(node) === relation) found ??= byteOf(node);
  });
  if (found === undefined) return Math.max(0, file.text.search(/\S/));
  return outcome.ok ? placeInFile(outcome.query.bound, found) : byteToTextOffset(file.text, found);
}
