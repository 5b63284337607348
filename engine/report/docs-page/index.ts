export type { DocsPageData } from './docs-page-data.ts';
export { renderDocsPage } from './render-docs-page.ts';
