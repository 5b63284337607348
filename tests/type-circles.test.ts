import { describe, expect, it } from 'vitest';
import { importsOf, type SourceFile, sourceFiles } from './source-files.ts';

/** Files that reach each other by their imports, those of types among them; the linter's own rule sees values only. */
function circlesAmong(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: (readonly string[])[] = [];
  /** The earliest file still open that this one reaches (Tarjan 1972). */
  const visit = (file: string): number => {
    const at = order.size;
    order.set(file, at);
    open.push(file);
    let earliest = at;
    for (const to of imports.get(file) ?? []) {
      if (!imports.has(to)) continue;
      if (!order.has(to)) earliest = Math.min(earliest, visit(to));
      else if (open.includes(to)) earliest = Math.min(earliest, order.get(to) ?? at);
    }
    if (earliest === at) {
      const closed = open.splice(open.indexOf(file));
      if (closed.length > 1 || imports.get(file)?.includes(file)) circles.push(closed.toSorted());
    }
    return earliest;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

it('no files import each other in a circle, types among what they import', async () => {
  const files = await sourceFiles('engine', 'lineage', 'tests', 'bench', 'scripts');
  expect(files.length).toBeGreaterThan(200);
  expect(circlesAmong(files)).toEqual([]);
});

describe('the check finds', () => {
  const planted = (files: Readonly<Record<string, string>>): readonly (readonly string[])[] =>
    circlesAmong(Object.entries(files).map(([path, text]) => ({ path, text })));

  it('two files that take types of each other', () => {
    const circles = planted({
      'engine/lake/one.ts': "import type { Two } from './two.ts';\nexport type One = readonly Two[];\n",
      'engine/lake/two.ts': "import type { One } from './one.ts';\nexport interface Two { readonly one?: One }\n",
      'engine/lake/index.ts': "export type { One } from './one.ts';\n",
    });
    expect(circles).toEqual([['engine/lake/one.ts', 'engine/lake/two.ts']]);
  });

  it('a circle of values and types over a folder', () => {
    const circles = planted({
      'engine/plan/plan.ts':
        "import { digest } from './digests/digest.ts';\nexport interface Plan { readonly sha256: typeof digest }\n",
      'engine/plan/digests/digest.ts': "import { text } from './text.ts';\nexport const digest = text;\n",
      'engine/plan/digests/text.ts':
        "import type { Plan } from '../plan.ts';\nexport const text = (plan: Plan): string => String(plan);\n",
    });
    expect(circles).toEqual([['engine/plan/digests/digest.ts', 'engine/plan/digests/text.ts', 'engine/plan/plan.ts']]);
  });

  it('a type that is imported where it is named', () => {
    const circles = planted({
      'lineage/one.ts': "export type One = import('./two.ts').Two;\n",
      'lineage/two.ts': "import type { One } from './one.ts';\nexport type Two = One | null;\n",
    });
    expect(circles).toEqual([['lineage/one.ts', 'lineage/two.ts']]);
  });

  it('nothing where two ways lead to one file', () => {
    const circles = planted({
      'engine/lake/index.ts': "export * from './one.ts';\nexport * from './two.ts';\n",
      'engine/lake/one.ts': "import type { Key } from './key.ts';\nexport type One = Key;\n",
      'engine/lake/two.ts': "import type { Key } from './key.ts';\nexport type Two = Key;\n",
      'engine/lake/key.ts': 'export type Key = string;\n',
    });
    expect(circles).toEqual([]);
  });
});
