import type { RunEvent } from '../run/index.ts';
import type { Terminal } from './terminal.ts';

/** Tells what a run is at, in the live line, until it is ended. */
export interface RunningNodes {
  readonly on: (event: RunEvent) => void;
  readonly end: () => void;
}

/** Milliseconds between two looks at the clock. */
const TICK = 500;

/**
 * `running recession_forest 8 s, recession_logit 3 s · 97 of 102 done`. Tests take no time that anybody sees.
 * @param elapsed monotonic seconds.
 */
export function runningNodes(terminal: Pick<Terminal, 'live'>, elapsed: () => number): RunningNodes {
  const running = new Map<string, number>();
  let done = '';
  const show = (): void => {
    const now = elapsed();
    const nodes = [...running].map(([id, since]) => `${nameOf(id)} ${Math.floor(now - since)} s`);
    terminal.live(nodes.length === 0 ? '' : `  running ${nodes.join(', ')}${done}`);
  };
  const clock = setInterval(show, TICK);
  clock.unref();
  return {
    on: (event) => {
      if (event.kind === 'node_started' && !event.id.startsWith('test')) running.set(event.id, elapsed());
      if (event.kind === 'node_finished') {
        running.delete(event.result.id);
        done = ` · ${event.done} of ${event.total} done`;
      }
      show();
    },
    end: () => {
      clearInterval(clock);
      running.clear();
      show();
    },
  };
}

/** `labor` of `features.labor`. */
function nameOf(id: string): string {
  return id.slice(id.search(/[.:]/) + 1);
}
