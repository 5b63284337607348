import { element, plural } from '../../offline-page/browser/element.mjs';
import { catalogue } from './catalogue.mjs';
import { definitionTexts } from './sql.mjs';

/** @typedef {import('./catalogue.mjs').CatalogueNode['tests'][number]} CatalogueTest */

/** A test with its last result. @param {CatalogueTest} test */
export function testLine(test) {
  const { rule, severity, result } = test;
  const limits = severity === 'warn' ? ' (warns)' : '';
  if (result === null) return element('span', { class: 'status' }, [`${rule}${limits}: not run`]);
  return element('span', { class: `status ${result.status}` }, [`${rule}${limits}: ${resultWords(result)}`]);
}

/** @param {NonNullable<CatalogueTest['result']>} result */
function resultWords({ status, failures, builtBy, changed }) {
  const found = failures === 0 ? '' : `, ${plural(failures, 'row')}`;
  const then = builtBy === catalogue.run.id ? '' : `, of run ${builtBy}`;
  return `${status}${found}${then}${changed ? ', changed since' : ''}`;
}

/** Tests of a whole node, with the SQL of those that have some. @param {readonly CatalogueTest[]} tests */
export function testList(tests) {
  const items = tests.map((test) =>
    element('li', {}, [testLine(test), ...(test.sql === null ? [] : definitionTexts([test.sql]))]),
  );
  return element('ul', { class: 'checks' }, items);
}
