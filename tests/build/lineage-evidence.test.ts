import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LineageFlags, runLineage } from '../../engine/cli/commands/lineage.ts';
import { present } from '../../engine/presence/index.ts';
import type { TextRange, TraceJson } from '../../lineage/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { edit, type TestProject } from './small-project.ts';

/** Built on 2022-11-01. */
const fresh = builtProject();
const shared = sharedProject();
const TARGETS = ['crisis_probit', 'predictions.crisis_probit', 'crisis_ahead', 'tests.credit.growth_is_fresh'];

async function traced(project: TestProject, target: string, flags: Partial<LineageFlags> = {}): Promise<TraceJson> {
  const terminal = recordingTerminal();
  const all = { projectDir: project.root, logFormat: 'text', json: true, ...flags } as const;
  expect(await runLineage(target, all, terminal)).toBe(0);
  expect(terminal.said.err).toEqual([]);
  return JSON.parse(terminal.said.out.join('\n')) as TraceJson;
}

/** The text of a range, white space as one space. */
async function textAt(project: TestProject, file: string, range: TextRange): Promise<string> {
  const lines = (await readFile(path.join(project.root, file), 'utf8')).split('\n');
  const within = lines.slice(range.line - 1, range.endLine);
  const last = within.length - 1;
  const cut = within.map((line, index) =>
    line.slice(index === 0 ? range.column - 1 : 0, index === last ? range.endColumn - 1 : undefined),
  );
  return cut.join(' ').replaceAll(/\s+/g, ' ');
}

describe('the evidence of an edge', () => {
  it.each(TARGETS)('of %s is whole: file, expression, clause, fingerprint, digest', async (target) => {
    const { edges } = await traced(await shared(), target);
    expect(edges.length).toBeGreaterThan(0);
    for (const edge of edges) {
      const said = JSON.stringify(edge);
      const { expression, fingerprint, digest, clauses } = present(edge.evidence, `the evidence of ${said}`);
      expect(expression, said).not.toBeNull();
      expect(fingerprint, said).toMatch(/^[0-9a-f]{64}$/);
      expect(digest, said).toMatch(/^sha256:[0-9a-f]{64}$/);
      if (edge.type === 'INDIRECT') expect(clauses.length, said).toBeGreaterThan(0);
      else expect(clauses, said).toEqual([]);
    }
  });

  it('is the same from a stored run as from the definitions that made it', async () => {
    const project = await shared();
    const now = await traced(project, 'predictions.crisis_probit');
    expect(await traced(project, 'predictions.crisis_probit', { at: '2022-11-01' })).toMatchObject({
      edges: now.edges.map(({ evidence }) => ({ evidence })),
    });
  });

  it('names the clauses that decide, in SQL and in YAML', async () => {
    const project = await shared();
    const { edges } = await traced(project, 'crisis_probit');
    const clauses = new Map<string, string>();
    for (const { from, to, subtype, evidence } of edges) {
      if (evidence === null) continue;
      for (const range of evidence.clauses) {
        const text = await textAt(project, evidence.file, range);
        clauses.set(`${from.node}.${from.column} ${subtype} ${to.node}.${to.column ?? 'rows'}`, text);
      }
    }
    expect(Object.fromEntries(clauses)).toMatchObject({
      'rates.short.date JOIN features.slope.rows': 'USING (date)',
      'bank.loans.date WINDOW features.credit.growth':
        'before AS ( ORDER BY date ' +
        'RANGE BETWEEN to_months($trend_months) PRECEDING AND to_months($trend_months) PRECEDING )',
      'bank.turns.month JOIN features.crisis.rows': 'ON months.date >= turns.month',
      'bank.turns.turn CONDITIONAL features.crisis.in_crisis': "CASE WHEN turns.turn = 'start' THEN 1 ELSE 0 END",
      'features.crisis.date JOIN labels.crisis_ahead.rows':
        "ON outcome.date = date_trunc('month', dates.date) + to_months($horizon_months)",
      'raw.rates.series_id FILTER rates.long.rows': 'LONG',
      // Of each date the engine keeps the last row.
      'rates.long.date SORT features.slope.rows': 'long.date',
    });
  });

  it('gives the whole expression, over lines, without its name', async () => {
    const project = await shared();
    const { edges } = await traced(project, 'strain.strain');
    const edge = edges.find(({ to, from }) => to.node === 'features.strain' && from.column === 'growth');
    const { file, expression } = present(present(edge).evidence);
    expect(await textAt(project, file, present(expression))).toBe('credit.growth - 2 * slope.slope');
  });

  it('stays that of the definition when that is newer than the run, and then has no digest', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.sql', '-- Both', '-- Both,\n-- as a rule,\n-- both');
    const moved = await traced(project, 'slope.slope');
    const [edge] = moved.edges.filter(({ to }) => to.node === 'features.slope' && to.column === 'slope');
    expect(edge?.evidence).toMatchObject({ expression: { line: 6 }, digest: expect.stringMatching(/^sha256:/) });
    await edit(project, 'features/slope.sql', 'long.value - short.value AS', 'long.value + short.value AS');
    const changed = await traced(project, 'slope.slope');
    const [other] = changed.edges.filter(({ to }) => to.node === 'features.slope' && to.column === 'slope');
    expect(other?.evidence).toMatchObject({ digest: null, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(present(other?.evidence).fingerprint).not.toBe(present(edge?.evidence).fingerprint);
  });
});
