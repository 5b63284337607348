import { expect, it } from 'vitest';
import { FORMAT_NAMES } from '../../engine/ingest/formats/index.ts';
import { readPage } from './markdown.ts';

it('docs/dsl.md names every format of a file', () => {
  expect(readPage('docs/dsl.md')).toContain(` # ${FORMAT_NAMES.join(' | ')}\n`);
});
