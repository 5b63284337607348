import { at } from '../presence/index.ts';

/** A value as it travels between processes: any number, NaN and -0 among them. */
type WireValue = null | boolean | number | string;

/** Columns of values; what else is known of a column travels in `about`. */
export interface WireColumn<About> {
  readonly about: About;
  readonly values: readonly WireValue[];
}

/** Where a column's values lie in the bytes that come with it. */
interface ColumnLayout<About> {
  readonly about: About;
  readonly count: number;
  /** `numbers` are doubles; where some are null a byte each follows, 0 for null. `json` is an array as text. */
  readonly form: 'numbers' | 'numbers_and_nulls' | 'json';
  readonly bytes: number;
}

export interface WireColumns<About> {
  readonly layout: readonly ColumnLayout<About>[];
  readonly body: readonly Uint8Array[];
}

const ALIGNMENT = 8;

/** Lays columns out as bytes. Numbers keep every bit; texts and booleans travel as JSON. */
export function columnsToWire<About>(columns: readonly WireColumn<About>[]): WireColumns<About> {
  const laid = columns.map(({ about, values }) => ({ about, count: values.length, ...bytesOf(values) }));
  return {
    layout: laid.map(({ about, count, form, parts }) => ({ about, count, form, bytes: lengthOf(parts) })),
    body: laid.flatMap(({ parts }) => parts),
  };
}

/** @throws Error where the bytes are not as the layout says. */
export function columnsFromWire<About>(
  layout: readonly ColumnLayout<About>[],
  body: Uint8Array,
): readonly WireColumn<About>[] {
  let offset = 0;
  const columns = layout.map(({ about, count, form, bytes }) => {
    const part = body.subarray(offset, offset + bytes);
    offset += bytes;
    if (part.length !== bytes) throw new Error(`a column of ${bytes} bytes has ${part.length}`);
    return { about, values: valuesOf(part, count, form) };
  });
  if (offset !== body.length) throw new Error(`columns of ${offset} bytes came in ${body.length}`);
  return columns;
}

function bytesOf(values: readonly WireValue[]): Pick<ColumnLayout<never>, 'form'> & { readonly parts: Uint8Array[] } {
  if (!values.every((value) => value === null || typeof value === 'number')) {
    return { form: 'json', parts: padded(Buffer.from(JSON.stringify(values))) };
  }
  const numbers = new Uint8Array(Float64Array.from(values, Number).buffer);
  if (!values.includes(null)) return { form: 'numbers', parts: [numbers] };
  const valid = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
  return { form: 'numbers_and_nulls', parts: [numbers, ...padded(valid)] };
}

function valuesOf(part: Uint8Array, count: number, form: ColumnLayout<never>['form']): readonly WireValue[] {
  if (form === 'json') return JSON.parse(Buffer.from(part).toString('utf8').trimEnd());
  const numbers = Array.from(new Float64Array(part.buffer, part.byteOffset, count));
  if (form === 'numbers') return numbers;
  const valid = part.subarray(count * Float64Array.BYTES_PER_ELEMENT);
  return numbers.map((value, index) => (at(valid, index) === 0 ? null : value));
}

/** Followed by blanks up to a multiple of eight bytes, where the next column may begin. */
function padded(bytes: Uint8Array): Uint8Array[] {
  const missing = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
  return missing === 0 ? [bytes] : [bytes, new Uint8Array(missing).fill(0x20)];
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}
