import fc from 'fast-check';
import { compareEvaluated, evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import { planOf } from './definition.ts';
import { arbitraryQuery } from './generated-sql.ts';
import { DECISION_DATES, openWith, SOURCES } from './vintages.ts';

const [seed = '1', count = '200', depth = '3'] = process.argv.slice(2);
const dates = DECISION_DATES.filter((_, i) => i % 2 === 0 || i < 4);
let w = await openWith(SOURCES, DECISION_DATES);
const t0 = Date.now();
const stats: Record<string, number> = {};
const bump = (k: string) => {
  stats[k] = (stats[k] ?? 0) + 1;
};
for (const sql of fc.sample(arbitraryQuery(Number(depth)), { seed: Number(seed), numRuns: Number(count) })) {
  const plan = await planOf(w, { name: 'g', sql }, SOURCES);
  if (plan.liftedSql === undefined) {
    bump('static: ' + plan.loopReason);
    continue;
  }
  let loop, lifted;
  try {
    loop = await evaluateLoop(w, plan, dates);
  } catch (e) {
    bump('loop err');
    console.log('LOOPERR', String(e).slice(0, 200), sql);
    continue;
  }
  try {
    lifted = await evaluateLifted(w, plan, dates);
  } catch (e) {
    bump('lift err');
    console.log('LIFTERR', String(e).split('\n')[0]!.slice(0, 200), '\n   ', sql.slice(0, 600));
    if (/INTERNAL|FATAL/.test(String(e))) {
      w = await openWith(SOURCES, DECISION_DATES);
    }
    continue;
  }
  const c = await compareEvaluated(w, lifted, loop);
  if (!c.equal) {
    bump('DIFF');
    console.log('DIFF', c.reason, JSON.stringify(c.example), '\n   ', sql);
  } else bump('ok');
}
console.log(stats, Date.now() - t0);
w.close();
