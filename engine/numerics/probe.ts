import { createHash } from 'node:crypto';

/**
 * What the arithmetic of a machine comes to: the SHA-256 of every probed function's results over fixed values, to the
 * bit. `duckdb exp` is DuckDB's, which asks the C library of the machine; `v8 exp` is that of the Node that trains.
 */
export interface NumericsProbe {
  /** SHA-256 over all of `functions`: part of every fingerprint. */
  readonly digest: string;
  readonly functions: Readonly<Record<string, string>>;
}

export function probeOf(functions: Readonly<Record<string, string>>): NumericsProbe {
  const sorted = Object.entries(functions).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { digest: sha256(JSON.stringify(sorted)), functions: Object.fromEntries(sorted) };
}

/** The functions whose results are not the same, those included that only one of the two knows. */
export function differingFunctions(one: NumericsProbe, other: NumericsProbe): readonly string[] {
  const names = Object.keys({ ...one.functions, ...other.functions });
  return names.filter((name) => one.functions[name] !== other.functions[name]).toSorted();
}

/** SHA-256 of doubles to the bit, every NaN alike: its sign and payload mean nothing, and differ between machines. */
export function digestOfDoubles(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) bytes.setUint32(index * 8 + 4, 0x7ff80000, true);
    else bytes.setFloat64(index * 8, value, true);
  }
  return sha256(new Uint8Array(bytes.buffer));
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
