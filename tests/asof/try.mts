import { evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import { differences } from './compare.ts';
import { planOf } from './definition.ts';
import { DECISION_DATES, openWith, SOURCES } from './vintages.ts';

const w = await openWith(SOURCES, DECISION_DATES);
for (const sql of process.argv.slice(2)) {
  const plan = await planOf(w, { name: 'x', sql }, SOURCES);
  console.log(plan.liftedSql ?? plan.loopReason);
  const loop = await evaluateLoop(w, plan, DECISION_DATES);
  console.log(await w.rows(`select count(*) n from ${loop.table}`));
  try {
    const lifted = await evaluateLifted(w, plan, DECISION_DATES);
    console.log((await differences(w, lifted, loop)).slice(0, 5));
  } catch (e) {
    console.log(String(e));
  }
}
w.close();
