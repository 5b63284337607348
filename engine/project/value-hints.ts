import { isDay } from '../calendar/index.ts';

/** What helps somebody whose value is not what is expected; undefined where the message says it all. */
export function valueHint(found: unknown, expected: string, isItem: boolean): string | undefined {
  if (typeof found === 'string') return textHint(found, expected);
  if (Array.isArray(found) && expected.includes('mapping')) return listHint(found);
  if (isItem && expected.startsWith('text')) return itemHint(found);
  return undefined;
}

function textHint(found: string, expected: string): string | undefined {
  if (expected.startsWith('a date')) return dateHint(found);
  if (/^a(?: whole)? number/.test(expected)) return numberHint(found);
  if (expected.startsWith('a list')) return `write it as a list: [${found}]`;
  if (expected.startsWith('true or false')) return booleanHint(found);
  return undefined;
}

function booleanHint(found: string): string | undefined {
  if (/^(yes|on|y)$/i.test(found)) return 'write true';
  return /^(no|off|n)$/i.test(found) ? 'write false' : undefined;
}

function dateHint(found: string): string {
  const parts = found.trim().split(/[./\s-]+/);
  const [a = '', b = '', c = ''] = parts;
  const day = (year: string, month: string, date: string): string =>
    `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const readings = [
    ...(a.length === 4 ? [day(a, b, c)] : []),
    ...(c.length === 4 ? [day(c, b, a), day(c, a, b)] : []),
  ].filter((text) => parts.length === 3 && isDay(text));
  const distinct = [...new Set(readings)];
  if (distinct.length > 0) return `write ${distinct.join(' or ')}`;
  return /^\d{4}-\d\d-\d\d$/.test(found) ? 'the calendar has no such day' : 'write year, month and day: 2000-01-31';
}

function numberHint(found: string): string | undefined {
  const text = found.trim();
  const percent = /^([+-]?\d+(?:[.,]\d+)?) ?%$/.exec(text)?.[1];
  if (percent !== undefined) return `write a share: ${Number(percent.replace(',', '.')) / 100}`;
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return `write it without quotes: ${text}`;
  if (/^[+-]?\d{1,3}([ ',_]\d{3})+$/.test(text)) {
    return `thousands have no mark between them: ${text.replaceAll(/[ ',_]/g, '')}`;
  }
  if (/^[+-]?\d+,\d+$/.test(text)) return `the decimal mark is a point: ${text.replace(',', '.')}`;
  const unit = /^([+-]?\d+(?:\.\d+)?)\s*[A-Za-z]+$/.exec(text)?.[1];
  return unit === undefined ? undefined : `write the number alone: ${unit}`;
}

/** `- name: x` of other tools, where names are keys. */
function listHint(found: readonly unknown[]): string | undefined {
  const [item] = found;
  const name = typeof item === 'string' ? item : (memberText(item, 'name') ?? memberText(item, 'id'));
  return name === undefined ? undefined : `each stands under its name, without "-": ${name}: { ... }`;
}

/** A mapping where a list has names alone. */
function itemHint(found: unknown): string | undefined {
  const name = memberText(found, 'name') ?? memberText(found, 'column');
  return name === undefined ? undefined : `write its name alone: - ${name}`;
}

function memberText(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const member = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof member === 'string' ? member : undefined;
}
