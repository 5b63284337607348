import { judge, type Question } from './judge.ts';
import { checkKey } from './key.ts';
import { openPacer } from './pacer.ts';
import { type Fault, faultProblem } from './problems.ts';
import { backoffSeconds } from './retry-wait.ts';
import { send } from './send.ts';
import type { Exchange, FredEffects, FredOptions } from './types.ts';

export interface Answer<T> {
  readonly value: T;
  readonly exchange: Exchange;
}

export type Ask = <T>(question: Question<T>) => Promise<Answer<T>>;

/** Asks at FRED's pace until an answer is accepted, `attempts` times at most. Throws ProblemError. */
export function openAsk(options: FredOptions, effects: FredEffects): Ask {
  checkKey(options.key);
  const pacer = openPacer(options.requestsPerMinute, effects);

  return async function ask<T>(question: Question<T>): Promise<Answer<T>> {
    const { subject, endpoint } = question;
    const parameters = { ...question.parameters, file_type: 'json' };
    const faults: Fault[] = [];
    for (let attempt = 1; ; attempt++) {
      await pacer.turn();
      const began = effects.elapsed();
      const reply = await send(endpoint, parameters, options, effects);
      const ms = Math.round((effects.elapsed() - began) * 1000);
      effects.onRequest?.({ endpoint, parameters, status: reply.kind === 'failed' ? null : reply.status, ms, attempt });
      const at = effects.now();
      const verdict = judge(question, reply, options.key, at);
      if (verdict.kind === 'accepted' && reply.kind === 'complete') {
        const { status, bytes } = reply;
        return { value: verdict.value, exchange: { endpoint, parameters, status, at: at.toISOString(), bytes } };
      }
      if (verdict.kind === 'refused') throw verdict.problem;
      if (verdict.kind === 'accepted') throw new Error('an answer was accepted that never came');

      faults.push(verdict.fault);
      const backoff = backoffSeconds(attempt, effects.random);
      if (verdict.kind === 'passing' && verdict.hold !== undefined) pacer.hold(Math.max(verdict.hold, backoff));
      if (verdict.kind === 'final' || attempt >= options.attempts) throw faultProblem(subject, endpoint, faults);
      if (verdict.hold === undefined) await effects.sleep(Math.ceil(backoff * 1000), effects.signal);
    }
  };
}
