import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { builtProject } from './built-project.ts';
import { flipFile } from './flip-file.ts';
import { storedFile } from './object-file.ts';
import { objectDigests } from './objects.ts';
import { buildProject, edit, nodeResult, refusedBuild, type TestProject } from './small-project.ts';

const fresh = builtProject();

const DAMAGE: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  gone: (file) => rm(file),
  changed: flipFile,
  'a folder': async (file) => {
    await rm(file);
    await mkdir(file);
  },
  cut: (file) => writeFile(file, ''),
};

async function damage(project: TestProject, object: string, how: (file: string) => Promise<unknown>): Promise<void> {
  const files = Object.keys(await objectDigests(project.lake)).filter((file) => file.startsWith(`${object}/`));
  for (const file of files) await how(await storedFile(project.lake, file));
}

/** Does what a hint says, to the letter. */
async function follow(project: TestProject, hint: string, message: string): Promise<boolean> {
  const folder = /delete (objects\/\S+), and/.exec(hint)?.[1];
  if (hint.includes('move the folder away')) {
    await rm(path.join(project.lake, present(/objects\/\S+/.exec(message)?.[0])), { recursive: true });
  }
  if (folder !== undefined) await rm(path.join(project.lake, folder), { recursive: true });
  const fullRefresh = hint.includes('ews build --full-refresh');
  expect(folder !== undefined || fullRefresh).toBe(true);
  return (await buildProject(project, { fullRefresh })).result.ok;
}

/** An object and what befell its file. Observations are not computed: their way back is another. */
const DAMAGED = [
  ...Object.keys(DAMAGE).map((what) => ({ object: 'observations/rates', what })),
  { object: 'label/crisis_ahead', what: 'gone' },
  { object: 'label/crisis_ahead', what: 'a folder' },
  { object: 'feature/slope', what: 'changed' },
];

it.each(DAMAGED)('$object whose file is $what: what the problem advises heals', async ({ object, what }) => {
  const project = await fresh();
  await damage(project, object, present(DAMAGE[what]));
  // What reads it has to be built: slope reads observations, the model the others.
  if (object.startsWith('observations')) await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
  await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
  const { result } = await buildProject(project);
  expect(result.ok).toBe(false);
  const [problem] = result.nodes.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'error');
  expect(problem?.code).toMatch(/^EWS400[25]$/);
  expect(await follow(project, present(problem?.hint), present(problem).message)).toBe(true);
});

describe('what the machine refuses', () => {
  it('fails one node, and the next one is built', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    await edit(project, 'features/credit.yaml', '-50', '-60');
    await edit(project, 'features/credit.sql', '100 * ln', '101 * ln');
    const built = await buildProject(
      project,
      {},
      {
        around: (store) =>
          new Proxy(store, {
            get: (target, name: keyof typeof store) => {
              if (name !== 'write')
                return typeof target[name] === 'function' ? target[name].bind(target) : target[name];
              return async (key: string, content: Parameters<typeof target.write>[1]) => {
                if (key.includes('feature/slope')) {
                  throw Object.assign(new Error("EMFILE: too many open files, open 'x'"), { code: 'EMFILE' });
                }
                return target.write(key, content);
              };
            },
          }),
      },
    );
    expect(nodeResult(built, 'features.slope')).toMatchObject({
      status: 'failed',
      problems: [{ code: 'EWS4018', hint: expect.stringContaining('ulimit -n') }],
    });
    expect(nodeResult(built, 'features.credit').status).toBe('ok');
  });

  it('is said of an expression that is nested too deep, with what can be done', async () => {
    const project = await fresh();
    const deep = `${'abs('.repeat(1500)}long.value${')'.repeat(1500)}`;
    await edit(project, 'features/slope.sql', 'long.value - short.value', deep);
    expect(await refusedBuild(project)).toMatchObject([
      { code: 'EWS2101', message: expect.stringContaining('1000 levels'), hint: expect.stringContaining('WITH part') },
    ]);
  });
});

it('whoever writes a template is told how relations are named', async () => {
  const project = await fresh();
  await edit(project, 'features/slope.sql', 'rates.long AS long', "{{ ref('rates_long') }} AS long");
  const message = expect.stringContaining('not templated');
  const hint = 'write the group: features.rates_long';
  expect(await refusedBuild(project)).toMatchObject([{ code: 'EWS2101', message, hint, span: { line: 6, column: 6 } }]);
});

it('whoever takes a label for a feature is not told to write a feature group of its name', async () => {
  const project = await fresh();
  await edit(project, 'models/crisis_probit.yaml', '[slope.slope,', '[labels.crisis_ahead, crisis_ahead.y,');
  const hint = '"crisis_ahead" is a label, which is predicted: name a column of a feature group';
  expect(await refusedBuild(project)).toMatchObject([
    { code: 'EWS1010', hint },
    { code: 'EWS1010', hint },
  ]);
});
