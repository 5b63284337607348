import { breakable, element } from '../../offline-page/browser/element.mjs';
import { addressOf, isEntry } from './catalogue.mjs';

/** The name of an entry, which leads to it where there is one. @param {string} id */
export function entryLink(id) {
  if (!isEntry(id)) return element('span', {}, breakable(id));
  return element('a', { href: `#${encodeURIComponent(id)}` }, breakable(id));
}

/** The id of a run, which leads to its page where that lies beside this one. @param {string} run */
export function runLink(run) {
  const href = addressOf(run, 'index.html');
  return href === undefined ? element('span', {}, [run]) : element('a', { href }, [run]);
}

/**
 * Terms with what is said of each; those of which nothing is said are left out.
 * @param {readonly (readonly [term: string, said: Node | string | null])[]} facts
 */
export function factList(facts) {
  const told = facts.flatMap(([term, said]) =>
    said === null || said === '' ? [] : [element('div', {}, [element('dt', {}, [term]), element('dd', {}, [said])])],
  );
  return told.length === 0 ? null : element('dl', { class: 'provenance' }, told);
}

/** What a reader has to know before the rest. @param {string} text */
export function warning(text) {
  return element('p', { class: 'warning' }, [text]);
}
