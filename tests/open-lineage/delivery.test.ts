import { describe, expect, it, onTestFinished } from 'vitest';
import { first } from '../../engine/presence/index.ts';
import { Delivery, type DeliveryEffects } from '../../engine/run/open-lineage/delivery.ts';
import type { Endpoint } from '../../engine/run/open-lineage/post-event.ts';
import { jobOf, type OpenLineageEvent, runEvent, runOf } from '../../lineage/index.ts';
import { JOB, RUN } from '../../lineage/open-lineage/cases/described-example.ts';
import { freePort } from '../s3/free-port.ts';
import { impatientNetwork } from './impatient-network.ts';
import { type AnswerFate, startReceiver } from './receiver.ts';

const KEY = 'a-secret-of-this-test';
const DEADLINE_MS = 10_000;

function events(count: number): readonly OpenLineageEvent[] {
  return Array.from({ length: count }, (_, at) =>
    runEvent({
      eventType: 'START',
      eventTime: new Date(at * 1000).toISOString(),
      producer: RUN.producer,
      run: runOf(RUN),
      job: jobOf(JOB),
      inputs: [],
      outputs: [],
    }),
  );
}

interface Circumstances {
  readonly endpoint?: Partial<Endpoint>;
  readonly effects?: Partial<DeliveryEffects>;
  /** The build is over when so many requests have come. */
  readonly closeAfter?: number;
}

/** Sends some events to a server of such fates; what became of them. */
async function deliver(
  count: number,
  fate: (n: number) => AnswerFate,
  { endpoint = {}, effects = {}, closeAfter = 0 }: Circumstances = {},
) {
  const receiver = await startReceiver(onTestFinished, fate);
  const sent = events(count);
  const delivery = new Delivery(
    { url: receiver.url, timeoutMs: 2000, ...endpoint },
    { ...impatientNetwork(), ...effects },
  );
  for (const event of sent) delivery.send(event);
  await receiver.asked(closeAfter);
  const lost = Object.fromEntries(await delivery.close(DEADLINE_MS));
  return { sent, lost, taken: receiver.taken, fates: receiver.requests.map(({ fate: each }) => each), receiver };
}

describe('events', () => {
  it('arrive one after another, as they were sent', async () => {
    const { sent, lost, taken } = await deliver(5, () => 201);
    expect([lost, taken]).toEqual([{}, sent]);
  });

  it.each<[string, AnswerFate]>([
    ['busy', 503],
    ['asked too often', 429],
    ['breaking off', 'hang_up'],
  ])('are sent again to a server that is %s', async (_what, fault) => {
    const { sent, lost, taken, fates } = await deliver(2, (n) => (n <= 2 ? fault : 200));
    expect([lost, taken, fates]).toEqual([{}, sent, [fault, fault, 200, 200]]);
  });

  it('that are refused for themselves do not hold up the others', async () => {
    const { sent, lost, taken } = await deliver(3, (n) => (n === 2 ? 422 : 201));
    expect([lost, taken]).toEqual([{ 'it answered 422': 1 }, [sent[0], sent[2]]]);
  });

  it('are tried six times while the build goes on; after three that were given up nothing more is tried', async () => {
    const { lost, fates } = await deliver(9, () => 500, { closeAfter: 18 });
    expect([lost, fates.length]).toEqual([{ 'it answered 500': 9 }, 18]);
  });

  it('are tried on once one has arrived', async () => {
    const { lost, taken } = await deliver(9, (n) => (n === 13 || n > 25 ? 201 : 500), { closeAfter: 26 });
    expect([lost, taken.length]).toEqual([{ 'it answered 500': 4 }, 5]);
  });

  it('are tried four times when the build is over; after one that was given up nothing more is tried', async () => {
    const { lost, fates } = await deliver(9, () => 500);
    expect([lost, fates.length]).toEqual([{ 'it answered 500': 9 }, 4]);
  });

  it.each<[string, number, string]>([
    ['refuses the key', 401, 'it refuses the key (401)'],
    ['forbids it', 403, 'it refuses the key (403)'],
    ['is elsewhere', 308, 'it redirects (308)'],
    ['is not there', 404, 'it answered 404'],
  ])('are not tried one by one at a server that %s', async (_what, status, reason) => {
    const { lost, fates } = await deliver(4, () => status, { endpoint: { key: KEY } });
    expect([lost, fates]).toEqual([{ [reason]: 4 }, [status]]);
  });
});

describe('nobody waits', () => {
  it('for a server that is not there', async () => {
    const { lost } = await deliver(4, () => 201, { endpoint: { url: `http://127.0.0.1:${await freePort()}/` } });
    expect(lost).toEqual({ ECONNREFUSED: 4 });
  });

  it('for an answer that does not come', async () => {
    const { lost, fates } = await deliver(4, () => 'never', { endpoint: { timeoutMs: 20 } });
    expect([lost, fates.length]).toEqual([{ 'no answer within 0.02 s': 4 }, 4]);
  });

  it('beyond the deadline, whatever the server does', async () => {
    const asked = new AbortController();
    const fate = (n: number): AnswerFate => {
      if (n === 2) asked.abort();
      return n === 1 ? 201 : 'never';
    };
    const sleep = (): Promise<void> =>
      new Promise((resolve) => asked.signal.addEventListener('abort', () => resolve()));
    const { lost, taken } = await deliver(4, fate, { endpoint: { timeoutMs: 60_000 }, effects: { sleep } });
    expect([lost, taken.length]).toEqual([{ 'not taken within 10 s of the end of the build': 3 }, 1]);
  });

  it('beyond an interrupt', async () => {
    const interrupt = new AbortController();
    const { url } = await startReceiver(onTestFinished, () => {
      interrupt.abort();
      return 'never';
    });
    const delivery = new Delivery({ url, timeoutMs: 60_000 }, impatientNetwork());
    for (const event of events(3)) delivery.send(event);
    expect([...(await delivery.close(DEADLINE_MS, interrupt.signal))]).toEqual([['interrupted', 3]]);
  });

  it('for a fetch that does not heed its signal', async () => {
    const deaf = new Delivery(
      { url: 'http://127.0.0.1:9/', timeoutMs: 60_000 },
      { ...impatientNetwork(), sleep: async () => undefined, fetch: () => new Promise(() => undefined) },
    );
    for (const event of events(3)) deaf.send(event);
    expect([...(await deaf.close(DEADLINE_MS))]).toEqual([['not taken within 10 s of the end of the build', 3]]);
  });
});

describe('the key', () => {
  it('is a bearer token', async () => {
    const { receiver } = await deliver(1, () => 201, { endpoint: { key: KEY } });
    expect(receiver.requests).toEqual([{ fate: 201, authorization: `Bearer ${KEY}` }]);
  });

  it('is sent only where there is one', async () => {
    const { receiver } = await deliver(1, () => 201);
    expect(first(receiver.requests).authorization).toBeUndefined();
  });

  it('is in no reason, whatever fetch says', async () => {
    const fetch = (): Promise<Response> =>
      Promise.reject(new TypeError(`Bearer ${KEY} is bad`, { cause: { code: `E ${KEY}` } }));
    const { lost } = await deliver(1, () => 201, { endpoint: { key: KEY }, effects: { fetch } });
    expect(lost).toEqual({ 'the connection failed': 1 });
  });
});
