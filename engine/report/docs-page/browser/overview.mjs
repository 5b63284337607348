import { element, plural } from '../../offline-page/browser/element.mjs';
import { addressOf, catalogue, entriesInWords, functions, KINDS } from './catalogue.mjs';
import { factList, runLink, warning } from './linked.mjs';

/** Of which run, commit, environment and data the page is, and what there is. @returns {readonly (Node | null)[]} */
export function overview() {
  const { run, nodes, gone } = catalogue;
  const changed = nodes.filter(({ built }) => built?.changed === true).length;
  const unbuilt = nodes.filter(({ built }) => built === null).length;
  return [
    element('p', { class: 'eyebrow' }, ['catalogue']),
    element('h2', {}, [catalogue.project]),
    element('p', { class: 'about' }, [
      `${countsInWords()}. Definitions are those of the project as the page was made.`,
    ]),
    run.outcome === 'ok' ? null : warning(outcomeWords(run)),
    run.newest ? null : warning('This is not the newest run of the environment.'),
    changed === 0 ? null : warning(`${plural(changed, 'definition')} changed since the run: their entries say so.`),
    unbuilt === 0 ? null : warning(`${entriesInWords(unbuilt)} of which the run has nothing.`),
    ways(run.id),
    factList([
      ['Run', runLink(run.id)],
      ['Committed', run.at],
      ['Environment', run.environment],
      ['Target', run.target],
      ['Commit', run.commit ?? 'not a git checkout'],
      ['By', run.actor],
      ['Command', run.command === null ? null : `ews ${run.command}`],
      ['Engine', run.version === null ? null : `ews ${run.version}`],
    ]),
    ...dataTable(run.data),
    ...goneList(gone),
  ];
}

function countsInWords() {
  const of = (/** @type {string} */ kind) => catalogue.nodes.filter((node) => node.kind === kind).length;
  const counts = [...KINDS].map(([kind, { one }]) => [kind === 'function' ? functions.size : of(kind), one]);
  const told = counts.filter(([count]) => count !== 0).map(([count, one]) => plural(Number(count), String(one)));
  return told.join(', ');
}

/** @param {typeof catalogue.run} run */
function outcomeWords({ outcome, problem }) {
  return problem === null ? `The run ${outcome}.` : `The record of the run is ${outcome}: ${problem}`;
}

/** @param {string} run */
function ways(run) {
  const pages = /** @type {const} */ ([
    ['index.html', 'Page of the run'],
    ['lineage.html', 'Lineage of columns'],
  ]);
  const links = pages.flatMap(([file, title]) => {
    const href = addressOf(run, file);
    return href === undefined ? [] : [element('a', { href }, [title])];
  });
  return links.length === 0 ? null : element('p', { class: 'ways' }, links);
}

/** @param {typeof catalogue.run.data} data */
function dataTable(data) {
  if (data.length === 0) return [];
  const head = ['Source', 'Position', 'Digest'].map((word) => element('th', { scope: 'col' }, [word]));
  const rows = data.map(({ source, position, sha256 }) =>
    element('tr', {}, [
      element('th', { scope: 'row' }, [source]),
      element('td', {}, [`#${position}`]),
      element('td', { class: 'mono' }, [sha256.slice(0, 16)]),
    ]),
  );
  const table = element('table', {}, [element('thead', {}, [element('tr', {}, head)]), element('tbody', {}, rows)]);
  const frame = element('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Data' }, [table]);
  return [element('h3', {}, ['Data that the run used']), frame];
}

/** @param {readonly string[]} gone */
function goneList(gone) {
  if (gone.length === 0) return [];
  const items = gone.map((id) => element('li', {}, [id]));
  return [element('h3', {}, ['Not defined any more']), element('ul', { class: 'gone' }, items)];
}
