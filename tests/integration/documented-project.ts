import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copyProject, type OnFinished } from '../build/small-project.ts';
import { ews } from './product.ts';

/** A description that would be markup, a script or the end of the page's data if it were more than text. */
export const HOSTILE =
  `</script><script>globalThis.broken = 1</script><!-- <img src=x onerror="globalThis.broken = 1"> ` +
  `"double" 'single' \\u003cb> ${'`'}\${globalThis.broken = 1}${'`'} <b>bold</b> ${'long'.repeat(40)}`;

/** What looks like a key of FRED, and is none. */
export const KEY = '0123456789abcdef0123456789abcdef';

const FILES: Readonly<Record<string, string>> = {
  'features/ratio.yaml': `feature: ratio
description: ${JSON.stringify(HOSTILE)}
owner: ratios@example.org
tags: [weekly_tag]
columns:
  ratio:
    description: Long rate over the short one
    unit: percent
    tests:
      - not_null
      - range: { max: 0, severity: warn }
`,
  'features/ratio.sql': `-- Once asked with ${KEY}; 'lib.twice(' is no call.
SELECT long.date, 100 * long.value / nullif(short.value, 0) AS ratio
FROM rates.long AS long
JOIN rates.short AS short USING (date)
`,
  'features/doubled.yaml': `feature: doubled
description: twice the ratio
columns:
  doubled: { description: two of them, unit: percent }
`,
  'features/doubled.sql': 'SELECT date, lib.twice(ratio) AS doubled\nFROM features.ratio\n',
  'features/lib/twice.sql': 'CREATE FUNCTION twice(a DOUBLE) AS a + a;\n',
  'features/lib/twice.yaml': `functions:
  twice:
    description: Two of it
    returns: { type: DOUBLE }
    cases:
      - { call: "twice(2)", is: 4 }
`,
};

/** `tests/projects/small` with functions, owners and hostile words, in a folder of its own and built. */
export async function documentedProject(onFinished: OnFinished): Promise<string> {
  const { root } = await copyProject(onFinished);
  await mkdir(path.join(root, 'features/lib'), { recursive: true });
  for (const [file, text] of Object.entries(FILES)) await writeFile(path.join(root, file), text);
  await appendFile(path.join(root, 'models/crisis_probit.yaml'), 'owner: risk@example.org\n');
  const { code, stderr } = await ews(root, 'build', '--quiet');
  if (code !== 0) throw new Error(`the project is not built\n${stderr}`);
  return root;
}
