import { posix } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { ROOM_FOLDERS } from '../layout.ts';
import { problemAtValue, type Sketch } from './rule.ts';

/** Cleaning or collecting the lake must never be able to touch what people wrote. */
export function* lakesAreApartFromDefinitions({ targets }: Sketch): Iterable<Problem> {
  const rooms = Object.values(ROOM_FOLDERS);
  for (const target of targets) {
    const { store } = target.definition;
    const path = store.kind === 'local' ? store.path : store.cache.path;
    const folder = posix.normalize(path).replace(/\/$/, '');
    const holdsProject = /^(\.|\.\.(\/\.\.)*)$/.test(folder);
    const room = rooms.find((name) => folder === name || folder.startsWith(`${name}/`));
    if (!holdsProject && room === undefined) continue;
    const there = room === undefined ? 'the project lives' : 'definitions live';
    const message = `the lake cannot be in "${path}", where ${there}`;
    yield problemAtValue(target, store.kind === 'local' ? ['store', 'path'] : ['store', 'cache', 'path'], {
      code: 'EWS1011',
      message,
      hint: 'give it a folder of its own: .ews/lake',
    });
  }
}
