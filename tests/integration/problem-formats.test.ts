import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { at } from '../../engine/presence/index.ts';
import { copyProject, SMALL_PROJECT } from '../build/small-project.ts';
import { editFile } from '../golden-project/reference-copy.ts';
import { describeWithSarif } from '../sarif/official-schema.ts';
import { ews, REPOSITORY } from './product.ts';

const PROJECTS = path.join(REPOSITORY, 'tests/projects');

interface Log {
  readonly runs: readonly [Run];
}

interface Rule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri?: string;
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
  readonly invocations: readonly [{ readonly exitCode: number; readonly executionSuccessful: boolean }];
  readonly results: readonly {
    readonly ruleId: string;
    readonly locations?: readonly {
      readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
    }[];
  }[];
}

/** Projects that have something wrong, by the name of their folder. */
async function brokenProjects(): Promise<readonly string[]> {
  const names = await readdir(PROJECTS);
  const broken = await Promise.all(
    names.map(async (name) => {
      const expected = await readFile(path.join(PROJECTS, name, 'expected/problems.txt'), 'utf8').catch(() => '');
      return expected === '' ? [] : [name];
    }),
  );
  return broken.flat();
}

await describeWithSarif('--problems sarif', (faultsOf) => {
  it('is a log by the schema of SARIF of every broken project, whose rules have pages', async () => {
    const folder = await temporaryFolder(onTestFinished);
    for (const name of await brokenProjects()) {
      const root = path.join(folder, 'repository', name);
      await cp(path.join(PROJECTS, name), root, { recursive: true });
      const file = path.join(folder, `${name}.sarif`);
      const { code, stderr } = await ews(root, 'compile', '--problems', 'sarif', '--problems-to', file);
      const log = JSON.parse(await readFile(file, 'utf8')) as Log;
      expect(faultsOf(log)).toEqual([]);
      const [{ tool, invocations, results }] = log.runs;
      expect(invocations).toEqual([{ executionSuccessful: code === 0, exitCode: code }]);
      expect(results.length).toBeGreaterThan(0);
      for (const { id, help, helpUri } of tool.driver.rules) {
        expect(help.markdown).toBe(await readFile(path.join(REPOSITORY, `docs/errors/${id}.md`), 'utf8'));
        // Whoever reads the log elsewhere has no file of this machine.
        if (helpUri !== undefined) expect(helpUri).toMatch(/^https:/);
        expect(stderr).toContain(id);
      }
    }
  });

  it('has the problems of a run, and names files from the top of the repository', async () => {
    const repository = await temporaryFolder(onTestFinished);
    const root = path.join(repository, 'risk us');
    await cp(SMALL_PROJECT, root, { recursive: true });
    await mkdir(path.join(repository, '.git'));
    await editFile(root, 'features/strain.yaml', 'tests:', 'tests: [not_null]\n    was:');
    const { stderr, code } = await ews(root, 'build', '--quiet', '--problems', 'sarif');
    const log = JSON.parse(stderr) as Log;
    expect(code).toBe(1);
    expect(faultsOf(log)).toEqual([]);
    const located = at(at(log.runs, 0).results, 0).locations ?? [];
    expect(at(located, 0).physicalLocation.artifactLocation.uri).toBe('risk%20us/features/strain.yaml');
  });
});

it('--problems github and json say them at the end, of a wrong flag too', async () => {
  const { root } = await copyProject(onTestFinished);
  const github = await ews(root, 'ls', '--problems', 'github', '--nonsense');
  expect(github.stderr).toBe(
    "::error title=EWS6001 unknown command%2C flag or value::unknown option '--nonsense'%0A" +
      'ews --help lists the commands, ews help COMMAND its flags\n',
  );
  const json = await ews(root, 'show', 'nothing', '--problems', 'json');
  expect(JSON.parse(json.stderr)).toMatchObject([{ code: 'EWS6002', severity: 'error' }]);
  const sound = await ews(root, 'compile', '--problems', 'json', '--quiet');
  expect(sound).toMatchObject({ code: 0, stderr: '[]\n' });
});

it('a file of problems that cannot be written ends the command with 2, and says so', async () => {
  const { root } = await copyProject(onTestFinished);
  const refused = await ews(root, 'ls', '--problems', 'sarif', '--problems-to', path.join(root, 'none/x.sarif'));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('EWS6001 cannot write');
  const alone = await ews(root, 'ls', '--problems-to', path.join(root, 'x.sarif'));
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('add --problems sarif');
});
