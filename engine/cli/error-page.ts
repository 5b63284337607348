import { createRequire } from 'node:module';
import path from 'node:path';
import type { ProblemCode } from '../diagnostics/index.ts';

/** The pages of problems are part of the package: `#package` is its package.json. */
export const ERROR_PAGES = path.join(path.dirname(createRequire(import.meta.url).resolve('#package')), 'docs/errors');

/** The path of the page that explains a code. */
export function errorPage(code: ProblemCode): string {
  return path.join(ERROR_PAGES, `${code}.md`);
}
