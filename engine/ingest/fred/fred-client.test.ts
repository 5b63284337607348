import { describe, expect, it } from 'vitest';
import { at, first, last } from '../../presence/index.ts';
import { clientAt, TEST_KEY } from './client-at.fixture.ts';
import { fakeClock } from './fake-clock.fixture.ts';
import type { FredEffects, FredOptions } from './fred-client.ts';
import { readBody } from './read-body.ts';
import { thrownBy } from './thrown-by.fixture.ts';

const EVER = { start: '1600-01-01', end: '9999-12-31' };
const WINDOW = { start: '2020-01-01', end: '2020-12-31' };
type Asked = Readonly<Record<string, string>>;

/** A client whose requests are answered by `answer`, and the URLs that it asked for. */
function fredThat(
  answer: (asked: Asked, n: number) => unknown,
  options: Partial<FredOptions> = {},
  effects: Partial<FredEffects> = {},
) {
  const urls: URL[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = new URL(String(input));
    urls.push(url);
    const body = answer(Object.fromEntries(url.searchParams), urls.length);
    return body instanceof Response ? body : new Response(JSON.stringify(body));
  };
  return { urls, client: clientAt('https://fred.test/fred/', options, { ...fakeClock(), fetch, ...effects }) };
}

const DATES = Array.from({ length: 100_010 }, (_, at) =>
  new Date(Date.UTC(1700, 0, 1 + at)).toISOString().slice(0, 10),
);

/** `count` daily rows from 1700 on, in pages as asked for. */
function rowsAnswer(asked: Asked, count: number) {
  const [offset, limit] = [Number(asked['offset']), Number(asked['limit'])];
  const rows = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, row) => ({
    realtime_start: asked['realtime_start'],
    realtime_end: asked['realtime_end'],
    date: at(DATES, offset + row),
    value: String(offset + row),
  }));
  const { realtime_start, realtime_end } = asked;
  const head = { realtime_start, realtime_end, output_type: 1, units: 'lin', sort_order: 'asc', count, offset, limit };
  return { ...head, observations: rows };
}

/** `count` vintage dates in pages as asked for; later pages begin `back` dates early. */
function daysAnswer({ realtime_start, realtime_end, ...asked }: Asked, count: number, back = 0) {
  const [offset, limit] = [Number(asked['offset']), Number(asked['limit'])];
  const from = Math.max(0, offset - back);
  const vintage_dates = DATES.slice(from, Math.min(count - offset + from, from + limit));
  return { realtime_start, realtime_end, sort_order: 'asc', count, offset, limit, vintage_dates };
}

const refused = (message: string): Response =>
  new Response(JSON.stringify({ error_code: 400, error_message: message }), { status: 400 });

describe('a question', () => {
  it('is asked with the key and kept without it, bytes as they came', async () => {
    const { urls, client } = fredThat((asked) => rowsAnswer(asked, 2));
    const { value, exchanges } = await client.observations('GDP', WINDOW);
    expect(value[1]).toEqual({ date: '1700-01-02', value: 1, realtimeStart: '2020-01-01', realtimeEnd: '2020-12-31' });
    expect(first(urls).pathname).toBe('/fred/series/observations');
    expect(first(urls).searchParams.get('api_key')).toBe(TEST_KEY);
    const [{ bytes, ...exchange }] = exchanges as [(typeof exchanges)[0]];
    expect(exchange).toEqual({
      endpoint: 'series/observations',
      parameters: {
        series_id: 'GDP',
        realtime_start: '2020-01-01',
        realtime_end: '2020-12-31',
        output_type: '1',
        units: 'lin',
        sort_order: 'asc',
        limit: '100000',
        offset: '0',
        file_type: 'json',
      },
      status: 200,
      at: '2024-10-30T12:00:00.000Z',
    });
    expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ count: 2 });
  });

  it('about the latest values has no period', async () => {
    const { urls, client } = fredThat((asked) =>
      rowsAnswer({ ...asked, realtime_start: '2024-10-30', realtime_end: '2024-10-30' }, 1),
    );
    expect((await client.latest('GDP')).value).toHaveLength(1);
    expect([...first(urls).searchParams.keys()].filter((name) => name.startsWith('realtime'))).toEqual([]);
  });

  it('that has no answer in ALFRED is answered by that, and the refusal is kept', async () => {
    const { client } = fredThat(() =>
      refused('Bad Request.  The series does not exist in ALFRED but may exist in FRED.'),
    );
    const { value, exchanges } = await client.vintageDates('USREC', WINDOW);
    expect([value, exchanges.map(({ status }) => status)]).toEqual(['none', [400]]);
  });

  it('about a release tells each day once, from the day on', async () => {
    const dates = ['2023-12-31', '2024-01-01', '2024-01-01', '2024-02-01'].map((date) => ({ release_id: 53, date }));
    const { urls, client } = fredThat(({ realtime_start, realtime_end }) => {
      return {
        realtime_start,
        realtime_end,
        sort_order: 'asc',
        count: 4,
        offset: 0,
        limit: 1000,
        release_dates: dates,
      };
    });
    expect((await client.releaseDates(53, '2024-01-01')).value).toEqual(['2024-01-01', '2024-02-01']);
    expect(first(urls).searchParams.get('include_release_dates_with_no_data')).toBe('true');
  });
});

describe('pages', () => {
  it('are read until their rows add up to the count', async () => {
    const { urls, client } = fredThat((asked) => rowsAnswer(asked, 100_003));
    const { value, exchanges } = await client.observations('DFF', WINDOW);
    expect([value.length, last(value).value, exchanges.length]).toEqual([100_003, 100_002, 2]);
    expect(urls.map((url) => url.searchParams.get('offset'))).toEqual(['0', '100000']);
  });

  it.each([
    ['grows', [10_003, 10_004]],
    ['shrinks', [10_003, 9999]],
  ])('are read again when the list %s meanwhile', async (_how, counts) => {
    const { urls, client } = fredThat((asked, n) => daysAnswer(asked, counts[n - 1] ?? 10_001));
    expect((await client.vintageDates('DFF', EVER)).value).toEqual(DATES.slice(0, 10_001));
    expect(urls).toHaveLength(4);
  });

  it('are read again when a later one begins before the end of the one before', async () => {
    const { urls, client } = fredThat((asked, n) => daysAnswer(asked, 10_003, n === 2 ? 1 : 0));
    expect((await client.vintageDates('DFF', EVER)).value).toEqual(DATES.slice(0, 10_003));
    expect(urls).toHaveLength(4);
  });

  it('are given up when the list never keeps still', async () => {
    const { urls, client } = fredThat((asked, n) => daysAnswer(asked, 10_000 + n));
    const { code, text } = await thrownBy(client.vintageDates('DFF', EVER));
    expect([code, urls.length]).toEqual(['EWS3013', 6]);
    expect(text).toContain('asked 3 times, at last: count went from 10005 to 10006 while pages were read');
  });

  it('name a wrong row by its place in the whole answer', async () => {
    const { client } = fredThat((asked) => {
      const body = rowsAnswer(asked, 100_003);
      const second = body.observations[1];
      if (asked['offset'] !== '0' && second !== undefined) second.value = '1,5';
      return body;
    });
    const { text } = await thrownBy(client.observations('DFF', WINDOW));
    expect(text).toContain('value of row 100002 is "1,5", not a number as text, or "."');
  });
});

describe('rows', () => {
  const CHANGES: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['before the period', { realtime_start: '2019-12-31' }, 'realtime_start of row 2 is before the period asked for'],
    ['after the period', { realtime_end: '2021-01-01' }, 'realtime_end of row 2 is after the period asked for'],
    ['out of order', { date: '1699-12-31' }, 'date of row 2 is before that of the row above it'],
    ['twice', { date: '1700-01-01' }, 'realtime_start of row 2 is within the period of the row above it'],
    ['of hexadecimal value', { value: '0x10' }, 'value of row 2 is "0x10", not a number'],
    ['of no value', { value: '' }, 'value of row 2 is "", not a number'],
  ];

  it.each(CHANGES)('%s are refused', async (_what, change, said) => {
    const { client } = fredThat((asked) => {
      const body = rowsAnswer(asked, 2);
      Object.assign(at(body.observations, 1), change);
      return body;
    });
    const { code, text } = await thrownBy(client.observations('GDP', WINDOW));
    expect(code).toBe('EWS3013');
    expect(text).toContain(`asked 4 times, at last: ${said}`);
  });

  it('have values as FRED writes them', async () => {
    const texts = ['199.7', '-0.4', '.5', '7.', '1e-3', '.'];
    const { client } = fredThat((asked) => {
      const body = rowsAnswer(asked, texts.length);
      for (const [place, row] of body.observations.entries()) row.value = at(texts, place);
      return body;
    });
    const { value } = await client.observations('GDP', WINDOW);
    expect(value.map((row) => row.value)).toEqual([199.7, -0.4, 0.5, 7, 0.001, null]);
  });
});

describe('a key', () => {
  it.each([
    ['missing', '', 'FRED is read live and FRED_API_KEY is not set'],
    ['too short', 'abc123', 'FRED_API_KEY is not a FRED key: a key is 32 lower-case letters and digits'],
    ['in upper case', TEST_KEY.toUpperCase(), 'FRED_API_KEY is not a FRED key: it has upper-case letters'],
    ['with a line break', `${TEST_KEY}\n`, 'FRED_API_KEY is not a FRED key: there is white space around it'],
  ])('that is %s is refused before any request, and not shown', async (_what, key, said) => {
    const { code, text, everything } = await thrownBy(Promise.resolve().then(() => fredThat(() => ({}), { key })));
    expect(code).toBe('EWS3015');
    expect(text).toContain(said);
    expect(text).toContain('https://fredaccount.stlouisfed.org/apikeys');
    if (key !== '') expect(everything).not.toContain(key.trim());
  });

  it('in the errors of fetch and in the words of FRED is struck out', async () => {
    const url = `https://fred.test/fred/series?api_key=${TEST_KEY}`;
    const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND ${url}`), { code: 'ENOTFOUND', url });
    const lost = fredThat(() => {
      throw new TypeError(`fetch failed: ${url}`, { cause });
    });
    const down = await thrownBy(lost.client.series('GDP'));
    expect(down.code).toBe('EWS3012');
    expect(down.text).toContain('getaddrinfo ENOTFOUND https://fred.test/fred/series?api_key=[key]');
    const long = fredThat(() => {
      throw new TypeError(`${'x'.repeat(190)}${TEST_KEY}`);
    });
    expect((await thrownBy(long.client.series('GDP'))).everything).not.toContain(TEST_KEY.slice(0, 8));
    const quoted = fredThat(() => refused(`Bad Request.  No such thing: ${url}`));
    const said = await thrownBy(quoted.client.series('GDP'));
    expect(said.text).toContain(
      'FRED refuses series GDP (series), asked once: Bad Request. No such thing: ' +
        'https://fred.test/fred/series?api_key=[key]',
    );
    expect(down.everything + said.everything).not.toContain(TEST_KEY);
  });
});

describe('an answer', () => {
  it('about another series is refused', async () => {
    const { client } = fredThat(() => ({ seriess: [{ id: 'GDPC1' }] }));
    expect((await thrownBy(client.series('GDP'))).text).toContain('id is "GDPC1", "GDP" was asked for');
  });

  it('without end is cut off', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(600_000)) });
    expect(await readBody(new Response(endless), 1024 * 1024)).toEqual({
      kind: 'large',
      what: 'the answer is larger than 1 MB',
    });
  });

  it('that comes after the caller gave up is not waited for', async () => {
    const controller = new AbortController();
    const { client } = fredThat(
      () => ({}),
      {},
      {
        signal: controller.signal,
        fetch: () => {
          controller.abort(new Error('interrupted'));
          return new Promise(() => undefined);
        },
      },
    );
    await expect(client.series('GDP')).rejects.toThrow('interrupted');
  });

  it('is asked for at the pace of the client, by all who use it', async () => {
    const clock = fakeClock();
    const sent: number[] = [];
    const { client } = fredThat(
      (asked) => {
        sent.push(clock.elapsed());
        return rowsAnswer(asked, 1);
      },
      { requestsPerMinute: 100 },
      clock,
    );
    await Promise.all(['GDP', 'UNRATE', 'PAYEMS'].map((id) => client.observations(id, WINDOW)));
    expect(sent).toEqual([0, 0.6, 1.2]);
  });
});
