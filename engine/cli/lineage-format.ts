import { usageError } from '../diagnostics/index.ts';

/** How `ews lineage` prints. A list apart from what prints, so that the command line need not load that to know it. */
export const LINEAGE_FORMATS = ['tree', 'json', 'mermaid', 'dot', 'openlineage', 'html'] as const;
export type LineageFormat = (typeof LINEAGE_FORMATS)[number];

/** How `ews lineage diff` prints. */
export const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

interface FormatFlags {
  readonly format?: string;
  readonly json?: boolean;
}

/** The format asked for, the first one when none is. ProblemError EWS6001 for one that is not there. */
export function chosenFormat<Format extends string>(
  formats: readonly [Format, ...Format[]],
  { format: wanted, json }: FormatFlags,
): Format {
  const name = json === true ? 'json' : (wanted ?? formats[0]);
  const format = formats.find((each) => each === name);
  if (format !== undefined) return format;
  const message = `there is no format "${name}" here`;
  throw usageError(message, `there are: ${formats.join(', ')}`);
}
