import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

interface Loaded {
  /** Modules of ours, relative to the repository's root. */
  readonly modules: readonly string[];
  readonly packages: readonly string[];
}

/** What Node loads before a module runs: its imports and theirs. Of types nothing is left, and `import()` waits. */
async function loadedBy(entry: string): Promise<Loaded> {
  const modules = new Set([entry]);
  const packages = new Set<string>();
  for (const file of modules) {
    const text = await readFile(path.join(ROOT, file), 'utf8');
    for (const to of valueImports(text)) {
      if (to.startsWith('.')) modules.add(path.posix.join(path.posix.dirname(file), to));
      else if (!to.startsWith('node:')) packages.add(to);
    }
  }
  return { modules: [...modules].toSorted(), packages: [...packages].toSorted() };
}

/** Where a module imports values from. A list of names keeps its import also where every name is that of a type. */
function valueImports(text: string): readonly string[] {
  const statements = text.matchAll(/^(?:import|export) (?!type\b)(?:[^';]*? from )?'(?<to>[^']+)'/gm);
  return [...statements].flatMap(({ groups }) => groups?.['to'] ?? []);
}

it('ews --help loads the command line and nothing of what commands do', async () => {
  const { modules, packages } = await loadedBy('engine/cli/main.ts');
  expect(modules.filter((file) => !file.startsWith('engine/cli/'))).toEqual([
    'engine/diagnostics/closest-match.ts',
    'engine/diagnostics/codes.ts',
    'engine/diagnostics/index.ts',
    'engine/diagnostics/machine-problem.ts',
    'engine/diagnostics/problem.ts',
    'engine/diagnostics/secrets.ts',
    'engine/diagnostics/text-file.ts',
    'engine/report/paint/index.ts',
    'engine/report/paint/paint.ts',
    'engine/report/paint/visible.ts',
  ]);
  expect(modules.length).toBeLessThan(30);
  expect(packages).toEqual(['commander', 'picocolors']);
});

it('a command that finds everything as it was loads nothing that parses YAML or checks what stands in it', async () => {
  for (const command of ['build', 'compile', 'plan', 'ls']) {
    const { modules, packages } = await loadedBy(`engine/cli/commands/${command}.ts`);
    expect(packages).not.toContain('zod');
    expect(packages).not.toContain('yaml');
    const parses = /^engine\/(project\/(schemas|rules|normalise)|compile\/(asof|names|outcome-window))\//;
    // Whoever asks a kept graph for the places of an edge gets them at once: what finds them is there, with its words.
    const finds = /^engine\/compile\/asof\/(functions-aggregate|words)\.ts$/;
    expect(modules.filter((file) => parses.test(file) && !finds.test(file))).toEqual([]);
  }
});

it('the count of modules sees through faces of rooms, not through types and what is imported later', async () => {
  const { modules, packages } = await loadedBy('engine/cli/session.ts');
  expect(modules).toContain('engine/project/read-project.ts');
  expect(packages).toContain('graphology');
  const planted = [
    "import type { Graph } from './types.ts';",
    "import { type Plan } from './plan.ts';",
    "import {\n  apply,\n  type Run,\n} from './lines.ts';",
    "export * from './all.ts';",
    "import './effects.ts';",
    "const later = await import('./later.ts');",
  ];
  expect(valueImports(planted.join('\n'))).toEqual(['./plan.ts', './lines.ts', './all.ts', './effects.ts']);
});
