import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv } from 'ajv';
import { expect, it, onTestFinished } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { REPOSITORY } from './product.ts';

const SCHEMA = path.join(REPOSITORY, 'schemas/output/log-line.schema.json');
const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

type Line = Readonly<Record<string, unknown>> & { readonly kind: string };

interface Log {
  readonly code: number | null;
  readonly lines: readonly Line[];
  readonly summary: Line;
}

/** What a build says on standard error, line by line; `stopAt` is the kind of line at which Ctrl-C is typed. */
async function logOf({ root }: TestProject, args: readonly string[] = [], stopAt?: string): Promise<Log> {
  const command = [path.join(REPOSITORY, 'bin/ews.mjs'), 'build', '--log-format', 'json', '--project-dir', root];
  const child = spawn(process.execPath, [...command, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: Line[] = [];
  const ended = once(child, 'close');
  for await (const text of createInterface({ input: child.stderr })) {
    const line = JSON.parse(text) as Line;
    validate(line);
    expect([line.kind, validate.errors ?? []]).toEqual([line.kind, []]);
    expect(Buffer.byteLength(text)).toBeLessThan(line.kind === 'run_summary' ? 4_000 : 8_000);
    lines.push(line);
    if (line.kind === stopAt) child.kill('SIGINT');
  }
  const [code] = (await ended) as [number | null];
  const summary = present(lines.at(-1));
  expect(summary).toMatchObject({ kind: 'run_summary', exitCode: code, ok: code === 0 });
  return { code, lines, summary };
}

it('the log of a build ends with its summary, and no line is too long', async () => {
  const { code, lines, summary } = await logOf(await copyProject(onTestFinished));
  expect(code).toBe(0);
  const { nodes } = present(lines.find(({ kind }) => kind === 'run_finished'))['result'] as { nodes: unknown[] };
  expect(nodes.length).toBeGreaterThan(0);
  expect(summary).toMatchObject({ command: 'build', unfinished: 0, failed: [], position: 1 });
  expect(summary['predictions']).toMatchObject([{ model: 'crisis_probit' }]);
});

it('also of one that failed, and of a project that does not read', async () => {
  const project = await copyProject(onTestFinished);
  const whole = 'CASE WHEN long.value < short.value THEN 1 ELSE 0 END';
  await edit(project, 'features/slope.sql', whole, `CAST('${'x'.repeat(9_000)}' || long.value AS INTEGER)`);
  const failed = await logOf(project);
  expect(failed.code).toBe(1);
  expect(failed.summary['failed']).toContain('features.slope');
  expect(failed.summary['problems']).toContainEqual({ code: 'EWS3003', severity: 'error', count: 1 });
  await edit(project, 'features/slope.yaml', 'feature: slope', 'feature: [slope');
  const broken = await logOf(project);
  expect(broken.code).toBe(1);
  expect(broken.summary).toMatchObject({ run: null, unfinished: null, folder: null });
});

it('and of one that was ended by Ctrl-C', async () => {
  const { code, lines, summary } = await logOf(await copyProject(onTestFinished), [], 'planned');
  expect(code).toBe(130);
  expect(lines.at(-2)).toMatchObject({ kind: 'failure', text: 'interrupted: the last good run is untouched' });
  expect(summary['run']).toMatch(/^\d{8}T/);
  expect(summary).toMatchObject({ folder: null, position: null, nodes: { failedTests: 0 } });
});
