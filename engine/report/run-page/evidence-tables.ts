import { escapeHtml } from '../../cards/index.ts';
import { formatCount, formatDay, formatMonth, formatPercent } from '../../figures/index.ts';
import type { NodeOnPage, PageSource, TermsOnPage, TestOnPage } from './run-page-data.ts';
import { formatSeconds, plural, statusWord, testWord } from './wording.ts';

interface EvidenceColumn {
  readonly title: string;
  readonly number?: boolean;
  /** Words that go over lines, where others stand in one. */
  readonly sentence?: boolean;
}

export function nodeTable(nodes: readonly NodeOnPage[]): string {
  const rows = nodes.map((node) => ({
    attributes: ` id="node-${escapeHtml(node.id)}" tabindex="-1"`,
    cells: [
      `${escapeHtml(node.id)}${parts(node)}`,
      status(node.status, statusWord(node.status)),
      node.seconds === null ? '' : formatSeconds(node.seconds),
      node.rows === null ? '' : formatCount(node.rows),
      words(node.evaluation),
      words(node.reason),
      `<span class="mono">${words(node.fingerprint?.slice(0, 10) ?? null)}</span>`,
    ],
  }));
  return table(
    'Nodes of this run',
    [
      { title: 'Node' },
      { title: 'Status' },
      { title: 'Time', number: true },
      { title: 'Rows', number: true },
      { title: 'Evaluated' },
      { title: 'Why', sentence: true },
      { title: 'Fingerprint' },
    ],
    rows,
  );
}

function parts({ parts: list }: NodeOnPage): string {
  if (list.length < 2) return '';
  const names = list.map(escapeHtml).join(', ');
  return `<details><summary>${formatCount(list.length)} series</summary><p class="parts">${names}</p></details>`;
}

/** What needs eyes first; the passing ones fold away. */
export function testTables(tests: readonly TestOnPage[]): string {
  const loud = tests.filter(({ status: outcome }) => outcome !== 'pass');
  const passed = tests.filter(({ status: outcome }) => outcome === 'pass');
  return (loud.length === 0 ? '' : testTable('Tests that did not pass', loud)) + folded(passed);
}

function folded(passed: readonly TestOnPage[]): string {
  if (passed.length === 0) return '';
  const summary = `<summary>${plural(passed.length, 'test')} passed</summary>`;
  const nodes = [...new Set(passed.map(({ node }) => node))];
  const rows = nodes.map((node) => {
    const tests = passed.filter((test) => test.node === node);
    const names = tests.map(({ name }) => escapeHtml(name)).join(', ');
    const cells = [escapeHtml(node), `${formatCount(tests.length)}${reusedOf(tests)}`, `<p class="parts">${names}</p>`];
    return { attributes: '', cells };
  });
  const columns = [{ title: 'Node' }, { title: 'Passed', number: true }, { title: 'Tests' }];
  return `<details>${summary}${table('Tests that passed', columns, rows)}</details>`;
}

/** How many of a node's tests were not run now, because nothing of them had changed. */
function reusedOf(tests: readonly TestOnPage[]): string {
  const reused = tests.filter((test) => test.reused).length;
  if (reused === 0) return '';
  return ` <span class="soft">${reused === tests.length ? 'reused' : `${formatCount(reused)} reused`}</span>`;
}

function testTable(caption: string, tests: readonly TestOnPage[]): string {
  const rows = tests.map((test) => ({
    attributes: '',
    cells: [
      `${escapeHtml(test.node)} ${escapeHtml(test.name)}`,
      status(test.status, testWord(test.status)) + (test.reused ? ' <span class="soft">reused</span>' : ''),
      test.failures === null ? '' : formatCount(test.failures),
      test.rows === null ? '' : formatCount(test.rows),
    ],
  }));
  return table(
    caption,
    [{ title: 'Test' }, { title: 'Result' }, { title: 'Failing rows', number: true }, { title: 'Rows', number: true }],
    rows,
  );
}

export function freshnessTable(sources: readonly PageSource[]): string {
  const rows = sources.map(({ source, series, newestDate, completeThrough, attestation, rows: count, knowledge }) => ({
    attributes: '',
    cells: [
      escapeHtml(source) + attested(attestation),
      formatCount(series),
      newestDate === null ? '' : formatMonth(newestDate),
      completeThrough === null ? '' : formatDay(completeThrough),
      formatCount(count),
      ...([knowledge.published, knowledge.observed, knowledge.assumed] as const).map((share) =>
        formatPercent(share, 0),
      ),
    ],
  }));
  const titles = ['Series', 'Newest period', 'Complete through', 'Values', 'Published', 'Observed', 'Assumed'];
  return table(
    'Data, and how their values became known',
    [{ title: 'Source' }, ...titles.map((title) => ({ title, number: true }))],
    rows,
  );
}

/** Who looked at what it publishes, where its date is not the declared one. */
function attested(attestation: PageSource['attestation']): string {
  if (attestation === undefined) return '';
  const { by, at, note } = attestation;
  return `<p class="parts">attested by ${escapeHtml(by)} on ${formatDay(at.slice(0, 10))}: ${escapeHtml(note)}</p>`;
}

export function termsTable(terms: readonly TermsOnPage[]): string {
  const rows = terms.map(({ of, licence, attribution }) => ({
    attributes: '',
    cells: [of, licence, attribution].map(words),
  }));
  const titles = ['Data', 'Licence', 'Attribution'];
  return table(
    'Terms under which data may be passed on',
    titles.map((title) => ({ title })),
    rows,
  );
}

/** What a cell says; nothing where there is nothing to say. */
function words(text: string | null): string {
  return text === null ? '' : escapeHtml(text);
}

function status(css: string, words: string): string {
  return `<span class="status ${css}">${words}</span>`;
}

function classOf(column: EvidenceColumn | undefined): string {
  if (column?.number === true) return ' class="number"';
  return column?.sentence === true ? ' class="sentence"' : '';
}

function table(
  caption: string,
  columns: readonly EvidenceColumn[],
  rows: readonly { readonly attributes: string; readonly cells: readonly string[] }[],
): string {
  const css = (index: number) => classOf(columns[index]);
  const head = columns.map(({ title }, index) => `<th scope="col"${css(index)}>${title}</th>`).join('');
  const body = rows.map(({ attributes, cells }) => {
    const written = cells.map((cell, index) =>
      index === 0 ? `<th scope="row">${cell}</th>` : `<td${css(index)}>${cell}</td>`,
    );
    return `<tr${attributes}>${written.join('')}</tr>`;
  });
  return (
    `<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>` +
    `<caption class="visually-hidden">${caption}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
  );
}
