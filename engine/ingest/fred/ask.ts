import { judgeReply, type Question } from './judge-reply.ts';
import { checkFredKey } from './key.ts';
import { openPacer } from './pacer.ts';
import { attemptsProblem, type FailedAttempt } from './problems.ts';
import { backoffSeconds } from './retry-wait.ts';
import { send } from './send.ts';
import type { Exchange, FredEffects, FredOptions } from './types.ts';

export interface FredAnswer<T> {
  readonly value: T;
  readonly exchange: Exchange;
}

export type Ask = <T>(question: Question<T>) => Promise<FredAnswer<T>>;

/** Asks at FRED's pace until an answer is accepted, `attempts` times at most. Throws ProblemError. */
export function openAsk(options: FredOptions, effects: FredEffects): Ask {
  checkFredKey(options.key);
  const pacer = openPacer(options.requestsPerMinute, effects);

  return async function ask<T>(question: Question<T>): Promise<FredAnswer<T>> {
    const { subject, endpoint } = question;
    const parameters = { ...question.parameters, file_type: 'json' };
    const attempts: FailedAttempt[] = [];
    for (let attempt = 1; ; attempt++) {
      await pacer.turn();
      const began = effects.elapsed();
      const reply = await send(endpoint, parameters, options, effects);
      const ms = Math.round((effects.elapsed() - began) * 1000);
      effects.onRequest?.({ endpoint, parameters, status: reply.kind === 'failed' ? null : reply.status, ms, attempt });
      const at = effects.now();
      const outcome = judgeReply(question, reply, options.key, at);
      if (outcome.kind === 'accepted' && reply.kind === 'complete') {
        const { status, bytes } = reply;
        return { value: outcome.value, exchange: { endpoint, parameters, status, at: at.toISOString(), bytes } };
      }
      if (outcome.kind === 'refused') throw outcome.problem;
      if (outcome.kind === 'accepted') throw new Error('an answer was accepted that never came');

      attempts.push(outcome.attempt);
      const backoff = backoffSeconds(attempt, effects.random);
      if (outcome.kind === 'passing' && outcome.hold !== undefined) pacer.hold(Math.max(outcome.hold, backoff));
      if (outcome.kind === 'final' || attempt >= options.attempts) throw attemptsProblem(subject, endpoint, attempts);
      if (outcome.hold === undefined) await effects.sleep(Math.ceil(backoff * 1000), effects.signal);
    }
  };
}
