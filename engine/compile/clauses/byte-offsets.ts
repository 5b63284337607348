/** DuckDB counts UTF-8 bytes, this engine UTF-16 units: the offset in a text of a byte of it. */
export function byteOffsets(text: string): (byte: number) => number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: of ASCII every byte is a unit
  if (/^[\x00-\x7f]*$/.test(text)) return (byte) => byte;
  const units: number[] = [];
  let unit = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    for (let index = 0; index < bytes; index += 1) units.push(unit);
    unit += character.length;
  }
  return (byte) => units[byte] ?? unit;
}
