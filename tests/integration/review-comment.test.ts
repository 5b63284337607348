import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { at } from '../../engine/presence/index.ts';
import { commitAll, gitRepository } from '../build/git-repository.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { REPOSITORY, run } from './product.ts';

const TOKEN = 'ghs_a-token-of-a-job';

/** What a job has of its machine. */
const MACHINE = { PATH: process.env['PATH'], HOME: process.env['HOME'] };

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
  readonly author: { readonly id: number };
}

interface Forge {
  readonly address: string;
  readonly comments: Comment[];
  readonly asked: string[];
  /** The status of every answer to what writes. */
  refuses?: number;
}

const BOT = { user: { login: 'github-actions[bot]', type: 'Bot' }, author: { id: 7 } };
const SOMEBODY = { user: { login: 'somebody', type: 'User' }, author: { id: 8 } };

/** Both APIs, as far as comments go: `/repos/o/r/issues/5/comments`, `/projects/11/merge_requests/5/notes`. */
async function forge(comments: Comment[] = []): Promise<Forge> {
  const asked: string[] = [];
  const made: { address: string; comments: Comment[]; asked: string[]; refuses?: number } = {
    address: '',
    comments,
    asked,
  };
  const server = createServer((request, response) => {
    void answer(request, made).then(({ status, json }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  made.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return made;
}

async function answer(request: IncomingMessage, made: Forge): Promise<{ status: number; json: unknown }> {
  const { method = '', url = '', headers } = request;
  let text = '';
  for await (const piece of request) text += piece;
  made.asked.push(`${method} ${url}`);
  const given = headers.authorization ?? headers['private-token'];
  if (given !== `Bearer ${TOKEN}` && given !== TOKEN) return { status: 401, json: {} };
  if (url === '/user') return { status: 200, json: { id: 7 } };
  if (method === 'GET') {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'));
    return { status: 200, json: made.comments.slice(100 * (page - 1), 100 * page) };
  }
  if (made.refuses !== undefined) return { status: made.refuses, json: {} };
  const { body } = JSON.parse(text) as { body: string };
  const [, id] = /\/(?:comments|notes)\/(\d+)$/.exec(url) ?? [];
  const known = made.comments.find((comment) => String(comment.id) === id);
  if (id === undefined) made.comments.push({ id: 1000 + made.comments.length, body, ...BOT });
  else if (known === undefined) return { status: 404, json: {} };
  else known.body = body;
  return { status: 200, json: {} };
}

interface Change {
  readonly project: TestProject;
  readonly base: string;
  readonly head: string;
}

async function changed(change: (project: TestProject) => Promise<void>): Promise<Change> {
  const project = await copyProject(onTestFinished);
  gitRepository(project);
  const base = await commitOf(project);
  await change(project);
  commitAll(project, 'v2');
  return { project, base, head: await commitOf(project) };
}

async function commitOf({ root }: TestProject): Promise<string> {
  return (await run('git', ['-C', root, 'rev-parse', 'HEAD'], {})).stdout.trim();
}

const steeper = (project: TestProject): Promise<void> => edit(project, 'features/strain.sql', '2 * slope', '3 * slope');

/** Runs the last step of the action as GitHub would: its script, with variables from a recorded event. */
async function onGitHub({ project, base, head }: Change, { address }: Forge, inputs: Record<string, string> = {}) {
  const event = path.join(project.root, '../', `${path.basename(project.root)}-event.json`);
  const recorded = JSON.parse(readFileSync(path.join(import.meta.dirname, 'events/pull-request.json'), 'utf8'));
  recorded.pull_request.base.sha = base;
  recorded.pull_request.head.sha = head;
  await writeFile(event, JSON.stringify(recorded));
  const action = parse(await readFile(path.join(REPOSITORY, 'ci/github/action.yml'), 'utf8'));
  const step = action.runs.steps.at(-1);
  const values: Record<string, string> = {
    'github.action_path': path.join(REPOSITORY, 'ci/github'),
    'github.token': TOKEN,
    'github.event.pull_request.base.sha': base,
    'github.event.pull_request.head.sha': head,
  };
  const filled = (text: string): string => text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, name) => String(values[name]));
  for (const [name, { default: value }] of Object.entries<{ default: string }>(action.inputs)) {
    values[`inputs.${name}`] = inputs[name] ?? filled(value);
  }
  const env = Object.fromEntries(Object.entries<string>(step.env).map(([name, text]) => [name, filled(text)]));
  const summary = `${event}.md`;
  await writeFile(summary, '');
  const done = await run('bash', ['-c', step.run], {
    cwd: project.root,
    env: {
      ...MACHINE,
      ...env,
      GITHUB_EVENT_PATH: event,
      GITHUB_API_URL: address,
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_STEP_SUMMARY: summary,
    },
  });
  return { ...done, summary: await readFile(summary, 'utf8') };
}

it('posts one comment on a pull request, and edits it at the next event', async () => {
  const change = await changed(steeper);
  // A hundred others come first, and somebody's that begins with the marker is left alone.
  const others = Array.from({ length: 100 }, (_, id) => ({ id, body: 'looks good', ...SOMEBODY }));
  const planted = { id: 200, body: '<!-- ews-diff small -->\nmine', ...SOMEBODY };
  const made = await forge([...others, planted]);
  expect(await onGitHub(change, made)).toMatchObject({ code: 0, stdout: 'posted a comment\n' });
  expect(made.comments).toHaveLength(102);
  const { body } = at(made.comments, 101);
  expect(body.split('\n')[0]).toBe('<!-- ews-diff small -->');
  expect(body).toContain('`features.strain`');
  expect(body).toContain('models reached: models.crisis_probit');
  expect(body).toContain(change.base);

  await edit(change.project, 'features/strain.sql', '3 * slope', '4 * slope');
  commitAll(change.project, 'v3');
  const later = { ...change, head: await commitOf(change.project) };
  expect(await onGitHub(later, made)).toMatchObject({ code: 0, stdout: 'edited comment 1101\n' });
  expect(made.comments).toHaveLength(102);
  expect(at(made.comments, 101).body).toContain(later.head);
  expect(planted.body).toBe('<!-- ews-diff small -->\nmine');
  expect(made.asked.filter((each) => !each.startsWith('GET'))).toEqual([
    'POST /repos/o/r/issues/5/comments',
    'PATCH /repos/o/r/issues/comments/1101',
  ]);
});

it('fails where it is asked to, once the comment is there', async () => {
  const change = await changed(steeper);
  const made = await forge();
  expect((await onGitHub(change, made, { 'fail-on': 'columns,models' })).code).toBe(1);
  expect(made.comments).toHaveLength(1);
  const values = await onGitHub(change, made, { 'fail-on': 'values' });
  expect(values.code).toBe(1);
  expect(values.stderr).toContain('EWS4027');
});

it('leaves the review in the summary of the job where the token may not comment', async () => {
  const change = await changed(steeper);
  const made = await forge();
  made.refuses = 403;
  const done = await onGitHub(change, made);
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('::warning::') });
  expect(done.summary).toContain('models reached: models.crisis_probit');
  made.refuses = 500;
  expect((await onGitHub(change, made)).code).not.toBe(0);
});

it('takes ids of commits for base and head, and runs nothing of what else stands there', async () => {
  const change = await changed(steeper);
  const made = await forge();
  const marker = path.join(change.project.root, 'ran');
  for (const base of ['main', `$(touch ${marker})`, `--output=${marker}`]) {
    const done = await onGitHub({ ...change, base }, made);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain('is none');
  }
  expect(made.asked).toEqual([]);
  expect(await readFile(marker, 'utf8').catch(() => 'not there')).toBe('not there');
});

it('posts one note on a merge request, by the same script', async () => {
  const change = await changed(steeper);
  const made = await forge([{ id: 3, body: '<!-- ews-diff small -->\nmine', ...SOMEBODY }]);
  const job = parse(await readFile(path.join(REPOSITORY, 'ci/gitlab/ews-diff.yml'), 'utf8'))['.ews-diff'];
  const script = job.script.slice(-2).join('\n').replaceAll('/tmp/ews', REPOSITORY);
  const env = {
    ...MACHINE,
    ...job.variables,
    CI_API_V4_URL: made.address,
    CI_PROJECT_ID: '11',
    CI_MERGE_REQUEST_IID: '5',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: change.base,
    CI_COMMIT_SHA: change.head,
    EWS_COMMENT_TOKEN: TOKEN,
  };
  for (const said of ['posted a comment\n', 'edited comment 1001\n']) {
    const done = await run('bash', ['-c', script], { cwd: change.project.root, env });
    expect(done).toMatchObject({ code: 0, stdout: said });
  }
  expect(made.comments).toHaveLength(2);
  expect(made.asked.at(-1)).toBe('PUT /projects/11/merge_requests/5/notes/1001');
});
