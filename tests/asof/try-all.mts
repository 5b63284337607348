import { evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import { differences } from './compare.ts';
import { planOf } from './definition.ts';
import { SHAPES } from './shapes/index.ts';
import { DECISION_DATES as DD, monthEnd, openWith, sourcesOf } from './vintages.ts';

const big = process.argv[3];
const SOURCES = sourcesOf(Number(process.argv[4] ?? 0), big ? 200 : 14);
const DECISION_DATES = big ? [...DD.slice(0, 4), monthEnd(80), monthEnd(150), monthEnd(199)] : DD;
const t0 = Date.now();
let w = await openWith(SOURCES, DECISION_DATES);
let ok = 0,
  loops = 0,
  tl = 0,
  to = 0;
for (const shape of SHAPES) {
  const plan = await planOf(w, shape, SOURCES);
  let loop;
  try {
    const t = Date.now();
    loop = await evaluateLoop(w, plan, DECISION_DATES);
    to += Date.now() - t;
  } catch (e) {
    console.log('LOOP ERR', shape.name, String(e).slice(0, 300));
    continue;
  }
  if (plan.liftedSql === undefined) {
    loops++;
    if (!shape.loops) console.log('LOOPS', shape.name, plan.loopReason);
    if (process.argv[2] !== 'force') continue;
  } else if (shape.loops) console.log('LIFTS', shape.name);
  try {
    const t = Date.now();
    const lifted = await evaluateLifted(w, plan, DECISION_DATES);
    tl += Date.now() - t;
    const d = await differences(w, lifted, loop);
    if (d.length) {
      console.log('DIFF', shape.name, d.length, d.slice(0, 4), process.argv[2] ? plan.liftedSql : '');
    } else ok++;
    const [n] = await w.rows(`select count(*) n from ${loop.table}`);
    if (!n?.n) console.log('EMPTY', shape.name);
  } catch (e) {
    console.log('LIFT ERR', shape.name, String(e).slice(0, 300));
    if (/INTERNAL/.test(String(e))) {
      w = await openWith(SOURCES, DECISION_DATES);
    }
  }
}
console.log({ shapes: SHAPES.length, ok, loops, ms: Date.now() - t0, tl, to });
w.close();
