import { expect, it, vi } from 'vitest';
import type { KeptStates, StateToKeep } from './kept-states.ts';

/** What is kept, in memory. */
function inMemory(): KeptStates & { readonly heads: Map<string, string> } {
  const heads = new Map<string, string>();
  return {
    heads,
    engine: 'this engine',
    find: (kind, key) => {
      const head = heads.get(`${kind} ${key}`);
      const none = (): never => {
        throw new Error('there is no record');
      };
      return head === undefined ? undefined : { head: JSON.parse(head), record: none, again: none };
    },
    keep: (kind, key, { head }: StateToKeep) => {
      heads.set(`${kind} ${key}`, head);
    },
  };
}

/** The modules as another process has them: with nothing found, and a parser that counts. */
async function inAnotherProcess() {
  vi.resetModules();
  const parsed = vi.fn();
  vi.doMock('./yaml-package.ts', async (original) => {
    const { yaml } = await original<typeof import('./yaml-package.ts')>();
    return {
      yaml: () => {
        parsed();
        return yaml();
      },
    };
  });
  const { locatedLater } = await import('./yaml-file.ts');
  const { rememberPlaces, keepPlaces } = await import('./kept-places.ts');
  return { parsed, locatedLater, rememberPlaces, keepPlaces };
}

const FILE = { path: 'features/a.yaml', text: 'feature: a\ncolumns:\n  x: { unit: "%" }\n' };
const PATHS = [['feature'], ['columns', 'x', 'unit'], ['columns', 'y'], []];

it('finds places of a text again without parsing it, and of another text anew', async () => {
  const states = inMemory();
  const first = await inAnotherProcess();
  first.rememberPlaces(states, '/project');
  const spans = PATHS.map((path) => [first.locatedLater(FILE).spanOf(path), first.locatedLater(FILE).spanOfKey(path)]);
  first.keepPlaces();
  expect(first.parsed).toHaveBeenCalled();

  const second = await inAnotherProcess();
  second.rememberPlaces(states, '/project');
  const again = second.locatedLater({ ...FILE });
  expect(PATHS.map((path) => [again.spanOf(path), again.spanOfKey(path)])).toEqual(spans);
  expect(second.parsed).not.toHaveBeenCalled();
  const moved = { ...FILE, text: `# a comment\n${FILE.text}` };
  expect(second.locatedLater(moved).spanOf(['feature']).line).toBe(2);
  expect(second.locatedLater({ ...FILE, path: 'features/b.yaml' }).spanOf(['feature']).file).toBe('features/b.yaml');
  expect(second.parsed).toHaveBeenCalled();
});

it('keeps nothing while nobody asked for anything new, and nothing of a project that nobody remembers', async () => {
  const states = inMemory();
  const process = await inAnotherProcess();
  process.locatedLater(FILE).spanOf(['feature']);
  process.keepPlaces();
  expect(states.heads.size).toBe(0);
  process.rememberPlaces(states, '/project');
  process.keepPlaces();
  expect([...states.heads.keys()]).toEqual(['places /project']);
  states.heads.clear();
  process.locatedLater(FILE).spanOf(['feature']);
  process.keepPlaces();
  expect(states.heads.size).toBe(0);
});
