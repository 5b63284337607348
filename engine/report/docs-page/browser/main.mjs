import { byId } from '../../offline-page/browser/element.mjs';
import { themeButton } from '../../offline-page/browser/theme.mjs';
import { catalogue, functions, nodes } from './catalogue.mjs';
import { functionEntry, nodeEntry } from './entry.mjs';
import { warning } from './linked.mjs';
import { overview } from './overview.mjs';
import { currentEntry, listenToSearch, markCurrent } from './search.mjs';

const main = byId('entry');

/** Shows what the address names; where it names nothing, what the whole page is of. */
function show() {
  const id = currentEntry();
  // The link that skips to what is shown already.
  if (id === main.id) return;
  const isReading = nodes.has(id) || functions.has(id);
  main.replaceChildren(...contentOf(id).filter((part) => part !== null));
  document.body.classList.toggle('reading', isReading);
  document.title = `${isReading ? id : catalogue.project} · catalogue`;
  markCurrent();
}

/** @param {string} id @returns {readonly (Node | null)[]} */
function contentOf(id) {
  const [node, fn] = [nodes.get(id), functions.get(id)];
  if (node !== undefined) return nodeEntry(node);
  if (fn !== undefined) return functionEntry(fn);
  return id === '' ? overview() : [warning(`No entry is called ${id}.`), ...overview()];
}

listenToSearch();
themeButton();
show();
window.addEventListener('hashchange', () => {
  show();
  if (currentEntry() === main.id) return;
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
performance.mark('ready');
