import { byId, element } from '../../offline-page/browser/element.mjs';
import { catalogue, entriesInWords, KINDS } from './catalogue.mjs';

/** @typedef {import('./catalogue.mjs').EntryKind} EntryKind */

/** Entries that are shown before a reader asks for all. */
const FIRST = 150;

const input = /** @type {HTMLInputElement} */ (byId('search'));
const list = byId('found');
const more = byId('more');

/** What is looked through of an entry: each text with what it is, and its rank where a word is found in it. */
const entries = [
  ...catalogue.nodes.map((node) =>
    searched(node.kind, node.id, node.description, [
      ...node.columns.map(({ name, description, unit }) => {
        return { what: 'column', text: [name, description, unit].filter((part) => part !== '').join(' · ') };
      }),
      ...(node.owner === null ? [] : [{ what: 'owner', text: node.owner }]),
      ...node.tags.map((tag) => ({ what: 'tag', text: tag })),
    ]),
  ),
  ...catalogue.functions.map((fn) =>
    searched('function', fn.id, fn.description, [{ what: 'returns', text: fn.returns }]),
  ),
];

/**
 * @param {EntryKind} kind
 * @param {string} id
 * @param {string} description
 * @param {readonly { readonly what: string, readonly text: string }[]} parts
 */
function searched(kind, id, description, parts) {
  const lowered = parts.map((part) => ({ ...part, lower: part.text.toLowerCase() }));
  const all = [id, description, ...parts.map(({ text }) => text)].join('\n').toLowerCase();
  return { kind, id, description, parts: lowered, lower: id.toLowerCase(), all };
}

/** @type {EntryKind | undefined} */
let kind;
let most = FIRST;

/** Every word has to occur; what is called so comes first. @param {readonly string[]} words */
function find(words) {
  const found = entries.filter((entry) => words.every((word) => entry.all.includes(word)));
  return found
    .map((entry) => ({ entry, rank: words.every((word) => entry.lower.includes(word)) ? 0 : 1 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ entry }) => entry);
}

/** Where the words were found, if not in the name: else what it is. @param {(typeof entries)[number]} entry */
function aboutOf({ lower, description, parts }, /** @type {readonly string[]} */ words) {
  const sought = words.filter((word) => !lower.includes(word));
  const part =
    sought.length === 0 ? undefined : parts.find((each) => sought.every((word) => each.lower.includes(word)));
  return part === undefined ? description : `${part.what}: ${part.text}`;
}

function render() {
  const words = input.value
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = find(words);
  const shown = found.filter((entry) => kind === undefined || entry.kind === kind);
  const current = currentEntry();
  list.replaceChildren(
    ...shown.slice(0, most).map((entry) => {
      const about = aboutOf(entry, words);
      const link = element('a', { href: `#${encodeURIComponent(entry.id)}` }, [
        element('span', { class: 'name' }, [entry.id]),
        element('span', { class: 'kind' }, [KINDS.get(entry.kind)?.one ?? entry.kind]),
        about === '' ? null : element('span', { class: 'about' }, [about]),
      ]);
      if (entry.id === current) link.setAttribute('aria-current', 'page');
      return element('li', {}, [link]);
    }),
  );
  byId('said').textContent = shown.length === 0 ? 'Nothing is found.' : entriesInWords(shown.length);
  more.hidden = shown.length <= most;
  more.textContent = `Show all ${shown.length.toLocaleString('en')}`;
  renderKinds(found);
}

/** @param {readonly (typeof entries)[number][]} found */
function renderKinds(found) {
  const buttons = [...KINDS].flatMap(([each, { many }]) => {
    if (!entries.some((entry) => entry.kind === each)) return [];
    const count = found.filter((entry) => entry.kind === each).length;
    const pressed = String(kind === each);
    const label = `${many} ${count.toLocaleString('en')}`;
    return [element('button', { type: 'button', 'data-kind': each, 'aria-pressed': pressed }, [label])];
  });
  const { activeElement } = document;
  const focused = activeElement instanceof HTMLElement ? activeElement.dataset['kind'] : undefined;
  byId('kinds').replaceChildren(...buttons);
  // The buttons are made anew, and the keyboard stays where it was.
  buttons.find((button) => button.dataset['kind'] === focused)?.focus();
}

/** The entry that the address names. */
export function currentEntry() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

/** Marks the entry that is read in the list of those that were found. */
export function markCurrent() {
  const address = `#${encodeURIComponent(currentEntry())}`;
  for (const link of list.querySelectorAll('a')) {
    if (link.getAttribute('href') === address) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

export function listenToSearch() {
  const again = () => {
    most = FIRST;
    render();
  };
  input.addEventListener('input', again);
  input.addEventListener('keydown', ({ key }) => {
    const first = list.querySelector('a');
    if (key === 'Enter' && input.value.trim() !== '' && first !== null) first.click();
    if (key !== 'Escape') return;
    input.value = '';
    again();
  });
  byId('kinds').addEventListener('click', ({ target }) => {
    const chosen =
      target instanceof HTMLElement ? [...KINDS.keys()].find((each) => each === target.dataset['kind']) : undefined;
    if (chosen === undefined) return;
    kind = kind === chosen ? undefined : chosen;
    again();
  });
  more.addEventListener('click', () => {
    most = Number.POSITIVE_INFINITY;
    const at = list.children.length;
    render();
    list.children[at]?.querySelector('a')?.focus();
  });
  document.addEventListener('keydown', (event) => {
    const { activeElement } = document;
    if (event.key !== '/' || activeElement === input || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
  render();
}
