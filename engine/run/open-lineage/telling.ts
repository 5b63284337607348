import type { OpenLineageEvent } from '../../../lineage/index.ts';
import type { Graph } from '../../compile/index.ts';
import { type Problem, warning } from '../../diagnostics/index.ts';
import type { OpenLineageEndpoint } from '../../project/index.ts';
import type { Network } from '../../steps/index.ts';
import type { BuildOptions } from '../build-options.ts';
import type { RunEvent } from '../events.ts';
import type { RunContext } from '../run-context.ts';
import { Delivery, type Lost } from './delivery.ts';
import type { Ending } from './ending.ts';
import { Recorder } from './recorder.ts';
import { runFacts } from './run-facts.ts';

/** How long a build that is over waits for the endpoint; one that was interrupted is to end at once. */
const DEADLINE_MS = 10_000;
const DEADLINE_INTERRUPTED_MS = 1000;

type OpeningContext = Pick<RunContext, 'definitions' | 'effects' | 'signal'>;

/** A run as OpenLineage events: all of them for its file, and each for the target's endpoint, where it has one. */
export interface Telling {
  readonly compiled: (graph: Graph) => void;
  readonly hear: (event: RunEvent) => void;
  /** From when the project compiled, before which nothing of it runs, until the end is told. */
  readonly isUnderWay: () => boolean;
  /** `openlineage.jsonl` of a run that ends so. Sends nothing. */
  readonly lines: (ending: Ending) => string;
  /**
   * Tells the end, of which there is one, and waits a bounded time for the endpoint. A warning if it did not take
   * everything. Never throws.
   */
  readonly close: (ending: Ending) => Promise<Problem | undefined>;
}

/** The telling of a run; nothing is sent before it hears something. */
export function openTelling(options: BuildOptions, { definitions, effects, signal }: OpeningContext): Telling {
  const endpoint = options.target.openLineage;
  const delivery = endpoint === undefined ? undefined : openDelivery(endpoint, effects.network);
  const facts = runFacts(definitions, options, effects.origin);
  const send = delivery === undefined ? undefined : (event: OpenLineageEvent): void => delivery.send(event);
  // Who leaves out what takes long waits for the rest, and begins the whole afterwards.
  const recorder = new Recorder(facts, effects.now, { handOver: send, atEnd: (options.without ?? []).length > 0 });
  let ended: { readonly kind: Ending['kind']; readonly events: ReturnType<Recorder['end']> } | undefined;
  let closed = false;
  // The file and the endpoint are told the same end, with the same time.
  const end = (ending: Ending): ReturnType<Recorder['end']> => {
    if (ended?.kind !== ending.kind) ended = { kind: ending.kind, events: recorder.end(ending) };
    return ended.events;
  };
  return {
    compiled: (graph) => recorder.compiled(graph),
    hear: (event) => recorder.hear(event),
    isUnderWay: () => recorder.hasCompiled && !closed,
    lines: (ending) => end(ending).all.map(line).join(''),
    close: async (ending) => {
      const again = closed;
      closed = true;
      if (endpoint === undefined || delivery === undefined || again) return undefined;
      delivery.send(end(ending).last);
      const lost = await (signal.aborted
        ? delivery.close(DEADLINE_INTERRUPTED_MS)
        : delivery.close(DEADLINE_MS, signal));
      return lost.size === 0 ? undefined : undelivered(endpoint.url, delivery.sent, lost, options.run);
    },
  };
}

function openDelivery(endpoint: OpenLineageEndpoint, network: Network): Delivery {
  const { url, apiKeyEnv, timeoutSeconds } = endpoint;
  const address = { url, timeoutMs: timeoutSeconds * 1000 };
  if (apiKeyEnv === undefined) return new Delivery(address, network);
  const key = network.openLineageKey;
  if (key === undefined || key === '') return new Delivery(address, network, `${apiKeyEnv} is not set`);
  // What fetch says of a header that it refuses quotes the header.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return new Delivery(address, network, `${apiKeyEnv} holds white space or other characters that no key has`);
  }
  return new Delivery({ ...address, key }, network);
}

function undelivered(url: string, sent: number, lost: Lost, runId: string): Problem {
  const count = [...lost.values()].reduce((sum, each) => sum + each, 0);
  const reasons = [...lost].map(([reason, each]) => (lost.size === 1 ? reason : `${reason}: ${each}`));
  return warning('EWS4011', `${url} did not take ${count} of ${sent} OpenLineage events: ${reasons.join('; ')}`, {
    hint: `all of them are in runs/${runId}/openlineage.jsonl of the lake: post its lines once the endpoint takes them`,
  });
}

function line(event: OpenLineageEvent): string {
  return `${JSON.stringify(event)}\n`;
}
