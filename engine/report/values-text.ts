import type { VerifiedLink } from '../inspect/index.ts';
import { counted } from './counted.ts';

type Values = NonNullable<VerifiedLink['values']>;

/** How a table of links calls what came of looking for values in raw bytes. */
export const VALUE_STATES: Readonly<Record<Values['state'], string>> = {
  holds: 'holds',
  changed: 'differ',
  unrecorded: 'not recorded',
  unread: 'not compared',
};

/** Rows that are not in the raw bytes that they name. */
export function unheldLines({ name, values }: VerifiedLink): readonly string[] {
  if (values?.state !== 'changed') return [];
  const rows = values.shown.map(({ row, knownFrom, sha256 }) => {
    const where = sha256 === null ? 'names no raw bytes' : `is not in the raw bytes sha256:${sha256}`;
    return `  ${row}, known from ${knownFrom}, ${where}`;
  });
  const rest = values.wrong - rows.length;
  return [
    `${counted(values.wrong, 'value')} of ${name} not in the raw bytes that are named`,
    ...rows,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

/** Where nobody can say whether values are in raw bytes, which breaks nothing. */
export function uncomparedLines({ name, values }: VerifiedLink): readonly string[] {
  if (values?.state === 'unread') return [`values of ${name} were not looked for in raw bytes: ${values.why}`];
  if (values?.state !== 'unrecorded') return [];
  return [`values of ${name} name no raw bytes: an earlier version of ews stored them`];
}
