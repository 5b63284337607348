import { createRequire } from 'node:module';
import path from 'node:path';
import type { ProblemCode } from '../diagnostics/index.ts';
import type { PackageWords } from './version.ts';

/** The pages of problems are part of the package: `#package` is its package.json. */
export const ERROR_PAGES = path.join(path.dirname(createRequire(import.meta.url).resolve('#package')), 'docs/errors');

/** `git+https://github.com/owner/name.git`, as npm writes addresses of repositories. */
const REPOSITORY_URL = /^(?:git\+)?https:\/\/(?<place>[\w.-]+\/[\w./-]+?)(?:\.git)?\/?$/;

/**
 * The address of the page that explains a code, for whoever does not have this package: in the repository that the
 * package names, as forges show a file of a tag. Undefined of a package that names none, or none that a browser opens.
 */
export function publishedPage({ version, repository }: PackageWords, code: ProblemCode): string | undefined {
  const place = repository === undefined ? undefined : REPOSITORY_URL.exec(repository.url)?.groups?.['place'];
  return place === undefined ? undefined : `https://${place}/blob/v${version}/docs/errors/${code}.md`;
}

/** The path of the page that explains a code. */
export function errorPage(code: ProblemCode): string {
  return path.join(ERROR_PAGES, `${code}.md`);
}
