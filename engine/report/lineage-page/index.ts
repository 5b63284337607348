export { type LineagePageInput, lineagePageData } from './collect-lineage-page.ts';
export { renderLineagePage } from './render-lineage-page.ts';
