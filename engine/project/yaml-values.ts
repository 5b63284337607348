import { createRequire } from 'node:module';
import type * as JsYaml from 'js-yaml';
import { LIMITS } from '../limits/index.ts';

/**
 * The value of a text in which nothing is out of the ordinary, as `plainValue` would give it, in an eighth of the time;
 * undefined for any other text, which `yaml` reads, with its places, and about which it says what is wrong. So a text
 * that might be read otherwise, or refused, may be turned away here, and none may be let through.
 */
export function ordinaryValue(text: string): unknown {
  if (EXTRAORDINARY.test(text) || hasOpenLine(text)) return undefined;
  try {
    return plain(loaded().load(text));
  } catch {
    // Whatever is the matter with it is found again, and told.
    return undefined;
  }
}

/**
 * Signs that mean more in YAML than text, or are read otherwise by one of the two: documents and directives at the
 * beginning of a line; anchors, aliases, tags, keys with a question mark, and what may begin no word; collections as
 * keys; tabs, other line ends, and all that is not plainly printable; curly quotes.
 */
const EXTRAORDINARY = new RegExp(
  [
    String.raw`^(?:---|\.\.\.|%)`,
    String.raw`(?:^|[\s,[{}\]:?-])[&*!?@%\x60]`,
    String.raw`[\]}]\s*:|[{,]\s*\[|["'\]}]#|(?:^|\s)- *(?:#|$)|[|>][-+]?\d`,
    String.raw`[^\n -~\u00a0-\u1fff\u2010-\u2017\u2020-\u2027\u2030-\ud7ff\ue000-\ufdcf]`,
  ].join('|'),
  'm',
);

/** What `yaml` takes for no text where it stands as a key without quotes. */
const NO_TEXT = /^(?:~|null|true|false|infinity|nan|[-+]?[.\d].*|\[object Object\])?$/i;

const QUOTED = /"[^"\\]*"|'[^']*'/g;

const OPEN_QUOTE = /"|(?:^|[\s,[{:])'/;

/** Brackets and quotes that go on in the next line: how far that is indented is judged in two ways. */
function hasOpenLine(text: string): boolean {
  return text.split('\n').some((line) => {
    const unquoted = line.replace(QUOTED, '');
    if (OPEN_QUOTE.test(unquoted)) return true;
    return unquoted.split(/[[{]/).length !== unquoted.split(/[\]}]/).length;
  });
}

class Extraordinary extends Error {}

/** A value of mappings without a prototype. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' && value.length > LIMITS.textLength.most) throw new Extraordinary();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, child] of Object.entries(value)) {
    if (key === '__proto__' || key.length > LIMITS.textLength.most || NO_TEXT.test(key)) throw new Extraordinary();
    copy[key] = plain(child);
  }
  return copy;
}

let reader: { readonly load: (text: string) => unknown } | undefined;

/** Loaded with the first file: whoever reads none does not pay for it. */
function loaded(): { readonly load: (text: string) => unknown } {
  reader ??= readerOf(createRequire(import.meta.url)('js-yaml') as typeof JsYaml);
  return reader;
}

/** Words without quotes are what the core schema of YAML 1.2 says, to the letter: `1_000` and `0b1` are texts. */
function readerOf({ FAILSAFE_SCHEMA, load, Type }: typeof JsYaml): { readonly load: (text: string) => unknown } {
  const scalar = (tag: string, means: RegExp, construct: (word: string) => unknown): JsYaml.Type =>
    new Type(`tag:yaml.org,2002:${tag}`, {
      kind: 'scalar',
      resolve: (word: string | null) => word !== null && means.test(word),
      construct,
    });
  const implicit = [
    scalar('null', /^(?:~|[Nn]ull|NULL)?$/, () => null),
    scalar('bool', /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/, (word) => /^t/i.test(word)),
    scalar('int', /^[-+]?\d+$/, (word) => Number.parseInt(word, 10)),
    scalar('float', /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/, Number.parseFloat),
    scalar('other_number', /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, () => {
      throw new Extraordinary();
    }),
  ];
  const schema = FAILSAFE_SCHEMA.extend({ implicit });
  return { load: (text) => load(text, { schema }) };
}
