import type { Ask } from './ask.ts';
import type { Question } from './judge-reply.ts';
import { attemptsProblem } from './problems.ts';
import type { Answered, Exchange } from './types.ts';
import { countField, expectEqual, type Fields, UnusableAnswer } from './unusable-answer.ts';

/** A list that FRED gives in pages. */
export interface PagedQuestion<Row> extends Pick<Question<unknown>, 'subject' | 'endpoint' | 'parameters'> {
  readonly limit: number;
  readonly read: (body: Fields, offset: number) => readonly Row[];
  /** Throws Unusable when pages that are sound by themselves do not fit together. */
  readonly check: (rows: readonly Row[]) => void;
  /** Whether an error message of FRED means that there is no such list. */
  readonly isNone: (message: string) => boolean;
}

type ListPage<Row> = { readonly count: number; readonly rows: readonly Row[] } | 'none';
type Round<Row> = Answered<readonly Row[] | 'none'> | { readonly changed: string };

const ROUNDS = 3;

/** All pages of a list that is known to exist. */
export async function askPages<Row>(
  ask: Ask,
  question: Omit<PagedQuestion<Row>, 'isNone'>,
): Promise<Answered<readonly Row[]>> {
  const { value, exchanges } = await askPagesOrNone(ask, { ...question, isNone: () => false });
  return { value: value === 'none' ? [] : value, exchanges };
}

/** All pages; from the start again, a few times, when the list changed while it was being read. */
export async function askPagesOrNone<Row>(
  ask: Ask,
  question: PagedQuestion<Row>,
): Promise<Answered<readonly Row[] | 'none'>> {
  const changes: string[] = [];
  while (changes.length < ROUNDS) {
    const round = await readRound(ask, question);
    if (!('changed' in round)) return round;
    changes.push(round.changed);
  }
  const faults = changes.map((what) => ({ kind: 'unusable' as const, what }));
  throw attemptsProblem(question.subject, question.endpoint, faults);
}

async function readRound<Row>(ask: Ask, question: PagedQuestion<Row>): Promise<Round<Row>> {
  const exchanges: Exchange[] = [];
  const rows: Row[] = [];
  let total: number | undefined;
  while (total === undefined || rows.length < total) {
    const { value: page, exchange } = await ask(pageAt(question, rows.length));
    exchanges.push(exchange);
    if (page === 'none') {
      if (rows.length === 0) return { value: 'none', exchanges };
      return { changed: 'it was there on the first page and not on a later one' };
    }
    total ??= page.count;
    if (page.count !== total) return { changed: `count went from ${total} to ${page.count} while pages were read` };
    for (const row of page.rows) rows.push(row);
  }
  try {
    question.check(rows);
  } catch (error) {
    if (!(error instanceof UnusableAnswer)) throw error;
    return { changed: error.message };
  }
  return { value: rows, exchanges };
}

function pageAt<Row>(question: PagedQuestion<Row>, offset: number): Question<ListPage<Row>> {
  const { subject, endpoint, limit } = question;
  return {
    subject,
    endpoint,
    parameters: { ...question.parameters, sort_order: 'asc', limit: String(limit), offset: String(offset) },
    read(body) {
      expectEqual(body, { limit, offset, sort_order: 'asc' });
      const count = countField(body, 'count', 'the answer');
      const rows = question.read(body, offset);
      const due = Math.max(0, Math.min(limit, count - offset));
      if (rows.length !== due)
        throw new UnusableAnswer(`count is ${count}, and ${rows.length} rows came where ${due} are due`);
      return { count, rows };
    },
    readRefusal: (message) => (question.isNone(message) ? 'none' : undefined),
  };
}
