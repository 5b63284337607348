import { overLimit, type Row, type Warehouse } from '../warehouse/index.ts';

/** Texts of which DuckDB is asked at a time: each costs a tenth of what it costs alone, and no less with more. */
export const BATCH = 64;

/** So long a batch may take, twenty times what one takes: a text that takes its whole limit then costs little more. */
const BATCH_SECONDS = 1;

/** A longer answer is asked for alone: 64 of them are held at a time. */
const LONGEST_ANSWER = 1e6;

/** What gives a text's AST, and its bound plan. */
type TextFunction = 'json_serialize_sql' | 'json_serialize_plan';

/** DuckDB's answers that nobody has asked for yet, by function and text. */
export type KnownAnswers = Map<string, string>;

/** A warehouse that is asked in batches. */
export interface AskedWarehouse {
  readonly warehouse: Warehouse;
  /** Ends whatever it computes, with a reason; it is of no use any more. */
  end(reason: Error): void;
  /** Takes another one where it is of no use any more. */
  reopen(): Promise<void>;
}

/** The same warehouse, but that each known answer is given once without asking. */
export function answering(warehouse: Warehouse, known: KnownAnswers): Warehouse {
  return {
    run: (sql, parameters) => warehouse.run(sql, parameters),
    rows: async (sql, parameters = []) => {
      const [, fn] = /\b(json_serialize_(?:sql|plan))\(/.exec(sql) ?? [];
      const key = keyOf(fn, parameters[0]);
      const answer = known.get(key);
      known.delete(key);
      return answer === undefined ? warehouse.rows(sql, parameters) : [{ answer }];
    },
    columns: (sql, parameters) => warehouse.columns(sql, parameters),
    append: (table, columns) => warehouse.append(table, columns),
    call: (procedure, input) => warehouse.call(procedure, input),
    sandbox: (directories) => warehouse.sandbox(directories),
    close: () => warehouse.close(),
  };
}

/**
 * Asks a function about texts, in batches. What it refuses is asked again by whoever needs it, alone, and so is every
 * text of a batch that was refused, ended, or not answered in time.
 */
export async function askAhead(
  asked: () => Promise<AskedWarehouse>,
  fn: TextFunction,
  texts: readonly string[],
  known: KnownAnswers,
): Promise<void> {
  const all = [...new Set(texts)];
  // One is asked as soon by whoever needs it.
  for (let at = 0; at < all.length - 1; at += BATCH) {
    const rows = await inTime(await asked(), [ASK(fn), [JSON.stringify(all.slice(at, at + BATCH))]]);
    for (const { text, answer } of rows) {
      if (typeof answer === 'string' && !isRefusal(answer)) known.set(keyOf(fn, text), answer);
    }
  }
}

const ASK = (fn: TextFunction): string => `
  SELECT text, CASE WHEN strlen(answer) <= ${LONGEST_ANSWER} THEN answer END AS answer
  FROM (SELECT text, ${fn}(text)::VARCHAR AS answer
        FROM (SELECT unnest(from_json($1::JSON, '["VARCHAR"]')) AS text))`;

async function inTime(
  { warehouse, end, reopen }: AskedWarehouse,
  question: Parameters<Warehouse['rows']>,
): Promise<readonly Row[]> {
  const late = new DOMException('a batch of definitions took too long', 'TimeoutError');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end(late);
  }, BATCH_SECONDS * 1000);
  try {
    const rows = await warehouse.rows(...question);
    // The answer was on its way when it was given up: the warehouse is lost, and the answer is not.
    if (isLate) await reopen();
    return rows;
  } catch (error) {
    // A plain Error is DuckDB's, which takes no batch for the sake of one text.
    if (error instanceof Error && error.name === 'Error' && overLimit(error, 'compile') === undefined) return [];
    if (error !== late && overLimit(error, 'compile') === undefined) throw error;
    await reopen();
    return [];
  } finally {
    clearTimeout(timer);
  }
}

function isRefusal(answer: string): boolean {
  return answer.startsWith('{"error":true');
}

function keyOf(fn: string | undefined, text: unknown): string {
  return `${fn} ${text}`;
}
