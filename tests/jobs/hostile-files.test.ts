import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildProject, copyProject, nodeResult } from '../build/small-project.ts';
import { sqlWorkers } from './sql-workers.ts';

const MINUTES = 60_000;
const MEGABYTE = 2 ** 20;

/** What this process may spend on a file that another reads. */
const PARENT = { seconds: 4, megabytes: 150 };

const of = (character: string, count: number): string => `head -c ${count} /dev/zero | tr '\\0' '${character}'`;

/** Shell commands that write a CSV file which holds too much of something; none goes through this process. */
const FILES: Readonly<Record<string, string>> = {
  'a row of 300 MB': `printf 'date,amount\\n2000-01-01,'; ${of('1', 300e6)}`,
  'a quote that is never closed': `printf 'date,amount\\n2000-01-01,"'; ${of('x', 100e6)}`,
  'a header of 300 MB': of('a', 300e6),
  'sixteen million columns without a name': of(',', 16e6),
  'a million columns with names': 'seq -s, 1 1500000',
  'names of ten megabytes': `${of('a', 10e6)}; printf ,; ${of('b', 5e6)}; printf '\\n1,2\\n'`,
  'twins of five megabytes': `${of('a', 5e6)}; printf ,; ${of('a', 5e6)}; printf '\\n1,2\\n'`,
  'nothing but NUL': of('\\0', 100e6),
  'three rows of ten million cells': `printf 'date,amount\\n'; for i in 1 2 3; do ${of(',', 10e6)}; echo; done`,
  'a cell of ten megabytes': `printf 'date,amount\\n2000-01-01,'; ${of('x', 10e6)}; echo`,
  'ten million rows that are one': `printf 'date,amount\\n'; yes 2000-01-01,1 | head -n 10000000`,
  'ten million line ends': `printf 'date,amount\\n'; yes '' | head -n 10000000; echo 2000-01-01`,
};

it.each(Object.entries(FILES))(
  '%s costs the source alone, and this process next to nothing',
  async (_what, command) => {
    const project = await copyProject(onTestFinished);
    const file = path.join(project.root, 'sources/data/loans.csv');
    execFileSync('sh', ['-c', `(${command}) > '${file}'`], { stdio: ['ignore', 'ignore', 'ignore'] });
    const warehouses = await sqlWorkers(onTestFinished, { answerSeconds: 10, memory: 384e6, scratch: 500e6 });
    const before = { cpu: process.cpuUsage(), memory: process.memoryUsage.rss() };
    let most = before.memory;
    const look = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 10);
    const built = await buildProject(project, { select: ['slope', 'credit'], threads: 1 }, { warehouses });
    clearInterval(look);
    const { user, system } = process.cpuUsage(before.cpu);
    const source = nodeResult(built, 'source:bank');
    expect([source.status, source.problems[0]?.code]).toEqual(['failed', expect.stringMatching(/^EWS30(04|41|02)$/)]);
    for (const { message, hint, lineText } of source.problems) {
      expect(message.length + `${hint}${lineText}`.length).toBeLessThan(5000);
    }
    expect(nodeResult(built, 'features.slope').status).toBe('ok');
    expect((user + system) / 1e6).toBeLessThan(PARENT.seconds);
    expect((most - before.memory) / MEGABYTE).toBeLessThan(PARENT.megabytes);
  },
  2 * MINUTES,
);
