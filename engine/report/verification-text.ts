import type { VerifiedChain, VerifiedLink } from '../inspect/index.ts';
import { collectedText } from '../lake/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { type TableRow, tableText } from './table.ts';
import { uncomparedLines, unheldLines, VALUE_STATES } from './values-text.ts';

/** Digits of a digest that tell objects apart in a table; --json has all of them. */
const SHORT = 12;

/**
 * A verified chain, one line a file from the source's bytes to the target, then what does not hold and what that
 * breaks; of all of an environment one line a kind. Then the record that names it all, and its head.
 */
export function verificationText(chain: VerifiedChain, paint: Paint, width?: number): string {
  const wrong = chain.links.filter((link) => !link.holds);
  return [
    titleOf(chain, paint),
    ...(chain.links.length === 0 ? [] : ['', linkTable(chain, paint, width)]),
    ...wrong.flatMap((link) => ['', ...damageLines(chain, link, paint)]),
    '',
    ...recomputedLines(chain, paint, width),
    ...chain.links.flatMap(uncomparedLines).map(paint.dim),
    ...recordLines(chain, paint),
    verdict(chain, wrong.length, paint),
  ].join('\n');
}

function titleOf({ target, run, environment }: VerifiedChain, paint: Paint): string {
  if (run === null) return `${paint.bold(environment)}: no run can be read`;
  if (target === null) return `${paint.bold(`environment ${environment}`)} as run ${run} left it`;
  return `${paint.bold(target)} as run ${run} of ${environment} has it`;
}

function linkTable({ target, links }: VerifiedChain, paint: Paint, width?: number): string {
  if (target !== null) {
    const columns = ['kind', 'name', 'fingerprint', 'file', 'state'].map((title) => ({
      title,
      align: 'left' as const,
    }));
    return tableText({ columns, rows: links.flatMap(rowsOf) }, paint, width);
  }
  const columns = [
    { title: 'kind', align: 'left' as const },
    ...['links', 'files', 'not as stored'].map((title) => ({ title, align: 'right' as const })),
  ];
  const kinds = [...new Set(links.map(({ kind }) => kind))];
  return tableText({ columns, rows: kinds.map((kind) => kindRow(kind, links)) }, paint, width);
}

function kindRow(kind: string, links: readonly VerifiedLink[]): TableRow {
  const own = links.filter((link) => link.kind === kind);
  const wrong = own.filter(({ holds }) => !holds).length;
  const files = own.reduce((sum, link) => sum + link.files.length, 0);
  return { cells: [kind, String(own.length), String(files), String(wrong)], marked: wrong > 0 };
}

function recomputedLines({ recomputed }: VerifiedChain, paint: Paint, width?: number): readonly string[] {
  if (recomputed === undefined || recomputed.length === 0) return [];
  const columns = ['computed again', 'kind', 'verdict', 'why not'].map((title) => ({ title, align: 'left' as const }));
  const rows = recomputed.map(({ node, kind, verdict, reason = '' }) => ({
    cells: [node, kind, verdict, reason],
    marked: verdict === 'differs',
  }));
  const differing = recomputed
    .filter(({ verdict }) => verdict === 'differs')
    .flatMap(({ files }) => files)
    .filter(({ stored, made }) => stored === null || stored !== made)
    .flatMap(({ key, stored, made }) => [
      paint.red(`${key} is not what its inputs give`),
      `  stored ${stored === null ? 'nothing that can be read' : `sha256:${stored}`}`,
      `  made   ${made === null ? 'nothing' : `sha256:${made}`}`,
    ]);
  return [tableText({ columns, rows }, paint, width), '', ...differing, ...(differing.length > 0 ? [''] : [])];
}

function recordLines({ record, environment }: VerifiedChain, paint: Paint): readonly string[] {
  const { head, findings, notes, files } = record;
  const found = findings.flatMap((finding) => [paint.red(chainProblemText(finding)), `  ${finding.message}`]);
  const stands =
    head === null ? [] : [`Environment ${environment} at ${head.n}: sha256:${head.sha256}`, paint.dim(`  ${WITNESS}`)];
  const compared = `record: ${counted(files, 'file')} of refs, manifest and run compared`;
  return [...found, ...(found.length > 0 ? [''] : []), compared, ...notes.map((note) => `  ${note}`), ...stands, ''];
}

type ChainProblem = VerifiedChain['record']['findings'][number];

/** `refs/main/00000002.json was changed`. */
export function chainProblemText({ file, what }: Pick<ChainProblem, 'file' | 'what'>): string {
  return `${file} ${WORDS[what]}`;
}

const WORDS: Readonly<Record<ChainProblem['what'], string>> = {
  gone: 'is gone',
  damaged: 'is damaged',
  changed: 'was changed',
  replayed: 'is not what belongs there',
  added: 'was added',
  unwitnessed: 'is not what was written down',
};

/** What no digest in the lake can tell. */
const WITNESS =
  'who may write everything can rewrite everything: write this down elsewhere, and compare with --expect-head';

function verdict({ links, record, run, recomputed = [] }: VerifiedChain, wrong: number, paint: Paint): string {
  const files = links.reduce((sum, link) => sum + link.files.length, 0);
  const total = `${counted(files, 'file')} of ${counted(links.length, 'link')}`;
  const differing = recomputed.filter(({ verdict: of }) => of === 'differs').length;
  const left = recomputed.filter(({ verdict: of }) => of === 'cannot').length;
  const parts = [
    ...(record.findings.length === 0 ? [] : [`${counted(record.findings.length, 'finding')} in the record`]),
    ...(wrong === 0 ? [] : [`${counted(wrong, 'link')} not what was stored`]),
    ...(differing === 0 ? [] : [`${counted(differing, 'node')} not what their inputs give`]),
  ];
  if (parts.length > 0) return paint.red(`${total}: ${parts.join(', ')}`);
  if (run === null || links.length === 0) return paint.red('nothing could be compared');
  const but = left === 0 ? '' : `; ${counted(left, 'node')} could not be computed again`;
  const collected = links.flatMap(({ files: own }) => own).filter(({ state }) => state === 'collected').length;
  const gone = collected === 0 ? '' : `; ${counted(collected, 'file')} collected since, which ews build makes again`;
  return `${total}: everything ${collected === 0 ? 'holds' : 'that is kept holds'}${gone}${but}`;
}

type FileOfLink = VerifiedLink['files'][number];

function rowsOf(link: VerifiedLink): readonly TableRow[] {
  const { kind, name, fingerprint, files } = link;
  const rows = files.map((file) => ({
    cells: [kind, name, shortDigest(fingerprint), shortName(kind, file.key), stateText(file)],
    marked: file.state === 'changed' || file.state === 'gone',
  }));
  return [...rows, ...valuesRow(link)];
}

function stateText({ state, collected, found }: FileOfLink): string {
  return collected === undefined ? state : collectedText(collected, found !== null);
}

function valuesRow({ kind, name, fingerprint, values }: VerifiedLink): readonly TableRow[] {
  if (values === undefined) return [];
  const cells = [kind, name, shortDigest(fingerprint), 'values in raw bytes', VALUE_STATES[values.state]];
  return [{ cells, marked: values.state === 'changed' }];
}

/** The cell of raw bytes and of the project's files, which have no fingerprint, is empty. */
function shortDigest(fingerprint: VerifiedLink['fingerprint']): string {
  return fingerprint === null ? '' : fingerprint.slice(0, SHORT);
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
  return way.length === 0 || target === null ? [] : hanging('chain', [...way.map(nameOf), target], ' → ');
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
  const but = target === null ? '' : ` but ${target} itself`;
  return all.length === 0 ? [`  nothing further rests on it${but}`] : hanging('breaks', all, ', ');
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
