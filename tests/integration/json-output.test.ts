import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gatherAnswer } from '../../engine/cli/answer/answer.ts';
import { main } from '../../engine/cli/main.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { ROOT } from '../source-files.ts';
import { JSON_COMMANDS, type TypedCommand } from './json-commands.ts';

/** Commands are typed to one process here, and each waits for Ctrl-C. */
process.setMaxListeners(Number.POSITIVE_INFINITY);
const LONG = { timeout: 600_000 };

interface Told {
  readonly command: string | null;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly problems: readonly { readonly code: string; readonly severity: string }[];
  readonly bug: string | null;
  readonly result: unknown;
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(command: string): ValidateFunction {
  const known = validators.get(command);
  if (known !== undefined) return known;
  const file = path.join(ROOT, 'schemas/output', `${command.replaceAll(' ', '-')}.schema.json`);
  const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  validators.set(command, validate);
  return validate;
}

/** What a command prints: that it is one document, by its schema, and agrees with the exit code, is looked at here. */
async function told(command: TypedCommand, args: readonly string[]): Promise<Told> {
  const terminal = { ...recordingTerminal(), answer: gatherAnswer() };
  await main([...command.name.split(' '), ...args, '--json'], terminal);
  const exitCode = process.exitCode ?? 'none was set';
  process.exitCode = undefined;
  const envelope = JSON.parse(terminal.said.out.join('\n')) as Told;
  const validate = validatorOf(command.name);
  validate(envelope);
  const faults = (validate.errors ?? []).map(({ instancePath, message, params }) => [instancePath, message, params]);
  expect({ command: command.name, faults: faults.slice(0, 5) }).toEqual({ command: command.name, faults: [] });
  expect(validate({ ...envelope, more: 1 })).toBe(false);
  expect(envelope).toMatchObject({ exitCode, ok: exitCode === 0, bug: null });
  expect(terminal.said.err.join('\n')).not.toContain('a bug in ews');
  return envelope;
}

/** All commands on a project, one after the other. */
async function allTold(
  { root }: Pick<TestProject, 'root'>,
  argsOf: (command: TypedCommand) => readonly string[] | undefined,
): Promise<ReadonlyMap<string, Told>> {
  const folder = await temporaryFolder(onTestFinished);
  const answers = new Map<string, Told>();
  for (const command of JSON_COMMANDS) {
    const args = argsOf(command)?.map((word) => word.replace('%', folder));
    if (args !== undefined) answers.set(command.name, await told(command, [...args, '--project-dir', root]));
  }
  return answers;
}

/** The small project with a second model, so that there are two to compare. */
async function projectWithModels(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  const probit = await readFile(path.join(project.root, 'models/crisis_probit.yaml'), 'utf8');
  const logit = probit.replace('model: crisis_probit', 'model: crisis_logit').replace('probit', 'logit');
  await writeFile(path.join(project.root, 'models/crisis_logit.yaml'), logit.replaceAll('probit', 'logit'));
  return project;
}

describe('what a command prints with --json is by its schema', () => {
  it('where all is well', LONG, async () => {
    const project = await projectWithModels();
    const answers = await allTold(project, ({ args }) => args);
    const failed = [...answers].filter(([, { ok, result }]) => !ok || result === null);
    expect(failed.map(([name, { exitCode, problems }]) => [name, exitCode, problems])).toEqual([]);
  });

  it('where it is asked of something of another shape', LONG, async () => {
    const project = await projectWithModels();
    await told({ name: 'build', args: [] }, ['--project-dir', project.root]);
    for (const command of JSON_COMMANDS) {
      for (const args of command.also ?? []) {
        const { ok, problems } = await told(command, [...args, '--project-dir', project.root]);
        expect([command.name, args, ok, problems]).toEqual([command.name, args, true, problems]);
      }
    }
  });

  it('where problems are of expressions that go over lines', LONG, async () => {
    const project = await copyProject(onTestFinished);
    const whole = 'CASE WHEN long.value < short.value THEN 1 ELSE 0 END AS inverted';
    await edit(project, 'features/slope.sql', whole, `(1 /\n    (long.value * 0)) AS inverted`);
    await edit(project, 'features/credit.growth_is_fresh.sql', '- INTERVAL 100 DAYS', '+ INTERVAL 100 DAYS');
    const { problems } = await told({ name: 'build', args: [] }, ['--project-dir', project.root]);
    expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['EWS3010', 'EWS3018']));
  });

  it('where it is asked of something that there is not', LONG, async () => {
    const project = await copyProject(onTestFinished);
    await told({ name: 'build', args: [] }, ['--project-dir', project.root]);
    for (const [name, answer] of await allTold(project, ({ unknown }) => unknown)) {
      expect([name, answer.ok, answer.problems.length > 0]).toEqual([name, false, true]);
    }
  });

  it('where nothing was built', LONG, async () => {
    const project = await copyProject(onTestFinished);
    const looking = ({ name, args }: TypedCommand) =>
      ['build', 'run', 'test', 'ingest'].includes(name) ? undefined : args;
    const answers = await allTold(project, looking);
    expect(answers.get('card')).toMatchObject({ ok: false, problems: [{ code: 'EWS4005' }], result: null });
  });

  it('where the project does not read', LONG, async () => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'features/slope.yaml', 'feature: slope', 'feature: [slope');
    await edit(project, 'features/credit.sql', 'bank.loans', 'bank.loanz');
    const answers = await allTold(project, ({ args }) => args);
    for (const { name, needsNone } of JSON_COMMANDS) {
      const codes = answers.get(name)?.problems.map(({ code }) => code);
      if (needsNone === true) expect(codes).toEqual([]);
      else expect([name, codes?.includes('EWS1003')]).toEqual([name, true]);
    }
  });

  it('where a node and a test failed', LONG, async () => {
    const project = await copyProject(onTestFinished);
    const whole = 'CASE WHEN long.value < short.value THEN 1 ELSE 0 END';
    await edit(project, 'features/slope.sql', whole, "CAST('x' || long.value AS INTEGER)");
    await edit(project, 'sources/data/turns.csv', '1999-08-15', '1999-18-15');
    const answers = await allTold(project, ({ args }) => args);
    expect(answers.get('build')).toMatchObject({ ok: false, exitCode: 1, result: { ok: false } });
    expect(answers.get('ingest')?.result).toBeInstanceOf(Array);
  });

  it('where a flag is wrong', LONG, async () => {
    const project = await copyProject(onTestFinished);
    for (const [, answer] of await allTold(project, ({ args }) => [...args, '--nonsense'])) {
      expect(answer).toMatchObject({
        command: null,
        ok: false,
        exitCode: 2,
        problems: [{ code: 'EWS6001' }],
        result: null,
      });
    }
  });

  it('where nothing can be written', LONG, async () => {
    const project = await copyProject(onTestFinished);
    await writeFile(path.join(project.root, '.ews'), 'no folder');
    const answers = await allTold(project, ({ args }) => args);
    expect(answers.get('build')).toMatchObject({ ok: false, exitCode: 1 });
    expect(answers.get('ls')).toMatchObject({ ok: true });
  });
});
