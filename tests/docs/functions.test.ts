import { expect, it } from 'vitest';
import { functionsPage } from '../../scripts/functions-page.ts';
import { readPage } from './markdown.ts';

it('docs/functions.md lists the functions that come along as they are defined (npm run schemas)', () => {
  expect(functionsPage()).toBe(readPage('docs/functions.md'));
});
