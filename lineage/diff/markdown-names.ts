/** Characters that mean nothing to Markdown within backticks, nor to what reads its output for mentions and tags. */
const PLAIN = /^[\w .,:;/()+\-=*%→>~'"[\]{}#$!?^…]*$/;

/** Of a text that is longer the beginning is told: data may hold any. */
const LONGEST = 200;

const SPACE = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/**
 * A name as code, wherever it stands: in a cell, a list, a summary. Names come from definitions and data, and may have
 * bars, backticks, tags, mentions and line breaks: those are written as entities, which end nothing and call nobody.
 */
export function markdownCode(name: string): string {
  const line = name.replaceAll(SPACE, ' ').trim();
  const text = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  if (text !== '' && PLAIN.test(text)) return `\`${text}\``;
  return `<code>${text.replaceAll(/[^\w .-]/gu, entity)}</code>`;
}

/** Words of ours with names among them, outside of code: what could mean something is an entity, names call nobody. */
export function markdownText(text: string): string {
  // A space without width keeps forges from taking what follows for somebody, something or an address.
  return text
    .replaceAll(SPACE, ' ')
    .replaceAll(/[&<>|`*[\]\\~]|[@#!%](?=\w)|:(?=\/\/)/g, (found) =>
      /[@#!%:]/.test(found) ? `${found}&#8203;` : entity(found),
    );
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
