import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../diagnostics/index.ts';
import { diskFiles, readProject } from './index.ts';

const PROJECTS = fileURLToPath(new URL('../../tests/projects/', import.meta.url));
const ROOT = '/a/project';

/** Each folder of tests/projects with an expected/problems.txt: what reading it says, as people see it. */
describe('every golden project says what is wrong with it', () => {
  const cases = readdirSync(PROJECTS).filter((name) => existsSync(path.join(PROJECTS, name, 'expected/problems.txt')));
  test.each(cases)('%s', async (name) => {
    await expectProblems(name);
  });
});

async function expectProblems(name: string): Promise<void> {
  const { above: _, ...files } = diskFiles(path.join(PROJECTS, name));
  const { problems, definitions } = await readProject(ROOT, files);
  await expect(problems.map(printed).join('\n')).toMatchFileSnapshot(
    path.join(PROJECTS, name, 'expected/problems.txt'),
  );
  expect(definitions === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
}

function printed({ code, severity, message, span, lineText, hint, notes = [] }: Problem): string {
  const frame =
    span === undefined
      ? []
      : [
          `  ${span.file}:${span.line}:${span.column}`,
          `  | ${lineText}`,
          `  | ${' '.repeat(span.column - 1)}${'^'.repeat(span.length)}`,
        ];
  const more = [...notes.map((note) => `  note: ${note}`), ...(hint === undefined ? [] : [`  hint: ${hint}`])];
  return [`${severity} ${code} ${message}`, ...frame, ...more, ''].join('\n');
}
