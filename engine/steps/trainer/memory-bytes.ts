const UNITS: ReadonlyMap<string | undefined, number> = new Map([
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

/** An amount of memory as a target says it, `2GB` or `1.5GiB`, in bytes. Throws for any other text. */
export function memoryBytes(text: string): number {
  const unit = UNITS.get(/[A-Za-z]+$/.exec(text)?.[0]);
  const bytes = unit === undefined ? Number.NaN : Math.round(Number.parseFloat(text) * unit);
  if (!Number.isFinite(bytes)) throw new Error(`${text} is no amount of memory`);
  return bytes;
}
