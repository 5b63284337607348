import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type HostileWorld, PRIVATE } from './hostile-world.ts';

/** What somebody wrote into a project, and what commands make of it. */
interface Attack {
  readonly name: string;
  readonly plant: (world: HostileWorld) => Promise<unknown>;
  /** What the commands must say of it. */
  readonly told?: string;
  /** How many of the commands do what they were asked for all the same. */
  readonly answered?: number;
  /** Nobody named a folder for state. */
  readonly state?: 'in the project';
  /** Secrets in the project's own files. */
  readonly secrets?: readonly string[];
}

const FRED_KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const AWS_KEY = 'AKIAIOSFODNN7EXAMPLE';
const PEM = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';
const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e';
/** As YAML writes them in double quotes. */
const QUOTED = '\\e]0;owned\\a\\e[2J\\x9b31m\\u202e';

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=b', ...args], { stdio: 'ignore' });
}

async function committed({ project }: HostileWorld): Promise<void> {
  git(project, 'init', '--quiet');
  await writeFile(path.join(project, '.gitignore'), '.ews\n');
  git(project, 'add', '--all');
  git(project, 'commit', '--quiet', '--message', 'first');
}

/** So that git would have to read every file. */
async function touched({ project }: HostileWorld): Promise<void> {
  for (const name of await readdir(path.join(project, 'features'))) {
    await utimes(path.join(project, 'features', name), 1_000_000_000.5, 1_000_000_000.5);
  }
}

async function replaced(world: HostileWorld, file: string, from: string, to: string): Promise<void> {
  const full = path.join(world.project, file);
  const text = await readFile(full, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(
    full,
    text.replace(from, () => to),
  );
}

/** A folder or file of the project that is a link now. */
async function linked({ project }: HostileWorld, name: string, to: string): Promise<void> {
  await rm(path.join(project, name), { recursive: true, force: true });
  await mkdir(path.dirname(path.join(project, name)), { recursive: true });
  await symlink(to, path.join(project, name));
}

export const ATTACKS: readonly Attack[] = [
  {
    name: 'a repository whose configuration runs programs',
    plant: async (world) => {
      await committed(world);
      const { project, ran } = world;
      for (const key of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'core.askPass', 'diff.x.textconv']) {
        git(project, 'config', key, `touch ${ran}; false`);
      }
      for (const kind of ['clean', 'smudge', 'process'])
        git(project, 'config', `filter.x.${kind}`, `touch ${ran}; cat`);
      git(project, 'config', 'credential.helper', `!touch ${ran}`);
      await writeFile(path.join(project, '.git/info/attributes'), '*.sql filter=x diff=x\n');
      for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit']) {
        await writeFile(path.join(project, '.git/hooks', hook), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
      }
      await touched(world);
    },
    answered: 28,
  },
  {
    name: 'a clone that left its files where it came from',
    plant: async (world) => {
      await committed(world);
      const { project, ran } = world;
      git(project, 'config', 'extensions.partialClone', 'origin');
      git(project, 'config', 'remote.origin.promisor', 'true');
      git(project, 'config', 'remote.origin.url', `ext::touch% ${ran}`);
      git(project, 'config', 'protocol.ext.allow', 'always');
      const objects = path.join(project, '.git/objects');
      const blob = execFileSync('git', ['-C', project, 'rev-parse', 'HEAD:features/credit.sql']).toString().trim();
      await rm(path.join(objects, blob.slice(0, 2), blob.slice(2)));
    },
    told: 'is not in this clone',
  },
  {
    name: 'a project that is a repository without .git',
    plant: async (world) => {
      const { top, project, ran } = world;
      git(project, 'init', '--quiet', '--bare', '.');
      const config = `[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = "touch ${ran}; false"\n`;
      await writeFile(path.join(project, 'config'), config);
      git(top, 'init', '--quiet');
      git(top, 'add', '--all', 'project/features');
      git(top, 'commit', '--quiet', '--message', 'first');
    },
  },
  {
    name: 'a .git that names a repository of the user',
    plant: async (world) => {
      const { project, victim } = world;
      git(victim, 'init', '--quiet');
      await cp(path.join(project, 'features'), path.join(victim, 'features'), { recursive: true });
      await appendFile(path.join(victim, 'features/credit.sql'), `-- ${PRIVATE}\n`);
      git(victim, 'add', '--all');
      git(victim, 'commit', '--quiet', '--message', PRIVATE);
      await writeFile(path.join(project, '.git'), 'gitdir: ../victim/.git\n');
    },
    told: 'its .git names a repository that does not know this folder',
    answered: 28,
  },
  {
    name: 'a target that sends what the environment holds to its author',
    plant: async (world) => {
      const listening = 'openlineage: { url: "https://127.0.0.1:9/", api_key_env: AWS_SECRET_ACCESS_KEY }\n';
      await appendFile(path.join(world.project, 'targets/local.yaml'), listening);
    },
    told: 'LINEAGE in it',
  },
  {
    name: 'a target that says which server FRED is',
    plant: async (world) =>
      replaced(world, 'targets/local.yaml', 'fred: snapshot', 'fred: { read: live, url: "https://fred.example.org/" }'),
  },
  {
    name: 'links in place of caches and scratch, where nobody named a folder for state',
    plant: async (world) => {
      await linked(world, '.ews/cache', '../../victim/cache');
      await linked(world, '.ews/scratch', '../../victim');
    },
    state: 'in the project',
    told: 'EWS4014',
  },
  {
    name: 'definitions that are links to files of the user',
    plant: async (world) => {
      await linked(world, 'features/mine.yaml', '../../victim/a.yaml');
      await linked(world, 'models/labels/mine', '../../../victim');
      await linked(world, 'targets/mine.yaml', path.join(world.victim, 'a.yaml'));
      await linked(world, 'features/credit.sql', '../../victim/x.csv');
      await linked(world, 'sources/bank.yaml', '../../victim/a.yaml');
      await linked(world, 'models/crisis_probit.yaml', '../../victim/a.yaml');
    },
    told: 'EWS1016',
  },
  {
    name: 'a project file that is a link to a file of the user',
    plant: async (world) => linked(world, 'ews.config.yaml', '../victim/a.yaml'),
    told: 'EWS1016',
  },
  {
    name: 'data that are a link to a file of the user',
    plant: async (world) => linked(world, 'sources/data/loans.csv', '../../../victim/x.csv'),
    told: 'EWS1016',
  },
  {
    name: 'data in a hidden folder that is a link to one of the user',
    plant: async (world) => {
      await linked(world, 'sources/.data', '../../victim');
      await replaced(world, 'sources/bank.yaml', 'data/loans.csv', '.data/x.csv');
    },
    told: 'EWS1016',
  },
  {
    name: 'a state folder that is a link to a folder of the user',
    plant: async (world) => linked(world, '.ews', '../victim'),
    told: 'EWS4014',
  },
  {
    name: 'a target whose lake is a folder of the user',
    plant: async (world) => replaced(world, 'targets/local.yaml', 'path: .ews/lake', 'path: ../victim'),
    told: 'EWS4014',
  },
  {
    name: 'a target whose copies are kept in a folder of the user',
    plant: async (world) =>
      replaced(
        world,
        'targets/local.yaml',
        '{ kind: local, path: .ews/lake }',
        '{ kind: s3, bucket: abc, region: us-east-1, endpoint: "http://127.0.0.1:1", cache: { path: ../victim } }',
      ),
    told: 'EWS4014',
  },
  {
    name: 'a target whose lake lies in a folder of definitions by another name',
    plant: async (world) => {
      await linked(world, 'mine', '.git');
      git(world.project, 'init', '--quiet');
      await replaced(world, 'targets/local.yaml', 'path: .ews/lake', 'path: mine/objects');
    },
    told: 'EWS4014',
  },
  {
    name: 'a lake with links in it',
    plant: async (world) => {
      const { project, victim } = world;
      await linked(world, '.ews/lake/audit', victim);
      await linked(world, '.ews/lake/.tmp', path.join(victim, '.tmp'));
      const runs = path.join(project, '.ews/lake/runs');
      for (const run of await readdir(runs)) {
        await linked(world, `.ews/lake/runs/${run}/manifest.json`, path.join(victim, 'a.yaml'));
      }
      await rename(path.join(project, '.ews/lake/objects'), path.join(project, 'objects'));
      await linked(world, '.ews/lake/objects', '../../objects');
    },
    told: 'EWS4014',
  },
  {
    name: 'pipes in place of files',
    plant: async ({ project }) => {
      await rm(path.join(project, 'sources/data/loans.csv'));
      execFileSync(
        'mkfifo',
        ['sources/data/loans.csv', 'features/pipe.yaml'].map((file) => path.join(project, file)),
      );
    },
  },
  {
    name: 'control characters wherever there is text',
    plant: async (world) => {
      const { project } = world;
      await replaced(world, 'features/credit.yaml', 'description: Growth of credit\n', `description: "${QUOTED}"\n`);
      await replaced(world, 'features/credit.yaml', 'unit: "%"', `unit: "${QUOTED}"`);
      await replaced(world, 'sources/bank.yaml', 'unit: millions', `unit: "${QUOTED}"`);
      await replaced(world, 'sources/rates.yaml', 'title: Long rate', `title: "${QUOTED}"`);
      await appendFile(path.join(project, 'features/strain.sql'), `\n-- ${ESCAPES}\n`);
      await appendFile(path.join(project, 'sources/data/turns.csv'), `${ESCAPES},2009-01-01,2009-02-01\n`);
      const loans = path.join(project, 'sources/data/loans.csv');
      await writeFile(loans, (await readFile(loans, 'utf8')).replace('\n', `,"${ESCAPES}"\n`));
      await replaced(world, 'features/slope.yaml', 'feature: slope', `feature: slope\n"${QUOTED}": 1`);
      await writeFile(path.join(project, 'features', `x${ESCAPES.replaceAll('/', '')}.yml`), 'feature: x\n');
      await committed(world);
      git(project, 'checkout', '--quiet', '-b', 'x\u009b31m\u202e');
      git(project, 'config', 'remote.origin.url', `git@example.org:${ESCAPES}`);
    },
  },
  {
    name: 'secrets in its definitions',
    plant: async (world) => {
      const { project } = world;
      await appendFile(path.join(project, 'targets/local.yaml'), `api_key: ${FRED_KEY}\npassword: correct-horse\n`);
      await replaced(world, 'features/credit.yaml', 'Growth of credit\n', `Growth, key ${AWS_KEY}\n`);
      await replaced(world, 'sources/bank.yaml', 'Credit outstanding\n', '"see https://me:tr0ub4dor@example.org/"\n');
      await appendFile(
        path.join(project, 'features/slope.yaml'),
        `# -----BEGIN PRIVATE KEY-----\n# ${PEM}\n# -----END PRIVATE KEY-----\n`,
      );
      await writeFile(path.join(project, 'models/torn.yaml'), 'model: torn\nclient_secret: battery-staple\n  x: [\n');
    },
    told: 'EWS1017',
    secrets: [FRED_KEY, AWS_KEY, PEM, 'correct-horse', 'tr0ub4dor', 'battery-staple'],
  },
];
