import { hash } from 'node:crypto';
import { type QueryDigests, type QueryLineage, queryDigests, walkPlan } from '../../lineage/index.ts';
import { didYouMean, type Problem, thereAre } from '../diagnostics/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { last } from '../presence/index.ts';
import { bindPlan, type Json, overLimit, type SqlRefusal, TOO_LARGE } from '../warehouse/index.ts';
import { argumentProblems } from './argument-types.ts';
import { BATCH } from './asked-ahead.ts';
import { type BoundFacts, factsKey } from './bound-facts.ts';
import { calledNotes } from './inline/index.ts';
import type { LocatedLineage, PlaceGround } from './locate-lineage.ts';
import { originOf, type ParsedQuery, placeInFile, tooLargeProblem } from './parse.ts';
import { placedLater } from './placed-query.ts';
import { problemAt, wordAt } from './problem-at.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import { isPlainType, readStarPlan, starAround } from './star-plan.ts';
import type { TypedColumn } from './typed-column.ts';

/** Its places are looked for when somebody asks. */
export interface BoundQuery extends LocatedLineage {
  readonly output: readonly TypedColumn[];
  readonly digests: QueryDigests;
  readonly ground: PlaceGround;
}

export type BindOutcome =
  | { readonly ok: true; readonly bound: BoundQuery }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** The refusal is that a name means nothing; the byte is where it stands, if DuckDB says so. */
      readonly unknownName?: { readonly byte: number | undefined };
    };

/** Binds a query against the shadow catalogue: its columns, their types, and where each comes from. */
export async function bindQuery(shadow: ShadowCatalogue, query: ParsedQuery): Promise<BindOutcome> {
  const wrong = await argumentProblems(shadow, query);
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const key = KEYS.get(query) ?? factsKey(query, shadow);
  const cached = shadow.cache.find(key) as BoundFacts | undefined;
  const found = cached === undefined ? await findFacts(shadow, query) : { ok: true as const, facts: cached };
  if (!found.ok) return found;
  if (cached === undefined) shadow.cache.keep(key, found.facts as unknown as Json);
  // Where things are written is never remembered: that is read in the file as it is now.
  const { output, digests, lineage } = found.facts;
  const ground = groundOf(query, lineage, shadow);
  return { ok: true, bound: placedLater({ output, digests, ground }, ground) };
}

function groundOf({ file, bound, statement, relations }: ParsedQuery, lineage: QueryLineage, shadow: ShadowCatalogue) {
  const columns = relations.flatMap((name) => {
    const names = shadow.columns.get(name)?.map((column) => column.name);
    return names === undefined ? [] : [[name, names] as const];
  });
  return { file, bound, statement, lineage, columns: new Map(columns) };
}

/** Of queries that were asked about ahead of their turn: what they read is declared, and stays as it is. */
const KEYS = new WeakMap<ParsedQuery, string>();

type FactsOutcome = { readonly ok: true; readonly facts: BoundFacts } | Extract<BindOutcome, { readonly ok: false }>;

async function findFacts(shadow: ShadowCatalogue, query: ParsedQuery): Promise<FactsOutcome> {
  await planWith(shadow, query);
  await shadow.tables(query.relations);
  const facts = await factsByStar(shadow, query);
  if (facts !== undefined) return { ok: true, facts };
  const answer = await bindPlan(shadow.warehouse, query.bound.sql);
  if (!answer.ok) {
    const { refusal } = answer;
    const unknownName = saysNameIsUnknown(refusal) ? { unknownName: { byte: refusal.offset } } : {};
    return { ok: false, problems: [bindProblem(query, refusal)], ...unknownName };
  }
  const output = await outputColumns(shadow, query);
  if (output.length > LIMITS.queryColumns.most) return { ok: false, problems: [tooWide(query, output.length)] };
  const names = output.map(({ name }) => name);
  const walked = walkPlan(answer.value, names);
  if (!walked.ok) {
    const at = placeInFile(query.bound, walked.offset);
    const problem = problemAt(query.file, at, wordAt(query.file.text, at), {
      code: 'EWS2112',
      message: `lineage does not know the plan node ${walked.node}: ${walked.reason}`,
      hint: 'write the query without this construct, or report it: a column may not lose its origin',
    });
    return { ok: false, problems: [problem] };
  }
  const digests = queryDigests(answer.value, names, shortDigest, shadow.keys);
  return { ok: true, facts: { output, lineage: walked.lineage, digests } };
}

/** Undefined where anything is the matter with the query, or its names and types are not certain. */
async function factsByStar(shadow: ShadowCatalogue, query: ParsedQuery): Promise<BoundFacts | undefined> {
  const around = await bindPlan(shadow.warehouse, starAround(query.bound.sql));
  const star = around.ok ? readStarPlan(around.value) : undefined;
  if (star === undefined || star.names.length > LIMITS.queryColumns.most) return undefined;
  const walked = walkPlan(star.plan, star.names);
  if (!walked.ok || !walked.lineage.columns.every(({ type }) => isPlainType(type))) return undefined;
  const { lineage } = walked;
  const output = lineage.columns.map(({ column, type }) => ({ name: column, type }));
  return { output, lineage, digests: queryDigests(star.plan, star.names, shortDigest, shadow.keys) };
}

/** Asks for the plan of a query, and of those to come that can be bound by now and whose facts nobody knows. */
async function planWith(shadow: ShadowCatalogue, query: ParsedQuery): Promise<void> {
  if (!shadow.coming.delete(query)) return;
  const ready = [query];
  for (const other of shadow.coming) {
    if (ready.length === BATCH) break;
    if (!other.relations.every((name) => shadow.columns.has(name))) continue;
    const key = factsKey(other, shadow);
    KEYS.set(other, key);
    if (shadow.cache.find(key) === undefined) ready.push(other);
    shadow.coming.delete(other);
  }
  await shadow.planAhead(ready);
}

function tooWide({ file }: ParsedQuery, columns: number): Problem {
  const message = `the query has ${beyond(LIMITS.queryColumns, columns)}`;
  const hint = 'name the columns that are wanted, and make groups of what belongs together';
  return problemAt(file, 0, 1, { code: 'EWS2136', message, hint });
}

/** 128 bits of a SHA-256 tell the columns of a project apart, and lineage.json holds many. */
function shortDigest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** DuckDB's own words: the plan lacks some names, and which field names of a struct's type DuckDB quotes. */
async function outputColumns(shadow: ShadowCatalogue, query: ParsedQuery): Promise<readonly TypedColumn[]> {
  const described = await shadow.warehouse.rows(`DESCRIBE ${query.bound.sql}`);
  return described.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
}

function bindProblem(query: ParsedQuery, refusal: SqlRefusal): Problem {
  if (refusal.subtype === TOO_LARGE) return tooLargeProblem(query.file, refusal);
  const problem = refusalProblem(query, refusal);
  const notes = calledNotes(originOf(query.bound, refusal.offset));
  return notes.length === 0 ? problem : { ...problem, notes };
}

function refusalProblem(query: ParsedQuery, refusal: SqlRefusal): Problem {
  const at = placeInFile(query.bound, refusal.offset);
  const length = wordAt(query.file.text, at);
  const over = overLimit(new Error(refusal.message), 'compile');
  if (over !== undefined) {
    const message = `binding it ${over.words}`;
    return problemAt(query.file, at, length, { code: 'EWS2121', message, hint: over.hint });
  }
  const name = unknownColumn(refusal);
  if (name === undefined) return problemAt(query.file, at, length, { code: 'EWS2106', ...bindWords(refusal.message) });
  const candidates = refusal.candidates ?? candidateNames(refusal.message);
  const hint = didYouMean(name, candidates) ?? thereAre('there are', candidates);
  return problemAt(query.file, at, length, {
    code: 'EWS2105',
    message: `unknown column "${name}"`,
    ...(hint === undefined ? {} : { hint }),
  });
}

function saysNameIsUnknown(refusal: SqlRefusal): boolean {
  const others = [
    /Referenced (?:table|column) .* not found/,
    /does not exist on (?:left|right) side|list not found in FROM/,
    /Cannot extract field/,
  ];
  return unknownColumn(refusal) !== undefined || others.some((said) => said.test(refusal.message));
}

/** The column that DuckDB did not find; undefined where its fault is another one, or names none. */
function unknownColumn({ subtype, name, message }: SqlRefusal): string | undefined {
  const [summary = message] = message.split('\n');
  const isMissing = subtype === 'COLUMN_NOT_FOUND' || /column .* not found|does not have a column/i.test(summary);
  return isMissing ? (name ?? /column (?:named )?"([^"]+)"/i.exec(summary)?.[1]) : undefined;
}

const MUST_BE_GROUPED = /^(column "[^"]+" must appear in the GROUP BY clause or must be part of an aggregate function)/;

/** DuckDB advises ANY_VALUE, which takes whatever row comes first. */
function bindWords(message: string): Pick<Problem, 'message' | 'hint'> {
  const [said] = MUST_BE_GROUPED.exec(message) ?? [];
  if (said === undefined) return { message };
  return { message: said, hint: 'add it to GROUP BY, or say which of its values is meant: max(...)' };
}

/** The names that DuckDB's message offers instead, without the relations that they are columns of. */
function candidateNames(message: string): readonly string[] {
  const [, listed] = /Candidate bindings?: (.*)/.exec(message) ?? [];
  if (listed === undefined) return [];
  return [...listed.matchAll(/"[^"]+"/g)].map(([quoted]) => last(quoted.slice(1, -1).split('.')));
}
