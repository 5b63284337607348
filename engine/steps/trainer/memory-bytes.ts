const UNITS: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `2GB`, `1.5GiB`, as a target says it, in bytes. */
export function memoryBytes(text: string): number {
  const unit = /[A-Za-z]+$/.exec(text)?.[0] ?? '';
  const bytes = Math.round(Number.parseFloat(text) * (UNITS[unit] ?? Number.NaN));
  if (!Number.isFinite(bytes)) throw new Error(`${text} is no amount of memory`);
  return bytes;
}
