import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { at } from '../../engine/presence/index.ts';
import { COUNTRIES, type Country, panelProject } from './panel-project.ts';
import { edit, type OnFinished, type TestProject } from './small-project.ts';

/** What is done to the data of a panel, and to the group that only some countries have. */
export interface Damage {
  /** Whose credit gaps are not in the file at all. */
  readonly absent: readonly Country[];
  /** Whose gaps end with this month, `YYYY-MM`. */
  readonly ended: Readonly<Partial<Record<Country, string>>>;
  /** Months whose gap is empty, by country, from the first through the second. */
  readonly holes: readonly { readonly country: Country; readonly from: string; readonly through: string }[];
  /** The countries that the group `world` joins with; others are lost there. */
  readonly joined: readonly Country[];
  /** Whether `world` says in a WHERE which countries it means instead. */
  readonly chosen: boolean;
  /** Countries of which nobody told any crisis. */
  readonly untold: readonly Country[];
  readonly firstCutoff: string;
}

/** Whole numbers below `n`, the same for a seed. */
export function drawing(seed: number): (n: number) => number {
  let state = seed >>> 0 || 1;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

export function drawDamage(draw: (n: number) => number): Damage {
  const some = (share: number): readonly Country[] => COUNTRIES.filter(() => draw(100) < share);
  const month = (): string => `${1992 + draw(18)}-${String(1 + draw(12)).padStart(2, '0')}`;
  const absent = some(15);
  const present = COUNTRIES.filter((country) => !absent.includes(country));
  return {
    absent,
    // These last months are at the edge of what is late.
    ended: Object.fromEntries(
      some(25).map((country) => [country, draw(2) === 0 ? month() : at(['2009-08', '2009-09', '2009-10'], draw(3))]),
    ),
    holes: some(40).map((country) => {
      const [from, through] = [month(), month()].toSorted();
      return { country, from: String(from), through: String(through) };
    }),
    joined: [...new Set([...some(75), at(present, draw(present.length))])].toSorted(),
    chosen: draw(3) === 0,
    untold: some(12),
    firstCutoff: `${1991 + draw(8)}-01-31`,
  };
}

export async function damagedPanel(onFinished: OnFinished, damage: Damage): Promise<TestProject> {
  const project = await panelProject(onFinished, { countries: COUNTRIES, keyed: true });
  await changeLines(project, 'credit.csv', (country, month, line) => {
    if (damage.absent.includes(country)) return null;
    const end = damage.ended[country];
    if (end !== undefined && month > end) return null;
    const isHole = damage.holes.some((hole) => hole.country === country && hole.from <= month && month <= hole.through);
    return isHole ? line.replace(/,[^,]*$/, ',') : line;
  });
  await changeLines(project, 'states.csv', (country, _, line) => (damage.untold.includes(country) ? null : line));
  await edit(project, 'features/world.yaml', 'columns:', 'keys: [country]\ncolumns:');
  const joined = damage.joined.map((country) => `('${country}')`).join(', ');
  const rows = damage.chosen
    ? `macro.credit AS c WHERE c.country IN (${joined})`
    : `macro.credit AS c JOIN (VALUES ${joined}) AS m(country) ON m.country = c.country`;
  const sql = 'SELECT date, avg(gap) AS mean_gap FROM macro.credit GROUP BY date';
  await edit(project, 'features/world.sql', sql, `SELECT c.country, c.date, c.gap + 1 AS mean_gap FROM ${rows}`);
  await edit(project, 'models/crisis_logit.yaml', '1998-01-31', damage.firstCutoff);
  const tuning = 'tuning: { search: grid, space: { ridge: [1, 30] }, folds: 2, every_months: 48 }\n';
  await edit(project, 'models/crisis_logit.yaml', tuning, '');
  await edit(project, 'models/crisis_logit.yaml', 'draws: 40', 'draws: 10');
  return project;
}

async function changeLines(
  { root }: TestProject,
  name: string,
  change: (country: Country, month: string, line: string) => string | null,
): Promise<void> {
  const file = path.join(root, 'sources/data', name);
  const [header = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const kept = lines.flatMap((line) => {
    const [country, date = ''] = line.split(',');
    return change(country as Country, date.slice(0, 7), line) ?? [];
  });
  await writeFile(file, `${[header, ...kept].join('\n')}\n`);
}
