import type { VerifiedChain, VerifiedLink } from '../run/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint.ts';
import { type TableRow, tableText } from './table.ts';
import { uncomparedLines, unheldLines, VALUE_STATES } from './values-text.ts';

/** Digits of a digest that tell objects apart in a table; --json has all of them. */
const SHORT = 12;

/** A verified chain, one line a file from the source's bytes to the target, then what does not hold and what that breaks. */
export function verificationText(chain: VerifiedChain, paint: Paint, width?: number): string {
  const columns = ['kind', 'name', 'fingerprint', 'file', 'state'].map((title) => ({ title, align: 'left' as const }));
  const table = tableText({ columns, rows: chain.links.flatMap(rowsOf) }, paint, width);
  const files = chain.links.reduce((sum, link) => sum + link.files.length, 0);
  const wrong = chain.links.filter((link) => !link.holds);
  const total = `${counted(files, 'file')} of ${counted(chain.links.length, 'link')}`;
  const verdict =
    wrong.length === 0
      ? `${total}: everything holds`
      : `${total}: ${counted(wrong.length, 'link')} not what was stored`;
  return [
    `${paint.bold(chain.target)} as run ${chain.run} of ${chain.environment} has it`,
    '',
    table,
    ...wrong.flatMap((link) => ['', ...damageLines(chain, link, paint)]),
    '',
    ...chain.links.flatMap(uncomparedLines).map(paint.dim),
    wrong.length === 0 ? verdict : paint.red(verdict),
  ].join('\n');
}

function rowsOf(link: VerifiedLink): readonly TableRow[] {
  const { kind, name, fingerprint, files } = link;
  const rows = files.map(({ key, state }) => ({
    cells: [kind, name, fingerprint?.slice(0, SHORT) ?? '', shortName(kind, key), state],
    marked: state === 'changed' || state === 'gone',
  }));
  return [...rows, ...valuesRow(link)];
}

function valuesRow({ kind, name, fingerprint, values }: VerifiedLink): readonly TableRow[] {
  if (values === undefined) return [];
  const cells = [kind, name, fingerprint?.slice(0, SHORT) ?? '', 'values in raw bytes', VALUE_STATES[values.state]];
  return [{ cells, marked: values.state === 'changed' }];
}

/** `data.parquet`; of raw bytes `cb82df19f8c5….parquet`; of the project's files the path. */
function shortName(kind: string, key: string): string {
  if (kind === 'project') return key;
  const base = key.slice(key.lastIndexOf('/') + 1);
  return base.replace(/^([0-9a-f]{12})[0-9a-f]{52}/, '$1…');
}

function damageLines(chain: VerifiedChain, link: VerifiedLink, paint: Paint): readonly string[] {
  const files = link.files
    .filter(({ state }) => state === 'changed' || state === 'gone')
    .flatMap(({ key, state, expected, found }) => [
      paint.red(`${key} ${state === 'gone' ? 'is gone' : 'was changed'}`),
      `  recorded ${expected === null ? 'nothing' : `sha256:${expected}`}`,
      ...(state === 'gone' ? [] : [`  found    ${found === null ? 'what cannot be read' : `sha256:${found}`}`]),
    ]);
  const cut =
    link.cut && link.kind === 'observations' ? ['  what it was made from is not known: nothing further was read'] : [];
  return [...files, ...unheldLines(link), ...cut, ...wayLines(chain, link), ...breakLines(chain, link)];
}

/** The chain that it breaks, from it to the target. */
function wayLines({ target }: VerifiedChain, { way }: VerifiedLink): readonly string[] {
  return way.length === 0 ? [] : hanging('chain', [...way.map(nameOf), target], ' → ');
}

/** `observations fred` of an object; `raw fred.snapshot` of raw bytes. */
function nameOf(id: string): string {
  const parts = id.split('/');
  return parts[0] === 'raw' ? `raw ${parts.slice(1, -1).join('.')}` : parts.slice(0, 2).join(' ');
}

/** What rests on it, tests only counted. */
function breakLines({ target }: VerifiedChain, { kind, breaks }: VerifiedLink): readonly string[] {
  if (kind === 'project') return ['  what is stored was made from the recorded bytes: nothing breaks'];
  const named = breaks.filter((id) => !id.startsWith('test/')).map(nameOf);
  const tests = breaks.length - named.length;
  const all = tests === 0 ? named : [...named, counted(tests, 'test')];
  return all.length === 0 ? [`  nothing further rests on it but ${target} itself`] : hanging('breaks', all, ', ');
}

/** Columns of a paragraph. */
const WIDTH = 118;

/** Words behind a title, in lines that begin below the first of them. */
function hanging(title: string, words: readonly string[], between: string): readonly string[] {
  const indent = `  ${title.padEnd('recorded'.length)} `;
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const part = index === words.length - 1 ? word : `${word}${between}`;
    const line = lines.at(-1);
    if (line === undefined || indent.length + line.length + part.trimEnd().length > WIDTH) lines.push(part);
    else lines[lines.length - 1] = line + part;
  }
  return lines.map((line, index) => `${index === 0 ? indent : ' '.repeat(indent.length)}${line.trimEnd()}`);
}
