import { createHash } from 'node:crypto';
import { type QueryDigests, type QueryLineage, queryDigests, walkPlan } from '../../lineage/index.ts';
import { didYouMean, type Problem, thereAre } from '../diagnostics/index.ts';
import { last } from '../presence/index.ts';
import { bindPlan, type Json, overLimit, type SqlRefusal } from '../warehouse/index.ts';
import { type BoundFacts, factsKey } from './bound-facts.ts';
import { type LocatedLineage, locateLineage } from './locate-lineage.ts';
import { type ParsedQuery, placeInFile, problemAt, wordAt } from './parse.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import type { TypedColumn } from './typed-column.ts';

export interface BoundQuery {
  readonly output: readonly TypedColumn[];
  readonly lineage: QueryLineage;
  readonly digests: QueryDigests;
  readonly spans: LocatedLineage['spans'];
  readonly whole: LocatedLineage['whole'];
}

export type BindOutcome =
  | { readonly ok: true; readonly bound: BoundQuery }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Binds a query against the shadow catalogue: its columns, their types, and where each comes from. */
export async function bindQuery(shadow: ShadowCatalogue, query: ParsedQuery): Promise<BindOutcome> {
  const key = factsKey(query, shadow);
  const cached = shadow.cache.find(key) as BoundFacts | undefined;
  const found = cached === undefined ? await findFacts(shadow, query) : { ok: true as const, facts: cached };
  if (!found.ok) return found;
  if (cached === undefined) shadow.cache.keep(key, found.facts as unknown as Json);
  // Where things are written is never remembered: that is read in the file as it is now.
  const { output, digests, lineage } = found.facts;
  return { ok: true, bound: { output, digests, ...locateLineage(query, lineage, shadow.columns) } };
}

type FactsOutcome =
  | { readonly ok: true; readonly facts: BoundFacts }
  | { readonly ok: false; readonly problems: readonly Problem[] };

async function findFacts(shadow: ShadowCatalogue, query: ParsedQuery): Promise<FactsOutcome> {
  await shadow.tables(query.relations);
  const answer = await bindPlan(shadow.warehouse, query.bound.sql);
  if (!answer.ok) return { ok: false, problems: [bindProblem(query, answer.refusal)] };
  const output = await outputColumns(shadow, query);
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

/** 128 bits of a SHA-256 tell the columns of a project apart, and lineage.json holds many. */
function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** DuckDB's own words: the plan lacks some names, and which field names of a struct's type DuckDB quotes. */
async function outputColumns(shadow: ShadowCatalogue, query: ParsedQuery): Promise<readonly TypedColumn[]> {
  const described = await shadow.warehouse.rows(`DESCRIBE ${query.bound.sql}`);
  return described.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
}

function bindProblem(query: ParsedQuery, refusal: SqlRefusal): Problem {
  const at = placeInFile(query.bound, refusal.offset);
  const length = wordAt(query.file.text, at);
  const over = overLimit(new Error(refusal.message), 'compile');
  if (over !== undefined) {
    const message = `binding it ${over.words}`;
    return problemAt(query.file, at, length, { code: 'EWS2121', message, hint: over.hint });
  }
  const name = unknownColumn(refusal);
  if (name === undefined) return problemAt(query.file, at, length, { code: 'EWS2106', message: refusal.message });
  const candidates = refusal.candidates ?? candidateNames(refusal.message);
  const hint = didYouMean(name, candidates) ?? thereAre('there are', candidates);
  return problemAt(query.file, at, length, {
    code: 'EWS2105',
    message: `unknown column "${name}"`,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The column that DuckDB did not find; undefined where its fault is another one, or names none. */
function unknownColumn({ subtype, name, message }: SqlRefusal): string | undefined {
  const [summary = message] = message.split('\n');
  const isMissing = subtype === 'COLUMN_NOT_FOUND' || /column .* not found|does not have a column/i.test(summary);
  return isMissing ? (name ?? /column (?:named )?"([^"]+)"/i.exec(summary)?.[1]) : undefined;
}

/** The names that DuckDB's message offers instead, without the relations that they are columns of. */
function candidateNames(message: string): readonly string[] {
  const [, listed] = /Candidate bindings?: (.*)/.exec(message) ?? [];
  if (listed === undefined) return [];
  return [...listed.matchAll(/"[^"]+"/g)].map(([quoted]) => last(quoted.slice(1, -1).split('.')));
}
