import { closestMatch, type Problem, type TextFile } from '../diagnostics/index.ts';
import { entry } from '../presence/index.ts';
import type { Layout, Placed } from './layout.ts';
import { sqlInTargets } from './misplaced.ts';
import type { GroupSql } from './normalise/feature-group.ts';
import { problemOf } from './problem-at.ts';

export interface Pairs {
  /** The SQL of each group and label by the path of its YAML. A missing half is empty text. */
  readonly sqlOf: (yaml: Placed) => GroupSql;
  readonly problems: readonly Problem[];
}

/**
 * Brings the halves of definitions together. Both halves missing each other by a slip are one problem; so is a half
 * that is not read for its name or its folder, which is told of that half.
 * @param elsewhere YAML that defines something of another room than it lies in, or that is not read.
 */
export function pairUp(
  layout: Layout,
  textOf: (path: string) => TextFile,
  elsewhere: ReadonlySet<string> = new Set(),
): Pairs {
  const problems: Problem[] = [];
  const pairs = new Map<string, { sql: TextFile; customTests: { name: string; sql: TextFile }[] }>();
  const paired = layout.yamls.filter(({ room }) => room === 'feature' || room === 'label');
  const claimed = new Set<string>();
  for (const yaml of paired) {
    const path = sqlPath(yaml);
    claimed.add(path);
    const sql = layout.all.has(path) ? textOf(path) : Object.freeze({ path, text: '' });
    pairs.set(yaml.path, { sql, customTests: [] });
  }
  const strayed = new Set([...elsewhere, ...layout.strays].map(withoutExtension));
  const orphans = layout.sqls.filter(
    (sql) => !claimed.has(sql.path) && !attachTest(sql) && !strayed.has(withoutExtension(sql.path)),
  );
  for (const yaml of paired) {
    if (layout.all.has(sqlPath(yaml)) || strayed.has(withoutExtension(yaml.path))) continue;
    const near = nearest(yaml, orphans);
    if (near !== undefined) orphans.splice(orphans.indexOf(near), 1);
    problems.push(withoutSql(yaml, near, textOf));
  }
  for (const sql of orphans) {
    const inTargets = sql.room === 'target';
    const together = inTargets && layout.all.has(`${sql.folder}/${sql.stem}.yaml`);
    if (!together) problems.push(inTargets ? sqlInTargets(sql, textOf(sql.path)) : orphan(sql, paired, textOf));
  }
  return {
    sqlOf: ({ path }) => entry(pairs, path),
    problems,
  };

  /** `labor.gap_is_sane.sql` is a test of `labor`. */
  function attachTest({ room, folder, stem, path }: Placed): boolean {
    const dot = stem.indexOf('.');
    const group = room === 'feature' && dot > 0 ? pairs.get(`${folder}/${stem.slice(0, dot)}.yaml`) : undefined;
    group?.customTests.push({ name: stem.slice(dot + 1), sql: textOf(path) });
    return group !== undefined;
  }
}

function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

function sqlPath({ folder, stem }: Placed): string {
  return `${folder}/${stem}.sql`;
}

/** The file of the other half whose name is a slip away, in the same folder. */
function nearest({ folder, stem }: Placed, candidates: readonly Placed[]): Placed | undefined {
  const beside = candidates.filter((candidate) => candidate.folder === folder && !candidate.stem.includes('.'));
  const match = closestMatch(
    stem,
    beside.map((candidate) => candidate.stem),
  );
  return beside.find((candidate) => candidate.stem === match);
}

function withoutSql(yaml: Placed, near: Placed | undefined, textOf: (path: string) => TextFile): Problem {
  const path = sqlPath(yaml);
  return problemOf(textOf(yaml.path), {
    code: 'EWS1008',
    message: `${yaml.path} has no SQL: there is no ${path}`,
    hint: near === undefined ? `write ${path}: how it is computed` : `did you mean ${near.path}? Rename it to ${path}`,
  });
}

function orphan(sql: Placed, paired: readonly Placed[], textOf: (path: string) => TextFile): Problem {
  const file = textOf(sql.path);
  if (sql.room === 'model' || sql.room === 'source') {
    const what = sql.room === 'model' ? 'a model is fitted, not queried' : 'a source is read by its connector';
    const hint = 'SQL of a feature group lives in features/, of a label in models/labels/';
    return problemOf(file, { code: 'EWS1008', message: `${sql.path} belongs to nothing: ${what}`, hint });
  }
  const dot = sql.stem.indexOf('.');
  const owner = dot > 0 ? { ...sql, stem: sql.stem.slice(0, dot) } : sql;
  const near = nearest(owner, paired);
  const path = `${owner.folder}/${owner.stem}.yaml`;
  const isTest = dot > 0 && sql.room === 'feature';
  return problemOf(file, {
    code: 'EWS1008',
    message: isTest
      ? `${sql.path} is a test of "${owner.stem}", but there is no ${path}`
      : `${sql.path} has no YAML: there is no ${sql.folder}/${sql.stem}.yaml`,
    hint: orphanHint(isTest || near === undefined ? near : undefined, path),
  });
}

function orphanHint(near: Placed | undefined, path: string): string {
  return near === undefined ? `write ${path}: what it is and who owns it` : `did you mean "${near.stem}"?`;
}
