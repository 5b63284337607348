export type * from './lineage-page-data.ts';
