import { byId, element } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { columnAt, nameOf, nodeAt, nodeNumber, nodeOf } from './lineage.mjs';
import { update } from './state.mjs';

const input = /** @type {HTMLInputElement} */ (byId('search'));
const list = byId('found');
const MOST = 40;
const STEPS = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
]);

const entries = nodeOf.map((_, place) => {
  const column = columnAt(place);
  const node = nodeAt(nodeNumber(place));
  const words = column === undefined ? node.description : column.description;
  return {
    place,
    name: nameOf(place),
    lower: nameOf(place).toLowerCase(),
    words,
    kind: column === undefined ? node.kind : 'column',
  };
});

/**
 * Every word has to occur; names before descriptions, what starts with the words first, nodes before columns.
 * @param {string} text
 */
function find(text) {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const first = at(words, 0);
  return entries
    .filter(({ lower, words: about }) =>
      words.every((word) => lower.includes(word) || about.toLowerCase().includes(word)),
    )
    .map((entry) => {
      const inName = words.every((word) => entry.lower.includes(word));
      return { entry, rank: (inName ? 0 : 8) + rankOfWord(first, entry.lower) + (entry.kind === 'column' ? 1 : 0) };
    })
    .sort((a, b) => a.rank - b.rank || a.entry.name.length - b.entry.name.length)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

/** In lower case. @param {string} text @returns {readonly string[]} */
function wordsOf(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** The lower, the closer to the start of what a place is called. @param {string} word @param {string} name */
function rankOfWord(word, name) {
  if (name.slice(name.lastIndexOf('.') + 1).startsWith(word)) return 0;
  return name.includes(word) ? 2 : 4;
}

/** @type {ReturnType<typeof find>} */
let results = [];
let chosen = 0;

function render() {
  const open = input.value.trim() !== '' && document.activeElement === input;
  list.hidden = !open || results.length === 0;
  input.setAttribute('aria-expanded', String(!list.hidden));
  byId('nothing-found').hidden = !open || results.length > 0;
  if (list.hidden) input.removeAttribute('aria-activedescendant');
  else input.setAttribute('aria-activedescendant', `found-${chosen}`);
  list.replaceChildren(
    ...results.map(({ name, words, kind, place }, index) => {
      const option = element(
        'li',
        { id: `found-${index}`, role: 'option', 'aria-selected': String(index === chosen) },
        [
          element('span', { class: 'name' }, marked(name, input.value)),
          element('span', { class: 'kind' }, [kind]),
          words === '' ? null : element('span', { class: 'about' }, [words]),
        ],
      );
      option.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        choose(place);
      });
      return option;
    }),
  );
  list.children[chosen]?.scrollIntoView({ block: 'nearest' });
}

/** @param {string} name @param {string} text */
function marked(name, text) {
  const lower = name.toLowerCase();
  const word = wordsOf(text).find((each) => lower.includes(each));
  if (word === undefined) return [name];
  const start = lower.indexOf(word);
  const end = start + word.length;
  return [name.slice(0, start), element('b', {}, [name.slice(start, end)]), name.slice(end)];
}

/** @type {(place: number) => void} */
let arrive = () => undefined;

/** @param {number} place */
function choose(place) {
  input.value = '';
  results = [];
  input.blur();
  update({ focus: place });
  arrive(place);
}

/** @param {(place: number) => void} afterwards where the keyboard goes on */
export function listenToSearch(afterwards) {
  arrive = afterwards;
  input.addEventListener('input', () => {
    results = find(input.value);
    chosen = 0;
    render();
  });
  input.addEventListener('focus', render);
  input.addEventListener('blur', render);
  input.addEventListener('keydown', (event) => {
    const step = STEPS.get(event.key);
    if (step !== undefined && results.length > 0) {
      chosen = (chosen + step + results.length) % results.length;
      render();
      event.preventDefault();
    }
    const result = results[chosen];
    if (event.key === 'Enter' && result !== undefined) choose(result.place);
    if (event.key === 'Escape') {
      if (input.value === '') input.blur();
      input.value = '';
      results = [];
      render();
      event.stopPropagation();
    }
  });
}
