import { expect, it, vi } from 'vitest';
import { JobEnded } from '../jobs/index.ts';
import { at } from '../presence/index.ts';
import { IN_PROCESS, parseSql, type Row, type Warehouse } from '../warehouse/index.ts';
import { answering, askAhead, BATCH } from './asked-ahead.ts';

type Rows = Warehouse['rows'];

const TEXTS = Array.from({ length: 3 * BATCH }, (_, index) => `SELECT ${index} AS v`);

/** Asks ahead of warehouses that answer so, one after the other is ended, and counts what each of them is asked. */
async function asking(answers: readonly ((...question: Parameters<Rows>) => Promise<readonly Row[]>)[]) {
  const asked = answers.map(() => 0);
  const known = new Map<string, string>();
  let open = 0;
  let ended: ((reason: Error) => void) | undefined;
  const endedBy = (): Promise<never> =>
    new Promise((_, end) => {
      ended = end;
    });
  const opened = async () => {
    const index = open;
    const rows: Rows = (...question) => {
      asked[index] = at(asked, index) + 1;
      return Promise.race([at(answers, index)(...question), endedBy()]);
    };
    return {
      warehouse: { rows } as Partial<Warehouse> as Warehouse,
      end: (reason: Error) => ended?.(reason),
      reopen: async () => {
        open += 1;
      },
    };
  };
  const done = askAhead(opened, 'json_serialize_sql', TEXTS, known);
  return { done, asked, known };
}

const textsOf = (parameters: Parameters<Rows>[1]): readonly string[] => JSON.parse(String(parameters?.[0]));
const allAnswered = async (_sql: string, parameters: Parameters<Rows>[1]): Promise<readonly Row[]> =>
  textsOf(parameters).map((text) => ({ text, answer: '{"error":false}' }));

it('asks in batches, and keeps every answer but refusals', async () => {
  const refusing = async (_sql: string, parameters: Parameters<Rows>[1]): Promise<readonly Row[]> =>
    textsOf(parameters).map((text) => ({ text, answer: text === TEXTS[7] ? '{"error":true}' : '{"error":false}' }));
  const { done, asked, known } = await asking([refusing]);
  await done;
  expect([asked, known.size]).toEqual([[3], TEXTS.length - 1]);
});

it('leaves the texts of an ended batch to whoever asks for one, and goes on with another warehouse', async () => {
  const ends = () => Promise.reject(new JobEnded('memory', 'it used 900 MB of memory'));
  const { done, asked, known } = await asking([ends, allAnswered]);
  await done;
  expect([asked, known.size]).toEqual([[1, 2], 2 * BATCH]);
});

it('ends a batch that takes too long', async () => {
  vi.useFakeTimers();
  const { done, asked, known } = await asking([() => new Promise<never>(() => undefined), allAnswered]);
  await vi.advanceTimersByTimeAsync(60_000);
  await done;
  vi.useRealTimers();
  expect([asked, known.size]).toEqual([[1, 2], 2 * BATCH]);
});

it('ends with whoever cancels it', async () => {
  const cancelled = new DOMException('interrupted', 'AbortError');
  const { done } = await asking([() => Promise.reject(cancelled)]);
  await expect(done).rejects.toBe(cancelled);
});

it('gives what DuckDB says of each text by itself, whatever is in it', async () => {
  const warehouse = await IN_PROCESS.open({});
  const texts = ['SELECT \'{"error":true\' AS é', 'SELECT 1; -- \u0001 [",', 'SELECT', 'SELECT\n\t$x', 'COPY a TO b'];
  const known = new Map<string, string>();
  const opened = async () => ({ warehouse, end: () => undefined, reopen: async () => undefined });
  await askAhead(opened, 'json_serialize_sql', texts, known);
  expect(known.size).toBe(3);
  const ahead = answering(warehouse, known);
  for (const text of texts) expect(await parseSql(ahead, text)).toEqual(await parseSql(warehouse, text));
  expect(known.size).toBe(0);
  warehouse.close();
});

it('goes on with another warehouse where an answer arrives as it is given up', async () => {
  vi.useFakeTimers();
  let ended: Error | undefined;
  let lost = 0;
  const rows: Rows = async (sql, parameters) => {
    if (ended !== undefined) throw ended;
    vi.advanceTimersByTime(60_000);
    return allAnswered(sql, parameters);
  };
  const opened = async () => ({
    warehouse: { rows } as Partial<Warehouse> as Warehouse,
    end: (reason: Error) => {
      ended = reason;
    },
    reopen: async () => {
      ended = undefined;
      lost += 1;
    },
  });
  const known = new Map<string, string>();
  await askAhead(opened, 'json_serialize_sql', TEXTS, known);
  vi.useRealTimers();
  expect([lost, known.size]).toEqual([3, TEXTS.length]);
});
