import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { first } from '../../engine/presence/index.ts';
import type { RunResult } from '../../engine/run/index.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { type AnswerFate, startReceiver } from '../open-lineage/receiver.ts';
import { eventsOf } from '../open-lineage/stored-events.ts';
import { freePort } from '../s3/free-port.ts';
import { type CommandOutput, REPOSITORY, resultIn, run } from './product.ts';

const KEY = 'a-secret-of-this-test';

/** `ews build` on a target that tells this address, with the key in the environment. */
async function telling(url: string): Promise<{ readonly project: TestProject; readonly answer: CommandOutput }> {
  const project = await copyProject(onTestFinished);
  const told = `openlineage: { url: "${url}", api_key_env: LINEAGE_KEY, timeout_seconds: 2 }`;
  await edit(project, 'targets/local.yaml', 'target: local', `target: local\n${told}`);
  const command = [path.join(REPOSITORY, 'bin/ews.mjs'), 'build', '--json', '--project-dir', project.root];
  const began = performance.now();
  const answer = await run(process.execPath, command, { env: { ...process.env, LINEAGE_KEY: KEY } });
  console.log(`${Math.round(performance.now() - began)} ms with ${url}`);
  return { project, answer };
}

async function expectNoKey({ root }: TestProject, { stdout, stderr }: CommandOutput): Promise<void> {
  expect(stdout + stderr).not.toContain(KEY);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of entries.filter((each) => each.isFile())) {
    expect((await readFile(path.join(parentPath, name))).includes(KEY), name).toBe(false);
  }
}

/** A server to which every request has the same fate. */
async function always(fate: AnswerFate): Promise<string> {
  return (await startReceiver(onTestFinished, () => fate)).url;
}

const endpoints: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
  ['nobody listens', async () => `http://127.0.0.1:${await freePort()}/`, /ECONNREFUSED$/],
  ['nobody answers', () => always('never'), /no answer within 2 s|not taken within 10 s of the end of the build/],
  ['every answer is slow', () => always('slowly'), /not taken within 10 s of the end of the build/],
  ['connections break', () => always('hang_up'), /UND_ERR_SOCKET|ECONNRESET/],
  ['it fails', () => always(500), /it answered 500/],
  ['it is busy', () => always(429), /it answered 429/],
  ['it does not want such events', () => always(422), /it answered 422$/],
  ['it is another server', () => always(404), /it answered 404$/],
  ['it refuses the key', () => always(401), /it refuses the key \(401\)$/],
  ['it is elsewhere', () => always(302), /it redirects \(302\)$/],
  ['its name is unknown', async () => 'https://marquez.invalid/api/v1/lineage', /ENOTFOUND|EAI_AGAIN|no answer/],
  ['it does not speak TLS', async () => (await always(201)).replace('http:', 'https:'), /ERR_SSL_\w+|EPROTO/],
];

it.each(endpoints)('ews build ends as it would without an endpoint when %s, with one warning', async (_, url, why) => {
  const { project, answer } = await telling(await url());
  expect(answer.code, answer.stderr).toBe(0);
  const result = resultIn<RunResult>(answer.stdout);
  const warnings = result.problems.filter(({ code }) => code === 'EWS4011');
  expect(warnings.map(({ severity }) => severity)).toEqual(['warning']);
  expect(first(warnings).message).toMatch(why);
  const events = await eventsOf(project, { result });
  expect(events.length).toBe(2 * (result.nodes.length + 1));
  await expectNoKey(project, answer);
});

it('ews build tells all that its file holds, with a key that is nowhere else', async () => {
  const receiver = await startReceiver(onTestFinished);
  const { project, answer } = await telling(receiver.url);
  expect(answer.code, answer.stderr).toBe(0);
  const result = resultIn<RunResult>(answer.stdout);
  expect(result.problems.map(({ code }) => code)).not.toContain('EWS4011');
  expect(receiver.taken).toEqual(await eventsOf(project, { result }));
  expect(new Set(receiver.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${KEY}`]));
  await expectNoKey(project, answer);
});
