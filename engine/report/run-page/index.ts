export { runPageData } from './collect-page.ts';
export { HISTORIES_FILE, historiesFile } from './histories.ts';
export { renderRunPage } from './render-run-page.ts';
export type * from './run-page-data.ts';
