// Posts a review of changed definitions as one comment, or edits the one that it posted before. Node 20, no packages.
// It runs on the events of pull requests and merge requests, reads nothing of the project, and needs one right: to comment.
import { appendFileSync, readFileSync } from 'node:fs';

const MARKER = /^<!-- ews-diff [\w.-]+ -->$/;
const MOST = 60_000;
const PAGES = 100;
const SECONDS = 30;

/** Who takes comments: how they are listed, whose they are, and how one is written. */
const forges = {
  github(env) {
    const event = JSON.parse(readFileSync(required(env, 'GITHUB_EVENT_PATH'), 'utf8'));
    const number = event.pull_request?.number;
    if (!Number.isInteger(number)) throw new Error('this event is of no pull request: run it on: pull_request');
    const issues = `${required(env, 'GITHUB_API_URL')}/repos/${required(env, 'GITHUB_REPOSITORY')}/issues`;
    return {
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${required(env, 'EWS_COMMENT_TOKEN')}`,
        'x-github-api-version': '2022-11-28',
      },
      list: (page) => `${issues}/${number}/comments?per_page=100&page=${page}`,
      // Anybody may write the marker into a comment of theirs: only those of a bot's token are edited.
      isOurs: ({ user }) => user?.type === 'Bot' && user.login === (env.EWS_COMMENT_AUTHOR || 'github-actions[bot]'),
      create: { method: 'POST', url: `${issues}/${number}/comments` },
      edit: (id) => ({ method: 'PATCH', url: `${issues}/comments/${id}` }),
    };
  },
  async gitlab(env) {
    const api = required(env, 'CI_API_V4_URL');
    const project = encodeURIComponent(required(env, 'CI_PROJECT_ID'));
    const notes = `${api}/projects/${project}/merge_requests/${required(env, 'CI_MERGE_REQUEST_IID')}/notes`;
    const headers = { 'private-token': required(env, 'EWS_COMMENT_TOKEN') };
    const me = await asked({ method: 'GET', url: `${api}/user` }, headers);
    return {
      headers,
      list: (page) => `${notes}?per_page=100&page=${page}`,
      isOurs: ({ author, system }) => system !== true && author?.id === me.id,
      create: { method: 'POST', url: notes },
      edit: (id) => ({ method: 'PUT', url: `${notes}/${id}` }),
    };
  },
};

const [forgeName, file] = process.argv.slice(2);
const body = readFileSync(file, 'utf8').trimEnd();
const [marker] = body.split('\n', 1);
if (!MARKER.test(marker)) throw new Error(`${file} is no comment of ews diff --format markdown`);
if (body.length > MOST) throw new Error(`${file} has ${body.length} characters, and a comment ${MOST} at most`);
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${body}\n`);
try {
  const forge = await forges[forgeName](process.env);
  const before = await findComment(forge);
  const request = before === undefined ? forge.create : forge.edit(before.id);
  await asked(request, forge.headers, { body });
  console.log(before === undefined ? 'posted a comment' : `edited comment ${before.id}`);
} catch (error) {
  if (error.status !== 403) throw error;
  // A pull request of a fork has a token that only reads: the review is in the summary of the job then.
  console.log('::warning::the token may not comment, as that of a pull request of a fork: see the summary of this job');
}

async function findComment({ list, headers, isOurs }) {
  for (let page = 1; page <= PAGES; page++) {
    const comments = await asked({ method: 'GET', url: list(page) }, headers);
    const found = comments.find((comment) => isOurs(comment) && comment.body?.split('\n', 1)[0].trim() === marker);
    if (found !== undefined || comments.length < 100) return found;
  }
  return undefined;
}

async function asked({ method, url }, headers, content) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error(`${method} ${url}: no answer in ${SECONDS} s`)), SECONDS * 1000);
  const json = content === undefined ? {} : { 'content-type': 'application/json' };
  const sent = content === undefined ? {} : { body: JSON.stringify(content) };
  const options = { method, headers: { ...headers, ...json }, redirect: 'error', signal: limit.signal, ...sent };
  try {
    const answer = await fetch(url, options);
    if (answer.ok) return await answer.json();
    throw Object.assign(new Error(`${method} ${url}: HTTP ${answer.status}`), { status: answer.status });
  } finally {
    clearTimeout(timer);
  }
}

function required(env, name) {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
