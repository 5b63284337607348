/** How `ews lineage` prints. A list apart from what prints, so that the command line need not load that to know it. */
export const LINEAGE_FORMATS = ['tree', 'json', 'mermaid', 'dot', 'html'] as const;
export type LineageFormat = (typeof LINEAGE_FORMATS)[number];
