import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { files, type HostileCase, replaced, times } from './hostile-project.ts';

const CONFIG = 'ews.config.yaml';
const MODEL = 'models/crisis_probit.yaml';
const TARGET = 'targets/local.yaml';
const LS = ['ls'];

/** A file of YAML that says something else than a group, and a lot of it. */
function yaml(name: string, told: readonly string[], text: string): HostileCase {
  return { name, told, args: LS, refusedBy: 'reading', plant: files({ 'features/slope.yaml': text }) };
}

/** One text of a file instead of another. */
function written(name: string, told: string, [file, from, to]: readonly [string, string, string]): HostileCase {
  return { name, told: [told], args: LS, refusedBy: 'reading', plant: replaced([file], from, to) };
}

/** A file with nothing in it, and a size that says otherwise. */
function hollow(name: string, file: string, bytes: number): HostileCase {
  const plant = async (project: string): Promise<void> => {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), '');
    await truncate(path.join(project, file), bytes);
  };
  return { name, told: ['EWS1025'], args: LS, refusedBy: 'reading', plant };
}

/** What is refused, or said in a hundred problems, while a project is read. */
export const HOSTILE_TEXTS: readonly HostileCase[] = [
  yaml('a list of two million entries', ['EWS1025'], `tags: [${'a,'.repeat(2e6)}a]`),
  yaml('a list as long as a file may be', ['EWS1025'], `tags: [${'a,'.repeat(4e5)}a]`),
  yaml('a list just short enough to be read', ['EWS1004', 'EWS1005'], `tags: [${'a, '.repeat(6e4)}a]`),
  yaml('brackets, ten thousand deep', ['EWS1025'], `tags: ${'['.repeat(1e4)}${']'.repeat(1e4)}`),
  yaml('brackets that are never closed', ['EWS1025'], `tags: ${'{a: '.repeat(2e5)}`),
  yaml('dashes in one line', ['EWS1025'], `tags:\n  ${'- '.repeat(3e5)}a`),
  yaml(
    'a mapping in each mapping',
    ['EWS1025'],
    times(1000, (i) => `${' '.repeat(i)}a:`, '\n'),
  ),
  yaml(
    'aliases of aliases',
    ['EWS1003'],
    `a0: &a0 [x, x]\n${times(40, (i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i}]\n`)}`,
  ),
  yaml('forty thousand aliases', ['EWS1003', 'EWS1025'], `a: &a x\nb: [${'*a,'.repeat(4e4)}*a]`),
  yaml('nothing but mistakes', ['EWS1003', 'EWS1025'], `a: x\n${'%\t}]"\n'.repeat(1e5)}`),
  yaml('one key twenty thousand times', ['EWS1007'], 'a: 1\n'.repeat(2e4)),
  yaml(
    'ten thousand columns with keys that are none',
    ['EWS1005'],
    `columns:\n${times(1e4, (i) => `  c${i}: { x: 1 }\n`)}`,
  ),
  yaml(
    'tokens that look like secrets, a thousand times',
    ['EWS1017'],
    times(1000, (i) => `# ghp_${`${i}`.padStart(36, 'x')}\n`),
  ),
  yaml(
    'what could be the beginning of a secret',
    ['EWS1025', 'EWS1004', 'EWS1005'],
    `# ${'a.eyJaaaaaaaa-'.repeat(6e4)}\na: b`,
  ),
  hollow('YAML of a gigabyte', 'features/slope.yaml', 1e9),
  hollow('SQL of a gigabyte', 'features/slope.sql', 1e9),
  written('a grid of 10^12 candidates', 'EWS1011', [
    MODEL,
    'protocol:',
    `tuning:\n  space:\n${times(12, (i) => `    p${i}: [1,2,3,4,5,6,7,8,9,10]\n`)}protocol:`,
  ]),
  written('a random search of 10^12 candidates', 'EWS1011', [
    MODEL,
    'protocol:',
    'tuning: { search: random, budget: 1000000000000, space: { ridge: [1, 2] } }\nprotocol:',
  ]),
  written('10^9 draws', 'EWS1011', [MODEL, 'draws: 20', 'draws: 1000000000']),
  written('a billion trees', 'EWS1011', [
    MODEL,
    '{ kind: probit, ridge: 0.1 }',
    '{ kind: random_forest, trees: 1000000000 }',
  ]),
  {
    name: 'days since the year 1',
    told: ['EWS1027'],
    args: LS,
    plant: replaced([CONFIG], 'monthly\n  start: 2000-01-31', 'daily\n  start: 0001-01-31'),
  },
  written('a window of a billion months', 'EWS1027', [CONFIG, 'value: 3', 'value: 1000000000']),
  written('a number that is none', 'EWS1004', [CONFIG, 'value: 3', 'value: 1e400']),
  written('a billion threads', 'EWS1011', [TARGET, 'threads: 2', 'threads: 1000000000']),
  written('a name of 900 KB', 'EWS1026', ['features/slope.yaml', 'feature: slope', `feature: ${'a'.repeat(9e5)}`]),
  written('a path of 900 KB', 'EWS1026', [TARGET, '.ews/lake', 'a/'.repeat(4.5e5)]),
  {
    name: 'files with a fault each, two thousand',
    told: ['EWS1028'],
    args: LS,
    plant: files(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`models/m${i}.yaml`, `model: m${i}\n`]))),
  },
  {
    name: 'two thousand models of labels that nearly have names',
    told: ['EWS1028'],
    args: LS,
    plant: async (project) => {
      const one = (i: number): string =>
        `model: model_with_a_name_${i}\ndescription: x\nlabel: lebal_wiht_a_nmae_${i}\n` +
        'estimator: { kind: climatology }\n' +
        'protocol: { first_cutoff: 2005-01-31 }\nintended_use: x\nintended_users: [x]\n' +
        'materiality: x\nlimitations: [x]\n';
      await files(
        Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`models/model_with_a_name_${i}.yaml`, one(i)])),
      )(project);
    },
  },
  {
    name: 'a selector of stars',
    code: 2,
    told: ['EWS6002'],
    args: ['ls', '--select', `${'*a'.repeat(4000)}Q`],
    plant: async () => undefined,
  },
  {
    name: 'a path pattern of stars, and a long name to match',
    code: 0,
    told: ['EWS1010'],
    args: LS,
    plant: async (project) => {
      await replaced([CONFIG], '"features/**"', `"${'**a'.repeat(1000)}b"`)(project);
      await files({ [`features/${'a'.repeat(200)}.md`]: '' })(project);
    },
  },
];
