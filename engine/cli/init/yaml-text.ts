/** A text as YAML has it, in quotes unless it is a plain word: JSON's quotes are YAML's. */
export function yamlText(text: string): string {
  const isWord = /^[A-Za-z][A-Za-z0-9_.%-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isWord ? text : JSON.stringify(text);
}

/** `{ type: DATE, header: "Real GDP" }`. */
export function yamlMapping(fields: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return `{ ${given.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
}

export function yamlList(items: readonly string[]): string {
  return `[${items.map(yamlText).join(', ')}]`;
}
