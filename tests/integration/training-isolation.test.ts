import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { copyProject, edit } from '../build/small-project.ts';
import { placesHere } from '../isolation/places.ts';
import { ews } from './product.ts';

const { bubblewrap } = await placesHere(afterAll);

describe.skipIf(bubblewrap === null)('a target that requires isolation', () => {
  it('trains behind bubblewrap, with nothing that does not hold', async () => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'targets/local.yaml', 'environment: main', 'environment: main\nisolation: required');
    const built = await ews(project.root, 'build', '--json');
    expect(built).toMatchObject({ code: 0 });
    const { run } = JSON.parse(built.stdout).result;
    const card = JSON.parse(await readFile(path.join(project.lake, 'runs', run, 'cards/crisis_probit.json'), 'utf8'));
    const { demanded, barriers, checks } = card.envelope.isolation;
    expect(demanded).toBe('required');
    expect(barriers).toContainEqual({ barrier: 'bubblewrap', present: true });
    expect(checks).toHaveLength(26);
    for (const check of checks) expect(check).toMatchObject({ held: true });
  });
});
