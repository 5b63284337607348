import { describe, expect, it } from 'vitest';
import { JOB } from './cases/described-example.ts';
import { type Checkout, jobOf } from './job.ts';

describe('where the code is', () => {
  const locationOf = (checkout: Checkout) => {
    const { type, url, repoUrl, path, version } = jobOf({ ...JOB, checkout }).facets.sourceCodeLocation;
    return { type, url, repoUrl, path, version };
  };

  it.each([
    ['https://git.example.org/risk/demo.git', 'https://git.example.org/risk/demo'],
    ['https://git.example.org:8443/risk/demo', 'https://git.example.org:8443/risk/demo'],
    ['ssh://git@git.example.org:7999/risk/demo.git', 'https://git.example.org/risk/demo'],
    ['git@git.example.org:risk/group/demo.git', 'https://git.example.org/risk/group/demo'],
  ])('%s has pages', (repository, web) => {
    expect(locationOf({ commit: 'abc+', repository, folder: '' })).toEqual({
      type: 'git',
      url: `${web}/blob/abc/features/labor.sql`,
      repoUrl: repository,
      path: 'features/labor.sql',
      version: 'abc+',
    });
  });

  it('is named within the project where no repository has pages', () => {
    const within = { url: 'ews://demo/features/labor.sql', path: 'features/labor.sql' };
    expect(locationOf({ commit: 'abc', folder: '' })).toEqual({ type: 'git', ...within, version: 'abc' });
    expect(locationOf({ folder: '' })).toEqual({ type: 'file', ...within });
  });
});
