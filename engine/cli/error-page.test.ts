import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorPage, publishedPage } from './error-page.ts';
import { THIS_PACKAGE } from './version.ts';

it('a page has the address that a browser opens, where the package says in which repository it is', () => {
  const of = (url: string) => publishedPage({ version: '1.2.3', repository: { url } }, 'EWS2104');
  const page = 'https://github.com/owner/ews/blob/v1.2.3/docs/errors/EWS2104.md';
  expect(of('git+https://github.com/owner/ews.git')).toBe(page);
  expect(of('https://github.com/owner/ews')).toBe(page);
  expect(of('git@github.com:owner/ews.git')).toBeUndefined();
  expect(of('file:///home/somebody/ews')).toBeUndefined();
  expect(publishedPage({ version: '1.2.3' }, 'EWS2104')).toBeUndefined();
});

it('this package has its own pages with it, and claims no address that it does not name', () => {
  expect(existsSync(errorPage('EWS2104'))).toBe(true);
  expect(publishedPage(THIS_PACKAGE, 'EWS2104') === undefined).toBe(THIS_PACKAGE.repository === undefined);
});
