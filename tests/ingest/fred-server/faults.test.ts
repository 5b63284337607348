import { describe, expect, it, onTestFinished } from 'vitest';
import { clientAt, TEST_KEY } from '../../../engine/ingest/fred/client-at.fixture.ts';
import { fakeClock } from '../../../engine/ingest/fred/fake-clock.fixture.ts';
import type { Answered, FredEffects, FredOptions, RequestReport } from '../../../engine/ingest/fred/fred-client.ts';
import { thrownBy } from '../../../engine/ingest/fred/thrown-by.fixture.ts';
import { dailySeries } from './daily-series.ts';
import { type Fault, type Faults, MISTYPED, onEndpoint, onRequests } from './faults.ts';
import { fredSeries } from './fred-series.ts';
import { type FredServer, startFredServer } from './fred-server.ts';

const EVER = { start: '1776-07-04', end: '9999-12-31' };
const SERIES = dailySeries('DGS10', 1000);
const PASSING: Readonly<Record<string, Fault>> = {
  'HTTP 500': { kind: 'status', status: 500 },
  'HTTP 503 with Retry-After': { kind: 'status', status: 503, retryAfter: '2' },
  'HTTP 423': { kind: 'status', status: 423 },
  'HTTP 429': { kind: 'status', status: 429 },
  'HTTP 429 with Retry-After': { kind: 'status', status: 429, retryAfter: '7' },
  'a connection dropped before the headers': { kind: 'dropped', when: 'before headers' },
  'a connection dropped in the body': { kind: 'dropped', when: 'in the body' },
  'JSON that is cut off': { kind: 'cut' },
  'no answer in time': { kind: 'silent', when: 'before headers' },
  'half an answer in time': { kind: 'silent', when: 'in the body' },
  ...MISTYPED,
};

interface Asked {
  readonly server: FredServer;
  readonly reports: readonly RequestReport[];
  readonly slept: readonly number[];
  observations(): Promise<Answered<readonly unknown[]>>;
}

async function ask(
  faults: Faults,
  options: Partial<FredOptions> = {},
  effects: Partial<FredEffects> = {},
): Promise<Asked> {
  const server = await startFredServer({ series: new Map([['DGS10', SERIES]]), key: TEST_KEY, faults });
  onTestFinished(() => server.stop());
  const reports: RequestReport[] = [];
  const clock = fakeClock();
  const client = clientAt(server.url, options, {
    onRequest: (report) => reports.push(report),
    ...clock,
    ...effects,
  });
  return { server, reports, slept: clock.slept, observations: () => client.observations('DGS10', EVER) };
}

/** Silence is what a timeout is for: short where the server is silent, long where a slow machine must not matter. */
function timeoutFor(fault: Fault): number {
  return fault.kind === 'silent' ? 300 : 10_000;
}

function codeOf(fault: Fault): string {
  if (fault.kind === 'status' && fault.status === 423) return 'EWS3028';
  return fault.kind === 'body' || fault.kind === 'cut' ? 'EWS3013' : 'EWS3012';
}

describe.each(Object.entries(PASSING))('%s', (_name, fault) => {
  it('that passes leaves no trace in the rows', async () => {
    const asked = await ask(onRequests({ 1: fault }), { timeoutMs: timeoutFor(fault) });
    const { value, exchanges } = await asked.observations();
    expect(value).toEqual(SERIES.rows);
    expect(exchanges).toHaveLength(1);
    expect(asked.reports.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('that stays ends with a clear error that shows no key', async () => {
    const asked = await ask(onEndpoint('series/observations', fault), { timeoutMs: timeoutFor(fault), attempts: 2 });
    const { code, text, everything } = await thrownBy(asked.observations());
    expect(code).toBe(codeOf(fault));
    expect(text).toMatch(/series DGS10 \(series\/observations\), asked 2 times, at last: \S/);
    expect(text).toContain('attempt 1: ');
    expect(everything + JSON.stringify(asked.reports)).not.toContain(TEST_KEY);
    expect(asked.server.requests).toHaveLength(2);
  });
});

describe('what a broken answer is said to be', () => {
  const ROWS = SERIES.rows.length;
  const SAID: Readonly<Record<keyof typeof MISTYPED, string>> = {
    'value as a number': 'value of row 1 is 107.9, not a number as text, or "."',
    'value that is no number': 'value of row 1 is "n/a", not a number as text, or "."',
    'value that is infinite': 'value of row 1 is "1e999", not a number as text, or "."',
    'date that is null': 'date of row 1 is null, not a date',
    'date that does not exist': 'date of row 1 is "2001-02-30", not a date',
    'period that ends before it starts': 'realtime_end of row 1 is before its realtime_start',
    'observations missing': 'observations is missing, not a list',
    'rows as one object': 'observations is an object, not a list',
    'a row too few': `count is ${ROWS}, and ${ROWS - 1} rows came where ${ROWS} are due`,
    'count too high': `count is ${ROWS + 1}, and ${ROWS} rows came where ${ROWS + 1} are due`,
    'count as text': `count of the answer is "${SERIES.rows.length}", not a count`,
    'another offset': 'offset is 7, 0 was asked for',
    'another output type': 'output_type is 4, 1 was asked for',
    'another period': 'realtime_end is "2000-01-01", "9999-12-31" was asked for',
    'not an object': 'the answer is a list, not an object',
    'a page of HTML': 'the answer is not JSON, or not all of it (45 bytes)',
    'nothing at all': 'the answer is not JSON, or not all of it (0 bytes)',
  };

  it.each(Object.entries(SAID))('%s', async (name, said) => {
    const fault = MISTYPED[name as keyof typeof MISTYPED];
    const asked = await ask(() => fault, { attempts: 1 });
    const { text } = await thrownBy(asked.observations());
    expect(text).toContain(`asked once: ${said}\n`);
  });
});

describe('waiting', () => {
  it('is as long as Retry-After says, in seconds or until a date, and 30 seconds for a 429 without', async () => {
    const asked = await ask(
      onRequests({
        1: { kind: 'status', status: 429, retryAfter: '7' },
        2: { kind: 'status', status: 429, retryAfter: 'Wed, 30 Oct 2024 12:01:07 GMT' },
        3: { kind: 'status', status: 429 },
      }),
    );
    await asked.observations();
    expect(asked.slept).toEqual([7000, 60_000, 30_000]);
  });

  it('doubles with each server error, up to half of it by chance', async () => {
    const down: Fault = { kind: 'status', status: 500 };
    const asked = await ask(() => down, { attempts: 4 }, { random: () => 0 });
    await thrownBy(asked.observations());
    expect(asked.slept).toEqual([500, 1000, 2000]);
  });

  it('is refused when FRED wants to be left alone for an hour', async () => {
    const asked = await ask(() => ({ kind: 'status', status: 429, retryAfter: '3600' }));
    const { code, text } = await thrownBy(asked.observations());
    expect([code, asked.server.requests.length]).toEqual(['EWS3012', 1]);
    expect(text).toContain('HTTP 429: Too Many Requests. Exceeded Rate Limit; it asks to be left alone for 60 minutes');
  });

  it('ends with the abort of the caller, with its reason', async () => {
    const controller = new AbortController();
    const silent: Fault = { kind: 'silent', when: 'before headers' };
    const faults: Faults = () => {
      controller.abort(new Error('interrupted'));
      return silent;
    };
    const asked = await ask(faults, {}, { signal: controller.signal });
    await expect(asked.observations()).rejects.toThrow('interrupted');
    expect(asked.server.requests).toHaveLength(1);
  });
});

describe("FRED's own words", () => {
  const saying = (status: number, message: string): Faults => {
    const body = JSON.stringify({ error_code: status, error_message: message });
    return () => ({ kind: 'refusal', status, body });
  };

  it.each([
    [404, 'Not Found.  The series does not exist.', 'EWS3014'],
    [404, 'Not Found.  The data for this series is not available via the API.', 'EWS3028'],
    [400, 'Bad Request.  Variable units is not one of lin, chg.', 'EWS3028'],
    [403, 'Forbidden.  Ask the owner of the series.', 'EWS3028'],
    [410, 'Gone.', 'EWS3028'],
  ])('of HTTP %s are passed on, asked once: %s', async (status, message, expected) => {
    const asked = await ask(saying(status, message));
    const { code, text } = await thrownBy(asked.observations());
    expect([code, asked.server.requests.length]).toEqual([expected, 1]);
    expect(text).toMatch(/^FRED (refuses|does not know) series DGS10 \(series\/observations/);
    expect(text).toContain(`: ${message.replace('  ', ' ')}\n`);
    expect(text).not.toContain('cannot be reached');
  });

  it('of HTTP 423 are passed on, after some tries that hold nothing else up', async () => {
    const asked = await ask(
      saying(423, 'Locked.  This series is being updated.'),
      { attempts: 3 },
      { random: () => 0 },
    );
    const { code, text } = await thrownBy(asked.observations());
    expect(code).toBe('EWS3028');
    expect(text).toContain('asked 3 times, at last: HTTP 423: Locked. This series is being updated.');
    expect(asked.slept).toEqual([500, 1000]);
  });

  it.each([500, 503])('of HTTP %s are no fault of the network', async (status) => {
    const asked = await ask(saying(status, 'Internal Server Error'), { attempts: 1 });
    const { code, text } = await thrownBy(asked.observations());
    expect(code).toBe('EWS3012');
    expect(text).toContain(
      `FRED has no answer now for series DGS10 (series/observations), asked once: HTTP ${status}: I`,
    );
  });

  it.each(['<html>Not Found</html>', '', '[]', '{"error_message":7}'])('are not made up: %s', async (body) => {
    const asked = await ask(() => ({ kind: 'refusal', status: 404, body }));
    const { code, text } = await thrownBy(asked.observations());
    expect(code).toBe('EWS3012');
    expect(text).toContain('asked once: HTTP 404\n');
    expect(text).toContain('fred.url');
  });
});

describe('a key', () => {
  it('does not travel with a redirect', async () => {
    const asked = await ask(() => ({ kind: 'status', status: 302 }));
    const { code, text } = await thrownBy(asked.observations());
    expect([code, asked.server.requests.length]).toEqual(['EWS3012', 1]);
    expect(text).toContain('HTTP 302, a redirect, which is not followed');
  });

  it('that an answer repeats is not accepted, nor shown', async () => {
    const asked = await ask(() => ({ kind: 'body', change: (body) => body.replace('{', `{"you":"${TEST_KEY}",`) }));
    const { code, everything } = await thrownBy(asked.observations());
    expect(code).toBe('EWS3013');
    expect(everything).toContain('the answer repeats the key');
    expect(everything).not.toContain(TEST_KEY);
  });
});

it('vintage dates over two pages that do not fit together are read again', async () => {
  const rows = Array.from({ length: 12_000 }, (_, at) => {
    const day = new Date(Date.UTC(1980, 0, 1 + at)).toISOString().slice(0, 10);
    return { date: day, value: 1, realtimeStart: day, realtimeEnd: '9999-12-31' };
  });
  const long = fredSeries({ id: 'LONG', rows });
  const shorter = fredSeries({ id: 'LONG', rows: rows.slice(0, 11_000) });
  const server = await startFredServer({ series: new Map([['LONG', shorter]]), key: TEST_KEY });
  onTestFinished(() => server.stop());
  server.setFaults(({ n }) => {
    if (n === 2) server.replaceSeries(long);
    return undefined;
  });
  const { value, exchanges } = await clientAt(server.url).vintageDates('LONG', EVER);
  expect(value).toEqual(long.vintageDates);
  expect(exchanges.map(({ parameters }) => parameters['offset'])).toEqual(['0', '10000']);
  expect(server.requests).toHaveLength(4);
});
