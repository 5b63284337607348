import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWhy } from '../../engine/cli/commands/why.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import { machineNumerics } from '../../engine/run/index.ts';
import { builtProject } from '../build/built-project.ts';
import { buildProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

/** Computed by this very machine, as the command asks. */
const fresh = builtProject('small-computed-here', undefined, async () => ({ numerics: await machineNumerics()() }));

async function why(project: TestProject, node: string, flags: Partial<GlobalFlags> = {}): Promise<string> {
  const terminal = recordingTerminal();
  const all = { projectDir: project.root, logFormat: 'text', ...flags } as GlobalFlags;
  expect(await runWhy(node, all, terminal)).toBe(0);
  return terminal.said.out.join('\n');
}

describe('ews why', () => {
  it('says that nothing changed, also where only words and comments did', async () => {
    const project = await fresh();
    expect(await why(project, 'crisis_probit')).toBe('models.crisis_probit would be reused: unchanged');
    await edit(project, 'features/slope.sql', '-- Both rates come out together.', '-- Another remark.\n');
    await edit(project, 'features/slope.yaml', 'description: Slope of', 'description: New words of');
    expect(await why(project, 'crisis_probit')).toBe('models.crisis_probit would be reused: unchanged');
  });

  it('follows a changed query down to the columns that it computes in another way', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.sql', 'long.value - short.value AS', 'long.value - 2 * short.value AS');
    expect(await why(project, 'slope')).toBe(
      ['features.slope would be computed: its definition changed', '└─ ~ slope  computed in another way'].join('\n'),
    );
    const [first, ...below] = (await why(project, 'crisis_probit')).split('\n');
    expect(first).toBe('models.crisis_probit would be computed if slope.slope, strain.strain change');
    expect(below).toContain('├─ features.slope  its definition changed');
    expect(below.join('\n')).toContain('~ slope  computed in another way');
    expect(below.join('\n')).not.toContain('inverted');
    expect(await why(project, 'credit')).toBe('features.credit would be reused: unchanged');
  });

  it('names a source that would be ingested first, and its rows once it was', async () => {
    const project = await fresh();
    const file = path.join(project.root, 'sources/data/loans.csv');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await writeFile(file, `${lines.slice(0, -1).join('\n')}\n`);
    expect(await why(project, 'credit')).toBe(
      [
        'features.credit would be reused: unchanged',
        '1 source relation would be ingested first; what they bring is not known yet:',
        '  bank.loans: sources/data/loans.csv changed',
      ].join('\n'),
    );
    // A build of another group ingests all the same.
    await buildProject(project, { select: ['bank.loans'] }, { numerics: await machineNumerics()() });
    const json = JSON.parse(await why(project, 'credit', { json: true }));
    expect(json).toMatchObject({
      node: 'features.credit',
      action: 'execute',
      reason: 'bank.loans changed',
      redefined: false,
      because: [{ node: 'bank.loans', kind: 'source', reason: 'it changed since it was read', because: [] }],
      awaits: [],
      columns: {},
    });
  });

  it('says before the first build that nothing is built', async () => {
    const project = await fresh();
    expect(await why(project, 'slope', { env: 'other' })).toBe(
      'features.slope would be reused: stored by an earlier run',
    );
  });
});
