import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findLaunchTools } from '../../engine/jobs/index.ts';
import { copyProject, edit } from '../build/small-project.ts';
import { ews } from './product.ts';

const here = (await findLaunchTools()).noNetwork;
const skipped = here === null && process.env['CI'] !== 'true';
if (skipped) console.warn('skipped: this machine gives no network namespace, so training cannot be isolated here');

describe.skipIf(skipped)('a target that requires isolation', () => {
  it('trains in a network namespace, with nothing that does not hold', async () => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'targets/local.yaml', 'environment: main', 'environment: main\nisolation: required');
    const built = await ews(project.root, 'build', '--json');
    expect(built).toMatchObject({ code: 0 });
    const { run } = JSON.parse(built.stdout);
    const card = JSON.parse(await readFile(path.join(project.lake, 'runs', run, 'cards/crisis_probit.json'), 'utf8'));
    expect(card.envelope.isolation.demanded).toBe('required');
    expect(card.envelope.isolation.checks).toHaveLength(6);
    for (const check of card.envelope.isolation.checks) expect(check).toMatchObject({ held: true });
  });
});
